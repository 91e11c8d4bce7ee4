import type { ownSessions } from "../../../db/queries/own-learning.ts";

type OwnSessionRow = Awaited<ReturnType<typeof ownSessions>>[number];

/** A session that the reader attends. */
export interface OwnSession extends Omit<OwnSessionRow, "instructors"> {
  instructors: string[];
}

export function ownSession({ instructors, ...row }: OwnSessionRow): OwnSession {
  return { ...row, instructors: (JSON.parse(instructors) as string[]).filter(Boolean) };
}
