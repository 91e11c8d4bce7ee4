import type { Database } from "../../db/index.ts";
import type { UnprovedAddress } from "../../db/queries/unproved-members.ts";
import type { IdKind } from "./ids.ts";
import type { Language } from "./languages.ts";
import type { OwnMailTexts } from "./mail/mail-texts.ts";
import type { CustomRole, HeldRole, Permission, SystemRole } from "./permissions.ts";
import type { Policies } from "./policies.ts";
import type { Terms } from "./terms.ts";

/**
 * Everything a use case may reach. There is no clock, randomness or environment in the domain but
 * through this object, so that a test can hold each of them still.
 */
export interface Context {
  db: Database;
  /** UTC milliseconds. */
  now: () => number;
  ids: Ids;
  passwords: Passwords;
  tokens: TokenSigner;
  secrets: SecretDigest;
  vault: Vault;
  identity: IdentityProviders;
  mailer: Mailer;
  mailComposer: MailComposer;
  /** Null: the installation has no account with the payment provider, and nothing can be bought. */
  payments: Payments | null;
  /** Null where the installation has no check for humans: then there are the limits alone. */
  humans: HumanCheck | null;
  /** Null where the installation asks nobody: locally nothing leaves the machine. */
  dns: DnsLookup | null;
  queues: Queues;
  limits: RateLimits;
  settings: Settings;
  log: Log;
  caller: Caller;
  /** What the audit trail keeps about where a request came from. */
  request: RequestInfo;
  /** Set by the API door for a POST with an Idempotency-Key: the answer rides in the act's own batch. */
  idempotency: Idempotency | null;
  /** Does this once the answer is on its way. It may get lost: only for what the product can do without. */
  later(work: () => Promise<unknown>): void;
}

export interface Idempotency {
  apiKeyId: string;
  key: string;
  bodyHash: string;
  /** The status and body that the door will give for a result. */
  answer(result: unknown): { status: number; body: string };
  /** Told what was stored. An act may go on after its batch; the door gives what a repeated request will get. */
  stored?(answer: { status: number; body: string }): void;
}

export interface RequestInfo {
  id: string;
  /** /24 of an IPv4 or /48 of an IPv6 address; null for queue and cron. */
  ipPrefix: string | null;
  /** Whole client address, only for rate limits, never stored. */
  ip: string | null;
  userAgent: string | null;
  /** Digest of the secret in the browser's session cookie, whether or not it counts where it asks; null without one. */
  sessionDigest: string | null;
}

/** Who is asking. Only `member` and `apiKey` may use member use cases; `system` is queue, cron and set-up. */
export type Caller =
  | { kind: "anonymous" }
  | { kind: "person"; person: SignedInPerson }
  | { kind: "member"; person: SignedInPerson; workspace: CallerWorkspace; membership: CallerMembership }
  | { kind: "apiKey"; key: CallerKey; workspace: CallerWorkspace }
  | { kind: "system" };

/** A person with a live auth session, wherever they may be a member. */
export interface SignedInPerson {
  userId: string;
  /** Empty for people without e-mail. */
  email: string;
  emailVerified: boolean;
  /** Their password is somebody else's choice: nothing is open to them but choosing another (F52). */
  mustChangePassword: boolean;
  /** What they sign in with in the workspace of the path, where they have a username there. */
  loginName: string | null;
  firstName: string;
  lastName: string;
  language: Language;
  sessionId: string;
  /**
   * Signed in at the identity provider of a workspace: the session opens that workspace alone, and is no word about
   * the person's account elsewhere.
   */
  viaProvider: boolean;
  /** Where this person is an active member, for the switcher. */
  workspaces: { slug: string; name: string }[];
  /** Customers that this person administers (K18), oldest first. */
  customers: { id: string; name: string }[];
}

