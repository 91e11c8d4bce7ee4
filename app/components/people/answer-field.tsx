import { useManage } from "../../manage-words";
import type { ManageMessages } from "../../messages/manage/en";
import { personParts } from "../../messages/manage/en/fields";
import { invite } from "../../messages/manage/en/invite";
import { Select } from "../ui/select";
import { TextField } from "../ui/text-field";

const sections = { invite, personParts };

/** A field of the workspace's own, as a form asks for it. */
export interface AnswerFieldProps {
  field: {
    key: string;
    name: string;
    kind: "text" | "number" | "date" | "choice" | "yes_no";
    choices: readonly string[];
  };
  value: string;
  error: string | undefined;
  required?: boolean;
}

/** What the forms call the answer to a field. */
export function answerName(key: string): string {
  return `custom.${key}`;
}

/** What somebody answered, in words. */
export function answerText(
  manage: Pick<ManageMessages, "personParts">,
  { kind }: Pick<AnswerFieldProps["field"], "kind">,
  value: string,
): string {
  return kind === "yes_no" ? manage.personParts[value === "yes" ? "yes" : "no"] : value;
}

/** The control that fits the kind of the answer. */
export function AnswerField({ field, value, error, required }: AnswerFieldProps) {
  const manage = useManage(sections);
  const { key, name, kind, choices } = field;
  // The server insists: which answers are required changes with the roles, also where no script follows them.
  const texts = {
    name: answerName(key),
    label: name,
    error,
    markOptional: !required,
    "aria-required": required || undefined,
    defaultValue: value,
  };
  if (kind === "choice" || kind === "yes_no") {
    const words = kind === "choice" ? choices : ["yes", "no"];
    // Somebody may have a choice that is not offered any more: it stays until another is chosen.
    const offered = value === "" || words.includes(value) ? words : [...words, value];
    return (
      <Select
        {...texts}
        empty={manage.invite.offer.noAnswer}
        options={offered.map((word) => ({ value: word, label: answerText(manage, field, word) }))}
      />
    );
  }
  return (
    <TextField
      {...texts}
      type={kind === "date" ? "date" : "text"}
      inputMode={kind === "number" ? "decimal" : undefined}
      maxLength={kind === "text" ? 500 : undefined}
      autoComplete="off"
    />
  );
}
