import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { Link, useLoaderData } from "@remix-run/react";
import { LinkButton } from "../components/ui/button";
import { EmptyState } from "../components/ui/empty-state";
import { PageHeader } from "../components/ui/page-header";
import { Cell, HeadCell, Row, Table, TableHead } from "../components/ui/table";
import { manageOfPage, useManage } from "../manage-words";
import { permissions } from "../messages/manage/en/api-keys";
import { ownRoles } from "../messages/manage/en/own-roles";
import { roleTable } from "../messages/manage/en/role-table";
import { insideRoles } from "./manage.own-roles.server";

const sections = { ownRoles, permissions, roleTable };

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { workspace, base } = insideRoles(context, request);
  const { roles } = await context.useCases.listCustomRoles({});
  return { base, workspace: workspace.name, roles };
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [{ title: `${manage.ownRoles.title} · ${found?.workspace ?? ""}` }];
};

/** The roles of the workspace's own (F24), and the way to what every role may do. */
export default function OwnRoles() {
  const manage = useManage(sections);
  const { base, roles } = useLoaderData<typeof loader>();
  const words = manage.ownRoles;
  const { columns } = words;
  return (
    <>
      <PageHeader
        title={words.title}
        description={words.description}
        actions={
          <>
            <LinkButton to={`${base}/roles`}>{words.table}</LinkButton>
            <LinkButton to={`${base}/settings/roles/new`} variant="primary">
              {words.create}
            </LinkButton>
          </>
        }
      />
      {roles.length === 0 ? (
        <EmptyState title={words.empty}>{words.emptyHelp}</EmptyState>
      ) : (
        <Table caption={words.caption}>
          <TableHead>
            <HeadCell>{columns.name}</HeadCell>
            <HeadCell>{columns.may}</HeadCell>
            <HeadCell>{columns.holdsIn}</HeadCell>
          </TableHead>
          <tbody>
            {roles.map((role) => (
              <Row key={role.id}>
                <Cell>
                  <Link
                    to={`${base}/settings/roles/${role.id}`}
                    prefetch="intent"
                    className="font-medium wrap-anywhere hover:underline"
                  >
                    {role.name}
                  </Link>
                  {role.description && <p className="text-sm text-muted wrap-anywhere">{role.description}</p>}
                </Cell>
                <Cell label={columns.may}>
                  <ul className="grid gap-0.5 text-sm">
                    {role.permissions.map((permission) => (
                      <li key={permission}>{manage.permissions[permission] ?? permission}</li>
                    ))}
                  </ul>
                </Cell>
                <Cell label={columns.holdsIn}>
                  <span className="text-sm">
                    {role.holdsIn.map((place) => words.scopes[place].short).join(manage.roleTable.or)}
                  </span>
                </Cell>
              </Row>
            ))}
          </tbody>
        </Table>
      )}
    </>
  );
}
