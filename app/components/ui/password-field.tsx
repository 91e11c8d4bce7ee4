import type { ChangeEvent, InputHTMLAttributes } from "react";
import { useState } from "react";
import { useHydrated, useWords } from "../../request";
import { controlProps, Field, type FieldTexts, splitField } from "./field";

export interface PasswordFieldProps
  extends FieldTexts,
    Omit<InputHTMLAttributes<HTMLInputElement>, "name" | "id" | "required" | "type" | "autoComplete"> {
  autoComplete: "current-password" | "new-password";
  /** For a new password: shows how far the length is, in words. */
  minimum?: number;
}

/**
 * A password with show and hide; paste is never in the way. On pages without React the same attributes are read by
 * public/public.js, so keep the two in step.
 */
export function PasswordField({ minimum, ...props }: PasswordFieldProps) {
  const { texts, control } = splitField(props);
  const words = useWords();
  const hydrated = useHydrated();
  const [shown, setShown] = useState(false);
  const [length, setLength] = useState(0);
  const shared = controlProps(texts);
  const id = shared.id;
  const describedBy = [shared["aria-describedby"], minimum !== undefined && `${id}-length`]
    .filter(Boolean)
    .join(" ");

  return (
    <Field {...texts}>
      <div className="relative">
        <input
          spellCheck={false}
          autoCapitalize="none"
          {...control}
          {...shared}
          aria-describedby={describedBy || undefined}
          type={shown ? "text" : "password"}
          onChange={(event: ChangeEvent<HTMLInputElement>) => {
            setLength([...event.target.value].length);
            control.onChange?.(event);
          }}
          className="field pe-20"
        />
        <button
          type="button"
          hidden={!hydrated}
          data-password-toggle={id}
          data-show={words.password.show}
          data-hide={words.password.hide}
          data-show-label={words.password.showLabel}
          data-hide-label={words.password.hideLabel}
          aria-controls={id}
          aria-label={shown ? words.password.hideLabel : words.password.showLabel}
          onClick={() => setShown(!shown)}
          className="absolute inset-y-1 end-1 rounded-sm border border-transparent px-3 text-sm font-medium text-muted hover:bg-sunken hover:text-ink"
        >
          {shown ? words.password.hide : words.password.show}
        </button>
      </div>
      {minimum !== undefined && (
        <p
          className="text-sm text-muted"
          id={`${id}-length`}
          data-password-length={id}
          data-minimum={minimum}
          data-counting={words.password.counting}
          data-enough={words.password.longEnough}
        >
          {length === 0
            ? words.password.minimum({ minimum })
            : length >= minimum
              ? words.password.longEnough
              : words.password.counting
                  .replace("{count}", String(length))
                  .replace("{minimum}", String(minimum))}
        </p>
      )}
    </Field>
  );
}
