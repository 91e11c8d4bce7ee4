import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { invitationsOfPerson } from "../../../db/queries/invitation-history.ts";
import { useCases } from "../../../worker/domain/index.ts";
import { listInvitations } from "../../../worker/domain/invitations/list-invitations.ts";
import {
  createMember,
  createWorkspace,
  day,
  type House,
  minute,
  monday,
  openHouse,
  refusalOf,
  type TestWorkspace,
} from "../../support/house.ts";
import { countReads, seedPeople } from "../../support/seed-people.ts";

const { DB: database } = env;

type Input = Parameters<typeof listInvitations>[1];

async function everyLine(house: House, space: TestWorkspace, input: Input) {
  const rows = [];
  let cursor: string | undefined;
  do {
    const page = await listInvitations(house.context(space.admin.caller), {
      ...input,
      ...(cursor && { cursor }),
    });
    rows.push(...page.rows);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return rows;
}

test("every filter gives exactly the invitations it names, in order, page by page", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const ids = await seedPeople(database, space.workspace.id, 400);
  const state = (n: number) => {
    const place = n % 40;
    if (place < 12) return "pending";
    if (place < 32) return "accepted";
    if (place < 36) return "expired";
    if (place < 38) return "accepted";
    return place === 38 ? "canceled" : "declined";
  };
  const open = (n: number) => state(n) !== "canceled" && state(n) !== "declined";
  const cases: [Input, (n: number) => boolean][] = [
    [{}, open],
    [{ status: "pending" }, (n) => state(n) === "pending"],
    [{ status: "accepted" }, (n) => state(n) === "accepted"],
    [{ status: "expired" }, (n) => state(n) === "expired"],
    [{ status: "canceled" }, (n) => state(n) === "canceled"],
    [{ status: "declined" }, (n) => state(n) === "declined"],
    [{ delivery: "bounced" }, (n) => open(n) && n % 25 === 0],
    [{ role: "admin" }, (n) => open(n) && n % 100 === 7],
    [{ unitId: ids.unit(3) }, (n) => open(n) && n % 20 === 3],
    [{ groupId: ids.group(4) }, (n) => open(n) && n % 50 === 4],
    [{ inviterId: ids.inviter(6) }, (n) => open(n) && n % 10 === 6],
    [{ importId: "imp_2" }, (n) => open(n) && n % 2 === 0 && n % 5 === 2],
    [{ q: "ana77@" }, (n) => n === 77 && open(n)],
    [{ q: "ana33@" }, (n) => n === 33],
    [{ status: "accepted", unitId: ids.unit(17) }, (n) => state(n) === "accepted" && n % 20 === 17],
    [{ status: "canceled", q: "lopez 38" }, (n) => n === 38 && state(n) === "canceled"],
    [{ status: "expired", groupId: ids.group(33) }, (n) => state(n) === "expired" && n % 50 === 33],
  ];
  const numbers = Array.from({ length: 400 }, (_, n) => n);
  for (const [input, belongs] of cases) {
    const rows = await everyLine(house, space, { ...input, limit: 20 });
    const expected = numbers.filter(belongs).reverse();
    // People of units come state by state, oldest first: active, deactivated, expired, pending.
    const rank = (n: number) => (n % 40 < 12 ? 3 : n % 40 < 32 ? 0 : n % 40 < 36 ? 2 : 1);
    if (input.unitId) expected.sort((a, b) => rank(a) - rank(b) || a - b);
    expect(
      rows.map(({ id, status }) => [Number(id.slice(4)), status]),
      JSON.stringify(input),
    ).toEqual(expected.map((n) => [n, state(n)]));
  }
  const oldest = await everyLine(house, space, { sort: "oldest", status: "declined" });
  expect(oldest.map(({ id }) => Number(id.slice(4)))).toEqual(numbers.filter((n) => state(n) === "declined"));
  const ending = { expiringBefore: new Date(monday + 30 * minute), limit: 5 };
  const soonest = numbers.filter((n) => state(n) === "pending" && n + 1 <= 30);
  expect((await everyLine(house, space, ending)).map(({ id }) => Number(id.slice(4)))).toEqual(soonest);
  for (const status of ["accepted", "expired", "canceled"] as const) {
    const page = await listInvitations(house.context(space.admin.caller), { ...ending, status });
    expect(page, status).toEqual({ rows: [], nextCursor: null });
  }
});

