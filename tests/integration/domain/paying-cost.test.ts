import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { registrations } from "../../../db/schema/index.ts";
import { useCases } from "../../../worker/domain/index.ts";
import { countRoundTrips, createMember, createWorkspace, openHouse } from "../../support/house.ts";
import { plantCourse, plantSession } from "../../support/learning.ts";
import { countReads } from "../../support/seed-people.ts";
import { checkoutOf, newsOf, plantOrder } from "../../support/till.ts";

const overrides = { "selfreg.mode": "catalog", "selfreg.roles": ["learner"] };
const price = { amount: 4_900, currency: "EUR" };

test("a page of orders reads six rows for each that it shows, by each filter and at any size", async () => {
  const counted = countReads(env.DB, { single: true });
  const house = openHouse({ database: counted.database });
  const readNow = () => counted.reads.reduce((sum, reads) => sum + reads, 0);
  const { workspace, admin } = await createWorkspace(house, { overrides });
  const buyer = await createMember(house, workspace);
  const courseId = await plantCourse(house, workspace.id, "First aid");
  const sessionId = await plantSession(house, workspace.id, courseId);
  const other = await plantCourse(house, workspace.id, "Rescue");
  const ctx = house.system();
  const order = { workspaceId: workspace.id, courseId, membershipId: buyer.membershipId };
  const first = await plantOrder(ctx, order);
  // Strangers who have joined since: the widest line there is.
  const registrationId = ctx.ids.next("registration");
  await ctx.db.insert(registrations).values({
    workspaceId: workspace.id,
    id: registrationId,
    email: buyer.email,
    firstName: "",
    lastName: "",
    language: "en",
    status: "joined",
    generation: 1,
    expiresAt: house.clock.now,
    sendTimes: [],
    membershipId: buyer.membershipId,
    createdAt: house.clock.now,
    lastOp: "x",
  });
  await env.DB.prepare(
    `insert into orders (workspace_id, id, course_id, session_id, registration_id, status, price_minor, currency,
        paid_minor, refunded_minor, concern, created_at, last_op)
      with recursive n(i) as (select 1 union all select i + 1 from n where i < 1200)
      select o.workspace_id, substr(o.id, 1, 24) || printf('%06d', i), iif(i % 10 = 0, ?1, o.course_id), ?2, ?3,
        iif(i % 3 = 0, 'open', 'paid'), o.price_minor, o.currency, o.paid_minor, 0,
        iif(i % 20 = 0, 'session_full', null), o.created_at, o.last_op
      from n cross join orders o where o.id = ?4`,
  )
    .bind(other, sessionId, registrationId, first)
    .run();
  const asAdmin = house.context(admin.caller);
  for (const filter of [{}, { status: "open" }, { courseId: other }, { concerned: "1" }] as const) {
    counted.reset();
    const { orders, nextCursor } = await useCases.listOrders(asAdmin, filter);
    expect([filter, orders.length]).toEqual([filter, 50]);
    expect([filter, readNow() <= 6 * 50 + 50, readNow()]).toEqual([filter, true, readNow()]);
    counted.reset();
    await useCases.listOrders(asAdmin, { ...filter, cursor: nextCursor ?? "" });
    expect(readNow()).toBeLessThanOrEqual(6 * 50 + 50);
  }
  counted.reset();
  await useCases.listOrders(asAdmin, { status: "failed", concerned: "1" });
  expect(readNow()).toBeLessThanOrEqual(2_000);
});

test("an event takes two round trips, and a checkout two besides its caller; the note of it comes after the answer", async () => {
  const counted = countRoundTrips(env.DB);
  const house = openHouse({ database: counted.database, registrationsPerHour: 1_000 });
  const { workspace } = await createWorkspace(house, { overrides });
  const courseId = await plantCourse(house, workspace.id, "First aid", {
    catalog: { priceMinor: price.amount, currency: price.currency },
  });
  const buyer = await createMember(house, workspace);
  const input = { workspaceSlug: workspace.slug, courseId, price, language: "en" as const };
  for (const [ctx, who] of [
    [house.context(buyer.caller), {}],
    [house.anonymous(), { email: "costs@example.com", firstName: "Sol" }],
  ] as const) {
    counted.reset();
    // The caller was read before: what the decision needs, and the batch.
    const { orderId } = await useCases.beginCheckout(ctx, { ...input, ...who });
    expect(counted.roundTrips()).toBe(2);
    const noted = () =>
      env.DB.prepare("select checkout_id from orders where id = ?").bind(orderId).first("checkout_id");
    expect(await noted()).toBeNull();
    await house.finish();
    expect(await noted()).toBe(checkoutOf(orderId));
    counted.reset();
    await useCases.recordPayment(house.system(), newsOf({ workspaceId: workspace.id, orderId }, "paid"));
    expect(counted.roundTrips()).toBe(2);
  }
});
