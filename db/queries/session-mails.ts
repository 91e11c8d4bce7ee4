import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { outbox, sessionAttendees } from "../schema/index.ts";
import { idOfRow, insertFrom } from "./insert-from.ts";
import { policyValue } from "./policy-values.ts";
import type { Statement } from "./statements.ts";
import { isReached, memberOfMail, toReader } from "./told-for-others.ts";

/** The mails about sessions; each names its session and finds whom it concerns by their address, or by itself. */
const sessionTemplates = ["session_invitation", "session_reminder", "session_canceled"] as const;
export type SessionTemplate = (typeof sessionTemplates)[number];

/** What a mail about a session says, as JSON, with the name of its reader; null for other mails. */
export const sessionOfMail = sql<string | null>`(select json_object('title', s.title, 'courseId', s.course_id,
    'courseTitle', c.title, 'startsAt', s.starts_at, 'endsAt', s.ends_at, 'timeZone', s.time_zone,
    'place', s.place, 'online', json(iif(s.link is null, 'false', 'true')),
    'joined', json(iif(m.status = 'pending', 'false', 'true')), 'firstName', m.first_name)
  from course_sessions s
  join courses c on c.workspace_id = s.workspace_id and c.id = s.course_id
  join memberships m on m.workspace_id = s.workspace_id and m.id = ${memberOfMail}
  where outbox.template like 'session%' and s.workspace_id = outbox.workspace_id and s.id = outbox.subject_id)`.as(
  "session",
);

/**
 * True in SQL for a mail about a session that came to nothing: it was canceled or has begun, or the reader lost
 * the place, withdrew from the course or was deactivated. Nobody is called to what is not there.
 */
export function isStaleSessionMail(now: number): SQL {
  return sql`(outbox.template in (select value from json_each(${JSON.stringify(sessionTemplates)}))
    and not exists (
      select 1 from course_sessions s
      cross join memberships m on m.workspace_id = s.workspace_id and m.id = ${memberOfMail}
        and m.status in ('active', 'pending')
      where s.workspace_id = outbox.workspace_id and s.id = outbox.subject_id and s.starts_at > ${now}
        and (outbox.template = 'session_canceled' or (s.canceled_at is null
          and exists (select 1 from session_attendees a where a.workspace_id = s.workspace_id
            and a.session_id = s.id and a.membership_id = m.id)
          and not exists (select 1 from enrolments e where e.workspace_id = s.workspace_id
            and e.membership_id = m.id and e.course_id = s.course_id and e.status = 'withdrawn')))))`;
}

interface Telling {
  workspaceId: string;
  now: number;
  op: string;
}

/** A mail for each place that `from` finds: attendee `a`, session `s`, member `m` whom it reaches. */
function insertSessionMails(
  db: Database,
  { now, op }: Pick<Telling, "now" | "op">,
  template: SessionTemplate,
  from: SQL,
  dueAt = now,
): Statement {
  return insertFrom(
    db,
    outbox,
    {
      workspaceId: sql`a.workspace_id`,
      id: idOfRow("out", op, "s"),
      template,
      generation: 0,
      subjectId: sql`a.session_id`,
      ...toReader,
      language: sql`m.language`,
      state: "pending",
      priority: 1,
      dueAt,
      attempts: 0,
      op,
      createdAt: now,
    },
    from,
  );
}

/** Places that nobody was told of, in sessions that are still to come; `a`, `s` and `m`. */
const untold = (people: SQL, { workspaceId, now }: Telling, tellPending: boolean) => sql`${people}
  cross join course_sessions s on s.workspace_id = ${workspaceId} and s.id = a.session_id
    and s.canceled_at is null and s.starts_at > ${now}
  cross join memberships m on m.workspace_id = ${workspaceId} and m.id = a.membership_id and ${isReached}
    and (m.status = 'active' ${tellPending ? sql`or m.status = 'pending'` : sql``})
  where a.told_at is null`;

