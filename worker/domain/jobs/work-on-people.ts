import { advanceJob, stopJobRows } from "../../../db/queries/jobs.ts";
import { actOnPeople, claimPeople } from "../../../db/queries/people-acts.ts";
import {
  auditPeople,
  coursesOfAct,
  peopleChunk,
  placeOfAct,
  settlePeopleRows,
} from "../../../db/queries/people-jobs.ts";
import type { PeopleAct } from "../../../db/queries/people-verdicts.ts";
import { closeOver } from "../../../db/queries/places.ts";
import { seatCounts } from "../../../db/queries/seats.ts";
import { isGuardRefusal, raisedBy, type Statement } from "../../../db/queries/statements.ts";
import type { memberships } from "../../../db/schema/index.ts";
import type { AuditAction } from "../audit.ts";
import type { Context } from "../context.ts";
import { heldRoles } from "../held-roles.ts";
import { wakeMail } from "../mail/queue-mail.ts";
import { endOfAccess, warningPassed } from "../members/access-end.ts";
import { carrying } from "../members/member-change.ts";
import { isRoleKey, type Reach, rolesHere } from "../permissions.ts";
import { followGroups } from "../places/follow-groups.ts";
import type { Policies } from "../policies.ts";
import { guardSeats, roomFor } from "../seats/room.ts";
import { type Authority, type Starter, starterAuthority } from "../starter-authority.ts";
import { within } from "../use-case.ts";
import {
  courseIdsOf,
  mayHandOut,
  type PeopleAction,
  peopleBoundsOf,
  permissionOf,
  placeIdOf,
} from "./people-job-fields.ts";

const chunk = 200;

interface LeasedJob {
  workspaceId: string;
  id: string;
  kind: PeopleAction;
  filter: Record<string, unknown>;
  cursor: string | null;
  actorKind: string;
  actorId: string;
  actorName: string;
}

interface Working {
  starter: (Starter & { membershipId: string }) | undefined;
  policies: Policies;
  timeZone: string;
  /** The lease. */
  op: string;
}

/**
 * One chunk of a bulk act on people. What its starter may is read anew, and where: people who have left their
 * part are not found, and of somebody demoted in this very moment nothing is written.
 */
export async function workOnPeople(
  ctx: Context,
  job: LeasedJob,
  working: Working,
): Promise<{ more: boolean }> {
  const { starter, policies, timeZone, op } = working;
  const { workspaceId, kind } = job;
  const act = job.filter.act as PeopleAct;
  const permission = permissionOf[kind];
  const authority = starterAuthority(starter, job.actorKind, within(permission), policies);
  const stop = async (outcome: string) => {
    await write(ctx, [
      stopJobRows(ctx.db, workspaceId, job.id, outcome),
      advanceJob(ctx.db, workspaceId, job.id, op, { outcomes: "[]", cursor: null, last: true }, ctx.now()),
    ]);
    return { more: false };
  };
  if (!starter || !authority) return stop("right_lost");
  const bounds = peopleBoundsOf(authority, kind, starter.membershipId);
  const placeId = placeIdOf(act);
  const { part } = bounds;
  if (part && placeId && !part.units.includes(placeId) && !part.groups.includes(placeId)) {
    return stop("right_lost");
  }
  const named = "add" in act ? act.add : act.kind === "change_roles" && "remove" in act ? act.remove : null;
  if (named && !mayStillHandOut(authority, authority.reach(permission), named, policies)) {
    return stop("right_lost");
  }
  const now = ctx.now();
  const comesBack = kind === "reactivate";
  const [found, [place], courses, [counts]] = await ctx.db.batch([
    peopleChunk(ctx.db, workspaceId, job, act, bounds, now, chunk),
    placeOfAct(ctx.db, workspaceId, placeId ?? ""),
    coursesOfAct(ctx.db, workspaceId, courseIdsOf(act)),
    seatCounts(ctx.db, comesBack ? workspaceId : ""),
  ]);
  if (placeId && (!place || (place.deleting && "addGroupId" in act))) return stop("place_gone");
  const open = courses.filter(({ status }) => kind === "withdraw" || status === "published");
  if ("courseIds" in act && open.length === 0) return stop("course_gone");
  const values = valuesAfter(act, { now, timeZone, policies });
  if (!values) return stop("day_over");

  const rows = seated(found, roomFor(policies, counts));
  const acts = rows.filter(({ verdict }) => verdict === "ok");
  const last = rows.length < chunk;
  const ids = JSON.stringify(acts.map(({ membershipId }) => membershipId));
  const standing = {
    workspaceId,
    membershipId: starter.membershipId,
    // What was chosen without a part stands only while a role of the whole workspace does.
    roles: carrying(heldRoles(starter.roles), permission, policies).filter(
      ({ scopeId }) => part !== null || scopeId === "",
    ),
  };
  const people = { workspaceId, op, rows: JSON.stringify(acts), standing, now };
  const { action, targetId, details } = told(act, place?.name ?? open.map(({ title }) => title).join(", "));
  const statements: Statement[] =
    acts.length === 0
      ? []
      : [
          claimPeople(ctx.db, people, values),
          ...actOnPeople(ctx.db, people, act),
          ...(comesBack ? guardSeats(ctx, { id: workspaceId, policies, seats: counts?.seats ?? null }) : []),
          ...following(ctx, act, { workspaceId, policies, op }, ids),
          ...auditPeople(
            ctx.db,
            people,
            {
              at: now,
              actorKind: job.actorKind,
              actorId: job.actorId,
              action,
              targetId,
              ipPrefix: null,
              requestId: ctx.request.id,
            },
            job.actorName,
            JSON.stringify(details),
            JSON.stringify(acts.map(({ membershipId }) => ({ id: ctx.ids.next("audit"), membershipId }))),
          ),
        ];
  const outcomes = JSON.stringify(
    rows.map(({ membershipId, verdict }) => ({
      membershipId,
      outcome: verdict === "ok" ? "done" : verdict,
    })),
  );
  const cursor = rows.at(-1)?.membershipId ?? null;
  try {
    await write(ctx, [
      ...statements,
      settlePeopleRows(ctx.db, workspaceId, job.id, op, outcomes),
      advanceJob(ctx.db, workspaceId, job.id, op, { outcomes, cursor, last }, now),
    ]);
  } catch (error) {
    // Somebody took a seat in this very moment: who is among the first for those that are left is asked anew.
    if (comesBack && (raisedBy(error) === "NO_SEAT" || isGuardRefusal(error))) {
      return workOnPeople(ctx, job, working);
    }
    // The wall: whoever started it is no administrator any more, or the only one was among these.
    if (raisedBy(error) !== "LAST_ADMIN") throw error;
    return stop("last_admin");
  }
  await wakeMail(ctx, workspaceId);
  return { more: !last };
}

