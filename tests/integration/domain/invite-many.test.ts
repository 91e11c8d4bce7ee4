import { expect, test } from "vitest";
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

const counted = () => {
  const { database } = openHouse();
  return countRoundTrips(database);
};

const addresses = (count: number, name = "ana") =>
  Array.from({ length: count }, (_, index) => `${name}${index}@example.com`);

async function rowsOf(database: D1Database, { workspace }: TestWorkspace) {
  const count = (sql: string) => database.prepare(sql).bind(workspace.id).first<number>("n");
  return {
    invitations: await count(
      "select count(*) n from invitations where workspace_id = ?1 and status = 'pending'",
    ),
    mails: await count("select count(*) n from outbox where workspace_id = ?1 and state = 'pending'"),
    audits: await count(
      "select count(*) n from audit_events where workspace_id = ?1 and action = 'invitation.created'",
    ),
    today: await count(
      "select coalesce(sum(count), 0) n from rate_counters where key = 'invitations:' || ?1",
    ),
  };
}

test("a thousand addresses are invited in two round trips, each with its mail and its audit row", async () => {
  const trips = counted();
  const house = openHouse({ database: trips.database });
  const space = await createWorkspace(house);
  trips.reset();
  const { results } = await useCases.inviteMany(house.context(space.admin.caller), {
    emails: addresses(1_000),
    roles: ["learner"],
  });
  expect(trips.roundTrips()).toBe(2);
  expect(results).toHaveLength(1_000);
  expect(new Set(results.map(({ outcome }) => outcome))).toEqual(new Set(["invited"]));
  expect(results.map(({ email }) => email)).toEqual(addresses(1_000));
  expect(await rowsOf(house.database, space)).toEqual({
    invitations: 1_000,
    mails: 1_000,
    audits: 1_000,
    today: 1_000,
  });
});

test("each address has its own result, in order, and one bad address stops no other", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const ctx = () => house.context(space.admin.caller);
  const member = await createMember(house, space.workspace);
  const gone = await createMember(house, space.workspace, { status: "deactivated" });
  await useCases.inviteUser(ctx(), { email: "open@example.com" });
  const { results } = await useCases.inviteMany(ctx(), {
    emails: [
      "new@example.com",
      "not an address",
      member.email,
      gone.email,
      "open@example.com",
      " NEW@Example.com",
      "other@example.com",
    ],
    message: "Welcome",
  });
  expect(results.map(({ outcome, error }) => error?.code ?? outcome)).toEqual([
    "invited",
    "VALIDATION_FAILED",
    "ALREADY_MEMBER",
    "MEMBER_DEACTIVATED",
    "ALREADY_INVITED",
    "duplicate",
    "invited",
  ]);
  expect(results[5]?.invitation?.id).toBe(results[0]?.invitation?.id);
  expect(results[1]?.error?.details.errors?.[0]?.path).toBe("email");
  expect(await rowsOf(house.database, space)).toMatchObject({ invitations: 3, mails: 3 });
});

test("a row of its own may say other names, roles and whether to send", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const { results } = await useCases.inviteMany(house.context(space.admin.caller), {
    invitations: [
      { email: "a@example.com", firstName: "Ana", roles: ["instructor"] },
      { email: "b@example.com", send: false },
    ],
    roles: ["learner"],
    language: "de",
  });
  expect(results.map(({ invitation }) => invitation)).toMatchObject([
    { firstName: "Ana", roles: [{ role: "instructor" }], delivery: "queued", language: "de" },
    { roles: [{ role: "learner" }], delivery: "prepared", language: "de" },
  ]);
  expect(await rowsOf(house.database, space)).toMatchObject({ invitations: 2, mails: 1 });
});

test("an invitation that ran out makes way for a new one on the same membership", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const ctx = () => house.context(space.admin.caller);
  const first = await useCases.inviteUser(ctx(), { email: "late@example.com", roles: ["instructor"] });
  house.clock.advance(8 * day);
  const { results } = await useCases.inviteMany(ctx(), { emails: ["late@example.com"], roles: ["learner"] });
  expect(results[0]).toMatchObject({
    outcome: "invited",
    invitation: { userId: first.invitation.userId, roles: [{ role: "learner" }] },
  });
  const rows = await house.database
    .prepare("select status from invitations where workspace_id = ?1 order by id")
    .bind(space.workspace.id)
    .all();
  expect(rows.results.map(({ status }) => status)).toEqual(["expired", "pending"]);
  const roles = await house.database
    .prepare("select role from role_assignments where workspace_id = ?1 and membership_id = ?2")
    .bind(space.workspace.id, first.invitation.userId)
    .all();
  expect(roles.results).toEqual([{ role: "learner" }]);
});

test("two lists with common addresses, sent at once, make one invitation and one mail an address", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const lists = [addresses(40), addresses(60).slice(20), addresses(50).slice(10)];
  const answers = await Promise.all(
    lists.map((emails) => useCases.inviteMany(house.context(space.admin.caller), { emails })),
  );
  const invited = answers.flatMap(({ results }) => results.filter(({ outcome }) => outcome === "invited"));
  expect(invited).toHaveLength(60);
  expect(await rowsOf(house.database, space)).toEqual({
    invitations: 60,
    mails: 60,
    audits: 60,
    today: 60,
  });
});

test("what is beyond the day's number is refused address by address, and nothing beyond it is written", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const ctx = () => {
    const context = house.context(space.admin.caller);
    return { ...context, settings: { ...context.settings, invitationsPerDay: 5 } };
  };
  const { results } = await useCases.inviteMany(ctx(), { emails: addresses(7) });
  expect(results.map(({ error }) => error?.code ?? null)).toEqual([
    ...Array.from({ length: 5 }, () => null),
    "DAILY_LIMIT",
    "DAILY_LIMIT",
  ]);
  expect(await rowsOf(house.database, space)).toMatchObject({ invitations: 5, today: 5 });
});

test("whoever may not invite is refused as a whole, and so are more than a thousand addresses", async () => {
  const house = openHouse();
  const space = await createWorkspace(house, {
    overrides: { "roles.may_invite": ["admin", "instructor"] },
  });
  const teacher = await createMember(house, space.workspace, { roles: ["instructor"] });
  expect(
    await refusalOf(
      useCases.inviteMany(house.context(teacher.caller), { emails: addresses(2), roles: ["admin"] }),
    ),
  ).toBe("FORBIDDEN");
  expect(
    await refusalOf(useCases.inviteMany(house.context(space.admin.caller), { emails: addresses(1_001) })),
  ).toBe("VALIDATION_FAILED");
  expect(await rowsOf(house.database, space)).toMatchObject({ invitations: 0 });
});

test("an address with an account elsewhere is refused where the policy blocks, and only there", async () => {
  const house = openHouse();
  const home = await createWorkspace(house);
  const stranger = await createMember(house, home.workspace, { email: "known@example.com" });
  const asked = async (policy: string) => {
    const space = await createWorkspace(house, {
      customerId: home.workspace.customerId,
      overrides: { "invite.existing_elsewhere": policy },
    });
    const { results } = await useCases.inviteMany(house.context(space.admin.caller), {
      emails: [stranger.email, "fresh@example.com"],
    });
    return results.map(({ error }) => error?.code ?? "invited");
  };
  expect(await asked("block")).toEqual(["ACCOUNT_ELSEWHERE", "invited"]);
  expect(await asked("advise")).toEqual(["invited", "invited"]);
  expect(await asked("silent")).toEqual(["invited", "invited"]);
});
