import { Form, Link } from "@remix-run/react";
import type { RegistrationView } from "../../../worker/domain/registering/registration-view";
import { useManage } from "../../manage-words";
import { registrations } from "../../messages/manage/en/registering";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { Cell, HeadCell, Person, Row, Table, TableHead } from "../ui/table";
import { Time } from "../ui/time";
import { VisuallyHidden } from "../ui/visually-hidden";
import { RegistrationStatus } from "./registration-status";

const sections = { registrations };

/** What somebody registered for: courses, and the link that they came by. */
function WhatFor({ base, courses, link }: { base: string } & Pick<RegistrationView, "courses" | "link">) {
  const { registrations: words } = useManage(sections);
  return (
    <>
      {courses.length > 0 && <p className="wrap-anywhere">{courses.map(({ title }) => title).join(", ")}</p>}
      <p className="text-sm text-muted">
        {link ? (
          <>
            {words.byLink}{" "}
            <Link to={`${base}/registration-links/${link.id}`} className="link wrap-anywhere">
              {link.name}
            </Link>
          </>
        ) : (
          words.byCatalog
        )}
      </p>
    </>
  );
}

export interface RegistrationTableProps {
  base: string;
  registrations: readonly RegistrationView[];
  /** The id of the form to which ticks belong; left out: nobody is ticked. */
  ticks?: string;
  /** What can be done with one who has not proved the address is offered in the row. */
  acts?: boolean;
}

/** Who registered, each a row. */
export function RegistrationTable({ base, registrations, ticks, acts = false }: RegistrationTableProps) {
  const { registrations: words } = useManage(sections);
  const { columns } = words;
  const hasMenu = acts && registrations.some(({ status }) => status === "started");
  return (
    <Table caption={words.caption}>
      <TableHead>
        {ticks && (
          <HeadCell>
            <VisuallyHidden>{columns.choose}</VisuallyHidden>
          </HeadCell>
        )}
        <HeadCell>{columns.person}</HeadCell>
        <HeadCell>{columns.status}</HeadCell>
        <HeadCell>{columns.what}</HeadCell>
        <HeadCell>{columns.since}</HeadCell>
        {hasMenu && (
          <HeadCell>
            <VisuallyHidden>{words.decide}</VisuallyHidden>
          </HeadCell>
        )}
      </TableHead>
      <tbody>
        {registrations.map((row) => {
          const name = `${row.firstName} ${row.lastName}`.trim();
          const who = name || row.email || words.nobody;
          return (
            <Row key={row.id}>
              {ticks && (
                <Cell part="tick">
                  <Checkbox
                    form={ticks}
                    id={`tick-${row.id}`}
                    name="id"
                    value={row.id}
                    label={words.choose({ who })}
                    hideLabel
                  />
                </Cell>
              )}
              <Cell>
                <Person
                  name={name || (row.email ? null : words.nobody)}
                  address={row.email || null}
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
              </Cell>
              <Cell label={columns.status}>
                <RegistrationStatus status={row.status} />
              </Cell>
              <Cell label={columns.what}>
                <WhatFor base={base} courses={row.courses} link={row.link} />
              </Cell>
              <Cell label={columns.since}>
                <Time at={row.decidedAt ?? row.provedAt ?? row.createdAt} />
              </Cell>
              {hasMenu && (
                <Cell part="menu">
                  {row.status === "started" && (
                    <Form method="post" preventScrollReset className="flex gap-1">
                      <input type="hidden" name="id" value={row.id} />
                      <input type="hidden" name="who" value={row.email} />
                      <Button type="submit" name="intent" value="resend" size="small" variant="quiet">
                        {words.resend}
                        <VisuallyHidden> {who}</VisuallyHidden>
                      </Button>
                      <Button type="submit" name="intent" value="remove" size="small" variant="quiet">
                        {words.remove}
                        <VisuallyHidden> {who}</VisuallyHidden>
                      </Button>
                    </Form>
                  )}
                </Cell>
              )}
            </Row>
          );
        })}
      </tbody>
    </Table>
  );
}
