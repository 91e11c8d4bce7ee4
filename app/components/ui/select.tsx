import clsx from "clsx";
import type { SelectHTMLAttributes } from "react";
import { controlProps, Field, type FieldTexts, splitField } from "./field";

export interface SelectOption {
  value: string;
  label: string;
  disabled?: boolean;
}

export interface SelectProps
  extends FieldTexts,
    Omit<SelectHTMLAttributes<HTMLSelectElement>, "name" | "id" | "required" | "children"> {
  options: readonly SelectOption[];
  /** A first line that chooses nothing. */
  empty?: string;
}

/** The browser's own select. */
export function Select({ options, empty, ...props }: SelectProps) {
  const { texts, control } = splitField(props);
  return (
    <Field {...texts}>
      <select {...control} {...controlProps(texts)} className={clsx("field", control.className)}>
        {empty !== undefined && <option value="">{empty}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
    </Field>
  );
}
