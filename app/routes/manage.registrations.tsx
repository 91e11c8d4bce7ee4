import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data, redirect } from "@remix-run/cloudflare";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { RegistrationTable } from "../components/registering/registration-table";
import { Button, LinkButton } from "../components/ui/button";
import { FilterChip } from "../components/ui/chip";
import { EmptyState } from "../components/ui/empty-state";
import { Notice } from "../components/ui/notice";
import { PageHeader } from "../components/ui/page-header";
import { TextField } from "../components/ui/text-field";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { outcomes } from "../messages/manage/en/jobs";
import { registrations } from "../messages/manage/en/registering";
import { posted } from "../posted";
import { errorText, redirectWithFlash } from "./manage.guard.server";
import { insideLinks } from "./manage.links.server";

const sections = { outcomes, registrations };

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { workspace, base } = insideLinks(context, request);
  const query = new URL(request.url).searchParams;
  const filter = {
    status: query.get("status") ?? "",
    link: query.get("link") ?? "",
    q: query.get("q")?.trim() ?? "",
  };
  const cursor = query.get("cursor") ?? "";
  const given = Object.entries({ status: filter.status, linkId: filter.link, q: filter.q, cursor }).filter(
    ([, value]) => value,
  );
  const [listed, waiting] = await Promise.all([
    context.attempt(() => context.useCases.listRegistrations(posted(Object.fromEntries(given)))),
    context.useCases.countWaitingRegistrations({}),
  ]);
  if (!listed.ok) {
    if (listed.error.code === "VALIDATION_FAILED") throw redirect(`${base}/registrations`);
    throw new Response(null, { status: listed.error.status });
  }
  return { base, workspace: workspace.name, filter, cursor, waiting: waiting.count, ...listed.value };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { base } = insideLinks(context, request);
  const url = new URL(request.url);
  const here = `${base}/registrations${url.search}`;
  const form = await request.formData();
  const intent = String(form.get("intent"));
  const ids = form.getAll("id").map(String);
  const failed = (error: Parameters<typeof errorText>[1]) =>
    redirectWithFlash(context, here, { kind: "error", text: errorText(manage, error) });

  if (intent === "resend" || intent === "remove") {
    const registrationId = ids[0] ?? "";
    const done = await context.attempt(() =>
      intent === "resend"
        ? context.useCases.resendRegistration({ registrationId })
        : context.useCases.removeRegistration({ registrationId }),
    );
    if (!done.ok) return failed(done.error);
    return redirectWithFlash(
      context,
      here,
      intent === "resend"
        ? { kind: "registrationResent", who: done.value.email }
        : { kind: "registrationRemoved" },
    );
  }
  const all = intent === "approveAll";
  if (!all && intent !== "approve") throw new Response(null, { status: 400 });
  if (!all && ids.length === 0) {
    return data({ problem: manage.registrations.nobodyTicked, left: [] }, { status: 422 });
  }
  const linkId = url.searchParams.get("link");
  const decided = await context.attempt(() =>
    context.useCases.approveRegistrations(posted(all ? { all: true, ...(linkId && { linkId }) } : { ids })),
  );
  if (!decided.ok) return failed(decided.error);
  const { results, jobId } = decided.value;
  if (jobId) return redirect(`${base}/jobs/${jobId}`, 303);
  const done = results.filter(({ outcome }) => outcome === "done").length;
  const left = results.filter(({ outcome }) => outcome !== "done");
  if (left.length === 0) {
    return redirectWithFlash(context, here, { kind: "registrationsApproved", count: done });
  }
  return data({ problem: null, left }, { status: 409 });
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => [
  { title: `${manageOfPage(matches, sections).registrations.title} · ${found?.workspace ?? ""}` },
];

const statuses = ["waiting", "started", "unpaid", "joined", "refused", "lapsed"] as const;
/** Those who are ticked belong to this form, wherever in the page they stand. */
const ticks = "decide";

type Loaded = ReturnType<typeof useLoaderData<typeof loader>>;

