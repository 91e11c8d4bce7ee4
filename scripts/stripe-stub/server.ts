import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { HttpRefusal, readBody, sendJson, sendText } from "../postmark-stub/http.ts";
import { Courier, type SentEvent, type WebhookTarget } from "./courier.ts";
import { chargeObject, seconds, sessionObject } from "./objects.ts";
import { type PayAct, payActs, payPage, receiptPage, tillPage } from "./page.ts";
import { type StoredSession, Till } from "./till.ts";

export type { SentEvent, WebhookTarget } from "./courier.ts";
export { signatureOf } from "./courier.ts";
export type { StoredSession } from "./till.ts";

/** `port` 0 takes any free port; without `secretKey` any key is good, but one must be sent. */
export interface StripeStubOptions {
  port: number;
  storeFile?: string;
  webhook?: WebhookTarget;
  secretKey?: string;
}

/** A running stub. */
export interface StripeStub {
  origin: string;
  /** Newest first. */
  sessions(): StoredSession[];
  /** Everything that was told to the worker, oldest first. */
  events(): SentEvent[];
  /** Does what a button of the payment page does. */
  act(sessionId: string, act: PayAct): void;
  /** Tells an event again. Resolves to the worker's status. */
  again(event: SentEvent, secret?: string): Promise<number>;
  /** Tells something that did not happen: an event of this kind about a session, with other values in it. */
  tell(type: string, sessionId: string, changed?: Record<string, unknown>): SentEvent;
  /** The next calls fail with this status each; `0` breaks the connection. */
  fail(statuses: readonly number[]): void;
  close(): Promise<void>;
}

const maxBody = 100_000;
/** How much tax there is on everything, where Stripe Tax is asked for it. */
const taxRate = 0.19;
const bankDelayMs = 3_000;

