import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { membershipTerms } from "../../../db/derived.ts";
import {
  auditDetails,
  auditEvents,
  authSessions,
  memberships,
  outbox,
  passwordResets,
  users,
} from "../../../db/schema/index.ts";
import type { Caller, Context } from "../../../worker/domain/context.ts";
import type { DomainError } from "../../../worker/domain/errors.ts";
import { useCases } from "../../../worker/domain/index.ts";
import {
  countRoundTrips,
  createMember,
  createWorkspace,
  type House,
  openHouse,
  refusalOf,
  type TestMember,
} from "../../support/house.ts";

const counted = countRoundTrips(env.DB);
const fresh = "an entirely new secret";

async function namesOf(house: House, membershipId: string) {
  const [row] = await house.system().db.select().from(memberships).where(eq(memberships.id, membershipId));
  return [row?.firstName, row?.lastName, row?.language];
}

async function userOf(house: House, userId: string) {
  const [row] = await house.system().db.select().from(users).where(eq(users.id, userId));
  return row;
}

async function trailOf(house: House, membershipId: string) {
  return house
    .system()
    .db.select({
      workspaceId: auditEvents.workspaceId,
      action: auditEvents.action,
      details: auditDetails.details,
    })
    .from(auditEvents)
    .innerJoin(auditDetails, eq(auditDetails.auditId, auditEvents.id))
    .where(eq(auditEvents.membershipId, membershipId));
}

function signIn(house: House, slug: string, member: TestMember, password = member.password) {
  return useCases.signIn(house.anonymous(), { workspaceSlug: slug, email: member.email, password });
}

/** A learner of one workspace who belongs to another one, too, and was removed from a third. */
async function wanderer(house: House) {
  const here = await createWorkspace(house);
  const there = await createWorkspace(house);
  const gone = await createWorkspace(house);
  const member = await createMember(house, here.workspace, { firstName: "Lea", lastName: "Old" });
  const same = { userId: member.userId, email: member.email, lastName: "Old" };
  const second = await createMember(house, there.workspace, { ...same, firstName: "Dr. Lea" });
  const off = await createMember(house, gone.workspace, {
    ...same,
    firstName: "Lea",
    status: "deactivated",
  });
  return { here, there, member, second, off };
}

async function errorOf(act: Promise<unknown>): Promise<DomainError> {
  return act.then(
    () => {
      throw new Error("The act was expected to be refused and succeeded");
    },
    (error) => error,
  );
}

test("one's own name changes for the person and in every workspace where they are active, in two round trips", async () => {
  const house = openHouse({ database: counted.database });
  const { there, member, second, off } = await wanderer(house);
  counted.reset();
  const changed = await useCases.changeOwnProfile(house.context(member.caller), {
    firstName: " Léa ",
    lastName: "Martin",
    language: "fr",
  });
  expect(counted.roundTrips()).toBe(2);
  expect(changed).toEqual({ firstName: "Léa", lastName: "Martin", language: "fr" });
  expect(await userOf(house, member.userId)).toMatchObject(changed);
  expect(await namesOf(house, member.membershipId)).toEqual(["Léa", "Martin", "fr"]);
  expect(await namesOf(house, second.membershipId)).toEqual(["Léa", "Martin", "fr"]);
  expect(await namesOf(house, off.membershipId)).toEqual(["Lea", "Old", "en"]);
  const terms = await house
    .system()
    .db.select()
    .from(membershipTerms)
    .where(eq(membershipTerms.membershipId, second.membershipId));
  expect(terms.map(({ term }) => term)).toContain("lea martin");
  expect(await trailOf(house, second.membershipId)).toEqual([
    {
      workspaceId: there.workspace.id,
      action: "member.profile_changed",
      details: {
        before: { firstName: "Dr. Lea", lastName: "Old", language: "en" },
        after: { firstName: "Léa", lastName: "Martin", language: "fr" },
      },
    },
  ]);
});

test("another language alone leaves what a workspace calls the person, and nothing new writes nothing", async () => {
  const house = openHouse({ database: counted.database });
  const { member, second } = await wanderer(house);
  const ctx = house.context(member.caller);
  await useCases.changeOwnProfile(ctx, { firstName: "Lea", lastName: "Old", language: "de" });
  expect(await namesOf(house, second.membershipId)).toEqual(["Dr. Lea", "Old", "de"]);
  counted.reset();
  await useCases.changeOwnProfile(ctx, { firstName: "Lea", lastName: "Old", language: "en" });
  expect(counted.calls()).toBe(0);
});

test("a first name is needed, and a name that reads as a link is refused", async () => {
  const house = openHouse();
  const { member } = await wanderer(house);
  const ctx = house.context(member.caller);
  for (const [fields, path] of [
    [{ firstName: "  " }, "firstName"],
    [{ lastName: "www.evil.example" }, "lastName"],
    [{ language: "xx" as "en" }, "language"],
  ] as const) {
    const error = await errorOf(useCases.changeOwnProfile(ctx, fields));
    expect([error.code, error.details.errors?.[0]?.path]).toEqual(["VALIDATION_FAILED", path]);
  }
  expect(await namesOf(house, member.membershipId)).toEqual(["Lea", "Old", "en"]);
});

/** A context in which something happens between reading and writing. */
function interrupted(ctx: Context, meanwhile: () => Promise<unknown>): Context {
  const db = new Proxy(ctx.db, {
    get(target, name) {
      if (name !== "batch") return Reflect.get(target, name) as unknown;
      return async (statements: Parameters<typeof target.batch>[0]) => {
        await meanwhile();
        return target.batch(statements);
      };
    },
  });
  return { ...ctx, db };
}

