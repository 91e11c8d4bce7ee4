import * as z from "zod";
import { present } from "../../../db/queries/columns.ts";
import {
  accountElsewhere,
  closeExpired,
  deleteRoles,
  insertInvitation,
  insertMembership,
  insertRoles,
  membershipByEmail,
  reuseMembership,
} from "../../../db/queries/invitations.ts";
import { counter, countUp } from "../../../db/queries/limits.ts";
import { insertOutbox } from "../../../db/queries/outbox.ts";
import { guardChanged, type Statement } from "../../../db/queries/statements.ts";
import type { invitations, memberships } from "../../../db/schema/index.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError, type FieldError } from "../errors.ts";
import { emailField, languageField, nameField, noteField, roleField } from "../fields.ts";
import type { Language } from "../languages.ts";
import { outboxRow, undoDelay, wakeMail } from "../mail/queue-mail.ts";
import { searchTermsOf } from "../people/person-name.ts";
import { type MemberContext, memberUseCase } from "../use-case.ts";
import { type InvitationView, invitationView, statusAt } from "./invitation-view.ts";
import { checkRoles, decideTerm } from "./terms.ts";

const day = 86_400_000;

export const inviteUserFields = z.strictObject({
  email: emailField,
  firstName: nameField.optional(),
  lastName: nameField.optional(),
  roles: z.array(roleField, "Give a list of roles.").max(8, "At most 8 roles.").optional(),
  language: languageField.optional(),
  message: noteField.optional(),
  linkTermSeconds: z.int("Give whole seconds.").nullable().optional(),
  linkExpiresAt: z.coerce.date("Give a time, like 2026-12-31T18:00:00Z.").optional(),
  tellInviter: z.boolean().optional(),
  /** False prepares the invitation and sends nothing; its term begins with the first sending (F42). */
  send: z.boolean().optional(),
});

export interface Invited {
  invitation: InvitationView;
  /** D18: the address already has an account with this customer, and the policy lets the inviter know. */
  advice: "account_elsewhere" | null;
  /** The act, for undoing it; null where it cannot be undone. */
  undo: { op: string; until: number } | null;
}

/**
 * Invites one person (F28 to F32, F41 to F45). Creates a pending membership that grants nothing, the
 * invitation, and the mail in the outbox.
 *
 * Throws ALREADY_MEMBER, ALREADY_INVITED or MEMBER_DEACTIVATED with `membershipId` (and
 * `invitationId`), ACCOUNT_ELSEWHERE where D18 blocks, ROLE_ABOVE_YOURS, DAILY_LIMIT.
 */
