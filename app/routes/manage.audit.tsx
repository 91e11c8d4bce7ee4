import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { redirect } from "@remix-run/cloudflare";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { PartLine } from "../components/part-line";
import { EventDetails, hasDetails } from "../components/people/event-details";
import { Button, LinkButton } from "../components/ui/button";
import { EmptyState } from "../components/ui/empty-state";
import { PageHeader } from "../components/ui/page-header";
import { Select } from "../components/ui/select";
import { Cell, HeadCell, Row, Table, TableHead } from "../components/ui/table";
import { TextField } from "../components/ui/text-field";
import { Time } from "../components/ui/time";
import { manageOfPage, useManage } from "../manage-words";
import { audit, events } from "../messages/manage/en/audit";
import { acts, list, people } from "../messages/manage/en/people";
import { person } from "../messages/manage/en/person";
import { endOfDay, insideOf } from "./manage.guard.server";

const sections = { acts, audit, events, list, people, person };

const day = 86_400_000;

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { workspace, base } = insideOf(context, request);
  const query = new URL(request.url).searchParams;
  const text = (name: string) => query.get(name)?.trim() || undefined;
  const filter = { action: text("action"), person: text("person"), from: text("from"), until: text("until") };
  const cursor = text("cursor");
  const from = filter.from ? endOfDay(filter.from, workspace.timeZone) : null;
  const until = filter.until ? endOfDay(filter.until, workspace.timeZone) : null;
  const found = await context.attempt(() =>
    context.useCases.listAuditEvents({
      ...(filter.action && { action: filter.action as "invitation.created" }),
      ...(filter.person && { membershipId: filter.person }),
      ...(from !== null && { from: new Date(from - day + 1).toISOString() }),
      ...(until !== null && { until: new Date(until).toISOString() }),
      ...(cursor && { cursor }),
    }),
  );
  if (!found.ok) {
    if (found.error.code === "VALIDATION_FAILED" && query.size > 0) throw redirect(`${base}/audit`);
    throw new Response(null, { status: found.error.status });
  }
  return { base, workspace: workspace.name, filter, cursor: cursor ?? null, ...found.value };
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [{ title: `${manage.audit.title} · ${data?.workspace ?? ""}` }];
};

type Loaded = ReturnType<typeof useLoaderData<typeof loader>>;

function addressOf(base: string, filter: Loaded["filter"], cursor?: string | null): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...filter, cursor })) if (value) query.set(name, value);
  return `${base}/audit${query.size > 0 ? `?${query}` : ""}`;
}

function Filters({ base, filter }: Pick<Loaded, "base" | "filter">) {
  const manage = useManage(sections);
  const { audit } = manage;
  const actions = Object.entries(manage.events).filter(
    ([name]) => !name.startsWith("mail.") && name !== "invitation.expired",
  );
  return (
    <Form
      key={JSON.stringify(filter)}
      method="get"
      action={`${base}/audit`}
      className="grid items-end gap-3 sm:grid-cols-[minmax(0,2fr)_minmax(0,1fr)_minmax(0,1fr)_auto]"
    >
      {filter.person && <input type="hidden" name="person" value={filter.person} />}
      <Select
        name="action"
        label={audit.action}
        markOptional={false}
        empty={audit.anyAction}
        defaultValue={filter.action ?? ""}
        options={actions.map(([value, label]) => ({ value, label }))}
      />
      <TextField name="from" type="date" label={audit.from} markOptional={false} defaultValue={filter.from} />
      <TextField
        name="until"
        type="date"
        label={audit.until}
        markOptional={false}
        defaultValue={filter.until}
      />
      <Button type="submit">{audit.apply}</Button>
    </Form>
  );
}

function Event({ event, base }: { event: Loaded["events"][number]; base: string }) {
  const manage = useManage(sections);
  const { columns } = manage.audit;
  const details = event.details as Readonly<Record<string, unknown>>;
  const email = typeof details.email === "string" ? details.email : null;
  const actor = event.actor.kind === "system" ? manage.person.system : event.actor.name;
  return (
    <Row>
      <Cell>
        <span className="font-medium">{manage.events[event.action] ?? event.action}</span>
        {hasDetails(details) && (
          <details className="text-sm text-muted">
            <summary className="w-fit">{manage.audit.details}</summary>
            <EventDetails details={details} />
          </details>
        )}
      </Cell>
      <Cell label={columns.person}>
        {event.membershipId ? (
          <Link to={`${base}/people/${event.membershipId}`} className="link">
            {email ?? manage.acts.open}
          </Link>
        ) : (
          <span className="text-muted">{email ?? "–"}</span>
        )}
      </Cell>
      <Cell label={columns.actor}>{actor || <span className="text-muted">–</span>}</Cell>
      <Cell label={columns.at}>
        <Time at={event.at} show="exact" />
      </Cell>
      <Cell label={columns.origin}>
        <span className="text-sm text-muted">{event.ipPrefix ?? "–"}</span>
      </Cell>
    </Row>
  );
}

export default function Audit() {
  const manage = useManage(sections);
  const { base, filter, cursor, events, nextCursor, more } = useLoaderData<typeof loader>();
  const { audit } = manage;
  const filtered = Object.values(filter).some(Boolean);
  return (
    <>
      <PageHeader title={audit.title} description={audit.description} />
      <PartLine />
      <Filters base={base} filter={filter} />
      {filter.person && (
        <p className="text-muted">
          {audit.onePerson}{" "}
          <Link to={addressOf(base, { ...filter, person: undefined })} className="link">
            {manage.list.clearFilter}
          </Link>
        </p>
      )}
      {events.length === 0 && !nextCursor ? (
        <EmptyState
          title={filtered ? audit.filteredEmpty : audit.empty}
          actions={filtered && <LinkButton to={`${base}/audit`}>{manage.list.clearFilter}</LinkButton>}
        >
          {filtered && audit.filteredEmptyHelp}
        </EmptyState>
      ) : (
        <div className="relative grid min-w-0 grid-cols-[minmax(0,1fr)] gap-3 overflow-x-clip">
          <Table caption={audit.title}>
            <TableHead>
              <HeadCell>{audit.columns.action}</HeadCell>
              <HeadCell>{audit.columns.person}</HeadCell>
              <HeadCell>{audit.columns.actor}</HeadCell>
              <HeadCell>{audit.columns.at}</HeadCell>
              <HeadCell>{audit.columns.origin}</HeadCell>
            </TableHead>
            <tbody>
              {events.map((event) => (
                <Event key={event.id} event={event} base={base} />
              ))}
            </tbody>
          </Table>
          <nav aria-label={audit.title} className="flex flex-wrap items-center justify-between gap-3">
            <p className="text-sm text-muted tabular-nums">
              {more === "keep_looking" ? manage.people.keepLooking : audit.shown({ count: events.length })}
            </p>
            <span className="flex gap-2">
              {cursor && (
                <LinkButton to={addressOf(base, filter)} size="small">
                  {manage.people.firstPage}
                </LinkButton>
              )}
              {nextCursor && (
                <LinkButton to={addressOf(base, filter, nextCursor)} size="small">
                  {more === "keep_looking" ? manage.people.keepLookingAction : manage.people.nextPage}
                </LinkButton>
              )}
            </span>
          </nav>
        </div>
      )}
    </>
  );
}
