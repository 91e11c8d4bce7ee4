import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readJson, repository } from "./local-state.ts";
import { run } from "./wrangler.ts";

/** Everything that the Remix build reads. */
const sources = ["app", "public", "vite.config.ts", "tsconfig.json", "package-lock.json"];

const stampFile = join(repository, "build", "sources.json");
const products = ["build/server/index.js", "build/client/assets"];

export interface Built {
  ok: boolean;
  output: string;
}

/** Builds the front end with Remix, unless `build/` stems from exactly these sources. */
export async function buildFrontEnd(): Promise<Built> {
  const digest = digestOfSources();
  const isFresh =
    readJson<{ digest: string }>(stampFile)?.digest === digest &&
    products.every((product) => existsSync(join(repository, product)));
  if (isFresh) return { ok: true, output: "" };
  const remix = join(repository, "node_modules/@remix-run/dev/dist/cli.js");
  const { code, output } = await run(process.execPath, [remix, "vite:build"]);
  if (code === 0) writeFileSync(stampFile, JSON.stringify({ digest }));
  return { ok: code === 0, output };
}

function digestOfSources(): string {
  const digest = createHash("sha256");
  for (const file of sources.flatMap(filesUnder)) {
    digest
      .update(`${file}\n`)
      .update(readFileSync(join(repository, file)))
      .update("\n");
  }
  return digest.digest("hex");
}

function filesUnder(path: string): string[] {
  const absolute = join(repository, path);
  if (!existsSync(absolute)) return [];
  if (!statSync(absolute).isDirectory()) return [path];
  return readdirSync(absolute, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(repository.length))
    .sort();
}
