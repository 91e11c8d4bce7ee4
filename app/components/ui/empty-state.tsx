import type { ReactNode } from "react";

export interface EmptyStateProps {
  title: ReactNode;
  /** Why it is empty, or what will come. */
  children?: ReactNode;
  /** What to do now. */
  actions?: ReactNode;
}

/** In place of a list with nothing in it. */
export function EmptyState({ title, children, actions }: EmptyStateProps) {
  return (
    <div className="grid justify-items-start gap-2 border-y border-line py-12">
      <h2 className="text-lg font-semibold">{title}</h2>
      {children && <div className="max-w-prose text-muted">{children}</div>}
      {actions && <div className="mt-2 flex flex-wrap gap-2">{actions}</div>}
    </div>
  );
}
