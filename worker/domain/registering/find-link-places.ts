import * as z from "zod";
import { type ChoicePage, choiceFields, readChoices } from "../invitations/offer-choices.ts";
import { memberUseCase, within } from "../use-case.ts";

const most = 50;
const kinds = ["unit", "group", "course"] as const;
const permission = "registration.manage";

/** Where the asker may lead a registration link to, by a part of the name, or these ids as far as they exist for them. */
export const findLinkPlaces = memberUseCase(
  within(permission),
  z.strictObject({ kind: z.enum(kinds, `Choose one of: ${kinds.join(", ")}.`), ...choiceFields }),
  (ctx, { kind, ...asked }): Promise<ChoicePage> =>
    readChoices(ctx, kind, { ...asked, limit: most, permission }),
);
