import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { redirect } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import type { CatalogLine } from "../../worker/domain/catalog/list-catalog";
import { branding } from "../branding";
import { addressesOf, type PublicHead, publicMeta, speakAddress } from "../catalog";
import { CatalogFilters } from "../components/catalog/catalog-filters";
import { CatalogShell } from "../components/catalog/catalog-shell";
import { useFacts, usePrice } from "../components/catalog/course-facts";
import { LinkButton } from "../components/ui/button";
import { EmptyState } from "../components/ui/empty-state";
import { Rich } from "../components/ui/rich";
import { Time } from "../components/ui/time";
import { messagesFor } from "../messages/all.server";
import type { PageHandle } from "../page";
import { posted } from "../posted";
import { TimeZoneProvider, useWords } from "../request";

export const handle: PageHandle = { bare: true };
export const meta = publicMeta;

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const query = new URL(request.url).searchParams;
  const asked = speakAddress(context, query);
  const slug = params.workspace ?? "";
  const path = `/w/${slug}/catalog`;
  const filter = Object.fromEntries(
    ["q", "topic", "language", "price", "dated"].map((name) => [name, query.get(name)?.trim() ?? ""]),
  ) as Record<"q" | "topic" | "language" | "price" | "dated", string>;
  const cursor = query.get("cursor") ?? "";
  const set = Object.fromEntries(Object.entries({ ...filter, cursor }).filter(([, value]) => value !== ""));
  const listed = await context.attempt(() =>
    context.useCases.listCatalog(posted({ workspaceSlug: slug, ...set })),
  );
  const { workspace, member } = context;
  if (!listed.ok || !workspace) {
    if (!listed.ok && listed.error.code === "VALIDATION_FAILED") throw redirect(path);
    throw new Response(null, { status: listed.ok ? 404 : listed.error.status });
  }
  const { courses, choices, nextCursor } = listed.value;
  const { catalog } = messagesFor(context);
  const { origin } = context;
  const named = { workspace: workspace.name };
  const head: PublicHead = {
    title: catalog.pageTitle(named),
    description: catalog.lead(named),
    ...addressesOf(origin, path, asked),
    image: workspace.logo && `${origin}${workspace.logo}`,
    siteName: workspace.name,
    data: {
      "@context": "https://schema.org",
      "@type": "ItemList",
      name: catalog.pageTitle(named),
      itemListElement: courses.map(({ id }, at) => ({
        "@type": "ListItem",
        position: at + 1,
        url: `${origin}${path}/${id}`,
      })),
    },
  };
  return {
    ...branding(workspace),
    head,
    frame: {
      workspace: { slug, name: workspace.name, timeZone: workspace.timeZone },
      member: member !== null && member.status !== "deactivated",
      lang: asked ? `?lang=${asked}` : "",
    },
    path,
    asked,
    filter,
    cursor,
    courses,
    choices,
    nextCursor,
  };
}

function Course({ course, address }: { course: CatalogLine; address: string }) {
  const { catalog } = useWords();
  const facts = useFacts(course);
  const price = usePrice(course.price);
  const { title, summary, nextDate } = course;
  return (
    <li className="relative grid gap-x-6 gap-y-1 border-b border-line py-5 hover:bg-sunken sm:grid-cols-[minmax(0,1fr)_auto] sm:px-3">
      <h2 className="text-lg font-semibold">
        {/* The whole line is the link. */}
        <a
          href={address}
          className="after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent-text"
        >
          {title}
        </a>
      </h2>
      <p className="font-medium tabular-nums max-sm:order-last sm:text-end">{price}</p>
      {summary && <p className="max-w-prose text-muted sm:col-span-2">{summary}</p>}
      {(facts.length > 0 || nextDate) && (
        <p className="text-base text-muted sm:col-span-2">
          {facts.join(" · ")}
          {facts.length > 0 && nextDate && " · "}
          {nextDate && (
            <TimeZoneProvider zone={nextDate.timeZone}>
              <Rich
                text={catalog.starts}
                values={{ at: <Time at={nextDate.startsAt} until={nextDate.startsAt} show="exact" /> }}
              />
            </TimeZoneProvider>
          )}
        </p>
      )}
    </li>
  );
}

export default function Catalog() {
  const page = useLoaderData<typeof loader>();
  const { catalog } = useWords();
  const { frame, path, asked, filter, cursor, courses, choices, nextCursor } = page;
  const filtered = Object.values(filter).some(Boolean);
  const link = (changes: Record<string, string>) => {
    const kept = { ...filter, ...(asked && { lang: asked }), ...changes };
    const query = new URLSearchParams(Object.entries(kept).filter(([, value]) => value));
    return query.size > 0 ? `${path}?${query}` : path;
  };
  const bare = `${path}${frame.lang}`;
  const empty = courses.length === 0 && !cursor && !nextCursor;
  return (
    <CatalogShell frame={frame}>
      <div className="grid gap-2">
        <h1 className="text-2xl font-semibold">{catalog.title}</h1>
        <p className="text-lg text-muted">{catalog.lead({ workspace: frame.workspace.name })}</p>
      </div>
      {empty && !filtered ? (
        <EmptyState title={catalog.emptyTitle}>{catalog.empty}</EmptyState>
      ) : (
        <>
          <CatalogFilters action={path} lang={asked} filter={filter} choices={choices} />
          {courses.length > 0 ? (
            <ul className="border-t border-line">
              {courses.map((course) => (
                <Course key={course.id} course={course} address={`${path}/${course.id}${frame.lang}`} />
              ))}
            </ul>
          ) : (
            <EmptyState
              title={catalog.noneTitle}
              actions={
                <LinkButton to={bare} size="large">
                  {catalog.clear}
                </LinkButton>
              }
            >
              {nextCursor ? catalog.noneYet : catalog.none}
            </EmptyState>
          )}
          {(cursor || nextCursor) && (
            <div className="flex flex-wrap gap-2">
              {nextCursor && (
                <LinkButton to={link({ cursor: nextCursor })} size="large" rel="next">
                  {courses.length > 0 ? catalog.next : catalog.further}
                </LinkButton>
              )}
              {cursor && (
                <LinkButton to={link({})} size="large" variant="quiet">
                  {catalog.first}
                </LinkButton>
              )}
            </div>
          )}
        </>
      )}
    </CatalogShell>
  );
}
