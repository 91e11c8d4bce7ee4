import type { customFieldsOf } from "../../../db/queries/custom-fields.ts";
import { fold } from "../people/person-name.ts";

export type CustomField = Awaited<ReturnType<typeof customFieldsOf>>[number];

const longestAnswer = 500;

/** What an answer to a field of the workspace's own is kept as, or why it cannot be (F11). Empty: no answer. */
export function customValue(
  { kind, choices }: Pick<CustomField, "kind" | "choices">,
  given: string | number | null,
): { value: string } | { message: string } {
  const text = String(given ?? "").trim();
  if (text === "") return { value: "" };
  switch (kind) {
    case "text":
      if (text.length > longestAnswer) return { message: `At most ${longestAnswer} characters.` };
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
      return /[\u0000-\u001f\u007f-\u009f]/.test(text)
        ? { message: "This holds a line break or an invisible character. Type it anew." }
        : { value: text };
    case "number": {
      const number = /^[+-]?\d{1,15}(?:[.,]\d{1,10})?$/.test(text)
        ? Number(text.replace(",", "."))
        : Number.NaN;
      return Number.isFinite(number) ? { value: String(number) } : { message: "Enter a number, like 12.5." };
    }
    case "date":
      return isCalendarDay(text) ? { value: text } : { message: "Enter a day, like 2026-12-31." };
    case "choice": {
      const choice = choices.find((one) => fold(one) === fold(text));
      return choice ? { value: choice } : { message: `Choose one of: ${choices.join(", ")}.` };
    }
  }
}

function isCalendarDay(text: string): boolean {
  if (!/^(?:19|20|21)\d{2}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}
