import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import {
  auditDetails,
  auditEvents,
  authSessions,
  groupMembers,
  jobResults,
  memberships,
  roleAssignments,
  unitMembers,
} from "../schema/index.ts";
import { type Bounds, beyondBounds, candidates, type JobFilter, matching } from "./job-targets.ts";
import { type Standing, stands } from "./members.ts";
import { inPart, type Part } from "./parts.ts";
import { eachRow, type Statement } from "./statements.ts";

/** What a bulk act does with each person. */
export type PeopleAct =
  | { kind: "place"; addGroupId: string }
  | { kind: "place"; removeGroupId: string; propagates: boolean }
  | { kind: "place"; toUnitId: string }
  | { kind: "deactivate" | "reactivate" | "remove" }
  | { kind: "change_roles"; add: ScopedRole }
  | { kind: "change_roles"; remove: ScopedRole };

export interface ScopedRole {
  role: string;
  unitId: string | null;
  groupId: string | null;
}

/** Who asks: the membership behind the act, which it never takes itself out by. */
export interface PeopleBounds extends Bounds {
  self: string;
}

// SQLite compares text by bytes; no UTF-8 text has a byte above this one's.
const last = "\u{10ffff}";

/** People whom another job has done something with: what is taken back for them all. */
const doneBy = (workspaceId: string, jobId: string) =>
  sql`select r.membership_id as id from job_results r where r.workspace_id = ${workspaceId}
    and r.job_id = ${jobId} and r.outcome = 'done'`;

export interface PeopleTarget {
  filter: JobFilter;
  /** Instead of a filter: those whom this job has done something with. */
  ofJob?: string | undefined;
  /** States that are meant where the filter names none. */
  statuses: readonly string[];
}

function found(
  workspaceId: string,
  { filter, ofJob, statuses }: PeopleTarget,
  now: number,
  part: Part | null,
) {
  const wanted = filter.status ? filter : { ...filter, statuses };
  const from = ofJob ? doneBy(workspaceId, ofJob) : candidates(workspaceId, wanted, now, part);
  const where = ofJob ? inPart(workspaceId, part, sql`m.id`) : matching(workspaceId, wanted, now, part);
  return {
    from: sql`(${from}) c cross join memberships m on m.workspace_id = ${workspaceId} and m.id = c.id`,
    where: sql`m.status <> 'removed' and ${where}`,
  };
}

const scopeOf = ({ unitId, groupId }: ScopedRole) => unitId ?? groupId ?? "";

const holdsRole = ({ role, ...at }: ScopedRole) => sql`exists (select 1 from role_assignments h
  where h.workspace_id = m.workspace_id and h.membership_id = m.id and h.role = ${role} and h.scope_id = ${scopeOf({ role, ...at })})`;

