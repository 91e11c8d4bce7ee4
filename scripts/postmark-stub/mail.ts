/** What the mailbox keeps of one accepted message. `to` is bare addresses; `recipients` has the names too. */
export type StoredMail = {
  id: string;
  to: string;
  recipients: Recipient[];
  from: string;
  replyTo: string | null;
  subject: string;
  html: string;
  text: string;
  template: string | null;
  language: string | null;
  tag: string | null;
  metadata: Record<string, string>;
  headers: { name: string; value: string }[];
  messageStream: string;
  /** ISO 8601, UTC. */
  sentAt: string;
  /** True for a mail so old that only its envelope is kept. */
  bodyDropped: boolean;
  events: MailEvent[];
};

/** One address of a To, Cc or Bcc field. */
export type Recipient = { email: string; name: string; field: "to" | "cc" | "bcc" };

/** What can happen to a mail after the provider accepted it. */
export const eventKinds = [
  "delivered",
  "opened",
  "clicked",
  "bounced",
  "soft_bounced",
  "complained",
  "unsubscribed",
  "reactivated",
] as const;

/** One of {@link eventKinds}. */
export type EventKind = (typeof eventKinds)[number];

/** Something that happened to a mail, and how the webhook about it fared. */
export type MailEvent = {
  id: number;
  kind: EventKind;
  recipient: string;
  at: string;
  webhook: "none" | "sending" | "accepted" | "failed";
  attempts: number;
  /** The receiver's last answer: a status code, or the network's complaint. */
  answer: string | null;
};
