import type * as z from "zod";
import { insertGroup, insertRootGroup, rootGroup, unitForGroup } from "../../../db/queries/groups.ts";
import { guardChanged, type Statement } from "../../../db/queries/statements.ts";
import { deepestTree, spotFor } from "../../../db/queries/trees.ts";
import { groups } from "../../../db/schema/index.ts";
import { audit } from "../audit.ts";
import { invalidField } from "../errors.ts";
import { mostAtOnce } from "../jobs/staged-job.ts";
import type { MemberContext } from "../use-case.ts";
import type { createGroupFields } from "./create-group.ts";
import { refuseUnit } from "./group-unit.ts";
import { type GroupView, groupView, requireGroup } from "./group-view.ts";
import { nameKeyOf } from "./place-name.ts";
import { regroup } from "./regroup.ts";
import { rootGroupId } from "./root-group.ts";
import { refuseSpot, standingAt } from "./spot.ts";

/** A group that is about to be made. */
export interface PlannedGroup {
  group: GroupView;
  /** What makes it, guarded; for the beginning of a batch. */
  statements: Statement[];
  /** When the batch was written. */
  wake(): Promise<void>;
  /** When a guard held: throws what is in the way by now, if it can be told. */
  look(): Promise<void>;
}

/**
 * Decides on a new group (`createGroup`) and says what makes it, so that an act that needs one makes it in its own
 * batch. Throws NOT_FOUND, TREE_FULL, VALIDATION_FAILED.
 */
export async function planGroup(
  ctx: MemberContext,
  input: z.output<typeof createGroupFields>,
): Promise<PlannedGroup> {
  const { db, workspace } = ctx;
  const { name, description = "", visibility = "public", language = null } = input;
  const wantedParent = input.parentId ?? null;
  if (wantedParent !== null) requireGroup(ctx, "group.manage", wantedParent);
  if (wantedParent === null && !input.unitId && ctx.reach("group.manage") !== "everywhere") {
    throw invalidField("parentId", "required", "Choose ‹a group› of yours that it lies below.");
  }
  const rootId = workspace.policies["groups.root"] ? rootGroupId(workspace.id) : null;
  const nameKey = nameKeyOf(name);
  const spotBelow = (parentId: string | null) =>
    spotFor(db, groups, { workspaceId: workspace.id, parentId, nameKey }, "");
  const read = async () => {
    const [[root], [wanted], [top], [unit]] = await db.batch([
      rootGroup(db, workspace.id, rootId ?? "", mostAtOnce),
      spotBelow(wantedParent ?? rootId),
      spotBelow(null),
      unitForGroup(db, workspace.id, input.unitId ?? null, wantedParent),
    ]);
    const makesRoot = rootId !== null && !root?.exists;
    const spot = refuseSpot(makesRoot && wantedParent === null ? top : wanted, "group");
    if (makesRoot && Math.max(root?.depth ?? 0, spot.parentDepth + 1) >= deepestTree) {
      throw invalidField("parentId", "too_deep", `There it would be more than ${deepestTree} levels deep.`);
    }
    refuseUnit(ctx, unitOf(input.unitId, unit), unit);
    return { spot, unit, root: makesRoot ? root : undefined };
  };

  const { spot, unit, root } = await read();
  const op = ctx.ids.next("event");
  const createdAt = ctx.now();
  const row = {
    workspaceId: workspace.id,
    id: ctx.ids.next("group"),
    parentId: wantedParent ?? rootId,
    unitId: unitOf(input.unitId, unit),
    name,
    nameKey,
    description,
    visibility,
    language,
    createdAt,
  };
  const ground =
    root && rootId !== null
      ? {
          rows: insertRootGroup(db, {
            workspaceId: workspace.id,
            id: rootId,
            name: workspace.name,
            nameKey: nameKeyOf(workspace.name),
            createdAt,
          }),
          parentPath: `${rootId}/${spot.parentPath ?? ""}`,
          following: regroup(ctx, { id: rootId, name: workspace.name }, root.members, op),
        }
      : null;
  const group = groupView(ctx, "group.manage", row);
  return {
    group,
    statements: [
      ...(ground?.rows ?? []),
      insertGroup(
        db,
        row,
        ground?.parentPath ?? spot.parentPath,
        standingAt(ctx, "group.manage", {
          groupIds: wantedParent ? [wantedParent] : [],
          unitIds: row.unitId ? [row.unitId] : [],
        }),
      ),
      guardChanged(db),
      ...(ground?.following.statements ?? []),
      ...audit(ctx, {
        workspaceId: workspace.id,
        actor: ctx.actor,
        action: "group.created",
        targetId: row.id,
        op,
        details: {
          name,
          visibility,
          ...(spot.parentName === null ? {} : { parent: spot.parentName }),
          ...(unit?.name ? { unit: unit.name } : {}),
          ...(language === null ? {} : { language }),
        },
      }),
    ],
    wake: async () => {
      await ground?.following.wake();
    },
    look: async () => {
      await read();
    },
  };
}

function unitOf(
  wanted: string | null | undefined,
  found: { ofParent: string | null } | undefined,
): string | null {
  return wanted === undefined ? (found?.ofParent ?? null) : wanted;
}
