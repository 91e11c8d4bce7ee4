import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { buildFrontEnd } from "./front-end.ts";
import { repository } from "./local-state.ts";
import { type Count, playwrightCount, vitestCount } from "./test-reports.ts";

interface Step {
  heading: string;
  run(show: Show): Promise<Count>;
}

/** Runs a tool of node_modules and says what it ended with; its output goes to the step's place on the terminal. */
type Show = (tool: string, args: readonly string[], env?: Record<string, string>) => Promise<number>;

const reports = mkdtempSync(join(tmpdir(), "usher-test-"));

/** Stages one after another; the steps of a stage run beside each other, for each alone leaves one of two cores idle. */
const stages: readonly (readonly Step[])[] = [
  [
    {
      heading: "Format and lint",
      run: (show) => check(show, "@biomejs/biome/bin/biome", ["check", "--error-on-warnings"]),
    },
    { heading: "Build", run: build },
  ],
  [
    {
      heading: "Types",
      run: (show) => check(show, "typescript/bin/tsc", ["--noEmit", "--project", "."]),
    },
    { heading: "Unit tests", run: (show) => vitest(show, "unit") },
    { heading: "Tests in workerd", run: (show) => vitest(show, "workers") },
  ],
  [{ heading: "Browser tests", run: playwright }],
];

// All seeds and races instead of a sample, for `npm run test:long`.
if (process.argv.includes("--long")) process.env.LONG = "1";

const total = { passed: 0, failed: 0 };
const failures: string[] = [];
try {
  for (const stage of stages) {
    const ended = stage.map((step) => perform(step, stage.length > 1));
    for (const [index, { passed, failed, names }] of (await Promise.all(ended)).entries()) {
      total.passed += passed;
      total.failed += failed;
      const heading = stage[index]?.heading;
      if (failed > 0) failures.push(...(names ?? ["failed"]).map((name) => `${heading}: ${name}`));
    }
  }
} finally {
  rmSync(reports, { recursive: true, force: true });
}
if (failures.length > 0) console.log(`\n── Failed ${"─".repeat(70)}\n\n${failures.join("\n\n")}`);
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;

/** Runs a step under its heading; one that has others beside it says all at once in the end. */
async function perform({ heading, run }: Step, isOneOfSeveral: boolean): Promise<Count> {
  const line = `\n── ${heading} ${"─".repeat(Math.max(0, 76 - heading.length))}\n`;
  const started = Date.now();
  let held = "";
  if (!isOneOfSeveral) console.log(line);
  const count = await run((tool, args, env) =>
    isOneOfSeveral
      ? spawned(tool, args, env, (text) => {
          held += text;
        })
      : spawned(tool, args, env),
  );
  if (isOneOfSeveral) console.log(`${line}\n${held.trimEnd()}`);
  const seconds = Math.round((Date.now() - started) / 1_000);
  console.log(`\n${heading}: ${count.passed} passed, ${count.failed} failed (${seconds} s)`);
  return count;
}

/** A tool that is content or not. */
async function check(show: Show, tool: string, args: readonly string[]): Promise<Count> {
  return one((await show(tool, args)) === 0);
}

async function build(): Promise<Count> {
  const { ok, output } = await buildFrontEnd();
  // It has hundreds of lines about files; they are of use where it failed.
  if (!ok) console.log(output.trimEnd());
  return one(ok);
}

async function vitest(show: Show, project: string): Promise<Count> {
  const file = join(reports, `${project}.json`);
  const code = await show("vitest/vitest.mjs", [
    ...["run", "--project", project, "--reporter=default", "--reporter=json", `--outputFile.json=${file}`],
  ]);
  return vitestCount(file, code);
}

async function playwright(show: Show): Promise<Count> {
  const file = join(reports, "playwright.json");
  const code = await show("@playwright/test/cli.js", ["test"], { PLAYWRIGHT_JSON_OUTPUT_NAME: file });
  return playwrightCount(file, code);
}

function one(ok: boolean): Count {
  return ok ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** Runs a tool of node_modules on this terminal, or hands its output on. */
function spawned(
  tool: string,
  args: readonly string[],
  env: Record<string, string> = {},
  take?: (text: string) => void,
): Promise<number> {
  const child = spawn(process.execPath, [join(repository, "node_modules", tool), ...args], {
    cwd: repository,
    stdio: ["ignore", take ? "pipe" : "inherit", take ? "pipe" : "inherit"],
    env: { ...process.env, ...env, WRANGLER_SEND_METRICS: "false", CLOUDFLARE_CF_FETCH_ENABLED: "false" },
  });
  if (take)
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (text) => take(String(text)));
  return new Promise((resolve) => {
    child.once("error", (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.once("close", (code) => resolve(code ?? 1));
  });
}
