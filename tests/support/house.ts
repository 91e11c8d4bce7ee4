import { env } from "cloudflare:workers";
import { eq, sql } from "drizzle-orm";
import { openDatabase } from "../../db/index.ts";
import { rolesWithin } from "../../db/queries/callers.ts";
import { customRolesOf } from "../../db/queries/custom-roles.ts";
import {
  customers,
  groupMembers,
  groups,
  memberships,
  roleAssignments,
  unitMembers,
  units,
  users,
  workspaces,
} from "../../db/schema/index.ts";
import { createIds } from "../../worker/adapters/ids.ts";
import { createMailComposer } from "../../worker/adapters/mail-composer.ts";
import { createIdentityProviders } from "../../worker/adapters/oidc.ts";
import { createSecretDigest } from "../../worker/adapters/secret-digest.ts";
import { createTokenSigner } from "../../worker/adapters/token-signer.ts";
import { createVault } from "../../worker/adapters/vault.ts";
import type {
  Caller,
  CallerWorkspace,
  Context,
  DnsLookup,
  HumanCheck,
  MailOutcome,
  OutgoingMail,
  Passwords,
  SignedInPerson,
} from "../../worker/domain/context.ts";
import { heldRoles, parseCustomRoles } from "../../worker/domain/held-roles.ts";
import { prefixOf } from "../../worker/domain/ids.ts";
import { searchTermsOf } from "../../worker/domain/people/person-name.ts";
import type { RoleKey } from "../../worker/domain/permissions.ts";
import type { PlanName } from "../../worker/domain/plans.ts";
import { policiesOf } from "../../worker/domain/policies.ts";
import type { PresetName } from "../../worker/domain/presets.ts";
import { aroundCalls } from "./database-calls.ts";
import { openTill, type Till } from "./till.ts";

/** 2026-03-02 09:00 UTC, a Monday: where every test's clock begins. */
export const monday = Date.UTC(2026, 2, 2, 9);
export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

export const origin = "http://localhost:8787";

export interface House {
  database: D1Database;
  clock: { now: number; advance(ms: number): void };
  /** Every mail that the provider was handed, in order. */
  sent: OutgoingMail[];
  /** What the provider answers to the next calls; all well when empty. */
  provider: { answers: ((mails: readonly OutgoingMail[]) => MailOutcome[])[]; found: Map<string, string> };
  woken: { workspaceId: string; delay: number }[];
  jobsWoken: { workspaceId: string; jobId: string }[];
  importsWoken: { workspaceId: string; importId: string }[];
  hashed: { count: number; verified: number };
  refuse: Set<string>;
  /** What the payment provider was asked for, and what it says. */
  till: Till;
  context(caller: Caller): Context;
  system(): Context;
  anonymous(): Context;
  /** Does what acts have left for the time after their answer. */
  finish(): Promise<void>;
}

