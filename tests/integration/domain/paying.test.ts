import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { orders } from "../../../db/schema/index.ts";
import type { CallerWorkspace, HumanCheck } from "../../../worker/domain/context.ts";
import { useCases } from "../../../worker/domain/index.ts";
import {
  countRoundTrips,
  createMember,
  createWorkspace,
  day,
  type House,
  hour,
  openHouse,
  refusalOf,
  type TestMember,
  tokenIn,
} from "../../support/house.ts";
import { enrolmentsOf, placesOf, plantCourse, plantSession } from "../../support/learning.ts";
import { rows } from "../../support/single-sign-on.ts";
import { checkoutOf, newsOf, paymentOf } from "../../support/till.ts";

const price = { amount: 4_900, currency: "EUR" };

interface Shop {
  house: House;
  workspace: CallerWorkspace;
  admin: TestMember;
  courseId: string;
}

async function openShop(
  overrides: Record<string, unknown> = {},
  house = openHouse({ registrationsPerHour: 1_000 }),
): Promise<Shop> {
  const { workspace, admin } = await createWorkspace(house, {
    overrides: { "selfreg.mode": "catalog", "selfreg.roles": ["learner"], ...overrides },
  });
  const courseId = await plantCourse(house, workspace.id, "First aid", {
    catalog: { priceMinor: price.amount, currency: price.currency },
  });
  return { house, workspace, admin, courseId };
}

async function checkout(shop: Shop, buyer: TestMember | string, more: Record<string, unknown> = {}) {
  const stranger = typeof buyer === "string";
  const begun = await useCases.beginCheckout(
    stranger ? shop.house.anonymous() : shop.house.context(buyer.caller),
    {
      workspaceSlug: shop.workspace.slug,
      courseId: shop.courseId,
      price,
      language: "en",
      ...(stranger ? { email: buyer, firstName: "Sol", lastName: "Stranger" } : {}),
      ...more,
    },
  );
  await shop.house.finish();
  return begun;
}

const tell = ({ house }: Shop, event: ReturnType<typeof newsOf>) =>
  useCases.recordPayment(house.system(), event);

const orderOf = ({ workspace }: Shop, orderId: string) => ({ workspaceId: workspace.id, orderId });

async function orderRow({ house }: Shop, orderId: string) {
  const found = await house.system().db.select().from(orders);
  const row = found.find(({ id }) => id === orderId);
  if (!row) throw new Error("no such order");
  return row;
}

test("a member buys: the order is written before the provider is asked, and the webhook alone gives the course", async () => {
  const shop = await openShop();
  const { house, workspace, courseId } = shop;
  const buyer = await createMember(house, workspace);
  const { orderId, url } = await checkout(shop, buyer);
  expect(url).toBe(`https://pay.example/${checkoutOf(orderId)}`);
  expect(house.till.checkouts.get(checkoutOf(orderId))?.request).toMatchObject({
    orderId,
    workspaceId: workspace.id,
    title: "First aid",
    priceMinor: 4_900,
    currency: "eur",
    email: buyer.email,
    successUrl: `http://localhost:8787/w/${workspace.slug}/catalog/orders/${orderId}`,
    cancelUrl: `http://localhost:8787/w/${workspace.slug}/catalog/${courseId}`,
  });
  expect(await orderRow(shop, orderId)).toMatchObject({
    status: "open",
    membershipId: buyer.membershipId,
    registrationId: null,
    checkoutId: checkoutOf(orderId),
    currency: "eur",
  });
  // Coming back from the provider is no payment.
  const seen = { workspaceSlug: workspace.slug, orderId };
  expect(await useCases.viewPurchase(house.context(buyer.caller), seen)).toMatchObject({
    state: "waiting",
    own: true,
  });
  expect(await enrolmentsOf(house, buyer.membershipId)).toEqual([]);

  expect(
    await tell(shop, newsOf(orderOf(shop, orderId), "paid", { paidMinor: 5_831, taxMinor: 931 })),
  ).toEqual({
    outcome: "taken",
  });
  expect(await enrolmentsOf(house, buyer.membershipId)).toEqual([
    { title: "First aid", origin: "catalog", status: "active" },
  ]);
  expect(await orderRow(shop, orderId)).toMatchObject({
    status: "paid",
    paidMinor: 5_831,
    taxMinor: 931,
    paymentId: paymentOf(orderId),
    concern: null,
  });
  expect(await useCases.viewPurchase(house.context(buyer.caller), seen)).toMatchObject({ state: "given" });
  expect(await useCases.viewOwnOrders(house.context(buyer.caller), {})).toMatchObject([
    { id: orderId, paid: 5_831, tax: 931, currency: "EUR", course: { title: "First aid" } },
  ]);
  expect(await rows("select action from audit_events where target_id = ?", orderId)).toEqual([
    { action: "order.paid" },
  ]);
  const days = await rows(
    "select course_id, started, paid, enrolled from catalog_days where workspace_id = ? order by course_id",
    workspace.id,
  );
  expect(days).toEqual([
    { course_id: "", started: 1, paid: 1, enrolled: 1 },
    { course_id: courseId, started: 1, paid: 1, enrolled: 1 },
  ]);
});

