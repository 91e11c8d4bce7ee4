import { env } from "cloudflare:workers";
import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { customerAdmins, customerEvents, customers, users } from "../../../db/schema/index.ts";
import type { Caller } from "../../../worker/domain/context.ts";
import type { DomainError } from "../../../worker/domain/errors.ts";
import { useCases } from "../../../worker/domain/index.ts";
import { resolveCaller } from "../../../worker/domain/sessions/resolve-caller.ts";
import { createFirstCustomer } from "../../../worker/domain/workspaces/create-first-customer.ts";
import {
  countRoundTrips,
  createMember,
  createWorkspace,
  day,
  type House,
  hour,
  openHouse,
  refusalOf,
  type TestMember,
  tokenIn,
} from "../../support/house.ts";

const counted = countRoundTrips(env.DB);
const password = "a long enough secret";

/** The same person away from any workspace, with what they administer. */
function above({ caller }: TestMember, administered: { id: string; name: string }[]): Caller {
  if (caller.kind !== "member") throw new Error("not a member");
  return { kind: "person", person: { ...caller.person, customers: administered } };
}

/** A customer with a workspace, whose administrator administers the customer too. */
async function openCustomer(house: House) {
  const space = await createWorkspace(house);
  const { customerId, customerName } = space.workspace;
  await house.system().db.insert(customerAdmins).values({ customerId, userId: space.admin.userId });
  const customer = { id: customerId, name: customerName };
  return { ...space, customer, boss: above(space.admin, [customer]) };
}

async function adminsOf(house: House, customerId: string): Promise<string[]> {
  const rows = await house
    .system()
    .db.select()
    .from(customerAdmins)
    .where(eq(customerAdmins.customerId, customerId));
  return rows.map(({ userId }) => userId).sort();
}

/** Opens a session of somebody by its secret. */
async function openSession(house: House, userId: string, secret: string): Promise<void> {
  const { now } = house.clock;
  await env.DB.prepare(
    "insert into auth_sessions (id, token_hash, user_id, created_at, last_seen_at, expires_at) values (?, ?, ?, ?, ?, ?)",
  )
    .bind(`ses_${secret}`, await house.system().secrets.sha256(secret), userId, now, now, now + day)
    .run();
}

/** They have signed in to their workspace. */
async function hasCome({ membershipId }: TestMember): Promise<void> {
  await env.DB.prepare("update memberships set last_seen_at = 1 where id = ?").bind(membershipId).run();
}

const given = { name: "South Campus", slug: "south-campus", preset: "academy" as const };

test("nobody finds the level of a customer but its administrators", async () => {
  const house = openHouse();
  const { workspace, admin, customer } = await openCustomer(house);
  const other = await openCustomer(house);
  const ask = (caller: Caller, customerId?: string) =>
    refusalOf(useCases.viewCustomer(house.context(caller), { customerId }));
  expect(await ask({ kind: "anonymous" })).toBe("NOT_SIGNED_IN");
  // An administrator of a workspace alone, one of another customer, and a key.
  expect(await ask(admin.caller)).toBe("NOT_FOUND");
  expect(await ask(admin.caller, customer.id)).toBe("NOT_FOUND");
  expect(await ask(other.boss, customer.id)).toBe("NOT_FOUND");
  expect(await ask(other.boss, "cus_00000000000000000000000000")).toBe("NOT_FOUND");
  const key = {
    id: "key_1",
    name: "key",
    scopes: [],
    creatorMembershipId: admin.membershipId,
    creatorRoles: [],
    maxRole: "admin" as const,
  };
  expect(await ask({ kind: "apiKey", key, workspace }, customer.id)).toBe("NOT_FOUND");
  const asOther = house.context(other.boss);
  const customerId = customer.id;
  for (const act of [
    useCases.createWorkspace(asOther, { ...given, customerId }),
    useCases.renameCustomer(asOther, { name: "Mine", customerId }),
    useCases.addCustomerAdmin(asOther, { email: admin.email, customerId }),
    useCases.removeCustomerAdmin(asOther, { email: admin.email, customerId }),
  ]) {
    expect(await refusalOf(act)).toBe("NOT_FOUND");
  }
});

test("an address that is not proved, or a password that somebody else chose, opens no customer", async () => {
  const house = openHouse();
  const { boss } = await openCustomer(house);
  if (boss.kind !== "person") throw new Error("no person");
  const as = (change: object) =>
    refusalOf(useCases.viewCustomer(house.context({ ...boss, person: { ...boss.person, ...change } }), {}));
  expect(await as({ emailVerified: false })).toBe("EMAIL_UNVERIFIED");
  expect(await as({ mustChangePassword: true })).toBe("PASSWORD_CHANGE_REQUIRED");
});

