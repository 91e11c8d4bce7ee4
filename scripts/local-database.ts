import { readdirSync } from "node:fs";
import { join } from "node:path";
import { places, readJson, repository, writePrivate } from "./local-state.ts";
import { localDatabase, run, runWrangler } from "./wrangler.ts";

interface Stamp {
  migrations: string[];
}

/** Brings the local database to the newest migration and puts the demo into an empty one. */
export async function prepareDatabase(): Promise<void> {
  const migrations = readdirSync(join(repository, "db/migrations")).filter((name) => name.endsWith(".sql"));
  const known = readJson<Stamp>(places.stamp)?.migrations ?? [];
  if (migrations.every((name) => known.includes(name))) return;

  const migrated = await runWrangler(["d1", "migrations", "apply", "usher", ...localDatabase]);
  if (migrated.code !== 0) throw new Error(`The migrations could not be applied.\n\n${migrated.output}`);
  const seeded = await run(process.execPath, [join(repository, "scripts/seed.ts")]);
  if (seeded.code !== 0) throw new Error(`The demo could not be written.\n\n${seeded.output}`);
  writePrivate(places.stamp, JSON.stringify({ migrations } satisfies Stamp));
}
