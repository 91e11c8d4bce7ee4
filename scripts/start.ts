import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildFrontEnd } from "./front-end.ts";
import { prepareDatabase } from "./local-database.ts";
import { localSecrets } from "./local-secrets.ts";
import {
  isAlive,
  places,
  type Running,
  readJson,
  repository,
  runningStart,
  stateDirectory,
  writePrivate,
} from "./local-state.ts";
import type { LocalWorker } from "./local-worker.ts";
import { isFree, portFrom } from "./ports.ts";
import { type PostmarkStub, startPostmarkStub } from "./postmark-stub/server.ts";
import { demo, demoKey, firstWorkspace, password, rolesOf } from "./seed/sign-ins.ts";
import { type StripeStub, startStripeStub } from "./stripe-stub/server.ts";
import { run, runWrangler, stopRuns, quiet as wranglerQuiet } from "./wrangler.ts";

const minute = 60_000;
const patience = 90_000;
const quiet = Boolean(process.env.USHER_QUIET);

/** What has to be undone at the end, latest first. */
const undo: (() => unknown)[] = [];
let stopping = false;

try {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop(0));
  if (process.env.npm_lifecycle_event) stopWithParent(process.ppid);
  await start();
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : error}\n`);
  await stop(1);
}

async function start(): Promise<void> {
  const port = portFrom("PORT", 8787);
  const mailboxPort = portFrom("MAILBOX_PORT", port + 1);
  const paymentsPort = portFrom("PAYMENTS_PORT", mailboxPort + 1);
  await stopLeftover();
  await refuseBusy(port, { mailbox: mailboxPort, payments: paymentsPort });
  mkdirSync(stateDirectory, { recursive: true });

  say("Preparing: front end and database …");
  const [built] = await Promise.all([buildFrontEnd(), prepareDatabase()]);
  if (!built.ok) throw new Error(`The front end does not build.\n\n${built.output}`);
  await bundle();
  if (stopping) return;

  const secrets = localSecrets();
  const mailbox = await startMailbox(port, mailboxPort, secrets);
  const payments = await startPayments(port, paymentsPort);
  const origin = `http://localhost:${port}`;
  const worker = startWorker(port, origin, { ...secrets, ...mailSettings(mailbox), ...payments.settings });
  await untilHealthy(port, worker);
  await tick(port);
  const ticking = setInterval(() => void tick(port), minute);
  undo.push(() => clearInterval(ticking));

  writeDemo(origin, mailbox.origin, payments.origin);
  if (quiet) console.log(`Usher is up at ${origin}`);
  else console.log(welcome(origin, mailbox.origin, payments.origin));
}

/** npm's shell dies of a SIGTERM without passing it on; then nobody is left who could stop us. */
function stopWithParent(parent: number): void {
  const watching = setInterval(() => {
    if (process.ppid !== parent) void stop(0);
  }, 500);
  undo.push(() => clearInterval(watching));
}

async function refuseBusy(port: number, stubs: { mailbox: number; payments: number }): Promise<void> {
  const running = runningStart();
  if (running) {
    throw new Error(
      `Usher is already running on port ${running.port} with this data. Stop that one first (Ctrl+C).`,
    );
  }
  if (!(await isFree(port))) {
    throw new Error(`Port ${port} is in use by another program. Choose another one: PORT=8900 npm start`);
  }
  for (const [what, stub] of Object.entries(stubs)) {
    if (await isFree(stub)) continue;
    throw new Error(
      `Port ${stub}, meant for the ${what}, is in use. Choose another one: ${what.toUpperCase()}_PORT=8901 npm start`,
    );
  }
}

/** A start that was killed outright could not stop its workerd; this one does it first. */
async function stopLeftover(): Promise<void> {
  const left = readJson<Running>(places.running);
  if (!left || isAlive(left.pid)) return;
  const { stdout } = await run("ps", ["-o", "args=", "-g", String(left.group)]).catch(() => ({ stdout: "" }));
  if (stdout.includes("local-worker") || stdout.includes("workerd")) await stopGroup(left.group);
  rmSync(places.running, { force: true });
}

