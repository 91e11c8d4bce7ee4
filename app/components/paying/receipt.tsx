import type { OrderView } from "../../../worker/domain/paying/order-view";
import { useWords } from "../../request";
import { DefinitionList } from "../ui/definition-list";
import { Time } from "../ui/time";
import { useMoney } from "./money";

/** What somebody paid, as a sheet that can be printed: nothing else of the page comes along. */
export function ReceiptSheet({
  order,
  seller,
  workspace,
}: {
  order: OrderView;
  seller: string;
  workspace: string;
}) {
  const { paying } = useWords();
  const money = useMoney(order.currency);
  const { paid, tax, refunded, buyer } = order;
  // The end of the id, in groups: what one can read out and look up.
  const number = (order.id.slice(-16).toUpperCase().match(/.{4}/g) ?? []).join("-");
  return (
    <article
      aria-label={paying.receiptOf({ course: order.course.title })}
      className="grid gap-6 rounded-lg border border-line bg-surface p-6 print:border-none print:p-0"
    >
      <div className="grid gap-1">
        <p className="text-xl font-semibold wrap-anywhere">{order.course.title}</p>
        <p className="text-base text-muted tabular-nums">{paying.number({ number })}</p>
      </div>
      <DefinitionList
        items={[
          { term: paying.seller, value: seller === workspace ? seller : `${workspace} (${seller})` },
          { term: paying.buyer, value: [buyer.name, buyer.email].filter(Boolean).join(", ") },
          ...(order.paidAt === null
            ? []
            : [{ term: paying.paidOn, value: <Time at={order.paidAt} show="exact" /> }]),
          ...(tax ? [{ term: paying.net, value: money((paid ?? 0) - tax) }] : []),
          ...(tax ? [{ term: paying.taxIn, value: money(tax) }] : []),
          {
            term: paying.total,
            value: <strong className="font-semibold tabular-nums">{money(paid)}</strong>,
          },
          ...(refunded > 0 ? [{ term: paying.back, value: money(refunded) }] : []),
        ]}
      />
      {order.receiptUrl && (
        <p data-screen-only>
          <a href={order.receiptUrl} className="link" rel="noreferrer">
            {paying.ofProvider}
          </a>
        </p>
      )}
    </article>
  );
}
