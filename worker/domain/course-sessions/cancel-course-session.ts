import * as z from "zod";
import { changeSeenSession, courseSessionById } from "../../../db/queries/course-sessions.ts";
import { tellOfCancellation } from "../../../db/queries/session-mails.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { ownCourses } from "../courses/course-authority.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { tellsPending } from "../invitations/tell-pending.ts";
import { wakeMail } from "../mail/queue-mail.ts";
import { standingOf } from "../members/member-change.ts";
import { memberUseCase, withinOrOwn } from "../use-case.ts";
import { mayEditSession, type SessionView, sessionView } from "./session-view.ts";

/**
 * Cancels a session that is still to come; whoever was told of it is told that too. Canceling twice is no error.
 *
 * Throws NOT_FOUND, FORBIDDEN, SESSION_OVER once it has begun, EDIT_CONFLICT.
 */
export const cancelCourseSession = memberUseCase(
  withinOrOwn("session.manage"),
  z.strictObject({ sessionId: idField("courseSession") }),
  async (ctx, { sessionId }): Promise<SessionView> => {
    const workspaceId = ctx.workspace.id;
    const now = ctx.now();
    const [row] = await courseSessionById(ctx.db, workspaceId, sessionId);
    if (!row) throw new DomainError("NOT_FOUND");
    if (!mayEditSession(ctx, row)) throw new DomainError("FORBIDDEN");
    const { session } = row;
    if (session.canceledAt !== null) return sessionView(ctx, row);
    if (session.startsAt <= now) throw new DomainError("SESSION_OVER");
    const op = ctx.ids.next("event");
    const byOwner = row.courseOwnerId !== null && row.courseOwnerId === ownCourses(ctx);
    const tellPending = tellsPending(ctx.workspace);
    const done = await commit(
      ctx,
      [
        changeSeenSession(
          ctx.db,
          session,
          { canceledAt: now, lastOp: op },
          standingOf(ctx, byOwner ? "course.create" : "session.manage"),
        ),
        guardChanged(ctx.db),
        tellOfCancellation(ctx.db, { workspaceId, now, op }, tellPending),
        ...audit(ctx, {
          workspaceId,
          actor: ctx.actor,
          action: "session.canceled",
          targetId: sessionId,
          op,
          details: { title: session.title, startsAt: session.startsAt },
        }),
      ],
      sessionView(ctx, { ...row, session: { ...session, canceledAt: now } }),
    );
    if (!done) throw new DomainError("EDIT_CONFLICT");
    await wakeMail(ctx, workspaceId);
    return done;
  },
);
