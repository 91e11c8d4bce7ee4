import * as z from "zod";
import { allCustomFieldsOf, answersTo } from "../../../db/queries/custom-fields.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { memberUseCase } from "../use-case.ts";
import { type CustomFieldView, fieldView } from "./field-definition.ts";

/** A field to be changed, and whether anybody has answered it: then what it takes stays. Throws NOT_FOUND. */
export const viewCustomField = memberUseCase(
  "workspace.manage",
  z.strictObject({ fieldId: idField("customField") }),
  async (ctx, { fieldId }): Promise<CustomFieldView & { answered: boolean }> => {
    const [fields, [answers]] = await ctx.db.batch([
      allCustomFieldsOf(ctx.db, ctx.workspace.id),
      answersTo(ctx.db, ctx.workspace.id, fieldId),
    ]);
    const field = fields.find(({ id }) => id === fieldId);
    if (!field) throw new DomainError("NOT_FOUND");
    return { ...fieldView(field), answered: Boolean(answers?.answered) };
  },
);
