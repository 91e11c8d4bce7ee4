import { join, relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { readJson, repository } from "./local-state.ts";

/** What one step found; whatever did not run counts as failed. */
export interface Count {
  passed: number;
  failed: number;
  /** What failed, in words for the end of the output, where somebody who sees its last lines alone finds it. */
  names?: readonly string[];
}

interface VitestReport {
  numPassedTests: number;
  numTotalTests: number;
  testResults: {
    /** The file's path. */
    name: string;
    status: string;
    message: string;
    assertionResults: { status: string; fullName: string; failureMessages?: string[] }[];
  }[];
}

interface PlaywrightReport {
  config: { rootDir: string };
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  suites: PlaywrightSuite[];
}

interface PlaywrightSuite {
  suites?: PlaywrightSuite[];
  specs?: {
    title: string;
    /** From the report's root directory. */
    file: string;
    tests: { projectName: string; status: string; results: { error?: { message?: string } }[] }[];
  }[];
}

/**
 * Counts what vitest wrote down.
 *
 * @param file - its JSON report
 * @param code - what the runner ended with
 */
export function vitestCount(file: string, code: number): Count {
  const report = readJson<VitestReport>(file);
  if (!report) return { passed: 0, failed: 1, names: ["the runner wrote no report"] };
  // A file that breaks before its first test has none that could fail.
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  );
  const failed = report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status !== "passed")
      .map(({ fullName, status, failureMessages }) =>
        failure(name, fullName, failureMessages?.join("\n") || status),
      ),
  );
  return settle(code, {
    passed: report.numPassedTests,
    failed: report.numTotalTests - report.numPassedTests + broken.length,
    names: [...broken.map(({ name, message }) => failure(name, "the whole file", message)), ...failed],
  });
}

/**
 * Counts what Playwright wrote down.
 *
 * @param file - its JSON report
 * @param code - what the runner ended with
 */
export function playwrightCount(file: string, code: number): Count {
  const report = readJson<PlaywrightReport>(file);
  if (!report) return { passed: 0, failed: 1, names: ["the runner wrote no report"] };
  const { expected, unexpected, flaky, skipped } = report.stats;
  return settle(code, {
    passed: expected,
    failed: unexpected + flaky + skipped,
    names: report.suites.flatMap((suite) => failedSpecs(suite, report.config.rootDir)),
  });
}

function failedSpecs({ suites = [], specs = [] }: PlaywrightSuite, root: string): string[] {
  const own = specs.flatMap(({ title, file, tests }) =>
    tests
      .filter(({ status }) => status !== "expected")
      .map(({ projectName, status, results }) => {
        const message = results.map(({ error }) => error?.message).find(Boolean);
        return failure(join(root, file), `[${projectName}] ${title}`, message ?? status);
      }),
  );
  return [...own, ...suites.flatMap((suite) => failedSpecs(suite, root))];
}

/** Where, which test, and the first lines of why. */
function failure(file: string, test: string, why: string): string {
  const lines = stripVTControlCharacters(why).trim().split("\n").slice(0, 6);
  return [`${relative(repository, file)} › ${test}`, ...lines].join("\n    ");
}

/** A runner that fails, or finds nothing to run, has failed even where no test did. */
function settle(code: number, count: Count): Count {
  const silent = count.failed === 0 && (code !== 0 || count.passed === 0);
  return silent
    ? { ...count, failed: 1, names: [`no test failed, but the runner ended with ${code}`] }
    : count;
}
