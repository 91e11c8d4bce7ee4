import { previewOfJob } from "../../../db/queries/job-targets.ts";
import { usualTerm } from "../invitations/extended-values.ts";
import { requireInPart } from "../members/part.ts";
import { memberUseCase, within } from "../use-case.ts";
import { boundsOf, filterOf, jobFields, requireTarget } from "./job-fields.ts";

export interface JobPreview {
  total: number;
  willDo: number;
  skipped: { reason: string; count: number }[];
}

/** Says before a bulk act how many it will change, and how many it will leave out and why (F97, P13). */
export const previewJob = memberUseCase(
  within("invitation.manage"),
  jobFields,
  async (ctx, input): Promise<JobPreview> => {
    requireTarget(input);
    const bounds = boundsOf(ctx, "invitation.manage");
    requireInPart(bounds.part, input.filter ?? {});
    const rows = await previewOfJob(
      ctx.db,
      ctx.workspace.id,
      { kind: input.action, usualTerm: usualTerm(ctx.workspace.policies) },
      filterOf(input),
      bounds,
      ctx.now(),
    );
    return {
      total: rows.reduce((sum, { count }) => sum + count, 0),
      willDo: rows.find(({ verdict }) => verdict === "ok")?.count ?? 0,
      skipped: rows
        .filter(({ verdict }) => verdict !== "ok")
        .map(({ verdict, count }) => ({ reason: verdict, count })),
    };
  },
);
