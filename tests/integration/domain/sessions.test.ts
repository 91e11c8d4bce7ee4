import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import {
  apiKeys,
  authSessions,
  outbox,
  passwordResets,
  rateCounters,
  users,
} from "../../../db/schema/index.ts";
import type { Caller, Context } from "../../../worker/domain/context.ts";
import { DomainError } from "../../../worker/domain/errors.ts";
import { endOtherSessions } from "../../../worker/domain/sessions/end-other-sessions.ts";
import { endSession } from "../../../worker/domain/sessions/end-session.ts";
import { listSessions } from "../../../worker/domain/sessions/list-sessions.ts";
import { requestPasswordReset } from "../../../worker/domain/sessions/request-password-reset.ts";
import { resetPassword } from "../../../worker/domain/sessions/reset-password.ts";
import { landingFor, sessionAlive } from "../../../worker/domain/sessions/session-term.ts";
import { signIn } from "../../../worker/domain/sessions/sign-in.ts";
import { signOut } from "../../../worker/domain/sessions/sign-out.ts";
import { viewPasswordReset } from "../../../worker/domain/sessions/view-password-reset.ts";
import {
  countRoundTrips,
  createMember,
  createWorkspace,
  day,
  type House,
  hour,
  minute,
  openHouse,
  refusalOf,
  type TestMember,
} from "../../support/house.ts";

const counted = countRoundTrips(env.DB);
const fresh = "an entirely new secret";

function from(house: House, ip: string): Context {
  const ctx = house.anonymous();
  return { ...ctx, request: { ...ctx.request, ip } };
}

function sessionsIn(house: House, userId: string) {
  return house.system().db.select().from(authSessions).where(eq(authSessions.userId, userId));
}

async function resetTokenFor(house: House, slug: string, email: string): Promise<string> {
  await requestPasswordReset(house.anonymous(), { workspaceSlug: slug, email });
  const rows = await house
    .system()
    .db.select({ reset: passwordResets, subject: outbox.subjectId })
    .from(outbox)
    .innerJoin(passwordResets, eq(passwordResets.id, outbox.subjectId))
    .where(eq(outbox.to, email));
  const open = rows.find(({ reset }) => reset.usedAt === null);
  if (!open) throw new Error("no reset was made");
  return tokenOf(house, open.reset);
}

function tokenOf(house: House, row: typeof passwordResets.$inferSelect): Promise<string> {
  return house.system().tokens.mint("reset", {
    sub: row.id,
    ws: row.workspaceId,
    gen: 1,
    via: "mail",
    iat: Math.floor(row.createdAt / 1000),
    exp: Math.floor(row.expiresAt / 1000),
  });
}

async function withSession(house: House, member: TestMember, slug: string): Promise<Caller> {
  const { secret } = await signIn(house.anonymous(), {
    workspaceSlug: slug,
    email: member.email,
    password: member.password,
  });
  const hash = await house.system().secrets.sha256(secret);
  const [row] = await house.system().db.select().from(authSessions).where(eq(authSessions.tokenHash, hash));
  if (member.caller.kind !== "member" || !row) throw new Error("not signed in");
  return { ...member.caller, person: { ...member.caller.person, sessionId: row.id } };
}

test("a member signs in, lands by role, and the database knows only the digest of the secret", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const learner = await createMember(house, workspace);
  const atDesk = await signIn(house.anonymous(), {
    workspaceSlug: workspace.slug,
    email: ` ${admin.email.toUpperCase()} `,
    password: admin.password,
  });
  expect(atDesk.landing).toBe("manage");
  expect(atDesk.membershipId).toBe(admin.membershipId);
  const asLearner = await signIn(house.anonymous(), {
    workspaceSlug: workspace.slug,
    email: learner.email,
    password: learner.password,
  });
  expect(asLearner.landing).toBe("portal");
  const [row] = await sessionsIn(house, admin.userId);
  expect(row?.tokenHash).toBe(await house.system().secrets.sha256(atDesk.secret));
  expect(JSON.stringify(row)).not.toContain(atDesk.secret);
});

