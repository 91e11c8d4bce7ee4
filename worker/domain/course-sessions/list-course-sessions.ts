import * as z from "zod";
import { sessionsPage } from "../../../db/queries/course-sessions.ts";
import { DomainError, invalidField } from "../errors.ts";
import { idField } from "../fields.ts";
import { memberUseCase, within } from "../use-case.ts";
import { type SessionView, sessionView } from "./session-view.ts";

export const listCourseSessionsFields = z.strictObject({
  courseId: idField("course").optional(),
  groupId: idField("group").optional(),
  /** `all`: those that are over as well. */
  when: z.enum(["coming", "all"], "Choose coming or all.").optional(),
  limit: z.coerce.number().int().min(1).max(200, "At most 200 rows a page.").optional(),
  cursor: z.string("Give the cursor of the page before.").max(60).optional(),
});

export interface SessionPage {
  sessions: SessionView[];
  nextCursor: string | null;
}

/** Sessions in the order of their begin; a group outside the asker's part is NOT_FOUND. */
export const listCourseSessions = memberUseCase(
  within("course.view"),
  listCourseSessionsFields,
  async (
    ctx,
    { courseId = null, groupId = null, when = "coming", limit = 50, cursor },
  ): Promise<SessionPage> => {
    const reach = ctx.reach("course.view");
    if (groupId && reach !== "everywhere" && !reach?.groups.has(groupId)) throw new DomainError("NOT_FOUND");
    const rows = await sessionsPage(ctx.db, ctx.workspace.id, {
      courseId,
      groupId,
      endsAfter: when === "all" ? 0 : ctx.now(),
      after: cursor === undefined ? null : positionOf(cursor),
      look: limit + 1,
    });
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : undefined;
    return {
      sessions: shown.map((row) => sessionView(ctx, row)),
      nextCursor: last ? `${last.session.startsAt}.${last.session.id}` : null,
    };
  },
);

function positionOf(cursor: string): { startsAt: number; id: string } {
  const [, startsAt, id] = /^(\d{1,15})\.(cos_[0-9a-z]{26})$/.exec(cursor) ?? [];
  if (!startsAt || !id) throw invalidField("cursor", "invalid", "This is not a cursor of this list.");
  return { startsAt: Number(startsAt), id };
}
