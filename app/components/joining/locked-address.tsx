import type { ReactNode } from "react";
import { useWords } from "../../request";
import { Field, fieldId } from "../ui/field";

/**
 * The address, or the username, a form is about: shown, not sent, and a user name for password managers. It has no
 * `name`, so nobody can post another one with it.
 */
export function LockedAddress({
  email,
  hint,
  byName = false,
}: {
  email: string;
  hint?: ReactNode;
  /** It is a username. */
  byName?: boolean;
}) {
  const words = useWords();
  const id = fieldId("address");
  return (
    <Field
      name="address"
      label={byName ? words.account.username : words.common.email}
      hint={hint}
      markOptional={false}
    >
      <input
        type={byName ? "text" : "email"}
        id={id}
        value={email}
        readOnly
        autoComplete="username"
        aria-describedby={hint ? `${id}-hint` : undefined}
        className="field"
      />
    </Field>
  );
}