/** A house over the test's D1 with a clock, a mailbox and queues that can be looked into. */
export function openHouse(
  options: {
    undoSeconds?: number;
    recipientPerDay?: number;
    registrationsPerHour?: number;
    humans?: HumanCheck;
    /** What the DNS says; left out: nobody is asked. */
    dns?: DnsLookup;
    sender?: Context["settings"]["sender"];
    database?: D1Database;
    /** What identity providers are reached by. */
    fetch?: typeof fetch;
  } = {},
): House {
  const database = options.database ?? env.DB;
  const clock = {
    now: monday,
    advance(ms: number) {
      clock.now += ms;
    },
  };
  const ids = createIds({
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
    now: () => clock.now,
    prefixOf,
  });
  const masterKeys = [{ id: "k1", secret: "dGVzdC1rZXktdGVzdC1rZXktdGVzdC1rZXktdGVzdC1rZXk" }];
  const tokens = createTokenSigner({ masterKeys, issuer: origin });
  const vault = createVault(masterKeys);
  const identity = createIdentityProviders({ origin, ...(options.fetch && { fetch: options.fetch }) });
  const left: (() => Promise<unknown>)[] = [];
  const house: House = {
    database,
    clock,
    sent: [],
    provider: { answers: [], found: new Map() },
    woken: [],
    jobsWoken: [],
    importsWoken: [],
    hashed: { count: 0, verified: 0 },
    refuse: new Set(),
    till: openTill(),
    context: (caller) => ({
      db: openDatabase(database),
      now: () => clock.now,
      ids,
      tokens,
      secrets: createSecretDigest(),
      vault,
      identity,
      passwords: quickPasswords(house),
      mailComposer: createMailComposer(),
      payments: house.refuse.has("payments") ? null : house.till,
      humans: options.humans ?? null,
      dns: options.dns ?? null,
      mailer: {
        async sendBatch(mails) {
          const answer = house.provider.answers.shift();
          const outcomes = answer
            ? answer(mails)
            : mails.map((mail): MailOutcome => ({ kind: "sent", messageId: `message-${mail.outboxId}` }));
          for (const [index, mail] of mails.entries()) {
            if (outcomes[index]?.kind === "sent") house.sent.push(mail);
          }
          return outcomes;
        },
        async find(outboxId) {
          return house.provider.found.get(outboxId) ?? null;
        },
      },
      queues: {
        async wakeMail(workspaceId, delay) {
          if (house.refuse.has("queue")) throw new Error("Storage limit exceeded");
          house.woken.push({ workspaceId, delay });
        },
        async wakeJob(workspaceId, jobId) {
          house.jobsWoken.push({ workspaceId, jobId });
        },
        async wakeImport(workspaceId, importId) {
          if (house.refuse.has("queue")) throw new Error("Storage limit exceeded");
          house.importsWoken.push({ workspaceId, importId });
        },
      },
      limits: { allow: async (name) => !house.refuse.has(name) },
      settings: {
        origin,
        productName: "Usher",
        environment: "local",
        sender: options.sender ?? {
          address: "no-reply@mail.usher.test",
          returnPath: null,
          dkimSelector: null,
        },
        undoSeconds: options.undoSeconds ?? 0,
        invitesNotBefore: 0,
        sessionsNotBefore: 0,
        invitationsPerDay: 1000,
        recipientPerDay: options.recipientPerDay ?? 1000,
        recipientPerMonth: 1000,
        resendSeconds: 60,
        bulkResendSeconds: 600,
        exportsPerHour: 5,
        registrationsPerHour: options.registrationsPerHour ?? 10,
      },
      log: { info() {}, error() {} },
      caller,
      request: {
        id: "request",
        ipPrefix: "192.0.2.0/24",
        ip: "192.0.2.1",
        userAgent: "test",
        sessionDigest: null,
      },
      idempotency: null,
      later: (work) => {
        left.push(work);
      },
    }),
    async finish() {
      for (const work of left.splice(0)) await work();
    },
    system: () => house.context({ kind: "system" }),
    anonymous: () => house.context({ kind: "anonymous" }),
  };
  return house;
}

// scrypt takes a tenth of a second by design; what is tested here is that it is asked, and how often.
function quickPasswords(house: House): Passwords {
  return {
    async hash(password) {
      house.hashed.count += 1;
      return `quick$${password}`;
    },
    async verify(password, stored) {
      house.hashed.verified += 1;
      return stored === `quick$${password}`;
    },
    needsRehash: () => false,
    isCommon: (password) => password === "passwordpassword",
  };
}

export interface TestWorkspace {
  workspace: CallerWorkspace;
  admin: TestMember;
}

export interface TestMember {
  membershipId: string;
  userId: string;
  email: string;
  password: string;
  /** The caller that a signed-in browser of this person is. */
  caller: Caller;
}

let serial = 0;

