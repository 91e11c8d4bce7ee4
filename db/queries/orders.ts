import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { auditDetails, auditEvents, enrolments, orders, sessionAttendees } from "../schema/index.ts";
import { columnsOf } from "./columns.ts";
import { type Enrolling, enrolEach, takenSeats } from "./enrolments.ts";
import { insertFrom } from "./insert-from.ts";
import { guardThat, type Statement } from "./statements.ts";

type Order = typeof orders.$inferSelect;

/** The buyer of `orders` as a member here; null as long as somebody who registers by it has not joined. */
const buyerId = sql<string | null>`coalesce(orders.membership_id, (select r.membership_id from registrations r
  where r.workspace_id = orders.workspace_id and r.id = orders.registration_id and r.status = 'joined'))`;

/** An order with its course and its buyer. */
const orderColumns = {
  order: columnsOf(orders, "o", "orders"),
  courseTitle: sql<string>`c.title`.as("course_title"),
  sessionTitle: sql<string | null>`s.title`.as("session_title"),
  sessionStartsAt: sql<number | null>`s.starts_at`.as("session_starts_at"),
  sessionTimeZone: sql<string | null>`s.time_zone`.as("session_time_zone"),
  memberId: sql<string | null>`m.id`.as("member_id"),
  memberStatus: sql<"pending" | "active" | "deactivated" | "removed" | null>`m.status`.as("member_status"),
  memberEmail: sql<string | null>`m.email`.as("member_email"),
  memberName: sql<string | null>`trim(m.first_name || ' ' || m.last_name)`.as("member_name"),
  registrationStatus: sql<string | null>`r.status`.as("registration_status"),
  registrationEmail: sql<string | null>`nullif(r.email, '')`.as("registration_email"),
  registrationName: sql<string | null>`trim(r.first_name || ' ' || r.last_name)`.as("registration_name"),
};

const withCourseAndBuyer = (found: SQL) => sql`(${found}) orders
  cross join courses c on c.workspace_id = orders.workspace_id and c.id = orders.course_id
  left join course_sessions s on s.workspace_id = orders.workspace_id and s.id = orders.session_id
  left join registrations r on r.workspace_id = orders.workspace_id and r.id = orders.registration_id
  left join memberships m on m.workspace_id = orders.workspace_id
    and m.id = coalesce(orders.membership_id, iif(r.status = 'joined', r.membership_id, null))`;

const oneOrder = (workspaceId: string, id: string) =>
  sql`select * from orders where workspace_id = ${workspaceId} and id = ${id}`;

export function orderById(db: Database, workspaceId: string, id: string) {
  return db.select(orderColumns).from(withCourseAndBuyer(oneOrder(workspaceId, id)));
}

export type OrderRow = Awaited<ReturnType<typeof orderById>>[number];

/** What decides over news of a payment: the order with what its place hangs on. */
const settlingColumns = {
  ...orderColumns,
  courseOpen: sql<number>`(c.deleted_at is null and c.status = 'published')`.as("course_open"),
  inCatalog: sql<number>`(c.visibility = 'catalog')`.as("in_catalog"),
  /** The buyer has it already: they paid by another order, or are enrolled. */
  hasIt: sql<number>`(exists (select 1 from orders other where other.workspace_id = orders.workspace_id
      and other.course_id = orders.course_id and other.id <> orders.id and other.status = 'paid'
      and (other.membership_id = orders.membership_id or other.registration_id = orders.registration_id
        or other.membership_id = m.id))
    or exists (select 1 from enrolments e where e.workspace_id = orders.workspace_id and e.membership_id = m.id
      and e.course_id = orders.course_id and e.status in ('active', 'completed')))`.as("has_it"),
  /** Who registers by it was deactivated here, so that the mailed link lets them in no more. */
  isBarred: sql<number>`exists (select 1 from memberships d where d.workspace_id = orders.workspace_id
    and d.email = r.email and d.status = 'deactivated')`.as("is_barred"),
  /** The payment that the news name belongs to another order, of whatever workspace. */
  isPaymentOfOther: sql<number>`exists (select 1 from orders p where p.payment_id = named.payment_id
    and (p.workspace_id, p.id) <> (orders.workspace_id, orders.id))`.as("is_payment_of_other"),
  workspaceStatus: sql<"active" | "suspended">`w.status`.as("workspace_status"),
  preset: sql<string>`w.preset`.as("preset"),
  policyOverrides: sql<string>`w.policy_overrides`.as("policy_overrides"),
  timeZone: sql<string>`w.time_zone`.as("time_zone"),
};

