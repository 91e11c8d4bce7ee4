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
