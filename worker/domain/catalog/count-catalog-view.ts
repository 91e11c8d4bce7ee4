import * as z from "zod";
import { catalogWorkspace } from "../../../db/queries/catalog.ts";
import { countCatalogDay } from "../../../db/queries/catalog-days.ts";
import { isId } from "../ids.ts";
import { dayIn } from "../members/access-end.ts";
import { systemUseCase } from "../use-case.ts";

/**
 * Counts that somebody looked at the catalog, or at one of its courses, on this day of the workspace. The door says
 * whose look counts, and that the page was there.
 */
export const countCatalogView = systemUseCase(
  z.strictObject({ workspaceSlug: z.string(), courseId: z.string().nullable() }),
  async (ctx, { workspaceSlug, courseId }): Promise<void> => {
    const [found] = await catalogWorkspace(ctx.db, workspaceSlug);
    if (!found || (courseId !== null && !isId("course", courseId))) return;
    const { id, timeZone } = found.workspace;
    await countCatalogDay(ctx.db, id, dayIn(ctx.now(), timeZone), courseId ?? "", "views");
  },
);
