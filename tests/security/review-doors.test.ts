import { describe, expect, test } from "vitest";
import { createSecretDigest } from "../../worker/adapters/secret-digest.ts";
import type { House } from "../../worker/context.ts";
import type { UseCases } from "../../worker/domain/index.ts";
import { refuseForeign } from "../../worker/perimeter.ts";
import { handlePostmark } from "../../worker/webhooks/postmark.ts";
import { ask, testBindings } from "../integration/api/program.ts";
import { openHouse, origin } from "../support/house.ts";

const production = { ...openHouse().system().settings, environment: "production" as const };
const settings = { ...production, origin: "https://usher.example.com" };

const cookie = { Cookie: "__Host-session=abc" };

/** What a request meets at the perimeter; 0: it may pass. Written by hand. */
const requests: { what: string; status: number; method?: string; url?: string; headers?: object }[] = [
  { what: "a page of ours posts", status: 0, headers: { ...cookie, "Sec-Fetch-Site": "same-origin" } },
  {
    what: "a page of ours posts without referrer",
    status: 0,
    headers: { ...cookie, "Sec-Fetch-Site": "same-origin", Origin: "null" },
  },
  { what: "another site posts", status: 403, headers: { ...cookie, "Sec-Fetch-Site": "cross-site" } },
  {
    what: "another site posts without our cookie (sign-in by force)",
    status: 403,
    headers: { "Sec-Fetch-Site": "cross-site" },
  },
  {
    what: "a neighbouring subdomain posts",
    status: 403,
    headers: { ...cookie, "Sec-Fetch-Site": "same-site" },
  },
  {
    what: "a typed address posts with a cookie",
    status: 403,
    headers: { ...cookie, "Sec-Fetch-Site": "none" },
  },
  { what: "an old browser posts from our page", status: 0, headers: { ...cookie, Origin: settings.origin } },
  {
    what: "an old browser posts from another page",
    status: 403,
    headers: { ...cookie, Origin: "https://evil.example" },
  },
  { what: "an old browser posts from an opaque page", status: 403, headers: { ...cookie, Origin: "null" } },
  {
    what: "an origin that only begins like ours",
    status: 403,
    headers: { ...cookie, Origin: `${settings.origin}.evil.example` },
  },
  {
    what: "our origin in plain text",
    status: 403,
    headers: { ...cookie, Origin: "http://usher.example.com" },
  },
  { what: "localhost in production", status: 403, headers: { ...cookie, Origin: "http://localhost:8787" } },
  { what: "a cookie without any sign of where it comes from", status: 403, headers: cookie },
  { what: "a program with a key", status: 0, headers: { Authorization: "Bearer x" } },
  {
    what: "a key beside a cookie",
    status: 400,
    headers: { ...cookie, Authorization: "Bearer x", "Sec-Fetch-Site": "same-origin" },
  },
  {
    what: "a foreign DELETE",
    status: 403,
    method: "DELETE",
    headers: { ...cookie, "Sec-Fetch-Site": "cross-site" },
  },
  {
    what: "a foreign method that nobody knows",
    status: 403,
    method: "PURGE",
    headers: { ...cookie, "Sec-Fetch-Site": "cross-site" },
  },
  {
    what: "a link from another site",
    status: 0,
    method: "GET",
    headers: { ...cookie, "Sec-Fetch-Site": "cross-site" },
  },
  {
    what: "a HEAD from another site",
    status: 0,
    method: "HEAD",
    headers: { ...cookie, "Sec-Fetch-Site": "cross-site" },
  },
  { what: "another host", status: 421, method: "GET", url: "https://usher.workers.dev/" },
  { what: "localhost as the host in production", status: 421, method: "GET", url: "http://localhost:8787/" },
  { what: "another port", status: 421, method: "GET", url: "https://usher.example.com:8443/" },
];

describe("the perimeter", () => {
  test.for(requests)("$what: $status", ({ status, method = "POST", url, headers = {} }) => {
    const request = new Request(url ?? `${settings.origin}/w/space/people`, {
      method,
      headers: headers as Record<string, string>,
    });
    expect(refuseForeign(request, settings)?.status ?? 0).toBe(status);
  });

  test("a header that forwards another host or method changes nothing", () => {
    const request = new Request(`${settings.origin}/`, {
      method: "POST",
      headers: {
        ...cookie,
        "Sec-Fetch-Site": "cross-site",
        "X-HTTP-Method-Override": "GET",
        "X-Forwarded-Host": "usher.example.com",
      },
    });
    expect(refuseForeign(request, settings)?.status).toBe(403);
  });
});

