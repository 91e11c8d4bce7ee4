import * as z from "zod";
import { linksPage } from "../../../db/queries/registration-links.ts";
import { idField } from "../fields.ts";
import { partFor } from "../members/part.ts";
import { nameKeyOf } from "../places/place-name.ts";
import { memberUseCase, within } from "../use-case.ts";
import { type LinkView, linkView } from "./link-view.ts";

/** How many links a filter looks at in one go; then the page is short and has a cursor. */
const looked = 100;

export const listRegistrationLinksFields = z.strictObject({
  state: z.enum(["open", "paused", "full", "ended"], "Choose open, paused, full or ended.").optional(),
  /** Those that lead into this group, the newest first. */
  groupId: idField("group").optional(),
  /** Part of the name, whatever its case and accents. */
  q: z.string("Enter text.").max(200, "Search for less.").optional(),
  limit: z.coerce.number().int().min(1).max(200, "At most 200 rows a page.").optional(),
  cursor: z.string("Give the cursor of the page before.").max(400).optional(),
});

export interface LinkPage {
  links: LinkView[];
  nextCursor: string | null;
}

/** The registration links that lead into the asker's part alone, by name. */
export const listRegistrationLinks = memberUseCase(
  within("registration.manage"),
  listRegistrationLinksFields,
  async (ctx, { state = null, groupId = null, q = "", limit = 50, cursor = "" }): Promise<LinkPage> => {
    const part = partFor(ctx, "registration.manage");
    const search = nameKeyOf(q);
    const sought = part !== null || state !== null || search !== "" || groupId !== null;
    const look = sought ? looked : limit + 1;
    const rows = await linksPage(ctx.db, ctx.workspace.id, {
      part,
      state,
      search,
      groupId,
      after: cursor,
      look,
      now: ctx.now(),
    });
    const fitting = rows.filter(({ fits }) => fits === 1);
    const shown = fitting.slice(0, limit);
    const next = fitting.length > limit ? shown.at(-1) : rows.length === look ? rows.at(-1) : undefined;
    return {
      links: shown.map((row) => linkView(ctx, row)),
      nextCursor: next ? (groupId === null ? next.nameKey : next.id) : null,
    };
  },
);
