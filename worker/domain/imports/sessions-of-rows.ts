import { namedByOffers } from "../../../db/queries/offers.ts";
import type { Context } from "../context.ts";
import type { Reach } from "../permissions.ts";
import type { CellProblem } from "./cell-problems.ts";
import type { ResolvedRow } from "./resolved-row.ts";
import { isOwnSession } from "./row-rules.ts";

type NamedSessions = Pick<ResolvedRow, "sessionIds">;

/** The sessions that the rows of a chunk name, as they are when it is their turn. */
export interface SessionsOfRows {
  /** Why a row finds no place: a session was canceled, has begun or is not the uploader's any more, or is full. */
  problemOf(row: NamedSessions): CellProblem | null;
  /** Counts the places of a row that goes along: the seats go to the rows in their order. */
  take(row: NamedSessions): void;
}

/** Asks for them, only where a row names any; the batch itself asks once more for the seats (`guardsOffer`). */
export async function sessionsOfRows(
  ctx: Context,
  workspaceId: string,
  reach: Reach,
  rows: readonly NamedSessions[],
): Promise<SessionsOfRows> {
  const sessions = JSON.stringify([...new Set(rows.flatMap(({ sessionIds }) => sessionIds))]);
  const none = "[]";
  const found =
    sessions === none
      ? []
      : await namedByOffers(ctx.db, workspaceId, { units: none, groups: none, courses: none, sessions });
  const known = new Map(found.map((session) => [session.id, session]));
  const taken = new Map<string, number>();
  return {
    problemOf({ sessionIds }) {
      for (const id of sessionIds) {
        const session = known.get(id);
        const toCome = session && isOwnSession(reach, session) && (session.startsAt ?? 0) > ctx.now();
        // Of what is not theirs nothing is told, its title neither.
        if (!toCome) return { column: "sessions", code: "session_unknown", found: "" };
        if (session.published !== 1)
          return { column: "sessions", code: "session_draft", found: session.name };
        if (session.seatsLeft !== null && session.seatsLeft - (taken.get(id) ?? 0) < 1) {
          return { column: "sessions", code: "session_full", found: session.name };
        }
      }
      return null;
    },
    take({ sessionIds }) {
      for (const id of sessionIds) taken.set(id, (taken.get(id) ?? 0) + 1);
    },
  };
}
