import type { EventKind, MailEvent, StoredMail } from "./mail.ts";

const serverId = 1;

const client = { Name: "Mailbox of Usher", Company: "Usher", Family: "Mailbox" };
const operatingSystem = { Name: "Local", Company: "Local", Family: "Local" };
const place = {
  CountryISOCode: "",
  Country: "",
  RegionISOCode: "",
  Region: "",
  City: "",
  Zip: "",
  Coords: "",
  IP: "",
};

/** The JSON Postmark would post about an event, as its webhook pages show it. */
export function webhookPayload(mail: StoredMail, event: MailEvent): Record<string, unknown> {
  const common = {
    MessageStream: mail.messageStream,
    MessageID: mail.id,
    ServerID: serverId,
    Metadata: mail.metadata,
    Tag: mail.tag ?? "",
  };
  return { ...common, ...payloadOf[event.kind](mail, event) };
}

type Payload = (mail: StoredMail, event: MailEvent) => Record<string, unknown>;

const payloadOf: Record<EventKind, Payload> = {
  delivered: (_mail, event) => ({
    RecordType: "Delivery",
    Recipient: event.recipient,
    DeliveredAt: event.at,
    Details: "smtp;250 2.0.0 OK, taken by the local mailbox",
  }),
  opened: (mail, event) => ({
    RecordType: "Open",
    FirstOpen: mail.events.find(({ kind }) => kind === "opened")?.id === event.id,
    ...readingOf(event),
    ReadSeconds: 5,
  }),
  clicked: (mail, event) => ({
    RecordType: "Click",
    ClickLocation: "HTML",
    OriginalLink: /https?:\/\/[^\s"'<>]+/.exec(mail.html || mail.text)?.[0]?.replaceAll("&amp;", "&") ?? "",
    ...readingOf(event),
  }),
  bounced: (mail, event) => ({
    ...bounceOf(mail, event),
    RecordType: "Bounce",
    Type: "HardBounce",
    TypeCode: 1,
    Name: "Hard bounce",
    Description: "The server was unable to deliver your message (ex: unknown user, mailbox not found).",
    Details: `smtp;550 5.1.1 <${event.recipient}>: Recipient address rejected: user unknown`,
    Inactive: true,
    CanActivate: true,
  }),
  soft_bounced: (mail, event) => ({
    ...bounceOf(mail, event),
    RecordType: "Bounce",
    Type: "SoftBounce",
    TypeCode: 4096,
    Name: "Soft bounce",
    Description: "Unable to temporarily deliver message (i.e. mailbox full, account disabled).",
    Details: "smtp;452 4.2.2 The mailbox is full",
    Inactive: false,
    CanActivate: false,
  }),
  complained: (mail, event) => ({
    ...bounceOf(mail, event),
    RecordType: "SpamComplaint",
    Type: "SpamComplaint",
    TypeCode: 512,
    Name: "Spam complaint",
    Description: "",
    Details: "The recipient marked the message as spam",
    Inactive: true,
    CanActivate: false,
  }),
  unsubscribed: (_mail, event) => ({
    RecordType: "SubscriptionChange",
    Recipient: event.recipient,
    ChangedAt: event.at,
    Origin: "Recipient",
    SuppressSending: true,
    SuppressionReason: "ManualSuppression",
  }),
  // A reactivation names no message: Postmark sends nulls and empty metadata.
  reactivated: (_mail, event) => ({
    RecordType: "SubscriptionChange",
    Recipient: event.recipient,
    ChangedAt: event.at,
    Origin: "Customer",
    SuppressSending: false,
    SuppressionReason: null,
    MessageID: null,
    Tag: null,
    Metadata: {},
  }),
};

function readingOf(event: MailEvent): Record<string, unknown> {
  return {
    Recipient: event.recipient,
    ReceivedAt: event.at,
    Client: client,
    OS: operatingSystem,
    Platform: "Desktop",
    UserAgent: "Mailbox of Usher",
    Geo: place,
  };
}

function bounceOf(mail: StoredMail, event: MailEvent): Record<string, unknown> {
  return {
    ID: event.id,
    Email: event.recipient,
    From: mail.from,
    Subject: mail.subject,
    BouncedAt: event.at,
    DumpAvailable: false,
  };
}
