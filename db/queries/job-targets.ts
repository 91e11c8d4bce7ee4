import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { jobResults, type jobs } from "../schema/index.ts";
import { inPart, inSubtree, type Part, whollyInPart } from "./parts.ts";

export type JobKind = (typeof jobs.$inferSelect)["kind"];
/** Bulk acts on invitations. */
export type MailJobKind = Extract<JobKind, "resend" | "remind" | "extend" | "cancel">;

/** A bulk act on invitations; `usualTerm` is that of a link without one of its own (ms; null: without end). */
export interface MailJob {
  kind: MailJobKind;
  usualTerm: number | null;
}

/** What a bulk act is about: the same filter as the People list, or picked rows of it. */
export interface JobFilter {
  status?: string | undefined;
  /** Where no status is named: pending and expired, unless these are said. */
  statuses?: readonly string[] | undefined;
  delivery?: string | undefined;
  role?: string | undefined;
  unitId?: string | undefined;
  groupId?: string | undefined;
  inviterId?: string | undefined;
  importId?: string | undefined;
  /** Stands in the place of an inviter, in the rows and so in their facets. */
  origin?: string | undefined;
  label?: string | undefined;
  /** Normalised search text. */
  q?: string | undefined;
  ids?: string[] | undefined;
}

/** What bounds a bulk act besides its filter: the part of whoever asks, and what they may hand out where. */
export interface Bounds {
  /** Null: everywhere. */
  part: Part | null;
  /** `part` null: everywhere, and whatever the scope. Null: every role, everywhere. */
  grants: readonly { roles: readonly string[]; part: Part | null }[] | null;
}

/** Facets of the list by key of the filter, the one that leaves fewest rows first. */
const facetKeys = {
  delivery: "delivery",
  groupId: "group",
  importId: "import",
  label: "label",
  role: "role",
  inviterId: "inviter",
  origin: "inviter",
} as const;

// SQLite compares text by bytes; no UTF-8 text has a byte above this one's.
const last = "\u{10ffff}";

function facetsOf(filter: JobFilter): string[] {
  return Object.entries(facetKeys).flatMap(([key, facet]) => {
    const value = filter[key as keyof typeof facetKeys];
    return value ? [`${facet}:${value}`] : [];
  });
}

/** Ids of those whom the filter may mean, as ranges of the list's indexes; nobody stands there twice. */
export function candidates(workspaceId: string, filter: JobFilter, now: number, part: Part | null): SQL {
  if (filter.ids) return sql`select distinct value as id from json_each(${JSON.stringify(filter.ids)})`;
  const statuses = JSON.stringify(statusesOf(filter));
  const [facet] = facetsOf(filter);
  const ofPlaces = (places: SQL) =>
    sql`select distinct f.membership_id as id from ${places} cross join json_each(${statuses}) s
      cross join membership_facets f on f.workspace_id = ${workspaceId} and f.facet = p.facet and f.status = s.value`;
  const range = filter.q
    ? sql`select distinct membership_id as id from membership_terms where workspace_id = ${workspaceId}
        and status in (select value from json_each(${statuses})) and term >= ${filter.q} and term < ${filter.q + last}`
    : filter.unitId
      ? ofPlaces(sql`(select 'unit:' || u.id as facet from units top
          cross join units u on u.workspace_id = top.workspace_id and u.path >= top.path and u.path < top.path || '~'
          where top.workspace_id = ${workspaceId} and top.id = ${filter.unitId}) p`)
      : part && !facet
        ? ofPlaces(
            sql`(select value as facet from json_each(${JSON.stringify([
              ...part.units.map((id) => `unit:${id}`),
              ...part.groups.map((id) => `group:${id}`),
            ])})) p`,
          )
        : sql`select membership_id as id from membership_facets where workspace_id = ${workspaceId}
        and facet = ${facet ?? ""} and status in (select value from json_each(${statuses}))`;
  if (filter.status !== "expired") return range;
  // Those whom the cron has not met yet.
  return sql`${range} union all select id from memberships where workspace_id = ${workspaceId}
    and shown_as = 'pending' and link_expires_at <= ${now}`;
}

function statusesOf(filter: JobFilter): string[] {
  return filter.status ? [filter.status] : [...(filter.statuses ?? ["pending", "expired"])];
}

