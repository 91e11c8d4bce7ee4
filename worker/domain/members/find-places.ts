import * as z from "zod";
import { type ChoicePage, choiceFields, readChoices } from "../invitations/offer-choices.ts";
import { memberUseCase, within } from "../use-case.ts";

const kinds = ["unit", "group"] as const;
const most = 50;

/** Units or groups that the asker may put people into, or give them roles at, by a part of the name (F20). */
export const findPlaces = memberUseCase(
  within("member.place"),
  z.strictObject({
    kind: z.enum(kinds, `Choose one of: ${kinds.join(", ")}.`),
    ...choiceFields,
    limit: z.int().min(1).max(200).optional(),
  }),
  (ctx, { kind, limit = most, ...asked }): Promise<ChoicePage> =>
    readChoices(ctx, kind, { ...asked, limit, permission: "member.place" }),
);
