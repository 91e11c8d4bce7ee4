import * as z from "zod";
import { ownAccessEnd, ownCertificates, ownCourses, ownSessions } from "../../../db/queries/own-learning.ts";
import { publicUseCase } from "../use-case.ts";
import { learnerOf } from "./learner.ts";
import { type OwnSession, ownSession } from "./own-session.ts";

/** How many sessions to come the home page shows. */
const shown = 20;

export interface OwnLearning {
  courses: Awaited<ReturnType<typeof ownCourses>>;
  /** Those that are not over, the next first. */
  sessions: OwnSession[];
  certificates: Awaited<ReturnType<typeof ownCertificates>>;
  /** The last day of their access, `2026-12-31`; null: without end. */
  accessEndsOn: string | null;
}

/**
 * The home of a learner: their courses, the sessions to come, their certificates. Throws NOT_SIGNED_IN,
 * MEMBERSHIP_DEACTIVATED, EMAIL_UNVERIFIED.
 */
export const viewOwnLearning = publicUseCase(z.strictObject({}), async (ctx): Promise<OwnLearning> => {
  const learner = learnerOf(ctx);
  const now = ctx.now();
  const [courses, sessions, certificates, [access]] = await ctx.db.batch([
    ownCourses(ctx.db, learner, now),
    ownSessions(ctx.db, learner, { courseId: null, endsAfter: now }, shown),
    ownCertificates(ctx.db, learner),
    ownAccessEnd(ctx.db, learner),
  ]);
  return {
    courses,
    sessions: sessions.map(ownSession),
    certificates,
    accessEndsOn: access?.endsOn ?? null,
  };
});
