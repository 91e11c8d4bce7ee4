import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { redirect } from "@remix-run/cloudflare";
import { Form, Link, useLoaderData, useRevalidator } from "@remix-run/react";
import { useEffect } from "react";
import { Button, buttonClass, LinkButton } from "../components/ui/button";
import { dayText } from "../components/ui/day";
import { DefinitionList } from "../components/ui/definition-list";
import { Notice } from "../components/ui/notice";
import { PageHeader } from "../components/ui/page-header";
import { Rich } from "../components/ui/rich";
import { Section } from "../components/ui/section";
import { Cell, HeadCell, Person, Row, Table, TableHead } from "../components/ui/table";
import { Time } from "../components/ui/time";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import type { ManageMessages } from "../messages/manage/en";
import { bulkPeople } from "../messages/manage/en/bulk";
import { job, outcomes } from "../messages/manage/en/jobs";
import { acts, people } from "../messages/manage/en/people";
import { tree } from "../messages/manage/en/places";
import { registrations } from "../messages/manage/en/registering";
import { useHydrated, useNow, useRequest } from "../request";
import { useRoleWords } from "../role-words";
import { mayTakeBack, takeBackQuery } from "./manage.bulk.server";
import { errorText, insideOf, redirectWithFlash } from "./manage.guard.server";

const sections = { acts, bulkPeople, job, outcomes, people, registrations, tree };

const lookAgainMs = 1_500;
const rowsShown = 50;

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const { workspace, member, base } = insideOf(context, request);
  const cursor = new URL(request.url).searchParams.get("cursor");
  const jobId = params.jobId ?? "";
  const found = await context.attempt(() =>
    context.useCases.viewJob({ jobId, limit: rowsShown, ...(cursor && { cursor }) }),
  );
  if (!found.ok && cursor && found.error.status === 422) throw redirect(`${base}/jobs/${jobId}`);
  if (!found.ok) throw new Response(null, { status: found.error.status === 422 ? 404 : found.error.status });
  const { takeBack } = found.value;
  return {
    base,
    workspace: workspace.name,
    job: found.value,
    cursor,
    mayExport: member.mayInPart.includes("people.export"),
    takeBack:
      takeBack && mayTakeBack(member, takeBack.action) ? takeBackQuery(found.value.id, takeBack) : null,
  };
}

