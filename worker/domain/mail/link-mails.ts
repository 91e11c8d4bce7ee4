import type { MailTemplateName } from "../context.ts";

const linkMails: readonly MailTemplateName[] = ["invitation", "reminder", "new_link", "seat_free"];

/** True for a mail that carries the link of an invitation. */
export function isLinkMail(template: MailTemplateName): boolean {
  return linkMails.includes(template);
}
