import type { RoleKey } from "../../worker/domain/permissions.ts";

/** One for all demo accounts; the seed refuses to run if it broke the rules for passwords. */
export const password = "copper-lantern-42";

/** The key of the demo, public like the password; it opens a local database only. */
export const demoKeyId = `key_demo${"0".repeat(22)}`;
export const demoKey = `usher_test_${demoKeyId.slice("key_".length)}_local-demo-key-with-every-scope-00000000000`;

export const firstWorkspace = "northwind-academy";
export const secondWorkspace = "northwind-skills";
export const thirdWorkspace = "northwind-coaching";

/** A role of the first workspace's own (F24). */
export const courseSecretary = {
  id: `rol_demo${"0".repeat(22)}`,
  key: "course_secretary",
  name: "Course secretary",
  description: "Looks after who takes which course, and how far they are.",
  permissions: ["people.view", "course.view", "enrolment.manage", "progress.view"],
  holdsIn: ["group"],
} as const;

export interface SignIn {
  workspace: string;
  role: RoleKey;
  /** Roles beside the first, for the switcher and for whoever teaches and coaches. */
  more?: readonly RoleKey[];
  email: string;
  firstName: string;
  lastName: string;
  language: string;
  /** What else this person is, for the list that `npm start` prints. */
  also?: string;
}

/** One person for each role of each workspace; the first is a member of two. */
export const demo: readonly SignIn[] = [
  {
    workspace: firstWorkspace,
    role: "admin",
    email: "admin@academy.northwind.example",
    firstName: "Ingrid",
    lastName: "Sørensen",
    language: "en",
    also: `also a learner in ${secondWorkspace}`,
  },
  {
    workspace: firstWorkspace,
    role: "group_admin",
    email: "groups@academy.northwind.example",
    firstName: "Jonas",
    lastName: "Weidenfeld",
    language: "de",
  },
  {
    workspace: firstWorkspace,
    role: courseSecretary.id,
    email: "courses@academy.northwind.example",
    firstName: "Oksana",
    lastName: "Marchenko",
    language: "en",
    also: "of the spring cohort; a role that this workspace made",
  },
  {
    workspace: firstWorkspace,
    role: "instructor",
    email: "instructor@academy.northwind.example",
    firstName: "Amélie",
    lastName: "Rochefort",
    language: "fr",
  },
  {
    workspace: firstWorkspace,
    role: "learner",
    email: "learner@academy.northwind.example",
    firstName: "Tomás",
    lastName: "Echeverría",
    language: "es",
  },
  {
    workspace: secondWorkspace,
    role: "admin",
    email: "admin@skills.northwind.example",
    firstName: "Priya",
    lastName: "Raghunathan",
    language: "en",
  },
  {
    workspace: secondWorkspace,
    role: "unit_manager",
    email: "units@skills.northwind.example",
    firstName: "Callum",
    lastName: "MacAllister",
    language: "en",
  },
  {
    workspace: secondWorkspace,
    role: "group_admin",
    email: "groups@skills.northwind.example",
    firstName: "Zsófia",
    lastName: "Kertész",
    language: "de",
  },
  {
    workspace: secondWorkspace,
    role: "instructor",
    email: "instructor@skills.northwind.example",
    firstName: "Øystein",
    lastName: "Brattland",
    language: "en",
  },
  {
    workspace: secondWorkspace,
    role: "learner",
    email: "learner@skills.northwind.example",
    firstName: "Nina",
    lastName: "Castellanos",
    language: "es",
  },
  {
    workspace: secondWorkspace,
    role: "instructor",
    more: ["learner"],
    email: "both@skills.northwind.example",
    firstName: "Marit",
    lastName: "Halvorsen",
    language: "en",
    also: "switches between the two",
  },
  {
    workspace: thirdWorkspace,
    role: "admin",
    email: "admin@coaching.northwind.example",
    firstName: "Folasade",
    lastName: "Bankole",
    language: "en",
  },
  {
    workspace: thirdWorkspace,
    role: "group_admin",
    email: "groups@coaching.northwind.example",
    firstName: "Lucien",
    lastName: "Vanderhaeghe",
    language: "fr",
    also: "of the spring programme and the teams below it",
  },
  {
    workspace: thirdWorkspace,
    role: "user_admin",
    email: "users@coaching.northwind.example",
    firstName: "Solène",
    lastName: "Mercadier",
    language: "fr",
    also: "of the team in Lyon",
  },
  {
    workspace: thirdWorkspace,
    role: "coach",
    more: ["session_instructor"],
    email: "coach@coaching.northwind.example",
    firstName: "Eirik",
    lastName: "Tveit",
    language: "en",
    also: "invites from the sessions of the team in Oslo",
  },
  {
    workspace: thirdWorkspace,
    role: "learner",
    email: "learner@coaching.northwind.example",
    firstName: "Ylva",
    lastName: "Strand",
    language: "en",
  },
];

/** All roles of a sign-in in one word, as the list and `demo.json` name them: `coach+session_instructor`. */
export function rolesOf({ role, more = [] }: SignIn): string {
  return [role === courseSecretary.id ? courseSecretary.key : role, ...more].join("+");
}
