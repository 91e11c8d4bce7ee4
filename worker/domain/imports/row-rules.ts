import { groupNames, unitNames } from "../../../db/queries/imports.ts";
import type { ExistingMode } from "../../../db/schema/imports.ts";
import type { Context } from "../context.ts";
import type { Permission, RoleKey } from "../permissions.ts";
import type { Policies } from "../policies.ts";
import type { ColumnKey } from "./columns.ts";
import { nameIndex } from "./resolve-row.ts";
import { existingMode, type JudgingRules } from "./update-of-row.ts";

/** More units or groups than this are named by id in a file. */
const mostNames = 10_000;

/** The two reads of names that the rules of rows need, for a batch. */
export function nameQueries(ctx: Context, workspaceId: string) {
  return [unitNames(ctx.db, workspaceId, mostNames), groupNames(ctx.db, workspaceId, mostNames)] as const;
}

type Names = readonly { id: string; name: string }[];
type GroupNames = readonly { id: string; name: string; unitId: string | null }[];

/** What a row may say in this workspace, by this uploader, under these columns. */
export function rowRules(
  given: {
    policies: Policies;
    mapping: readonly (string | null)[];
    options: { confirmRoles?: boolean; existing?: ExistingMode };
    mayGrant: (role: RoleKey) => boolean;
    may: (permission: Permission) => boolean;
  },
  units: Names,
  groups: GroupNames,
): JudgingRules {
  return {
    policies: given.policies,
    mapping: given.mapping as readonly (ColumnKey | null)[],
    rolesConfirmed: given.options.confirmRoles === true,
    existing: existingMode(given.policies, given.options.existing),
    mayGrant: given.mayGrant,
    may: given.may,
    units: nameIndex(units),
    groups: nameIndex(groups),
    unitOfGroup: new Map(groups.map(({ id, unitId }) => [id, unitId])),
  };
}
