import type { RoleKey } from "../../worker/domain/permissions.ts";

/** One for all demo accounts; the seed refuses to run if it broke the rules for passwords. */
export const password = "copper-lantern-42";

/** The key of the demo, public like the password; it opens a local database only. */
export const demoKeyId = `key_demo${"0".repeat(22)}`;
export const demoKey = `usher_test_${demoKeyId.slice("key_".length)}_local-demo-key-with-every-scope-00000000000`;

export const firstWorkspace = "northwind-academy";
export const secondWorkspace = "northwind-skills";

export interface SignIn {
  workspace: string;
  role: RoleKey;
  email: string;
  firstName: string;
  lastName: string;
  language: string;
  /** What else this person is, for the list that `npm start` prints. */
  also?: string;
}

/** One person for each role of both workspaces; the first is a member of both. */
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
];
