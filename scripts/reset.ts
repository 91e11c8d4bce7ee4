import { existsSync, rmSync } from "node:fs";
import { places, runningStart } from "./local-state.ts";
import { isFree, portFrom } from "./ports.ts";

const gone = [
  { path: places.persisted, what: "the local database, with everybody in it" },
  { path: places.mailbox, what: "the mails in the mailbox" },
  { path: places.secrets, what: "the local secrets, and with them all links and sessions" },
  { path: places.demo, what: "demo.json" },
];

const port = portFrom("PORT", 8787);
const running = runningStart();
if (running) refuse(`Usher is running on port ${running.port}. Stop it first (Ctrl+C), then reset.`);
if (!(await isFree(port))) {
  refuse(`Something is running on port ${port}. Stop it first; if it is not Usher, say PORT=8900 npm run reset.`);
}

const found = gone.filter(({ path }) => existsSync(path));
if (found.length === 0) console.log("There is nothing to reset.");
else {
  console.log(`Removing ${found.map(({ what }) => what).join("; ")}.`);
  for (const { path } of [...found, { path: places.running }]) rmSync(path, { recursive: true, force: true });
  console.log("Done. The next npm start begins with a fresh demo.");
}

function refuse(reason: string): never {
  console.error(reason);
  process.exit(1);
}
