import { type RoleKey, roleKeys } from "../permissions.ts";
import type { OwnTerms } from "../terms.ts";
import { foldName } from "./name-index.ts";

/** Words for roles in files of ours and of other products (F56), folded as `foldName` does. */
const words: Record<RoleKey, readonly string[]> = {
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

/**
 * What a workspace calls its roles in its languages, folded (F12); null: a word for several of them, which names none.
 * Keys go before them: "learner" is a learner whatever an administrator is called.
 */
export type RoleWords = ReadonlyMap<string, RoleKey | null>;

/** The words of the roles that there are in the workspace. */
export function roleWordsOf(terms: OwnTerms, here: readonly RoleKey[]): RoleWords {
  const own = new Map<string, RoleKey | null>();
  for (const language of Object.values(terms)) {
    for (const role of here) {
      for (const word of [language[role]?.one, language[role]?.many].map((text) => foldName(text ?? ""))) {
        own.set(word, !own.has(word) || own.get(word) === role ? role : null);
      }
    }
  }
  own.delete("");
  return own;
}

/** The numbers of D25: 0 administrator, 1 coach, 2 author, 3 learner. */
const byNumber: readonly RoleKey[] = ["admin", "coach", "instructor", "learner"];

/** The role that a cell names, or null. */
export function roleOfWord(
  folded: string,
  vocabulary: "role_keys" | "numbers_0_3",
  own: RoleWords,
): RoleKey | null {
  if (vocabulary === "numbers_0_3" && /^[0-3]$/.test(folded)) return byNumber[Number(folded)] ?? null;
  const key = byKey.get(folded);
  if (key) return key;
  const called = own.get(folded);
  return called === undefined ? (byWord.get(folded) ?? null) : called;
}