function tell(
  db: Database,
  act: Telling,
  people: SQL,
  { tellPending = false, dueAt = act.now }: { tellPending?: boolean; dueAt?: number },
): [Statement, Statement] {
  const places = untold(people, act, tellPending);
  return [
    insertSessionMails(db, act, "session_invitation", sql`from ${places}`, dueAt),
    db
      .update(sessionAttendees)
      .set({ toldAt: act.now })
      .where(
        sql`${sessionAttendees.workspaceId} = ${act.workspaceId}
          and (${sessionAttendees.sessionId}, ${sessionAttendees.membershipId}) in (
            select a.session_id, a.membership_id from ${places})`,
      ),
  ];
}

/**
 * Mails people the sessions that they have a place in and were not told of, one mail each (F79). Those who
 * have not joined yet only where the policy says so (D34); `membershipIds` is a JSON array.
 */
export function tellOfSessions(
  db: Database,
  act: Telling & { membershipIds: string },
  options: { tellPending?: boolean; dueAt?: number } = {},
): [Statement, Statement] {
  const people = sql`json_each(${act.membershipIds}) j
    cross join session_attendees a on a.workspace_id = ${act.workspaceId} and a.membership_id = j.value`;
  return tell(db, act, people, options);
}

/** The same for everybody in one session. */
export function tellAttendees(
  db: Database,
  act: Telling & { sessionId: string },
  options: { tellPending?: boolean } = {},
): [Statement, Statement] {
  const people = sql`(select * from session_attendees where workspace_id = ${act.workspaceId}
    and session_id = ${act.sessionId}) a`;
  return tell(db, act, people, options);
}

/** The same for everybody in the sessions of a course. */
export function tellCourse(db: Database, act: Telling & { courseId: string }): [Statement, Statement] {
  const people = sql`(select t.* from course_sessions cs
    cross join session_attendees t on t.workspace_id = ${act.workspaceId} and t.session_id = cs.id
    where cs.workspace_id = ${act.workspaceId} and cs.course_id = ${act.courseId} and cs.starts_at > ${act.now}) a`;
  return tell(db, act, people, {});
}

/** Forgets that the people of a session were told of it and reminded: it has moved, and they are told anew. */
export function forgetTold(db: Database, workspaceId: string, sessionId: string): Statement {
  return db
    .update(sessionAttendees)
    .set({ toldAt: null, remindedAt: null })
    .where(
      sql`${sessionAttendees.workspaceId} = ${workspaceId} and ${sessionAttendees.sessionId} = ${sessionId}`,
    );
}

/** Takes back what an act told somebody of sessions, while its mails wait for the end of the time to undo it. */
export function untell(
  db: Database,
  { workspaceId, membershipId, op }: { workspaceId: string; membershipId: string; op: string },
  mail: { createdAt: number; dueAt: number },
): [Statement, Statement] {
  return [
    db
      .update(outbox)
      .set({ state: "canceled" })
      .where(
        sql`${outbox.workspaceId} = ${workspaceId} and ${outbox.state} = 'pending' and ${outbox.priority} = 1
          and ${outbox.dueAt} = ${mail.dueAt} and ${outbox.op} = ${op}
          and ${outbox.template} = 'session_invitation'`,
      ),
    db
      .update(sessionAttendees)
      .set({ toldAt: null })
      .where(
        sql`${sessionAttendees.workspaceId} = ${workspaceId} and ${sessionAttendees.membershipId} = ${membershipId}
          and ${sessionAttendees.toldAt} = ${mail.createdAt}`,
      ),
  ];
}

/** Forgets that one person was told of sessions: the mails went to another address. */
export function forgetToldOf(db: Database, workspaceId: string, membershipId: string): Statement {
  return db
    .update(sessionAttendees)
    .set({ toldAt: null, remindedAt: null })
    .where(
      sql`${sessionAttendees.workspaceId} = ${workspaceId} and ${sessionAttendees.membershipId} = ${membershipId}`,
    );
}

