import { heldRole } from "../held-roles.ts";
import type { RolesOfWorkspace } from "../invitations/decide-offer.ts";
import { covers, isSystemRole, type Reach, rolesHere, roleWord } from "../permissions.ts";
import type { Authority } from "../starter-authority.ts";
import type { CellProblem } from "./cell-problems.ts";
import type { ResolvedRow } from "./resolved-row.ts";
import type { RowRules } from "./row-rules.ts";

/**
 * What a row that was right when it was checked names and is not there any more, or not the uploader's to give: a
 * unit, group or course that is gone, a role that the workspace has no more, a part or a role that was lost, a day
 * that is over. Null where all stands.
 */
export function lostSince(row: ResolvedRow, rules: RowRules & { uploader: Authority }): CellProblem | null {
  const gone = (ids: readonly string[], known: RowRules["units"]) => ids.some((id) => !known.ids.has(id));
  if (gone(row.unitIds, rules.units)) return { column: "unit", code: "unit_unknown", found: "" };
  if (gone(row.groupIds, rules.groups)) return { column: "group", code: "group_unknown", found: "" };
  if (gone(row.courseIds, rules.courses)) return { column: "courses", code: "course_unknown", found: "" };
  if (row.courseIds.some((id) => rules.drafts.has(id))) {
    return { column: "courses", code: "course_draft", found: "" };
  }
  return roleGone(row, rules) ?? notTheirs(row, rules.reach, rules.uploader) ?? dayOver(row, rules);
}

/**
 * A role that the workspace had when the row was reviewed. Of all that policies say, this alone is asked again:
 * what else was reviewed is done as it was, but nobody becomes what nobody here can be (D16).
 */
export function roleGone(row: ResolvedRow, { policies, customRoles }: RolesOfWorkspace): CellProblem | null {
  const here = rolesHere(policies, customRoles);
  const gone = row.roles.find(({ role }) => !here.includes(role));
  if (!gone) return null;
  const found = isSystemRole(gone.role) ? gone.role : "";
  return {
    column: "role",
    code: "role_unknown",
    found,
    expected: here.map((role) => roleWord(role, customRoles)),
  };
}

/** A place outside of the part where the uploader may invite, or a role that they may not give there (F19). */
export function notTheirs(row: ResolvedRow, reach: Reach, uploader: Authority): CellProblem | null {
  if (!covers(reach, row)) {
    return row.unitIds.length > 0
      ? { column: "unit", code: "unit_unknown", found: "" }
      : { column: "group", code: "group_unknown", found: "" };
  }
  const above = row.roles.find((held) => !uploader.mayGrant(held.role, heldRole(held).scope, row));
  const found = above && roleWord(above.role, uploader.customRoles);
  return found ? { column: "role", code: "role_above_yours", found } : null;
}

/** The last day of access is over by the time that it is the row's turn. */
export function dayOver(
  { accessEndsOn }: ResolvedRow,
  { accessEnd, now }: Pick<RowRules, "accessEnd" | "now">,
): CellProblem | null {
  if (accessEndsOn === null || accessEnd(accessEndsOn).accessEndsAt > now) return null;
  return { column: "access_expires_on", code: "day_over", found: accessEndsOn };
}