test("a stranger buys: the link leaves when the money is there, and joining by it gives the course", async () => {
  const shop = await openShop();
  const { house, workspace } = shop;
  const { orderId } = await checkout(shop, "sol@example.com");
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  expect(house.sent).toEqual([]);
  expect(await rows("select status from registrations where workspace_id = ?", workspace.id)).toEqual([
    { status: "unpaid" },
  ]);
  await tell(shop, newsOf(orderOf(shop, orderId), "paid"));
  expect(house.woken.length).toBeGreaterThan(0);
  const seen = { workspaceSlug: workspace.slug, orderId };
  expect(await useCases.viewPurchase(house.anonymous(), seen)).toEqual({
    courseId: shop.courseId,
    courseTitle: "First aid",
    state: "mailed",
    own: false,
    sessionFull: false,
  });
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  expect(house.sent.map(({ to, template }) => [to, template])).toEqual([["sol@example.com", "registration"]]);
  const token = tokenIn(house.sent[0]);
  const { revision } = (await useCases.viewInvitation(house.anonymous(), { token })).invitation;
  await useCases.joinAsNewPerson(house.anonymous(), { token, revision, password: "a long enough secret" });
  const [member] = await rows<{ id: string }>(
    "select id from memberships where workspace_id = ? and email = 'sol@example.com'",
    workspace.id,
  );
  expect(await enrolmentsOf(house, member?.id ?? "")).toEqual([
    { title: "First aid", origin: "catalog", status: "active" },
  ]);
});

test("whoever has the address, buying as a stranger is answered by the same statements", async () => {
  const counted = countRoundTrips(env.DB);
  const shop = await openShop({}, openHouse({ registrationsPerHour: 1_000, database: counted.database }));
  const { house, workspace } = shop;
  const known = await createMember(house, workspace);
  const invited = await useCases.inviteUser(house.context(shop.admin.caller), {
    email: "invited-buyer@example.com",
    roles: ["admin"],
  });
  const answers = [];
  for (const email of [known.email, invited.invitation.email, "nobody@example.com"]) {
    counted.reset();
    const { orderId, url } = await checkout(shop, email);
    answers.push([url?.replaceAll(orderId, ""), counted.calls()]);
    expect((await orderRow(shop, orderId)).registrationId).not.toBeNull();
  }
  expect(answers[2]).toEqual(answers[1]);
  expect(answers[0]).toEqual(answers[1]);
});

test("nobody pays another price than the page showed, nor for what is not sold", async () => {
  const shop = await openShop();
  const { house, workspace, courseId } = shop;
  const buyer = await createMember(house, workspace);
  for (const shown of [
    { amount: 4_899, currency: "EUR" },
    { amount: 4_900, currency: "USD" },
  ]) {
    expect(await refusalOf(checkout(shop, buyer, { price: shown }))).toBe("PRICE_CHANGED");
  }
  // Not by going on with a checkout of before either.
  await checkout(shop, buyer);
  await rows("update courses set price_minor = 9900 where id = ?", courseId);
  house.till.calls = 0;
  expect(await refusalOf(checkout(shop, buyer))).toBe("PRICE_CHANGED");
  expect(house.till.calls).toBe(0);
  await rows("update courses set price_minor = 4900 where id = ?", courseId);
  const drafts = await plantCourse(house, workspace.id, "Draft", {
    status: "draft",
    catalog: { priceMinor: 4_900, currency: "EUR" },
  });
  const secret = await plantCourse(house, workspace.id, "Private");
  const gone = await plantCourse(house, workspace.id, "Gone", {
    deleted: true,
    catalog: { priceMinor: 4_900, currency: "EUR" },
  });
  const other = await openShop();
  for (const id of [drafts, secret, gone, other.courseId]) {
    expect(await refusalOf(checkout(shop, buyer, { courseId: id }))).toBe("NOT_FOUND");
    expect(await refusalOf(checkout(shop, "sol@example.com", { courseId: id }))).toBe("NOT_FOUND");
  }
  const free = await plantCourse(house, workspace.id, "Free", { catalog: {} });
  expect(await refusalOf(checkout(shop, buyer, { courseId: free }))).toBe("PRICE_CHANGED");
  for (const extra of [{ role: "admin" }, { roles: ["admin"] }, { priceMinor: 1 }]) {
    expect(await refusalOf(checkout(shop, "sol@example.com", extra))).toBe("VALIDATION_FAILED");
  }
  house.refuse.add("payments");
  expect(await refusalOf(checkout(shop, buyer))).toBe("PAYMENTS_OFF");
  expect(
    await useCases.viewCheckout(house.anonymous(), { workspaceSlug: workspace.slug, courseId }),
  ).toMatchObject({
    canBuy: false,
  });
  expect(house.till.calls).toBe(0);
});

