import type {
  ActionFunctionArgs,
  LoaderFunctionArgs,
  MetaFunction,
  SerializeFrom,
} from "@remix-run/cloudflare";
import { data } from "@remix-run/cloudflare";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { useMoney } from "../components/paying/money";
import { OrderStatus } from "../components/paying/order-status";
import { Button, LinkButton } from "../components/ui/button";
import { Checkbox } from "../components/ui/checkbox";
import { DefinitionList } from "../components/ui/definition-list";
import { ErrorSummary } from "../components/ui/error-summary";
import { Notice } from "../components/ui/notice";
import { PageHeader } from "../components/ui/page-header";
import { Section } from "../components/ui/section";
import { Cell, HeadCell, Row, Table, TableHead } from "../components/ui/table";
import { Time } from "../components/ui/time";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { orders } from "../messages/manage/en/orders";
import { posted } from "../posted";
import { TimeZoneProvider } from "../request";
import { found } from "./manage.courses.server";
import { errorText, redirectWithFlash } from "./manage.guard.server";
import { insideOrders } from "./manage.orders.server";

const sections = { orders };

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
  const here = `${base}/orders/${orderId}`;
  if (form.get("intent") === "done") {
    const concern = String(form.get("concern"));
    const ended = await context.attempt(() => context.useCases.endConcern(posted({ orderId, concern })));
    if (ended.ok) throw redirectWithFlash(context, here, { kind: "concernEnded" });
    if (ended.error.code !== "EDIT_CONFLICT") throw new Response(null, { status: 404 });
    // Something else is wrong by now: the page shows what.
    throw redirectWithFlash(context, here, { kind: "error", text: errorText(manage, ended.error) });
  }
  if (form.get("confirmed") !== "1") {
    return refused({ confirmed: manage.orders.refund.unconfirmed }, 422);
  }
  const done = await context.attempt(() => context.useCases.refundOrder({ orderId }));
  if (done.ok) throw redirectWithFlash(context, here, { kind: "refunded" });
  const { error } = done;
  if (error.status === 404 || error.code === "VALIDATION_FAILED") throw new Response(null, { status: 404 });
  return refused({ "": errorText(manage, error) }, error.status);
}

function refused(errors: Record<string, string>, status: number) {
  return data({ errors }, status);
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => {
  const { orders } = manageOfPage(matches, sections);
  return [
    { title: `${orders.orderOf({ course: page?.order.course.title ?? "" })} · ${page?.workspace ?? ""}` },
  ];
};

export default function Order() {
  const { orders: words } = useManage(sections);
  const { base, order, events, checkoutId, paymentId, done, ends, sells } = useLoaderData<typeof loader>();
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
        <Concern
          concern={order.concern}
          people={
            buyer.email && `${base}/people?${new URLSearchParams({ status: "deactivated", q: buyer.email })}`
          }
        />
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
              ofStranger(buyer, words)
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
          ...(done
            ? [
                {
                  term: words.done.note,
                  value: (
                    <>
                      <Time at={done.at} show="exact" />,{" "}
                      {done.by ? words.done.by({ who: done.by }) : words.done.somebody}
                      {done.concern && (
                        <span className="block text-muted">{words.concern[done.concern]}</span>
                      )}
                    </>
                  ),
                },
              ]
            : []),
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
        <Refund
          amount={money(order.refundable)}
          follows={buyer.userId === null ? "forgets" : ends && order.status === "paid" ? "ends" : "keeps"}
        />
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

/** Who has not joined; once nothing is kept of them they never will. */
function ofStranger(
  { name, email }: { name: string; email: string | null },
  { unknownBuyer, notJoined }: { unknownBuyer: string; notJoined: string },
) {
  const who = [name, email].filter(Boolean);
  return who.length > 0 ? [...who, notJoined].join(", ") : unknownBuyer;
}

/** What is wrong with the order, what to do about it, and how to say that it is done. */
function Concern({
  concern,
  people,
}: {
  concern: NonNullable<SerializeFrom<typeof loader>["order"]["concern"]>;
  /** Where whoever is to be reactivated is found. */
  people: string | null;
}) {
  const { orders: words } = useManage(sections);
  const busy = useNavigation().state !== "idle";
  return (
    <Notice
      tone="warn"
      title={words.attention}
      actions={
        <Form method="post" className="flex flex-wrap items-center gap-3">
          <input type="hidden" name="concern" value={concern} />
          <Button
            type="submit"
            name="intent"
            value="done"
            size="small"
            pending={busy}
            aria-describedby="done-help"
          >
            {words.done.label}
          </Button>
          {concern === "barred" && people && (
            <LinkButton to={people} size="small" variant="quiet">
              {words.done.find}
            </LinkButton>
          )}
          <span id="done-help" className="text-sm text-muted">
            {words.done.help}
          </span>
        </Form>
      }
    >
      <p>{words.concern[concern]}</p>
      <p>{words.remedy[concern]}</p>
    </Notice>
  );
}

function Refund({ amount, follows }: { amount: string; follows: "forgets" | "ends" | "keeps" }) {
  const { refund } = useManage(sections).orders;
  const answer = useActionData<typeof action>();
  const busy = useNavigation().state !== "idle";
  return (
    <Section title={refund.title}>
      <Form method="post" className="grid max-w-prose gap-4">
        <ErrorSummary errors={answer?.errors} />
        <p>
          {refund.lead({ amount })} {refund[follows]}
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
