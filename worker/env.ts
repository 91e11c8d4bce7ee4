import * as z from "zod";
import type { RateLimitName, Settings } from "./domain/context.ts";

/** What Cloudflare binds to the worker (wrangler.toml), before anything is checked. */
export interface Bindings {
  DB: D1Database;
  ASSETS: Fetcher;
  MAIL_QUEUE: Queue<MailWakeUp>;
  JOB_QUEUE: Queue<JobWakeUp>;
  IMPORT_QUEUE: Queue<ImportWakeUp>;
  SIGN_IN_LIMIT: RateLimit;
  MAIL_REQUEST_LIMIT: RateLimit;
  BAD_TOKEN_LIMIT: RateLimit;
  API_LIMIT: RateLimit;
  INVITE_LIMIT: RateLimit;
  CATALOG_LIMIT: RateLimit;
  [name: string]: unknown;
}

/** Queue messages carry ids only; the rows decide. */
export interface MailWakeUp {
  workspaceId: string;
}
export interface JobWakeUp {
  workspaceId: string;
  jobId: string;
}
export interface ImportWakeUp {
  workspaceId: string;
  importId: string;
}

const count = z.coerce.number().int().min(0);
const secret = z.string().min(43, "needs at least 32 random bytes, base64url (43 characters)");

/** `id:secret` pairs separated by commas; the first signs, all verify (T-23). */
export const linkKeys = z
  .string("is missing")
  .transform((value) => value.split(",").map((pair) => pair.trim().split(":")))
  .pipe(z.array(z.tuple([z.string().regex(/^[A-Za-z0-9_-]{1,16}$/, "has a bad key id"), secret])).min(1));

const hostName = /^[a-z0-9_]([a-z0-9_.-]{0,200}[a-z0-9])?$/i;

const variables = z.object({
  ENVIRONMENT: z.enum(["local", "production"]),
  PRODUCT_NAME: z.string().min(1),
  APP_ORIGIN: z.url().transform((value) => new URL(value).origin),
  MAIL_FROM: z.email(),
  UNDO_SECONDS: count,
  INVITATIONS_PER_DAY: count,
  RECIPIENT_PER_DAY: count,
  RECIPIENT_PER_MONTH: count,
  RESEND_SECONDS: count.default(60),
  BULK_RESEND_SECONDS: count.default(600),
  EXPORTS_PER_HOUR: count.default(5),
  REGISTRATIONS_PER_HOUR: count.default(10),
  INVITES_NOT_BEFORE: count.default(0),
  SESSIONS_NOT_BEFORE: count.default(0),
  LINK_KEYS: linkKeys,
  POSTMARK_SERVER_TOKEN: z.string("is missing").min(1, "is missing"),
  /** Host and port of the local stub; never set in production. */
  POSTMARK_API_HOST: z.string().optional(),
  /** `user:password` pairs separated by commas, so that a rotation has two valid ones (W-01). */
  POSTMARK_WEBHOOK_AUTH: z
    .string("is missing")
    .transform((value) => value.split(",").map((pair) => pair.trim()))
    .pipe(
      z.array(z.string().regex(/^[^:]+:.{32,}$/, "needs user:password with 32 characters or more")).min(1),
    ),
  /** Without it nothing is sold. */
  STRIPE_SECRET_KEY: z.string().optional(),
  /** Signing secrets of the webhook separated by commas, so that a rotation has two valid ones. */
  STRIPE_WEBHOOK_SECRET: z
    .string()
    .transform((value) => value.split(",").map((one) => one.trim()))
    .pipe(z.array(z.string().min(16, "needs the signing secret of the webhook (whsec_...)")).min(1))
    .optional(),
  /** Stripe Tax works out the tax of each purchase. */
  STRIPE_TAX: z.enum(["on", "off"], "is on or off").default("off"),
  /** Host and port of the local stub; never set in production. */
  STRIPE_API_HOST: z.string().optional(),
  /** Both, and whoever registers proves to be a person (Cloudflare Turnstile). */
  TURNSTILE_SITE_KEY: z.string().min(1, "is empty").optional(),
  TURNSTILE_SECRET_KEY: z.string().min(1, "is empty").optional(),
  /** Host and port of a stub of siteverify; never set in production. */
  TURNSTILE_API_HOST: z.string().optional(),
  /** Where mails that come back go, if that is not `pm-bounces` under the sender's domain. */
  MAIL_RETURN_PATH: z.string().regex(hostName, "is no host name").optional(),
  /** What the provider calls the key that signs mails; without it nobody can look whether it is there. */
  MAIL_DKIM_SELECTOR: z.string().regex(hostName, "is no selector").optional(),
  /** Host and port of a stub of the resolver; never set in production. */
  DNS_API_HOST: z.string().optional(),
});

export interface Environment {
  bindings: Bindings;
  settings: Settings;
  linkKeys: { id: string; secret: string }[];
  mail: { serverToken: string; apiHost: string | undefined; from: string };
  webhookAuth: string[];
  /** Null: nothing can be bought here. */
  payments: {
    secretKey: string;
    webhookSecrets: string[];
    tax: boolean;
    apiHost: string | undefined;
  } | null;
  /** Null: nothing is looked up in the DNS, for locally nothing leaves the machine. */
  dns: { apiHost: string | undefined } | null;
  /** Null: nobody is asked to prove to be a person. */
  humans: { siteKey: string; secretKey: string; hostname: string | null; apiHost: string | undefined } | null;
}