test("a page of any filter reads what a page of the People list may", async () => {
  const counted = countReads(database);
  const house = openHouse({ database: counted.database });
  const space = await createWorkspace(house);
  const ids = await seedPeople(database, space.workspace.id, 20_000);
  const readsOf = async (input: Input) => {
    counted.reset();
    const page = await listInvitations(house.context(space.admin.caller), input);
    return { page, reads: counted.reads.reduce((sum, count) => sum + count, 0) };
  };
  const marked: Input[] = [
    {},
    { sort: "oldest" },
    ...(["pending", "accepted", "expired", "declined", "canceled"] as const).map((status) => ({ status })),
    { delivery: "delivered" },
    { role: "learner" },
    { unitId: ids.unit(3) },
    { groupId: ids.group(3) },
    { inviterId: ids.inviter(4) },
    { importId: "imp_2" },
    { expiringBefore: new Date(monday + 20 * day) },
    { status: "accepted", role: "instructor" },
    { status: "expired", unitId: ids.unit(13) },
    { q: "lopez" },
    { q: "lopez", status: "accepted" },
  ];
  for (const input of marked) {
    const first = await readsOf(input);
    expect(first.page.rows.length, JSON.stringify(input)).toBeGreaterThan(40);
    expect(first.reads, JSON.stringify(input)).toBeLessThanOrEqual(350);
    const deep = await readsOf({ ...input, cursor: first.page.nextCursor ?? "" });
    expect(deep.reads, JSON.stringify(input)).toBeLessThanOrEqual(350);
  }
  const other: Input[] = [
    { role: "learner", unitId: ids.unit(3), status: "accepted" },
    { unitId: ids.unit(3), groupId: ids.group(4) },
    { q: "lopez", role: "admin", status: "declined" },
    { status: "expired", expiringBefore: new Date(monday + day) },
  ];
  for (const input of other) {
    expect((await readsOf(input)).reads, JSON.stringify(input)).toBeLessThanOrEqual(2_000);
  }
});

/** An address that was invited, canceled, invited anew, left to expire and invited once more. */
async function muchInvited() {
  const house = openHouse();
  const space = await createWorkspace(house);
  const ctx = () => house.context(space.admin.caller);
  const invite = async () => {
    house.clock.advance(minute);
    const { invitation } = await useCases.inviteUser(ctx(), { email: "ana@example.com", roles: ["learner"] });
    return invitation;
  };
  const canceled = await invite();
  house.clock.advance(minute);
  await useCases.cancelInvitation(ctx(), { invitationId: canceled.id });
  const expired = await invite();
  house.clock.advance(40 * day);
  const current = await invite();
  return { house, space, ctx, canceled, expired, current };
}

test("the list has the current invitation of each person, by address or person it has the older ones too", async () => {
  const { house, space, ctx, canceled, expired, current } = await muchInvited();
  await useCases.inviteUser(ctx(), { email: "ana@example.com.au", roles: ["learner"] });
  const ids = async (input: Input) => (await everyLine(house, space, input)).map(({ id }) => id);
  expect(await ids({ q: "ana@example.com" })).toContain(current.id);
  expect(await ids({ q: "ana@example.com" })).not.toContain(expired.id);
  expect(await ids({ status: "canceled" })).toEqual([canceled.id]);

  const history = await everyLine(house, space, { email: " ANA@example.com " });
  expect(history.map(({ id, status }) => [id, status])).toEqual([
    [current.id, "pending"],
    [expired.id, "expired"],
    [canceled.id, "canceled"],
  ]);
  expect(history[2]).toEqual({
    id: canceled.id,
    status: "canceled",
    email: "ana@example.com",
    firstName: "",
    lastName: "",
    roles: [{ role: "learner", unitId: null, groupId: null }],
    expiresAt: canceled.expiresAt,
    userId: canceled.userId,
    delivery: "queued",
    inviterName: "Ada Admin",
    sentAt: null,
    seatWaitSince: null,
    createdAt: canceled.createdAt,
  });
  for (const limit of [1, 2]) {
    expect(await ids({ email: "ana@example.com", limit })).toEqual([current.id, expired.id, canceled.id]);
  }
  expect(await ids({ email: "ana@example.com", status: "expired", limit: 1 })).toEqual([expired.id]);
  expect(await ids({ userId: current.userId })).toEqual([current.id, expired.id]);
  expect(await ids({ userId: canceled.userId, limit: 1 })).toEqual([canceled.id]);
  expect(await ids({ email: "nobody@example.com" })).toEqual([]);
  expect(await ids({ userId: space.admin.membershipId })).toEqual([]);
});

