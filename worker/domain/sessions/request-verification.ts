import * as z from "zod";
import { insertVerification, latestVerification } from "../../../db/queries/email-verifications.ts";
import { insertOutbox } from "../../../db/queries/outbox.ts";
import type { Statement } from "../../../db/queries/statements.ts";
import { commit } from "../commit.ts";
import type { Context } from "../context.ts";
import { DomainError } from "../errors.ts";
import { personOf } from "../joining/view-invitation.ts";
import { outboxRow, wakeMail } from "../mail/queue-mail.ts";
import { publicUseCase } from "../use-case.ts";

const day = 86_400_000;
const pause = 60_000;

/**
 * Mails a signed-in person the link that proves their address (F114, D37). Nothing happens for one that
 * is proved. Throws NOT_SIGNED_IN, RATE_LIMITED within a minute of the last one.
 */
export const requestVerification = publicUseCase(
  z.strictObject({}),
  async (ctx): Promise<{ email: string }> => {
    const person = personOf(ctx.caller);
    if (!person || ctx.caller.kind !== "member") throw new DomainError("NOT_SIGNED_IN");
    const result = { email: person.email };
    if (person.emailVerified) return result;
    const [latest] = await latestVerification(ctx.db, person.userId);
    const wait = (latest?.createdAt ?? 0) + pause - ctx.now();
    if (wait > 0) throw new DomainError("RATE_LIMITED", { retryAfter: Math.ceil(wait / 1000) });
    const { workspace } = ctx.caller;
    await commit(
      ctx,
      verificationMail(ctx, workspace.id, person.userId, person.email, person.language),
      result,
    );
    await wakeMail(ctx, workspace.id);
    return result;
  },
);

/** The link's row and its mail, for the batch of whatever asks for proof. */
export function verificationMail(
  ctx: Context,
  workspaceId: string,
  userId: string,
  email: string,
  language: string,
): Statement[] {
  const now = ctx.now();
  const id = ctx.ids.next("verification");
  return [
    insertVerification(ctx.db, { id, userId, workspaceId, email, createdAt: now, expiresAt: now + day }),
    insertOutbox(
      ctx.db,
      outboxRow(ctx, { workspaceId, template: "verify_address", to: email, language, subjectId: id, op: id }),
    ),
  ];
}
