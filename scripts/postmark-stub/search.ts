import { HttpRefusal } from "./http.ts";
import type { EventKind, Recipient, StoredMail } from "./mail.ts";
import type { MailStore } from "./store.ts";

/** How the message search misbehaves: mails show up `ms` late, or the search is `down` (503). */
export type SearchLag = { ms: number; down?: boolean };

const maxCount = 500;
const maxWindow = 10_000;

type Filter = (mail: StoredMail) => boolean;

const filters: Record<string, (wanted: string) => Filter> = {
  recipient: (wanted) => (mail) => mail.recipients.some(({ email }) => same(email, wanted)),
  fromemail: (wanted) => (mail) => mail.from.toLowerCase().includes(wanted.toLowerCase()),
  subject: (wanted) => (mail) => mail.subject.toLowerCase().includes(wanted.toLowerCase()),
  tag: (wanted) => (mail) => mail.tag === wanted,
  messagestream: (wanted) => (mail) => mail.messageStream === wanted,
  status: (wanted) => () => same(wanted, "sent") || same(wanted, "processed"),
};

/** Answers `GET /messages/outbound`; a filter the stub does not know is refused, never ignored. */
export function searchMessages(store: MailStore, parameters: URLSearchParams, lag: SearchLag): unknown {
  if (lag.down) throw new HttpRefusal(503, "The message search is down.");
  const count = integerOf(parameters, "count");
  const offset = integerOf(parameters, "offset");
  if (count < 1 || count > maxCount) throw new HttpRefusal(422, `'count' must be 1 to ${maxCount}.`, 300);
  if (count + offset > maxWindow) throw new HttpRefusal(422, `At most ${maxWindow} results.`, 300);

  const wanted = [...parameters]
    .filter(([name]) => name !== "count" && name !== "offset")
    .map(([name, value]) => filterOf(name, value));
  const visibleUntil = new Date(Date.now() - lag.ms).toISOString();

  let total = 0;
  const page: unknown[] = [];
  for (const mail of store.newestFirst()) {
    if (mail.sentAt > visibleUntil || !wanted.every((matches) => matches(mail))) continue;
    if (total >= offset && page.length < count) page.push(outboundMessage(mail));
    total++;
  }
  return { TotalCount: total, Messages: page };
}

/** Answers `GET /messages/outbound/:id/details`. */
export function messageDetails(store: MailStore, id: string, lag: SearchLag): unknown {
  if (lag.down) throw new HttpRefusal(503, "The message search is down.");
  const mail = store.get(id);
  if (!mail || mail.sentAt > new Date(Date.now() - lag.ms).toISOString()) {
    throw new HttpRefusal(422, "This message was not found.", 701);
  }
  return {
    ...outboundMessage(mail),
    TextBody: mail.text,
    HtmlBody: mail.html,
    Body: rawSource(mail),
    MessageEvents: mail.events.map((event) => ({
      Recipient: event.recipient,
      Type: eventType[event.kind],
      ReceivedAt: event.at,
      Details: { Summary: event.kind, ...(event.kind.includes("bounced") ? { BounceID: event.id } : {}) },
    })),
  };
}

const eventType: Record<EventKind, string> = {
  delivered: "Delivered",
  opened: "Opened",
  clicked: "LinkClicked",
  bounced: "Bounced",
  soft_bounced: "Bounced",
  complained: "Bounced",
  unsubscribed: "SubscriptionChanged",
  reactivated: "SubscriptionChanged",
};

function filterOf(name: string, value: string): Filter {
  if (name.startsWith("metadata_")) {
    const key = name.slice("metadata_".length);
    return (mail) => mail.metadata[key] === value;
  }
  const filter = filters[name.toLowerCase()];
  if (!filter) throw new HttpRefusal(422, `The stub's search does not know '${name}'.`, 300);
  return filter(value);
}

function outboundMessage(mail: StoredMail): Record<string, unknown> {
  const field = (wanted: Recipient["field"]) =>
    mail.recipients
      .filter((recipient) => recipient.field === wanted)
      .map(({ email, name }) => ({ Email: email, Name: name }));
  return {
    MessageID: mail.id,
    Tag: mail.tag ?? "",
    MessageStream: mail.messageStream,
    To: field("to"),
    Cc: field("cc"),
    Bcc: field("bcc"),
    Recipients: mail.recipients.map(({ email }) => email),
    ReceivedAt: mail.sentAt,
    From: mail.from,
    Subject: mail.subject,
    Attachments: [],
    Status: "Sent",
    TrackOpens: false,
    TrackLinks: "None",
    Metadata: mail.metadata,
    Sandboxed: false,
  };
}

function rawSource(mail: StoredMail): string {
  const headers = [
    `From: ${mail.from}`,
    `To: ${mail.to}`,
    `Subject: ${mail.subject}`,
    `Date: ${new Date(mail.sentAt).toUTCString()}`,
    ...mail.headers.map(({ name, value }) => `${name}: ${value}`),
  ];
  return `${headers.join("\r\n")}\r\n\r\n${mail.text || mail.html}`;
}

function integerOf(parameters: URLSearchParams, name: string): number {
  const value = parameters.get(name) ?? "";
  if (!/^\d{1,6}$/.test(value)) throw new HttpRefusal(422, `Parameter '${name}' is required.`, 300);
  return Number(value);
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
