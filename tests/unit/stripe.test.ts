import { afterEach, expect, test } from "vitest";
import {
  type SentEvent,
  type StripeStub,
  type StripeStubOptions,
  signatureOf,
  startStripeStub,
} from "../../scripts/stripe-stub/server.ts";
import { createPayments, type PaymentsOptions } from "../../worker/adapters/stripe.ts";
import type { CheckoutRequest } from "../../worker/domain/context.ts";
import { type Bindings, readEnvironment } from "../../worker/env.ts";

const secret = "whsec_for-the-tests-of-the-adapter";
const closers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function startStub(options: Partial<StripeStubOptions> = {}): Promise<StripeStub> {
  const stub = await startStripeStub({ port: 0, secretKey: "sk", ...options });
  closers.push(() => stub.close());
  return stub;
}

function paymentsAt(stub: { origin: string }, options: Partial<PaymentsOptions> = {}) {
  return createPayments({
    secretKey: "sk",
    webhookSecrets: [secret],
    tax: false,
    apiHost: new URL(stub.origin).host,
    timeoutMs: 30_000,
    ...options,
  });
}

const request = (more: Partial<CheckoutRequest> = {}): CheckoutRequest => ({
  orderId: "ord_1",
  workspaceId: "wsp_1",
  title: "First aid & rescue",
  priceMinor: 4_900,
  currency: "eur",
  email: "ana@example.com",
  language: "de",
  successUrl: "https://usher.example/w/a/catalog/orders/ord_1",
  cancelUrl: "https://usher.example/w/a/catalog/crs_1",
  expiresAt: Date.now() + 3_600_000,
  ...more,
});

/** What the adapter reads of an event that the stub told. */
async function read(stub: StripeStub, payments: ReturnType<typeof createPayments>, event?: SentEvent) {
  const told = event ?? stub.events().at(-1);
  if (!told) throw new Error("nothing was told");
  return payments.read(told.body, signatureOf(told.body, secret, Date.now()), Date.now());
}

test("a checkout carries price, title, address and language, and the same order again is the same checkout", async () => {
  const stub = await startStub();
  const payments = paymentsAt(stub);
  const at = Date.now() + 3_600_000;
  const first = await payments.begin(request({ expiresAt: at }));
  const again = await payments.begin(request({ expiresAt: at }));
  expect(first).toEqual(again);
  expect(stub.sessions()).toHaveLength(1);
  expect(stub.sessions()[0]).toMatchObject({
    title: "First aid & rescue",
    subtotal: 4_900,
    currency: "eur",
    email: "ana@example.com",
    locale: "de",
    clientReference: "ord_1",
    metadata: { order_id: "ord_1", workspace_id: "wsp_1" },
    paymentMetadata: { order_id: "ord_1", workspace_id: "wsp_1" },
    successUrl: request().successUrl,
    cancelUrl: request().cancelUrl,
  });
  if (!("checkoutId" in first)) throw new Error("refused");
  expect(first.url).toBe(`${stub.origin}/pay/${first.checkoutId}`);
  expect(await payments.find(first.checkoutId)).toEqual({ state: "open", ...first });
});

test("a checkout that is closed is over, and closing it twice says so", async () => {
  const stub = await startStub();
  const payments = paymentsAt(stub);
  const begun = await payments.begin(request());
  if (!("checkoutId" in begun)) throw new Error("refused");
  expect(await payments.close(begun.checkoutId)).toBe(true);
  expect(await payments.close(begun.checkoutId)).toBe(false);
  expect(await payments.find(begun.checkoutId)).toEqual({ state: "closed", checkoutId: begun.checkoutId });
  expect(await read(stub, payments)).toMatchObject({
    order: { orderId: "ord_1", workspaceId: "wsp_1" },
    news: { kind: "expired", checkoutId: begun.checkoutId },
  });
});

test("what Stripe refuses and what nobody knows are told apart", async () => {
  const stub = await startStub();
  expect(await paymentsAt(stub, { secretKey: "another" }).begin(request())).toMatchObject({
    failure: "refused",
  });
  expect(await paymentsAt(stub).find("cs_test_nothing")).toMatchObject({ failure: "refused" });
  expect(await paymentsAt({ origin: "http://127.0.0.1:9" }).begin(request())).toMatchObject({
    failure: "unreachable",
  });
  stub.fail([500, 500]);
  expect(await paymentsAt(stub).begin(request())).toMatchObject({ failure: "unreachable" });
});

test("a call that broke off is tried once more, and begins nothing twice", async () => {
  const stub = await startStub();
  stub.fail([0]);
  expect(await paymentsAt(stub).begin(request())).toHaveProperty("checkoutId");
  expect(stub.sessions()).toHaveLength(1);
});

