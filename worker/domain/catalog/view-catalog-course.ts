import * as z from "zod";
import { catalogCourseRow, ownPlaceIn } from "../../../db/queries/catalog.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { publicUseCase } from "../use-case.ts";
import { type CatalogCourse, catalogCourseOf } from "./catalog-course.ts";

/** What the reader has of the course. `guest`: nobody here, signed in or not. */
export type Reader = "guest" | "member" | "enrolled";

export interface CatalogCoursePage extends Pick<CatalogCourse, "course" | "dates"> {
  workspace: { id: string; slug: string; name: string; timeZone: string };
  reader: Reader;
  /** Dates of the course at which the reader has a place. */
  ownDates: string[];
}

/**
 * A course of the catalog for whoever reads it (F128): what it is, when, and what it costs.
 *
 * Throws NOT_FOUND for a draft, a private course, one that was deleted or is another workspace's, and where the
 * catalog is not open, alike (P-02).
 */
export const viewCatalogCourse = publicUseCase(
  z.strictObject({ workspaceSlug: z.string().max(100), courseId: idField("course") }),
  async (ctx, { workspaceSlug, courseId }): Promise<CatalogCoursePage> => {
    const { caller } = ctx;
    const member =
      caller.kind === "member" && caller.membership.status !== "deactivated" ? caller.membership.id : null;
    const [[row], [own]] = await ctx.db.batch([
      catalogCourseRow(ctx.db, workspaceSlug, courseId, ctx.now()),
      ownPlaceIn(ctx.db, workspaceSlug, member ?? "", courseId),
    ]);
    const found = catalogCourseOf(row);
    if (!found) throw new DomainError("NOT_FOUND");
    const { id, slug, name, timeZone } = found.workspace;
    const enrolled = own !== undefined && own.status !== "withdrawn";
    return {
      workspace: { id, slug, name, timeZone },
      course: found.course,
      dates: found.dates,
      reader: member === null ? "guest" : enrolled ? "enrolled" : "member",
      ownDates: own ? (JSON.parse(own.dates) as string[]) : [],
    };
  },
);
