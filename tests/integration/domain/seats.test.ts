import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import type { PlanName } from "../../../worker/domain/plans.ts";
import { resolveCaller } from "../../../worker/domain/sessions/resolve-caller.ts";
import { setPlan } from "../../../worker/domain/workspaces/set-plan.ts";
import {
  countRoundTrips,
  createMember,
  createWorkspace,
  day,
  type House,
  hour,
  monday,
  openHouse,
  refusalOf,
  type TestMember,
  tokenIn,
} from "../../support/house.ts";

interface Options {
  overrides?: Record<string, unknown>;
  plan?: PlanName;
  seats?: number;
}

/** A workspace with an administrator, who takes the first of its seats, and what tests do in it. */
async function openSpace({ overrides = {}, ...agreed }: Options = {}, house = openHouse()) {
  const { workspace, admin } = await createWorkspace(house, { overrides, ...agreed });
  const ctx = () => house.context(admin.caller);
  return {
    house,
    workspace,
    admin,
    ctx,
    member: (options: Parameters<typeof createMember>[2] = {}) => createMember(house, workspace, options),
    invite: (email: string) => useCases.inviteUser(ctx(), { email, roles: ["learner"] }),
    setUp: (email: string) =>
      useCases.setUpMember(ctx(), { email, firstName: "Ana", lastName: "Ruiz", roles: ["learner"] }),
    deliver: () => useCases.deliverMail(house.system(), { workspaceId: workspace.id }),
    seats: (input: Parameters<typeof useCases.viewSeats>[1] = {}) => useCases.viewSeats(ctx(), input),
  };
}

type Space = Awaited<ReturnType<typeof openSpace>>;

const reserving = { "seats.reserve": true };

/** The token of the invitation that was mailed to this address last. */
function linkOf({ house }: Space, email: string): string {
  return tokenIn(house.sent.filter(({ to, template }) => to === email && template !== "account_link").at(-1));
}

async function invitedToken(space: Space, email: string): Promise<string> {
  await space.invite(email);
  await space.deliver();
  return linkOf(space, email);
}

const join = (house: House, token: string) =>
  useCases.joinAsNewPerson(house.anonymous(), {
    token,
    revision: 1,
    firstName: "Ana",
    password: "seven green bicycles",
  });

const number = async (sql: string, ...values: unknown[]) =>
  Number(
    await env.DB.prepare(sql)
      .bind(...values)
      .first("n"),
  );

const active = ({ workspace }: Space) =>
  number("select count(*) n from memberships where workspace_id = ?1 and status = 'active'", workspace.id);

const sinceOf = ({ membershipId }: Pick<TestMember, "membershipId">) =>
  env.DB.prepare("select seat_since from memberships where id = ?1").bind(membershipId).first("seat_since");

async function bulk(space: Space, action: "reactivate" | "deactivate", ids: string[]) {
  const { jobId } = await useCases.startPeopleJob(space.ctx(), { action, ids });
  const run = () => useCases.runJob(space.house.system(), { workspaceId: space.workspace.id, jobId });
  while ((await run()).more);
  const { outcomes } = await useCases.viewJob(space.ctx(), { jobId });
  return Object.fromEntries(outcomes.map(({ outcome, count }) => [outcome, count]));
}

async function imported(space: Space, count: number) {
  async function* file() {
    const rows = Array.from({ length: count }, (_, index) => `row${index}@example.com,learner`);
    yield new TextEncoder().encode(`email,role\n${rows.join("\n")}\n`);
  }
  const { id } = await useCases.stageImport(space.ctx(), { fileName: "people.csv", file: file() });
  await useCases.confirmImport(space.ctx(), { importId: id });
  const run = () =>
    useCases.runImport(space.house.system(), { workspaceId: space.workspace.id, importId: id });
  while ((await run()).more);
  return id;
}