/** Why a person will be left out, or `ok`. The run decides by the same words. */
function verdict(workspaceId: string, act: PeopleAct, bounds: PeopleBounds, now: number): SQL {
  const gone = sql`when not ${inPart(workspaceId, bounds.part, sql`m.id`)} then 'not_found'`;
  const whole = beyondBounds(workspaceId, bounds);
  const self = sql`when m.id = ${bounds.self} then 'yourself'`;
  const unlessJoined = sql`when m.status not in ('active', 'deactivated') then 'not_joined'`;
  const roleAt = (condition: SQL) => sql`when exists (select 1 from role_assignments h
    where h.workspace_id = m.workspace_id and h.membership_id = m.id and ${condition}) then 'role_there'`;
  const inGroup = (id: string, also: SQL) => sql`exists (select 1 from group_members g
    where g.workspace_id = m.workspace_id and g.membership_id = m.id and g.group_id = ${id} ${also})`;
  if (act.kind === "deactivate") {
    return sql`case ${whole} ${self} when m.status <> 'active' then 'not_active' else 'ok' end`;
  }
  if (act.kind === "reactivate") {
    return sql`case ${whole} when m.status <> 'deactivated' then 'not_deactivated'
      when m.access_ends_at <= ${now} then 'access_ended' else 'ok' end`;
  }
  if (act.kind === "remove") return sql`case ${whole} ${self} ${unlessJoined} else 'ok' end`;
  if (act.kind === "change_roles") {
    if ("add" in act) {
      return sql`case ${whole} ${unlessJoined} when ${holdsRole(act.add)} then 'already' else 'ok' end`;
    }
    return sql`case ${whole} ${act.remove.role === "admin" ? self : sql``} ${unlessJoined}
      when not ${holdsRole(act.remove)} then 'already'
      when (select count(*) from role_assignments h where h.workspace_id = m.workspace_id
        and h.membership_id = m.id) = 1 then 'only_role' else 'ok' end`;
  }
  if ("addGroupId" in act) {
    return sql`case ${gone} when m.status = 'deactivated' then 'not_active'
      when ${inGroup(act.addGroupId, sql`and g.kind = 'direct'`)} then 'already' else 'ok' end`;
  }
  if ("removeGroupId" in act) {
    const lost = sql`(select d.id from "groups" s cross join "groups" d on d.workspace_id = s.workspace_id
      and d.path >= s.path and d.path < s.path || '~' where s.workspace_id = ${workspaceId} and s.id = ${act.removeGroupId})`;
    return sql`case ${gone} when not ${inGroup(act.removeGroupId, sql``)} then 'already'
      ${roleAt(sql`h.group_id in ${lost}`)} else 'ok' end`;
  }
  if (!("toUnitId" in act)) return sql`'ok'`;
  const outside = bounds.part
    ? sql`when exists (select 1 from unit_members o where o.workspace_id = m.workspace_id and o.membership_id = m.id
        and o.unit_id not in (select value from json_each(${JSON.stringify(bounds.part.units)}))) then 'elsewhere_too'`
    : sql``;
  return sql`case ${gone} ${outside}
    when (select group_concat(o.unit_id) from unit_members o where o.workspace_id = m.workspace_id
      and o.membership_id = m.id) = ${act.toUnitId} then 'already'
    ${roleAt(sql`h.unit_id is not null and h.unit_id <> ${act.toUnitId}`)} else 'ok' end`;
}

/** How many people the act would change and how many it would leave out, by reason. */
export function previewOfPeople(
  db: Database,
  workspaceId: string,
  act: PeopleAct,
  target: PeopleTarget,
  bounds: PeopleBounds,
  now: number,
) {
  const { from, where } = found(workspaceId, target, now, bounds.part);
  return db
    .select({
      verdict: sql<string>`${verdict(workspaceId, act, bounds, now)}`.as("verdict"),
      count: sql<number>`count(*)`.as("n"),
    })
    .from(from)
    .where(where)
    .groupBy(sql`verdict`);
}

/** Writes down whom the job is about, so that what happens meanwhile does not change it. */
export function stagePeopleJob(
  db: Database,
  workspaceId: string,
  jobId: string,
  target: PeopleTarget,
  part: Part | null,
  now: number,
) {
  const { from, where } = found(workspaceId, target, now, part);
  return db
    .insert(jobResults)
    .select(sql`select m.workspace_id, ${jobId}, m.id, 'waiting' from ${from} where ${where}`);
}

/** The next people of a job from `cursor` downwards, each with the verdict of this moment. */
export function peopleChunk(
  db: Database,
  workspaceId: string,
  job: { id: string; cursor: string | null },
  act: PeopleAct,
  bounds: PeopleBounds,
  now: number,
  limit: number,
) {
  return db
    .select({
      membershipId: sql<string>`r.membership_id`.as("membership_id"),
      verdict: sql<string>`${verdict(workspaceId, act, bounds, now)}`.as("verdict"),
      seen: sql<string | null>`m.last_op`.as("seen"),
      status: sql<string>`m.status`.as("status"),
    })
    .from(
      sql`job_results r cross join memberships m on m.workspace_id = ${workspaceId} and m.id = r.membership_id`,
    )
    .where(
      sql`r.workspace_id = ${workspaceId} and r.job_id = ${job.id} and r.outcome = 'waiting'
        and r.membership_id < ${job.cursor ?? last}`,
    )
    .orderBy(sql`r.membership_id desc`)
    .limit(limit);
}

/** One chunk of an act: who acts, on whom (a JSON array of `{ membershipId, seen, status }`), under which name. */
export interface PeopleChunk {
  workspaceId: string;
  op: string;
  rows: string;
  standing: Standing;
  now: number;
}

