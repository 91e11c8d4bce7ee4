import { invitationForJoining } from "../../../db/queries/invitations.ts";
import type { CallerWorkspace, Context, LinkClaims, SingleSignOn } from "../context.ts";
import { DomainError, type ErrorCode } from "../errors.ts";
import { mayGrant, notAbove } from "../granting.ts";
import { heldRole, heldRoles, parseCustomRoles } from "../held-roles.ts";
import { isId } from "../ids.ts";
import { parseRoles, type RoleView, statusAt } from "../invitations/invitation-view.ts";
import { claimsOfLink, epochOf } from "../invitations/link.ts";
import { type CustomRole, isSystemRole, scopesFor } from "../permissions.ts";
import { type Policies, policiesOf } from "../policies.ts";
import { type RegistrationOfLink, readRegistration } from "../registering/read-registration.ts";
import { logoPath } from "../workspaces/logo.ts";

type JoiningRow = Awaited<ReturnType<typeof invitationForJoining>>[number];

/** What a link means at this moment, before anybody is asked who they are. */
export type LinkState =
  | "open"
  | "expired"
  | "superseded"
  | "canceled"
  | "declined"
  | "used"
  /** Of a registration: proved, and somebody has to approve. */
  | "waiting"
  /** Of a registration: it was not approved, or nothing of this kind is taken any more. */
  | "refused"
  /** Of a registration: nobody followed it in time, and it was forgotten. */
  | "lapsed";

export interface ReadLink {
  claims: LinkClaims;
  state: LinkState;
  row: JoiningRow;
  roles: RoleView[];
  policies: Policies;
  /** The roles of the workspace's own. */
  customRoles: readonly CustomRole[];
  singleSignOn: SingleSignOn | null;
  /** Of a link that was asked for by who registered: there is no invitation yet, `row` tells the one that it becomes. */
  registration: RegistrationOfLink | null;
}

/**
 * Verifies a link and reads its row. A bad signature costs no query.
 *
 * Throws INVITATION_INVALID for anything that is not one of our links, or names no row of its workspace.
 */
export async function readLink(ctx: Context, token: string): Promise<ReadLink> {
  const claims = await ctx.tokens.verify("invite", token, ctx.now());
  if (!claims) throw new DomainError("INVITATION_INVALID");
  if (isId("registration", claims.sub)) {
    const found = await readRegistration(ctx, claims.ws, claims.sub);
    if (!found) throw new DomainError("INVITATION_INVALID");
    return readRow(ctx, claims, found.row, found.registration);
  }
  const [row] = await invitationForJoining(ctx.db, claims.ws, claims.sub);
  if (!row) throw new DomainError("INVITATION_INVALID");
  return readRow(ctx, claims, row);
}

/**
 * The latest invitation of somebody who did not come by its link but proved the address otherwise, as if they had
 * opened it: with every check of a link, and as little proof of the mailbox as a copied one. Null for one that was
 * never issued: nobody was told of it yet.
 */
export async function readOpenInvitation(
  ctx: Context,
  workspaceId: string,
  id: string,
): Promise<ReadLink | null> {
  const [row] = await invitationForJoining(ctx.db, workspaceId, id);
  const issuedAt = row?.invitation.issuedAt ?? null;
  if (!row || issuedAt === null) return null;
  return readRow(ctx, claimsOfLink({ ...row.invitation, issuedAt }, "copy"), row);
}

/**
 * The registration that an act has just opened for somebody who has proved its address by their account, as if they had
 * followed its link. `id` is SQL that finds it (`registrationOfOwner`); null: there is none.
 */
export async function readOwnRegistration(
  ctx: Context,
  workspaceId: string,
  id: Parameters<typeof readRegistration>[2],
): Promise<ReadLink | null> {
  const found = await readRegistration(ctx, workspaceId, id);
  if (!found) return null;
  const claims = claimsOfLink({ ...found.row.invitation, issuedAt: ctx.now() }, "mail");
  return readRow(ctx, claims, found.row, found.registration);
}

function readRow(
  ctx: Context,
  claims: LinkClaims,
  row: JoiningRow,
  registration: RegistrationOfLink | null = null,
): ReadLink {
  const { providerName, providerEnforcedAt, providerSpareAdmin } = row;
  const policies = policiesOf(row.workspace.preset, row.workspace.policyOverrides);
  return {
    claims,
    row,
    state: registrationState(registration, policies) ?? stateOf(ctx, claims, row),
    roles: parseRoles(row.roles),
    policies,
    customRoles: parseCustomRoles(row.customRoles),
    registration,
    singleSignOn:
      providerName === null
        ? null
        : { name: providerName, enforced: providerEnforcedAt !== null, spareAdminId: providerSpareAdmin },
  };
}