test("unknown, wrong, foreign and pending all fail alike, by the same calls and the same hashes", async () => {
  const house = openHouse({ database: counted.database });
  const { workspace, admin } = await createWorkspace(house);
  const other = await createWorkspace(house);
  const seen: unknown[] = [];
  for (const [slug, email, password] of [
    [workspace.slug, "nobody@example.com", "whatever it is"],
    [workspace.slug, admin.email, "the wrong secret"],
    [workspace.slug, other.admin.email, other.admin.password],
    ["no-such-workspace", admin.email, admin.password],
  ] as const) {
    counted.reset();
    house.hashed.verified = 0;
    const error = await signIn(house.anonymous(), { workspaceSlug: slug, email, password }).catch((e) => e);
    expect(error).toBeInstanceOf(DomainError);
    seen.push([error.code, error.details, counted.calls(), house.hashed.verified, house.hashed.count]);
  }
  expect(new Set(seen.map((entry) => JSON.stringify(entry))).size).toBe(1);
  expect(seen[0]).toEqual(["SIGN_IN_FAILED", {}, 1, 1, 0]);
});

test("signing in takes two round trips", async () => {
  const house = openHouse({ database: counted.database });
  const { workspace, admin } = await createWorkspace(house);
  counted.reset();
  await signIn(house.anonymous(), {
    workspaceSlug: workspace.slug,
    email: admin.email,
    password: admin.password,
  });
  expect(counted.roundTrips()).toBe(2);
});

test("only who knows the password learns that the membership is deactivated", async () => {
  const house = openHouse();
  const { workspace } = await createWorkspace(house);
  const member = await createMember(house, workspace, { status: "deactivated" });
  const act = (password: string) =>
    signIn(house.anonymous(), { workspaceSlug: workspace.slug, email: member.email, password });
  expect(await refusalOf(act("not the secret"))).toBe("SIGN_IN_FAILED");
  expect(await refusalOf(act(member.password))).toBe("MEMBERSHIP_DEACTIVATED");
});

test("after five failures the right password must wait too, longer each time, and only from there", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const act = (password: string, ip = "192.0.2.7") =>
    signIn(from(house, ip), { workspaceSlug: workspace.slug, email: admin.email, password });
  for (let attempt = 0; attempt < 5; attempt += 1) {
    expect(await refusalOf(act("wrong"))).toBe("SIGN_IN_FAILED");
  }
  const waits: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const error = (await act(admin.password).catch((e) => e)) as DomainError;
    expect(error.code).toBe("RATE_LIMITED");
    waits.push(error.details.retryAfter ?? 0);
    house.clock.advance(waits.at(-1) ? (waits.at(-1) ?? 0) * 1000 : 0);
    expect(await refusalOf(act("wrong"))).toBe("SIGN_IN_FAILED");
  }
  expect(waits).toEqual([60, 120, 240]);
  expect((await act(admin.password, "192.0.2.8")).landing).toBe("manage");
});

test("failures are forgotten after a quarter of an hour, and by signing in", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const act = (password: string) =>
    signIn(house.anonymous(), { workspaceSlug: workspace.slug, email: admin.email, password });
  for (let attempt = 0; attempt < 4; attempt += 1) await refusalOf(act("wrong"));
  house.clock.advance(15 * minute);
  for (let attempt = 0; attempt < 4; attempt += 1)
    expect(await refusalOf(act("wrong"))).toBe("SIGN_IN_FAILED");
  await act(admin.password);
  for (let attempt = 0; attempt < 5; attempt += 1)
    expect(await refusalOf(act("wrong"))).toBe("SIGN_IN_FAILED");
  expect(await refusalOf(act(admin.password))).toBe("RATE_LIMITED");
});

