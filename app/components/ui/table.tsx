import clsx from "clsx";
import type { HTMLAttributes, ReactNode, TdHTMLAttributes, ThHTMLAttributes } from "react";
import { Avatar } from "./avatar";

/**
 * A table with 44 px rows. On a phone each row becomes a card: then every cell but the first, the tick and the menu
 * is a line with its `label`. The roles are written out because browsers drop a table's meaning with its layout.
 */
export function Table({ caption, children }: { caption: string; children: ReactNode }) {
  return (
    // Positioned, so that texts for screen readers in its cells do not widen the page.
    <div className="relative sm:overflow-x-auto">
      {/* biome-ignore lint/a11y/noRedundantRoles: see above. */}
      <table role="table" className="cards w-full border-collapse text-start">
        <caption className="sr-only">{caption}</caption>
        {children}
      </table>
    </div>
  );
}

/** The heads of the columns. */
export function TableHead({ children }: { children: ReactNode }) {
  return (
    <thead>
      {/* biome-ignore lint/a11y/noRedundantRoles: see Table. */}
      <tr role="row" className="border-b border-line">
        {children}
      </tr>
    </thead>
  );
}

/** The head of a column; `sort` says how the rows are ordered by it. */
export function HeadCell({
  sort,
  children,
  ...rest
}: ThHTMLAttributes<HTMLTableCellElement> & { sort?: "ascending" | "descending" }) {
  return (
    <th
      scope="col"
      // biome-ignore lint/a11y/noRedundantRoles: see Table.
      role="columnheader"
      aria-sort={sort}
      {...rest}
      className="h-9 px-3 text-start text-sm font-medium whitespace-nowrap text-muted first:ps-2 last:pe-2"
    >
      {children}
    </th>
  );
}

/** A row; `selected` marks the ticked ones. */
export function Row({
  selected,
  children,
  ...rest
}: HTMLAttributes<HTMLTableRowElement> & { selected?: boolean }) {
  return (
    <tr
      // biome-ignore lint/a11y/noRedundantRoles: see Table.
      role="row"
      data-selected={selected || undefined}
      {...rest}
      className="border-b border-line transition-colors data-selected:bg-accent-soft sm:hover:bg-sunken"
    >
      {children}
    </tr>
  );
}

export interface CellProps extends TdHTMLAttributes<HTMLTableCellElement> {
  /** The column's name, shown before the value on a phone; leave it out for the cell that names the row. */
  label?: string;
  /** The tick goes before, the menu after the name on a phone. */
  part?: "tick" | "menu";
  numeric?: boolean;
}

/** A cell. */
export function Cell({ label, part, numeric, className, children, ...rest }: CellProps) {
  return (
    <td
      // biome-ignore lint/a11y/noRedundantRoles: see Table.
      role="cell"
      data-label={label}
      data-part={part}
      {...rest}
      className={clsx(
        "wrap-break-word sm:h-11 sm:px-3 sm:py-1 sm:first:ps-2 sm:last:pe-2",
        numeric && "sm:text-end",
        part && "sm:w-px",
        // The naming cell takes what is left, and long names are cut rather than push the rest out.
        !label && !part && "sm:w-2/5 sm:max-w-0",
        className,
      )}
    >
      {label ? <div className="min-w-0">{children}</div> : children}
    </td>
  );
}

export interface PersonProps {
  /** Empty while only the address is known. */
  name?: string | null;
  /** Empty for people without e-mail; then `detail` says what they sign in with. */
  address?: string | null;
  detail?: ReactNode;
}

/** A person in one cell: initials, name and address. */
export function Person({
  name,
  address,
  detail,
  link,
}: PersonProps & { link?: (name: string) => ReactNode }) {
  const title = name || address || "";
  const below = name ? (address ?? detail) : detail;
  return (
    <div className="flex min-w-0 items-center gap-3">
      <Avatar name={title} />
      <div className="min-w-0">
        <div className="font-medium wrap-anywhere sm:truncate" title={title}>
          {link ? link(title) : title}
        </div>
        {below && (
          <div
            className="text-sm wrap-anywhere text-muted sm:truncate"
            title={typeof below === "string" ? below : undefined}
          >
            {below}
          </div>
        )}
      </div>
    </div>
  );
}
