import { Hono } from "hono";
import type { Caller, Context, Idempotency } from "../domain/context.ts";
import { DomainError, invalidField } from "../domain/errors.ts";
import { findStoredAnswer, type StoredAnswer } from "../domain/idempotency.ts";
import { findStoredUpload } from "../domain/imports/upload-key.ts";
import { bindUseCases } from "../domain/index.ts";
import { resolveKey } from "../domain/sessions/resolve-caller.ts";
import { readUpload } from "../uploads/read-upload.ts";
import { type FileAnswer, fileAnswer } from "./file-answer.ts";
import { openApiDocument } from "./openapi.ts";
import { problemOf } from "./problems.ts";
import { readBody } from "./read-body.ts";
import { readQuery, refuseKeyInQuery } from "./read-query.ts";
import { referencePage, referenceStyle } from "./reference.ts";
import { pathFields, type Route } from "./route.ts";
import { allowedMethods, routes } from "./routes.ts";

/** Gives a context for whoever asks; the idempotency rides in the batch of the act. */
export type Open = (caller: Caller, idempotency?: Idempotency | null) => Context;

type KeyCaller = Extract<Caller, { kind: "apiKey" }>;
type Environment = { Bindings: { open: Open } };

export const app = new Hono<Environment>();

/** The door for programs: who asks, which use case, and its result as JSON. */
export async function handleApi(
  request: Request,
  open: Open,
  execution: ExecutionContext,
): Promise<Response> {
  const response = await app.fetch(request, { open }, execution);
  const answer = new Response(response.body, response);
  answer.headers.set("X-Request-Id", open({ kind: "anonymous" }).request.id);
  return answer;
}

for (const route of routes) {
  app.on(route.method, `/api/v1${route.path}`, async (c) => {
    // Hono takes a HEAD for a GET.
    if (route.writes && c.req.raw.method === "HEAD") return c.notFound();
    const { open } = c.env;
    const url = new URL(c.req.url);
    if (route.scope === null) return forAnybody(route, c.req.raw, readQuery(url), c.req.param(), open);
    const caller = await authenticate(c.req.raw, url, open, c.executionCtx);
    const query = readQuery(url);
    if (route.takesFile) return takeFile(route, c.req.raw, url, query, caller, open);
    const body = await readBody(c.req.raw);
    const input = inputOf(route, query, body.fields, c.req.param());
    const idempotency = await idempotencyOf(c.req.raw, url, route, body.text, caller, open);
    const ctx = open(caller, idempotency);
    const act = () => actOn(route, ctx, input);
    return idempotency ? once(ctx, idempotency, act, route) : answerOf(await act(), route);
  });
}

app.get("/api/v1/openapi.json", (c) => {
  const { settings } = c.env.open({ kind: "anonymous" });
  return c.json(openApiDocument(settings));
});

