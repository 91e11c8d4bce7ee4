import type { StoredSession } from "./till.ts";

/** The objects of Stripe's API that the stub speaks in, as far as anybody reads them. */
export function sessionObject(session: StoredSession, origin: string): Record<string, unknown> {
  return {
    id: session.id,
    object: "checkout.session",
    mode: "payment",
    status: session.status,
    payment_status: session.paymentStatus,
    url: session.status === "open" ? `${origin}/pay/${session.id}` : null,
    amount_subtotal: session.subtotal,
    amount_total: session.subtotal + session.tax,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: session.tax },
    currency: session.currency,
    customer_email: session.email,
    client_reference_id: session.clientReference,
    metadata: session.metadata,
    // Stripe has none before somebody pays.
    payment_intent: session.status === "complete" ? session.paymentId : null,
    success_url: session.successUrl,
    cancel_url: session.cancelUrl,
    expires_at: session.expiresAt,
    created: seconds(session.createdAt),
    livemode: false,
  };
}

export function chargeObject(session: StoredSession, origin: string): Record<string, unknown> {
  const amount = session.subtotal + session.tax;
  return {
    id: session.paymentId.replace("pi_", "ch_"),
    object: "charge",
    amount,
    amount_refunded: session.refunded,
    refunded: session.refunded >= amount,
    currency: session.currency,
    payment_intent: session.paymentId,
    metadata: session.paymentMetadata,
    receipt_url: `${origin}/receipts/${session.id}`,
    status: "succeeded",
    livemode: false,
  };
}

export function seconds(ms: number): number {
  return Math.floor(ms / 1_000);
}
