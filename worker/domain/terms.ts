import * as z from "zod";
import { type Language, languages } from "./languages.ts";
import { roleKeys } from "./permissions.ts";

/** What a workspace has one or many of, and may call as it likes; roles besides (F12, policies.md c.3). */
export const nounKeys = ["workspace", "unit", "group", "course", "session", ...roleKeys] as const;

/** What stands on buttons, lists and states, whole. */
export const phraseKeys = [
  "people",
  "invitations",
  "invite",
  "send_invitation",
  "resend",
  "remind",
  "cancel_invitation",
  "import_people",
  "set_up",
  "manage_area",
  "learner_area",
  "status_pending",
  "status_active",
] as const;

export type NounKey = (typeof nounKeys)[number];
export type PhraseKey = (typeof phraseKeys)[number];
export interface Noun {
  one: string;
  many: string;
}

/** Every word that a workspace may choose, in one language. Words are shown, never compared: keys are. */
export type Terms = Readonly<Record<NounKey, Noun> & Record<PhraseKey, string>>;

/** The words that a workspace, or a preset, has of its own, by language. */
export type OwnTerms = Readonly<Partial<Record<Language, Readonly<Partial<Terms>>>>>;

const word = z
  .string("Give a word.")
  .trim()
  .min(1, "Give a word, or leave it out for the usual one.")
  .max(40, "At most 40 characters.")
  .regex(/^[^\p{C}<>‹›{}]*$/u, "Use letters, without < > { } and invisible signs.");
const noun = z.strictObject({ one: word, many: word }, "Give the word for one and for many.");
const ownWords = z
  .strictObject(
    { ...recordOf(nounKeys, () => noun), ...recordOf(phraseKeys, () => word) },
    "Give an object of words.",
  )
  .partial();

/** Own words by language; what is left out has the preset's word, or the usual one. */
export const termsField = z
  .strictObject(
    recordOf(languages, () => ownWords),
    "Give words by language.",
  )
  .partial();

function recordOf<const Key extends string, Value>(
  keys: readonly Key[],
  made: (key: Key) => Value,
): Record<Key, Value> {
  return Object.fromEntries(keys.map((key) => [key, made(key)])) as Record<Key, Value>;
}

const en: Terms = {
  workspace: { one: "workspace", many: "workspaces" },
  unit: { one: "unit", many: "units" },
  group: { one: "group", many: "groups" },
  course: { one: "course", many: "courses" },
  session: { one: "session", many: "sessions" },
  admin: { one: "administrator", many: "administrators" },
  unit_manager: { one: "manager", many: "managers" },
  group_admin: { one: "group administrator", many: "group administrators" },
  user_admin: { one: "user administrator", many: "user administrators" },
  coach: { one: "coach", many: "coaches" },
  session_instructor: { one: "session instructor", many: "session instructors" },
  instructor: { one: "instructor", many: "instructors" },
  learner: { one: "learner", many: "learners" },
  people: "People",
  invitations: "Invitations",
  invite: "Invite a person",
  send_invitation: "Send invitation",
  resend: "Resend",
  remind: "Remind",
  cancel_invitation: "Cancel invitation",
  import_people: "Import people",
  set_up: "Set up a person",
  manage_area: "manage area",
  learner_area: "learner portal",
  status_pending: "Pending",
  status_active: "Active",
};

const de: Terms = {
  workspace: { one: "Arbeitsbereich", many: "Arbeitsbereiche" },
  unit: { one: "Organisationseinheit", many: "Organisationseinheiten" },
  group: { one: "Gruppe", many: "Gruppen" },
  course: { one: "Kurs", many: "Kurse" },
  session: { one: "Termin", many: "Termine" },
  admin: { one: "Administration", many: "Administration" },
  unit_manager: { one: "Leitung", many: "Leitungen" },
  group_admin: { one: "Gruppenadministration", many: "Gruppenadministration" },
  user_admin: { one: "Personenadministration", many: "Personenadministration" },
  coach: { one: "Coach", many: "Coaches" },
  session_instructor: { one: "Kursleitung eines Termins", many: "Kursleitungen von Terminen" },
  instructor: { one: "Kursleitung", many: "Kursleitungen" },
  learner: { one: "Lernende", many: "Lernende" },
  people: "Personen",
  invitations: "Einladungen",
  invite: "Personen einladen",
  send_invitation: "Einladung senden",
  resend: "Erneut senden",
  remind: "Erinnern",
  cancel_invitation: "Einladung zurückziehen",
  import_people: "Personen importieren",
  set_up: "Person anlegen",
  manage_area: "Verwaltung",
  learner_area: "Lernportal",
  status_pending: "Ausstehend",
  status_active: "Aktiv",
};

