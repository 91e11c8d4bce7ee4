import * as z from "zod";
import { DomainError } from "../errors.ts";
import { type ChoicePage, choiceFields, choiceKinds, readChoices } from "../invitations/offer-choices.ts";
import { memberUseCase, within } from "../use-case.ts";
import { peopleActions, permissionOf } from "./people-job-fields.ts";

const listed = 200;

/**
 * The units, groups or courses that an act on people can name, and sessions to come where they can have places, where
 * the asker holds its right: by a part of the name, or these ids as far as they exist for the asker (F141).
 * Throws FORBIDDEN, VALIDATION_FAILED.
 */
export const findForPeopleJob = memberUseCase(
  within("people.view"),
  z.strictObject({
    action: z.enum(peopleActions, `Choose one of: ${peopleActions.join(", ")}.`),
    kind: z.enum(choiceKinds, `Choose one of: ${choiceKinds.join(", ")}.`),
    ...choiceFields,
  }),
  async (ctx, { action, kind, ...asked }): Promise<ChoicePage> => {
    const permission = permissionOf[action];
    if (ctx.reach(permission) === null) throw new DomainError("FORBIDDEN");
    return readChoices(ctx, kind, { ...asked, permission, limit: listed });
  },
);
