import * as z from "zod";
import { changeInvitation, invitationById, membershipByEmail } from "../../../db/queries/invitations.ts";
import { changeMembership } from "../../../db/queries/memberships.ts";
import { cancelOutboxOf, insertOutbox } from "../../../db/queries/outbox.ts";
import { forgetToldOf } from "../../../db/queries/session-mails.ts";
import { guardChanged, isUniqueRefusal, type Statement } from "../../../db/queries/statements.ts";
import type { invitations } from "../../../db/schema/index.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { emailField, idField, languageField, nameField, noteField } from "../fields.ts";
import { outboxRow, undoDelay, wakeMail } from "../mail/queue-mail.ts";
import { searchTermsOf } from "../people/person-name.ts";
import { type MemberContext, memberUseCase, within } from "../use-case.ts";
import { knownOf, knownQueries } from "./decide-offer.ts";
import { editedOffer } from "./edited-offer.ts";
import { requireInvitation } from "./invitation-authority.ts";
import { type InvitationView, invitationView, parseRoles, statusAt } from "./invitation-view.ts";
import { offerFields, roleNamesOf, type WantedOffer } from "./offer-fields.ts";
import { noReminders, planReminders, termBegins } from "./reminders.ts";
import { refuseSixthSend, sendTimesWith } from "./send-limits.ts";
import { tellPending } from "./tell-pending.ts";
import { decideTerm, type WantedTerm } from "./terms.ts";

type InvitationRow = typeof invitations.$inferSelect;

export const editInvitationFields = z.strictObject({
  invitationId: idField("invitation"),
  email: emailField.optional(),
  firstName: nameField.optional(),
  lastName: nameField.optional(),
  ...offerFields,
  language: languageField.optional(),
  message: noteField.optional(),
  linkTermSeconds: z.int("Give whole seconds.").nullable().optional(),
  linkExpiresAt: z.coerce.date("Give a time, like 2026-12-31T18:00:00Z.").optional(),
  /** The revision that the editor saw; when given and stale, nothing is overwritten. */
  revision: z.int().optional(),
});

/**
 * Changes an open invitation in place (F23, F106). The link stays; a changed address replaces it, mails
 * the new one, and the old address gets nothing more. The invitee who is reading sees the new terms
 * before joining, because every edit counts the revision up.
 *
 * Throws NOT_PENDING, EDIT_CONFLICT, ALREADY_MEMBER or ALREADY_INVITED for a taken address, RESEND_LIMIT
 * for the sixth mail within a day, ROLE_ABOVE_YOURS for what it offered or is to offer, ELSEWHERE_TOO where it
 * leads outside of the asker's part as well.
 */
