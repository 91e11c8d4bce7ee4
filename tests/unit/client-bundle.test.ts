import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";

const client = resolve(import.meta.dirname, "../../build/client");

interface Manifest {
  entry: { module: string; imports: string[] };
  routes: Record<string, { module: string; imports?: string[] }>;
}

/** What the browser is told to load, as the build wrote it down. */
function readManifest(): Manifest {
  const name = readdirSync(join(client, "assets")).find((file) => /^manifest-.*\.js$/.test(file));
  if (!name) throw new Error("There is no front end. Build it first: npm test does.");
  const text = readFileSync(join(client, "assets", name), "utf8");
  return JSON.parse(text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1)) as Manifest;
}

/** Everything that these routes load before anybody clicks, and what that imports in its turn. */
function loadedBy(manifest: Manifest, routes: readonly string[]): Set<string> {
  const files = new Set<string>();
  const add = (path: string) => {
    const name = path.replace(/^\//, "");
    if (files.has(name)) return;
    files.add(name);
    const text = readFileSync(join(client, name), "utf8");
    for (const [, imported] of text.matchAll(/(?:from|import)\s*"\.\/([\w.-]+\.js)"/g))
      add(`assets/${imported}`);
  };
  const parts = [manifest.entry, ...routes.map((route) => manifest.routes[route])];
  for (const part of parts) {
    if (!part) throw new Error("One of the routes is not in the build.");
    for (const path of [part.module, ...(part.imports ?? [])]) add(path);
  }
  return files;
}

/**
 * The mark of performance.md, in bytes gzip. React and Remix are 85 of the 130 KB; the words of other pages than this one,
 * and what is shown after a press only, stay out.
 */
const firstAdminPage = 130_000;

test("the first admin page stays within its mark, and loads the palette only when it is asked for", () => {
  const files = loadedBy(readManifest(), ["root", "routes/manage", "routes/manage.people"]);
  const sizes = [...files].map((name) => gzipSync(readFileSync(join(client, name))).length);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  console.log(`the first admin page: ${total} bytes of script gzip in ${files.size} files`);
  expect(total).toBeLessThanOrEqual(firstAdminPage);
  const all = readdirSync(join(client, "assets"));
  const palette = all.filter((name) => /^palette-.*\.js$/.test(name));
  expect(palette).toHaveLength(1);
  expect([...files]).not.toContain(`assets/${palette[0]}`);
});
