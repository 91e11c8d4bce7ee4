import * as z from "zod";
import { allCustomFieldsOf, orderFields } from "../../../db/queries/custom-fields.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError, invalidField } from "../errors.ts";
import { idField } from "../fields.ts";
import { standingOf } from "../members/member-change.ts";
import { memberUseCase } from "../use-case.ts";
import { type CustomFieldView, fieldView, mostFields } from "./field-definition.ts";

const orderCustomFieldsFields = z.strictObject({
  /** All fields that are asked for, each once. */
  fieldIds: z.array(idField("customField"), "Give a list of ids.").max(mostFields.asked),
});

/**
 * Puts the fields that are asked for into this order, in which forms, files and people's pages show them.
 *
 * Throws VALIDATION_FAILED unless each of them is named once, EDIT_CONFLICT.
 */
export const orderCustomFields = memberUseCase(
  "workspace.manage",
  orderCustomFieldsFields,
  async (ctx, { fieldIds }): Promise<{ fields: CustomFieldView[] }> => {
    const { db, workspace } = ctx;
    const fields = await allCustomFieldsOf(db, workspace.id);
    const asked = fields.filter(({ retiredAt }) => retiredAt === null);
    const ordered = [...new Set(fieldIds)].flatMap((id) => asked.filter((field) => field.id === id));
    if (ordered.length !== asked.length || fieldIds.length !== asked.length) {
      throw invalidField("fieldIds", "incomplete", "Name every field that is asked for, each once.");
    }
    // Those that are asked no more come after, in the order they have.
    const all = [...ordered, ...fields.filter(({ retiredAt }) => retiredAt !== null)];
    const result = { fields: all.map(fieldView) };
    if (all.every(({ id }, at) => id === fields[at]?.id)) return result;
    const done = await commit(
      ctx,
      [
        orderFields(
          db,
          workspace.id,
          JSON.stringify(all.map(({ id }) => id)),
          standingOf(ctx, "workspace.manage"),
        ),
        guardChanged(db, all.length),
        ...audit(ctx, {
          workspaceId: workspace.id,
          actor: ctx.actor,
          action: "custom_field.ordered",
          op: ctx.ids.next("event"),
          details: {
            before: { order: asked.map(({ name }) => name) },
            after: { order: ordered.map(({ name }) => name) },
          },
        }),
      ],
      result,
    );
    if (done) return done;
    throw new DomainError("EDIT_CONFLICT");
  },
);