export const editInvitation = memberUseCase(
  within("invitation.manage"),
  editInvitationFields,
  async (ctx, input): Promise<InvitationView> => {
    const { workspace } = ctx;
    const [found, taken, ...known] = await ctx.db.batch([
      invitationById(ctx.db, workspace.id, input.invitationId),
      membershipByEmail(ctx.db, workspace.id, input.email ?? ""),
      ...knownQueries(ctx, [input], input.invitationId),
    ]);
    const row = found[0];
    if (!row) throw new DomainError("NOT_FOUND");
    requireInvitation(ctx, row);
    const now = ctx.now();
    if (statusAt(row.invitation, now) !== "pending") throw new DomainError("NOT_PENDING");
    if (input.revision !== undefined && input.revision !== row.invitation.revision) {
      throw new DomainError("EDIT_CONFLICT");
    }
    const holder = taken[0]?.membership;
    // The address that it has may be somebody's who came in by themselves (P-04): their row keeps it.
    const moves = input.email !== undefined && input.email !== row.invitation.email;
    if (moves && holder && holder.id !== row.membership.id) {
      throw new DomainError(holder.status === "pending" ? "ALREADY_INVITED" : "ALREADY_MEMBER", {
        params: ctx.reach("people.view") === "everywhere" ? { membershipId: holder.id } : {},
      });
    }
    const edited = editedOffer(ctx, row, offerOnly(input), knownOf(...known));

    const op = ctx.ids.next("event");
    const email = input.email ?? row.invitation.email;
    const names = {
      firstName: input.firstName ?? row.membership.firstName,
      lastName: input.lastName ?? row.membership.lastName,
    };
    const term = editedTerm(ctx, row.invitation, { ...input, email });
    const generation = row.invitation.generation + (moves ? 1 : 0);
    const wasSent = row.invitation.sendTimes.length > 0;
    if (moves && wasSent) refuseSixthSend(row.invitation, now);
    const values = {
      ...term,
      email,
      language: input.language ?? row.invitation.language,
      note: input.message === undefined ? row.invitation.note : input.message || null,
      revision: row.invitation.revision + 1,
      generation,
      ...(moves
        ? {
            floorGeneration: generation,
            linkExposed: false,
            sendTimes: wasSent ? sendTimesWith(row.invitation, now) : [],
            delivery: wasSent ? ("queued" as const) : row.invitation.delivery,
            deliveryDetail: null,
          }
        : {}),
      lastOp: op,
    };
    const after = { ...row.invitation, ...values };
    const delay = undoDelay(ctx);
    const statements: Statement[] = [
      changeInvitation(ctx.db, row.invitation, values),
      guardChanged(ctx.db),
      changeMembership(ctx.db, workspace.id, row.membership.id, {
        ...(moves ? { email } : {}),
        ...names,
        ...edited.membership,
        language: values.language,
        searchTerms: searchTermsOf({ ...names, email }),
      }),
      ...edited.statements,
    ];
    if (moves) {
      statements.push(cancelOutboxOf(ctx.db, workspace.id, row.invitation.id));
      if (wasSent) {
        statements.push(
          insertOutbox(
            ctx.db,
            outboxRow(ctx, {
              workspaceId: workspace.id,
              template: "invitation",
              to: email,
              language: values.language,
              invitationId: row.invitation.id,
              generation,
              note: values.note,
              op,
              delay,
            }),
          ),
        );
      }
    }
    const tells = wasSent && (moves || input.sessionIds !== undefined);
    if (tells) {
      statements.push(
        ...(moves ? [forgetToldOf(ctx.db, workspace.id, row.membership.id)] : []),
        ...tellPending(ctx, workspace, {
          workspaceId: workspace.id,
          op,
          membershipIds: JSON.stringify([row.membership.id]),
          dueAt: now + delay * 1000,
        }),
      );
    }
    const before = {
      email: row.invitation.email,
      roles: roleNamesOf(parseRoles(row.roles)),
      ...namesOf(row.membership),
    };
    statements.push(
      ...audit(ctx, {
        workspaceId: workspace.id,
        actor: ctx.actor,
        action: "invitation.edited",
        membershipId: row.membership.id,
        targetId: row.invitation.id,
        op,
        details: {
          before: { ...before, expiresAt: row.invitation.expiresAt, ...edited.details.before },
          after: {
            email,
            roles: roleNamesOf(edited.roles),
            ...names,
            expiresAt: after.expiresAt,
            ...edited.details.after,
          },
        },
      }),
    );
    const result = invitationView(
      {
        invitation: after,
        membership: { ...row.membership, ...names, ...edited.membership },
        roles: JSON.stringify(edited.roles),
        places: edited.places,
        // Who reads another mailbox never asked for a seat.
        seatWait: moves ? null : row.seatWait,
      },
      now,
    );
    const done = await commitUnlessTaken(() => commit(ctx, statements, result));
    if (!done) throw new DomainError("EDIT_CONFLICT");
    if ((moves && wasSent) || tells) await wakeMail(ctx, workspace.id, delay);
    return result;
  },
);

/**
 * The columns of the term and the reminders that an edit changes. Another address gets a link of its own, whose
 * term begins when it is mailed; another term of the same link begins now; both plan the reminders anew.
 */
export function editedTerm(
  ctx: MemberContext,
  invitation: InvitationRow,
  wanted: WantedTerm & { email: string },
): Partial<Pick<InvitationRow, "termMs" | "expiresAt" | "issuedAt" | "reminders" | "remindAt">> {
  const { policies } = ctx.workspace;
  const now = ctx.now();
  const moves = wanted.email !== invitation.email;
  const decides = wanted.linkTermSeconds !== undefined || wanted.linkExpiresAt !== undefined;
  // What the consumer issues in this very moment is not written back.
  if (!moves && !decides) return {};
  const { termMs, expiresAt } = decides ? decideTerm(ctx, policies, wanted) : invitation;
  const link = {
    issuedAt: moves ? null : invitation.issuedAt,
    expiresAt: moves && termMs !== null ? now + termMs : expiresAt,
  };
  const term = { termMs, expiresAt: link.expiresAt };
  const wasSent = invitation.sendTimes.length > 0;
  return {
    ...term,
    ...(moves ? { issuedAt: null } : {}),
    ...(wasSent ? planReminders(policies, termBegins(term, now), link) : noReminders),
  };
}

/** What an edit says about roles, places and the rest of the offer. */
function offerOnly(input: z.output<typeof editInvitationFields>): WantedOffer {
  return Object.fromEntries(
    Object.entries(input).filter(([field, value]) => field in offerFields && value !== undefined),
  ) as WantedOffer;
}

function namesOf(membership: { firstName: string; lastName: string }) {
  return { firstName: membership.firstName, lastName: membership.lastName };
}

async function commitUnlessTaken<Result>(write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    if (isUniqueRefusal(error)) throw new DomainError("ALREADY_INVITED");
    throw error;
  }
}