const settling = (db: Database, found: SQL, paymentId: string | null) =>
  db.select(settlingColumns).from(
    sql`${withCourseAndBuyer(found)} cross join workspaces w on w.id = orders.workspace_id
        cross join (select ${paymentId} as payment_id) named`,
  );

/** `paymentId`: of the payment that the news name, if they name one. */
export function orderToSettle(
  db: Database,
  workspaceId: string,
  id: string,
  paymentId: string | null = null,
) {
  return settling(db, oneOrder(workspaceId, id), paymentId);
}

/** The same for what names its payment alone; an id of the provider's belongs to one order of all workspaces. */
export function orderOfPayment(db: Database, paymentId: string) {
  return settling(db, sql`select * from orders where payment_id = ${paymentId}`, paymentId);
}

export type SettlingRow = Awaited<ReturnType<typeof orderToSettle>>[number];

/** What the page says on which a checkout ends, to whoever knows its order. */
export function purchaseById(db: Database, slug: string, id: string) {
  return db
    .select({
      order: columnsOf(orders, "o", "orders"),
      courseTitle: sql<string>`c.title`.as("course_title"),
      buyerId: buyerId.as("buyer_id"),
      enrolled: sql<number>`exists (select 1 from enrolments e where e.workspace_id = orders.workspace_id
        and e.course_id = orders.course_id and e.membership_id = ${buyerId}
        and e.status in ('active', 'completed'))`.as("enrolled"),
    })
    .from(
      sql`orders cross join courses c on c.workspace_id = orders.workspace_id and c.id = orders.course_id`,
    )
    .where(
      sql`orders.workspace_id = (select w.id from workspaces w where w.slug = ${slug} and w.status = 'active')
        and orders.id = ${id}`,
    );
}

/** What a member has of a course, and their latest checkout of it that may still be open. */
export function ownStandingIn(db: Database, workspaceId: string, membershipId: string, courseId: string) {
  const latest = (column: SQL) =>
    sql`(select ${column} from orders o where o.workspace_id = ${workspaceId} and o.membership_id = ${membershipId}
      and o.course_id = ${courseId} and o.status = 'open' order by o.id desc limit 1)`;
  return db
    .select({
      enrolment: sql<(typeof enrolments.$inferSelect)["status"] | null>`(select e.status from enrolments e
        where e.workspace_id = ${workspaceId} and e.membership_id = ${membershipId}
          and e.course_id = ${courseId})`.as("enrolment"),
      openOrderId: sql<string | null>`${latest(sql`o.id`)}`.as("open_order_id"),
      checkoutId: sql<string | null>`${latest(sql`o.checkout_id`)}`.as("checkout_id"),
      priceMinor: sql<number | null>`${latest(sql`o.price_minor`)}`.as("price_minor"),
      currency: sql<string | null>`${latest(sql`o.currency`)}`.as("currency"),
      sessionId: sql<string | null>`${latest(sql`o.session_id`)}`.as("session_id"),
    })
    .from(sql`(select 1)`);
}

/**
 * A new order of an open checkout, as long as the course is in the catalog at its price and its buyer is there:
 * guard it. `registrationId` may be SQL, for a registration that the same batch opens.
 */
