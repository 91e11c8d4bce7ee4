import { type SQL, sql } from "drizzle-orm";
import { type Bounds, beyondBounds } from "./job-targets.ts";
import { lastActiveAdmin } from "./members.ts";
import { inPart } from "./parts.ts";

/** What a bulk act does with each person. */
export type PeopleAct =
  | { kind: "place"; addGroupId: string }
  | { kind: "place"; removeGroupId: string; propagates: boolean }
  | { kind: "place"; toUnitId: string }
  | { kind: "place"; removeUnitId: string }
  /** Into a unit again that an act took them out of; `onlyOne` where everybody is in one. */
  | { kind: "place"; backToUnitId: string; onlyOne: boolean }
  | { kind: "deactivate" | "reactivate" | "remove" }
  | { kind: "change_roles"; add: ScopedRole }
  | { kind: "change_roles"; remove: ScopedRole }
  | { kind: "enrol"; courseIds: readonly string[] }
  | { kind: "withdraw"; courseIds: readonly string[] }
  | { kind: "set_access_end"; accessEndsOn: string | null }
  | { kind: "label"; addLabels: readonly string[] }
  | { kind: "label"; removeLabels: readonly string[] };

export interface ScopedRole {
  role: string;
  unitId: string | null;
  groupId: string | null;
}

/** What bounds an act on people besides. */
export interface PeopleBounds extends Bounds {
  /** Who asks: the membership behind the act, which it never takes itself out by. */
  self: string;
  /** As many labels as a person can have. */
  mostLabels: number;
}

/** In SQL: this person holds the role where it is meant. */
const holdsRole = ({ role, unitId, groupId }: ScopedRole) => sql`exists (select 1 from role_assignments h
  where h.workspace_id = m.workspace_id and h.membership_id = m.id and h.role = ${role}
    and h.scope_id = ${unitId ?? groupId ?? ""})`;

/**
 * Labels as a JSON array of `{ label, forms }`: SQLite's `lower` knows ASCII alone, so each comes with the ways in
 * which it may be written, and words that differ by case are the same.
 */
export function labelsToFind(labels: readonly string[]): string {
  const plain = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return JSON.stringify(
    labels.map((label) => {
      const small = label.toLowerCase();
      const first = small.charAt(0).toUpperCase() + small.slice(1);
      return { label, forms: [...new Set([label, small, first, label.toUpperCase()].map(plain))] };
    }),
  );
}

/** True in SQL where the label `l.value` is the one of `w.value`, a row of `labelsToFind`. */
export const isLabel = sql`lower(l.value) in (select f.value from json_each(w.value -> '$.forms') f)`;

/** How many of the labels person `m` has, in SQL. */
const labelsHeld = (labels: string) => sql`(select count(*) from json_each(${labels}) w
  where exists (select 1 from json_each(m.labels) l where ${isLabel}))`;

/** Courses of a JSON array of ids that people can be enrolled in, as `o`. */
export const openCourses = (workspaceId: string, courseIds: string) => sql`json_each(${courseIds}) c
  cross join courses o on o.workspace_id = ${workspaceId} and o.id = c.value
    and o.status = 'published' and o.deleted_at is null`;

