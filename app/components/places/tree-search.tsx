import { Form } from "@remix-run/react";
import { useManage } from "../../manage-words";
import { tree } from "../../messages/manage/en/places";
import { Button, LinkButton } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { TextField } from "../ui/text-field";
import { FoundPlaces, type PlaceLine, PlaceTree } from "./place-tree";

const sections = { tree };

interface TreeListProps {
  /** The page of the tree, and of the search in it. */
  address: string;
  /** What else stands in that address, and stays there. */
  besides?: Readonly<Record<string, string>>;
  /** Where the name of a place leads; left out: to its page below the tree's. */
  toPlace?: (id: string) => string;
  label: string;
  places: readonly PlaceLine[];
  q: string;
  cursor: string | null;
  nextCursor: string | null;
}

/** A tree with a search by name, and pages where it is larger than one. */
export function TreeList(props: TreeListProps) {
  const manage = useManage(sections);
  const { address, besides = {}, label, places, q, cursor, nextCursor } = props;
  const { toPlace = (id) => `${address}/${id}` } = props;
  const words = manage.tree;
  const to = (sought: string, next: string | null) => {
    const query = new URLSearchParams(besides);
    if (sought) query.set("q", sought);
    if (next) query.set("cursor", next);
    return query.size > 0 ? `${address}?${query}` : address;
  };
  const whole = to("", null);
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
        {Object.entries(besides).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
      </Form>
      {q && places.length === 0 ? (
        <EmptyState title={words.nothing} actions={<LinkButton to={whole}>{words.all}</LinkButton>}>
          {words.nothingHelp}
        </EmptyState>
      ) : q ? (
        <div className="grid gap-3">
          <p className="flex flex-wrap items-baseline gap-3 text-sm text-muted">
            {words.found({ count: places.length })}
            <LinkButton to={whole} size="small" variant="quiet">
              {words.all}
            </LinkButton>
          </p>
          <FoundPlaces places={places} to={toPlace} />
        </div>
      ) : (
        <PlaceTree places={places} to={toPlace} label={label} />
      )}
      {(cursor || nextCursor) && (
        <nav aria-label={label} className="flex flex-wrap justify-end gap-2">
          {cursor && (
            <LinkButton to={to(q, null)} size="small" rel="first">
              {words.first}
            </LinkButton>
          )}
          {nextCursor && (
            <LinkButton to={to(q, nextCursor)} size="small" rel="next">
              {words.next}
            </LinkButton>
          )}
        </nav>
      )}
    </>
  );
}
