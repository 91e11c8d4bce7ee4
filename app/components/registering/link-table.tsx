import { Link } from "@remix-run/react";
import type { LinkView } from "../../../worker/domain/registering/link-view";
import { useManage } from "../../manage-words";
import { links } from "../../messages/manage/en/registering";
import { Day } from "../ui/day";
import { Cell, HeadCell, Row, Table, TableHead } from "../ui/table";
import { LinkStatus, LinkUses } from "./link-state";

const sections = { links };

/** As many places are named in a row. */
const named = 3;

/** Registration links, each a row. */
export function LinkTable({ base, links }: { base: string; links: readonly LinkView[] }) {
  const { links: words } = useManage(sections);
  const { columns } = words;
  return (
    <Table caption={words.caption}>
      <TableHead>
        <HeadCell>{columns.name}</HeadCell>
        <HeadCell>{columns.state}</HeadCell>
        <HeadCell>{columns.uses}</HeadCell>
        <HeadCell>{columns.endsOn}</HeadCell>
        <HeadCell>{columns.places}</HeadCell>
      </TableHead>
      <tbody>
        {links.map(({ id, name, state, uses, maxUses, endsOn, places }) => (
          <Row key={id}>
            <Cell>
              <Link
                to={`${base}/registration-links/${id}`}
                prefetch="intent"
                className="font-medium wrap-anywhere hover:underline"
              >
                {name}
              </Link>
            </Cell>
            <Cell label={columns.state}>
              <LinkStatus state={state} />
            </Cell>
            <Cell label={columns.uses}>
              <LinkUses uses={uses} maxUses={maxUses} />
            </Cell>
            <Cell label={columns.endsOn}>
              {endsOn ? <Day day={endsOn} /> : <span className="text-muted">{words.endless}</span>}
            </Cell>
            <Cell label={columns.places}>
              {places.length === 0 ? (
                <span className="text-muted">{words.nowhere}</span>
              ) : (
                <>
                  {places
                    .slice(0, named)
                    .map((place) => place.name)
                    .join(", ")}
                  {places.length > named && ` ${words.more({ count: places.length - named })}`}
                </>
              )}
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}
