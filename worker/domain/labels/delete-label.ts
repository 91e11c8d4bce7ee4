import * as z from "zod";
import { memberUseCase } from "../use-case.ts";
import { type Relabelled, relabelPeople } from "./relabel-people.ts";

export const deleteLabelFields = z.strictObject({ label: z.string("Give a word.").max(200) });

/**
 * Takes a label from everybody who has it, at once or by a job (F11).
 *
 * Throws NOT_FOUND for a word that nobody has, EDIT_CONFLICT.
 */
export const deleteLabel = memberUseCase(
  "workspace.manage",
  deleteLabelFields,
  async (ctx, { label }): Promise<Relabelled> => relabelPeople(ctx, { label, to: null }),
);
