import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { redirect } from "@remix-run/cloudflare";
import { Form, Link, useLoaderData, useNavigation } from "@remix-run/react";
import Plus from "lucide-react/icons/plus";
import { lazy, Suspense, useEffect, useState } from "react";
import type { PeopleChips } from "../../worker/domain/members/list-people";
import { PartLine } from "../components/part-line";
import { BulkBar } from "../components/people/bulk-bar";
import {
  bulkInput,
  filterQuery,
  isNarrowed,
  type ListFilter,
  listInput,
  peopleInput,
  readFilter,
} from "../components/people/filter";
import { FirstSteps, type Steps } from "../components/people/first-steps";
import { InviteWays } from "../components/people/invite-ways";
import { PeopleFilters, StatusChips } from "../components/people/list-filter";
import { PeopleTable, type RowAct, rowForm } from "../components/people/people-table";
import { Shortcuts } from "../components/people/shortcuts";
import { isShort, SeatNotice, type SeatState } from "../components/settings/seat-notice";
import { buttonClass, LinkButton } from "../components/ui/button";
import { EmptyState } from "../components/ui/empty-state";
import { PageHeader } from "../components/ui/page-header";
import { manageOfPage, useManage } from "../manage-words";
import { list, people } from "../messages/manage/en/people";
import { posted } from "../posted";
import { peopleActsFor } from "./manage.bulk.server";
import { type Inside, insideOf, ownRoles } from "./manage.guard.server";

const sections = { list, people };

export { unlessPreview as shouldRevalidate } from "../components/people/revalidation";

const InviteDialog = lazy(() => import("../components/people/invite-dialog"));

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { workspace, member, base } = insideOf(context, request);
  if (!member.mayInPart.includes("people.view")) throw redirect(`${base}/start`);
  const query = new URL(request.url).searchParams;
  const filter = readFilter(query);
  const cursor = query.get("cursor") ?? undefined;
  const { unitId, groupId } = filter;
  const [found, unit, group, seats] = await Promise.all([
    context.attempt(() =>
      context.useCases.listPeople(posted({ ...listInput(filter, member.id), ...(cursor && { cursor }) })),
    ),
    unitId ? context.attempt(() => context.useCases.viewUnit({ unitId })) : null,
    groupId ? context.attempt(() => context.useCases.viewGroup({ groupId, limit: 1 })) : null,
    member.may.includes("workspace.manage")
      ? context.attempt(() => context.useCases.viewSeats({ limit: 1 }))
      : null,
  ]);
  if (!found.ok) {
    // A role, a state or a cursor that this list does not know: begin anew.
    if (found.error.code === "VALIDATION_FAILED" && query.size > 0) throw redirect(`${base}/people`);
    throw new Response(null, { status: found.error.status });
  }
  const { rows, nextCursor, more, chips } = found.value;
  const { policies } = workspace;
  const manages = member.mayInPart.includes("invitation.manage");
  return {
    base,
    workspace: workspace.name,
    filter,
    unit: unit?.ok ? unit.value.name : null,
    group: group?.ok ? group.value.name : null,
    withUnits: policies["units.enabled"],
    many: policies["invite.multi_address"],
    seats: seats?.ok && isShort(seats.value) ? shortOf(seats.value) : null,
    cursor: cursor ?? null,
    nextCursor,
    more,
    chips,
    steps: member.may.includes("workspace.manage") && chips && nobodyYet(chips) ? stepsOf(workspace) : null,
    roles: [...policies["roles.set"], ...ownRoles(context)],
    may: {
      invite: member.mayInPart.includes("invitation.create"),
      manage: manages,
      export: member.mayInPart.includes("people.export"),
      leaving: policies["access.expiry_enabled"],
    },
    acts: peopleActsFor(member, workspace),
    bulkAll: bulkInput(filter, member.id) !== null || peopleInput(filter, member.id) !== null,
    people: rows.map(({ firstName: _first, lastName: _last, createdAt: _created, remindable, ...row }) => {
      const roles = [...new Set(row.roles.map(({ role }) => role))];
      const mine =
        manages && row.invitationId !== null && roles.every((role) => member.grantable.includes(role));
      const open = row.status === "pending";
      const lapsed = row.status === "expired" || row.status === "declined";
      const acts: (RowAct | false)[] = [
        mine && (open || lapsed) && "resend",
        mine && remindable && "remind",
        mine && open && policies["invite.copy_link"] && "copy",
        mine && open && "edit",
        mine && open && row.expiresAt !== null && row.sentAt !== null && "extend",
        mine && (open || row.status === "expired") && "cancel",
      ];
      return { ...row, roles, acts: acts.filter((act) => act !== false) };
    }),
  };
}

