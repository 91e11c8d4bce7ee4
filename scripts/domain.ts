import { rmSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { getPlatformProxy, unstable_readConfig as readConfig } from "wrangler";
import { openDatabase } from "../db/index.ts";
import { createIds } from "../worker/adapters/ids.ts";
import { createSecretDigest } from "../worker/adapters/secret-digest.ts";
import type { Context } from "../worker/domain/context.ts";
import { DomainError } from "../worker/domain/errors.ts";
import { prefixOf } from "../worker/domain/ids.ts";
import { type Bindings, readEnvironment } from "../worker/env.ts";
import { newSecret } from "./local-secrets.ts";
import { places, repository, stateDirectory, writePrivate } from "./local-state.ts";
import { quiet, requireAccount } from "./wrangler.ts";

/** Where a command works: the local database of npm start, or that of an environment at Cloudflare. */
export interface Target {
  remote: boolean;
  env: string;
}

/** The options of `parseArgs` that name a target. */
export const targetOptions = {
  remote: { type: "boolean", default: false },
  env: { type: "string", default: "production" },
} as const;

const config = join(repository, "wrangler.toml");

interface Platform {
  bindings: Bindings;
  dispose(): Promise<void>;
}

/**
 * The database and the settings of a target, as the worker has them. Remotely the binding is D1's own,
 * through wrangler's remote bindings, so that a batch is as atomic here as there.
 */
export async function openPlatform({ remote, env }: Target): Promise<Platform> {
  Object.assign(process.env, quiet);
  if (!remote) {
    const { env: bindings, dispose } = await getPlatformProxy<Bindings>({
      configPath: config,
      persist: { path: join(places.persisted, "v3") },
      envFiles: [],
      remoteBindings: false,
    });
    return { bindings, dispose };
  }
  await requireAccount();
  const file = join(stateDirectory, `remote-${process.pid}.json`);
  writePrivate(file, JSON.stringify(remoteConfig(env)));
  try {
    const { env: bindings, dispose } = await getPlatformProxy<Bindings>({
      configPath: file,
      persist: false,
      envFiles: [],
    });
    return { bindings, dispose };
  } finally {
    rmSync(file, { force: true });
  }
}

/** Only the database and the settings of wrangler.toml: a command touches no queue and no route. */
export function remoteConfig(env: string) {
  const { account_id, name, compatibility_date, vars, d1_databases } = readConfig({ config, env });
  return {
    ...(account_id && { account_id }),
    name,
    compatibility_date,
    vars,
    d1_databases: d1_databases.map((database: object) => ({ ...database, remote: true })),
  };
}

/** Runs use cases on a target as the house itself does, like its cron. */
export async function asHouse<Result>(
  target: Target,
  run: (ctx: Context) => Promise<Result>,
): Promise<Result> {
  const { bindings, dispose } = await openPlatform(target);
  try {
    return await run(operatorContext(bindings));
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw new Error(`The database refused; are the migrations applied?\n\n${reasonOf(error)}`);
  } finally {
    await dispose();
  }
}

/**
 * A command reads and writes rows; it signs no link, hashes no password and calls no provider. What it
 * queues is found by the sweeper.
 */
function operatorContext(bindings: Bindings): Context {
  // The secrets stay where they are. New ones let the worker's own rules read the settings, and are dropped.
  const secrets = Object.fromEntries(Object.entries(newSecret).map(([name, make]) => [name, make()]));
  const { settings } = readEnvironment({ ...bindings, ...secrets });
  const now = () => Date.now();
  return {
    db: openDatabase(bindings.DB),
    now,
    ids: createIds({ random: (length) => crypto.getRandomValues(new Uint8Array(length)), now, prefixOf }),
    secrets: createSecretDigest(),
    settings,
    queues: { wakeMail: async () => {}, wakeJob: async () => {}, wakeImport: async () => {} },
    passwords: absent("passwords"),
    tokens: absent("link keys"),
    mailer: absent("mail provider"),
    mailComposer: absent("mail templates"),
    payments: null,
    humans: null,
    dns: null,
    limits: absent("rate limits"),
    vault: absent("vault"),
    identity: absent("identity providers"),
    log: { info() {}, error: (event) => console.error(event) },
    caller: { kind: "system" },
    request: { id: crypto.randomUUID(), ip: null, ipPrefix: null, userAgent: null, sessionDigest: null },
    idempotency: null,
    later() {
      throw new Error("A command answers nobody, so nothing comes after its answer.");
    },
  };
}

/** A port that a command does not have: whoever reaches for it is told, instead of half a success. */
function absent<Port extends object>(what: string): Port {
  return new Proxy({} as Port, {
    get() {
      throw new Error(`A command has no ${what}.`);
    },
  });
}

// Drizzle's own message holds the statement with its parameters; the cause holds what went wrong.
function reasonOf(error: unknown): string {
  let current = error;
  while (current instanceof Error && current.message.startsWith("Failed query") && current.cause) {
    current = current.cause;
  }
  return current instanceof Error ? current.message : String(current);
}
