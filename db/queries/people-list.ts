import { type SQL, sql } from "drizzle-orm";
import { membershipCounts } from "../derived.ts";
import type { Database } from "../index.ts";
import { loginNameOf } from "./login-names.ts";
import { facetsOfPlaces, inPart, inSubtree, type Part } from "./parts.ts";
import { hasSeatLine } from "./seat-line.ts";
import { unprovedOf } from "./unproved-members.ts";

/** States that the list shows; `pending` and `expired` as they are at `now`, not as the cron left them. */
export type ListedStatus =
  | "pending"
  | "expired"
  | "active"
  | "deactivated"
  | "unproved"
  | "canceled"
  | "declined";

/** By membership id (time of birth), by search term, by the end of the link, or by place, state and id. */
export type ListOrder = "newest" | "oldest" | "term" | "expiry" | "place";

/** The places that a list in their order walks through: a part's facets, or a unit and those below it. */
export type ListWalk = { facets: readonly string[] } | { unitId: string; several: boolean };

/** The key of those among the first of a walk whose term is over and whom the cron has not met. */
export const overdueKey = "/";

/** Where a page ended: the first part is empty, a term, a moment or `place state`, as the order wants. */
export type ListPosition = readonly [key: string | number, id: string];

export interface ListPlan {
  order: ListOrder;
  statuses: readonly ListedStatus[];
  /** The facet that the page is a range of; empty for everybody. */
  facet: string;
  /** These memberships instead of a range of an index, of whatever state but removed; by id only. */
  ids: readonly string[] | null;
  /** With order `place` what is walked through instead. */
  walk: ListWalk | null;
  /** Further facets that every row must have as well. */
  also: readonly string[];
  /** A unit that everybody must belong to, or to one below it; where that is not walked through. */
  unitId: string | null;
  /** Nobody else is shown: rows say where they stand, and the reader judges; null: whoever is found may be. */
  part: Part | null;
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
const lastInSql = sql.raw(`'${last}'`);

/** All terms of one person (person-name.ts makes at most seven). */
const termPlaces = [0, 1, 2, 3, 4, 5, 6];

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
  // A walk comes in the order of its loops: sorting it would read everybody in it.
  const inOrder = plan.order === "place" ? sql`` : byId ? sql`order by 1${direction}` : sql`order by 1, 2`;
  const merged = sql`${sql.join(ranges, sql` union all `)} ${inOrder} limit ${plan.look}`;
  const kept = keptOf(workspaceId, now, plan);
  const row = (column: string) => sql.raw(`h.${column}`);
  return db
    .select({
      key: sql<string | number>`${row("k")}`.as("k"),
      kept: sql<number>`${row("kept")}`.as("kept"),
      places: placesOfRow(workspaceId, plan).as("places"),
      id: sql<string>`${row("id")}`.as("id"),
      email: sql<string | null>`coalesce(h.email, iif(h.user_id is null, i.email, null))`.as("email"),
      // Only of people who are not known by an address: a look-up for each would be a row read for each.
      username: sql<string | null>`case when h.kept and h.email is null and h.user_id is not null then
        ${loginNameOf(sql`${workspaceId}`, sql`h.id`)} end`.as("username"),
      // Only of those who have one to show, for the same reason.
      unproved: unprovedOf("h").as("unproved"),
      firstName: sql<string>`${row("first_name")}`.as("first_name"),
      lastName: sql<string>`${row("last_name")}`.as("last_name"),
      shownAs: sql<string>`${row("shown_as")}`.as("shown_as"),
      delivery: sql<string>`${row("delivery")}`.as("delivery"),
      linkExpiresAt: sql<number | null>`${row("link_expires_at")}`.as("link_expires_at"),
      createdAt: sql<number>`${row("created_at")}`.as("created_at"),
      joinedAt: sql<number | null>`${row("joined_at")}`.as("joined_at"),
      accessEnded: sql<number | null>`h.shown_as = 'deactivated' and h.deactivated_by = 'access_end'`.as(
        "access_ended",
      ),
      lastSeenAt: sql<number | null>`${row("last_seen_at")}`.as("last_seen_at"),
      invitationId: sql<string | null>`i.id`.as("invitation_id"),
      inviterName: sql<string | null>`i.inviter_name`.as("inviter_name"),
      origin: sql<string | null>`i.origin`.as("origin"),
      sentAt: sql<number | null>`i.last_sent_at`.as("sent_at"),
      // Only of open invitations, where the line has anybody at all: a look-up for each would be a row read for each.
      seatWaitSince: sql<
        number | null
      >`case when h.kept and h.shown_as = 'pending' and ${hasSeatLine(workspaceId)}
        then (select sl.since from seat_line sl where sl.workspace_id = ${workspaceId}
          and sl.invitation_id = i.id) end`.as("seat_wait_since"),
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

/** A number on a chip: of a state or of a delivery state (`facet`). */
export interface ChipCount {
  facet: string;
  status: string;
  /** Null where nobody counts. */
  count: number | null;
  /** There may be more. */
  more: 0 | 1;
}

/** Counters that triggers keep, of the whole workspace. */
export function statusCounts(db: Database, workspaceId: string) {
  return db
    .select({
      facet: sql<string>`n.facet`.as("of_facet"),
      status: sql<string>`n.status`.as("status"),
      count: sql<ChipCount["count"]>`n.count`.as("n_count"),
      more: sql<ChipCount["more"]>`0`.as("n_more"),
    })
    .from(
      sql`json_each('["","delivery:bounced"]') p
        cross join ${membershipCounts} n on n.workspace_id = ${workspaceId} and n.facet = p.value`,
    );
}

/** Links of the whole workspace that end between two moments, up to `most`. */
export function endingSoon(db: Database, workspaceId: string, from: number, until: number, most: number) {
  return db.select({ count: sql<number>`count(*)`.as("n_ending") }).from(
    sql`(select 1 from memberships where workspace_id = ${workspaceId} and shown_as = 'pending'
        and link_expires_at > ${from} and link_expires_at <= ${until} limit ${most})`,
  );
}

/** States of those whom the list shows where no filter says otherwise. */
const listedStates = ["active", "deactivated", "expired", "pending"];

export interface PartCounting {
  /** Of the places; or a unit, which means those below it too. */
  facets: readonly string[] | { unitId: string };
  /** The places share people, who count once: the sum of the counters is only the most there can be. */
  distinct: boolean;
  /** States that the list shows of invitations that came to nothing. */
  ended: readonly ListedStatus[];
  /** Links that end between these moments are counted. */
  from: number;
  until: number;
  /** So many are "so many or more": they are not told apart. */
  most: number;
  /** A part of so many is gone through person by person; or its pending ones, where those are so many. */
  sifted: number;
  siftedPending: number;
  /** Rows of the list that may be read to tell people of several places apart. */
  told: number;
}

/**
 * The numbers of a part as rows of `statusCounts`, with `canceled` for those that came to nothing and the facet
 * `ending` for links that end soon. By the counters of its places, and where those leave a number open by reading
 * people, the states with the fewest first, as far as `told` goes. What is open after that is what one place has.
 */
export function partCounts(db: Database, workspaceId: string, part: PartCounting) {
  const facets =
    "unitId" in part.facets
      ? sql`(select json_group_array('unit:' || u.id) from units top cross join units u
          on u.workspace_id = ${workspaceId} and u.path >= top.path and u.path < top.path || '~'
          where top.workspace_id = ${workspaceId} and top.id = ${part.facets.unitId})`
      : sql`${JSON.stringify(part.facets)}`;
  const states = Object.fromEntries(listedStates.map((status) => [status, [status]]));
  const chips = JSON.stringify({ ...states, canceled: part.ended });
  const rowsOf = (statuses: SQL) => sql`json_each(${facets}) p cross join json_each(${statuses}) s
    cross join membership_facets f on f.workspace_id = ${workspaceId} and f.facet = p.value and f.status = s.value`;
  const isSifted = (chip: SQL) => sql`${chip} in (select value from json_each((select statuses from whom)))`;
  return db
    .select({
      facet: sql<string>`facet`.as("of_facet"),
      status: sql<string>`status`.as("status"),
      count: sql<ChipCount["count"]>`coalesce(people, least)`.as("n_count"),
      more: sql<ChipCount["more"]>`people is null and least is not null`.as("n_more"),
    })
    .from(
      sql`(with places as materialized (
          select c.key as chip, sum(n.count) as people from json_each(${facets}) p cross join json_each(${chips}) c
          cross join json_each(c.value) s cross join ${membershipCounts} n
            on n.workspace_id = ${workspaceId} and n.facet = p.value and n.status = s.value
          group by c.key, p.value),
        sums as materialized (select chip, sum(people) as most, max(people) as least from places group by chip),
        whom as materialized (select case
          when (select coalesce(sum(most), 0) from sums where chip <> 'canceled') <= ${part.sifted}
            then ${JSON.stringify(listedStates)}
          when coalesce((select most from sums where chip = 'pending'), 0) <= ${part.siftedPending} then '["pending"]'
          else '[]' end as statuses),
        seen as materialized (select b.status, count(*) as people, sum(m.delivery = 'bounced') as bounced,
            sum(m.link_expires_at > ${part.from} and m.link_expires_at <= ${part.until}) as ending
          from (select distinct f.membership_id as id, f.status as status from ${rowsOf(sql`(select statuses from whom)`)}) b
          cross join memberships m on m.workspace_id = ${workspaceId} and m.id = b.id group by b.status),
        open as materialized (select chip, sum(most) over (order by most, chip) <= ${part.told} as cheap from sums
          where most > least and least < ${part.most} and not ${isSifted(sql`chip`)})
        select '' as facet, chip as status, case
          when ${part.distinct ? 0 : 1} or most = least then most
          when ${isSifted(sql`chip`)} then (select seen.people from seen where seen.status = chip)
          when (select cheap from open where open.chip = sums.chip) then (
            select count(distinct f.membership_id) from ${rowsOf(sql`${chips} -> sums.chip`)})
          end as people, min(least, ${part.most}) as least from sums
        union all select 'delivery:bounced', 'pending', iif(${isSifted(sql`'active'`)},
          (select coalesce(sum(bounced), 0) from seen), null), null
        union all select 'ending', 'pending', iif(${isSifted(sql`'pending'`)},
          (select coalesce(sum(ending), 0) from seen where status = 'pending'), null), null)`,
    );
}

function rangesOf(workspaceId: string, now: number, plan: ListPlan): SQL[] {
  const after = plan.after;
  if (plan.walk && !plan.ids) return walkOf(workspaceId, now, plan, plan.walk);
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
  const ranges = [...statesOf(plan)].map((status) =>
    plan.order === "term"
      ? sql`select term as k, membership_id as id from membership_terms where workspace_id = ${workspaceId}
        and status = ${status} and term < ${plan.search + last}
        and (term, membership_id) > (${after?.[0] ?? plan.search}, ${after?.[1] ?? ""})`
      : sql`select membership_id as id from membership_facets where workspace_id = ${workspaceId}
        and facet = ${plan.facet} and status = ${status} ${beyond(sql`membership_id`, plan)}`,
  );
  if (sortsInOverdue(plan)) ranges.push(overdueRange(workspaceId, now, plan));
  return ranges;
}

/** Those whom the cron has not met come first, then place by place, state by state, by id. */
function walkOf(workspaceId: string, now: number, plan: ListPlan, walk: ListWalk): SQL[] {
  const [key = "", id = ""] = plan.after ?? [];
  const [place = "", state = ""] = String(key).split(" ");
  const within = plan.after !== null && key !== overdueKey;
  const states = [...statesOf(plan)].sort();
  const begun = within ? Math.max(0, states.indexOf(state)) : 0;
  const statuses = sql`json_each(${JSON.stringify(states)}) s`;
  const ranges: SQL[] = [];
  if (sortsInOverdue(plan) && !within) ranges.push(overdueRange(workspaceId, now, plan));
  if ("facets" in walk) {
    const from = within ? walk.facets.indexOf(place) : 0;
    const rest = JSON.stringify(from < 0 ? [] : walk.facets.slice(from));
    ranges.push(sql`select f.facet || ' ' || f.status as k, f.membership_id as id, null as path
      from json_each(${rest}) p cross join ${statuses} cross join membership_facets f
      where f.workspace_id = ${workspaceId} and f.facet = p.value and f.status = s.value
        and f.membership_id > iif(p.key = 0 and s.key = ${begun}, ${within ? id : ""}, '')
        and (p.key > 0 or s.key >= ${begun})`);
    return ranges;
  }
  const from = within
    ? sql`coalesce((select u0.path from units u0 where u0.workspace_id = ${workspaceId}
        and u0.id = ${place.slice("unit:".length)}), '')`
    : sql`''`;
  ranges.push(sql`select f.facet || ' ' || f.status as k, f.membership_id as id, u.path as path
    from units top cross join (select ${from} as path limit 1) b
    cross join units u on u.workspace_id = ${workspaceId} and u.path >= max(top.path, b.path) and u.path < top.path || '~'
    cross join ${statuses} cross join membership_facets f
    where top.workspace_id = ${workspaceId} and top.id = ${walk.unitId}
      and f.workspace_id = ${workspaceId} and f.facet = 'unit:' || u.id and f.status = s.value
      and f.membership_id > iif(u.path = b.path and s.key = ${begun}, ${within ? id : ""}, '')
      and (u.path <> b.path or s.key >= ${begun})`);
  return ranges;
}

function statesOf({ statuses, overdue }: ListPlan): Set<string> {
  const states = new Set<string>(statuses);
  if (states.has("expired") && overdue === "among_pending") states.add("pending");
  return states;
}

function sortsInOverdue(plan: ListPlan): boolean {
  const states = statesOf(plan);
  return states.has("expired") && !states.has("pending") && plan.overdue === "by_index";
}

/** Rows that are pending in the tables and expired in truth: few while the cron runs. */
function overdueRange(workspaceId: string, now: number, plan: ListPlan): SQL {
  const overdue = sql`(select id, search_terms from memberships where workspace_id = ${workspaceId}
    and shown_as = 'pending' and link_expires_at <= ${now} limit ${mostOverdueSorted}) o`;
  if (plan.walk) {
    const there =
      "unitId" in plan.walk
        ? inSubtree(workspaceId, plan.walk.unitId, sql`o.id`)
        : inPart(workspaceId, plan.part, sql`o.id`);
    return sql`select * from (select ${overdueKey} as k, o.id as id, null as path from ${overdue}
      where ${there} and o.id > ${plan.after?.[1] ?? ""} order by o.id)`;
  }
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
  if (plan.unitId !== null) conditions.push(inSubtree(workspaceId, plan.unitId, sql`m.id`));
  if (plan.walk && "unitId" in plan.walk && plan.walk.several) {
    conditions.push(notBefore(workspaceId, plan.walk.unitId));
  }
  for (const facet of plan.also) {
    conditions.push(hasFacet(workspaceId, facet, sql`m.shown_as`, sql`m.id`));
  }
  return conditions.length > 0 ? sql.join(conditions, sql` and `) : sql`1`;
}

/**
 * Where a row stands, as `memberships.stands_at` has it, for the reader of a part to judge. Who is in one place, by a
 * row of their own, was met there if places were walked through (`true`); found in another way, it is looked up.
 */
function placesOfRow(workspaceId: string, { part, walk, facet }: ListPlan): SQL<string | null> {
  if (!part) return sql<string | null>`null`;
  const metThere = walk !== null || facet.startsWith("unit:") || facet.startsWith("group:");
  const only = metThere ? sql`'true'` : facetsOfPlaces(workspaceId, sql`h.id`, part);
  return sql<string | null>`case when h.kept then coalesce(h.stands_at, ${only}) end`;
}

/** Somebody of several units of a subtree stands under the first, on one page only. */
function notBefore(workspaceId: string, unitId: string): SQL {
  return sql`(c.path is null or not exists (select 1 from unit_members n
      cross join units d on d.workspace_id = ${workspaceId} and d.id = n.unit_id and d.path < c.path
      cross join units top on top.workspace_id = ${workspaceId} and top.id = ${unitId} and d.path >= top.path
      where n.workspace_id = ${workspaceId} and n.membership_id = m.id))`;
}

function hasFacet(workspaceId: string, facet: string, status: SQL, id: SQL): SQL {
  if (facet === "") return sql`1`;
  return sql`exists (select 1 from membership_facets f where f.workspace_id = ${workspaceId}
    and f.facet = ${facet} and f.status = ${status} and f.membership_id = ${id})`;
}

/**
 * The smallest of a person's terms that begin with the search, by functions alone: it reads no rows. With few
 * parameters, of which D1 takes a hundred a statement.
 */
function firstTerm(terms: SQL, search: string): SQL {
  const places = termPlaces.map((place) => {
    const term = sql`json_extract(${terms}, ${sql.raw(`'$[${place}]'`)})`;
    return sql`iif(${term} >= ${search} and ${term} < ${search} || ${lastInSql}, ${term}, ${lastInSql} || ${lastInSql})`;
  });
  return sql`min(${sql.join(places, sql`, `)})`;
}
