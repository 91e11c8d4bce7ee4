import * as z from "zod";
import { labelsInUse } from "../../../db/queries/labels.ts";
import { fold } from "../people/person-name.ts";
import { memberUseCase } from "../use-case.ts";

/** More words than these are not listed; the most used are. */
const listed = 1_000;

export interface LabelView {
  label: string;
  /** People who have it: joined, invited or deactivated. */
  count: number;
}

/** The words that people of the workspace have, in alphabetical order, with how many people have each (F11). */
export const listLabels = memberUseCase(
  "people.view",
  z.strictObject({}),
  async (ctx): Promise<{ labels: LabelView[] }> => {
    const rows = await labelsInUse(ctx.db, ctx.workspace.id, listed);
    const keyed = rows.map((row) => ({ row, key: fold(row.label) }));
    keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    return { labels: keyed.map(({ row }) => row) };
  },
);
