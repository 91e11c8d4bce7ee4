import { replaceRole } from "../../../db/queries/custom-roles.ts";
import type { Statement } from "../../../db/queries/statements.ts";
import { auditEach } from "../audit.ts";
import type { Actor, Context } from "../context.ts";
import { type CustomRoleId, isSystemRole, type RoleKey } from "../permissions.ts";
import { followGroups } from "../places/follow-groups.ts";
import type { Policies } from "../policies.ts";

/** A role that is deleted, as it was called, and what its people get instead. */
export interface Replacement {
  role: CustomRoleId;
  name: string;
  to: RoleKey | null;
}

/**
 * The statements that take a deleted role from these people and give them the other, with what follows in their
 * groups and a line in each one's history. An invitation that named it offers the other from now on, under a new
 * revision: whoever accepts in this moment is told of the new terms first.
 */
export function replaceRoleOf(
  ctx: Context,
  workspace: { id: string; policies: Policies },
  actor: Actor,
  { role, name, to }: Replacement,
  people: readonly string[],
  op: string,
): Statement[] {
  if (people.length === 0) return [];
  const { id: workspaceId, policies } = workspace;
  const ids = JSON.stringify(people);
  return [
    ...replaceRole(ctx.db, workspaceId, {
      ids,
      role,
      // A learner holds in the whole workspace, and nothing there.
      to: { role: to ?? "learner", everywhere: to === null || to === "learner", unlessOther: to === null },
      op,
    }),
    ...followGroups(ctx, { workspaceId, policies, op }, ids),
    ...auditEach(
      ctx,
      people.map((membershipId) => ({
        workspaceId,
        actor,
        action: "member.roles_changed" as const,
        membershipId,
        op,
        details: {
          taken: { role, name },
          ...(to !== null && { added: { role: to, ...(!isSystemRole(to) && { name: to }) } }),
        },
      })),
    ),
  ];
}
