import {
  callerAnywhere,
  callerByKey,
  callerInWorkspace,
  touchKey,
  touchMembership,
  touchSession,
} from "../../../db/queries/callers.ts";
import type { UnprovedAddress } from "../../../db/queries/unproved-members.ts";
import type { Caller, CallerWorkspace, Context, SignedInPerson } from "../context.ts";
import { DomainError } from "../errors.ts";
import { heldRoles, parseCustomRoles } from "../held-roles.ts";
import { chooseLanguage, type Language } from "../languages.ts";
import { type HeldRole, isSystemRole } from "../permissions.ts";
import { policiesOf } from "../policies.ts";
import { isPasswordless } from "../sso/passwordless.ts";
import { logoPath } from "../workspaces/logo.ts";
import { sessionAlive } from "./session-term.ts";

const fiveMinutes = 300_000;

export interface ResolvedCaller {
  caller: Caller;
  /** The workspace that the address names, signed in or not; null where it names none that exists. */
  workspace: CallerWorkspace | null;
  /** Writes that may happen after the answer: when the session or key was last used. */
  afterwards: (() => Promise<unknown>) | null;
}

/**
 * Who sends this request, read once per request and never kept (1.4): the session, the person, and
 * what they are in the workspace of the path. One query.
 */
export async function resolveCaller(
  ctx: Context,
  secret: string | null,
  slug: string | null,
): Promise<ResolvedCaller> {
  const { db, settings } = ctx;
  const now = ctx.now();
  if (!secret && !slug) return { caller: { kind: "anonymous" }, workspace: null, afterwards: null };
  const hash = secret ? await ctx.secrets.sha256(secret) : "";

  if (!slug) {
    const [row] = await callerAnywhere(db, hash, now, settings.sessionsNotBefore);
    if (!row || !sessionAlive(row, row.isAdmin === 1, now)) {
      return { caller: { kind: "anonymous" }, workspace: null, afterwards: null };
    }
    // The level of a customer is away from any workspace, and working there is using the session.
    const used = now - row.lastSeenAt > fiveMinutes;
    const afterwards = used ? () => touchSession(db, row.sessionId, now) : null;
    return {
      caller: { kind: "person", person: personOf({ ...row, viaProvider: false }) },
      workspace: null,
      afterwards,
    };
  }

  const [row] = await callerInWorkspace(db, slug, hash, now, settings.sessionsNotBefore);
  if (!row) return { caller: { kind: "anonymous" }, workspace: null, afterwards: null };
  const workspace = workspaceOf(row.workspace, row);
  const { userId, sessionId, createdAt, lastSeenAt, expiresAt } = row;
  if (!userId || !sessionId || createdAt === null || lastSeenAt === null || expiresAt === null) {
    return { caller: { kind: "anonymous" }, workspace, afterwards: null };
  }
  const allRoles = heldRoles(row.roles);
  const narrows = row.actingWorkspaceId === workspace.id && workspace.policies["ui.role_switcher"];
  const acting = narrows ? row.actingRole : null;
  const roles = inOneRole(allRoles, acting);
  const isAdmin =
    row.membershipStatus === "active" &&
    allRoles.some(({ role, scope }) => role === "admin" && scope.kind === "workspace");
  if (!sessionAlive({ createdAt, lastSeenAt, expiresAt }, isAdmin, now)) {
    return { caller: { kind: "anonymous" }, workspace, afterwards: null };
  }
  // Whoever was let in without proof has a session of this workspace alone as well, and no provider stands behind it.
  const unproved = row.membershipStatus === "unproved";
  const viaProvider = row.onlyWorkspaceId !== null && !unproved;
  // Where nobody is let in like this any more, whoever was before is out until the proof.
  const { "selfreg.check": check, "selfreg.mode": mode } = workspace.policies;
  if (unproved && (check !== "free" || mode === "off")) {
    return { caller: { kind: "anonymous" }, workspace, afterwards: null };
  }
  // What one workspace's provider said opens no other; and where the provider is the only way in, a password opens
  // nothing but for the one administrator who stands by (O-05).
  const isSpare = isAdmin && row.membershipId === workspace.singleSignOn?.spareAdminId;
  if (viaProvider ? row.onlyWorkspaceId !== workspace.id : isPasswordless(workspace) && !isSpare) {
    return { caller: { kind: "anonymous" }, workspace, afterwards: null };
  }
  const person = personOf({
    ...row,
    viaProvider,
    userId,
    sessionId,
    firstName: row.firstName ?? "",
    lastName: row.lastName ?? "",
    language: row.language ?? "en",
    mustChangePassword: row.mustChangePassword ?? false,
    ...(viaProvider && { workspaces: JSON.stringify([{ slug: workspace.slug, name: workspace.name }]) }),
  });
  const { membershipId, membershipStatus } = row;
  const isMember =
    membershipId &&
    (membershipStatus === "active" || membershipStatus === "deactivated" || membershipStatus === "unproved");
  // Who was set up and counts from the first visit: this is it (D22).
  const firstVisit = membershipStatus === "active" && row.seatSince === null;
  const stale = now - lastSeenAt > fiveMinutes || firstVisit;
  const afterwards = stale
    ? () =>
        db.batch([
          touchSession(db, sessionId, now),
          touchMembership(db, workspace.id, membershipId ?? "", now, firstVisit),
        ])
    : null;
  if (!isMember) return { caller: { kind: "person", person }, workspace, afterwards };
  return {
    caller: {
      kind: "member",
      person,
      workspace,
      membership: {
        id: membershipId,
        status: membershipStatus,
        accessEnded: membershipStatus === "deactivated" && row.deactivatedBy === "access_end",
        ...(row.unproved && { unproved: JSON.parse(row.unproved) as UnprovedAddress }),
        roles,
        allRoles,
      },
    },
    workspace,
    afterwards,
  };
}