test("of fifty people who join at once with one seat left one gets in, and nothing of the others is left", async () => {
  const space = await openSpace({ seats: 2 });
  const emails = Array.from({ length: 50 }, (_, index) => `runner-${index}@example.com`);
  for (const email of emails) await space.invite(email);
  await space.deliver();
  const outcomes = await Promise.allSettled(emails.map((email) => join(space.house, linkOf(space, email))));
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const refusals = outcomes.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
  expect(new Set(refusals.map(({ code }) => code))).toEqual(new Set(["NO_SEAT"]));
  expect(refusals[0].details.params).toEqual({ workspace: space.workspace.name });
  expect(await active(space)).toBe(2);
  expect(await number("select count(*) n from users where email like 'runner-%'")).toBe(1);
  // The others' invitations are as open as before, and whoever is let in later needs no new one.
  const open = "select count(*) n from invitations where workspace_id = ?1 and status = 'pending'";
  expect(await number(open, space.workspace.id)).toBe(49);
  await setPlan(space.house.system(), { slug: space.workspace.slug, plan: "team" });
  const waiting = emails.find((_, index) => outcomes[index]?.status === "rejected") ?? "";
  await join(space.house, linkOf(space, waiting));
  expect(await active(space)).toBe(3);
});

test("administrators are told once a day that somebody found no seat, until there is one", async () => {
  const space = await openSpace({ seats: 1 });
  const token = await invitedToken(space, "late@example.com");
  const told = () =>
    number(
      "select count(*) n from audit_events where workspace_id = ?1 and action = 'seat.refused'",
      space.workspace.id,
    );
  expect((await space.seats()).refusedAt).toBeNull();
  for (let attempt = 0; attempt < 3; attempt += 1) {
    expect(await refusalOf(join(space.house, token))).toBe("NO_SEAT");
  }
  expect(await told()).toBe(1);
  expect(await space.seats()).toMatchObject({ left: 0, refusedAt: monday });
  space.house.clock.advance(day + 1);
  expect(await refusalOf(join(space.house, token))).toBe("NO_SEAT");
  expect(await told()).toBe(2);
  await setPlan(space.house.system(), { slug: space.workspace.slug, plan: "team" });
  const roomy = { ...space, ctx: () => space.house.context(withSeats(space, 50)) };
  expect(await useCases.viewSeats(roomy.ctx(), {})).toMatchObject({ left: 49, refusedAt: null });
});

/** The administrator at a later request, when the workspace has other seats. */
function withSeats({ admin }: Space, seats: number | null) {
  if (admin.caller.kind !== "member") throw new Error("not a member");
  return { ...admin.caller, workspace: { ...admin.caller.workspace, seats } };
}

test("a seat is taken by joining and by being set up, and freed by the end of being active", async () => {
  const space = await openSpace({ seats: 4 });
  const ana = await space.setUp("ana@example.com");
  await join(space.house, await invitedToken(space, "ben@example.com"));
  const cleo = await space.member();
  expect(await space.seats()).toMatchObject({ seats: 4, used: 4, held: 0, reserved: 0, left: 0 });
  expect(await refusalOf(space.setUp("dan@example.com"))).toBe("NO_SEAT");
  // Nothing of the refused one is there, not even an account.
  expect(await number("select count(*) n from users where email = 'dan@example.com'")).toBe(0);

  await useCases.deactivateMember(space.ctx(), { membershipId: cleo.membershipId });
  expect(await sinceOf(cleo)).toBeNull();
  expect(await space.seats()).toMatchObject({ used: 3, left: 1 });
  await useCases.removeMember(space.ctx(), { membershipId: ana.id, confirmation: "ana@example.com" });
  expect(await space.seats()).toMatchObject({ used: 2, left: 2 });
  await space.setUp("dan@example.com");
  expect(await space.seats()).toMatchObject({ used: 3, left: 1 });
});

