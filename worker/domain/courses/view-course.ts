import * as z from "zod";
import { sessionsOfCourse } from "../../../db/queries/course-sessions.ts";
import { countCourseRecords, courseById, placesOfCourse } from "../../../db/queries/courses.ts";
import { type SessionView, sessionView } from "../course-sessions/session-view.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { memberUseCase, within } from "../use-case.ts";
import { ownCourses, reachBesides } from "./course-authority.ts";
import { type CourseDetail, courseDetail } from "./course-view.ts";

/** How many sessions and how many places the page of a course shows. */
const shownSessions = 50;
const shownPlaces = 200;

export interface CoursePlace {
  kind: "group" | "unit";
  id: string;
  name: string;
}

export interface CoursePageView {
  course: CourseDetail;
  /** Those to come first, then the latest of the past. */
  sessions: SessionView[];
  /** The groups and units of the asker's part that take it. */
  places: CoursePlace[];
  /** Enrolments by state, each counted up to a thousand; null for who sees no progress. */
  records: { active: number; completed: number; withdrawn: number } | null;
  may: { edit: boolean; assign: boolean; addSession: boolean; enrol: boolean; seeProgress: boolean };
}

/** One course with its sessions, and who takes it as far as that is the asker's part. Throws NOT_FOUND. */
export const viewCourse = memberUseCase(
  within("course.view"),
  z.strictObject({ courseId: idField("course") }),
  async (ctx, { courseId }): Promise<CoursePageView> => {
    const workspaceId = ctx.workspace.id;
    const now = ctx.now();
    const [[row], sessions, places, records] = await ctx.db.batch([
      courseById(ctx.db, workspaceId, courseId),
      sessionsOfCourse(ctx.db, workspaceId, courseId, now, shownSessions),
      placesOfCourse(ctx.db, workspaceId, courseId, shownPlaces),
      countCourseRecords(ctx.db, workspaceId, courseId, 1_001),
    ]);
    if (!row) throw new DomainError("NOT_FOUND");
    const course = courseDetail(ctx, row.course, row.ownerName);
    const reach = ctx.reach("course.view");
    const sees = (place: CoursePlace) =>
      reach === "everywhere" ||
      (place.kind === "group" ? reach?.groups : reach?.units)?.has(place.id) === true;
    const own = course.owner !== null && course.owner.id === ownCourses(ctx);
    const everybody = own || reachBesides(ctx, "progress.view") === "everywhere";
    return {
      course,
      sessions: sessions.map((session) => sessionView(ctx, session)),
      places: places.filter(sees),
      // Numbers of the whole course would tell of people outside the asker's part.
      records: everybody ? (records[0] ?? null) : null,
      may: {
        edit: course.mayEdit,
        assign: reachBesides(ctx, "enrolment.manage") !== null,
        addSession: course.mayEdit || reachBesides(ctx, "session.manage") !== null,
        enrol: reachBesides(ctx, "enrolment.manage") !== null,
        seeProgress: own || reachBesides(ctx, "progress.view") !== null,
      },
    };
  },
);
