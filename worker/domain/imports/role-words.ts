import { type CustomRole, type RoleKey, roleKeys, type SystemRole } from "../permissions.ts";
import type { Policies } from "../policies.ts";
import { type OwnTerms, termsInAll } from "../terms.ts";
import { foldName } from "./name-index.ts";

/** Words that other products and other houses have for roles (F56), folded as `foldName` does. */
const words: Record<SystemRole, readonly string[]> = {
  admin: [
    "administrator",
    "administratorin",
    "administrateur",
    "administratrice",
    "administrador",
    "administradora",
    "platform admin",
    "owner",
  ],
  unit_manager: ["manager", "unit manager", "responsable", "gestor", "gestora", "leitung"],
  group_admin: ["groupadmin", "group admin", "group administrator", "gruppenadmin", "admin de groupe"],
  user_admin: ["user admin", "user administrator", "benutzeradmin"],
  coach: ["tutor", "tutorin", "mentor", "mentorin"],
  session_instructor: ["session instructor", "facilitator"],
  instructor: [
    "teacher",
    "editingteacher",
    "author",
    "trainer",
    "trainerin",
    "lehrer",
    "lehrerin",
    "dozent",
    "dozentin",
    "formateur",
    "formatrice",
    "enseignant",
    "enseignante",
    "profesor",
    "profesora",
  ],
  learner: [
    "student",
    "user",
    "participant",
    "member",
    "lernende",
    "lernender",
    "teilnehmer",
    "teilnehmerin",
    "apprenant",
    "apprenante",
    "alumno",
    "alumna",
    "estudiante",
  ],
};

const byKey = new Map<string, RoleKey>(
  roleKeys.flatMap((role) => [role, role.replaceAll("_", " ")].map((word) => [word, role] as const)),
);

const byWord = new Map<string, RoleKey>(
  roleKeys.flatMap((role) => words[role].map((word) => [word, role] as const)),
);

/** True for a folded word that files know as one of Usher's roles, in whatever vocabulary. */
export function isFileWordOfRole(folded: string): boolean {
  return byKey.has(folded) || byWord.has(folded);
}

/**
 * What a workspace calls its roles in every language, folded (F12); null: a word for several of them, which names none.
 * Keys go before them: "learner" is a learner whatever an administrator is called.
 */
export type RoleWords = ReadonlyMap<string, RoleKey | null>;

/** The words of the roles that there are in the workspace. */
export function roleWordsOf(
  terms: OwnTerms,
  here: readonly SystemRole[],
  customRoles: readonly CustomRole[],
): RoleWords {
  const own = new Map<string, RoleKey | null>();
  for (const language of Object.values(termsInAll(terms))) {
    for (const role of here) {
      for (const word of [language[role].one, language[role].many].map(foldName)) {
        own.set(word, !own.has(word) || own.get(word) === role ? role : null);
      }
    }
  }
  // A role of the workspace's own goes by its name, before what other products call theirs.
  for (const { id, name } of customRoles) own.set(foldName(name), own.has(foldName(name)) ? null : id);
  return own;
}

/** The numbers of D25: 0 administrator, 1 coach, 2 author, 3 learner. */
const byNumber: readonly RoleKey[] = ["admin", "coach", "instructor", "learner"];

/** The role that a cell names, or null. Where only keys and the names of here count, words of elsewhere name none (D25). */
export function roleOfWord(
  folded: string,
  vocabulary: Policies["csv.role_vocab"],
  own: RoleWords,
): RoleKey | null {
  if (vocabulary === "numbers_0_3" && /^[0-3]$/.test(folded)) return byNumber[Number(folded)] ?? null;
  const key = byKey.get(folded);
  if (key) return key;
  const called = own.get(folded);
  if (called !== undefined || vocabulary === "role_keys") return called ?? null;
  return byWord.get(folded) ?? null;
}