/** A customer with one workspace and its administrator. Every test makes its own. */
export async function createWorkspace(
  house: House,
  options: {
    preset?: PresetName;
    overrides?: Record<string, unknown>;
    customerId?: string;
    plan?: PlanName;
    seats?: number;
  } = {},
): Promise<TestWorkspace> {
  serial += 1;
  const ctx = house.system();
  const customerId = options.customerId ?? ctx.ids.next("customer");
  const row = {
    id: ctx.ids.next("workspace"),
    customerId,
    slug: `space-${serial}-${customerId.slice(-6)}`,
    name: `Harbour School ${serial}`,
    status: "active" as const,
    preset: options.preset ?? "standard",
    policyOverrides: options.overrides ?? {},
    plan: options.plan ?? "open",
    seats: options.seats ?? null,
    accentColor: "#2450d6",
    timeZone: "Europe/Berlin",
    language: "en",
    supportContact: null,
    replyTo: null,
    senderName: null,
    mailTexts: null,
    logoDigest: null,
    inviteEpoch: 0,
    createdAt: house.clock.now,
  };
  if (!options.customerId) {
    await ctx.db
      .insert(customers)
      .values({ id: customerId, name: "Harbour Trust", createdAt: house.clock.now });
  }
  await ctx.db.insert(workspaces).values(row);
  const workspace: CallerWorkspace = {
    ...row,
    customerName: "Harbour Trust",
    logo: null,
    language: "en",
    policies: policiesOf(row.preset, row.policyOverrides),
    customRoles: [],
    singleSignOn: null,
  };
  const admin = await createMember(house, workspace, {
    roles: ["admin"],
    firstName: "Ada",
    lastName: "Admin",
  });
  return { workspace, admin };
}

/** An active (or deactivated) member with an account. */
export async function createMember(
  house: House,
  workspace: CallerWorkspace,
  options: {
    roles?: (RoleKey | { role: RoleKey; unitId?: string; groupId?: string })[];
    unitIds?: string[];
    /** Direct memberships. */
    groupIds?: string[];
    email?: string;
    firstName?: string;
    lastName?: string;
    status?: "active" | "deactivated";
    verified?: boolean;
    /** An account that exists already, to make it a member of one more workspace. */
    userId?: string;
  } = {},
): Promise<TestMember> {
  serial += 1;
  const ctx = house.system();
  const status = options.status ?? "active";
  const roles = options.roles ?? ["learner"];
  const email = options.email ?? `person-${serial}@example.com`;
  const firstName = options.firstName ?? "Pat";
  const lastName = options.lastName ?? `Person ${serial}`;
  const userId = options.userId ?? ctx.ids.next("user");
  const membershipId = ctx.ids.next("membership");
  const password = "a long enough secret";
  if (!options.userId) {
    await ctx.db.insert(users).values({
      id: userId,
      email,
      emailVerifiedAt: options.verified === false ? null : house.clock.now,
      firstName,
      lastName,
      language: "en",
      passwordHash: `quick$${password}`,
      passwordChangedAt: house.clock.now,
      status: "active",
      createdAt: house.clock.now,
    });
  }
  await ctx.db.insert(memberships).values({
    workspaceId: workspace.id,
    id: membershipId,
    userId,
    email,
    firstName,
    lastName,
    language: "en",
    status,
    shownAs: status,
    delivery: "none",
    inviterId: "",
    searchTerms: searchTermsOf({ firstName, lastName, email }),
    createdAt: house.clock.now,
    joinedAt: house.clock.now,
    seatSince: status === "active" ? house.clock.now : null,
  });
  const assignments = roles.map((held) => {
    const { role, unitId = null, groupId = null } = typeof held === "string" ? { role: held } : held;
    return {
      workspaceId: workspace.id,
      membershipId,
      role,
      scopeId: unitId ?? groupId ?? "",
      unitId,
      groupId,
    };
  });
  if (assignments.length > 0) await ctx.db.insert(roleAssignments).values(assignments);
  for (const unitId of options.unitIds ?? []) {
    await ctx.db.insert(unitMembers).values({ workspaceId: workspace.id, membershipId, unitId });
  }
  for (const groupId of options.groupIds ?? []) {
    await ctx.db
      .insert(groupMembers)
      .values({ workspaceId: workspace.id, membershipId, groupId, kind: "direct" });
  }
  const person: SignedInPerson = {
    userId,
    email,
    emailVerified: options.verified !== false,
    mustChangePassword: false,
    loginName: null,
    firstName,
    lastName,
    language: "en",
    sessionId: ctx.ids.next("authSession"),
    viaProvider: false,
    workspaces: [{ slug: workspace.slug, name: workspace.name }],
    customers: [],
  };
  return {
    membershipId,
    userId,
    email,
    password,
    caller: {
      kind: "member",
      person,
      workspace,
      membership: {
        id: membershipId,
        status,
        ...(await rolesNow(ctx, workspace.id, membershipId)),
      },
    },
  };
}

