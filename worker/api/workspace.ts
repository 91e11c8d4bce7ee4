import * as z from "zod";
import { auditActions } from "../domain/audit.ts";
import { changeWorkspaceFields } from "../domain/workspaces/change-workspace.ts";
import { presentAuditPage, presentJob, presentWorkspace } from "./present.ts";
import { type Route, route } from "./route.ts";

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
    description: "Its name, its looks and its policies, which say how invitations behave here.",
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
      'What is not named stays. In `policies`, null resets a key to the preset\'s; where null is a value of its own, `"preset"` does. Open invitations keep the end, the roles and the link they were sent with.',
    scope: "workspace.manage",
    body: changeWorkspaceFields,
    example: { timeZone: "Europe/Berlin", policies: { "invite.copy_link": false, "resend.token": null } },
    answer: "Workspace",
    refusals: ["EDIT_CONFLICT"],
    run: (act, input) => act.changeWorkspace(input),
    present: presentWorkspace,
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
    scope: "invitation.manage",
    pathId: "jobId",
    answer: "Job",
    run: (act, input) => act.viewJob(input),
    present: presentJob,
  }),
];
