import type { ReactNode } from "react";

export interface Definition {
  term: string;
  value: ReactNode;
}

/** Names and values, one a line, under hairlines. */
export function DefinitionList({ items }: { items: readonly Definition[] }) {
  return (
    <dl className="border-t border-line">
      {items.map(({ term, value }) => (
        <div key={term} className="grid gap-x-4 border-b border-line py-2 sm:grid-cols-[10rem_minmax(0,1fr)]">
          <dt className="text-muted">{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
