import { handleApi, type Open } from "./api/index.ts";
import { problemOf } from "./api/problems.ts";
import { createContext, createHouse, type House, internalRequest, requestInfo } from "./context.ts";
import { runCron } from "./cron.ts";
import type { DomainError } from "./domain/errors.ts";
import { bindUseCases } from "./domain/index.ts";
import { type Shared, sharedRequest, throughEdge } from "./edge/cache.ts";
import { countView } from "./edge/catalog-views.ts";
import { type Bindings, ConfigurationError, readEnvironment } from "./env.ts";
import { checkHealth } from "./health.ts";
import { logoAddress, serveLogo } from "./logo.ts";
import { refuseForeign, withSecurityHeaders } from "./perimeter.ts";
import { handleQueue, type WakeUp } from "./queue.ts";
import { buildVersion, handleWeb } from "./web.ts";
import { handlePostmark } from "./webhooks/postmark.ts";
import { handleStripe } from "./webhooks/stripe.ts";

/** The doors, and nothing else: each request, message and tick is handed on, nothing is decided here. */
export default {
  async fetch(request, bindings, execution) {
    const started = requestInfo(request);
    try {
      const house = houseOf(bindings);
      const refused = refuseForeign(request, house.environment.settings);
      const response = refused
        ? answerUnrouted(request, refused, started.id, house.environment.settings.origin)
        : await route(house, request, started, execution);
      return withSecurityHeaders(response, house.environment.settings);
    } catch (error) {
      // A message may hold parameters of a statement or somebody's input, so only a name leaves (D-05, D-17).
      const name =
        error instanceof ConfigurationError ? error.message : error instanceof Error ? error.name : "unknown";
      console.error(JSON.stringify({ event: "request_failed", requestId: started.id, error: name }));
      return answerUnrouted(request, null, started.id, "");
    }
  },

  async queue(batch, bindings) {
    const ctx = createContext(houseOf(bindings), { kind: "system" }, internalRequest());
    await handleQueue(batch, bindUseCases(ctx), ctx.queues, ctx.log);
  },

  async scheduled(_controller, bindings) {
    const ctx = createContext(houseOf(bindings), { kind: "system" }, internalRequest());
    await runCron(bindUseCases(ctx), ctx.log);
  },
} satisfies ExportedHandler<Bindings, WakeUp>;

function route(
  house: House,
  request: Request,
  started: ReturnType<typeof requestInfo>,
  execution: ExecutionContext,
): Promise<Response> | Response {
  const { pathname } = new URL(request.url);
  const keepAlive = (work: Promise<unknown>) => execution.waitUntil(work);
  const open: Open = (caller, idempotency) => createContext(house, caller, started, idempotency, keepAlive);
  if (pathname === "/healthz") return checkHealth(open({ kind: "system" }), house.environment);
  if (pathname === "/webhooks/postmark") {
    return handlePostmark(request, bindUseCases(open({ kind: "system" })), house);
  }
  if (pathname === "/webhooks/stripe") {
    return handleStripe(request, bindUseCases(open({ kind: "system" })), house);
  }
  const logo = logoAddress(pathname);
  if (logo) return serveLogo(request, open({ kind: "anonymous" }), logo);
  const answer = (asked: Request) =>
    pathname.startsWith("/api/")
      ? handleApi(asked, open, execution)
      : handleWeb(asked, open, execution, house.environment);
  const shared = sharedRequest(request, house.environment.settings.origin, buildVersion);
  return shared ? shareAnswer(shared, open, execution, answer) : answer(request);
}

/** What is the same for everybody comes from the edge, where a copy is; a look at it counts all the same. */
async function shareAnswer(
  shared: Shared,
  open: Open,
  execution: ExecutionContext,
  answer: (request: Request) => Promise<Response>,
): Promise<Response> {
  const { response, fromCopy } = await throughEdge(shared, execution, answer);
  if (fromCopy) countView(shared.request, response, { kind: "anonymous" }, open, execution);
  return response;
}

/** What no door answers, as its kind of caller reads it: a problem document, or a sentence. Null: a bug. */
function answerUnrouted(
  request: Request,
  refusal: DomainError | null,
  requestId: string,
  origin: string,
): Response {
  const answer = new URL(request.url).pathname.startsWith("/api/")
    ? problemOf(refusal, { requestId, origin })
    : refusal
      ? plain(refusal.status, refusal.details.errors?.[0]?.message ?? refusal.message)
      : plain(500, `Something went wrong on our side. Quote this number to us: ${requestId}`);
  answer.headers.set("Cache-Control", "no-store");
  answer.headers.set("X-Request-Id", requestId);
  return answer;
}

function plain(status: number, text: string): Response {
  return new Response(`${text}\n`, { status, headers: { "Content-Type": "text/plain; charset=utf-8" } });
}

/** One house per set of bindings: an isolate has one, a test may have several. Holds no request's state. */
const houses = new WeakMap<Bindings, House>();

function houseOf(bindings: Bindings): House {
  const known = houses.get(bindings);
  if (known) return known;
  const house = createHouse(readEnvironment(bindings));
  houses.set(bindings, house);
  return house;
}
