import * as z from "zod";
import { catalogShelf } from "../../../db/queries/catalog.ts";
import type { Policies } from "../policies.ts";
import { memberUseCase, within } from "../use-case.ts";
import { isCatalogOpen, priceOf } from "./catalog-course.ts";

/** How many courses are named, and looked at for it. */
const shown = 100;
const looked = 1_000;

export interface CatalogShelf {
  /** Strangers may look at it. */
  open: boolean;
  /** Which doors are open to people who register themselves. */
  mode: Policies["selfreg.mode"];
  /** Whoever comes by it can become a learner here. */
  learners: boolean;
  courses: {
    id: string;
    title: string;
    status: "draft" | "published";
    price: { amount: number; currency: string } | null;
  }[];
  /** There are more than are named. */
  more: boolean;
}

/** What is in the catalog, and what would be if it were published, for whoever sees courses (F128). */
export const viewCatalogShelf = memberUseCase(
  within("course.view"),
  z.strictObject({}),
  async (ctx): Promise<CatalogShelf> => {
    const { workspace } = ctx;
    const { policies } = workspace;
    const rows = await catalogShelf(ctx.db, workspace.id, looked, shown + 1);
    return {
      open: isCatalogOpen(workspace.status, policies),
      mode: policies["selfreg.mode"],
      learners: policies["roles.set"].includes("learner"),
      courses: rows.slice(0, shown).map(({ id, title, status, ...row }) => ({
        id,
        title,
        status,
        price: priceOf(row),
      })),
      more: rows.length > shown,
    };
  },
);
