import { html, type Markup } from "../postmark-stub/markup.ts";
import type { StoredSession } from "./till.ts";

/** What the payment page can be told to do. */
export const payActs = ["pay", "later", "later_fails", "leave"] as const;
export type PayAct = (typeof payActs)[number];

function money(amount: number, currency: string): string {
  const format = new Intl.NumberFormat("en", { style: "currency", currency });
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

/** Where somebody pays; nobody can take it for the real one. */
export function payPage(session: StoredSession): string {
  const { currency, subtotal, tax, email } = session;
  return page(
    "Test checkout",
    html`<p class="mark">Test checkout: no money moves. This page stands in for Stripe on this machine.</p>
      <h1>${session.title}</h1>
      <dl>
        <dt>Price</dt><dd>${money(subtotal, currency)}</dd>
        ${tax > 0 && html`<dt>Tax</dt><dd>${money(tax, currency)}</dd>`}
        <dt>To pay</dt><dd>${money(subtotal + tax, currency)}</dd>
        ${email && html`<dt>Receipt to</dt><dd>${email}</dd>`}
      </dl>
      ${
        session.status === "open"
          ? html`<form method="post">
            <button name="act" value="pay" class="first">Pay</button>
            <button name="act" value="later">Pay by a bank transfer that arrives in three seconds</button>
            <button name="act" value="later_fails">Pay by a bank transfer that never arrives</button>
            <button name="act" value="leave">Leave without paying</button>
          </form>`
          : html`<p>This checkout is ${session.status === "complete" ? "complete" : "closed"}.</p>
            <p><a href="${session.successUrl}">Back to the shop</a></p>`
      }`,
  );
}

/** What Stripe would show behind a receipt's address. */
export function receiptPage({ title, subtotal, tax, refunded, currency }: StoredSession): string {
  return page(
    "Test receipt",
    html`<p class="mark">Test receipt: no money moved.</p>
      <h1>${title}</h1>
      <dl>
        <dt>Paid</dt><dd>${money(subtotal + tax, currency)}</dd>
        <dt>Given back</dt><dd>${money(refunded, currency)}</dd>
      </dl>`,
  );
}

/** What was sold, newest first. */
export function tillPage(sessions: readonly StoredSession[]): string {
  return page(
    "Test payments",
    html`<p class="mark">Stands in for Stripe on this machine: no money moves.</p>
      <h1>Test payments</h1>
      ${
        sessions.length > 0
          ? html`<ul>${sessions.map(
              ({ id, title, status, paymentStatus, subtotal, tax, currency }) =>
                html`<li><a href="/pay/${id}">${title}</a>: ${status}, ${paymentStatus}, ${money(subtotal + tax, currency)}</li>`,
            )}</ul>`
          : html`<p>Nobody has bought anything yet.</p>`
      }`,
  );
}

function page(title: string, body: Markup): string {
  return html`<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>
<style>
:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:0 auto;padding:2rem 1rem}
.mark{border:2px dashed;padding:.75rem 1rem;font-weight:600}
h1{font-size:1.5rem;line-height:1.3}
dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem}
dd{margin:0}
form{display:grid;gap:.75rem}
button{font:inherit;padding:.75rem 1rem;min-height:44px}
.first{font-weight:600}
</style></head><body><main>${body}</main></body></html>`.source;
}