/** The error that each dead state means for an act on the link. */
export const refusals: Record<Exclude<LinkState, "open">, ErrorCode> = {
  expired: "INVITATION_EXPIRED",
  superseded: "INVITATION_SUPERSEDED",
  canceled: "INVITATION_CANCELED",
  declined: "INVITATION_DECLINED",
  used: "INVITATION_USED",
  waiting: "INVITATION_USED",
  refused: "INVITATION_CANCELED",
  lapsed: "INVITATION_EXPIRED",
};

/** What a registration's link means beyond what an invitation's can; null: ask that. */
function registrationState(registration: RegistrationOfLink | null, policies: Policies): LinkState | null {
  if (!registration) return null;
  const { status } = registration.row;
  if (status === "waiting" || status === "refused" || status === "lapsed") return status;
  // Nobody registers here any more, unless the place is paid for.
  const closed = policies["selfreg.mode"] === "off" && !registration.isPaid;
  return status === "started" && closed ? "refused" : null;
}

function stateOf(ctx: Context, claims: LinkClaims, row: JoiningRow): LinkState {
  const { invitation, workspace } = row;
  const status = statusAt(invitation, ctx.now());
  if (status === "accepted") return "used";
  if (row.newerPending) return "superseded";
  if (status === "canceled" || workspace.status !== "active") return "canceled";
  if (status === "declined") return "declined";
  if (status === "expired") return isLatest(row) ? "expired" : past(row);
  // The last day of access that was offered is over (F38): there is nothing left to join.
  if (row.membership.accessEndsAt !== null && row.membership.accessEndsAt <= ctx.now()) return "expired";
  if (!authorityStands(row)) return "canceled";
  const outdated = claims.gen < invitation.floorGeneration || claims.gen > invitation.generation;
  // Tokens hold whole seconds: one issued within the second of the kill switch counts as older.
  if (outdated || claims.iat * 1000 < epochOf(ctx, workspace)) return "superseded";
  return "open";
}

/** Only the latest invitation of a person counts: an older one that ran out comes back by no path. */
function isLatest({ invitation, membership }: Pick<JoiningRow, "invitation" | "membership">): boolean {
  return membership.invitationId === invitation.id;
}

/** What became of the person whose newer invitation is over as well. */
function past({ membership }: JoiningRow): LinkState {
  return membership.status === "active" ? "used" : "canceled";
}

/**
 * Whether the inviter could still offer these roles today (Z-07). Learner invitations stay good;
 * the house's own invitations always do.
 */
function authorityStands(row: JoiningRow): boolean {
  const offered = parseRoles(row.roles).filter(({ role }) => role !== "learner");
  if (offered.length === 0 || row.invitation.inviterKind === "system") return true;
  const policies = policiesOf(row.workspace.preset, row.workspace.policyOverrides);
  const customRoles = parseCustomRoles(row.customRoles);
  // Of a custom role the workspace may have taken the right to invite alone.
  const roles = heldRoles(row.inviterRoles).filter(
    (held) => isSystemRole(held.role) || scopesFor([held], "invitation.create", policies).length > 0,
  );
  return offered.every((offer) => {
    const ceiling = row.invitation.inviterKind === "apiKey" ? row.keyMaxRole : null;
    if (ceiling && isSystemRole(ceiling) && !notAbove(offer.role, ceiling, customRoles)) return false;
    return mayGrant({ roles, policies, customRoles }, offer.role, heldRole(offer).scope);
  });
}

/** The workspace as mails and pages of an invitee need it. */
export function workspaceOf(
  read: ReadLink,
): Pick<
  CallerWorkspace,
  "id" | "slug" | "name" | "customerName" | "accentColor" | "timeZone" | "supportContact" | "logo"
> {
  const { workspace, customerName } = read.row;
  return {
    id: workspace.id,
    slug: workspace.slug,
    name: workspace.name,
    customerName,
    accentColor: workspace.accentColor,
    timeZone: workspace.timeZone,
    supportContact: workspace.supportContact,
    logo: logoPath(workspace),
  };
}
