import * as z from "zod";
import { memberUseCase, within } from "../use-case.ts";
import { type ChoicePage, choiceFields, choiceKinds, readChoices } from "./offer-choices.ts";

const most = 50;

/** What an inviter may choose, by a part of its name, or these ids as far as they exist for the asker (F35). */
export const findOfferable = memberUseCase(
  within("invitation.create"),
  z.strictObject({ kind: z.enum(choiceKinds, `Choose one of: ${choiceKinds.join(", ")}.`), ...choiceFields }),
  (ctx, { kind, ...asked }): Promise<ChoicePage> => readChoices(ctx, kind, { ...asked, limit: most }),
);
