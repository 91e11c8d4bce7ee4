import { expect, test } from "vitest";
import type { ColumnKey } from "../../worker/domain/imports/columns.ts";
import { nameIndex, type RowRules, resolveRow } from "../../worker/domain/imports/resolve-row.ts";
import { policiesOf } from "../../worker/domain/policies.ts";

function rulesFor(mapping: (ColumnKey | null)[]): RowRules {
  return {
    mapping,
    policies: policiesOf("standard", {}),
    units: nameIndex([]),
    groups: nameIndex([]),
    unitOfGroup: new Map(),
    mayGrant: () => true,
    rolesConfirmed: false,
  };
}

function problemsOf(mapping: (ColumnKey | null)[], cells: string[]): [ColumnKey, string][] {
  return resolveRow(cells, rulesFor(mapping)).problems.map(({ column, code }) => [column, code]);
}

test("where only ids count, an unknown unit or group is offered by id, with what it is called (D27)", () => {
  const rules = {
    ...rulesFor(["email", "unit", "group"]),
    policies: policiesOf("programs", {}),
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
    policies: policiesOf("programs", {}),
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
