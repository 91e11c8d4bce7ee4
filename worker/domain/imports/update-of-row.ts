import type { peopleOfEmails, UpdatedPerson } from "../../../db/queries/import-updates.ts";
import type { ExistingMode } from "../../../db/schema/imports.ts";
import { parseRoles, type RoleView } from "../invitations/invitation-view.ts";
import { refusalOf } from "../invitations/new-invitations.ts";
import { labelsField } from "../invitations/offer-fields.ts";
import { readPlaces } from "../members/part.ts";
import { searchTermsOf } from "../people/person-name.ts";
import { touches } from "../permissions.ts";
import type { Policies } from "../policies.ts";
import type { CellProblem } from "./cell-problems.ts";
import { type ColumnKey, fieldKeyOf } from "./columns.ts";
import { nameOfNewGroup } from "./new-groups.ts";
import { refuseChange } from "./refuse-change.ts";
import type { ResolvedRow } from "./resolved-row.ts";
import type { JudgingRules } from "./row-rules.ts";

/** One thing that a file changes of a person. */
export interface RowChange {
  field: ColumnKey;
  /** What the workspace calls it, where it is a field of its own. */
  label?: string;
  /** Left out where it is added to what there is, or fills what was empty. */
  before?: string;
  after: string;
}

export type PersonHere = Awaited<ReturnType<typeof peopleOfEmails>>[number];

/**
 * What an import does with people who are here: as somebody chose for it, and else as the workspace begins
 * (D19). That they count as failed rows is a rule of the workspace, which no choice gets round.
 */
export function existingMode(policies: Policies, chosen: ExistingMode | undefined): ExistingMode {
  const usual = policies["csv.existing"];
  return usual === "fail" ? "fail" : (chosen ?? usual);
}

export function changesPeople(mode: ExistingMode): boolean {
  return mode !== "skip" && mode !== "fail";
}

/** What becomes of a row whose address somebody here holds. */
export type JudgedPerson =
  | { outcome: "already_member" | "already_invited" | "deactivated" }
  | { outcome: "error"; problem: CellProblem }
  | { outcome: "update"; changes: RowChange[]; person: UpdatedPerson };

/**
 * What becomes of a row by who holds its address; null where they can be invited. Pure, so that the preview
 * and the import itself judge alike. A file adds and fills, it never takes away: an empty cell says nothing.
 * The language is the person's own and set only where there is none (F67).
 */
export function judgePerson(
  row: ResolvedRow,
  person: PersonHere,
  rules: JudgingRules,
  now: number,
): JudgedPerson | null {
  const refusal = refusalOf(person, now);
  if (refusal === null) return null;
  if (refusal === "MEMBER_DEACTIVATED") return { outcome: "deactivated" };
  const same = refusal === "ALREADY_MEMBER" ? "already_member" : "already_invited";
  if (!changesPeople(rules.existing)) return { outcome: same };
  const { membership, invitation } = person;
  // To compare what is said with what there is would tell whoever may not see them that they guessed right.
  const reach = rules.uploader.reach(same === "already_member" ? "invitation.create" : "invitation.manage");
  const unseen = reach === null || !touches(reach, readPlaces(person.places));
  if (unseen && saysMore(row, rules.existing)) {
    const found = membership.email ?? "";
    return { outcome: "error", problem: { code: "existing_elsewhere", column: "email", found } };
  }
  if (lacking(row.sessionIds, person.sessionIds).length > 0) {
    return { outcome: "error", problem: { column: "sessions", code: "existing_sessions", found: "" } };
  }
  const { existing, units, groups, courses } = rules;
  const values = valuesOf(row, membership, existing);
  const end = endOf(row, membership, rules);
  const answers = answersOf(row, membership, existing);
  const held = parseRoles(person.roles);
  const roles = existing === "overwrite" && row.rolesNamed ? row.roles.filter(lackedBy(held)) : [];
  // Whoever is here stays where they are when their row names no place.
  const unitIds = row.placeIsUsual ? [] : lacking(row.unitIds, person.unitIds);
  const groupIds = row.placeIsUsual ? [] : lacking(row.groupIds, person.groupIds);
  const courseIds = lacking(row.courseIds, person.courseIds);
  const labels = labelsField.safeParse([...membership.labels, ...row.labels]);
  const added = (field: ColumnKey, after: string): RowChange => ({ field, after });
  const changes = [
    ...changedValues(membership, values),
    ...roles.map(({ role }) => added("role", role)),
    ...unitIds.map((id) => added("unit", units.ids.get(id) ?? id)),
    ...groupIds.map((id) => added("group", nameOfNewGroup(id) ?? groups.ids.get(id) ?? id)),
    ...courseIds.map((id) => added("courses", courses.ids.get(id) ?? id)),
    ...changedEnd(membership.accessEndsOn, end),
    ...lacking(labels.data ?? row.labels, JSON.stringify(membership.labels)).map((label) =>
      added("labels", label),
    ),
    ...changedAnswers(membership.customFields, answers, rules),
  ];
  if (changes.length === 0) return { outcome: same };
  if (!labels.success) return { outcome: "error", problem: tooManyLabels(row.labels) };
  const whole = {
    status: membership.status,
    email: membership.email,
    places: readPlaces(person.places),
    held,
    isLastAdmin: person.isLastAdmin === 1,
  };
  const problem = refuseChange(changes, { roles, unitIds, groupIds }, whole, rules);
  if (problem) return { outcome: "error", problem };
  return {
    outcome: "update",
    changes,
    person: {
      id: membership.id,
      status: same === "already_member" ? "active" : "pending",
      lastOp: membership.lastOp,
      ...values,
      searchTerms: searchTermsOf({ ...values, email: membership.email }),
      invitation:
        same === "already_invited" && invitation.id
          ? { id: invitation.id, lastOp: invitation.lastOp ?? "" }
          : null,
      ...(end ? { accessEnd: end } : {}),
      ...(changes.some(({ field }) => field === "labels") ? { labels: labels.data } : {}),
      ...(changes.some(({ field }) => fieldKeyOf(field) !== null) ? { customFields: answers } : {}),
      roles,
      unitIds,
      groupIds,
      courseIds,
    },
  };
}

