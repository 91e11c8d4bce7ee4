import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { redirect } from "@remix-run/cloudflare";
import { Link, useLoaderData } from "@remix-run/react";
import { useMoney } from "../components/paying/money";
import { OrderStatus } from "../components/paying/order-status";
import { buttonClass, LinkButton } from "../components/ui/button";
import { FilterChip } from "../components/ui/chip";
import { EmptyState } from "../components/ui/empty-state";
import { Notice } from "../components/ui/notice";
import { PageHeader } from "../components/ui/page-header";
import { Cell, HeadCell, Row, Table, TableHead } from "../components/ui/table";
import { Time } from "../components/ui/time";
import { manageOfPage, useManage } from "../manage-words";
import { orders } from "../messages/manage/en/orders";
import { posted } from "../posted";
import { insideOrders, orderFilter } from "./manage.orders.server";

const sections = { orders };

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { workspace, base } = insideOrders(context, request);
  const query = new URL(request.url).searchParams;
  const filter = orderFilter(query);
  const cursor = query.get("cursor") ?? "";
  const given = Object.entries({ ...filter, cursor }).filter(([, value]) => value);
  const found = await context.attempt(() => context.useCases.listOrders(posted(Object.fromEntries(given))));
  if (!found.ok) {
    if (found.error.code === "VALIDATION_FAILED" && query.size > 0) throw redirect(`${base}/orders`);
    throw new Response(null, { status: found.error.status });
  }
  return { base, workspace: workspace.name, filter, cursor, sells: context.sells, ...found.value };
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [{ title: `${manage.orders.title} · ${data?.workspace ?? ""}` }];
};

type Loaded = ReturnType<typeof useLoaderData<typeof loader>>;
type Filter = Loaded["filter"];

function queryOf({ status, courseId, concerned }: Filter, cursor = ""): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ status, course: courseId, attention: concerned, cursor })) {
    if (value) query.set(name, value);
  }
  return query.size > 0 ? `?${query}` : "";
}

const statuses = ["paid", "held", "open", "refunded", "expired", "failed"] as const;

export default function Orders() {
  const { orders: words } = useManage(sections);
  const { base, filter, cursor, orders, nextCursor, sells } = useLoaderData<typeof loader>();
  const here = `${base}/orders`;
  const { courseId } = filter;
  const filtered = Object.values(filter).some(Boolean);
  const to = (next: Partial<Filter>) =>
    `${here}${queryOf({ status: undefined, concerned: undefined, courseId, ...next })}`;
  return (
    <>
      <PageHeader
        title={words.title}
        description={words.lead}
        actions={
          <a href={`${base}/orders.csv${queryOf(filter)}`} className={buttonClass()} download>
            {words.export}
          </a>
        }
      />
      {!sells && <Notice tone="warn">{words.off}</Notice>}
      <nav aria-label={words.filters} className="flex flex-wrap gap-2">
        <FilterChip to={to({})} current={!filter.status && !filter.concerned}>
          {words.all}
        </FilterChip>
        <FilterChip to={to({ concerned: "1" })} current={Boolean(filter.concerned)}>
          {words.attention}
        </FilterChip>
        {statuses.map((status) => (
          <FilterChip key={status} to={to({ status })} current={filter.status === status}>
            {words.status[status]}
          </FilterChip>
        ))}
      </nav>
      {courseId && (
        <p className="text-muted">
          {words.oneCourse}{" "}
          <Link to={`${here}${queryOf({ ...filter, courseId: undefined })}`} className="link">
            {words.clear}
          </Link>
        </p>
      )}
      {orders.length === 0 && !nextCursor ? (
        <EmptyState
          title={filtered ? words.filteredEmpty : words.empty}
          actions={filtered && <LinkButton to={here}>{words.clear}</LinkButton>}
        >
          {filtered ? null : words.emptyHelp}
        </EmptyState>
      ) : (
        <div className="relative grid min-w-0 grid-cols-[minmax(0,1fr)] gap-3 overflow-x-clip">
          <Table caption={words.caption}>
            <TableHead>
              <HeadCell>{words.columns.course}</HeadCell>
              <HeadCell>{words.columns.buyer}</HeadCell>
              <HeadCell>{words.columns.status}</HeadCell>
              <HeadCell>{words.columns.amount}</HeadCell>
              <HeadCell>{words.columns.at}</HeadCell>
            </TableHead>
            <tbody>
              {orders.map((order) => (
                <Order key={order.id} order={order} base={base} />
              ))}
            </tbody>
          </Table>
          <nav aria-label={words.title} className="flex flex-wrap items-center justify-between gap-3">
            <p className="text-sm text-muted tabular-nums">{words.shown({ count: orders.length })}</p>
            <span className="flex gap-2">
              {cursor && (
                <LinkButton to={`${here}${queryOf(filter)}`} size="small" rel="first">
                  {words.first}
                </LinkButton>
              )}
              {nextCursor && (
                <LinkButton to={`${here}${queryOf(filter, nextCursor)}`} size="small" rel="next">
                  {words.next}
                </LinkButton>
              )}
            </span>
          </nav>
        </div>
      )}
    </>
  );
}

function Order({ order, base }: { order: Loaded["orders"][number]; base: string }) {
  const { orders: words } = useManage(sections);
  const money = useMoney(order.currency);
  const { buyer } = order;
  return (
    <Row>
      <Cell>
        <Link to={`${base}/orders/${order.id}`} className="link font-medium">
          {order.course.title}
        </Link>
      </Cell>
      <Cell label={words.columns.buyer}>
        <span className="grid">
          <span>{buyer.name || buyer.email || words.unknownBuyer}</span>
          {buyer.name && buyer.email && <span className="text-sm text-muted">{buyer.email}</span>}
        </span>
      </Cell>
      <Cell label={words.columns.status}>
        <OrderStatus order={order} />
      </Cell>
      <Cell label={words.columns.amount}>
        <span className={order.paid === null ? "text-muted tabular-nums" : "tabular-nums"}>
          {money(order.paid ?? order.price)}
        </span>
      </Cell>
      <Cell label={words.columns.at}>
        <Time at={order.createdAt} show="exact" />
      </Cell>
    </Row>
  );
}