async function startMailbox(
  port: number,
  mailboxPort: number,
  secrets: ReturnType<typeof localSecrets>,
): Promise<PostmarkStub> {
  const [username = "", webhookPassword = ""] = secrets.POSTMARK_WEBHOOK_AUTH.split(":");
  const stub = await startPostmarkStub({
    port: mailboxPort,
    storeFile: places.mailbox,
    serverToken: secrets.POSTMARK_SERVER_TOKEN,
    webhook: { url: `http://127.0.0.1:${port}/webhooks/postmark`, username, password: webhookPassword },
  });
  undo.push(() => stub.close());
  return stub;
}

/** What tells the worker where mail goes: to the mailbox, or to Postmark with a token of the environment. */
function mailSettings(mailbox: PostmarkStub): Record<string, string> {
  const token = process.env.POSTMARK_SERVER_TOKEN;
  return token ? { POSTMARK_SERVER_TOKEN: token } : { POSTMARK_API_HOST: new URL(mailbox.origin).host };
}

/**
 * The test checkout, or Stripe itself with both of its secrets in the environment. Its secrets are made anew each
 * time: nobody but this stub and this worker has to know them.
 */
async function startPayments(
  port: number,
  paymentsPort: number,
): Promise<{ origin: string | null; settings: Record<string, string> }> {
  const { STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET } = process.env;
  if (STRIPE_SECRET_KEY && STRIPE_WEBHOOK_SECRET) {
    return { origin: null, settings: { STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET } };
  }
  const secretKey = `local-${crypto.randomUUID()}`;
  const secret = `whsec_${crypto.randomUUID()}`;
  const stub: StripeStub = await startStripeStub({
    port: paymentsPort,
    storeFile: places.payments,
    secretKey,
    webhook: { url: `http://127.0.0.1:${port}/webhooks/stripe`, secret },
  });
  undo.push(() => stub.close());
  const settings = {
    STRIPE_SECRET_KEY: secretKey,
    STRIPE_WEBHOOK_SECRET: secret,
    STRIPE_API_HOST: new URL(stub.origin).host,
  };
  return { origin: stub.origin, settings };
}

/** Bundles what would be deployed; wrangler checks wrangler.toml on the way. */
async function bundle(): Promise<void> {
  const bundled = await runWrangler(["deploy", "--dry-run", "--outdir", places.bundle]);
  if (bundled.code !== 0) throw new Error(`The worker does not build.\n\n${bundled.output}`);
}

function startWorker(port: number, origin: string, settings: Record<string, string>): ChildProcess {
  const bindings: Record<string, string> = { ...settings, APP_ORIGIN: origin };
  for (const name of [
    "UNDO_SECONDS",
    "RESEND_SECONDS",
    "MAIL_FROM",
    "MAIL_DKIM_SELECTOR",
    "DNS_API_HOST",
    "STRIPE_TAX",
  ]) {
    const value = process.env[name];
    if (value) bindings[name] = value;
  }
  // The head of its own process group, so that workerd can be stopped with it.
  const worker = spawn(process.execPath, [join(repository, "scripts/local-worker.ts")], {
    cwd: repository,
    detached: true,
    stdio: ["ignore", "inherit", "inherit"],
    env: {
      ...process.env,
      ...wranglerQuiet,
      USHER_LOCAL_WORKER: JSON.stringify({ port, bindings } satisfies LocalWorker),
    },
  });
  const group = worker.pid;
  if (!group) throw new Error("The local worker could not be started.");
  writePrivate(places.running, JSON.stringify({ pid: process.pid, group, port } satisfies Running));
  undo.push(async () => {
    await stopGroup(group);
    rmSync(places.running, { force: true });
  });
  worker.once("exit", () => {
    if (stopping) return;
    console.error("\nThe worker stopped by itself; what it said stands above.\n");
    void stop(1);
  });
  return worker;
}

