import * as z from "zod";
import { type ChoicePage, choicesOf } from "../invitations/offer-choices.ts";
import { memberUseCase, within } from "../use-case.ts";

const kinds = ["unit", "group"] as const;
const most = 50;

/** Units or groups that the asker may put people into, or give them roles at, by a part of the name (F20). */
export const findPlaces = memberUseCase(
  within("member.place"),
  z.strictObject({
    kind: z.enum(kinds, `Choose one of: ${kinds.join(", ")}.`),
    q: z.string("Enter text.").max(200, "Search for less.").optional(),
    cursor: z.string("Give the cursor of the page before.").max(1_200).optional(),
    ids: z.array(z.string().max(40)).max(50).optional(),
    limit: z.int().min(1).max(200).optional(),
  }),
  async (ctx, { kind, limit = most, ...asked }): Promise<ChoicePage> => {
    const wanted = { ...asked, limit, permission: "member.place" as const };
    if (kind === "unit") {
      const { query, page } = choicesOf.unit(ctx, wanted);
      return page(await query);
    }
    const { query, page } = choicesOf.group(ctx, wanted);
    return page(await query);
  },
);
