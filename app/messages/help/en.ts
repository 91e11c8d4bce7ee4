import { pluralsOf } from "../plural";

const plural = pluralsOf("en");

/** How long a link works, in words. */
function term(seconds: number): string {
  const hours = Math.round(seconds / 3600);
  return hours % 24 === 0
    ? plural(hours / 24, { one: "# day", other: "# days" })
    : plural(hours, { one: "# hour", other: "# hours" });
}

/** What strangers and invitees are helped with. Every text says what holds in the workspace that is asked. */
export const help = {
  title: "Help",
  back: "All help",
  signIn: "Go to sign in",
  forgot: "Choose a new password",
  contact: ({ contact }: { contact: string }) => `Still stuck? ${contact} helps.`,
  inviter: "Still stuck? Ask the person who invited you.",
  topics: {
    "not-received": "The invitation did not arrive",
    "have-account": "I already have an account",
  },
  notReceived: {
    lead: ({ workspace }: { workspace: string }) =>
      `Mails from ${workspace} take a few minutes. After that, look in these places.`,
    look: {
      heading: "Where to look",
      spam: ({ workspace }: { workspace: string }) =>
        `In the spam or junk folder, and in folders such as “Promotions”: search for “${workspace}”.`,
      mailbox: "In every mailbox you have: it goes to the address that was invited, and to no other.",
      sender: ({ sender }: { sender: string }) =>
        `It comes from ${sender}: add that address to your contacts, or to the allowed senders.`,
      filter:
        "At work or at school a filter may keep it. Whoever looks after the mail there can let it through.",
    },
    link: {
      heading: "The link in it",
      term: ({ seconds }: { seconds: number }) =>
        `It works for ${term(seconds)} from the moment the mail leaves.`,
      endless: "It has no end.",
      newest: "Where the mail was sent again, only the link of the newest one works.",
      all: "Where the mail was sent again, the older links work as well.",
      ended: "Open one that has ended all the same: its page sends you a new one.",
    },
    again: {
      heading: "Have it sent again",
      ask: "Ask the person who invited you to send it again, and to check how your address is written.",
    },
    provider: ({ provider }: { provider: string }) =>
      `You can also go in without the mail: sign in with ${provider} and the address that was invited.`,
    joined: "Joined already? Then there is no mail to wait for.",
  },
  haveAccount: {
    lead: "One address has one account, wherever you use it here.",
    join: {
      heading: "You are invited, and have an account",
      follow: "Follow the link in the invitation and sign in with the password you have.",
      stays: "Your name, your password and all you have done stay as they are.",
      provider: ({ provider }: { provider: string }) =>
        `Follow the link in the invitation and sign in with ${provider}. You need no password here.`,
    },
    other: {
      heading: "The invitation is for another address of yours",
      ask: "Ask for an invitation to the address that you use. Two addresses are two accounts, and they are not joined.",
    },
    forgot: {
      heading: "You do not know the password any more",
      choose: "Choose another one by a link that is mailed to you, then open the invitation again.",
    },
    username: {
      heading: "You have a username and no address",
      text: "Sign in with the username, or with your card. There is no mail to wait for.",
    },
  },
};

export type HelpMessages = typeof help;
