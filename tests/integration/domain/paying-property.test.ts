import { env } from "cloudflare:workers";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { PaymentEvent } from "../../../worker/domain/context.ts";
import { useCases } from "../../../worker/domain/index.ts";
import { createMember, createWorkspace, openHouse } from "../../support/house.ts";
import { plantCourse } from "../../support/learning.ts";
import { rows } from "../../support/single-sign-on.ts";
import { newsOf } from "../../support/till.ts";

const price = { amount: 4_900, currency: "EUR" };

/** Everything that Stripe may ever tell of one order. */
const told = {
  under_way: {},
  paid: {},
  paid_again: {},
  receipt: {},
  failed: {},
  expired: {},
  part_refunded: { refundedMinor: 900 },
  refunded: { refundedMinor: 4_900 },
} as const;
type Told = keyof typeof told;

const kindOf = (name: Told) =>
  name === "paid_again" ? "paid" : name === "part_refunded" ? "refunded" : name;

interface Run {
  /** In the order in which they arrive; some twice. */
  events: Told[];
  refund: "end" | "keep";
}

/** What is true in the end, whatever came before what: said by the set of events alone. */
function expected({ events, refund }: Run) {
  const has = (name: Told) => events.includes(name);
  const paid = has("paid") || has("paid_again");
  const refunded = has("refunded");
  const status = paid ? (refunded ? "refunded" : "paid") : has("failed") || has("expired") ? "ended" : "open";
  const firstPaid = events.findIndex((name) => name === "paid" || name === "paid_again");
  // What was given back before word of the payment came never opened anything.
  const opened = paid && !(refunded && events.indexOf("refunded") < firstPaid);
  const enrolled = opened && (status === "paid" || refund === "keep");
  return {
    status,
    enrolled,
    paidMinor: paid ? 4_900 : null,
    refundedMinor: refunded ? 4_900 : has("part_refunded") ? 900 : 0,
  };
}

const runs = fc.record({
  events: fc.array(fc.constantFrom(...(Object.keys(told) as Told[])), { minLength: 1, maxLength: 9 }),
  refund: fc.constantFrom("end" as const, "keep" as const),
});

test("enrolled is who paid and was not refunded, counted once, in whatever order and however often it is told", async () => {
  const house = openHouse();
  const spaces = {
    end: await createWorkspace(house, {
      overrides: { "selfreg.mode": "catalog", "selfreg.roles": ["learner"] },
    }),
    keep: await createWorkspace(house, {
      overrides: { "selfreg.mode": "catalog", "selfreg.roles": ["learner"], "selfreg.refund": "keep" },
    }),
  };
  const courses = {
    end: await plantCourse(house, spaces.end.workspace.id, "End", {
      catalog: { priceMinor: price.amount, currency: price.currency },
    }),
    keep: await plantCourse(house, spaces.keep.workspace.id, "Keep", {
      catalog: { priceMinor: price.amount, currency: price.currency },
    }),
  };
  await fc.assert(
    fc.asyncProperty(runs, async (run) => {
      const { workspace } = spaces[run.refund];
      const buyer = await createMember(house, workspace);
      const { orderId } = await useCases.beginCheckout(house.context(buyer.caller), {
        workspaceSlug: workspace.slug,
        courseId: courses[run.refund],
        price,
        language: "en",
      });
      const order = { workspaceId: workspace.id, orderId };
      const events = new Map<Told, PaymentEvent>();
      for (const name of run.events) {
        const event = events.get(name) ?? newsOf(order, kindOf(name), told[name]);
        events.set(name, event);
        await useCases.recordPayment(house.system(), event);
      }
      const [row] = await rows<{ status: string; paid_minor: number | null; refunded_minor: number }>(
        "select status, paid_minor, refunded_minor from orders where id = ?",
        orderId,
      );
      const given = await rows(
        "select 1 from enrolments where membership_id = ? and status = 'active'",
        buyer.membershipId,
      );
      const trail = await rows(
        "select 1 from audit_events where target_id = ? and action = 'order.paid'",
        orderId,
      );
      const wanted = expected(run);
      const status = row?.status === "failed" || row?.status === "expired" ? "ended" : row?.status;
      expect({
        status,
        enrolled: given.length === 1,
        paidMinor: row?.paid_minor,
        refundedMinor: row?.refunded_minor,
      }).toEqual(wanted);
      expect(trail.length).toBeLessThanOrEqual(1);
    }),
    { numRuns: env.LONG ? 1_000 : 40 },
  );
});

