import * as z from "zod";
import {
  insertLimitedVerification,
  insertVerification,
  latestVerifications,
} from "../../../db/queries/email-verifications.ts";
import { insertOutbox } from "../../../db/queries/outbox.ts";
import { guardChanged, type Statement } from "../../../db/queries/statements.ts";
import { commit } from "../commit.ts";
import type { Context } from "../context.ts";
import { DomainError } from "../errors.ts";
import { personOf } from "../joining/view-invitation.ts";
import { outboxRow, wakeMail } from "../mail/queue-mail.ts";
import { publicUseCase } from "../use-case.ts";

const day = 86_400_000;
/** A minute between two and three within an hour (E-10): a copied link may name somebody else's mailbox. */
const verificationLimit = { pause: 60_000, window: 3_600_000, most: 3 };

/**
 * Mails a signed-in person the link that proves their address (F114, D37). Nothing happens for one that
 * is proved. Throws NOT_SIGNED_IN, NOT_FOUND for somebody without an address, RATE_LIMITED within a minute of the
 * last one or for the fourth within an hour.
 */
export const requestVerification = publicUseCase(
  z.strictObject({}),
  async (ctx): Promise<{ email: string }> => {
    const person = personOf(ctx.caller);
    if (!person || ctx.caller.kind !== "member") throw new DomainError("NOT_SIGNED_IN");
    const result = { email: person.email };
    if (person.emailVerified) return result;
    if (!person.email) throw new DomainError("NOT_FOUND");
    const { workspace } = ctx.caller;
    await askForProof(ctx, { ...person, workspaceId: workspace.id });
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
  const { row, mail } = verification(ctx, workspaceId, userId, email, language);
  return [insertVerification(ctx.db, row), mail];
}

/**
 * Mails the link that proves an address of a person, within the limits; `statements` are written with it. Throws
 * RATE_LIMITED.
 */
export async function askForProof(
  ctx: Context,
  whom: {
    workspaceId: string;
    userId: string;
    email: string;
    language: string;
    /** The address that it is to take the place of. */
    replaces?: string;
    askedBy?: "self" | "admin" | null;
  },
  statements: readonly Statement[] = [],
): Promise<void> {
  const { workspaceId, userId, email, language, replaces = null, askedBy = null } = whom;
  const { row, mail } = verification(ctx, workspaceId, userId, email, language);
  const all = [
    insertLimitedVerification(ctx.db, { ...row, replaces, askedBy }, verificationLimit),
    guardChanged(ctx.db),
    mail,
    ...statements,
  ];
  if (!(await commit(ctx, all, true))) {
    const retryAfter = await secondsToWait(ctx, userId);
    throw new DomainError("RATE_LIMITED", { retryAfter });
  }
  await wakeMail(ctx, workspaceId);
}

function verification(ctx: Context, workspaceId: string, userId: string, email: string, language: string) {
  const now = ctx.now();
  const id = ctx.ids.next("verification");
  return {
    row: { id, userId, workspaceId, email, createdAt: now, expiresAt: now + day },
    mail: insertOutbox(
      ctx.db,
      outboxRow(ctx, { workspaceId, template: "verify_address", to: email, language, subjectId: id, op: id }),
    ),
  };
}

async function secondsToWait(ctx: Context, userId: string): Promise<number> {
  const latest = await latestVerifications(ctx.db, userId, verificationLimit.most);
  const afterLast = (latest[0]?.createdAt ?? 0) + verificationLimit.pause;
  const afterThird = (latest[verificationLimit.most - 1]?.createdAt ?? 0) + verificationLimit.window;
  return Math.max(1, Math.ceil((Math.max(afterLast, afterThird) - ctx.now()) / 1000));
}
