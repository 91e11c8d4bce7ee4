import clsx from "clsx";
import type { ReactNode } from "react";

/** What a status means for the reader, apart from its word. */
export type StatusTone = "good" | "waiting" | "attention" | "bad" | "quiet";

const tones = {
  good: "text-ok",
  waiting: "text-info",
  attention: "text-warn",
  bad: "text-danger",
  quiet: "text-muted",
};

/** One shape a tone, so that nobody has to tell colours apart: disc, ring, diamond, triangle, bar. */
const shapes = {
  good: <circle cx="5" cy="5" r="4" fill="currentColor" />,
  waiting: <circle cx="5" cy="5" r="3.25" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  attention: <path d="M5 0.5 9.5 5 5 9.5 0.5 5Z" fill="currentColor" />,
  bad: <path d="M5 0.75 9.75 9.25H0.25Z" fill="currentColor" />,
  quiet: <path d="M1 4h8v2H1Z" fill="currentColor" />,
};

/** A status as shape and word. */
export function StatusBadge({ tone, children }: { tone: StatusTone; children: ReactNode }) {
  return (
    <span className={clsx("inline-flex items-baseline gap-2 whitespace-nowrap", tones[tone])}>
      <svg viewBox="0 0 10 10" aria-hidden="true" className="size-2.5 shrink-0">
        {shapes[tone]}
      </svg>
      {children}
    </span>
  );
}
