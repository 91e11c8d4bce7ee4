import * as z from "zod";
import { DomainError } from "../errors.ts";
import { type ChoicePage, choicesOf } from "../invitations/offer-choices.ts";
import { memberUseCase, within } from "../use-case.ts";
import { peopleActions, permissionOf } from "./people-job-fields.ts";

const listed = 200;

/**
 * The units, groups or courses that a bulk act on people can name, where the asker holds its right: by a part of
 * the name, or these ids as far as they exist for the asker (F141). Throws FORBIDDEN, VALIDATION_FAILED.
 */
export const findForPeopleJob = memberUseCase(
  within("people.view"),
  z.strictObject({
    action: z.enum(peopleActions, `Choose one of: ${peopleActions.join(", ")}.`),
    kind: z.enum(["unit", "group", "course"], "Choose one of: unit, group, course."),
    q: z.string("Enter text.").max(200, "Search for less.").optional(),
    cursor: z.string("Give the cursor of the page before.").max(1_200).optional(),
    ids: z.array(z.string().max(40)).max(50).optional(),
  }),
  async (ctx, { action, kind, ...asked }): Promise<ChoicePage> => {
    const permission = permissionOf[action];
    if (ctx.reach(permission) === null) throw new DomainError("FORBIDDEN");
    const wanted = { ...asked, permission, limit: listed };
    if (kind === "course") {
      const { query, page } = choicesOf.course(ctx, wanted);
      return page(await query);
    }
    if (kind === "unit") {
      const { query, page } = choicesOf.unit(ctx, wanted);
      return page(await query);
    }
    const { query, page } = choicesOf.group(ctx, wanted);
    return page(await query);
  },
);
