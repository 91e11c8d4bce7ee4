import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { redirect } from "@remix-run/cloudflare";
import { Form, Link, useLoaderData } from "@remix-run/react";
import clsx from "clsx";
import { readKind, type SeatKind, seatKinds } from "../components/settings/seat-kinds";
import { SeatNotice } from "../components/settings/seat-notice";
import { Button, buttonClass, LinkButton } from "../components/ui/button";
import { FilterChip } from "../components/ui/chip";
import { EmptyState } from "../components/ui/empty-state";
import { PageHeader } from "../components/ui/page-header";
import { Section } from "../components/ui/section";
import { Cell, HeadCell, Person, Row, Table, TableHead } from "../components/ui/table";
import { TextField } from "../components/ui/text-field";
import { Time } from "../components/ui/time";
import { manageOfPage, useManage } from "../manage-words";
import { seats } from "../messages/manage/en/seats";
import { insideFields } from "./manage.fields.server";

const sections = { seats };

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { workspace, base } = insideFields(context, request);
  const query = new URL(request.url).searchParams;
  const kind = readKind(query);
  const q = query.get("q")?.trim() ?? "";
  const cursor = query.get("cursor") ?? "";
  const found = await context.attempt(() =>
    context.useCases.viewSeats({ kind, ...(q && { q }), ...(cursor && { cursor }) }),
  );
  if (!found.ok) {
    // A cursor of another list: begin anew.
    if (found.error.code === "VALIDATION_FAILED") throw redirect(`${base}/settings/seats`);
    throw new Response(null, { status: found.error.status });
  }
  return {
    base,
    workspace: workspace.name,
    q,
    cursor,
    setsUp: workspace.policies["direct_setup.enabled"],
    setsUpOnTrial: workspace.policies["direct_setup.allowed_on_trial"],
    trialMails: workspace.policies["notify.pre_activation_trial"] !== null,
    page: found.value,
  };
}

type Loaded = ReturnType<typeof useLoaderData<typeof loader>>;

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [{ title: `${manage.seats.title} · ${found?.workspace ?? ""}` }];
};

/** The plan, the numbers, the rules, and who takes a seat (F51, F109, F147, F149). */
export default function Seats() {
  const manage = useManage(sections);
  const { page, ...loaded } = useLoaderData<typeof loader>();
  const words = manage.seats;
  return (
    <>
      <PageHeader title={words.title} description={words.lead} />
      <SeatNotice seats={page} />
      <Numbers page={page} />
      <Section title={words.rules.title}>
        <Rules page={page} {...loaded} />
      </Section>
      <Holders page={page} {...loaded} />
    </>
  );
}

function Numbers({ page }: Pick<Loaded, "page">) {
  const manage = useManage(sections);
  const { counts, plans, ...words } = manage.seats;
  const { seats, used, held, reserved, waiting, left } = page;
  const number = (count: number) => count.toLocaleString("en");
  const figures = [
    { term: counts.used, value: number(used), note: seats === null ? null : counts.of({ seats }) },
    ...(held > 0 ? [{ term: counts.held, value: number(held), note: null }] : []),
    ...(page.reserves ? [{ term: counts.reserved, value: number(reserved), note: null }] : []),
    ...(waiting > 0 ? [{ term: counts.waiting, value: number(waiting), note: null }] : []),
    left !== null && left < 0
      ? { term: counts.over, value: number(-left), note: null }
      : { term: counts.left, value: left === null ? counts.endless : number(left), note: null },
  ];
  return (
    <div className="grid gap-4">
      <p>
        {words.plan}: <strong className="font-semibold">{plans[page.plan]}</strong>
        <span className="text-muted">
          {" · "}
          {words.perDay}: {number(page.invitationsPerDay)}
        </span>
      </p>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-4 sm:flex sm:flex-wrap sm:gap-x-12">
        {figures.map(({ term, value, note }) => (
          <div key={term} className="grid content-start">
            <dt className="text-sm text-muted">{term}</dt>
            <dd className="text-2xl font-semibold tabular-nums">
              {value} {note && <span className="text-sm font-normal text-muted">{note}</span>}
            </dd>
          </div>
        ))}
      </dl>
      {seats !== null && <Bar seats={seats} used={used} held={held + reserved} />}
      <p className="text-sm text-muted">{words.changePlan}</p>
    </div>
  );
}

/** How full it is: what counts, then what is held. */
function Bar({ seats, used, held }: { seats: number; used: number; held: number }) {
  const manage = useManage(sections);
  const share = (count: number) => `${Math.min(100, (count / seats) * 100)}%`;
  const full = used + held >= seats;
  return (
    <div
      role="img"
      aria-label={manage.seats.counts.label({ taken: used + held, seats })}
      className="flex h-2 max-w-xl overflow-hidden rounded-full bg-sunken"
    >
      <div className={clsx("h-full", full ? "bg-warn" : "bg-accent")} style={{ width: share(used) }} />
      <div
        className={clsx("h-full opacity-50", full ? "bg-warn" : "bg-accent")}
        style={{ width: share(held) }}
      />
    </div>
  );
}

