import Stripe from "stripe";
import type {
  Checkout,
  CheckoutRequest,
  PaymentEvent,
  PaymentFailure,
  PaymentNews,
  Payments,
} from "../domain/context.ts";

export interface PaymentsOptions {
  secretKey: string;
  /** Signing secrets of the webhook; any of them may have signed. */
  webhookSecrets: readonly string[];
  /** Stripe Tax works out the tax, on top of the price. */
  tax: boolean;
  /** `127.0.0.1:PORT` of the local stub, spoken to in plain HTTP; absent in production. */
  apiHost?: string | undefined;
  timeoutMs: number;
}

/** What the shapes below were read for; a newer one is a change of this line and a look at the changelog. */
const apiVersion = "2026-10-28.endive";

/** How old a signed event may be (s); Stripe signs each attempt anew. */
const tolerance = 300;

/**
 * Stripe by its own library (D39, F128): Checkout for paying, refunds, and webhooks whose signature the library
 * checks. What is bought is named by metadata on the session and on its payment, so that every event names its order
 * whatever came before it.
 */
export function createPayments(options: PaymentsOptions): Payments {
  const stripe = new Stripe(options.secretKey, {
    apiVersion,
    timeout: options.timeoutMs,
    maxNetworkRetries: 1,
    telemetry: false,
    // A redirect would carry the secret key to another host.
    httpClient: Stripe.createFetchHttpClient((input: RequestInfo | URL, init?: RequestInit) =>
      fetch(input, { ...init, redirect: "manual" }),
    ),
    ...(options.apiHost ? addressOf(options.apiHost) : {}),
  });
  const crypto = Stripe.createSubtleCryptoProvider();

  return {
    async begin(request) {
      const amount = stripeAmount(request.priceMinor, request.currency);
      if (amount === null) return { failure: "refused", reason: "Stripe has no such amount." };
      return calling(async () => {
        const session = await stripe.checkout.sessions.create(sessionOf(request, amount, options.tax), {
          idempotencyKey: request.orderId,
        });
        if (!session.url) throw new Error("The checkout has no address.");
        return { checkoutId: session.id, url: session.url };
      });
    },

    find: (checkoutId) =>
      calling(async (): Promise<Checkout> => {
        const { status, url } = await stripe.checkout.sessions.retrieve(checkoutId);
        if (status === "complete") return { state: "complete", checkoutId };
        return status === "open" && url
          ? { state: "open", checkoutId, url }
          : { state: "closed", checkoutId };
      }),

    async close(checkoutId) {
      const closed = await calling(() => stripe.checkout.sessions.expire(checkoutId));
      return !("failure" in closed);
    },

    refund: ({ key, orderId, workspaceId, paymentId, amountMinor, currency }) =>
      calling(async () => {
        const { status } = await stripe.refunds.create(
          {
            payment_intent: paymentId,
            amount: stripeAmount(amountMinor, currency) ?? amountMinor,
            metadata: { order_id: orderId, workspace_id: workspaceId },
          },
          { idempotencyKey: key },
        );
        if (status === "failed" || status === "canceled") throw new Refused(`The refund ${status}.`);
        return { refunded: true } as const;
      }),

    async read(body, signature, nowMs) {
      for (const secret of options.webhookSecrets) {
        const event = await stripe.webhooks
          .constructEventAsync(body, signature, secret, tolerance, crypto, nowMs)
          .catch(() => undefined);
        if (event !== undefined) return readEvent(event) ?? "other";
      }
      return "forged";
    },
  };
}

function addressOf(apiHost: string) {
  const { hostname, port } = new URL(`http://${apiHost}`);
  return { protocol: "http" as const, host: hostname, port };
}

function sessionOf(request: CheckoutRequest, amount: number, tax: boolean) {
  const named = { order_id: request.orderId, workspace_id: request.workspaceId };
  return {
    mode: "payment",
    submit_type: "pay",
    client_reference_id: request.orderId,
    locale: request.language,
    ...(request.email ? { customer_email: request.email } : {}),
    line_items: [
      {
        quantity: 1,
        price_data: {
          currency: request.currency,
          unit_amount: amount,
          product_data: { name: request.title },
          ...(tax ? { tax_behavior: "exclusive" as const } : {}),
        },
      },
    ],
    ...(tax ? { automatic_tax: { enabled: true } } : {}),
    metadata: named,
    payment_intent_data: { metadata: named, description: request.title },
    success_url: request.successUrl,
    cancel_url: request.cancelUrl,
    expires_at: Math.floor(request.expiresAt / 1_000),
  } satisfies Stripe.Checkout.SessionCreateParams;
}

/** Stripe answered, and the answer is no. */
class Refused extends Error {}

