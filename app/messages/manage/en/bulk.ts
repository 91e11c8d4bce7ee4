import { pluralsOf } from "../../plural";

const plural = pluralsOf("en");

export const bulk = {
  titles: {
    resend: "Resend invitations",
    remind: "Remind of invitations",
    extend: "Extend invitations",
    cancel: "Cancel invitations",
  },
  will: {
    resendRotate: ({ count }: { count: number }) =>
      plural(count, {
        one: "# person gets a new link; the old link stops working.",
        other: "# people get a new link; old links stop working.",
      }),
    resendKeep: ({ count }: { count: number }) =>
      plural(count, {
        one: "# person gets the mail with the link again.",
        other: "# people get the mail with their link again.",
      }),
    remind: ({ count }: { count: number }) =>
      plural(count, {
        one: "# person gets a reminder with the link they have; it works as long as before.",
        other: "# people get a reminder with the link they have; it works as long as before.",
      }),
    extend: ({ count }: { count: number }) =>
      plural(count, {
        one: "# link works for its whole term once more, from now on. It stays the same, and nobody is mailed.",
        other:
          "# links work for their whole term once more, from now on. They stay the same, and nobody is mailed.",
      }),
    cancel: ({ count }: { count: number }) =>
      plural(count, {
        one: "# invitation is withdrawn: its link stops working.",
        other: "# invitations are withdrawn: their links stop working.",
      }),
  },
  skipped: ({ count }: { count: number }) => plural(count, { one: "# skipped", other: "# skipped" }),
  nothing: {
    resend: "There is nothing to resend here.",
    remind: "There is nobody to remind here.",
    extend: "There is no link to extend here.",
    cancel: "There is nothing to cancel here.",
  },
  nothingHelp: "None of the selected people has an invitation for which this is possible.",
  go: {
    resend: ({ count }: { count: number }) =>
      plural(count, { one: "Resend # invitation", other: "Resend # invitations" }),
    remind: ({ count }: { count: number }) =>
      plural(count, { one: "Remind # person", other: "Remind # people" }),
    extend: ({ count }: { count: number }) =>
      plural(count, { one: "Extend # invitation", other: "Extend # invitations" }),
    cancel: ({ count }: { count: number }) =>
      plural(count, { one: "Cancel # invitation", other: "Cancel # invitations" }),
  },
  message: "Message",
  messageHint: "Stands in the mail. Plain text, no links.",
  canUndo: "You can take this back for a few seconds after it starts.",
  cannotUndo: "This cannot be taken back. To let people join after all, invite them again.",
  nobody: "Select at least one person first.",
  notAll: "This cannot be done for everybody in this list at once. Select people, or another filter.",
  notNow: "Not now",
};

