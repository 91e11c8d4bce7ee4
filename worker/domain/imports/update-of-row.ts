import type { peopleOfEmails, UpdatedPerson } from "../../../db/queries/import-updates.ts";
import type { ExistingMode } from "../../../db/schema/imports.ts";
import { parseRoles, type RoleView } from "../invitations/invitation-view.ts";
import { refusalOf } from "../invitations/new-invitations.ts";
import { searchTermsOf } from "../people/person-name.ts";
import type { Permission } from "../permissions.ts";
import type { Policies } from "../policies.ts";
import type { ColumnKey } from "./columns.ts";
import type { CellProblem, ProblemCode, ResolvedRow, RowRules } from "./resolve-row.ts";

/** One thing that a file changes of a person. */
export interface RowChange {
  field: ColumnKey;
  /** Left out where it is added to what there is, or fills what was empty. */
  before?: string;
  after: string;
}

export type PersonHere = Awaited<ReturnType<typeof peopleOfEmails>>[number];

/** What a row may say, and what it may do with somebody who is here already. */
export interface JudgingRules extends RowRules {
  existing: ExistingMode;
  /** What the uploader may do in the whole workspace. */
  may(permission: Permission): boolean;
}

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
  const values = valuesOf(row, membership, rules.existing);
  const held = parseRoles(person.roles);
  const roles = rules.existing === "overwrite" && row.rolesNamed ? row.roles.filter(lackedBy(held)) : [];
  const unitIds = lacking(row.unitIds, person.unitIds);
  const groupIds = lacking(row.groupIds, person.groupIds);
  const added = (field: ColumnKey, after: string): RowChange => ({ field, after });
  const changes = [
    ...changedValues(membership, values),
    ...roles.map(({ role }) => added("role", role)),
    ...unitIds.map((id) => added("unit", rules.units.ids.get(id) ?? id)),
    ...groupIds.map((id) => added("group", rules.groups.ids.get(id) ?? id)),
  ];
  if (changes.length === 0) return { outcome: same };
  const problem = refuseChange(changes, roles, person, held, rules);
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
      roles,
      unitIds,
      groupIds,
    },
  };
}

type Values = Pick<PersonHere["membership"], "firstName" | "lastName" | "language" | "externalId">;

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

const valueColumns: readonly ColumnKey[] = Object.values(columnOfValue);

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

function lacking(wanted: readonly string[], held: string): string[] {
  const there = new Set(JSON.parse(held) as string[]);
  return [...new Set(wanted)].filter((id) => !there.has(id));
}

function lackedBy(held: readonly RoleView[]): (wanted: RoleView) => boolean {
  const key = ({ role, unitId, groupId }: RoleView) => `${role}@${unitId ?? groupId ?? ""}`;
  const there = new Set(held.map(key));
  return (wanted) => !there.has(key(wanted));
}

/**
 * Why the uploader may not change this person so: by file nobody may more than by hand (1.5, F19, D14).
 * Whoever may not change names may not change the external ID either, by which other systems know a person.
 */
function refuseChange(
  changes: readonly RowChange[],
  roles: readonly RoleView[],
  { membership }: PersonHere,
  held: readonly RoleView[],
  { may, mayGrant, policies }: JudgingRules,
): CellProblem | null {
  const of = (code: ProblemCode, column: ColumnKey, found: string | null) => ({
    code,
    column,
    found: found ?? "",
  });
  if (!held.every(({ role }) => mayGrant(role))) return of("existing_above_yours", "email", membership.email);
  const value = changes.find(({ field }) => valueColumns.includes(field));
  const [role] = roles;
  if (membership.status === "pending") {
    if (!may("invitation.manage")) return of("existing_invitation_right", "email", membership.email);
  } else {
    if (value && !may("member.change_names")) return of("existing_names_right", value.field, value.after);
    if (role && !may("member.change_roles")) return of("existing_roles_right", "role", role.role);
  }
  const above = roles.find(({ role }) => !mayGrant(role));
  if (above) return of("role_above_yours", "role", above.role);
  const distinct = new Set([...held, ...roles].map(({ role }) => role));
  if (role && distinct.size > 1 && !policies["roles.multiple"]) {
    return of("existing_second_role", "role", role.role);
  }
  return null;
}
