import { countCatalogDay } from "../../../db/queries/catalog-days.ts";
import { claimRegistration, countUse, settleRegistration } from "../../../db/queries/registered-joins.ts";
import { guardChanged, type Statement } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import type { Context } from "../context.ts";
import type { Accepting } from "../joining/accepted-statements.ts";
import type { ReadLink } from "../joining/read-link.ts";
import { dayIn } from "../members/access-end.ts";
import { guardSeats } from "../seats/room.ts";
import { bornStatements, type Joining, settledStatements } from "./join-registered.ts";
import type { RegistrationOfLink } from "./read-registration.ts";

/** True where somebody has to approve who has proved their mailbox (F132). Whoever is a member already is approved. */
export function mustWait({ policies }: ReadLink, { isMember }: RegistrationOfLink): boolean {
  return policies["selfreg.check"] === "moderated" && !isMember;
}

/**
 * The statements of following a registration's link: the claim, the account, and what they become, which is a member
 * at once or somebody who waits for approval. The last use of a registration link goes to one of two (F130); one that
 * takes nobody any more gives nothing and counts nobody, and is in the way of nothing else. Nobody takes a seat that an
 * open invitation holds (F109).
 */
export function registeredStatements(
  ctx: Context,
  read: ReadLink,
  registration: RegistrationOfLink,
  accepting: Accepting,
): Statement[] {
  const { workspace, membership } = read.row;
  const { row, isMember } = registration;
  const { userId, names, now, op } = accepting;
  const waits = mustWait(read, registration);
  const today = dayIn(now, workspace.timeZone);
  const linkId = registration.linkState === "open" ? row.linkId : null;
  const joining: Joining = {
    workspace,
    policies: read.policies,
    registration: { ...row, linkId },
    membershipId: membership.id,
    invitationId: registration.invitationId,
    isMember,
    userId,
    names,
    courseIds: registration.courseIds,
    via: accepting.via,
    now,
    op,
  };
  // Whoever waits by a link that is dead waits for those who answer for the whole catalog.
  const isWithoutLink = registration.linkState !== null && linkId === null;
  const claim: Statement[] = [
    claimRegistration(ctx.db, {
      workspaceId: workspace.id,
      id: row.id,
      generation: read.claims.gen,
      issuedAt: read.claims.iat * 1000,
      now,
      op,
      waits,
      isWithoutLink,
      newAccountFor: accepting.isNew ? row.email : null,
    }),
    guardChanged(ctx.db),
    ...(registration.courseIds.length > 0 ? registration.courseIds : [""]).map((id) =>
      countCatalogDay(ctx.db, workspace.id, today, id, "verified"),
    ),
  ];
  if (waits) {
    const settled = { workspaceId: workspace.id, id: row.id, userId, membershipId: null, op };
    return [
      ...claim,
      ...accepting.userStatements,
      settleRegistration(ctx.db, settled),
      guardChanged(ctx.db),
      ...audit(ctx, {
        workspaceId: workspace.id,
        actor: { kind: "anonymous", id: null, name: "" },
        action: "registration.proved",
        targetId: row.id,
        op,
      }),
    ];
  }
  return [
    ...claim,
    ...(linkId === null
      ? []
      : [countUse(ctx.db, { workspaceId: workspace.id, linkId, now, op }), guardChanged(ctx.db)]),
    ...bornStatements(ctx, joining),
    ...accepting.userStatements,
    ...settledStatements(ctx, joining),
    ...(isMember ? [] : guardSeats(ctx, { ...workspace, policies: read.policies })),
  ];
}
