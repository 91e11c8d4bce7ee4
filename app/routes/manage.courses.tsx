import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { redirect } from "@remix-run/cloudflare";
import { Form, Link, useLoaderData } from "@remix-run/react";
import Plus from "lucide-react/icons/plus";
import { priceText } from "../components/courses/price";
import { Button, LinkButton } from "../components/ui/button";
import { FilterChip } from "../components/ui/chip";
import { EmptyState } from "../components/ui/empty-state";
import { PageHeader } from "../components/ui/page-header";
import { StatusBadge } from "../components/ui/status-badge";
import { Cell, HeadCell, Row, Table, TableHead } from "../components/ui/table";
import { TextField } from "../components/ui/text-field";
import { manageOfPage, useManage } from "../manage-words";
import { courses } from "../messages/manage/en/courses";
import { catalog } from "../messages/manage/en/insights";
import { posted } from "../posted";
import { useRequest } from "../request";
import { insideCourses } from "./manage.courses.server";

const sections = { catalog, courses };

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { workspace, member, base } = insideCourses(context, request);
  const query = new URL(request.url).searchParams;
  const filter = Object.fromEntries(
    ["q", "status", "own"].flatMap((name) => {
      const value = query.get(name)?.trim();
      return value ? [[name, value]] : [];
    }),
  );
  const cursor = query.get("cursor");
  const listed = await context.attempt(() =>
    context.useCases.listCourses(posted({ ...filter, ...(cursor && { cursor }) })),
  );
  if (!listed.ok) {
    if (listed.error.code === "VALIDATION_FAILED") throw redirect(`${base}/courses`);
    throw new Response(null, { status: listed.error.status });
  }
  return {
    address: `${base}/courses`,
    workspace: workspace.name,
    creates: member.mayInPart.includes("course.create"),
    filter: { q: filter.q ?? "", status: filter.status ?? "", own: filter.own ?? "" },
    cursor,
    ...listed.value,
  };
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [{ title: `${manage.courses.title} · ${data?.workspace ?? ""}` }];
};

type Page = ReturnType<typeof useLoaderData<typeof loader>>;

function Courses({ address, courses }: Pick<Page, "address" | "courses">) {
  const manage = useManage(sections);
  const { columns, ...words } = manage.courses;
  const { language } = useRequest();
  return (
    <Table caption={words.caption}>
      <TableHead>
        <HeadCell>{columns.title}</HeadCell>
        <HeadCell>{columns.status}</HeadCell>
        <HeadCell>{columns.visibility}</HeadCell>
        <HeadCell>{columns.price}</HeadCell>
        <HeadCell>{columns.owner}</HeadCell>
      </TableHead>
      <tbody>
        {courses.map((course) => (
          <Row key={course.id}>
            <Cell>
              <Link to={`${address}/${course.id}`} prefetch="intent" className="font-medium hover:underline">
                {course.title}
              </Link>
              {course.summary && <p className="text-sm text-muted">{course.summary}</p>}
            </Cell>
            <Cell label={columns.status}>
              <StatusBadge tone={course.status === "published" ? "good" : "quiet"}>
                {words.status[course.status]}
              </StatusBadge>
            </Cell>
            <Cell label={columns.visibility}>{words.visibility[course.visibility]}</Cell>
            <Cell label={columns.price}>{course.price ? priceText(course.price, language) : words.free}</Cell>
            <Cell label={columns.owner}>{course.owner?.name ?? words.noOwner}</Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}

export default function CoursesPage() {
  const manage = useManage(sections);
  const page = useLoaderData<typeof loader>();
  const { address, courses, creates, filter, cursor, nextCursor } = page;
  const words = manage.courses;
  const create = creates && (
    <LinkButton to={`${address}/new`} variant="primary" icon={<Plus aria-hidden="true" className="size-4" />}>
      {words.create}
    </LinkButton>
  );
  const filtered = Object.values(filter).some(Boolean);
  const link = (changes: Record<string, string>) => {
    const query = new URLSearchParams(Object.entries({ ...filter, ...changes }).filter(([, value]) => value));
    return query.size > 0 ? `${address}?${query}` : address;
  };
  const chips: [string, Record<string, string>][] = [
    [words.all, { status: "", own: "" }],
    [words.published, { status: "published", own: "" }],
    [words.drafts, { status: "draft", own: "" }],
    ...(creates ? ([[words.own, { status: "", own: "1" }]] as [string, Record<string, string>][]) : []),
  ];
  const empty = courses.length === 0 && !cursor && !nextCursor;
  return (
    <>
      <PageHeader
        title={words.title}
        description={words.description}
        actions={
          <>
            <LinkButton to={`${address}/catalog`}>{manage.catalog.link}</LinkButton>
            {empty && !filtered ? null : create}
          </>
        }
      />
      {empty && !filtered ? (
        <EmptyState title={words.empty} actions={create}>
          {words.emptyHelp}
        </EmptyState>
      ) : (
        <>
          <div className="grid gap-3">
            <Form method="get" role="search" className="flex max-w-xl flex-wrap items-end gap-2">
              {filter.status && <input type="hidden" name="status" value={filter.status} />}
              {filter.own && <input type="hidden" name="own" value={filter.own} />}
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
              {chips.map(([label, changes]) => (
                <FilterChip
                  key={label}
                  to={link(changes)}
                  current={filter.status === changes.status && filter.own === changes.own}
                >
                  {label}
                </FilterChip>
              ))}
            </nav>
          </div>
          {courses.length > 0 ? (
            <Courses address={address} courses={courses} />
          ) : (
            <EmptyState title={words.filteredEmpty}>{words.filteredEmptyHelp}</EmptyState>
          )}
          {(cursor || nextCursor) && (
            <div className="flex flex-wrap gap-2">
              {cursor && <LinkButton to={link({})}>{words.first}</LinkButton>}
              {nextCursor && <LinkButton to={link({ cursor: nextCursor })}>{words.next}</LinkButton>}
            </div>
          )}
        </>
      )}
    </>
  );
}
