import * as z from "zod";
import type { MailContent, MailTemplateName, RenderedMail } from "../context.ts";
import { languageField } from "../fields.ts";
import type { Language } from "../languages.ts";
import { type MemberContext, memberUseCase } from "../use-case.ts";
import { brandOf, senderName } from "./brand.ts";
import { isLinkMail } from "./link-mails.ts";
import { type MailText, ownTextField } from "./mail-texts.ts";

/** Every mail the workspace sends, in the order in which a person meets them. */
const previewedTemplates = [
  "invitation",
  "reminder",
  "new_link",
  "seat_free",
  "registration",
  "registration_known",
  "registration_approved",
  "registration_refused",
  "registration_refunded",
  "account_link",
  "account_password",
  "account_added",
  "invitation_accepted",
  "session_invitation",
  "session_reminder",
  "session_canceled",
  "access_ending",
  "verify_address",
  "address_change_asked",
  "address_changed",
  "password_reset",
  "password_changed",
  "accepted_notice",
  "declined_notice",
] as const satisfies readonly MailTemplateName[];

export interface MailPreview extends RenderedMail {
  template: MailTemplateName;
  templates: readonly MailTemplateName[];
  language: Language;
  fromName: string;
}

const hour = 3_600_000;
const week = 7 * 24 * hour;

/**
 * Any of the workspace's mails with sample words, as its people get them; with a subject and a button that are not
 * saved yet, where those are given. Reads and writes nothing.
 *
 * Throws VALIDATION_FAILED on `subject` and `button`.
 */
export const previewMail = memberUseCase(
  "invitation.create",
  z.strictObject({
    template: z.enum(previewedTemplates).optional(),
    language: languageField.optional(),
    subject: ownTextField.optional(),
    button: ownTextField.optional(),
  }),
  async (
    ctx,
    { template = "invitation", language = ctx.workspace.language, ...typed },
  ): Promise<MailPreview> => ({
    ...sampleMail(ctx, template, language, typed),
    template,
    templates: previewedTemplates,
    language,
    fromName: senderName(ctx.settings, ctx.workspace, ctx.workspace.policies),
  }),
);

const sampleNotes: Readonly<Partial<Record<MailTemplateName, string>>> = {
  invitation: "See you on Monday.",
  registration_refused: "This course is for members of the club.",
};

/** A mail with sample words. What is left out of `typed` is as it is saved. */
export function sampleMail(
  ctx: MemberContext,
  template: MailTemplateName,
  language: Language,
  typed: { subject?: string | null | undefined; button?: string | null | undefined },
  changed: Partial<MailContent> = {},
): RenderedMail {
  const { workspace, settings } = ctx;
  const notice = template === "accepted_notice" || template === "declined_notice";
  const content: MailContent = {
    // Who registers is greeted by name once the mailbox is theirs.
    recipientFirstName: template === "registration" ? null : "Ana",
    inviterName: ctx.actor.name,
    roles: ["learner"],
    note: sampleNotes[template] ?? null,
    url: `${settings.origin}/w/${workspace.slug}/sign-in`,
    expiresAt: sampleEnd(ctx, template),
    subjectName: notice ? "Ana Ruiz" : null,
    temporaryPassword: template === "account_password" ? "k7mq-2xvr-9tfa-hn3w" : null,
    reason: template === "declined_notice" ? "I am at another school now." : null,
    lastDay: new Date(ctx.now() + week).toISOString().slice(0, 10),
    courseTitle: "First aid",
    session: {
      title: "First aid: practice",
      courseTitle: "First aid",
      startsAt: ctx.now() + week,
      endsAt: ctx.now() + week + 2 * hour,
      timeZone: workspace.timeZone,
      place: "Room 12",
      online: false,
      joined: true,
    },
  };
  const saved: Readonly<Partial<Record<string, MailText>>> = workspace.mailTexts?.[language] ?? {};
  const text: MailText = {
    subject: (typed.subject === undefined ? saved[template]?.subject : typed.subject) || undefined,
    button: (typed.button === undefined ? saved[template]?.button : typed.button) || undefined,
  };
  const brand = {
    ...brandOf(settings, workspace, workspace.customerName, workspace.policies),
    texts: { [language]: { [template]: text } },
  };
  return ctx.mailComposer.compose(template, language, brand, { ...content, ...changed });
}

/** When the link of a sample ends: an invitation's by the policy (D1), null where it has no end. */
function sampleEnd(ctx: MemberContext, template: MailTemplateName): number | null {
  if (template === "account_password") return ctx.now() + 72 * hour;
  if (!isLinkMail(template)) return ctx.now() + week;
  const seconds = ctx.workspace.policies["invite.link_ttl_s"];
  return seconds === null ? null : ctx.now() + seconds * 1_000;
}