export const inviteUser = memberUseCase(
  "invitation.create",
  inviteUserFields,
  async (ctx, input): Promise<Invited> => {
    const { workspace } = ctx;
    const { policies } = workspace;
    const roles = [...new Set(input.roles ?? defaultRoles(ctx))];
    checkRequired(ctx, input);
    checkRoles(ctx, roles);
    const term = decideTerm(ctx, policies, input);
    const now = ctx.now();
    const today = now - (now % day);
    const asksElsewhere = policies["invite.existing_elsewhere"] !== "silent";
    // The answer tells of accounts elsewhere, so nobody goes through a list of addresses with it (D18).
    if (asksElsewhere && !(await ctx.limits.allow("invite", ctx.actor.id ?? ""))) {
      throw new DomainError("RATE_LIMITED", { retryAfter: 60 });
    }

    const [existing, elsewhere, sentToday] = await ctx.db.batch([
      membershipByEmail(ctx.db, workspace.id, input.email),
      accountElsewhere(ctx.db, asksElsewhere ? workspace.customerId : "", workspace.id, input.email),
      counter(ctx.db, `invitations:${workspace.id}`, today),
    ]);
    const known = existing[0] && { ...existing[0], invitation: present(existing[0].invitation) };
    if (known) refuseKnown(known, now);
    if (elsewhere[0] && policies["invite.existing_elsewhere"] === "block") {
      throw new DomainError("ACCOUNT_ELSEWHERE");
    }
    if ((sentToday[0]?.count ?? 0) >= ctx.settings.invitationsPerDay) {
      throw new DomainError("DAILY_LIMIT", { retryAfter: Math.ceil((today + day - now) / 1000) });
    }

    const op = ctx.ids.next("event");
    const sends = input.send !== false;
    const membershipId = known?.membership.id ?? ctx.ids.next("membership");
    const language = input.language ?? (workspace.language as Language);
    const names = { firstName: input.firstName ?? "", lastName: input.lastName ?? "" };
    const invitation: typeof invitations.$inferInsert = {
      workspaceId: workspace.id,
      id: ctx.ids.next("invitation"),
      membershipId,
      email: input.email,
      status: "pending",
      generation: 1,
      floorGeneration: 1,
      revision: 1,
      language,
      note: input.message || null,
      ...term,
      linkExposed: false,
      tellInviter: input.tellInviter ?? true,
      inviterKind: ctx.actor.kind === "apiKey" ? "apiKey" : "member",
      inviterId: ctx.actor.id ?? "",
      inviterName: ctx.actor.name,
      origin: ctx.actor.kind === "apiKey" ? "api" : "form",
      delivery: sends ? "queued" : "prepared",
      sendTimes: sends ? [now] : [],
      lastOp: op,
      createdAt: now,
    };
    const membership: typeof memberships.$inferInsert = {
      workspaceId: workspace.id,
      id: membershipId,
      email: input.email,
      ...names,
      language,
      status: "pending",
      shownAs: "pending",
      delivery: invitation.delivery,
      linkExpiresAt: term.expiresAt,
      invitationId: invitation.id,
      inviterId: invitation.inviterId,
      searchTerms: searchTermsOf({ ...names, email: input.email }),
      createdAt: now,
      lastOp: op,
    };

    const delay = undoDelay(ctx);
    const statements: Statement[] = [];
    if (known?.invitation) {
      statements.push(
        closeExpired(ctx.db, workspace.id, known.invitation.id, now, op),
        reuseMembership(ctx.db, workspace.id, membershipId, known.invitation.id, membership),
        guardChanged(ctx.db),
        deleteRoles(ctx.db, workspace.id, membershipId),
      );
    } else {
      statements.push(insertMembership(ctx.db, membership), guardChanged(ctx.db));
    }
    statements.push(
      insertRoles(
        ctx.db,
        workspace.id,
        membershipId,
        roles.map((role) => ({ role })),
      ),
      insertInvitation(ctx.db, invitation),
      guardChanged(ctx.db),
      countUp(
        ctx.db,
        `invitations:${workspace.id}`,
        today,
        1,
        today + 2 * day,
        ctx.settings.invitationsPerDay,
      ),
      guardChanged(ctx.db),
      ...audit(ctx, {
        workspaceId: workspace.id,
        actor: ctx.actor,
        action: "invitation.created",
        membershipId,
        targetId: invitation.id,
        op,
        details: { email: input.email, ...names, roles, sent: sends },
      }),
    );
    if (sends) {
      statements.push(
        insertOutbox(
          ctx.db,
          outboxRow(ctx, {
            workspaceId: workspace.id,
            template: "invitation",
            to: input.email,
            language,
            invitationId: invitation.id,
            generation: 1,
            note: invitation.note ?? null,
            op,
            delay,
          }),
        ),
      );
    }

    const result: Invited = {
      invitation: invitationView(
        {
          invitation: invitation as typeof invitations.$inferSelect,
          membership: membership as typeof memberships.$inferSelect,
          roles: JSON.stringify(roles.map((role) => ({ role, unitId: null, groupId: null }))),
        },
        now,
      ),
      advice: elsewhere[0] && policies["invite.existing_elsewhere"] === "advise" ? "account_elsewhere" : null,
      undo: sends && delay > 0 ? { op, until: now + delay * 1000 } : null,
    };
    if ((await commit(ctx, statements, result)) === null) {
      // Somebody invited the same address in this very moment, or took the day's last place.
      const [again] = await membershipByEmail(ctx.db, workspace.id, input.email);
      if (again) refuseKnown({ ...again, invitation: present(again.invitation) }, now);
      throw new DomainError("DAILY_LIMIT", { retryAfter: Math.ceil((today + day - now) / 1000) });
    }
    if (sends) await wakeMail(ctx, workspace.id, delay);
    return result;
  },
);

function defaultRoles(ctx: MemberContext) {
  const role = ctx.workspace.policies["invite.default_role"];
  return role ? [role] : [];
}

function checkRequired(ctx: MemberContext, input: z.output<typeof inviteUserFields>): void {
  const required = ctx.workspace.policies["invite.required"];
  const errors: FieldError[] = [];
  if (required.includes("first_name") && !input.firstName) {
    errors.push({ path: "firstName", code: "required", message: "Enter the first name." });
  }
  if (required.includes("last_name") && !input.lastName) {
    errors.push({ path: "lastName", code: "required", message: "Enter the last name." });
  }
  if (errors.length > 0) throw new DomainError("VALIDATION_FAILED", { errors });
}

function refuseKnown(
  known: { membership: typeof memberships.$inferSelect; invitation: typeof invitations.$inferSelect | null },
  now: number,
): void {
  const params = { membershipId: known.membership.id, invitationId: known.invitation?.id ?? null };
  if (known.membership.status === "active") throw new DomainError("ALREADY_MEMBER", { params });
  if (known.membership.status === "deactivated") throw new DomainError("MEMBER_DEACTIVATED", { params });
  const open = known.invitation && statusAt(known.invitation, now) === "pending";
  if (open) throw new DomainError("ALREADY_INVITED", { params });
}
