import { heldRole } from "../held-roles.ts";
import type { RoleView } from "../invitations/invitation-view.ts";
import { covers, type Permission, type Places, roleWord, touches } from "../permissions.ts";
import type { CellProblem, ProblemCode } from "./cell-problems.ts";
import type { ColumnKey } from "./columns.ts";
import type { JudgingRules } from "./row-rules.ts";
import type { RowChange } from "./update-of-row.ts";

/** Somebody who is here, as they stand. */
interface Standing {
  status: string;
  email: string | null;
  places: Places;
  held: readonly RoleView[];
  isLastAdmin: boolean;
}

/** What a file adds to them. */
interface Added {
  roles: readonly RoleView[];
  unitIds: readonly string[];
  groupIds: readonly string[];
}

/** What a change of a column needs of whoever makes it by hand; of a field of the workspace's own as a label. */
const rights: readonly [columns: readonly ColumnKey[], Permission, ProblemCode][] = [
  // Whoever may not change names may not change the external ID either, by which other systems know a person.
  [["first_name", "last_name", "language", "external_id"], "member.change_names", "existing_names_right"],
  [["role"], "member.change_roles", "existing_roles_right"],
  [["unit", "group", "labels", "access_expires_on"], "member.place", "existing_places_right"],
  [["courses"], "enrolment.manage", "existing_courses_right"],
];

/** Columns that add somebody to a place of the uploader's, whatever other places they have. */
const places: readonly ColumnKey[] = ["unit", "group", "courses"];

/**
 * Why the uploader may not change this person so; null where they may. By file nobody may more than by hand (1.5,
 * F19, F20, D14): the whole of a person is changed by whoever has all of their places in their part, an invitation
 * too, and others add to places of theirs alone. Learners of elsewhere can be put into a group.
 */
export function refuseChange(
  changes: readonly RowChange[],
  added: Added,
  person: Standing,
  rules: JudgingRules,
): CellProblem | null {
  const { uploader, policies } = rules;
  const pending = person.status === "pending";
  const of = (code: ProblemCode, column: ColumnKey, found: string | null, label?: string): CellProblem => ({
    code,
    column,
    found: found ?? "",
    ...(label ? { label } : {}),
  });
  const permission = pending ? "invitation.manage" : "invitation.create";
  const reach = uploader.reach(permission);
  if (reach === null) return of("existing_invitation_right", "email", person.email);
  const strange = changes.find(({ field }) => !places.includes(field));
  if (!covers(reach, person.places)) {
    const elsewhere = of("existing_elsewhere", "email", person.email);
    if (pending || strange) return elsewhere;
    if (!touches(reach, person.places) && !joinsGroupsAlone(changes, added, person, rules)) return elsewhere;
  } else if (!person.held.every((held) => mayGrant(rules, held, person.places))) {
    return of("existing_above_yours", "email", person.email);
  }
  if (!pending) {
    const refused = changes.find((change) => !mayChange(change, added, person, rules));
    if (refused) {
      const right = rights.find(([columns]) => columns.includes(refused.field));
      return of(right?.[2] ?? "existing_places_right", refused.field, refused.after, refused.label);
    }
  }
  const after = {
    unitIds: [...person.places.unitIds, ...added.unitIds],
    groupIds: [...person.places.groupIds, ...added.groupIds],
  };
  const above = added.roles.find((role) => !mayGrant(rules, role, after));
  if (above) return of("role_above_yours", "role", roleWord(above.role, rules.customRoles));
  const distinct = new Set([...person.held, ...added.roles].map(({ role }) => role));
  const [role] = added.roles;
  if (role && distinct.size > 1 && !policies["roles.multiple"]) {
    return of("existing_second_role", "role", roleWord(role.role, rules.customRoles));
  }
  const unit = changes.find(({ field }) => field === "unit");
  if (unit && after.unitIds.length > 1 && policies["units.per_person"] === "one") {
    return of("existing_second_unit", "unit", unit.after);
  }
  const end = changes.find(({ field }) => field === "access_expires_on");
  if (end && person.isLastAdmin) return of("existing_last_admin", end.field, end.after);
  return null;
}

function mayGrant({ uploader }: JudgingRules, held: RoleView, at: Places): boolean {
  return uploader.mayGrant(held.role, heldRole(held).scope, at);
}

/**
 * Whether the uploader holds the right of a change: over the whole person, or of a change that adds, at the place
 * that it adds.
 */
function mayChange(
  { field }: RowChange,
  { unitIds, groupIds }: Added,
  person: Standing,
  { uploader }: JudgingRules,
): boolean {
  const over = (permission: Permission, at: Places) => {
    const reach = uploader.reach(permission);
    return reach !== null && covers(reach, at);
  };
  if (field === "unit") return over("member.place", { unitIds, groupIds: [] });
  if (field === "group") {
    return (
      over("member.place", { unitIds: [], groupIds }) || over("group.members", { unitIds: [], groupIds })
    );
  }
  if (field === "courses") {
    const reach = uploader.reach("enrolment.manage");
    return reach !== null && touches(reach, person.places);
  }
  const right = rights.find(([columns]) => columns.includes(field))?.[1];
  return over(right ?? "member.place", person.places);
}

/** A learner of another part who is put into groups of the uploader's and nowhere else (F20). */
function joinsGroupsAlone(
  changes: readonly RowChange[],
  { groupIds }: Added,
  { status, held }: Standing,
  { uploader }: JudgingRules,
): boolean {
  const reach = uploader.reach("group.members");
  return (
    status === "active" &&
    held.some(({ role }) => role === "learner") &&
    changes.every(({ field }) => field === "group") &&
    reach !== null &&
    covers(reach, { unitIds: [], groupIds })
  );
}
