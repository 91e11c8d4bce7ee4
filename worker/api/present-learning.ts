import type { AttendeeState } from "../domain/course-sessions/add-attendee.ts";
import type { MadeSession } from "../domain/course-sessions/create-course-session.ts";
import type { AttendeePage } from "../domain/course-sessions/list-attendees.ts";
import type { SessionPage } from "../domain/course-sessions/list-course-sessions.ts";
import type { SessionView } from "../domain/course-sessions/session-view.ts";
import type { Assigned } from "../domain/courses/assign-course.ts";
import type { CourseDetail, CourseView } from "../domain/courses/course-view.ts";
import type { CoursePage } from "../domain/courses/list-courses.ts";
import type { CoursePageView } from "../domain/courses/view-course.ts";
import type { EnrolmentView } from "../domain/enrolments/enrolment-view.ts";
import type { EnrolmentPage } from "../domain/enrolments/list-enrolments.ts";
import type { Certificate } from "../domain/enrolments/view-certificate.ts";
import type { OrderPage } from "../domain/paying/list-orders.ts";
import type { OrderView } from "../domain/paying/order-view.ts";
import type { OrderDetail } from "../domain/paying/view-order.ts";
import { isoTime, moment } from "./present.ts";
import { publicError } from "./problems.ts";
import type { Shape } from "./shapes.ts";

function courseLine(course: CourseView) {
  const { id, title, summary, status, visibility, price, owner, createdAt, updatedAt } = course;
  const { topic, language, durationMinutes } = course;
  return {
    id,
    title,
    summary,
    status,
    visibility,
    price: price && { amount: price.amount, currency: price.currency },
    topic,
    language,
    durationMinutes,
    owner: owner && { id: owner.id, name: owner.name },
    createdAt: isoTime(createdAt),
    updatedAt: isoTime(updatedAt),
  };
}

export function presentCourse(course: CourseDetail): Shape<"Course"> {
  return { ...courseLine(course), description: course.description };
}

export function presentCourses({ courses, nextCursor }: CoursePage): Shape<"CoursePage"> {
  return { data: courses.map(courseLine), nextCursor };
}

export function presentCourseDetail({ course, places }: CoursePageView): Shape<"CourseDetail"> {
  return {
    ...presentCourse(course),
    assignedTo: places.map(({ kind, id, name }) => ({ kind, id, name })),
  };
}

export function presentAssignment(assigned: boolean) {
  return ({ courseId, groupId, unitId, jobId }: Assigned): Shape<"Assignment"> => ({
    courseId,
    groupId,
    unitId,
    assigned,
    jobId,
  });
}

export function presentSession(session: SessionView): Shape<"Session"> {
  const { id, courseId, courseTitle, title, timeZone, place, link, seats, taken, group, instructors } =
    session;
  return {
    id,
    courseId,
    courseTitle,
    title,
    startsAt: isoTime(session.startsAt),
    endsAt: isoTime(session.endsAt),
    timeZone,
    place,
    link,
    seats,
    taken,
    group: group && { id: group.id, name: group.name },
    instructors: instructors.map((person) => ({ id: person.id, name: person.name })),
    canceledAt: moment(session.canceledAt),
  };
}

export function presentChangedSession({ session, notices }: MadeSession): Shape<"ChangedSession"> {
  return {
    ...presentSession(session),
    notices: notices.map(publicError),
  };
}

export function presentSessions({ sessions, nextCursor }: SessionPage): Shape<"SessionPage"> {
  return { data: sessions.map(presentSession), nextCursor };
}

export function presentAttendees({ attendees, nextCursor }: AttendeePage): Shape<"AttendeePage"> {
  return {
    data: attendees.map(({ id, firstName, lastName, status, origin, toldAt }) => ({
      userId: id,
      firstName,
      lastName,
      userStatus: status,
      origin,
      toldAt: moment(toldAt),
    })),
    nextCursor,
  };
}

export function presentAttendee({ sessionId, userId, attends }: AttendeeState): Shape<"AttendeeState"> {
  return { sessionId, userId, attends };
}

export function presentEnrolment(enrolment: EnrolmentView): Shape<"Enrolment"> {
  const { enrolledAt, completedAt, withdrawnAt, email: _, isFound: __, ...rest } = enrolment;
  return {
    ...rest,
    enrolledAt: isoTime(enrolledAt),
    completedAt: moment(completedAt),
    withdrawnAt: moment(withdrawnAt),
  };
}

export function presentCertificate({ issuedAt, ...certificate }: Certificate): Shape<"Certificate"> {
  return { ...certificate, issuedAt: isoTime(issuedAt) };
}

export function presentEnrolments({ enrolments, nextCursor }: EnrolmentPage): Shape<"EnrolmentPage"> {
  return { data: enrolments.map(presentEnrolment), nextCursor };
}

export function presentOrder(order: OrderView): Shape<"Order"> {
  const { session, buyer } = order;
  return {
    id: order.id,
    status: order.status,
    course: { id: order.course.id, title: order.course.title },
    session: session && { id: session.id, title: session.title, startsAt: isoTime(session.startsAt) },
    buyer: { userId: buyer.userId, name: buyer.name, email: buyer.email },
    currency: order.currency,
    price: order.price,
    paid: order.paid,
    tax: order.tax,
    refunded: order.refunded,
    refundable: order.refundable,
    concern: order.concern,
    receiptUrl: order.receiptUrl,
    createdAt: isoTime(order.createdAt),
    paidAt: moment(order.paidAt),
    endedAt: moment(order.endedAt),
  };
}

export function presentOrders({ orders, nextCursor }: OrderPage): Shape<"OrderPage"> {
  return { data: orders.map(presentOrder), nextCursor };
}

export function presentOrderDetail({
  order,
  events,
  checkoutId,
  paymentId,
  done,
}: OrderDetail): Shape<"OrderDetail"> {
  return {
    ...presentOrder(order),
    checkoutId,
    paymentId,
    done: done && { ...done, at: isoTime(done.at) },
    events: events.map(({ type, at, receivedAt }) => ({
      type,
      at: isoTime(at),
      receivedAt: isoTime(receivedAt),
    })),
  };
}
