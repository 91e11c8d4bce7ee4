import { openDatabase } from "../db/index.ts";
import { createDns } from "./adapters/dns-over-https.ts";
import { createIds } from "./adapters/ids.ts";
import { createMailComposer } from "./adapters/mail-composer.ts";
import { createIdentityProviders } from "./adapters/oidc.ts";
import { createPasswords } from "./adapters/passwords.ts";
import { createMailer } from "./adapters/postmark.ts";
import { createSecretDigest } from "./adapters/secret-digest.ts";
import { createPayments } from "./adapters/stripe.ts";
import { createTokenSigner } from "./adapters/token-signer.ts";
import { createHumanCheck } from "./adapters/turnstile.ts";
import { createVault } from "./adapters/vault.ts";
import type { Caller, Context, Idempotency, Log, RequestInfo } from "./domain/context.ts";
import { prefixOf } from "./domain/ids.ts";
import { type Environment, limiterOf } from "./env.ts";

const log: Log = {
  info: (event, fields) => console.log(JSON.stringify({ event, ...fields })),
  error: (event, fields) => console.error(JSON.stringify({ event, ...fields })),
};

/** What is the same for every request of one environment: built once per isolate, holds no request's state. */
export function createHouse(environment: Environment) {
  const { bindings, settings } = environment;
  return {
    environment,
    ids: createIds({
      random: (length) => crypto.getRandomValues(new Uint8Array(length)),
      now: () => Date.now(),
      prefixOf,
    }),
    passwords: createPasswords(),
    tokens: createTokenSigner({ masterKeys: environment.linkKeys, issuer: settings.origin }),
    secrets: createSecretDigest(),
    vault: createVault(environment.linkKeys),
    identity: createIdentityProviders({ origin: settings.origin }),
    mailer: createMailer({
      serverToken: environment.mail.serverToken,
      apiHost: environment.mail.apiHost,
      fromAddress: environment.mail.from,
      messageStream: "outbound",
      timeoutMs: 30_000,
    }),
    mailComposer: createMailComposer(),
    payments: environment.payments && createPayments({ ...environment.payments, timeoutMs: 15_000 }),
    humans: environment.humans && createHumanCheck({ ...environment.humans, timeoutMs: 5_000 }),
    dns: environment.dns && createDns({ ...environment.dns, timeoutMs: 3_000 }),
    queues: {
      wakeMail: async (workspaceId: string, delaySeconds: number) => {
        await bindings.MAIL_QUEUE.send({ workspaceId }, { delaySeconds });
      },
      wakeJob: async (workspaceId: string, jobId: string, delaySeconds: number) => {
        await bindings.JOB_QUEUE.send({ workspaceId, jobId }, { delaySeconds });
      },
      wakeImport: async (workspaceId: string, importId: string, delaySeconds: number) => {
        await bindings.IMPORT_QUEUE.send({ workspaceId, importId }, { delaySeconds });
      },
    },
    limits: {
      allow: async (name: Parameters<typeof limiterOf>[1], key: string) => {
        try {
          return (await limiterOf(bindings, name).limit({ key })).success;
        } catch {
          // The binding is only the first, approximate fence; the counters in D1 are the real one (E-16).
          return true;
        }
      },
    },
  };
}

export type House = ReturnType<typeof createHouse>;

/** The context of one request, message or tick. Reads go to the primary: rights are never stale (D-11). */
export function createContext(
  house: House,
  caller: Caller,
  request: RequestInfo,
  idempotency: Idempotency | null = null,
  keepAlive: (work: Promise<unknown>) => void = () => undefined,
): Context {
  const { environment, ...ports } = house;
  return {
    ...ports,
    db: openDatabase(environment.bindings.DB.withSession("first-primary")),
    now: () => Date.now(),
    settings: environment.settings,
    log,
    caller,
    request,
    idempotency,
    later: (work) =>
      keepAlive(
        work().catch((error: unknown) =>
          log.error("later_failed", {
            requestId: request.id,
            error: error instanceof Error ? error.name : "unknown",
          }),
        ),
      ),
  };
}

/** Where a request comes from. Only Cloudflare's own header is believed (E-17). */
export function requestInfo(request: Request): RequestInfo {
  const ip = request.headers.get("CF-Connecting-IP");
  return {
    id: crypto.randomUUID(),
    // A household has a /64 of IPv6: limits count that, or they count nothing.
    ip: ip?.includes(":") ? ipv6Prefix(ip, 4) : ip,
    ipPrefix: ip ? prefixOfAddress(ip) : null,
    userAgent: request.headers.get("User-Agent"),
    sessionDigest: null,
  };
}

/** For queue, cron and set-up, which no request stands behind. */
export function internalRequest(): RequestInfo {
  return { id: crypto.randomUUID(), ip: null, ipPrefix: null, userAgent: null, sessionDigest: null };
}

function prefixOfAddress(ip: string): string {
  return ip.includes(":") ? ipv6Prefix(ip, 3) : ip.replace(/\.\d+$/, ".0/24");
}

/** The first groups of an IPv6 address, written out, as a prefix. */
function ipv6Prefix(ip: string, groups: number): string {
  const [head = "", tail] = ip.split("::");
  const front = head.split(":").filter(Boolean);
  const back = (tail ?? "").split(":").filter(Boolean);
  const zeros = Array.from({ length: Math.max(0, 8 - front.length - back.length) }, () => "0");
  const whole = tail === undefined ? front : [...front, ...zeros, ...back];
  return `${whole.slice(0, groups).join(":")}::/${groups * 16}`;
}
