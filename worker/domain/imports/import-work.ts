import type { CountChanges } from "../../../db/queries/imports.ts";
import type { ImportOutcome } from "../../../db/schema/imports.ts";
import type { imports } from "../../../db/schema/index.ts";
import type { Actor, Context } from "../context.ts";
import type { CustomField } from "../custom-fields/custom-values.ts";
import type { Policies } from "../policies.ts";
import type { Authority } from "../starter-authority.ts";
import { countOutcomes } from "./check-rows.ts";
import { type JudgingRules, type NamesForRows, rowRules } from "./row-rules.ts";

/** How much a chunk holds at most. */
interface ChunkSize {
  rows: number;
  bytes: number;
}

/** Few enough rows for one value of D1, and enough that a file costs few queries. */
export const chunkSizes = {
  usual: { rows: 1_500, bytes: 1_500_000 },
  /** Setting people up takes more statements, whatever their number; what is written of each is smaller. */
  setUp: { rows: 2_000, bytes: 1_500_000 },
  /** So does changing people, whose rows are divided into several values. */
  update: { rows: 2_000, bytes: 4_000_000 },
} as const satisfies Record<string, ChunkSize>;

/** Bytes of one value: D1 takes 2 MB, and wants it well under 1. */
const valueBytes = 800_000;

/**
 * The first of the rows that were read, as many as fit into a chunk, and whether there are more; one more than
 * fits was looked for.
 */
export function chunkOf<Row extends object>(
  rows: readonly Row[],
  size: ChunkSize,
): { chunk: Row[]; more: boolean } {
  const [chunk = []] = dividedByBytes(rows.slice(0, size.rows), size.bytes);
  return { chunk, more: rows.length > chunk.length };
}

/** Rows in parts, in order, each of which fits into one value. */
export function dividedByBytes<Row extends object>(rows: readonly Row[], most: number = valueBytes): Row[][] {
  const encoder = new TextEncoder();
  const parts: Row[][] = [];
  let part: Row[] = [];
  let bytes = 0;
  for (const row of rows) {
    const own = encoder.encode(JSON.stringify(row)).length;
    if (part.length > 0 && bytes + own > most) {
      parts.push(part);
      part = [];
      bytes = 0;
    }
    part.push(row);
    bytes += own;
  }
  return part.length > 0 ? [...parts, part] : parts;
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
  customerId: string;
  policies: Policies;
  plan: string;
  timeZone: string;
  actor: Actor;
  /** What whoever answers for the import may do at this moment. */
  authority: Authority;
}

/** What the rows of a chunk may say. */
export function rulesOf(
  ctx: Context,
  { record, customerId, policies, plan, timeZone, authority }: ImportWork,
  names: NamesForRows,
  fields: readonly CustomField[],
): JudgingRules {
  return rowRules(
    {
      workspaceId: record.workspaceId,
      customerId,
      policies,
      plan,
      mapping: record.mapping ?? [],
      options: record.options,
      uploader: authority,
      timeZone,
      now: ctx.now(),
    },
    names,
    fields,
  );
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