/** A last day of access that is over goes with reactivating: it would end them again at once. */
function withoutOverEnd(now: number) {
  const unlessOver = (column: SQL) => sql`iif(${memberships.accessEndsAt} <= ${now}, null, ${column})`;
  return {
    accessEndsOn: unlessOver(sql`${memberships.accessEndsOn}`),
    accessEndDoes: unlessOver(sql`${memberships.accessEndDoes}`),
    accessWarned: unlessOver(sql`${memberships.accessWarned}`),
    accessEndsAt: unlessOver(sql`${memberships.accessEndsAt}`),
  };
}

/** Marks those of the chunk whom nobody changed since they were read, while whoever started it still may. */
export function claimPeople(
  db: Database,
  { workspaceId, op, rows, standing, now }: PeopleChunk,
  values: Partial<typeof memberships.$inferInsert>,
): Statement {
  return db
    .update(memberships)
    .set({ ...values, ...(values.status === "active" ? withoutOverEnd(now) : {}), lastOp: op })
    .from(eachRow(rows, { workspace: workspaceId }))
    .where(
      sql`${memberships.workspaceId} = j.workspace and ${memberships.id} = j.value ->> '$.membershipId'
        and ${memberships.status} = j.value ->> '$.status' and ${memberships.lastOp} is j.value ->> '$.seen'
        and ${stands(standing)}`,
    );
}

/** Those whom the chunk has marked, as `m`. */
const marked = ({ workspaceId, op, rows }: PeopleChunk) =>
  sql`json_each(${rows}) j cross join memberships m on m.workspace_id = ${workspaceId}
    and m.id = j.value ->> '$.membershipId' and m.last_op = ${op}`;

/** What follows for those whom the chunk has marked. */
export function actOnPeople(db: Database, chunk: PeopleChunk, act: PeopleAct): Statement[] {
  const { workspaceId } = chunk;
  const people = marked(chunk);
  const ids = sql`(select m.id from ${people})`;
  if (act.kind === "deactivate" || act.kind === "remove") {
    return [
      db.delete(authSessions).where(
        sql`${authSessions.userId} in (select m.user_id from ${people} where m.user_id is not null)
          and not exists (select 1 from memberships o where o.user_id = ${authSessions.userId} and o.status = 'active')`,
      ),
    ];
  }
  if (act.kind === "reactivate") return [];
  const join = (groupId: string) =>
    db
      .insert(groupMembers)
      .select(
        sql`select m.workspace_id, m.id, g.id, 'direct' from ${people}
          cross join "groups" g on g.workspace_id = m.workspace_id and g.id = ${groupId} where true`,
      )
      .onConflictDoUpdate({
        target: [groupMembers.workspaceId, groupMembers.membershipId, groupMembers.groupId],
        set: { kind: "direct" },
      });
  if (act.kind === "change_roles") {
    const { role, unitId, groupId } = "add" in act ? act.add : act.remove;
    const scope = unitId ?? groupId ?? "";
    if ("remove" in act) {
      return [
        db.delete(roleAssignments).where(
          sql`${roleAssignments.workspaceId} = ${workspaceId} and ${roleAssignments.membershipId} in ${ids}
            and ${roleAssignments.role} = ${role} and ${roleAssignments.scopeId} = ${scope}`,
        ),
      ];
    }
    return [
      db
        .insert(roleAssignments)
        .select(
          sql`select m.workspace_id, m.id, ${role}, ${scope}, ${unitId}, ${groupId} from ${people} where true`,
        )
        .onConflictDoNothing(),
      ...(groupId ? [join(groupId)] : []),
    ];
  }
  if ("addGroupId" in act) return [join(act.addGroupId)];
  if ("removeGroupId" in act) {
    // As for one person (F8): a learner also leaves the groups below that no private one parts from it.
    const below = sql`(select d.id from "groups" s cross join "groups" d on d.workspace_id = s.workspace_id
        and d.path >= s.path and d.path < s.path || '~'
      where s.workspace_id = ${workspaceId} and s.id = ${act.removeGroupId}
        and not exists (select 1 from json_each('["' || replace(rtrim(d.path, '/'), '/', '","') || '"]') a
          cross join "groups" p on p.workspace_id = d.workspace_id and p.id = a.value
          where p.path > s.path and p.visibility = 'private'))`;
    const learner = sql`exists (select 1 from role_assignments l where l.workspace_id = ${workspaceId}
      and l.membership_id = ${groupMembers.membershipId} and l.role = 'learner')`;
    return [
      db.delete(groupMembers).where(
        sql`${groupMembers.workspaceId} = ${workspaceId} and ${groupMembers.membershipId} in ${ids}
          and ${groupMembers.kind} <> 'derived' and (${groupMembers.groupId} = ${act.removeGroupId}
            ${act.propagates ? sql`or (${learner} and ${groupMembers.groupId} in ${below})` : sql``})`,
      ),
    ];
  }
  if (!("toUnitId" in act)) return [];
  return [
    db.delete(unitMembers).where(
      sql`${unitMembers.workspaceId} = ${workspaceId} and ${unitMembers.membershipId} in ${ids}
        and ${unitMembers.unitId} <> ${act.toUnitId}`,
    ),
    db
      .insert(unitMembers)
      .select(
        sql`select m.workspace_id, m.id, u.id from ${people}
          cross join units u on u.workspace_id = m.workspace_id and u.id = ${act.toUnitId} where true`,
      )
      .onConflictDoNothing(),
  ];
}

