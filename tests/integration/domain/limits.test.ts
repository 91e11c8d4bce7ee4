import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { apiKeys, passwordResets, rateCounters } from "../../../db/schema/index.ts";
import type { Caller, Context } from "../../../worker/domain/context.ts";
import type { DomainError } from "../../../worker/domain/errors.ts";
import { useCases } from "../../../worker/domain/index.ts";
import { resolveKey } from "../../../worker/domain/sessions/resolve-caller.ts";
import {
  countRoundTrips,
  createMember,
  createWorkspace,
  type House,
  hour,
  minute,
  openHouse,
  refusalOf,
  tokenIn,
} from "../../support/house.ts";

const counted = countRoundTrips(env.DB);

function from(house: House, ip: string): Context {
  const ctx = house.anonymous();
  return { ...ctx, request: { ...ctx.request, ip } };
}

/** Guesses from ever new places, so that no place is slowed down. */
async function guess(house: House, workspaceSlug: string, email: string, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    const guessed = useCases.signIn(from(house, `2001:db8:${time}::/64`), {
      workspaceSlug,
      email,
      password: "not it",
    });
    expect(await refusalOf(guessed)).toBe("SIGN_IN_FAILED");
  }
}

async function resetBy(house: House, workspaceSlug: string, email: string, userId: string, password: string) {
  await useCases.requestPasswordReset(house.anonymous(), { workspaceSlug, email });
  const [row] = await house
    .system()
    .db.select()
    .from(passwordResets)
    .where(eq(passwordResets.userId, userId));
  const token = await house.system().tokens.mint("reset", {
    sub: row?.id ?? "",
    ws: row?.workspaceId ?? "",
    gen: 1,
    via: "mail",
    iat: Math.floor(house.clock.now / 1000),
    exp: Math.floor((house.clock.now + hour) / 1000),
  });
  await useCases.resetPassword(house.anonymous(), { token, password });
}

test("after a hundred failures in a row the right password fails like a wrong one, until it is reset", async () => {
  const house = openHouse({ database: counted.database });
  const { workspace, admin } = await createWorkspace(house);
  const credentials = { workspaceSlug: workspace.slug, email: admin.email };
  await guess(house, workspace.slug, admin.email, 100);
  counted.reset();
  house.hashed.verified = 0;
  const refused = (await useCases
    .signIn(from(house, "192.0.2.9"), { ...credentials, password: admin.password })
    .catch((error) => error)) as DomainError;
  expect([refused.code, refused.details, counted.calls(), house.hashed.verified]).toEqual([
    "SIGN_IN_FAILED",
    {},
    1,
    1,
  ]);
  await resetBy(house, workspace.slug, admin.email, admin.userId, "four quiet harbour lamps");
  const back = await useCases.signIn(from(house, "192.0.2.10"), {
    ...credentials,
    password: "four quiet harbour lamps",
  });
  expect(back.landing).toBe("manage");
});

test("ninety-nine failures lock nobody out, and signing in forgets them", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const enter = () =>
    useCases.signIn(from(house, "192.0.2.9"), {
      workspaceSlug: workspace.slug,
      email: admin.email,
      password: admin.password,
    });
  await guess(house, workspace.slug, admin.email, 99);
  expect((await enter()).landing).toBe("manage");
  house.clock.advance(hour);
  await guess(house, workspace.slug, admin.email, 99);
  expect((await enter()).landing).toBe("manage");
});

test("whoever takes over an account that proved nothing begins without its failures", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const elsewhere = await createWorkspace(house);
  const email = "unproved@example.com";
  await createMember(house, elsewhere.workspace, { email, verified: false });
  await guess(house, workspace.slug, email, 101);
  await useCases.inviteUser(house.context(admin.caller), { email, roles: ["learner"] });
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  const password = "four quiet harbour lamps";
  const token = tokenIn(house.sent.at(-1));
  await useCases.joinAsNewPerson(house.anonymous(), { token, revision: 1, firstName: "Una", password });
  const inside = await useCases.signIn(from(house, "192.0.2.9"), {
    workspaceSlug: workspace.slug,
    email,
    password,
  });
  expect(inside.landing).toBe("portal");
});

test("attempts that had to wait are no failures, and unknown addresses leave no lasting count", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const knock = (email: string) =>
    refusalOf(
      useCases.signIn(house.anonymous(), { workspaceSlug: workspace.slug, email, password: "not it" }),
    );
  for (let time = 0; time < 105; time += 1) await knock(admin.email);
  house.clock.advance(hour);
  const back = await useCases.signIn(house.anonymous(), {
    workspaceSlug: workspace.slug,
    email: admin.email,
    password: admin.password,
  });
  expect(back.landing).toBe("manage");
  const lasting = async () =>
    (await house.system().db.select().from(rateCounters)).filter(
      ({ expiresAt }) => expiresAt > house.clock.now + 16 * minute,
    );
  const before = await lasting();
  await knock(`nobody-${workspace.id}@example.com`);
  expect(await lasting()).toEqual(before);
});

async function workspaceWithExpired(house: House) {
  const space = await createWorkspace(house);
  for (const name of ["ana", "ben"]) {
    await useCases.inviteUser(house.context(space.admin.caller), {
      email: `${name}@example.com`,
      roles: ["learner"],
    });
  }
  house.clock.advance(hour);
  return space;
}

