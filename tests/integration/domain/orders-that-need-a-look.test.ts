import { expect, test } from "vitest";
import { orders, registrations } from "../../../db/schema/index.ts";
import { useCases } from "../../../worker/domain/index.ts";
import { createMember, day, openHouse, refusalOf, type TestMember, tokenIn } from "../../support/house.ts";
import { enrolmentsOf } from "../../support/learning.ts";
import {
  openCatalog,
  plantCatalogCourse,
  plantLink,
  registerByMail,
  stranger,
} from "../../support/registering.ts";
import { rows } from "../../support/single-sign-on.ts";
import { newsOf, paymentOf, plantOrder } from "../../support/till.ts";

const price = { amount: 4_900, currency: "EUR" };
const house = openHouse({ registrationsPerHour: 1_000 });

let count = 0;
const address = () => {
  count += 1;
  return `looked-at-${count}@example.com`;
};

async function openShop(overrides: Record<string, unknown> = {}) {
  const { workspace, admin } = await openCatalog(house, overrides);
  const courseId = await plantCatalogCourse(house, workspace.id, "First aid", {
    priceMinor: price.amount,
    currency: price.currency,
  });
  const asAdmin = house.context(admin.caller);
  const tell = (
    orderId: string,
    kind: Parameters<typeof newsOf>[1],
    more: Parameters<typeof newsOf>[2] = {},
  ) => useCases.recordPayment(house.system(), newsOf({ workspaceId: workspace.id, orderId }, kind, more));
  const begin = async (email: string, more: { courseId?: string } = {}) => {
    const { orderId } = await useCases.beginCheckout(stranger(house), {
      workspaceSlug: workspace.slug,
      courseId,
      price,
      language: "en",
      email,
      firstName: "Sol",
      lastName: "Stranger",
      ...more,
    });
    return orderId;
  };
  const deliver = async () => {
    const before = house.sent.length;
    await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
    return house.sent.slice(before);
  };
  /** Somebody pays as a stranger, and has the mail with the link. */
  const pay = async (email: string) => {
    const orderId = await begin(email);
    await tell(orderId, "paid");
    const mail = (await deliver()).find(({ to }) => to === email);
    return { orderId, token: tokenIn(mail) };
  };
  const orderRow = async (orderId: string) => {
    const row = (await house.system().db.select().from(orders)).find(({ id }) => id === orderId);
    if (!row) throw new Error("no such order");
    return row;
  };
  const registrationOf = async (orderId: string) => {
    const { registrationId } = await orderRow(orderId);
    const row = (await house.system().db.select().from(registrations)).find(
      ({ id }) => id === registrationId,
    );
    if (!row) throw new Error("no such registration");
    return row;
  };
  return { workspace, admin, asAdmin, courseId, tell, begin, pay, deliver, orderRow, registrationOf };
}

type Shop = Awaited<ReturnType<typeof openShop>>;

const join = (token: string) =>
  useCases.joinAsNewPerson(house.anonymous(), { token, revision: 1, password: "a long enough secret" });

const refund = {
  "we give it back": ({ asAdmin }: Shop, orderId: string) => useCases.refundOrder(asAdmin, { orderId }),
  "Stripe tells it": ({ tell }: Shop, orderId: string) => tell(orderId, "refunded"),
};

