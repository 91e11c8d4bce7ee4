import * as z from "zod";
import { changeSeenRole, customRoleById } from "../../../db/queries/custom-roles.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { standingOf } from "../members/member-change.ts";
import type { CustomRole } from "../permissions.ts";
import { nameKeyOf } from "../places/place-name.ts";
import { memberUseCase } from "../use-case.ts";
import { type RoleDefinition, refuseAboveKey, refuseUnfit, roleFields, roleOf } from "./role-definition.ts";

export const changeCustomRoleFields = z.strictObject({
  roleId: idField("customRole"),
  name: roleFields.name.optional(),
  description: roleFields.description.optional(),
  permissions: roleFields.permissions.optional(),
  holdsIn: roleFields.holdsIn.optional(),
});

/**
 * Changes a role of the workspace's own, for everybody who holds it, from their next request on (D46). One that comes
 * to carry more, or to hold in more places, ends what others opened for its people, as giving it would have. Where it
 * may hold no more it holds nothing, and comes back when it may again.
 *
 * Throws NOT_FOUND, VALIDATION_FAILED, ROLE_ABOVE_YOURS for a key whose ceiling is lower than the role is or was,
 * EDIT_CONFLICT.
 */
export const changeCustomRole = memberUseCase(
  "workspace.manage",
  changeCustomRoleFields,
  async (ctx, { roleId, ...input }): Promise<CustomRole> => {
    const { db, workspace } = ctx;
    const [row] = await customRoleById(db, workspace.id, roleId);
    if (!row) throw new DomainError("NOT_FOUND");
    const before = roleOf(row);
    const after: CustomRole = {
      id: before.id,
      name: input.name ?? before.name,
      description: input.description ?? before.description,
      permissions: input.permissions ?? before.permissions,
      holdsIn: input.holdsIn ?? before.holdsIn,
    };
    refuseUnfit(ctx, after, roleId);
    refuseAboveKey(ctx, before);
    refuseAboveKey(ctx, after);
    const changed = (Object.keys(input) as (keyof RoleDefinition)[]).filter(
      (part) => JSON.stringify(before[part]) !== JSON.stringify(after[part]),
    );
    if (changed.length === 0) return after;
    const only = (from: CustomRole) => Object.fromEntries(changed.map((part) => [part, from[part]]));

    const op = ctx.ids.next("event");
    const done = await commit(
      ctx,
      [
        changeSeenRole(
          db,
          row,
          {
            name: after.name,
            nameKey: nameKeyOf(after.name),
            description: after.description,
            permissions: [...after.permissions],
            holdsIn: [...after.holdsIn],
            lastOp: op,
          },
          standingOf(ctx, "workspace.manage"),
        ),
        guardChanged(db),
        ...audit(ctx, {
          workspaceId: workspace.id,
          actor: ctx.actor,
          action: "role.changed",
          targetId: roleId,
          op,
          details: { name: after.name, before: only(before), after: only(after) },
        }),
      ],
      after,
    );
    if (!done) throw new DomainError("EDIT_CONFLICT");
    return done;
  },
);
