import type { ExistingMode, ImportOptions, ImportOutcome } from "../../../db/schema/imports.ts";
import type { ImportRecord } from "./import-work.ts";

/** An import as pages and programs see it. Times are UTC milliseconds. */
export interface ImportView {
  id: string;
  status: ImportRecord["status"];
  dryRun: boolean;
  fileName: string;
  fileBytes: number;
  fileDigest: string | null;
  encoding: string | null;
  /** Set when the encoding was guessed: cells to judge the guess by (C-11). */
  guessedEncoding: string[] | null;
  delimiter: string | null;
  header: string[];
  mapping: (string | null)[];
  notices: Record<string, unknown>;
  options: ImportOptions;
  /** What happens with people who are here already. */
  existing: ExistingMode;
  rowCount: number;
  counts: Partial<Record<ImportOutcome, number>>;
  /** Rows that the present phase has done, and has to do in all. */
  progress: { done: number; total: number };
  actorName: string;
  createdAt: number;
  confirmedAt: number | null;
  finishedAt: number | null;
  failure: { code: string; params: Record<string, unknown> } | null;
}

export function importView(record: ImportRecord): ImportView {
  const notices = record.notices ?? {};
  const guessed = notices.guessedEncoding;
  return {
    id: record.id,
    status: record.status,
    dryRun: record.dryRun,
    fileName: record.fileName,
    fileBytes: record.fileBytes,
    fileDigest: record.fileDigest,
    encoding: record.encoding,
    guessedEncoding: Array.isArray(guessed) ? guessed.map(String) : null,
    delimiter: record.delimiter,
    header: record.header ?? [],
    mapping: record.mapping ?? [],
    notices,
    options: record.options,
    existing: record.options.existing ?? "skip",
    rowCount: record.rowCount,
    counts: record.counts,
    progress: progressOf(record),
    actorName: record.actorName,
    createdAt: record.createdAt,
    confirmedAt: record.confirmedAt,
    finishedAt: record.finishedAt,
    failure: record.failure,
  };
}

/** How many rows will be invited, as things stand. */
export function countToInvite({ ready = 0, warning = 0 }: ImportRecord["counts"]): number {
  return ready + warning;
}

/** How many rows will be worked off: whoever is invited, and whoever is here and will be changed. */
export function countGoingAlong(counts: ImportRecord["counts"]): number {
  return countToInvite(counts) + (counts.update ?? 0);
}

function progressOf({ status, counts, rowCount }: ImportRecord): { done: number; total: number } {
  const left = countGoingAlong(counts);
  const made = (counts.invited ?? 0) + (counts.updated ?? 0) + (counts.set_up ?? 0);
  if (status === "checking") return { done: rowCount - (counts.staged ?? 0), total: rowCount };
  if (status === "undoing") {
    const kept = (counts.kept_accepted ?? 0) + (counts.kept_changed ?? 0);
    const done = (counts.undone ?? 0) + kept;
    return { done, total: done + (counts.invited ?? 0) };
  }
  if (status === "running" || status === "paused") return { done: made, total: made + left };
  return { done: rowCount, total: rowCount };
}
