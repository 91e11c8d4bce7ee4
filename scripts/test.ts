import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { buildFrontEnd } from "./front-end.ts";
import { readJson, repository } from "./local-state.ts";

/** What one step found; whatever did not run counts as failed. */
interface Count {
  passed: number;
  failed: number;
}

interface Step {
  heading: string;
  run(): Promise<Count>;
}

const reports = mkdtempSync(join(tmpdir(), "usher-test-"));

const steps: readonly Step[] = [
  {
    heading: "Format and lint",
    run: () => check("@biomejs/biome/bin/biome", ["check", "--error-on-warnings"]),
  },
  { heading: "Build", run: build },
  { heading: "Types", run: () => check("typescript/bin/tsc", ["--noEmit", "--project", "."]) },
  { heading: "Unit tests", run: () => vitest("unit") },
  { heading: "Tests in workerd", run: () => vitest("workers") },
  { heading: "Browser tests", run: playwright },
];

// All seeds and races instead of a sample, for `npm run test:long`.
if (process.argv.includes("--long")) process.env.LONG = "1";

const total: Count = { passed: 0, failed: 0 };
try {
  for (const { heading, run } of steps) {
    console.log(`\n── ${heading} ${"─".repeat(Math.max(0, 76 - heading.length))}\n`);
    const { passed, failed } = await run();
    console.log(`\n${heading}: ${passed} passed, ${failed} failed`);
    total.passed += passed;
    total.failed += failed;
  }
} finally {
  rmSync(reports, { recursive: true, force: true });
}
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;

/** A tool that is content or not. */
async function check(tool: string, args: readonly string[]): Promise<Count> {
  return one((await show(tool, args)) === 0);
}

async function build(): Promise<Count> {
  const { ok, ran, output } = await buildFrontEnd();
  console.log(ran ? output.trimEnd() : "Up to date.");
  return one(ok);
}

async function vitest(project: string): Promise<Count> {
  const file = join(reports, `${project}.json`);
  const code = await show("vitest/vitest.mjs", [
    ...["run", "--project", project, "--reporter=default", "--reporter=json", `--outputFile.json=${file}`],
  ]);
  const report = readJson<{
    numPassedTests: number;
    numTotalTests: number;
    testResults: { status: string; assertionResults: unknown[] }[];
  }>(file);
  if (!report) return { passed: 0, failed: 1 };
  // A file that breaks before its first test has none that could fail.
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  );
  return settle(code, {
    passed: report.numPassedTests,
    failed: report.numTotalTests - report.numPassedTests + broken.length,
  });
}

async function playwright(): Promise<Count> {
  const file = join(reports, "playwright.json");
  const code = await show("@playwright/test/cli.js", ["test"], { PLAYWRIGHT_JSON_OUTPUT_NAME: file });
  const report = readJson<{
    stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  }>(file);
  if (!report) return { passed: 0, failed: 1 };
  const { expected, unexpected, flaky, skipped } = report.stats;
  return settle(code, { passed: expected, failed: unexpected + flaky + skipped });
}

/** A runner that fails, or finds nothing to run, has failed even where no test did. */
function settle(code: number, count: Count): Count {
  const silent = count.failed === 0 && (code !== 0 || count.passed === 0);
  return silent ? { ...count, failed: 1 } : count;
}

function one(ok: boolean): Count {
  return ok ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** Runs a tool of node_modules on this terminal. */
function show(tool: string, args: readonly string[], env: Record<string, string> = {}): Promise<number> {
  const child = spawn(process.execPath, [join(repository, "node_modules", tool), ...args], {
    cwd: repository,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, ...env, WRANGLER_SEND_METRICS: "false", CLOUDFLARE_CF_FETCH_ENABLED: "false" },
  });
  return new Promise((resolve) => {
    child.once("error", (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.once("close", (code) => resolve(code ?? 1));
  });
}