export function insertOrder(
  db: Database,
  row: Pick<
    Order,
    "workspaceId" | "id" | "courseId" | "sessionId" | "priceMinor" | "createdAt" | "lastOp"
  > & {
    /** Upper case, as courses have it. */
    currency: string;
    membershipId: string | null;
    registrationId: SQL | null;
  },
) {
  const { workspaceId, currency, membershipId, registrationId, ...rest } = row;
  const buyer = membershipId
    ? sql`exists (select 1 from memberships m where m.workspace_id = ${workspaceId} and m.id = ${membershipId}
        and m.status = 'active')`
    : sql`${registrationId} is not null`;
  return insertFrom(
    db,
    orders,
    {
      ...rest,
      workspaceId,
      membershipId,
      registrationId: registrationId ?? null,
      currency: currency.toLowerCase(),
      status: "open",
      refundedMinor: 0,
    },
    sql`from courses c where c.workspace_id = ${workspaceId} and c.id = ${row.courseId} and c.deleted_at is null
      and c.status = 'published' and c.visibility = 'catalog' and c.price_minor = ${row.priceMinor}
      and c.currency = ${currency} and ${buyer}`,
  );
}

/** What became of the call that begins the checkout; only of an order that waits for it. */
export function noteCheckout(
  db: Database,
  order: Pick<Order, "workspaceId" | "id">,
  became: Pick<Order, "checkoutId"> | Pick<Order, "status" | "endedAt">,
): Statement {
  return db
    .update(orders)
    .set(became)
    .where(
      and(
        eq(orders.workspaceId, order.workspaceId),
        eq(orders.id, order.id),
        sql`${orders.status} = 'open' and ${orders.checkoutId} is null`,
      ),
    );
}

/** Ends an order whose checkout was closed, unless word of its money was there before. */
export function endOpenOrder(
  db: Database,
  order: Pick<Order, "workspaceId" | "id">,
  endedAt: number,
): Statement {
  return db
    .update(orders)
    .set({ status: "expired", endedAt })
    .where(
      and(eq(orders.workspaceId, order.workspaceId), eq(orders.id, order.id), eq(orders.status, "open")),
    );
}

/** Changes an order that is still as it was read: guard it. */
export function changeOrder(
  db: Database,
  order: Pick<Order, "workspaceId" | "id" | "lastOp">,
  values: Partial<Order> & { lastOp: string },
): Statement {
  return db
    .update(orders)
    .set(values)
    .where(
      and(
        eq(orders.workspaceId, order.workspaceId),
        eq(orders.id, order.id),
        eq(orders.lastOp, order.lastOp),
      ),
    );
}

/** Takes away what was wrong with an order, as it was seen, once somebody has looked at it: guard it. */
export function endConcern(
  db: Database,
  { workspaceId, id, concern }: Pick<Order, "workspaceId" | "id"> & { concern: string },
  doneAuditId: string,
): Statement {
  return db
    .update(orders)
    .set({ concern: null, doneAuditId })
    .where(and(eq(orders.workspaceId, workspaceId), eq(orders.id, id), eq(orders.concern, concern)));
}

/** Who said last of an order that what was wrong has been looked at, and of what; nothing where nobody has. */
export function endedConcernOf(db: Database, workspaceId: string, id: string) {
  return db
    .select({ at: auditEvents.at, by: auditDetails.actorName, details: auditDetails.details })
    .from(orders)
    .innerJoin(
      auditEvents,
      and(eq(auditEvents.workspaceId, orders.workspaceId), eq(auditEvents.id, orders.doneAuditId)),
    )
    .innerJoin(
      auditDetails,
      and(eq(auditDetails.workspaceId, auditEvents.workspaceId), eq(auditDetails.auditId, auditEvents.id)),
    )
    .where(and(eq(orders.workspaceId, workspaceId), eq(orders.id, id)));
}

