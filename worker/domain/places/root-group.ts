import { sisterId } from "../ids.ts";
import type { Policies } from "../policies.ts";

/** The id of the one group that holds all others (F10): born with its workspace, so that nobody has to look for it. */
export function rootGroupId(workspaceId: string): string {
  return sisterId("group", workspaceId);
}

/** True for the group that holds all others, where the workspace has one. */
export function isRootGroup(workspace: { id: string; policies: Policies }, groupId: string): boolean {
  return workspace.policies["groups.root"] && groupId === rootGroupId(workspace.id);
}
