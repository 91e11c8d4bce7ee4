import { pluralsOf } from "../../plural";

const plural = pluralsOf("en");

/** Setting people up without an invitation. */
export const setUp = {
  title: "‹set_up›",
  lead: ({ workspace }: { workspace: string }) =>
    `A member of ${workspace} at once, without an invitation to accept.`,
  tabs: { label: "How somebody comes in", invite: "‹invite›", setUp: "‹set_up›" },
  off: "This ‹workspace› invites people and does not set them up directly.",
  trial: "Setting people up directly is not part of a free trial. Invite them instead.",
  email: "Email address",
  emailOptionalHelp: "How that works",
  emailOptional: "Left empty, the person signs in with a username, and you print a card for the first time.",
  username: "Username",
  usernameHint: "3 to 64 letters, digits, and . _ - between them. To sign in with, beside the address.",
  notifyEmail: "Address told in their place",
  notifyEmailHint:
    "For somebody without an email address: mails about ‹sessions› and the end of access go there. Nobody signs in with it.",
  credentials: "First password",
  kinds: {
    set_password_link: {
      label: "Mail a link to set a password",
      description: "It works once, for a week. Nobody else ever knows the password.",
    },
    temporary_password: {
      label: "Mail a temporary password",
      description: "Made for this mail alone. It works for 72 hours, and another must be chosen with it.",
    },
    typed_password: {
      label: "Type a password and say it to the person",
      description: "Nothing is mailed about it. The person chooses another before anything else.",
    },
    none: {
      label: "None yet",
      description: "Nothing is mailed. The person asks for a new password, or you print a sign-in card.",
    },
  },
  password: "Password for the first time",
  passwordHint: "Counts if you chose to type one.",
  known: "If this address has an account already, its own password stays, and the person is told by mail.",
  coursesNote: "‹Courses› begin, and a mail goes out for each ‹session›, at once.",
  submit: "‹set_up›",
  done: ({ who }: { who: string }) => `${who} is a member now`,
};

/** How somebody signs in, and the cards for whoever has no address. */
export const signInWays = {
  title: ({ who }: { who: string }) => `How ${who} signs in`,
  link: "Sign-in",
  facts: { username: "Username", card: "Sign-in card", told: "Told in their place" },
  username: {
    title: "Username",
    lead: "To sign in with in this ‹workspace›. Everything else of the person stays.",
    hint: "3 to 64 letters, digits, and . _ - between them. Case and look-alikes count for nothing.",
    hintOptional: "Left empty, the person signs in with the address alone.",
    submit: "Save username",
  },
  told: {
    title: "Told in their place",
    lead: "Mails about ‹sessions›, and about the end of access, go to this address while the person has none. It is for telling somebody and nothing else: nobody signs in with it, and no link, password or card goes there.",
    label: "Address told in their place",
    hint: "Left empty, nobody is told.",
    submit: "Save",
  },
  card: {
    title: "Sign-in card",
    lead: "Somebody without an address gets in with a printed card: it works once, and a password of their own follows. A new card is the way back for whoever has forgotten theirs; you see the code on the card and nothing else.",
    none: "No card has been made yet.",
    works: ({ day }: { day: string }) => `A card is out. It works until ${day}.`,
    used: ({ day }: { day: string }) => `The last card was used on ${day}.`,
    over: "The last card does not work any more.",
    submit: "Make a card to print",
    again: "A new card ends the one before.",
  },
  address: {
    title: "Email address",
    lead: "A link is mailed to it. When the person follows it, signed in, the address is theirs; the username goes on to work.",
    changeLead: ({ email }: { email: string }) =>
      `Now ${email}. A link is mailed to another address, and a notice to this one. When the person follows it, signed in, the new address is theirs, and all of their devices are signed out.`,
    whoChanges: {
      never: "Addresses stay as they are here. Support changes one, with proof from the new mailbox.",
      admin: "It can be changed while the person is an active member of your part.",
      user_with_verification: "People change it themselves, in their account.",
    },
    label: "Email address",
    another: "New email address",
    submit: "Mail the link",
  },
};

/** The sheet of cards. */
export const cards = {
  title: ({ count }: { count: number }) => plural(count, { one: "# sign-in card", other: "# sign-in cards" }),
  lead: "Print now: the codes are shown this once and kept nowhere. New cards end these.",
  print: "Print",
  printHint: "Print with your browser: in its menu, or with Ctrl+P.",
  skipped: "Without a card",
  reasons: {
    NOT_ACTIVE: "is no active member",
    HAS_ADDRESS: "has an address, and asks for a new password with it",
    NO_USERNAME: "has no username",
    ELSEWHERE_TOO: "belongs to a part that is not yours as well",
    ROLE_ABOVE_YOURS: "may do more than you",
  },
  noneTitle: "No cards",
  none: "There is nobody here who could get a card: cards are for active members without an address, who have a username.",
  goneTitle: "Cards are shown once",
  gone: "Make new ones on the page of a person or of ‹a group›; they end the cards of before.",
  group: "Sign-in cards",
};