test.each(Object.entries(refund))(
  "money that goes back before the mailbox was proved ends the registration at once, where %s",
  async (_who, giveBack) => {
    for (const policy of ["end", "keep"]) {
      const shop = await openShop({ "selfreg.refund": policy });
      const { workspace, asAdmin } = shop;
      const email = address();
      const { orderId, token } = await shop.pay(email);
      expect(await shop.registrationOf(orderId)).toMatchObject({ status: "started", email });
      house.woken.length = 0;
      await giveBack(shop, orderId);
      expect(house.woken.length).toBeGreaterThan(0);
      const { id, ...ended } = await shop.registrationOf(orderId);
      expect(ended).toMatchObject({
        status: "lapsed",
        email: "",
        firstName: "",
        lastName: "",
        sendTimes: [],
        expiresAt: house.clock.now,
      });
      // Nothing of them is left but the mail that tells them.
      expect(
        await rows(
          "select template, to_email from outbox where workspace_id = ? order by template",
          workspace.id,
        ),
      ).toEqual([
        { template: "registration", to_email: "" },
        { template: "registration_refunded", to_email: email },
      ]);
      expect((await useCases.viewInvitation(house.anonymous(), { token })).state).toBe("lapsed");
      expect(await refusalOf(join(token))).toBe("INVITATION_EXPIRED");
      const mails = await shop.deliver();
      expect(mails.map(({ to, template }) => [to, template])).toEqual([[email, "registration_refunded"]]);
      expect(mails[0]?.text.replace(/\s+/g, " ")).toContain("given back what was paid for “First aid”");
      expect(await useCases.viewOrder(asAdmin, { orderId })).toMatchObject({
        order: { status: "refunded", concern: null, buyer: { name: "", email: null, userId: null } },
      });
      const trail = await rows("select action from audit_events where target_id = ?", id);
      expect(trail.map(({ action }) => action)).toContain("registration.removed");
      // The provider's own word of it, told once more, mails nobody twice.
      await shop.tell(orderId, "refunded");
      expect(await shop.deliver()).toEqual([]);
    }
  },
);

test("money that was never enough and goes back ends the registration that waited for it", async () => {
  const shop = await openShop();
  const email = address();
  const orderId = await shop.begin(email);
  await shop.tell(orderId, "paid", { subtotalMinor: 49, paidMinor: 49 });
  expect(await shop.registrationOf(orderId)).toMatchObject({ status: "unpaid", email });
  await useCases.refundOrder(shop.asAdmin, { orderId });
  expect(await shop.registrationOf(orderId)).toMatchObject({ status: "lapsed", email: "" });
  expect((await shop.deliver()).map(({ to, template }) => [to, template])).toEqual([
    [email, "registration_refunded"],
  ]);
});

test("what goes back before word of the payment comes ends the registration as well", async () => {
  const shop = await openShop();
  const orderId = await shop.begin(address());
  await shop.tell(orderId, "refunded");
  expect(await shop.registrationOf(orderId)).toMatchObject({ status: "unpaid" });
  await shop.tell(orderId, "paid");
  expect(await shop.orderRow(orderId)).toMatchObject({ status: "refunded" });
  expect(await shop.registrationOf(orderId)).toMatchObject({ status: "lapsed", email: "" });
});

test("a part of the money that goes back ends nothing", async () => {
  const shop = await openShop();
  const email = address();
  const { orderId, token } = await shop.pay(email);
  await shop.tell(orderId, "refunded", { refundedMinor: 900 });
  expect(await shop.registrationOf(orderId)).toMatchObject({ status: "started", email });
  expect(await shop.deliver()).toEqual([]);
  await join(token);
});

test("a registration for something else goes on without the money, as short as one that was never paid for", async () => {
  const shop = await openShop();
  const { workspace } = shop;
  const free = await plantCatalogCourse(house, workspace.id, "Free");
  const linkId = await plantLink(house.system(), workspace.id);
  const [link] = await rows<{ code: string; security_code: string }>(
    "select code from registration_links where id = ?",
    linkId,
  );
  await rows("update registration_links set security_code = null where id = ?", linkId);
  for (const way of [{ courseId: free }, { linkCode: link?.code ?? "" }]) {
    const email = address();
    await registerByMail(house, workspace, { email, ...way });
    house.clock.advance(120_000);
    const { orderId, token } = await shop.pay(email);
    const before = await shop.registrationOf(orderId);
    expect(before.expiresAt).toBeGreaterThan(house.clock.now + 300 * day);
    await useCases.refundOrder(shop.asAdmin, { orderId });
    expect(await shop.registrationOf(orderId)).toMatchObject({
      status: "started",
      email,
      expiresAt: house.clock.now + 7 * day,
    });
    expect(await shop.deliver()).toEqual([]);
    await join(token);
  }
});

test("another order that is paid or open keeps the registration, and the last that goes back ends it", async () => {
  const shop = await openShop();
  const other = await plantCatalogCourse(house, shop.workspace.id, "Rescue", {
    priceMinor: price.amount,
    currency: price.currency,
  });
  const email = address();
  const { orderId } = await shop.pay(email);
  const second = await shop.begin(email, { courseId: other });
  await shop.tell(second, "paid");
  await shop.tell(orderId, "refunded");
  const left = await shop.registrationOf(orderId);
  expect(left).toMatchObject({ status: "started", email });
  // The place that is paid for waits as long as before.
  expect(left.expiresAt).toBeGreaterThan(house.clock.now + 300 * day);
  await shop.tell(second, "refunded");
  expect(await shop.registrationOf(orderId)).toMatchObject({ status: "lapsed", email: "" });
});

