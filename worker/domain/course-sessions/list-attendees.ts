import * as z from "zod";
import { attendeesPage, courseSessionById } from "../../../db/queries/course-sessions.ts";
import { peopleSight, sightOf } from "../courses/course-authority.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { memberUseCase, withinOrOwn } from "../use-case.ts";

/** How many places are looked at in one go by who sees a part only; then the page is short and has a cursor. */
const looked = 1_000;

export interface Attendee {
  /** Of the membership. */
  id: string;
  firstName: string;
  lastName: string;
  /** Their address, where the asker finds them among the people; programs read it there. */
  email: string | null;
  /** The asker may open their page. */
  isFound: boolean;
  status: "active" | "pending" | "deactivated" | "unproved";
  /** How they came to it. */
  origin: "invitation" | "group" | "manual" | "catalog";
  /** When they were mailed; null: not yet. */
  toldAt: number | null;
}

export interface AttendeePage {
  attendees: Attendee[];
  nextCursor: string | null;
}

export const listAttendeesFields = z.strictObject({
  sessionId: idField("courseSession"),
  limit: z.coerce.number().int().min(1).max(200, "At most 200 rows a page.").optional(),
  cursor: idField("membership").optional(),
});

/** Who attends a session, of the asker's part or in their own course. Throws NOT_FOUND. */
export const listAttendees = memberUseCase(
  withinOrOwn("progress.view"),
  listAttendeesFields,
  async (ctx, { sessionId, limit = 50, cursor = "" }): Promise<AttendeePage> => {
    const workspaceId = ctx.workspace.id;
    const [row] = await courseSessionById(ctx.db, workspaceId, sessionId);
    if (!row) throw new DomainError("NOT_FOUND");
    const sight = sightOf(ctx, "progress.view");
    const look = sight.part === null ? limit + 1 : looked;
    const session = { id: sessionId, courseId: row.session.courseId, ownerId: row.courseOwnerId };
    const rows = await attendeesPage(ctx.db, workspaceId, session, sight, peopleSight(ctx), cursor, look);
    const fitting = rows.filter(({ fits }) => fits === 1);
    const shown = fitting.slice(0, limit);
    const last = fitting.length > limit ? shown.at(-1) : rows.length === look ? rows.at(-1) : undefined;
    return {
      attendees: shown.map(({ fits: _, status, isFound, ...rest }) => ({
        ...rest,
        isFound: isFound === 1,
        status: status as Attendee["status"],
      })),
      nextCursor: last?.id ?? null,
    };
  },
);
