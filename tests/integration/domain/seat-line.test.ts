import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import { setPlan } from "../../../worker/domain/workspaces/set-plan.ts";
import {
  createMember,
  createWorkspace,
  day,
  minute,
  monday,
  openHouse,
  refusalOf,
  type TestMember,
  tokenIn,
} from "../../support/house.ts";
import { countReads } from "../../support/seed-people.ts";

/** A workspace whose seats are all taken: by its administrator and by others who can be deactivated. */
async function openFull(taken = 3, house = openHouse()) {
  // A link of two weeks.
  const overrides = { "invite.link_ttl_s": 14 * 86_400 };
  const { workspace, admin } = await createWorkspace(house, { seats: taken, overrides });
  const others: TestMember[] = [];
  while (others.length < taken - 1) others.push(await createMember(house, workspace));
  const ctx = () => house.context(admin.caller);
  // Accounts are of all workspaces: each has people of its own.
  const domain = `@${workspace.slug}.example.com`;
  const nameOf = (email: string | null | undefined) => email?.replace(domain, "");
  const space = {
    house,
    workspace,
    admin,
    ctx,
    addressOf: (name: string) => `${name}${domain}`,
    tokenOf: (name: string) => tokenIn(house.sent.filter(({ to }) => to === `${name}${domain}`).at(-1)),
    /** Invites them, whose links say that there is no seat. */
    invite: async (...names: string[]) => {
      const ids: string[] = [];
      for (const name of names) {
        const invited = { email: `${name}${domain}`, roles: ["learner" as const] };
        ids.push((await useCases.inviteUser(ctx(), invited)).invitation.id);
        // Lists go by the moment.
        house.clock.advance(1);
      }
      await space.deliver();
      return ids;
    },
    wait: (name: string) => useCases.waitForSeat(house.anonymous(), { token: space.tokenOf(name) }),
    /** Each asks to be told, a minute after the one before. */
    line: async (...names: string[]) => {
      const ids = await space.invite(...names);
      for (const name of names) {
        house.clock.advance(minute);
        await space.wait(name);
      }
      return ids;
    },
    join: (name: string) =>
      useCases.joinAsNewPerson(house.anonymous(), {
        token: space.tokenOf(name),
        revision: 1,
        firstName: name,
        password: "seven green bicycles",
      }),
    deliver: () => useCases.deliverMail(house.system(), { workspaceId: workspace.id }),
    /** A minute later the cron has been there. */
    tick: async () => {
      house.clock.advance(minute);
      await useCases.tellOfSeats(house.system(), {});
      await space.deliver();
    },
    free: async (number = 1) => {
      for (const { membershipId } of others.splice(0, number)) {
        await useCases.deactivateMember(ctx(), { membershipId });
      }
    },
    /** Who was told, a name for each mail. */
    told: () =>
      house.sent
        .filter(({ template }) => template === "seat_free")
        .map(({ to }) => nameOf(to))
        .sort(),
    waiting: () => useCases.viewSeats(ctx(), { kind: "waiting" }),
    names: async () => (await space.waiting()).rows.map(({ email }) => nameOf(email)),
  };
  return space;
}

