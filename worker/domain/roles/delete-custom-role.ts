import * as z from "zod";
import {
  changeSeenRole,
  customRoleById,
  forgetCustomRole,
  holdersOfRole,
  idsOfHolders,
  requireNoRole,
  stageHolders,
} from "../../../db/queries/custom-roles.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError, invalidField } from "../errors.ts";
import { idField, roleField } from "../fields.ts";
import { stagedJob, wakeJob } from "../jobs/staged-job.ts";
import { wakeMail } from "../mail/queue-mail.ts";
import { standingOf } from "../members/member-change.ts";
import { type RoleKey, rolesHere, roleWord } from "../permissions.ts";
import { memberUseCase } from "../use-case.ts";
import { type Replacement, replaceRoleOf } from "./replace-role.ts";
import { refuseAboveKey, roleOf } from "./role-definition.ts";
import { mostAtOnce, successorsOf } from "./successors.ts";

const deleteCustomRoleFields = z.strictObject({
  roleId: idField("customRole"),
  /** What its people get instead, wherever they held it; null: nothing, and who has no other role becomes a learner. */
  to: roleField.nullable(),
});

export interface DeletedRole {
  id: string;
  name: string;
  to: RoleKey | null;
  /** People who held it or were invited as it; 501 means more than five hundred. */
  count: number;
  /** The job that takes it from them, for more than 500 people; null: all is done. */
  jobId: string | null;
}

/**
 * Deletes a role of the workspace's own. From this moment it holds nothing and nobody can be given it; its people, and
 * those who are invited as it, go where `to` says, at once or by a job. Nobody is left without any role, and nobody
 * comes to hold wider than before. Rows of imports that name it say so in their turn.
 *
 * Throws NOT_FOUND, VALIDATION_FAILED for a role that they cannot go to, ROLE_ABOVE_YOURS for a key whose ceiling is
 * lower, EDIT_CONFLICT.
 */
export const deleteCustomRole = memberUseCase(
  "workspace.manage",
  deleteCustomRoleFields,
  async (ctx, { roleId, to }): Promise<DeletedRole> => {
    const { db, workspace } = ctx;
    const [[row], [held], holders] = await db.batch([
      customRoleById(db, workspace.id, roleId),
      holdersOfRole(db, workspace.id, roleId, mostAtOnce),
      idsOfHolders(db, workspace.id, roleId, mostAtOnce),
    ]);
    if (!row || !held) throw new DomainError("NOT_FOUND");
    const role = roleOf(row);
    refuseAboveKey(ctx, role);
    const allowed = successorsOf(ctx, role.id, held);
    if (to !== null && !allowed.includes(to)) {
      const words = allowed.map((one) => roleWord(one, workspace.customRoles)).join(", ");
      throw invalidField("to", "no_successor", `Its people cannot go there. Choose one of: ${words}.`);
    }
    const { policies, customRoles } = workspace;
    if (to === null && held.count > 0 && !rolesHere(policies, customRoles).includes("learner")) {
      throw invalidField("to", "required", "Choose a role for them: there are no ‹learners› here.");
    }

    const jobId = held.count > mostAtOnce ? ctx.ids.next("job") : null;
    const op = jobId ?? ctx.ids.next("event");
    const replacement: Replacement = { role: role.id, name: role.name, to };
    const people = holders.map(({ membershipId }) => membershipId);
    const done = await commit(
      ctx,
      [
        // From here on nobody is given it, and it holds nothing.
        changeSeenRole(db, row, { deletedAt: ctx.now(), lastOp: op }, standingOf(ctx, "workspace.manage")),
        guardChanged(db),
        requireNoRole(db, workspace.id, role.id),
        ...(jobId
          ? stagedJob(ctx, { id: jobId, kind: "replace_role", filter: { ...replacement } }, [
              stageHolders(db, workspace.id, jobId, role.id),
            ])
          : [
              ...replaceRoleOf(ctx, { id: workspace.id, policies }, ctx.actor, replacement, people, op),
              // Whoever was given it since it was read is among nobody's holders: then it is still there.
              forgetCustomRole(db, workspace.id, role.id),
              guardChanged(db),
            ]),
        ...audit(ctx, {
          workspaceId: workspace.id,
          actor: ctx.actor,
          action: "role.deleted",
          targetId: role.id,
          op,
          details: {
            name: role.name,
            permissions: role.permissions,
            holdsIn: role.holdsIn,
            ...(held.count > 0 && {
              replacedBy: to === null ? null : roleWord(to, customRoles),
              count: held.count,
            }),
          },
        }),
      ],
      { id: role.id, name: role.name, to, count: held.count, jobId },
    );
    if (!done) throw new DomainError("EDIT_CONFLICT");
    if (jobId) await wakeJob(ctx, jobId);
    else await wakeMail(ctx, workspace.id);
    return done;
  },
);
