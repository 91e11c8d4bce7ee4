import { and, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { auditDetails, auditEvents, invitations, outbox } from "../schema/index.ts";
import { insertFrom } from "./insert-from.ts";
import { mailIdsOf } from "./outbox.ts";

export interface AskedAgain {
  slug: string;
  email: string;
  now: number;
  op: string;
  /** Links issued before this moment are dead and are not mailed. */
  notBefore: number;
  /** How far apart two mails of one invitation must be (ms), and how many there may be within a day. */
  pause: number;
  perDay: number;
  /** The counter of `countRequest` and what it may say at most. */
  counterKey: string;
  windowStart: number;
  limit: number;
}

const day = 86_400_000;

/**
 * Stamps the open invitation of an address without an account, where its link may be mailed once more.
 * The link and its term stay as they are: whoever asks has proved nothing. The conditions stand in the
 * statement, so that known and unknown addresses take the same path.
 */
export function markAskedAgain(db: Database, asked: AskedAgain) {
  const { now, op } = asked;
  const recent = sql`select s.value from json_each(${invitations.sendTimes}) s where s.value > ${now - day}`;
  return db
    .update(invitations)
    .set({
      delivery: "queued",
      deliveryDetail: null,
      sendTimes: sql`(select json_group_array(t.value) from (${recent} union all select ${now}) t)`,
      lastOp: op,
    })
    .where(
      and(
        sql`${invitations.email} = ${asked.email} and ${invitations.status} = 'pending'`,
        sql`(${invitations.expiresAt} is null or ${invitations.expiresAt} > ${now})`,
        sql`${invitations.workspaceId} = (select w.id from workspaces w where w.slug = ${asked.slug}
          and w.status = 'active' and ${invitations.issuedAt} >= max(w.invite_epoch, ${asked.notBefore}))`,
        sql`not exists (select 1 from users u where u.email = ${asked.email})`,
        sql`not exists (select 1 from outbox p where p.workspace_id = ${invitations.workspaceId}
          and p.id in ${mailIdsOf(sql`${invitations.workspaceId}`, sql`= ${invitations.id}`)}
          and p.state in ('pending', 'leased', 'unknown'))`,
        sql`coalesce(json_extract(${invitations.sendTimes}, '$[#-1]'), 0) <= ${now - asked.pause}`,
        sql`(select count(*) from (${recent})) < ${asked.perDay}`,
        sql`(select c.count from rate_counters c where c.key = ${asked.counterKey}
          and c.window_start = ${asked.windowStart}) <= ${asked.limit}`,
      ),
    );
}

const stamped = ({ slug, email, op }: AskedAgain) => sql`from invitations i
  where i.workspace_id = (select w.id from workspaces w where w.slug = ${slug})
    and i.email = ${email} and i.status = 'pending' and i.last_op = ${op}`;

/** The mail of an invitation that was just stamped; nothing when none was. */
export function insertAskedMail(db: Database, row: typeof outbox.$inferInsert, asked: AskedAgain) {
  return insertFrom(
    db,
    outbox,
    {
      ...row,
      workspaceId: sql`i.workspace_id`,
      language: sql`i.language`,
      invitationId: sql`i.id`,
      generation: sql`i.generation`,
      note: sql`i.note`,
    },
    stamped(asked),
  );
}

/** The audit of an invitation that was just stamped; nothing when none was. */
export function insertAskedAudit(
  db: Database,
  row: Omit<typeof auditEvents.$inferInsert, "workspaceId" | "membershipId" | "targetId">,
  asked: AskedAgain,
) {
  const { id } = row;
  return [
    insertFrom(
      db,
      auditEvents,
      {
        ...row,
        workspaceId: sql`i.workspace_id`,
        membershipId: sql`i.membership_id`,
        targetId: sql`i.id`,
      },
      stamped(asked),
    ),
    insertFrom(
      db,
      auditDetails,
      {
        workspaceId: sql`i.workspace_id`,
        auditId: id,
        actorName: "",
        details: sql`json_object('email', i.email)`,
      },
      stamped(asked),
    ),
  ] as const;
}