test("a change that meets an administrator's is told and changes nothing anywhere", async () => {
  const house = openHouse();
  const { there, member, second } = await wanderer(house);
  const ctx = interrupted(house.context(member.caller), () =>
    useCases.changeNames(house.context(there.admin.caller), {
      membershipId: second.membershipId,
      lastName: "Theirs",
    }),
  );
  expect(await refusalOf(useCases.changeOwnProfile(ctx, { lastName: "Own" }))).toBe("EDIT_CONFLICT");
  expect((await namesOf(house, member.membershipId))[1]).toBe("Old");
  expect((await namesOf(house, second.membershipId))[1]).toBe("Theirs");
  expect((await userOf(house, member.userId))?.lastName).toBe("Old");
});

test("only a signed-in, active member has an account to change", async () => {
  const house = openHouse();
  const { off } = await wanderer(house);
  const passwords = { currentPassword: off.password, password: fresh };
  const strangers: [Caller, string][] = [
    [{ kind: "anonymous" }, "NOT_SIGNED_IN"],
    [off.caller, "MEMBERSHIP_DEACTIVATED"],
  ];
  for (const [caller, code] of strangers) {
    expect(await refusalOf(useCases.changeOwnProfile(house.context(caller), { firstName: "Eve" }))).toBe(
      code,
    );
    expect(await refusalOf(useCases.changeOwnPassword(house.context(caller), passwords))).toBe(code);
  }
});

test("a new password ends every session and reset link, opens one new session, and tells by mail and trail", async () => {
  const house = openHouse({ database: counted.database });
  const { here, there, member, second } = await wanderer(house);
  await signIn(house, here.workspace.slug, member);
  await signIn(house, there.workspace.slug, member);
  await useCases.requestPasswordReset(house.anonymous(), {
    workspaceSlug: there.workspace.slug,
    email: member.email,
  });
  counted.reset();
  const opened = await useCases.changeOwnPassword(house.context(member.caller), {
    currentPassword: member.password,
    password: fresh,
  });
  expect(counted.roundTrips()).toBeLessThanOrEqual(2);
  const sessions = await house
    .system()
    .db.select()
    .from(authSessions)
    .where(eq(authSessions.userId, member.userId));
  expect(sessions.map(({ tokenHash }) => tokenHash)).toEqual([
    await house.system().secrets.sha256(opened.secret),
  ]);
  const [reset] = await house
    .system()
    .db.select()
    .from(passwordResets)
    .where(eq(passwordResets.userId, member.userId));
  expect(reset?.usedAt).toBe(house.clock.now);
  expect(await refusalOf(signIn(house, here.workspace.slug, member))).toBe("SIGN_IN_FAILED");
  expect((await signIn(house, there.workspace.slug, member, fresh)).landing).toBe("portal");
  const mails = await house.system().db.select().from(outbox).where(eq(outbox.to, member.email));
  const told = mails.filter(({ template }) => template === "password_changed");
  expect(told.map(({ workspaceId, state }) => [workspaceId, state])).toEqual([
    [here.workspace.id, "pending"],
  ]);
  expect(house.woken.at(-1)).toEqual({ workspaceId: here.workspace.id, delay: 0 });
  for (const { membershipId } of [member, second]) {
    const actions = (await trailOf(house, membershipId)).map(({ action }) => action);
    expect(actions.filter((action) => action === "auth.password_changed")).toHaveLength(1);
  }
});

test("a wrong current password changes nothing and counts like a failed sign-in", async () => {
  const house = openHouse();
  const { here, member } = await wanderer(house);
  await signIn(house, here.workspace.slug, member);
  const ctx: Context = house.context(member.caller);
  const attempt = (currentPassword: string) =>
    useCases.changeOwnPassword(ctx, { currentPassword, password: fresh });
  for (let time = 0; time < 5; time += 1) {
    const error = await errorOf(attempt("not it"));
    expect(error.details.errors?.[0]?.path).toBe("currentPassword");
  }
  house.hashed.verified = 0;
  // The right one has to wait as well, and costs no hash.
  expect(await refusalOf(attempt(member.password))).toBe("RATE_LIMITED");
  expect(await refusalOf(signIn(house, here.workspace.slug, member))).toBe("RATE_LIMITED");
  expect(house.hashed.verified).toBe(0);
  expect((await userOf(house, member.userId))?.passwordHash).toBe(`quick$${member.password}`);
  const sessions = await house
    .system()
    .db.select()
    .from(authSessions)
    .where(eq(authSessions.userId, member.userId));
  expect(sessions).toHaveLength(1);
});

test("a new password is held to the rules before the current one is looked at", async () => {
  const house = openHouse();
  const { member } = await wanderer(house);
  for (const [password, code] of [
    ["short", "too_short"],
    ["passwordpassword", "common"],
    ["harbour school", "contains_context"],
  ] as const) {
    const error = await errorOf(
      useCases.changeOwnPassword(house.context(member.caller), { currentPassword: "not it", password }),
    );
    expect(error.details.errors).toMatchObject([{ path: "password", code }]);
  }
  expect(house.hashed.verified).toBe(0);
});

test("two new passwords at once: one counts, and the other is told that its current one is not", async () => {
  const house = openHouse();
  const { here, member } = await wanderer(house);
  const wanted = ["the first of two secrets", "the second of two secrets"];
  const outcomes = await Promise.allSettled(
    wanted.map((password) =>
      useCases.changeOwnPassword(house.context(member.caller), {
        currentPassword: member.password,
        password,
      }),
    ),
  );
  const done = outcomes.findIndex(({ status }) => status === "fulfilled");
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect((await signIn(house, here.workspace.slug, member, wanted[done])).landing).toBe("portal");
  const sessions = await house
    .system()
    .db.select()
    .from(authSessions)
    .where(eq(authSessions.userId, member.userId));
  expect(sessions).toHaveLength(2);
});