test("the end of access frees the seat, and a later day takes one again or is refused", async () => {
  const space = await openSpace({ seats: 2 });
  const { membershipId } = await space.member();
  await useCases.setAccessEnd(space.ctx(), { membershipId, accessEndsOn: "2026-03-03" });
  space.house.clock.advance(3 * day);
  await useCases.endAccessDue(space.house.system(), {});
  expect(await space.seats()).toMatchObject({ used: 1, left: 1 });
  const rival = await space.setUp("rival@example.com");
  const later = { membershipId, accessEndsOn: "2026-06-01" };
  expect(await refusalOf(useCases.setAccessEnd(space.ctx(), later))).toBe("NO_SEAT");
  await useCases.deactivateMember(space.ctx(), { membershipId: rival.id });
  await useCases.setAccessEnd(space.ctx(), later);
  expect(await sinceOf({ membershipId })).toBe(space.house.clock.now);
});

test("of five people who are set up at once for the last seat one is, and the others are nobody", async () => {
  const space = await openSpace({ seats: 2 });
  const outcomes = await Promise.allSettled(
    [1, 2, 3, 4, 5].map((index) => space.setUp(`at-once-${index}@example.com`)),
  );
  const codes = outcomes.map((outcome) => (outcome.status === "rejected" ? outcome.reason.code : "in"));
  expect(codes.sort()).toEqual(["NO_SEAT", "NO_SEAT", "NO_SEAT", "NO_SEAT", "in"]);
  expect(await active(space)).toBe(2);
  expect(await number("select count(*) n from users where email like 'at-once-%'")).toBe(1);
});

test("one of two deactivated people comes back into the last seat, whoever asks first", async () => {
  const space = await openSpace({ seats: 2 });
  const [one, two] = [
    await space.member({ status: "deactivated" }),
    await space.member({ status: "deactivated" }),
  ];
  const outcomes = await Promise.allSettled(
    [one, two].map(({ membershipId }) => useCases.reactivateMember(space.ctx(), { membershipId })),
  );
  const codes = outcomes.map((outcome) => (outcome.status === "rejected" ? outcome.reason.code : "in"));
  expect(codes.sort()).toEqual(["NO_SEAT", "in"]);
  expect(await active(space)).toBe(2);
});

test("a bulk act gives access back as long as there are seats, and says of the others that there was none", async () => {
  const space = await openSpace({ seats: 3 });
  const away = [];
  for (let index = 0; index < 4; index += 1) away.push(await space.member({ status: "deactivated" }));
  const ids = away.map(({ membershipId }) => membershipId);
  const preview = await useCases.previewPeopleJob(space.ctx(), { action: "reactivate", ids });
  expect(preview).toMatchObject({ total: 4, willDo: 2, skipped: [{ reason: "no_seat", count: 2 }] });
  expect(await bulk(space, "reactivate", ids)).toEqual({ done: 2, no_seat: 2 });
  expect(await active(space)).toBe(3);
  await bulk(space, "deactivate", ids);
  expect(await space.seats()).toMatchObject({ used: 1, left: 2 });
});

test("where invitations hold no seats, as many are sent as one likes", async () => {
  const space = await openSpace({ seats: 1 });
  for (let index = 0; index < 3; index += 1) await space.invite(`free-${index}@example.com`);
  expect(await space.seats()).toMatchObject({ used: 1, reserved: 0, left: 0 });
});

test.each([reserving, { "billing.start_invited": "on_notification" }])(
  "where invitations hold seats (%j), none is sent without one, and each gives it back at its end",
  async (overrides) => {
    const space = await openSpace({ seats: 3, overrides });
    const { invitation } = await space.invite("held@example.com");
    await space.invite("ends@example.com");
    expect(await space.seats()).toMatchObject({ used: 1, reserved: 2, left: 0 });
    expect(await refusalOf(space.invite("over@example.com"))).toBe("NO_SEAT");
    expect(await refusalOf(space.setUp("over@example.com"))).toBe("NO_SEAT");
    const away = await space.member({ status: "deactivated" });
    const { membershipId } = away;
    expect(await refusalOf(useCases.reactivateMember(space.ctx(), { membershipId }))).toBe("NO_SEAT");
    expect(await bulk(space, "reactivate", [membershipId])).toEqual({ no_seat: 1 });

    await useCases.cancelInvitation(space.ctx(), { invitationId: invitation.id });
    expect(await space.seats()).toMatchObject({ reserved: 1, left: 1 });
    space.house.clock.advance(8 * day);
    await useCases.expireInvitations(space.house.system(), {});
    expect(await space.seats()).toMatchObject({ reserved: 0, left: 2 });
    await useCases.reactivateMember(space.ctx(), { membershipId });
    await space.invite("next@example.com");
    expect(await space.seats()).toMatchObject({ used: 2, reserved: 1, left: 0 });
  },
);

