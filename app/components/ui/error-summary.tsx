import { useEffect, useRef } from "react";
import { useWords } from "../../request";
import { fieldId } from "./field";

/** What is wrong, by field name; the empty name is the form as a whole. */
export type FieldErrors = Readonly<Record<string, string | undefined>>;

/**
 * All errors of a form above it, each a link to its field; takes the focus when it appears, with or without scripts.
 * Hand it the action's own object: a new object means a new answer and takes the focus again.
 */
export function ErrorSummary({ errors }: { errors: FieldErrors | undefined }) {
  const words = useWords();
  const box = useRef<HTMLDivElement>(null);
  const found = Object.entries(errors ?? {}).filter((entry): entry is [string, string] => Boolean(entry[1]));

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new answer with errors takes the focus again.
  useEffect(() => box.current?.focus(), [errors]);

  if (found.length === 0) return null;
  return (
    <div
      ref={box}
      role="alert"
      tabIndex={-1}
      // biome-ignore lint/a11y/noAutofocus: after a failed post this is where reading must go on.
      autoFocus
      className="grid gap-2 rounded-md border-s-4 border-danger bg-danger-soft p-4"
    >
      <p className="font-semibold">{words.common.checkFields({ count: found.length })}</p>
      <ul className="grid gap-1">
        {found.map(([name, message]) => (
          <li key={name}>
            {name ? (
              <a href={`#${fieldId(name)}`} className="link">
                {message}
              </a>
            ) : (
              message
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
