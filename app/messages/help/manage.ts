/** What people of the manage area are helped with; English, and in the workspace's own words. */
export const helpForManagers = {
  topics: {
    "users-with-account": "People who already have an account",
    "without-email": "People without an email address",
    groups: "‹Groups› and those above them",
    roles: "Roles and what they may do",
    registering: "Registration links and approval",
    limits: "Limits and sizes",
  },
  notReceived: {
    heading: "What you can do",
    delivery:
      "Open the person: what became of the mail stands there, down to the answer of the mail provider. A mailbox that does not exist shows as returned; correct the address, and a new mail leaves.",
    resend: "‹resend›: at most once a minute and five times a day for one invitation.",
    rotates: "Sending again makes a new link, and the one before works no more.",
    keeps: "Sending again keeps the link, so that older mails work as well.",
    copy: "Or copy the link on the person’s page, and hand it over yourself. It is written down who did.",
    filter:
      "If many mails of one organisation are lost, ask whoever looks after mail there to let ours through.",
    allow: {
      heading: "For whoever looks after mail there",
      sender: ({ address, domain }: { address: string; domain: string }) =>
        `Every mail comes from ${address}, whatever name stands beside it. Allow that address, or the domain ${domain}.`,
      returnPath: ({ name }: { name: string }) =>
        `By the envelope it comes from ${name}: that is the return path, of which SPF is asked.`,
      signed: ({ domain }: { domain: string }) =>
        `It is signed by DKIM for ${domain}, so that a filter can trust the signature instead of a server’s address, which changes.`,
      check: "Look whether the records of the domain are in order",
    },
  },
  withAccount: {
    toPeople: "Search in ‹people›",
    lead: "One address has one account for all ‹workspaces›; being a member here is a matter of each ‹workspace›.",
    here: {
      heading: "Somebody who is here already",
      profile:
        "The form and the lists lead to the person. Change roles, ‹units› and ‹groups› there; no invitation is needed.",
      plain:
        "The form says that the address belongs to a member, and does not lead there. Search for it in ‹people›: if it is in your part you find the person; otherwise ask ‹an admin›.",
      invited:
        "Somebody who is invited and has not joined is not invited twice: resend or edit the open invitation.",
      deactivated: "Somebody who is deactivated is reactivated instead: their records are still there.",
      file: {
        fail: "In a file such a row is an error, and nothing of it is imported.",
        skip: "In a file such a row is passed over, and the result says so.",
        other:
          "In a file such a row changes the person as the ‹workspace› has chosen; the review shows what.",
      },
    },
    elsewhere: {
      heading: "Somebody who has an account elsewhere",
      joins:
        "They join with the password that they have. Their name and password stay as they are, and nobody else’s ‹workspace› learns of it.",
      silent: "Nothing about other ‹workspaces› is shown when you invite.",
      advise: "You are told when the address has an account with the same customer.",
      block: "Addresses that have an account with the same customer are not invited from here.",
      provider:
        "Everybody signs in through the identity provider; the invitation is used up by the sign-in whose address matches.",
    },
  },
  withoutEmail: {
    lead: "Some people have no mailbox: they get a username, and a printed card with a code that works once.",
    off: "This ‹workspace› does not take people without an address. ‹An admin› can allow it under the policies.",
    how: {
      heading: "How to",
      setUp: "Set the person up with a username and without an address.",
      card: "Print the card from the person’s page, or the cards of a whole ‹group› at once. The code works once and for a limited time.",
      first: "With the card they sign in and choose a password of their own.",
      lost: "Lost, or the password forgotten? Print a new card; the older one ends.",
      address:
        "An address can be added later. It counts when its owner has followed the link that is mailed to it, and everything stays.",
    },
  },
  groups: {
    lead: "‹Groups› lie below one another, up to as many as 32 levels. Whoever manages ‹a group› manages what lies below it.",
    heading: "Who is in ‹groups› above",
    propagates:
      "‹Learners› of a public ‹group› are ‹learners› of the ‹group› above it too, and so on up to the first private ‹group›, that one included.",
    private: "‹Learners› of a private ‹group› are in that ‹group› alone: nothing goes up from there.",
    others: "Roles other than ‹learner› stay in the ‹group› that they are given for.",
    session: "Whoever is invited from ‹a session› is ‹a learner› of the one ‹group› that was chosen.",
    root: "The ‹group› at the top is there from the beginning. It holds all others and stays public.",
    alone: "Nobody is in ‹a group› because of another one here: each has the people who were put into it.",
  },
  registering: {
    lead: "Besides invitations people come by themselves: by the catalog, by a link, or by a key that is typed. They become ‹learners›, and nothing else.",
    off: "Registration is switched off here. ‹An admin› can switch it on under the policies.",
    toLinks: "Registration links",
    toQueue: "Who waits for approval",
    links: {
      heading: "Links and keys",
      what: "A link has a name, a number of places, a last day, and the ‹units›, ‹groups› and ‹courses› in which people are who join by it. Its address, its QR code and its key lead to the same form.",
      part: "Whoever manages a part makes links into that part alone, and sees those who came by them.",
      count:
        "A place is counted when somebody joins, not when they ask: of two who take the last one at once, one joins.",
      ends: "Paused, full or ended, the page says so in words. A link that is deleted leads nowhere; whoever joined by it stays.",
      code: "Beside the address the security code must be typed. Made anew it shuts out those who know only the older one, and the address stays.",
      gone: "A ‹unit›, ‹group› or ‹course› that is deleted later is skipped, and the link says so.",
    },
    queue: {
      heading: "Approval",
      waits:
        "Whoever registers proves their address first. Then they stand in the list, and nothing is open to them until somebody approves.",
      approve:
        "Approve one, several or all. They are ‹learners› from then on, and a mail leads them in. Nobody is mailed about those who wait: the number stands in the menu.",
      refuse:
        "Refused, they are told by mail, with your reason if you give one. What they told is deleted, and what they paid goes back.",
      free: "Nobody has to approve here, and whoever registers is in at once, by ‹courses› alone: anybody could have typed that name and that address. The list of people shows them as not confirmed, and nothing can be given to them. When the link that was mailed is followed, its reader takes over what they learned; otherwise they are gone after seven days. They take no seat.",
      none: "Nobody has to approve here: whoever proves their address is in. ‹An admin› can change that under the policies.",
    },
  },
  limits: {
    lead: "Numbers that hold here. What is over one of them is refused with the number, and nothing is half done.",
    files: {
      heading: "Files and lists",
      size: "A file has at most 32 MB, 200,000 rows and 100 columns, a workbook 20,000 rows, a cell 10,000 characters.",
      imports: "Two imports at a time in one ‹workspace›.",
      form: "The form takes up to 1,000 addresses.",
      one: "The form takes one address at a time in this ‹workspace›; a file takes many.",
    },
    mails: {
      heading: "Mails",
      day: "The invitations of a day are counted, and what is over them waits for the next day.",
      mailbox:
        "One mailbox gets few invitations a day, whoever sends them; further ones wait and show as queued.",
      resend: "One invitation is sent again at most once a minute and five times a day.",
      bulk: "Sending again to many: once in ten minutes.",
    },
    people: {
      heading: "People",
      soft: ({ people }: { people: string }) =>
        `Up to ${people} people are recommended; at 90 per cent of that the ‹workspace› is warned, and nobody is refused.`,
      trees: "10,000 ‹units› and as many ‹groups›, 32 levels deep.",
    },
  },
};