test("a workspace starts one bulk resend in ten minutes, and the refusal says when the next may begin", async () => {
  const house = openHouse();
  const { workspace, admin } = await workspaceWithExpired(house);
  const other = await workspaceWithExpired(house);
  const colleague = await createMember(house, workspace, { roles: ["admin"] });
  const start = (caller: Caller, action: "resend" | "cancel" = "resend") =>
    useCases.startJob(house.context(caller), { action, filter: {} });
  await start(admin.caller);
  house.clock.advance(minute);
  const refused = (await start(colleague.caller).catch((error) => error)) as DomainError;
  expect([refused.code, refused.details]).toEqual([
    "RATE_LIMITED",
    { retryAfter: 540, params: { limit: "bulk_resend" } },
  ]);
  expect((await start(other.admin.caller)).total).toBe(2);
  house.clock.advance(9 * minute - 1);
  expect(await refusalOf(start(admin.caller))).toBe("RATE_LIMITED");
  house.clock.advance(1);
  expect((await start(admin.caller)).total).toBe(2);
  expect((await start(admin.caller, "cancel")).total).toBe(2);
  expect((await start(admin.caller, "cancel")).total).toBe(2);
});

test("of ten bulk resends at once one begins", async () => {
  const house = openHouse();
  const { admin } = await workspaceWithExpired(house);
  const started = await Promise.allSettled(
    Array.from({ length: 10 }, () =>
      useCases.startJob(house.context(admin.caller), { action: "resend", filter: {} }),
    ),
  );
  expect(started.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("a bulk resend that was undone does not count", async () => {
  const house = openHouse({ undoSeconds: 8 });
  const { admin } = await workspaceWithExpired(house);
  const ctx = () => house.context(admin.caller);
  const { jobId } = await useCases.startJob(ctx(), { action: "resend", filter: {} });
  await useCases.undoJob(ctx(), { jobId });
  house.clock.advance(1_000);
  expect((await useCases.startJob(ctx(), { action: "resend", filter: {} })).total).toBe(2);
});

test("a person takes five exports in an hour; the sixth says when the next may be taken", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const colleague = await createMember(house, workspace, { roles: ["admin"] });
  const take = (caller: Caller) => useCases.exportPeople(house.context(caller), { filter: {} });
  house.clock.advance(10 * minute);
  for (let time = 0; time < 5; time += 1) await take(admin.caller);
  const refused = (await take(admin.caller).catch((error) => error)) as DomainError;
  expect([refused.code, refused.details]).toEqual([
    "RATE_LIMITED",
    { retryAfter: 50 * 60, params: { limit: "exports" } },
  ]);
  const { events } = await useCases.listAuditEvents(house.context(admin.caller), {});
  expect(events.filter(({ action }) => action === "people.exported")).toHaveLength(5);
  expect((await take(colleague.caller)).fileName).toMatch(/csv$/);
  house.clock.advance(50 * minute);
  expect((await take(admin.caller)).fileName).toMatch(/csv$/);
});

test("keys without our seal are looked up only while their place has room, and sealed ones always", async () => {
  const house = openHouse({ database: counted.database });
  const { workspace, admin } = await createWorkspace(house);
  const ctx = house.context(admin.caller);
  const { id, key } = await useCases.createApiKey(ctx, { name: "sync", scopes: ["people.view"] });
  // One from before the seal.
  const older = key.slice(0, -9);
  await ctx.db.insert(apiKeys).values({
    workspaceId: workspace.id,
    id: ctx.ids.next("apiKey"),
    name: "older",
    hash: await ctx.secrets.sha256(older),
    scopes: [],
    maxRole: "learner",
    creatorMembershipId: admin.membershipId,
    createdAt: 0,
  });
  const forged = `${older}_AAAAAAAA`;
  const changed = `${key.slice(0, -8)}${key.at(-8) === "A" ? "B" : "A"}${key.slice(-7)}`;
  const other = `usher_test_${"0".repeat(26)}_${"A".repeat(43)}${key.slice(-9)}`;
  expect((await resolveKey(house.anonymous(), older))?.caller.key.name).toBe("older");
  expect(await resolveKey(house.anonymous(), forged)).toBeNull();
  house.refuse.add("api");
  counted.reset();
  for (const junk of [older, forged, changed, other, "", "_", "junk_12345678"]) {
    expect(await refusalOf(resolveKey(house.anonymous(), junk))).toBe("RATE_LIMITED");
  }
  expect(counted.calls()).toBe(0);
  expect((await resolveKey(house.anonymous(), key))?.caller.key.id).toBe(id);
});

test("junk is counted by the place it comes from, and a sealed key by none", async () => {
  const house = openHouse();
  const { admin } = await createWorkspace(house);
  const { key } = await useCases.createApiKey(house.context(admin.caller), {
    name: "sync",
    scopes: ["people.view"],
  });
  const asked: string[] = [];
  const ctx = from(house, "192.0.2.77");
  const listening: Context = {
    ...ctx,
    limits: {
      allow: async (name, place) => {
        asked.push(`${name} ${place}`);
        return true;
      },
    },
  };
  await resolveKey(listening, key);
  await resolveKey(listening, key.slice(0, -9));
  expect(asked).toEqual(["api unsealed:192.0.2.77"]);
});
