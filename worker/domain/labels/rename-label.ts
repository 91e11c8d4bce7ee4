import * as z from "zod";
import { labelField } from "../invitations/offer-fields.ts";
import { memberUseCase } from "../use-case.ts";
import { type Relabelled, relabelPeople } from "./relabel-people.ts";

export const renameLabelFields = z.strictObject({
  label: z.string("Give a word.").max(200),
  /** One that is in use already: the two become one. */
  to: labelField,
});

/**
 * Renames a label for everybody who has it, or merges it with another, at once or by a job (F11). Whoever is given
 * the old word while a job runs keeps it.
 *
 * Throws NOT_FOUND for a word that nobody has, VALIDATION_FAILED, EDIT_CONFLICT.
 */
export const renameLabel = memberUseCase(
  "workspace.manage",
  renameLabelFields,
  async (ctx, { label, to }): Promise<Relabelled> => relabelPeople(ctx, { label, to }),
);
