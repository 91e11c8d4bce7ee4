import * as z from "zod";
import { countUp } from "../../../db/queries/limits.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { languageField } from "../fields.ts";
import { memberUseCase } from "../use-case.ts";
import { senderName } from "./brand.ts";
import { ownMailTemplates, ownTextField } from "./mail-texts.ts";
import { sampleMail } from "./preview-mail.ts";

const hour = 3_600_000;
const perHour = 10;

/**
 * Mails the asker a sample as it would look, with a subject and a button that need not be saved yet: to their own
 * proved address and no other, marked as a test, with a link that opens nothing. It is handed over at once and not by
 * the outbox: nothing hangs on it, and whoever asked wants to know whether the provider took it.
 *
 * Throws VALIDATION_FAILED on `subject` and `button`, EMAIL_UNVERIFIED, RATE_LIMITED for the eleventh in a clock
 * hour, UNAVAILABLE where the provider did not take it.
 */
export const sendTestMail = memberUseCase(
  "workspace.manage",
  z.strictObject({
    template: z.enum(ownMailTemplates),
    language: languageField,
    subject: ownTextField.optional(),
    button: ownTextField.optional(),
  }),
  async (ctx, { template, language, ...typed }): Promise<{ to: string }> => {
    const { caller, workspace, settings } = ctx;
    // A key has no mailbox.
    if (caller.kind !== "member") throw new DomainError("FORBIDDEN");
    const { email, emailVerified, firstName } = caller.person;
    if (!email || !emailVerified) throw new DomainError("EMAIL_UNVERIFIED");
    const now = ctx.now();
    const window = now - (now % hour);
    const key = `test-mails:${caller.person.userId}`;
    const counted = await commit(
      ctx,
      [countUp(ctx.db, key, window, 1, window + 2 * hour, perHour), guardChanged(ctx.db)],
      true,
    );
    if (!counted) {
      throw new DomainError("RATE_LIMITED", {
        retryAfter: Math.ceil((window + hour - now) / 1000),
        params: { limit: "test mails" },
      });
    }
    const mail = sampleMail(ctx, template, language, typed, {
      ...(firstName ? { recipientFirstName: firstName } : {}),
      note: "This is a test: it shows how the mail looks, and its link opens nothing.",
      url: `${settings.origin}/join/test`,
    });
    const [outcome] = await ctx.mailer.sendBatch([
      {
        workspaceId: workspace.id,
        outboxId: ctx.ids.next("outbox"),
        generation: 1,
        template,
        language,
        fromName: senderName(settings, workspace, workspace.policies),
        to: email,
        replyTo: workspace.replyTo,
        ...mail,
        subject: `[Test] ${mail.subject}`,
        trackOpens: false,
      },
    ]);
    if (outcome?.kind !== "sent") throw new DomainError("UNAVAILABLE");
    return { to: email };
  },
);
