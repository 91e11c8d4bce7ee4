import * as z from "zod";
import { dropGroup, emptyGroup, groupToChange, holdGroup } from "../../../db/queries/groups.ts";
import { closeOver } from "../../../db/queries/places.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { mostAtOnce, wakeJob } from "../jobs/staged-job.ts";
import { memberUseCase, within } from "../use-case.ts";
import { type GroupView, groupView, refuseWhileDeleted, requireGroup } from "./group-view.ts";
import { isRootGroup } from "./root-group.ts";
import { standingAt } from "./spot.ts";
import { groupJobRows } from "./start-group-job.ts";

export interface DeletedGroup {
  group: GroupView;
  /** The job that empties a group of more than a thousand people and then deletes it; null: it is gone. */
  jobId: string | null;
}

/**
 * Deletes a group. Its people stay members of the workspace and keep the courses that they take; roles that held
 * in it and its courses go, its sessions are for whoever is added by hand.
 *
 * Throws NOT_EMPTY while groups lie below it, ROOT_GROUP, BEING_DELETED, NOT_FOUND, EDIT_CONFLICT.
 */
export const deleteGroup = memberUseCase(
  within("group.manage"),
  z.strictObject({ groupId: idField("group") }),
  async (ctx, { groupId }): Promise<DeletedGroup> => {
    const { db, workspace } = ctx;
    requireGroup(ctx, "group.manage", groupId);
    if (isRootGroup(workspace, groupId)) throw new DomainError("ROOT_GROUP");
    const read = async () => {
      const [row] = await groupToChange(db, workspace.id, groupId, mostAtOnce);
      if (!row) throw new DomainError("NOT_FOUND");
      refuseWhileDeleted(row.job);
      if (!row.isEmptyBelow) throw new DomainError("NOT_EMPTY");
      return row;
    };
    const { group, members } = await read();
    const count = (JSON.parse(members) as string[]).length;
    const standing = standingAt(ctx, "group.manage", {
      groupIds: [groupId],
      unitIds: group.unitId ? [group.unitId] : [],
    });
    const jobId = count > mostAtOnce ? ctx.ids.next("job") : null;
    const result: DeletedGroup = { group: groupView(ctx, "group.manage", group), jobId };
    const done = await commit(
      ctx,
      [
        holdGroup(db, group, jobId ? null : members, standing),
        guardChanged(db),
        ...(jobId
          ? groupJobRows(ctx, jobId, "delete_group", group)
          : [
              emptyGroup(db, workspace.id, groupId, members),
              ...(workspace.policies["groups.propagate_learner"] ? closeOver(db, workspace.id, members) : []),
              ...dropGroup(db, workspace.id, groupId),
              ...audit(ctx, {
                workspaceId: workspace.id,
                actor: ctx.actor,
                action: "group.deleted",
                targetId: groupId,
                op: ctx.ids.next("event"),
                details: { name: group.name, count },
              }),
            ]),
      ],
      result,
    );
    if (done) {
      if (jobId) await wakeJob(ctx, jobId);
      return done;
    }
    await read();
    throw new DomainError("EDIT_CONFLICT");
  },
);
