/** One line of the table: what was measured, against what, and how it compares with the mark. */
export interface Reading {
  what: string;
  measured: string;
  baseline: string;
  /** How many times the baseline; null for a plain reading. */
  ratio: number | null;
  /** The most (or, with `atLeast`, the least) that the ratio may be; null: printed only. */
  mark: number | null;
  atLeast?: boolean;
}

/** Hands a reading to `scripts/bench.ts`, which reads what the runner prints. */
export function report(reading: Reading): void {
  console.log(`BENCH ${JSON.stringify(reading)}`);
}

/** Milliseconds that something took. The clock of workerd stands still but for I/O, so it ends with some. */
export async function timed(database: D1Database, run: () => Promise<unknown>): Promise<number> {
  await database.prepare("select 1").run();
  const start = Date.now();
  await run();
  await database.prepare("select 1").run();
  return Date.now() - start;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
