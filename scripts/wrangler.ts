import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { places, repository } from "./local-state.ts";

const executable = join(repository, "node_modules/wrangler/bin/wrangler.js");

/**
 * Wrangler keeps to itself: nothing is reported or fetched, and neither its log file nor its local
 * trace store gets the addresses of requests, for those hold links (T-17).
 */
export const quiet = {
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_SEND_ERROR_REPORTS: "false",
  WRANGLER_HIDE_BANNER: "true",
  WRANGLER_WRITE_LOGS: "false",
  X_LOCAL_OBSERVABILITY: "false",
  X_LOCAL_EXPLORER: "false",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
  // What it bundles is the same whatever the shell says: otherwise React brings what it keeps for developers.
  NODE_ENV: "production",
};

export interface Ran {
  code: number;
  stdout: string;
  /** Both streams as they came. */
  output: string;
}

/** Runs wrangler to its end and keeps what it says. `input` goes to its standard input. */
export async function runWrangler(args: readonly string[], input?: string): Promise<Ran> {
  return run(process.execPath, [executable, ...args], { env: quiet, input });
}

/** Runs wrangler to its end, on this terminal. */
export function runWranglerHere(args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [executable, ...args], {
    cwd: repository,
    stdio: "inherit",
    env: { ...process.env, ...quiet },
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 1));
  });
}

/** Throws a sentence unless somebody is signed in at Cloudflare. */
export async function requireAccount(): Promise<void> {
  const account = await runWrangler(["whoami"]);
  if (account.code !== 0 || account.output.includes("not authenticated")) {
    throw new Error(
      "Nobody is signed in at Cloudflare: run npx wrangler login, or set CLOUDFLARE_API_TOKEN.",
    );
  }
}

const underWay = new Set<ChildProcess>();

/** Stops every program that `run` waits for. */
export function stopRuns(): void {
  for (const child of underWay) child.kill();
}

/** Runs a program to its end and keeps what it says. */
export async function run(
  program: string,
  args: readonly string[],
  { env, input }: { env?: Record<string, string>; input?: string | undefined } = {},
): Promise<Ran> {
  const child = spawn(program, args, {
    cwd: repository,
    stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
  underWay.add(child);
  let stdout = "";
  let output = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    output += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  child.stdin?.end(input);
  const code = await new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status) => resolve(status ?? 1));
  }).finally(() => underWay.delete(child));
  return { code, stdout, output };
}

/** Where `wrangler d1` finds the database: here, or at Cloudflare. */
export const localDatabase = ["--local", "--persist-to", places.persisted];
