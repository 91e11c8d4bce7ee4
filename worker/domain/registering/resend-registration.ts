import * as z from "zod";
import { renewRegistration } from "../../../db/queries/registered-joins.ts";
import { insertRegistrationMail } from "../../../db/queries/registrations.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { refuseHastyMail, sendTimesWith } from "../invitations/send-limits.ts";
import { outboxRow, wakeMail } from "../mail/queue-mail.ts";
import { memberUseCase, within } from "../use-case.ts";
import { findRegistration } from "./find-registration.ts";
import { registrationTerm } from "./registration-statements.ts";
import { type RegistrationView, registrationView } from "./registration-view.ts";

/**
 * Mails somebody who registered and has not proved their mailbox a new link; the older ones end. Within the limits of
 * resending an invitation (E-11). Throws NOT_FOUND, NOT_PENDING, RESEND_LIMIT, EDIT_CONFLICT.
 */
export const resendRegistration = memberUseCase(
  within("registration.manage"),
  z.strictObject({ registrationId: idField("registration") }),
  async (ctx, { registrationId }): Promise<RegistrationView> => {
    const row = await findRegistration(ctx, registrationId);
    if (row.status !== "started") throw new DomainError("NOT_PENDING");
    const now = ctx.now();
    const sent = { sendTimes: JSON.parse(row.sendTimes) as number[] };
    refuseHastyMail(ctx, sent, now);
    const workspaceId = ctx.workspace.id;
    const { id, email, language, lastOp } = row;
    const op = ctx.ids.next("event");
    const expiresAt = Math.max(row.expiresAt, now + registrationTerm);
    const mail = outboxRow(ctx, { workspaceId, template: "registration", to: email, language, op });
    const done = await commit(
      ctx,
      [
        renewRegistration(
          ctx.db,
          { workspaceId, id, lastOp },
          {
            generation: row.generation + 1,
            issuedAt: now,
            expiresAt,
            sendTimes: sendTimesWith(sent, now),
            lastOp: op,
          },
        ),
        guardChanged(ctx.db),
        insertRegistrationMail(ctx.db, mail, { workspaceId, email, op, now }),
        ...audit(ctx, {
          workspaceId,
          actor: ctx.actor,
          action: "registration.resent",
          targetId: id,
          op,
          details: { email },
        }),
      ],
      registrationView({ ...row, expiresAt }),
    );
    if (!done) throw new DomainError("EDIT_CONFLICT");
    await wakeMail(ctx, workspaceId);
    return done;
  },
);
