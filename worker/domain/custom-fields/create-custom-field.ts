import * as z from "zod";
import { allCustomFieldsOf, insertCustomField } from "../../../db/queries/custom-fields.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError, invalidField } from "../errors.ts";
import { standingOf } from "../members/member-change.ts";
import { nameKeyOf } from "../places/place-name.ts";
import { memberUseCase } from "../use-case.ts";
import {
  type CustomFieldView,
  definitionFields,
  fieldView,
  freeKey,
  keyField,
  mostFields,
  refuseTakenName,
  refuseTooMany,
  refuseUnfit,
} from "./field-definition.ts";

export const createCustomFieldFields = z.strictObject({
  name: definitionFields.name,
  kind: definitionFields.kind,
  choices: definitionFields.choices.optional(),
  requiredFor: definitionFields.requiredFor.optional(),
  inForm: definitionFields.inForm.optional(),
  inImport: definitionFields.inImport.optional(),
  /** Left out: made from the name. */
  key: keyField.optional(),
});

/**
 * Adds a field of the workspace's own as the last one (F11): what it is called, what it takes, and of whom it is
 * wanted when they are invited. Names are unique whatever their case and accents, keys never change.
 *
 * Throws VALIDATION_FAILED, EDIT_CONFLICT.
 */
export const createCustomField = memberUseCase(
  "workspace.manage",
  createCustomFieldFields,
  async (ctx, { name, kind, key: wanted, ...input }): Promise<CustomFieldView> => {
    const { db, workspace } = ctx;
    const definition = {
      name,
      kind,
      choices: input.choices ?? [],
      requiredFor: input.requiredFor ?? [],
      inForm: input.inForm ?? true,
      inImport: input.inImport ?? true,
    };
    refuseUnfit(definition, workspace);
    const read = async () => {
      const fields = await allCustomFieldsOf(db, workspace.id);
      refuseTakenName(fields, name);
      refuseTooMany(fields, "name");
      if (fields.length >= mostFields.all) {
        throw invalidField("name", "too_many", `‹A workspace› has at most ${mostFields.all} fields in all.`);
      }
      if (wanted !== undefined && fields.some((field) => field.key === wanted)) {
        throw invalidField("key", "taken", "There is a field with this key already.");
      }
      return wanted ?? freeKey(name, fields);
    };
    const key = await read();
    const op = ctx.ids.next("event");
    const row = {
      ...definition,
      id: ctx.ids.next("customField"),
      key,
      retiredAt: null,
      createdAt: ctx.now(),
    };
    const done = await commit(
      ctx,
      [
        insertCustomField(
          db,
          { ...row, workspaceId: workspace.id, nameKey: nameKeyOf(name), lastOp: op },
          standingOf(ctx, "workspace.manage"),
          mostFields,
        ),
        guardChanged(db),
        ...audit(ctx, {
          workspaceId: workspace.id,
          actor: ctx.actor,
          action: "custom_field.created",
          targetId: row.id,
          op,
          details: {
            name,
            fieldKind: kind,
            ...(definition.choices.length > 0 && { choices: definition.choices }),
          },
        }),
      ],
      fieldView(row),
    );
    if (done) return done;
    await read();
    throw new DomainError("EDIT_CONFLICT");
  },
);
