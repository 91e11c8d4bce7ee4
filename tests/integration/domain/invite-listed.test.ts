import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import type { Caller } from "../../../worker/domain/context.ts";
import { useCases } from "../../../worker/domain/index.ts";
import {
  countRoundTrips,
  createMember,
  createWorkspace,
  day,
  openHouse,
  refusalOf,
  type TestWorkspace,
} from "../../support/house.ts";
import { countReads, seedPeople } from "../../support/seed-people.ts";

const counted = () => countRoundTrips(openHouse().database);

async function rowsOf(database: D1Database, { workspace }: TestWorkspace) {
  const count = (sql: string) => database.prepare(sql).bind(workspace.id).first<number>("n");
  return {
    pending: await count("select count(*) n from invitations where workspace_id = ?1 and status = 'pending'"),
    mails: await count("select count(*) n from outbox where workspace_id = ?1 and state = 'pending'"),
    today: await count(
      "select coalesce(sum(count), 0) n from rate_counters where key = 'invitations:' || ?1",
    ),
  };
}

test("one person of the list is invited as by the single form, with the name that stands beside", async () => {
  const house = openHouse();
  const { admin } = await createWorkspace(house);
  const ctx = () => house.context(admin.caller);
  const listed = await useCases.inviteListed(ctx(), { addresses: "Ana Ruiz <Ana@Example.com>" });
  expect(listed).toMatchObject({
    several: false,
    invitation: { email: "ana@example.com", firstName: "Ana", lastName: "Ruiz" },
  });
  const typed = await useCases.inviteListed(ctx(), {
    addresses: "B Lee <ben@example.com>",
    firstName: "Benjamin",
  });
  expect(typed).toMatchObject({ invitation: { firstName: "Benjamin", lastName: "" } });
  expect(await refusalOf(useCases.inviteListed(ctx(), { addresses: "ANA@example.com" }))).toBe(
    "ALREADY_INVITED",
  );
});

test("several of the list each have their result, their name, and the terms of all", async () => {
  const trips = counted();
  const house = openHouse({ database: trips.database, undoSeconds: 8 });
  const space = await createWorkspace(house);
  const member = await createMember(house, space.workspace);
  trips.reset();
  const listed = await useCases.inviteListed(house.context(space.admin.caller), {
    addresses: `"Ruiz, Ana" <ana@example.com>; nobody, ${member.email}\nben@example.com ANA@example.com`,
    roles: ["instructor"],
    language: "de",
    message: "Welcome",
  });
  expect(trips.roundTrips()).toBe(2);
  if (!listed.several) throw new Error("not several");
  expect(listed.repeated).toBe(1);
  expect(listed.people.map(({ text, result }) => [text, result.error?.code ?? result.outcome])).toEqual([
    ['"Ruiz, Ana" <ana@example.com>', "invited"],
    ["nobody", "VALIDATION_FAILED"],
    [member.email, "ALREADY_MEMBER"],
    ["ben@example.com", "invited"],
  ]);
  expect(listed.people[0]?.result.invitation).toMatchObject({
    firstName: "Ana",
    lastName: "Ruiz",
    roles: [{ role: "instructor" }],
    language: "de",
    note: "Welcome",
  });
  expect(await rowsOf(house.database, space)).toEqual({ pending: 2, mails: 2, today: 2 });
});

test("where the policy wants one at a time several are refused as a whole, and one is not", async () => {
  const house = openHouse();
  const space = await createWorkspace(house, { preset: "academy" });
  const ctx = () => house.context(space.admin.caller);
  const addresses = "ana@example.com, ben@example.com";
  expect(await refusalOf(useCases.inviteListed(ctx(), { addresses, roles: ["learner"] }))).toBe(
    "SEVERAL_ADDRESSES_OFF",
  );
  expect(await rowsOf(house.database, space)).toEqual({ pending: 0, mails: 0, today: 0 });
  await useCases.inviteListed(ctx(), { addresses: "ana@example.com ANA@example.com", roles: ["learner"] });
  expect(await rowsOf(house.database, space)).toMatchObject({ pending: 1 });
});

test("nobody, nonsense and more than a thousand are refused by field", async () => {
  const house = openHouse();
  const { admin } = await createWorkspace(house);
  const many = Array.from({ length: 1_001 }, (_, index) => `p${index}@example.com`).join("\n");
  for (const addresses of ["", " ,; ", "nonsense", many, "x".repeat(200_001)]) {
    const ctx = house.context(admin.caller);
    expect(await refusalOf(useCases.inviteListed(ctx, { addresses }))).toBe("VALIDATION_FAILED");
    if (addresses.length > 100) {
      expect(await refusalOf(useCases.checkAddresses(ctx, { addresses }))).toBe("VALIDATION_FAILED");
    }
  }
});

