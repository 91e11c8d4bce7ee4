import { chooseLanguage, languages } from "../domain/languages.ts";
import { readCookie } from "../session.ts";
import { acceptedLanguages, chosenLanguage } from "./wanted-languages.ts";

/** How long a copy is handed out, in seconds: a change shows everywhere within that time. */
const kept = 60;

/** What of an address a page or an answer depends on; whatever else stands in it is another campaign's. */
const listQuery = ["q", "topic", "language", "price", "dated", "limit", "cursor"] as const;

/** Addresses that are the same for everybody without a session. */
const shared: readonly { path: RegExp; query: readonly string[]; page: boolean }[] = [
  { path: /^\/w\/[a-z0-9-]{1,63}\/catalog$/, query: [...listQuery, "lang"], page: true },
  { path: /^\/w\/[a-z0-9-]{1,63}\/catalog\/crs_[0-9a-z]{26}$/, query: ["lang"], page: true },
  { path: /^\/w\/[a-z0-9-]{1,63}\/catalog\/sitemap\.xml$/, query: [], page: false },
  { path: /^\/api\/v1\/catalog\/[a-z0-9-]{1,63}$/, query: listQuery, page: false },
  { path: /^\/robots\.txt$/, query: [], page: false },
];

/** True for the pages of the catalog: they hold no nonce, so that one copy may serve everybody. */
export function isSharedPage(pathname: string): boolean {
  return shared.some(({ path, page }) => page && path.test(pathname));
}

/** A request whose answer may be shared: what it is kept under, and what is asked, without what does not count. */
export interface Shared {
  key: Request;
  request: Request;
}

/**
 * Whether an answer may be shared: never with a session or a key, and only for what is looked at. Pages are kept for
 * each language and appearance. Null: it may not.
 */
export function sharedRequest(request: Request, origin: string, build: string): Shared | null {
  if (request.method !== "GET" || request.headers.has("Authorization")) return null;
  if (readCookie(request, origin, "session") !== null) return null;
  const url = new URL(request.url);
  const found = shared.find(({ path }) => path.test(url.pathname));
  if (!found) return null;
  const query = new URLSearchParams();
  for (const name of found.query) {
    const values = url.searchParams.getAll(name);
    // Several of one name are for the answer to judge.
    if (values.length > 1) return null;
    const value = values[0]?.trim();
    if (value) query.set(name, value);
  }
  // The answer of a program to a query that it does not know is a refusal, and no other's answer.
  if (!found.page && [...url.searchParams.keys()].some((name) => !found.query.includes(name))) return null;
  // Whatever else the address says must not reach the page either: its copy is for everybody.
  const asked = new URL(url);
  asked.search = query.toString();
  if (found.page) {
    query.set("~language", languageOf(request));
    query.set("~theme", themeOf(request));
    // A page names the styles of its build, and those of the one before are gone.
    query.set("~build", build);
  }
  return {
    key: new Request(`${origin}${url.pathname}?${query}`),
    request: new Request(asked, request),
  };
}

/** The appearance that the page will have. A cookie that says anything else is none, and makes no copy of its own. */
function themeOf(request: Request): string {
  const theme = readCookie(request, "http:", "theme");
  return theme === "light" || theme === "dark" ? theme : "";
}

/** The language that the page will speak, as far as the request says; what it does not say the workspace does. */
function languageOf(request: Request): string {
  const wanted = [chosenLanguage(request), ...acceptedLanguages(request)];
  const says = wanted.some((tag) =>
    languages.some((language) => tag?.toLowerCase().split("-")[0] === language),
  );
  return says ? chooseLanguage(wanted, "en") : "";
}

/** Answers from the copy at the edge, or keeps one of what `answer` gives: what is there (200), without cookies. */
export async function throughEdge(
  { key, request }: Shared,
  execution: { waitUntil(promise: Promise<unknown>): void },
  answer: (request: Request) => Promise<Response>,
): Promise<{ response: Response; fromCopy: boolean }> {
  const copy = await edge()
    .match(key)
    .catch(() => undefined);
  if (copy) return { response: toReader(copy), fromCopy: true };
  const response = await answer(request);
  if (response.status !== 200 || response.headers.has("Set-Cookie")) return { response, fromCopy: false };
  const stored = new Response(response.clone().body, response);
  stored.headers.set("Cache-Control", `public, max-age=${kept}`);
  stored.headers.delete("X-Request-Id");
  stored.headers.delete("Vary");
  execution.waitUntil(
    edge()
      .put(key, stored)
      .catch(() => undefined),
  );
  return { response: toReader(response), fromCopy: false };
}

/** The cache of this place. The types of a browser, which know no default one, stand before those of the runtime. */
function edge(): Cache {
  return (caches as unknown as { default: Cache }).default;
}

/** A browser asks again every time: who signs in next must not find the page of before. */
function toReader(response: Response): Response {
  const answer = new Response(response.body, response);
  answer.headers.set("Cache-Control", "no-cache");
  answer.headers.set("Vary", "Accept-Language, Cookie");
  answer.headers.delete("Age");
  answer.headers.delete("CF-Cache-Status");
  return answer;
}
