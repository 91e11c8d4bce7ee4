import { placeOfAct, previewOfPeople } from "../../../db/queries/people-jobs.ts";
import { DomainError } from "../errors.ts";
import { requireInPart } from "../members/part.ts";
import { memberUseCase, within } from "../use-case.ts";
import {
  demandPeopleAct,
  peopleActOf,
  peopleBoundsOf,
  peopleJobFields,
  placeIdOf,
  selfOf,
  targetOf,
} from "./people-job-fields.ts";
import type { JobPreview } from "./preview-job.ts";

export interface PeopleJobPreview extends JobPreview {
  /** The name of the unit or group that the act is about. */
  place: string | null;
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
    const [rows, [place]] = await ctx.db.batch([
      previewOfPeople(ctx.db, ctx.workspace.id, act, targetOf(input), bounds, ctx.now()),
      placeOfAct(ctx.db, ctx.workspace.id, placeId ?? ""),
    ]);
    if (placeId && !place) throw new DomainError("NOT_FOUND");
    return {
      place: place?.name ?? null,
      total: rows.reduce((sum, { count }) => sum + count, 0),
      willDo: rows.find(({ verdict }) => verdict === "ok")?.count ?? 0,
      skipped: rows
        .filter(({ verdict }) => verdict !== "ok")
        .map(({ verdict, count }) => ({ reason: verdict, count })),
    };
  },
);
