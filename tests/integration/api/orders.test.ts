import { expect, test } from "vitest";
import { createMember } from "../../support/house.ts";
import { plantCourse } from "../../support/learning.ts";
import { plantOrder } from "../../support/till.ts";
import { openProgram } from "./program.ts";

async function withOrder() {
  const program = await openProgram();
  const { house, space } = program;
  const { workspace } = space;
  const buyer = await createMember(house, workspace, { firstName: "Ana", lastName: "Lima" });
  const courseId = await plantCourse(house, workspace.id, "First aid");
  const order = { workspaceId: workspace.id, courseId, membershipId: buyer.membershipId };
  const orderId = await plantOrder(house.system(), order, { paidMinor: 5_831, taxMinor: 931 });
  return { ...program, buyer, courseId, order, orderId };
}

test("orders are shown with amounts in the smallest unit and times as ISO 8601, by filter and page", async () => {
  const { call, house, buyer, courseId, order, orderId } = await withOrder();
  const { body } = await call("GET", `/orders/${orderId}`);
  expect(body).toMatchObject({
    id: orderId,
    status: "paid",
    course: { id: courseId, title: "First aid" },
    session: null,
    buyer: { userId: buyer.membershipId, name: "Ana Lima", email: buyer.email },
    currency: "EUR",
    price: 4_900,
    paid: 5_831,
    tax: 931,
    refunded: 0,
    refundable: 5_831,
    concern: null,
    events: [],
  });
  expect(String(body.createdAt)).toMatch(/^\d{4}-\d\d-\d\dT/);
  house.clock.advance(1_000);
  const held = await plantOrder(house.system(), order, { status: "held", concern: "twice" });
  const first = await call("GET", "/orders?limit=1");
  expect((first.body.data as { id: string }[]).map(({ id }) => id)).toEqual([held]);
  const next = await call("GET", `/orders?limit=1&cursor=${first.body.nextCursor}`);
  expect((next.body.data as { id: string }[]).map(({ id }) => id)).toEqual([orderId]);
  const concerned = await call("GET", "/orders?concerned=1&status=held");
  expect(concerned.body.data).toMatchObject([{ id: held, concern: "twice" }]);
  for (const wrong of ["status=nonsense", "cursor=nonsense", "limit=0", "unknown=1"]) {
    expect((await call("GET", `/orders?${wrong}`)).status).toBe(422);
  }
});

test("a refund says what stands in its way", async () => {
  const { call, house, order, orderId } = await withOrder();
  // The provider of the tests is nowhere to be reached.
  const down = await call("POST", `/orders/${orderId}/refund`, { body: {} });
  expect([down.status, down.body.code]).toEqual([503, "PAYMENT_UNAVAILABLE"]);
  const open = await plantOrder(house.system(), order, { status: "open", paidMinor: null, paymentId: null });
  const early = await call("POST", `/orders/${open}/refund`, { body: {} });
  expect([early.status, early.body.code]).toEqual([409, "ORDER_STATE"]);
  const partly = await call("POST", `/orders/${orderId}/refund`, { body: { amount: 1 } });
  expect(partly.status).toBe(422);
});

test("what needs a look is taken from the list by naming it, and the order says who looked", async () => {
  const { call, house, order } = await withOrder();
  const held = await plantOrder(house.system(), order, { status: "held", concern: "twice" });
  const looked = (body: object) => call("POST", `/orders/${held}/looked-at`, { body });
  expect((await looked({})).status).toBe(422);
  expect((await looked({ concern: "nonsense" })).status).toBe(422);
  const other = await looked({ concern: "disputed" });
  expect([other.status, other.body.code]).toEqual([409, "EDIT_CONFLICT"]);
  expect((await call("GET", `/orders/${held}`)).body.done).toBeNull();
  const done = await looked({ concern: "twice" });
  expect([done.status, done.body.concern, done.body.status]).toEqual([200, null, "held"]);
  const { body } = await call("GET", `/orders/${held}`);
  expect(body.done).toMatchObject({ concern: "twice" });
  expect(String(body.done.at)).toMatch(/^\d{4}-\d\d-\d\dT/);
  expect(body.done.by).toBeTruthy();
  expect((await call("GET", "/orders?concerned=1")).body.data).toEqual([]);
});