/** Secrets that must be set before the first deployment; `npm run deploy` asks for the missing ones. */
export const secretNames = ["LINK_KEYS", "POSTMARK_SERVER_TOKEN", "POSTMARK_WEBHOOK_AUTH"] as const;

/** Secrets that an installation does without; set both, and courses can be bought. */
export const paymentSecretNames = ["STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"] as const;

/** The same of the check for humans; its other half, TURNSTILE_SITE_KEY, is no secret and stands in wrangler.toml. */
export const humanCheckSecretNames = ["TURNSTILE_SECRET_KEY"] as const;

/** A setting that is missing or bad; its message names settings and never their values, so it may be logged. */
export class ConfigurationError extends Error {
  override name = "ConfigurationError";
}

/**
 * Reads bindings and secrets once and fails closed: anything missing or short names itself and stops
 * the worker from answering at all.
 */
export function readEnvironment(bindings: Bindings): Environment {
  const parsed = variables.safeParse(bindings);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
    throw new ConfigurationError([...new Set(faults)].join("; "));
  }
  const values = parsed.data;
  if (values.ENVIRONMENT === "production" && values.POSTMARK_API_HOST) {
    throw new ConfigurationError("POSTMARK_API_HOST is for local use only");
  }
  if (values.ENVIRONMENT === "production" && values.STRIPE_API_HOST) {
    throw new ConfigurationError("STRIPE_API_HOST is for local use only");
  }
  if (values.ENVIRONMENT === "production" && values.DNS_API_HOST) {
    throw new ConfigurationError("DNS_API_HOST is for local use only");
  }
  return {
    bindings,
    linkKeys: values.LINK_KEYS.map(([id, key]) => ({ id, secret: key })),
    mail: {
      serverToken: values.POSTMARK_SERVER_TOKEN,
      apiHost: values.POSTMARK_API_HOST,
      from: values.MAIL_FROM,
    },
    webhookAuth: values.POSTMARK_WEBHOOK_AUTH,
    payments: paymentsOf(values),
    humans: humansOf(values),
    dns: values.ENVIRONMENT === "production" || values.DNS_API_HOST ? { apiHost: values.DNS_API_HOST } : null,
    settings: {
      origin: values.APP_ORIGIN,
      productName: values.PRODUCT_NAME,
      environment: values.ENVIRONMENT,
      sender: {
        address: values.MAIL_FROM,
        returnPath: values.MAIL_RETURN_PATH ?? null,
        dkimSelector: values.MAIL_DKIM_SELECTOR ?? null,
      },
      undoSeconds: values.UNDO_SECONDS,
      invitesNotBefore: values.INVITES_NOT_BEFORE,
      sessionsNotBefore: values.SESSIONS_NOT_BEFORE,
      invitationsPerDay: values.INVITATIONS_PER_DAY,
      recipientPerDay: values.RECIPIENT_PER_DAY,
      recipientPerMonth: values.RECIPIENT_PER_MONTH,
      resendSeconds: values.RESEND_SECONDS,
      bulkResendSeconds: values.BULK_RESEND_SECONDS,
      exportsPerHour: values.EXPORTS_PER_HOUR,
      registrationsPerHour: values.REGISTRATIONS_PER_HOUR,
    },
  };
}

/** Half a check would let nobody in, or everybody: both keys, or none. */
function humansOf(values: z.output<typeof variables>): Environment["humans"] {
  const { TURNSTILE_SITE_KEY: siteKey, TURNSTILE_SECRET_KEY: secretKey } = values;
  if (values.ENVIRONMENT === "production" && values.TURNSTILE_API_HOST) {
    throw new ConfigurationError("TURNSTILE_API_HOST is for local use only");
  }
  if (!siteKey && !secretKey) return null;
  if (!siteKey) throw new ConfigurationError("TURNSTILE_SITE_KEY is missing beside TURNSTILE_SECRET_KEY");
  if (!secretKey) throw new ConfigurationError("TURNSTILE_SECRET_KEY is missing beside TURNSTILE_SITE_KEY");
  // The keys for trying it out belong to no host.
  const hostname = values.ENVIRONMENT === "production" ? new URL(values.APP_ORIGIN).hostname : null;
  return { siteKey, secretKey, hostname, apiHost: values.TURNSTILE_API_HOST };
}

/** Money that comes in without the webhook that hears of it would buy nothing: both secrets, or none. */
function paymentsOf(values: z.output<typeof variables>): Environment["payments"] {
  const { STRIPE_SECRET_KEY: secretKey, STRIPE_WEBHOOK_SECRET: webhookSecrets } = values;
  if (!secretKey && !webhookSecrets) return null;
  if (!secretKey) throw new ConfigurationError("STRIPE_SECRET_KEY is missing beside STRIPE_WEBHOOK_SECRET");
  if (!webhookSecrets)
    throw new ConfigurationError("STRIPE_WEBHOOK_SECRET is missing beside STRIPE_SECRET_KEY");
  return { secretKey, webhookSecrets, tax: values.STRIPE_TAX === "on", apiHost: values.STRIPE_API_HOST };
}

/** The burst limit behind each name. */
export function limiterOf(bindings: Bindings, name: RateLimitName): RateLimit {
  const limiters: Record<RateLimitName, RateLimit> = {
    sign_in: bindings.SIGN_IN_LIMIT,
    mail_request: bindings.MAIL_REQUEST_LIMIT,
    bad_token: bindings.BAD_TOKEN_LIMIT,
    api: bindings.API_LIMIT,
    invite: bindings.INVITE_LIMIT,
    catalog: bindings.CATALOG_LIMIT,
  };
  return limiters[name];
}
