import type { groups } from "../../../db/schema/index.ts";
import { DomainError } from "../errors.ts";
import type { Language } from "../languages.ts";
import type { Permission } from "../permissions.ts";
import type { MemberContext } from "../use-case.ts";
import { isRootGroup } from "./root-group.ts";

/** A group as acts and lists show it. */
export interface GroupView {
  id: string;
  /** Null at the top, and where what lies above is not the asker's. */
  parentId: string | null;
  unitId: string | null;
  name: string;
  description: string;
  visibility: "public" | "private";
  /** In which its people are written to; null: as its unit and what lies above (F82). */
  language: Language | null;
  /** The one that holds all others: it stays where it is (F10). */
  isRoot: boolean;
  createdAt: number;
}

type Row = Pick<typeof groups.$inferSelect, Exclude<keyof GroupView, "isRoot">>;

export function groupView(ctx: MemberContext, permission: Permission, row: Row): GroupView {
  const { id, parentId, unitId, name, description, visibility, language, createdAt } = row;
  return {
    id,
    parentId: parentId !== null && reachesGroup(ctx, permission, parentId) ? parentId : null,
    unitId,
    name,
    description,
    visibility,
    language: language as Language | null,
    isRoot: isRootGroup(ctx.workspace, id),
    createdAt,
  };
}

/** True when the asker holds the permission at this group. */
export function reachesGroup(ctx: MemberContext, permission: Permission, groupId: string): boolean {
  const reach = ctx.reach(permission);
  return reach === "everywhere" || (reach?.groups.has(groupId) ?? false);
}

/** Throws NOT_FOUND for a group that does not exist for the asker. */
export function requireGroup(ctx: MemberContext, permission: Permission, groupId: string): void {
  if (!reachesGroup(ctx, permission, groupId)) throw new DomainError("NOT_FOUND");
}

/** A job that works on a group: how far it is. */
export interface GroupJob {
  id: string;
  kind: "delete_group" | "regroup";
  total: number;
  done: number;
}

/** Reads what `jobOf` makes. */
export function groupJob(json: string | null): GroupJob | null {
  return json ? (JSON.parse(json) as GroupJob) : null;
}

/** Nobody adds to a group or changes it while it is being deleted. Throws BEING_DELETED. */
export function refuseWhileDeleted(job: string | null): void {
  if (groupJob(job)?.kind === "delete_group") throw new DomainError("BEING_DELETED");
}