test("the price that changes between the look and the write is refused by the statement itself", async () => {
  const shop = await openShop();
  const buyer = await createMember(shop.house, shop.workspace);
  const ctx = shop.house.context(buyer.caller);
  // The course changes after it was read: the first batch of the act is its read.
  let batches = 0;
  const db = new Proxy(ctx.db, {
    get(target, name) {
      const value = Reflect.get(target, name);
      if (name !== "batch") return typeof value === "function" ? value.bind(target) : value;
      return async (statements: never) => {
        batches += 1;
        const read = await target.batch(statements);
        if (batches === 1) await rows("update courses set price_minor = 9900 where id = ?", shop.courseId);
        return read;
      };
    },
  });
  const act = useCases.beginCheckout(
    { ...ctx, db },
    { workspaceSlug: shop.workspace.slug, courseId: shop.courseId, price, language: "en" },
  );
  expect(await refusalOf(act)).toBe("PRICE_CHANGED");
  expect(shop.house.till.calls).toBe(0);
});

test("a provider that cannot be reached, or says no, leaves a failed order and a word", async () => {
  const shop = await openShop();
  const buyer = await createMember(shop.house, shop.workspace);
  for (const [failure, code] of [
    ["unreachable", "PAYMENT_UNAVAILABLE"],
    ["refused", "PAYMENT_REFUSED"],
  ] as const) {
    shop.house.till.failures.push({ failure, reason: "" });
    expect(await refusalOf(checkout(shop, buyer))).toBe(code);
  }
  const found = await rows(
    "select status, checkout_id from orders where membership_id = ?",
    buyer.membershipId,
  );
  expect(found).toEqual([
    { status: "failed", checkout_id: null },
    { status: "failed", checkout_id: null },
  ]);
  expect((await checkout(shop, buyer)).url).not.toBeNull();
});

test("a second checkout for the same course is the first one again, and one for another date closes it", async () => {
  const shop = await openShop();
  const { house, workspace, courseId } = shop;
  const buyer = await createMember(house, workspace);
  const first = await checkout(shop, buyer);
  expect(await checkout(shop, buyer)).toEqual(first);
  const sessionId = await plantSession(house, workspace.id, courseId);
  const second = await checkout(shop, buyer, { sessionId });
  expect(second.orderId).not.toBe(first.orderId);
  expect(house.till.checkouts.get(checkoutOf(first.orderId))?.state).toBe("closed");
  // Paid, and the webhook still on its way: nobody is sent to pay once more.
  const paying = house.till.checkouts.get(checkoutOf(second.orderId));
  if (paying) paying.state = "complete";
  expect(await checkout(shop, buyer, { sessionId })).toEqual({ orderId: second.orderId, url: null });
  await tell(shop, newsOf(orderOf(shop, second.orderId), "paid"));
  expect(await refusalOf(checkout(shop, buyer))).toBe("ALREADY_ENROLLED");
});

test("a member begins ten checkouts an hour, an address three, a client ten", async () => {
  // On a day of its own: the counter of a client is of all workspaces.
  const shop = await openShop({}, openHouse());
  const { house, workspace } = shop;
  house.clock.advance(9 * day);
  const buyer = await createMember(house, workspace);
  for (let time = 0; time < 10; time += 1) {
    const { orderId } = await checkout(shop, buyer);
    const begun = house.till.checkouts.get(checkoutOf(orderId));
    if (begun) begun.state = "closed";
  }
  expect(await refusalOf(checkout(shop, buyer))).toBe("RATE_LIMITED");
  expect(
    await rows(
      "select distinct status from orders where membership_id = ? order by status",
      buyer.membershipId,
    ),
  ).toEqual([{ status: "expired" }, { status: "open" }]);
  for (let time = 0; time < 3; time += 1) await checkout(shop, "sol@example.com");
  expect(await refusalOf(checkout(shop, "sol@example.com"))).toBe("RATE_LIMITED");
  for (let time = 0; time < 7; time += 1) await checkout(shop, `sol-${time}@example.com`);
  expect(await refusalOf(checkout(shop, "sol-x@example.com"))).toBe("RATE_LIMITED");
  house.clock.advance(hour);
  expect((await checkout(shop, "sol@example.com")).url).not.toBeNull();
});