test("an older invitation can be opened, with its own state and timeline", async () => {
  const { ctx, canceled, expired, current } = await muchInvited();
  const open = (invitationId: string) => useCases.viewInvitationDetail(ctx(), { invitationId });
  const stories = await Promise.all([open(canceled.id), open(expired.id), open(current.id)]);
  expect(stories.map(({ invitation }) => invitation.status)).toEqual(["canceled", "expired", "pending"]);
  expect(stories.map(({ timeline }) => timeline.map(({ action }) => action))).toEqual([
    ["invitation.created", "invitation.canceled"],
    ["invitation.created"],
    ["invitation.created"],
  ]);
  for (const { id } of [canceled, expired]) {
    expect(await refusalOf(useCases.resendInvitation(ctx(), { invitationId: id }))).toBe("NOT_PENDING");
    expect(await refusalOf(useCases.copyInvitationLink(ctx(), { invitationId: id }))).toBe("NOT_PENDING");
  }
});

test("the invitations of a removed member are found by their address", async () => {
  const { house, space, ctx, current } = await muchInvited();
  await database
    .prepare("update memberships set status = 'removed', shown_as = 'removed' where id = ?")
    .bind(current.userId)
    .run();
  expect(await everyLine(house, space, { email: "ana@example.com" })).toHaveLength(3);
  expect((await everyLine(house, space, {})).map(({ id }) => id)).not.toContain(current.id);
  expect(await refusalOf(listInvitations(ctx(), { userId: "usr_1" }))).toBe("VALIDATION_FAILED");
});

test("another workspace's address or person finds nothing", async () => {
  const { house, current } = await muchInvited();
  const other = await createWorkspace(house);
  expect(await everyLine(house, other, { email: "ana@example.com" })).toEqual([]);
  expect(await everyLine(house, other, { userId: current.userId })).toEqual([]);
  const learner = await createMember(house, other.workspace);
  expect(await refusalOf(listInvitations(house.context(learner.caller), { email: "ana@example.com" }))).toBe(
    "FORBIDDEN",
  );
});

test("an address goes with no other filter, and a cursor with no other list", async () => {
  const { ctx, current } = await muchInvited();
  await useCases.inviteUser(ctx(), { email: "ben@example.com", roles: ["learner"] });
  const { nextCursor: ofList } = await listInvitations(ctx(), { limit: 1 });
  const { nextCursor: ofPerson } = await listInvitations(ctx(), { email: "ana@example.com", limit: 1 });
  for (const input of [
    { email: "ana@example.com", userId: current.userId },
    { email: "ana@example.com", role: "learner" },
    { userId: current.userId, sort: "oldest" },
    { userId: current.userId, cursor: ofList ?? "" },
    { userId: current.userId, cursor: `${ofPerson}.` },
    { cursor: ofPerson ?? "" },
  ] as Input[]) {
    expect(await refusalOf(listInvitations(ctx(), input)), JSON.stringify(input)).toBe("VALIDATION_FAILED");
  }
});

test("all invitations of one person cost as little as a page, however many people there are", async () => {
  const counted = countReads(database);
  const house = openHouse({ database: counted.database });
  const space = await createWorkspace(house);
  await seedPeople(database, space.workspace.id, 20_000);
  const { db } = house.context(space.admin.caller);
  for (const whose of [
    { email: "ana7@example.com", term: "ana7@example.com" },
    { membershipId: `mem_${"7".padStart(26, "0")}` },
  ]) {
    counted.reset();
    const [rows] = await db.batch([invitationsOfPerson(db, space.workspace.id, whose, null, 51, null)]);
    expect(rows).toHaveLength(1);
    expect(counted.reads[0], JSON.stringify(whose)).toBeLessThanOrEqual(20);
  }
});
