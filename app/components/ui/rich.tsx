import type { ReactNode } from "react";
import { Fragment } from "react";

/** A sentence of the catalogue in which an element stands: "A newer mail was sent on {sentAt}." */
export function Rich({ text, values }: { text: string; values: Readonly<Record<string, ReactNode>> }) {
  return text.split(/\{(\w+)\}/).map((part, index) => {
    // Odd parts are the names between braces. The parts of a sentence never move, so their place is their key.
    // biome-ignore lint/suspicious/noArrayIndexKey: see above.
    return <Fragment key={index}>{index % 2 ? values[part] : part}</Fragment>;
  });
}