/** Why a person will be left out, or `ok`. The run decides by the same words. */
export function verdict(workspaceId: string, act: PeopleAct, bounds: PeopleBounds, now: number): SQL {
  const gone = sql`when not ${inPart(workspaceId, bounds.part, sql`m.id`)} then 'not_found'`;
  const whole = beyondBounds(workspaceId, bounds);
  const self = sql`when m.id = ${bounds.self} then 'yourself'`;
  const unlessJoined = sql`when m.status not in ('active', 'deactivated') then 'not_joined'`;
  const roleAt = (condition: SQL) => sql`when exists (select 1 from role_assignments h
    where h.workspace_id = m.workspace_id and h.membership_id = m.id and ${condition}) then 'role_there'`;
  const inGroup = (id: string, also: SQL) => sql`exists (select 1 from group_members g
    where g.workspace_id = m.workspace_id and g.membership_id = m.id and g.group_id = ${id} ${also})`;
  // The wall would stop the others as well. Of the last administrator `self` and the bounds keep bulk acts away.
  const spare = sql`when exists (select 1 from sso_connections c where c.workspace_id = m.workspace_id
    and c.spare_admin = m.id and c.enforced_at is not null) then 'only_admin'`;
  if (act.kind === "deactivate") {
    return sql`case ${whole} ${self} ${spare} when m.status <> 'active' then 'not_active' else 'ok' end`;
  }
  if (act.kind === "reactivate") {
    return sql`case ${whole} when m.status <> 'deactivated' then 'not_deactivated'
      when m.access_ends_at <= ${now} then 'access_ended' else 'ok' end`;
  }
  if (act.kind === "remove") return sql`case ${whole} ${self} ${spare} ${unlessJoined} else 'ok' end`;
  if (act.kind === "set_access_end") {
    const lastAdmin = act.accessEndsOn === null ? sql`` : sql`when ${lastActiveAdmin("m")} then 'only_admin'`;
    return sql`case ${whole} when m.status = 'deactivated' then 'not_active' ${lastAdmin}
      when m.access_ends_on is ${act.accessEndsOn} then 'already' else 'ok' end`;
  }
  if (act.kind === "label") {
    if ("removeLabels" in act) {
      const held = labelsHeld(labelsToFind(act.removeLabels));
      return sql`case ${whole} when ${held} = 0 then 'already' else 'ok' end`;
    }
    const missing = sql`(${act.addLabels.length} - ${labelsHeld(labelsToFind(act.addLabels))})`;
    return sql`case ${whole} when ${missing} = 0 then 'already'
      when json_array_length(m.labels) + ${missing} > ${bounds.mostLabels} then 'many_labels' else 'ok' end`;
  }
  if (act.kind === "enrol") {
    return sql`case ${gone} when m.status = 'pending' then 'not_joined' when m.status <> 'active' then 'not_active'
      when not exists (select 1 from ${openCourses(workspaceId, JSON.stringify(act.courseIds))}
        where not exists (select 1 from enrolments e where e.workspace_id = m.workspace_id
          and e.membership_id = m.id and e.course_id = o.id and e.status <> 'withdrawn')) then 'already'
      else 'ok' end`;
  }
  if (act.kind === "withdraw") {
    const held = (condition: SQL) => sql`exists (select 1 from json_each(${JSON.stringify(act.courseIds)}) c
      cross join enrolments e on e.workspace_id = m.workspace_id and e.membership_id = m.id
        and e.course_id = c.value and ${condition})`;
    return sql`case ${gone} when ${held(sql`e.status = 'active'`)} then 'ok'
      when ${held(sql`e.status = 'completed'`)} then 'completed' else 'already' end`;
  }
  if (act.kind === "change_roles") {
    if ("add" in act) {
      return sql`case ${whole} ${unlessJoined} when ${holdsRole(act.add)} then 'already' else 'ok' end`;
    }
    return sql`case ${whole} ${act.remove.role === "admin" ? sql`${self} ${spare}` : sql``} ${unlessJoined}
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
  const inUnit = (
    id: string,
  ) => sql`exists (select 1 from unit_members n where n.workspace_id = m.workspace_id
    and n.membership_id = m.id and n.unit_id = ${id})`;
  if ("removeUnitId" in act) {
    return sql`case ${gone} when not ${inUnit(act.removeUnitId)} then 'already'
      ${roleAt(sql`h.unit_id = ${act.removeUnitId}`)} else 'ok' end`;
  }
  if ("backToUnitId" in act) {
    const elsewhere = act.onlyOne
      ? sql`when exists (select 1 from unit_members n where n.workspace_id = m.workspace_id
          and n.membership_id = m.id) then 'other_unit'`
      : sql``;
    return sql`case ${gone} when ${inUnit(act.backToUnitId)} then 'already' ${elsewhere} else 'ok' end`;
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
