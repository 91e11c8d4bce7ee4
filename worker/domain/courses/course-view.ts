import type { courses } from "../../../db/schema/index.ts";
import type { MemberContext } from "../use-case.ts";
import { mayEdit } from "./course-authority.ts";

/** A course as lists and acts show it. */
export interface CourseView {
  id: string;
  title: string;
  summary: string;
  status: "draft" | "published";
  visibility: "private" | "catalog";
  /** In the smallest unit of the currency; null: free. */
  price: { amount: number; currency: string } | null;
  topic: string | null;
  /** Of what is taught, as a tag (`en`). */
  language: string | null;
  durationMinutes: number | null;
  /** Who made it; the name is null for a program and for somebody without one. */
  owner: { id: string; name: string | null } | null;
  createdAt: number;
  updatedAt: number;
  mayEdit: boolean;
}

export interface CourseDetail extends CourseView {
  description: string;
}

type CourseRow = typeof courses.$inferSelect;

export function courseView(ctx: MemberContext, course: CourseRow, ownerName: string | null): CourseView {
  const { id, title, summary, status, visibility, topic, language, durationMinutes } = course;
  const { priceMinor, currency, ownerId, createdAt, updatedAt } = course;
  return {
    id,
    title,
    summary,
    status,
    visibility,
    price: priceMinor !== null && currency !== null ? { amount: priceMinor, currency } : null,
    topic,
    language,
    durationMinutes,
    owner: ownerId === null ? null : { id: ownerId, name: ownerName },
    createdAt,
    updatedAt,
    mayEdit: mayEdit(ctx, ownerId),
  };
}

export function courseDetail(ctx: MemberContext, course: CourseRow, ownerName: string | null): CourseDetail {
  return { ...courseView(ctx, course, ownerName), description: course.description };
}
