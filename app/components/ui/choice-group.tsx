import type { ReactNode } from "react";
import { FieldError, fieldId, OptionalMark } from "./field";

export interface Choice {
  value: string;
  label: string;
  /** One line: what choosing this means. */
  description?: ReactNode;
  disabled?: boolean;
}

export interface ChoiceGroupProps {
  name: string;
  legend: ReactNode;
  choices: readonly Choice[];
  /** What is ticked at first; one value for radios. */
  selected?: readonly string[];
  hint?: ReactNode;
  error?: string;
  required?: boolean;
  onToggle?: (value: string, ticked: boolean) => void;
}

function ChoiceGroup({ kind, ...props }: ChoiceGroupProps & { kind: "checkbox" | "radio" }) {
  const { name, legend, choices, selected = [], hint, error, required, onToggle } = props;
  const id = fieldId(name);
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || undefined;
  return (
    <fieldset aria-describedby={described} className="grid gap-1">
      <legend className="mb-1 font-medium">
        {legend}
        {!required && <OptionalMark />}
      </legend>
      {hint && (
        <p id={`${id}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      )}
      <div className="grid">
        {choices.map((choice, index) => {
          // The first keeps the plain id, so that a link from ErrorSummary lands on it.
          const choiceId = index === 0 ? id : `${id}-${choice.value}`;
          return (
            <div key={choice.value} className="flex gap-3 rounded-md p-2 has-checked:bg-accent-soft">
              <input
                type={kind}
                id={choiceId}
                name={name}
                value={choice.value}
                defaultChecked={selected.includes(choice.value)}
                disabled={choice.disabled}
                required={kind === "radio" && required}
                aria-invalid={error && kind === "checkbox" ? true : undefined}
                aria-describedby={choice.description ? `${choiceId}-about` : undefined}
                onChange={onToggle && ((event) => onToggle(choice.value, event.target.checked))}
                className="mt-0.5 shrink-0"
              />
              <div className="grow">
                <label htmlFor={choiceId} className="block">
                  {choice.label}
                </label>
                {choice.description && (
                  <p id={`${choiceId}-about`} className="text-sm text-muted">
                    {choice.description}
                  </p>
                )}
              </div>
            </div>
          );
        })}
      </div>
      <FieldError id={`${id}-error`}>{error}</FieldError>
    </fieldset>
  );
}

/** Any number of choices, one line of explanation each: roles, courses. */
export function CheckboxGroup(props: ChoiceGroupProps) {
  return <ChoiceGroup kind="checkbox" {...props} />;
}

/** One of several choices, one line of explanation each. */
export function RadioGroup(props: ChoiceGroupProps) {
  return <ChoiceGroup kind="radio" {...props} />;
}
