import clsx from "clsx";
import type { ReactNode } from "react";
import { useId } from "react";

export interface SectionProps {
  title: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  /** Without the hairline: where what stands above or within has one of its own. */
  plain?: boolean;
  /** What leads to this part of the page. */
  id?: string;
  children: ReactNode;
}

/** A part of a page under a hairline, with its own heading. */
export function Section({ title, description, actions, plain, id: anchor, children }: SectionProps) {
  const id = useId();
  return (
    <section
      id={anchor}
      aria-labelledby={id}
      className={clsx("grid gap-4", !plain && "ruled border-t border-line pt-6")}
    >
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="grid gap-1">
          <h2 id={id} className="text-lg font-semibold">
            {title}
          </h2>
          {description && <p className="max-w-prose text-muted">{description}</p>}
        </div>
        {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
      </div>
      {children}
    </section>
  );
}

/** A raised sheet; only where something stands apart from the page, such as a form for an invitee. */
export function Card({ children }: { children: ReactNode }) {
  return <div className="grid gap-4 rounded-lg border border-line bg-surface p-6 max-sm:p-4">{children}</div>;
}
