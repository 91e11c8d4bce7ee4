import * as z from "zod";
import { invalidField } from "../domain/errors.ts";
import { noteField } from "../domain/fields.ts";
import { jobFields } from "../domain/jobs/job-fields.ts";

export const bulkFields = jobFields.extend({ message: noteField.optional() });

/** A program that forgets its filter must not be taken to mean everybody. Throws VALIDATION_FAILED. */
export function withFilterOrIds(input: z.input<typeof bulkFields>): z.input<typeof bulkFields> {
  if ((input.filter === undefined) !== (input.ids === undefined)) return input;
  throw invalidField("filter", "required", "Send either filter or ids. An empty filter means everybody.");
}
