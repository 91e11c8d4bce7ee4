import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { redirect } from "@remix-run/cloudflare";
import { Link, useLoaderData } from "@remix-run/react";
import { PartLine } from "../components/part-line";
import { filterQuery, readFilter } from "../components/people/filter";
import { TreeList } from "../components/places/tree-search";
import { FilterChip } from "../components/ui/chip";
import { EmptyState } from "../components/ui/empty-state";
import { PageHeader } from "../components/ui/page-header";
import { manageOfPage, useManage } from "../manage-words";
import { people } from "../messages/manage/en/people";
import { groups, units } from "../messages/manage/en/places";
import { posted } from "../posted";
import { insideGroups } from "./manage.groups.server";

const sections = { groups, people, units };

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { workspace, base } = insideGroups(context, request);
  const withUnits = workspace.policies["units.enabled"];
  const query = new URL(request.url).searchParams;
  const kind = withUnits && query.get("kind") !== "group" ? ("unit" as const) : ("group" as const);
  const q = query.get("q")?.trim() ?? "";
  const cursor = query.get("cursor");
  const asked = { ...(q && { q }), ...(cursor && { cursor }) };
  const found = await context.attempt(async () => {
    if (kind === "group") {
      const { groups, nextCursor } = await context.useCases.listGroups(posted(asked));
      return { places: groups, nextCursor };
    }
    const { units, nextCursor } = await context.useCases.listUnits(posted(asked));
    return { places: units, nextCursor };
  });
  if (!found.ok) {
    if (found.error.code === "VALIDATION_FAILED") throw redirect(`${base}/people/where?kind=${kind}`);
    throw new Response(null, { status: found.error.status });
  }
  const { places, nextCursor } = found.value;
  return {
    base,
    workspace: workspace.name,
    withUnits,
    kind,
    /** The filter of the list that one came from, as its address has it. */
    list: filterQuery(readFilter(new URLSearchParams(query.get("list") ?? ""))).slice(1),
    q,
    cursor,
    nextCursor,
    places: places.map(({ id, parentId, name, members, invited, above, ...rest }) => ({
      id,
      parentId,
      name,
      members,
      invited,
      above,
      ...("visibility" in rest && { visibility: rest.visibility }),
    })),
  };
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [
  { title: `${manageOfPage(matches, sections).people.where.title} · ${data?.workspace ?? ""}` },
];

/** The unit or group to which the People list is narrowed: a tree with a search, whose names lead back to the list. */
export default function PeopleWhere() {
  const manage = useManage(sections);
  const { base, withUnits, kind, list, q, cursor, nextCursor, places } = useLoaderData<typeof loader>();
  const { where } = manage.people;
  const words = kind === "unit" ? manage.units : manage.groups;
  const address = `${base}/people/where`;
  const filter = readFilter(new URLSearchParams(list));
  const besides = (of: "unit" | "group") => ({ kind: of, ...(list && { list }) });
  const toPlace = (id: string) =>
    `${base}/people${filterQuery({
      ...filter,
      unitId: kind === "unit" ? id : undefined,
      groupId: kind === "group" ? id : undefined,
    })}`;
  return (
    <>
      <PageHeader
        title={where.title}
        description={where.lead}
        back={
          <Link to={`${base}/people${filterQuery(filter)}`} className="link">
            {where.back}
          </Link>
        }
      />
      <PartLine />
      {withUnits && (
        <nav aria-label={where.kinds} className="flex flex-wrap gap-2">
          {(["unit", "group"] as const).map((of) => (
            <FilterChip key={of} to={`${address}?${new URLSearchParams(besides(of))}`} current={of === kind}>
              {of === "unit" ? manage.units.title : manage.groups.title}
            </FilterChip>
          ))}
        </nav>
      )}
      {places.length === 0 && !q && !cursor ? (
        <EmptyState title={words.empty} />
      ) : (
        <TreeList
          address={address}
          besides={besides(kind)}
          toPlace={toPlace}
          label={words.caption}
          places={places}
          q={q}
          cursor={cursor}
          nextCursor={nextCursor}
        />
      )}
    </>
  );
}