test("fifty guesses at once are five guesses", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  house.hashed.verified = 0;
  const codes = await Promise.all(
    Array.from({ length: 50 }, () =>
      refusalOf(
        signIn(house.anonymous(), { workspaceSlug: workspace.slug, email: admin.email, password: "guess" }),
      ),
    ),
  );
  expect(codes.filter((code) => code === "SIGN_IN_FAILED")).toHaveLength(5);
  expect(house.hashed.verified).toBe(5);
});

test("the burst limit holds before any query or hash", async () => {
  const house = openHouse({ database: counted.database });
  const { workspace, admin } = await createWorkspace(house);
  house.refuse.add("sign_in");
  counted.reset();
  const act = signIn(house.anonymous(), {
    workspaceSlug: workspace.slug,
    email: admin.email,
    password: admin.password,
  });
  expect(await refusalOf(act)).toBe("RATE_LIMITED");
  expect([counted.calls(), house.hashed.verified]).toEqual([0, 0]);
});

test("no client address is kept in the counters", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  await refusalOf(
    signIn(from(house, "203.0.113.77"), { workspaceSlug: workspace.slug, email: admin.email, password: "x" }),
  );
  const rows = JSON.stringify(await house.system().db.select().from(rateCounters));
  expect(rows).not.toContain("203.0.113.77");
  expect(rows).not.toContain(admin.email);
});

test("the eleventh session ends the oldest, also when all begin in the same moment", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const secrets: string[] = [];
  for (let count = 0; count < 12; count += 1) {
    const { secret } = await signIn(house.anonymous(), {
      workspaceSlug: workspace.slug,
      email: admin.email,
      password: admin.password,
    });
    secrets.push(await house.system().secrets.sha256(secret));
    if (count < 10) house.clock.advance(1_000);
  }
  const kept = (await sessionsIn(house, admin.userId)).map(({ tokenHash }) => tokenHash);
  expect(kept).toHaveLength(10);
  expect(kept).toContain(secrets[11]);
  expect(kept).not.toContain(secrets[0]);
  expect(kept).not.toContain(secrets[1]);
});

test("a weaker hash is made anew at signing in", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const ctx = house.anonymous();
  const weak: Context = { ...ctx, passwords: { ...ctx.passwords, needsRehash: () => true } };
  await signIn(weak, { workspaceSlug: workspace.slug, email: admin.email, password: admin.password });
  expect(house.hashed.count).toBe(1);
});

test("a password that is reset while somebody signs in with the old one opens no session", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const ctx = house.anonymous();
  const slow: Context = {
    ...ctx,
    passwords: {
      ...ctx.passwords,
      verify: async (password, stored) => {
        const fits = await ctx.passwords.verify(password, stored);
        await ctx.db
          .update(users)
          .set({ passwordHash: `quick$${fresh}` })
          .where(eq(users.id, admin.userId));
        return fits;
      },
    },
  };
  const act = signIn(slow, { workspaceSlug: workspace.slug, email: admin.email, password: admin.password });
  expect(await refusalOf(act)).toBe("SIGN_IN_FAILED");
  expect(await sessionsIn(house, admin.userId)).toHaveLength(0);
});

/** A request of the browser that has the one session of somebody, which counts where it asks as `caller`. */
async function browserOf(house: House, { userId }: TestMember, caller: Caller = { kind: "anonymous" }) {
  const [session] = await sessionsIn(house, userId);
  const ctx = house.context(caller);
  return { ...ctx, request: { ...ctx.request, sessionDigest: session?.tokenHash ?? "" } };
}

test("signing in again ends the session that the browser had before", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const caller = await withSession(house, admin, workspace.slug);
  await signIn(await browserOf(house, admin, caller), {
    workspaceSlug: workspace.slug,
    email: admin.email,
    password: admin.password,
  });
  expect(await sessionsIn(house, admin.userId)).toHaveLength(1);
});