/** Aborts the batch when another order of the same buyer for the same course was paid by now: two may meet. */
export function guardOnlyPaid(
  db: Database,
  { workspaceId, id, courseId, membershipId, registrationId }: Order,
): Statement {
  return guardThat(
    db,
    sql`not exists (select 1 from orders p where p.workspace_id = ${workspaceId} and p.course_id = ${courseId}
      and p.id <> ${id} and p.status = 'paid'
      and (p.membership_id = ${membershipId} or p.registration_id = ${registrationId}))`,
  );
}

/** What a member bought. */
export interface Bought {
  membershipId: string;
  courseId: string;
  sessionId: string | null;
  orderId: string;
}

/**
 * Gives a member what they paid for, in the batch that says so: the course, which they take up again where they had
 * withdrawn, and a place on the date that they chose while there is one. Aborts the batch unless this very act gave
 * the course: whoever has it by now, and whoever is gone, is for the act to look at anew.
 */
export function giveBought(db: Database, act: Enrolling, bought: Bought): Statement[] {
  const { workspaceId, now, op } = act;
  const { membershipId, courseId, sessionId } = bought;
  const mine = sql`${enrolments.workspaceId} = ${workspaceId} and ${enrolments.membershipId} = ${membershipId}
    and ${enrolments.courseId} = ${courseId}`;
  return [
    db
      .update(enrolments)
      .set({ status: "active", origin: "catalog", withdrawnAt: null, lastOp: op })
      .where(
        sql`${mine} and ${enrolments.status} = 'withdrawn'
          and exists (select 1 from memberships m where m.workspace_id = ${workspaceId} and m.id = ${membershipId}
            and m.status = 'active')
          and exists (select 1 from courses c where c.workspace_id = ${workspaceId} and c.id = ${courseId}
            and c.status = 'published' and c.deleted_at is null)`,
      ),
    enrolEach(db, act, "catalog", sql`select ${membershipId} as member_id, ${courseId} as course_id`),
    guardThat(db, sql`exists (select 1 from enrolments where ${mine} and ${enrolments.lastOp} = ${op})`),
    ...(sessionId === null
      ? []
      : [
          insertFrom(
            db,
            sessionAttendees,
            { workspaceId, sessionId, membershipId, origin: "catalog", addedAt: now },
            sql`from course_sessions s where s.workspace_id = ${workspaceId} and s.id = ${sessionId}
              and s.course_id = ${courseId} and s.canceled_at is null and s.starts_at > ${now}
              and (s.seats is null or s.seats > ${takenSeats(workspaceId, sql`s.id`)})`,
          ).onConflictDoNothing(),
        ]),
  ];
}

/** Notes on a paid order that its date was full, or over: its buyer has joined and has no place there. */
export function noteFullSession(
  db: Database,
  order: Pick<Order, "workspaceId" | "id">,
  concern: string,
): Statement {
  return db
    .update(orders)
    .set({ concern })
    .where(
      sql`${orders.workspaceId} = ${order.workspaceId} and ${orders.id} = ${order.id}
        and ${orders.status} = 'paid' and ${orders.sessionId} is not null and ${orders.concern} is null
        and ${buyerId} is not null
        and not exists (select 1 from session_attendees a where a.workspace_id = ${order.workspaceId}
          and a.session_id = ${orders.sessionId} and a.membership_id = ${buyerId})`,
    );
}

/**
 * Takes back what an order gave, after the statement that says that its money is gone: the course, unless it is
 * completed, was not given by buying or is paid for by another order, and the place on a date to come. The record
 * stays.
 */
