import * as z from "zod";
import { byteOrderMark, csvLine } from "../csv-cells.ts";
import type { CustomField } from "../custom-fields/custom-values.ts";
import { headingFor } from "../file-words.ts";
import { rolePlaced } from "../held-roles.ts";
import { isAsked } from "../invitations/decide-offer.ts";
import { languages } from "../languages.ts";
import { dayAfter, dayIn } from "../members/access-end.ts";
import { type Places, type RoleKey, rolesHere, roleWord } from "../permissions.ts";
import { memberUseCase, within } from "../use-case.ts";
import { type ColumnKey, matchHeaders, type PlainColumn } from "./columns.ts";
import { idsOf, type NameIndex } from "./name-index.ts";
import { offersColumn } from "./offered-columns.ts";
import { templateNote } from "./read-csv.ts";
import { comesUnasked } from "./read-places.ts";
import { type JudgingRules, nameQueries, rowRules, type SessionFacts } from "./row-rules.ts";
import { uploaderOf } from "./uploader.ts";

export interface ImportTemplate {
  fileName: string;
  text: string;
}

const examples = [
  { email: "ana.ruiz@example.com", first: "Ana", last: "Ruiz" },
  { email: "ben.okafor@example.com", first: "Ben", last: "Okafor" },
  { email: "chen.wei@example.com", first: "Wei", last: "Chen" },
] as const;

/** Days until the access of the examples ends: longer than a template lies around. */
const yearOfAccess = 366;

/**
 * A file to fill in, made of what this workspace has and asks for: its columns, roles, units, groups, courses, sessions and
 * fields, as far as they are the asker's and the policy offers them (F53, D24). Its second line says what each column takes and is left out when it is uploaded;
 * the others are invented people, and it uploads without an error (C-32).
 */
export const makeImportTemplate = memberUseCase(
  within("invitation.create"),
  z.strictObject({}),
  async (ctx): Promise<ImportTemplate> => {
    const { policies, plan, customerId, timeZone, id } = ctx.workspace;
    const [names, fields] = await ctx.db.batch([...nameQueries(ctx, id)]);
    const uploader = uploaderOf(ctx);
    const now = ctx.now();
    const rules = rowRules(
      { workspaceId: id, customerId, policies, plan, mapping: [], options: {}, uploader, timeZone, now },
      names,
      fields,
    );
    const people = rolesOfExamples(rules).map((role, row) => ({
      ...(examples[row] ?? examples[0]),
      role,
      places: placesOfExample(role, row, rules),
    }));
    type Person = (typeof people)[number];
    const some = (
      field: "unit" | "group" | "courses" | "sessions" | "access_ends_on" | "labels" | "custom",
    ) => people.some(({ role }) => isAsked(rules, field, [role]));
    const called = (id: string | undefined, index: JudgingRules["units"]) =>
      (policies["csv.match"] === "id" ? id : index.ids.get(id ?? "")) ?? "";
    const published = namedOnce(rules.courses, rules).filter((course) => !rules.drafts.has(course));
    const openSessions = namedOnce(rules.sessions, rules).filter((one) =>
      isOpen(rules.sessionFacts.get(one)),
    );
    const lastDay = dayAfter(dayIn(now, timeZone), yearOfAccess);
    const offers = (column: ColumnKey) => offersColumn(policies, column);
    // Columns that most files do without stand in the template where the policy names them.
    const isNamed = (column: PlainColumn) => policies["csv.optional"] !== "all" && offers(column);
    const columns: [name: string, values: (person: Person, row: number) => string][] = [
      ["email", ({ email }) => email],
    ];
    // Only who is set up has one; the examples fit into a file that invites as well.
    if (offers("username") && rules.setsUp !== false) columns.push(["username", () => ""]);
    if (offers("first_name")) columns.push(["first_name", ({ first }) => first]);
    if (offers("last_name")) columns.push(["last_name", ({ last }) => last]);
    else if (isNamed("name")) {
      // Beside a first name, "name" is the other half.
      columns.push(["name", ({ first, last }) => (offers("first_name") ? last : `${first} ${last}`)]);
    }
    if (offers("role")) columns.push(["role", ({ role }) => role]);
    if (offers("unit") && some("unit") && rules.units.ids.size > 0) {
      columns.push(["unit", ({ places }) => called(places.unitIds[0], rules.units)]);
    }
    if (offers("group") && some("group") && rules.groups.ids.size > 0) {
      columns.push(["group", ({ places }) => called(places.groupIds[0], rules.groups)]);
    }
    if (offers("courses") && some("courses") && published.length > 0) {
      columns.push(["courses", (_, row) => called(published[row], rules.courses)]);
    }
    if (offers("sessions") && some("sessions") && openSessions.length > 0) {
      columns.push(["sessions", (_, row) => called(openSessions[row], rules.sessions)]);
    }
    if (offers("access_expires_on") && some("access_ends_on")) {
      columns.push(["access_expires_on", (_, row) => (row === 0 ? lastDay : "")]);
    }
    if (offers("language")) {
      columns.push(["language", (_, row) => languages[row % languages.length] ?? "en"]);
    }
    if (offers("labels") && some("labels")) {
      columns.push(["labels", (_, row) => ["Evening; Part-time", "Evening"][row] ?? ""]);
    }
    if (some("custom")) {
      for (const field of rules.fields.values()) {
        if (offers(`custom:${field.key}`))
          columns.push([headingOf(field, rules), () => exampleAnswer(field)]);
      }
    }
    if (isNamed("external_id")) columns.push(["external_id", (_, row) => `P-${1001 + row}`]);
    if (isNamed("message")) columns.push(["message", (_, row) => (row === 0 ? "See you on Monday." : "")]);
    const headings = columns.map(([name]) => headingFor(name, ctx, [...rules.fields.values()]));
    const rows = people.map((person, row) => csvLine(columns.map(([, value]) => value(person, row))));
    const notes = columns.map(([name]) =>
      noteOf(name, rules, { courses: published, sessions: openSessions }),
    );
    return {
      fileName: "people-template.csv",
      text: byteOrderMark + csvLine(headings) + csvLine(notes) + rows.join(""),
    };
  },
);

