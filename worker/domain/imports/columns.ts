import type { OwnTerms } from "../terms.ts";
import { nearest } from "./nearest.ts";

/** What a column of a file may be (F54), beside the fields of the workspace's own. */
export const columnKeys = [
  "email",
  "first_name",
  "last_name",
  "name",
  "username",
  "notify_email",
  "role",
  "unit",
  "group",
  "courses",
  "sessions",
  "access_expires_on",
  "language",
  "labels",
  "external_id",
  "message",
] as const;
export type PlainColumn = (typeof columnKeys)[number];

/** A field of the workspace's own, by its key. */
export type FieldColumn = `custom:${string}`;
export type ColumnKey = PlainColumn | FieldColumn;

/** A field of the workspace's own, as a heading may call it. */
export interface NamedField {
  key: string;
  name: string;
}

/** What usernames a workspace takes from files (D41, D42): none; beside an address; or also instead of one. */
export type UsernameColumn = "none" | "beside" | "alone";

/** Several columns, and several values in a cell, are fine: `group1`, `group2`, `a; b` (F69). */
const several: readonly ColumnKey[] = ["role", "group", "courses", "sessions", "labels"];

/**
 * Words for each column, folded as `foldHeader` does: ours, those of S0 to S4, of Moodle, Canvas,
 * TalentLMS, 360Learning, Discourse, Coursera, SkillStream, of the big directories, and of our languages.
 */
const aliases: Record<PlainColumn | "other" | "password", string> = {
  email: `
    email emailaddress mail mailaddress emails useremail workemail primaryemail emailprimary
    emailadresse mailadresse eposta courriel adressemail adresseemail adressecourriel courrielprofessionnel
    correo correoelectronico direcciondecorreo direcciondecorreoelectronico direccionemail`,
  first_name: `
    firstname first givenname forename fname christianname vorname rufname prenom nombredepila primernombre`,
  last_name: `
    lastname last surname familyname lname sname nachname familienname zuname nomdefamille nomfamille
    apellido apellidos primerapellido`,
  name: `
    name fullname displayname nameofuser vollername vollstandigername nom nomcomplet nomprenom
    nometprenom nombre nombrecompleto nombreyapellidos`,
  role: `
    role roles userrole userroles usertype systemrole accesslevel rolle rollen benutzerrolle
    roleutilisateur rol rolusuario perfil`,
  unit: `
    unit units orgunit organisationunit organizationunit organisationalunit organizationalunit orgunitpath ou
    school schools department departments dept institution branch division site campus
    schule abteilung einheit organisationseinheit standort ecole etablissement departement service unite
    uniteorganisationnelle escuela colegio departamento unidad unidadorganizativa centro`,
  group: `
    group groups groupname groupid usergroup usergroups cohort cohorts cohortid team teams class classes
    section sections sectionid gruppe gruppen benutzergruppe klasse groupe groupes
    groupedutilisateurs classe equipe grupo grupos grupodeusuarios clase cohorte equipo`,
  language: `
    language lang locale preferredlanguage userlanguage sprache bevorzugtesprache langue langueparprefere
    idioma lengua idiomapreferido`,
  external_id: `
    externalid externalids userid idnumber sisid sisuserid integrationid employeeid employeenumber staffid
    studentid studentnumber personid personalnummer matrikelnummer mitarbeiternummer externeid
    identifiantexterne matricule numeroetudiant idexterno identificadorexterno numerodeempleado`,
  message: `
    message note personalmessage personalnote invitationmessage welcomemessage nachricht personlichenachricht
    mitteilung messagepersonnel mensaje mensajepersonal nota`,
  courses: `
    course courses courseid courseids coursename program programs programme learningpath kurs kurse cours
    formation formations curso cursos topicid`,
  sessions: `
    session sessions sessionid sessionids coursesession coursesessions trainingsession appointment appointments
    termin termine kurstermin kurstermine schulungstermin seance seances sesion sesiones`,
  access_expires_on: `
    accessexpireson accessexpires expireson expirydate expirationdate expires expiry accessuntil validuntil
    enddate deactivationdate deletiondate todeactivateat ablaufdatum gultigbis zugangbis dateexpiration
    datedexpiration finacces fechadecaducidad fechadeexpiracion fechadevencimiento`,
  notify_email: `
    notifyemail notificationemail supervisoremail guardianemail parentemail betreueremail elternemail
    emailtuteur emaildututeur emailparent correotutor correodeltutor`,
  username: `
    username login loginid loginname benutzername anmeldename nomutilisateur
    nomdutilisateur identifiant nombredeusuario usuario`,
  labels: "label labels tag tags schlagwort schlagworte etikett etiquette etiquettes etiqueta etiquetas",
  // Fields of other products; ours where the workspace has one of that name.
  other:
    "phantom timeline timezone status city country phone mobile bio jobtitle job organization userprincipalname",
  password: `
    password pass pwd initialpassword temporarypassword temppassword newpassword passwordhash passwort
    kennwort motdepasse mdp contrasena clave`,
};

