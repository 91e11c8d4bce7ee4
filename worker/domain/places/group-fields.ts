import * as z from "zod";

export const visibilityField = z.enum(["public", "private"], "Choose public or private.");

/** What a group is for: plain text of at most 1,000 characters. */
export const descriptionField = z
  .string("Enter text.")
  .max(1_000, "A description may have at most 1,000 characters.")
  .transform((value) => value.replace(/\r\n?/g, "\n").trim())
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
  .refine((value) => !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(value), {
    message: "The description holds an invisible control character. Type it anew.",
  });
