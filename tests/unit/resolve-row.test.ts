import { expect, test } from "vitest";
import type { CustomField } from "../../worker/domain/custom-fields/custom-values.ts";
import type { ColumnKey } from "../../worker/domain/imports/columns.ts";
import { nameIndex } from "../../worker/domain/imports/name-index.ts";
import { dayMeant } from "../../worker/domain/imports/read-further.ts";
import { resolveRow } from "../../worker/domain/imports/resolve-row.ts";
import { accessEnds, type RowRules } from "../../worker/domain/imports/row-rules.ts";
import { policiesOf } from "../../worker/domain/policies.ts";

/** 2026-03-02 09:00 UTC. */
const monday = Date.UTC(2026, 2, 2, 9);

function rulesFor(mapping: (ColumnKey | null)[]): RowRules {
  return {
    mapping,
    policies: policiesOf("standard", {}),
    units: nameIndex([]),
    groups: nameIndex([]),
    courses: nameIndex([]),
    sessions: nameIndex([]),
    sessionFacts: new Map(),
    drafts: new Set(),
    newGroup: () => null,
    unitOfGroup: new Map(),
    pathOfUnit: new Map(),
    fields: new Map(),
    reach: "everywhere",
    usualPlace: null,
    mayGrant: () => true,
    mayGrantSomewhere: () => true,
    roleWords: new Map(),
    customRoles: [],
    rolesConfirmed: false,
    setsUp: null,
    accessEnd: accessEnds("Europe/Berlin", monday),
    now: monday,
  };
}

function problemsOf(mapping: (ColumnKey | null)[], cells: string[]): [ColumnKey, string][] {
  return resolveRow(cells, rulesFor(mapping)).problems.map(({ column, code }) => [column, code]);
}

test("where only ids count, an unknown unit or group is offered by id, with what it is called (D27)", () => {
  const rules = {
    ...rulesFor(["email", "unit", "group"]),
    policies: policiesOf("programs", { "units.enabled": true, "invite.optional": ["unit", "group"] }),
    units: nameIndex([
      { id: "unt_1", name: "Engineering" },
      { id: "unt_2", name: "Sales" },
    ]),
    groups: nameIndex([
      { id: "grp_1", name: "Onboarding" },
      { id: "grp_2", name: "Onboarding" },
      { id: "grp_3", name: "Evening class" },
    ]),
  };
  const told = (unit: string, group: string) =>
    resolveRow(["ana@example.com", unit, group], rules)
      .problems.filter(({ code }) => code !== "required")
      .map(({ found, suggestion, expected, names }) => [
        found,
        suggestion,
        expected?.length,
        suggestion && names?.[suggestion],
      ]);
  expect(told("Enginering", "grp_3")).toEqual([["Enginering", "unt_1", 2, "Engineering"]]);
  // What is offered is accepted; of two of one name neither is.
  expect(told("unt_1", "grp_1")).toEqual([]);
  expect(told("unt_2", "Onboarding")).toEqual([["Onboarding", undefined, 3, undefined]]);
  expect(told("Sales", "evening class")).toEqual([
    ["Sales", "unt_2", 2, "Sales"],
    ["evening class", "grp_3", 3, "Evening class"],
  ]);
});

test("where names count, a name is offered and ids have no say", () => {
  const rules = {
    ...rulesFor(["email", "unit"]),
    units: nameIndex([{ id: "unt_1", name: "Engineering" }]),
  };
  const [problem] = resolveRow(["ana@example.com", "Enginering"], rules).problems;
  expect(problem).toEqual({
    column: "unit",
    code: "unit_unknown",
    found: "Enginering",
    expected: ["Engineering"],
    suggestion: "Engineering",
  });
});

test("of many ids only the one that is suggested stands in the row", () => {
  const many = Array.from({ length: 40 }, (_, at) => ({ id: `unt_${at}`, name: `Department ${at * 1111}` }));
  const rules = {
    ...rulesFor(["email", "unit"]),
    policies: policiesOf("programs", { "units.enabled": true, "invite.optional": ["unit", "group"] }),
    units: nameIndex(many),
  };
  const problemOf = (unit: string) => resolveRow(["ana@example.com", unit], rules).problems[0];
  const found = { column: "unit", code: "unit_unknown" };
  expect(problemOf("Department 43329")).toEqual({
    ...found,
    found: "Department 43329",
    suggestion: "unt_39",
    names: { unt_39: "Department 43329" },
  });
  expect(problemOf("Elsewhere")).toEqual({ ...found, found: "Elsewhere" });
});