test("a checkout that is open keeps the registration until it is paid or runs out", async () => {
  const shop = await openShop();
  const { workspace } = shop;
  const other = await plantCatalogCourse(house, workspace.id, "Rescue", {
    priceMinor: price.amount,
    currency: price.currency,
  });
  const email = address();
  const { orderId } = await shop.pay(email);
  const second = await shop.begin(email, { courseId: other });
  await shop.tell(orderId, "refunded");
  expect(await shop.registrationOf(orderId)).toMatchObject({ status: "started", email });
  await shop.tell(second, "paid");
  expect(await shop.orderRow(second)).toMatchObject({ status: "paid", concern: null });
  // Where it runs out instead, who it was is forgotten with the others, a week later at most.
  const another = await shop.pay(address());
  const third = await shop.begin((await shop.registrationOf(another.orderId)).email, { courseId: other });
  await shop.tell(another.orderId, "refunded");
  await shop.tell(third, "expired");
  house.clock.advance(7 * day);
  await useCases.lapseUnproved(house.system(), {});
  expect(await shop.registrationOf(another.orderId)).toMatchObject({ status: "lapsed", email: "" });
});

test("whoever has joined, or waits for approval, is not forgotten with their money", async () => {
  const shop = await openShop({ "selfreg.check": "moderated" });
  const email = address();
  const { orderId, token } = await shop.pay(email);
  await join(token);
  await shop.tell(orderId, "refunded");
  expect(await shop.registrationOf(orderId)).toMatchObject({ status: "waiting", email });
  const plain = await openShop();
  const joined = await plain.pay(address());
  await join(joined.token);
  await plain.tell(joined.orderId, "refunded");
  expect(await plain.registrationOf(joined.orderId)).toMatchObject({ status: "joined" });
  const mails = [...(await shop.deliver()), ...(await plain.deliver())];
  expect(mails.filter(({ template }) => template === "registration_refunded")).toEqual([]);
});

test("following the link and giving the money back meet: whoever is second finds it done", async () => {
  const shop = await openShop();
  for (let time = 0; time < 6; time += 1) {
    const { orderId, token } = await shop.pay(address());
    const [joined] = await Promise.allSettled([join(token), shop.tell(orderId, "refunded")]);
    const { status, membershipId } = await shop.registrationOf(orderId);
    expect(status).toBe(joined.status === "fulfilled" ? "joined" : "lapsed");
    if (membershipId) {
      const left = await enrolmentsOf(house, membershipId);
      expect(left.filter((one) => one.status === "active")).toEqual([]);
    }
  }
});

test.each(["refunded", "disputed", "refund_failed"] as const)(
  "%s of a payment that is not the order's is written down with a concern, and changes nothing",
  async (kind) => {
    const shop = await openShop();
    const { workspace, courseId } = shop;
    const buyer = await createMember(house, workspace);
    const other = await createMember(house, workspace);
    const elsewhere = await openShop();
    const stranger = await createMember(house, elsewhere.workspace);
    const planted = { workspaceId: workspace.id, courseId };
    const theirs = await plantOrder(house.system(), { ...planted, membershipId: other.membershipId });
    const far = await plantOrder(house.system(), {
      workspaceId: elsewhere.workspace.id,
      courseId: elsewhere.courseId,
      membershipId: stranger.membershipId,
    });
    const { orderId } = await useCases.beginCheckout(house.context(buyer.caller), {
      workspaceSlug: workspace.slug,
      courseId,
      price,
      language: "en",
    });
    // One payment of another order, one of another workspace's, and one that nobody knows.
    const wrong = [paymentOf(theirs), paymentOf(far), "pi_of_nobody"];
    for (const paymentId of wrong.slice(0, 2)) {
      // Also before anything is known of the order's own payment, and by one answer: not again and again.
      expect(await shop.tell(orderId, kind, { paymentId })).toEqual({ outcome: "taken" });
      expect(await shop.orderRow(orderId)).toMatchObject({
        status: "open",
        concern: "payment",
        paymentId: null,
        refundedMinor: 0,
      });
    }
    await rows("update orders set concern = null where id = ?", orderId);
    await shop.tell(orderId, "paid");
    const before = await shop.orderRow(orderId);
    for (const paymentId of wrong) {
      expect(await shop.tell(orderId, kind, { paymentId })).toEqual({ outcome: "taken" });
      const { lastOp: _lastOp, ...after } = await shop.orderRow(orderId);
      const { lastOp: _before, ...unchanged } = before;
      expect(after).toEqual({ ...unchanged, concern: "payment" });
      await rows("update orders set concern = null where id = ?", orderId);
    }
    expect(await enrolmentsOf(house, buyer.membershipId)).toMatchObject([{ status: "active" }]);
    expect(await shop.orderRow(theirs)).toMatchObject({ status: "paid", refundedMinor: 0, concern: null });
    expect((await useCases.viewOrder(shop.asAdmin, { orderId })).events).toHaveLength(6);
  },
);