function Rules({
  page,
  setsUp,
  setsUpOnTrial,
  trialMails,
}: Omit<Loaded, "q" | "cursor" | "base" | "workspace">) {
  const { rules } = useManage(sections).seats;
  const direct =
    !setsUp || page.startsDirect === null
      ? rules.direct.none
      : page.trial && !setsUpOnTrial
        ? rules.direct.trial
        : rules.direct[page.startsDirect];
  return (
    <ul className="grid max-w-prose list-disc gap-1 ps-5">
      <li>{rules.invited[page.startsInvited]}</li>
      <li>{page.reserves ? rules.reserves.yes : rules.reserves.no}</li>
      <li>{direct}</li>
      <li>{rules.frees}</li>
      {page.trial && trialMails && <li>{rules.trialMails}</li>}
    </ul>
  );
}

function Holders({ base, q, cursor, page }: Pick<Loaded, "base" | "q" | "cursor" | "page">) {
  const manage = useManage(sections);
  const { list } = manage.seats;
  const { kind, rows, nextCursor } = page;
  const here = `${base}/settings/seats`;
  const to = (next: { kind?: SeatKind; q?: string; cursor?: string }) => {
    const query = new URLSearchParams(
      Object.entries({ kind: kind as string, ...next }).filter(([, value]) => value),
    );
    return `${here}?${query}`;
  };
  // A tab that can hold nobody is left out, unless it is the one that is open.
  const some: Record<SeatKind, boolean> = {
    counted: true,
    held: page.held > 0 || page.startsDirect === "on_activation",
    reserved: page.reserves,
    waiting: page.waiting > 0,
  };
  const tabs = seatKinds.filter((one) => one === kind || some[one]);
  return (
    <Section
      title={list.title}
      actions={
        <a href={`${base}/settings/seats.csv?kind=${kind}`} className={buttonClass()} download>
          {list.export}
        </a>
      }
    >
      {tabs.length > 1 && (
        <nav aria-label={list.label} className="flex flex-wrap gap-2">
          {tabs.map((one) => (
            <FilterChip key={one} to={to({ kind: one })} current={one === kind}>
              {list.tabs[one]}
            </FilterChip>
          ))}
        </nav>
      )}
      {kind === "waiting" && <p className="max-w-prose text-base text-muted">{list.line}</p>}
      <Form
        key={`${kind} ${q}`}
        method="get"
        action={here}
        role="search"
        aria-label={list.title}
        className="grid max-w-xl grid-cols-[minmax(0,1fr)_auto] items-end gap-3"
      >
        <input type="hidden" name="kind" value={kind} />
        <TextField
          name="q"
          type="search"
          label={list.search}
          markOptional={false}
          defaultValue={q}
          maxLength={200}
          autoComplete="off"
        />
        <Button type="submit">{list.find}</Button>
      </Form>
      {rows.length === 0 ? (
        <EmptyState
          title={nextCursor ? list.keepLooking : q ? list.nobodyFound : list.empty}
          actions={q && <LinkButton to={to({})}>{list.all}</LinkButton>}
        />
      ) : (
        <Table caption={list.caption}>
          <TableHead>
            <HeadCell>{list.person}</HeadCell>
            <HeadCell>{list.why}</HeadCell>
            <HeadCell
              sort={
                q
                  ? undefined
                  : kind === "counted"
                    ? "descending"
                    : kind === "waiting"
                      ? "ascending"
                      : undefined
              }
            >
              {list.since}
            </HeadCell>
          </TableHead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.id}>
                <Cell>
                  <Person
                    name={row.name}
                    address={row.email ?? row.username}
                    link={(title) => (
                      <Link to={`${base}/people/${row.id}`} className="hover:underline">
                        {title}
                      </Link>
                    )}
                  />
                </Cell>
                <Cell label={list.why}>{list.reasons[row.why]}</Cell>
                <Cell label={list.since}>
                  {row.since === null ? list.sinceFirstVisit : <Time at={row.since} show="exact" />}
                </Cell>
              </Row>
            ))}
          </tbody>
        </Table>
      )}
      {(cursor || nextCursor) && (
        <nav aria-label={list.caption} className="flex flex-wrap justify-end gap-2">
          {cursor && (
            <LinkButton to={to({ q })} size="small" rel="first">
              {list.first}
            </LinkButton>
          )}
          {nextCursor && (
            <LinkButton to={to({ q, cursor: nextCursor })} size="small" rel="next">
              {list.next}
            </LinkButton>
          )}
        </nav>
      )}
    </Section>
  );
}
