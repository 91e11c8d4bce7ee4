import { and, asc, desc, eq, gt, gte, lt, lte, type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { auditDetails, auditEvents, auditSeals, workspaces } from "../schema/index.ts";
import { columnsOf } from "./columns.ts";
import { insertFrom } from "./insert-from.ts";
import { inPart, type Part } from "./parts.ts";
import { eachRow } from "./statements.ts";

export interface TrailFilter {
  action?: string | undefined;
  membershipId?: string | undefined;
  actorId?: string | undefined;
  from?: number | undefined;
  until?: number | undefined;
}

/**
 * Events newest first, at most `look` of a range of ids; `kept` is 0 for those that the filter or the part drops.
 * One person's events or those of one action are a range of their own index.
 */
export function trailPage(
  db: Database,
  workspaceId: string,
  filter: TrailFilter,
  range: { from: string; before: string },
  look: number,
  part: Part | null,
) {
  const conditions: SQL[] = [concerns(workspaceId, part)];
  if (filter.actorId) conditions.push(sql`${auditEvents.actorId} = ${filter.actorId}`);
  if (filter.membershipId && filter.action) conditions.push(sql`${auditEvents.action} = ${filter.action}`);
  if (filter.from !== undefined) conditions.push(sql`${auditEvents.at} >= ${filter.from}`);
  if (filter.until !== undefined) conditions.push(sql`${auditEvents.at} <= ${filter.until}`);
  const kept = sql<number>`coalesce(${sql.join(conditions, sql` and `)}, 0)`;
  return db
    .select({
      event: auditEvents,
      kept: kept.as("kept"),
      actorName: auditDetails.actorName,
      details: auditDetails.details,
    })
    .from(auditEvents)
    .leftJoin(
      auditDetails,
      and(
        kept,
        eq(auditDetails.workspaceId, auditEvents.workspaceId),
        eq(auditDetails.auditId, auditEvents.id),
      ),
    )
    .where(
      and(
        eq(auditEvents.workspaceId, workspaceId),
        filter.membershipId
          ? eq(auditEvents.membershipId, filter.membershipId)
          : filter.action
            ? eq(auditEvents.action, filter.action)
            : undefined,
        gte(auditEvents.id, range.from),
        lt(auditEvents.id, range.before),
      ),
    )
    .orderBy(desc(auditEvents.id))
    .limit(look);
}

/**
 * True in SQL for an event about somebody of the part, or about one of its units and groups; what is about
 * another place is told to nobody here, whomever it concerns besides.
 */
function concerns(workspaceId: string, part: Part | null): SQL {
  if (part === null) return sql`1`;
  const own = sql`(select value from json_each(${JSON.stringify([...part.units, ...part.groups])}))`;
  const target = auditEvents.targetId;
  return sql`case when substr(${target}, 1, 4) in ('unt_', 'grp_') then ${target} in ${own}
    else ${inPart(workspaceId, part, sql`${auditEvents.membershipId}`)} end`;
}

export function lastSeal(db: Database, workspaceId: string) {
  return db
    .select()
    .from(auditSeals)
    .where(eq(auditSeals.workspaceId, workspaceId))
    .orderBy(desc(auditSeals.toId))
    .limit(1);
}

/** Events with the text of their details as it stands now; all null where there are none. */
function eventsToSeal(db: Database) {
  return db
    .select({
      event: columnsOf(auditEvents, "e"),
      detailsOf: sql<string | null>`${auditDetails.auditId}`.as("d_audit_id"),
      actorName: sql<string | null>`${auditDetails.actorName}`.as("d_actor_name"),
      details: sql<string | null>`${auditDetails.details}`.as("d_details"),
      salt: sql<string | null>`${auditDetails.salt}`.as("d_salt"),
    })
    .from(auditEvents)
    .leftJoin(
      auditDetails,
      and(eq(auditDetails.workspaceId, auditEvents.workspaceId), eq(auditDetails.auditId, auditEvents.id)),
    );
}

export type EventToSeal = Awaited<ReturnType<typeof eventsToSeal>>[number];

/** Events behind the last seal, oldest first. */
export function unsealedEvents(db: Database, workspaceId: string, limit: number) {
  return eventsToSeal(db)
    .where(
      and(
        eq(auditEvents.workspaceId, workspaceId),
        sql`${auditEvents.id} > coalesce((select max(s.to_id) from audit_seals s where s.workspace_id = ${workspaceId}), '')`,
      ),
    )
    .orderBy(asc(auditEvents.id))
    .limit(limit);
}

/** Workspaces whose trail is there to be verified, or the one of this address. */
export function workspacesToVerify(db: Database, slug: string | null) {
  return db
    .select({ id: workspaces.id, slug: workspaces.slug })
    .from(workspaces)
    .where(slug === null ? undefined : eq(workspaces.slug, slug))
    .orderBy(asc(workspaces.slug));
}

/** Workspaces with events old enough to be sealed, those first that have waited longest. */
export function workspacesToSeal(db: Database, before: number, limit: number) {
  const sealedTo = sql`coalesce((select max(s.to_id) from audit_seals s where s.workspace_id = ${workspaces.id}), '')`;
  return db
    .select({ id: workspaces.id })
    .from(workspaces)
    .where(
      sql`(select e.at from audit_events e where e.workspace_id = ${workspaces.id} and e.id > ${sealedTo}
        order by e.id limit 1) <= ${before}`,
    )
    .orderBy(
      sql`(select s.sealed_at from audit_seals s where s.workspace_id = ${workspaces.id} order by s.to_id desc limit 1)`,
    )
    .limit(limit);
}

/** Adds a link to the chain, only behind the seal that it was made for: guard it. */
export function insertSeal(db: Database, row: typeof auditSeals.$inferInsert, previousTo: string | null) {
  return insertFrom(
    db,
    auditSeals,
    row,
    sql`where (select max(s.to_id) from audit_seals s where s.workspace_id = ${row.workspaceId}) is ${previousTo}`,
  );
}

/** The salts of details that a seal speaks of; `salts` is a JSON object of audit id -> salt. */
export function saltDetails(db: Database, workspaceId: string, salts: string) {
  return db
    .update(auditDetails)
    .set({ salt: sql`j.value` })
    .from(eachRow(salts, { workspace: workspaceId }))
    .where(sql`${auditDetails.workspaceId} = j.workspace and ${auditDetails.auditId} = j.key`);
}

export function sealsAfter(db: Database, workspaceId: string, afterTo: string, limit: number) {
  return db
    .select()
    .from(auditSeals)
    .where(and(eq(auditSeals.workspaceId, workspaceId), gt(auditSeals.toId, afterTo)))
    .orderBy(asc(auditSeals.toId))
    .limit(limit);
}

/** The events behind `after` up to `to`, oldest first; more than one seal holds when something was slipped in. */
export function eventsBetween(db: Database, workspaceId: string, after: string, to: string, limit: number) {
  return eventsToSeal(db)
    .where(and(eq(auditEvents.workspaceId, workspaceId), gt(auditEvents.id, after), lte(auditEvents.id, to)))
    .orderBy(asc(auditEvents.id))
    .limit(limit);
}