test("whoever holds a seat by an invitation gets in when all others are taken", async () => {
  const space = await openSpace({ seats: 2, overrides: reserving });
  const token = await invitedToken(space, "sure@example.com");
  expect(await refusalOf(space.setUp("rival@example.com"))).toBe("NO_SEAT");
  await join(space.house, token);
  expect(await space.seats()).toMatchObject({ used: 2, reserved: 0, left: 0 });
});

test("of twenty invitations at once for two seats two are sent", async () => {
  const space = await openSpace({ seats: 3, overrides: reserving });
  const outcomes = await Promise.allSettled(
    Array.from({ length: 20 }, (_, index) => space.invite(`rush-${index}@example.com`)),
  );
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
  const codes = outcomes.flatMap((one) => (one.status === "rejected" ? [one.reason.code] : []));
  // Somebody who was overtaken twice is asked to try again; nobody is let in beyond the seats.
  expect(codes.every((code) => code === "NO_SEAT" || code === "EDIT_CONFLICT")).toBe(true);
  expect(await space.seats()).toMatchObject({ reserved: 2, left: 0 });
});

test("a list of addresses is invited as far as the seats go, each with its word", async () => {
  const space = await openSpace({ seats: 3, overrides: reserving });
  const { results } = await useCases.inviteMany(space.ctx(), {
    emails: ["a@example.com", "b@example.com", "c@example.com"],
    roles: ["learner"],
  });
  expect(results.map(({ outcome, error }) => error?.code ?? outcome)).toEqual([
    "invited",
    "invited",
    "NO_SEAT",
  ]);
});

test("an invitation that comes back asks for a seat again, alone and in bulk", async () => {
  const space = await openSpace({ seats: 2, overrides: reserving });
  const { invitation } = await space.invite("back@example.com");
  space.house.clock.advance(8 * day);
  await useCases.expireInvitations(space.house.system(), {});
  await space.invite("other@example.com");
  const again = { invitationId: invitation.id };
  expect(await refusalOf(useCases.resendInvitation(space.ctx(), again))).toBe("NO_SEAT");
  const { jobId } = await useCases.startJob(space.ctx(), { action: "resend", filter: { status: "expired" } });
  await useCases.runJob(space.house.system(), { workspaceId: space.workspace.id, jobId });
  expect((await useCases.viewJob(space.ctx(), { jobId })).outcomes).toEqual([
    expect.objectContaining({ outcome: "no_seat", count: 1 }),
  ]);
  const open = "select count(*) n from invitations where workspace_id = ?1 and status = 'pending'";
  expect(await number(open, space.workspace.id)).toBe(1);
});

test("rows of a file that find no seat are failed rows with that reason, and the others are invited", async () => {
  const space = await openSpace({ seats: 4, overrides: reserving });
  const importId = await imported(space, 5);
  const { rows } = await useCases.listImportRows(space.ctx(), { importId, outcome: "error" });
  expect(rows.map(({ line, problems }) => [line, problems[0]?.code])).toEqual([
    [5, "no_seat"],
    [6, "no_seat"],
  ]);
  expect(await space.seats()).toMatchObject({ used: 1, reserved: 3, left: 0 });
  expect((await useCases.viewImport(space.ctx(), { importId })).counts).toMatchObject({
    invited: 3,
    error: 2,
  });
});

