import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { insightDays } from "../schema/index.ts";
import { insertFrom } from "./insert-from.ts";

/** The workspaces that are open, with their zone and the last day that their insights have. */
export function lastInsightDays(db: Database) {
  return db
    .select({
      id: sql<string>`w.id`.as("id"),
      timeZone: sql<string>`w.time_zone`.as("time_zone"),
      lastDay: sql<string | null>`(select d.day from insight_days d where d.workspace_id = w.id
        order by d.day desc limit 1)`.as("last_day"),
    })
    .from(sql`workspaces w`)
    .where(sql`w.status = 'active'`);
}

/** For each workspace its first invitation from an id on; a JSON array of `{ workspaceId, from }`. */
export function nextInvitations(db: Database, places: string) {
  return db
    .select({
      workspaceId: sql<string>`j.value ->> '$.workspaceId'`.as("workspace_id"),
      id: sql<string | null>`(select min(i.id) from invitations i
        where i.workspace_id = j.value ->> '$.workspaceId' and i.id >= j.value ->> '$.from')`.as("next_id"),
    })
    .from(sql`json_each(${places}) j`);
}

/** Days that are to be counted from now on: a JSON array of `{ workspaceId, day }`. */
export function insertInsightDays(db: Database, days: string, empty: { waits: number[] }, now: number) {
  return insertFrom(
    db,
    insightDays,
    {
      workspaceId: sql`j.value ->> '$.workspaceId'`,
      day: sql`j.value ->> '$.day'`,
      invited: 0,
      delivered: 0,
      opened: 0,
      joined: 0,
      learning: 0,
      bounced: 0,
      waits: empty.waits,
      bounces: {},
      dueAt: now,
    },
    sql`from json_each(${days}) j where true`,
  ).onConflictDoNothing();
}

/** The day whose count is due first, with the zone of its workspace. */
export function dueInsightDay(db: Database, now: number) {
  return db
    .select({
      workspaceId: insightDays.workspaceId,
      day: insightDays.day,
      partial: insightDays.partial,
      afterId: insightDays.afterId,
      timeZone: sql<string>`(select w.time_zone from workspaces w where w.id = insight_days.workspace_id)`.as(
        "time_zone",
      ),
    })
    .from(insightDays)
    .where(sql`due_at is not null and due_at <= ${now}`)
    .orderBy(sql`due_at`)
    .limit(1);
}

export interface InvitationRange {
  workspaceId: string;
  /** Ids between these two, without the first; and without the second. */
  after: string;
  until: string;
  limit: number;
}

// What came in by itself has numbers of its own, and nobody was invited by it.
const invitationsIn = ({ workspaceId, after, until, limit }: InvitationRange): SQL =>
  sql`(select * from (select * from invitations where workspace_id = ${workspaceId}
      and id > ${after} and id < ${until} order by id limit ${limit})) i`;

const counted = sql`i.origin <> 'catalog' and (i.issued_at is not null or i.status = 'accepted')`;

/**
 * What became of invitations, some at a time: whoever joined had the mail and opened it, whatever the provider told.
 * `waitEnds` are the ends of the spans of the time to joining (ms).
 */
export function countInvitations(db: Database, range: InvitationRange, waitEnds: readonly number[]) {
  const among = (states: string[]) =>
    sql`(i.status = 'accepted' or i.delivery in (${sql.join(
      states.map((state) => sql`${state}`),
      sql`, `,
    )}))`;
  const sum = (condition: SQL) => sql<number>`coalesce(sum(${counted} and ${condition}), 0)`;
  const wait = sql`i.ended_at - i.created_at`;
  const joinedIn = [...waitEnds, null].map((end, at) => {
    const from = waitEnds[at - 1];
    const longer = from === undefined ? sql`1` : sql`${wait} > ${from}`;
    const shorter = end === null ? sql`1` : sql`${wait} <= ${end}`;
    return sum(sql`i.status = 'accepted' and ${longer} and ${shorter}`);
  });
  return db
    .select({
      looked: sql<number>`count(*)`.as("looked"),
      lastId: sql<string | null>`max(i.id)`.as("last_id"),
      invited: sum(sql`1`).as("n_invited"),
      delivered: sum(among(["delivered", "opened", "clicked", "complained"])).as("n_delivered"),
      opened: sum(among(["opened", "clicked"])).as("n_opened"),
      joined: sum(sql`i.status = 'accepted'`).as("n_joined"),
      learning: sum(sql`i.status = 'accepted' and exists (select 1 from enrolments e
        where e.workspace_id = i.workspace_id and e.membership_id = i.membership_id and e.status <> 'withdrawn')`).as(
        "n_learning",
      ),
      bounced: sum(sql`i.delivery in ('bounced', 'failed')`).as("n_bounced"),
      waits: sql<string>`json_array(${sql.join(joinedIn, sql`, `)})`.as("waits"),
    })
    .from(invitationsIn(range));
}

export type CountedInvitations = Awaited<ReturnType<typeof countInvitations>>[number];

/** Domains of the same invitations whose mails came back. */
export function countBounces(db: Database, range: InvitationRange, most: number) {
  return db
    .select({
      domain: sql<string>`lower(substr(i.email, instr(i.email, '@') + 1))`.as("domain"),
      count: sql<number>`count(*)`.as("n"),
    })
    .from(invitationsIn(range))
    .where(sql`${counted} and i.delivery in ('bounced', 'failed') and instr(i.email, '@') > 0`)
    .groupBy(sql`domain`)
    .orderBy(sql`n desc, domain`)
    .limit(most);
}

/**
 * Writes how far the count of a day is. It is the whole state of the count, so that two who count at once do each other
 * no harm: whoever writes last goes on from there.
 */
export function changeInsightDay(
  db: Database,
  { workspaceId, day }: { workspaceId: string; day: string },
  values: Partial<typeof insightDays.$inferInsert>,
) {
  return db
    .update(insightDays)
    .set(values)
    .where(and(eq(insightDays.workspaceId, workspaceId), eq(insightDays.day, day)));
}

/** The days of a workspace from one on. */
export function insightDaysFrom(db: Database, workspaceId: string, day: string) {
  return db
    .select()
    .from(insightDays)
    .where(and(eq(insightDays.workspaceId, workspaceId), sql`${insightDays.day} >= ${day}`))
    .orderBy(insightDays.day);
}

/** How many people are in a state, by how far their mail came: `facet` is empty for all. */
export function countsForInsights(db: Database, workspaceId: string) {
  const facets = ["", ...["delivered", "opened", "clicked", "bounced"].map((state) => `delivery:${state}`)];
  return db
    .select({
      facet: sql<string>`c.facet`.as("facet"),
      status: sql<string>`c.status`.as("status"),
      count: sql<number>`c.count`.as("n"),
    })
    .from(
      sql`json_each(${JSON.stringify(facets)}) f
        cross join membership_counts c on c.workspace_id = ${workspaceId} and c.facet = f.value`,
    )
    .where(sql`c.status in ('pending', 'expired')`);
}