test("whoever finds no seat asks once to be told, and keeps their place however often they press", async () => {
  const space = await openFull(1);
  const [id = ""] = await space.invite("late", "later");
  expect(await refusalOf(space.join("late"))).toBe("NO_SEAT");
  const since = space.house.clock.now;
  expect(await space.wait("late")).toEqual({ since });
  space.house.clock.advance(minute);
  expect(await Promise.all([space.wait("late"), space.wait("late")])).toEqual([{ since }, { since }]);
  space.house.clock.advance(minute);
  await space.wait("later");
  const page = await space.waiting();
  expect(page).toMatchObject({ waiting: 2, left: 0, nextCursor: null });
  expect(page.rows).toEqual([
    expect.objectContaining({ email: space.addressOf("late"), why: "waits", since }),
    expect.objectContaining({ email: space.addressOf("later"), why: "waits", since: since + 2 * minute }),
  ]);
  const events = env.DB.prepare("select count(*) n from audit_events where action = ?1 and target_id = ?2");
  expect(await events.bind("invitation.seat_awaited", id).first("n")).toBe(1);
  const found = await useCases.viewInvitation(space.house.anonymous(), {
    token: space.tokenOf("late"),
  });
  expect(found.invitation.seatWaitSince).toBe(since);
  const people = await useCases.listPeople(space.ctx(), { status: "pending" });
  expect(people.rows.map(({ seatWaitSince }) => seatWaitSince)).toEqual([since + 2 * minute, since]);
  const detail = await useCases.viewInvitationDetail(space.ctx(), { invitationId: id });
  expect(detail.invitation.seatWaitSince).toBe(since);
  const person = await useCases.viewMember(space.ctx(), { membershipId: detail.invitation.userId });
  expect(person.invitation?.seatWaitSince).toBe(since);
  const { rows } = await useCases.listInvitations(space.ctx(), { email: space.addressOf("late") });
  expect(rows.map(({ seatWaitSince }) => seatWaitSince)).toEqual([since]);
});

test("the line is read page by page, found by a search, and in the file of seats", async () => {
  const space = await openFull(1);
  await space.line("ann", "bea", "cem");
  const first = await useCases.viewSeats(space.ctx(), { kind: "waiting", limit: 2 });
  expect(first.rows.map(({ email }) => email)).toEqual(["ann", "bea"].map(space.addressOf));
  const second = await useCases.viewSeats(space.ctx(), {
    kind: "waiting",
    limit: 2,
    cursor: first.nextCursor ?? "",
  });
  expect(second).toMatchObject({ rows: [{ email: space.addressOf("cem") }], nextCursor: null });
  await space.invite("bert");
  const searched = await useCases.viewSeats(space.ctx(), { kind: "waiting", q: "be" });
  expect(searched.rows.map(({ email }) => email)).toEqual([space.addressOf("bea")]);
  const file = await useCases.exportSeats(space.ctx(), { kind: "waiting" });
  let text = "";
  for await (const lines of file.lines) text += lines;
  expect(text.match(/\w+@[\w.-]+/gu)).toEqual(["ann", "bea", "cem"].map(space.addressOf));
});

test("while there is a seat nobody is put into the line", async () => {
  const space = await openFull(2);
  await space.invite("early");
  await space.free();
  expect(await space.wait("early")).toEqual({ since: null });
  expect((await space.waiting()).waiting).toBe(0);
  const endless = openHouse();
  const { workspace, admin } = await createWorkspace(endless);
  await useCases.inviteUser(endless.context(admin.caller), { email: "any@example.com", roles: ["learner"] });
  await useCases.deliverMail(endless.system(), { workspaceId: workspace.id });
  expect(await useCases.waitForSeat(endless.anonymous(), { token: tokenIn(endless.sent.at(-1)) })).toEqual({
    since: null,
  });
});

test("of three who wait for two seats the first two are told once, by however many crons at once", async () => {
  const space = await openFull(3);
  await space.line("ann", "bea", "cem");
  await space.tick();
  expect(space.told()).toEqual([]);
  await space.free(2);
  space.house.clock.advance(minute);
  const crons = [1, 2, 3].map(() => useCases.tellOfSeats(space.house.system(), {}));
  await Promise.all(crons);
  await space.deliver();
  expect(space.told().sort()).toEqual(["ann", "bea"]);
  for (let again = 0; again < 3; again += 1) await space.tick();
  expect(space.told()).toHaveLength(2);
  // It is their link, which opens the workspace; and who has joined waits no more.
  await space.join("ann");
  await space.join("bea");
  expect(await refusalOf(space.join("cem"))).toBe("NO_SEAT");
  expect(await space.names()).toEqual(["cem"]);
});