test("the page tells its own workspaces with their numbers, in one round trip, and no id of an account", async () => {
  const house = openHouse({ database: counted.database });
  const { workspace, admin, customer, boss } = await openCustomer(house);
  await openCustomer(house);
  const second = await createWorkspace(house, { customerId: customer.id });
  await createMember(house, workspace);
  await useCases.inviteUser(house.context(admin.caller), { email: "waits@example.com", roles: ["learner"] });
  counted.reset();
  const page = await useCases.viewCustomer(house.context(boss), {});
  expect(counted.roundTrips()).toBe(1);
  const shown = page.workspaces.map(({ slug, active, pending, mine }) => ({ slug, active, pending, mine }));
  expect(shown).toHaveLength(2);
  expect(shown).toContainEqual({ slug: second.workspace.slug, active: 1, pending: 0, mine: false });
  expect(shown).toContainEqual({ slug: workspace.slug, active: 2, pending: 1, mine: true });
  expect(page.admins).toEqual([{ email: admin.email, name: "Ada Admin", you: true }]);
  expect(JSON.stringify(page)).not.toContain(admin.userId);
});

test("many workspaces come in pages of fifty, newest first, each once", async () => {
  const house = openHouse();
  const { boss } = await openCustomer(house);
  for (let count = 0; count < 50; count += 1) {
    house.clock.advance(1000);
    await useCases.createWorkspace(house.context(boss), { ...given, slug: `one-of-many-${count}` });
  }
  const first = await useCases.viewCustomer(house.context(boss), {});
  expect(first.workspaces).toHaveLength(50);
  expect(first.workspaces[0]?.slug).toBe("one-of-many-49");
  const rest = await useCases.viewCustomer(house.context(boss), { cursor: first.nextCursor ?? "" });
  expect([rest.workspaces.length, rest.nextCursor]).toEqual([1, null]);
  expect(first.workspaces.map(({ slug }) => slug)).not.toContain(rest.workspaces[0]?.slug);
});

test("a request brings the customers that its person administers, and ends as an administrator's does", async () => {
  const house = openHouse();
  const { workspace, customer } = await openCustomer(house);
  const boss = await createMember(house, workspace);
  const learner = await createMember(house, workspace);
  await house.system().db.insert(customerAdmins).values({ customerId: customer.id, userId: boss.userId });
  await openSession(house, boss.userId, "of-the-boss");
  await openSession(house, learner.userId, "of-a-learner");
  const customersOf = async (secret: string, slug: string | null) => {
    const { caller } = await resolveCaller(house.anonymous(), secret, slug);
    return "person" in caller ? caller.person.customers : null;
  };
  expect(await customersOf("of-the-boss", workspace.slug)).toEqual([customer]);
  expect(await customersOf("of-the-boss", null)).toEqual([customer]);
  expect(await customersOf("of-a-learner", workspace.slug)).toEqual([]);
  // Whoever works at the level alone is using their session.
  house.clock.advance(hour / 2);
  const { afterwards } = await resolveCaller(house.anonymous(), "of-the-boss", null);
  await afterwards?.();
  house.clock.advance(hour / 2);
  expect(await customersOf("of-the-boss", null)).toEqual([customer]);
  house.clock.advance(hour);
  expect(await customersOf("of-the-boss", null)).toBeNull();
  expect(await customersOf("of-a-learner", null)).toEqual([]);
});

test("whoever makes a workspace is its administrator at once, by its preset, in two round trips", async () => {
  const house = openHouse({ database: counted.database });
  const { customer, boss, admin } = await openCustomer(house);
  counted.reset();
  const made = await useCases.createWorkspace(house.context(boss), {
    ...given,
    slug: "at-once",
    preset: "collaborative",
    language: "fr",
    timeZone: "Europe/Paris",
    accentColor: "#0E5A73",
  });
  expect(counted.roundTrips()).toBe(2);
  expect(made).toMatchObject({ slug: "at-once", invitationId: null });
  await openSession(house, admin.userId, "maker");
  const { caller } = await resolveCaller(house.anonymous(), "maker", "at-once");
  if (caller.kind !== "member") throw new Error("not a member");
  expect(caller.workspace).toMatchObject({
    customerId: customer.id,
    preset: "collaborative",
    language: "fr",
    timeZone: "Europe/Paris",
    accentColor: "#0e5a73",
  });
  expect(caller.membership.roles).toEqual([
    expect.objectContaining({ role: "admin", scope: { kind: "workspace" } }),
  ]);
  // The group that holds all others, as that preset has it, and nothing was mailed.
  const { groups } = await useCases.listGroups(house.context(caller), {});
  expect(groups).toHaveLength(1);
  expect(house.woken).toEqual([]);
  const { events } = await useCases.listAuditEvents(house.context(caller), {});
  expect(events.map(({ action, actor }) => [action, actor.kind, actor.name])).toEqual([
    ["workspace.created", "member", "Ada Admin"],
  ]);
});

