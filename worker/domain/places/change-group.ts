import * as z from "zod";
import { changeGroupRow, existingGroup, groupToChange, unitForGroup } from "../../../db/queries/groups.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { moveSubtree, spotFor } from "../../../db/queries/trees.ts";
import { groups } from "../../../db/schema/index.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { mostAtOnce } from "../jobs/staged-job.ts";
import type { Language } from "../languages.ts";
import { memberUseCase, within } from "../use-case.ts";
import { descriptionField, visibilityField } from "./group-fields.ts";
import { refuseUnit } from "./group-unit.ts";
import { type GroupView, groupView, reachesGroup, refuseWhileDeleted, requireGroup } from "./group-view.ts";
import { placeLanguageField } from "./place-language.ts";
import { nameKeyOf, placeNameField } from "./place-name.ts";
import { regroup } from "./regroup.ts";
import { isRootGroup, rootGroupId } from "./root-group.ts";
import { refuseSpot, standingAt } from "./spot.ts";

export const changeGroupFields = z.strictObject({
  groupId: idField("group"),
  name: placeNameField.optional(),
  description: descriptionField.optional(),
  visibility: visibilityField.optional(),
  /** Null: to the top; left out: it stays. */
  parentId: idField("group").nullable().optional(),
  unitId: idField("unit").nullable().optional(),
  /** Null: as its unit and what lies above. Whoever is invited already keeps theirs. */
  language: placeLanguageField.optional(),
});

export interface ChangedGroup {
  group: GroupView;
  /** The job that rearranges more than a thousand people; null: all is done. */
  jobId: string | null;
}

/**
 * Renames, describes, moves, opens or closes a group, or gives it another unit or language (F82). What lies below moves with it,
 * and who may do what follows the tree from this moment on; memberships that derive (D31) follow in the same
 * batch, those of more than 1,000 people by a job.
 *
 * Throws ROOT_GROUP, BEING_DELETED, NOT_FOUND, FORBIDDEN, VALIDATION_FAILED, EDIT_CONFLICT.
 */
export const changeGroup = memberUseCase(
  within("group.manage"),
  changeGroupFields,
  async (ctx, { groupId, ...input }): Promise<ChangedGroup> => {
    const { db, workspace } = ctx;
    requireGroup(ctx, "group.manage", groupId);
    if (input.parentId) requireGroup(ctx, "group.manage", input.parentId);
    const isRoot = isRootGroup(workspace, groupId);
    const moved = input.parentId !== undefined || input.visibility === "private" || Boolean(input.unitId);
    if (isRoot && moved) throw new DomainError("ROOT_GROUP");
    const everywhere = ctx.reach("group.manage") === "everywhere";
    const top = workspace.policies["groups.root"]
      ? existingGroup(workspace.id, rootGroupId(workspace.id))
      : null;
    // Who administers a part sees its topmost groups without what lies above: for them null is where it is.
    const wantedParent = input.parentId === null ? (everywhere ? top : undefined) : input.parentId;
    const nameKey = input.name === undefined ? undefined : nameKeyOf(input.name);
    const read = async () => {
      const [[row], [spot], [unit]] = await db.batch([
        groupToChange(db, workspace.id, groupId, mostAtOnce),
        spotFor(db, groups, { workspaceId: workspace.id, parentId: wantedParent, nameKey }, groupId),
        unitForGroup(db, workspace.id, input.unitId ?? null, null),
      ]);
      if (!row) throw new DomainError("NOT_FOUND");
      refuseWhileDeleted(row.job);
      const { group } = row;
      if (input.parentId === null && group.parentId && !everywhere) {
        if (reachesGroup(ctx, "group.manage", group.parentId)) throw new DomainError("FORBIDDEN");
      }
      if (input.unitId !== undefined && input.unitId !== group.unitId) {
        refuseUnit(
          ctx,
          input.unitId,
          unit && { ...unit, ofParent: input.unitId === null ? group.unitId : null },
        );
      }
      return { ...row, unit, spot: refuseSpot(spot, "group", group) };
    };

    const { group, unit, spot, below } = await read();
    const { parentId, parentPath } = spot;
    const values = {
      name: input.name ?? group.name,
      description: input.description ?? group.description,
      visibility: input.visibility ?? group.visibility,
      language: input.language === undefined ? (group.language as Language | null) : input.language,
      unitId: input.unitId === undefined ? group.unitId : input.unitId,
    };
    const moves = parentId !== group.parentId;
    const view = groupView(ctx, "group.manage", { ...group, ...values, parentId });
    const takesUnit = values.unitId !== group.unitId;
    const details = changesOf(group, values);
    if (!moves && !takesUnit && Object.keys(details.after).length === 0) return { group: view, jobId: null };

    const op = ctx.ids.next("event");
    const standing = standingAt(ctx, "group.manage", {
      groupIds: [groupId],
      unitIds: group.unitId ? [group.unitId] : [],
    });
    const keyed = { ...values, nameKey: nameKeyOf(values.name) };
    const rearranged = moves || values.visibility !== group.visibility;
    const following = rearranged ? regroup(ctx, { id: groupId, name: values.name }, below, op) : null;
    const result: ChangedGroup = { group: view, jobId: following?.jobId ?? null };
    const done = await commit(
      ctx,
      [
        ...(moves
          ? [
              moveSubtree(
                db,
                groups,
                group,
                { parentId, parentPath, name: keyed.name, nameKey: keyed.nameKey },
                standing,
              ),
              guardChanged(db),
            ]
          : []),
        // What moved stands as it was read, but for its parent, its path and its name.
        changeGroupRow(
          db,
          moves ? { ...group, parentId, path: `${parentPath ?? ""}${groupId}/`, name: keyed.name } : group,
          keyed,
          standing,
        ),
        guardChanged(db),
        ...(following?.statements ?? []),
        ...audit(ctx, {
          workspaceId: workspace.id,
          actor: ctx.actor,
          action: "group.changed",
          targetId: groupId,
          op,
          details: {
            name: group.name,
            before: details.before,
            after: {
              ...details.after,
              ...(moves ? { parent: spot.parentName } : {}),
              ...(takesUnit ? { unit: unit?.name ?? null } : {}),
            },
          },
        }),
      ],
      result,
    );
    if (done) {
      await following?.wake();
      return done;
    }
    await read();
    throw new DomainError("EDIT_CONFLICT");
  },
);

type Told = Pick<typeof groups.$inferSelect, "name" | "description" | "visibility" | "language">;

/** The words that differ, as they were and are. */
function changesOf(before: Told, after: Told) {
  const names = (["name", "description", "visibility", "language"] as const).filter(
    (name) => before[name] !== after[name],
  );
  const only = (values: Told) => Object.fromEntries(names.map((name) => [name, values[name]]));
  return { before: only(before), after: only(after) };
}
