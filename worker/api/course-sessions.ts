import { changeCourseSessionFields } from "../domain/course-sessions/change-course-session.ts";
import { createCourseSessionFields } from "../domain/course-sessions/create-course-session.ts";
import { listAttendeesFields } from "../domain/course-sessions/list-attendees.ts";
import { listCourseSessionsFields } from "../domain/course-sessions/list-course-sessions.ts";
import {
  presentAttendee,
  presentAttendees,
  presentChangedSession,
  presentSession,
  presentSessions,
} from "./present-learning.ts";
import { type Route, route } from "./route.ts";

const tag = "Sessions";
const pathId = "sessionId";

/** The user stands in the path; the use case says whether it is one. */
interface OfUser {
  membershipId: string;
}

export const sessionRoutes: readonly Route[] = [
  route({
    method: "GET",
    path: "/sessions",
    name: "listCourseSessions",
    tag,
    summary: "List sessions of courses",
    description: "In the order of their begin.",
    scope: "course.view",
    query: listCourseSessionsFields,
    answer: "SessionPage",
    run: (act, input) => act.listCourseSessions(input),
    present: presentSessions,
  }),
  route({
    method: "GET",
    path: "/sessions/:id",
    name: "viewCourseSession",
    tag,
    summary: "One session",
    scope: "course.view",
    pathId,
    answer: "Session",
    run: (act, input) => act.viewCourseSession(input),
    present: ({ session }) => presentSession(session),
  }),
  route({
    method: "POST",
    path: "/sessions",
    name: "createCourseSession",
    tag,
    summary: "Create a session",
    description:
      "Times are those on the wall of `timeZone`, or carry an offset. One that comes twice as the clocks go back is the earlier, and `notices` says so; one that never comes is refused. Members of the group get places as long as there are seats, and are mailed.",
    scope: "session.manage",
    body: createCourseSessionFields,
    example: {
      courseId: "crs_01kabc4d5e6f7g8h9jkmnpqrst",
      title: "Practice",
      startsAt: "2027-03-09T10:00",
      endsAt: "2027-03-09T12:00",
      timeZone: "Europe/Berlin",
      place: "Room 12",
      seats: 20,
    },
    status: 201,
    answer: "ChangedSession",
    refusals: ["NOT_FOUND", "ROLE_ABOVE_YOURS", "EDIT_CONFLICT"],
    run: (act, input) => act.createCourseSession(input),
    present: presentChangedSession,
    location: ({ id }) => `/sessions/${id}`,
  }),
  route({
    method: "PATCH",
    path: "/sessions/:id",
    name: "changeCourseSession",
    tag,
    summary: "Change a session",
    description:
      "What is not named stays. Whoever attends is mailed anew when the time, the place or the link changes.",
    scope: "session.manage",
    pathId,
    body: changeCourseSessionFields.omit({ sessionId: true }),
    example: { place: "Room 14" },
    answer: "ChangedSession",
    refusals: ["SESSION_OVER", "ROLE_ABOVE_YOURS", "EDIT_CONFLICT"],
    run: (act, input) => act.changeCourseSession(input),
    present: presentChangedSession,
  }),
  route({
    method: "DELETE",
    path: "/sessions/:id",
    name: "cancelCourseSession",
    tag,
    summary: "Cancel a session",
    description: "Whoever was told of it is told that too. Canceling twice is no error.",
    scope: "session.manage",
    pathId,
    answer: "Session",
    refusals: ["SESSION_OVER", "EDIT_CONFLICT"],
    run: (act, input) => act.cancelCourseSession(input),
    present: presentSession,
  }),
  route({
    method: "GET",
    path: "/sessions/:id/attendees",
    name: "listAttendees",
    tag,
    summary: "Who attends a session",
    description: "Those of your part. A page may be short and still have a cursor: go on until it is null.",
    scope: "progress.view",
    pathId,
    query: listAttendeesFields.omit({ sessionId: true }),
    answer: "AttendeePage",
    run: (act, input) => act.listAttendees(input),
    present: presentAttendees,
  }),
  route({
    method: "PUT",
    path: "/sessions/:id/attendees/:userId",
    name: "addAttendee",
    tag,
    summary: "Give a user a place",
    description: "They are enrolled in the course and mailed. Again it changes nothing.",
    scope: "enrolment.manage",
    pathId,
    answer: "AttendeeState",
    refusals: [
      "NOT_ACTIVE",
      "COURSE_CLOSED",
      "ENROLMENT_STATE",
      "SESSION_FULL",
      "SESSION_OVER",
      "EDIT_CONFLICT",
    ],
    run: (act, input) => act.addAttendee(input as typeof input & OfUser),
    present: presentAttendee,
  }),
  route({
    method: "DELETE",
    path: "/sessions/:id/attendees/:userId",
    name: "removeAttendee",
    tag,
    summary: "Take a user's place",
    description: "They stay enrolled in the course.",
    scope: "enrolment.manage",
    pathId,
    answer: "AttendeeState",
    refusals: ["SESSION_OVER", "EDIT_CONFLICT"],
    run: (act, input) => act.removeAttendee(input as typeof input & OfUser),
    present: presentAttendee,
  }),
];
