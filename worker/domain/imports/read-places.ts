import { heldRole, rolePlaced } from "../held-roles.ts";
import { isAsked, type OptionalField } from "../invitations/decide-offer.ts";
import { covers, isSystemRole, type RoleKey, rolesHere, roleWord, scopeKindsOf } from "../permissions.ts";
import { type CellProblem, type ProblemCode, shortened } from "./cell-problems.ts";
import type { ColumnKey } from "./columns.ts";
import { foldName, idsOf, offered, unknownName } from "./name-index.ts";
import { nearest } from "./nearest.ts";
import { newGroupId } from "./new-groups.ts";
import { type FoundCells, partsOf, type ResolvedRow } from "./resolved-row.ts";
import { roleOfWord } from "./role-words.ts";
import type { RowRules } from "./row-rules.ts";

/** Of several with one title these many are named. */
const mostMeant = 10;

/** As many as the form takes. */
const most = { unit: 20, group: 50, courses: 50, sessions: 20 } as const;

/**
 * What the person of a row may do and where they belong: roles, units, groups, courses and sessions, by the rules of the
 * workspace and within the part of whoever uploads (D10, D14 to D16, D25 to D27, F7, F19, F36).
 */
export function readPlaces(row: ResolvedRow, found: FoundCells, rules: RowRules): void {
  const words = partsOf(found, "role");
  const roles = readRoles(row, words, rules);
  row.rolesNamed = words.length > 0;
  readUnits(row, partsOf(found, "unit"), roles, rules);
  readGroups(row, partsOf(found, "group"), roles, rules);
  readCourses(row, partsOf(found, "courses"), roles, rules);
  readSessions(row, partsOf(found, "sessions"), roles, rules);
  if (row.problems.some(({ column }) => column === "unit" || column === "group")) return;
  if (row.unitIds.length + row.groupIds.length === 0 && rules.usualPlace) {
    row.unitIds.push(...rules.usualPlace.unitIds);
    row.groupIds.push(...rules.usualPlace.groupIds);
    row.placeIsUsual = true;
  }
  row.roles = placedRoles(row, roles, rules);
  refuseElsewhere(row, rules);
}

/**
 * Whether what stands in a column may be said here (D10): nobody sets by file what nobody here can see in the form.
 * What is not asked for is a problem of the row.
 */
export function isTaken(
  row: ResolvedRow,
  rules: RowRules,
  column: ColumnKey,
  field: OptionalField,
  found: string,
  roles: readonly RoleKey[],
): boolean {
  if (isAsked(rules, field, roles)) return true;
  const only = rules.policies["invite.unit_fields_for_roles"];
  const ofSomeRoles = (field === "unit" || field === "group") && only !== null && isAsked(rules, field, only);
  // Of a row whose role is wrong it is not known whether it may name a place.
  if (ofSomeRoles && row.problems.some((problem) => problem.column === "role")) return true;
  row.problems.push({ column, code: ofSomeRoles ? "not_for_role" : "not_asked", found: shortened(found) });
  return false;
}

/** A problem where a row names more than the form takes; what is beyond is left out. */
export function withinNumber(
  row: ResolvedRow,
  column: ColumnKey,
  words: readonly string[],
  limit: number,
): readonly string[] {
  if (words.length <= limit) return words;
  row.problems.push({
    column,
    code: "too_many",
    found: shortened(words.join("; ")),
    hint: `At most ${limit}.`,
  });
  return words.slice(0, limit);
}