test("a receipt of another payment is not shown as the order's", async () => {
  const shop = await openShop();
  const { orderId } = await shop.pay(address());
  await shop.tell(orderId, "receipt", { paymentId: "pi_of_nobody" });
  expect(await shop.orderRow(orderId)).toMatchObject({ receiptUrl: null, paymentId: paymentOf(orderId) });
});

test("what was told of another payment before counts for nothing once the order's own is there", async () => {
  const shop = await openShop();
  const orderId = await shop.begin(address());
  await shop.tell(orderId, "refunded", { paymentId: "pi_of_nobody" });
  await shop.tell(orderId, "paid");
  expect(await shop.orderRow(orderId)).toMatchObject({
    status: "paid",
    refundedMinor: 0,
    receiptUrl: null,
    paymentId: paymentOf(orderId),
    concern: "payment",
  });
});

test("paid by a payment that another order has gives nothing", async () => {
  const shop = await openShop();
  const buyer = await createMember(house, shop.workspace);
  const theirs = await plantOrder(house.system(), {
    workspaceId: shop.workspace.id,
    courseId: shop.courseId,
    membershipId: buyer.membershipId,
  });
  const orderId = await shop.begin(address());
  expect(await shop.tell(orderId, "paid", { paymentId: paymentOf(theirs) })).toEqual({ outcome: "taken" });
  expect(await shop.orderRow(orderId)).toMatchObject({ status: "held", concern: "payment", paymentId: null });
  expect(await shop.registrationOf(orderId)).toMatchObject({ status: "unpaid" });
});

/** A member of the address who buys as a stranger: their place waits for their link. */
async function paidByMember(shop: Shop): Promise<{ member: TestMember; orderId: string; token: string }> {
  const member = await createMember(house, shop.workspace);
  return { member, ...(await shop.pay(member.email)) };
}

test("deactivated between paying and joining: the order says so and what to do, until they are back", async () => {
  const shop = await openShop();
  const { asAdmin } = shop;
  const { member, orderId, token } = await paidByMember(shop);
  const person = { membershipId: member.membershipId };
  const seen = { workspaceSlug: shop.workspace.slug, orderId };
  expect(await useCases.viewPurchase(house.anonymous(), seen)).toMatchObject({ state: "mailed" });
  await useCases.deactivateMember(asAdmin, person);
  expect((await useCases.viewInvitation(house.anonymous(), { token })).state).not.toBe("used");
  const { orders: listed } = await useCases.listOrders(asAdmin, { concerned: "1" });
  expect(listed).toMatchObject([{ id: orderId, status: "paid", concern: "barred", refundable: 4_900 }]);
  expect(await useCases.viewPurchase(house.anonymous(), seen)).toMatchObject({ state: "held" });
  await useCases.reactivateMember(asAdmin, person);
  expect(await shop.orderRow(orderId)).toMatchObject({ status: "paid", concern: null });
  // A dispute is not forgotten for it.
  await shop.tell(orderId, "disputed");
  await useCases.deactivateMember(asAdmin, person);
  await useCases.reactivateMember(asAdmin, person);
  expect(await shop.orderRow(orderId)).toMatchObject({ concern: "disputed" });
});

