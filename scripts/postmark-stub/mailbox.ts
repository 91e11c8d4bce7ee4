import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Courier } from "./courier.ts";
import { HttpRefusal, readBody, sendJson, sendText } from "./http.ts";
import { type EventKind, eventKinds, type StoredMail } from "./mail.ts";
import { type MailView, mailboxPage, mailViews, pageSize } from "./page.ts";
import { fullMailLimit, type MailStore } from "./store.ts";

const maxFormBytes = 10_000;

const sandbox = "allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation";

const pageHeaders = {
  "Content-Security-Policy":
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; frame-src 'self'; " +
    "img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
};

// Pictures from this machine only: a mail looked at here must not call home.
const mailHeaders = {
  "Content-Security-Policy":
    `sandbox ${sandbox}; default-src 'none'; style-src 'unsafe-inline'; ` +
    "img-src data: http://localhost:* http://127.0.0.1:*; font-src data:; form-action 'none'; " +
    "frame-ancestors 'self'",
};

/** Serves the mailbox: `/`, `/messages.json`, one mail as HTML or text, and the buttons that make events. */
export async function serveMailbox(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  { store, courier }: { store: MailStore; courier: Courier },
): Promise<void> {
  const reading = request.method === "GET" || request.method === "HEAD";
  const mailPath = /^\/messages\/([0-9a-f-]{36})(\.html|\.txt|\/events)$/.exec(url.pathname);

  if (reading && url.pathname === "/") {
    return sendText(response, "text/html", pageFor(url.searchParams, store), pageHeaders);
  }
  if (reading && url.pathname === "/page.css") return sendText(response, "text/css", asset("page.css"));
  if (reading && url.pathname === "/page.js") return sendText(response, "text/javascript", asset("page.js"));
  if (reading && url.pathname === "/messages.json") {
    const { mails, total } = select(store, url.searchParams.get("to") ?? "", {
      offset: wholeNumber(url.searchParams.get("offset"), 0),
      limit: wholeNumber(url.searchParams.get("limit"), fullMailLimit),
    });
    return sendJson(response, 200, mails, { "X-Total-Count": String(total) });
  }
  if (mailPath) {
    const mail = store.get(mailPath[1] ?? "");
    if (!mail) throw new HttpRefusal(404, "There is no such mail.");
    if (reading && mailPath[2] === ".html") {
      return sendText(response, "text/html", withBase(mail.html), mailHeaders);
    }
    if (reading && mailPath[2] === ".txt") return sendText(response, "text/plain", mail.text);
    if (request.method === "POST" && mailPath[2] === "/events") {
      return makeEvent(request, response, mail, courier);
    }
  }
  throw new HttpRefusal(404, "There is nothing here. The mailbox is at /.");
}

/** `POST /messages/:id/events`: a form's `kind` comes back to the page, a JSON `{ kind }` gets the event. */
async function makeEvent(
  request: IncomingMessage,
  response: ServerResponse,
  mail: StoredMail,
  courier: Courier,
): Promise<void> {
  const body = await readBody(request, maxFormBytes);
  const isJson = request.headers["content-type"]?.startsWith("application/json") ?? false;
  const form = isJson ? new URLSearchParams(jsonFields(body)) : new URLSearchParams(body);
  const kind = form.get("kind") as EventKind;
  if (!eventKinds.includes(kind)) throw new HttpRefusal(422, `'kind' is one of ${eventKinds.join(", ")}.`);
  const event = courier.happen(mail, kind);
  if (isJson) return sendJson(response, 202, event);
  response.writeHead(303, { Location: `/?${new URLSearchParams(form.get("back") ?? "")}` });
  response.end();
}

function jsonFields(body: string): Record<string, string> {
  try {
    return { kind: String((JSON.parse(body) as { kind?: unknown } | null)?.kind) };
  } catch {
    throw new HttpRefusal(422, "Received invalid JSON input.", 402);
  }
}

function pageFor(query: URLSearchParams, store: MailStore): string {
  const to = (query.get("to") ?? "").trim();
  const page = Math.max(1, wholeNumber(query.get("page"), 1));
  const { mails, total } = select(store, to, { offset: (page - 1) * pageSize, limit: pageSize });
  const id = query.get("id");
  const view = mailViews.find((known) => known === query.get("view")) ?? ("html" satisfies MailView);
  const mail = id ? store.get(id) : undefined;
  return mailboxPage({
    mails,
    matching: total,
    total: store.total,
    mail: mail ?? null,
    missing: Boolean(id) && !mail,
    inactive: mail ? store.isInactive(mail.recipients[0]?.email ?? "") : false,
    address: { to, page, view, id: mail?.id ?? null },
  });
}

function select(
  store: MailStore,
  to: string,
  { offset, limit }: { offset: number; limit: number },
): { mails: StoredMail[]; total: number } {
  const wanted = to.toLowerCase();
  const mails: StoredMail[] = [];
  let total = 0;
  for (const mail of store.newestFirst()) {
    if (wanted && !mail.recipients.some(({ email }) => email.toLowerCase().includes(wanted))) continue;
    if (total >= offset && mails.length < limit) mails.push(mail);
    total++;
  }
  return { mails, total };
}

/** Lets the links of a mail open in a new tab, without throwing the mail into quirks mode. */
function withBase(source: string): string {
  if (/<base\s/i.test(source)) return source;
  const base = '<base target="_blank">';
  const place = /<head(?:\s[^>]*)?>/i.exec(source) ?? /<!doctype[^>]*>/i.exec(source);
  if (!place) return base + source;
  const end = place.index + place[0].length;
  return source.slice(0, end) + base + source.slice(end);
}

function asset(name: string): string {
  return readFileSync(new URL(name, import.meta.url), "utf8");
}

function wholeNumber(text: string | null, otherwise: number): number {
  return text !== null && /^\d{1,7}$/.test(text) ? Number(text) : otherwise;
}
