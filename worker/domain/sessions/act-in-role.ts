import * as z from "zod";
import { setActingRole } from "../../../db/queries/auth-sessions.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError, invalidField } from "../errors.ts";
import { roleField } from "../fields.ts";
import type { RoleKey } from "../permissions.ts";
import { publicUseCase } from "../use-case.ts";
import { landingFor } from "./session-term.ts";
import { ownActor, signedInMember } from "./signed-in-person.ts";

export interface ActingIn {
  /** Null: in all of one's roles. */
  role: RoleKey | null;
  landing: "manage" | "portal";
}

/**
 * Makes this browser act in one of the person's roles in this workspace, from the next request on: whatever they
 * may do by another they may not until they switch back (F17, D47). Others of their browsers are as before.
 *
 * Throws NOT_SIGNED_IN, MEMBERSHIP_DEACTIVATED, VALIDATION_FAILED for a role that is not theirs, FORBIDDEN where
 * the workspace has no switcher; switching back is never refused.
 */
export const actInRole = publicUseCase(
  z.strictObject({ role: roleField.nullable() }),
  async (ctx, { role }): Promise<ActingIn> => {
    const { person, workspace, membership } = signedInMember(ctx);
    const { policies } = workspace;
    const own = membership.allRoles.map((held) => held.role);
    if (role !== null) {
      if (!policies["ui.role_switcher"]) throw new DomainError("FORBIDDEN");
      if (!own.includes(role)) throw invalidField("role", "not_yours", "You do not hold this role here.");
    }
    const done = await commit(
      ctx,
      [
        setActingRole(ctx.db, person.userId, person.sessionId, role === null ? null : workspace.id, role),
        guardChanged(ctx.db),
        ...audit(ctx, {
          workspaceId: workspace.id,
          actor: ownActor(person, membership.id),
          action: "auth.role_switched",
          membershipId: membership.id,
          targetId: person.sessionId,
          op: ctx.ids.next("event"),
          details: { role },
        }),
      ],
      { role, landing: landingFor(role === null ? own : [role], policies) },
    );
    if (!done) throw new DomainError("NOT_SIGNED_IN");
    return done;
  },
);
