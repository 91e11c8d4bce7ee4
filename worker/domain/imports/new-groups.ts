import {
  dropEmptyGroups,
  emptyGroupsAmong,
  groupsOfNames,
  insertGroupsBeside,
} from "../../../db/queries/import-groups.ts";
import { guardChanged, type Statement } from "../../../db/queries/statements.ts";
import { largestTree } from "../../../db/queries/trees.ts";
import { auditEach } from "../audit.ts";
import type { Actor, Context } from "../context.ts";
import { nameKeyOf, placeNameField } from "../places/place-name.ts";
import { rootGroupId } from "../places/root-group.ts";
import type { Policies } from "../policies.ts";
import type { Authority } from "../starter-authority.ts";
import type { CellProblem } from "./cell-problems.ts";
import type { KeptRow } from "./check-rows.ts";
import type { ImportWork } from "./import-work.ts";
import type { NamesForRows } from "./row-rules.ts";

/**
 * Groups that a file names and that there are not, where the workspace lets files make them (D27, F57). A row that
 * was checked holds `new:` and the name in the place of an id; the chunk that needs the group makes it.
 */
const mark = "new:";

export const newGroupId = (name: string) => `${mark}${name}`;

/** The name of a group that is to be made; null for an id of one that there is. */
export function nameOfNewGroup(id: string): string | null {
  return id.startsWith(mark) ? id.slice(mark.length) : null;
}

/** What a file may make: says what an unknown word would be called, or null where it can be no new group. */
export type GroupMaker = (word: string) => string | null;

const makesNone: GroupMaker = () => null;

/**
 * Groups are made at the top, or below the one that holds all others, by whoever manages all groups. Whoever
 * manages a part makes theirs by hand, because a file does not say where. Nothing is made that is called like a
 * group of today but for case and accents: that is a slip (D27).
 */
export function groupMaker(
  policies: Policies,
  uploader: Authority,
  workspaceId: string,
  names: NamesForRows,
): GroupMaker {
  const creates = policies["csv.unknown_group"] === "create" && policies["csv.match"] !== "id";
  const groups = names.filter(({ kind }) => kind === "group");
  if (!creates || !uploader.may("group.manage")) return makesNone;
  if (policies["groups.root"] && !groups.some(({ id }) => id === rootGroupId(workspaceId))) return makesNone;
  const there = new Set(groups.map(({ name }) => nameKeyOf(name)));
  return (word) => {
    const name = placeNameField.safeParse(word);
    return name.success && !there.has(nameKeyOf(name.data)) ? name.data : null;
  };
}

interface NewGroup {
  id: string;
  name: string;
}

/** The groups that the rows of a chunk name, those that there are by now and those that can be made. */
export interface GroupsOfRows {
  /** Those that can be made, in the order of the file. */
  planned: readonly NewGroup[];
  /** The row with ids instead of names; a problem where a group cannot be made any more. */
  placed(row: KeptRow): { row: KeptRow; problem: CellProblem | null };
  /** The group above one that the file makes, or null; every other one itself: whose language its people are written in. */
  speaking(groupId: string): string | null;
  /** Makes those that are needed, for the beginning of the batch, guarded: somebody may make one meanwhile. */
  making(needed: readonly string[]): { made: readonly NewGroup[]; statements: Statement[] };
}

