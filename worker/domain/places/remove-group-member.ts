import * as z from "zod";
import {
  dropRolesAtGroups,
  holdMember,
  peopleForGroup,
  removeFromGroup,
  rolesLostWith,
} from "../../../db/queries/group-people.ts";
import { groupToChange } from "../../../db/queries/groups.ts";
import { closeOver } from "../../../db/queries/places.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import type { RoleKey } from "../permissions.ts";
import { memberUseCase, within } from "../use-case.ts";
import { requireGroup } from "./group-view.ts";
import { standingAt } from "./spot.ts";

export interface RemovedMember {
  groupId: string;
  membershipId: string;
}

/**
 * Takes somebody out of a group, and where it propagates a learner out of its public subgroups too, down to the
 * first private one, that one excluded (F8). Roles that they hold there go with it, so the asker must be able
 * to hand those out. Courses that they take stay theirs.
 *
 * Throws NOT_FOUND for somebody who is not in the group, ROLE_ABOVE_YOURS, EDIT_CONFLICT.
 */
export const removeGroupMember = memberUseCase(
  within("group.members"),
  z.strictObject({ groupId: idField("group"), membershipId: idField("membership") }),
  async (ctx, { groupId, membershipId }): Promise<RemovedMember> => {
    const { db, workspace } = ctx;
    requireGroup(ctx, "group.members", groupId);
    const mayPropagate = workspace.policies["groups.propagate_learner"];
    const read = async () => {
      const [[row], [person], roles, alone] = await db.batch([
        groupToChange(db, workspace.id, groupId, 0),
        peopleForGroup(db, workspace.id, groupId, [membershipId]),
        rolesLostWith(db, workspace.id, membershipId, groupId, true),
        rolesLostWith(db, workspace.id, membershipId, groupId, false),
      ]);
      if (!row || !person || person.kind === null) throw new DomainError("NOT_FOUND");
      const propagates = mayPropagate && person.isLearner === 1;
      return { group: row.group, propagates, roles: propagates ? roles : alone };
    };
    const { group, propagates, roles } = await read();
    const above = roles.find(
      ({ role, groupId: at }) => !ctx.mayGrant(role as RoleKey, { kind: "group", id: at }),
    );
    if (above) throw new DomainError("ROLE_ABOVE_YOURS", { params: { role: above.role } });

    const op = ctx.ids.next("event");
    const result: RemovedMember = { groupId, membershipId };
    const standing = standingAt(ctx, "group.members", {
      groupIds: [groupId],
      unitIds: group.unitId ? [group.unitId] : [],
    });
    const done = await commit(
      ctx,
      [
        holdMember(db, group, membershipId, standing),
        guardChanged(db),
        ...(roles.length > 0
          ? [dropRolesAtGroups(db, workspace.id, membershipId, JSON.stringify(roles))]
          : []),
        removeFromGroup(db, workspace.id, membershipId, groupId, propagates),
        ...(mayPropagate ? closeOver(db, workspace.id, JSON.stringify([membershipId])) : []),
        ...audit(ctx, {
          workspaceId: workspace.id,
          actor: ctx.actor,
          action: "group.member_removed",
          membershipId,
          targetId: groupId,
          op,
          details: { group: group.name },
        }),
      ],
      result,
    );
    if (done) return done;
    await read();
    throw new DomainError("EDIT_CONFLICT");
  },
);