/** Makes a call and sorts what came of it: whether Stripe said no, or whether nobody knows. */
async function calling<Value>(call: () => Promise<Value>): Promise<Value | PaymentFailure> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof Refused) return { failure: "refused", reason: error.message };
    // Messages of Stripe may quote what was sent; its type and code do not.
    if (!(error instanceof Stripe.errors.StripeError)) return { failure: "unreachable", reason: "unknown" };
    const reason = [error.type, error.code].filter(Boolean).join(" ");
    const answered = error.statusCode !== undefined && error.statusCode < 500 && error.statusCode !== 429;
    return { failure: answered ? "refused" : "unreachable", reason };
  }
}

/** What an event says, as far as it matters here; null for others, and for what is signed but no event. */
function readEvent(event: Stripe.Event): PaymentEvent | null {
  try {
    const told = newsOf(event);
    return told && { id: event.id, type: event.type, at: event.created * 1_000, ...told };
  } catch {
    return null;
  }
}

function newsOf(event: Stripe.Event): Pick<PaymentEvent, "order" | "news"> | null {
  switch (event.type) {
    case "checkout.session.completed":
    case "checkout.session.async_payment_succeeded": {
      const session = event.data.object;
      return {
        order: orderIn(session.metadata),
        news: session.payment_status === "unpaid" ? underWay(session) : paidBy(session),
      };
    }
    case "checkout.session.async_payment_failed":
      return ofSession(event.data.object, "failed");
    case "checkout.session.expired":
      return ofSession(event.data.object, "expired");
    case "charge.succeeded":
    case "charge.updated": {
      const charge = event.data.object;
      const paymentId = idOf(charge.payment_intent);
      if (!paymentId) return null;
      return {
        order: orderIn(charge.metadata),
        news: { kind: "receipt", paymentId, receiptUrl: charge.receipt_url },
      };
    }
    case "charge.refunded": {
      const charge = event.data.object;
      const paymentId = idOf(charge.payment_intent);
      if (!paymentId) return null;
      return {
        order: orderIn(charge.metadata),
        news: {
          kind: "refunded",
          paymentId,
          refundedMinor: minorAmount(charge.amount_refunded, charge.currency),
          receiptUrl: charge.receipt_url,
        },
      };
    }
    case "refund.failed":
      return ofPayment(event.data.object, "refund_failed");
    case "charge.dispute.created":
      return ofPayment(event.data.object, "disputed");
    default:
      return null;
  }
}

function paidBy(session: Stripe.Checkout.Session): PaymentNews {
  const currency = session.currency ?? "";
  const minor = (amount: number | null | undefined) => minorAmount(amount ?? 0, currency);
  return {
    kind: "paid",
    checkoutId: session.id,
    paymentId: idOf(session.payment_intent),
    subtotalMinor: minor(session.amount_subtotal),
    paidMinor: minor(session.amount_total),
    taxMinor: minor(session.total_details?.amount_tax),
    currency,
  };
}

function underWay(session: Stripe.Checkout.Session): PaymentNews {
  return { kind: "under_way", checkoutId: session.id };
}

function ofSession(session: Stripe.Checkout.Session, kind: "failed" | "expired") {
  return { order: orderIn(session.metadata), news: { kind, checkoutId: session.id } };
}

function ofPayment(
  about: { payment_intent: string | { id: string } | null; metadata: Stripe.Metadata | null },
  kind: "refund_failed" | "disputed",
): Pick<PaymentEvent, "order" | "news"> | null {
  const paymentId = idOf(about.payment_intent);
  return paymentId ? { order: orderIn(about.metadata), news: { kind, paymentId } } : null;
}

function orderIn(metadata: Stripe.Metadata | null): PaymentEvent["order"] {
  const { order_id: orderId, workspace_id: workspaceId } = metadata ?? {};
  return orderId && workspaceId ? { orderId, workspaceId } : null;
}

function idOf(thing: string | { id: string } | null): string | null {
  return typeof thing === "string" ? thing : (thing?.id ?? null);
}

/**
 * Where Stripe counts a currency in another unit than ISO 4217 does: by how many digits. Kept to its list of
 * zero-decimal currencies and its special cases.
 */
const stripeDigits: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    "bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf".split(" ").map((code) => [code, 0]),
  ),
  ...Object.fromEntries("bhd jod kwd omr tnd".split(" ").map((code) => [code, 3])),
  isk: 2,
  ugx: 2,
};

function shiftOf(currency: string): number {
  const own = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions();
  return (stripeDigits[currency] ?? 2) - (own.maximumFractionDigits ?? 2);
}

/** An amount of ours as Stripe counts it; null for one that Stripe cannot ask for. */
function stripeAmount(minor: number, currency: string): number | null {
  const amount = minor * 10 ** shiftOf(currency);
  // The last digit of a currency with three must be a zero.
  const step = stripeDigits[currency] === 3 ? 10 : 1;
  return Number.isInteger(amount) && amount % step === 0 ? amount : null;
}

/** An amount of Stripe's as we count it. */
function minorAmount(amount: number, currency: string): number {
  return Math.round(amount / 10 ** shiftOf(currency));
}