/** Finds the groups that rows name, or what they will be; without a question where none names a new one. */
export async function groupsOfRows(
  ctx: Context,
  { record, policies, authority, actor }: ImportWork,
  rows: readonly KeptRow[],
): Promise<GroupsOfRows> {
  const { workspaceId, fileName } = record;
  const wanted = new Map<string, string>();
  for (const name of rows.flatMap(({ groupIds }) => groupIds.flatMap((id) => nameOfNewGroup(id) ?? []))) {
    if (!wanted.has(nameKeyOf(name))) wanted.set(nameKeyOf(name), name);
  }
  const parentId = policies["groups.root"] ? rootGroupId(workspaceId) : null;
  const found =
    wanted.size > 0
      ? await groupsOfNames(ctx.db, workspaceId, parentId, JSON.stringify([...wanted.keys()]))
      : [];
  const ids = new Map(found.flatMap(({ id, nameKey }) => (id === null ? [] : [[nameKey, id] as const])));
  const room = Math.max(0, largestTree - (found[0]?.count ?? 0));
  const mayMake = policies["csv.unknown_group"] === "create" && authority.may("group.manage");
  const missing = [...wanted].filter(([nameKey]) => !ids.has(nameKey));
  const planned = missing.slice(0, mayMake ? room : 0).map(([nameKey, name]) => {
    const id = ctx.ids.next("group");
    ids.set(nameKey, id);
    return { id, name, nameKey };
  });
  const ofNames = new Set(ids.values());
  const idOf = (id: string) => {
    const name = nameOfNewGroup(id);
    return name === null ? id : ids.get(nameKeyOf(name));
  };
  return {
    planned,
    speaking: (groupId) => (ofNames.has(groupId) ? parentId : groupId),
    placed(row) {
      if (!namedNewGroup(row)) return { row, problem: null };
      const lost = row.groupIds.find((id) => idOf(id) === undefined);
      if (lost !== undefined) {
        const name = nameOfNewGroup(lost) ?? "";
        return { row, problem: { column: "group", code: "group_unknown", found: name } };
      }
      const groupIds = [...new Set(row.groupIds.map((id) => idOf(id) ?? id))];
      const roles = row.roles.map((held) => ({
        ...held,
        groupId: held.groupId && (idOf(held.groupId) ?? held.groupId),
      }));
      return { row: { ...row, groupIds, roles }, problem: null };
    },
    making(needed) {
      const used = new Set(needed);
      const made = planned.filter(({ id }) => used.has(id));
      if (made.length === 0) return { made, statements: [] };
      const same = {
        workspaceId,
        parentId,
        unitId: null,
        visibility: "public" as const,
        createdAt: ctx.now(),
      };
      const path = (id: string) => `${parentId === null ? "" : `${parentId}/`}${id}/`;
      const groups = made.map((group) => ({ ...same, ...group, path: path(group.id) }));
      return {
        made,
        statements: [
          insertGroupsBeside(ctx.db, groups),
          guardChanged(ctx.db, made.length),
          ...audited(ctx, { workspaceId, actor, fileName }, "group.created", made),
        ],
      };
    },
  };
}

function audited(
  ctx: Context,
  { workspaceId, actor, fileName }: { workspaceId: string; actor: Actor; fileName: string },
  action: "group.created" | "group.deleted",
  groups: readonly NewGroup[],
): Statement[] {
  const op = ctx.ids.next("event");
  return auditEach(
    ctx,
    groups.map(({ id, name }) => ({
      workspaceId,
      actor,
      action,
      targetId: id,
      op,
      details: { name, ...(action === "group.deleted" ? { count: 0 } : {}), fileName },
    })),
  );
}

/** True for a row that named a group which has an id by now: it is kept as it is now. */
export function namedNewGroup({ groupIds }: KeptRow): boolean {
  return groupIds.some((id) => nameOfNewGroup(id) !== null);
}

/** The notice of an import that names the groups it made, with some more. */
export function withMadeGroups(
  { notices }: ImportWork["record"],
  made: readonly { id: string }[],
): { notices?: Record<string, unknown> } {
  if (made.length === 0) return {};
  return { notices: { ...notices, madeGroups: [...madeGroupsOf(notices), ...made.map(({ id }) => id)] } };
}

/** The ids of the groups that an import made and that were not taken back. */
export function madeGroupsOf(notices: Record<string, unknown> | null): string[] {
  const ids = notices?.madeGroups;
  return Array.isArray(ids) ? ids.map(String) : [];
}

/**
 * Takes back the groups that an import made, as far as nobody is in them and nothing hangs on them, and whoever takes
 * the import back manages groups; the others stay, and stay named.
 */
export async function unmakeGroups(
  ctx: Context,
  { record, authority, actor }: ImportWork,
): Promise<{ statements: Statement[]; notices: Record<string, unknown> }> {
  const { workspaceId, fileName } = record;
  const made = madeGroupsOf(record.notices);
  const empty = authority.may("group.manage")
    ? await emptyGroupsAmong(ctx.db, workspaceId, JSON.stringify(made))
    : [];
  const ids = empty.map(({ id }) => id);
  const kept = { ...record.notices, madeGroups: made.filter((id) => !ids.includes(id)) };
  if (ids.length === 0) return { statements: [], notices: kept };
  return {
    statements: [
      ...dropEmptyGroups(ctx.db, workspaceId, ids),
      guardChanged(ctx.db, ids.length),
      ...audited(ctx, { workspaceId, actor, fileName }, "group.deleted", empty),
    ],
    notices: kept,
  };
}
