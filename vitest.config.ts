import { cloudflareTest } from "@cloudflare/vitest-pool-workers";
import { defineConfig } from "vitest/config";
import { schemaOf } from "./tests/support/schema.ts";

/** What `worker/env.ts` insists on, with values that open nothing. */
export const testVariables = {
  TEST_SCHEMA: await schemaOf("db/migrations"),
  LINK_KEYS: "k1:dGVzdC1rZXktdGVzdC1rZXktdGVzdC1rZXktdGVzdC1rZXk",
  POSTMARK_SERVER_TOKEN: "test-token",
  POSTMARK_API_HOST: "127.0.0.1:9",
  POSTMARK_WEBHOOK_AUTH: "usher:test-webhook-secret-test-webhook-secret",
  STRIPE_SECRET_KEY: "test-key",
  STRIPE_WEBHOOK_SECRET: "whsec_test-webhook-secret-of-payments",
  STRIPE_API_HOST: "127.0.0.1:9",
  APP_ORIGIN: "http://localhost:8787",
  /** `npm run test:long`: all seeds instead of a sample. */
  LONG: process.env.LONG ?? "",
  /** `npm run acceptance`: `shaken` gives every behaviour another preset's policies. */
  ACCEPTANCE: process.env.ACCEPTANCE ?? "",
};

/**
 * How long a test or a hook may take (ms). For tests that hang, and never for those that are slow: a machine that is busy
 * with something else takes ten times as long as one that is not.
 */
const patience = process.env.LONG ? 1_800_000 : 180_000;

const everyday = process.env.LONG ? [] : ["tests/support/fixed-seed.ts"];

export default defineConfig({
  test: {
    // Left alone Vitest uses one of two cores.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: "unit",
          environment: "node",
          setupFiles: everyday,
          include: ["tests/unit/**/*.test.{ts,tsx}"],
          testTimeout: patience,
          hookTimeout: patience,
        },
      },
      {
        plugins: [
          cloudflareTest({
            wrangler: { configPath: "./wrangler.toml" },
            miniflare: { bindings: testVariables },
          }),
        ],
        // Remix's CommonJS build fails in the pool; its module build does not.
        resolve: { mainFields: ["module", "main"] },
        test: {
          name: "workers",
          // A file would take longer to load the worker anew than to run; see make-schema.ts for the data.
          isolate: false,
          include: [
            "tests/integration/**/*.test.ts",
            "tests/security/**/*.test.ts",
            "tests/acceptance/**/*.test.ts",
          ],
          setupFiles: [...everyday, "tests/support/make-schema.ts"],
          globalSetup: ["tests/support/identity-provider.ts"],
          testTimeout: patience,
          hookTimeout: patience,
        },
      },
    ],
  },
});
