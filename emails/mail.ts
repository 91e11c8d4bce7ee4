/** The languages a mail exists in. Any other language is answered in English. */
export type MailLanguage = "en" | "de" | "fr" | "es";

/** Every mail the product sends. */
export type MailTemplate =
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

/** Policy `mail.subject`: how the subject of an invitation is put. */
export type SubjectStyle =
  | "inviter_invited_you"
  | "invited_to_workspace"
  | "invitation_to_workspace"
  | "welcome_to_product";

/** Policy `mail.cta`: the words on the button of an invitation, a reminder and a new link. */
export type ButtonStyle = "accept_invitation" | "set_password_and_get_started" | "set_your_password";

/** What mails name and a workspace may call as it likes. */
export type MailNoun =
  | "workspace"
  | "unit"
  | "group"
  | "course"
  | "session"
  | "admin"
  | "unit_manager"
  | "group_admin"
  | "user_admin"
  | "coach"
  | "session_instructor"
  | "instructor"
  | "learner";

/** The words of a workspace in one language. */
export type MailWords = Readonly<Record<MailNoun, Readonly<{ one: string; many: string }>>>;

/** What all mails of a workspace share. */
export interface MailBrand {
  productName: string;
  workspaceName: string;
  customerName: string | null;
  /** `#rrggbb`; anything else becomes the product's own colour. */
  accentColor: string;
  /** IANA name; an unknown zone is shown as UTC. */
  timeZone: string;
  supportContact: string | null;
  subjectStyle: SubjectStyle;
  buttonStyle: ButtonStyle;
  words: Readonly<Record<MailLanguage, MailWords>>;
  /** Own subjects and buttons by language and template; they go before the styles. */
  texts?: OwnTexts | null;
  /** Absolute address of the logo; it stands in place of the name above the letter, and has it as its text. */
  logoUrl?: string | null;
}

/**
 * Plain lines in which `{workspace}`, `{inviter}`, `{product}` and `{first_name}` are filled in. Where one of them is not
 * known, the usual text stands.
 */
export type OwnTexts = Readonly<
  Partial<
    Record<
      string,
      Readonly<
        Partial<
          Record<string, { readonly subject?: string | undefined; readonly button?: string | undefined }>
        >
      >
    >
  >
>;

/** What one recipient's mail says. Blank strings count as absent. */
export interface MailContent {
  recipientFirstName: string | null;
  /** Null: the invitation comes from the workspace's team. */
  inviterName: string | null;
  /** Role keys, an unknown key is left out; a role of the workspace's own by its words. */
  roles: (string | { name: string; description: string })[];
  note: string | null;
  /** The only link of the mail; http or https, anything else throws. */
  url: string;
  /** UTC milliseconds; null: the link does not expire. */
  expiresAt: number | null;
  /** Accepted and declined notices: whom the notice is about. */
  subjectName?: string | null;
  /** Of whom the mail tells somebody else, who is to pass it on. */
  about?: string | null;
  /** Declined notice: the reason given, if any. */
  reason?: string | null;
  /** The password of a mail that carries one; it was made for this mail and stands nowhere else. */
  temporaryPassword?: string | null;
  /** Warning that access ends: the last day, `2026-12-31`. */
  lastDay?: string | null;
  /** Mails of a registration: the course that it is for. */
  courseTitle?: string | null;
  /** Mails about a session of a course. */
  session?: MailSession | null;
}

/** A session as its mails tell it. */
export interface MailSession {
  title: string;
  courseTitle: string;
  /** UTC milliseconds, told in `timeZone`. */
  startsAt: number;
  endsAt: number;
  timeZone: string;
  place: string | null;
  /** It can be joined from afar; the address stands on the page that the mail leads to. */
  online: boolean;
  /** False while the recipient has not accepted the invitation. */
  joined: boolean;
}

/** A mail ready for the provider. */
export interface RenderedMail {
  subject: string;
  html: string;
  text: string;
}

/** Writes mails. Keep one for a whole batch: it remembers the layouts it has rendered. */
export interface MailComposer {
  compose(template: MailTemplate, language: string, brand: MailBrand, content: MailContent): RenderedMail;
}