test("the last day of access does what an administrator does, and nobody else's order is touched", async () => {
  const shop = await openShop();
  const { member, orderId } = await paidByMember(shop);
  const bystander = await paidByMember(shop);
  const elsewhere = await openShop();
  const far = await elsewhere.pay(member.email);
  await rows("update memberships set status = 'deactivated' where id = ?", member.membershipId);
  expect(await shop.orderRow(orderId)).toMatchObject({ concern: "barred" });
  expect(await shop.orderRow(bystander.orderId)).toMatchObject({ concern: null });
  expect(await elsewhere.orderRow(far.orderId)).toMatchObject({ concern: null });
});

test("removed between paying and joining: the link brings them back, so that nothing is wrong", async () => {
  const shop = await openShop();
  const { member, orderId, token } = await paidByMember(shop);
  await useCases.removeMember(shop.asAdmin, {
    membershipId: member.membershipId,
    confirmation: member.email,
  });
  expect(await shop.orderRow(orderId)).toMatchObject({ status: "paid", concern: null });
  expect((await useCases.viewInvitation(house.anonymous(), { token })).state).toBe("open");
});

test("erased between paying and joining: nobody can join by it any more, and the order says so", async () => {
  const shop = await openShop();
  const { member, orderId } = await paidByMember(shop);
  const { asAdmin } = shop;
  const person = { membershipId: member.membershipId, confirmation: member.email };
  await useCases.removeMember(asAdmin, person);
  await useCases.erasePerson(asAdmin, person);
  expect(await shop.registrationOf(orderId)).toMatchObject({ status: "lapsed", email: "" });
  expect(await shop.orderRow(orderId)).toMatchObject({ status: "paid", concern: "person_gone" });
});

test("what was looked at is done: it leaves the list, the order says who and when, and nothing else changes", async () => {
  const shop = await openShop();
  const { asAdmin } = shop;
  const { orderId } = await shop.pay(address());
  await shop.tell(orderId, "disputed");
  const before = await shop.orderRow(orderId);
  house.clock.advance(5_000);
  const done = await useCases.endConcern(asAdmin, { orderId, concern: "disputed" });
  expect(done).toMatchObject({ id: orderId, status: "paid", concern: null });
  const { doneAuditId, ...after } = await shop.orderRow(orderId);
  const { doneAuditId: _none, ...rest } = before;
  expect(after).toEqual({ ...rest, concern: null });
  expect(doneAuditId).not.toBeNull();
  expect((await useCases.listOrders(asAdmin, { concerned: "1" })).orders).toEqual([]);
  const view = await useCases.viewOrder(asAdmin, { orderId });
  expect(view.done).toMatchObject({ concern: "disputed", at: house.clock.now });
  expect(view.done?.by).toBeTruthy();
  const trail = await rows("select action from audit_events where target_id = ?", orderId);
  expect(trail).toContainEqual({ action: "order.looked_at" });
  // What comes later needs a look of its own.
  await shop.tell(orderId, "refund_failed");
  expect((await useCases.listOrders(asAdmin, { concerned: "1" })).orders).toMatchObject([{ id: orderId }]);
});

test("nobody ends what they have not seen, nor twice, nor another workspace's", async () => {
  const shop = await openShop();
  const { asAdmin } = shop;
  const { orderId } = await shop.pay(address());
  const end = (ctx = asAdmin) => useCases.endConcern(ctx, { orderId, concern: "disputed" });
  expect(await refusalOf(end())).toBe("EDIT_CONFLICT");
  await shop.tell(orderId, "disputed");
  await shop.tell(orderId, "refund_failed");
  expect(await refusalOf(end())).toBe("EDIT_CONFLICT");
  expect(await shop.orderRow(orderId)).toMatchObject({ concern: "refund_failed", doneAuditId: null });
  await shop.tell(orderId, "disputed");
  const other = await openShop();
  expect(await refusalOf(end(other.asAdmin))).toBe("NOT_FOUND");
  const teacher = await createMember(house, shop.workspace, { roles: ["instructor"] });
  expect(await refusalOf(end(house.context(teacher.caller)))).toBe("FORBIDDEN");
  const answers = await Promise.allSettled([end(), end()]);
  expect(answers.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(
    await rows("select 1 from audit_events where action = 'order.looked_at' and target_id = ?", orderId),
  ).toHaveLength(1);
});
