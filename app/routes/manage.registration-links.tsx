import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { redirect } from "@remix-run/cloudflare";
import { Form, Link, useLoaderData } from "@remix-run/react";
import Plus from "lucide-react/icons/plus";
import { LinkTable } from "../components/registering/link-table";
import { Button, LinkButton } from "../components/ui/button";
import { FilterChip } from "../components/ui/chip";
import { EmptyState } from "../components/ui/empty-state";
import { Notice } from "../components/ui/notice";
import { PageHeader } from "../components/ui/page-header";
import { TextField } from "../components/ui/text-field";
import { manageOfPage, useManage } from "../manage-words";
import { links } from "../messages/manage/en/registering";
import { posted } from "../posted";
import { insideLinks } from "./manage.links.server";

const sections = { links };

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { workspace, member, base } = insideLinks(context, request);
  const query = new URL(request.url).searchParams;
  const filter = { q: query.get("q")?.trim() ?? "", state: query.get("state") ?? "" };
  const cursor = query.get("cursor") ?? "";
  const given = Object.entries({ ...filter, cursor }).filter(([, value]) => value);
  const listed = await context.attempt(() =>
    context.useCases.listRegistrationLinks(posted(Object.fromEntries(given))),
  );
  if (!listed.ok) {
    if (listed.error.code === "VALIDATION_FAILED") throw redirect(`${base}/registration-links`);
    throw new Response(null, { status: listed.error.status });
  }
  return {
    base,
    workspace: workspace.name,
    off: workspace.policies["selfreg.mode"] === "off",
    mayDecide: member.may.includes("workspace.manage"),
    filter,
    cursor,
    ...listed.value,
  };
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [
  { title: `${manageOfPage(matches, sections).links.title} · ${data?.workspace ?? ""}` },
];

const states = ["open", "paused", "full", "ended"] as const;

export default function RegistrationLinks() {
  const { links: words } = useManage(sections);
  const { base, off, mayDecide, filter, cursor, links, nextCursor } = useLoaderData<typeof loader>();
  const here = `${base}/registration-links`;
  const create = !off && (
    <LinkButton to={`${here}/new`} variant="primary" icon={<Plus aria-hidden="true" className="size-4" />}>
      {words.create}
    </LinkButton>
  );
  const to = (changes: Record<string, string>) => {
    const query = new URLSearchParams(Object.entries({ ...filter, ...changes }).filter(([, value]) => value));
    return query.size > 0 ? `${here}?${query}` : here;
  };
  const filtered = Object.values(filter).some(Boolean);
  const empty = links.length === 0 && !cursor && !nextCursor;
  return (
    <>
      <PageHeader
        title={words.title}
        description={words.description}
        actions={
          <>
            <LinkButton to={`${base}/registrations`}>{words.toRegistrations}</LinkButton>
            {empty && !filtered ? null : create}
          </>
        }
      />
      {off && (
        <Notice
          tone="warn"
          title={words.off}
          actions={
            mayDecide && (
              <Link to={`${base}/settings/policies/registering`} className="link">
                {words.offAction}
              </Link>
            )
          }
        >
          {words.offLead}
        </Notice>
      )}
      {empty && !filtered ? (
        <EmptyState title={words.empty} actions={create}>
          {words.emptyHelp}
        </EmptyState>
      ) : (
        <>
          <div className="grid gap-3">
            <Form method="get" role="search" className="flex max-w-xl flex-wrap items-end gap-2">
              {filter.state && <input type="hidden" name="state" value={filter.state} />}
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
              <FilterChip to={to({ state: "" })} current={!filter.state}>
                {words.all}
              </FilterChip>
              {states.map((state) => (
                <FilterChip key={state} to={to({ state })} current={filter.state === state}>
                  {words.states[state]}
                </FilterChip>
              ))}
            </nav>
          </div>
          {links.length > 0 ? (
            <LinkTable base={base} links={links} />
          ) : (
            <EmptyState title={words.filteredEmpty}>{words.filteredEmptyHelp}</EmptyState>
          )}
          {(cursor || nextCursor) && (
            <div className="flex flex-wrap gap-2">
              {cursor && <LinkButton to={to({})}>{words.first}</LinkButton>}
              {nextCursor && <LinkButton to={to({ cursor: nextCursor })}>{words.next}</LinkButton>}
            </div>
          )}
        </>
      )}
    </>
  );
}
