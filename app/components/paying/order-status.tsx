import type { OrderView } from "../../../worker/domain/paying/order-view";
import { useManage } from "../../manage-words";
import { orders } from "../../messages/manage/en/orders";
import { StatusBadge, type StatusTone } from "../ui/status-badge";

const sections = { orders };

const tones: Record<OrderView["status"], StatusTone> = {
  open: "waiting",
  paid: "good",
  held: "attention",
  expired: "quiet",
  failed: "bad",
  refunded: "quiet",
};

/** How an order stands, and whether somebody should look at it. */
export function OrderStatus({ order }: { order: Pick<OrderView, "status" | "concern"> }) {
  const { orders } = useManage(sections);
  return (
    <span className="grid">
      <StatusBadge tone={tones[order.status]}>{orders.status[order.status]}</StatusBadge>
      {order.concern !== null && <span className="text-sm text-warn">{orders.attention}</span>}
    </span>
  );
}
