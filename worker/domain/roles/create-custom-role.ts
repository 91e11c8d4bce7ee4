import * as z from "zod";
import { insertCustomRole } from "../../../db/queries/custom-roles.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError, invalidField } from "../errors.ts";
import { standingOf } from "../members/member-change.ts";
import type { CustomRole, CustomRoleId } from "../permissions.ts";
import { nameKeyOf } from "../places/place-name.ts";
import { memberUseCase } from "../use-case.ts";
import { mostRoles, refuseAboveKey, refuseUnfit, roleFields } from "./role-definition.ts";

export const createCustomRoleFields = z.strictObject({
  name: roleFields.name,
  description: roleFields.description.optional(),
  permissions: roleFields.permissions,
  holdsIn: roleFields.holdsIn,
});

/**
 * Makes a role of the workspace's own out of the list of permissions (F24): what it may do, and in what kinds of
 * places it can be given. At most 20.
 *
 * Throws VALIDATION_FAILED, ROLE_ABOVE_YOURS for a key whose ceiling is lower, EDIT_CONFLICT.
 */
export const createCustomRole = memberUseCase(
  "workspace.manage",
  createCustomRoleFields,
  async (ctx, { name, description = "", permissions, holdsIn }): Promise<CustomRole> => {
    const { db, workspace } = ctx;
    const definition = { name, description, permissions, holdsIn };
    if (workspace.customRoles.length >= mostRoles) {
      throw invalidField(
        "name",
        "too_many",
        `‹A workspace› has at most ${mostRoles} roles of its own. Delete or change one of them.`,
      );
    }
    refuseUnfit(ctx, definition, null);
    refuseAboveKey(ctx, definition);
    const op = ctx.ids.next("event");
    const role: CustomRole = { id: ctx.ids.next("customRole") as CustomRoleId, ...definition };
    const done = await commit(
      ctx,
      [
        insertCustomRole(
          db,
          {
            ...role,
            permissions: [...permissions],
            holdsIn: [...holdsIn],
            workspaceId: workspace.id,
            nameKey: nameKeyOf(name),
            createdAt: ctx.now(),
            lastOp: op,
          },
          standingOf(ctx, "workspace.manage"),
          mostRoles,
        ),
        guardChanged(db),
        ...audit(ctx, {
          workspaceId: workspace.id,
          actor: ctx.actor,
          action: "role.created",
          targetId: role.id,
          op,
          details: { name, permissions, holdsIn },
        }),
      ],
      role,
    );
    if (!done) throw new DomainError("EDIT_CONFLICT");
    return done;
  },
);
