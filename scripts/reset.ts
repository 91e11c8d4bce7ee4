import { existsSync, rmSync } from "node:fs";
import { places, runningStart } from "./local-state.ts";
import { isFree, portFrom } from "./ports.ts";

const gone = [
  { path: places.persisted, what: "the local database, with everybody in it" },
  { path: places.mailbox, what: "the mails in the mailbox" },
  { path: places.payments, what: "the test payments" },
  { path: places.secrets, what: "the local secrets, and with them all links and sessions" },
  { path: places.demo, what: "demo.json" },
];

try {
  await reset();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function reset(): Promise<void> {
  const port = portFrom("PORT", 8787);
  const running = runningStart();
  if (running)
    throw new Error(`Usher is running on port ${running.port}. Stop it first (Ctrl+C), then reset.`);
  if (!(await isFree(port))) {
    throw new Error(`Something is running on port ${port}. If it is not Usher: PORT=8900 npm run reset.`);
  }
  const found = gone.filter(({ path }) => existsSync(path));
  if (found.length === 0) return console.log("There is nothing to reset.");
  console.log(`Removing ${found.map(({ what }) => what).join("; ")}.`);
  for (const { path } of [...found, { path: places.running }]) rmSync(path, { recursive: true, force: true });
  console.log("Done. The next npm start begins with a fresh demo.");
}