/** Whoever made the workspace is alone in it. */
function nobodyYet({ active, pending, expired, deactivated }: PeopleChips): boolean {
  return [active, pending, expired, deactivated].reduce<number>((sum, count) => sum + (count ?? 0), 0) <= 1;
}

function stepsOf({ policyOverrides, logo, senderName }: Inside["workspace"]): Steps {
  const { terms, ...others } = policyOverrides;
  return {
    invite: false,
    words: terms !== undefined,
    policies: Object.keys(others).length > 0,
    look: logo !== null || senderName !== null,
  };
}

/** What the line about seats shows, and nothing of who takes them. */
function shortOf({ left, refusedAt, people }: SeatState): SeatState {
  return { left, refusedAt, people };
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [{ title: `${manage.people.title} · ${data?.workspace ?? ""}` }];
};

type Loaded = ReturnType<typeof useLoaderData<typeof loader>>;

/** How many the filter matches, where the counters know it. */
function countOf({ filter, chips }: Pick<Loaded, "filter" | "chips">): number | null {
  const { status = "all" } = filter;
  return !chips || chips.atLeast.includes(status) ? null : chips[status];
}

function Nobody({
  base,
  filter,
  invite,
  many,
}: {
  base: string;
  filter: ListFilter;
  invite: boolean;
  /** The form takes several addresses at once. */
  many: boolean;
}) {
  const manage = useManage(sections);
  if (!filter.status && !isNarrowed(filter)) {
    return (
      <EmptyState title={manage.people.emptyTitle} actions={invite && <InviteWays base={base} many={many} />}>
        {manage.people.empty}
      </EmptyState>
    );
  }
  const { status } = filter;
  const word = manage.people.chips[status ?? "all"];
  const onlyStatus = status && status !== "expiring" && !isNarrowed(filter);
  return (
    <EmptyState
      title={onlyStatus ? manage.people.filteredEmptyStatus({ status: word }) : manage.people.filteredEmpty}
      actions={<LinkButton to={`${base}/people`}>{manage.list.clearFilter}</LinkButton>}
    >
      {manage.people.filteredEmptyHelp}
    </EmptyState>
  );
}

/** The unit or group to which the list is narrowed, and the way to one. */
function Where({ data: { base, filter, unit, group, withUnits } }: { data: Loaded }) {
  const { people: words } = useManage(sections);
  const query = new URLSearchParams();
  if (!withUnits || filter.groupId) query.set("kind", "group");
  const list = filterQuery(filter).slice(1);
  if (list) query.set("list", list);
  const to = `${base}/people/where${query.size > 0 ? `?${query}` : ""}`;
  const isNarrowedTo = filter.unitId || filter.groupId;
  return (
    <p className="flex flex-wrap gap-x-3">
      {filter.unitId && <span>{words.oneUnit({ unit: unit ?? "" })}</span>}
      {filter.groupId && <span>{words.oneGroup({ group: group ?? "" })}</span>}
      <Link to={to} className="link">
        {isNarrowedTo ? words.where.other : withUnits ? words.where.link : words.where.linkGroups}
      </Link>
      {isNarrowedTo && (
        <Link
          to={`${base}/people${filterQuery({ ...filter, unitId: undefined, groupId: undefined })}`}
          className="link"
        >
          {words.notOneImport}
        </Link>
      )}
    </p>
  );
}

function Pages({ data }: { data: Loaded }) {
  const manage = useManage(sections);
  const { base, filter, cursor, nextCursor, more, people } = data;
  const to = (next?: string) => `${base}/people${filterQuery(filter, { cursor: next })}`;
  return (
    <nav aria-label={manage.people.title} className="flex flex-wrap items-center justify-between gap-3">
      <p className="text-sm text-muted tabular-nums">
        {more === "keep_looking" ? manage.people.keepLooking : manage.people.shown({ count: people.length })}
      </p>
      <span className="flex gap-2">
        {cursor && (
          <LinkButton to={to()} size="small" rel="first">
            {manage.people.firstPage}
          </LinkButton>
        )}
        {nextCursor && (
          <LinkButton to={to(nextCursor)} size="small" rel="next">
            {more === "keep_looking" ? manage.people.keepLookingAction : manage.people.nextPage}
          </LinkButton>
        )}
      </span>
    </nav>
  );
}

