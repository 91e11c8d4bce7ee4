import type { customFieldsOf } from "../../../db/queries/custom-fields.ts";
import type { FieldError } from "../errors.ts";
import { fold } from "../people/person-name.ts";

/** A field that is asked for. */
export type CustomField = Awaited<ReturnType<typeof customFieldsOf>>[number];

const longestAnswer = 500;

/** What an answer to a field of the workspace's own is kept as, or why it cannot be (F11). Empty: no answer. */
export function customValue(
  { kind, choices }: Pick<CustomField, "kind" | "choices">,
  given: string | number | boolean | null,
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
    case "yes_no": {
      const word = fold(text);
      const value = yes.includes(word) ? "yes" : no.includes(word) ? "no" : null;
      return value ? { value } : { message: "Answer yes or no." };
    }
  }
}

/** Yes and no in our languages, and as spreadsheets and programs write them. */
const yes = ["yes", "y", "true", "1", "ja", "oui", "si"];
const no = ["no", "n", "false", "0", "nein", "non"];

function isCalendarDay(text: string): boolean {
  if (!/^(?:19|20|21)\d{2}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/** Answers as they are kept, by key; what is wrong with the others goes to `errors`. No answer is left out. */
export function checkedAnswers(
  fields: readonly CustomField[],
  given: Readonly<Record<string, string | number | boolean | null>>,
  errors: FieldError[],
): Record<string, string> {
  const answers: Record<string, string> = {};
  for (const [key, value] of Object.entries(given)) {
    const path = `customFields.${key}`;
    const field = fields.find((one) => one.key === key);
    const answer = field && customValue(field, value);
    if (!answer) errors.push({ path, code: "unknown_field", message: "This ‹workspace› has no such field." });
    else if ("message" in answer) errors.push({ path, code: field.kind, message: answer.message });
    else if (answer.value !== "") answers[key] = answer.value;
  }
  return answers;
}

/** Fields that somebody with these roles must answer, and that have no answer and no error yet. */
export function unanswered(
  fields: readonly Pick<CustomField, "key" | "name" | "requiredFor">[],
  roles: readonly string[],
  answers: Readonly<Record<string, string>>,
  errors: readonly FieldError[],
): FieldError[] {
  return fields
    .filter(({ key, requiredFor }) => requiredFor.some((role) => roles.includes(role)) && !answers[key])
    .map(({ key, name }) => ({
      path: `customFields.${key}`,
      code: "required",
      message: `Answer “${name}”: it is wanted of everybody with this role.`,
    }))
    .filter(({ path }) => !errors.some((error) => error.path === path));
}