test("who is set up and counts from the first visit holds a seat until then", async () => {
  const space = await openSpace({ seats: 2, overrides: { "billing.start_direct": "on_activation" } });
  const { id } = await space.setUp("later@example.com");
  expect(await space.seats()).toMatchObject({ used: 1, held: 1, left: 0 });
  expect(await refusalOf(space.setUp("more@example.com"))).toBe("NO_SEAT");
  expect((await space.seats({ kind: "held" })).rows).toEqual([
    expect.objectContaining({ id, why: "set_up", since: null }),
  ]);
  await space.deliver();
  const token = tokenIn(space.house.sent.find(({ template }) => template === "account_link"));
  await useCases.resetPassword(space.house.anonymous(), { token, password: "seven green bicycles" });
  expect(await space.seats()).toMatchObject({ used: 1, held: 1 });
  space.house.clock.advance(hour);
  const { secret } = await useCases.signIn(space.house.anonymous(), {
    workspaceSlug: space.workspace.slug,
    email: "later@example.com",
    password: "seven green bicycles",
  });
  expect(await sinceOf({ membershipId: id })).toBe(monday + hour);
  // Somebody who was signed in already, with an account of elsewhere, is here when they come.
  await env.DB.prepare("update memberships set seat_since = null where id = ?1").bind(id).run();
  const visit = async () => {
    space.house.clock.advance(hour);
    const { afterwards } = await resolveCaller(space.house.anonymous(), secret, space.workspace.slug);
    await afterwards?.();
  };
  await visit();
  await visit();
  expect(await sinceOf({ membershipId: id })).toBe(monday + 2 * hour);
  expect(await space.seats()).toMatchObject({ used: 2, held: 0, left: 0 });
});

test("invited people count from joining, or from the sending where the policy says so", async () => {
  for (const [start, since] of [
    ["on_activation", monday + hour],
    ["on_notification", monday],
  ] as const) {
    const space = await openSpace({ overrides: { "billing.start_invited": start } });
    const token = await invitedToken(space, `start-${start}@example.com`);
    space.house.clock.advance(hour);
    await join(space.house, token);
    const { rows } = await space.seats({ q: `start-${start}` });
    expect(rows).toEqual([expect.objectContaining({ why: "joined", since })]);
  }
});

test("a plan with fewer seats than are taken locks nobody out and lets nobody in before they are fewer", async () => {
  const space = await openSpace({ plan: "team", seats: 50 });
  const others = [await space.member(), await space.member()];
  const token = await invitedToken(space, "new@example.com");
  const { slug } = space.workspace;
  const set = await setPlan(space.house.system(), { slug, plan: "free_trial", seats: 2 });
  expect(set).toEqual({ name: space.workspace.name, plan: "free_trial", seats: 2, taken: 3, overBy: 1 });
  expect(await active(space)).toBe(3);
  expect((await useCases.viewSeats(space.house.context(withSeats(space, 2)), {})).left).toBe(-1);
  expect(await refusalOf(join(space.house, token))).toBe("NO_SEAT");
  const [first, second] = others.map(({ membershipId }) => ({ membershipId }));
  await useCases.deactivateMember(space.ctx(), first ?? { membershipId: "" });
  expect(await refusalOf(join(space.house, token))).toBe("NO_SEAT");
  await useCases.deactivateMember(space.ctx(), second ?? { membershipId: "" });
  await join(space.house, token);
  expect(await active(space)).toBe(2);
});

test("the house sets a plan with its own seats or others, writes it down, and knows no other plans", async () => {
  const space = await openSpace();
  const { slug, id } = space.workspace;
  const set = (input: object) => setPlan(space.house.system(), { slug, ...input } as never);
  expect(await set({ plan: "team" })).toMatchObject({ seats: 50, taken: 1, overBy: 0 });
  expect(await set({ plan: "team", seats: 60 })).toMatchObject({ seats: 60 });
  expect(await set({ plan: "business", seats: null })).toMatchObject({ seats: null });
  const changed =
    "select count(*) n from audit_events where workspace_id = ?1 and action = 'workspace.plan_changed'";
  expect(await number(changed, id)).toBe(3);
  await set({ plan: "business", seats: null });
  expect(await number(changed, id)).toBe(3);
  for (const wrong of [{ plan: "gold" }, { plan: "team", seats: 0 }, { plan: "team", seats: 1.5 }]) {
    expect(await refusalOf(set(wrong))).toBe("VALIDATION_FAILED");
  }
  expect(await refusalOf(set({ plan: "team", slug: "nowhere" }))).toBe("NOT_FOUND");
  const asAdmin = setPlan(space.ctx(), { slug, plan: "open" });
  expect(await refusalOf(asAdmin)).toBe("FORBIDDEN");
});

