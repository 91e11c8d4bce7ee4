import clsx from "clsx";
import type { InputHTMLAttributes } from "react";
import { controlProps, Field, type FieldTexts, splitField } from "./field";

export interface TextFieldProps
  extends FieldTexts,
    Omit<InputHTMLAttributes<HTMLInputElement>, "name" | "id" | "required"> {}

/** One line of text: also addresses, dates and numbers by `type`. */
export function TextField(props: TextFieldProps) {
  const { texts, control } = splitField(props);
  return (
    <Field {...texts}>
      <input type="text" {...control} {...controlProps(texts)} className={clsx("field", control.className)} />
    </Field>
  );
}
