import type { Bindings } from "../../worker/env.ts";

/** What the configurations of the tests and the benchmark bind, so that `env` of `cloudflare:workers` is typed. */
declare global {
  namespace Cloudflare {
    interface Env extends Bindings {
      /** What makes the database of a test file; see tests/support/schema.ts. */
      TEST_SCHEMA: string[];
      /** All seeds instead of a sample; empty unless `npm run test:long`. */
      LONG: string;
      /** `shaken`: each behaviour of the documents with another preset's policies; see tests/acceptance. */
      ACCEPTANCE: string;
      BENCH_ROWS: string;
      BENCH_MEMBERS: string;
    }
  }
}