export interface CallerWorkspace {
  id: string;
  slug: string;
  name: string;
  customerId: string;
  customerName: string;
  accentColor: string;
  timeZone: string;
  language: Language;
  status: "active" | "suspended";
  inviteEpoch: number;
  supportContact: string | null;
  replyTo: string | null;
  /** The sender's name in mails; null: what policy `mail.from_name` says. */
  senderName: string | null;
  /** Own subjects and buttons of mails; null: none. */
  mailTexts: OwnMailTexts | null;
  /** Path of the logo, `/w/acme/logo/...`; null: none. */
  logo: string | null;
  policies: Policies;
  /** What the policies are made of: a preset, and the keys that the workspace changed. */
  preset: string;
  policyOverrides: Readonly<Record<string, unknown>>;
  /** The roles of its own (F24), by name. */
  customRoles: readonly CustomRole[];
  /** Name of its plan (plans.ts), and how many people may be active; null: as many as come. */
  plan: string;
  seats: number | null;
  /** The identity provider, where there is one that was tried. */
  singleSignOn: SingleSignOn | null;
}

/** What anybody may know of a workspace's identity provider, and who may come in without it. */
export interface SingleSignOn {
  /** What its button calls it. */
  name: string;
  /** It is the only way in. */
  enforced: boolean;
  /** The administrator whose password goes on to work. */
  spareAdminId: string | null;
}

export interface CallerMembership {
  id: string;
  /** `unproved`: let in at once by registering; nothing is theirs but what they learn (F132). */
  status: "active" | "deactivated" | "unproved";
  /** The address that they say is theirs, and until when they may prove it; left out: they need not. */
  unproved?: UnprovedAddress | undefined;
  /** Deactivated because the last day of access is over, and not by hand. */
  accessEnded?: boolean;
  /** Roles that count for this request: all, or the one that the person acts in (F17). */
  roles: HeldRole[];
  /** Every role that the person holds here, for the switcher. */
  allRoles: HeldRole[];
}

export interface CallerKey {
  id: string;
  name: string;
  scopes: readonly string[];
  /** Membership of the person who made the key: its right is never more than theirs today. */
  creatorMembershipId: string;
  creatorRoles: HeldRole[];
  maxRole: SystemRole;
}

/** The person or program on whose behalf rows are written. */
export type Actor =
  | { kind: "member"; id: string; name: string }
  | { kind: "apiKey"; id: string; name: string }
  | { kind: "invitee"; id: string; name: string }
  | { kind: "anonymous"; id: null; name: string }
  | { kind: "system"; id: null; name: string };

export interface Ids {
  /** A new id of the kind, e.g. `inv_01j...`: time-sortable, 80 random bits. */
  next(kind: IdKind): string;
  /** A new secret of 32 random bytes, base64url. */
  secret(): string;
  /** A new secret of so many random characters that survives being read aloud and typed: no i, l, o or u. */
  code(length: number): string;
}

export interface SecretDigest {
  /** SHA-256 of a secret, hex. What the database keeps of session cookies and API keys. */
  sha256(secret: string): Promise<string>;
  /** Compares in constant time. */
  equal(a: string, b: string): boolean;
  /** SHA-256 of bytes as they pass, hex in the end. */
  digesting(): { add(bytes: Uint8Array): void; hex(): string };
}

export interface Passwords {
  /** scrypt, PHC-like string (security.md 1.3). */
  hash(password: string): Promise<string>;
  /**
   * True when the password fits. `stored` null (no such account) or corrupt does the same work and
   * answers false, so that the path tells nothing about who has an account.
   */
  verify(password: string, stored: string | null): Promise<boolean>;
  /** True when a stored hash is weaker than what `hash` makes today. */
  needsRehash(stored: string): boolean;
  /** True when the password stands in the list of common ones (case-folded). */
  isCommon(password: string): boolean;
}

/** One key, `typ` and `aud` per purpose, so that no token fits another lock. */
export type TokenPurpose = "invite" | "reset" | "verify";

export interface LinkClaims {
  /** Id of the row that decides. */
  sub: string;
  /** Workspace id; empty for purposes that belong to no workspace. */
  ws: string;
  /** Generation of the link, from 1. */
  gen: number;
  /** A mailed link proves the mailbox; a copied one only the admin's word. */
  via: "mail" | "copy";
  /** Seconds since 1970, as in RFC 7519. */
  iat: number;
  exp: number;
}

