import type { courseSessions, courses, enrolments, memberships } from "../../db/schema/index.ts";
import { wallTime } from "../../worker/domain/course-sessions/wall-time.ts";
import { dayAfter, dayIn } from "../../worker/domain/members/access-end.ts";
import { nameKeyOf } from "../../worker/domain/places/place-name.ts";
import { day, hour } from "./chronicle.ts";
import type { Inviter, Lives } from "./lives.ts";

type Course = typeof courses.$inferInsert;
type Session = typeof courseSessions.$inferInsert;
type Member = typeof memberships.$inferInsert;
type Origin = (typeof enrolments.$inferInsert)["origin"];

/** Makes a course and assigns it. Groups and units by their ids. Returns its id. */
export function plantCourse(
  lives: Lives,
  workspaceId: string,
  course: Pick<Course, "title" | "summary" | "description"> & {
    owner: Inviter;
    at: number;
    status?: Course["status"];
    visibility?: Course["visibility"];
    price?: { amount: number; currency: string };
    topic?: string;
    language?: string;
    minutes?: number;
    groupIds?: readonly (string | undefined)[];
    unitIds?: readonly (string | undefined)[];
  },
): string {
  const { owner, at, title, status = "published", groupIds = [], unitIds = [] } = course;
  const { rows } = lives;
  const id = lives.idAt(at, "course");
  const op = lives.idAt(at, "event");
  const about = { workspaceId, actor: owner.actor, targetId: id };
  rows.courses.push({
    workspaceId,
    id,
    title,
    titleKey: nameKeyOf(title),
    summary: course.summary,
    description: course.description,
    status,
    visibility: course.visibility ?? "private",
    priceMinor: course.price?.amount ?? null,
    currency: course.price?.currency ?? null,
    topic: course.topic ?? null,
    topicKey: course.topic ? nameKeyOf(course.topic) : null,
    language: course.language ?? null,
    durationMinutes: course.minutes ?? null,
    ownerId: owner.actor.id,
    createdAt: at,
    updatedAt: at,
    lastOp: op,
  });
  lives.note({ ...about, at, action: "course.created", op, details: { title, status } });
  for (const [places, ids] of [
    [rows.groups, groupIds],
    [rows.units, unitIds],
  ] as const) {
    for (const wanted of ids) {
      const place = places.find((one) => one.id === wanted);
      if (!place) throw new Error(`The seed has no such place for “${title}”.`);
      if (places === rows.groups) rows.courseGroups.push({ workspaceId, groupId: place.id, courseId: id });
      else rows.courseUnits.push({ workspaceId, unitId: place.id, courseId: id });
      const details = { title, to: place.name };
      lives.note({ ...about, at, action: "course.assigned", op: lives.idAt(at, "event"), details });
    }
  }
  return id;
}

/**
 * Makes a session so many days from now, at a time of the day in its zone. Who is in its group by then attends,
 * as far as there are seats. Returns its id.
 */
export function plantSession(
  lives: Lives,
  workspaceId: string,
  session: Pick<Session, "courseId" | "title" | "place" | "link" | "seats"> & {
    inDays: number;
    /** `18:30`. */
    time: string;
    hours?: number;
    timeZone?: string;
    by: Inviter;
    groupId?: string | undefined;
    instructorIds: readonly (string | null)[];
  },
): string {
  const { by, courseId, groupId = null, hours = 1.5, inDays, time, title } = session;
  const { rows, now } = lives;
  const timeZone = session.timeZone ?? lives.workspace(workspaceId).timeZone;
  const startsAt = momentOf(`${dayAfter(dayIn(now, timeZone), inDays)}T${time}`, timeZone);
  const createdAt = Math.min(startsAt, now) - 20 * day;
  const id = lives.idAt(createdAt, "courseSession");
  const op = lives.idAt(createdAt, "event");
  rows.courseSessions.push({
    workspaceId,
    id,
    courseId,
    groupId,
    title,
    startsAt,
    endsAt: startsAt + hours * hour,
    timeZone,
    place: session.place ?? null,
    link: session.link ?? null,
    seats: session.seats ?? null,
    createdAt,
    lastOp: op,
  });
  const course = rows.courses.find((one) => one.id === courseId);
  lives.note({
    workspaceId,
    at: createdAt,
    actor: by.actor,
    action: "session.created",
    targetId: id,
    op,
    details: { title, course: course?.title, startsAt },
  });
  for (const membershipId of session.instructorIds) {
    if (membershipId) rows.sessionInstructors.push({ workspaceId, sessionId: id, membershipId });
  }
  let seats = session.seats ?? Number.POSITIVE_INFINITY;
  for (const member of activeIn(lives, workspaceId)) {
    const addedAt = Math.max(createdAt, member.joinedAt ?? now);
    if (addedAt > startsAt || !groupId || !groupsOf(lives, member).includes(groupId) || seats < 1) continue;
    seats -= 1;
    attend(lives, workspaceId, { sessionId: id, membershipId: member.id, origin: "group", addedAt });
  }
  return id;
}

