import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import {
  authSessions,
  enrolments,
  groupMembers,
  memberships,
  roleAssignments,
  unitMembers,
} from "../schema/index.ts";
import { enrolEach, freeSeats } from "./enrolments.ts";
import { type Standing, stands } from "./members.ts";
import { isLabel, labelsToFind, openCourses, type PeopleAct } from "./people-verdicts.ts";
import { eachRow, type Statement } from "./statements.ts";

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
export const marked = ({ workspaceId, op, rows }: Pick<PeopleChunk, "workspaceId" | "op" | "rows">) =>
  sql`json_each(${rows}) j cross join memberships m on m.workspace_id = ${workspaceId}
    and m.id = j.value ->> '$.membershipId' and m.last_op = ${op}`;

/** What follows for those whom the chunk has marked. */
export function actOnPeople(db: Database, chunk: PeopleChunk, act: PeopleAct): Statement[] {
  const { workspaceId } = chunk;
  const people = marked(chunk);
  const ids = sql`(select m.id from ${people})`;
  if (act.kind === "deactivate" || act.kind === "remove") {
    return [
      ...(act.kind === "remove"
        ? [freeSeats(db, sql`select m.workspace_id, m.id from ${people}`, chunk.now)]
        : []),
      db.delete(authSessions).where(
        sql`${authSessions.userId} in (select m.user_id from ${people} where m.user_id is not null)
          and not exists (select 1 from memberships o where o.user_id = ${authSessions.userId} and o.status = 'active')`,
      ),
    ];
  }
  if (act.kind === "reactivate" || act.kind === "set_access_end") return [];
  if (act.kind === "label") return [relabel(db, workspaceId, ids, act)];
  if (act.kind === "enrol") return enrolChunk(db, chunk, JSON.stringify(act.courseIds));
  if (act.kind === "withdraw") return [withdrawChunk(db, chunk, JSON.stringify(act.courseIds))];
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
  const leave = (units: SQL) =>
    db.delete(unitMembers).where(
      sql`${unitMembers.workspaceId} = ${workspaceId} and ${unitMembers.membershipId} in ${ids}
        and ${unitMembers.unitId} ${units}`,
    );
  const enter = (unitId: string) =>
    db
      .insert(unitMembers)
      .select(
        sql`select m.workspace_id, m.id, u.id from ${people}
          cross join units u on u.workspace_id = m.workspace_id and u.id = ${unitId} where true`,
      )
      .onConflictDoNothing();
  if ("removeUnitId" in act) return [leave(sql`= ${act.removeUnitId}`)];
  if ("backToUnitId" in act) return [enter(act.backToUnitId)];
  return "toUnitId" in act ? [leave(sql`<> ${act.toUnitId}`), enter(act.toUnitId)] : [];
}

/** The labels of people with some more or fewer, in the order in which they came. */
function relabel(
  db: Database,
  workspaceId: string,
  ids: SQL,
  act: Extract<PeopleAct, { kind: "label" }>,
): Statement {
  const own = sql`json_each(${memberships.labels}) l`;
  const wanted = labelsToFind("addLabels" in act ? act.addLabels : act.removeLabels);
  const labels =
    "addLabels" in act
      ? sql`select l.value as label from ${own}
          union all select w.value ->> '$.label' from json_each(${wanted}) w
            where not exists (select 1 from ${own} where ${isLabel})`
      : sql`select l.value as label from ${own}
          where not exists (select 1 from json_each(${wanted}) w where ${isLabel})`;
  return db
    .update(memberships)
    .set({ labels: sql`(select json_group_array(label) from (${labels}))` })
    .where(sql`${memberships.workspaceId} = ${workspaceId} and ${memberships.id} in ${ids}`);
}

/** Takes people out of courses, as one by one: the record stays, and what is completed stays completed. */
function withdrawChunk(db: Database, chunk: PeopleChunk, courseIds: string): Statement {
  const { workspaceId, op, now } = chunk;
  return db
    .update(enrolments)
    .set({ status: "withdrawn", withdrawnAt: now, lastOp: op })
    .where(
      sql`${enrolments.workspaceId} = ${workspaceId} and ${enrolments.status} = 'active'
        and ${enrolments.membershipId} in (select m.id from ${marked(chunk)})
        and ${enrolments.courseId} in (select value from json_each(${courseIds}))`,
    );
}

/** Enrols by hand, as one by one: who withdrew goes on where they were. */
function enrolChunk(db: Database, chunk: PeopleChunk, courseIds: string): Statement[] {
  const { workspaceId, op } = chunk;
  const people = marked(chunk);
  return [
    db
      .update(enrolments)
      .set({ status: "active", withdrawnAt: null, lastOp: op })
      .where(
        sql`${enrolments.workspaceId} = ${workspaceId} and ${enrolments.status} = 'withdrawn'
          and ${enrolments.membershipId} in (select m.id from ${people} where m.status = 'active')
          and ${enrolments.courseId} in (select o.id from ${openCourses(workspaceId, courseIds)})`,
      ),
    enrolEach(
      db,
      chunk,
      "manual",
      sql`select m.id as member_id, c.value as course_id from ${people} cross join json_each(${courseIds}) c`,
    ),
  ];
}
