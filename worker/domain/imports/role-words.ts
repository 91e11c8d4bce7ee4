import { type RoleKey, roleKeys } from "../permissions.ts";

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

const byWord = new Map<string, RoleKey>(
  roleKeys.flatMap((role) =>
    [role, role.replaceAll("_", " "), ...words[role]].map((word) => [word, role] as const),
  ),
);

/** The numbers of D25: 0 administrator, 1 coach, 2 author, 3 learner. */
const byNumber: readonly RoleKey[] = ["admin", "coach", "instructor", "learner"];

/** The role that a cell names, or null. */
export function roleOfWord(folded: string, vocabulary: "role_keys" | "numbers_0_3"): RoleKey | null {
  if (vocabulary === "numbers_0_3" && /^[0-3]$/.test(folded)) return byNumber[Number(folded)] ?? null;
  return byWord.get(folded) ?? null;
}
