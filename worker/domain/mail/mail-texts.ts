import * as z from "zod";
import { type Language, languages } from "../languages.ts";

/** Mails whose subject and button a workspace may write itself (F78). */
export const ownMailTemplates = ["invitation", "reminder", "new_link"] as const;
export type OwnMailTemplate = (typeof ownMailTemplates)[number];

/** What may stand in braces in such a text, and is filled in for each recipient. */
export const mailVariables = ["workspace", "inviter", "product", "first_name"] as const;

export interface MailText {
  subject?: string | undefined;
  button?: string | undefined;
}

/** Own texts by language and mail; what is left out is as the policies `mail.subject` and `mail.cta` say. */
export type OwnMailTexts = Readonly<
  Partial<Record<Language, Readonly<Partial<Record<OwnMailTemplate, MailText>>>>>
>;

const allowed = mailVariables.map((name) => `{${name}}`).join(", ");

/**
 * One line of a mail that the workspace writes itself: plain text with variables. Refuses whatever a mail client
 * could read as something else: markup, a web address, a line break (which would begin another header), braces
 * that name no variable.
 */
const mailTextField = z
  .string("Enter a text.")
  .transform((value) =>
    value
      .normalize("NFC")
      .replace(/[^\S\r\n\u0085\u2028\u2029]+/g, " ")
      .trim(),
  )
  .superRefine((value, ctx) => {
    const message = wrongIn(value);
    if (message) ctx.addIssue({ code: "custom", message });
  });

function wrongIn(value: string): string | null {
  if (/[\r\n\u0085\u2028\u2029]/u.test(value)) return "This must be one line. Take out the line break.";
  if ([...value].length > 120) return "At most 120 characters, variables as they are written.";
  // Joiners stay: Persian words and many emoji need them.
  if (/[\p{Cc}\p{Cs}\p{Co}\p{Cn}\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/u.test(value)) {
    return "There is an invisible character in it. Type it anew.";
  }
  if (/[<>]/.test(value)) return "Write plain text: < and > are not allowed, nor is markup.";
  if (/:\/\/|www\.|@/i.test(value))
    return "A web address or an @ is not allowed here; the button brings its own link.";
  const unknown = /\{([^{}]*)\}/g;
  for (const [whole, name = ""] of value.matchAll(unknown)) {
    if (!(mailVariables as readonly string[]).includes(name)) {
      return `There is no variable ${whole}. Allowed are ${allowed}.`;
    }
  }
  if (/[{}]/.test(value.replace(unknown, ""))) {
    return `A brace opens or closes nothing. In braces stand ${allowed}.`;
  }
  return null;
}

/** A subject or a button; null or nothing but spaces: the usual text. */
export const ownTextField = mailTextField.nullable();

const mailField = z
  .strictObject(
    { subject: ownTextField.optional(), button: ownTextField.optional() },
    "Give subject and button.",
  )
  .nullable();

/** Changes of own texts: what is not named stays, null gives the usual text back. */
export const mailTextChangesField = z
  .strictObject(
    recordOf(
      languages,
      z.strictObject(recordOf(ownMailTemplates, mailField), "Give mails by name.").partial().nullable(),
    ),
    "Give texts by language.",
  )
  .partial();

type MailTextChanges = z.output<typeof mailTextChangesField>;

/** The texts after a change; null where none is left. */
export function mailTextsWith(texts: OwnMailTexts | null, changes: MailTextChanges): OwnMailTexts | null {
  const after: Partial<Record<Language, Partial<Record<OwnMailTemplate, MailText>>>> = {};
  for (const language of languages) {
    const mails: Partial<Record<OwnMailTemplate, MailText>> = {};
    for (const template of ownMailTemplates) {
      const text = textWith(texts?.[language]?.[template], changeOf(changes, language, template));
      if (text) mails[template] = text;
    }
    if (Object.keys(mails).length > 0) after[language] = mails;
  }
  return Object.keys(after).length > 0 ? after : null;
}

function changeOf(changes: MailTextChanges, language: Language, template: OwnMailTemplate) {
  const ofLanguage = changes[language];
  return ofLanguage === null ? null : ofLanguage?.[template];
}

function textWith(
  text: MailText | undefined,
  change: { subject?: string | null | undefined; button?: string | null | undefined } | null | undefined,
): MailText | null {
  if (change === null) return null;
  const subject = change?.subject === undefined ? text?.subject : change.subject;
  const button = change?.button === undefined ? text?.button : change.button;
  if (!subject && !button) return null;
  return { ...(subject ? { subject } : {}), ...(button ? { button } : {}) };
}

function recordOf<const Key extends string, Field>(keys: readonly Key[], field: Field): Record<Key, Field> {
  return Object.fromEntries(keys.map((key) => [key, field])) as Record<Key, Field>;
}
