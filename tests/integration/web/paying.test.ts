import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import worker from "../../../worker/index.ts";
import { Browser, textOf } from "../../support/browser.ts";
import { countRoundTrips, createMember, createWorkspace, openHouse, origin } from "../../support/house.ts";
import { enrolmentsOf, plantCourse } from "../../support/learning.ts";
import { plantOrder } from "../../support/till.ts";

const secret = "whsec_test-webhook-secret-of-payments";
const price = { amount: 4_900, currency: "EUR" };

async function openShop() {
  const house = openHouse({ registrationsPerHour: 10_000 });
  house.clock.now = Date.now();
  const { workspace, admin } = await createWorkspace(house, {
    overrides: { "selfreg.mode": "catalog", "selfreg.roles": ["learner"] },
  });
  const courseId = await plantCourse(house, workspace.id, "First aid", {
    catalog: { priceMinor: price.amount, currency: price.currency },
  });
  const buyer = await createMember(house, workspace, { firstName: "Ana", lastName: "Lima" });
  const begin = () =>
    useCases.beginCheckout(house.context(buyer.caller), {
      workspaceSlug: workspace.slug,
      courseId,
      price,
      language: "en",
    });
  return { house, workspace, admin, courseId, buyer, base: `/w/${workspace.slug}`, begin };
}

type Shop = Awaited<ReturnType<typeof openShop>>;

const without = () => ({ ...env, STRIPE_SECRET_KEY: undefined, STRIPE_WEBHOOK_SECRET: undefined });

/** The body of an event as Stripe writes it. */
function paidEvent({ workspace }: Shop, orderId: string, id = `evt_${orderId}`): string {
  return JSON.stringify({
    id,
    object: "event",
    type: "checkout.session.completed",
    created: Math.floor(Date.now() / 1_000),
    data: {
      object: {
        id: `cs_${orderId}`,
        object: "checkout.session",
        payment_status: "paid",
        amount_subtotal: 4_900,
        amount_total: 4_900,
        total_details: { amount_tax: 0 },
        currency: "eur",
        payment_intent: `pi_${orderId}`,
        metadata: { order_id: orderId, workspace_id: workspace.id },
      },
    },
  });
}