test("control characters and unreadable letters are an error of their column, once, and only of columns that count (C-13)", () => {
  const table: [ColumnKey, string, string][] = [
    ["email", "a\u0000@example.com", "email_control_characters"],
    ["email", "a\ufffd@example.com", "email_not_ascii"],
    ["first_name", "An\u0007a", "name_control_characters"],
    ["first_name", "Jos\ufffd", "control_characters"],
    ["last_name", "Ru\u0085iz", "name_control_characters"],
    ["name", "Jos\ufffd Ruiz", "control_characters"],
    ["role", "lear\u0001ner", "role_unknown"],
    ["unit", "North\ufffd", "unit_unknown"],
    ["language", "e\u0000n", "language_unknown"],
    ["message", "Welcome\u001b[2J", "message_control_characters"],
    ["message", "Willkommen, Jos\ufffd", "message_control_characters"],
    ["external_id", "4711\ufffd", "control_characters"],
  ];
  for (const [column, cell, code] of table) {
    const others = column === "email" ? [] : (["email"] as const);
    const found = problemsOf([...others, column], [...others.map(() => "a@example.com"), cell]);
    expect([column, cell, found]).toEqual([column, cell, [[column, code]]]);
    expect(problemsOf(["email", null], ["a@example.com", cell])).toEqual([]);
  }
  const halves = problemsOf(["email", "name"], ["a@example.com", "An\u0000a Ruiz"]);
  expect(halves).toEqual([["first_name", "name_control_characters"]]);
  // A tab and line breaks are no control characters where text may have lines.
  expect(problemsOf(["email", "message"], ["a@example.com", "Dear\tall,\r\nwelcome\n"])).toEqual([]);
});

const field = (key: string, kind: CustomField["kind"], more: Partial<CustomField> = {}): CustomField => ({
  workspaceId: "wsp_1",
  id: `fld_${key}`,
  key,
  name: key.replaceAll("_", " "),
  nameKey: key,
  kind,
  choices: [],
  position: 0,
  requiredFor: [],
  inForm: true,
  inImport: true,
  retiredAt: null,
  createdAt: 0,
  lastOp: null,
  ...more,
});

const named = (...fields: CustomField[]) => new Map(fields.map((one) => [one.key, one]));

test("courses, the last day of access, labels and own fields are read by the rules of the form (F11, F36, F38)", () => {
  const rules: RowRules = {
    ...rulesFor([
      "email",
      "courses",
      "courses",
      "access_expires_on",
      "labels",
      "custom:size",
      "custom:since",
    ]),
    courses: nameIndex([
      { id: "crs_1", name: "First aid" },
      { id: "crs_2", name: "Fire safety" },
      { id: "crs_3", name: "Draft" },
      { id: "crs_4", name: "Twice" },
      { id: "crs_5", name: "Twice" },
    ]),
    drafts: new Set(["crs_3"]),
    fields: named(field("size", "choice", { choices: ["S", "M", "L"] }), field("since", "date")),
  };
  const read = (...cells: string[]) => resolveRow(["a@example.com", ...cells], rules);
  expect(
    read("first aid; crs_2", "First aid", "2026-03-02", "Evening; evening ;Part time", "m", ""),
  ).toMatchObject({
    courseIds: ["crs_1", "crs_2"],
    accessEndsOn: "2026-03-02",
    labels: ["Evening", "Part time"],
    customFields: { size: "M" },
    problems: [],
  });
  const table: [cells: string[], problem: Record<string, unknown>][] = [
    [["Frist aid"], { code: "course_unknown", suggestion: "First aid", found: "Frist aid" }],
    [["Draft"], { code: "course_draft" }],
    [["Twice"], { code: "course_ambiguous" }],
    [["", "", "2026-03-01"], { column: "access_expires_on", code: "day_over" }],
    [["", "", "31.12.2026"], { code: "day_malformed", suggestion: "2026-12-31" }],
    [["", "", "2026-02-30"], { code: "day_malformed" }],
    [["", "", "2126-01-01x"], { code: "day_malformed" }],
    [["", "", "", "x".repeat(51)], { column: "labels", code: "label_malformed" }],
    [["", "", "", Array.from({ length: 21 }, (_, at) => `l${at}`).join(";")], { code: "too_many" }],
    [
      ["", "", "", "", "XL"],
      { column: "custom:size", label: "size", code: "field_malformed", expected: ["S", "M", "L"] },
    ],
    [
      ["", "", "", "", "", "1.2.2026"],
      { column: "custom:since", code: "field_malformed", suggestion: "2026-02-01" },
    ],
  ];
  for (const [cells, problem] of table) {
    const { problems } = read(...cells);
    expect([cells, problems]).toEqual([cells, [expect.objectContaining(problem)]]);
  }
});

