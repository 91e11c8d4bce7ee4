import { spawnSync } from "node:child_process";
import { join } from "node:path";
import process from "node:process";
import { buildFrontEnd } from "./front-end.ts";
import { repository } from "./local-state.ts";

// `npm run acceptance`: every behaviour of the five documents under its preset, and then each again with another
// preset's value of every policy it stands on, where it has to fail.
const { ok, output } = await buildFrontEnd();
if (!ok) {
  console.error(output);
  process.exit(1);
}
for (const [heading, mode] of [
  ["Each behaviour under its preset", ""],
  ["Each behaviour with another preset's policies: it has to fail", "shaken"],
] as const) {
  console.log(`\n${heading}\n`);
  const { status } = spawnSync(
    process.execPath,
    [
      join(repository, "node_modules/vitest/vitest.mjs"),
      "run",
      "--project",
      "workers",
      "--reporter=verbose",
      "tests/acceptance",
    ],
    { cwd: repository, stdio: "inherit", env: { ...process.env, ACCEPTANCE: mode } },
  );
  if (status !== 0) process.exitCode = 1;
}
