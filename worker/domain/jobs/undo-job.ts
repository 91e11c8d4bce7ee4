import * as z from "zod";
import { undoJobRow } from "../../../db/queries/jobs.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { memberUseCase, withinOrStarted } from "../use-case.ts";
import { jobsOf, startsJobs } from "./job-fields.ts";

/** Stops a bulk act that has not begun; then nothing has happened. Who does not manage all invitations, their own. Throws UNDO_TOO_LATE. */
export const undoJob = memberUseCase(
  withinOrStarted("invitation.manage", startsJobs),
  z.strictObject({ jobId: idField("job") }),
  async (ctx, { jobId }): Promise<{ undone: true }> => {
    const result = { undone: true as const };
    const done = await commit(
      ctx,
      [
        undoJobRow(ctx.db, ctx.workspace.id, jobId, ctx.now(), jobsOf(ctx)),
        guardChanged(ctx.db),
        ...audit(ctx, {
          workspaceId: ctx.workspace.id,
          actor: ctx.actor,
          action: "job.undone",
          targetId: jobId,
          op: ctx.ids.next("event"),
        }),
      ],
      result,
    );
    if (!done) throw new DomainError("UNDO_TOO_LATE");
    return done;
  },
);
