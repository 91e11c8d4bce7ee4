import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { runWrangler } from "../../scripts/wrangler.ts";

test("the worker as it is deployed is at most 1 MB, gzipped", async () => {
  const directory = mkdtempSync(join(tmpdir(), "usher-bundle-"));
  try {
    const { code, output } = await runWrangler([
      ...["deploy", "--dry-run", "--env", "production", "--outdir", directory],
    ]);
    expect(code, output).toBe(0);
    const { length } = gzipSync(readFileSync(join(directory, "index.js")));
    console.log(`the worker's bundle: ${length} bytes gzip`);
    expect(length).toBeLessThan(1_000_000);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
