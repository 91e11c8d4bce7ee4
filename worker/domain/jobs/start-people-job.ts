import * as z from "zod";
import { insertJob } from "../../../db/queries/jobs.ts";
import {
  coursesOfAct,
  placeOfAct,
  previewOfPeople,
  stagePeopleJob,
} from "../../../db/queries/people-jobs.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError, invalidField } from "../errors.ts";
import { undoDelay } from "../mail/queue-mail.ts";
import { requireInPart } from "../members/part.ts";
import { memberUseCase, within } from "../use-case.ts";
import {
  courseIdsOf,
  demandPeopleAct,
  peopleActOf,
  peopleBoundsOf,
  peopleJobFields,
  placeIdOf,
  selfOf,
  subjectOf,
  targetOf,
} from "./people-job-fields.ts";
import { wakeJob } from "./staged-job.ts";
import type { StartedJob } from "./start-job.ts";

/**
 * Starts a bulk act on all people whom a filter matches: into or out of a group, to another unit or out of one,
 * deactivate, reactivate, remove, one role more or less, into or out of courses, another last day of access, labels
 * (F117, F141). Whom it is about is written down now; the queue works it off in chunks, with a result per row, and
 * asks anew for each what its starter may and where. Removing wants the number typed that the preview named.
 *
 * Throws NOT_FOUND when the filter matches nobody or names what does not exist for the asker, BEING_DELETED,
 * COURSE_CLOSED, ROLE_ABOVE_YOURS, VALIDATION_FAILED, also on `confirmation` when the number is another by now.
 */
export const startPeopleJob = memberUseCase(
  within("people.view"),
  peopleJobFields.extend({
    confirmation: z.coerce.number("Type the number of people.").int().optional(),
  }),
  async (ctx, { confirmation, ...input }): Promise<StartedJob> => {
    const { workspace } = ctx;
    const reach = demandPeopleAct(ctx, input);
    const act = peopleActOf(ctx, reach, input);
    const bounds = peopleBoundsOf(ctx, input.action, selfOf(ctx));
    requireInPart(bounds.part, input.filter ?? {});
    const target = targetOf(input);
    const placeId = placeIdOf(act);
    const now = ctx.now();
    const [counts, [place], courses] = await ctx.db.batch([
      previewOfPeople(ctx.db, workspace.id, act, target, bounds, now),
      placeOfAct(ctx.db, workspace.id, placeId ?? ""),
      coursesOfAct(ctx.db, workspace.id, courseIdsOf(act)),
    ]);
    const name = subjectOf(act, place, courses);
    if (place?.deleting) throw new DomainError("BEING_DELETED");
    const total = counts.reduce((sum, { count }) => sum + count, 0);
    if (total === 0) throw new DomainError("NOT_FOUND");
    const willDo = counts.find(({ verdict }) => verdict === "ok")?.count ?? 0;
    if (input.action === "remove" && confirmation !== willDo) {
      throw invalidField("confirmation", "confirmation", `Type ${willDo}, the number of people to remove.`);
    }
    const jobId = ctx.ids.next("job");
    const delay = undoDelay(ctx);
    const result = { jobId, total, undoUntil: delay > 0 ? now + delay * 1000 : null };
    const { kind, ...params } = act;
    const done = await commit(
      ctx,
      [
        insertJob(
          ctx.db,
          {
            workspaceId: workspace.id,
            id: jobId,
            kind,
            filter: {
              ...target.filter,
              ofJob: target.ofJob,
              act: { kind, ...params },
              name,
            },
            note: null,
            status: "running",
            actorKind: ctx.actor.kind,
            actorId: ctx.actor.id ?? "",
            actorName: ctx.actor.name,
            total,
            done: 0,
            skipped: 0,
            dueAt: now + delay * 1000,
            createdAt: now,
          },
          Number.MAX_SAFE_INTEGER,
        ),
        guardChanged(ctx.db),
        stagePeopleJob(ctx.db, workspace.id, jobId, target, bounds.part, now),
        ...audit(ctx, {
          workspaceId: workspace.id,
          actor: ctx.actor,
          action: "job.started",
          targetId: jobId,
          op: jobId,
          details: { kind, total, ...params, ...(name && { name }) },
        }),
      ],
      result,
    );
    if (!done) throw new DomainError("EDIT_CONFLICT");
    await wakeJob(ctx, jobId, delay);
    return result;
  },
);
