import process from "node:process";
import { text } from "node:stream/consumers";
import { parseArgs } from "node:util";
import {
  type LinkKeysView,
  type OpenLinks,
  viewLinkKeys,
} from "../worker/domain/invitations/view-link-keys.ts";
import { linkKeys } from "../worker/env.ts";
import { asHouse, type Target, targetOptions } from "./domain.ts";
import { localSecrets, newLinkKey, saveLocalSecrets } from "./local-secrets.ts";
import { runningStart } from "./local-state.ts";
import { runWrangler } from "./wrangler.ts";

type Ring = readonly (readonly [id: string, secret: string])[];

const usage = `The keys that sign the links in mails: the first of the ring signs, all verify.

  npm run keys -- list                 which keys there are and what hangs on them
  npm run keys -- add                  a new key in front of the ring; older links go on working
  npm run keys -- retire k1            takes a key out, unless an open link or a secret hangs on it

With --remote [--env production] for the worker at Cloudflare. Cloudflare never shows a secret again: add
and retire read the LINK_KEYS of now from the environment or from standard input, set the new ones as a
secret, and print them for the place where you keep secrets.`;

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { ...targetOptions, help: { type: "boolean", default: false } },
    allowPositionals: true,
  });
  const [act, keyId] = positionals;
  if (values.help) return console.log(usage);
  if (act === "list" && positionals.length === 1) return list(values);
  if (act === "add" && positionals.length === 1) return add(values);
  if (act === "retire" && keyId && positionals.length === 2) return retire(values, keyId);
  throw new Error(usage);
}

async function list(target: Target): Promise<void> {
  // Remotely the ring is a secret that nobody can read: without it only what is in use is known.
  const ring = target.remote && !process.env.LINK_KEYS ? [] : await currentRing(target);
  const view = await viewOf(target, ring);
  for (const key of view.keys) {
    const note = key.signs ? "signs" : key.mayRetire ? "may be retired" : "verifies";
    const secrets = key.providers > 0 ? `; ${secretsIn(key.providers)}` : "";
    console.log(`${key.id}: ${note}; ${linksIn(key)}${secrets}`);
  }
  for (const { id, ...open } of view.missing) {
    const note = ring.length > 0 ? "not in the ring, so its links are dead" : "in use";
    console.log(`${id}: ${note}; ${linksIn(open)}`);
  }
  if (anyIn(view.unknown)) console.log(`Issued before keys were written down: ${linksIn(view.unknown)}`);
}

async function add(target: Target): Promise<void> {
  const ring = await currentRing(target);
  await knownRing(target, ring);
  const numbers = ring.map(([id]) => Number(/^k(\d+)$/.exec(id)?.[1] ?? 0));
  const id = `k${Math.max(...numbers) + 1}`;
  await save(target, [newLinkKey(id), ...ring.map((pair) => pair.join(":"))]);
  console.log(`${id} signs from now on.`);
}

async function retire(target: Target, keyId: string): Promise<void> {
  const ring = await currentRing(target);
  const view = await knownRing(target, ring);
  const key = view.keys.find(({ id }) => id === keyId);
  if (!key) throw new Error(`There is no key ${keyId} in the ring.`);
  if (key.signs) throw new Error(`${keyId} signs the links of now. Add a key first.`);
  if (!key.mayRetire) {
    const unknown = anyIn(view.unknown)
      ? `, and ${linksIn(view.unknown)} from before keys were written down`
      : "";
    throw new Error(
      key.providers > 0
        ? `${keyId} stays: ${secretsIn(key.providers)} under it. The next sign-in through a provider moves its secret to the key of then, and so does saving the secret anew.`
        : `${keyId} stays: ${linksIn(key)} issued under it${unknown}. Resend or cancel them, or wait for their end.`,
    );
  }
  const kept = ring.filter(([id]) => id !== keyId);
  await save(
    target,
    kept.map((pair) => pair.join(":")),
  );
  console.log(`${keyId} is out. Links to reset a password or to prove an address that it signed are dead.`);
}

async function currentRing(target: Target): Promise<Ring> {
  const value = target.remote
    ? process.env.LINK_KEYS || (process.stdin.isTTY ? "" : (await text(process.stdin)).trim())
    : localSecrets().LINK_KEYS;
  const parsed = linkKeys.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Error(
    "Give the LINK_KEYS of now, id:secret pairs separated by commas, in the environment or on standard input.",
  );
}

/** Throws when open links were issued under keys that this ring lacks: it is not the worker's. */
async function knownRing(target: Target, ring: Ring): Promise<LinkKeysView> {
  const view = await viewOf(target, ring);
  const lacks = view.missing.map(({ id }) => id).join(", ");
  if (!lacks) return view;
  throw new Error(`These are not the keys of now: open links were issued under ${lacks}.`);
}

function viewOf(target: Target, ring: Ring): Promise<LinkKeysView> {
  return asHouse(target, (ctx) => viewLinkKeys(ctx, { ring: ring.map(([id]) => id) }));
}

/** Remotely through standard input: arguments are seen by everybody on a machine. */
async function save(target: Target, pairs: readonly string[]): Promise<void> {
  const value = pairs.join(",");
  if (!target.remote) {
    // It would go on signing with the keys that it started with.
    if (runningStart()) throw new Error("Usher is running. Stop it first (Ctrl+C); the keys are as before.");
    return saveLocalSecrets({ ...localSecrets(), LINK_KEYS: value });
  }
  const done = await runWrangler(["secret", "put", "LINK_KEYS", "--env", target.env], value);
  if (done.code !== 0) throw new Error(`The secret was not set; the keys are as before.\n\n${done.output}`);
  console.log(value);
}

function anyIn({ invitations, registrations }: OpenLinks): boolean {
  return invitations + registrations > 0;
}

/** Registrations are named where there are some: many installations have none. */
function linksIn({ invitations, registrations }: OpenLinks): string {
  const invited = invitations === 1 ? "1 open invitation" : `${invitations} open invitations`;
  if (registrations === 0) return invited;
  return `${invited} and ${registrations === 1 ? "1 open registration" : `${registrations} open registrations`}`;
}

function secretsIn(count: number): string {
  return count === 1 ? "1 identity provider's secret" : `${count} identity providers' secrets`;
}
