import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import { membershipCounts } from "../derived.ts";
import type { Database } from "../index.ts";
import { memberships } from "../schema/index.ts";

/** States that the list shows; `pending` and `expired` as they are at `now`, not as the cron left them. */
export type ListedStatus = "pending" | "expired" | "active" | "deactivated" | "canceled" | "declined";

/** By membership id (time of birth), by search term, or by the end of the link. */
export type ListOrder = "newest" | "oldest" | "term" | "expiry";

/** Where a page ended: the first part is empty, a term or a moment, as the order wants. */
export type ListPosition = readonly [key: string | number, id: string];

export interface ListPlan {
  order: ListOrder;
  statuses: readonly ListedStatus[];
  /** The facet that the page is a range of; empty for everybody. */
  facet: string;
  /** These memberships instead of a range of an index, of whatever state but removed; by id only. */
  ids: readonly string[] | null;
  /** Further facets that every row must have as well. */
  also: readonly string[];
  /** Prefix of a search term; only with order `term`. */
  search: string;
  /** Links that end before this moment; null: whenever. */
  expiringBefore: number | null;
  after: ListPosition | null;
  /** Index rows looked at; what is found among them is the page. */
  look: number;
  /**
   * How rows whose term ended and whom the cron has not met yet come under `expired`: by the index of
   * ends, which must all be read and sorted, or among the pending ones, which may be many.
   */
  overdue: "by_index" | "among_pending";
}

/** More overdue rows than this are not sorted in one page. */
export const mostOverdueSorted = 300;

// SQLite compares text by bytes; no UTF-8 text has a byte above this one's.
const last = "\u{10ffff}";

/** All terms of one person (person-name.ts makes at most six). */
const termPlaces = [0, 1, 2, 3, 4, 5];

/**
 * One page of the People list in index order: a range of `membership_facets`, of `membership_terms` or
 * of the ends of links, merged over the wanted states, which SQLite does lazily. `kept` is 0 for rows
 * that were looked at and do not belong to the page; the last row of all is where the next one starts.
 */
export function peoplePage(db: Database, workspaceId: string, now: number, plan: ListPlan) {
  const direction = plan.order === "newest" ? sql.raw(" desc") : sql.raw("");
  const ranges = rangesOf(workspaceId, now, plan);
  // Named once in order of id: a constant first column would make SQLite sort whole ranges.
  const byId = plan.order === "newest" || plan.order === "oldest";
  const inOrder = byId ? sql`1${direction}` : sql`1, 2`;
  const merged = sql`${sql.join(ranges, sql` union all `)} order by ${inOrder} limit ${plan.look}`;
  const kept = keptOf(workspaceId, now, plan);
  const row = (column: string) => sql.raw(`h.${column}`);
  return db
    .select({
      key: sql<string | number>`${row("k")}`.as("k"),
      kept: sql<number>`${row("kept")}`.as("kept"),
      id: sql<string>`${row("id")}`.as("id"),
      email: sql<string | null>`${row("email")}`.as("email"),
      firstName: sql<string>`${row("first_name")}`.as("first_name"),
      lastName: sql<string>`${row("last_name")}`.as("last_name"),
      shownAs: sql<string>`${row("shown_as")}`.as("shown_as"),
      delivery: sql<string>`${row("delivery")}`.as("delivery"),
      linkExpiresAt: sql<number | null>`${row("link_expires_at")}`.as("link_expires_at"),
      createdAt: sql<number>`${row("created_at")}`.as("created_at"),
      joinedAt: sql<number | null>`${row("joined_at")}`.as("joined_at"),
      lastSeenAt: sql<number | null>`${row("last_seen_at")}`.as("last_seen_at"),
      invitationId: sql<string | null>`i.id`.as("invitation_id"),
      inviterName: sql<string | null>`i.inviter_name`.as("inviter_name"),
      sentAt: sql<number | null>`i.last_sent_at`.as("sent_at"),
      roles: sql<string | null>`case when h.kept then (
        select json_group_array(json_object('role', r.role, 'unitId', r.unit_id, 'groupId', r.group_id))
        from role_assignments r where r.workspace_id = ${workspaceId} and r.membership_id = h.id) end`.as(
        "roles",
      ),
    })
    .from(
      // The LIMIT keeps SQLite from melting the two together, which would judge each row several times.
      sql`(select ${byId ? sql`c.id as k` : sql`c.k`}, m.*, (${kept}) as kept from (${merged}) c
        cross join memberships m on m.workspace_id = ${workspaceId} and m.id = c.id
        limit ${plan.look}) h
        left join invitations i on h.kept and i.workspace_id = ${workspaceId} and i.id = h.invitation_id`,
    );
}

/** How many pending rows are over their term and not yet marked, up to one more than can be sorted. */
export function overdueCount(db: Database, workspaceId: string, now: number) {
  return db.select({ count: sql<number>`count(*)`.as("count") }).from(
    sql`(select 1 from memberships where workspace_id = ${workspaceId} and shown_as = 'pending'
        and link_expires_at <= ${now} limit ${mostOverdueSorted + 1})`,
  );
}

/** The counters of the whole workspace, kept by triggers. */
export function statusCounts(db: Database, workspaceId: string) {
  return db
    .select({
      facet: membershipCounts.facet,
      status: membershipCounts.status,
      count: membershipCounts.count,
    })
    .from(membershipCounts)
    .where(
      and(
        eq(membershipCounts.workspaceId, workspaceId),
        inArray(membershipCounts.facet, ["", "delivery:bounced"]),
      ),
    );
}