async function untilHealthy(port: number, worker: ChildProcess): Promise<void> {
  const deadline = Date.now() + patience;
  let last = "no answer";
  while (Date.now() < deadline && worker.exitCode === null && !stopping) {
    try {
      const response = await fetch(`http://127.0.0.1:${port}/healthz`, {
        signal: AbortSignal.timeout(10_000),
      });
      if (response.ok) return;
      last = `${response.status} ${(await response.text()).slice(0, 500)}`;
    } catch {
      // Not listening yet.
    }
    await pause(150);
  }
  if (!stopping) throw new Error(`The worker does not get healthy. /healthz: ${last}`);
}

/** What Cloudflare does each minute: calls the scheduled handler. */
async function tick(port: number): Promise<void> {
  try {
    // Miniflare's own address, so that the bundle is the one that is deployed, without --test-scheduled.
    const response = await fetch(`http://127.0.0.1:${port}/cdn-cgi/local/scheduled?cron=*+*+*+*+*`);
    if (!response.ok) console.error(`The scheduled jobs failed: ${response.status}`);
    await response.body?.cancel();
  } catch {
    if (!stopping) console.error("The scheduled jobs could not be called; the next try is in a minute.");
  }
}

function writeDemo(origin: string, mailbox: string, payments: string | null): void {
  const signIns = demo.map((signIn) => {
    const { workspace, email } = signIn;
    return { workspace, role: rolesOf(signIn), email, password };
  });
  writeFileSync(
    places.demo,
    `${JSON.stringify({ origin, mailbox, payments, apiKey: demoKey, workspace: firstWorkspace, signIns }, null, 2)}\n`,
  );
}

function welcome(origin: string, mailbox: string, payments: string | null): string {
  const real = Boolean(process.env.POSTMARK_SERVER_TOKEN);
  const wide = Math.max(...demo.map((signIn) => rolesOf(signIn).length)) + 2;
  const workspaces = [...new Set(demo.map(({ workspace }) => workspace))].map((workspace) => [
    `  ${origin}/w/${workspace}`,
    ...demo
      .filter((signIn) => signIn.workspace === workspace)
      .map((signIn) => {
        const { email, also } = signIn;
        return `    ${rolesOf(signIn).padEnd(wide)}${email}${also ? `   (${also})` : ""}`;
      }),
  ]);
  return [
    "",
    `  Usher       ${origin}`,
    real
      ? `  Mail        is really sent, because POSTMARK_SERVER_TOKEN is set (the mailbox at ${mailbox} stays empty)`
      : `  Mailbox     ${mailbox}   every mail ends here, none leaves this machine`,
    payments
      ? `  Payments    ${payments}   a test checkout, no money moves`
      : "  Payments    are Stripe's, because STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET are set",
    `  API         ${origin}/api/docs`,
    `  API key     ${demoKey}`,
    `              for ${firstWorkspace}, with every scope`,
    "",
    `  Sign in with the password  ${password}`,
    "",
    ...workspaces.flatMap((lines) => [...lines, ""]),
    "  The demo's limits on invitations, mails, bulk resends, exports and sign-ins are raised.",
    `  For scripts: ${relative(places.demo)}. Data is kept; npm run reset starts afresh. Ctrl+C stops.`,
    "",
  ].join("\n");
}

async function stop(code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  stopRuns();
  for (const step of undo.reverse()) await step();
  process.exit(code);
}

async function stopGroup(group: number): Promise<void> {
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    const deadline = Date.now() + 5_000;
    if (!signalGroup(group, signal)) return;
    while (Date.now() < deadline) {
      if (!signalGroup(group, 0)) return;
      await pause(50);
    }
  }
}

/** False when the group has no process any more. */
function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-group, signal);
    return true;
  } catch {
    return false;
  }
}

function say(text: string): void {
  if (!quiet) console.log(text);
}

function relative(path: string): string {
  return path.startsWith(process.cwd()) ? path.slice(process.cwd().length + 1) : path;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
