import type { CourseSentence, DaySentence, Moment, Names, Role, Sentence, SessionSentence } from "./names";

const who = ({ who }: Names) => who ?? "The person you invited";

export const en = {
  language: "en" as string,
  locale: "en-GB",

  greeting: (name: string | null) => (name ? `Hello ${name},` : "Hello,"),
  noteBy: (inviter: string | null) => (inviter ? `${inviter} wrote:` : "A personal note:"),
  plainAddress: "If the button does not work, copy this address into your browser:",
  moment: ({ date, time, zone }: Moment) => `${date}, ${time} ${zone}`,
  validUntil: (moment: string) => `The link is valid until ${moment}.`,
  doesNotExpire: "The link does not expire.",
  support: (contact: string) => `Questions? Contact ${contact}.`,
  footer: (({ workspace, product }) => `Sent by ${product} for ${workspace}.`) as Sentence,

  about: {
    line: ({ about, line }: { about: string; line: string }) => `For ${about}: ${line}`,
    passOn: (about: string) =>
      `This message is for ${about}, who has no e-mail address. You get it because your address is named for them. Please pass it on.`,
  },

  colon: ": ",
  roleHeading: (count: number): string => (count === 1 ? "Your role" : "Your roles"),
  roles: {
    admin: { label: "‹Admin›", may: "you manage the whole ‹workspace›: people, ‹courses› and settings" },
    unit_manager: { label: "‹Unit_manager›", may: "you invite and look after people in your ‹unit›" },
    group_admin: {
      label: "‹Group_admin›",
      may: "you manage your ‹group›, what lies below it and their members",
    },
    user_admin: {
      label: "‹User_admin›",
      may: "you invite people to your ‹group› and look after their accounts",
    },
    coach: { label: "‹Coach›", may: "you support ‹learners› and follow their progress" },
    session_instructor: { label: "‹Session_instructor›", may: "you lead ‹sessions› and their participants" },
    instructor: { label: "‹Instructor›", may: "you prepare and teach ‹courses›" },
    learner: { label: "‹Learner›", may: "you take ‹courses› and see your own progress" },
  } satisfies Record<string, Role>,

  button: {
    accept_invitation: "Accept invitation",
    set_password_and_get_started: "Set password and get started",
    set_your_password: "Set your password",
    choose_new_password: "Choose a new password",
    confirm_address: "Confirm this address",
    sign_in: "Sign in",
    open_profile: "View profile",
    open_invitation: "View invitation",
    open_sign_in: "Open the sign-in page",
    open_course: "Open the ‹course›",
  },

  invitation: {
    subject: {
      inviter_invited_you: ({ inviter, workspace }: Names) =>
        inviter ? `${inviter} invited you to ${workspace}` : `You’re invited to ${workspace}`,
      invited_to_workspace: ({ workspace }: Names) => `You’re invited to ${workspace}`,
      invitation_to_workspace: ({ workspace }: Names) => `Invitation to ${workspace}`,
      welcome_to_product: ({ product }: Names) => `Welcome to ${product}`,
    },
    heading: (({ workspace }) => `You’re invited to ${workspace}`) as Sentence,
    intro: (({ inviter, workspace, product }) =>
      inviter
        ? `${inviter} invites you to join ${workspace}, a place for learning on ${product}.`
        : `The ${workspace} team invites you to join their place for learning on ${product}.`) as Sentence,
    next: "The button opens your invitation. You can read it through before you decide.",
    notExpected:
      "Not expected? You can simply ignore this message. Nothing will happen, and you will not be signed up for anything.",
  },

  reminder: {
    subject: (({ workspace }) => `Reminder: your invitation to ${workspace}`) as Sentence,
    heading: (({ workspace }) => `Your place at ${workspace} is waiting`) as Sentence,
    intro: (({ inviter, workspace }) =>
      inviter
        ? `A while ago, ${inviter} invited you to join ${workspace}. Your invitation is still open.`
        : `A while ago, you were invited to join ${workspace}. Your invitation is still open.`) as Sentence,
    notExpected: "Not interested, or not expected? You can simply ignore this message. Nothing will happen.",
  },

  newLink: {
    subject: (({ workspace }) => `Your new link for ${workspace}`) as Sentence,
    heading: "Here is your new link",
    intro: (({ inviter, workspace }) =>
      inviter
        ? `Here is a fresh link for the invitation from ${inviter} to join ${workspace}.`
        : `Here is a fresh link for your invitation to join ${workspace}.`) as Sentence,
    replaces: "Please use this link only. The ones in earlier messages may no longer work.",
    notExpected: "Not expected? You can simply ignore this message. Nothing will happen.",
  },

  seatFree: {
    subject: (({ workspace }) => `There is a seat for you now at ${workspace}`) as Sentence,
    heading: "There is a seat for you now",
    intro: (({ workspace }) =>
      `When you wanted to join ${workspace}, every seat was taken, and you asked us to tell you. Now there is one.`) as Sentence,
    first:
      "Your link is the one you have. The seat is not kept for you: whoever joins first has it. If it is taken again, you keep your place in line.",
    notExpected: "Not interested any more? You can simply ignore this message. Nothing will happen.",
  },

  account: {
    subject: (({ workspace }) => `Your account at ${workspace}`) as Sentence,
    heading: (({ workspace }) => `You have an account at ${workspace}`) as Sentence,
    intro: (({ inviter, workspace, product }) =>
      inviter
        ? `${inviter} made you a member of ${workspace}, a place for learning on ${product}.`
        : `The ${workspace} team made you a member of their place for learning on ${product}.`) as Sentence,
    setPassword: "Set a password, and you can sign in with this address at once.",
    temporary: (ends: string) =>
      `Sign in with this address and the temporary password below. It works until ${ends}, and you then choose one of your own.`,
    password: "Your temporary password:",
    ownPassword: "You have an account with this address already: sign in with your own password.",
    notExpected:
      "Not expected? Then please tell the people of this ‹workspace›; they can take you out of it again.",
  },

  passwordReset: {
    subject: (({ workspace }) => `Choose a new password for ${workspace}`) as Sentence,
    heading: "Choose a new password",
    intro: (({ workspace }) =>
      `Somebody, most likely you, asked for a new password for your account at ${workspace}.`) as Sentence,
    notExpected:
      "It wasn’t you? Then you can ignore this message. Your password stays as it is, and this link was sent to nobody else.",
  },

  verifyAddress: {
    subject: (({ workspace }) => `Confirm your address for ${workspace}`) as Sentence,
    heading: "Confirm your address",
    intro: (({ workspace }) =>
      `You joined ${workspace} with this address. Confirm that the mailbox is yours, and you are all set.`) as Sentence,
    notExpected:
      "You did not join? Then leave the button alone and ignore this message; the address stays unconfirmed.",
  },

  registration: {
    subject: (({ course, workspace }) =>
      course
        ? `Confirm your address and start “${course}”`
        : `Confirm your address for ${workspace}`) as CourseSentence,
    heading: (({ course }) =>
      course ? `Confirm your address and start “${course}”` : "Confirm your address") as CourseSentence,
    intro: (({ course, workspace }) =>
      course
        ? `You registered for “${course}” at ${workspace}. Confirm that this mailbox is yours, and you can begin.`
        : `You registered at ${workspace}. Confirm that this mailbox is yours, and you can begin.`) as CourseSentence,
    button: (({ course }) => (course ? "Confirm and start" : "Confirm this address")) as CourseSentence,
    notExpected:
      "Was this not you? Then leave the button alone. Without it nothing happens, and the address is forgotten after a week.",
  },

  registrationKnown: {
    subject: (({ workspace }) => `You have an account at ${workspace} already`) as CourseSentence,
    heading: "You have an account here already",
    intro: (({ course, workspace }) =>
      course
        ? `Somebody, probably you, registered at ${workspace} with this address for “${course}”. You have an account here already: sign in, and take the ‹course› from there.`
        : `Somebody, probably you, registered at ${workspace} with this address. You have an account here already: sign in.`) as CourseSentence,
    notExpected: "Was this not you? Then you can ignore this message. Nothing has changed.",
  },

  registrationApproved: {
    subject: (({ workspace }) => `You are in: ${workspace}`) as CourseSentence,
    heading: "You are in",
    intro: (({ course, workspace }) =>
      course
        ? `${workspace} has approved your registration. “${course}” waits for you: sign in and begin.`
        : `${workspace} has approved your registration. Sign in and look around.`) as CourseSentence,
    why: "You get this message because you registered with this address.",
  },

  registrationRefused: {
    subject: (({ workspace }) => `Your registration at ${workspace}`) as Sentence,
    heading: "Your registration was not approved",
    intro: (({ workspace }) =>
      `${workspace} has looked at your registration and did not approve it.`) as Sentence,
    reason: "What they say:",
    next: "What you told when you registered has been deleted. If you have paid, you get your money back.",
  },

  registrationRefunded: {
    subject: (({ workspace }) => `Your money from ${workspace} goes back`) as CourseSentence,
    heading: "Your money goes back",
    intro: (({ course, workspace }) =>
      course
        ? `${workspace} has given back what was paid for “${course}”.`
        : `${workspace} has given back what was paid.`) as CourseSentence,
    next: "The registration was not confirmed yet and has ended with it: the link of our earlier message leads nowhere any more, and the address and name have been deleted.",
  },

  invitationAccepted: {
    subject: (({ workspace }) => `Welcome to ${workspace}`) as Sentence,
    heading: (({ workspace }) => `Welcome to ${workspace}`) as Sentence,
    intro: (({ workspace }) => `Good to have you with us. You have joined ${workspace}.`) as Sentence,
    keep: "Keep this message: it holds the address where you sign in from now on.",
    plainAddress: "Your sign-in address:",
    notExpected:
      "It wasn’t you who joined? Then somebody may have used your address. Please tell the person who invited you.",
  },

  acceptedNotice: {
    subject: ((names) => `${who(names)} joined ${names.workspace}`) as Sentence,
    heading: "Your invitation was accepted",
    intro: ((names) =>
      `${who(names)} accepted your invitation and is now part of ${names.workspace}.`) as Sentence,
    role: (labels: string, count: number) => `${count === 1 ? "Role" : "Roles"}: ${labels}`,
    why: "You are receiving this message because you sent the invitation.",
  },

  declinedNotice: {
    subject: ((names) => `${who(names)} declined your invitation`) as Sentence,
    heading: "Your invitation was declined",
    intro: ((names) => `${who(names)} declined your invitation to join ${names.workspace}.`) as Sentence,
    reason: "Reason given:",
    next: "You need not do anything. No further reminders will be sent.",
  },

  passwordChanged: {
    subject: (({ workspace }) => `Your password for ${workspace} was changed`) as Sentence,
    heading: "Your password was changed",
    intro: (({ workspace }) =>
      `The password of your account at ${workspace} was just changed. If that was you, all is well.`) as Sentence,
    notYou: "If it was not you, act now: open the sign-in page and ask for a new password.",
  },

  addressChangeAsked: {
    subject: (({ workspace }) => `Another address for your account at ${workspace}`) as Sentence,
    heading: "Your address is to be changed",
    intro: (({ workspace }) =>
      `Somebody asked for another address in the place of this one, for your account at ${workspace}. It counts once it is confirmed from its mailbox; until then nothing changes.`) as Sentence,
    notYou: "You did not ask for that? Tell the people who run it at once.",
  },

  addressChanged: {
    subject: (({ workspace }) => `Your address for ${workspace} was changed`) as Sentence,
    heading: "Your address was changed",
    intro: (({ workspace }) =>
      `The account at ${workspace} that had this address has another one now, which was confirmed from its mailbox. You sign in with that one; all devices are signed out.`) as Sentence,
    notYou: "You did not ask for that? Tell the people who run it at once.",
  },

  accessEnding: {
    subject: (({ workspace, lastDay }) => `Your access to ${workspace} ends on ${lastDay}`) as DaySentence,
    heading: (({ lastDay }) => `Your access ends on ${lastDay}`) as DaySentence,
    intro: (({ workspace, lastDay }) =>
      `You can use ${workspace} until the end of ${lastDay}. After that day you cannot sign in there any more.`) as DaySentence,
    longer: "Do you need it for longer? Ask the people who run this ‹workspace›; they can set a later day.",
  },

  session: {
    online: "Online: you find the address on the page of the ‹course›.",
    notJoined: "Your place is kept for you. Accept the invitation first; it came in a message of its own.",
    invitation: {
      subject: (({ session }) => `Your place in ${session}`) as SessionSentence,
      heading: "You have a place",
      intro: (({ workspace }) =>
        `Here is ‹a session› for you at ${workspace}. Keep this message: it says when and where.`) as Sentence,
    },
    reminder: {
      subject: (({ session }) => `Soon: ${session}`) as SessionSentence,
      heading: "It begins soon",
      intro: (({ workspace }) => `‹A session› of yours at ${workspace} is coming up.`) as Sentence,
    },
    canceled: {
      subject: (({ session }) => `Canceled: ${session}`) as SessionSentence,
      heading: "This ‹session› does not take place",
      intro: (({ workspace }) =>
        `‹A session› that you had a place in at ${workspace} was canceled.`) as Sentence,
    },
  },
};