test("events that meet each other come to the same end as in a row", async () => {
  const house = openHouse();
  const { workspace } = await createWorkspace(house, {
    overrides: { "selfreg.mode": "catalog", "selfreg.roles": ["learner"] },
  });
  const courseId = await plantCourse(house, workspace.id, "First aid", {
    catalog: { priceMinor: price.amount, currency: price.currency },
  });
  for (let time = 0; time < (env.LONG ? 200 : 10); time += 1) {
    const buyer = await createMember(house, workspace);
    const { orderId } = await useCases.beginCheckout(house.context(buyer.caller), {
      workspaceSlug: workspace.slug,
      courseId,
      price,
      language: "en",
    });
    const order = { workspaceId: workspace.id, orderId };
    const kinds = ["paid", "receipt", "expired", "refunded", "paid"] as const;
    await Promise.all(kinds.map((kind) => useCases.recordPayment(house.system(), newsOf(order, kind))));
    const [row] = await rows("select status, paid_minor, refunded_minor from orders where id = ?", orderId);
    expect(row).toEqual({ status: "refunded", paid_minor: 4_900, refunded_minor: 4_900 });
    expect(
      await rows(
        "select 1 from enrolments where membership_id = ? and status = 'active'",
        buyer.membershipId,
      ),
    ).toEqual([]);
    expect(await rows("select 1 from payment_events where order_id = ?", orderId)).toHaveLength(5);
  }
});

test("a stranger's registration is open while they pay or have paid, and forgotten once all of it went back", async () => {
  const house = openHouse({ registrationsPerHour: 100_000 });
  const { workspace } = await createWorkspace(house, {
    overrides: { "selfreg.mode": "catalog", "selfreg.roles": ["learner"] },
  });
  const courseId = await plantCourse(house, workspace.id, "First aid", {
    catalog: { priceMinor: price.amount, currency: price.currency },
  });
  let strangers = 0;
  await fc.assert(
    fc.asyncProperty(runs, async ({ events }) => {
      strangers += 1;
      const email = `stranger-${strangers}@example.com`;
      const { orderId } = await useCases.beginCheckout(house.anonymous(), {
        workspaceSlug: workspace.slug,
        courseId,
        price,
        language: "en",
        email,
        firstName: "Sol",
      });
      const given = new Map<Told, PaymentEvent>();
      for (const name of events) {
        const event =
          given.get(name) ?? newsOf({ workspaceId: workspace.id, orderId }, kindOf(name), told[name]);
        given.set(name, event);
        await useCases.recordPayment(house.system(), event);
      }
      const paid = events.includes("paid") || events.includes("paid_again");
      const over = paid && events.includes("refunded");
      const [row] = await rows<{ status: string; email: string; first_name: string }>(
        `select r.status, r.email, r.first_name from registrations r join orders o on o.registration_id = r.id
          where o.id = ?`,
        orderId,
      );
      expect(row).toEqual(
        over
          ? { status: "lapsed", email: "", first_name: "" }
          : { status: paid ? "started" : "unpaid", email, first_name: "Sol" },
      );
      // Told once that it is over, and of the link nothing is left that could leave.
      const mails = await rows(
        "select template, state from outbox where to_email = ? order by template",
        email,
      );
      expect(mails).toEqual(
        over
          ? [{ template: "registration_refunded", state: "pending" }]
          : paid
            ? [{ template: "registration", state: "pending" }]
            : [],
      );
    }),
    { numRuns: env.LONG ? 1_000 : 30 },
  );
});
