import { Link } from "@remix-run/react";
import type { ImportRowView } from "../../../worker/domain/imports/list-import-rows";
import { useManage } from "../../manage-words";
import { imports } from "../../messages/manage/en/imports";
import { useRoleWords } from "../../role-words";
import { Cell, HeadCell, Row, Table, TableHead } from "../ui/table";
import { columnName } from "./problem-words";

const sections = { imports };

interface UpdateTableProps {
  base: string;
  caption: string;
  rows: readonly Pick<ImportRowView, "line" | "email" | "changes" | "userId">[];
}

/** Whom a file changes, or has changed, and in what: each value as it was and as it is to be (F67). */
export function UpdateTable({ base, caption, rows }: UpdateTableProps) {
  const manage = useManage(sections);
  const roleWords = useRoleWords();
  const words = manage.imports.existing;
  const shown = (field: string, value: string) => (field === "role" ? roleWords(value).name : value);
  return (
    <Table caption={caption}>
      <TableHead>
        <HeadCell>{manage.imports.columns.email}</HeadCell>
        <HeadCell>{words.changes}</HeadCell>
        <HeadCell>{manage.imports.review.line}</HeadCell>
      </TableHead>
      <tbody>
        {rows.map(({ line, email, changes, userId }) => (
          <Row key={line}>
            <Cell>
              {userId ? (
                <Link to={`${base}/people/${userId}`} className="font-medium hover:underline">
                  {email}
                </Link>
              ) : (
                <span className="font-medium">{email}</span>
              )}
            </Cell>
            <Cell label={words.changes}>
              <ul className="grid">
                {changes.map(({ field, label, before, after }) => (
                  <li key={field + after} className="wrap-anywhere">
                    {`${columnName(manage, field, label)}: `}
                    {before === undefined ? (
                      <span aria-hidden="true">+ </span>
                    ) : (
                      <>
                        <del>{shown(field, before)}</del>
                        {" → "}
                      </>
                    )}
                    <ins className="no-underline">{shown(field, after)}</ins>
                  </li>
                ))}
              </ul>
            </Cell>
            <Cell label={manage.imports.review.line}>{line}</Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}