const fr: Terms = {
  workspace: { one: "espace", many: "espaces" },
  unit: { one: "unité", many: "unités" },
  group: { one: "groupe", many: "groupes" },
  course: { one: "cours", many: "cours" },
  session: { one: "session", many: "sessions" },
  admin: { one: "administrateur", many: "administrateurs" },
  unit_manager: { one: "responsable", many: "responsables" },
  group_admin: { one: "administrateur de groupe", many: "administrateurs de groupe" },
  user_admin: { one: "administrateur des personnes", many: "administrateurs des personnes" },
  coach: { one: "coach", many: "coachs" },
  session_instructor: { one: "formateur de session", many: "formateurs de session" },
  instructor: { one: "formateur", many: "formateurs" },
  learner: { one: "apprenant", many: "apprenants" },
  people: "Personnes",
  invitations: "Invitations",
  invite: "Inviter des personnes",
  send_invitation: "Envoyer l’invitation",
  resend: "Renvoyer",
  remind: "Relancer",
  cancel_invitation: "Annuler l’invitation",
  import_people: "Importer des personnes",
  set_up: "Créer une personne",
  manage_area: "espace de gestion",
  learner_area: "portail d’apprentissage",
  status_pending: "En attente",
  status_active: "Actif",
};

const es: Terms = {
  workspace: { one: "espacio", many: "espacios" },
  unit: { one: "unidad organizativa", many: "unidades organizativas" },
  group: { one: "grupo", many: "grupos" },
  course: { one: "curso", many: "cursos" },
  session: { one: "sesión", many: "sesiones" },
  admin: { one: "administrador", many: "administradores" },
  unit_manager: { one: "responsable", many: "responsables" },
  group_admin: { one: "administrador de grupo", many: "administradores de grupo" },
  user_admin: { one: "administrador de personas", many: "administradores de personas" },
  coach: { one: "coach", many: "coaches" },
  session_instructor: { one: "instructor de sesión", many: "instructores de sesión" },
  instructor: { one: "instructor", many: "instructores" },
  learner: { one: "estudiante", many: "estudiantes" },
  people: "Personas",
  invitations: "Invitaciones",
  invite: "Invitar a personas",
  send_invitation: "Enviar invitación",
  resend: "Reenviar",
  remind: "Recordar",
  cancel_invitation: "Cancelar la invitación",
  import_people: "Importar personas",
  set_up: "Crear una persona",
  manage_area: "área de gestión",
  learner_area: "portal de aprendizaje",
  status_pending: "Pendiente",
  status_active: "Activo",
};

/** The words of a workspace that has none of its own. */
export const usualTerms: Readonly<Record<Language, Terms>> = { en, de, fr, es };

/** Every word in a language: the workspace's own where it has one, otherwise the usual one. */
export function termsIn(own: OwnTerms, language: Language): Terms {
  return { ...usualTerms[language], ...own[language] };
}

/** The same in every language. */
export function termsInAll(own: OwnTerms): Readonly<Record<Language, Terms>> {
  return recordOf(languages, (language) => termsIn(own, language));
}

/** A preset's own words with those that the workspace chose besides: word by word, language by language. */
export function mergeTerms(preset: OwnTerms, chosen: OwnTerms | undefined): OwnTerms {
  if (!chosen) return preset;
  const merged = languages.map((language) => [language, { ...preset[language], ...chosen[language] }]);
  return Object.fromEntries(merged.filter(([, words]) => Object.keys(words as object).length > 0));
}

const token = /‹(an? )?(\w+?)›/giu;

/** Words that begin with a vowel's sound: not "unit", "user" or "one". */
const vowel = /^(?!uni[^nm]|us[aeiu]|util|eu|on(?:e|ce)\b)[aeiou]/iu;

/**
 * A sentence of the domain with the words of a workspace in it; a door says it, in the words of its reader. It names
 * a word by its key: `‹unit›`, `‹units›` for many, `‹a unit›` with the article, a capital where one is wanted.
 */
export function sayIn(text: string, terms: Terms): string {
  if (!text.includes("‹")) return text;
  return text.replace(token, (whole, article: string | undefined, name: string) => {
    const word = wordOf(name.toLowerCase(), terms);
    if (word === null) return whole;
    const said = article ? `${vowel.test(word) ? "an" : "a"} ${word}` : word;
    const first = whole.charAt(1);
    return first === first.toLowerCase() ? said : said.charAt(0).toUpperCase() + said.slice(1);
  });
}

function wordOf(name: string, terms: Terms): string | null {
  const known = (key: string) => (Object.hasOwn(terms, key) ? terms[key as keyof Terms] : undefined);
  const found = known(name);
  if (found !== undefined) return typeof found === "string" ? found : found.one;
  const noun = name.endsWith("s") ? known(name.slice(0, -1)) : undefined;
  return typeof noun === "object" ? noun.many : null;
}