type Word = keyof typeof aliases;

const meanings = new Map<string, Word>(
  (Object.entries(aliases) as [Word, string][]).flatMap(([meaning, words]) => [
    [foldHeader(meaning), meaning] as const,
    ...words.split(/\s+/).map((word) => [word, meaning] as const),
  ]),
);
meanings.delete("");

/** Columns that only some workspaces take (D41, D42). */
const ofSignIns: readonly PlainColumn[] = ["username", "notify_email"];

/** What may be suggested for a header that is nearly one of these words. */
const wordsOfColumns = [...meanings]
  .filter(([, meaning]) => isPlainColumn(meaning) && !ofSignIns.includes(meaning))
  .map(([word]) => word)
  .filter((word) => word.length > 3);

export interface HeaderMatch {
  index: number;
  header: string;
  /** `dropped` is a password: not even stored. `later` is known and not used in this workspace. */
  target: ColumnKey | "ignored" | "dropped" | "later";
  /** `exact` is the key itself, `alias` one of its other words; `near` is not sure and stays ignored. */
  confidence: "exact" | "alias" | "near" | "none";
  /** What a person may mean by an unsure header. */
  suggestion?: ColumnKey;
}

export interface HeaderMatches {
  columns: HeaderMatch[];
  /** What each column means; null: nothing is made of it. */
  mapping: (ColumnKey | null)[];
  /** Headings that the preview names. */
  notices: { ignored: string[]; dropped: string[]; later: string[] };
  /** Nothing is unsure and what people are known by is there: nobody needs to be asked (F68). */
  complete: boolean;
}

/**
 * What the columns of a file are, by their headings. A field of the workspace's own is known by its name and its
 * key, and what the workspace calls units, groups and courses by that (F12), before the words of other products. An unknown heading is ignored, and so is the second one for a column
 * that takes one, with a suggestion. `name` beside one half of a name is the other half, as in `Name;Vorname`;
 * beside both it says nothing new.
 */
export function matchHeaders(
  header: readonly string[],
  fields: readonly NamedField[] = [],
  terms: OwnTerms = {},
  usernames: UsernameColumn = "none",
): HeaderMatches {
  const own = new Map<string, ColumnKey>([...wordsOfTerms(terms), ...wordsOfFields(fields)]);
  const columns = header.map((heading, index) => matchHeader(heading, index, own, usernames));
  const whole = columns.find(({ target }) => target === "name");
  if (whole) {
    const first = columns.some(({ target }) => target === "first_name");
    const last = columns.some(({ target }) => target === "last_name");
    if (first !== last) whole.target = first ? "last_name" : "first_name";
    else if (first) whole.target = "ignored";
  }
  const taken = new Set<ColumnKey>();
  for (const column of columns) {
    const { target } = column;
    if (!isColumn(target)) continue;
    if (taken.has(target) && !several.includes(target)) {
      Object.assign(column, { target: "ignored", confidence: "near", suggestion: target });
    }
    taken.add(target);
  }
  const named = (wanted: HeaderMatch["target"]) =>
    columns.filter(({ target, header }) => target === wanted && header !== "").map(({ header }) => header);
  return {
    columns,
    mapping: columns.map(({ target }) => (isColumn(target) ? target : null)),
    notices: { ignored: named("ignored"), dropped: named("dropped"), later: named("later") },
    complete: identifies([...taken], usernames) && columns.every(({ confidence }) => confidence !== "near"),
  };
}

/** Whether people can be told apart by these columns: by their address, or a username where that is enough. */
export function identifies(mapping: readonly (string | null)[], usernames: UsernameColumn): boolean {
  return mapping.includes("email") || (usernames === "alone" && mapping.includes("username"));
}

/** The key of the field that a column means; null for a column that every workspace has. */
export function fieldKeyOf(column: string): string | null {
  return column.startsWith("custom:") ? column.slice("custom:".length) : null;
}

