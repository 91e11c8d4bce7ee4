import { previewOfJob } from "../../../db/queries/job-targets.ts";
import { memberUseCase } from "../use-case.ts";
import { filterOf, grantableBy, jobFields, requireTarget } from "./job-fields.ts";

export interface JobPreview {
  total: number;
  willDo: number;
  skipped: { reason: string; count: number }[];
}

/** Says before a bulk act how many it will change, and how many it will leave out and why (F97, P13). */
export const previewJob = memberUseCase(
  "invitation.manage",
  jobFields,
  async (ctx, input): Promise<JobPreview> => {
    requireTarget(input);
    const rows = await previewOfJob(
      ctx.db,
      ctx.workspace.id,
      input.action,
      filterOf(input),
      grantableBy(ctx.mayGrant),
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
