import clsx from "clsx";
import type { TextareaHTMLAttributes } from "react";
import { useState } from "react";
import { useHydrated, useWords } from "../../request";
import { controlProps, Field, type FieldTexts, splitField } from "./field";

export interface TextAreaProps
  extends FieldTexts,
    Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, "name" | "id" | "required"> {}

/** Several lines of text; with `maxLength` it counts what is left. */
export function TextArea(props: TextAreaProps) {
  const { texts, control } = splitField(props);
  const words = useWords();
  const hydrated = useHydrated();
  const [length, setLength] = useState(String(control.value ?? control.defaultValue ?? "").length);
  return (
    <Field {...texts}>
      <textarea
        rows={4}
        {...control}
        {...controlProps(texts)}
        onChange={(event) => {
          setLength(event.target.value.length);
          control.onChange?.(event);
        }}
        className={clsx("field resize-y", control.className)}
      />
      {control.maxLength !== undefined && hydrated && (
        <output className="text-end text-sm text-muted" htmlFor={controlProps(texts).id} aria-live="off">
          {words.common.charactersLeft({ count: Math.max(0, control.maxLength - length) })}
        </output>
      )}
    </Field>
  );
}