/** One audit row a person, for those whom the chunk has marked; `rows` is a JSON array of `{ id, membershipId }`. */
export function auditPeople(
  db: Database,
  { workspaceId, op }: PeopleChunk,
  event: Omit<typeof auditEvents.$inferInsert, "id" | "membershipId" | "workspaceId" | "op">,
  actorName: string,
  details: string,
  rows: string,
): Statement[] {
  const people = sql`json_each(${rows}) j cross join memberships m on m.workspace_id = ${workspaceId}
    and m.id = j.value ->> '$.membershipId' and m.last_op = ${op}`;
  return [
    db.insert(auditEvents).select(
      sql`select m.workspace_id, j.value ->> '$.id', ${event.at}, ${event.actorKind}, ${event.actorId},
        ${event.action}, m.id, ${event.targetId ?? null}, ${op}, ${event.ipPrefix ?? null}, ${event.requestId} from ${people}`,
    ),
    db.insert(auditDetails).select(
      sql`select m.workspace_id, j.value ->> '$.id', ${actorName},
        json_patch(${details}, json_object('email', m.email, 'bulk', json('true'))), null from ${people}`,
    ),
  ];
}

/** What became of each person; one whom somebody else changed meanwhile says so. */
export function settlePeopleRows(
  db: Database,
  workspaceId: string,
  jobId: string,
  op: string,
  outcomes: string,
): Statement {
  return db
    .update(jobResults)
    .set({
      outcome: sql`case when j.value ->> '$.outcome' <> 'done' then j.value ->> '$.outcome'
        when exists (select 1 from memberships m where m.workspace_id = ${workspaceId}
          and m.id = j.value ->> '$.membershipId' and m.last_op = ${op}) then 'done' else 'changed_meanwhile' end`,
    })
    .from(eachRow(outcomes, { workspace: workspaceId, job: jobId }))
    .where(
      sql`${jobResults.workspaceId} = j.workspace and ${jobResults.jobId} = j.job
        and ${jobResults.membershipId} = j.value ->> '$.membershipId' and ${jobResults.outcome} = 'waiting'`,
    );
}

/** Does the place of an act still exist, and is it not being deleted. */
export function placeOfAct(db: Database, workspaceId: string, id: string) {
  return db
    .select({
      name: sql<string>`p.name`.as("name"),
      deleting: sql<number>`exists (select 1 from jobs b where b.status = 'running'
        and b.workspace_id = ${workspaceId} and b.kind = 'delete_group' and b.filter ->> '$.groupId' = ${id})`.as(
        "deleting",
      ),
    })
    .from(
      sql`(select name from units where workspace_id = ${workspaceId} and id = ${id}
        union all select name from "groups" where workspace_id = ${workspaceId} and id = ${id}) p`,
    );
}
