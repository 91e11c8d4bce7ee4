import * as z from "zod";
import { auditActions } from "../domain/audit.ts";
import { viewJobFields } from "../domain/jobs/view-job.ts";
import { viewSeatsFields } from "../domain/seats/view-seats.ts";
import { changeWorkspaceFields } from "../domain/workspaces/change-workspace.ts";
import { policyWishes } from "../domain/workspaces/policy-change.ts";
import {
  presentAuditPage,
  presentJob,
  presentPolicyReview,
  presentSeats,
  presentWorkspace,
} from "./present.ts";
import { download, type Route, route } from "./route.ts";

const auditQuery = z.strictObject({
  action: z.enum(auditActions).optional(),
  userId: z.string().optional(),
  actorId: z.string().max(60).optional(),
  from: z.iso.datetime().optional(),
  until: z.iso.datetime().optional(),
  limit: z.int().min(1).max(100).optional(),
  cursor: z.string().optional(),
});

export const workspaceRoutes: readonly Route[] = [
  route({
    method: "GET",
    path: "/workspace",
    name: "viewOwnWorkspace",
    tag: "Workspace",
    summary: "The workspace of the key",
    description:
      "Its name, its looks and its policies, which say how it behaves: the preset, what the workspace changed of it, and what holds. What each policy decides stands under Policies.",
    scope: "workspace.view",
    answer: "Workspace",
    run: (act, input) => act.viewOwnWorkspace(input as Record<string, never>),
    present: presentWorkspace,
  }),
  route({
    method: "PATCH",
    path: "/workspace",
    name: "changeWorkspace",
    tag: "Workspace",
    summary: "Change the settings",
    description:
      'What is not named stays. In `policies`, `"preset"` resets a key, and so does null where it is no value of the key. With another `preset` the keys stay that the workspace changed itself, unless `resetPolicies` is true. Policies that contradict each other are refused by the key to mend. Open invitations keep the end, the roles and the link they were sent with.',
    scope: "workspace.manage",
    body: changeWorkspaceFields,
    example: { timeZone: "Europe/Berlin", policies: { "invite.copy_link": false, "resend.token": null } },
    answer: "Workspace",
    refusals: ["EDIT_CONFLICT"],
    run: (act, input) => act.changeWorkspace(input),
    present: presentWorkspace,
  }),
  route({
    method: "POST",
    path: "/workspace/review",
    name: "reviewPolicies",
    tag: "Workspace",
    summary: "What a change of policies would meet",
    description:
      "Says it and changes nothing: which policies would become others, what contradicts the rest, and what is under way or stays as it is although the rules become others.",
    scope: "workspace.manage",
    body: z.strictObject(policyWishes),
    example: { policies: { "roles.set": ["admin", "instructor", "learner"] } },
    writes: false,
    answer: "PolicyReview",
    run: (act, input) => act.reviewPolicies(input),
    present: presentPolicyReview,
  }),
  route({
    method: "GET",
    path: "/workspace/seats",
    name: "viewSeats",
    tag: "Workspace",
    summary: "The plan, its seats, and who takes them",
    description:
      "With a page of those who count, newest first; `kind` asks for those who were set up and have not been here, for open invitations that hold a seat, or for those who wait for one, first come first served. The plan is changed by whoever runs the installation.",
    scope: "workspace.manage",
    query: viewSeatsFields,
    answer: "Seats",
    run: (act, input) => act.viewSeats(input),
    present: presentSeats,
  }),
  route({
    method: "GET",
    path: "/audit-events",
    name: "listAuditEvents",
    tag: "Audit",
    summary: "List what was done",
    description: "Newest first. With two filters a page may be short: go on until the cursor is null.",
    scope: "audit.view",
    query: auditQuery,
    answer: "AuditPage",
    run: (act, { userId, ...filter }) =>
      act.listAuditEvents({ ...filter, ...(userId === undefined ? {} : { membershipId: userId }) }),
    present: presentAuditPage,
  }),
  route({
    method: "GET",
    path: "/jobs/:id",
    name: "viewJob",
    tag: "Jobs",
    summary: "How far a bulk act is",
    description:
      "With a page of what became of each. The scope is that of what the job does: `invitation.manage` for invitations, the scope that an act on users needed besides, `group.manage`, `session.manage`, `enrolment.manage` or `course.create` for what follows from groups and courses, `workspace.manage` for labels. Where the maker of the key manages a part alone, the key reads what it started itself.",
    scope: "invitation.manage",
    pathId: "jobId",
    query: viewJobFields.omit({ jobId: true }),
    answer: "Job",
    run: (act, input) => act.viewJob(input),
    present: presentJob,
  }),
  download({
    path: "/jobs/:id/results.csv",
    name: "exportJob",
    tag: "Jobs",
    summary: "What became of each, as a file",
    description:
      "All rows that the job did something with, and those that the maker of the key sees. It counts as an export of users. Cells that a spreadsheet would run are disarmed.",
    scope: "people.export",
    pathId: "jobId",
    writes: true,
    run: (act, input) => act.exportJob(input),
    present: ({ fileName, lines }) => ({ fileName, pieces: lines }),
  }),
];