test("where there is a check for humans strangers have to pass it, and members do not", async () => {
  const shop = await openShop();
  const { house, workspace, courseId } = shop;
  const buyer = await createMember(house, workspace);
  const humans: HumanCheck = {
    siteKey: "site",
    check: async (token) => (token === "good" ? "human" : token === "down" ? "unavailable" : "not_human"),
  };
  const input = { workspaceSlug: workspace.slug, courseId, price, language: "en" as const };
  const stranger = { ...input, email: "human@example.com", firstName: "Sol" };
  const asked = (more: { humanToken?: string }) =>
    useCases.beginCheckout({ ...house.anonymous(), humans }, { ...stranger, ...more });
  expect(await refusalOf(asked({}))).toBe("HUMAN_UNPROVED");
  expect(await refusalOf(asked({ humanToken: "bad" }))).toBe("HUMAN_UNPROVED");
  expect(await refusalOf(asked({ humanToken: "down" }))).toBe("HUMAN_CHECK_UNAVAILABLE");
  expect(house.till.calls).toBe(0);
  expect((await asked({ humanToken: "good" })).url).not.toBeNull();
  const begun = await useCases.beginCheckout({ ...house.context(buyer.caller), humans }, input);
  expect(begun.url).not.toBeNull();
});

test("an address of a domain that may not come cannot buy", async () => {
  const shop = await openShop({ "selfreg.domains_refused": ["example.net"] });
  expect(await refusalOf(checkout(shop, "sol@example.net"))).toBe("VALIDATION_FAILED");
  expect((await checkout(shop, "sol@example.com")).url).not.toBeNull();
});

test("an event is taken once, however often and however many at a time it is told", async () => {
  const shop = await openShop();
  const buyer = await createMember(shop.house, shop.workspace);
  const { orderId } = await checkout(shop, buyer);
  const paid = newsOf(orderOf(shop, orderId), "paid");
  const outcomes = await Promise.all(Array.from({ length: 6 }, () => tell(shop, paid)));
  expect(outcomes.filter(({ outcome }) => outcome === "taken")).toHaveLength(1);
  expect(outcomes.filter(({ outcome }) => outcome === "known")).toHaveLength(5);
  expect(await tell(shop, paid)).toEqual({ outcome: "known" });
  expect(await rows("select action from audit_events where target_id = ?", orderId)).toHaveLength(1);
});

test("news of an order that is none of ours are acknowledged, and change nothing", async () => {
  const shop = await openShop();
  const other = await openShop();
  const buyer = await createMember(shop.house, shop.workspace);
  const { orderId } = await checkout(shop, buyer);
  for (const order of [
    { workspaceId: shop.workspace.id, orderId: "ord_00000000000000000000000000" },
    // The order of one workspace under the name of another.
    { workspaceId: other.workspace.id, orderId },
  ]) {
    expect(await tell(shop, newsOf(order, "paid"))).toEqual({ outcome: "unknown" });
  }
  expect((await orderRow(shop, orderId)).status).toBe("open");
  expect(await enrolmentsOf(shop.house, buyer.membershipId)).toEqual([]);
});

test.each([
  ["less than was asked for", { subtotalMinor: 49, paidMinor: 49 }, "amount"],
  ["less in all, with a discount", { paidMinor: 4_800 }, "amount"],
  ["another currency", { currency: "jpy" }, "amount"],
  ["another checkout", { checkoutId: "cs_other" }, "checkout"],
])("paid by %s: nothing is given, and the administrators see it", async (_what, more, concern) => {
  const shop = await openShop();
  const buyer = await createMember(shop.house, shop.workspace);
  const { orderId } = await checkout(shop, buyer);
  await tell(shop, newsOf(orderOf(shop, orderId), "paid", more));
  expect(await orderRow(shop, orderId)).toMatchObject({ status: "held", concern });
  expect(await enrolmentsOf(shop.house, buyer.membershipId)).toEqual([]);
  const listed = await useCases.listOrders(shop.house.context(shop.admin.caller), { concerned: "1" });
  expect(listed.orders).toMatchObject([{ id: orderId, concern }]);
});

test("money of an address that was deactivated here is held, as its mail would let nobody in", async () => {
  const shop = await openShop();
  const { house, workspace, admin } = shop;
  const gone = await createMember(house, workspace);
  const elsewhere = await createWorkspace(house);
  const stranger = await createMember(house, elsewhere.workspace);
  const deactivate = (by: TestMember, who: TestMember) =>
    useCases.deactivateMember(house.context(by.caller), { membershipId: who.membershipId });
  await deactivate(admin, gone);
  await deactivate(elsewhere.admin, stranger);
  const { orderId } = await checkout(shop, gone.email);
  await tell(shop, newsOf(orderOf(shop, orderId), "paid"));
  expect(await orderRow(shop, orderId)).toMatchObject({ status: "held", concern: "person_gone" });
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  expect(house.sent.filter(({ to }) => to === gone.email)).toEqual([]);
  // What another workspace did to somebody is nothing to this one.
  const other = await checkout(shop, stranger.email);
  await tell(shop, newsOf(orderOf(shop, other.orderId), "paid"));
  expect(await orderRow(shop, other.orderId)).toMatchObject({ status: "paid", concern: null });
});

