import type { CountChanges } from "../../../db/queries/imports.ts";
import type { ImportOutcome } from "../../../db/schema/imports.ts";
import type { imports } from "../../../db/schema/index.ts";
import type { Actor } from "../context.ts";
import type { Permission, RoleKey } from "../permissions.ts";
import type { Policies } from "../policies.ts";
import { countOutcomes } from "./check-rows.ts";

/** Rows in a chunk at most: their statements stay far under D1's thousand. */
export const chunkRows = 1_000;

/** Bytes of a chunk at most, for one JSON value: D1 takes 2 MB. */
const chunkBytes = 1_500_000;

/** The first of the rows that were read, as many as fit into a chunk, and whether there may be more. */
export function chunkOf<Row extends object>(rows: readonly Row[]): { chunk: Row[]; more: boolean } {
  const encoder = new TextEncoder();
  let bytes = 0;
  const over = rows.findIndex((row, at) => {
    bytes += encoder.encode(JSON.stringify(row)).length;
    return bytes > chunkBytes && at > 0;
  });
  return over < 0
    ? { chunk: [...rows], more: rows.length === chunkRows }
    : { chunk: rows.slice(0, over), more: true };
}
export type ImportRecord = typeof imports.$inferSelect;

export interface ChunkDone {
  /** There is another chunk. */
  more: boolean;
  /** Seconds before it makes sense to try again. */
  retryAfter?: number;
}

/** What a chunk is worked off with. */
export interface ImportWork {
  record: ImportRecord;
  lease: string;
  policies: Policies;
  actor: Actor;
  mayGrant(role: RoleKey): boolean;
  may(permission: Permission): boolean;
}

/** The counts with some rows more and others fewer: what `shiftedCounts` will make of them. */
export function withChanges(counts: ImportRecord["counts"], changes: CountChanges): ImportRecord["counts"] {
  const after = { ...counts };
  for (const [outcome, by] of Object.entries(changes) as [ImportOutcome, number][]) {
    after[outcome] = Math.max(0, (after[outcome] ?? 0) + by);
  }
  return after;
}

/** The counts of rows that were something and are something else now. */
export function moved(
  before: readonly { outcome: ImportOutcome }[],
  after: readonly { outcome: ImportOutcome }[],
): CountChanges {
  const changes = countOutcomes(after);
  for (const { outcome } of before) changes[outcome] = (changes[outcome] ?? 0) - 1;
  return changes;
}
