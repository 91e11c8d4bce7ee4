import * as z from "zod";
import { cleanPersonName, fold } from "../people/person-name.ts";

/** The name of a unit, a group, a course or a session. */
export const placeNameField = z.string("Enter a name.").transform((value, ctx) => {
  const cleaned = cleanPersonName(value);
  if (cleaned.ok && cleaned.value !== "") return cleaned.value;
  ctx.addIssue({
    code: "custom",
    message: cleaned.ok
      ? "Enter a name."
      : "Enter at most 100 characters, without a web address, an @ or an invisible character.",
  });
  return z.NEVER;
});

/** A name without case and accents: what siblings may not share, and what searches compare. */
export function nameKeyOf(name: string): string {
  return fold(name);
}