test("the course, the buyer or the catalog may be gone when the money comes", async () => {
  const shop = await openShop();
  const { house, workspace, courseId } = shop;
  const cases: [sql: string, value: (buyer: TestMember) => string, status: string, concern: string | null][] =
    [
      [
        "update memberships set status = 'removed' where id = ?",
        (buyer) => buyer.membershipId,
        "held",
        "person_gone",
      ],
      [
        "update memberships set status = 'deactivated' where id = ?",
        (buyer) => buyer.membershipId,
        "held",
        "person_gone",
      ],
      [
        "update courses set visibility = 'private' where id = ?",
        () => courseId,
        "paid",
        "withdrawn_from_catalog",
      ],
      ["update courses set status = 'draft' where id = ?", () => courseId, "held", "course_gone"],
      [
        "update courses set status = 'published', deleted_at = 1 where id = ?",
        () => courseId,
        "held",
        "course_gone",
      ],
    ];
  const begun = [];
  for (const one of cases) {
    const buyer = await createMember(house, workspace);
    begun.push({ one, buyer, orderId: (await checkout(shop, buyer)).orderId });
  }
  for (const { one, buyer, orderId } of begun) {
    const [sql, value, status, concern] = one;
    await rows(sql, value(buyer));
    await tell(shop, newsOf(orderOf(shop, orderId), "paid"));
    expect([sql, await orderRow(shop, orderId)]).toMatchObject([sql, { status, concern }]);
    expect(await enrolmentsOf(house, buyer.membershipId)).toHaveLength(status === "paid" ? 1 : 0);
  }
});

test("somebody who is removed between the look and the write is looked at anew, and gets nothing", async () => {
  const shop = await openShop();
  const buyer = await createMember(shop.house, shop.workspace);
  const { orderId } = await checkout(shop, buyer);
  const ctx = shop.house.system();
  let batches = 0;
  const db = new Proxy(ctx.db, {
    get(target, name) {
      const value = Reflect.get(target, name);
      if (name !== "batch") return typeof value === "function" ? value.bind(target) : value;
      return async (statements: never) => {
        batches += 1;
        const read = await target.batch(statements);
        if (batches === 1)
          await rows("update memberships set status = 'removed' where id = ?", buyer.membershipId);
        return read;
      };
    },
  });
  await useCases.recordPayment({ ...ctx, db }, newsOf(orderOf(shop, orderId), "paid"));
  expect(await orderRow(shop, orderId)).toMatchObject({ status: "held", concern: "person_gone" });
  expect(await enrolmentsOf(shop.house, buyer.membershipId)).toEqual([]);
});

test("paying twice gives one course, and the second money is offered back", async () => {
  const shop = await openShop();
  const { house, workspace } = shop;
  const one = await checkout(shop, "twice@example.com");
  const two = await checkout(shop, "twice@example.com");
  await tell(shop, newsOf(orderOf(shop, one.orderId), "paid"));
  await tell(shop, newsOf(orderOf(shop, two.orderId), "paid"));
  expect(await orderRow(shop, one.orderId)).toMatchObject({ status: "paid", concern: null });
  expect(await orderRow(shop, two.orderId)).toMatchObject({ status: "held", concern: "twice" });
  const given = await useCases.refundOrder(house.context(shop.admin.caller), { orderId: two.orderId });
  expect(given).toMatchObject({ status: "refunded", refunded: 4_900, concern: null });
  expect([...house.till.refunds.values()]).toMatchObject([{ orderId: two.orderId, amountMinor: 4_900 }]);
  expect((await orderRow(shop, one.orderId)).status).toBe("paid");
  // Enrolled by hand meanwhile: their money buys nothing either.
  const buyer = await createMember(house, workspace);
  const third = await checkout(shop, buyer);
  await useCases.enrolMember(house.context(shop.admin.caller), {
    membershipId: buyer.membershipId,
    courseId: shop.courseId,
  });
  await tell(shop, newsOf(orderOf(shop, third.orderId), "paid"));
  expect(await orderRow(shop, third.orderId)).toMatchObject({ status: "held", concern: "twice" });
});

