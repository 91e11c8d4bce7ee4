import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Courier, type WebhookTarget } from "./courier.ts";
import { answerUnderFault, type Fault, parseFaults } from "./faults.ts";
import { HttpRefusal, readJson, sendJson } from "./http.ts";
import type { StoredMail } from "./mail.ts";
import { serveMailbox } from "./mailbox.ts";
import { messageDetails, type SearchLag, searchMessages } from "./search.ts";
import { acceptMessage, refusal, type SendAnswer } from "./send.ts";
import { MailStore } from "./store.ts";

export type { WebhookTarget } from "./courier.ts";
export type { Fault } from "./faults.ts";
export type { MailEvent, StoredMail } from "./mail.ts";
export type { SearchLag } from "./search.ts";

/** `port` 0 takes any free port; without `serverToken` any token is good, but one must be sent. */
export type PostmarkStubOptions = {
  port: number;
  host?: string;
  storeFile?: string;
  webhook?: WebhookTarget;
  serverToken?: string;
};

/** A running stub. */
export type PostmarkStub = {
  origin: string;
  /** Newest first. */
  messages(): StoredMail[];
  /** Forgets all mails and all suppressed addresses. */
  clear(): void;
  /** Replaces the faults: each send call from now on consumes one, then all is well again. */
  script(faults: Fault[]): void;
  /** Makes the message search lag or fail until told otherwise. */
  searchLag(lag: SearchLag): void;
  close(): Promise<void>;
};

const maxBatch = 500;
const maxSingleBytes = 10 * 1024 * 1024;
const maxBatchBytes = 50 * 1024 * 1024;
const maxControlBytes = 1024 * 1024;
const loopbackHosts = ["127.0.0.1", "localhost", "::1"];

/** Starts a stand-in for Postmark on loopback, with a mailbox page at `/`; nothing leaves the machine. */
export async function startPostmarkStub(options: PostmarkStubOptions): Promise<PostmarkStub> {
  const host = options.host ?? "127.0.0.1";
  const store = new MailStore(options.storeFile);
  const courier = new Courier(store, options.webhook);
  let faults: Fault[] = [];
  let lag: SearchLag = { ms: 0 };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    refuseForeignPages(request, host);
    const url = new URL(request.url ?? "/", "http://stub");
    switch (`${request.method} ${url.pathname}`) {
      case "POST /email":
        return send(request, response, false);
      case "POST /email/batch":
        return send(request, response, true);
      case "POST /__stub/faults":
        faults = parseFaults(await readJson(request, maxControlBytes));
        return sendJson(response, 200, { faults: faults.length });
      case "POST /__stub/search-lag":
        lag = parseLag(await readJson(request, maxControlBytes));
        return sendJson(response, 200, lag);
      case "DELETE /__stub/messages":
        store.clear();
        return sendJson(response, 200, { messages: 0 });
    }
    const outbound = /^\/messages\/outbound(?:\/([^/]+)\/details)?$/.exec(url.pathname);
    if (!outbound || request.method !== "GET")
      return serveMailbox(request, response, url, { store, courier });
    requireToken(request, options.serverToken);
    const found = outbound[1]
      ? messageDetails(store, outbound[1], lag)
      : searchMessages(store, url.searchParams, lag);
    sendJson(response, 200, found);
  }

  async function send(request: IncomingMessage, response: ServerResponse, batch: boolean): Promise<void> {
    const body = await readJson(request, batch ? maxBatchBytes : maxSingleBytes);
    requireToken(request, options.serverToken);
    const messages = batch ? body : [body];
    if (!Array.isArray(messages)) throw new HttpRefusal(422, "A batch is a JSON array of messages.", 402);
    if (messages.length > maxBatch) {
      throw new HttpRefusal(422, `A batch has at most ${maxBatch} messages.`, 410);
    }
    const take = (codes: Record<number, number> = {}): SendAnswer[] =>
      messages.map((message, index) => {
        const code = codes[index];
        if (code) return refusal(code);
        return acceptMessage(message, store, (mail, active) => courier.dispatch(mail, active));
      });
    await answerUnderFault(faults.shift() ?? { kind: "ok" }, batch, take, response);
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (response.headersSent || response.destroyed) return response.destroy();
      if (error instanceof HttpRefusal) {
        return sendJson(response, error.status, refusal(error.code, error.message));
      }
      console.error(error);
      sendJson(response, 500, refusal(500, "The stub failed; see its log."));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, host, resolve);
  });
  const { address, family, port } = server.address() as AddressInfo;

  return {
    origin: `http://${family === "IPv6" ? `[${address}]` : address}:${port}`,
    messages: () => [...store.newestFirst()],
    clear: () => store.clear(),
    script: (next) => {
      faults = parseFaults([...next]);
    },
    searchLag: (next) => {
      lag = next;
    },
    close: async () => {
      courier.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await store.close();
    },
  };
}

/**
 * The mailbox holds live invitation links. A site the developer happens to visit must neither read them by
 * pointing its own name at 127.0.0.1 nor post to the stub from a form.
 */
function refuseForeignPages(request: IncomingMessage, host: string): void {
  const name = (request.headers.host ?? "").replace(/:\d+$/, "");
  if (loopbackHosts.includes(host) && !["127.0.0.1", "localhost", "[::1]"].includes(name)) {
    throw new HttpRefusal(421, "The mailbox answers on localhost only.");
  }
  const site = request.headers["sec-fetch-site"];
  if (request.method !== "GET" && site !== undefined && site !== "same-origin" && site !== "none") {
    throw new HttpRefusal(403, "Only the mailbox page itself may do that.");
  }
}

function requireToken(request: IncomingMessage, expected: string | undefined): void {
  const token = request.headers["x-postmark-server-token"];
  if (!token || (expected !== undefined && token !== expected)) {
    throw new HttpRefusal(
      401,
      "The Server Token you provided in the X-Postmark-Server-Token request header was invalid. " +
        "Please verify that you are using a valid token.",
      10,
    );
  }
}

function parseLag(input: unknown): SearchLag {
  const { ms = 0, down = false } = (input ?? {}) as { ms?: unknown; down?: unknown };
  if (typeof ms !== "number" || ms < 0 || typeof down !== "boolean") {
    throw new HttpRefusal(422, 'Send {"ms": number} and, to take the search down, "down": true.');
  }
  return { ms, down };
}