/** Starts a stand-in for Stripe's API on loopback, with a test checkout; nothing leaves the machine. */
export async function startStripeStub(options: StripeStubOptions): Promise<StripeStub> {
  const till = new Till(options.storeFile);
  const courier = new Courier(options.webhook);
  const failing: number[] = [];
  let origin = "";

  const tellSession = (type: string, session: StoredSession, delayMs?: number) =>
    courier.send(type, sessionObject(session, origin), delayMs);
  const tellCharge = (type: string, session: StoredSession) =>
    courier.send(type, chargeObject(session, origin));

  function act(sessionId: string, wanted: PayAct): StoredSession {
    const session = sessionIn(till, sessionId);
    if (session.status !== "open" || wanted === "leave") return session;
    session.status = "complete";
    if (wanted === "pay") {
      session.paymentStatus = "paid";
      tellCharge("charge.succeeded", session);
      tellSession("checkout.session.completed", session);
    } else {
      tellSession("checkout.session.completed", session);
      if (wanted === "later") {
        session.paymentStatus = "paid";
        courier.send("charge.succeeded", chargeObject(session, origin), bankDelayMs);
      }
      const type = wanted === "later" ? "async_payment_succeeded" : "async_payment_failed";
      tellSession(`checkout.session.${type}`, session, bankDelayMs);
    }
    till.save();
    return session;
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    refuseForeignPages(request);
    const url = new URL(request.url ?? "/", "http://stub");
    const pay = /^\/pay\/(cs_[\w]+)$/.exec(url.pathname)?.[1];
    if (pay && request.method === "POST") {
      const wanted = new URLSearchParams(await readBody(request, maxBody)).get("act");
      const session = act(pay, payActs.find((one) => one === wanted) ?? "leave");
      const to = wanted === "leave" ? session.cancelUrl : session.successUrl;
      response.writeHead(303, { Location: to }).end();
      return;
    }
    if (pay) return sendText(response, "text/html", payPage(sessionIn(till, pay)));
    const receipt = /^\/receipts\/(cs_[\w]+)$/.exec(url.pathname)?.[1];
    if (receipt) return sendText(response, "text/html", receiptPage(sessionIn(till, receipt)));
    if (url.pathname === "/") return sendText(response, "text/html", tillPage(till.newestFirst()));
    return api(request, response, url.pathname);
  }

  /** The part of Stripe's API that is used. Bodies are forms, as Stripe takes them. */
  async function api(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const body = await readBody(request, maxBody);
    requireKey(request, options.secretKey);
    const failure = failing.shift();
    if (failure === 0) {
      request.socket.destroy();
      return;
    }
    if (failure !== undefined) throw new HttpRefusal(failure, "The stub was told to fail.");
    const key = request.headers["idempotency-key"];
    const known = typeof key === "string" ? till.answers.get(key) : undefined;
    if (known && known.request !== path + body) {
      throw new HttpRefusal(400, "Keys for idempotent requests can only be used with the same parameters.");
    }
    const answer = known ?? { request: path + body, status: 200, body: answerOf(request.method, path, body) };
    if (typeof key === "string" && request.method === "POST") till.answers.set(key, answer);
    till.save();
    sendJson(response, answer.status, answer.body, { "Request-Id": "req_stub" });
  }

  function answerOf(method: string | undefined, path: string, body: string): unknown {
    const form = new URLSearchParams(body);
    if (method === "POST" && path === "/v1/checkout/sessions") {
      const session = newSession(form);
      till.sessions.set(session.id, session);
      return sessionObject(session, origin);
    }
    const [, id, ending] = /^\/v1\/checkout\/sessions\/(cs_[\w]+)(\/expire)?$/.exec(path) ?? [];
    if (id && method === "GET" && !ending) return sessionObject(sessionIn(till, id), origin);
    if (id && method === "POST" && ending) {
      const session = sessionIn(till, id);
      if (session.status !== "open") throw new HttpRefusal(400, "Only open sessions can be expired.");
      session.status = "expired";
      tellSession("checkout.session.expired", session);
      return sessionObject(session, origin);
    }
    if (method === "POST" && path === "/v1/refunds") return refund(form);
    throw new HttpRefusal(404, `Unrecognized request URL (${method}: ${path}).`);
  }

  function refund(form: URLSearchParams): unknown {
    const session = till.byPayment(form.get("payment_intent") ?? "");
    if (session?.paymentStatus !== "paid") throw new HttpRefusal(404, "No such payment_intent.");
    const total = session.subtotal + session.tax;
    const amount = Number(form.get("amount") ?? total - session.refunded);
    if (!Number.isInteger(amount) || amount < 1 || session.refunded + amount > total) {
      throw new HttpRefusal(400, "Refund amount is greater than unrefunded amount on charge.");
    }
    session.refunded += amount;
    tellCharge("charge.refunded", session);
    return {
      id: `re_${crypto.randomUUID().replaceAll("-", "")}`,
      object: "refund",
      amount,
      currency: session.currency,
      payment_intent: session.paymentId,
      status: "succeeded",
    };
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      if (response.headersSent || response.destroyed) return response.destroy();
      const refused = error instanceof HttpRefusal;
      if (!refused) console.error(error);
      const message = refused ? error.message : "The stub failed; see its log.";
      const status = refused ? error.status : 500;
      const type = status >= 500 ? "api_error" : "invalid_request_error";
      sendJson(response, status, { error: { type, message } });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, "127.0.0.1", resolve);
  });
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    origin,
    sessions: () => till.newestFirst(),
    events: () => [...courier.events],
    act: (sessionId, wanted) => void act(sessionId, wanted),
    again: (event, secret) => courier.again(event, secret),
    tell: (type, sessionId, changed = {}) => {
      const session = sessionIn(till, sessionId);
      const about = type.startsWith("charge.")
        ? chargeObject(session, origin)
        : sessionObject(session, origin);
      return courier.send(type, { ...about, ...changed });
    },
    fail: (statuses) => {
      failing.splice(0, failing.length, ...statuses);
    },
    close: async () => {
      courier.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

function newSession(form: URLSearchParams): StoredSession {
  const text = (name: string) => form.get(name) ?? "";
  const price = "line_items[0][price_data]";
  const subtotal = Number(text(`${price}[unit_amount]`));
  const currency = text(`${price}[currency]`);
  const expiresAt = Number(text("expires_at"));
  const now = Date.now();
  const wrong =
    text("mode") !== "payment" ||
    !Number.isInteger(subtotal) ||
    subtotal < 1 ||
    !/^[a-z]{3}$/.test(currency) ||
    !URL.canParse(text("success_url")) ||
    !URL.canParse(text("cancel_url"));
  if (wrong) throw new HttpRefusal(400, "Invalid parameters.");
  if (expiresAt < seconds(now) + 1_800 || expiresAt > seconds(now) + 86_400) {
    throw new HttpRefusal(
      400,
      "The `expires_at` timestamp must be between 30 minutes and 24 hours from now.",
    );
  }
  const id = crypto.randomUUID().replaceAll("-", "");
  const metadataOf = (name: string) =>
    Object.fromEntries(
      [...form].flatMap(([key, value]) =>
        key.startsWith(`${name}[`) ? [[key.slice(name.length + 1, -1), value]] : [],
      ),
    );
  return {
    id: `cs_test_${id}`,
    paymentId: `pi_${id}`,
    status: "open",
    paymentStatus: "unpaid",
    title: text(`${price}[product_data][name]`),
    currency,
    subtotal,
    tax: text("automatic_tax[enabled]") === "true" ? Math.round(subtotal * taxRate) : 0,
    email: form.get("customer_email"),
    locale: text("locale"),
    successUrl: text("success_url"),
    cancelUrl: text("cancel_url"),
    expiresAt,
    metadata: metadataOf("metadata"),
    paymentMetadata: metadataOf("payment_intent_data[metadata]"),
    clientReference: form.get("client_reference_id"),
    refunded: 0,
    createdAt: now,
  };
}

function sessionIn(till: Till, id: string): StoredSession {
  const session = till.sessions.get(id);
  if (!session) throw new HttpRefusal(404, `No such checkout.session: '${id}'`);
  return session;
}

/** A site that the developer happens to visit must not pay, nor read what was sold. */
function refuseForeignPages(request: IncomingMessage): void {
  const name = (request.headers.host ?? "").replace(/:\d+$/, "");
  if (!["127.0.0.1", "localhost"].includes(name)) throw new HttpRefusal(421, "Only on this machine.");
  const site = request.headers["sec-fetch-site"];
  if (request.method !== "GET" && site !== undefined && site !== "same-origin") {
    throw new HttpRefusal(403, "Only the payment page itself may do that.");
  }
}

function requireKey(request: IncomingMessage, expected: string | undefined): void {
  const key = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1];
  if (!key || (expected !== undefined && key !== expected)) {
    throw new HttpRefusal(401, "Invalid API Key provided.");
  }
}
