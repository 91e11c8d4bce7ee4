import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import { humanCheckSecretNames, paymentSecretNames, secretNames } from "../worker/env.ts";
import { buildFrontEnd } from "./front-end.ts";
import { newSecret } from "./local-secrets.ts";
import { repository, writePrivate } from "./local-state.ts";
import { requireAccount, runWrangler, runWranglerHere } from "./wrangler.ts";

type SecretName =
  | (typeof secretNames)[number]
  | (typeof paymentSecretNames)[number]
  | (typeof humanCheckSecretNames)[number];

const production = ["--env", "production"];

const { values: options } = parseArgs({ options: { "dry-run": { type: "boolean", default: false } } });
try {
  await (options["dry-run"] ? dryRun() : deploy());
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : error}`);
  process.exit(1);
}

/** Bundles for both environments and checks them, without an account. */
async function dryRun(): Promise<void> {
  await build();
  for (const [name, environment] of [
    ["local", ["--env", ""]],
    ["production", production],
  ] as const) {
    const { code, output } = await runWrangler(["deploy", "--dry-run", ...environment]);
    if (code !== 0) throw new Error(`The ${name} environment does not bundle.\n\n${output}`);
    console.log(`${name}: ${/Total Upload: .*/.exec(output)?.[0] ?? "bundles"}`);
  }
}

async function deploy(): Promise<void> {
  refusePlaceholders();
  await requireAccount();
  await build();
  const missing = await missingSecrets();
  const secrets = await askFor(missing);

  console.log("\nMigrations …");
  await must(
    ["d1", "migrations", "apply", "usher", "--remote", ...production],
    "The migrations were not applied.",
  );
  console.log("\nDeployment …");
  // With the deployment, not before it: the first one makes the worker that they belong to.
  const file = join(tmpdir(), `usher-secrets-${process.pid}.json`);
  try {
    if (missing.length > 0) writePrivate(file, JSON.stringify(secrets));
    await must(
      ["deploy", ...production, ...(missing.length > 0 ? ["--secrets-file", file] : [])],
      "The worker was not deployed.",
    );
  } finally {
    rmSync(file, { force: true });
  }
  console.log("\nDeployed. /healthz tells whether all is well.");
  if (secrets.LINK_KEYS && !process.env.LINK_KEYS) {
    console.log(
      "Keep LINK_KEYS where you keep secrets; Cloudflare never shows it again, and npm run keys asks for it:\n" +
        secrets.LINK_KEYS,
    );
  }
  if (secrets.POSTMARK_WEBHOOK_AUTH) {
    console.log(
      "In Postmark, set a webhook to https://<your host>/webhooks/postmark for delivery, bounce, spam\n" +
        `complaint, open, click and subscription change, with the Basic auth ${secrets.POSTMARK_WEBHOOK_AUTH}`,
    );
  }
  if (secrets.STRIPE_SECRET_KEY) {
    console.log(
      "In Stripe, set a webhook to https://<your host>/webhooks/stripe with the events that the README lists; its\n" +
        "signing secret is STRIPE_WEBHOOK_SECRET.",
    );
  }
}

/** The repository names no real host, sender or database: those are yours. */
function refusePlaceholders(): void {
  const config = readFileSync(join(repository, "wrangler.toml"), "utf8");
  const section = config.slice(config.indexOf("[env.production]"));
  const wants = [
    [/usher\.example\.com/, "the host in [env.production] routes and APP_ORIGIN, and the sender MAIL_FROM"],
    [/database_id = "0{8}-/, "database_id of [[env.production.d1_databases]] (npx wrangler d1 create usher)"],
  ] as const;
  const missing = wants.filter(([pattern]) => pattern.test(section)).map(([, what]) => `  - ${what}`);
  if (missing.length === 0) return;
  throw new Error(
    [
      "Before the first deployment, fill in wrangler.toml:",
      ...missing,
      "and make the queues: npx wrangler queues create usher-mail, then usher-jobs, usher-imports and usher-dead.",
    ].join("\n"),
  );
}

async function build(): Promise<void> {
  console.log("Front end …");
  const { ok, output } = await buildFrontEnd();
  if (!ok) throw new Error(`The front end does not build.\n\n${output}`);
}

async function missingSecrets(): Promise<SecretName[]> {
  const listed = await runWrangler(["secret", "list", "--format", "json", ...production]);
  // Before the first deployment there is no worker that could have any (Cloudflare's code 10007).
  const isNew = listed.code !== 0 && /10007|does not exist|not found/i.test(listed.output);
  if (listed.code !== 0 && !isNew) throw new Error(`The secrets cannot be listed.\n\n${listed.output}`);
  const known = isNew ? [] : (JSON.parse(listed.stdout) as { name: string }[]).map(({ name }) => name);
  // Those for payments are nobody's duty: only what the environment brings is set.
  const optional = [...paymentSecretNames, ...humanCheckSecretNames];
  const wanted = [...secretNames, ...optional.filter((name) => process.env[name])];
  return wanted.filter((name) => !known.includes(name));
}

/** Makes what can be made and asks for what only you have; the environment may answer. */
async function askFor(missing: readonly SecretName[]): Promise<Partial<Record<SecretName, string>>> {
  const secrets: Partial<Record<SecretName, string>> = {};
  for (const name of missing) {
    const given = process.env[name];
    if (given) secrets[name] = given;
    else if (name === "LINK_KEYS" || name === "POSTMARK_WEBHOOK_AUTH") {
      secrets[name] = newSecret[name]();
      console.log(`${name} is not set yet: a new one is made.`);
    } else secrets[name] = await askForToken();
  }
  return secrets;
}

async function askForToken(): Promise<string> {
  const explained =
    "POSTMARK_SERVER_TOKEN is not set yet: the token of your Postmark server, under API Tokens.";
  if (!process.stdin.isTTY) throw new Error(`${explained}\nSet it in the environment and run this again.`);
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const token = (await terminal.question(`${explained}\nToken: `)).trim();
  terminal.close();
  if (!token) throw new Error("Without a token no mail can leave; nothing was deployed.");
  return token;
}

async function must(args: readonly string[], sorry: string): Promise<void> {
  if ((await runWranglerHere(args)) !== 0) throw new Error(`${sorry} What wrangler said stands above.`);
}
