import { Link } from "@remix-run/react";
import clsx from "clsx";
import type { ReactNode } from "react";

/** A short fact in a row: a role, a group. */
export function Chip({ children, title }: { children: ReactNode; title?: string }) {
  return (
    <span
      title={title}
      className="inline-block max-w-full truncate rounded-sm border border-line bg-surface px-2 align-middle text-sm"
    >
      {children}
    </span>
  );
}

export interface FilterChipProps {
  to: string;
  current: boolean;
  /** Already formatted: counts may stop at "1,000+". */
  count?: string;
  children: ReactNode;
}

/** A filter as a link, with how many it would show. */
export function FilterChip({ to, current, count, children }: FilterChipProps) {
  return (
    <Link
      to={to}
      aria-current={current ? "true" : undefined}
      className={clsx(
        "inline-flex min-h-8 items-center gap-2 rounded-full border px-3 whitespace-nowrap pointer-coarse:min-h-11",
        current
          ? "border-accent-text bg-accent-soft font-semibold"
          : "border-line bg-surface text-muted hover:border-line-strong hover:text-ink",
      )}
    >
      {children}
      {count !== undefined && <span className="text-sm tabular-nums">{count}</span>}
    </Link>
  );
}