/** What a row of `m` must be besides: candidates are judged one by one, by keys alone. */
export function matching(workspaceId: string, filter: JobFilter, now: number, part: Part | null): SQL {
  const conditions: SQL[] = [
    inPart(workspaceId, part, sql`m.id`),
    sql`(case when m.shown_as = 'pending' and m.link_expires_at <= ${now} then 'expired' else m.shown_as end)
      in (select value from json_each(${JSON.stringify(statusesOf(filter))}))`,
    ...facetsOf(filter).map(
      (facet) => sql`exists (select 1 from membership_facets f where f.workspace_id = m.workspace_id
        and f.facet = ${facet} and f.status = m.shown_as and f.membership_id = m.id)`,
    ),
  ];
  // Otherwise they come from walking through the unit and those below it.
  if (filter.unitId && (filter.q || filter.ids))
    conditions.push(inSubtree(workspaceId, filter.unitId, sql`m.id`));
  if (filter.q) {
    conditions.push(sql`exists (select 1 from json_each(m.search_terms) t
      where t.value >= ${filter.q} and t.value < ${filter.q + last})`);
  }
  return sql.join(conditions, sql` and `);
}

/**
 * Why whoever asks may not act on a row of `m` at all, as branches of a case: it has left their part since, it is
 * elsewhere too, or holds a role that is not theirs to hand out there.
 */
export function beyondBounds(workspaceId: string, { part, grants }: Bounds): SQL {
  const inside =
    part === null
      ? sql``
      : sql`when not ${inPart(workspaceId, part, sql`m.id`)} then 'not_found'
        when not ${whollyInPart(workspaceId, part, sql`m.id`)} then 'elsewhere_too'`;
  if (grants === null) return inside;
  const given = grants.map(({ roles, part: where }) => {
    const named = sql`a.role in (select value from json_each(${JSON.stringify(roles)}))`;
    if (where === null) return named;
    const ids = JSON.stringify([...where.units, ...where.groups]);
    // Learners hold everywhere; that all of their places are the asker's was asked above.
    return sql`(${named} and (a.scope_id in (select value from json_each(${ids})) or (a.role = 'learner' and a.scope_id = '')))`;
  });
  const mine = given.length > 0 ? sql.join(given, sql` or `) : sql`0`;
  // Whoever teaches a session is its instructor in its group, or everywhere (`taughtRolesOf`).
  const taught = grants.flatMap(({ roles, part: where }) => {
    if (!roles.includes("session_instructor")) return [];
    return where === null
      ? sql`1`
      : sql`coalesce(s.group_id, '') in (select value from json_each(${JSON.stringify(where.groups)}))`;
  });
  const mineToo = taught.length > 0 ? sql.join(taught, sql` or `) : sql`0`;
  return sql`${inside} when exists (select 1 from role_assignments a where a.workspace_id = m.workspace_id
    and a.membership_id = m.id and not (${mine})) or exists (select 1 from session_instructors t
      cross join course_sessions s on s.workspace_id = t.workspace_id and s.id = t.session_id
      where t.workspace_id = m.workspace_id and t.membership_id = m.id and not (${mineToo})) then 'role_above_yours'`;
}