/** Seats are given in the order of the rows; who comes after the last one is left out (F109). */
function seated<Row extends { verdict: string }>(rows: readonly Row[], room: number): Row[] {
  let left = room;
  return rows.map((row) => {
    if (row.verdict !== "ok") return row;
    left -= 1;
    return left < 0 ? { ...row, verdict: "no_seat" } : row;
  });
}

/** Whether whoever started it may hand out the role today, and the workspace has it. */
function mayStillHandOut(
  authority: Authority,
  reach: Reach | null,
  { role, unitId, groupId }: { role: string; unitId: string | null; groupId: string | null },
  policies: Policies,
): boolean {
  return (
    reach !== null &&
    isRoleKey(role) &&
    rolesHere(policies, authority.customRoles).includes(role) &&
    mayHandOut(authority, reach, { role, unitId, groupId })
  );
}

/** The columns of a person after the act; null for a last day that is over, or that the workspace has no more. */
function valuesAfter(
  act: PeopleAct,
  { now, timeZone, policies }: { now: number; timeZone: string; policies: Policies },
): Partial<typeof memberships.$inferInsert> | null {
  const { kind } = act;
  if (kind === "set_access_end") {
    const { accessEndsOn } = act;
    if (accessEndsOn === null) {
      return { accessEndsOn, accessEndsAt: null, accessEndDoes: null, accessWarned: null };
    }
    const accessEndsAt = endOfAccess(accessEndsOn, timeZone);
    if (accessEndsAt <= now || !policies["access.expiry_enabled"]) return null;
    return { accessEndsOn, accessEndsAt, accessWarned: warningPassed(accessEndsAt, now) };
  }
  if (kind === "deactivate") {
    return { status: "deactivated", shownAs: "deactivated", deactivatedBy: "member" };
  }
  if (kind === "reactivate") {
    return { status: "active", shownAs: "active", deactivatedBy: null, seatSince: now };
  }
  if (kind === "remove") return { status: "removed", shownAs: "removed", removedAt: now };
  return {};
}

function following(
  ctx: Context,
  act: PeopleAct,
  group: Parameters<typeof followGroups>[1],
  ids: string,
): Statement[] {
  if ("removeGroupId" in act || "remove" in act) {
    return group.policies["groups.propagate_learner"] ? closeOver(ctx.db, group.workspaceId, ids) : [];
  }
  if ("removeUnitId" in act) return [];
  return act.kind === "place" || act.kind === "change_roles" || act.kind === "reactivate"
    ? followGroups(ctx, group, ids)
    : [];
}

/** Under which name the act is written down for each person, and what of it; `name` is what it is about. */
function told(
  act: PeopleAct,
  name: string,
): { action: AuditAction; targetId: string | null; details: Record<string, unknown> } {
  if ("addGroupId" in act) {
    return { action: "group.member_added", targetId: act.addGroupId, details: { group: name } };
  }
  if ("removeGroupId" in act) {
    return { action: "group.member_removed", targetId: act.removeGroupId, details: { group: name } };
  }
  if (act.kind === "place") {
    const units = "removeUnitId" in act ? { unitsLeft: [name] } : { unitsEntered: [name] };
    return { action: "member.placed", targetId: null, details: units };
  }
  if (act.kind === "change_roles") {
    const role = "add" in act ? { added: act.add } : { taken: act.remove };
    return { action: "member.roles_changed", targetId: null, details: { ...role, place: name || null } };
  }
  if (act.kind === "enrol" || act.kind === "withdraw") {
    const action = act.kind === "enrol" ? "enrolment.created" : "enrolment.withdrawn";
    return { action, targetId: null, details: { course: name } };
  }
  if (act.kind === "set_access_end") {
    return {
      action: "member.access_end_set",
      targetId: null,
      details: { accessEndsOn: act.accessEndsOn },
    };
  }
  if (act.kind === "label") {
    const labels = "addLabels" in act ? { addLabels: act.addLabels } : { removeLabels: act.removeLabels };
    return { action: "member.placed", targetId: null, details: labels };
  }
  return { action: actions[act.kind], targetId: null, details: {} };
}

const actions = {
  deactivate: "member.deactivated",
  reactivate: "member.reactivated",
  remove: "member.removed",
} as const satisfies Record<string, AuditAction>;

async function write(ctx: Context, statements: readonly Statement[]): Promise<void> {
  const [first, ...rest] = statements;
  if (first) await ctx.db.batch([first, ...rest]);
}
