import type { ReactNode } from "react";
import { useWords } from "../../request";

/** What every field says about itself. */
export interface FieldTexts {
  /** Form field name; the id is derived from it so that ErrorSummary can link here. */
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  error?: string;
  required?: boolean;
  /** Only where two forms on a page have a field of the same name. */
  id?: string;
  /** Most fields of a form are required: mark the optional ones, and say nothing on the others. */
  markOptional?: boolean;
}

/** The id of the field with this name; ErrorSummary links to it. */
export function fieldId(name: string): string {
  return `field-${name}`;
}

/** The attributes that tie a control to its label, hint and error. */
export function controlProps({ name, id = fieldId(name), hint, error, required }: FieldTexts) {
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return {
    id,
    name,
    required,
    "aria-invalid": error ? (true as const) : undefined,
    "aria-describedby": describedBy || undefined,
  };
}

/** "optional" beside a label. */
export function OptionalMark() {
  return <span className="font-normal text-muted"> ({useWords().common.optional})</span>;
}

/** The sentence under a field that says what is wrong and how to mend it. */
export function FieldError({ id, children }: { id: string; children?: string }) {
  if (!children) return null;
  return (
    <p id={id} className="flex gap-2 text-sm text-danger">
      <span aria-hidden="true" className="font-semibold">
        !
      </span>
      {children}
    </p>
  );
}

/** Label above, then hint, control and error. */
export function Field({ children, ...texts }: FieldTexts & { children: ReactNode }) {
  const { name, id = fieldId(name), label, hint, error, required, markOptional = true } = texts;
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
        {!required && markOptional && <OptionalMark />}
      </label>
      {hint && (
        <p id={`${id}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      )}
      {children}
      <FieldError id={`${id}-error`}>{error}</FieldError>
    </div>
  );
}

/** Splits what Field needs from what the control gets. */
export function splitField<Props extends FieldTexts>(props: Props) {
  const { name, label, hint, error, required, id, markOptional, ...control } = props;
  return { texts: { name, label, hint, error, required, id, markOptional }, control };
}
