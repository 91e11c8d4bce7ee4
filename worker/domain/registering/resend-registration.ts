import * as z from "zod";
import { counter, countUp } from "../../../db/queries/limits.ts";
import { renewRegistration } from "../../../db/queries/registered-joins.ts";
import { registrationById } from "../../../db/queries/registration-list.ts";
import { insertRegistrationMail } from "../../../db/queries/registrations.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { refuseHastyMail, sendTimesWith } from "../invitations/send-limits.ts";
import { outboxRow, wakeMail } from "../mail/queue-mail.ts";
import { partFor } from "../members/part.ts";
import { memberUseCase, within } from "../use-case.ts";
import { invitationsPerDay } from "../workspaces/plan.ts";
import { mailsOfDay, registrationTerm } from "./registration-statements.ts";
import { type RegistrationView, registrationView } from "./registration-view.ts";

const day = 86_400_000;

/**
 * Mails somebody who registered and has not proved their mailbox a new link; the older ones end. Within the limits of
 * resending an invitation (E-11), and of the mails that the workspace sends who registers in a day (E-07). Throws
 * NOT_FOUND, NOT_PENDING, RESEND_LIMIT, REGISTRATIONS_DAILY_LIMIT, EDIT_CONFLICT.
 */
export const resendRegistration = memberUseCase(
  within("registration.manage"),
  z.strictObject({ registrationId: idField("registration") }),
  async (ctx, { registrationId }): Promise<RegistrationView> => {
    const { db, workspace } = ctx;
    const now = ctx.now();
    const today = mailsOfDay(workspace.id, now);
    const [[row], [mailed]] = await db.batch([
      registrationById(db, workspace.id, registrationId, partFor(ctx, "registration.manage")),
      counter(db, today.key, today.windowStart),
    ]);
    if (!row) throw new DomainError("NOT_FOUND");
    if (row.status !== "started") throw new DomainError("NOT_PENDING");
    const sent = { sendTimes: JSON.parse(row.sendTimes) as number[] };
    refuseHastyMail(ctx, sent, now);
    const workspaceId = workspace.id;
    const most = invitationsPerDay(ctx.settings, workspace);
    if ((mailed?.count ?? 0) >= most) {
      const retryAfter = Math.ceil((today.windowStart + day - now) / 1000);
      throw new DomainError("REGISTRATIONS_DAILY_LIMIT", { retryAfter });
    }
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
        countUp(ctx.db, today.key, today.windowStart, 1, today.windowStart + 2 * day, most),
        guardChanged(ctx.db),
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
