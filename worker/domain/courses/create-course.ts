import * as z from "zod";
import { insertCourse } from "../../../db/queries/courses.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { standingOf } from "../members/member-change.ts";
import { nameKeyOf } from "../places/place-name.ts";
import { memberUseCase, within } from "../use-case.ts";
import { holderId } from "./course-authority.ts";
import { courseFields, topicOf } from "./course-fields.ts";
import { type CourseDetail, courseDetail } from "./course-view.ts";

export const createCourseFields = z.strictObject({
  title: courseFields.title,
  summary: courseFields.summary.optional(),
  description: courseFields.description.optional(),
  /** A draft unless it is said otherwise: nobody can be enrolled in it yet. */
  status: courseFields.status.optional(),
  visibility: courseFields.visibility.optional(),
  price: courseFields.price.optional(),
  topic: courseFields.topic.optional(),
  language: courseFields.language.optional(),
  durationMinutes: courseFields.durationMinutes.optional(),
});

/** Makes a course. It is its maker's own. */
export const createCourse = memberUseCase(
  within("course.create"),
  createCourseFields,
  async (ctx, input): Promise<CourseDetail> => {
    const now = ctx.now();
    const op = ctx.ids.next("event");
    const row = {
      workspaceId: ctx.workspace.id,
      id: ctx.ids.next("course"),
      title: input.title,
      titleKey: nameKeyOf(input.title),
      summary: input.summary ?? "",
      description: input.description ?? "",
      status: input.status ?? ("draft" as const),
      visibility: input.visibility ?? ("private" as const),
      priceMinor: input.price?.amount ?? null,
      currency: input.price?.currency ?? null,
      ...topicOf(input.topic ?? null),
      language: input.language ?? null,
      durationMinutes: input.durationMinutes ?? null,
      openUntil: null,
      ownerId: holderId(ctx),
      createdAt: now,
      updatedAt: now,
      deletedAt: null,
      lastOp: op,
    };
    const result = courseDetail(ctx, row, ctx.membership ? ctx.actor.name : null);
    const done = await commit(
      ctx,
      [
        insertCourse(ctx.db, row, standingOf(ctx, "course.create")),
        guardChanged(ctx.db),
        ...audit(ctx, {
          workspaceId: row.workspaceId,
          actor: ctx.actor,
          action: "course.created",
          targetId: row.id,
          op,
          details: { title: row.title, status: row.status },
        }),
      ],
      result,
    );
    if (!done) throw new DomainError("FORBIDDEN");
    return done;
  },
);
