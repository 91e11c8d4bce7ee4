import * as z from "zod";
import { ownCourseById, ownSessions } from "../../../db/queries/own-learning.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { publicUseCase } from "../use-case.ts";
import { learnerOf } from "./learner.ts";
import { type OwnSession, ownSession } from "./own-session.ts";

const shown = 100;

export interface OwnCourse {
  course: Awaited<ReturnType<typeof ownCourseById>>[number];
  /** All that the reader attends, canceled ones too, in the order of their begin. */
  sessions: OwnSession[];
}

/** A course that the reader takes. Throws NOT_FOUND for any other, NOT_SIGNED_IN. */
export const viewOwnCourse = publicUseCase(
  z.strictObject({ courseId: idField("course") }),
  async (ctx, { courseId }): Promise<OwnCourse> => {
    const learner = learnerOf(ctx);
    const [[course], sessions] = await ctx.db.batch([
      ownCourseById(ctx.db, learner, courseId),
      ownSessions(ctx.db, learner, { courseId, endsAfter: 0 }, shown),
    ]);
    if (!course) throw new DomainError("NOT_FOUND");
    return { course, sessions: sessions.map(ownSession) };
  },
);
