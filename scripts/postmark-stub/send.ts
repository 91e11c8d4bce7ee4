import { randomUUID } from "node:crypto";
import { isAcceptedAddress, parseAddressList, scriptOfAddress } from "./addresses.ts";
import type { Recipient, StoredMail } from "./mail.ts";
import type { MailStore } from "./store.ts";

/** Postmark's answer about one message. A refused one has neither MessageID nor SubmittedAt. */
export type SendAnswer = {
  ErrorCode: number;
  Message: string;
  To?: string;
  Cc?: string;
  Bcc?: string;
  SubmittedAt?: string;
  MessageID?: string;
};

const maxRecipients = 50;
const maxBodyLength = 5 * 1024 * 1024;
const maxSubjectLength = 2_000;
const maxMetadata = { fields: 10, name: 20, value: 80 };

const refusalMessages: Record<number, string> = {
  10: "The Server Token you provided in the X-Postmark-Server-Token request header was invalid.",
  300: "Invalid email request.",
  400: "The 'From' address you supplied is not a Sender Signature on your account.",
  405: "You have run out of credits and are not allowed to send.",
  412: "While your account is pending approval, all recipients must share the domain of 'From'.",
  413: "Your account is not allowed to send mail.",
  429: "Rate limit exceeded.",
};

/** The answer to a message refused with the given code. */
export function refusal(code: number, message?: string): SendAnswer {
  return { ErrorCode: code, Message: message ?? refusalMessages[code] ?? `Refused with code ${code}.` };
}

/** Takes or refuses one message as Postmark would; a taken one is put in the store and handed to `onAccepted`. */
export function acceptMessage(
  input: unknown,
  store: MailStore,
  onAccepted: (mail: StoredMail, active: Recipient[]) => void,
): SendAnswer {
  if (typeof input !== "object" || input === null) return refusal(402, "Received invalid JSON input.");
  const message = input as Record<string, unknown>;
  const recipients = [
    ...parseAddressList(textOf(message.To), "to"),
    ...parseAddressList(textOf(message.Cc), "cc"),
    ...parseAddressList(textOf(message.Bcc), "bcc"),
  ];
  const fault = faultIn(message, recipients);
  if (fault) return refusal(300, fault);

  const inactive = recipients.filter(
    ({ email }) => store.isInactive(email) || scriptOfAddress(email) === "inactive",
  );
  const names = inactive.map(({ email }) => email).join(", ");
  if (inactive.length === recipients.length) return refusal(406, inactiveMessage(names));

  const mail = mailFrom(message, recipients);
  store.add(mail);
  onAccepted(
    mail,
    recipients.filter((recipient) => !inactive.includes(recipient)),
  );
  return {
    To: textOf(message.To),
    Cc: message.Cc ? textOf(message.Cc) : undefined,
    Bcc: message.Bcc ? textOf(message.Bcc) : undefined,
    SubmittedAt: mail.sentAt,
    MessageID: mail.id,
    ErrorCode: 0,
    Message: names ? `OK, but will not deliver to these inactive addresses: ${names}.` : "OK",
  };
}

/** The wording the official client reads the inactive addresses from. */
function inactiveMessage(addresses: string): string {
  return (
    "You tried to send to recipient(s) that have been marked as inactive. " +
    `Found inactive addresses: ${addresses}. Inactive recipients are ones that have generated a hard bounce, ` +
    "a spam complaint, or a manual suppression."
  );
}

function faultIn(message: Record<string, unknown>, recipients: Recipient[]): string | null {
  const from = parseAddressList(textOf(message.From), "to");
  if (from.length !== 1 || !isAcceptedAddress(from[0]?.email ?? "")) {
    return `Invalid 'From' address: '${textOf(message.From)}'.`;
  }
  if (!recipients.some(({ field }) => field === "to")) return "Zero recipients specified";
  if (recipients.length > maxRecipients) return `Too many recipients: at most ${maxRecipients} per message.`;
  for (const { email, field } of recipients) {
    if (!isAcceptedAddress(email)) {
      return `Error parsing '${field[0]?.toUpperCase()}${field.slice(1)}': Illegal email address '${email}'.`;
    }
  }
  for (const { email } of parseAddressList(textOf(message.ReplyTo), "to")) {
    if (!isAcceptedAddress(email)) return `Error parsing 'ReplyTo': Illegal email address '${email}'.`;
  }
  if (!message.HtmlBody && !message.TextBody) {
    return "Provide either email TextBody or HtmlBody or both.";
  }
  if (textOf(message.Subject).length > maxSubjectLength) return "The 'Subject' is too long.";
  for (const body of ["HtmlBody", "TextBody"]) {
    if (textOf(message[body]).length > maxBodyLength) return `The '${body}' is larger than 5 MB.`;
  }
  return faultInMetadata(message.Metadata);
}

function faultInMetadata(metadata: unknown): string | null {
  if (metadata === undefined || metadata === null) return null;
  if (typeof metadata !== "object" || Array.isArray(metadata)) return "Metadata must be an object.";
  const fields = Object.entries(metadata);
  if (fields.length > maxMetadata.fields) return "Metadata can have at most 10 fields.";
  for (const [name, value] of fields) {
    if (typeof value !== "string") return `Metadata '${name}' must be a string.`;
    if (name.length > maxMetadata.name) return `Metadata field name '${name}' is longer than 20 characters.`;
    if (value.length > maxMetadata.value) return `Metadata value of '${name}' is longer than 80 characters.`;
  }
  return null;
}

function mailFrom(message: Record<string, unknown>, recipients: Recipient[]): StoredMail {
  const metadata = (message.Metadata ?? {}) as Record<string, string>;
  const tag = textOf(message.Tag) || null;
  const headers = Array.isArray(message.Headers) ? (message.Headers as Record<string, unknown>[]) : [];
  return {
    id: randomUUID(),
    to: recipients
      .filter(({ field }) => field === "to")
      .map(({ email }) => email)
      .join(", "),
    recipients,
    from: textOf(message.From),
    replyTo: textOf(message.ReplyTo) || null,
    subject: textOf(message.Subject),
    html: textOf(message.HtmlBody),
    text: textOf(message.TextBody),
    template: metadata.template ?? tag,
    language: metadata.language ?? null,
    tag,
    metadata,
    headers: headers.map((header) => ({ name: textOf(header.Name), value: textOf(header.Value) })),
    messageStream: textOf(message.MessageStream) || "outbound",
    sentAt: new Date().toISOString(),
    bodyDropped: false,
    events: [],
  };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