/** Acts on people, by what one presses. */
export const bulkPeople = {
  titles: {
    add_to_group: "Add people to ‹a group›",
    remove_from_group: "Take people out of ‹a group›",
    move_to_unit: "Move people to ‹a unit›",
    remove_from_unit: "Take people out of ‹a unit›",
    add_role: "Give people a role",
    remove_role: "Take a role from people",
    enrol: "Enrol people in ‹courses›",
    withdraw: "Take people out of ‹courses›",
    set_access_end: "Set a last day for people",
    add_labels: "Add labels to people",
    remove_labels: "Take labels from people",
    deactivate: "Deactivate people",
    reactivate: "Reactivate people",
    remove: "Remove people",
  },
  who: {
    all: "For everybody whom the filter matches. Nothing happens before the next page.",
    ids: ({ count }: { count: number }) =>
      plural(count, {
        one: "For # selected person. Nothing happens before the next page.",
        other: "For # selected people. Nothing happens before the next page.",
      }),
    job: "For those whom the earlier act changed. Nothing happens before the next page.",
  },
  next: "Look at what will happen",
  again: "Choose something else",
  fields: {
    group: { legend: "‹Group›", search: "Search ‹groups›" },
    unit: { legend: "‹Unit›", search: "Search ‹units›" },
    courses: { legend: "‹Courses›", search: "Search ‹courses›" },
    role: "Role",
    place: "The role holds in",
    atUnit: {
      legend: "‹Unit› of the role",
      search: "Search ‹units›",
      hint: "For a role that holds in ‹a unit›.",
    },
    atGroup: {
      legend: "‹Group› of the role",
      search: "Search ‹groups›",
      hint: "For a role that holds in ‹a group›.",
    },
    day: "Access until",
    dayHint: ({ zone }: { zone: string }) =>
      `The end of this day in ${zone}. People are mailed 30, 7 and 1 days before.`,
    endless: "Access without end",
    labels: "Labels",
    labelsHint: "One or several, separated by commas.",
  },
  missing: {
    group: "Choose ‹a group›.",
    unit: "Choose ‹a unit›.",
    courses: "Choose at least one ‹course›.",
    role: "Choose a role.",
    place: "This role holds in a part of the ‹workspace›. Choose its ‹unit› or ‹group›.",
    day: "Choose a day, or access without end.",
    labels: "Type at least one label.",
  },
  will: {
    add_to_group: ({ count, subject }: { count: number; subject: string }) =>
      plural(count, { one: `# person is added to ${subject}.`, other: `# people are added to ${subject}.` }),
    remove_from_group: ({ count, subject }: { count: number; subject: string }) =>
      plural(count, { one: `# person leaves ${subject}.`, other: `# people leave ${subject}.` }),
    move_to_unit: ({ count, subject }: { count: number; subject: string }) =>
      plural(count, {
        one: `# person moves to ${subject} and leaves the ‹units› they are in.`,
        other: `# people move to ${subject} and leave the ‹units› they are in.`,
      }),
    remove_from_unit: ({ count, subject }: { count: number; subject: string }) =>
      plural(count, {
        one: `# person leaves ${subject} and stays in their other ‹units›.`,
        other: `# people leave ${subject} and stay in their other ‹units›.`,
      }),
    back_to_unit: ({ count, subject }: { count: number; subject: string }) =>
      plural(count, { one: `# person goes back to ${subject}.`, other: `# people go back to ${subject}.` }),
    add_role: ({ count, subject }: { count: number; subject: string }) =>
      plural(count, {
        one: `# person gets the role ${subject}.`,
        other: `# people get the role ${subject}.`,
      }),
    remove_role: ({ count, subject }: { count: number; subject: string }) =>
      plural(count, {
        one: `# person loses the role ${subject}.`,
        other: `# people lose the role ${subject}.`,
      }),
    enrol: ({ count, subject }: { count: number; subject: string }) =>
      plural(count, {
        one: `# person is enrolled in ${subject}.`,
        other: `# people are enrolled in ${subject}.`,
      }),
    withdraw: ({ count, subject }: { count: number; subject: string }) =>
      plural(count, {
        one: `# person is taken out of ${subject}. What they have done is kept.`,
        other: `# people are taken out of ${subject}. What they have done is kept.`,
      }),
    set_access_end: ({ count, subject }: { count: number; subject: string }) =>
      plural(count, {
        one: `# person has access until ${subject}.`,
        other: `# people have access until ${subject}.`,
      }),
    endless: ({ count }: { count: number; subject: string }) =>
      plural(count, { one: "# person has access without end.", other: "# people have access without end." }),
    add_labels: ({ count, subject }: { count: number; subject: string }) =>
      plural(count, { one: `# person is labelled ${subject}.`, other: `# people are labelled ${subject}.` }),
    remove_labels: ({ count, subject }: { count: number; subject: string }) =>
      plural(count, {
        one: `# person is no longer labelled ${subject}.`,
        other: `# people are no longer labelled ${subject}.`,
      }),
    deactivate: ({ count }: { count: number; subject: string }) =>
      plural(count, {
        one: "# person cannot use this ‹workspace› any more. Everything is kept.",
        other: "# people cannot use this ‹workspace› any more. Everything is kept.",
      }),
    reactivate: ({ count }: { count: number; subject: string }) =>
      plural(count, {
        one: "# person gets their access back, with everything as it was.",
        other: "# people get their access back, with everything as it was.",
      }),
    remove: ({ count }: { count: number; subject: string }) =>
      plural(count, {
        one: "# person is taken out of this ‹workspace› for good.",
        other: "# people are taken out of this ‹workspace› for good.",
      }),
  },
  /** A role and where it holds. */
  roleAt: ({ role, place }: { role: string; place: string }) => `${role} of ${place}`,
  enrols: "They get the ‹courses› and ‹sessions› that come with it.",
  nothing: "There is nobody for whom this changes something.",
  nothingHelp: "Look at the reasons, or choose other people.",
  confirm: ({ count }: { count: string }) => `Type ${count} to confirm`,
  go: {
    add_to_group: ({ count }: { count: number }) =>
      plural(count, { one: "Add # person", other: "Add # people" }),
    remove_from_group: ({ count }: { count: number }) =>
      plural(count, { one: "Take # person out", other: "Take # people out" }),
    move_to_unit: ({ count }: { count: number }) =>
      plural(count, { one: "Move # person", other: "Move # people" }),
    remove_from_unit: ({ count }: { count: number }) =>
      plural(count, { one: "Take # person out", other: "Take # people out" }),
    add_role: ({ count }: { count: number }) =>
      plural(count, { one: "Give # person the role", other: "Give # people the role" }),
    remove_role: ({ count }: { count: number }) =>
      plural(count, { one: "Take the role from # person", other: "Take the role from # people" }),
    enrol: ({ count }: { count: number }) =>
      plural(count, { one: "Enrol # person", other: "Enrol # people" }),
    withdraw: ({ count }: { count: number }) =>
      plural(count, { one: "Take # person out", other: "Take # people out" }),
    set_access_end: ({ count }: { count: number }) =>
      plural(count, { one: "Set the day for # person", other: "Set the day for # people" }),
    add_labels: ({ count }: { count: number }) =>
      plural(count, { one: "Label # person", other: "Label # people" }),
    remove_labels: ({ count }: { count: number }) =>
      plural(count, { one: "Take labels from # person", other: "Take labels from # people" }),
    deactivate: ({ count }: { count: number }) =>
      plural(count, { one: "Deactivate # person", other: "Deactivate # people" }),
    reactivate: ({ count }: { count: number }) =>
      plural(count, { one: "Reactivate # person", other: "Reactivate # people" }),
    remove: ({ count }: { count: number }) =>
      plural(count, { one: "Remove # person", other: "Remove # people" }),
  },
};
