import { and, eq, isNotNull, type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { invitations, seatLine } from "../schema/index.ts";
import { insertFrom } from "./insert-from.ts";
import { seatColumns } from "./seats.ts";
import { eachRow } from "./statements.ts";

/** The place of an invitation in the line as a JSON object `{ since, toldAt }`; null: it is in none. */
export function seatWaitOf(workspaceId: SQL, invitationId: SQL) {
  return sql<string | null>`(select json_object('since', sl.since, 'toldAt', sl.told_at) from seat_line sl
    where sl.workspace_id = ${workspaceId} and sl.invitation_id = ${invitationId})`;
}

/** True in SQL where anybody of the workspace waits for a seat. */
export function hasSeatLine(workspaceId: string): SQL {
  return sql`exists (select 1 from seat_line sa where sa.workspace_id = ${workspaceId})`;
}

/** How many seats there are and are taken, and the invitation's place in the line for one. */
export function seatWait(db: Database, workspaceId: string, invitationId: string) {
  const { seats, active } = seatColumns(sql`${workspaceId}`);
  return db
    .select({ seats, active, wait: seatWaitOf(sql`${workspaceId}`, sql`${invitationId}`).as("wait") })
    .from(sql`(select 1)`);
}

/**
 * Puts an open invitation into the line, at its end; who is in it keeps their place and is told anew when it is their
 * turn. Guard it.
 */
export function joinSeatLine(
  db: Database,
  waits: { workspaceId: string; invitationId: string; membershipId: string; since: number },
) {
  return insertFrom(
    db,
    seatLine,
    { ...waits, toldAt: null },
    sql`from invitations i where i.workspace_id = ${waits.workspaceId} and i.id = ${waits.invitationId}
      and i.status = 'pending'`,
  ).onConflictDoUpdate({
    target: [seatLine.workspaceId, seatLine.invitationId],
    set: { toldAt: null },
    setWhere: isNotNull(seatLine.toldAt),
  });
}

/** Seats that nobody has, for a workspace called `w`; as many as one likes where there is no end of them. */
const freeSeats = (endless: number) => sql`coalesce((select max(0, w.seats - coalesce((
    select c.count from membership_counts c
    where c.workspace_id = w.id and c.facet = '' and c.status = 'active'), 0))), ${endless})`;

/** Those who were told and may still come: after a while the next is told as well. */
const mayCome = (toldSince: number) => sql`(s.told_at is null or s.told_at > ${toldSince})`;

/**
 * Open workspaces whose line has to move: there are more seats than people who were told of one and may still come,
 * or fewer. By steps through the index, one for each workspace with a line, however long the lines are.
 */
export function movingSeatLines(db: Database, toldSince: number, most: number) {
  return db
    .select({
      workspaceId: sql<string>`l.id`.as("line_of"),
      free: sql<number>`l.free`.as("free"),
      told: sql<number>`l.told`.as("told"),
    })
    .from(
      sql`(with recursive lines(id) as (
          select min(workspace_id) from seat_line
          union all
          select (select min(n.workspace_id) from seat_line n where n.workspace_id > lines.id) from lines
          where lines.id is not null)
        select w.id as id, ${freeSeats(most)} as free,
          (select count(*) from seat_line t indexed by seat_line_told
            where t.workspace_id = w.id and t.told_at is not null and t.told_at > ${toldSince}) as told,
          exists (select 1 from seat_line u where u.workspace_id = w.id and u.told_at is null) as more
        from lines cross join workspaces w on w.id = lines.id and w.status = 'active') l`,
    )
    .where(sql`l.told > l.free or (l.told < l.free and l.more)`);
}

export interface SeatLineRule {
  workspaceId: string;
  now: number;
  /** Who was told before this moment and has not come stands in nobody's way. */
  toldSince: number;
  /** States of the latest mail after which none arrives any more. */
  dead: readonly string[];
  /** Links issued before this moment are dead and are not mailed (T-10). */
  notBefore: number;
  /** Who has had so many mails since `mailedSince` gets none now, and stands in nobody's way. */
  mailsAtMost: number;
  mailedSince: number;
  /** How many at most. */
  limit: number;
}

/**
 * The first of the line, as many as there are seats: those whose link opens, whose mail arrives, and who have not come in
 * by themselves meanwhile (P-04).
 */
function inFront(rule: SeatLineRule): SQL {
  const { workspaceId, now, toldSince, dead, notBefore, mailsAtMost, mailedSince, limit } = rule;
  return sql`(select s.workspace_id, s.invitation_id, s.told_at, i.send_times
    from seat_line s
    cross join invitations i on i.workspace_id = s.workspace_id and i.id = s.invitation_id
    cross join workspaces iw on iw.id = s.workspace_id
    where s.workspace_id = ${workspaceId} and ${mayCome(toldSince)}
      and i.status = 'pending' and coalesce(i.expires_at > ${now}, 1)
      and i.issued_at >= max(${notBefore}, iw.invite_epoch)
      and i.delivery not in (select value from json_each(${JSON.stringify(dead)}))
      and not exists (select 1 from memberships m where m.workspace_id = i.workspace_id
        and m.id = i.membership_id and m.access_ends_at <= ${now})
      and not exists (select 1 from memberships h where h.workspace_id = i.workspace_id
        and h.email = i.email and h.status <> 'removed' and h.id <> i.membership_id)
      and (s.told_at is not null or ${mailsAtMost} > (
        select count(*) from json_each(i.send_times) t where t.value > ${mailedSince}))
    order by s.since, s.membership_id
    limit (select min(${limit}, ${freeSeats(limit)}) from workspaces w where w.id = ${workspaceId}))`;
}

/** Those for whom there is a seat and who do not know. */
export function nextForSeats(db: Database, rule: SeatLineRule) {
  return db
    .select({
      id: sql<string>`f.invitation_id`.as("next_id"),
      sendTimes: sql<string>`f.send_times`.as("send_times"),
    })
    .from(sql`${inFront(rule)} f`)
    .where(sql`f.told_at is null`);
}

/** Whoever was told and whose seat somebody else has taken is told again when it is their turn: they keep their place. */
export function takeBackTurns(db: Database, rule: SeatLineRule) {
  return db
    .update(seatLine)
    .set({ toldAt: null })
    .where(
      and(
        eq(seatLine.workspaceId, rule.workspaceId),
        sql`${seatLine.toldAt} > ${rule.toldSince}`,
        sql`${seatLine.invitationId} not in (select f.invitation_id from ${inFront(rule)} f)`,
      ),
    );
}

/**
 * Stamps the invitations of those who are told now, only while it is their turn and nobody has told them: of two crons at
 * once one does it. `people` is a JSON array of `{ id, sendTimes }`.
 */
export function stampTold(db: Database, rule: SeatLineRule, people: string, op: string) {
  return db
    .update(invitations)
    .set({ lastOp: op, sendTimes: sql`j.value ->> '$.sendTimes'` })
    .from(eachRow(people, { workspace: rule.workspaceId }))
    .where(
      sql`${invitations.workspaceId} = j.workspace and ${invitations.id} = j.value ->> '$.id'
        and ${invitations.id} in (select f.invitation_id from ${inFront(rule)} f where f.told_at is null)`,
    );
}

/** Remembers that they know: those whom `stampTold` stamped by this act. */
export function markTold(db: Database, workspaceId: string, people: string, op: string, now: number) {
  return db
    .update(seatLine)
    .set({ toldAt: now })
    .from(eachRow(people, { workspace: workspaceId }))
    .where(
      sql`${seatLine.workspaceId} = j.workspace and ${seatLine.invitationId} = j.value ->> '$.id'
        and exists (select 1 from invitations i where i.workspace_id = j.workspace
          and i.id = j.value ->> '$.id' and i.last_op = ${op})`,
    );
}