test("each address says how it stands before anything is sent, in one round trip", async () => {
  const trips = counted();
  const house = openHouse({ database: trips.database });
  const space = await createWorkspace(house);
  const ctx = () => house.context(space.admin.caller);
  const member = await createMember(house, space.workspace);
  const gone = await createMember(house, space.workspace, { status: "deactivated" });
  const stranger = await createMember(house, (await createWorkspace(house)).workspace);
  const open = await useCases.inviteUser(ctx(), { email: "open@example.com" });
  await useCases.inviteUser(ctx(), { email: "late@example.com", linkTermSeconds: 3_600 });
  house.clock.advance(day);
  trips.reset();
  const { addresses, repeated } = await useCases.checkAddresses(ctx(), {
    addresses: `Ana <ana@gmial.com>, ${member.email} ${gone.email}; OPEN@example.com\nlate@example.com
      ${stranger.email} not-one open@example.com`,
  });
  expect(trips.roundTrips()).toBe(1);
  expect(repeated).toBe(1);
  expect(
    addresses.map(({ state, membershipId, invitationId, suggestion, problem }) => [
      state,
      membershipId,
      invitationId,
      suggestion ?? problem,
    ]),
  ).toEqual([
    ["new", null, null, "ana@gmail.com"],
    ["member", member.membershipId, null, null],
    ["deactivated", gone.membershipId, null, null],
    ["invited", open.invitation.userId, open.invitation.id, null],
    ["new", null, null, null],
    ["new", null, null, null],
    ["wrong", null, null, "malformed"],
  ]);
});

test("where names are required an address without one says so before and after", async () => {
  const house = openHouse();
  const { admin } = await createWorkspace(house, { overrides: { "invite.required": ["first_name"] } });
  const addresses = "Ana <ana@example.com>, ben@example.com";
  const checked = await useCases.checkAddresses(house.context(admin.caller), { addresses });
  expect(checked.addresses.map(({ state }) => state)).toEqual(["new", "nameless"]);
  const listed = await useCases.inviteListed(house.context(admin.caller), { addresses });
  if (!listed.several) throw new Error("not several");
  expect(
    listed.people.map(({ result }) => result.error?.details.errors?.[0]?.path ?? result.outcome),
  ).toEqual(["invited", "firstName"]);
});

test("checking tells nothing about accounts elsewhere, and needs the right to invite", async () => {
  const house = openHouse();
  const home = await createWorkspace(house);
  const known = await createMember(house, home.workspace);
  for (const policy of ["silent", "advise", "block"]) {
    const { admin } = await createWorkspace(house, {
      customerId: home.workspace.customerId,
      overrides: { "invite.existing_elsewhere": policy },
    });
    const ask = (email: string) => useCases.checkAddresses(house.context(admin.caller), { addresses: email });
    const [found, unknown] = [await ask(known.email), await ask("fresh@example.com")];
    expect(found.addresses.map(({ state, suggestion }) => [state, suggestion])).toEqual(
      unknown.addresses.map(({ state, suggestion }) => [state, suggestion]),
    );
  }
  const learner = await createMember(house, home.workspace);
  expect(
    await refusalOf(useCases.checkAddresses(house.context(learner.caller), { addresses: "ana@example.com" })),
  ).toBe("FORBIDDEN");
});

/** A program that may hand out no more than learners. */
function keyOf({ workspace, admin }: TestWorkspace): Caller {
  return {
    kind: "apiKey",
    workspace,
    key: {
      id: "key_00000000000000000000000000",
      name: "Sync",
      scopes: ["invitation.manage"],
      maxRole: "learner",
      creatorMembershipId: admin.membershipId,
      creatorRoles: [{ role: "admin", scope: { kind: "workspace" } }],
    },
  };
}

async function sentMany(count: number, options: Parameters<typeof openHouse>[0] = {}) {
  const house = openHouse({ undoSeconds: 8, ...options });
  const space = await createWorkspace(house);
  const { results, undo } = await useCases.inviteMany(house.context(space.admin.caller), {
    emails: Array.from({ length: count }, (_, index) => `p${index}@example.com`),
  });
  return { house, space, results, op: undo?.op ?? "", undo };
}

test("undoing an act of many withdraws all of them, mails nobody and gives the day's number back", async () => {
  const trips = counted();
  const { house, space, op } = await sentMany(1_000, { database: trips.database });
  house.clock.advance(7_000);
  trips.reset();
  expect(await useCases.undoInvitations(house.context(space.admin.caller), { op, count: 1_000 })).toEqual({
    withdrawn: 1_000,
  });
  expect(trips.roundTrips()).toBe(2);
  expect(await rowsOf(house.database, space)).toEqual({ pending: 0, mails: 0, today: 0 });
  const audits = await house.database
    .prepare(
      `select count(*) n, count(distinct e.membership_id) people from audit_events e
        join audit_details d on d.workspace_id = e.workspace_id and d.audit_id = e.id
        where e.workspace_id = ?1 and e.action = 'invitation.undone' and d.details ->> '$.email' is not null`,
    )
    .bind(space.workspace.id)
    .first();
  expect(audits).toEqual({ n: 1_000, people: 1_000 });
  house.clock.advance(60_000);
  await useCases.deliverMail(house.system(), { workspaceId: space.workspace.id });
  expect(house.sent).toEqual([]);
  const again = await useCases.inviteMany(house.context(space.admin.caller), { emails: ["p1@example.com"] });
  expect(again.results[0]?.outcome).toBe("invited");
});