test("the page of seats lists who counts, newest first, page by page and by a search, and who holds one", async () => {
  const space = await openSpace({ seats: 20, overrides: reserving });
  for (let index = 0; index < 5; index += 1) {
    space.house.clock.advance(hour);
    await space.member({ firstName: "Mia", lastName: `Stone ${index}`, email: `mia-${index}@example.com` });
  }
  await space.invite("mia-next@example.com");
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await space.seats({ limit: 2, ...(cursor ? { cursor } : {}) });
    seen.push(...page.rows.map(({ email }) => email ?? ""));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(seen).toEqual([4, 3, 2, 1, 0].map((index) => `mia-${index}@example.com`).concat(space.admin.email));

  const found: string[] = [];
  do {
    const page = await space.seats({ q: "mia", limit: 2, ...(cursor ? { cursor } : {}) });
    found.push(...page.rows.map(({ email }) => email ?? ""));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(found.sort()).toEqual([0, 1, 2, 3, 4].map((index) => `mia-${index}@example.com`));
  expect((await space.seats({ kind: "reserved" })).rows.map(({ email, why }) => [email, why])).toEqual([
    ["mia-next@example.com", "invited"],
  ]);
  expect(await refusalOf(space.seats({ cursor: "1_x" }))).toBe("VALIDATION_FAILED");

  const { lines, fileName } = await useCases.exportSeats(space.ctx(), {});
  let csv = "";
  for await (const line of lines) csv += line;
  expect(fileName).toBe("seats-counted-2026-03-02.csv");
  expect(csv.trim().split("\r\n")).toHaveLength(7);
  expect(csv).toContain('"mia-4@example.com","","Mia Stone 4","set_up","2026-03-02T14:00:00.000Z"');
});

test("nobody but an administrator reads the seats, and of another workspace nothing is counted", async () => {
  const house = openHouse();
  const space = await openSpace({ seats: 5 }, house);
  const other = await openSpace({ seats: 5 }, house);
  await other.member();
  expect(await space.seats()).toMatchObject({ used: 1, left: 4 });
  expect((await space.seats()).rows.map(({ email }) => email)).toEqual([space.admin.email]);
  for (const roles of [["instructor"], ["learner"]] as const) {
    const { caller } = await space.member({ roles: [...roles] });
    expect(await refusalOf(useCases.viewSeats(house.context(caller), {}))).toBe("FORBIDDEN");
    expect(await refusalOf(useCases.exportSeats(house.context(caller), {}))).toBe("FORBIDDEN");
  }
});

test("people are warned at nine tenths of the soft limit, and nobody is refused above it", async () => {
  const space = await openSpace({ overrides: { "limits.users_soft": 10 } });
  for (let index = 0; index < 7; index += 1) await space.member();
  expect((await space.seats()).people).toEqual({ count: 8, softLimit: 10, warned: false });
  await space.member();
  expect((await space.seats()).people).toMatchObject({ count: 9, warned: true });
  for (let index = 0; index < 3; index += 1) await space.setUp(`beyond-${index}@example.com`);
  expect((await space.seats()).people).toMatchObject({ count: 12, warned: true });
});

test("seats cost an invitation no row and no round trip, and joining no round trip", async () => {
  const counted = countRoundTrips(env.DB);
  const house = openHouse({ database: counted.database });
  const space = await openSpace({ seats: 5, overrides: reserving }, house);
  counted.reset();
  await space.invite("cheap@example.com");
  expect(counted.roundTrips()).toBe(2);
  await space.deliver();
  const token = linkOf(space, "cheap@example.com");
  counted.reset();
  await join(house, token);
  expect(counted.roundTrips()).toBe(2);
  counted.reset();
  await space.seats();
  expect(counted.roundTrips()).toBe(1);
});
