import { pluralsOf } from "./plural";

const plural = pluralsOf("en");

/** How long to wait, in the largest unit that fits. */
function wait(seconds: number): string {
  if (seconds >= 7_200) return plural(Math.ceil(seconds / 3_600), { one: "# hour", other: "# hours" });
  return seconds < 60
    ? plural(seconds, { one: "# second", other: "# seconds" })
    : plural(Math.ceil(seconds / 60), { one: "# minute", other: "# minutes" });
}

/**
 * English, and the shape of every language. Names in braces inside a plain string are filled by <Rich> with elements;
 * functions take what is only text. A workspace's own terms replace `terms` and `roles[...].name`.
 */
export const en = {
  terms: {
    workspace: "workspace",
    unit: "organisation unit",
    group: "group",
    groups: "groups",
    course: "course",
    courses: "courses",
    learner: "learner",
  },

  common: {
    optional: "optional",
    close: "Close",
    cancel: "Cancel",
    save: "Save",
    back: "Back",
    continue: "Continue",
    copy: "Copy",
    copied: "Copied",
    next: "Next",
    previous: "Previous",
    pages: "Pages",
    menu: "Menu",
    loading: "Loading …",
    skip: "Skip to content",
    email: "Email address",
    emailHint: "For example ana@example.com",
    emailInvalid: "Write an address such as ana@example.com.",
    missing: ({ label }: { label: string }) => `${label} is missing.`,
    firstName: "First name",
    lastName: "Last name",
    nameInvalid: "Use at most 100 characters and no web address, @ or invisible sign.",
    language: "Language",
    changeLanguage: "Change language",
    timeZone: "Time zone",
    theme: "Appearance",
    themes: { system: "Like the system", light: "Light", dark: "Dark" },
    signOut: "Sign out",
    acting: ({ role }: { role: string }) => `Acting as ${role}`,
    actAs: "Act in one role",
    actInAll: "Act in all your roles",
    actingNote: "Until you switch back you see and may do what this role may.",
    workspaces: "Your workspaces",
    yourMenu: ({ name }: { name: string }) => `${name}: your menu`,
    help: "Need help? Ask the person who invited you.",
    charactersLeft: ({ count }: { count: number }) =>
      plural(count, { one: "# character left", other: "# characters left" }),
    checkFields: ({ count }: { count: number }) =>
      plural(count, { one: "One thing needs a second look", other: "# things need a second look" }),
    requestId: ({ id }: { id: string }) => `Reference: ${id}`,
    wait: ({ seconds }: { seconds: number }) => wait(seconds),
  },

  password: {
    label: "Password",
    newLabel: "New password",
    show: "Show",
    hide: "Hide",
    showLabel: "Show password",
    hideLabel: "Hide password",
    hint: "Several words that do not belong together are easy to remember and hard to guess.",
    minimum: ({ minimum }: { minimum: number }) => `At least ${minimum} characters.`,
    /** {count} and {minimum} are filled while typing. */
    counting: "{count} of at least {minimum} characters",
    longEnough: "Long enough",
    missing: "Choose a password.",
    tooShort: ({ minimum, length }: { minimum: number; length: number }) =>
      `This password has ${length} of at least ${minimum} characters. Add a word or two.`,
    tooLong: ({ maximum }: { maximum: number }) => `Use at most ${maximum} characters.`,
    common: "Many people use this password, so it is among the first to be tried. Choose another one.",
    breached: "This password has appeared in a data leak elsewhere. Choose another one.",
    context: ({ word }: { word: string }) =>
      `This password is close to “${word}”, which is easy to guess. Choose another one.`,
    contextPlain: "This password is mostly your name, your address or the workspace. Choose another one.",
  },

  home: {
    title: "Where do you want to go?",
    lead: "Every workspace has an address of its own. You find it in the mails you got from it.",
    field: "Address of your workspace",
    hint: ({ host }: { host: string }) => `The part after ${host}/w/`,
    missing: "Write the address of your workspace.",
    invalid: "An address has only letters, digits and hyphens, for example harbour-school.",
    submit: "Go to sign in",
    unknownTitle: "There is no workspace at this address",
    unknown: "Check it for typing errors, or open the link in a mail from your workspace.",
  },

  signIn: {
    title: ({ workspace }: { workspace: string }) => `Sign in to ${workspace}`,
    titlePlain: "Sign in",
    identifier: "Email address or username",
    submit: "Sign in",
    forgot: "Forgotten your password?",
    noAccount: "No account yet? You join with the link in your invitation.",
    wrong: "The address and password do not match. Check both and try again.",
    deactivated: ({ workspace }: { workspace: string }) =>
      `Your access to ${workspace} is switched off. Ask an administrator to switch it on again.`,
    accessEnded: ({ workspace }: { workspace: string }) =>
      `Your access to ${workspace} has ended. Ask an administrator to extend it.`,
    notMember: ({ workspace }: { workspace: string }) => `You are not a member of ${workspace}.`,
    tooMany: ({ seconds }: { seconds: number }) => `Too many attempts. Try again in ${wait(seconds)}.`,
    signedOut: "You are signed out.",
    sessionEnded: "You were signed out. Sign in to go on where you were.",
    sso: ({ provider }: { provider: string }) => `Continue with ${provider}`,
    ssoOnly: ({ provider }: { provider: string }) => `Your organisation signs in with ${provider}.`,
    or: "or",
  },

  forgot: {
    title: "Choose a new password",
    lead: "Tell us your address and we send you a link to choose a new password.",
    submit: "Send the link",
    back: "Back to sign in",
    sentTitle: "Look in your mailbox",
    /** The same for everybody, so that nobody learns who has an account. */
    sent: ({ email }: { email: string }) =>
      `If ${email} has an account here, a mail with a link is on its way. It should arrive within a few minutes.`,
    nothing: "No mail? Look in the spam folder, check the address for typing errors, or try again.",
    again: "Try another address",
  },

  reset: {
    title: "Choose a new password",
    lead: ({ email }: { email: string }) => `For ${email}. You will be signed out on all other devices.`,
    submit: "Save the password",
    doneTitle: "Your password is changed",
    done: "Sign in with the new one. All other devices are signed out.",
    expiredTitle: "This link has ended",
    expired: "Links to choose a password work once and for a short time. Ask for a new one.",
    again: "Send a new link",
  },

  verify: {
    title: "Confirm your address",
    lead: ({ email }: { email: string }) => `Press the button, and ${email} counts as yours.`,
    confirm: "Confirm this address",
    doneTitle: "Your address is confirmed",
    done: "Thank you. Nothing else is needed.",
    go: "Go on",
    dead: "This link has ended",
    deadLead: "Links to confirm an address work once and for a day. Ask for a new one.",
    signIn: "Sign in first",
    signInLead: "Sign in with the address that the link was sent to; then you can confirm it.",
    other: "This link is for another address than the one you are signed in with.",
    askTitle: "Confirm your address",
    ask: ({ email }: { email: string }) =>
      `We mail a link to ${email}. Open it on this device, and the address counts as yours.`,
    send: "Send me the link",
    sent: ({ email }: { email: string }) => `The link is on its way to ${email}.`,
    notice: "Your address is not confirmed yet.",
  },

  join: {
    title: ({ workspace }: { workspace: string }) => `Join ${workspace}`,
    invited: ({ inviter, workspace }: { inviter: string; workspace: string }) =>
      `${inviter} invited you to ${workspace}.`,
    invitedPlain: ({ workspace }: { workspace: string }) => `You are invited to ${workspace}.`,
    facts: {
      for: "Invitation for",
      role: "You join as",
      places: "You will be in",
      waiting: "Waiting for you",
      ends: "The link works until",
      neverEnds: "The link does not end",
      accessEnds: "Your access ends",
      note: ({ inviter }: { inviter: string }) => `Message from ${inviter}`,
      customer: "Organisation",
    },
    newPerson: {
      lead: "Choose a password and you are in.",
      address: "This address is your sign-in and cannot be changed here.",
      terms: "I agree to the {terms} and the {privacy}.",
      termsLink: "terms of use",
      privacyLink: "privacy notice",
      termsMissing: "Agree to the terms to join.",
      submit: ({ workspace }: { workspace: string }) => `Join ${workspace}`,
    },
    hasAccount: {
      wrong: ({ email }: { email: string }) => `This is not the password of ${email}. Try again.`,
      passwordHint: "The password you already use for this address.",
      title: "You already have an account",
      lead: ({ email, workspace }: { email: string; workspace: string }) =>
        `Sign in as ${email} to join ${workspace}. Your name and password stay as they are.`,
      submit: "Sign in and join",
    },
    signedIn: {
      lead: ({ email }: { email: string }) => `You are signed in as ${email}.`,
      submit: ({ workspace }: { workspace: string }) => `Join ${workspace}`,
    },
    otherAccount: {
      title: "This invitation is for another address",
      lead: ({ signedInAs, invited }: { signedInAs: string; invited: string }) =>
        `You are signed in as ${signedInAs}. The invitation is for ${invited}.`,
      switch: ({ invited }: { invited: string }) => `Sign out and go on as ${invited}`,
      stay: ({ signedInAs }: { signedInAs: string }) => `Stay signed in as ${signedInAs}`,
      ask: "Is the other address not yours? Ask for an invitation to the one you use.",
    },
    sso: ({ provider }: { provider: string }) => `Continue with ${provider} and join`,
    expired: {
      title: "This link has ended",
      lead: ({ workspace }: { workspace: string }) =>
        `Your invitation to ${workspace} still stands. Ask for a new link: it goes to the mailbox that was invited, and to no other.`,
      submit: "Ask for a new link",
      sentTitle: "Look in your mailbox",
      sent: "A mail with a new link is on its way to the invited mailbox. It should arrive within a few minutes.",
      asked: "We have told the person who invited you. A new link comes by mail once it is approved.",
    },
    superseded: {
      title: "There is a newer link",
      lead: "A newer mail was sent on {sentAt}. Open that one: its link works, this one does not any more.",
      again: "Not there? We can send it again, to the invited mailbox only.",
      submit: "Send it again",
    },
    canceled: {
      title: "This invitation was withdrawn",
      lead: ({ workspace }: { workspace: string }) =>
        `The invitation to ${workspace} is no longer open. If you did not expect that, ask the person who invited you.`,
    },
    declined: {
      title: "You declined this invitation",
      lead: ({ workspace }: { workspace: string }) =>
        `If you have changed your mind, ask the person who invited you to ${workspace} for a new invitation.`,
    },
    used: {
      open: ({ workspace }: { workspace: string }) => `Go to ${workspace}`,
      member: ({ workspace }: { workspace: string }) =>
        `This link has done its work: you are a member of ${workspace}.`,
      title: "You have already joined",
      lead: ({ workspace }: { workspace: string }) =>
        `This link has done its work. Sign in to go to ${workspace}.`,
      submit: "Sign in",
    },
    invalid: {
      title: "This link does not work",
      lead: "Part of it may have been lost on the way. Open it from the mail itself, or copy the whole address from there.",
      help: "If that does not help, ask the person who invited you to send the invitation again.",
    },
    lapsed: {
      title: "Open the mail again",
      lead: "This page was open for a while, so we closed it to keep your invitation safe. Open the link in the mail once more; nothing is lost.",
    },
    full: {
      title: "No place is free at the moment",
      lead: ({ workspace }: { workspace: string }) =>
        `${workspace} has no free places. Your invitation stays open; ask the person who invited you.`,
    },
    firstNameMissing: "Write your first name.",
    lastNameMissing: "Write your last name.",
    termsChanged: "The invitation has changed in the meantime. Read it once more, then join.",
    proveMailbox:
      "This address has an account that was never confirmed. Open the link in the mail itself; if you have none, ask the person who invited you to send it.",
    resendLimit: ({ seconds }: { seconds: number }) =>
      `A mail went out only a short while ago. Look in the mailbox, or ask again in ${wait(seconds)}.`,
    resendLimitPlain: "A mail went out only a short while ago. Look in the mailbox, or ask again later.",
    writeTo: ({ contact }: { contact: string }) => `Write to ${contact}`,
    faster: "Someone has just used this link. If it was you, in another window, sign in.",
  },

  decline: {
    link: "Not for you? Decline the invitation",
    title: ({ workspace }: { workspace: string }) => `Decline the invitation to ${workspace}`,
    lead: "The link stops working and the person who invited you is told. To join later you need a new invitation.",
    confirm: ({ word }: { word: string }) => `Type “${word}” to confirm`,
    wrongWord: ({ word }: { word: string }) => `Type “${word}” exactly, without the quotation marks.`,
    reason: "Reason",
    reasonHint: "The person who invited you will read it.",
    reasonWrong: "Use at most 1,000 characters and no invisible signs.",
    submit: "Decline the invitation",
    keep: "Keep the invitation",
  },

  joined: {
    title: ({ workspace }: { workspace: string }) => `Welcome to ${workspace}`,
    lead: "Your account is ready. Sign in with your address and the password you have just chosen.",
    submit: "Sign in",
  },

  learn: {
    role: "Your role here",
    roles: "Your roles here",
    nav: "Your pages",
    title: "Home",
    greeting: ({ name }: { name: string }) => (name ? `Hello, ${name}` : "Hello"),
    lead: ({ workspace }: { workspace: string }) => `This is your place in ${workspace}.`,
    emptyTitle: "Nothing here yet",
    empty: "Your courses appear here as soon as someone enrols you. There is nothing you need to do.",
    accessEndsOn: "Your access ends on {day}.",
    yourCourses: "Your courses",
    nextUp: "Next up",
    sessions: "Sessions to come",
    certificates: "Certificates",
    course: "Course",
    open: ({ course }: { course: string }) => `Open ${course}`,
    progress: ({ percent }: { percent: number }) => `${percent} %`,
    progressOf: ({ course }: { course: string }) => `Your progress in ${course}`,
    /** Something kind for each stage. */
    stage: {
      fresh: "A fresh start",
      begun: "Well begun",
      half: "More than half done",
      nearly: "Nearly there",
      done: "Done. Well done!",
    },
    completedOn: "Completed {at}",
    enrolledOn: "Yours since {at}",
    setBy: "Your instructors record your progress; there is nothing for you to tick.",
    about: "About this course",
    yourSessions: "Your sessions",
    noSessions: "There are no sessions for you in this course yet.",
    lasts: ({ duration }: { duration: string }) => `lasts ${duration}`,
    withPeople: ({ names }: { names: string }) => `With ${names}`,
    join: "Join online",
    calendar: "Add to calendar",
    calendarOf: ({ session }: { session: string }) => `Add ${session} to your calendar`,
    canceled: "This session was canceled.",
    over: "Over",
    backHome: "Back to your courses",
    certificate: "Certificate",
    certificateOf: ({ course }: { course: string }) => `Certificate: ${course}`,
    certificateOpen: "Look at your certificate",
    certificateLead: "This is to certify that",
    certificateDid: "has completed the course",
    certificateOn: ({ date }: { date: string }) => `on ${date}`,
    certificateNumber: ({ number }: { number: string }) => `Certificate no. ${number}`,
    printHint: "To keep it, print this page or save it as a PDF with your browser.",
    yourGroups: "Your groups",
    switchToManage: "To the manage area",
  },

  account: {
    data: "Your data",
    dataLead: ({ workspace }: { workspace: string }) =>
      `Everything that ${workspace} keeps about you, as a file.`,
    dataExport: "Download your data",
    dataLater: "You have taken your data several times already. Try again in an hour.",
    own: "Your account",
    edit: "Change name, language or password",
    profileHint: "A new name counts in all your workspaces.",
    passwordLead: "All other devices are signed out, and a mail tells you about it.",
    emailNever: ({ workspace }: { workspace: string }) =>
      `You sign in with it. ${workspace} keeps addresses as they are, so that results stay with the right person.`,
    emailSupport: ({ contact }: { contact: string }) => `If yours has to change, write to ${contact}.`,
    languageOnly: "Of the pages on this device.",
    from: ({ place }: { place: string }) => `from ${place}`,
    title: "Your profile",
    profile: "Name and language",
    name: "Name",
    email: "Email address",
    emailHint: ({ workspace }: { workspace: string }) =>
      `You sign in with it. To change it, ask an administrator of ${workspace}.`,
    languageHint: "Of pages and mails.",
    save: "Save",
    saved: "Your profile is saved.",
    changePassword: "Change password",
    currentPassword: "Current password",
    currentWrong: "That is not your current password.",
    passwordChanged: "Your password is changed. All other devices are signed out.",
    sessions: "Where you are signed in",
    sessionsLead: "Do you not know one of them? End it and change your password.",
    thisDevice: "This device",
    startedAt: "Signed in {at}",
    lastSeen: "Last seen {at}",
    end: "Sign out there",
    ended: "That device is signed out.",
    endOthers: "Sign out everywhere else",
    othersEnded: ({ count }: { count: number }) =>
      plural(count, { one: "# other device is signed out.", other: "# other devices are signed out." }),
    onlyThis: "You are signed in on this device only.",
    unknownDevice: "Unknown device",
  },

  errors: {
    notFound: {
      title: "There is nothing at this address",
      lead: "The page may have moved, or the address is not complete.",
      action: "Go to the start page",
    },
    forbidden: {
      title: "You cannot open this page",
      lead: "Your role does not include it. If you need it, ask an administrator of your workspace.",
      action: "Go back to the start page",
    },
    unauthorized: {
      title: "Sign in to go on",
      lead: "This page is only for members.",
      action: "Sign in",
    },
    serverError: {
      title: "Something went wrong on our side",
      lead: "Nothing you entered before this page is lost. Try again in a moment; if it happens again, give the reference below to an administrator.",
      action: "Try again",
    },
    rateLimited: {
      title: "A little too fast",
      lead: ({ seconds }: { seconds: number }) =>
        `There were many requests from here. Go on in ${wait(seconds)}.`,
      leadPlain: "There were many requests from here. Wait a minute, then go on.",
      action: "Try again",
    },
    conflict: {
      title: "Someone was faster",
      lead: "This was changed in the meantime. Load the page again to see how it is now.",
      action: "Load again",
    },
    offline: "No connection. Check your network and try again.",
  },

  roles: {
    admin: { name: "Administrator", may: "Manages everything: people, settings, billing and all content." },
    unit_manager: {
      name: "Manager",
      may: "Manages the people and enrolments of an organisation unit and everything below it.",
    },
    group_admin: {
      name: "Group administrator",
      may: "Manages a group and its subgroups: people, roles and enrolments.",
    },
    user_admin: {
      name: "User administrator",
      may: "Invites and manages the coaches and learners of a group.",
    },
    coach: { name: "Coach", may: "Accompanies the learners of a group and follows their progress." },
    session_instructor: {
      name: "Session instructor",
      may: "Runs sessions and follows the learners enrolled in them.",
    },
    instructor: { name: "Instructor", may: "Creates and runs courses; no access to settings or billing." },
    learner: { name: "Learner", may: "Takes courses and sees their own progress." },
  },

  status: {
    pending: "Pending",
    active: "Active",
    expired: "Expired",
    bounced: "Bounced",
    deactivated: "Deactivated",
    canceled: "Canceled",
    declined: "Declined",
    removed: "Removed",
  },
};

export type Messages = typeof en;
export type RoleKey = keyof Messages["roles"];
export type StatusKey = keyof Messages["status"];
export type TermKey = keyof Messages["terms"];