/** Why a row will be left out, or `ok`. The run decides by the same words. */
function verdict(workspaceId: string, { kind, usualTerm }: MailJob, bounds: Bounds, now: number): SQL {
  const above = beyondBounds(workspaceId, bounds);
  if (kind === "cancel") {
    return sql`case ${above} when i.status in ('pending', 'expired') then 'ok' else 'not_open' end`;
  }
  const hasty = sql`when ${now} - coalesce(json_extract(i.send_times, '$[#-1]'), 0) < 60000 then 'just_sent'
    when (select count(*) from json_each(i.send_times) s where s.value > ${now - 86_400_000}) >= 5 then 'sent_often'`;
  if (kind === "extend") {
    return sql`case ${above}
      when i.status not in ('pending', 'expired') then 'not_open'
      when m.access_ends_at <= ${now} then 'access_ended'
      when i.status = 'expired' or i.expires_at <= ${now} then 'link_ended'
      when i.issued_at is null then 'not_sent'
      when i.expires_at is null or i.expires_at >= ${now} + coalesce(i.term_ms, ${usualTerm}) then 'longer'
      else 'ok' end`;
  }
  if (kind === "remind") {
    return sql`case ${above}
      when i.status not in ('pending', 'expired') then 'not_open'
      when m.access_ends_at <= ${now} then 'access_ended'
      when i.status = 'expired' or i.expires_at <= ${now} then 'link_ended'
      when i.delivery in ('bounced', 'complained', 'failed') then 'bounced'
      when i.delivery not in ('sent', 'delivered', 'opened', 'clicked') then 'not_sent'
      ${hasty} else 'ok' end`;
  }
  // Who declined and was invited anew holds the address already: reopening would break on it. Of several
  // that were declined the newest counts, found by the address among the terms of the search.
  return sql`case ${above}
    when i.status in ('accepted', 'canceled') then 'not_open'
    when m.status = 'removed' and (exists (select 1 from memberships o where o.workspace_id = m.workspace_id
        and o.email = m.email and o.status <> 'removed')
      or exists (select 1 from json_each(m.search_terms) s cross join membership_terms t
        on t.workspace_id = m.workspace_id and t.status in ('declined', 'canceled', 'removed') and t.term = s.value
        cross join memberships o on o.workspace_id = t.workspace_id and o.id = t.membership_id
        where instr(s.value, '@') and o.email = m.email and o.id > m.id)) then 'not_open'
    when m.access_ends_at <= ${now} then 'access_ended'
    when i.delivery in ('bounced', 'complained') then 'bounced'
    ${hasty} else 'ok' end`;
}

// Cross joins are walked through from left to right; otherwise SQLite begins with the whole workspace.
const matched = (workspaceId: string, filter: JobFilter, now: number, part: Part | null) =>
  sql`(${candidates(workspaceId, filter, now, part)}) c
    cross join memberships m on m.workspace_id = ${workspaceId} and m.id = c.id
    cross join invitations i on i.workspace_id = ${workspaceId} and i.id = m.invitation_id`;

/** How many rows the act would change and how many it would skip, by reason. */
export function previewOfJob(
  db: Database,
  workspaceId: string,
  job: MailJob,
  filter: JobFilter,
  bounds: Bounds,
  now: number,
) {
  return db
    .select({
      verdict: sql<string>`${verdict(workspaceId, job, bounds, now)}`.as("verdict"),
      count: sql<number>`count(*)`.as("n"),
    })
    .from(matched(workspaceId, filter, now, bounds.part))
    .where(matching(workspaceId, filter, now, bounds.part))
    .groupBy(sql`verdict`);
}

/** Writes down whom the job is about, so that what happens meanwhile does not change it. */
export function stageJob(
  db: Database,
  workspaceId: string,
  jobId: string,
  filter: JobFilter,
  now: number,
  part: Part | null,
) {
  return db.insert(jobResults).select(
    sql`select m.workspace_id, ${jobId}, m.id, 'waiting' from ${matched(workspaceId, filter, now, part)}
        where ${matching(workspaceId, filter, now, part)}`,
  );
}

/** The next rows of a job from `cursor` downwards, each with its verdict of this moment. */
export function jobChunk(
  db: Database,
  workspaceId: string,
  job: MailJob & { id: string; cursor: string | null },
  bounds: Bounds,
  now: number,
  limit: number,
) {
  return db
    .select({
      membershipId: sql<string>`r.membership_id`.as("membership_id"),
      invitationId: sql<string>`i.id`.as("invitation_id"),
      verdict: sql<string>`${verdict(workspaceId, job, bounds, now)}`.as("verdict"),
      invitation: sql<string>`json_object('status', i.status, 'generation', i.generation,
        'floorGeneration', i.floor_generation, 'issuedAt', i.issued_at, 'expiresAt', i.expires_at,
        'termMs', i.term_ms, 'sendTimes', json(i.send_times), 'lastOp', i.last_op, 'email', i.email,
        'lastSentAt', i.last_sent_at, 'reminders', json(i.reminders), 'remindAt', i.remind_at)`.as(
        "invitation",
      ),
    })
    .from(
      sql`job_results r cross join memberships m on m.workspace_id = ${workspaceId} and m.id = r.membership_id
        cross join invitations i on i.workspace_id = ${workspaceId} and i.id = m.invitation_id`,
    )
    .where(
      sql`r.workspace_id = ${workspaceId} and r.job_id = ${job.id} and r.outcome = 'waiting'
        and r.membership_id < ${job.cursor ?? last}`,
    )
    .orderBy(sql`r.membership_id desc`)
    .limit(limit);
}