test("paying tells the amount with its tax, the payment and the receipt", async () => {
  const stub = await startStub();
  const payments = paymentsAt(stub, { tax: true });
  const begun = await payments.begin(request());
  if (!("checkoutId" in begun)) throw new Error("refused");
  stub.act(begun.checkoutId, "pay");
  const [charged, completed] = stub.events();
  const paymentId = stub.sessions()[0]?.paymentId;
  expect(await read(stub, payments, charged)).toMatchObject({
    type: "charge.succeeded",
    order: { orderId: "ord_1", workspaceId: "wsp_1" },
    news: { kind: "receipt", paymentId, receiptUrl: `${stub.origin}/receipts/${begun.checkoutId}` },
  });
  expect(await read(stub, payments, completed)).toMatchObject({
    news: {
      kind: "paid",
      checkoutId: begun.checkoutId,
      paymentId,
      subtotalMinor: 4_900,
      taxMinor: 931,
      paidMinor: 5_831,
      currency: "eur",
    },
  });
});

test("a bank transfer is under way before it is paid or has failed", async () => {
  const stub = await startStub();
  const payments = paymentsAt(stub);
  const begun = await payments.begin(request());
  if (!("checkoutId" in begun)) throw new Error("refused");
  stub.act(begun.checkoutId, "later");
  const [completed, , arrived] = stub.events();
  expect(await read(stub, payments, completed)).toMatchObject({ news: { kind: "under_way" } });
  expect(await read(stub, payments, arrived)).toMatchObject({ news: { kind: "paid", paidMinor: 4_900 } });
  const other = await payments.begin(request({ orderId: "ord_2" }));
  if (!("checkoutId" in other)) throw new Error("refused");
  stub.act(other.checkoutId, "later_fails");
  expect(await read(stub, payments)).toMatchObject({
    news: { kind: "failed", checkoutId: other.checkoutId },
  });
});

test("a refund is given once per key, and told with all that was given back", async () => {
  const stub = await startStub();
  const payments = paymentsAt(stub);
  const begun = await payments.begin(request());
  if (!("checkoutId" in begun)) throw new Error("refused");
  stub.act(begun.checkoutId, "pay");
  const refund = {
    orderId: "ord_1",
    workspaceId: "wsp_1",
    paymentId: stub.sessions()[0]?.paymentId ?? "",
    currency: "eur",
  };
  const part = { ...refund, key: "part", amountMinor: 900 };
  expect(await payments.refund(part)).toEqual({ refunded: true });
  expect(await payments.refund(part)).toEqual({ refunded: true });
  expect(await read(stub, payments)).toMatchObject({ news: { kind: "refunded", refundedMinor: 900 } });
  expect(await payments.refund({ ...refund, key: "too much", amountMinor: 4_900 })).toMatchObject({
    failure: "refused",
  });
  expect(await payments.refund({ ...refund, key: "rest", amountMinor: 4_000 })).toEqual({ refunded: true });
  expect(await read(stub, payments)).toMatchObject({ news: { kind: "refunded", refundedMinor: 4_900 } });
});

test("amounts are counted as Stripe counts them, and come back as we do", async () => {
  const stub = await startStub();
  const payments = paymentsAt(stub);
  const asked: [currency: string, minor: number, stripe: number][] = [
    ["eur", 4_900, 4_900],
    ["jpy", 4_900, 4_900],
    // These have no digits for us, and two for Stripe.
    ["isk", 4_900, 490_000],
    ["ugx", 4_900, 490_000],
    ["lbp", 4_900, 490_000],
    ["kwd", 4_900, 4_900],
  ];
  for (const [currency, minor, amount] of asked) {
    const begun = await payments.begin(request({ orderId: `ord_${currency}`, currency, priceMinor: minor }));
    if (!("checkoutId" in begun)) throw new Error(currency);
    expect([currency, stub.sessions()[0]?.subtotal]).toEqual([currency, amount]);
    stub.act(begun.checkoutId, "pay");
    expect(await read(stub, payments)).toMatchObject({ news: { paidMinor: minor, currency } });
  }
  // Of three digits the last has to be a zero.
  expect(
    await payments.begin(request({ orderId: "ord_odd", currency: "kwd", priceMinor: 4_901 })),
  ).toMatchObject({
    failure: "refused",
  });
});

test("only what was signed just now by a secret of ours is read", async () => {
  const stub = await startStub();
  const payments = paymentsAt(stub, { webhookSecrets: ["whsec_the-older-of-two-secrets", secret] });
  const begun = await payments.begin(request());
  if (!("checkoutId" in begun)) throw new Error("refused");
  stub.act(begun.checkoutId, "pay");
  const { body = "" } = stub.events().at(-1) ?? {};
  const now = Date.now();
  const good = signatureOf(body, secret, now);
  expect(await payments.read(body, good, now)).toMatchObject({ news: { kind: "paid" } });
  expect(
    await payments.read(body, signatureOf(body, "whsec_the-older-of-two-secrets", now), now),
  ).toMatchObject({
    news: { kind: "paid" },
  });
  for (const [spoiled, signature, at] of [
    [body.replace("4900", "49"), good, now],
    [body, signatureOf(body, "whsec_of-somebody-else-altogether", now), now],
    [body, good, now + 301_000],
    [body, good.replace("v1=", "v0="), now],
    [body, "", now],
    ["", good, now],
    ["[]", good, now],
  ] as const) {
    expect(await payments.read(spoiled, signature, at)).toBe("forged");
  }
});