/** The roles that count while somebody acts in one of theirs; a role they lost meanwhile narrows nothing (F17). */
function inOneRole(roles: HeldRole[], acting: string | null): HeldRole[] {
  const chosen = roles.filter(({ role }) => role === acting);
  return chosen.length > 0 ? chosen : roles;
}

type PersonRow = {
  userId: string;
  email: string | null;
  emailVerifiedAt: number | null;
  mustChangePassword: boolean;
  loginName?: string | null;
  firstName: string;
  lastName: string;
  language: string;
  sessionId: string;
  viaProvider: boolean;
  workspaces: string | null;
  customers: string | null;
};

function personOf(row: PersonRow): SignedInPerson {
  const { viaProvider } = row;
  return {
    userId: row.userId,
    email: row.email ?? "",
    // In its own workspace the provider's word counts, and a password is nothing that anybody there has to choose.
    emailVerified: viaProvider || row.emailVerifiedAt !== null,
    mustChangePassword: !viaProvider && row.mustChangePassword,
    loginName: row.loginName ?? null,
    firstName: row.firstName,
    lastName: row.lastName,
    language: chooseLanguage([row.language], "en"),
    sessionId: row.sessionId,
    viaProvider,
    workspaces: JSON.parse(row.workspaces ?? "[]") as { slug: string; name: string }[],
    // A workspace's provider is no word about what somebody may do above it.
    customers: viaProvider ? [] : (JSON.parse(row.customers ?? "[]") as { id: string; name: string }[]),
  };
}

type FoundCaller = Awaited<ReturnType<typeof callerInWorkspace>>[number];

/** The workspace's row as the domain wants it. */
function workspaceOf(
  row: FoundCaller["workspace"],
  {
    customerName,
    providerName,
    providerEnforcedAt,
    providerSpareAdmin,
    customRoles,
  }: Pick<
    FoundCaller,
    "customerName" | "providerName" | "providerEnforcedAt" | "providerSpareAdmin" | "customRoles"
  >,
): CallerWorkspace {
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    customerId: row.customerId,
    customerName,
    accentColor: row.accentColor,
    timeZone: row.timeZone,
    language: row.language as Language,
    status: row.status,
    inviteEpoch: row.inviteEpoch,
    supportContact: row.supportContact,
    replyTo: row.replyTo,
    senderName: row.senderName,
    mailTexts: row.mailTexts,
    logo: logoPath(row),
    policies: policiesOf(row.preset, row.policyOverrides),
    preset: row.preset,
    policyOverrides: row.policyOverrides,
    customRoles: parseCustomRoles(customRoles),
    plan: row.plan,
    seats: row.seats,
    singleSignOn:
      providerName === null
        ? null
        : { name: providerName, enforced: providerEnforcedAt !== null, spareAdminId: providerSpareAdmin },
  };
}

/**
 * Who sends this API key: its workspace, its scopes, and its creator's roles of today (O-17, O-19).
 * Null for an unknown or revoked key, or one whose creator is no active member.
 *
 * Throws RATE_LIMITED, before any query, where too many keys without a seal of ours come from one place:
 * junk, or keys from before the seal and from before the ring was rotated, which go on working.
 */
export async function resolveKey(
  ctx: Context,
  key: string,
): Promise<{
  caller: Extract<Caller, { kind: "apiKey" }>;
  afterwards: (() => Promise<unknown>) | null;
} | null> {
  const [, unsealed = "", seal = ""] = /^(.*)_([\w-]{8})$/.exec(key) ?? [];
  if (!(await ctx.tokens.isSealed(unsealed, seal))) {
    const room = await ctx.limits.allow("api", `unsealed:${ctx.request.ip ?? ""}`);
    if (!room) throw new DomainError("RATE_LIMITED", { retryAfter: 60 });
  }
  const [row] = await callerByKey(ctx.db, await ctx.secrets.sha256(key));
  if (row?.workspace.status !== "active") return null;
  const now = ctx.now();
  const stale = now - (row.lastUsedAt ?? 0) > fiveMinutes;
  return {
    caller: {
      kind: "apiKey",
      workspace: workspaceOf(row.workspace, row),
      key: {
        id: row.keyId,
        name: row.keyName,
        scopes: row.scopes,
        creatorMembershipId: row.membershipId,
        creatorRoles: heldRoles(row.roles),
        maxRole: isSystemRole(row.maxRole) ? row.maxRole : "learner",
      },
    },
    afterwards: stale ? () => touchKey(ctx.db, row.workspace.id, row.keyId, now) : null,
  };
}