test("what the workspace does not ask for when inviting is refused in a file, and says so (D10)", () => {
  const columns = ["unit", "group", "courses", "access_expires_on", "labels", "custom:size"] as const;
  const index = nameIndex([{ id: "one_1", name: "One" }]);
  const rules: RowRules = {
    ...rulesFor(["email", ...columns]),
    policies: policiesOf("standard", { "invite.optional": [] }),
    units: index,
    groups: index,
    courses: index,
    fields: named(field("size", "text")),
  };
  const { problems } = resolveRow(["a@example.com", "One", "One", "One", "2026-12-31", "One", "One"], rules);
  expect(problems.map(({ column, code }) => [column, code])).toEqual(
    columns.map((column) => [column, "not_asked"]),
  );
  expect(resolveRow(["a@example.com", "", "", "", "", "", ""], rules).problems).toEqual([]);
  const ended = { ...rules, policies: policiesOf("standard", { "access.expiry_enabled": false }) };
  expect(resolveRow(["a@example.com", "", "", "", "2026-12-31"], ended).problems).toMatchObject([
    { column: "access_expires_on", code: "not_asked" },
  ]);
  // Kept to learners: an instructor has none.
  const some = {
    ...rulesFor(["email", "role", "group"]),
    policies: policiesOf("standard", { "invite.unit_fields_for_roles": ["learner"] }),
    groups: index,
  };
  expect(resolveRow(["a@example.com", "instructor", "One"], some).problems).toMatchObject([
    { column: "group", code: "not_for_role" },
  ]);
  expect(resolveRow(["a@example.com", "learner", "One"], some).problems).toEqual([]);
  // A role that holds in a group names one, whatever is asked for.
  expect(resolveRow(["a@example.com", "group_admin", "One"], some)).toMatchObject({
    problems: [],
    roles: [{ role: "group_admin", unitId: null, groupId: "one_1" }],
  });
});

test("a role that holds in a place needs one, and holds there (D15)", () => {
  const rules: RowRules = {
    ...rulesFor(["email", "role", "unit", "group"]),
    units: nameIndex([{ id: "unt_1", name: "North" }]),
    groups: nameIndex([{ id: "grp_1", name: "Sales" }]),
  };
  const read = (...cells: string[]) => resolveRow(["a@example.com", ...cells], rules);
  expect(read("group_admin", "", "").problems).toMatchObject([
    { column: "group", code: "role_needs_place", expected: ["Sales"] },
  ]);
  expect(read("unit_manager", "", "Sales").problems).toMatchObject([
    { column: "unit", code: "role_needs_place" },
  ]);
  expect(read("group_admin", "North", "Sales").roles).toEqual([
    { role: "group_admin", unitId: null, groupId: "grp_1" },
  ]);
  expect(read("group_admin", "North", "").roles).toEqual([
    { role: "group_admin", unitId: "unt_1", groupId: null },
  ]);
});

test("nobody of a role is invited by file without what it requires, with a column for it or without (F11)", () => {
  const fields = named(field("size", "text", { requiredFor: ["learner"] }));
  const rules = { ...rulesFor(["email", "role", "custom:size"]), fields };
  const missing = [{ column: "custom:size", label: "size", code: "required" }];
  expect(resolveRow(["a@example.com", "learner", ""], rules).problems).toMatchObject(missing);
  expect(resolveRow(["a@example.com", "instructor", ""], rules).problems).toEqual([]);
  expect(resolveRow(["a@example.com", "learner", "M"], rules).problems).toEqual([]);
  expect(resolveRow(["a@example.com"], { ...rulesFor(["email"]), fields }).problems).toMatchObject(missing);
  const gone = resolveRow(["a@example.com", "M"], rulesFor(["email", "custom:old"]));
  expect(gone.problems).toMatchObject([{ column: "custom:old", code: "column_gone" }]);
});

test("a day in another custom is suggested where it can be one day alone", () => {
  const table: [string, string | null][] = [
    ["31.12.2026", "2026-12-31"],
    ["1.2.2026", "2026-02-01"],
    ["31/12/2026", "2026-12-31"],
    ["12/31/2026", "2026-12-31"],
    ["3/3/2026", "2026-03-03"],
    ["03/04/2026", null],
    ["2026/12/31", "2026-12-31"],
    ["2026-12-31 00:00:00", "2026-12-31"],
    ["32.12.2026", null],
    ["soon", null],
  ];
  for (const [cell, day] of table) expect([cell, dayMeant(cell)]).toEqual([cell, day]);
});
