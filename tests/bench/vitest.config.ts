import { cloudflareTest } from "@cloudflare/vitest-pool-workers";
import { defineConfig } from "vitest/config";
import { testVariables } from "../../vitest.config.ts";

/** The benchmark, apart from the tests: it says how fast, never whether. */
export default defineConfig({
  plugins: [
    cloudflareTest({
      wrangler: { configPath: "./wrangler.toml" },
      miniflare: {
        bindings: {
          ...testVariables,
          BENCH_MEMBERS: process.env.BENCH_MEMBERS ?? "1000000",
          BENCH_ROWS: process.env.BENCH_ROWS ?? "200000",
        },
      },
    }),
  ],
  resolve: { mainFields: ["module", "main"] },
  test: {
    include: ["tests/bench/**/*.bench.ts"],
    setupFiles: ["tests/support/make-schema.ts"],
    fileParallelism: false,
    testTimeout: 3_600_000,
  },
});