/** Gives somebody a place in a session, for this reason if they had it already; they were mailed it at once. */
export function attend(
  { rows }: Lives,
  workspaceId: string,
  place: {
    sessionId: string;
    membershipId: string;
    origin: "invitation" | "group" | "manual";
    addedAt: number;
  },
): void {
  const row = { workspaceId, ...place, toldAt: place.addedAt + 30_000 };
  const known = rows.sessionAttendees.find(
    ({ sessionId, membershipId }) => sessionId === place.sessionId && membershipId === place.membershipId,
  );
  if (known) Object.assign(known, row);
  else rows.sessionAttendees.push(row);
}

/**
 * Enrols everybody who is active in what their groups, their units with those above, and their sessions have
 * (F37), and lets them learn since. Those of `shown` have one course under way, the next completed.
 */
export function enrolEverybody(lives: Lives, workspaceId: string, shown: readonly (string | null)[]): void {
  const { rows, now } = lives;
  const courseById = new Map(rows.courses.map((course) => [course.id, course]));
  for (const member of activeIn(lives, workspaceId)) {
    let nth = 0;
    for (const [courseId, origin] of coursesOf(lives, member)) {
      const course = courseById.get(courseId);
      if (course?.status !== "published") continue;
      const enrolledAt = Math.min(Math.max(course.createdAt, member.joinedAt ?? now), now - hour);
      const done = shown.includes(member.id) ? ([45, 100, 0, 80][nth % 4] ?? 0) : null;
      nth += 1;
      learn(lives, member, course, origin, enrolledAt, done);
    }
  }
}

/** What came of an enrolment until today; `done` is per cent, null for chance. */
function learn(
  lives: Lives,
  member: Member,
  course: Course,
  origin: Origin,
  enrolledAt: number,
  done: number | null,
): void {
  const { chance, rows, now } = lives;
  const { workspaceId } = course;
  const about = { workspaceId, membershipId: member.id, courseId: course.id };
  const since = (share: number) => enrolledAt + Math.floor((now - enrolledAt) * share);
  const longAgo = now - enrolledAt > 14 * day;
  const completes = done === null ? longAgo && chance.happens(0.35) : done === 100;
  const withdraws = done === null && !completes && chance.happens(0.05);
  const underWay = done ?? (chance.happens(0.25) ? 0 : chance.between(1, 19) * 5);
  const completedAt = completes ? since(0.4 + chance.next() * 0.5) : null;
  rows.enrolments.push({
    ...about,
    id: lives.idAt(enrolledAt, "enrolment"),
    origin,
    status: completes ? "completed" : withdraws ? "withdrawn" : "active",
    progress: completes ? 100 : underWay,
    enrolledAt,
    completedAt,
    withdrawnAt: withdraws ? since(0.5) : null,
    lastOp: lives.idAt(completedAt ?? enrolledAt, "event"),
  });
  if (completedAt === null) return;
  const personName = `${member.firstName} ${member.lastName}`.trim();
  rows.certificates.push({
    ...about,
    id: lives.idAt(completedAt, "certificate"),
    personName,
    courseTitle: course.title,
    issuedAt: completedAt,
  });
}

/** The courses of somebody's places and sessions, with the first reason for each. */
function coursesOf(lives: Lives, member: Member): Map<string, Origin> {
  const { rows } = lives;
  const found = new Map<string, Origin>();
  const add = (courseId: string | undefined, origin: Origin) => {
    if (courseId && !found.has(courseId)) found.set(courseId, origin);
  };
  const groupIds = groupsOf(lives, member);
  for (const { groupId, courseId } of rows.courseGroups) {
    if (groupIds.includes(groupId)) add(courseId, "group");
  }
  const unitIds = rows.unitMembers.filter(({ membershipId }) => membershipId === member.id);
  const paths = unitIds.map(({ unitId }) => rows.units.find(({ id }) => id === unitId)?.path ?? "");
  for (const { unitId, courseId } of rows.courseUnits) {
    if (paths.some((path) => path.split("/").includes(unitId))) add(courseId, "unit");
  }
  for (const { membershipId, sessionId } of rows.sessionAttendees) {
    if (membershipId !== member.id) continue;
    add(rows.courseSessions.find(({ id }) => id === sessionId)?.courseId, "session");
  }
  return found;
}

function activeIn({ rows }: Lives, workspaceId: string): Member[] {
  return rows.memberships.filter((one) => one.workspaceId === workspaceId && one.status === "active");
}

function groupsOf({ rows }: Lives, { id }: Member): string[] {
  return rows.groupMembers.filter(({ membershipId }) => membershipId === id).map(({ groupId }) => groupId);
}

function momentOf(local: string, timeZone: string): number {
  const found = wallTime(local, timeZone);
  if (!found) throw new Error(`No time: ${local}`);
  return found.kind === "once" ? found.at : found.kind === "twice" ? found.first : found.next;
}
