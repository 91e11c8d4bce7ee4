import type { SessionRow } from "../../../db/queries/course-sessions.ts";
import { ownCourses, reachBesides } from "../courses/course-authority.ts";
import type { MemberContext } from "../use-case.ts";

/** A session as lists and acts show it. */
export interface SessionView {
  id: string;
  courseId: string;
  courseTitle: string;
  title: string;
  /** UTC ms. */
  startsAt: number;
  endsAt: number;
  timeZone: string;
  place: string | null;
  link: string | null;
  seats: number | null;
  /** How many attend, counted up to 1,001. */
  taken: number;
  /** Whose members attend; the name is null outside the asker's part. */
  group: { id: string; name: string } | null;
  instructors: { id: string; name: string }[];
  canceledAt: number | null;
  mayEdit: boolean;
}

export function sessionView(ctx: MemberContext, row: SessionRow): SessionView {
  const { session, courseTitle, groupName, taken } = row;
  const { id, courseId, title, startsAt, endsAt, timeZone, place, link, seats, groupId, canceledAt } =
    session;
  const reach = ctx.reach("course.view");
  const sees = groupId !== null && (reach === "everywhere" || reach?.groups.has(groupId));
  return {
    id,
    courseId,
    courseTitle,
    title,
    startsAt,
    endsAt,
    timeZone,
    place,
    link,
    seats,
    taken,
    group: sees ? { id: groupId, name: groupName ?? "" } : null,
    instructors: (JSON.parse(row.instructors) as SessionView["instructors"]).sort((a, b) =>
      a.name.localeCompare(b.name),
    ),
    canceledAt,
    mayEdit: mayEditSession(ctx, row),
  };
}

/** Whoever made the course, and whoever manages sessions everywhere or in the session's group (D16). */
export function mayEditSession(
  ctx: MemberContext,
  { courseOwnerId, session }: Pick<SessionRow, "courseOwnerId"> & { session: { groupId: string | null } },
): boolean {
  if (courseOwnerId !== null && courseOwnerId === ownCourses(ctx)) return true;
  const reach = reachBesides(ctx, "session.manage");
  if (reach === "everywhere") return true;
  return session.groupId !== null && reach?.groups.has(session.groupId) === true;
}