app.get("/api/docs", (c) => {
  const { settings } = c.env.open({ kind: "anonymous" });
  return c.html(referencePage(settings), 200, {
    "Content-Security-Policy":
      "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  });
});

app.get("/api/docs.css", () => {
  return new Response(referenceStyle, {
    headers: { "Content-Type": "text/css; charset=utf-8", "Cache-Control": "public, max-age=3600" },
  });
});

app.notFound((c) => {
  const source = problemSource(c.env.open);
  const allowed = allowedMethods(new URL(c.req.url).pathname);
  if (allowed.length === 0) return problemOf(new DomainError("NOT_FOUND"), source);
  const refusal = problemOf(new DomainError("METHOD_NOT_ALLOWED"), source);
  refusal.headers.set("Allow", allowed.join(", "));
  return refusal;
});

app.onError((error, c) => {
  const ctx = c.env.open({ kind: "anonymous" });
  if (!(error instanceof DomainError)) {
    // Its message may hold a statement with its parameters (D-05).
    ctx.log.error("api_failed", { requestId: ctx.request.id, error: error.name });
  }
  return problemOf(error, problemSource(c.env.open));
});

/**
 * A route that asks for no key; one that is sent counts for nothing. What is only read is limited here, by the client;
 * an answer that the edge has kept is given before, and counts for nobody.
 */
async function forAnybody(
  route: Route,
  request: Request,
  query: Record<string, unknown>,
  path: Record<string, string>,
  open: Open,
): Promise<Response> {
  const ctx = open({ kind: "anonymous" });
  if (!route.writes && !(await ctx.limits.allow("catalog", ctx.request.ip ?? ""))) {
    throw new DomainError("RATE_LIMITED", { retryAfter: 60 });
  }
  const body = await readBody(request);
  const input = inputOf(route, query, body.fields, path);
  return answerOf(await actOn(route, ctx, input), route);
}

/** Whose key this is (O-17 to O-25). Throws NOT_SIGNED_IN, BAD_REQUEST, RATE_LIMITED. */
async function authenticate(
  request: Request,
  url: URL,
  open: Open,
  execution: { waitUntil(promise: Promise<unknown>): void },
): Promise<KeyCaller> {
  refuseKeyInQuery(url);
  const header = request.headers.get("Authorization");
  if (header && request.headers.has("Cookie")) throw new DomainError("BAD_REQUEST");
  // Whatever cannot be a key costs no query.
  const key = /^Bearer (usher_(?:live|test)_[0-9a-z]{26}_[\w-]{43}(?:_[\w-]{8})?)$/i.exec(header ?? "")?.[1];
  if (!key) throw new DomainError("NOT_SIGNED_IN");
  const ctx = open({ kind: "anonymous" });
  const resolved = await resolveKey(ctx, key);
  if (!resolved) throw new DomainError("NOT_SIGNED_IN");
  if (!(await ctx.limits.allow("api", resolved.caller.key.id))) {
    throw new DomainError("RATE_LIMITED", { retryAfter: 60 });
  }
  if (resolved.afterwards) execution.waitUntil(resolved.afterwards().catch(() => undefined));
  return resolved.caller;
}

/**
 * An upload: what stands beside the file is read, the file streams into the use case. A key is claimed by
 * the act, so whoever comes second is told at once and nothing is read for them.
 */
async function takeFile(
  route: Route,
  request: Request,
  url: URL,
  query: Record<string, unknown>,
  caller: KeyCaller,
  open: Open,
): Promise<Response> {
  const { fileName, file, fields } = await readUpload(request);
  for (const name of fields.keys()) {
    if (Object.hasOwn(query, name)) {
      throw invalidField(name, "repeated_field", "This stands in the address and in the form. Send it once.");
    }
  }
  const input = inputOf(route, { ...query, ...Object.fromEntries(fields) }, {}, {});
  const asked = JSON.stringify([fileName, ...fields]);
  const idempotency = await idempotencyOf(request, url, route, asked, caller, open);
  const ctx = open(caller, idempotency);
  const stored = idempotency ? await findStoredUpload(ctx, file) : null;
  if (stored) return replayed(stored, route);
  return answerOf(await actOn(route, ctx, { fileName, ...input, file }), route);
}

/**
 * What the use case is asked: the query where the route has one, the body where the method carries one,
 * and last what the path names, so that neither can overwrite it.
 */
function inputOf(
  route: Route,
  query: Record<string, unknown>,
  body: Record<string, unknown>,
  path: Record<string, string>,
): Record<string, unknown> {
  const fields = route.method === "GET" ? query : { ...(route.query ? query : {}), ...body };
  const strange = Object.keys(query).filter((name) => !Object.hasOwn(route.query?.shape ?? {}, name));
  const named = pathFields(route);
  strange.push(...named.flatMap(([, field]) => (Object.hasOwn(fields, field) ? [field] : [])));
  if (strange.length > 0) {
    throw new DomainError("VALIDATION_FAILED", {
      errors: strange.map((path) => ({ path, code: "unknown_field", message: "This does not belong here." })),
    });
  }
  return { ...fields, ...Object.fromEntries(named.map(([param, field]) => [field, path[param]])) };
}

async function actOn(route: Route, ctx: Context, input: unknown): Promise<unknown> {
  try {
    return await route.run(bindUseCases(ctx), input);
  } catch (error) {
    const invalid = error instanceof DomainError && error.code === "VALIDATION_FAILED";
    // An id of another shape names nothing, like one that does not exist.
    const named = pathFields(route).map(([, field]) => field);
    const noId =
      invalid &&
      error.details.errors?.some(({ path }) =>
        named.some((field) => path === field || path === `${field}s.0`),
      );
    throw noId ? new DomainError("NOT_FOUND") : error;
  }
}

async function idempotencyOf(
  request: Request,
  url: URL,
  route: Route,
  body: string,
  caller: KeyCaller,
  open: Open,
): Promise<Kept | null> {
  const key = request.headers.get("Idempotency-Key");
  if (key === null || route.method !== "POST") return null;
  if (!/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw new DomainError("BAD_REQUEST", {
      errors: [
        {
          path: "Idempotency-Key",
          code: "malformed",
          message: "Give 1 to 200 visible ASCII characters, without blanks.",
        },
      ],
    });
  }
  const { secrets } = open({ kind: "anonymous" });
  const kept: Kept = {
    apiKeyId: caller.key.id,
    key,
    bodyHash: await secrets.sha256(`${url.pathname}${url.search}\n${body}`),
    answer: (result) => ({ status: route.status, body: JSON.stringify(route.present(result)) }),
    stored: (answer) => {
      kept.inStore = answer;
    },
    inStore: null,
  };
  return kept;
}

/** With the answer that was stored, once it is. */
type Kept = Idempotency & { inStore: StoredAnswer | null };

/**
 * Acts once for each Idempotency-Key. The look-up runs beside the act and so costs no round trip: the
 * unique row in the act's own batch, and not the look-up, keeps a second act from being written.
 */
async function once(
  ctx: Context,
  idempotency: Kept,
  act: () => Promise<unknown>,
  route: Route,
): Promise<Response> {
  const [stored, acted] = await Promise.allSettled([findStoredAnswer(ctx), act()]);
  if (stored.status === "rejected") throw stored.reason;
  if (stored.value) return replayed(stored.value, route);
  if (acted.status === "fulfilled") {
    const { inStore } = idempotency;
    return inStore ? json(route, inStore.status, inStore.body) : answerOf(acted.value, route);
  }
  // A twin may have won between the look-up and the batch: then its answer is ours.
  const winner = await findStoredAnswer(ctx);
  if (winner) return replayed(winner, route);
  throw acted.reason;
}

function answerOf(result: unknown, route: Route): Response {
  if (route.answer === null) return fileAnswer(route.present(result) as FileAnswer);
  return json(route, route.status, JSON.stringify(route.present(result)));
}

function replayed({ status, body }: StoredAnswer, route: Route): Response {
  const answer = json(route, status, body);
  answer.headers.set("Idempotent-Replayed", "true");
  return answer;
}

function json(route: Route, status: number, body: string): Response {
  const headers = new Headers({ "Content-Type": "application/json" });
  if (route.location) headers.set("Location", `/api/v1${route.location(JSON.parse(body))}`);
  return new Response(body, { status, headers });
}

function problemSource(open: Open) {
  const ctx = open({ kind: "anonymous" });
  return { requestId: ctx.request.id, origin: ctx.settings.origin };
}
