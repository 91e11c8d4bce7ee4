import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePorts } from "../../../scripts/ports.ts";

const repository = join(import.meta.dirname, "../../..");
const patience = 180_000;

/** Starts what `npm start` starts, on free ports and with a fresh demo, once for all tests. */
export default async function globalSetUp(): Promise<() => Promise<void>> {
  const state = await mkdtemp(join(tmpdir(), "usher-e2e-"));
  const port = await freePorts();
  const { POSTMARK_SERVER_TOKEN: _mail, STRIPE_SECRET_KEY: _money, ...environment } = process.env;
  const node = join(repository, "node_modules/.bin/node");
  const usher = spawn(node, [join(repository, "scripts/start.ts")], {
    cwd: repository,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      UNDO_SECONDS: "2",
      // No test waits a minute before it sends again.
      RESEND_SECONDS: "0",
      ...environment,
      USHER_STATE_DIR: state,
      USHER_QUIET: "1",
      PORT: String(port),
      MAILBOX_PORT: String(port + 1),
      PAYMENTS_PORT: String(port + 2),
    },
  });
  let output = "";
  const ended = new Promise<void>((resolve) => usher.once("close", () => resolve()));
  const up = new Promise<void>((resolve, reject) => {
    const keep = (text: string) => {
      output += text;
      if (output.includes("Usher is up")) resolve();
    };
    usher.stdout.setEncoding("utf8").on("data", keep);
    usher.stderr.setEncoding("utf8").on("data", (text: string) => {
      process.stderr.write(text);
      keep(text);
    });
    usher.once("close", () => reject(new Error(`npm start ended before it was up.\n${output}`)));
    usher.once("error", reject);
  });
  const tooLong = setTimeout(() => usher.kill("SIGTERM"), patience);
  await up;
  clearTimeout(tooLong);
  process.env.USHER_DEMO_FILE = join(state, "demo.json");

  return async () => {
    if (usher.exitCode === null) usher.kill("SIGTERM");
    await ended;
    await rm(state, { recursive: true, force: true });
  };
}
