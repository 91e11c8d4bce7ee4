/** Acts on invitations, in the order of the bar. */
export const mailActs = ["resend", "remind", "extend", "cancel"] as const;
export type MailAct = (typeof mailActs)[number];

/** Acts on people, in the order of the menu; each family apart. */
export const peopleActFamilies = [
  ["add_to_group", "remove_from_group", "move_to_unit", "remove_from_unit"],
  ["add_role", "remove_role"],
  ["enrol", "withdraw", "set_access_end", "add_labels", "remove_labels"],
  ["deactivate", "reactivate", "remove"],
] as const;
export type PeopleAct = (typeof peopleActFamilies)[number][number];

/** What an act has to be told before it can be previewed. */
export type ActNeed = "group" | "unit" | "role" | "courses" | "day" | "labels";

interface ActKind {
  /** What the domain calls it. */
  action:
    | "place"
    | "change_roles"
    | "enrol"
    | "withdraw"
    | "set_access_end"
    | "label"
    | "deactivate"
    | "reactivate"
    | "remove";
  needs: ActNeed | null;
}

export const peopleActs: Readonly<Record<PeopleAct, ActKind>> = {
  add_to_group: { action: "place", needs: "group" },
  remove_from_group: { action: "place", needs: "group" },
  move_to_unit: { action: "place", needs: "unit" },
  remove_from_unit: { action: "place", needs: "unit" },
  add_role: { action: "change_roles", needs: "role" },
  remove_role: { action: "change_roles", needs: "role" },
  enrol: { action: "enrol", needs: "courses" },
  withdraw: { action: "withdraw", needs: "courses" },
  set_access_end: { action: "set_access_end", needs: "day" },
  add_labels: { action: "label", needs: "labels" },
  remove_labels: { action: "label", needs: "labels" },
  deactivate: { action: "deactivate", needs: null },
  reactivate: { action: "reactivate", needs: null },
  remove: { action: "remove", needs: null },
};

export function isPeopleAct(name: string | null): name is PeopleAct {
  return name !== null && Object.hasOwn(peopleActs, name);
}

/** What was chosen for an act, as it stands in the address. None of the names is one of the list's filter. */
export const choiceNames = {
  group: "actGroup",
  unit: "actUnit",
  courses: "actCourses",
  role: "actRole",
  atUnit: "actRoleUnit",
  atGroup: "actRoleGroup",
  day: "actDay",
  endless: "actEndless",
  labels: "actLabels",
} as const;

/** Splits what was typed as labels. */
export function labelsTyped(text: string): string[] {
  return text
    .split(",")
    .map((label) => label.trim())
    .filter(Boolean);
}
