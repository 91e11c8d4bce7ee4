/**
 * The closed list of what can go wrong, with the HTTP status of each and its sentence for programs.
 * Pages look the code up in their own words. Whatever is not a `DomainError` is a bug.
 */
export const errorTable = {
  VALIDATION_FAILED: [422, "Some fields are not right; see errors."],
  NOT_SIGNED_IN: [401, "Sign in, or send an API key."],
  SIGN_IN_FAILED: [401, "The address or the password is not right, or this address has not joined yet."],
  PASSWORD_ENDED: [403, "This temporary password is over. Ask for a new one, or for a new card."],
  CARD_INVALID: [410, "This card does not work. It may be mistyped, used, over, or replaced by a newer one."],
  PASSWORD_CHANGE_REQUIRED: [403, "Choose a password of your own first."],
  MEMBERSHIP_DEACTIVATED: [403, "This membership is deactivated. Ask an administrator of the workspace."],
  SSO_REQUIRED: [403, "This workspace is entered through its identity provider alone."],
  SSO_OFF: [403, "This workspace has no identity provider, or another one by now."],
  SSO_STALE: [400, "This sign-in was not begun in this browser, took too long, or was used. Begin again."],
  SSO_FAILED: [401, "The identity provider did not sign you in."],
  SSO_UNAVAILABLE: [503, "The identity provider cannot be reached right now."],
  SSO_NO_ADDRESS: [403, "The identity provider does not say which address you have."],
  SSO_UNVERIFIED: [403, "The identity provider does not vouch for your address."],
  SSO_OTHER_ADDRESS: [409, "You are signed in at the identity provider with another address."],
  SSO_OTHER_IDENTITY: [409, "This member is bound to another identity at the provider."],
  SSO_NOT_MEMBER: [403, "You are no member of this workspace, and have no open invitation to it."],
  SSO_UNTESTED: [409, "Try the identity provider first: sign in through it once."],
  EMAIL_UNVERIFIED: [403, "Prove your address first."],
  ADDRESS_UNCONFIRMED: [
    403,
    "Nobody has confirmed this person's address yet by the link that was mailed to it.",
  ],
  FORBIDDEN: [403, "Your role does not allow this here."],
  ROLE_ABOVE_YOURS: [403, "You cannot give a role that holds more than yours."],
  ELSEWHERE_TOO: [
    403,
    "This person belongs, or is invited, to a part of the workspace that is not yours as well. Whoever has all of it can do this.",
  ],
  SCOPE_MISSING: [403, "The API key lacks the scope for this."],
  NOT_FOUND: [404, "There is nothing here, or not for you."],
  ALREADY_MEMBER: [409, "This person is already a member."],
  ALREADY_INVITED: [409, "This person is already invited. Resend or edit the invitation."],
  MEMBER_DEACTIVATED: [409, "This person is a deactivated member. Reactivate them instead."],
  DIRECT_SETUP_OFF: [403, "This workspace invites people and does not set them up directly."],
  DIRECT_SETUP_ON_TRIAL: [
    403,
    "Setting people up directly is not part of a free trial. Invite them instead.",
  ],
  USERNAME_TAKEN: [409, "Somebody else has this username, or one that looks like it. Choose another."],
  ADDRESS_TAKEN: [409, "This address belongs to another account."],
  ACCOUNT_ELSEWHERE: [409, "This person already has an account. This workspace does not invite such people."],
  NOT_PENDING: [409, "The invitation is no longer open."],
  NOT_REMINDABLE: [
    409,
    "There is nothing to remind of: the link has ended, or the last mail has not left or came back. Resend the invitation instead.",
  ],
  ACCESS_ENDED: [409, "The last day of access that this invitation offers is over. Set a later day first."],
  NOT_ACTIVE: [409, "The member is not in a state that allows this."],
  NO_SEAT: [
    409,
    "There is no seat left. Deactivate or remove somebody, cancel open invitations where those hold seats, or ask for more seats.",
  ],
  LAST_ADMIN: [
    409,
    "A workspace needs one active administrator, and one who stands by where its identity provider is the only way in; this is the last one.",
  ],
  EDIT_CONFLICT: [409, "Somebody changed this meanwhile. Look again and repeat."],
  UNDO_TOO_LATE: [409, "Too late: the mail has left, or the invitation was used."],
  WRONG_ACCOUNT: [409, "This invitation is for another address than the one you are signed in with."],
  ACCOUNT_EXISTS: [409, "This address already has an account. Sign in to join."],
  TERMS_CHANGED: [409, "The invitation has changed meanwhile. Please read it again."],
  SEVERAL_ADDRESSES_OFF: [422, "This workspace invites one person at a time. Import a file to invite many."],
  LINK_COPYING_OFF: [403, "This workspace does not allow copying links."],
  MESSAGE_NOT_ALLOWED: [422, "This workspace does not allow a message when resending."],
  INVITATION_INVALID: [400, "This link is not valid."],
  INVITATION_EXPIRED: [410, "This invitation has expired."],
  INVITATION_CANCELED: [410, "This invitation was withdrawn."],
  INVITATION_DECLINED: [410, "This invitation was declined."],
  INVITATION_SUPERSEDED: [410, "A newer link was sent."],
  INVITATION_USED: [410, "This invitation has been used."],
  RESET_INVALID: [410, "This link is not valid any more. Ask for a new one."],
  VERIFICATION_INVALID: [410, "This link is not valid any more. Ask for a new one."],
  RATE_LIMITED: [429, "Too many requests. Wait a moment."],
  DAILY_LIMIT: [429, "The workspace has reached its number of invitations for today."],
  TRIAL_DAILY_LIMIT: [
    429,
    "The workspace has reached the number of invitations that a free trial may send a day. Go on tomorrow, or ask for a plan.",
  ],
  REGISTRATIONS_DAILY_LIMIT: [
    429,
    "The workspace has mailed as many people who register as it may today. Go on tomorrow.",
  ],
  RESEND_LIMIT: [429, "This invitation was sent a moment ago, or five times today."],
  IDEMPOTENCY_MISMATCH: [422, "This Idempotency-Key was used with another body."],
  IDEMPOTENCY_RUNNING: [409, "A request with this Idempotency-Key is still running."],
  BAD_REQUEST: [400, "The request is not well formed."],
  WRONG_HOST: [421, "This host is not served here."],
  CROSS_ORIGIN: [403, "Requests from other sites are not accepted."],
  BODY_TOO_LARGE: [413, "The body is too large."],
  UNSUPPORTED_MEDIA: [
    415,
    "This address does not take a body of this kind. Most take JSON, with Content-Type: application/json.",
  ],
  METHOD_NOT_ALLOWED: [405, "This address does not take that method."],
  FILE_EMPTY: [
    422,
    "There is nobody in this file. It needs a line of headings and below it a row for each person.",
  ],
  FILE_BINARY: [422, "This is no text file. Save the table as CSV (UTF-8) and upload that."],
  FILE_TOO_LARGE: [413, "The file is larger than 32 MB. Split it and upload the parts one after another."],
  TOO_MANY_ROWS: [
    422,
    "The file has more than 200,000 rows. Split it and upload the parts one after another.",
  ],
  TOO_MANY_COLUMNS: [422, "This line has more than 100 columns. Take out those that are not needed."],
  CELL_TOO_LONG: [422, "A cell on this line has more than 10,000 characters. Shorten it."],
  ROW_TOO_LARGE: [422, "This row has more than 100,000 characters. Shorten its cells, or take out columns."],
  ROW_TOO_LONG: [
    422,
    "Most rows, this one first, have more cells than the header. Put cells that hold a delimiter in quotation marks, and give every column a heading.",
  ],
  DUPLICATE_HEADER: [422, "Two columns have the same heading. Rename one of them, or take it out."],
  QUOTE_UNCLOSED: [
    422,
    "A quotation mark opens a cell on this line and does not close it. Close or remove it; a quotation mark inside a quoted cell is written twice.",
  ],
  NO_EMAIL_COLUMN: [422, "No column holds the e-mail addresses. Name one of them email in the first line."],
  IMPORT_BUSY: [409, "Two imports are at work in this workspace already. Wait until one of them has ended."],
  IMPORT_STATE: [409, "The import is not in a state that allows this."],
  IMPORT_EMPTY: [409, "No row of this import can be invited. Mend some rows first."],
  DRY_RUN: [
    409,
    "This import was a dry run: it reports and invites nobody. Upload the file again without it.",
  ],
  ENCODING_UNCONFIRMED: [
    409,
    "The file's encoding was guessed. Look at the names, and say that they are right.",
  ],
  UNITS_OFF: [422, "This workspace has no units."],
  NOT_EMPTY: [409, "Others lie below it. Move or delete those first."],
  STILL_PEOPLE: [409, "More than 1,000 people belong to it. Move them to another first."],
  ROOT_GROUP: [409, "This group holds all others: it stays where it is, and public."],
  TREE_FULL: [409, "A workspace has at most 10,000 units and as many groups."],
  BEING_DELETED: [409, "This group is being deleted."],
  COURSE_CLOSED: [409, "Nobody can be enrolled in a draft. Publish the course first."],
  ENROLMENT_STATE: [409, "The enrolment is not in a state that allows this."],
  DEACTIVATION_OFF: [403, "This workspace does not deactivate members. Remove them instead."],
  FROM_SESSION_OFF: [403, "This workspace does not invite from sessions."],
  SESSION_FULL: [409, "Every seat of this session is taken."],
  PAYMENT_REQUIRED: [402, "This course has a price. Buy it in the catalog."],
  HUMAN_UNPROVED: [403, "Prove that you are a person: solve the check of the page, and send its token."],
  HUMAN_CHECK_UNAVAILABLE: [
    503,
    "The check for humans cannot be reached right now. Try again in a few minutes.",
  ],
  LINK_PAUSED: [409, "This registration link is paused."],
  LINK_FULL: [409, "As many as may register by this link have joined."],
  LINK_ENDED: [409, "This registration link has ended."],
  SESSION_OVER: [409, "The session has begun or was canceled."],
  REGISTRATION_OFF: [403, "People do not register themselves in this workspace."],
  NOT_WAITING: [409, "This registration does not wait for a decision any more."],
  PAYMENTS_OFF: [
    409,
    "Nothing can be bought here: this installation has no account with the payment provider.",
  ],
  PRICE_CHANGED: [409, "The price has changed meanwhile. Look at it again."],
  ALREADY_ENROLLED: [409, "You have this course already."],
  PAYMENT_UNAVAILABLE: [
    503,
    "The payment provider cannot be reached right now. Nothing was paid; try again.",
  ],
  PAYMENT_REFUSED: [409, "The payment provider does not take this."],
  ORDER_STATE: [409, "There is nothing of this order that could be given back."],
  UPLOAD_BROKEN: [400, "The upload broke off. Nothing was imported; send the file again."],
  UNAVAILABLE: [503, "Usher is not available right now. Try again in a moment."],
} as const satisfies Record<string, readonly [status: number, message: string]>;

export type ErrorCode = keyof typeof errorTable;

export interface FieldError {
  /** Dotted path of the field, e.g. `roles.0`. */
  path: string;
  /** What was expected and how to mend it. */
  message: string;
  /** For pages that speak other languages than English. */
  code: string;
}

export interface ErrorDetails {
  errors?: FieldError[];
  /** Values for the page's words, e.g. `{ membershipId }` behind ALREADY_MEMBER. */
  params?: Record<string, string | number | null>;
  /** Seconds until a retry makes sense. */
  retryAfter?: number;
}

/** The one kind of expected failure. */
export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, details: ErrorDetails = {}) {
    super(errorTable[code][1]);
    this.name = "DomainError";
    this.code = code;
    this.details = details;
  }

  get status(): number {
    return errorTable[this.code][0];
  }
}

/** A refusal that names one field. */
export function invalidField(path: string, code: string, message: string): DomainError {
  return new DomainError("VALIDATION_FAILED", { errors: [{ path, code, message }] });
}
