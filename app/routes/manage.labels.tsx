import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { Link, useLoaderData } from "@remix-run/react";
import { FieldTabs } from "../components/settings/field-tabs";
import { LinkButton } from "../components/ui/button";
import { EmptyState } from "../components/ui/empty-state";
import { PageHeader } from "../components/ui/page-header";
import { Cell, HeadCell, Row, Table, TableHead } from "../components/ui/table";
import { VisuallyHidden } from "../components/ui/visually-hidden";
import { manageOfPage, useManage } from "../manage-words";
import { labels, ownFields } from "../messages/manage/en/fields";
import { insideFields } from "./manage.fields.server";

const sections = { labels, ownFields };

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { workspace, base } = insideFields(context, request);
  const { labels } = await context.useCases.listLabels({});
  return { base, workspace: workspace.name, labels };
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [{ title: `${manage.labels.title} · ${found?.workspace ?? ""}` }];
};

/** The words that people have, with how many have each. */
export default function Labels() {
  const manage = useManage(sections);
  const { base, labels } = useLoaderData<typeof loader>();
  const { columns, ...words } = manage.labels;
  return (
    <>
      <PageHeader title={manage.ownFields.title} description={words.lead} />
      <FieldTabs base={base} current="labels" />
      {labels.length === 0 ? (
        <EmptyState title={words.empty}>{words.emptyHelp}</EmptyState>
      ) : (
        <Table caption={words.caption}>
          <TableHead>
            <HeadCell>{columns.label}</HeadCell>
            <HeadCell>{columns.people}</HeadCell>
            <HeadCell>
              <VisuallyHidden>{columns.more}</VisuallyHidden>
            </HeadCell>
          </TableHead>
          <tbody>
            {labels.map(({ label, count }) => {
              const query = new URLSearchParams({ label });
              return (
                <Row key={label}>
                  <Cell>
                    <span className="font-medium wrap-anywhere">{label}</span>
                  </Cell>
                  <Cell label={columns.people}>
                    <Link to={`${base}/people?${query}`} className="link tabular-nums">
                      {words.people({ count })}
                      <VisuallyHidden>: {label}</VisuallyHidden>
                    </Link>
                  </Cell>
                  <Cell part="menu">
                    <LinkButton to={`${base}/settings/labels/change?${query}`} size="small" variant="quiet">
                      {words.change}
                      <VisuallyHidden> {label}</VisuallyHidden>
                    </LinkButton>
                  </Cell>
                </Row>
              );
            })}
          </tbody>
        </Table>
      )}
    </>
  );
}
