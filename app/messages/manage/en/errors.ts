/** What a refused act says; the names are the error codes. */
export const errors = {
  ALREADY_MEMBER: "This person is already a member here.",
  ALREADY_INVITED: "This person is already invited.",
  MEMBER_DEACTIVATED: "This person is a deactivated member.",
  ACCOUNT_ELSEWHERE:
    "This person already has an account, and this ‹workspace› does not invite people who have one. ‹An admin› can change that.",
  ROLE_ABOVE_YOURS: "You cannot give a role that may do more than your own.",
  ELSEWHERE_TOO:
    "This person belongs, or is invited, to a part of the ‹workspace› that is not yours as well. Somebody who has all of it, like ‹an admin›, can do this.",
  DIRECT_SETUP_OFF: "This ‹workspace› invites people and does not set them up directly.",
  DIRECT_SETUP_ON_TRIAL: "Setting people up directly is not part of a free trial. Invite them instead.",
  USERNAME_TAKEN: "Somebody else has this username, or one that looks like it. Choose another.",
  SSO_UNTESTED: "Try the identity provider first: sign in through it once.",
  NOT_PENDING: "This invitation is no longer open.",
  ACCESS_ENDED: "The last day of access that this invitation offers is over. Set a later day first.",
  NOT_REMINDABLE:
    "There is nothing to remind of: the link has ended, or the last mail has not left or came back. Resend the invitation instead.",
  NOT_ACTIVE: "This is not possible in the state this person is in.",
  LAST_ADMIN:
    "‹A workspace› needs one active ‹admin›, and one who stands by where its identity provider is the only way in. Make somebody else ‹an admin› first, or let somebody else stand by.",
  ORDER_STATE: "There is nothing of this order that could be given back.",
  PAYMENTS_OFF: "This installation has no account with Stripe: nothing can be bought or given back here.",
  PAYMENT_REFUSED: "Stripe does not take this. Look at the payment there.",
  PAYMENT_UNAVAILABLE: "Stripe cannot be reached right now. Nothing was changed; try again in a moment.",
  EDIT_CONFLICT: "Somebody changed this in the meantime. Look at how it is now, then try again.",
  UNDO_TOO_LATE: "Too late to undo: the mail has left, or something else happened since.",
  SEVERAL_ADDRESSES_OFF:
    "This ‹workspace› invites one person at a time. To invite many at once, import a file.",
  LINK_COPYING_OFF: "This ‹workspace› does not allow copying links.",
  MESSAGE_NOT_ALLOWED: "This ‹workspace› does not allow a message when resending.",
  TRIAL_DAILY_LIMIT:
    "This ‹workspace› has sent all the invitations that a free trial may send a day. Go on tomorrow, or ask for a plan.",
  NO_SEAT:
    "No seat is left. Deactivate or remove whoever is not needed any more, or ask ‹an admin› for more seats.",
  DAILY_LIMIT: "This ‹workspace› has sent all the invitations it may send today. Try again tomorrow.",
  DEACTIVATION_OFF: "This ‹workspace› does not deactivate people. Remove them instead.",
  FROM_SESSION_OFF: "This ‹workspace› does not invite from ‹sessions›.",
  UNITS_OFF: "This ‹workspace› has no ‹units›.",
  NOT_EMPTY: "Others lie below it. Move or delete those first.",
  STILL_PEOPLE: "More than 1,000 people belong to it. Move them to another first.",
  ROOT_GROUP: "This ‹group› holds all others: it stays where it is, and public.",
  TREE_FULL: "‹A workspace› has at most 10,000 ‹units› and as many ‹groups›.",
  BEING_DELETED: "This ‹group› is being deleted.",
  COURSE_CLOSED: "This ‹course› is a draft: nobody can be enrolled yet. Publish it first.",
  ENROLMENT_STATE: "This is not possible in the state this enrolment is in.",
  SESSION_FULL: "Every seat of this ‹session› is taken.",
  PAYMENT_REQUIRED: "This ‹course› has a price. It is bought in the catalog.",
  SESSION_OVER: "This ‹session› has begun or was canceled.",
  REGISTRATION_OFF: "Registration is switched off in this ‹workspace›.",
  NOT_FOUND: "There is nothing here any more.",
  FORBIDDEN: "Your role does not include this.",
  VALIDATION_FAILED: "Some fields are not right.",
} as Readonly<Record<string, string>>;

export const errorOther = "That did not work. Try again in a moment.";

export const resendLimit = ({ wait }: { wait: string }) =>
  `This person was sent a mail a moment ago, or five times today. Try again in ${wait}.`;

/** Which limit was reached; the names are the domain's. */
const limits: Readonly<Record<string, string>> = {
  bulk_resend: "New links went to many people of this ‹workspace› a moment ago.",
  bulk_remind: "Many people of this ‹workspace› were reminded a moment ago.",
  exports: "You have exported many times within an hour.",
  invitations: "You have invited many people within a minute.",
  workspaces: "Fifty ‹workspaces› were made today.",
  "test mails": "You have sent yourself ten tests within an hour.",
};

export const rateLimited = ({ wait, limit }: { wait: string; limit: string }) =>
  `${limits[limit] ?? "Too many at once."} Try again in ${wait}.`;
