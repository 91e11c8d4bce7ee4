import * as z from "zod";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { memberUseCase, within } from "../use-case.ts";
import { descriptionField, visibilityField } from "./group-fields.ts";
import type { GroupView } from "./group-view.ts";
import { placeLanguageField } from "./place-language.ts";
import { placeNameField } from "./place-name.ts";
import { planGroup } from "./plan-group.ts";

export const createGroupFields = z.strictObject({
  name: placeNameField,
  description: descriptionField.optional(),
  visibility: visibilityField.optional(),
  /** Left out or null: at the top, or below the one group that holds all others. */
  parentId: idField("group").nullable().optional(),
  /** Left out: the unit of the group above. */
  unitId: idField("unit").nullable().optional(),
  language: placeLanguageField.optional(),
});

/**
 * Makes a group, public unless said otherwise, at the top or below another (F7, F9). Whoever administers a part
 * makes groups within it: below one of theirs, or at the top in one of their units. Where the workspace has one
 * group that holds all others and none was made yet, it is made first, and the others go below it (F10).
 *
 * Throws NOT_FOUND, TREE_FULL, VALIDATION_FAILED, EDIT_CONFLICT.
 */
export const createGroup = memberUseCase(
  within("group.manage"),
  createGroupFields,
  async (ctx, input): Promise<GroupView> => {
    const plan = await planGroup(ctx, input);
    const done = await commit(ctx, plan.statements, plan.group);
    if (!done) {
      await plan.look();
      throw new DomainError("EDIT_CONFLICT");
    }
    await plan.wake();
    return done;
  },
);
