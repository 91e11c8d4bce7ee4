import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import process from "node:process";
import type { Reading } from "../tests/bench/measure.ts";
import { readLive } from "./bench-live.ts";
import { buildFrontEnd } from "./front-end.ts";
import { repository } from "./local-state.ts";

/**
 * `npm run bench [-- name ...]`: measures what performance.md names against baselines in the same run, prints
 * the table and writes it to docs/benchmark.md. With names only those files run and nothing is written.
 */
const names: string[] = process.argv.slice(2);
const readings: Reading[] = [];

/** What was found where a mark is hard to meet; times of a quiet machine, on which parts were left out in turn. */
const reasons = `## Where the time goes

**Mails handed over.** Signing and filling touch no database; handing over writes 23 rows a mail, and each of them has a
reader: the outbox (claimed, then sent, so that nothing is sent twice), the term of the link, which begins now, the
state on the People list with its index and its counters, and two counters of the mailbox. Of 0.31 ms a mail at 60,000
mails SQLite took 0.12: the state on the list 41 µs, the counters 30, the term 25, the outbox 24. The way to D1 and
back and writing pages to disk took 0.09, signing and filling 0.06, making objects of rows 0.02. What
is written in no order grows with the database, the counters from 16 µs among the first mails to those 30; the baseline
does not grow. With the database on a memory disk the ratio was 3.6 at 20,000 mails. What was ours is mended: whole
rows of eighty columns were read for each mail and cost as much as signing and filling; an index of the mailboxes'
counters was written all over, and now grows at its end.

**One invitation by POST.** Of its time by one connection the round trip for the caller takes 19%, the one for what the
decision needs 18%, the guarded batch 27%, and Hono, validation, the text of the statements and JSON the rest. SQLite
itself is busy for 11%, in 16 statements: making fewer of them would gain a few per cent. The three round trips stand
in performance.md; three empty ones alone only just reach the mark.

**The People page.** Pages of equal filters read the same number of rows at any size; beside a filter nothing is counted.
A deep page is the tenth or the last full one. A search in a part of several groups judges whom it finds one by one up
to a bound, which it reaches in a large workspace and not in a small one.`;

const { ok, output } = await buildFrontEnd();
if (!ok) {
  console.error(output);
  process.exit(1);
}
const only = names.filter((name) => name !== "live");
const code = names.length > 0 && only.length === 0 ? 0 : await run(only);
if (names.length === 0 || names.includes("live")) await readLive(show);
const table = toMarkdown(readings);
console.log(`\n${table}`);
if (names.length === 0 && code === 0) {
  writeFileSync(join(repository, "docs/benchmark.md"), page(table));
  console.log("Written to docs/benchmark.md.");
}
process.exitCode = code;

function run(filters: readonly string[]): Promise<number> {
  const child = spawn(
    process.execPath,
    [
      join(repository, "node_modules/vitest/vitest.mjs"),
      ...[
        "run",
        "--root",
        repository,
        "--config",
        "tests/bench/vitest.config.ts",
        "--reporter=default",
        ...filters,
      ],
    ],
    { cwd: repository, stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, NO_COLOR: "1" } },
  );
  let rest = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const json = /BENCH (\{.*\})/.exec(line)?.[1];
      if (!json) continue;
      const reading = JSON.parse(json) as Reading;
      show(reading);
    }
  });
  return new Promise((resolve) => child.once("close", (status) => resolve(status ?? 1)));
}

function show(reading: Reading): void {
  readings.push(reading);
  const { what, measured, baseline } = reading;
  console.log(`${verdict(reading).padEnd(9)} ${what}: ${measured}${baseline ? ` (${baseline})` : ""}`);
}

function verdict({ ratio, mark, atLeast }: Reading): string {
  if (ratio === null || mark === null) return "printed";
  return (atLeast ? ratio >= mark : ratio <= mark) ? "met" : "missed";
}

function toMarkdown(rows: readonly Reading[]): string {
  const lines = rows.map((reading) => {
    const { what, measured, baseline, ratio, mark, atLeast } = reading;
    const bound = mark === null ? "" : `${atLeast ? "≥" : "≤"} ${mark}x`;
    return `| ${what} | ${measured} | ${baseline} | ${ratio === null ? "" : `${ratio.toFixed(2)}x`} | ${bound} | ${verdict(reading)} |`;
  });
  return [
    "| what | measured | baseline in the same run | ratio | mark | verdict |",
    "|---|---|---|---|---|---|",
    ...lines,
  ].join("\n");
}

function page(table: string): string {
  const day = new Date().toISOString().slice(0, 10);
  return `# Benchmark

Made by \`npm run bench\` on ${day}, on ${cpus().length} cores, in workerd with a local D1. Times depend on the machine,
so each stands beside a baseline of the same run (\`tests/bench/baselines\`); only the ratio is judged. What does
not depend on the machine (round trips, rows read, bytes) is asserted by the tests.

${table}

${reasons}
`;
}