function readRoles(row: ResolvedRow, words: readonly string[], rules: RowRules): RoleKey[] {
  const { policies, customRoles } = rules;
  const here = rolesHere(policies, customRoles);
  const said = here.map((role) => roleWord(role, customRoles));
  const fallback = policies["csv.default_role"];
  if (words.length === 0) return fallback ? [fallback] : [];
  const roles: RoleKey[] = [];
  for (const word of words) {
    const role = roleOfWord(foldName(word), policies["csv.role_vocab"], rules.roleWords);
    const wrong = (code: ProblemCode, suggestion?: string | null) =>
      row.problems.push({
        column: "role",
        code,
        found: shortened(word),
        expected: said,
        ...(suggestion ? { suggestion } : {}),
      });
    if (!role) wrong("role_unknown", nearest(foldName(word), said));
    else if (!here.includes(role)) wrong("role_not_here", here.includes("learner") ? "learner" : here[0]);
    else if (!rules.mayGrantSomewhere(role)) wrong("role_above_yours");
    else if (!comesUnasked(role, policies)) {
      if (rules.rolesConfirmed) {
        row.warnings.push({ column: "role", code: "role_needs_confirmation", found: shortened(word) });
        roles.push(role);
      } else wrong("role_needs_confirmation");
    } else roles.push(role);
  }
  const distinct = [...new Set(roles)];
  if (distinct.length > 1 && !policies["roles.multiple"]) {
    row.problems.push({
      column: "role",
      code: "one_role",
      found: shortened(words.join("; ")),
      suggestion: distinct[0] ?? "",
    });
  }
  return distinct;
}

/** True for a role that a file brings without being asked about it (D26): a custom one only where all are. */
export function comesUnasked(role: RoleKey, policies: RowRules["policies"]): boolean {
  const allowed = policies["csv.allowed_roles"];
  return allowed === "all" || (isSystemRole(role) && allowed.includes(role));
}

function readUnits(
  row: ResolvedRow,
  words: readonly string[],
  roles: readonly RoleKey[],
  rules: RowRules,
): void {
  const { policies, units } = rules;
  if (words.length === 0 || !isTaken(row, rules, "unit", "unit", words.join("; "), roles)) return;
  for (const word of withinNumber(row, "unit", words, most.unit)) {
    const ids = idsOf(word, units, policies["csv.match"]);
    if (ids.length === 1 && ids[0]) row.unitIds.push(ids[0]);
    else row.problems.push(unknownName("unit", word, units, policies["csv.match"], ids.length > 1));
  }
  row.unitIds = [...new Set(row.unitIds)];
  if (row.unitIds.length > 1 && policies["units.per_person"] === "one") {
    row.problems.push({
      column: "unit",
      code: "one_unit",
      found: shortened(words.join("; ")),
      suggestion: words[0] ?? "",
    });
  }
}

function readGroups(
  row: ResolvedRow,
  words: readonly string[],
  roles: readonly RoleKey[],
  rules: RowRules,
): void {
  const { policies, groups } = rules;
  if (words.length === 0 || !isTaken(row, rules, "group", "group", words.join("; "), roles)) return;
  const news: CellProblem[] = [];
  for (const word of withinNumber(row, "group", words, most.group)) {
    const ids = idsOf(word, groups, policies["csv.match"]);
    const id = ids[0];
    if (ids.length !== 1 || !id) {
      const problem = unknownName("group", word, groups, policies["csv.match"], ids.length > 1);
      const made = ids.length === 0 ? rules.newGroup(word) : null;
      if (made !== null) {
        row.groupIds.push(newGroupId(made));
        news.push({ ...problem, code: "group_new" });
      } else if (ids.length === 0 && policies["csv.unknown_group"] === "ignore") {
        row.warnings.push({ ...problem, code: "group_ignored" });
      } else row.problems.push(problem);
    } else if (isOfOtherUnit(row, id, rules)) {
      row.problems.push({ column: "group", code: "group_outside_unit", found: shortened(word) });
    } else row.groupIds.push(id);
  }
  row.groupIds = [...new Set(row.groupIds)];
  // The row is listed under the group that it makes, whatever else is odd about it.
  row.warnings.unshift(...news);
}

/** A group of another unit than the row's (F7): its unit is neither one of them nor below one. */
function isOfOtherUnit({ unitIds }: ResolvedRow, groupId: string, rules: RowRules): boolean {
  const unitId = rules.unitOfGroup.get(groupId) ?? null;
  if (unitId === null || unitIds.length === 0) return false;
  const path = rules.pathOfUnit.get(unitId) ?? "";
  return !unitIds.some((id) => path.startsWith(rules.pathOfUnit.get(id) ?? " "));
}

