import * as z from "zod";
import { catalogDaysOf, catalogTotals } from "../../../db/queries/catalog-days.ts";
import { idField } from "../fields.ts";
import { periodField } from "../insights/view-insights.ts";
import { dayAfter, dayIn } from "../members/access-end.ts";
import { memberUseCase } from "../use-case.ts";

/** Courses that are named, and rows of days that are summed up for them. */
const shownCourses = 50;
const summedRows = 5_000;

export interface CatalogCounts {
  views: number;
  started: number;
  verified: number;
  enrolled: number;
  paid: number;
}

export interface CatalogNumbers {
  from: string;
  until: string;
  /** The course that the numbers are of; null: the whole catalog. */
  course: { id: string; title: string } | null;
  total: CatalogCounts;
  /** Days on which something happened, in order. */
  days: (CatalogCounts & { day: string })[];
  /** Courses by how often they were looked at; none where one course is asked for. */
  courses: (CatalogCounts & { id: string; title: string })[];
}

/**
 * What the catalog did in a period, day by day and course by course (F128): looks, registrations begun and proved,
 * enrolments and payments. It reads days, at most one row for each, and for the courses a bounded number.
 */
export const viewCatalogNumbers = memberUseCase(
  "insights.view",
  z.strictObject({ days: periodField, courseId: idField("course").optional() }),
  async (ctx, { days: period = "30", courseId }): Promise<CatalogNumbers> => {
    const { workspace } = ctx;
    const until = dayIn(ctx.now(), workspace.timeZone);
    const from = dayAfter(until, 1 - Number(period));
    const wanted = Array.from({ length: Number(period) }, (_, at) => dayAfter(from, at));
    const [days, courses] = await ctx.db.batch([
      catalogDaysOf(ctx.db, workspace.id, courseId ?? "", JSON.stringify(wanted)),
      catalogTotals(ctx.db, workspace.id, courseId ?? null, from, summedRows, shownCourses),
    ]);
    const named = courseId ? courses.find(({ id }) => id === courseId) : undefined;
    const sum = (name: keyof CatalogCounts) => days.reduce((all, day) => all + day[name], 0);
    return {
      from,
      until,
      course: courseId ? { id: courseId, title: named?.title ?? "" } : null,
      total: {
        views: sum("views"),
        started: sum("started"),
        verified: sum("verified"),
        enrolled: sum("enrolled"),
        paid: sum("paid"),
      },
      days,
      courses: courseId ? [] : courses,
    };
  },
);