test("the chosen date has its seat by the payment; the last one goes once, and whoever comes late has the course", async () => {
  const shop = await openShop();
  const { house, workspace, courseId } = shop;
  const sessionId = await plantSession(house, workspace.id, courseId, { title: "May", seats: 1 });
  const buyers = [await createMember(house, workspace), await createMember(house, workspace)];
  const begun = [];
  for (const buyer of buyers) begun.push(await checkout(shop, buyer, { sessionId }));
  for (const { orderId } of begun) await tell(shop, newsOf(orderOf(shop, orderId), "paid"));
  expect(await placesOf(house, buyers[0]?.membershipId ?? "")).toEqual([{ title: "May", origin: "catalog" }]);
  expect(await placesOf(house, buyers[1]?.membershipId ?? "")).toEqual([]);
  expect(await enrolmentsOf(house, buyers[1]?.membershipId ?? "")).toHaveLength(1);
  expect(await orderRow(shop, begun[0]?.orderId ?? "")).toMatchObject({ status: "paid", concern: null });
  expect(await orderRow(shop, begun[1]?.orderId ?? "")).toMatchObject({
    status: "paid",
    concern: "session_full",
  });
  expect(
    await useCases.viewPurchase(house.anonymous(), {
      workspaceSlug: workspace.slug,
      orderId: begun[1]?.orderId ?? "",
    }),
  ).toMatchObject({ state: "given", sessionFull: true });
  // Nobody chooses what is full, over, canceled, a group's or another course's.
  const late = await createMember(house, workspace);
  const elsewhere = await plantCourse(house, workspace.id, "Other", { catalog: {} });
  for (const id of [
    sessionId,
    await plantSession(house, workspace.id, courseId, { startsAt: house.clock.now - day }),
    await plantSession(house, workspace.id, courseId, { canceled: true }),
    await plantSession(house, workspace.id, elsewhere),
  ]) {
    expect(await refusalOf(checkout(shop, late, { sessionId: id }))).toBe("VALIDATION_FAILED");
  }
});

test("whoever withdrew and buys takes it up again", async () => {
  const shop = await openShop();
  const { house, workspace, courseId } = shop;
  const buyer = await createMember(house, workspace);
  const admin = house.context(shop.admin.caller);
  const enrolment = await useCases.enrolMember(admin, { membershipId: buyer.membershipId, courseId });
  await useCases.withdrawEnrolment(admin, { enrolmentId: enrolment.id });
  const { orderId } = await checkout(shop, buyer);
  await tell(shop, newsOf(orderOf(shop, orderId), "paid"));
  expect(await enrolmentsOf(house, buyer.membershipId)).toEqual([
    { title: "First aid", origin: "catalog", status: "active" },
  ]);
});

test("a refund ends the enrolment and frees the seat, or keeps both, as the policy says", async () => {
  for (const policy of ["end", "keep"] as const) {
    const shop = await openShop({ "selfreg.refund": policy });
    const { house, workspace, courseId } = shop;
    const sessionId = await plantSession(house, workspace.id, courseId);
    const buyer = await createMember(house, workspace);
    const { orderId } = await checkout(shop, buyer, { sessionId });
    const order = orderOf(shop, orderId);
    await tell(shop, newsOf(order, "paid"));
    // A part of it leaves everything as it is.
    await tell(shop, newsOf(order, "refunded", { refundedMinor: 900 }));
    expect(await orderRow(shop, orderId)).toMatchObject({ status: "paid", refundedMinor: 900 });
    expect(await enrolmentsOf(house, buyer.membershipId)).toMatchObject([{ status: "active" }]);
    const done = await useCases.refundOrder(house.context(shop.admin.caller), { orderId });
    expect(done).toMatchObject({ status: "refunded", refunded: 4_900, refundable: 0 });
    expect([...house.till.refunds.values()].at(-1)).toMatchObject({ amountMinor: 4_000 });
    const ended = policy === "end";
    expect(await enrolmentsOf(house, buyer.membershipId)).toMatchObject([
      { status: ended ? "withdrawn" : "active" },
    ]);
    expect(await placesOf(house, buyer.membershipId)).toHaveLength(ended ? 0 : 1);
    // The provider's own word of it changes nothing any more.
    await tell(shop, newsOf(order, "refunded"));
    expect(await orderRow(shop, orderId)).toMatchObject({ status: "refunded", refundedMinor: 4_900 });
    expect(await refusalOf(useCases.refundOrder(house.context(shop.admin.caller), { orderId }))).toBe(
      "ORDER_STATE",
    );
  }
});

