import * as z from "zod";
import { holdersOfRole } from "../../../db/queries/custom-roles.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { type CustomRole, customRoleOf, type RoleKey } from "../permissions.ts";
import { memberUseCase } from "../use-case.ts";
import { mostAtOnce, successorsOf } from "./successors.ts";

export interface CustomRolePage {
  role: CustomRole;
  /** People who hold it or are invited as it; 501 means more than five hundred. */
  people: number;
  /** Of those, how many have not joined yet. */
  invited: number;
  /** Roles that its people can be given when it is deleted: they hold wherever it is held now. */
  successors: RoleKey[];
}

/** A role of the workspace's own with how many have it, for whoever changes or deletes it (F24). Throws NOT_FOUND. */
export const viewCustomRole = memberUseCase(
  "workspace.manage",
  z.strictObject({ roleId: idField("customRole") }),
  async (ctx, { roleId }): Promise<CustomRolePage> => {
    const { db, workspace } = ctx;
    const role = customRoleOf(roleId, workspace.customRoles);
    if (!role) throw new DomainError("NOT_FOUND");
    const [held] = await holdersOfRole(db, workspace.id, roleId, mostAtOnce);
    if (!held) throw new DomainError("NOT_FOUND");
    return {
      role,
      people: held.count,
      invited: held.invited,
      successors: successorsOf(ctx, role.id, held),
    };
  },
);
