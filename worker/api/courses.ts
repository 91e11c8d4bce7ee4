import { changeCourseFields } from "../domain/courses/change-course.ts";
import { createCourseFields } from "../domain/courses/create-course.ts";
import { listCoursesFields } from "../domain/courses/list-courses.ts";
import { presentAssignment, presentCourse, presentCourseDetail, presentCourses } from "./present-learning.ts";
import { type Route, route } from "./route.ts";

const tag = "Courses";
const pathId = "courseId";

/** The course stands in the path; the use case says whether it is one. */
interface OfCourse {
  courseId: string;
}

const assignRefusals = ["EDIT_CONFLICT"] as const;

export const courseRoutes: readonly Route[] = [
  route({
    method: "GET",
    path: "/courses",
    name: "listCourses",
    tag,
    summary: "List courses",
    description: "By title. A page may be short and still have a cursor: go on until it is null.",
    scope: "course.view",
    query: listCoursesFields,
    answer: "CoursePage",
    run: (act, input) => act.listCourses(input),
    present: presentCourses,
  }),
  route({
    method: "GET",
    path: "/courses/:id",
    name: "viewCourse",
    tag,
    summary: "One course",
    scope: "course.view",
    pathId,
    answer: "CourseDetail",
    run: (act, input) => act.viewCourse(input),
    present: presentCourseDetail,
  }),
  route({
    method: "POST",
    path: "/courses",
    name: "createCourse",
    tag,
    summary: "Create a course",
    description: "A private, free draft unless said otherwise. It belongs to whoever made the key.",
    scope: "course.create",
    body: createCourseFields,
    example: { title: "First aid", status: "published" },
    status: 201,
    answer: "Course",
    run: (act, input) => act.createCourse(input),
    present: presentCourse,
    location: ({ id }) => `/courses/${id}`,
  }),
  route({
    method: "PATCH",
    path: "/courses/:id",
    name: "changeCourse",
    tag,
    summary: "Change a course",
    description:
      "Whoever made the key changes their own courses; others need the scope `course.manage` besides. What is not named stays. Publishing enrols whoever is in its groups and units.",
    scope: "course.create",
    pathId,
    body: changeCourseFields.omit({ courseId: true }),
    example: { status: "published" },
    answer: "Course",
    refusals: ["EDIT_CONFLICT"],
    run: (act, input) => act.changeCourse(input),
    present: presentCourse,
  }),
  route({
    method: "DELETE",
    path: "/courses/:id",
    name: "deleteCourse",
    tag,
    summary: "Delete a course",
    description:
      "Its sessions to come are canceled. What people did in it, and their certificates, keep its title.",
    scope: "course.create",
    pathId,
    answer: "DeletedCourse",
    refusals: ["EDIT_CONFLICT"],
    run: (act, input) => act.deleteCourse(input),
    present: ({ id, title }) => ({ id, title }),
  }),
  route({
    method: "PUT",
    path: "/groups/:id/courses/:courseId",
    name: "assignCourseToGroup",
    tag,
    summary: "Assign a course to a group",
    description:
      "Whoever is in it is enrolled, and whoever comes into it later then; of more than 1,000 users by a job. Again it changes nothing.",
    scope: "enrolment.manage",
    pathId: "groupId",
    answer: "Assignment",
    refusals: assignRefusals,
    run: (act, input) => act.assignCourse(input as typeof input & OfCourse),
    present: presentAssignment(true),
  }),
  route({
    method: "DELETE",
    path: "/groups/:id/courses/:courseId",
    name: "unassignCourseFromGroup",
    tag,
    summary: "Take a course from a group",
    description: "Whoever is enrolled goes on.",
    scope: "enrolment.manage",
    pathId: "groupId",
    answer: "Assignment",
    refusals: assignRefusals,
    run: (act, input) => act.unassignCourse(input as typeof input & OfCourse),
    present: presentAssignment(false),
  }),
  route({
    method: "PUT",
    path: "/units/:id/courses/:courseId",
    name: "assignCourseToUnit",
    tag,
    summary: "Assign a course to a unit",
    description: "As with groups; it reaches those of the units below too.",
    scope: "enrolment.manage",
    pathId: "unitId",
    answer: "Assignment",
    refusals: assignRefusals,
    run: (act, input) => act.assignCourse(input as typeof input & OfCourse),
    present: presentAssignment(true),
  }),
  route({
    method: "DELETE",
    path: "/units/:id/courses/:courseId",
    name: "unassignCourseFromUnit",
    tag,
    summary: "Take a course from a unit",
    description: "Whoever is enrolled goes on.",
    scope: "enrolment.manage",
    pathId: "unitId",
    answer: "Assignment",
    refusals: assignRefusals,
    run: (act, input) => act.unassignCourse(input as typeof input & OfCourse),
    present: presentAssignment(false),
  }),
];