test("a plan with more seats moves the line, and one without end empties it", async () => {
  const space = await openFull(1);
  await space.line("ann", "bea", "cem");
  const plan = (seats: number | null) =>
    setPlan(space.house.system(), { slug: space.workspace.slug, plan: "business", seats });
  await plan(2);
  await space.tick();
  expect(space.told()).toEqual(["ann"]);
  await plan(null);
  await space.tick();
  expect(space.told()).toEqual(["ann", "bea", "cem"]);
});

test("a seat that is free again is nobody's: who was told and finds it taken keeps their place and is told again", async () => {
  const space = await openFull(2);
  await space.line("ann", "bea");
  await space.invite("fast");
  await space.free();
  await space.tick();
  expect(space.told()).toEqual(["ann"]);
  await space.join("fast");
  expect(await refusalOf(space.join("ann"))).toBe("NO_SEAT");
  await space.tick();
  expect(await space.names()).toEqual(["ann", "bea"]);
  expect(space.told()).toEqual(["ann"]);
  const [fast] = (await useCases.listPeople(space.ctx(), { q: space.addressOf("fast") })).rows;
  await useCases.deactivateMember(space.ctx(), { membershipId: fast?.id ?? "" });
  await space.tick();
  expect(space.told()).toEqual(["ann", "ann"]);
  // Before the cron has been there, pressing does the same.
  await useCases.reactivateMember(space.ctx(), { membershipId: fast?.id ?? "" });
  expect(await space.wait("ann")).toMatchObject({ since: expect.any(Number) });
  await useCases.deactivateMember(space.ctx(), { membershipId: fast?.id ?? "" });
  await space.tick();
  expect(space.told()).toEqual(["ann", "ann", "ann"]);
  expect(await space.names()).toEqual(["ann", "bea"]);
});

test("after two days without an answer the next is told as well, and the first keeps their place", async () => {
  const space = await openFull(2);
  await space.line("ann", "bea");
  await space.free();
  await space.tick();
  space.house.clock.advance(2 * day - 2 * minute);
  await space.tick();
  expect(space.told()).toEqual(["ann"]);
  space.house.clock.advance(2 * minute);
  await space.tick();
  expect(space.told()).toEqual(["ann", "bea"]);
  expect(await space.names()).toEqual(["ann", "bea"]);
});

test("an invitation that ended, or went to another address, is in the line no more", async () => {
  const space = await openFull(2);
  const [canceled = "", , edited = ""] = await space.line("canceled", "declined", "edited", "expired");
  await useCases.cancelInvitation(space.ctx(), { invitationId: canceled });
  await useCases.declineInvitation(space.house.anonymous(), {
    token: space.tokenOf("declined"),
    confirmation: space.workspace.name,
  });
  const { revision } = (await useCases.viewInvitationDetail(space.ctx(), { invitationId: edited }))
    .invitation;
  await useCases.editInvitation(space.ctx(), {
    invitationId: edited,
    revision,
    email: space.addressOf("other"),
  });
  expect(await space.names()).toEqual(["expired"]);
  const linkTermSeconds = 20 * 86_400;
  const patient = { email: space.addressOf("patient"), roles: ["learner" as const], linkTermSeconds };
  await useCases.inviteUser(space.ctx(), patient);
  await space.deliver();
  await space.wait("patient");
  await space.free();
  space.house.clock.advance(15 * day);
  // The term is over whether or not the cron has marked it, and whoever stands behind loses nothing by it.
  await space.tick();
  expect(space.told()).toEqual(["patient"]);
  await useCases.expireInvitations(space.house.system(), {});
  expect(await space.names()).toEqual(["patient"]);
  expect((await space.waiting()).waiting).toBe(1);
});