export interface TokenSigner {
  /** Signs with the current key of the purpose. Deterministic: equal claims make an equal token. */
  mint(purpose: TokenPurpose, claims: LinkClaims): Promise<string>;
  /** The claims, or null for anything that is not exactly one of our tokens of this purpose. Never throws. */
  verify(purpose: TokenPurpose, token: string, nowMs: number): Promise<LinkClaims | null>;
  /** Id of the key that signs now. */
  currentKeyId(): string;
  /** Eight characters by which a secret made here is known again without a query. */
  seal(text: string): Promise<string>;
  /** Whether a key of the ring made the seal. One that was retired did not. */
  isSealed(text: string, seal: string): Promise<boolean>;
}

/** Keeps texts that must come back as they were, under a key of the link ring: a client's secret, a sign-in under way. */
export interface Vault {
  /** What it is for is bound to it: sealed for one purpose, it opens for no other. */
  seal(purpose: string, text: string): Promise<{ sealed: string; keyId: string }>;
  /** Null for anything that was not sealed for this purpose under a key of the ring. Never throws. */
  open(purpose: string, sealed: string): Promise<string | null>;
}

/** An OpenID Connect client at one provider. */
export interface IdentityClient {
  issuer: string;
  clientId: string;
}

/** What ties an answer of the provider to the browser that asked. */
export interface IdentityRequest {
  redirectUri: string;
  state: string;
  nonce: string;
  /** PKCE: only whoever began can use the code. */
  verifier: string;
}

/** What became of a sign-in at the provider. */
export type IdentityAnswer =
  | {
      kind: "identified";
      subject: string;
      /** As the provider wrote it; null where it told none. */
      email: string | null;
      /** Only where the provider says so in so many words. */
      emailVerified: boolean;
      firstName: string;
      lastName: string;
    }
  /** `reason` is for the administrator who tries the connection; it holds no secret. */
  | { kind: "refused"; reason: string }
  | { kind: "unreachable"; reason: string };

/** Identity providers by OpenID Connect: code flow with PKCE, signatures checked against the provider's own keys. */
export interface IdentityProviders {
  /** Why this address cannot be a provider's; null: it may be asked. Nothing is fetched. */
  refuseIssuer(issuer: string): "not_a_url" | "not_https" | "private" | "with_query" | null;
  /** Where the browser goes to sign in. `again`: the provider asks even who is signed in there. */
  begin(
    client: IdentityClient,
    request: IdentityRequest & { again: boolean; now: number },
  ): Promise<{ kind: "ready"; url: string } | Exclude<IdentityAnswer, { kind: "identified" }>>;
  /** Trades what the provider gave the browser (the query of the address) for who that is. */
  finish(
    client: IdentityClient & { secret: string },
    request: IdentityRequest & { query: string; now: number },
  ): Promise<IdentityAnswer>;
}

export type MailTemplateName =
  | "invitation"
  | "reminder"
  | "new_link"
  | "seat_free"
  | "registration"
  | "registration_known"
  | "registration_approved"
  | "registration_refused"
  | "registration_refunded"
  | "password_reset"
  | "account_link"
  | "account_password"
  | "account_added"
  | "invitation_accepted"
  | "accepted_notice"
  | "declined_notice"
  | "password_changed"
  | "verify_address"
  | "address_change_asked"
  | "address_changed"
  | "session_invitation"
  | "session_reminder"
  | "session_canceled"
  | "access_ending";

export interface MailBrand {
  productName: string;
  workspaceName: string;
  customerName: string | null;
  accentColor: string;
  timeZone: string;
  supportContact: string | null;
  subjectStyle: Policies["mail.subject"];
  buttonStyle: Policies["mail.cta"];
  /** Own subjects and buttons, which go before the styles. */
  texts: OwnMailTexts | null;
  /** Absolute address of the logo. */
  logoUrl: string | null;
  /** The words of the workspace, for what mails name. */
  words: Readonly<Record<Language, Terms>>;
}

/** What a role of the workspace's own is called, and the line that describes it. */
export interface RoleWords {
  name: string;
  description: string;
}

