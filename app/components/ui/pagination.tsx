import clsx from "clsx";
import type { ReactNode } from "react";
import { useWords } from "../../request";
import { buttonClass, LinkButton } from "./button";

export interface PaginationProps {
  /** Addresses with a cursor; none at either end. */
  previous?: string;
  next?: string;
  /** "1 to 50 of 4,812", or what is known. */
  children?: ReactNode;
}

/** To the page before and after. The ends stay in place, so that the links do not move under the pointer. */
export function Pagination({ previous, next, children }: PaginationProps) {
  const { common } = useWords();
  const end = (text: string) => (
    <span aria-disabled="true" className={clsx(buttonClass({ size: "small" }), "opacity-60")}>
      {text}
    </span>
  );
  return (
    <nav aria-label={common.pages} className="flex flex-wrap items-center justify-between gap-3 py-3">
      <p className="text-sm text-muted tabular-nums">{children}</p>
      <div className="flex gap-2">
        {previous ? (
          <LinkButton to={previous} rel="prev" size="small">
            {common.previous}
          </LinkButton>
        ) : (
          end(common.previous)
        )}
        {next ? (
          <LinkButton to={next} rel="next" size="small">
            {common.next}
          </LinkButton>
        ) : (
          end(common.next)
        )}
      </div>
    </nav>
  );
}
