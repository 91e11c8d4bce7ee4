import * as z from "zod";
import { namedByOffers } from "../../../db/queries/offers.ts";
import { groupsPage } from "../../../db/queries/trees.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { memberUseCase, within } from "../use-case.ts";
import { groupsForSessions, mayInviteFrom } from "./invite-from-session.ts";

/** More groups than these are not offered at once: whoever has more names one by the API. */
const mostGroups = 1_000;

export interface SessionInviting {
  session: {
    id: string;
    courseId: string;
    /** Whose session it is; null: of no group. */
    groupId: string | null;
    title: string;
    startsAt: number;
    timeZone: string;
  };
  /** Null: no bound. */
  seatsLeft: number | null;
  /** Why nobody can be invited from it. */
  closed: "over" | "full" | "draft" | null;
  /** The groups that the asker may invite into. */
  groups: { id: string; name: string }[];
}

/** What the form of a session needs (F39, D7). Throws FROM_SESSION_OFF, NOT_FOUND, FORBIDDEN. */
export const viewSessionInviting = memberUseCase(
  within("session.invite"),
  z.strictObject({ sessionId: idField("courseSession") }),
  async (ctx, { sessionId }): Promise<SessionInviting> => {
    const own = groupsForSessions(ctx);
    const none = "[]";
    const [[session], groups] = await ctx.db.batch([
      namedByOffers(ctx.db, ctx.workspace.id, {
        units: none,
        groups: none,
        courses: none,
        sessions: JSON.stringify([sessionId]),
      }),
      groupsPage(ctx.db, ctx.workspace.id, {
        ids: own === "everywhere" ? null : JSON.stringify([...own]),
        search: "",
        after: "",
        look: mostGroups,
        above: false,
      }),
    ]);
    if (!session) throw new DomainError("NOT_FOUND");
    if (!ctx.workspace.policies["from_session.enabled"]) throw new DomainError("FROM_SESSION_OFF");
    if (!mayInviteFrom(ctx, sessionId, session.groupId)) throw new DomainError("FORBIDDEN");
    const { name, courseId, startsAt, timeZone, seatsLeft, published } = session;
    return {
      session: {
        id: sessionId,
        courseId: courseId ?? "",
        groupId: session.groupId,
        title: name,
        startsAt: startsAt ?? 0,
        timeZone: timeZone ?? ctx.workspace.timeZone,
      },
      seatsLeft,
      closed:
        (startsAt ?? 0) <= ctx.now()
          ? "over"
          : !published
            ? "draft"
            : seatsLeft !== null && seatsLeft < 1
              ? "full"
              : null,
      groups: groups.map(({ id, name }) => ({ id, name })),
    };
  },
);
