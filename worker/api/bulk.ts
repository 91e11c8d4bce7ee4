import type * as z from "zod";
import { noteField } from "../domain/fields.ts";
import { jobFields } from "../domain/jobs/job-fields.ts";

export const bulkFields = jobFields.extend({ message: noteField.optional() });

/** A program that forgets its filter must not be taken to mean everybody: the use case refuses an empty choice. */
export function neverEverybody(input: z.input<typeof bulkFields>): z.input<typeof bulkFields> {
  return input.filter === undefined && input.ids === undefined ? { ...input, ids: [] } : input;
}