test("a refund takes nothing that was completed, given otherwise, or paid for once more", async () => {
  const shop = await openShop();
  const { house, workspace, courseId } = shop;
  const admin = house.context(shop.admin.caller);
  const done = await createMember(house, workspace);
  const bought = await checkout(shop, done);
  await tell(shop, newsOf(orderOf(shop, bought.orderId), "paid"));
  const [record] = await rows<{ id: string }>(
    "select id from enrolments where membership_id = ?",
    done.membershipId,
  );
  await useCases.completeEnrolment(admin, { enrolmentId: record?.id ?? "" });
  await tell(shop, newsOf(orderOf(shop, bought.orderId), "refunded"));
  expect(await enrolmentsOf(house, done.membershipId)).toMatchObject([{ status: "completed" }]);
  // Refunded, and bought again: the second money holds.
  const back = await createMember(house, workspace);
  const first = await checkout(shop, back);
  await tell(shop, newsOf(orderOf(shop, first.orderId), "paid"));
  await tell(shop, newsOf(orderOf(shop, first.orderId), "refunded"));
  expect(await enrolmentsOf(house, back.membershipId)).toMatchObject([{ status: "withdrawn" }]);
  const second = await checkout(shop, back);
  await tell(shop, newsOf(orderOf(shop, second.orderId), "paid"));
  expect(await enrolmentsOf(house, back.membershipId)).toMatchObject([{ status: "active" }]);
  await tell(shop, newsOf(orderOf(shop, first.orderId), "refunded"));
  expect(await enrolmentsOf(house, back.membershipId)).toMatchObject([{ status: "active" }]);
  expect(courseId).toBe(shop.courseId);
});

test("only administrators give money back, of their own workspace, while the provider answers", async () => {
  const shop = await openShop();
  const { house, workspace } = shop;
  const buyer = await createMember(house, workspace);
  const { orderId } = await checkout(shop, buyer);
  const admin = house.context(shop.admin.caller);
  expect(await refusalOf(useCases.refundOrder(admin, { orderId }))).toBe("ORDER_STATE");
  await tell(shop, newsOf(orderOf(shop, orderId), "paid"));
  expect(await refusalOf(useCases.refundOrder(house.context(buyer.caller), { orderId }))).toBe("FORBIDDEN");
  const other = await openShop();
  for (const act of [useCases.refundOrder, useCases.viewOrder]) {
    expect(await refusalOf(act(house.context(other.admin.caller), { orderId }))).toBe("NOT_FOUND");
  }
  expect(await refusalOf(useCases.viewOwnOrder(house.context(shop.admin.caller), { orderId }))).toBe(
    "NOT_FOUND",
  );
  house.till.failures.push({ failure: "unreachable", reason: "" });
  expect(await refusalOf(useCases.refundOrder(admin, { orderId }))).toBe("PAYMENT_UNAVAILABLE");
  expect((await orderRow(shop, orderId)).status).toBe("paid");
  // Twice at once is one refund.
  await Promise.allSettled([
    useCases.refundOrder(admin, { orderId }),
    useCases.refundOrder(admin, { orderId }),
  ]);
  expect(house.till.refunds.size).toBe(1);
  expect(await orderRow(shop, orderId)).toMatchObject({ status: "refunded", refundedMinor: 4_900 });
});

test("a dispute and a refund that failed are told to the administrators", async () => {
  const shop = await openShop();
  const buyer = await createMember(shop.house, shop.workspace);
  const { orderId } = await checkout(shop, buyer);
  await tell(shop, newsOf(orderOf(shop, orderId), "paid"));
  // The provider names no order in these, only the payment.
  await tell(shop, { ...newsOf(orderOf(shop, orderId), "disputed"), order: null });
  expect(await orderRow(shop, orderId)).toMatchObject({ status: "paid", concern: "disputed" });
  await tell(shop, { ...newsOf(orderOf(shop, orderId), "refund_failed"), order: null });
  expect(await orderRow(shop, orderId)).toMatchObject({ concern: "refund_failed" });
  const view = await useCases.viewOrder(shop.house.context(shop.admin.caller), { orderId });
  expect(view.events.map(({ type }) => type).sort()).toEqual([
    "test.disputed",
    "test.paid",
    "test.refund_failed",
  ]);
});

test("orders are listed latest first, page by page, by each filter, and exported with what they cost", async () => {
  const shop = await openShop();
  const { house, workspace } = shop;
  const admin = house.context(shop.admin.caller);
  const ids: string[] = [];
  for (let count = 0; count < 5; count += 1) {
    house.clock.advance(1_000);
    const buyer = await createMember(house, workspace);
    ids.unshift((await checkout(shop, buyer)).orderId);
  }
  const [latest = "", second = ""] = ids;
  await tell(shop, newsOf(orderOf(shop, latest), "paid"));
  await tell(shop, newsOf(orderOf(shop, second), "paid", { currency: "usd" }));
  const first = await useCases.listOrders(admin, { limit: 2 });
  expect(first.orders.map(({ id }) => id)).toEqual(ids.slice(0, 2));
  const next = await useCases.listOrders(admin, { limit: 3, cursor: first.nextCursor ?? "" });
  expect(next.orders.map(({ id }) => id)).toEqual(ids.slice(2));
  expect(next.nextCursor).toBeNull();
  expect((await useCases.listOrders(admin, { status: "paid" })).orders.map(({ id }) => id)).toEqual([latest]);
  expect((await useCases.listOrders(admin, { concerned: "1", status: "held" })).orders).toHaveLength(1);
  expect((await useCases.listOrders(admin, { courseId: shop.courseId, status: "open" })).orders).toHaveLength(
    3,
  );
  const file = await useCases.exportOrders(admin, { status: "paid" });
  let text = "";
  for await (const line of file.lines) text += line;
  expect(text.split("\r\n")).toHaveLength(3);
  expect(text).toContain(`"${latest}","paid","First aid"`);
});

