import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { workspaces } from "../schema/index.ts";
import { loginNameOf } from "./login-names.ts";
import { shownAddress } from "./shown-address.ts";
import { guardThat, type Statement } from "./statements.ts";

/** One of the counters that triggers keep; 0 where nobody was counted yet. */
const counted = (workspaceId: SQL, facet: string, status: string) => sql<number>`coalesce((
  select c.count from membership_counts c
  where c.workspace_id = ${workspaceId} and c.facet = ${facet} and c.status = ${status}), 0)`;

/** How many seats there are and who takes them, as columns of a row of `workspaces` called by `id`. */
export function seatColumns(id: SQL) {
  return {
    seats: sql<number | null>`(select w.seats from workspaces w where w.id = ${id})`.as("seat_limit"),
    /** Whoever may come in: each takes a seat. */
    active: counted(id, "", "active").as("seat_active"),
    /** Those of them who were set up and have not been here, where they count from then on. */
    held: counted(id, "seat", "held").as("seat_held"),
    /** Open invitations. */
    pending: counted(id, "", "pending").as("seat_pending"),
  };
}

export type SeatCounts = { seats: number | null; active: number; held: number; pending: number };

/** Seats and what takes them, from the counters: one row. Without a workspace: none. */
export function seatCounts(db: Database, workspaceId: string) {
  return db
    .select({
      ...seatColumns(sql`${workspaceId}`),
      refusedAt: sql<number | null>`${workspaces.seatRefusedAt}`.as("seat_refused_at"),
      /** Those who found no seat and asked to be told of one. */
      waiting: counted(sql`${workspaceId}`, "seat", "waiting").as("seat_waiting"),
    })
    .from(workspaces)
    .where(eq(workspaces.id, workspaceId));
}

/** The same beside how many invitations were sent in the window of a counter of rates. */
export function roomToInvite(db: Database, workspaceId: string, counterKey: string, windowStart: number) {
  return db
    .select({
      ...seatColumns(sql`${workspaceId}`),
      sentToday: sql<number>`coalesce((select r.count from rate_counters r
        where r.key = ${counterKey} and r.window_start = ${windowStart}), 0)`.as("sent_today"),
    })
    .from(workspaces)
    .where(eq(workspaces.id, workspaceId));
}

/** Aborts the batch where, at this place in it, active people and open invitations are more than the seats. */
export function guardReservedSeats(db: Database, workspaceId: string): Statement {
  const id = sql`${workspaceId}`;
  return guardThat(
    db,
    sql`coalesce((select w.seats from workspaces w where w.id = ${id})
      >= ${counted(id, "", "active")} + ${counted(id, "", "pending")}, 1)`,
  );
}

/** Remembers that somebody found no seat, where that was not remembered since: guard it. */
export function noteSeatRefusal(db: Database, workspaceId: string, now: number, since: number) {
  return db
    .update(workspaces)
    .set({ seatRefusedAt: now })
    .where(and(eq(workspaces.id, workspaceId), sql`coalesce(${workspaces.seatRefusedAt}, 0) < ${since}`));
}

/** A workspace by its address, with its plan and what takes its seats. */
export function planOfWorkspace(db: Database, slug: string) {
  return db
    .select({
      id: workspaces.id,
      name: workspaces.name,
      plan: workspaces.plan,
      ...seatColumns(sql`workspaces.id`),
    })
    .from(workspaces)
    .where(eq(workspaces.slug, slug));
}

/** Gives a workspace another plan, while it is on the one that was seen: guard it. */
export function changePlan(
  db: Database,
  seen: { id: string; plan: string; seats: number | null },
  next: { plan: string; seats: number | null },
) {
  return db
    .update(workspaces)
    .set(next)
    .where(
      and(
        eq(workspaces.id, seen.id),
        eq(workspaces.plan, seen.plan),
        sql`${workspaces.seats} is ${seen.seats}`,
      ),
    );
}

/** What a list shows: seats that count, those of people who have not been here, open invitations, or the line for one. */
export type SeatKind = "counted" | "held" | "reserved" | "waiting";

/** Where a page of seats ended: at a moment where they go by that, at a term in a search, otherwise at an id alone. */
export interface SeatPosition {
  key: string;
  id: string;
}