/** What each folded name and key of a field means; of two fields of one name the first. */
function wordsOfFields(fields: readonly NamedField[]): ReadonlyMap<string, FieldColumn> {
  const words = new Map<string, FieldColumn>();
  for (const { key, name } of fields) {
    for (const word of [key, name].map(foldHeader)) {
      if (word !== "" && !words.has(word)) words.set(word, `custom:${key}`);
    }
  }
  return words;
}

/** What the workspace calls some columns, in each of its languages; a word for two of them names neither. */
function wordsOfTerms(terms: OwnTerms): ReadonlyMap<string, PlainColumn> {
  const words = new Map<string, PlainColumn | null>();
  for (const own of Object.values(terms)) {
    for (const [noun, column] of nounColumns) {
      for (const word of [own[noun]?.one, own[noun]?.many].map((text) => foldHeader(text ?? ""))) {
        words.set(word, !words.has(word) || words.get(word) === column ? column : null);
      }
    }
  }
  words.delete("");
  return new Map([...words].flatMap(([word, column]) => (column === null ? [] : [[word, column] as const])));
}

const nounColumns = [
  ["unit", "unit"],
  ["group", "group"],
  ["course", "courses"],
  ["session", "sessions"],
] as const satisfies readonly (readonly [string, PlainColumn])[];

/** How products mark a field of a workspace's own: `custom:phone`, Moodle's `profile_field_phone`. */
const markOfField = /^\s*(?:custom(?:\s*field)?[\s:._-]+|profile_field_)/i;

function matchHeader(
  header: string,
  index: number,
  own: ReadonlyMap<string, ColumnKey>,
  usernames: UsernameColumn,
): HeaderMatch {
  const marked = markOfField.test(header);
  const folded = foldHeader(header.replace(markOfField, ""));
  const called = wordOf(folded);
  if (called === "password") return { index, header, target: "dropped", confidence: "alias" };
  const word = marked ? undefined : called;
  const isKey = word !== undefined && header.trim().toLowerCase() === word;
  const field = own.get(folded) ?? severalOf(own.get(folded.replace(/\d{1,3}$/, "")));
  if (field && !(isKey && isPlainColumn(word))) {
    return { index, header, target: field, confidence: marked ? "exact" : "alias" };
  }
  if (word && isPlainColumn(word) && !isTaken(word, usernames)) {
    return { index, header, target: "later", confidence: "alias" };
  }
  if (word && isPlainColumn(word)) {
    return { index, header, target: word, confidence: isKey ? "exact" : "alias" };
  }
  const near =
    word === "other" || marked || folded.length <= 3
      ? null
      : nearest(folded, own.size > 0 ? [...wordsOfColumns, ...own.keys()] : wordsOfColumns);
  const meant = near === null ? undefined : (own.get(near) ?? meanings.get(near));
  return meant && isColumn(meant)
    ? { index, header, target: "ignored", confidence: "near", suggestion: meant }
    : { index, header, target: "ignored", confidence: "none" };
}

/** Whether a workspace takes such a column: usernames where there are any, and others' addresses beside those alone. */
export function isTaken(column: ColumnKey, usernames: UsernameColumn): boolean {
  if (column === "notify_email") return usernames === "alone";
  return column !== "username" || usernames !== "none";
}

/** A column that may be numbered: `group1`, `group2`. */
function severalOf(column: ColumnKey | undefined): ColumnKey | undefined {
  return column !== undefined && several.includes(column) ? column : undefined;
}

function wordOf(folded: string): Word | undefined {
  const known = meanings.get(folded);
  if (known) return known;
  const numbered = meanings.get(folded.replace(/\d{1,3}$/, ""));
  return numbered && (several as readonly string[]).includes(numbered) ? numbered : undefined;
}

/** `E-Mail (required) *` as `email`: letters and digits alone, without accents and remarks. */
function foldHeader(header: string): string {
  return header
    .slice(0, 200)
    .replace(/\([^()]*\)|\[[^[\]]*\]/g, "")
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[^\p{L}\p{N}]+/gu, "");
}

/** True for what a column may mean in a workspace with these fields. */
export function isColumnOf(text: string, fields: readonly NamedField[]): text is ColumnKey {
  const key = fieldKeyOf(text);
  return key === null ? isPlainColumn(text) : fields.some((field) => field.key === key);
}

function isColumn(text: string): text is ColumnKey {
  return isPlainColumn(text) || fieldKeyOf(text) !== null;
}

function isPlainColumn(text: string): text is PlainColumn {
  return (columnKeys as readonly string[]).includes(text);
}
