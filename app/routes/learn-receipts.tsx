import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import type { OrderView } from "../../worker/domain/paying/order-view";
import { LearnFrame } from "../components/learn-frame";
import { useMoney } from "../components/paying/money";
import { EmptyState } from "../components/ui/empty-state";
import { PageHeader } from "../components/ui/page-header";
import { Time } from "../components/ui/time";
import { learnFrame, requireMember, requireProvedAddress } from "../member";
import { messagesFor } from "../messages/all.server";
import type { PageHandle } from "../page";
import { useWords } from "../request";
import { titled } from "../titles";

export const handle: PageHandle = { bare: true };
export const meta = titled;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const who = requireMember(request, context);
  requireProvedAddress(who);
  const { paying } = messagesFor(context);
  return {
    ...learnFrame(who),
    title: `${paying.receipts} · ${who.workspace.name}`,
    orders: await context.useCases.viewOwnOrders({}),
  };
}

export default function LearnReceipts() {
  const page = useLoaderData<typeof loader>();
  const { paying, account } = useWords();
  const base = `/w/${page.workspace.slug}/learn`;
  return (
    <LearnFrame frame={page}>
      <PageHeader
        title={paying.receipts}
        back={
          <a href={`${base}/profile`} className="link">
            {account.title}
          </a>
        }
      />
      {page.orders.length === 0 ? (
        <EmptyState title={paying.receiptsNone} />
      ) : (
        <ul className="grid gap-3">
          {page.orders.map((order) => (
            <Purchase key={order.id} order={order} base={base} />
          ))}
        </ul>
      )}
    </LearnFrame>
  );
}

function Purchase({ order, base }: { order: OrderView; base: string }) {
  const { paying } = useWords();
  const money = useMoney(order.currency);
  return (
    <li className="grid gap-x-4 gap-y-1 rounded-lg border border-line bg-surface p-4 sm:grid-cols-[minmax(0,1fr)_auto]">
      <a href={`${base}/receipts/${order.id}`} className="link min-h-11 font-semibold wrap-anywhere">
        {order.course.title}
      </a>
      <span className="tabular-nums">{money(order.paid)}</span>
      <span className="text-base text-muted">
        {order.paidAt !== null && <Time at={order.paidAt} show="exact" />}
      </span>
      <span className="text-base text-muted">
        {order.status === "held" || order.status === "refunded"
          ? paying.status[order.status]
          : paying.status.paid}
      </span>
    </li>
  );
}