describe("a refusal before any door", () => {
  const foreign = { ...cookie, "Sec-Fetch-Site": "cross-site" };

  async function send(path: string, headers: Record<string, string>, from = origin) {
    const answer = await ask(new Request(`${from}${path}`, { method: "POST", headers }));
    const kind = answer.headers.get("Content-Type")?.split(";")[0];
    return { status: answer.status, kind, text: await answer.text(), headers: answer.headers };
  }

  test.for([
    { what: "another site", status: 403, code: "CROSS_ORIGIN", headers: foreign },
    {
      what: "a key beside a cookie",
      status: 400,
      code: "BAD_REQUEST",
      headers: { ...cookie, Authorization: "Bearer x" },
    },
    { what: "another host", status: 421, code: "WRONG_HOST", headers: {}, from: "http://evil.example" },
  ])("is a problem document for programs: $what", async ({ status, code, headers, from }) => {
    const told = await send("/api/v1/invitations", headers, from);
    expect([told.status, told.kind]).toEqual([status, "application/problem+json"]);
    const body = JSON.parse(told.text);
    expect(body).toMatchObject({ status, code, type: expect.stringContaining(`${origin}/api/docs#`) });
    expect(body.instance).toBe(`urn:uuid:${told.headers.get("X-Request-Id")}`);
    expect(told.headers.get("X-Content-Type-Options")).toBe("nosniff");
    expect(told.text).not.toContain("evil.example");
  });

  test("is a sentence for people", async () => {
    const told = await send("/w/space/people", foreign);
    expect([told.status, told.kind]).toEqual([403, "text/plain"]);
    expect(told.text).toBe("Requests from other sites are not accepted.\n");
  });

  test("a worker that cannot start tells programs so, and no cause", async () => {
    const request = new Request(`${origin}/api/v1/workspace`);
    const answer = await ask(request, testBindings({ LINK_KEYS: "" }));
    expect([answer.status, answer.headers.get("Content-Type")]).toEqual([500, "application/problem+json"]);
    const text = await answer.text();
    expect(JSON.parse(text).code).toBe("INTERNAL_ERROR");
    expect(text).not.toContain("LINK_KEYS");
  });
});

describe("the mail provider's door", () => {
  const first = "usher:first-webhook-secret-first-webhook-secret";
  const second = "usher:second-webhook-secret-second-webhook-secret";
  const house = {
    secrets: createSecretDigest(),
    environment: { webhookAuth: [first, second] },
  } as unknown as House;

  async function tell(authorization: string | null, method = "POST") {
    const stored: unknown[] = [];
    const act = { recordMailEvent: async (event: unknown) => stored.push(event) } as unknown as UseCases;
    const request = new Request("https://usher.example.com/webhooks/postmark", {
      method,
      headers: authorization === null ? {} : { Authorization: authorization },
      body:
        method === "POST"
          ? JSON.stringify({ RecordType: "Bounce", MessageID: "m-1", Type: "HardBounce" })
          : null,
    });
    return { status: (await handlePostmark(request, act, house)).status, stored: stored.length };
  }

  test("takes events with either secret while they rotate", async () => {
    expect(await tell(`Basic ${btoa(first)}`)).toEqual({ status: 200, stored: 1 });
    expect(await tell(`Basic ${btoa(second)}`)).toEqual({ status: 200, stored: 1 });
  });

  test.for([
    null,
    "",
    "Basic ",
    `Basic ${btoa("usher:wrong-webhook-secret-wrong-webhook-secret")}`,
    `Basic ${btoa("usher:")}`,
    `Bearer ${btoa(first)}`,
    `Basic ${btoa(first)}x`,
    `Basic ${first}`,
  ])("answers 401, never 403, and stores nothing for %j", async (authorization) => {
    expect(await tell(authorization)).toEqual({ status: 401, stored: 0 });
  });

  test("takes nothing but POST", async () => {
    expect(await tell(`Basic ${btoa(first)}`, "GET")).toEqual({ status: 405, stored: 0 });
  });
});
