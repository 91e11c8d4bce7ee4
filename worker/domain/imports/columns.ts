import { nearest } from "./nearest.ts";

/** What a column of a file may be (F54). */
export const columnKeys = [
  "email",
  "first_name",
  "last_name",
  "name",
  "role",
  "unit",
  "group",
  "language",
  "external_id",
  "message",
] as const;
export type ColumnKey = (typeof columnKeys)[number];

/** Known from other products; nothing is made of them here yet, and the preview says so. */
type LaterColumn = "courses" | "access_expires_on" | "username" | "labels" | "custom";

/** Several columns, and several values in a cell, are fine: `group1`, `group2`, `a; b` (F69). */
const several: readonly string[] = ["role", "group", "courses"];

/**
 * Words for each column, folded as `foldHeader` does: ours, those of S0 to S4, of Moodle, Canvas,
 * TalentLMS, 360Learning, Discourse, Coursera, SkillStream, of the big directories, and of our languages.
 */
const aliases: Record<ColumnKey | LaterColumn | "password", string> = {
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
  access_expires_on: `
    accessexpireson accessexpires expireson expirydate expirationdate expires expiry accessuntil validuntil
    enddate deactivationdate deletiondate todeactivateat ablaufdatum gultigbis zugangbis dateexpiration
    datedexpiration finacces fechadecaducidad fechadeexpiracion fechadevencimiento`,
  username: `
    username login loginid loginname userprincipalname benutzername anmeldename nomutilisateur
    nomdutilisateur identifiant nombredeusuario usuario`,
  labels: "label labels tag tags schlagwort schlagworte etikett etiquette etiquettes etiqueta etiquetas",
  custom: "phantom timeline timezone status city country phone mobile bio jobtitle job organization",
  password: `
    password pass pwd initialpassword temporarypassword temppassword newpassword passwordhash passwort
    kennwort motdepasse mdp contrasena clave`,
};

type Meaning = ColumnKey | LaterColumn | "password";

const meanings = new Map<string, Meaning>(
  (Object.entries(aliases) as [Meaning, string][]).flatMap(([meaning, words]) => [
    [foldHeader(meaning), meaning] as const,
    ...words.split(/\s+/).map((word) => [word, meaning] as const),
  ]),
);
meanings.delete("");

/** What may be suggested for a header that is nearly one of these words. */
const wordsOfColumns = [...meanings]
  .filter(([, meaning]) => isColumnKey(meaning))
  .map(([word]) => word)
  .filter((word) => word.length > 3);

export interface HeaderMatch {
  index: number;
  header: string;
  /** `dropped` is a password: not even stored. */
  target: ColumnKey | "ignored" | "dropped" | "later";
  /** `exact` is the key itself, `alias` one of its other words; `near` is not sure and stays ignored. */
  confidence: "exact" | "alias" | "near" | "none";
  /** What a person may mean by an unsure header. */
  suggestion?: ColumnKey;
  later?: LaterColumn;
}

export interface HeaderMatches {
  columns: HeaderMatch[];
  /** What each column means; null: nothing is made of it. */
  mapping: (ColumnKey | null)[];
  /** Headings that the preview names. */
  notices: { ignored: string[]; dropped: string[]; later: string[] };
  /** Nothing is unsure and the addresses are there: nobody needs to be asked (F68). */
  complete: boolean;
}

/**
 * What the columns of a file are, by their headings. An unknown heading is ignored, and so is the second
 * one for a column that takes one, with a suggestion. `name` beside one half of a name is the other half,
 * as in `Name;Vorname`; beside both it says nothing new.
 */
export function matchHeaders(header: readonly string[]): HeaderMatches {
  const columns = header.map(matchHeader);
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
    if (!isColumnKey(target)) continue;
    if (taken.has(target) && !several.includes(target)) {
      Object.assign(column, { target: "ignored", confidence: "near", suggestion: target });
    }
    taken.add(target);
  }
  const named = (wanted: HeaderMatch["target"]) =>
    columns.filter(({ target, header }) => target === wanted && header !== "").map(({ header }) => header);
  return {
    columns,
    mapping: columns.map(({ target }) => (isColumnKey(target) ? target : null)),
    notices: { ignored: named("ignored"), dropped: named("dropped"), later: named("later") },
    complete: taken.has("email") && columns.every(({ confidence }) => confidence !== "near"),
  };
}

function matchHeader(header: string, index: number): HeaderMatch {
  const folded = foldHeader(header);
  const meaning = meaningOf(header, folded);
  if (meaning === "password") return { index, header, target: "dropped", confidence: "alias" };
  if (meaning && isColumnKey(meaning)) {
    const exact = header.trim().toLowerCase() === meaning;
    return { index, header, target: meaning, confidence: exact ? "exact" : "alias" };
  }
  if (meaning) return { index, header, target: "later", confidence: "alias", later: meaning };
  const near = folded.length > 3 ? meanings.get(nearest(folded, wordsOfColumns) ?? "") : undefined;
  return near && isColumnKey(near)
    ? { index, header, target: "ignored", confidence: "near", suggestion: near }
    : { index, header, target: "ignored", confidence: "none" };
}

function meaningOf(header: string, folded: string): Meaning | undefined {
  if (/^\s*(custom[\s:._-]|profile_field_)/i.test(header)) return "custom";
  const known = meanings.get(folded);
  if (known) return known;
  const numbered = meanings.get(folded.replace(/\d{1,3}$/, ""));
  return numbered && several.includes(numbered) ? numbered : undefined;
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

function isColumnKey(text: string): text is ColumnKey {
  return (columnKeys as readonly string[]).includes(text);
}