export function takeBought(
  db: Database,
  { workspaceId, now, op }: Enrolling,
  order: Pick<Order, "id" | "courseId" | "sessionId">,
): Statement[] {
  const { id, courseId, sessionId } = order;
  const buyer = sql`(select ${buyerId} from orders where orders.workspace_id = ${workspaceId} and orders.id = ${id})`;
  return [
    db
      .update(enrolments)
      .set({ status: "withdrawn", withdrawnAt: now, lastOp: op })
      .where(
        sql`${enrolments.workspaceId} = ${workspaceId} and ${enrolments.membershipId} = ${buyer}
          and ${enrolments.courseId} = ${courseId} and ${enrolments.status} = 'active'
          and ${enrolments.origin} = 'catalog' and not ${paidOtherwise(workspaceId, id, courseId, buyer)}`,
      ),
    ...(sessionId === null
      ? []
      : [
          db.delete(sessionAttendees).where(
            sql`${sessionAttendees.workspaceId} = ${workspaceId} and ${sessionAttendees.sessionId} = ${sessionId}
                and ${sessionAttendees.membershipId} = ${buyer} and ${sessionAttendees.origin} = 'catalog'
                and exists (select 1 from course_sessions s where s.workspace_id = ${workspaceId}
                  and s.id = ${sessionId} and s.starts_at > ${now})
                and not ${paidOtherwise(workspaceId, id, courseId, buyer)}`,
          ),
        ]),
  ];
}

const paidOtherwise = (workspaceId: string, orderId: string, courseId: string, buyer: SQL) =>
  sql`exists (select 1 from orders p where p.workspace_id = ${workspaceId} and p.course_id = ${courseId}
    and p.id <> ${orderId} and p.status = 'paid' and (p.membership_id = ${buyer} or p.registration_id in (
      select r.id from registrations r where r.workspace_id = ${workspaceId} and r.membership_id = ${buyer})))`;

export interface OrderWindow {
  status: Order["status"] | null;
  courseId: string | null;
  /** Only those that need somebody's eye. */
  concerned: boolean;
  /** Id of the last order of the page before. */
  before: string | null;
  /** How many orders are looked at. */
  look: number;
}

/**
 * Orders, the latest first; `fits` is 0 for one that was looked at in vain. Each single filter has its own index;
 * of several the narrowest is looked along.
 */
export function ordersPage(db: Database, workspaceId: string, window: OrderWindow) {
  const { status, courseId, concerned, before, look } = window;
  const along = concerned
    ? sql`and concern is not null`
    : courseId
      ? sql`and course_id = ${courseId}`
      : status
        ? sql`and status = ${status}`
        : sql``;
  const index = concerned ? "orders_concern" : courseId ? "orders_course" : status ? "orders_status" : null;
  return db
    .select({
      ...orderColumns,
      fits: sql<number>`(${status ? sql`orders.status = ${status}` : sql`1`}
        and ${courseId ? sql`orders.course_id = ${courseId}` : sql`1`})`.as("fits"),
    })
    .from(
      withCourseAndBuyer(sql`select * from orders ${index ? sql`indexed by ${sql.identifier(index)}` : sql``}
        where workspace_id = ${workspaceId} ${along} ${before ? sql`and id < ${before}` : sql``}
        order by id desc limit ${look}`),
    )
    .orderBy(sql`orders.id desc`);
}

const own = (workspaceId: string, membershipId: string) => sql`select o.* from orders o
  where o.workspace_id = ${workspaceId} and o.membership_id = ${membershipId}
  union all select o.* from registrations r
    cross join orders o on o.workspace_id = r.workspace_id and o.registration_id = r.id
    where r.workspace_id = ${workspaceId} and r.membership_id = ${membershipId} and r.status = 'joined'`;

/** Everything that one person began to buy, whatever became of it. */
export function allOrders(db: Database, workspaceId: string, membershipId: string) {
  return db
    .select(orderColumns)
    .from(withCourseAndBuyer(own(workspaceId, membershipId)))
    .orderBy(sql`orders.id`)
    .limit(10_000);
}

/** What one person bought, for themselves, the latest first: only what was paid. */
export function ownOrders(
  db: Database,
  { workspaceId, membershipId }: { workspaceId: string; membershipId: string },
  orderId: string | null = null,
) {
  return db
    .select(orderColumns)
    .from(withCourseAndBuyer(own(workspaceId, membershipId)))
    .where(sql`orders.paid_minor is not null and ${orderId === null ? sql`1` : sql`orders.id = ${orderId}`}`)
    .orderBy(sql`orders.id desc`)
    .limit(200);
}