test("signed events of other kinds, and signed nonsense, are of no interest", async () => {
  const stub = await startStub();
  const payments = paymentsAt(stub);
  for (const body of [
    JSON.stringify({ id: "evt_1", type: "customer.created", created: 1, data: { object: {} } }),
    JSON.stringify({ id: "evt_1", type: "checkout.session.completed", created: 1 }),
    JSON.stringify({
      id: "evt_1",
      type: "charge.refunded",
      created: 1,
      data: { object: { payment_intent: null } },
    }),
    "7",
    "null",
  ]) {
    expect(await payments.read(body, signatureOf(body, secret, Date.now()), Date.now())).toBe("other");
  }
});

test("a webhook is told again until it is taken, signed anew each time", async () => {
  const { createServer } = await import("node:http");
  const answers = [500, 200];
  const signatures: string[] = [];
  const receiver = createServer((heard, response) => {
    heard.resume().on("end", () => {
      signatures.push(String(heard.headers["stripe-signature"]));
      response.writeHead(answers.shift() ?? 200).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  closers.push(() => new Promise((resolve) => receiver.close(resolve)));
  const address = receiver.address();
  const port = typeof address === "object" ? address?.port : 0;
  const stub = await startStub({ webhook: { url: `http://127.0.0.1:${port}/`, secret } });
  const begun = await paymentsAt(stub).begin(request());
  if (!("checkoutId" in begun)) throw new Error("refused");
  const told = stub.tell("checkout.session.expired", begun.checkoutId, { currency: "usd" });
  await expect.poll(() => told.answers, { timeout: 30_000 }).toEqual([500, 200]);
  expect(signatures).toHaveLength(2);
  expect(signatures.every((signature) => signature.startsWith("t="))).toBe(true);
  expect(await stub.again(told, "whsec_somebody-elses")).toBe(200);
});

test("the payment page does what its buttons say, and obeys no other site", async () => {
  const stub = await startStub();
  const begun = await paymentsAt(stub).begin(request({ title: "<b>Rescue</b>" }));
  if (!("url" in begun)) throw new Error("refused");
  const page = await (await fetch(begun.url)).text();
  expect(page).toContain("Test checkout: no money moves");
  expect(page).not.toContain("<b>Rescue");
  const press = (act: string, site = "same-origin") =>
    fetch(begun.url, {
      method: "POST",
      body: new URLSearchParams({ act }),
      headers: { "Sec-Fetch-Site": site },
      redirect: "manual",
    });
  expect((await press("pay", "cross-site")).status).toBe(403);
  const left = await press("leave");
  expect([left.status, left.headers.get("Location")]).toEqual([303, request().cancelUrl]);
  const paid = await press("pay");
  expect([paid.status, paid.headers.get("Location")]).toEqual([303, request().successUrl]);
  expect(stub.sessions()[0]).toMatchObject({ status: "complete", paymentStatus: "paid" });
});

test("an installation has both secrets of payments or none, and the stub on this machine alone", () => {
  const bindings = {
    ENVIRONMENT: "production",
    PRODUCT_NAME: "Usher",
    APP_ORIGIN: "https://usher.example",
    MAIL_FROM: "no-reply@usher.example",
    UNDO_SECONDS: "8",
    INVITATIONS_PER_DAY: "1",
    RECIPIENT_PER_DAY: "1",
    RECIPIENT_PER_MONTH: "1",
    LINK_KEYS: "k1:dGVzdC1rZXktdGVzdC1rZXktdGVzdC1rZXktdGVzdC1rZXk",
    POSTMARK_SERVER_TOKEN: "token",
    POSTMARK_WEBHOOK_AUTH: "usher:test-webhook-secret-test-webhook-secret",
  };
  const read = (more: Record<string, string>) =>
    readEnvironment({ ...bindings, ...more } as unknown as Bindings).payments;
  const both = {
    STRIPE_SECRET_KEY: "sk_live_x",
    STRIPE_WEBHOOK_SECRET: `${secret}, whsec_the-next-one-of-them`,
  };
  expect(read({})).toBeNull();
  expect(read(both)).toEqual({
    secretKey: "sk_live_x",
    webhookSecrets: [secret, "whsec_the-next-one-of-them"],
    tax: false,
    apiHost: undefined,
  });
  expect(read({ ...both, STRIPE_TAX: "on" })?.tax).toBe(true);
  const wrongs: Record<string, string>[] = [
    { STRIPE_SECRET_KEY: "sk_live_x" },
    { STRIPE_WEBHOOK_SECRET: secret },
    { ...both, STRIPE_WEBHOOK_SECRET: "short" },
    { ...both, STRIPE_API_HOST: "127.0.0.1:9" },
    { ...both, STRIPE_TAX: "yes" },
  ];
  for (const wrong of wrongs) {
    expect(() => read(wrong)).toThrow(/STRIPE_/);
  }
});
