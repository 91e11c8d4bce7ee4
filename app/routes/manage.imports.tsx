import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { redirect } from "@remix-run/cloudflare";
import { Link, useLoaderData } from "@remix-run/react";
import Upload from "lucide-react/icons/upload";
import { ImportStatus } from "../components/imports/import-status";
import { buttonClass, LinkButton } from "../components/ui/button";
import { EmptyState } from "../components/ui/empty-state";
import { PageHeader } from "../components/ui/page-header";
import { Cell, HeadCell, Row, Table, TableHead } from "../components/ui/table";
import { Time } from "../components/ui/time";
import { manageOfPage, useManage } from "../manage-words";
import { imports } from "../messages/manage/en/imports";
import { insideImports } from "./manage.import.server";

const sections = { imports };

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { workspace, base } = insideImports(context, request);
  const cursor = new URL(request.url).searchParams.get("cursor");
  const page = await context.attempt(() => context.useCases.listImports(cursor ? { cursor } : {}));
  if (!page.ok) {
    if (cursor && page.error.status === 422) throw redirect(`${base}/imports`);
    throw new Response(null, { status: page.error.status });
  }
  return {
    base,
    workspace: workspace.name,
    cursor,
    nextCursor: page.value.nextCursor,
    imports: page.value.imports.map(
      ({ id, status, fileName, fileDigest, rowCount, counts, actorName, createdAt }) => ({
        id,
        status,
        fileName,
        fileDigest,
        rowCount,
        invited: counts.invited ?? 0,
        setUp: counts.set_up ?? 0,
        actorName,
        createdAt,
      }),
    ),
  };
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [{ title: `${manage.imports.title} · ${data?.workspace ?? ""}` }];
};

/** Who imported what, when, and what became of it (F70). */
export default function Imports() {
  const manage = useManage(sections);
  const { base, imports, cursor, nextCursor } = useLoaderData<typeof loader>();
  const words = manage.imports.history;
  const template = (
    <a href={`${base}/imports/template.csv`} className={buttonClass()} download>
      {words.sample}
    </a>
  );
  return (
    <>
      <PageHeader
        title={manage.imports.title}
        description={manage.imports.lead}
        actions={
          imports.length > 0 && (
            <>
              {template}
              <LinkButton
                to={`${base}/imports/new`}
                variant="primary"
                icon={<Upload aria-hidden="true" className="size-4" />}
              >
                {manage.imports.importPeople}
              </LinkButton>
            </>
          )
        }
      />
      {imports.length === 0 ? (
        <EmptyState
          title={words.emptyTitle}
          actions={
            <>
              <LinkButton to={`${base}/imports/new`} variant="primary">
                {words.choose}
              </LinkButton>
              <LinkButton to={`${base}/imports/new#paste`}>{words.paste}</LinkButton>
              <LinkButton to={`${base}/people/invite`}>{words.inviteOne}</LinkButton>
              {template}
            </>
          }
        >
          {words.empty}
        </EmptyState>
      ) : (
        <div className="grid gap-3">
          <Table caption={words.caption}>
            <TableHead>
              <HeadCell>{words.file}</HeadCell>
              <HeadCell>{words.status}</HeadCell>
              <HeadCell>{words.rows}</HeadCell>
              <HeadCell>{words.by}</HeadCell>
              <HeadCell>{words.when}</HeadCell>
              <HeadCell>{words.digest}</HeadCell>
            </TableHead>
            <tbody>
              {imports.map((one) => (
                <Row key={one.id}>
                  <Cell>
                    <Link
                      to={`${base}/imports/${one.id}`}
                      className="font-medium wrap-anywhere hover:underline sm:block sm:truncate"
                      title={one.fileName}
                    >
                      {one.fileName}
                    </Link>
                  </Cell>
                  <Cell label={words.status}>
                    <ImportStatus status={one.status} />
                  </Cell>
                  <Cell label={words.rows}>
                    <span className="tabular-nums sm:whitespace-nowrap">
                      {one.setUp > 0
                        ? words.setUpOf({ setUp: one.setUp, rows: one.rowCount })
                        : one.invited > 0
                          ? words.invitedOf({ invited: one.invited, rows: one.rowCount })
                          : words.rowsIn({ count: one.rowCount })}
                    </span>
                  </Cell>
                  <Cell label={words.by}>{one.actorName}</Cell>
                  <Cell label={words.when}>
                    <Time at={one.createdAt} />
                  </Cell>
                  <Cell label={words.digest}>
                    {one.fileDigest ? (
                      <code className="text-sm text-muted" title={one.fileDigest}>
                        {one.fileDigest.slice(0, 12)}
                      </code>
                    ) : (
                      <span className="text-muted">–</span>
                    )}
                  </Cell>
                </Row>
              ))}
            </tbody>
          </Table>
          {(cursor || nextCursor) && (
            <nav aria-label={words.caption} className="flex justify-end gap-2">
              {cursor && (
                <LinkButton to={`${base}/imports`} size="small" rel="first">
                  {words.newest}
                </LinkButton>
              )}
              {nextCursor && (
                <LinkButton to={`${base}/imports?cursor=${nextCursor}`} size="small" rel="next">
                  {words.older}
                </LinkButton>
              )}
            </nav>
          )}
        </div>
      )}
    </>
  );
}
