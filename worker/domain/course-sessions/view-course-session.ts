import * as z from "zod";
import { courseSessionById } from "../../../db/queries/course-sessions.ts";
import { reachBesides } from "../courses/course-authority.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { memberUseCase, within } from "../use-case.ts";
import { type SessionView, sessionView } from "./session-view.ts";
import { wallClock } from "./wall-time.ts";

export interface SessionPageView {
  /** With what a clock on the wall of its zone shows, as forms take it. */
  session: SessionView & { wall: { startsAt: string; endsAt: string } };
  may: { edit: boolean; cancel: boolean; addPeople: boolean };
}

/** One session. Throws NOT_FOUND. */
export const viewCourseSession = memberUseCase(
  within("course.view"),
  z.strictObject({ sessionId: idField("courseSession") }),
  async (ctx, { sessionId }): Promise<SessionPageView> => {
    const [row] = await courseSessionById(ctx.db, ctx.workspace.id, sessionId);
    if (!row) throw new DomainError("NOT_FOUND");
    const session = sessionView(ctx, row);
    const open = session.canceledAt === null && session.startsAt > ctx.now();
    const wall = {
      startsAt: wallClock(session.startsAt, session.timeZone),
      endsAt: wallClock(session.endsAt, session.timeZone),
    };
    return {
      session: { ...session, wall },
      may: {
        edit: session.mayEdit && open,
        cancel: session.mayEdit && open,
        addPeople: open && reachBesides(ctx, "enrolment.manage") !== null,
      },
    };
  },
);
