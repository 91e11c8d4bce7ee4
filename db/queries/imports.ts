import { and, eq, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import type { ImportOutcome } from "../schema/imports.ts";
import { imports } from "../schema/index.ts";
import { takenSeats } from "./enrolments.ts";
import { insertFrom } from "./insert-from.ts";

export type ImportInsert = typeof imports.$inferInsert;

/** How the number of rows of each outcome changes. */
export type CountChanges = Partial<Record<ImportOutcome, number>>;

/** Imports that hold the machinery of a workspace. */
const working = sql`('receiving', 'checking', 'running', 'undoing')`;

/** A new import, unless the workspace has `most` at work already; `guardChanged` makes that a refusal. */
export function insertImport(db: Database, row: ImportInsert, most: number) {
  return insertFrom(
    db,
    imports,
    row,
    sql`where (select count(*) from imports i where i.workspace_id = ${row.workspaceId}
      and i.status in ${working}) < ${most}`,
  );
}

export function importById(db: Database, workspaceId: string, id: string) {
  return db.select().from(imports).where(ofImport(workspaceId, id));
}

/** Imports of a workspace, newest first, from before `beforeId` on; all, or those that one actor uploaded. */
export function importsOf(
  db: Database,
  workspaceId: string,
  beforeId: string | null,
  limit: number,
  actorId: string | null = null,
) {
  return db
    .select()
    .from(imports)
    .where(
      and(
        eq(imports.workspaceId, workspaceId),
        beforeId ? lt(imports.id, beforeId) : undefined,
        actorId === null ? undefined : eq(imports.actorId, actorId),
      ),
    )
    .orderBy(sql`${imports.id} desc`)
    .limit(limit);
}

/** How columns of the same names were mapped the last time. */
export function rememberedMapping(db: Database, workspaceId: string, header: readonly string[]) {
  return db
    .select({ mapping: imports.mapping })
    .from(imports)
    .where(
      and(
        eq(imports.workspaceId, workspaceId),
        sql`${imports.header} = ${JSON.stringify(header)} and ${imports.mapping} is not null`,
      ),
    )
    .orderBy(sql`${imports.id} desc`)
    .limit(1);
}

/** Changes an import as long as it is in one of these states. */
export function changeImport(
  db: Database,
  workspaceId: string,
  id: string,
  from: readonly ImportInsert["status"][],
  values: { [Name in keyof ImportInsert]?: ImportInsert[Name] | SQL },
) {
  return db
    .update(imports)
    .set(values as Partial<ImportInsert>)
    .where(and(ofImport(workspaceId, id), sql`${imports.status} in ${[...from]}`));
}

/** The counts with some rows more and others fewer, whatever else changed them meanwhile. */
export function shiftedCounts(changes: CountChanges): SQL {
  const moved = Object.entries(changes).filter(([, by]) => by !== 0);
  const pairs = moved.map(([outcome, by]) => {
    const path = `$.${outcome}`;
    return sql`${path}, max(0, coalesce(${imports.counts} ->> ${path}, 0) + ${by})`;
  });
  return pairs.length === 0
    ? sql`${imports.counts}`
    : sql`json_set(${imports.counts}, ${sql.join(pairs, sql`, `)})`;
}

/** The counts when whatever would have gone along is canceled. */
export function canceledCounts(): SQL {
  const of = (outcome: string) => sql`coalesce(${imports.counts} ->> ${sql.raw(`'$.${outcome}'`)}, 0)`;
  return sql`json_set(${imports.counts},
    '$.canceled', ${of("canceled")} + ${of("ready")} + ${of("warning")} + ${of("update")},
    '$.ready', 0, '$.warning', 0, '$.update', 0)`;
}

/** The number of rows, with some more. */
export function moreRows(by: number): SQL {
  return sql`${imports.rowCount} + ${by}`;
}

/** One worker at a time holds an import until its lease runs out. */
export function leaseImport(
  db: Database,
  workspaceId: string,
  id: string,
  lease: string,
  now: number,
  leaseUntil: number,
) {
  return db
    .update(imports)
    .set({ lease, leaseUntil })
    .where(
      and(
        ofImport(workspaceId, id),
        sql`${imports.status} in ('checking', 'running', 'undoing')`,
        or(isNull(imports.leaseUntil), lt(imports.leaseUntil, now)),
      ),
    )
    .returning();
}

/**
 * What a worker has done with a chunk. Aborts the batch, as `guardChanged` does, when the lease is another's:
 * a slow worker that lost it rolls its chunk back. One statement, because each counts (platform.md).
 */
export function advanceImport(
  db: Database,
  workspaceId: string,
  id: string,
  lease: string,
  values: { [Name in keyof ImportInsert]?: ImportInsert[Name] | SQL },
) {
  const next = values.lease === undefined ? lease : values.lease;
  return db
    .update(imports)
    .set({
      ...(values as Partial<ImportInsert>),
      lease: sql`iif(${imports.lease} is ${lease}, ${next}, json('conflict'))`,
    })
    .where(ofImport(workspaceId, id));
}

export function releaseImport(db: Database, workspaceId: string, id: string, lease: string) {
  return db
    .update(imports)
    .set({ lease: null, leaseUntil: null })
    .where(and(ofImport(workspaceId, id), eq(imports.lease, lease)));
}

/** Imports that should be at work and that nobody holds: a lost message, a worker that died. */
export function idleImports(db: Database, now: number, limit: number) {
  return db
    .select({
      workspaceId: imports.workspaceId,
      id: imports.id,
      status: imports.status,
      actorKind: imports.actorKind,
      actorId: imports.actorId,
    })
    .from(imports)
    .where(
      sql`${imports.status} in ${working} and (${imports.leaseUntil} is null or ${imports.leaseUntil} < ${now})`,
    )
    .orderBy(imports.createdAt)
    .limit(limit);
}

/**
 * What a file may name, up to `limit` of each kind: units, groups and courses in the order of their names.
 * One statement, because each counts (platform.md).
 */
export function namesForRows(
  db: Database,
  workspaceId: string,
  { limit, now, sessions }: { limit: number; now: number; sessions: boolean },
) {
  return db
    .select({
      kind: sql<"unit" | "group" | "course" | "session">`kind`.as("kind"),
      id: sql<string>`id`.as("id"),
      name: sql<string>`name`.as("name"),
      /** Of a unit. */
      path: sql<string | null>`path`.as("path"),
      /** Of a group. */
      unitId: sql<string | null>`unit_id`.as("unit_id"),
      /** 1 for a course that nobody can be enrolled in, and for its sessions. */
      draft: sql<number>`draft`.as("draft"),
      /** Of a session: whose members attend, when it begins, where, and 1 where every seat is taken. */
      groupId: sql<string | null>`group_id`.as("group_id"),
      startsAt: sql<number | null>`starts_at`.as("starts_at"),
      timeZone: sql<string | null>`time_zone`.as("time_zone"),
      full: sql<number>`is_full`.as("is_full"),
    })
    .from(
      sql`(select * from (select 'unit' as kind, u.id, u.name, u.path, null as unit_id, 0 as draft, null as group_id,
            null as starts_at, null as time_zone, 0 as is_full from units u
          where u.workspace_id = ${workspaceId} order by u.name_key, u.id limit ${limit})
        union all
        select * from (select 'group', g.id, g.name, null, g.unit_id, 0, null, null, null, 0 from "groups" g
          where g.workspace_id = ${workspaceId} order by g.name_key, g.id limit ${limit})
        union all
        select * from (select 'course', c.id, c.title, null, null, c.status <> 'published', null, null, null, 0 from courses c
          where c.workspace_id = ${workspaceId} and c.deleted_at is null order by c.title_key, c.id limit ${limit})
        union all
        select * from (select 'session', s.id, s.title, null, null, c.status <> 'published', s.group_id, s.starts_at,
            s.time_zone, s.seats is not null and ${takenSeats(workspaceId, sql`s.id`)} >= s.seats
          from course_sessions s
          cross join courses c on c.workspace_id = ${workspaceId} and c.id = s.course_id and c.deleted_at is null
          where ${sessions ? 1 : 0} and s.workspace_id = ${workspaceId} and s.starts_at > ${now}
            and s.canceled_at is null order by s.starts_at, s.id limit ${limit}))`,
    );
}

export function ofImport(workspaceId: string, id: string) {
  return and(eq(imports.workspaceId, workspaceId), eq(imports.id, id));
}
