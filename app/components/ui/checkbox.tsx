import type { InputHTMLAttributes, ReactNode } from "react";
import { fieldId } from "./field";

export interface CheckboxProps extends Omit<InputHTMLAttributes<HTMLInputElement>, "type"> {
  name: string;
  label: ReactNode;
  description?: ReactNode;
  /** The label is read out but not shown: ticks of a table. */
  hideLabel?: boolean;
}

/** One tick. */
export function Checkbox({ label, description, hideLabel, id, ...rest }: CheckboxProps) {
  const own = id ?? fieldId(rest.name);
  return (
    <div className="flex gap-3">
      <input
        {...rest}
        type="checkbox"
        id={own}
        aria-describedby={description ? `${own}-about` : undefined}
        className="mt-0.5 shrink-0"
      />
      <div>
        <label htmlFor={own} className={hideLabel ? "sr-only" : undefined}>
          {label}
        </label>
        {description && (
          <p id={`${own}-about`} className="text-sm text-muted">
            {description}
          </p>
        )}
      </div>
    </div>
  );
}
