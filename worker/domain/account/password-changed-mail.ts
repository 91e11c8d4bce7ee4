import { insertOutbox } from "../../../db/queries/outbox.ts";
import type { Statement } from "../../../db/queries/statements.ts";
import type { Context, SignedInPerson } from "../context.ts";
import { outboxRow } from "../mail/queue-mail.ts";

/** Tells the owner of an account that its password was changed; nobody where there is no address. */
export function passwordChangedMail(
  ctx: Context,
  workspaceId: string,
  { email, language }: Pick<SignedInPerson, "email" | "language">,
  op: string,
): Statement[] {
  if (!email) return [];
  const mail = { workspaceId, template: "password_changed" as const, to: email, language, op };
  return [insertOutbox(ctx.db, outboxRow(ctx, mail))];
}
