import * as z from "zod";
import { recordsPage } from "../../../db/queries/learning-records.ts";
import { peopleSight, sightOf } from "../courses/course-authority.ts";
import { invalidField } from "../errors.ts";
import { idField } from "../fields.ts";
import { memberUseCase, withinOrOwn } from "../use-case.ts";
import { type EnrolmentView, enrolmentView } from "./enrolment-view.ts";

/** How many records are looked at in one go by who sees a part only; then the page is short and has a cursor. */
const looked = 500;

export const listEnrolmentsFields = z.strictObject({
  courseId: idField("course").optional(),
  membershipId: idField("membership").optional(),
  status: z.enum(["active", "completed", "withdrawn"], "Choose active, completed or withdrawn.").optional(),
  limit: z.coerce.number().int().min(1).max(200, "At most 200 rows a page.").optional(),
  cursor: z.string("Give the cursor of the page before.").max(60).optional(),
});

export interface EnrolmentPage {
  enrolments: EnrolmentView[];
  nextCursor: string | null;
}

/**
 * Who takes what and how far they are: of the asker's part, and in the courses that the asker made. Of a course
 * by state, otherwise by age.
 */
export const listEnrolments = memberUseCase(
  withinOrOwn("progress.view"),
  listEnrolmentsFields,
  async (
    ctx,
    { courseId = null, membershipId = null, status = null, limit = 50, cursor },
  ): Promise<EnrolmentPage> => {
    const sight = sightOf(ctx, "progress.view");
    const look = sight.part === null ? limit + 1 : looked;
    const after = cursor === undefined ? null : positionOf(cursor);
    const people = peopleSight(ctx);
    const window = { courseId, membershipId, status, after, look, people };
    const rows = await recordsPage(ctx.db, ctx.workspace.id, window, sight);
    const fitting = rows.filter(({ fits }) => fits === 1);
    const shown = fitting.slice(0, limit);
    const last = fitting.length > limit ? shown.at(-1) : rows.length === look ? rows.at(-1) : undefined;
    return {
      enrolments: shown.map(enrolmentView),
      nextCursor: last ? `${last.status}.${last.id}` : null,
    };
  },
);

function positionOf(cursor: string): { status: string; id: string } {
  const [, status, id] = /^(active|completed|withdrawn)\.(enr_[0-9a-z]{26})$/.exec(cursor) ?? [];
  if (!status || !id) throw invalidField("cursor", "invalid", "This is not a cursor of this list.");
  return { status, id };
}
