import { Link } from "@remix-run/react";
import clsx from "clsx";
import type { ReactNode } from "react";

export interface Tab {
  to: string;
  label: ReactNode;
  current: boolean;
  /** Already formatted: counts may stop at "1,000+". */
  count?: string;
}

/** Pages beside one another, as links: every tab has its address. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  return (
    <nav aria-label={label} className="overflow-x-auto border-b border-line">
      <ul className="flex gap-1">
        {tabs.map((tab) => (
          <li key={tab.to}>
            <Link
              to={tab.to}
              aria-current={tab.current ? "page" : undefined}
              className={clsx(
                "flex min-h-11 items-center gap-2 border-b-2 px-3 whitespace-nowrap -outline-offset-2",
                tab.current
                  ? "border-accent-text font-semibold text-ink"
                  : "border-transparent text-muted hover:border-line-strong hover:text-ink",
              )}
            >
              {tab.label}
              {tab.count !== undefined && (
                <span className="text-sm text-muted tabular-nums">{tab.count}</span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
