import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const repository = fileURLToPath(new URL("..", import.meta.url));

/** Where everything local lives; tests and second instances name another place. */
export const stateDirectory = resolve(repository, process.env.USHER_STATE_DIR || ".wrangler");

export const places = {
  /** What wrangler persists: D1, queues, caches. */
  persisted: join(stateDirectory, "state"),
  /** Which migrations and whether the seed are in that database; inside it, so that both go together. */
  stamp: join(stateDirectory, "state", "usher.json"),
  secrets: join(stateDirectory, "local.vars"),
  /** The worker as wrangler would deploy it, with the front end that was last built. */
  bundle: join(stateDirectory, "bundle"),
  mailbox: join(stateDirectory, "mailbox.json"),
  payments: join(stateDirectory, "payments.json"),
  demo: join(stateDirectory, "demo.json"),
  running: join(stateDirectory, "running.json"),
};

/** A start that is under way: its own process, and the process group of the local worker and workerd. */
export interface Running {
  pid: number;
  group: number;
  port: number;
}

/** The start that works on this state now, or null. */
export function runningStart(): Running | null {
  const running = readJson<Running>(places.running);
  return running && isAlive(running.pid) ? running : null;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

export function readJson<Value>(file: string): Value | null {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Value;
  } catch {
    return null;
  }
}

/** Writes a file for its owner alone. */
export function writePrivate(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true });
  rmSync(file, { force: true });
  writeFileSync(file, content, { mode: 0o600 });
}
