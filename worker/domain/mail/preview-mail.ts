import * as z from "zod";
import type { MailContent, MailTemplateName, RenderedMail } from "../context.ts";
import { languageField } from "../fields.ts";
import type { Language } from "../languages.ts";
import { memberUseCase } from "../use-case.ts";
import { brandOf, senderName } from "./brand.ts";

/** Every mail the workspace sends, in the order in which a person meets them. */
const previewedTemplates = [
  "invitation",
  "reminder",
  "new_link",
  "invitation_accepted",
  "session_invitation",
  "session_reminder",
  "session_canceled",
  "access_ending",
  "verify_address",
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

/** Any of the workspace's mails with sample words, as its people get them. Reads and writes nothing. */
export const previewMail = memberUseCase(
  "invitation.create",
  z.strictObject({ template: z.enum(previewedTemplates).optional(), language: languageField.optional() }),
  async (ctx, input): Promise<MailPreview> => {
    const { workspace, settings } = ctx;
    const template = input.template ?? "invitation";
    const language = input.language ?? workspace.language;
    const notice = template === "accepted_notice" || template === "declined_notice";
    const content: MailContent = {
      recipientFirstName: "Ana",
      inviterName: ctx.actor.name,
      roles: ["learner"],
      note: template === "invitation" ? "See you on Monday." : null,
      url: `${settings.origin}/w/${workspace.slug}/sign-in`,
      expiresAt: ctx.now() + week,
      subjectName: notice ? "Ana Ruiz" : null,
      reason: template === "declined_notice" ? "I am at another school now." : null,
      lastDay: new Date(ctx.now() + week).toISOString().slice(0, 10),
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
    const brand = brandOf(settings, workspace, workspace.customerName, workspace.policies);
    return {
      ...ctx.mailComposer.compose(template, language, brand, content),
      template,
      templates: previewedTemplates,
      language,
      fromName: senderName(settings, workspace, workspace.policies),
    };
  },
);
