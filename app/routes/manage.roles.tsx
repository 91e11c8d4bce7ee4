import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import clsx from "clsx";
import type { RoleSummary } from "../../worker/domain/granting";
import { LinkButton } from "../components/ui/button";
import { PageHeader } from "../components/ui/page-header";
import { Cell, HeadCell, Row, Table, TableHead } from "../components/ui/table";
import { manageOfPage, useManage } from "../manage-words";
import { permissions } from "../messages/manage/en/api-keys";
import { roleTable } from "../messages/manage/en/role-table";
import { useRoleWords } from "../role-words";
import { insideOf } from "./manage.guard.server";

const sections = { permissions, roleTable };

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { workspace, member, base } = insideOf(context, request);
  const { roles } = await context.useCases.viewRoleTable({});
  const own = member.may.includes("workspace.manage") ? `${base}/settings/roles` : null;
  return { workspace: workspace.name, roles, own };
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [{ title: `${manage.roleTable.title} · ${data?.workspace ?? ""}` }];
};

function Where({ role, permission }: { role: RoleSummary; permission: string }) {
  const manage = useManage(sections);
  const kinds = role.may[permission as keyof RoleSummary["may"]];
  if (!kinds) {
    return (
      <span className="text-muted">
        <span aria-hidden="true">–</span>
        <span className="sr-only">{manage.roleTable.no}</span>
      </span>
    );
  }
  return kinds.map((kind) => manage.roleTable.places[kind]).join(manage.roleTable.or);
}

/** What each role may do, for people who give roles (F26). */
export default function Roles() {
  const manage = useManage(sections);
  const { roles, own } = useLoaderData<typeof loader>();
  const roleWords = useRoleWords();
  const { roleTable, permissions } = manage;
  const nameOf = ({ role, name }: RoleSummary) => name ?? roleWords(role).name;
  return (
    <>
      <PageHeader
        title={roleTable.title}
        description={roleTable.lead}
        actions={own && <LinkButton to={own}>{roleTable.own}</LinkButton>}
      />
      <Table caption={roleTable.caption}>
        <TableHead>
          <HeadCell>{roleTable.permission}</HeadCell>
          {roles.map((role) => (
            <HeadCell key={role.role}>{nameOf(role)}</HeadCell>
          ))}
        </TableHead>
        <tbody className="text-sm">
          {Object.entries(permissions).map(([permission, text]) => (
            <Row key={permission}>
              <Cell>
                <span className="max-sm:font-medium">{text}</span>
              </Cell>
              {roles.map((role) => (
                <Cell
                  key={role.role}
                  label={nameOf(role)}
                  // A card on a phone names those who may.
                  className={clsx("sm:min-w-28", !(permission in role.may) && "max-sm:hidden!")}
                >
                  <Where role={role} permission={permission} />
                </Cell>
              ))}
            </Row>
          ))}
          <Row>
            <Cell>
              <span className="max-sm:font-medium">{roleTable.handsOut}</span>
            </Cell>
            {roles.map((role) => (
              <Cell key={role.role} label={nameOf(role)}>
                {role.grants.map((granted) => roleWords(granted).name).join(", ") || roleTable.nobody}
              </Cell>
            ))}
          </Row>
        </tbody>
      </Table>
    </>
  );
}