// SQLite compares text by bytes; no UTF-8 text has a byte above this one's.
const lastText = "\u{10ffff}";

/** What belongs to each kind, of a membership `m`. */
const ofKind: Record<SeatKind, SQL> = {
  counted: sql`m.seat_since is not null`,
  held: sql`m.seat_since is null and m.status = 'active'`,
  reserved: sql`m.shown_as = 'pending'`,
  waiting: sql`sl.since is not null`,
};

/**
 * A page of seats, the latest first, and of the line, the first first; each kind as a range of one index; a search in the order of its terms. `look`
 * rows of the index are looked at; `fits` is 0 for one that belongs to another kind. A search finds somebody by each
 * term of theirs that begins so: whoever reads keeps the first.
 */
export function seatPage(
  db: Database,
  workspaceId: string,
  wanted: { kind: SeatKind; search: string; after: SeatPosition | null; look: number },
) {
  const { kind, search, look } = wanted;
  const found = search ? foundBy(workspaceId, wanted) : rangeOf(workspaceId, wanted);
  return db
    .select({
      key: sql<string | number>`f.k`.as("k"),
      id: sql<string>`m.id`.as("id"),
      firstName: sql<string>`m.first_name`.as("first_name"),
      lastName: sql<string>`m.last_name`.as("last_name"),
      email: shownAddress("m").as("email"),
      username: sql<string | null>`case when m.email is null then
        ${loginNameOf(sql`m.workspace_id`, sql`m.id`)} end`.as("username"),
      invitationId: sql<string | null>`m.invitation_id`.as("invitation_id"),
      createdAt: sql<number>`m.created_at`.as("created_at"),
      since: sql<number | null>`${kind === "waiting" ? sql`sl.since` : sql`m.seat_since`}`.as("seat_since"),
      terms: sql<string>`m.search_terms`.as("search_terms"),
      fits: sql<number>`${ofKind[kind]}`.as("fits"),
    })
    .from(
      sql`(${found} limit ${look}) f cross join memberships m on m.workspace_id = ${workspaceId} and m.id = f.id
        ${kind === "waiting" ? lineOf : sql``}`,
    )
    .orderBy(
      search || kind === "waiting"
        ? sql`f.k, m.id`
        : kind === "counted"
          ? sql`f.k desc, m.id desc`
          : sql`m.id desc`,
    );
}

/** The place in the line of a membership `m`. */
const lineOf = sql`left join seat_line sl on sl.workspace_id = m.workspace_id and sl.invitation_id = m.invitation_id`;

function rangeOf(workspaceId: string, { kind, after }: { kind: SeatKind; after: SeatPosition | null }): SQL {
  if (kind === "counted") {
    const before = after ? sql`and (seat_since, id) < (${Number(after.key)}, ${after.id})` : sql``;
    return sql`select seat_since as k, id from memberships indexed by memberships_seats
      where workspace_id = ${workspaceId} and seat_since is not null ${before} order by seat_since desc, id desc`;
  }
  if (kind === "waiting") {
    const behind = after ? sql`and (since, membership_id) > (${Number(after.key)}, ${after.id})` : sql``;
    return sql`select since as k, membership_id as id from seat_line indexed by seat_line_order
      where workspace_id = ${workspaceId} ${behind} order by since, membership_id`;
  }
  if (kind === "held") {
    return sql`select 0 as k, id from memberships indexed by memberships_held
      where workspace_id = ${workspaceId} and seat_since is null and status = 'active'
        ${after ? sql`and id < ${after.id}` : sql``} order by id desc`;
  }
  return sql`select 0 as k, membership_id as id from membership_facets where workspace_id = ${workspaceId}
    and facet = '' and status = 'pending' ${after ? sql`and membership_id < ${after.id}` : sql``}
    order by membership_id desc`;
}

function foundBy(
  workspaceId: string,
  { kind, search, after }: { kind: SeatKind; search: string; after: SeatPosition | null },
): SQL {
  return sql`select term as k, membership_id as id from membership_terms where workspace_id = ${workspaceId}
    and status = ${kind === "reserved" || kind === "waiting" ? "pending" : "active"} and term < ${search + lastText}
    and (term, membership_id) > (${after?.key ?? search}, ${after?.id ?? ""}) order by term, membership_id`;
}
