import * as z from "zod";
import { allCustomFieldsOf } from "../../../db/queries/custom-fields.ts";
import { memberUseCase, within } from "../use-case.ts";
import { type CustomFieldView, fieldView } from "./field-definition.ts";

/** The workspace's own fields in their order, with those that are asked no more (F11). */
export const listCustomFields = memberUseCase(
  within("people.view"),
  z.strictObject({}),
  async (ctx): Promise<{ fields: CustomFieldView[] }> => {
    const rows = await allCustomFieldsOf(ctx.db, ctx.workspace.id);
    return { fields: rows.map(fieldView) };
  },
);