test("what somebody bought is among what they can take with them, and nobody else's", async () => {
  const shop = await openShop();
  const { house, workspace } = shop;
  const buyer = await createMember(house, workspace);
  const other = await createMember(house, workspace);
  const { orderId } = await checkout(shop, buyer);
  await tell(shop, newsOf(orderOf(shop, orderId), "paid"));
  const { data } = await useCases.exportOwnData(house.context(buyer.caller), {});
  expect(data.orders).toMatchObject([{ id: orderId, course: "First aid", currency: "EUR", paid: 4_900 }]);
  const theirs = await useCases.exportOwnData(house.context(other.caller), {});
  expect(theirs.data.orders).toEqual([]);
});

test("refused, and then the money comes: nothing is given for it, and an administrator sees it", async () => {
  const shop = await openShop();
  const { orderId } = await checkout(shop, "refused@example.com");
  const { registrationId } = await orderRow(shop, orderId);
  await rows("update registrations set status = 'refused' where id = ?", registrationId ?? "");
  await tell(shop, newsOf(orderOf(shop, orderId), "paid"));
  expect(await orderRow(shop, orderId)).toMatchObject({ status: "held", concern: "person_gone" });
});

test("two payments of one stranger that meet give the course once", async () => {
  const shop = await openShop();
  for (let time = 0; time < 5; time += 1) {
    const email = `meets-${time}@example.com`;
    const one = await checkout(shop, email);
    const two = await checkout(shop, email);
    await Promise.all([one, two].map(({ orderId }) => tell(shop, newsOf(orderOf(shop, orderId), "paid"))));
    const statuses = [(await orderRow(shop, one.orderId)).status, (await orderRow(shop, two.orderId)).status];
    expect(statuses.sort()).toEqual(["held", "paid"]);
  }
});

test("who bought as a stranger and as a member keeps the course until both are given back", async () => {
  const shop = await openShop();
  const { house, workspace } = shop;
  const buyer = await createMember(house, workspace);
  const asStranger = await checkout(shop, buyer.email);
  const asMember = await checkout(shop, buyer);
  for (const { orderId } of [asStranger, asMember]) await tell(shop, newsOf(orderOf(shop, orderId), "paid"));
  await rows(
    "update registrations set status = 'joined', membership_id = ? where id = ?",
    buyer.membershipId,
    (await orderRow(shop, asStranger.orderId)).registrationId ?? "",
  );
  await tell(shop, newsOf(orderOf(shop, asStranger.orderId), "refunded"));
  expect(await enrolmentsOf(house, buyer.membershipId)).toMatchObject([{ status: "active" }]);
  await tell(shop, newsOf(orderOf(shop, asMember.orderId), "refunded"));
  expect(await enrolmentsOf(house, buyer.membershipId)).toMatchObject([{ status: "withdrawn" }]);
});

test("a checkout whose note was lost is paid like any other, and runs out like any other", async () => {
  const shop = await openShop();
  const { house, workspace, courseId } = shop;
  const begin = async () => {
    const buyer = await createMember(house, workspace);
    return useCases.beginCheckout(house.context(buyer.caller), {
      workspaceSlug: workspace.slug,
      courseId,
      price,
      language: "en",
    });
  };
  const paid = await begin();
  const expired = await begin();
  // The answer has left, and nothing came after it.
  expect((await orderRow(shop, paid.orderId)).checkoutId).toBeNull();
  await tell(shop, newsOf(orderOf(shop, paid.orderId), "paid"));
  expect(await orderRow(shop, paid.orderId)).toMatchObject({
    status: "paid",
    checkoutId: checkoutOf(paid.orderId),
    concern: null,
  });
  await tell(shop, newsOf(orderOf(shop, expired.orderId), "expired"));
  expect(await orderRow(shop, expired.orderId)).toMatchObject({ status: "expired" });
  // A note that comes after the news changes nothing any more.
  await house.finish();
  expect(await orderRow(shop, expired.orderId)).toMatchObject({ status: "expired", checkoutId: null });
});