async function sign(body: string, by = secret, at = Date.now()): Promise<string> {
  const t = Math.floor(at / 1_000);
  const bytes = (text: string) => new TextEncoder().encode(text);
  const key = await crypto.subtle.importKey("raw", bytes(by), { name: "HMAC", hash: "SHA-256" }, false, [
    "sign",
  ]);
  const mac = new Uint8Array(await crypto.subtle.sign("HMAC", key, bytes(`${t}.${body}`)));
  return `t=${t},v1=${[...mac].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

async function post(
  body: string,
  signature: string | null,
  { method = "POST", bindings = env as object, cookie = "" } = {},
): Promise<{ status: number; text: string }> {
  const context = { waitUntil() {}, passThroughOnException() {} } as unknown as ExecutionContext;
  const request = new Request(`${origin}/webhooks/stripe`, {
    method,
    ...(method === "POST" ? { body } : {}),
    headers: {
      "Content-Type": "application/json",
      ...(signature && { "Stripe-Signature": signature }),
      ...(cookie && { Cookie: cookie }),
    },
  });
  const answer = await worker.fetch(request as never, bindings as never, context);
  return { status: answer.status, text: (await answer.text()).trim() };
}

describe("the webhook", () => {
  test("takes what is signed, once, and gives the course", async () => {
    const shop = await openShop();
    const { orderId } = await shop.begin();
    const body = paidEvent(shop, orderId);
    const signature = await sign(body);
    expect(await post(body, signature)).toEqual({ status: 200, text: "taken" });
    expect(await post(body, signature)).toEqual({ status: 200, text: "known" });
    expect(await enrolmentsOf(shop.house, shop.buyer.membershipId)).toMatchObject([{ origin: "catalog" }]);
  });

  test("refuses what is forged, stale, spoiled or unsigned, and does nothing", async () => {
    const shop = await openShop();
    const { orderId } = await shop.begin();
    const body = paidEvent(shop, orderId);
    const good = await sign(body);
    const counted = countRoundTrips(env.DB);
    const bindings = { ...env, DB: counted.database };
    for (const [text, signature] of [
      [body, null],
      [body, await sign(body, "whsec_of-somebody-else-altogether")],
      [body, await sign(body, secret, Date.now() - 301_000)],
      [body.replace("4900", "1"), good],
      [`${body} `, good],
    ] as const) {
      expect(await post(text, signature, { bindings })).toEqual({ status: 400, text: "Wrong signature" });
    }
    expect(counted.calls()).toBe(0);
    expect(await enrolmentsOf(shop.house, shop.buyer.membershipId)).toEqual([]);
  });

  test("takes and drops what is none of its business", async () => {
    const shop = await openShop();
    const other = JSON.stringify({ id: "evt_x", type: "customer.created", created: 1, data: { object: {} } });
    expect(await post(other, await sign(other))).toEqual({ status: 200, text: "Ignored" });
    const unknown = paidEvent(shop, "ord_00000000000000000000000000");
    expect(await post(unknown, await sign(unknown))).toEqual({ status: 200, text: "unknown" });
    expect((await post("", null, { method: "GET" })).status).toBe(405);
    const large = "x".repeat(256_001);
    expect((await post(large, await sign(large))).status).toBe(413);
    expect((await post(other, await sign(other), { bindings: without() })).status).toBe(404);
  });

  test("answers 500 when the event could not be stored, so that it is told again", async () => {
    const shop = await openShop();
    const { orderId } = await shop.begin();
    const body = paidEvent(shop, orderId);
    const broken = {
      ...env,
      DB: {
        withSession: () => ({
          prepare: () => {
            throw new Error("down");
          },
          batch: async () => {
            throw new Error("down");
          },
        }),
      },
    };
    expect((await post(body, await sign(body), { bindings: broken })).status).toBe(500);
    expect(await post(body, await sign(body))).toEqual({ status: 200, text: "taken" });
  });
});

describe("the page before the payment", () => {
  test("shows the price and asks a stranger who they are, and lets its form lead to the provider", async () => {
    const shop = await openShop();
    const browser = new Browser();
    const page = await browser.get(`${shop.base}/catalog/${shop.courseId}/checkout`);
    expect(page.status).toBe(200);
    expect(textOf(page.body)).toContain("€49.00");
    expect(page.body).toContain('name="email"');
    expect(page.headers.get("Content-Security-Policy")).toContain("form-action 'self' http://127.0.0.1:9;");
    expect(page.headers.get("Cache-Control")).toBe("no-store");
    // No other page may send forms elsewhere.
    const course = await browser.get(`${shop.base}/catalog/${shop.courseId}`);
    expect(course.headers.get("Content-Security-Policy")).toMatch(/form-action 'self';/);
    const member = await new Browser().signIn(shop.buyer);
    const theirs = await member.get(`${shop.base}/catalog/${shop.courseId}/checkout`);
    expect(textOf(theirs.body)).toContain(`You buy as ${shop.buyer.email}`);
    expect(theirs.body).not.toContain('name="email"');
  });

  test("says in words what stands in the way, beside the fields, and keeps what was typed", async () => {
    const shop = await openShop();
    const browser = new Browser();
    const here = `${shop.base}/catalog/${shop.courseId}/checkout`;
    const form = {
      amount: "4900",
      currency: "EUR",
      email: "sol@example.com",
      firstName: "Sol",
      lastName: "",
    };
    const empty = await browser.post(here, { ...form, email: "", firstName: "" });
    expect(empty.status).toBe(422);
    expect(textOf(empty.body)).toContain("Write an address such as");
    expect(textOf(empty.body)).toContain("first name");
    const changed = await browser.post(here, { ...form, amount: "1" });
    expect(changed.status).toBe(409);
    expect(textOf(changed.body)).toContain("The price is €49.00 now");
    expect(changed.body).toContain('value="sol@example.com"');
    const extras: Record<string, string>[] = [{ role: "admin" }, { workspaceId: "wsp_x" }];
    for (const extra of extras) {
      expect((await browser.post(here, { ...form, ...extra })).status).toBe(422);
    }
    // The provider of the tests is nowhere to be reached.
    const down = await browser.post(here, form);
    expect(down.status).toBe(503);
    expect(textOf(down.body)).toContain("The payment provider cannot be reached right now");
  });

  test("an installation without a provider sells nothing and says so", async () => {
    const shop = await openShop();
    const browser = new Browser({ bindings: without() });
    const here = `${shop.base}/catalog/${shop.courseId}/checkout`;
    const page = await browser.get(here);
    expect(textOf(page.body)).toContain("Nothing can be bought here at the moment");
    expect(page.body).not.toContain('type="submit" name="pay"');
    expect(page.body).not.toContain('name="amount"');
    const forced = await browser.post(here, {
      amount: "4900",
      currency: "EUR",
      email: "sol@example.com",
      firstName: "Sol",
    });
    expect(forced.status).toBe(409);
  });

  test("what is not sold is not there", async () => {
    const shop = await openShop();
    const free = await plantCourse(shop.house, shop.workspace.id, "Free", { catalog: {} });
    const secretly = await plantCourse(shop.house, shop.workspace.id, "Secret");
    const other = await openShop();
    for (const id of [free, secretly, other.courseId, "crs_00000000000000000000000000", "nonsense"]) {
      expect((await new Browser().get(`${shop.base}/catalog/${id}/checkout`)).status).toBe(404);
    }
  });
});

describe("the page after it", () => {
  test("waits without granting anything, looks again by itself, and stops after a while", async () => {
    const shop = await openShop();
    const { orderId } = await shop.begin();
    const browser = await new Browser().signIn(shop.buyer);
    const here = `${shop.base}/catalog/orders/${orderId}`;
    const waiting = await browser.get(here);
    expect(waiting.status).toBe(200);
    expect(textOf(waiting.body)).toContain("Finishing up");
    expect(waiting.body).toMatch(/<noscript><meta http-equiv="refresh" content="2;url=[^"]+look=1"/);
    expect(waiting.body).toContain(`data-waits="${here}/state"`);
    expect(JSON.parse((await browser.get(`${here}/state`)).body)).toEqual({ state: "waiting" });
    const late = await browser.get(`${here}?look=15`);
    expect(late.body).not.toContain("http-equiv");
    expect(textOf(late.body)).toContain("You can close this page");
    expect(await enrolmentsOf(shop.house, shop.buyer.membershipId)).toEqual([]);
    const body = paidEvent(shop, orderId);
    await post(body, await sign(body));
    expect((await browser.get(here)).location).toBe(`${shop.base}/learn/courses/${shop.courseId}`);
    // To anybody else it says no more than that.
    const stranger = await new Browser().get(here);
    expect(textOf(stranger.body)).toContain("Thank you, it is yours");
    expect(stranger.body).not.toContain(shop.buyer.email);
    expect(stranger.body).not.toContain("Lima");
  });

  test("an order of another workspace, or none, is not there", async () => {
    const shop = await openShop();
    const other = await openShop();
    const { orderId } = await shop.begin();
    for (const path of [
      `${other.base}/catalog/orders/${orderId}`,
      `${shop.base}/catalog/orders/ord_00000000000000000000000000`,
      `${shop.base}/catalog/orders/nonsense`,
    ]) {
      expect((await new Browser().get(path)).status).toBe(404);
      expect((await new Browser().get(`${path}/state`)).status).toBe(404);
    }
  });
});

test("receipts are their buyer's alone, with tax and a number, in the language of the reader", async () => {
  const shop = await openShop();
  const { house, workspace, courseId, buyer } = shop;
  const orderId = await plantOrder(
    house.system(),
    { workspaceId: workspace.id, courseId, membershipId: buyer.membershipId },
    { paidMinor: 5_831, taxMinor: 931, receiptUrl: "https://pay.example/receipt" },
  );
  const counted = countRoundTrips(env.DB);
  const browser = await new Browser({ bindings: { ...env, DB: counted.database } }).signIn(buyer);
  counted.reset();
  const list = await browser.get(`${shop.base}/learn/receipts`);
  expect(counted.roundTrips()).toBeLessThanOrEqual(2);
  expect(textOf(list.body)).toContain("First aid");
  counted.reset();
  const receipt = await browser.get(`${shop.base}/learn/receipts/${orderId}`);
  expect(counted.roundTrips()).toBeLessThanOrEqual(2);
  const text = textOf(receipt.body);
  for (const part of ["€58.31", "€9.31", "€49.00", "Ana Lima", "Receipt no."]) expect(text).toContain(part);
  const german = await new Browser({ headers: { Cookie: "" } }).signIn(buyer);
  german.cookies.set("language", "de");
  expect(textOf((await german.get(`${shop.base}/learn/receipts/${orderId}`)).body)).toMatch(/58,31\s€/);
  const other = await new Browser().signIn(await createMember(house, workspace));
  expect((await other.get(`${shop.base}/learn/receipts/${orderId}`)).status).toBe(404);
});

test("an administrator sees orders with what Stripe told, and gives money back after a tick", async () => {
  const shop = await openShop();
  const { orderId } = await shop.begin();
  const body = paidEvent(shop, orderId);
  await post(body, await sign(body));
  const counted = countRoundTrips(env.DB);
  const browser = await new Browser({ bindings: { ...env, DB: counted.database } }).signIn(shop.admin);
  counted.reset();
  const list = await browser.get(`${shop.base}/orders?status=paid`);
  expect(counted.roundTrips()).toBeLessThanOrEqual(2);
  expect(textOf(list.body)).toContain("First aid");
  expect((await browser.get(`${shop.base}/orders?status=nonsense`)).location).toBe(`${shop.base}/orders`);
  counted.reset();
  const page = await browser.get(`${shop.base}/orders/${orderId}`);
  expect(counted.roundTrips()).toBeLessThanOrEqual(2);
  expect(textOf(page.body)).toContain("checkout.session.completed");
  expect((await browser.post(`${shop.base}/orders/${orderId}`, {})).status).toBe(422);
  const down = await browser.post(`${shop.base}/orders/${orderId}`, { confirmed: "1" });
  expect(down.status).toBe(503);
  expect(textOf(down.body)).toContain("Stripe cannot be reached right now");
  const file = await browser.get(`${shop.base}/orders.csv?status=paid`);
  expect(file.headers.get("Content-Type")).toContain("text/csv");
  expect(file.body).toContain(orderId);
});
