import { sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { auditDetails, auditEvents, invitations, outbox } from "../schema/index.ts";
import { insertFrom } from "./insert-from.ts";
import { mailIdsOf } from "./outbox.ts";
import { eachRow } from "./statements.ts";

/** Invitation columns of many rows at once; `changes` is a JSON array of `{ id, seen, ... }`. */
export function changeInvitations(db: Database, workspaceId: string, op: string, changes: string) {
  const at = (name: string) => sql`j.value ->> ${`$.${name}`}`;
  return db
    .update(invitations)
    .set({
      status: sql`${at("status")}`,
      generation: sql`${at("generation")}`,
      floorGeneration: sql`${at("floorGeneration")}`,
      issuedAt: sql`${at("issuedAt")}`,
      expiresAt: sql`${at("expiresAt")}`,
      endedAt: sql`${at("endedAt")}`,
      delivery: sql`coalesce(${at("delivery")}, ${invitations.delivery})`,
      sendTimes: sql`coalesce(${at("sendTimes")}, ${invitations.sendTimes})`,
      reminders: sql`${at("reminders")}`,
      remindAt: sql`${at("remindAt")}`,
      lastOp: op,
    })
    .from(eachRow(changes, { workspace: workspaceId }))
    .where(
      sql`${invitations.workspaceId} = j.workspace and ${invitations.id} = ${at("id")}
        and ${invitations.lastOp} = ${at("seen")}`,
    );
}

/** Takes back unsent mail of all invitations that this act changed. */
export function cancelOutboxOfOp(db: Database, workspaceId: string, op: string, ids: string) {
  return db
    .update(outbox)
    .set({ state: "canceled" })
    .where(
      sql`${outbox.workspaceId} = ${workspaceId} and ${outbox.state} in ('pending', 'unknown')
        and ${outbox.id} in ${mailIdsOf(
          workspaceId,
          sql`in (select i.id from json_each(${ids}) j cross join invitations i
            on i.workspace_id = ${workspaceId} and i.id = j.value and i.last_op = ${op})`,
        )}`,
    );
}

/** One mail for each invitation that this act changed; `mails` is a JSON array of `{ id, invitationId, template }`. */
export function insertOutboxOfOp(
  db: Database,
  workspaceId: string,
  op: string,
  mails: string,
  note: string | null,
  now: number,
) {
  return insertFrom(
    db,
    outbox,
    {
      workspaceId: sql`i.workspace_id`,
      id: sql`j.value ->> '$.id'`,
      template: sql`j.value ->> '$.template'`,
      invitationId: sql`i.id`,
      generation: sql`i.generation`,
      to: sql`i.email`,
      language: sql`i.language`,
      note: sql`coalesce(${note}, i.note)`,
      state: "pending",
      priority: 1,
      dueAt: now,
      attempts: 0,
      op,
      createdAt: now,
    },
    sql`from json_each(${mails}) j cross join invitations i on i.workspace_id = ${workspaceId}
      and i.id = j.value ->> '$.invitationId' and i.last_op = ${op}`,
  );
}

/** One audit row a person, for those whom this act changed; `rows` is a JSON array of `{ id, invitationId }`. */
export function insertAuditOfOp(
  db: Database,
  event: Omit<typeof auditEvents.$inferInsert, "id" | "membershipId" | "targetId">,
  actorName: string,
  rows: string,
) {
  return [
    db.insert(auditEvents).select(
      sql`select i.workspace_id, j.value ->> '$.id', ${event.at}, ${event.actorKind}, ${event.actorId},
        ${event.action}, i.membership_id, i.id, ${event.op}, ${event.ipPrefix}, ${event.requestId}
        from json_each(${rows}) j cross join invitations i on i.workspace_id = ${event.workspaceId}
        and i.id = j.value ->> '$.invitationId' and i.last_op = ${event.op}`,
    ),
    db.insert(auditDetails).select(
      sql`select i.workspace_id, j.value ->> '$.id', ${actorName}, json_object('email', i.email, 'bulk', json('true')), null
        from json_each(${rows}) j cross join invitations i on i.workspace_id = ${event.workspaceId}
        and i.id = j.value ->> '$.invitationId' and i.last_op = ${event.op}`,
    ),
  ] as const;
}