test("signing out ends this session, and without one it is no error", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const caller = await withSession(house, admin, workspace.slug);
  const browser = await browserOf(house, admin, caller);
  expect(await signOut(browser, {})).toEqual({ ended: true });
  expect(await sessionsIn(house, admin.userId)).toHaveLength(0);
  expect(await signOut(browser, {})).toEqual({ ended: true });
  expect(await signOut(house.anonymous(), {})).toEqual({ ended: false });
});

test("signing out and in end the browser's session also where it counts for nothing", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const other = await createMember(house, workspace);
  await withSession(house, admin, workspace.slug);
  expect(await signOut(await browserOf(house, admin), {})).toEqual({ ended: true });
  expect(await sessionsIn(house, admin.userId)).toHaveLength(0);
  await withSession(house, admin, workspace.slug);
  await signIn(await browserOf(house, admin), {
    workspaceSlug: workspace.slug,
    email: other.email,
    password: other.password,
  });
  expect(await sessionsIn(house, admin.userId)).toHaveLength(0);
});

test("one sees and ends one's own sessions and nobody else's", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const learner = await createMember(house, workspace);
  const here = await withSession(house, admin, workspace.slug);
  await withSession(house, admin, workspace.slug);
  const stranger = await withSession(house, learner, workspace.slug);
  const { sessions } = await listSessions(house.context(here), {});
  expect(sessions).toHaveLength(2);
  expect(sessions.filter(({ current }) => current)).toHaveLength(1);
  const foreign = (await sessionsIn(house, learner.userId))[0]?.id ?? "";
  expect(await refusalOf(endSession(house.context(here), { sessionId: foreign }))).toBe("NOT_FOUND");
  expect(await sessionsIn(house, learner.userId)).toHaveLength(1);
  const other = sessions.find(({ current }) => !current)?.id ?? "";
  await endSession(house.context(here), { sessionId: other });
  expect((await listSessions(house.context(here), {})).sessions).toHaveLength(1);
  expect(await refusalOf(listSessions(house.anonymous(), {}))).toBe("NOT_SIGNED_IN");
  expect((await listSessions(house.context(stranger), {})).sessions).toHaveLength(1);
});

test("ending the others keeps the one that asks", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const here = await withSession(house, admin, workspace.slug);
  await withSession(house, admin, workspace.slug);
  await withSession(house, admin, workspace.slug);
  expect(await endOtherSessions(house.context(here), {})).toEqual({ ended: 2 });
  const [left] = (await listSessions(house.context(here), {})).sessions;
  expect(left?.current).toBe(true);
});

test("sessions end on the moment: an hour idle and twelve in all for administrators, a day and fourteen for others", () => {
  const from = { createdAt: 0, lastSeenAt: 0, expiresAt: 14 * day };
  expect(sessionAlive(from, true, hour - 1)).toBe(true);
  expect(sessionAlive(from, true, hour)).toBe(false);
  expect(sessionAlive({ ...from, lastSeenAt: 12 * hour - 2 }, true, 12 * hour - 1)).toBe(true);
  expect(sessionAlive({ ...from, lastSeenAt: 12 * hour - 1 }, true, 12 * hour)).toBe(false);
  expect(sessionAlive(from, false, day - 1)).toBe(true);
  expect(sessionAlive(from, false, day)).toBe(false);
  expect(sessionAlive({ ...from, lastSeenAt: 14 * day - 1 }, false, 14 * day)).toBe(false);
  expect(sessionAlive({ ...from, expiresAt: minute }, false, minute)).toBe(false);
});

