import * as z from "zod";
import { allCustomFieldsOf, answersTo, changeSeenField } from "../../../db/queries/custom-fields.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError, invalidField } from "../errors.ts";
import { idField } from "../fields.ts";
import { standingOf } from "../members/member-change.ts";
import { nameKeyOf } from "../places/place-name.ts";
import { memberUseCase } from "../use-case.ts";
import {
  type CustomFieldView,
  definitionFields,
  type FieldRow,
  fieldView,
  mostFields,
  refuseTakenName,
  refuseTooMany,
  refuseUnfit,
} from "./field-definition.ts";

export const changeCustomFieldFields = z.strictObject({
  fieldId: idField("customField"),
  name: definitionFields.name.optional(),
  kind: definitionFields.kind.optional(),
  choices: definitionFields.choices.optional(),
  requiredFor: definitionFields.requiredFor.optional(),
  inForm: definitionFields.inForm.optional(),
  inImport: definitionFields.inImport.optional(),
  /** True: asked no more, answers stay. False: asked again, where it stood. */
  retired: z.boolean("Say true or false.").optional(),
});

/**
 * Changes a field of the workspace's own, asks for it no more, or again. Its key stays, and so do the answers that
 * people have: therefore what a field takes changes only while nobody has answered it, and a choice that is taken
 * away stays with those who have it.
 *
 * Throws NOT_FOUND, VALIDATION_FAILED, EDIT_CONFLICT.
 */
export const changeCustomField = memberUseCase(
  "workspace.manage",
  changeCustomFieldFields,
  async (ctx, { fieldId, retired, ...input }): Promise<CustomFieldView> => {
    const { db, workspace } = ctx;
    const read = async () => {
      const fields = await allCustomFieldsOf(db, workspace.id);
      const field = fields.find(({ id }) => id === fieldId);
      if (!field) throw new DomainError("NOT_FOUND");
      if (input.name !== undefined) refuseTakenName(fields, input.name, fieldId);
      const returns = retired === false && field.retiredAt !== null;
      if (returns) refuseTooMany(fields, "retired");
      return { field, returns };
    };
    const { field, returns } = await read();
    const retypes = input.kind !== undefined && input.kind !== field.kind;
    const kind = input.kind ?? field.kind;
    const values = {
      name: input.name ?? field.name,
      kind,
      // Choices of what is no choice any more are none.
      choices: input.choices ?? (kind === "choice" ? field.choices : []),
      requiredFor: input.requiredFor ?? (field.requiredFor as CustomFieldView["requiredFor"]),
      inForm: input.inForm ?? field.inForm,
      inImport: input.inImport ?? field.inImport,
      retiredAt: retired === undefined ? field.retiredAt : retired ? (field.retiredAt ?? ctx.now()) : null,
    };
    refuseUnfit(values, workspace);
    const result = fieldView({ ...field, ...values });
    const details = changed(field, values);
    const retires = values.retiredAt !== null && field.retiredAt === null;
    if (!details && !retires && !returns) return result;

    const op = ctx.ids.next("event");
    const tell = (
      action: "custom_field.changed" | "custom_field.retired" | "custom_field.restored",
      told: object,
    ) =>
      audit(ctx, {
        workspaceId: workspace.id,
        actor: ctx.actor,
        action,
        targetId: fieldId,
        op,
        details: { name: values.name, ...told },
      });
    const done = await commit(
      ctx,
      [
        changeSeenField(
          db,
          field,
          { ...values, nameKey: nameKeyOf(values.name), lastOp: op },
          standingOf(ctx, "workspace.manage"),
          { unanswered: retypes, mostAsked: returns ? mostFields.asked : null },
        ),
        guardChanged(db),
        ...(details ? tell("custom_field.changed", details) : []),
        ...(retires ? tell("custom_field.retired", {}) : []),
        ...(returns ? tell("custom_field.restored", {}) : []),
      ],
      result,
    );
    if (done) return done;
    await read();
    const [row] = retypes ? await answersTo(db, workspace.id, fieldId) : [];
    if (row?.answered) {
      throw invalidField(
        "kind",
        "answered",
        "People have answers of the kind it is now. Retire it and make another field.",
      );
    }
    throw new DomainError("EDIT_CONFLICT");
  },
);

type Values = Pick<FieldRow, "name" | "kind" | "choices" | "requiredFor" | "inForm" | "inImport">;

/** What differs, before and after; null where nothing does. */
function changed(field: Values, values: Values): { before: object; after: object } | null {
  const names = (["name", "kind", "choices", "requiredFor", "inForm", "inImport"] as const).filter(
    (name) => JSON.stringify(field[name]) !== JSON.stringify(values[name]),
  );
  if (names.length === 0) return null;
  // `kind` is the word for acts in the trail's details.
  const only = (from: Values) =>
    Object.fromEntries(names.map((name) => [name === "kind" ? "fieldKind" : name, from[name]]));
  return { before: only(field), after: only(values) };
}