/** Mails those who were told of a session that this very act canceled it. */
export function tellOfCancellation(db: Database, act: Telling, tellPending = false): Statement {
  const { workspaceId, now, op } = act;
  return insertSessionMails(
    db,
    act,
    "session_canceled",
    sql`from (select * from course_sessions where workspace_id = ${workspaceId} and starts_at > ${now}
        and last_op = ${op} and canceled_at = ${now}) s
      cross join session_attendees a on a.workspace_id = ${workspaceId} and a.session_id = s.id
        and a.told_at is not null
      cross join memberships m on m.workspace_id = ${workspaceId} and m.id = a.membership_id and ${isReached}
        and (m.status = 'active' ${tellPending ? sql`or m.status = 'pending'` : sql``})`,
  );
}

export interface SessionReminderRule {
  now: number;
  /** `session.remind_hours` of each preset as a JSON object; a workspace's own value counts first. */
  hoursByPreset: string;
  /** How long after its moment a reminder is still worth sending (ms). */
  slack: number;
}

/** The moment at which people are reminded of session `s` of workspace `w`; null where nobody is. */
const remindMoment = (hoursByPreset: string) =>
  sql`(s.starts_at - 3600000 * ${policyValue("session.remind_hours", hoursByPreset)})`;

/** The longest that people can be reminded before a session: 14 days (policies.ts). */
const longestBefore = 14 * 86_400_000;

/** Sessions of all open workspaces whose reminder is due and has not gone to everybody. */
export function dueSessionReminders(db: Database, rule: SessionReminderRule, limit: number) {
  const { now, slack } = rule;
  const moment = remindMoment(rule.hoursByPreset);
  return db
    .select({
      workspaceId: sql<string>`s.workspace_id`.as("workspace_id"),
      id: sql<string>`s.id`.as("id"),
      moment: sql<number>`${moment}`.as("moment"),
      preset: sql<string>`w.preset`.as("preset"),
      policyOverrides: sql<string>`w.policy_overrides`.as("policy_overrides"),
      plan: sql<string>`w.plan`.as("plan"),
    })
    .from(
      sql`(select * from course_sessions where starts_at > ${now} and starts_at <= ${now + longestBefore}
          and canceled_at is null order by starts_at) s
        cross join workspaces w on w.id = s.workspace_id and w.status = 'active'`,
    )
    .where(
      sql`${moment} between ${now - slack} and ${now} and exists (select 1 from session_attendees a
        where a.workspace_id = s.workspace_id and a.session_id = s.id and a.reminded_at is null and a.told_at < ${moment})`,
    )
    .limit(limit);
}

/**
 * Reminds everybody of one session who was told of it before the moment of the reminder, once each. Who got the
 * place later has just been told. Those who were told may have been deactivated since, or may not have joined:
 * `tellPending` says whether those are mailed.
 */
export function remindOfSession(
  db: Database,
  act: Telling,
  session: { id: string; moment: number; tellPending: boolean },
): [Statement, Statement] {
  const { workspaceId, now } = act;
  const due = sql`(select * from session_attendees where workspace_id = ${workspaceId}
      and session_id = ${session.id} and reminded_at is null and told_at < ${session.moment}) a
    cross join course_sessions s on s.workspace_id = ${workspaceId} and s.id = a.session_id
      and s.canceled_at is null and s.starts_at > ${now}
    cross join memberships m on m.workspace_id = ${workspaceId} and m.id = a.membership_id
      and ${isReached} and (m.status = 'active' ${session.tellPending ? sql`or m.status = 'pending'` : sql``})
    where not exists (select 1 from enrolments e where e.workspace_id = ${workspaceId}
      and e.membership_id = a.membership_id and e.course_id = s.course_id and e.status = 'withdrawn')`;
  return [
    insertSessionMails(db, act, "session_reminder", sql`from ${due}`),
    db
      .update(sessionAttendees)
      .set({ remindedAt: now })
      .where(
        sql`${sessionAttendees.workspaceId} = ${workspaceId} and ${sessionAttendees.sessionId} = ${session.id}
          and ${sessionAttendees.remindedAt} is null and ${sessionAttendees.toldAt} < ${session.moment}`,
      ),
  ];
}