test("somebody else who is named as the first administrator is invited, and stays out of the customer", async () => {
  const house = openHouse();
  const { customer, boss, admin } = await openCustomer(house);
  const made = await useCases.createWorkspace(house.context(boss), {
    ...given,
    slug: "for-another",
    adminEmail: "head@example.com",
  });
  await useCases.deliverMail(house.system(), { workspaceId: made.workspaceId });
  expect(house.sent.map(({ to }) => to)).toEqual(["head@example.com"]);
  await useCases.joinAsNewPerson(house.anonymous(), {
    token: tokenIn(house.sent[0]),
    revision: 1,
    firstName: "Hedda",
    password,
  });
  expect(await adminsOf(house, customer.id)).toEqual([admin.userId]);
});

test("the first person whom the house invites administers the customer by joining, and nobody after them", async () => {
  const house = openHouse();
  const made = await createFirstCustomer(house.system(), {
    customerName: "Northwind",
    workspaceName: "Northwind Academy",
    slug: "northwind-first",
    adminEmail: "ana@northwind.example",
  });
  expect(await adminsOf(house, made.customerId)).toEqual([]);
  await useCases.deliverMail(house.system(), { workspaceId: made.workspaceId });
  await useCases.joinAsNewPerson(house.anonymous(), {
    token: tokenIn(house.sent[0]),
    revision: 1,
    firstName: "Ana",
    password,
  });
  const { db } = house.system();
  const [ana] = await db.select().from(users).where(eq(users.email, "ana@northwind.example"));
  expect(await adminsOf(house, made.customerId)).toEqual([ana?.id]);

  // An administrator whom a member invites is none of the customer, though it has none.
  const { workspace, admin } = await createWorkspace(house);
  await useCases.inviteUser(house.context(admin.caller), { email: "second@example.com", roles: ["admin"] });
  house.sent.length = 0;
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  await useCases.joinAsNewPerson(house.anonymous(), {
    token: tokenIn(house.sent[0]),
    revision: 1,
    firstName: "Ben",
    password,
  });
  expect(await adminsOf(house, workspace.customerId)).toEqual([]);
});

test("an address that is taken is refused by its field, at once and in a race, and nothing is left of it", async () => {
  const house = openHouse();
  const { boss, customer } = await openCustomer(house);
  const ctx = house.context(boss);
  const tries = await Promise.allSettled(
    [1, 2, 3, 4].map(() => useCases.createWorkspace(ctx, { ...given, slug: "raced" })),
  );
  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const tried of tries) {
    if (tried.status === "fulfilled") continue;
    expect((tried.reason as DomainError).details.errors).toEqual([
      expect.objectContaining({ path: "slug", code: "taken" }),
    ]);
  }
  const events = await ctx.db
    .select()
    .from(customerEvents)
    .where(and(eq(customerEvents.customerId, customer.id), eq(customerEvents.action, "workspace.created")));
  expect(events).toHaveLength(1);
});

test("a customer makes fifty workspaces a day", async () => {
  const house = openHouse();
  const { boss, customer } = await openCustomer(house);
  const { now } = house.clock;
  await env.DB.prepare(
    "insert into rate_counters (key, window_start, count, expires_at) values (?, ?, 50, ?)",
  )
    .bind(`workspaces:${customer.id}`, now - (now % day), now + day)
    .run();
  const one = (slug: string) => useCases.createWorkspace(house.context(boss), { ...given, slug });
  expect(await refusalOf(one("fifty-first"))).toBe("RATE_LIMITED");
  house.clock.advance(day);
  expect((await one("fifty-first")).slug).toBe("fifty-first");
});

