import { join } from "node:path";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import { unstable_getMiniflareWorkerOptions } from "wrangler";
import { places } from "./local-state.ts";

/** What `start.ts` hands over; by environment, since everybody on a machine can read arguments. */
export interface LocalWorker {
  port: number;
  /** Variables and secrets over those of wrangler.toml. */
  bindings: Record<string, string>;
}

/**
 * A program of its own, so that it can be stopped together with workerd: the bundle that would be deployed, in
 * workerd, with what wrangler.toml binds to it. `wrangler dev` does the same behind a proxy, which costs a hop for
 * every request and ends the whole when a browser closes a connection at the wrong moment.
 */
async function serve({ port, bindings }: LocalWorker): Promise<void> {
  const { workerOptions } = unstable_getMiniflareWorkerOptions("wrangler.toml");
  const worker = new Miniflare(
    convertV4MiniflareOptions({
      host: "127.0.0.1",
      port,
      // `tick` in start.ts calls the scheduled handler.
      unsafeTriggerHandlers: true,
      resourcePersistencePath: join(places.persisted, "v3"),
      log: new Log(LogLevel.WARN),
      logRequests: false,
      handleStructuredLogs: ({ level, message }) => {
        if (level === "warn" || level === "error") process.stderr.write(`${message}\n`);
      },
      workers: [
        {
          ...workerOptions,
          name: "usher",
          modulesRoot: places.bundle,
          modules: [{ type: "ESModule", path: join(places.bundle, "index.js") }],
          bindings: { ...(workerOptions.bindings as Record<string, string>), ...bindings },
        },
      ],
    }),
  );
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => void worker.dispose().finally(() => process.exit(0)));
  }
  await worker.ready;
}

await serve(JSON.parse(process.env.USHER_LOCAL_WORKER ?? "{}") as LocalWorker);
