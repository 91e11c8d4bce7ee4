import * as z from "zod";
import { orderConcerns, orderStatuses } from "../domain/paying/order-states.ts";

const moment = z.iso.datetime().describe("UTC, ISO 8601.");
const placeName = z.object({ id: z.string(), name: z.string() });

const course = z.object({
  id: z.string(),
  title: z.string(),
  summary: z.string(),
  status: z.enum(["draft", "published"]).describe("Nobody can be enrolled in a draft."),
  visibility: z.enum(["private", "catalog"]),
  price: z
    .object({ amount: z.int(), currency: z.string() })
    .nullable()
    .describe("In the smallest unit of the currency, such as cents. Null: free."),
  topic: z.string().nullable(),
  language: z.string().nullable().describe("Of what is taught, such as `en`."),
  durationMinutes: z.int().nullable(),
  owner: z.object({ id: z.string(), name: z.string().nullable() }).nullable().describe("Who made it."),
  createdAt: moment,
  updatedAt: moment,
});

const session = z.object({
  id: z.string(),
  courseId: z.string(),
  courseTitle: z.string(),
  title: z.string(),
  startsAt: moment,
  endsAt: moment,
  timeZone: z.string().describe("In which it is told."),
  place: z.string().nullable(),
  link: z.string().nullable().describe("Where to join from afar."),
  seats: z.int().nullable().describe("How many may attend. Null: no bound."),
  taken: z.int().describe("How many attend, counted up to 1,001."),
  group: placeName.nullable().describe("Whose members attend."),
  instructors: z.array(placeName),
  canceledAt: moment.nullable(),
});

const attendee = z.object({
  userId: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  userStatus: z.enum(["active", "pending", "deactivated", "unproved"]),
  origin: z.enum(["invitation", "group", "manual", "catalog"]).describe("How they came to it."),
  toldAt: moment.nullable().describe("When the session was mailed to them."),
});

const enrolment = z.object({
  id: z.string(),
  userId: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  userStatus: z.enum(["active", "deactivated", "pending", "unproved"]),
  courseId: z.string(),
  courseTitle: z.string(),
  origin: z.enum(["invitation", "group", "unit", "session", "manual", "catalog"]),
  status: z.enum(["active", "completed", "withdrawn"]),
  progress: z.int().describe("Per cent."),
  enrolledAt: moment,
  completedAt: moment.nullable(),
  withdrawnAt: moment.nullable(),
  certificateId: z.string().nullable(),
});

const amount = z.int().describe("In the smallest unit of the currency, such as cents.");

const order = z.object({
  id: z.string(),
  status: z
    .enum(orderStatuses)
    .describe("`held`: the money is there, and nothing was given for it, for the reason in `concern`."),
  course: z.object({ id: z.string(), title: z.string() }),
  session: z.object({ id: z.string(), title: z.string(), startsAt: moment }).nullable(),
  buyer: z.object({
    userId: z.string().nullable().describe("Null as long as they have not joined."),
    name: z.string(),
    email: z.string().nullable(),
  }),
  currency: z.string(),
  price: amount.describe("What was asked for, without tax."),
  paid: amount.nullable().describe("With tax. Null: nothing was paid."),
  tax: amount.nullable(),
  refunded: amount,
  refundable: amount.describe("What can still be given back."),
  concern: z.enum(orderConcerns).nullable().describe("Why somebody should look at it."),
  receiptUrl: z.string().nullable(),
  createdAt: moment,
  paidAt: moment.nullable(),
  endedAt: moment.nullable(),
});

/** Courses, sessions, enrolments and orders as the API shows them. */
export const learningShapes = {
  Course: course.extend({ description: z.string() }),
  CoursePage: z.object({ data: z.array(course), nextCursor: z.string().nullable() }),
  CourseDetail: course.extend({
    description: z.string(),
    assignedTo: z
      .array(placeName.extend({ kind: z.enum(["group", "unit"]) }))
      .describe("Groups and units of your part that take it."),
  }),
  DeletedCourse: z.object({ id: z.string(), title: z.string() }),
  Assignment: z.object({
    courseId: z.string(),
    groupId: z.string().nullable(),
    unitId: z.string().nullable(),
    assigned: z.boolean(),
    jobId: z.string().nullable().describe("The job that enrols those who are in it, where they are many."),
  }),
  Session: session,
  ChangedSession: session.extend({
    notices: z
      .array(z.object({ path: z.string(), code: z.string(), message: z.string() }))
      .describe("Times that come twice as the clocks go back; the earlier one was taken."),
  }),
  SessionPage: z.object({ data: z.array(session), nextCursor: z.string().nullable() }),
  AttendeePage: z.object({ data: z.array(attendee), nextCursor: z.string().nullable() }),
  AttendeeState: z.object({ sessionId: z.string(), userId: z.string(), attends: z.boolean() }),
  Enrolment: enrolment,
  Certificate: z.object({
    id: z.string(),
    number: z.string().describe("What one can read out and look up, like `K7M2-XW4Q-9DFG-3HJK`."),
    personName: z.string(),
    courseTitle: z.string(),
    issuedAt: moment,
  }),
  Order: order,
  OrderPage: z.object({ data: z.array(order), nextCursor: z.string().nullable() }),
  OrderDetail: order.extend({
    checkoutId: z.string().nullable().describe("The payment provider's id of the checkout."),
    paymentId: z.string().nullable().describe("The payment provider's id of the payment."),
    done: z
      .object({
        concern: z.enum(orderConcerns).nullable(),
        by: z.string().nullable().describe("Null once nothing is kept of them."),
        at: moment,
      })
      .nullable()
      .describe("Who said last that a concern was looked at; null: nobody."),
    events: z.array(z.object({ type: z.string(), at: moment, receivedAt: moment })),
  }),
  RegistrationTaken: z.object({
    email: z.string(),
    accepted: z
      .literal(true)
      .describe("The same whether or not the address is known, or has asked too often."),
  }),
  EnrolmentPage: z.object({ data: z.array(enrolment), nextCursor: z.string().nullable() }),
};
