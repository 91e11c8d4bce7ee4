import * as z from "zod";
import { openWorkspaces } from "../../../db/queries/catalog.ts";
import { policiesOf } from "../policies.ts";
import { publicUseCase } from "../use-case.ts";
import { isCatalogOpen } from "./catalog-course.ts";

/** So many workspaces are looked at, the oldest. */
const mostWorkspaces = 2_000;

/** The workspaces whose catalog is open to anybody, for robots.txt. */
export const listOpenCatalogs = publicUseCase(
  z.strictObject({}),
  async (ctx): Promise<{ slugs: string[] }> => {
    const rows = await openWorkspaces(ctx.db, mostWorkspaces);
    const open = rows.filter(({ preset, policyOverrides }) =>
      isCatalogOpen("active", policiesOf(preset, policyOverrides)),
    );
    return { slugs: open.map(({ slug }) => slug) };
  },
);