test("only learners land in the portal, unless the policy says where a role begins", () => {
  const usual = { "landing.by_role": {}, "landing.priority": [] };
  expect(landingFor(["learner"], usual)).toBe("portal");
  expect(landingFor(["learner", "instructor"], usual)).toBe("manage");
  expect(landingFor(["coach"], usual)).toBe("manage");
  const own = { ...usual, "landing.by_role": { coach: "portal", instructor: "portal" } } as const;
  expect(landingFor(["coach", "learner"], own)).toBe("portal");
  expect(landingFor(["coach", "admin"], own)).toBe("manage");
  expect(landingFor(["learner"], { ...usual, "landing.by_role": { learner: "manage" } })).toBe("manage");
  // The role that holds most decides, until the workspace says in which order.
  const mixed = { ...usual, "landing.by_role": { unit_manager: "portal", coach: "manage" } } as const;
  expect(landingFor(["learner", "coach", "unit_manager"], mixed)).toBe("portal");
  expect(landingFor(["instructor", "coach"], own)).toBe("portal");
  expect(landingFor(["instructor", "session_instructor"], own)).toBe("manage");
  expect(landingFor(["coach", "unit_manager"], { ...mixed, "landing.priority": ["coach"] })).toBe("manage");
  expect(landingFor(["admin", "learner"], { ...usual, "landing.priority": ["learner", "admin"] })).toBe(
    "portal",
  );
  expect(landingFor(["admin"], { ...usual, "landing.priority": ["learner"] })).toBe("manage");
});

test("a reset mails a link to a member, and to nobody else by the same path", async () => {
  const house = openHouse({ database: counted.database });
  const { workspace, admin } = await createWorkspace(house);
  const other = await createWorkspace(house);
  const gone = await createMember(house, workspace, { status: "deactivated" });
  const paths: unknown[] = [];
  for (const email of [admin.email, "nobody@example.com", other.admin.email, gone.email]) {
    counted.reset();
    house.woken.length = 0;
    const answer = await requestPasswordReset(house.anonymous(), { workspaceSlug: workspace.slug, email });
    paths.push([answer, counted.calls(), house.woken, house.hashed]);
  }
  expect(new Set(paths.map((path) => JSON.stringify(path))).size).toBe(1);
  expect(paths[0]).toEqual([
    { accepted: true },
    1,
    [{ workspaceId: workspace.id, delay: 0 }],
    { count: 0, verified: 0 },
  ]);
  const made = await house
    .system()
    .db.select()
    .from(passwordResets)
    .where(eq(passwordResets.workspaceId, workspace.id));
  expect(made.map(({ userId }) => userId)).toEqual([admin.userId]);
  const mails = await house.system().db.select().from(outbox).where(eq(outbox.workspaceId, workspace.id));
  expect(mails.map(({ to, template, language }) => [to, template, language])).toEqual([
    [admin.email, "password_reset", "en"],
  ]);
});

test("the fourth request within the hour is accepted and mails nothing", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const ask = () =>
    requestPasswordReset(house.anonymous(), { workspaceSlug: workspace.slug, email: admin.email });
  for (let count = 0; count < 5; count += 1) expect(await ask()).toEqual({ accepted: true });
  const mails = () => house.system().db.select().from(outbox).where(eq(outbox.workspaceId, workspace.id));
  expect(await mails()).toHaveLength(3);
  house.clock.advance(hour);
  await ask();
  expect(await mails()).toHaveLength(4);
});

test("a reset sets the password, ends every session and says so by mail", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const thief = await withSession(house, admin, workspace.slug);
  const token = await resetTokenFor(house, workspace.slug, admin.email);
  expect((await viewPasswordReset(house.anonymous(), { token })).email).toBe(admin.email);
  expect(await resetPassword(house.anonymous(), { token, password: fresh })).toEqual({
    workspaceSlug: workspace.slug,
    email: admin.email,
  });
  expect(await sessionsIn(house, admin.userId)).toHaveLength(0);
  expect(thief.kind).toBe("member");
  const mails = await house.system().db.select().from(outbox).where(eq(outbox.workspaceId, workspace.id));
  expect(mails.map(({ template }) => template).sort()).toEqual(["password_changed", "password_reset"]);
  const credentials = { workspaceSlug: workspace.slug, email: admin.email };
  expect(await refusalOf(signIn(house.anonymous(), { ...credentials, password: admin.password }))).toBe(
    "SIGN_IN_FAILED",
  );
  expect((await signIn(house.anonymous(), { ...credentials, password: fresh })).landing).toBe("manage");
});

