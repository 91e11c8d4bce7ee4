import { spawn } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { invitations } from "../../db/schema/index.ts";
import { asHouse, remoteConfig } from "../../scripts/domain.ts";
import { places, repository, stateDirectory } from "../../scripts/local-state.ts";
import { localDatabase, runWrangler } from "../../scripts/wrangler.ts";
import { sealAuditEvents } from "../../worker/domain/audit-trail/seal-audit-events.ts";

// Before the scripts are loaded: they read it once.
vi.hoisted(() => {
  process.env.USHER_STATE_DIR = `.wrangler/commands-${process.pid}`;
});

const local = { remote: false, env: "" };
const northwind = [
  "--customer",
  "Northwind",
  "--workspace",
  "Northwind Academy",
  "--admin",
  "Ana@Example.com",
];

/** Runs a script as npm does, on a state of its own. */
function command(script: string, ...args: string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(
    join(repository, "node_modules/.bin/node"),
    [join(repository, "scripts", script), ...args],
    { cwd: repository, env: { ...process.env, CLOUDFLARE_API_TOKEN: "" }, stdio: ["ignore", "pipe", "pipe"] },
  );
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (output += text));
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, output: output.trim() })));
}

beforeAll(async () => {
  const migrated = await runWrangler(["d1", "migrations", "apply", "usher", ...localDatabase]);
  expect(migrated.code, migrated.output).toBe(0);
});

afterAll(() => rmSync(stateDirectory, { recursive: true, force: true }));

test("the first customer is written by the use case, and what it refuses is said by option", async () => {
  const made = await command(
    "first-customer.ts",
    ...northwind,
    "--slug",
    "northwind",
    "--preset",
    "programs",
  );
  expect(made.output).toContain("Created Northwind with the workspace Northwind Academy (/w/northwind");
  expect(made.code).toBe(0);
  const rows = await asHouse(local, (ctx) =>
    ctx.db
      .select({ email: invitations.email, origin: invitations.origin, status: invitations.status })
      .from(invitations),
  );
  expect(rows).toEqual([{ email: "ana@example.com", origin: "setup", status: "pending" }]);
  const again = await command("first-customer.ts", ...northwind, "--slug", "northwind", "--accent", "red");
  expect(again).toEqual({ code: 1, output: expect.stringMatching(/^--accent: /) });
  const taken = await command("first-customer.ts", ...northwind, "--slug", "northwind");
  expect(taken).toEqual({ code: 1, output: expect.stringMatching(/^--slug: .*exists already/) });
});

test("verifying the audit trail says what holds, and ends with 1 when somebody changed it", async () => {
  const sealed = await asHouse(local, (ctx) =>
    sealAuditEvents({ ...ctx, now: () => Date.now() + 3_600_000 }, {}),
  );
  expect(sealed).toEqual({ seals: 1, events: 2 });
  const holds = await command("verify-audit.ts", "--workspace", "northwind");
  expect(holds).toEqual({ code: 0, output: expect.stringMatching(/^northwind: 2 events in 1 seals hold;/) });
  await asHouse(local, (ctx) => ctx.db.run("update audit_details set actor_name = 'Somebody Else'"));
  const changed = await command("verify-audit.ts");
  expect(changed).toEqual({ code: 1, output: expect.stringMatching(/TAMPERED .*the details of an event/) });
  expect((await command("verify-audit.ts", "--workspace", "nowhere")).code).toBe(1);
});

test("a key is added in front and retired only when no open invitation needs it, and no secret is shown", async () => {
  const ring = () => /LINK_KEYS="(.*)"/.exec(readFileSync(places.secrets, "utf8"))?.[1]?.split(",") ?? [];
  const ids = () => ring().map((pair) => pair.split(":")[0]);
  expect((await command("keys.ts", "list")).output).toBe("k1: signs; 0 open invitations");
  const [first] = ring();
  const added = await command("keys.ts", "add");
  expect([ids(), ring()[1]]).toEqual([["k2", "k1"], first]);
  expect(added.output).toBe("k2 signs from now on.");
  const issue = (keys: string) =>
    asHouse(local, (ctx) => ctx.db.run(`update invitations set issued_at = 1, link_keys = '${keys}'`));
  await issue('["k1"]');
  const refused = await command("keys.ts", "retire", "k1");
  expect(refused).toEqual({ code: 1, output: expect.stringMatching(/^k1 stays: 1 open invitation issued/) });
  expect(ids()).toEqual(["k2", "k1"]);
  expect((await command("keys.ts", "retire", "k2")).code).toBe(1);
  await issue('["k2"]');
  expect((await command("keys.ts", "retire", "k1")).code).toBe(0);
  expect(ids()).toEqual(["k2"]);
  await issue('["k9"]');
  const strange = await command("keys.ts", "add");
  expect(strange).toEqual({ code: 1, output: expect.stringContaining("were issued under k9") });
});

test("a plan is set by the house, over by as many as are too many, and what is wrong is said", async () => {
  await asHouse(local, (ctx) => ctx.db.run("update memberships set status = 'active', shown_as = 'active'"));
  await asHouse(local, (ctx) =>
    ctx.db.run(
      "insert into memberships (workspace_id, id, first_name, last_name, language, status, shown_as, delivery, inviter_id, search_terms, created_at) select workspace_id, 'mem_2', 'Ana', 'Lopez', 'en', 'active', 'active', 'none', '', '[]', 1 from memberships",
    ),
  );
  const less = await command("plan.ts", "northwind", "free_trial", "1");
  expect(less.output).toBe(
    "Northwind Academy has the plan free_trial with 1 seat; 2 taken. That is over by 1: nobody new comes in before they are fewer.",
  );
  await asHouse(local, (ctx) => ctx.db.run("delete from memberships where id = 'mem_2'"));
  for (const [args, said] of [
    [["northwind", "gold"], "Plans are: open, free_trial, team, business."],
    [["nowhere", "team"], "There is no workspace with this address."],
  ] as const) {
    expect(await command("plan.ts", ...args)).toEqual({ code: 1, output: expect.stringContaining(said) });
  }
});

test("remotely a command gets the environment's settings and its database, and nothing else", async () => {
  const { vars, d1_databases, ...rest } = remoteConfig("production");
  expect(vars).toMatchObject({ ENVIRONMENT: "production" });
  expect(d1_databases).toEqual([expect.objectContaining({ binding: "DB", remote: true })]);
  expect(Object.keys(rest).sort()).toEqual(["compatibility_date", "name"]);
});