export interface MailContent {
  recipientFirstName: string | null;
  inviterName: string | null;
  /** By their key, and those of the workspace's own by their words. */
  roles: (string | RoleWords)[];
  note: string | null;
  url: string;
  expiresAt: number | null;
  subjectName?: string | null;
  /** Of whom the mail tells somebody else, who has no address of their own (F146). */
  about?: string | null;
  reason?: string | null;
  /** Warning that access ends: the last day, `2026-12-31`. */
  lastDay?: string | null;
  /** Made for this mail alone and kept nowhere (F48). */
  temporaryPassword?: string | null;
  /** Mails of a registration: the course that it is for. */
  courseTitle?: string | null;
  session?: {
    title: string;
    courseTitle: string;
    startsAt: number;
    endsAt: number;
    timeZone: string;
    place: string | null;
    online: boolean;
    joined: boolean;
  } | null;
}

export interface RenderedMail {
  subject: string;
  html: string;
  text: string;
}

export interface MailComposer {
  compose(
    template: MailTemplateName,
    language: Language,
    brand: MailBrand,
    content: MailContent,
  ): RenderedMail;
}

export interface OutgoingMail {
  workspaceId: string;
  outboxId: string;
  /** Attempt that may be looked up at the provider later. */
  generation: number;
  template: MailTemplateName;
  language: Language;
  fromName: string;
  to: string;
  replyTo: string | null;
  subject: string;
  html: string;
  text: string;
  trackOpens: boolean;
}

/** What became of one mail of a batch. `unknown`: nobody can tell, reconcile before sending again. */
export type MailOutcome =
  | { kind: "sent"; messageId: string }
  | { kind: "refused"; code: number; reason: string }
  | { kind: "retry"; reason: string }
  | { kind: "unknown"; reason: string }
  /** The account cannot send at all (bad token, account pending): nobody's fault, stop and keep. */
  | { kind: "halted"; reason: string };

export interface Mailer {
  /** Sends up to 500 mails in one call; one outcome per mail, in order. Never throws. */
  sendBatch(mails: readonly OutgoingMail[]): Promise<MailOutcome[]>;
  /** Looks a mail up at the provider by its outbox id and generation: its message id, null when absent. Throws when the search cannot answer. */
  find(outboxId: string, generation: number): Promise<string | null>;
}

export interface Queues {
  /** Wakes the mail consumer for one workspace. Failure is survivable: the sweeper finds the row. */
  wakeMail(workspaceId: string, delaySeconds: number): Promise<void>;
  /** Wakes the consumer of bulk jobs. */
  wakeJob(workspaceId: string, jobId: string, delaySeconds: number): Promise<void>;
  /** Wakes the consumer of imports. */
  wakeImport(workspaceId: string, importId: string, delaySeconds: number): Promise<void>;
}

/** Tells people from programs (F132). */
export interface HumanCheck {
  /** By which the widget of a page is known; no secret. */
  siteKey: string;
  /** What the token of a widget is worth; each counts once. Never throws. */
  check(token: string, ip: string | null): Promise<"human" | "not_human" | "unavailable">;
}

export type DnsRecordType = "TXT" | "CNAME";

/** Looks names up in the DNS (F84). */
export interface DnsLookup {
  /** What stands at a name, none where there is nothing; null where it could not be found out. Never throws. */
  lookup(name: string, type: DnsRecordType): Promise<string[] | null>;
}

export type RateLimitName = "sign_in" | "mail_request" | "bad_token" | "api" | "invite" | "catalog";

export interface RateLimits {
  /** True when the burst limit of this name still has room for the key (Cloudflare binding: per location, approximate). */
  allow(name: RateLimitName, key: string): Promise<boolean>;
}