/** Whether a row says more of somebody who is here than groups that they are put into. */
function saysMore(row: ResolvedRow, mode: ExistingMode): boolean {
  const fills = mode !== "add_groups";
  return (
    (fills && [row.firstName, row.lastName, row.externalId, row.accessEndsOn].some(Boolean)) ||
    (fills && Object.keys(row.customFields).length > 0) ||
    (mode === "overwrite" && row.rolesNamed) ||
    (!row.placeIsUsual && row.unitIds.length > 0) ||
    row.courseIds.length > 0 ||
    row.sessionIds.length > 0 ||
    row.labels.length > 0
  );
}

type Membership = PersonHere["membership"];
type Values = Pick<Membership, "firstName" | "lastName" | "language" | "externalId">;

function valuesOf(row: ResolvedRow, now: Values, mode: ExistingMode): Values {
  const { firstName, lastName, language, externalId } = now;
  if (mode === "add_groups") return { firstName, lastName, language, externalId };
  const filled = (before: string | null, after: string | null) =>
    after && (mode === "overwrite" || !before) ? after : before;
  return {
    firstName: filled(firstName, row.firstName) ?? "",
    lastName: filled(lastName, row.lastName) ?? "",
    language: language || (row.language ?? ""),
    externalId: filled(externalId, row.externalId),
  };
}

const columnOfValue = {
  firstName: "first_name",
  lastName: "last_name",
  language: "language",
  externalId: "external_id",
} as const satisfies Record<keyof Values, ColumnKey>;

function changedValues(before: Values, after: Values): RowChange[] {
  return (Object.keys(columnOfValue) as (keyof Values)[]).flatMap((name) =>
    after[name] === before[name]
      ? []
      : [
          {
            field: columnOfValue[name],
            ...(before[name] ? { before: before[name] } : {}),
            after: after[name] ?? "",
          },
        ],
  );
}

/** The new last day of access; null where it stays. */
function endOf(row: ResolvedRow, { accessEndsOn: before }: Membership, rules: JudgingRules) {
  const day = row.accessEndsOn;
  const says = rules.existing === "overwrite" || (rules.existing === "update_empty" && before === null);
  return day !== null && says && day !== before ? rules.accessEnd(day) : null;
}

function changedEnd(before: string | null, end: ReturnType<typeof endOf>): RowChange[] {
  if (!end) return [];
  return [{ field: "access_expires_on", ...(before ? { before } : {}), after: end.accessEndsOn }];
}

/** The answers to the workspace's own fields as they will be. */
function answersOf(
  row: ResolvedRow,
  { customFields: before }: Membership,
  mode: ExistingMode,
): Record<string, string> {
  if (mode === "add_groups") return before;
  return mode === "overwrite" ? { ...before, ...row.customFields } : { ...row.customFields, ...before };
}

function changedAnswers(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
  { fields }: JudgingRules,
): RowChange[] {
  return Object.entries(after).flatMap(([key, answer]): RowChange[] => {
    const was = before[key];
    if (was === answer) return [];
    const label = fields.get(key)?.name ?? key;
    return [{ field: `custom:${key}`, label, ...(was ? { before: was } : {}), after: answer }];
  });
}

function tooManyLabels(labels: readonly string[]): CellProblem {
  return { column: "labels", code: "too_many", found: labels.join("; "), hint: "At most 20 for one person." };
}

function lacking(wanted: readonly string[], held: string): string[] {
  const there = new Set(JSON.parse(held) as string[]);
  return [...new Set(wanted)].filter((id) => !there.has(id));
}

function lackedBy(held: readonly RoleView[]): (wanted: RoleView) => boolean {
  const key = ({ role, unitId, groupId }: RoleView) => `${role}@${unitId ?? groupId ?? ""}`;
  const there = new Set(held.map(key));
  return (wanted) => !there.has(key(wanted));
}
