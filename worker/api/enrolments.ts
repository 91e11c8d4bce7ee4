import * as z from "zod";
import { enrolMemberFields } from "../domain/enrolments/enrol-member.ts";
import { listEnrolmentsFields } from "../domain/enrolments/list-enrolments.ts";
import { presentCertificate, presentEnrolment, presentEnrolments } from "./present-learning.ts";
import { type Route, route } from "./route.ts";

const tag = "Enrolments";
const pathId = "enrolmentId";

const { membershipId: listedUser, ...listed } = listEnrolmentsFields.shape;
const { membershipId: enrolledUser, ...enrolled } = enrolMemberFields.shape;

export const enrolmentRoutes: readonly Route[] = [
  route({
    method: "GET",
    path: "/enrolments",
    name: "listEnrolments",
    tag,
    summary: "List enrolments",
    description:
      "Of your part and of your own courses: of a course by state, otherwise by age. A page may be short and still have a cursor: go on until it is null.",
    scope: "progress.view",
    query: z.strictObject({ ...listed, userId: listedUser }),
    answer: "EnrolmentPage",
    run: (act, { userId, ...input }) => act.listEnrolments({ ...input, membershipId: userId }),
    present: presentEnrolments,
  }),
  route({
    method: "POST",
    path: "/enrolments",
    name: "enrolMember",
    tag,
    summary: "Enrol a user",
    description: "Once: whoever is enrolled stays as they are, whoever withdrew goes on where they were.",
    scope: "enrolment.manage",
    body: z.strictObject({ userId: enrolledUser, ...enrolled }),
    example: { userId: "mem_01kabc4d5e6f7g8h9jkmnpqrst", courseId: "crs_01kabc4d5e6f7g8h9jkmnpqrst" },
    status: 201,
    answer: "Enrolment",
    refusals: ["NOT_FOUND", "COURSE_CLOSED", "NOT_ACTIVE", "EDIT_CONFLICT"],
    run: (act, { userId, ...input }) => act.enrolMember({ ...input, membershipId: userId }),
    present: presentEnrolment,
  }),
  route({
    method: "PATCH",
    path: "/enrolments/:id",
    name: "setProgress",
    tag,
    summary: "Set the progress",
    description: "In per cent. A hundred is not yet completed.",
    scope: "enrolment.manage",
    pathId,
    body: z.strictObject({ progress: z.int().min(0).max(100) }),
    example: { progress: 60 },
    answer: "Enrolment",
    refusals: ["ENROLMENT_STATE", "EDIT_CONFLICT"],
    run: (act, input) => act.setProgress(input),
    present: presentEnrolment,
  }),
  route({
    method: "POST",
    path: "/enrolments/:id/complete",
    name: "completeEnrolment",
    tag,
    summary: "Complete",
    description: "Gives the certificate, with the names of this day.",
    scope: "enrolment.manage",
    pathId,
    body: z.strictObject({}),
    answer: "Enrolment",
    refusals: ["ENROLMENT_STATE", "EDIT_CONFLICT"],
    run: (act, input) => act.completeEnrolment(input),
    present: presentEnrolment,
  }),
  route({
    method: "POST",
    path: "/enrolments/:id/reopen",
    name: "reopenEnrolment",
    tag,
    summary: "Reopen",
    description: "Whoever withdrew goes on where they were.",
    scope: "enrolment.manage",
    pathId,
    body: z.strictObject({}),
    answer: "Enrolment",
    refusals: ["ENROLMENT_STATE", "EDIT_CONFLICT"],
    run: (act, input) => act.reopenEnrolment(input),
    present: presentEnrolment,
  }),
  route({
    method: "DELETE",
    path: "/enrolments/:id",
    name: "withdrawEnrolment",
    tag,
    summary: "Withdraw",
    description: "The record and what they had done stay.",
    scope: "enrolment.manage",
    pathId,
    answer: "Enrolment",
    refusals: ["ENROLMENT_STATE", "EDIT_CONFLICT"],
    run: (act, input) => act.withdrawEnrolment(input),
    present: presentEnrolment,
  }),
  route({
    method: "GET",
    path: "/certificates/:id",
    name: "viewCertificate",
    tag,
    summary: "One certificate",
    description:
      "What is printed on it, as it was on the day of issue; it outlives its course. An enrolment names its certificate.",
    scope: "progress.view",
    pathId: "certificateId",
    answer: "Certificate",
    run: (act, input) => act.viewCertificate(input),
    present: presentCertificate,
  }),
];
