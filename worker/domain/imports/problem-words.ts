import { columnWord } from "../file-words.ts";
import { sayIn, type Terms, usualTerms } from "../terms.ts";
import { type CellProblem, type ProblemCode, problemCodes } from "./cell-problems.ts";

/** The error catalogue (F74) for files and programs: what is wrong, and how to mend it. Pages have their own words. */
const words: Record<ProblemCode, string> = {
  required: "is missing. Fill it in.",
  too_many: "names too many.",
  not_asked: "is not asked for when inviting here. Leave it out.",
  not_for_role: "is chosen for some roles only here. Leave it out.",
  column_gone: "belongs to a field that this ‹workspace› does not ask for any more. Leave it out.",
  email_malformed: "is not an e-mail address. It should look like ana@example.com.",
  email_too_long: "is too long: at most 64 characters before the @ and 254 in all.",
  email_display_name: "holds a name. Leave the address alone.",
  email_several: "holds several addresses. Give each person a row.",
  email_quoted: "has quotation marks, which our mail provider does not take. Use another address.",
  email_not_ascii: "may hold only letters a to z, digits and . _ - + before the @.",
  email_control_characters: "holds a line break or an invisible character. Type it anew.",
  email_typo: "looks like a slip of the pen.",
  email_look_alike: "mixes letters of several scripts and may imitate another address.",
  account_elsewhere:
    "already has an account. This ‹workspace› does not invite such people. Leave the row out.",
  username_short: "is too short: a username has at least 3 characters.",
  username_long: "is too long: a username has at most 64 characters.",
  username_address: "looks like an e-mail address. Leave out the @ and what follows.",
  username_form:
    "may hold only letters a to z, digits, and . _ - between them, and begins and ends with a letter or digit.",
  username_taken: "is the username of somebody here, or looks like it. Choose another.",
  username_twice: "is in an earlier row too, or looks like a username there. Choose another.",
  username_needs_set_up:
    "is given only to people who are set up directly, not to those who are invited. Set these people up, or leave it out.",
  notify_unused: "is not needed: the person has an address of their own. It is left out.",
  name_too_long: "is too long: at most 100 characters.",
  name_link: "may not hold a web address or an @.",
  name_control_characters: "holds a line break or an invisible character. Type it anew.",
  name_bidi_removed: "held invisible marks of writing direction, which were removed.",
  role_unknown: "is not a role here.",
  role_not_here: "is not a role of this ‹workspace›.",
  role_above_yours: "holds more than your own role, so you cannot give it.",
  role_needs_confirmation: "is a role that does not come by file here. Confirm it for the whole import.",
  role_needs_place: "is missing: a role of this row holds in a place. Name one.",
  one_role: "names several roles; this ‹workspace› gives one at a time.",
  part_required: "is missing: you invite into your part only. Name a place of yours.",
  one_unit: "names several ‹units›; here a person is in one.",
  unit_unknown: "is not the name of ‹a unit› here.",
  unit_ambiguous: "is the name of several ‹units›. Give the id of one.",
  group_unknown: "is not the name of ‹a group› here.",
  group_ambiguous: "is the name of several ‹groups›. Give the id of one.",
  group_outside_unit: "is ‹a group› of another ‹unit›.",
  group_ignored: "is not the name of ‹a group› here and is ignored.",
  group_new: "is not the name of ‹a group› here. It will be made.",
  course_unknown: "is not the name of ‹a course› here.",
  course_ambiguous: "is the name of several ‹courses›. Give the id of one.",
  course_draft: "is a draft. Publish the ‹course› first, or leave it out.",
  session_unknown: "is not the title of ‹a session› to come here.",
  session_ambiguous: "is the title of several ‹sessions›. Give the id of one.",
  session_draft: "is of ‹a course› that is a draft. Publish the ‹course› first, or leave it out.",
  session_full: "has no seat left. Give another ‹session›, or leave it out.",
  day_malformed: "is not a day. It should look like 2026-12-31.",
  no_seat: "found no seat. Free one or ask for more, then import the failed rows again.",
  day_over: "is over. Give today or a later day.",
  label_malformed: "is not a label: 1 to 50 characters, none of them invisible.",
  field_malformed: "is not an answer that this field takes.",
  language_unknown: "is not a language that we write.",
  message_too_long: "is too long: at most 1,000 characters.",
  message_control_characters: "holds a character that is invisible or could not be read. Type it anew.",
  external_id_too_long: "is too long: at most 200 characters.",
  surplus_cells: "Cells right of the last heading. Put cells that hold a delimiter in quotation marks.",
  control_characters: "holds a character that is invisible or could not be read. Type it anew.",
  existing_elsewhere: "is here already and not only in your part, so you cannot change this.",
  existing_above_yours: "is here already and may do more than you, so you cannot change them.",
  existing_names_right: "would change a person who is here already, which you may not. Empty the cell.",
  existing_username:
    "would be another username of a person who is here already, which a file does not change. Empty the cell.",
  existing_sessions:
    "is ‹a session› that a person who is here already has no place in, and a file gives none of these. Empty the cell, and add them to the ‹session› itself.",
  existing_roles_right:
    "would be a new role of a person who is here already, which you may not give. Empty the cell.",
  existing_places_right: "would be added to a person who is here already, which you may not. Empty the cell.",
  existing_courses_right: "would enrol a person who is here already, which you may not. Empty the cell.",
  existing_invitation_right: "is invited already, and you may not change invitations.",
  existing_second_role:
    "would be a second role of a person who is here already; this ‹workspace› gives one at a time.",
  existing_second_unit:
    "would be a second ‹unit› of a person who is here already; here a person is in one. Empty the cell.",
  existing_last_admin: "would end the access of the only ‹admin›. Empty the cell.",
  existing_gone: "is not here any more, or no longer invited. Upload the row again to invite them.",
};

/** All codes with what each says, for the description of the API. */
export function problemCatalogue(): string {
  const lines = problemCodes.map((code) => `\`${code}\`: ${sayIn(words[code], usualTerms.en)}`);
  return `What is wrong with the cell: ${lines.join(" ")}`;
}

/** One problem as a sentence, e.g. `role "Studnt" is not a role here. Did you mean learner?` */
export function problemSentence(problem: CellProblem, terms: Terms): string {
  const {
    column,
    code,
    found,
    expected,
    suggestion,
    names,
    label = columnWord(column, terms),
    hint: takes,
  } = problem;
  const said = sayIn(words[code], terms);
  const text = takes ? `${said} ${takes}` : said;
  if (code === "surplus_cells") return `${text} Found: ${found}`;
  const subject = found === "" ? label : `${label} "${found}"`;
  const hint = suggestion
    ? ` Did you mean ${named(suggestion, names)}?`
    : expected && expected.length > 0 && !takes
      ? ` Allowed: ${expected.map((value) => named(value, names)).join(", ")}.`
      : "";
  return `${subject} ${text}${hint}`;
}

/** An id with what it is called. */
function named(value: string, names: CellProblem["names"]): string {
  const name = names?.[value];
  return name === undefined ? value : `${name} (${value})`;
}