export async function action({ context, request, params }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { base } = insideOf(context, request);
  const here = `${base}/jobs/${params.jobId}`;
  const undone = await context.attempt(() => context.useCases.undoJob({ jobId: params.jobId ?? "" }));
  return redirectWithFlash(
    context,
    here,
    undone.ok ? { kind: "jobUndone" } : { kind: "error", text: errorText(manage, undone.error) },
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [{ title: `${manage.job.titles[data?.job.kind ?? "resend"]} · ${data?.workspace ?? ""}` }];
};

type Loaded = ReturnType<typeof useLoaderData<typeof loader>>["job"];

/** What a job is about, besides people: a place, courses, labels, a role and where it holds, a day. */
function aboutOf(
  manage: Pick<ManageMessages, "bulkPeople">,
  { kind, subject, role, accessEndsOn }: Loaded,
  roleWords: ReturnType<typeof useRoleWords>,
  language: string,
): string | null {
  if (kind === "set_access_end") {
    return accessEndsOn ? dayText(accessEndsOn, language) : manage.bulkPeople.fields.endless;
  }
  if (!role) return subject;
  const { name } = roleWords(role);
  return subject ? manage.bulkPeople.roleAt({ role: name, place: subject }) : name;
}

/** How far a bulk act is, and what became of each row. */
export default function Job() {
  const manage = useManage(sections);
  const { base, job, cursor, mayExport, takeBack } = useLoaderData<typeof loader>();
  const { revalidate, state } = useRevalidator();
  const hydrated = useHydrated();
  const { language } = useRequest();
  const now = useNow();
  const number = new Intl.NumberFormat(language);
  const running = job.status === "running";
  const done = job.total - job.waiting;
  const words = manage.job;
  const decides = job.kind === "approve" || job.kind === "refuse";
  const about = aboutOf(manage, job, useRoleWords(), language);

  useEffect(() => {
    if (!running || state !== "idle") return;
    const timer = setTimeout(revalidate, lookAgainMs);
    return () => clearTimeout(timer);
  }, [running, state, revalidate]);

  return (
    <>
      <PageHeader
        title={words.titles[job.kind]}
        description={
          <Rich text={words.startedBy} values={{ name: job.actorName, at: <Time at={job.createdAt} /> }} />
        }
        back={
          <Link to={decides ? `${base}/registrations` : `${base}/people`} className="link">
            {decides ? manage.registrations.title : manage.acts.back}
          </Link>
        }
      />
      {running ? (
        <div className="grid gap-3">
          <label htmlFor="progress" className="font-medium">
            {words.runningTitle}
          </label>
          <progress id="progress" max={job.total} value={done} className="h-2 w-full accent-accent-text" />
          <p className="text-muted tabular-nums" aria-live="polite">
            {words.running({ done: number.format(done), total: number.format(job.total) })}. {words.leave}
          </p>
          <div className="flex flex-wrap gap-2">
            {job.undoUntil !== null && job.undoUntil > now - 60_000 && (
              <Form method="post">
                <Button type="submit">{manage.acts.undo}</Button>
              </Form>
            )}
            {!hydrated && (
              <LinkButton to={`${base}/jobs/${job.id}`} variant="quiet">
                {words.reload}
              </LinkButton>
            )}
          </div>
        </div>
      ) : (
        <Notice
          tone={job.status === "undone" ? "info" : "ok"}
          title={job.status === "undone" ? words.undoneTitle : words.doneTitle}
          actions={
            <>
              <LinkButton to={decides ? `${base}/registrations` : `${base}/people`} size="small">
                {decides ? words.toRegistrations : words.toList}
              </LinkButton>
              {takeBack && (
                <LinkButton to={`${base}/people/bulk?${takeBack}`} size="small" variant="quiet">
                  {words.takeBack}
                </LinkButton>
              )}
            </>
          }
        >
          {job.status === "undone" ? words.undoneLead : null}
        </Notice>
      )}
      {(about || (job.outcomes.length > 0 && job.status !== "undone")) && (
        <DefinitionList
          items={[
            ...(about ? [{ term: words.about, value: about }] : []),
            ...(job.status === "undone" ? [] : job.outcomes).map(({ outcome, count }) => ({
              term: outcome === "done" ? words.outcomeDone[job.kind] : (manage.outcomes[outcome] ?? outcome),
              value: <span className="tabular-nums">{number.format(count)}</span>,
            })),
          ]}
        />
      )}
      {(job.rows.length > 0 || cursor) && job.status !== "undone" && (
        <Section
          title={words.results}
          actions={
            !running &&
            mayExport && (
              <a href={`${base}/jobs/${job.id}/results.csv`} className={buttonClass()} download>
                {words.file}
              </a>
            )
          }
        >
          <Table caption={words.results}>
            <TableHead>
              <HeadCell>{manage.people.columns.person}</HeadCell>
              <HeadCell>{words.outcome}</HeadCell>
            </TableHead>
            <tbody>
              {job.rows.map((row) => (
                <Row key={row.membershipId ?? row.registrationId}>
                  <Cell>
                    {row.name || row.email ? (
                      <Person
                        name={row.name}
                        address={row.email}
                        link={(text) =>
                          row.membershipId ? (
                            <Link to={`${base}/people/${row.membershipId}`} className="hover:underline">
                              {text}
                            </Link>
                          ) : (
                            text
                          )
                        }
                      />
                    ) : (
                      <span className="text-muted">{words.forgotten}</span>
                    )}
                  </Cell>
                  <Cell label={words.outcome}>
                    {row.outcome === "done"
                      ? words.outcomeDone[job.kind]
                      : (manage.outcomes[row.outcome] ?? row.outcome)}
                  </Cell>
                </Row>
              ))}
            </tbody>
          </Table>
          {(cursor || job.nextCursor) && (
            <nav aria-label={words.results} className="flex flex-wrap items-center justify-between gap-3">
              <p className="text-sm text-muted tabular-nums">
                {words.rowsOf({ count: number.format(job.total) })}
              </p>
              <span className="flex gap-2">
                {cursor && (
                  <LinkButton to={`${base}/jobs/${job.id}`} size="small" rel="first">
                    {manage.tree.first}
                  </LinkButton>
                )}
                {job.nextCursor && (
                  <LinkButton to={`${base}/jobs/${job.id}?cursor=${job.nextCursor}`} size="small" rel="next">
                    {manage.tree.next}
                  </LinkButton>
                )}
              </span>
            </nav>
          )}
        </Section>
      )}
    </>
  );
}