test("a reset link works once, for an hour, and dies with the next reset", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const ask = () =>
    requestPasswordReset(house.anonymous(), { workspaceSlug: workspace.slug, email: admin.email });
  await ask();
  house.clock.advance(1_000);
  await ask();
  const rows = await house
    .system()
    .db.select()
    .from(passwordResets)
    .where(eq(passwordResets.userId, admin.userId));
  const [older, newer] = await Promise.all(rows.map((row) => tokenOf(house, row)));
  if (!older || !newer) throw new Error("two resets were expected");
  await resetPassword(house.anonymous(), { token: newer, password: fresh });
  for (const token of [older, newer]) {
    expect(
      await refusalOf(resetPassword(house.anonymous(), { token, password: "another fine secret" })),
    ).toBe("RESET_INVALID");
  }
  const late = await resetTokenFor(house, workspace.slug, admin.email);
  house.clock.advance(hour - 1);
  expect((await viewPasswordReset(house.anonymous(), { token: late })).minLength).toBe(12);
  house.clock.advance(1);
  expect(await refusalOf(viewPasswordReset(house.anonymous(), { token: late }))).toBe("RESET_INVALID");
});

test("the same reset link used ten times at once sets one password", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const token = await resetTokenFor(house, workspace.slug, admin.email);
  const outcomes = await Promise.allSettled(
    Array.from({ length: 10 }, (_, count) =>
      resetPassword(house.anonymous(), { token, password: `an entirely new secret ${count}` }),
    ),
  );
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("a forged reset link costs no query, and a poor password names its reason", async () => {
  const house = openHouse({ database: counted.database });
  const { workspace, admin } = await createWorkspace(house);
  const token = await resetTokenFor(house, workspace.slug, admin.email);
  counted.reset();
  expect(await refusalOf(viewPasswordReset(house.anonymous(), { token: `${token}x` }))).toBe("RESET_INVALID");
  expect(counted.calls()).toBe(0);
  house.refuse.add("bad_token");
  expect(await refusalOf(viewPasswordReset(house.anonymous(), { token: "junk" }))).toBe("RATE_LIMITED");
  for (const [password, reason] of [
    ["short", "too_short"],
    ["passwordpassword", "common"],
    [`${workspace.name} 1`, "contains_context"],
  ] as const) {
    const error = (await resetPassword(house.anonymous(), { token, password }).catch(
      (e) => e,
    )) as DomainError;
    expect(error.details.errors?.[0]).toMatchObject({ path: "password", code: reason });
  }
  expect(house.hashed.count).toBe(0);
});

test("a reset proves the mailbox and ends the keys that were made before it", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const unproved = await createMember(house, workspace, { roles: ["admin"], verified: false });
  for (const [member, id] of [
    [admin, "key_00000000000000000000000001"],
    [unproved, "key_00000000000000000000000002"],
  ] as const) {
    await house
      .system()
      .db.insert(apiKeys)
      .values({
        workspaceId: workspace.id,
        id,
        name: "key",
        hash: `${id}${workspace.id}`,
        scopes: [],
        maxRole: "learner",
        creatorMembershipId: member.membershipId,
        createdAt: 0,
      });
    const token = await resetTokenFor(house, workspace.slug, member.email);
    await resetPassword(house.anonymous(), { token, password: fresh });
  }
  const keys = await house.system().db.select().from(apiKeys).where(eq(apiKeys.workspaceId, workspace.id));
  expect(keys.map(({ revokedAt }) => revokedAt !== null)).toEqual([true, true]);
  const [user] = await house.system().db.select().from(users).where(eq(users.id, unproved.userId));
  expect(user?.emailVerifiedAt).toBe(house.clock.now);
});
