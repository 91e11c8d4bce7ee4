import { noteField } from "../domain/fields.ts";
import { jobFields } from "../domain/jobs/job-fields.ts";

export const bulkFields = jobFields.extend({ message: noteField.optional() });
