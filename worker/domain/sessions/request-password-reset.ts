import * as z from "zod";
import {
  type AskedAgain,
  insertAskedAudit,
  insertAskedMail,
  markAskedAgain,
} from "../../../db/queries/asked-again.ts";
import {
  countRequest,
  insertReset,
  insertResetAudit,
  insertResetMail,
  workspaceIdBySlug,
} from "../../../db/queries/password-resets.ts";
import { DomainError } from "../errors.ts";
import { emailField } from "../fields.ts";
import { sendsPerDay, shortestPause } from "../invitations/send-limits.ts";
import { outboxRow, wakeMail } from "../mail/queue-mail.ts";
import { publicUseCase } from "../use-case.ts";

const hour = 3_600_000;
const resetTerm = hour;
const perHour = 3;

/**
 * Sends a link for a new password to an active member of the workspace, or to somebody invited who has an
 * account elsewhere (F120, E-10). Somebody invited who has none has no password to forget: their open
 * invitation is mailed once more, within the limits of resending. Everybody gets the same answer by the
 * same statements, whether or not the address is known or has asked too often.
 *
 * Throws RATE_LIMITED by the client's address alone.
 */
export const requestPasswordReset = publicUseCase(
  z.strictObject({ workspaceSlug: z.string().max(100), email: emailField }),
  async (ctx, { workspaceSlug, email }): Promise<{ accepted: true }> => {
    if (!(await ctx.limits.allow("mail_request", ctx.request.ip ?? ""))) {
      throw new DomainError("RATE_LIMITED", { retryAfter: 60 });
    }
    const now = ctx.now();
    const windowStart = now - (now % hour);
    const counterKey = `reset:${await ctx.secrets.sha256(email)}`;
    const op = ctx.ids.next("event");
    const id = ctx.ids.next("reset");
    const mail = outboxRow(ctx, {
      workspaceId: "",
      template: "password_reset",
      to: email,
      language: "",
      subjectId: id,
      op,
    });
    const [event, details] = insertResetAudit(
      ctx.db,
      {
        id: ctx.ids.next("audit"),
        at: now,
        actorKind: "anonymous",
        actorId: null,
        action: "auth.reset_requested",
        targetId: id,
        op,
        ipPrefix: ctx.request.ipPrefix,
        requestId: ctx.request.id,
      },
      id,
    );
    const asked: AskedAgain = {
      slug: workspaceSlug,
      email,
      now,
      op,
      notBefore: ctx.settings.invitesNotBefore,
      pause: shortestPause,
      perDay: sendsPerDay,
      counterKey,
      windowStart,
      limit: perHour,
    };
    const link = outboxRow(ctx, { workspaceId: "", template: "new_link", to: email, language: "", op });
    const [linkEvent, linkDetails] = insertAskedAudit(
      ctx.db,
      {
        id: ctx.ids.next("audit"),
        at: now,
        actorKind: "anonymous",
        actorId: null,
        action: "invitation.link_requested",
        op,
        ipPrefix: ctx.request.ipPrefix,
        requestId: ctx.request.id,
      },
      asked,
    );
    const [workspaces] = await ctx.db.batch([
      workspaceIdBySlug(ctx.db, workspaceSlug),
      countRequest(ctx.db, counterKey, windowStart, windowStart + 2 * hour),
      insertReset(ctx.db, {
        id,
        slug: workspaceSlug,
        email,
        now,
        expiresAt: now + resetTerm,
        op,
        counterKey,
        windowStart,
        limit: perHour,
      }),
      insertResetMail(ctx.db, mail, id),
      event,
      details,
      markAskedAgain(ctx.db, asked),
      insertAskedMail(ctx.db, link, asked),
      linkEvent,
      linkDetails,
    ]);
    // Also when there is nothing to send: waking for nothing tells nobody anything.
    if (workspaces[0]) await wakeMail(ctx, workspaces[0].id);
    return { accepted: true };
  },
);
