import { Link } from "@remix-run/react";
import ChevronRight from "lucide-react/icons/chevron-right";
import Lock from "lucide-react/icons/lock";
import { useManage } from "../../manage-words";
import { groups, tree } from "../../messages/manage/en/places";
import { VisuallyHidden } from "../ui/visually-hidden";

const sections = { groups, tree };

/** A unit or a group as trees and lists show it. */
export interface PlaceLine {
  id: string;
  parentId: string | null;
  name: string;
  visibility?: "public" | "private";
  members: number;
  invited: number;
  above: readonly { id: string; name: string }[];
}

/** Where the name of a place leads. */
type ToPlace = (id: string) => string;

/** Trees of up to this many are open from the start. */
const openUpTo = 60;
/** Deeper levels stand no further to the right: a phone has no room for 32. */
const levelsIndented = 6;

/** How many people a place has; whoever is invited only where there are some. */
function Headcount({ members, invited }: Pick<PlaceLine, "members" | "invited">) {
  const manage = useManage(sections);
  return (
    <span className="text-sm whitespace-nowrap text-muted tabular-nums">
      {manage.tree.members({ count: members })}
      {invited > 0 && ` · ${manage.tree.invited({ count: invited })}`}
    </span>
  );
}

/** A place as a link, with a lock on a private group. */
function PlaceLink({ place, to }: { place: PlaceLine; to: ToPlace }) {
  const manage = useManage(sections);
  return (
    <Link
      to={to(place.id)}
      prefetch="intent"
      title={place.name}
      className="flex min-w-0 items-center gap-2 font-medium hover:underline"
    >
      <span className="truncate">{place.name}</span>
      {place.visibility === "private" && (
        <>
          <Lock aria-hidden="true" className="size-3.5 shrink-0 text-muted" />
          <VisuallyHidden>({manage.groups.private})</VisuallyHidden>
        </>
      )}
    </Link>
  );
}

/** Of a fixed height, as the summary beside it is: long names are cut. */
function PlaceRow({ place, to }: { place: PlaceLine; to: ToPlace }) {
  return (
    <span className="flex h-12 min-w-0 flex-col justify-center sm:h-9 sm:flex-row sm:items-center sm:justify-start sm:gap-3">
      <PlaceLink place={place} to={to} />
      <Headcount members={place.members} invited={place.invited} />
    </span>
  );
}

interface Branch {
  place: PlaceLine;
  below: Branch[];
}

/** The branches of a list of places: who has no parent in it stands at the top, siblings by name. */
function branchesOf(places: readonly PlaceLine[]): Branch[] {
  const branches = new Map(places.map((place) => [place.id, { place, below: [] as Branch[] }]));
  const top: Branch[] = [];
  const byName = places.toSorted((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
  for (const { id, parentId } of byName) {
    const branch = branches.get(id);
    if (branch) (branches.get(parentId ?? "")?.below ?? top).push(branch);
  }
  return top;
}

function Branches({
  branches,
  to,
  level,
  open,
}: {
  branches: readonly Branch[];
  to: ToPlace;
  level: number;
  open: boolean;
}) {
  const manage = useManage(sections);
  return (
    <ul className={level > 0 && level <= levelsIndented ? "ps-4 sm:ps-6" : undefined}>
      {branches.map(({ place, below }) =>
        below.length === 0 ? (
          <li key={place.id} className="grid grid-cols-[2rem_minmax(0,1fr)]">
            <span className="col-start-2 min-w-0">
              <PlaceRow place={place} to={to} />
            </span>
          </li>
        ) : (
          // The link stands over the row of the summary, not in it: a control within a control has no name.
          <li key={place.id} className="grid grid-cols-[2rem_minmax(0,1fr)]">
            <span className="z-1 col-start-2 row-start-1 max-w-full min-w-0 self-start justify-self-start">
              <PlaceRow place={place} to={to} />
            </span>
            <details
              open={open || level === 0}
              className="group/branch col-start-1 col-end-3 row-start-1 min-w-0"
            >
              <summary className="flex h-12 w-8 cursor-pointer list-none items-center justify-center rounded-md text-muted hover:bg-sunken hover:text-ink sm:h-9 [&::-webkit-details-marker]:hidden">
                <ChevronRight
                  aria-hidden="true"
                  className="size-4 transition-transform group-open/branch:rotate-90 rtl:-scale-x-100"
                />
                <VisuallyHidden>{manage.tree.below({ name: place.name })}</VisuallyHidden>
              </summary>
              <Branches branches={below} to={to} level={level + 1} open={open} />
            </details>
          </li>
        ),
      )}
    </ul>
  );
}

/** A tree that opens and closes by itself, without scripts and by the keyboard. */
export function PlaceTree({
  places,
  to,
  label,
}: {
  places: readonly PlaceLine[];
  to: ToPlace;
  label: string;
}) {
  return (
    <nav aria-label={label} className="border-y border-line py-2">
      <Branches branches={branchesOf(places)} to={to} level={0} open={places.length <= openUpTo} />
    </nav>
  );
}

/** What a search found, each with the places above it. */
export function FoundPlaces({ places, to }: { places: readonly PlaceLine[]; to: ToPlace }) {
  return (
    <ul className="grid gap-2 border-y border-line py-2">
      {places.map((place) => (
        <li key={place.id} className="grid">
          {place.above.length > 0 && (
            <span className="text-sm wrap-anywhere text-muted">
              {place.above.map(({ name }) => name).join(" › ")}
            </span>
          )}
          <PlaceRow place={place} to={to} />
        </li>
      ))}
    </ul>
  );
}

/** A tree as the options of a select, indented by dashes; `except` and what lies below it are left out. */
export function placeOptions(
  places: readonly PlaceLine[],
  except: string | null = null,
): { value: string; label: string }[] {
  const walk = (branches: readonly Branch[], level: number): { value: string; label: string }[] =>
    branches.flatMap(({ place, below }) =>
      place.id === except
        ? []
        : [{ value: place.id, label: `${"– ".repeat(level)}${place.name}` }, ...walk(below, level + 1)],
    );
  return walk(branchesOf(places), 0);
}