test("an act is undone as a whole or not at all", async () => {
  const spoil: [string, (made: Awaited<ReturnType<typeof sentMany>>) => Promise<unknown>, number][] = [
    ["fewer than were sent", async () => undefined, 2],
    ["more than were sent", async () => undefined, 4],
    [
      "one was canceled",
      ({ house, space, results }) =>
        useCases.cancelInvitation(house.context(space.admin.caller), {
          invitationId: results[0]?.invitation?.id ?? "",
        }),
      3,
    ],
    [
      "one was edited",
      ({ house, space, results }) =>
        useCases.editInvitation(house.context(space.admin.caller), {
          invitationId: results[0]?.invitation?.id ?? "",
          firstName: "Mia",
        }),
      3,
    ],
    ["the time is over", async ({ house }) => house.clock.advance(8_000), 3],
  ];
  for (const [name, change, count] of spoil) {
    const made = await sentMany(3);
    await change(made);
    const before = await rowsOf(made.house.database, made.space);
    const undone = useCases.undoInvitations(made.house.context(made.space.admin.caller), {
      op: made.op,
      count,
    });
    expect([name, await refusalOf(undone)]).toEqual([name, "UNDO_TOO_LATE"]);
    expect([name, await rowsOf(made.house.database, made.space)]).toEqual([name, before]);
  }
});

test("nobody undoes the act of another workspace, or one whose roles are above theirs", async () => {
  const { house, space, op } = await sentMany(2);
  const other = await createWorkspace(house);
  expect(await refusalOf(useCases.undoInvitations(house.context(other.admin.caller), { op, count: 2 }))).toBe(
    "UNDO_TOO_LATE",
  );
  const learner = await createMember(house, space.workspace);
  expect(await refusalOf(useCases.undoInvitations(house.context(learner.caller), { op, count: 2 }))).toBe(
    "FORBIDDEN",
  );

  const admins = await useCases.inviteMany(house.context(space.admin.caller), {
    emails: ["ana@example.com", "ben@example.com"],
    roles: ["admin"],
  });
  const withKey = keyOf(space);
  expect(
    await refusalOf(
      useCases.undoInvitations(house.context(withKey), { op: admins.undo?.op ?? "", count: 2 }),
    ),
  ).toBe("ROLE_ABOVE_YOURS");
  expect(await rowsOf(house.database, space)).toMatchObject({ pending: 4, mails: 4 });
});

test("mails that leave in the very moment of the undo win, all of them", async () => {
  const { house, space, op } = await sentMany(5);
  const ctx = house.context(space.admin.caller);
  const write = ctx.db.batch.bind(ctx.db);
  ctx.db.batch = (async (statements: never) => {
    house.clock.advance(8_000);
    await useCases.deliverMail(house.system(), { workspaceId: space.workspace.id });
    return write(statements);
  }) as typeof write;
  expect(await refusalOf(useCases.undoInvitations(ctx, { op, count: 5 }))).toBe("UNDO_TOO_LATE");
  expect(house.sent).toHaveLength(5);
  expect(await rowsOf(house.database, space)).toEqual({ pending: 5, mails: 0, today: 5 });
});

test("undoing reads as little in a workspace of many as in an empty one", async () => {
  const reads = countReads(env.DB, { single: true });
  const costs: number[] = [];
  for (const size of [0, 20_000]) {
    const house = openHouse({ undoSeconds: 8, database: reads.database });
    const space = await createWorkspace(house);
    if (size > 0) {
      await seedPeople(reads.database, space.workspace.id, size);
      await seedMails(reads.database, space.workspace.id, size, house.clock.now);
    }
    const { undo } = await useCases.inviteMany(house.context(space.admin.caller), {
      emails: ["a1@example.com", "a2@example.com", "a3@example.com"],
    });
    reads.reset();
    await useCases.undoInvitations(house.context(space.admin.caller), { op: undo?.op ?? "", count: 3 });
    costs.push(reads.reads.reduce((sum, read) => sum + read, 0));
  }
  const [alone = 0, amongMany = 0] = costs;
  expect(alone).toBeGreaterThan(0);
  // A few rows more or less are where the ids happened to fall in the lists.
  expect(Math.abs(amongMany - alone)).toBeLessThanOrEqual(10);
});

/** Mails that were sent, that an import has waiting, and that wait for another day. */
async function seedMails(database: D1Database, workspaceId: string, count: number, now: number) {
  await database
    .prepare(
      `with recursive n(i) as (select 1 union all select i + 1 from n where i < ?2)
        insert into outbox (workspace_id, id, template, generation, to_email, language, state, priority,
          due_at, attempts, op, created_at)
        select ?1, 'out_seed' || i, 'invitation', 1, 'p' || i || '@example.com', 'en',
          iif(i % 3 = 0, 'sent', 'pending'), i % 2, ?3 + iif(i % 2 = 0, 86400000, 1000), 0, 'evt_seed', ?3
        from n`,
    )
    .bind(workspaceId, count, now)
    .run();
}