function readCourses(
  row: ResolvedRow,
  words: readonly string[],
  roles: readonly RoleKey[],
  rules: RowRules,
): void {
  const { policies, courses } = rules;
  if (words.length === 0 || !isTaken(row, rules, "courses", "courses", words.join("; "), roles)) return;
  for (const word of withinNumber(row, "courses", words, most.courses)) {
    const ids = idsOf(word, courses, policies["csv.match"]);
    const id = ids[0];
    if (ids.length !== 1 || !id) {
      row.problems.push(unknownName("courses", word, courses, policies["csv.match"], ids.length > 1));
    } else if (rules.drafts.has(id)) {
      row.problems.push({ column: "courses", code: "course_draft", found: shortened(word) });
    } else row.courseIds.push(id);
  }
  row.courseIds = [...new Set(row.courseIds)];
}

/** Sessions to come, as the form takes them (F79); of those with one title the file gives the id. */
function readSessions(
  row: ResolvedRow,
  words: readonly string[],
  roles: readonly RoleKey[],
  rules: RowRules,
): void {
  const { policies, sessions, sessionFacts } = rules;
  if (words.length === 0 || !isTaken(row, rules, "sessions", "sessions", words.join("; "), roles)) return;
  for (const word of withinNumber(row, "sessions", words, most.sessions)) {
    const ids = idsOf(word, sessions, policies["csv.match"]);
    const id = ids[0];
    const facts = sessionFacts.get(id ?? "");
    const problem = { column: "sessions", found: shortened(word) } as const;
    if (ids.length > 1) {
      const some = ids.slice(0, mostMeant);
      const names = Object.fromEntries(some.map((one) => [one, sessionFacts.get(one)?.label ?? one]));
      row.problems.push({ ...problem, code: "session_ambiguous", expected: some, names });
    } else if (!id || !facts) {
      row.problems.push(unknownName("sessions", word, sessions, policies["csv.match"], false));
    } else if (facts.draft) row.problems.push({ ...problem, code: "session_draft" });
    else if (facts.full) row.problems.push({ ...problem, code: "session_full" });
    else row.sessionIds.push(id);
  }
  row.sessionIds = [...new Set(row.sessionIds)];
}

/** Each role where it will hold (D15); one that holds in a place needs one. */
function placedRoles(row: ResolvedRow, roles: readonly RoleKey[], rules: RowRules): ResolvedRow["roles"] {
  return roles.flatMap((role) => {
    const placed = rolePlaced(role, row, rules.customRoles);
    if (placed.length === 0) {
      const column = scopeKindsOf(role, rules.customRoles).includes("group") ? "group" : "unit";
      const index = column === "group" ? rules.groups : rules.units;
      row.problems.push({
        column,
        code: "role_needs_place",
        found: "",
        ...offered(index, rules.policies["csv.match"]),
      });
    }
    return placed;
  });
}

/** Whoever uploads from a part brings people into that part, with roles that are theirs to give there (F19, D8). */
function refuseElsewhere(row: ResolvedRow, rules: RowRules): void {
  const { reach, policies } = rules;
  if (row.problems.some(({ column }) => column === "unit" || column === "group")) return;
  if (reach !== "everywhere" && !covers(reach, row)) {
    const byGroup = reach.units.size === 0 || !policies["units.enabled"];
    row.problems.push({
      column: byGroup ? "group" : "unit",
      code: "part_required",
      found: "",
      ...offered(byGroup ? rules.groups : rules.units, policies["csv.match"]),
    });
    return;
  }
  const above = row.roles.find((held) => !rules.mayGrant(held.role, heldRole(held).scope, row));
  if (above) {
    row.problems.push({
      column: "role",
      code: "role_above_yours",
      found: roleWord(above.role, rules.customRoles),
      expected: rolesHere(policies, rules.customRoles).map((role) => roleWord(role, rules.customRoles)),
    });
  }
}
