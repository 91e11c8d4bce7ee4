import { presentJob, presentWorkspace } from "./present.ts";
import { type Route, route } from "./route.ts";

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