/** The roles of a member as the next request will find them. */
async function rolesNow(ctx: Context, workspaceId: string, membershipId: string) {
  const [row] = await ctx.db
    .select({ roles: rolesWithin(sql`${workspaceId}`, sql`${membershipId}`).as("roles") })
    .from(sql`(select 1)`);
  const roles = heldRoles(row?.roles ?? null);
  return { roles, allRoles: roles };
}

/** The same member at a later request: with the roles and the places that they have by then. */
export async function callerNow(house: House, { caller, membershipId }: TestMember): Promise<Caller> {
  if (caller.kind !== "member") throw new Error("not a member");
  const { id } = caller.workspace;
  const { db } = house.system();
  const roles = await rolesNow(house.system(), id, membershipId);
  const [row] = await db
    .select({ customRoles: customRolesOf(sql`${workspaces.id}`) })
    .from(workspaces)
    .where(eq(workspaces.id, id));
  const workspace = { ...caller.workspace, customRoles: parseCustomRoles(row?.customRoles ?? null) };
  return { ...caller, workspace, membership: { ...caller.membership, ...roles } };
}

/** A unit, below another or at the top. Its id. */
export async function plantUnit(
  house: House,
  workspaceId: string,
  name: string,
  parent: { id: string; path: string } | null = null,
): Promise<{ id: string; path: string }> {
  const ctx = house.system();
  const id = ctx.ids.next("unit");
  const path = `${parent?.path ?? ""}${id}/`;
  await ctx.db.insert(units).values({
    workspaceId,
    id,
    parentId: parent?.id ?? null,
    name,
    nameKey: name.toLowerCase(),
    path,
    createdAt: house.clock.now,
  });
  return { id, path };
}

/** A group, below another or at the top, public unless said otherwise. */
export async function plantGroup(
  house: House,
  workspaceId: string,
  name: string,
  options: {
    parent?: { id: string; path: string };
    visibility?: "public" | "private";
    unitId?: string;
  } = {},
): Promise<{ id: string; path: string }> {
  const ctx = house.system();
  const id = ctx.ids.next("group");
  const path = `${options.parent?.path ?? ""}${id}/`;
  await ctx.db.insert(groups).values({
    workspaceId,
    id,
    parentId: options.parent?.id ?? null,
    unitId: options.unitId ?? null,
    name,
    nameKey: name.toLowerCase(),
    path,
    visibility: options.visibility ?? "public",
    createdAt: house.clock.now,
  });
  return { id, path };
}

/** The code of the domain error that an act ends with; fails the test when it succeeds. */
export async function refusalOf(act: Promise<unknown>): Promise<string> {
  try {
    await act;
  } catch (error) {
    if (error instanceof Error && "code" in error) return String(error.code);
    throw error;
  }
  throw new Error("The act was expected to be refused and succeeded");
}

/** The link in a mail, as its reader would follow it. */
export function linkIn(mail: OutgoingMail | undefined): string {
  const match = /https?:\/\/\S+\/(?:join|reset)\/[\w.-]+/.exec(mail?.text ?? "");
  if (!match) throw new Error("There is no link in this mail");
  return match[0];
}

/** The token at the end of a link. */
export function tokenIn(mail: OutgoingMail | undefined): string {
  return linkIn(mail).split("/").at(-1) ?? "";
}

export interface CountedDatabase {
  database: D1Database;
  /** Calls so far: a batch is one. */
  calls(): number;
  /** The longest chain of calls that did not overlap (performance.md). */
  roundTrips(): number;
  reset(): void;
}

/** Wraps a D1 binding and counts its round trips. */
export function countRoundTrips(database: D1Database): CountedDatabase {
  const spans: { start: number; end: number }[] = [];
  let tick = 0;
  const timed = async <Value>(run: () => Promise<Value>): Promise<Value> => {
    const span = { start: tick++, end: Number.POSITIVE_INFINITY };
    spans.push(span);
    try {
      return await run();
    } finally {
      span.end = tick++;
    }
  };
  return {
    database: aroundCalls(database, timed),
    calls: () => spans.length,
    roundTrips: () => {
      const sorted = [...spans].sort((a, b) => a.end - b.end);
      let chain = 0;
      let free = -1;
      for (const span of sorted) {
        if (span.start > free) {
          chain += 1;
          free = span.end;
        }
      }
      return chain;
    },
    reset: () => {
      spans.length = 0;
    },
  };
}
