import { pluralsOf } from "../../plural";

const plural = pluralsOf("en");

/** Fields of the workspace's own and the words that people are given, in the settings and on people's pages. */
export const ownFields = {
  title: "Fields and labels",
  description: "What this ‹workspace› keeps about people besides names, ‹units› and ‹groups›.",
  tabs: { label: "Fields and labels", fields: "Fields", labels: "Labels" },
  empty: "There are no fields yet",
  emptyHelp:
    "A field asks for something of every person: a cost centre, a size, the first day. Invitations, files and people’s pages have it from then on.",
  caption: "Fields in their order",
  columns: { name: "Field", kind: "Answer", asked: "Asked", required: "Required for", order: "Order" },
  up: ({ name }: { name: string }) => `Move ${name} up`,
  down: ({ name }: { name: string }) => `Move ${name} down`,
  asked: {
    both: "When inviting, and in files",
    form: "When inviting",
    file: "In files",
    nowhere: "On people’s pages only",
  },
  requiredOfNobody: "Nobody",
  notAsked:
    "Invitations of this ‹workspace› do not ask for fields of its own: that is a policy. They are answered on people’s pages.",
  retired: "Asked no more",
  retiredHelp: "Answers that people have given stay with them.",
  create: "New field",
  createSubmit: "Create the field",
  back: "Fields",
  changeTitle: ({ name }: { name: string }) => `Field “${name}”`,
  key: "Name in files and for programs",
  keyHint: "Never changes.",
  name: "Name",
  nameHint: "As people read it, like Cost centre.",
  kind: "Answer",
  kindFixed:
    "People have answered: the kind of the answer stays. Retire the field and make another to change it.",
  kinds: {
    text: "Text",
    number: "Number",
    date: "Date",
    choice: "One of several choices",
    yes_no: "Yes or no",
  },
  choices: "Choices",
  choicesHint: "One a line.",
  choicesKept: "One a line. Whoever has a choice that you take away keeps it.",
  requiredFor: "Required for",
  requiredForHint: "Nobody with one of these roles is invited without an answer.",
  where: "Where it is asked",
  whereHint: "People’s pages have it in any case.",
  places: {
    form: { label: "When inviting", description: "In the form of an invitation, under “More”." },
    import: { label: "In files", description: "As a column of an import." },
  },
  submit: "Save",
  retireTitle: "Ask no more",
  retireLead:
    "Forms, files and programs know the field no more. Answers stay with the people who gave them, and you can ask for it again.",
  retireSubmit: "Ask no more",
  restoreTitle: "This field is asked no more",
  restoreLead: "Answers that people have given stand on their pages.",
  restoreSubmit: "Ask for it again",
};

export const labels = {
  title: "Labels",
  lead: "Words that people are given, to find them by. Everybody who gives a label may make a new one.",
  empty: "Nobody has a label yet",
  emptyHelp: "Labels are given when inviting, in files and on people’s pages.",
  caption: "Labels with how many people have each",
  columns: { label: "Label", people: "People", more: "More" },
  people: ({ count }: { count: number }) => plural(count, { one: "# person", other: "# people" }),
  change: "Change",
  changeTitle: ({ label }: { label: string }) => `Label “${label}”`,
  back: "Labels",
  rename: "Rename or merge",
  renameLead: "The name of another label makes one of the two.",
  to: "New name",
  renameSubmit: "Rename for everybody",
  same: "This is its name already.",
  deleteTitle: "Delete",
  deleteLead: ({ count }: { count: number }) =>
    plural(count, {
      one: "# person loses this label and nothing else. This cannot be taken back.",
      other: "# people lose this label and nothing else. This cannot be taken back.",
    }),
  deleteSubmit: ({ label }: { label: string }) => `Delete “${label}”`,
};

/** What a person’s page says of them besides names and roles, and the forms that change it. */
export const personParts = {
  where: "‹Units› and ‹groups›",
  units: "‹Units›",
  groups: "‹Groups›",
  noUnit: "No ‹unit›",
  noGroup: "No ‹group›",
  noneHere: "None in your part",
  derived: "through ‹a group› below",
  elsewhere:
    "Also outside your part of the ‹workspace›. What concerns the whole person is ‹an admin›’s to change.",
  change: "Change",
  /** Read out behind it. */
  changedWhere: "‹units› and ‹groups›",
  changedGroups: "‹groups›",
  changedAbout: "labels and fields",
  placesTitle: ({ who }: { who: string }) => `‹Units› and ‹groups› of ${who}`,
  placesLead:
    "‹Courses› and ‹sessions› of what the person joins open at once. Roles that hold at what they leave go with it.",
  placesSubmit: "Save ‹units› and ‹groups›",
  placesBelow: ({ names }: { names: string }) =>
    `Also in ${names}, through ‹groups› below: that follows by itself.`,
  about: "Labels and fields",
  labels: "Labels",
  noLabels: "No labels",
  noAnswer: "No answer",
  retired: "asked no more",
  detailsTitle: ({ who }: { who: string }) => `Labels and fields of ${who}`,
  detailsLead: "What this ‹workspace› keeps about the person for itself.",
  detailsSubmit: "Save",
  yes: "Yes",
  no: "No",
  courses: "‹Courses›",
  noCourses: "No ‹courses›",
  course: "‹Course›",
  progress: "Progress",
  courseStates: { active: "Under way", completed: "Completed", withdrawn: "Withdrawn" },
  percent: ({ percent }: { percent: number }) => `${percent}%`,
  state: "State",
  certificate: "Certificate",
  openCertificate: "Open",
  sessions: "‹Sessions›",
  session: "‹Session›",
  when: "When",
  noSessions: "No ‹sessions›",
  acts: "What can be done",
  /** Read out behind “Change”. */
  changedLearning: "‹courses› and ‹sessions›",
  learningTitle: ({ who }: { who: string }) => `‹Courses› and ‹sessions› of ${who}`,
  learningLead:
    "Whoever gets a place in ‹a session› is enrolled in its ‹course› and mailed. What was done stays, whoever is taken out.",
  learningClosed: "Only people who have joined and are not deactivated are enrolled. What was done is kept.",
  unplace: "Take the place away",
  add: {
    course: {
      legend: "One more ‹course›",
      search: "Search ‹courses›",
      submit: "Enrol",
      missing: "Choose ‹a course›.",
    },
    session: {
      legend: "A place in one more ‹session›",
      search: "Search ‹sessions›",
      submit: "Give a place",
      missing: "Choose ‹a session›.",
    },
  },
  roleAt: ({ role, place }: { role: string; place: string }) => `${role}: ${place}`,
};

/** Roles with the places where they hold. */
export const rolePlaces = {
  hint: "It holds there and in everything below.",
  units: ({ role }: { role: string }) => `‹Units› of the role ${role}`,
  groups: ({ role }: { role: string }) => `‹Groups› of the role ${role}`,
  missing: "Choose where this role holds.",
};