/** Who was not approved, and why not: the others are in. */
function Left({
  left,
  registrations,
}: { left: { id: string; outcome: string }[] } & Pick<Loaded, "registrations">) {
  const manage = useManage(sections);
  const words = manage.registrations;
  const nameOf = (id: string) => {
    const row = registrations.find((one) => one.id === id);
    return row ? `${row.firstName} ${row.lastName}`.trim() || row.email : words.nobody;
  };
  return (
    <Notice tone="warn" title={words.results}>
      <p>{words.resultsLead}</p>
      <ul>
        {left.map(({ id, outcome }) => (
          <li key={id}>
            <span className="font-medium">{nameOf(id)}</span>: {manage.outcomes[outcome] ?? outcome}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

export default function Registrations() {
  const { registrations: words } = useManage(sections);
  const { base, filter, cursor, waiting, registrations, nextCursor } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>() as
    | { problem: string | null; left: { id: string; outcome: string }[] }
    | undefined;
  const busy = useNavigation().state === "submitting";
  const here = `${base}/registrations`;
  const to = (changes: Record<string, string>) => {
    const query = new URLSearchParams(Object.entries({ ...filter, ...changes }).filter(([, value]) => value));
    return query.size > 0 ? `${here}?${query}` : here;
  };
  const filtered = Object.values(filter).some(Boolean);
  const empty = registrations.length === 0 && !cursor && !nextCursor;
  const queue = filter.status === "waiting";
  const counted = waiting >= 100 ? "99+" : String(waiting);
  const linkName = registrations.find(({ link }) => link?.id === filter.link)?.link?.name;
  return (
    <>
      <PageHeader
        title={words.title}
        description={queue ? words.waitingLead : words.description}
        actions={<LinkButton to={`${base}/registration-links`}>{words.toLinks}</LinkButton>}
      />
      {answer?.problem && <Notice tone="error">{answer.problem}</Notice>}
      {answer && answer.left.length > 0 && <Left left={answer.left} registrations={registrations} />}
      <div className="grid gap-3">
        <Form method="get" role="search" className="flex max-w-xl flex-wrap items-end gap-2">
          {filter.status && <input type="hidden" name="status" value={filter.status} />}
          {filter.link && <input type="hidden" name="link" value={filter.link} />}
          <div className="grow basis-60">
            <TextField
              key={filter.q}
              name="q"
              type="search"
              label={words.search}
              markOptional={false}
              maxLength={200}
              defaultValue={filter.q}
            />
          </div>
          <Button type="submit">{words.apply}</Button>
        </Form>
        <nav aria-label={words.filters} className="flex flex-wrap gap-2">
          <FilterChip to={to({ status: "" })} current={!filter.status}>
            {words.all}
          </FilterChip>
          {statuses.map((status) => (
            <FilterChip
              key={status}
              to={to({ status })}
              current={filter.status === status}
              count={status === "waiting" ? counted : undefined}
            >
              {words.statuses[status]}
            </FilterChip>
          ))}
        </nav>
      </div>
      {filter.link && (
        <p className="text-muted">
          {linkName ? words.ofLink({ name: linkName }) : words.oneLink}{" "}
          <Link to={to({ link: "" })} className="link">
            {words.clear}
          </Link>
        </p>
      )}
      {queue && registrations.length > 0 && (
        <div className="flex flex-wrap gap-2">
          <Form method="post" action={to({})} id={ticks} className="contents">
            <Button type="submit" name="intent" value="approve" variant="primary" pending={busy}>
              {words.approveTicked}
            </Button>
          </Form>
          <Button type="submit" form={ticks} formAction={`${here}/refuse`} formMethod="get">
            {words.refuseTicked}
          </Button>
          {!filter.q && (
            <>
              <Form method="post" action={to({})}>
                <Button type="submit" name="intent" value="approveAll" variant="quiet">
                  {words.approveAll({ count: filter.link ? "" : counted })}
                </Button>
              </Form>
              <LinkButton
                to={`${here}/refuse?all=1${filter.link ? `&link=${filter.link}` : ""}`}
                variant="quiet"
              >
                {words.refuseAll}
              </LinkButton>
            </>
          )}
        </div>
      )}
      {registrations.length > 0 ? (
        <RegistrationTable base={base} registrations={registrations} ticks={queue ? ticks : undefined} acts />
      ) : queue && !filter.q && !filter.link && empty ? (
        <EmptyState title={words.emptyWaiting}>{words.emptyWaitingHelp}</EmptyState>
      ) : filtered || !empty ? (
        <EmptyState title={words.filteredEmpty}>{words.filteredEmptyHelp}</EmptyState>
      ) : (
        <EmptyState
          title={words.empty}
          actions={<LinkButton to={`${base}/registration-links`}>{words.toLinks}</LinkButton>}
        >
          {words.emptyHelp}
        </EmptyState>
      )}
      {(cursor || nextCursor) && (
        <div className="flex flex-wrap gap-2">
          {cursor && <LinkButton to={to({})}>{words.first}</LinkButton>}
          {nextCursor && <LinkButton to={to({ cursor: nextCursor })}>{words.next}</LinkButton>}
        </div>
      )}
    </>
  );
}
