import type { D1Migration } from "cloudflare:test";
import type { Bindings } from "../../worker/env.ts";

/** What the configurations of the tests and the benchmark bind, so that `env` of `cloudflare:workers` is typed. */
declare global {
  namespace Cloudflare {
    interface Env extends Bindings {
      TEST_MIGRATIONS: D1Migration[];
      /** All seeds instead of a sample; empty unless `npm run test:long`. */
      LONG: string;
      BENCH_ROWS: string;
      BENCH_MEMBERS: string;
    }
  }
}
