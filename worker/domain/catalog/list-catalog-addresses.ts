import * as z from "zod";
import { catalogAddresses, catalogWorkspace } from "../../../db/queries/catalog.ts";
import { DomainError } from "../errors.ts";
import { policiesOf } from "../policies.ts";
import { publicUseCase } from "../use-case.ts";
import { isCatalogOpen } from "./catalog-course.ts";

/** Search engines are told of so many, the newest. */
const mostCourses = 5_000;

/** The courses of a catalog for its sitemap. Throws NOT_FOUND where the catalog is not open (P-02). */
export const listCatalogAddresses = publicUseCase(
  z.strictObject({ workspaceSlug: z.string().max(100) }),
  async (ctx, { workspaceSlug }): Promise<{ courses: { id: string; updatedAt: number }[] }> => {
    const [[found], courses] = await ctx.db.batch([
      catalogWorkspace(ctx.db, workspaceSlug),
      catalogAddresses(ctx.db, workspaceSlug, mostCourses),
    ]);
    const { workspace } = found ?? {};
    if (!workspace) throw new DomainError("NOT_FOUND");
    const policies = policiesOf(workspace.preset, workspace.policyOverrides);
    if (!isCatalogOpen(workspace.status, policies)) throw new DomainError("NOT_FOUND");
    return { courses };
  },
);
