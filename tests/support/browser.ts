import { env } from "cloudflare:workers";
import { createSecretDigest } from "../../worker/adapters/secret-digest.ts";
import worker from "../../worker/index.ts";
import { day, origin } from "./house.ts";

export interface Visit {
  status: number;
  headers: Headers;
  body: string;
  /** Path and query of the redirect, or null. */
  location: string | null;
  setCookies: string[];
}

let addresses = 0;
let sessions = 0;

/** An IP address of its own, so that the burst limits of one test are not those of the next. */
export function nextAddress(): string {
  addresses += 1;
  return `203.0.${Math.floor(addresses / 250)}.${(addresses % 250) + 1}`;
}

/** A browser without scripts over the worker's own `fetch`: keeps cookies, follows nothing by itself. */
export class Browser {
  readonly cookies = new Map<string, string>();
  readonly #bindings: object;
  readonly #headers: Record<string, string>;
  /** Browsers hide the origin of forms on pages that send no referrer. */
  #origin = origin;

  constructor(options: { bindings?: object; headers?: Record<string, string> } = {}) {
    this.#bindings = options.bindings ?? env;
    this.#headers = { "CF-Connecting-IP": nextAddress(), ...options.headers };
  }

  /** Signs a person in without a form: a session of its own, from now for a day. */
  async signIn(person: { userId: string }): Promise<this> {
    sessions += 1;
    const secret = `session-${sessions}-${"x".repeat(32)}`;
    const now = Date.now();
    await env.DB.prepare(
      "insert into auth_sessions (id, token_hash, user_id, created_at, last_seen_at, expires_at) values (?, ?, ?, ?, ?, ?)",
    )
      .bind(`ses_${sessions}`, await createSecretDigest().sha256(secret), person.userId, now, now, now + day)
      .run();
    this.cookies.set("session", secret);
    return this;
  }

  get(path: string): Promise<Visit> {
    return this.#ask(path, { method: "GET" });
  }

  head(path: string): Promise<Visit> {
    return this.#ask(path, { method: "HEAD" });
  }

  post(path: string, fields: Record<string, string> | URLSearchParams): Promise<Visit> {
    const headers = {
      "Sec-Fetch-Site": "same-origin",
      Origin: this.#origin,
      "Content-Type": "application/x-www-form-urlencoded",
    };
    return this.#ask(path, { method: "POST", headers, body: new URLSearchParams(fields).toString() });
  }

  /** Any other body: a form in several parts, the bytes of a file. */
  send(path: string, body: NonNullable<RequestInit["body"]>, contentType?: string): Promise<Visit> {
    const headers = {
      "Sec-Fetch-Site": "same-origin",
      Origin: this.#origin,
      ...(contentType && { "Content-Type": contentType }),
    };
    return this.#ask(path, { method: "POST", headers, body });
  }

  /** Follows redirects, five at most. */
  async open(path: string): Promise<Visit> {
    let visit = await this.get(path);
    for (let hops = 0; visit.location && hops < 5; hops += 1) visit = await this.get(visit.location);
    return visit;
  }

  async #ask(path: string, init: RequestInit & { headers?: Record<string, string> }): Promise<Visit> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    // As every browser sends it; Remix holds the origin of forms against it.
    const host = new URL(origin).host;
    const headers = { Host: host, ...this.#headers, ...init.headers, ...(cookie && { Cookie: cookie }) };
    const pending: Promise<unknown>[] = [];
    // What the worker uses of an execution, and a request that lacks what only Cloudflare adds.
    const execution = {
      waitUntil: (promise: Promise<unknown>) => pending.push(promise),
      passThroughOnException() {},
      props: {},
    } as unknown as ExecutionContext;
    const request = new Request(`${origin}${path}`, { ...init, headers, redirect: "manual" });
    const response = await worker.fetch(request as never, this.#bindings as never, execution);
    const body = await response.text();
    await Promise.all(pending);
    const setCookies = response.headers.getSetCookie();
    for (const line of setCookies) this.#keep(line);
    const location = response.headers.get("Location");
    if (!location) this.#origin = response.headers.get("Referrer-Policy") === "no-referrer" ? "null" : origin;
    return {
      status: response.status,
      headers: response.headers,
      body,
      setCookies,
      location: location?.replace(origin, "") ?? null,
    };
  }

  #keep(line: string) {
    const [pair = "", ...attributes] = line.split("; ");
    const at = pair.indexOf("=");
    if (attributes.includes("Max-Age=0")) this.cookies.delete(pair.slice(0, at));
    else this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
  }
}

/** The text of a page without its tags, entities of quotes turned back. */
export function textOf(html: string): string {
  return html
    .replace(/<(script|style)[\s\S]*?<\/\1>/g, "")
    .replace(/<[^>]+>/g, " ")
    .replaceAll("&#x27;", "'")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&")
    .replace(/\s+/g, " ");
}
