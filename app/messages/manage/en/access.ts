import { pluralsOf } from "../../plural";

const plural = pluralsOf("en");

/** The end of somebody's access to the workspace. The end of a link is another thing and has words of its own. */
export const access = {
  title: "Access",
  until: "Access until",
  ended: "Access ended on",
  noEnd: "Without end",
  thenWords: { deactivate: "then deactivated", remove: "then removed" },
  set: "Set a last day",
  change: "Change the last day",
  giveBack: "Give access back until a later day",
  formTitle: ({ who }: { who: string }) => `Access of ${who}`,
  formLead:
    "The last day on which this person can use the ‹workspace›. This has nothing to do with how long the link of an invitation is valid.",
  day: "Access until",
  dayHint: ({ zone }: { zone: string }) =>
    `The end of this day in ${zone}. Leave it empty for access without end. The person is mailed 30, 7 and 1 days before.`,
  does: "What happens then",
  doesChoices: {
    deactivate: {
      label: "Deactivate",
      description: "They cannot sign in here any more; everything is kept, and a later day gives it back.",
    },
    remove: { label: "Remove", description: "They are taken out of this ‹workspace› for good." },
  },
  submit: "Save",
  warned: ({ days }: { days: number }) =>
    plural(days, { one: "Warned # day before", other: "Warned # days before" }),
  dataTitle: "Data of this person",
  dataLead:
    "Everything that this ‹workspace› keeps about the person, as a file. The audit log notes who took it.",
  exportData: "Export data",
  erase: "Erase data",
};

export const leaving = {
  lead: "Whose access ends within 30 days, soonest first.",
  empty: "Nobody’s access ends within the next 30 days.",
  keepLooking: "Nobody of your part among those looked at so far",
  person: "Person",
  until: "Access until",
  afterwards: "Then",
  thenWords: { deactivate: "Deactivated", remove: "Removed" },
  choose: "Choose",
  pick: ({ who }: { who: string }) => `Choose ${who}`,
  extendOne: "Change",
  extendOneOf: ({ who }: { who: string }) => `Change the last day of ${who}`,
  extend: "Set this day for the chosen",
  next: "More people",
  nobody: "Nobody was chosen. Tick the people whose last day should change.",
  outcomes: {
    extended: ({ count }: { count: number }) =>
      plural(count, { one: "# person has a new last day.", other: "# people have a new last day." }),
    gone: ({ count }: { count: number }) =>
      plural(count, { one: "# is not there any more.", other: "# are not there any more." }),
    not_yours: ({ count }: { count: number }) =>
      plural(count, {
        one: "# also belongs to parts that are not yours.",
        other: "# also belong to parts that are not yours.",
      }),
    role_above: ({ count }: { count: number }) =>
      plural(count, { one: "# holds a role above yours.", other: "# hold a role above yours." }),
    last_admin: () => "The last ‹admin› stays without end.",
    changed: ({ count }: { count: number }) =>
      plural(count, { one: "# was changed by somebody else.", other: "# were changed by somebody else." }),
  },
};

export const erasure = {
  title: ({ who }: { who: string }) => `Erase the data of ${who}?`,
  lead: "Name, address, labels and answers go, and so do the addresses of mails and what the audit log says about the person. This cannot be taken back. Export the data first if somebody may need it.",
  keeps: "What they learnt is kept without a name.",
  loses: "What they learnt goes too: enrolments, progress and certificates.",
  account: "Their account goes with it, unless another ‹workspace› has it.",
  confirm: ({ word }: { word: string }) => `Type ${word} to confirm`,
  wrong: "This is not the address of this person.",
  submit: "Erase for good",
  keep: "Keep the data",
};
