import * as z from "zod";
import { coursesPage } from "../../../db/queries/courses.ts";
import { nameKeyOf } from "../places/place-name.ts";
import { memberUseCase, within } from "../use-case.ts";
import { holderId } from "./course-authority.ts";
import { type CourseView, courseView } from "./course-view.ts";

/** How many courses a search looks at in one go; then the page is short and has a cursor. */
const looked = 500;

export const listCoursesFields = z.strictObject({
  /** Part of the title, whatever its case and accents. */
  q: z.string("Enter text.").max(200, "Search for less.").optional(),
  status: z.enum(["draft", "published"], "Choose draft or published.").optional(),
  /** `1`: those that the asker made. */
  own: z.literal("1", "Say 1, or leave it out.").optional(),
  limit: z.coerce.number().int().min(1).max(200, "At most 200 rows a page.").optional(),
  cursor: z.string("Give the cursor of the page before.").max(1_000).optional(),
});

export interface CoursePage {
  courses: CourseView[];
  nextCursor: string | null;
}

/** The courses of the workspace by title. They are no secret to whoever may see courses at all. */
export const listCourses = memberUseCase(
  within("course.view"),
  listCoursesFields,
  async (ctx, { q = "", status = null, own, limit = 50, cursor }): Promise<CoursePage> => {
    const search = nameKeyOf(q);
    const ownerId = own ? (holderId(ctx) ?? "") : null;
    const look = search || status || ownerId !== null ? looked : limit + 1;
    const rows = await coursesPage(ctx.db, ctx.workspace.id, {
      search,
      status,
      ownerId,
      after: cursor ? positionOf(cursor) : null,
      look,
    });
    const fitting = rows.filter(({ fits }) => fits === 1);
    const shown = fitting.slice(0, limit);
    const next = fitting.length > limit ? shown.at(-1) : rows.length === look ? rows.at(-1) : undefined;
    return {
      courses: shown.map(({ course, ownerName }) => courseView(ctx, course, ownerName)),
      nextCursor: next ? `${next.course.id}${next.course.titleKey}` : null,
    };
  },
);

const idLength = 30;

function positionOf(cursor: string): { titleKey: string; id: string } {
  return { id: cursor.slice(0, idLength), titleKey: cursor.slice(idLength) };
}
