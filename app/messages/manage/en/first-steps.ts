/** What an ‹admin› of an empty ‹workspace› does first. */
export const firstSteps = {
  title: "First steps",
  lead: "This goes away by itself as soon as somebody is invited.",
  done: "Done",
  invite: { title: "Invite your first people", about: "One by one, many at once, or a whole file." },
  words: { title: "Use your own words", about: "Call ‹units›, ‹groups› and roles as you do." },
  policies: {
    title: "Look at the rules",
    about: "How long links last, who invites, what happens after joining.",
  },
  look: { title: "Add your logo and colour", about: "They stand on pages and in mails." },
};