export default function People() {
  const manage = useManage(sections);
  const data = useLoaderData<typeof loader>();
  const { base, filter, people, chips, roles, may, acts, cursor } = data;
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [last, setLast] = useState<string | null>(null);
  const [inviting, setInviting] = useState(false);
  const busy = useNavigation().state !== "idle";
  const place = filterQuery(filter, { cursor: cursor ?? undefined });
  const ids = people.map(({ id }) => id);
  const selectable = may.manage || may.export || acts.length > 0;

  // biome-ignore lint/correctness/useExhaustiveDependencies: another page of the list begins with nothing ticked.
  useEffect(() => setSelected(new Set()), [place]);

  function select(id: string, ticked: boolean, range: boolean) {
    const [from, to] = [ids.indexOf(range && last ? last : id), ids.indexOf(id)].sort((a, b) => a - b);
    const touched = ids.slice(from, (to ?? 0) + 1);
    const next = new Set(selected);
    for (const one of touched) ticked ? next.add(one) : next.delete(one);
    setSelected(next);
    setLast(id);
  }

  return (
    <>
      <PageHeader
        title={manage.people.title}
        description={manage.people.description}
        actions={
          <>
            {may.leaving && <LinkButton to={`${base}/people/leaving`}>{manage.people.leaving}</LinkButton>}
            {may.export && (
              <a href={`${base}/people.csv${filterQuery(filter)}`} className={buttonClass()} download>
                {manage.people.export}
              </a>
            )}
            {may.invite && (
              <LinkButton to={`${base}/imports/new`} data-import="">
                {manage.people.import}
              </LinkButton>
            )}
            {may.invite && (
              <Link
                to={`${base}/people/invite`}
                data-invite=""
                prefetch="intent"
                className={buttonClass({ variant: "primary" })}
                onClick={(event) => {
                  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
                  event.preventDefault();
                  setInviting(true);
                }}
              >
                <Plus aria-hidden="true" className="size-4" />
                {manage.people.invite}
              </Link>
            )}
          </>
        }
      />
      <PartLine />
      {data.seats && <SeatNotice seats={data.seats} to={`${base}/settings/seats`} />}
      {data.steps && (
        <FirstSteps base={base} steps={data.steps}>
          {may.invite && <InviteWays base={base} many={data.many} />}
        </FirstSteps>
      )}
      <StatusChips base={base} filter={filter} chips={chips} />
      <PeopleFilters base={base} filter={filter} roles={roles} />
      {filter.importId && (
        <p>
          {manage.people.oneImport}{" "}
          <Link to={`${base}/people${filterQuery({ ...filter, importId: undefined })}`} className="link">
            {manage.people.notOneImport}
          </Link>
        </p>
      )}
      <Where data={data} />
      {filter.label && (
        <p>
          {manage.people.oneLabel({ label: filter.label })}{" "}
          <Link to={`${base}/people${filterQuery({ ...filter, label: undefined })}`} className="link">
            {manage.people.notOneImport}
          </Link>
        </p>
      )}
      {people.length === 0 && !cursor ? (
        <Nobody base={base} filter={filter} invite={may.invite} many={data.many} />
      ) : (
        <div
          className="relative grid min-w-0 grid-cols-[minmax(0,1fr)] gap-3 overflow-x-clip"
          aria-busy={busy}
        >
          {may.manage && (
            <Form id={rowForm} method="post" preventScrollReset hidden>
              <input type="hidden" name="returnTo" value={`${base}/people${place}`} />
            </Form>
          )}
          {selectable && (
            <BulkBar
              base={base}
              filter={filter}
              ids={ids}
              selected={selected}
              all={data.bulkAll && (data.nextCursor || cursor) ? { count: countOf(data) } : null}
              may={may}
              acts={acts}
              onClear={() => setSelected(new Set())}
              onSelectPage={(ticked) => setSelected(new Set(ticked ? ids : []))}
            />
          )}
          <PeopleTable
            people={people}
            base={base}
            selectable={selectable}
            selected={selected}
            onSelect={select}
          />
          <Pages data={data} />
        </div>
      )}
      <div className="flex justify-end">
        <Shortcuts />
      </div>
      {inviting && (
        <Suspense>
          <InviteDialog base={base} onClose={() => setInviting(false)} />
        </Suspense>
      )}
    </>
  );
}
