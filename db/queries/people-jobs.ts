import { sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { auditDetails, auditEvents, jobResults } from "../schema/index.ts";
import { candidates, type JobFilter, matching } from "./job-targets.ts";
import { inPart, type Part } from "./parts.ts";
import { marked, type PeopleChunk } from "./people-acts.ts";
import { type PeopleAct, type PeopleBounds, verdict } from "./people-verdicts.ts";
import { eachRow, type Statement } from "./statements.ts";

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

/** One audit row a person, for those whom the chunk has marked; `rows` is a JSON array of `{ id, membershipId }`. */
export function auditPeople(
  db: Database,
  { workspaceId, op }: Pick<PeopleChunk, "workspaceId" | "op">,
  event: Omit<typeof auditEvents.$inferInsert, "id" | "membershipId" | "workspaceId" | "op">,
  actorName: string,
  details: string,
  rows: string,
): Statement[] {
  const people = marked({ workspaceId, op, rows });
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

/** The courses of an act that are there, by title; `courseIds` is a JSON array. */
export function coursesOfAct(db: Database, workspaceId: string, courseIds: string) {
  return db
    .select({
      id: sql<string>`c.id`.as("id"),
      title: sql<string>`c.title`.as("title"),
      status: sql<"draft" | "published">`c.status`.as("status"),
    })
    .from(
      sql`json_each(${courseIds}) j cross join courses c on c.workspace_id = ${workspaceId} and c.id = j.value
        and c.deleted_at is null`,
    )
    .orderBy(sql`c.title_key`);
}
