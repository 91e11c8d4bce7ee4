import { pluralsOf } from "./plural";

const plural = pluralsOf("en");

/** How long to wait, in the largest unit that fits. */
function wait(seconds: number): string {
  if (seconds >= 7_200) return plural(Math.ceil(seconds / 3_600), { one: "# hour", other: "# hours" });
  return seconds < 60
    ? plural(seconds, { one: "# second", other: "# seconds" })
    : plural(Math.ceil(seconds / 60), { one: "# minute", other: "# minutes" });
}

/** What stands in a sentence about a sign-in at an identity provider. */
interface SignOnWords {
  provider: string;
  signedInAs: string;
  invited: string;
  workspace: string;
}

/**
 * English, and the shape of every language. Names in braces inside a plain string are filled by <Rich> with elements;
 * functions take what is only text. Words that a workspace may choose stand as tokens (see app/terms.ts); in the other
 * languages they stand where a noun of any gender fits: in the plural, without an article, or after a colon.
 */
export const en = {
  common: {
    ownRole: "Another role",
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
    workspaces: "Your ‹workspaces›",
    yourMenu: ({ name }: { name: string }) => `${name}: your menu`,
    help: "Need help? Ask the person who invited you.",
    noMail: "The invitation did not arrive?",
    haveAccount: "Already have an account?",
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
    contextPlain: "This password is mostly your name, your address or the ‹workspace›. Choose another one.",
  },

  home: {
    title: "Where do you want to go?",
    lead: "Every ‹workspace› has an address of its own. You find it in the mails you got from it.",
    field: "Address of your ‹workspace›",
    hint: ({ host }: { host: string }) => `The part after ${host}/w/`,
    missing: "Write the address of your ‹workspace›.",
    invalid: "An address has only letters, digits and hyphens, for example harbour-school.",
    submit: "Go to sign in",
    unknownTitle: "There is no ‹workspace› at this address",
    unknown: "Check it for typing errors, or open the link in a mail from your ‹workspace›.",
  },

  signIn: {
    title: ({ workspace }: { workspace: string }) => `Sign in to ${workspace}`,
    titlePlain: "Sign in",
    identifier: "Email address or username",
    identifierInvalid: "Write an address such as ana@example.com, or your username.",
    wrongPair: "That and the password do not match. Check both and try again.",
    passwordEnded: "This temporary password has ended. Choose a new one with “Forgotten your password?”.",
    withCard: "I have a sign-in card",
    submit: "Sign in",
    forgot: "Forgotten your password?",
    noAccount: "No account yet? You join with the link in your invitation.",
    wrong: "The address and password do not match. Check both and try again.",
    deactivated: ({ workspace }: { workspace: string }) =>
      `Your access to ${workspace} is switched off. Ask ‹an admin› to switch it on again.`,
    accessEnded: ({ workspace }: { workspace: string }) =>
      `Your access to ${workspace} has ended. Ask ‹an admin› to extend it.`,
    notMember: ({ workspace }: { workspace: string }) => `You are not a member of ${workspace}.`,
    tooMany: ({ seconds }: { seconds: number }) => `Too many attempts. Try again in ${wait(seconds)}.`,
    signedOut: "You are signed out.",
    sessionEnded: "You were signed out. Sign in to go on where you were.",
    sso: ({ provider }: { provider: string }) => `Continue with ${provider}`,
    ssoOnly: ({ provider }: { provider: string }) => `Your organisation signs in with ${provider}.`,
    or: "or",
  },

  sso: {
    title: "You are not signed in yet",
    lead: ({ provider }: { provider: string }) => `${provider} did not let you in. Try again in a moment.`,
    /** Where the name of the provider is not known. */
    plainProvider: "Your sign-in service",
    titles: {
      SSO_STALE: "Please begin again",
      SSO_OFF: "This way in is closed",
      SSO_FAILED: "The sign-in did not succeed",
      SSO_UNAVAILABLE: "The sign-in service does not answer",
      SSO_NO_ADDRESS: "Your address is missing",
      SSO_UNVERIFIED: "Your address is not confirmed",
      SSO_OTHER_ADDRESS: "You are signed in with another address",
      SSO_OTHER_IDENTITY: "This address belongs to another sign-in",
      SSO_NOT_MEMBER: "You are not invited with this address",
    } as Readonly<Record<string, string>>,
    leads: {
      SSO_STALE: () =>
        "The sign-in was begun in another browser, took longer than ten minutes, or was used already.",
      SSO_OFF: ({ workspace }: SignOnWords) => `${workspace} does not sign in this way, or no longer.`,
      SSO_FAILED: ({ provider }: SignOnWords) =>
        `${provider} ended the sign-in, or its answer did not fit. Try again.`,
      SSO_UNAVAILABLE: ({ provider }: SignOnWords) =>
        `${provider} cannot be reached right now. Try again in a moment.`,
      SSO_NO_ADDRESS: ({ provider }: SignOnWords) =>
        `${provider} does not say which address you have. Whoever looks after it can add your address there.`,
      SSO_UNVERIFIED: ({ provider }: SignOnWords) =>
        `${provider} does not vouch for this address. Confirm it there, or ask whoever looks after it.`,
      SSO_OTHER_ADDRESS: ({ provider }: SignOnWords) =>
        `Sign in at ${provider} with the invited address. If that one is not yours, ask for an invitation to the one you use.`,
      SSO_OTHER_IDENTITY: ({ workspace }: SignOnWords) =>
        `Somebody with this address has come to ${workspace} by another sign-in. If that was you, ask there to be released.`,
      SSO_NOT_MEMBER: ({ workspace }: SignOnWords) =>
        `Nobody with this address belongs to ${workspace}, and no open invitation is for it.`,
    } as Readonly<Record<string, (given: SignOnWords) => string>>,
    dead: "Open the newest mail that invites you, or ask the person who invited you.",
    atProvider: ({ provider }: { provider: string }) => `At ${provider}`,
    invited: "Invited",
    yours: "Your address here",
    reason: ({ reason }: { reason: string }) => `What was found: ${reason}`,
    again: "Try again",
    another: ({ provider }: { provider: string }) => `Use another account at ${provider}`,
    toSettings: "Back to the settings",
    stillIn: ({ provider }: { provider: string }) => `At ${provider} you may still be signed in.`,
    spare: "Sign in with a password",
    spareLead: "Only for whoever stands by, for the day the other way does not work.",
    required: ({ provider }: { provider: string }) =>
      `Your password opens nothing here. Continue with ${provider}.`,
    forgot: ({ provider }: { provider: string }) =>
      `You need no password here: you sign in with ${provider}. If you forgot your password there, choose another one there.`,
    noPassword: ({ provider, email }: { provider: string; email: string }) =>
      `You need no password here: sign in with ${provider} as ${email}.`,
    withAddress: ({ provider, invited }: { provider: string; invited: string }) =>
      `Sign in at ${provider} with ${invited}. You need no password here.`,
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

  register: {
    keyTitle: ({ workspace }: { workspace: string }) => `Register at ${workspace}`,
    keyLead: "You were given a key? Type it here, and the form for it opens.",
    key: "Key",
    keyHint: "Like k7mq-2xvr-9tfa. Dashes and capitals do not matter.",
    keySubmit: "Go on",
    keyMissing: "Enter the key.",
    keyWrong: "There is no such key here. Check it for typing errors, or ask whoever gave it to you.",
    toSignIn: "Go to the sign-in page",
    linkTitle: ({ workspace }: { workspace: string }) => `Join ${workspace}`,
    linkLeadWaits: ({ workspace }: { workspace: string }) =>
      `Tell us who you are. A mail from ${workspace} follows: open the link in it, and somebody there approves you.`,
    placeKinds: { course: "Your ‹courses›", group: "Your ‹groups›", unit: "Your ‹units›" },
    left: ({ count }: { count: number }) => plural(count, { one: "# place left", other: "# places left" }),
    securityCode: "Security code",
    securityHint: "It belongs to this link. Whoever gave you the link has it.",
    securityMissing: "Enter the security code that belongs to this link.",
    securityWrong:
      "This is not the security code of this link. It may have been changed: ask whoever gave it to you.",
    hereAlready: "You are in already: this link is for people who are new here.",
    toLearn: "To your ‹courses›",
    closed: {
      paused: {
        title: "This link is paused",
        lead: "Nobody can register by it for now. Try again later, or ask whoever gave it to you.",
      },
      full: {
        title: "No place is left",
        lead: "As many people as may register by this link have joined. Ask whoever gave it to you.",
      },
      ended: {
        title: "This link has ended",
        lead: "Its last day is over. Ask whoever gave it to you for another one.",
      },
    },
    title: "Register",
    courseTitle: ({ course }: { course: string }) => `Start “${course}”`,
    courseLead: ({ workspace }: { workspace: string }) =>
      `Tell us who you are. A mail from ${workspace} follows: open the link in it, and you are in.`,
    enterLead:
      "Tell us who you are, and you are in. A mail follows: confirm your address by the link in it within seven days, and everything stays.",
    enter: "Start now",
    joinLead: ({ workspace }: { workspace: string }) =>
      `Your address is known: press the button, and you are a member of ${workspace}.`,
    joinAs: ({ email }: { email: string }) => `Join as ${email}`,
    askLead: ({ workspace }: { workspace: string }) =>
      `Your address is known: press the button, and somebody at ${workspace} looks at it. A mail tells you when you are in.`,
    askAs: ({ email }: { email: string }) => `Register as ${email}`,
    date: "Your date",
    emailHint: "The link goes there.",
    submit: "Send me the link",
    haveAccount: "You have an account here?",
    signIn: "Sign in and enrol",
    back: "Back to the ‹course›",
    domain: "Addresses of this domain cannot register here. Use another address.",
    unproved: "We could not tell that you are a person. Tick the box once more, and send the form again.",
    unreachable:
      "The check that you are a person cannot be reached right now, so nobody can register. Try again in a few minutes.",
    needsScript:
      "To tell people from programs this page needs JavaScript. Allow it, or ask whoever runs this site to invite you.",
    sentTitle: "Look in your mailbox",
    /** The same for everybody, so that nobody learns who has an account. */
    sent: ({ email }: { email: string }) =>
      `A mail to ${email} is on its way. Open the link in it to go on; it should arrive within a few minutes.`,
    nothing: "No mail? Look in the spam folder, or check the address for typing errors.",
    again: "Send the mail again",
    otherAddress: "Use another address",
  },

  confirm: {
    title: "Confirm your address",
    what: "Until then you have your ‹courses› here and nothing else. Your password, certificates and everything further come with the link that was mailed to you.",
    notYet: ({ address }: { address: string }) => `${address} is not confirmed yet`,
    until:
      "Open the link in the mail that went there by {at}. After that you are signed out here, and what you have done is gone.",
    again: "Mail it again",
    first: "Confirm your address first: the page that you asked for is for people whose address we know.",
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

  choose: {
    title: "Choose a password of your own",
    lead: "What you came in with works only this once. Choose a password that nobody else knows; then you can go on.",
    submit: "Save the password",
    same: "This is the password that was given to you. Choose another one.",
  },

  card: {
    title: ({ workspace }: { workspace: string }) => `Sign in to ${workspace} with a card`,
    lead: "The card works once. After it you choose a password of your own.",
    username: "Username",
    code: "Code of the card",
    codeHint: "Twelve letters and digits, such as k7mq-2xvr-9tfa.",
    missing: ({ label }: { label: string }) => `${label} is missing.`,
    submit: "Sign in",
    wrong:
      "This card does not work. Check the username and the code. Perhaps the card is used or too old; then ask for a new one.",
    back: "Sign in with a password",
    print: {
      heading: ({ workspace }: { workspace: string }) => `Your way into ${workspace}`,
      scan: "Scan the code with a phone, or open this address:",
      username: "Username",
      code: "Code",
      once: ({ day }: { day: string }) =>
        `Works once, until ${day}. Then you choose a password of your own and sign in with your username.`,
    },
  },

  verify: {
    changeTitle: "Your new address",
    changeLead: ({ email }: { email: string }) =>
      `This address was set for your account. Write the one that you had, and ${email} takes its place: you sign in with it from then on, and all devices are signed out.`,
    former: "Your address until now",
    changeOwnLead: ({ email }: { email: string }) =>
      `Press the button, and ${email} takes the place of the address that you have: you sign in with it from then on, and all devices are signed out.`,
    signInOldLead: "Sign in with the address that you have had until now; then you can confirm the new one.",
    addressStays: "The address cannot be changed this way. Ask the people who run your ‹workspace›.",
    formerWrong: "This is not the address that the account has.",
    change: "Change the address",
    changedTitle: "Your address is changed",
    changed: ({ email }: { email: string }) =>
      `Sign in with ${email} from now on. Your password stays as it is.`,
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
    leadNew: "Press the button, and this address counts as yours.",
    taken: "This address belongs to another account, so it cannot become yours here.",
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
    /** Of who registered by themselves. */
    registered: {
      title: ({ course }: { course: string }) => `Start “${course}”`,
      plainTitle: ({ workspace }: { workspace: string }) => `Join ${workspace}`,
      lead: ({ workspace }: { workspace: string }) =>
        `You registered at ${workspace}. This mailbox is yours: one step is left.`,
      waits: ({ workspace }: { workspace: string }) =>
        `You registered at ${workspace}. After this step somebody there looks at it; a mail tells you when you are in.`,
      for: "Your address",
      gone: ({ title }: { title: string }) => `“${title}” is not offered any more. You can go on without it.`,
      dateGone: ({ title }: { title: string }) =>
        `“${title}” has no place left. You can go on without this date and choose another later.`,
      submit: "Start",
      submitWaits: "Send the registration",
      notYours:
        "You did not register? Then close this page. Without you nothing happens, and the address is forgotten.",
      full: "As many as may join by this link have joined. If you think that is a mistake, ask whoever gave you the link.",
      linkEnded: "The link by which you registered takes nobody any more. Ask whoever gave it to you.",
    },
    waiting: {
      title: "Your registration is being looked at",
      lead: ({ workspace }: { workspace: string }) =>
        `Somebody at ${workspace} approves registrations. A mail tells you when you are in; there is nothing else to do.`,
    },
    refused: {
      title: "This registration is closed",
      lead: ({ workspace }: { workspace: string }) =>
        `${workspace} has not taken this registration, or takes none at the moment. If you think that is a mistake, ask there.`,
    },
    forgotten: {
      title: "This link has ended",
      lead: ({ workspace }: { workspace: string }) =>
        `Nobody opened it within a week, or what was paid has gone back, so we have forgotten the address. Register once more at ${workspace}.`,
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
    addressTaken:
      "Somebody else is here with this address already. Ask the ‹admins›, so that your invitation can be sent again.",
    noSeat: ({ workspace }: { workspace: string }) =>
      `There is no seat left in ${workspace}. We told its ‹admins›. Your invitation stays open: try again later.`,
    seatLine: {
      ask: "Tell me when there is a seat",
      waits:
        "You have been in line for a seat since {since}. We write to you as soon as it is your turn; until then you can try again whenever you like.",
      free: ({ workspace }: { workspace: string }) =>
        `There is a seat in ${workspace} at this moment. Join now.`,
    },
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
    empty: "Your ‹courses› appear here as soon as someone enrols you. There is nothing you need to do.",
    emptyCatalog: "Your ‹courses› appear here. Find one in the catalog, or wait for someone to enrol you.",
    accessEndsOn: "Your access ends on {day}.",
    yourCourses: "Your ‹courses›",
    nextUp: "Next up",
    sessions: "‹Sessions› to come",
    certificates: "Certificates",
    course: "‹Course›",
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
    setBy: "Your ‹instructors› record your progress; there is nothing for you to tick.",
    about: "About this ‹course›",
    yourSessions: "Your ‹sessions›",
    noSessions: "There are no ‹sessions› for you in this ‹course› yet.",
    lasts: ({ duration }: { duration: string }) => `lasts ${duration}`,
    withPeople: ({ names }: { names: string }) => `With ${names}`,
    join: "Join online",
    calendar: "Add to calendar",
    calendarOf: ({ session }: { session: string }) => `Add ${session} to your calendar`,
    canceled: "This ‹session› was canceled.",
    over: "Over",
    backHome: "Back to your ‹courses›",
    certificate: "Certificate",
    certificateOf: ({ course }: { course: string }) => `Certificate: ${course}`,
    certificateOpen: "Look at your certificate",
    certificateLead: "This is to certify that",
    certificateDid: "has completed the ‹course›",
    certificateOn: ({ date }: { date: string }) => `on ${date}`,
    certificateNumber: ({ number }: { number: string }) => `Certificate no. ${number}`,
    printHint: "To keep it, print this page or save it as a PDF with your browser.",
    yourGroups: "Your ‹groups›",
    switchToManage: "To the ‹manage_area›",
  },

  catalog: {
    title: "‹Courses›",
    pageTitle: ({ workspace }: { workspace: string }) => `‹Courses› · ${workspace}`,
    lead: ({ workspace }: { workspace: string }) => `What you can learn at ${workspace}.`,
    nav: "Your way here",
    own: "Your ‹courses›",
    signIn: "Sign in",
    find: "Find ‹courses›",
    search: "Search",
    topic: "Topic",
    allTopics: "All topics",
    language: "Language",
    anyLanguage: "Any language",
    price: "Price",
    anyPrice: "Any price",
    free: "Free",
    paid: "With a price",
    dated: "With a date to come",
    submit: "Show",
    clear: "Show all ‹courses›",
    next: "Next page",
    first: "First page",
    further: "Look further",
    emptyTitle: "Nothing here yet",
    empty: "The first ‹courses› will stand here. Look in again soon.",
    noneTitle: "Nothing fits",
    none: "Try another word, or fewer filters.",
    noneYet: "Nothing on this page fits. There is more to look through.",
    starts: "Next date {at}",
    back: "All ‹courses›",
    about: "What it is about",
    facts: { topic: "Topic", length: "Length", language: "Language", price: "Price" },
    dates: "Choose a date",
    noDate: "No date for now",
    noDateHint: "You can choose one later.",
    online: "Online",
    left: ({ count }: { count: number }) => plural(count, { one: "# place left", other: "# places left" }),
    full: "Full",
    yourDate: "Your date",
    noDates: "Begin whenever you like.",
    enrol: "Enrol for free",
    enrolMember: "Enrol",
    buy: ({ price }: { price: string }) => `Buy for ${price}`,
    go: "Go to the ‹course›",
    enrolled: "You are enrolled.",
    account: "You need your email address, and a minute.",
    haveAccount: "You have an account?",
    fullNow: "Somebody has just taken the last place of this date. Choose another one.",
    dateOver: "This date cannot be chosen any more. Choose another one.",
    priced: "This now has a price. Look at it again before you go on.",
    changed: "Something has changed in this very moment. Look at it again, then go on.",
    preview: "Only you see this page: it is how others will see it once it is published and in the catalog.",
    previewBack: "Back to editing",
  },

  paying: {
    title: ({ course }: { course: string }) => `Buy ${course}`,
    price: "Price",
    tax: "Taxes, where there are any, are added when you pay.",
    payAs: ({ email }: { email: string }) => `You buy as ${email}.`,
    who: "We mail you the link to the ‹course› when the payment is there.",
    submit: ({ price }: { price: string }) => `Go on to pay ${price}`,
    provider: "You pay at Stripe and come back here afterwards.",
    off: "Nothing can be bought here at the moment.",
    offHelp: ({ workspace }: { workspace: string }) => `Ask ${workspace} how you can take it.`,
    have: "You have this already.",
    priceChanged: ({ price }: { price: string }) =>
      `The price is ${price} now. Look at it again, then go on.`,
    unavailable: "The payment provider cannot be reached right now. Nothing was paid; try again in a moment.",
    refused: "The payment provider does not take this payment. Nothing was paid.",
    domain: "Addresses of this domain cannot be used here. Use another address.",
    dateGone: "This date is full, or over. Choose another one.",
    waiting: {
      title: "Finishing up …",
      lead: "We wait for word of your payment. This page goes on by itself.",
    },
    late: {
      title: "Your payment is under way",
      lead: "Some payments take a while, and some a few days. You can close this page: as soon as the money is there, the ‹course› is yours.",
      again: "Look again",
    },
    given: { title: "Thank you, it is yours", lead: "Your payment is there, and you are enrolled." },
    mailed: {
      title: "Thank you, look into your mailbox",
      lead: "Your payment is there. We have mailed you a link: follow it to begin.",
    },
    held: {
      title: "Your payment is there, and needs a look",
      lead: "Something does not fit, so that nothing was booked yet. Somebody looks at it, and you get your ‹course› or your money back.",
    },
    expired: { title: "Nothing was paid", lead: "This checkout has ended. You can begin a new one." },
    failed: { title: "The payment did not go through", lead: "Nothing was paid. You can try again." },
    refunded: { title: "Your money is on its way back", lead: "This purchase was taken back." },
    sessionFull:
      "The date that you chose was full by then. The ‹course› is yours; choose another date in it.",
    again: "Back to the ‹course›",
    receipts: "Receipts",
    receiptsNone: "You have bought nothing here.",
    receipt: "Receipt",
    receiptOf: ({ course }: { course: string }) => `Receipt: ${course}`,
    number: ({ number }: { number: string }) => `Receipt no. ${number}`,
    buyer: "Buyer",
    seller: "Seller",
    item: "Bought",
    paidOn: "Paid",
    net: "Before tax",
    taxIn: "Tax",
    total: "Paid in all",
    back: "Given back",
    status: { paid: "Paid", held: "Paid, being looked at", refunded: "Given back" },
    ofProvider: "Receipt of the payment provider",
    toReceipts: "All receipts",
  },

  account: {
    username: "Username",
    passwordLeadPlain: "All other devices are signed out.",
    add: "Add an email address",
    addLead:
      "Then you can ask for a new password yourself. We mail a link to it; your username goes on to work.",
    addSubmit: "Send me the link",
    addSent: "The link is on its way. Open it on this device, while you are signed in.",
    data: "Your data",
    dataLead: ({ workspace }: { workspace: string }) =>
      `Everything that ${workspace} keeps about you, as a file.`,
    dataExport: "Download your data",
    dataLater: "You have taken your data several times already. Try again in an hour.",
    own: "Your account",
    edit: "Change name, language or password",
    profileHint: "A new name counts in all your ‹workspaces›.",
    passwordLead: "All other devices are signed out, and a mail tells you about it.",
    emailOwn: "You sign in with it. You can change it in your account.",
    changeAddress: "Change your address",
    changeAddressLead:
      "A link is mailed to the new address, and a notice to the one of now. Open the link while you are signed in: then the new address counts, and all devices are signed out.",
    newAddress: "New email address",
    changeAddressSubmit: "Mail the link",
    changeAddressSent:
      "The link is on its way to the new address. Open it on this device, while you are signed in.",
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
      `You sign in with it. To change it, ask ‹an admin› of ${workspace}.`,
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
      lead: "Your role does not include it. If you need it, ask ‹an admin› of your ‹workspace›.",
      action: "Go back to the start page",
    },
    unauthorized: {
      title: "Sign in to go on",
      lead: "This page is only for members.",
      action: "Sign in",
    },
    serverError: {
      title: "Something went wrong on our side",
      lead: "Nothing you entered before this page is lost. Try again in a moment; if it happens again, give the reference below to ‹an admin›.",
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
    admin: { name: "‹Admin›", may: "Manages everything: people, settings, billing and all content." },
    unit_manager: {
      name: "‹Unit_manager›",
      may: "Manages the people and enrolments of ‹a unit› and everything below it.",
    },
    group_admin: {
      name: "‹Group_admin›",
      may: "Manages ‹a group› and what lies below it: people, roles and enrolments.",
    },
    user_admin: {
      name: "‹User_admin›",
      may: "Invites and manages the ‹coachs› and ‹learners› of ‹a group›.",
    },
    coach: { name: "‹Coach›", may: "Accompanies the ‹learners› of ‹a group› and follows their progress." },
    session_instructor: {
      name: "‹Session_instructor›",
      may: "Runs ‹sessions› and follows the ‹learners› enrolled in them.",
    },
    instructor: {
      name: "‹Instructor›",
      may: "Creates and runs ‹courses›; no access to settings or billing.",
    },
    learner: { name: "‹Learner›", may: "Takes ‹courses› and sees their own progress." },
  },

  status: {
    pending: "‹status_pending›",
    active: "‹status_active›",
    expired: "Expired",
    bounced: "Bounced",
    deactivated: "Deactivated",
    unproved: "Not confirmed",
    canceled: "Canceled",
    declined: "Declined",
    removed: "Removed",
  },
};

export type Messages = typeof en;
/** A role that every workspace has, or the id of one of its own (F24). */
export type RoleKey = keyof Messages["roles"] | `rol_${string}`;
export type StatusKey = keyof Messages["status"];