test("administrators are added from among the members of the customer, and of nobody else is anything told", async () => {
  const house = openHouse();
  const { workspace, boss, customer, admin } = await openCustomer(house);
  const elsewhere = await createWorkspace(house);
  const learner = await createMember(house, workspace);
  const left = await createMember(house, workspace, { status: "deactivated" });
  const unproved = await createMember(house, workspace, { verified: false });
  const add = (email: string) => useCases.addCustomerAdmin(house.context(boss), { email });
  const refusals: string[] = [];
  for (const email of [elsewhere.admin.email, left.email, unproved.email, "nobody@example.com"]) {
    const refused = (await add(email).catch((error) => error)) as DomainError;
    refusals.push(`${refused.code} ${JSON.stringify(refused.details)}`);
  }
  expect(new Set(refusals).size).toBe(1);
  expect(refusals[0]).toContain("VALIDATION_FAILED");
  // Whoever was set up and never came is told of no more than anybody.
  expect(await refusalOf(add(learner.email))).toBe("VALIDATION_FAILED");
  await hasCome(learner);
  await add(learner.email);
  await add(learner.email);
  expect(await adminsOf(house, customer.id)).toEqual([admin.userId, learner.userId].sort());
  const { events } = await useCases.viewCustomer(house.context(boss), {});
  expect(events.map(({ action, actor, subject }) => [action, actor, subject])).toEqual([
    ["customer.admin_added", "Ada Admin", expect.stringContaining("Pat")],
  ]);
});

test("the last administrator of a customer stays, also where two remove each other at once", async () => {
  const house = openHouse();
  const { workspace, boss, customer, admin } = await openCustomer(house);
  const remove = (caller: Caller, email: string) =>
    useCases.removeCustomerAdmin(house.context(caller), { email });
  expect(await refusalOf(remove(boss, admin.email))).toBe("LAST_ADMIN");
  expect(await refusalOf(remove(boss, "nobody@example.com"))).toBe("NOT_FOUND");
  const second = await createMember(house, workspace);
  await hasCome(second);
  await useCases.addCustomerAdmin(house.context(boss), { email: second.email });
  const other = above(second, [customer]);
  // Each leaves by themselves, so that the right to do it stands for both.
  const both = await Promise.allSettled([remove(boss, admin.email), remove(other, second.email)]);
  expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await adminsOf(house, customer.id)).toHaveLength(1);
});

test("whoever lost the customer between the page and the act changes nothing", async () => {
  const house = openHouse();
  const { workspace, boss, customer, admin } = await openCustomer(house);
  const { db } = house.system();
  const fellows = [await createMember(house, workspace), await createMember(house, workspace)];
  for (const { userId } of fellows) {
    await db.insert(customerAdmins).values({ customerId: customer.id, userId });
  }
  await db
    .delete(customerAdmins)
    .where(and(eq(customerAdmins.customerId, customer.id), eq(customerAdmins.userId, admin.userId)));
  await hasCome(admin);
  const ctx = house.context(boss);
  for (const act of [
    () => useCases.createWorkspace(ctx, { ...given, slug: "too-late" }),
    () => useCases.renameCustomer(ctx, { name: "Too Late" }),
    () => useCases.addCustomerAdmin(ctx, { email: admin.email }),
    () => useCases.removeCustomerAdmin(ctx, { email: fellows[0]?.email ?? "" }),
  ]) {
    expect(await refusalOf(act())).toBe("EDIT_CONFLICT");
  }
  const [row] = await db.select().from(customers).where(eq(customers.id, customer.id));
  expect(row?.name).toBe(customer.name);
  expect(await adminsOf(house, customer.id)).toEqual(fellows.map(({ userId }) => userId).sort());
});

test("a customer has another name from the next page on, and what was done stays as it was written", async () => {
  const house = openHouse();
  const { boss, customer, admin } = await openCustomer(house);
  await useCases.renameCustomer(house.context(boss), { name: "  Harbour  Group " });
  const later = house.context(above(admin, [{ ...customer, name: "Harbour Group" }]));
  const { events } = await useCases.viewCustomer(later, {});
  expect(events).toEqual([
    expect.objectContaining({
      action: "customer.renamed",
      details: { before: customer.name, after: "Harbour Group" },
    }),
  ]);
  for (const change of ["update customer_events set action = 'x'", "delete from customer_events"]) {
    await expect(env.DB.prepare(change).run()).rejects.toThrow("AUDIT_IS_APPEND_ONLY");
  }
  expect(await refusalOf(useCases.renameCustomer(later, { name: "http://evil.example" }))).toBe(
    "VALIDATION_FAILED",
  );
});
