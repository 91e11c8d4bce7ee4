export const mailPreviews = {
  title: "Mails",
  lead: "What people get from this ‹workspace›, with sample words.",
  which: "Mail",
  language: "Language",
  show: "Show",
  templates: {
    invitation: "Invitation",
    reminder: "Reminder",
    new_link: "New link",
    seat_free: "A seat is free",
    registration: "Registration: confirm the address",
    registration_known: "Registration: has an account here",
    registration_approved: "Registration: approved",
    registration_refused: "Registration: refused",
    registration_refunded: "Registration: money given back",
    account_link: "Set up: link to set a password",
    account_password: "Set up: temporary password",
    account_added: "Set up: with the account that there is",
    invitation_accepted: "Welcome after joining",
    session_invitation: "A place in ‹a session›",
    session_reminder: "Reminder of ‹a session›",
    session_canceled: "‹A session› is canceled",
    access_ending: "Access ends soon",
    verify_address: "Confirm the address",
    password_reset: "New password",
    password_changed: "Password changed",
    address_change_asked: "Another address asked for",
    address_changed: "Address changed",
    accepted_notice: "To the inviter: joined",
    declined_notice: "To the inviter: declined",
  },
  languages: { en: "English", de: "Deutsch", fr: "Français", es: "Español" },
};

/** The way of a mail, in order; the last three went wrong. */
export const delivery = {
  prepared: { label: "Prepared", remedy: "It leaves when it is due." },
  queued: { label: "Queued", remedy: "It leaves within a minute." },
  sent: { label: "Sent", remedy: "Handed to the mail provider; the mailbox has not confirmed it yet." },
  delivered: { label: "Delivered", remedy: "The mailbox took it. Not opened yet: a reminder may help." },
  opened: {
    label: "Opened",
    remedy: "Opens are a guess: some mail programs open mails by themselves, others hide it.",
  },
  clicked: { label: "Link opened", remedy: "Nearly there: the join page was opened, but not finished." },
  bounced: {
    label: "Bounced",
    remedy: "The mailbox is unknown or closed. Correct the address and resend.",
  },
  complained: {
    label: "Marked as spam",
    remedy:
      "We send nothing more to this address. Ask the person, then copy the link and hand it over yourself.",
  },
  failed: { label: "Not sent", remedy: "The mail provider refused it. Check the address and resend." },
};

/** Mails by their template, and what became of them on our side. */
export const mails = {
  invitation: "Invitation",
  reminder: "Reminder",
  new_link: "Mail with a new link",
  seat_free: "Mail that a seat is free",
  password_reset: "Mail to choose a password",
  account_link: "Mail with a link to set a password",
  account_password: "Mail with a temporary password",
  account_added: "Mail about the new membership",
  verification: "Mail to confirm the address",
  invitation_accepted: "Welcome mail",
  session_invitation: "Mail about ‹a session›",
  session_reminder: "Reminder of ‹a session›",
  session_canceled: "Notice of a canceled ‹session›",
  access_ending: "Warning that access ends",
  accepted_notice: "Notice of joining",
  declined_notice: "Notice of declining",
  password_changed: "Notice of a changed password",
  address_change_asked: "Notice of an address that was asked for",
  address_changed: "Notice of a changed address",
} as Readonly<Record<string, string>>;

export const mailStates = {
  pending: ({ mail }) => `${mail}: waits to be sent`,
  leased: ({ mail }) => `${mail}: being sent`,
  sent: ({ mail }) => `${mail}: handed to the mail provider`,
  unknown: ({ mail }) => `${mail}: being checked with the mail provider`,
  failed: ({ mail }) => `${mail}: refused by the mail provider`,
  canceled: ({ mail }) => `${mail}: not sent`,
} as Readonly<Record<string, (values: { mail: string }) => string>>;

export const openedCaveat = "A guess: some mail programs open mails by themselves.";