test("a dead link, a dead mailbox and a suspended workspace are passed over, not a turn lost", async () => {
  const space = await openFull(2);
  const [bounced = ""] = await space.line("bounced", "ann");
  await env.DB.prepare("update invitations set delivery = 'bounced' where id = ?1").bind(bounced).run();
  await space.free();
  const status = env.DB.prepare("update workspaces set status = ?2 where id = ?1");
  await status.bind(space.workspace.id, "suspended").run();
  await space.tick();
  expect(space.told()).toEqual([]);
  await status.bind(space.workspace.id, "active").run();
  const epoch = env.DB.prepare("update workspaces set invite_epoch = ?2 where id = ?1");
  await epoch.bind(space.workspace.id, space.house.clock.now).run();
  await space.tick();
  expect(space.told()).toEqual([]);
  await epoch.bind(space.workspace.id, 0).run();
  await space.tick();
  expect(space.told()).toEqual(["ann"]);
});

test("an invitation is mailed five times a day at most, whatever seats come and go", async () => {
  const space = await openFull(2);
  await space.line("ann");
  const seats = (number: number) =>
    setPlan(space.house.system(), { slug: space.workspace.slug, plan: "team", seats: number });
  for (let turn = 0; turn < 7; turn += 1) {
    await seats(3);
    await space.tick();
    await seats(2);
    await space.tick();
  }
  // The invitation itself was the first.
  expect(space.told()).toHaveLength(4);
  await seats(3);
  space.house.clock.advance(day);
  await space.tick();
  expect(space.told()).toHaveLength(5);
});

test("who has had the day's mails, and who came in by themselves, stand in nobody's way", async () => {
  const space = await openFull(4);
  const [ann] = await space.line("ann", "bob", "cleo");
  // Whoever has the link may ask for new ones, and use the day up.
  const mailed = [5, 4, 3, 2, 1].map((count) => space.house.clock.now - count * 2 * minute);
  await env.DB.prepare("update invitations set send_times = ?1 where workspace_id = ?2 and id = ?3")
    .bind(JSON.stringify(mailed), space.workspace.id, ann)
    .run();
  await env.DB.prepare(
    "update memberships set email = null where workspace_id = ?1 and email = ?2 and status = 'pending'",
  )
    .bind(space.workspace.id, space.addressOf("bob"))
    .run();
  await space.free(2);
  await createMember(space.house, space.workspace, { email: space.addressOf("bob") });
  await space.tick();
  expect(space.told()).toEqual(["cleo"]);
});

test("the line of one workspace is nothing to another, and asking costs the same however long it is", async () => {
  const counted = countReads(env.DB, { single: true });
  const house = openHouse({ database: counted.database });
  const here = await openFull(1, house);
  const there = await openFull(2, house);
  const [ann = ""] = await here.line("ann");
  await there.line("bea");
  await there.free();
  await here.tick();
  await there.deliver();
  expect(there.told()).toEqual(["bea"]);
  expect(await there.names()).toEqual(["bea"]);
  expect(await here.names()).toEqual(["ann"]);
  await there.join("bea");
  const reads = async () => {
    counted.reset();
    await useCases.tellOfSeats(house.system(), {});
    return counted.reads.reduce((sum, count) => sum + count, 0);
  };
  const short = await reads();
  const row = await env.DB.prepare("select * from invitations where id = ?1").bind(ann).first();
  const columns = Object.keys(row ?? {});
  const values = columns.map((name) => (name === "id" || name === "email" ? `?1 || "${name}"` : `"${name}"`));
  const copy = `insert into invitations select ${values.join(", ")} from invitations where id = ?2`;
  for (let index = 0; index < 60; index += 1) await env.DB.prepare(copy).bind(`x${index}`, ann).run();
  await env.DB.prepare(
    "insert into seat_line select workspace_id, id, membership_id, ?1, null from invitations where id like 'x%'",
  )
    .bind(monday)
    .run();
  expect((await reads()) - short).toBeLessThanOrEqual(2);
});
