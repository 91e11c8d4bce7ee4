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

const variables = z.object({
  ENVIRONMENT: z.enum(["local", "production"]),
  PRODUCT_NAME: z.string().min(1),
  APP_ORIGIN: z.url().transform((value) => new URL(value).origin),
  MAIL_FROM: z.email(),
  UNDO_SECONDS: count,
  INVITATIONS_PER_DAY: count,
  RECIPIENT_PER_DAY: count,
  RECIPIENT_PER_MONTH: count,
  BULK_RESEND_SECONDS: count.default(600),
  EXPORTS_PER_HOUR: count.default(5),
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
});

export interface Environment {
  bindings: Bindings;
  settings: Settings;
  linkKeys: { id: string; secret: string }[];
  mail: { serverToken: string; apiHost: string | undefined; from: string };
  webhookAuth: string[];
}

/** Secrets that must be set before the first deployment; `npm run deploy` asks for the missing ones. */
export const secretNames = ["LINK_KEYS", "POSTMARK_SERVER_TOKEN", "POSTMARK_WEBHOOK_AUTH"] as const;

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
  return {
    bindings,
    linkKeys: values.LINK_KEYS.map(([id, key]) => ({ id, secret: key })),
    mail: {
      serverToken: values.POSTMARK_SERVER_TOKEN,
      apiHost: values.POSTMARK_API_HOST,
      from: values.MAIL_FROM,
    },
    webhookAuth: values.POSTMARK_WEBHOOK_AUTH,
    settings: {
      origin: values.APP_ORIGIN,
      productName: values.PRODUCT_NAME,
      environment: values.ENVIRONMENT,
      undoSeconds: values.UNDO_SECONDS,
      invitesNotBefore: values.INVITES_NOT_BEFORE,
      sessionsNotBefore: values.SESSIONS_NOT_BEFORE,
      invitationsPerDay: values.INVITATIONS_PER_DAY,
      recipientPerDay: values.RECIPIENT_PER_DAY,
      recipientPerMonth: values.RECIPIENT_PER_MONTH,
      bulkResendSeconds: values.BULK_RESEND_SECONDS,
      exportsPerHour: values.EXPORTS_PER_HOUR,
    },
  };
}

/** The burst limit behind each name. */
export function limiterOf(bindings: Bindings, name: RateLimitName): RateLimit {
  const limiters: Record<RateLimitName, RateLimit> = {
    sign_in: bindings.SIGN_IN_LIMIT,
    mail_request: bindings.MAIL_REQUEST_LIMIT,
    bad_token: bindings.BAD_TOKEN_LIMIT,
    api: bindings.API_LIMIT,
    invite: bindings.INVITE_LIMIT,
  };
  return limiters[name];
}
