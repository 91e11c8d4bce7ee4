import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { LearnFrame } from "../components/learn-frame";
import { ReceiptSheet } from "../components/paying/receipt";
import { PageHeader } from "../components/ui/page-header";
import { learnFrame, requireMember, requireProvedAddress } from "../member";
import { messagesFor } from "../messages/all.server";
import type { PageHandle } from "../page";
import { useWords } from "../request";
import { titled } from "../titles";

export const handle: PageHandle = { bare: true };
export const meta = titled;

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const who = requireMember(request, context);
  requireProvedAddress(who);
  const found = await context.attempt(() => context.useCases.viewOwnOrder({ orderId: params.orderId ?? "" }));
  if (!found.ok) throw new Response(null, { status: found.error.status === 422 ? 404 : found.error.status });
  const order = found.value;
  const { paying } = messagesFor(context);
  return {
    ...learnFrame(who),
    title: `${paying.receiptOf({ course: order.course.title })} · ${who.workspace.name}`,
    seller: who.workspace.customerName,
    order,
  };
}

export default function LearnReceipt() {
  const page = useLoaderData<typeof loader>();
  const { paying, learn } = useWords();
  return (
    <LearnFrame frame={page}>
      <div data-screen-only>
        <PageHeader
          title={paying.receipt}
          description={learn.printHint}
          back={
            <a href={`/w/${page.workspace.slug}/learn/receipts`} className="link">
              {paying.toReceipts}
            </a>
          }
        />
      </div>
      <ReceiptSheet order={page.order} seller={page.seller} workspace={page.workspace.name} />
    </LearnFrame>
  );
}
