import * as z from "zod";
import { catalogCourseRow } from "../../../db/queries/catalog.ts";
import { mayEdit } from "../courses/course-authority.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { memberUseCase, within } from "../use-case.ts";
import { type CatalogCourse, catalogCourseAsShown } from "./catalog-course.ts";

/**
 * The page of a course in the catalog as it would be, for whoever edits the course: also of a draft, and before the
 * catalog is open. Throws NOT_FOUND, FORBIDDEN for somebody else's course.
 */
export const previewCatalogCourse = memberUseCase(
  within("course.create"),
  z.strictObject({ courseId: idField("course") }),
  async (ctx, { courseId }): Promise<Pick<CatalogCourse, "course" | "dates">> => {
    const { slug, policies } = ctx.workspace;
    const [row] = await catalogCourseRow(ctx.db, slug, courseId, ctx.now(), { anyState: true });
    if (!row) throw new DomainError("NOT_FOUND");
    if (!mayEdit(ctx, row.course.ownerId)) throw new DomainError("FORBIDDEN");
    const { course, dates } = catalogCourseAsShown(row, policies);
    return { course, dates };
  },
);
