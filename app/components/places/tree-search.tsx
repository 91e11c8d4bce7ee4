import { Form } from "@remix-run/react";
import { useManage } from "../../manage-words";
import { Button, LinkButton } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { TextField } from "../ui/text-field";
import { FoundPlaces, type PlaceLine, PlaceTree } from "./place-tree";

interface TreeListProps {
  /** The page of the tree: of it, of the search and of the places below. */
  address: string;
  label: string;
  places: readonly PlaceLine[];
  q: string;
  cursor: string | null;
  nextCursor: string | null;
}

/** A tree with a search by name, and pages where it is larger than one. */
export function TreeList({ address, label, places, q, cursor, nextCursor }: TreeListProps) {
  const manage = useManage();
  const words = manage.tree;
  const to = (next: string | null) => {
    const query = new URLSearchParams();
    if (q) query.set("q", q);
    if (next) query.set("cursor", next);
    return query.size > 0 ? `${address}?${query}` : address;
  };
  return (
    <>
      <Form
        key={q}
        method="get"
        action={address}
        role="search"
        aria-label={label}
        className="grid max-w-xl grid-cols-[minmax(0,1fr)_auto] items-end gap-3"
      >
        <TextField
          name="q"
          type="search"
          label={words.search}
          markOptional={false}
          defaultValue={q}
          maxLength={200}
          autoComplete="off"
        />
        <Button type="submit">{words.apply}</Button>
      </Form>
      {q && places.length === 0 ? (
        <EmptyState title={words.nothing} actions={<LinkButton to={address}>{words.all}</LinkButton>}>
          {words.nothingHelp}
        </EmptyState>
      ) : q ? (
        <div className="grid gap-3">
          <p className="flex flex-wrap items-baseline gap-3 text-sm text-muted">
            {words.found({ count: places.length })}
            <LinkButton to={address} size="small" variant="quiet">
              {words.all}
            </LinkButton>
          </p>
          <FoundPlaces places={places} address={address} />
        </div>
      ) : (
        <PlaceTree places={places} address={address} label={label} />
      )}
      {(cursor || nextCursor) && (
        <nav aria-label={label} className="flex flex-wrap justify-end gap-2">
          {cursor && (
            <LinkButton to={to(null)} size="small" rel="first">
              {words.first}
            </LinkButton>
          )}
          {nextCursor && (
            <LinkButton to={to(nextCursor)} size="small" rel="next">
              {words.next}
            </LinkButton>
          )}
        </nav>
      )}
    </>
  );
}
