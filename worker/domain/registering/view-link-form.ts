import * as z from "zod";
import { type ChoicePage, choicesOf } from "../invitations/offer-choices.ts";
import { memberUseCase, within } from "../use-case.ts";

/** As many are listed; more are found by a search. */
const listed = 200;
const permission = "registration.manage";

export interface LinkForm {
  units: ChoicePage;
  groups: ChoicePage;
  courses: ChoicePage;
  /** A person may be in several units here. */
  severalUnits: boolean;
}

/** Where the asker may lead a registration link to. */
export const viewLinkForm = memberUseCase(
  within(permission),
  z.strictObject({}),
  async (ctx): Promise<LinkForm> => {
    const { policies } = ctx.workspace;
    const asked = { limit: listed, permission } as const;
    const [unit, group, course] = [
      choicesOf.unit(ctx, asked),
      choicesOf.group(ctx, asked),
      choicesOf.course(ctx, asked),
    ];
    const [units, groups, courses] = await ctx.db.batch([unit.query, group.query, course.query]);
    return {
      units: policies["units.enabled"] ? unit.page(units) : { options: [], nextCursor: null },
      groups: group.page(groups),
      courses: course.page(courses),
      severalUnits: policies["units.per_person"] === "several",
    };
  },
);
