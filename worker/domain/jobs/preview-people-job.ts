import { coursesOfAct, placeOfAct, previewOfPeople } from "../../../db/queries/people-jobs.ts";
import { seatCounts } from "../../../db/queries/seats.ts";
import { requireInPart } from "../members/part.ts";
import { roomFor } from "../seats/room.ts";
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
import type { JobPreview } from "./preview-job.ts";

export interface PeopleJobPreview extends JobPreview {
  /** The names of the unit, group, courses or labels that the act is about; null: none. */
  subject: string | null;
}

/** Says before a bulk act on people how many it will change, and how many it will leave out and why (F97). */
export const previewPeopleJob = memberUseCase(
  within("people.view"),
  peopleJobFields,
  async (ctx, input): Promise<PeopleJobPreview> => {
    const reach = demandPeopleAct(ctx, input);
    const act = peopleActOf(ctx, reach, input);
    const bounds = peopleBoundsOf(ctx, input.action, selfOf(ctx));
    requireInPart(bounds.part, input.filter ?? {});
    const placeId = placeIdOf(act);
    const { id, policies, seats } = ctx.workspace;
    const [rows, [place], courses, [counts]] = await ctx.db.batch([
      previewOfPeople(ctx.db, ctx.workspace.id, act, targetOf(input), bounds, ctx.now()),
      placeOfAct(ctx.db, ctx.workspace.id, placeId ?? ""),
      coursesOfAct(ctx.db, ctx.workspace.id, courseIdsOf(act)),
      seatCounts(ctx.db, input.action === "reactivate" && seats !== null ? id : ""),
    ]);
    const could = rows.find(({ verdict }) => verdict === "ok")?.count ?? 0;
    const willDo = Math.min(could, roomFor(policies, counts));
    return {
      subject: subjectOf(act, place, courses),
      total: rows.reduce((sum, { count }) => sum + count, 0),
      willDo,
      skipped: [
        ...rows
          .filter(({ verdict }) => verdict !== "ok")
          .map(({ verdict, count }) => ({ reason: verdict, count })),
        ...(could > willDo ? [{ reason: "no_seat", count: could - willDo }] : []),
      ],
    };
  },
);
