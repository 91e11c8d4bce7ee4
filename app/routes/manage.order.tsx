import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data } from "@remix-run/cloudflare";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { useMoney } from "../components/paying/money";
import { OrderStatus } from "../components/paying/order-status";
import { Button } from "../components/ui/button";
import { Checkbox } from "../components/ui/checkbox";
import { DefinitionList } from "../components/ui/definition-list";
import { ErrorSummary } from "../components/ui/error-summary";
import { Notice } from "../components/ui/notice";
import { PageHeader } from "../components/ui/page-header";
import { Section } from "../components/ui/section";
import { Cell, HeadCell, Row, Table, TableHead } from "../components/ui/table";
import { Time } from "../components/ui/time";
import { manageOf, manageOfPage, useManage } from "../manage-words";
import { TimeZoneProvider } from "../request";
import { found } from "./manage.courses.server";
import { errorText, redirectWithFlash } from "./manage.guard.server";
import { insideOrders } from "./manage.orders.server";

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const { workspace, base } = insideOrders(context, request);
  const detail = found(
    await context.attempt(() => context.useCases.viewOrder({ orderId: params.orderId ?? "" })),
  );
  return {
    base,
    workspace: workspace.name,
    ends: workspace.policies["selfreg.refund"] === "end",
    sells: context.sells,
    ...detail,
  };
}

export async function action({ context, request, params }: ActionFunctionArgs) {
  const { base } = insideOrders(context, request);
  const manage = manageOf(context);
  const orderId = params.orderId ?? "";
  const form = await request.formData();
  if (form.get("confirmed") !== "1") {
    return refused({ confirmed: manage.orders.refund.unconfirmed }, 422);
  }
  const done = await context.attempt(() => context.useCases.refundOrder({ orderId }));
  if (done.ok) throw redirectWithFlash(context, `${base}/orders/${orderId}`, { kind: "refunded" });
  const { error } = done;
  if (error.status === 404 || error.code === "VALIDATION_FAILED") throw new Response(null, { status: 404 });
  return refused({ "": errorText(manage, error) }, error.status);
}

function refused(errors: Record<string, string>, status: number) {
  return data({ errors }, status);
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => {
  const { orders } = manageOfPage(matches);
  return [
    { title: `${orders.orderOf({ course: page?.order.course.title ?? "" })} · ${page?.workspace ?? ""}` },
  ];
};

export default function Order() {
  const { orders: words } = useManage();
  const { base, order, events, checkoutId, paymentId, ends, sells } = useLoaderData<typeof loader>();
  const money = useMoney(order.currency);
  const { facts } = words;
  const { buyer, session } = order;
  const id = (value: string) => <code className="text-sm wrap-anywhere">{value}</code>;
  return (
    <>
      <PageHeader
        title={words.orderOf({ course: order.course.title })}
        description={<OrderStatus order={{ ...order, concern: null }} />}
        back={
          <Link to={`${base}/orders`} className="link">
            {words.back}
          </Link>
        }
      />
      {order.concern && (
        <Notice tone="warn" title={words.attention}>
          {words.concern[order.concern]}
        </Notice>
      )}
      <DefinitionList
        items={[
          {
            term: facts.buyer,
            value: buyer.userId ? (
              <Link to={`${base}/people/${buyer.userId}`} className="link">
                {buyer.name || buyer.email || buyer.userId}
              </Link>
            ) : (
              [buyer.name || buyer.email || words.unknownBuyer, words.notJoined].join(", ")
            ),
          },
          {
            term: facts.course,
            value: (
              <Link to={`${base}/courses/${order.course.id}`} className="link">
                {order.course.title}
              </Link>
            ),
          },
          ...(session
            ? [
                {
                  term: facts.session,
                  value: (
                    <TimeZoneProvider zone={session.timeZone}>
                      <Link to={`${base}/sessions/${session.id}`} className="link">
                        {session.title}
                      </Link>
                      , <Time at={session.startsAt} show="exact" />
                    </TimeZoneProvider>
                  ),
                },
              ]
            : []),
          { term: facts.price, value: money(order.price) },
          ...(order.paid === null ? [] : [{ term: facts.paid, value: money(order.paid) }]),
          ...(order.tax ? [{ term: facts.tax, value: money(order.tax) }] : []),
          ...(order.refunded > 0 ? [{ term: facts.refunded, value: money(order.refunded) }] : []),
          { term: facts.begun, value: <Time at={order.createdAt} show="exact" /> },
          ...(order.paidAt === null
            ? []
            : [{ term: facts.paidAt, value: <Time at={order.paidAt} show="exact" /> }]),
          ...(order.endedAt === null
            ? []
            : [{ term: facts.ended, value: <Time at={order.endedAt} show="exact" /> }]),
          { term: facts.number, value: id(order.id) },
          ...(checkoutId ? [{ term: facts.checkout, value: id(checkoutId) }] : []),
          ...(paymentId ? [{ term: facts.payment, value: id(paymentId) }] : []),
          ...(order.receiptUrl
            ? [
                {
                  term: facts.receipt,
                  value: (
                    <a href={order.receiptUrl} className="link" rel="noreferrer">
                      {facts.openReceipt}
                    </a>
                  ),
                },
              ]
            : []),
        ]}
      />
      {order.refundable > 0 && sells && (
        <Refund amount={money(order.refundable)} ends={ends && order.status === "paid"} />
      )}
      <Section title={words.events}>
        {events.length === 0 ? (
          <p className="text-muted">{words.noEvents}</p>
        ) : (
          <Table caption={words.eventsCaption}>
            <TableHead>
              <HeadCell>{words.event}</HeadCell>
              <HeadCell>{words.eventAt}</HeadCell>
              <HeadCell>{words.eventReceived}</HeadCell>
            </TableHead>
            <tbody>
              {events.map((event) => (
                <Row key={event.id}>
                  <Cell>
                    <code className="text-sm wrap-anywhere">{event.type}</code>
                  </Cell>
                  <Cell label={words.eventAt}>
                    <Time at={event.at} show="exact" />
                  </Cell>
                  <Cell label={words.eventReceived}>
                    <Time at={event.receivedAt} show="exact" />
                  </Cell>
                </Row>
              ))}
            </tbody>
          </Table>
        )}
      </Section>
    </>
  );
}

function Refund({ amount, ends }: { amount: string; ends: boolean }) {
  const { refund } = useManage().orders;
  const answer = useActionData<typeof action>();
  const busy = useNavigation().state !== "idle";
  return (
    <Section title={refund.title}>
      <Form method="post" className="grid max-w-prose gap-4">
        <ErrorSummary errors={answer?.errors} />
        <p>
          {refund.lead({ amount })} {ends ? refund.ends : refund.keeps}
        </p>
        <Checkbox name="confirmed" value="1" label={refund.confirm} />
        <div>
          <Button type="submit" variant="danger" pending={busy}>
            {refund.submit({ amount })}
          </Button>
        </div>
      </Form>
    </Section>
  );
}
