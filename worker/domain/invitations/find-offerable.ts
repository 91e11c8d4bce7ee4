import * as z from "zod";
import { memberUseCase, within } from "../use-case.ts";
import { type ChoicePage, choiceKinds, choicesOf } from "./offer-choices.ts";

const most = 50;

/** What an inviter may choose, by a part of its name, or these ids as far as they exist for the asker (F35). */
export const findOfferable = memberUseCase(
  within("invitation.create"),
  z.strictObject({
    kind: z.enum(choiceKinds, `Choose one of: ${choiceKinds.join(", ")}.`),
    q: z.string("Enter text.").max(200, "Search for less.").optional(),
    cursor: z.string("Give the cursor of the page before.").max(1_200).optional(),
    ids: z.array(z.string().max(40)).max(50).optional(),
  }),
  async (ctx, { kind, ...asked }): Promise<ChoicePage> => {
    const wanted = { ...asked, limit: most };
    switch (kind) {
      case "unit": {
        const { query, page } = choicesOf.unit(ctx, wanted);
        return page(await query);
      }
      case "group": {
        const { query, page } = choicesOf.group(ctx, wanted);
        return page(await query);
      }
      case "course": {
        const { query, page } = choicesOf.course(ctx, wanted);
        return page(await query);
      }
      case "session": {
        const { query, page } = choicesOf.session(ctx, wanted);
        return page(await query);
      }
    }
  },
);