/** How many links end between the two moments; stops at the limit. */
export function expiringCount(db: Database, workspaceId: string, from: number, until: number, limit: number) {
  return db.select({ count: sql<number>`count(*)`.as("count") }).from(
    sql`(select 1 from ${memberships} where workspace_id = ${workspaceId} and shown_as = 'pending'
        and link_expires_at > ${from} and link_expires_at <= ${until} limit ${limit})`,
  );
}

function rangesOf(workspaceId: string, now: number, plan: ListPlan): SQL[] {
  const after = plan.after;
  if (plan.ids) {
    return [
      sql`select value as id from json_each(${JSON.stringify(plan.ids)}) where 1 ${beyond(sql`value`, plan)}`,
    ];
  }
  if (plan.order === "expiry") {
    const [key, id] = after ?? [now, last];
    const until = plan.expiringBefore ?? Number.MAX_SAFE_INTEGER;
    return [
      sql`select link_expires_at as k, id from memberships where workspace_id = ${workspaceId}
        and shown_as = 'pending' and link_expires_at <= ${until} and (link_expires_at, id) > (${key}, ${id})`,
    ];
  }
  const states = new Set<string>(plan.statuses);
  if (states.has("expired") && plan.overdue === "among_pending") states.add("pending");
  const ranges = [...states].map((status) =>
    plan.order === "term"
      ? sql`select term as k, membership_id as id from membership_terms where workspace_id = ${workspaceId}
        and status = ${status} and term < ${plan.search + last}
        and (term, membership_id) > (${after?.[0] ?? plan.search}, ${after?.[1] ?? ""})`
      : sql`select membership_id as id from membership_facets where workspace_id = ${workspaceId}
        and facet = ${plan.facet} and status = ${status} ${beyond(sql`membership_id`, plan)}`,
  );
  const onlyExpired = states.has("expired") && !states.has("pending");
  if (onlyExpired && plan.overdue === "by_index") ranges.push(overdueRange(workspaceId, now, plan));
  return ranges;
}

/** Rows that are pending in the tables and expired in truth: few while the cron runs. */
function overdueRange(workspaceId: string, now: number, plan: ListPlan): SQL {
  const overdue = sql`(select id, search_terms from memberships where workspace_id = ${workspaceId}
    and shown_as = 'pending' and link_expires_at <= ${now} limit ${mostOverdueSorted}) o`;
  if (plan.order !== "term") {
    return sql`select o.id as id from ${overdue}
      where ${hasFacet(workspaceId, plan.facet, sql`'pending'`, sql`o.id`)} ${beyond(sql`o.id`, plan)}`;
  }
  const term = firstTerm(sql`o.search_terms`, plan.search);
  return sql`select ${term} as k, o.id as id from ${overdue}
    where ${term} < ${plan.search + last} and (${term}, o.id) > (${plan.after?.[0] ?? plan.search}, ${plan.after?.[1] ?? ""})`;
}

function beyond(id: SQL, plan: ListPlan): SQL {
  if (!plan.after) return sql``;
  return plan.order === "oldest" ? sql`and ${id} > ${plan.after[1]}` : sql`and ${id} < ${plan.after[1]}`;
}

function keptOf(workspaceId: string, now: number, plan: ListPlan): SQL {
  if (plan.ids) return sql`m.shown_as <> 'removed'`;
  const overdue = sql`(m.shown_as = 'pending' and m.link_expires_at <= ${now})`;
  const conditions: SQL[] = [];
  const pending = plan.statuses.includes("pending");
  const expired = plan.statuses.includes("expired");
  if (pending && !expired) conditions.push(sql`not coalesce(${overdue}, 0)`);
  if (expired && !pending) conditions.push(sql`(m.shown_as <> 'pending' or coalesce(${overdue}, 0))`);
  if (plan.expiringBefore !== null && plan.order !== "expiry") {
    conditions.push(
      sql`(m.shown_as = 'pending' and coalesce(m.link_expires_at > ${now} and m.link_expires_at <= ${plan.expiringBefore}, 0))`,
    );
  }
  // Somebody found by two terms stands at the first of them, on one page only.
  if (plan.order === "term") conditions.push(sql`c.k = ${firstTerm(sql`m.search_terms`, plan.search)}`);
  for (const facet of plan.also) {
    conditions.push(hasFacet(workspaceId, facet, sql`m.shown_as`, sql`m.id`));
  }
  return conditions.length > 0 ? sql.join(conditions, sql` and `) : sql`1`;
}

function hasFacet(workspaceId: string, facet: string, status: SQL, id: SQL): SQL {
  if (facet === "") return sql`1`;
  return sql`exists (select 1 from membership_facets f where f.workspace_id = ${workspaceId}
    and f.facet = ${facet} and f.status = ${status} and f.membership_id = ${id})`;
}

/** The smallest of a person's terms that begin with the search, by functions alone: it reads no rows. */
function firstTerm(terms: SQL, search: string): SQL {
  const places = termPlaces.map((place) => {
    const term = sql`json_extract(${terms}, ${sql.raw(`'$[${place}]'`)})`;
    return sql`iif(${term} >= ${search} and ${term} < ${search + last}, ${term}, ${last + last})`;
  });
  return sql`min(${sql.join(places, sql`, `)})`;
}