/** More values than these are not written out. */
const mostNamed = 50;

/** Whether anybody can be given a place in a session. */
function isOpen(facts: SessionFacts | undefined): boolean {
  return facts !== undefined && !facts.draft && !facts.full;
}

/** What a column takes, in a cell of the line that no import reads. */
function noteOf(
  column: string,
  rules: JudgingRules,
  open: { courses: readonly string[]; sessions: readonly string[] },
): string {
  const { policies, customRoles, units, groups, courses, fields } = rules;
  const several = (values: readonly string[]) => {
    const more = values.length - mostNamed;
    return [...values.slice(0, mostNamed), ...(more > 0 ? [`and ${more} more`] : [])].join("; ");
  };
  const named = (ids: readonly string[], index: NameIndex) =>
    several(
      ids.map((id) =>
        policies["csv.match"] === "id" ? `${id} (${index.ids.get(id)})` : (index.ids.get(id) ?? id),
      ),
    );
  const own = [...fields.values()].find((field) => headingOf(field, rules) === column);
  if (own) return own.kind === "choice" ? several(own.choices) : answerNotes[own.kind];
  const notes: Readonly<Record<string, string>> = {
    email: `${templateNote} values; this line is left out`,
    username: "for people who are set up directly; 3 to 64 letters and digits",
    notify_email: "who is told for somebody without an address",
    role: several(
      rolesHere(policies, customRoles)
        .filter((role) => rules.mayGrantSomewhere(role) && comesUnasked(role, policies))
        .map((role) => roleWord(role, customRoles)),
    ),
    unit: named(namedOnce(units, rules), units),
    group: named(namedOnce(groups, rules), groups),
    courses: named(open.courses, courses),
    sessions: named(open.sessions, rules.sessions),
    access_expires_on: "a day, like 2026-12-31",
    language: several(languages),
    labels: "any; several are divided by semicolons",
  };
  return notes[column] ?? "";
}

const answerNotes = {
  text: "",
  number: "a number",
  date: "a day, like 2026-12-31",
  yes_no: "yes; no",
} as const;

/** A role for each example that may come by file without being asked about, and that has a place to hold in. */
function rolesOfExamples(rules: JudgingRules): RoleKey[] {
  const { policies, customRoles, mayGrantSomewhere } = rules;
  const roles = rolesHere(policies, customRoles).filter(
    (role) =>
      mayGrantSomewhere(role) &&
      comesUnasked(role, policies) &&
      rolePlaced(role, placesOfExample(role, 0, rules), customRoles).length > 0,
  );
  return examples.flatMap((_, row) => roles[row] ?? roles.at(-1) ?? []);
}

/** Where an example belongs: a unit, and beside it a group that is of no unit, so that both fit together. */
function placesOfExample(role: RoleKey, row: number, rules: JudgingRules): Places {
  const { units, groups, unitOfGroup } = rules;
  const one = (ids: readonly string[]) => ids.slice(row % Math.max(ids.length, 1)).slice(0, 1);
  const unitIds = isAsked(rules, "unit", [role]) ? one(namedOnce(units, rules)) : [];
  const fitting = namedOnce(groups, rules).filter(
    (id) => unitIds.length === 0 || (unitOfGroup.get(id) ?? null) === null,
  );
  return { unitIds, groupIds: isAsked(rules, "group", [role]) ? one(fitting) : [] };
}

/** Those that a file can name: whose name no other has, where names count. */
function namedOnce(index: NameIndex, { policies }: JudgingRules): string[] {
  const match = policies["csv.match"];
  return [...index.ids].flatMap(([id, name]) =>
    match === "id" || idsOf(name, index, match).length === 1 ? [id] : [],
  );
}

/** The name of a field where it leads back to it, and its key otherwise. */
function headingOf({ key, name }: CustomField, { fields, policies }: JudgingRules): string {
  const [column] = matchHeaders([name], [...fields.values()], policies.terms).columns;
  return column?.target === `custom:${key}` ? name : `custom:${key}`;
}

function exampleAnswer({ kind, choices }: CustomField): string {
  const answers = {
    text: "Example",
    number: "1",
    date: "2026-01-31",
    choice: choices[0] ?? "",
    yes_no: "yes",
  };
  return answers[kind];
}