/** Configuration of the installation, parsed once in `worker/env.ts`. */
export interface Settings {
  /** Public origin, e.g. `https://usher.example.com`, without a trailing slash. */
  origin: string;
  productName: string;
  environment: "local" | "production";
  /** Whom all mails are from; null: the provider's usual return path, and a signing key whose name is not known. */
  sender: { address: string; returnPath: string | null; dkimSelector: string | null };
  /** Delay of mails sent from a page, so that they can be undone. */
  undoSeconds: number;
  /** Links issued before this moment are dead everywhere (kill switch; UTC ms). */
  invitesNotBefore: number;
  sessionsNotBefore: number;
  invitationsPerDay: number;
  /** Mails one address may get from all workspaces in 24 hours and 30 days before they wait. */
  recipientPerDay: number;
  recipientPerMonth: number;
  /** How long one invitation waits between two mails that somebody sends (E-11). */
  resendSeconds: number;
  /** How long a workspace waits between two bulk resends; 0: not at all. */
  bulkResendSeconds: number;
  /** Exports that one person may take in a clock hour. */
  exportsPerHour: number;
  /** Registrations that may come from one client in a clock hour. */
  registrationsPerHour: number;
}

/** What somebody is sent to the payment provider with. Amounts are in minor units of the currency (ISO 4217). */
export interface CheckoutRequest {
  /** Also what makes a repeated request the same one. */
  orderId: string;
  workspaceId: string;
  /** What is bought, as the payment page calls it. */
  title: string;
  priceMinor: number;
  /** Lower case. */
  currency: string;
  /** Filled in; empty: the buyer is asked. */
  email: string;
  language: Language;
  /** Where the provider sends the buyer back to. Nothing is granted by coming there. */
  successUrl: string;
  cancelUrl: string;
  /** Nobody pays after this (UTC ms): from half an hour to a day from now. */
  expiresAt: number;
}

/** A checkout as the provider has it; `closed`: run out, or ended by us. */
export type Checkout =
  | { state: "open"; checkoutId: string; url: string }
  | { state: "complete"; checkoutId: string }
  | { state: "closed"; checkoutId: string };

/** What became of a call to the provider; `refused` says why in its words, `unreachable` that nobody knows. */
export type PaymentFailure = { failure: "refused" | "unreachable"; reason: string };

/** What the provider tells of a payment. Any of it may come twice, late, and in any order. */
export type PaymentNews =
  | {
      kind: "paid";
      checkoutId: string;
      paymentId: string | null;
      /** What was asked for before tax, what was paid with it, and the tax in it. */
      subtotalMinor: number;
      paidMinor: number;
      taxMinor: number;
      currency: string;
    }
  | { kind: "under_way"; checkoutId: string }
  | { kind: "failed"; checkoutId: string }
  | { kind: "expired"; checkoutId: string }
  | { kind: "receipt"; paymentId: string; receiptUrl: string | null }
  | {
      kind: "refunded";
      paymentId: string;
      /** All that was given back so far. */
      refundedMinor: number;
      receiptUrl: string | null;
    }
  | { kind: "refund_failed"; paymentId: string }
  | { kind: "disputed"; paymentId: string };

export interface PaymentEvent {
  id: string;
  /** As the provider calls it. */
  type: string;
  /** When the provider made it (UTC ms). */
  at: number;
  /** The order that it names; null: only its payment is known. */
  order: { workspaceId: string; orderId: string } | null;
  news: PaymentNews;
}

/** The payment provider (seed S0: Stripe). One account per installation. */
export interface Payments {
  /** The same order twice is one checkout. */
  begin(request: CheckoutRequest): Promise<{ checkoutId: string; url: string } | PaymentFailure>;
  find(checkoutId: string): Promise<Checkout | PaymentFailure>;
  /** Ends an open checkout, so that nobody pays by it any more. True when it is closed by now. */
  close(checkoutId: string): Promise<boolean>;
  /** Gives an amount back. The same `key` twice is one refund. */
  refund(refund: {
    key: string;
    orderId: string;
    workspaceId: string;
    paymentId: string;
    amountMinor: number;
    currency: string;
  }): Promise<{ refunded: true } | PaymentFailure>;
  /**
   * The event in a webhook's body. `forged` for one that the provider did not sign just now, `other` for one that is
   * of no interest. Never throws.
   */
  read(body: string, signature: string, nowMs: number): Promise<PaymentEvent | "forged" | "other">;
}

export interface Log {
  info(event: string, fields?: Record<string, string | number | boolean | null>): void;
  error(event: string, fields?: Record<string, string | number | boolean | null>): void;
}

export type { Permission };
