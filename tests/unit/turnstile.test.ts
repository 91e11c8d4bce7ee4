import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createHumanCheck } from "../../worker/adapters/turnstile.ts";
import { ConfigurationError, readEnvironment } from "../../worker/env.ts";

const asked: { path: string; body: Record<string, unknown> }[] = [];
let answer: { status: number; body: string } = { status: 200, body: "{}" };
let apiHost = "";

const server = createServer((request, response) => {
  let body = "";
  request.on("data", (chunk) => {
    body += chunk;
  });
  request.on("end", () => {
    asked.push({ path: request.url ?? "", body: JSON.parse(body) as Record<string, unknown> });
    response.writeHead(answer.status, { "Content-Type": "application/json" });
    response.end(answer.body);
  });
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  apiHost = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const check = (options: { hostname?: string | null; apiHost?: string } = {}) =>
  createHumanCheck({
    siteKey: "site",
    secretKey: "secret",
    hostname: "usher.example.com",
    apiHost,
    timeoutMs: 30_000,
    ...options,
  });

const says = (body: object, status = 200) => {
  answer = { status, body: JSON.stringify(body) };
};

test("siteverify is asked with the secret, the token and the client, and its word counts", async () => {
  says({ success: true, action: "register", hostname: "usher.example.com", "error-codes": [] });
  expect(await check().check("token-1", "192.0.2.1")).toBe("human");
  expect(asked.at(-1)).toEqual({
    path: "/turnstile/v0/siteverify",
    body: { secret: "secret", response: "token-1", remoteip: "192.0.2.1" },
  });
  says({ success: false, "error-codes": ["invalid-input-response"] });
  expect(await check().check("token-2", null)).toBe("not_human");
  expect(asked.at(-1)?.body).toEqual({ secret: "secret", response: "token-2" });
  says({ success: false, "error-codes": ["timeout-or-duplicate"] });
  expect(await check().check("token-1", null)).toBe("not_human");
});

test("a token of another widget or another host proves nothing here", async () => {
  says({ success: true, action: "login", hostname: "usher.example.com" });
  expect(await check().check("token", null)).toBe("not_human");
  says({ success: true, action: "register", hostname: "evil.example" });
  expect(await check().check("token", null)).toBe("not_human");
  expect(await check({ hostname: null }).check("token", null)).toBe("human");
});

test("whatever is no clear answer lets nobody through", async () => {
  for (const [body, status] of [
    [{ success: false, "error-codes": ["invalid-input-secret"] }, 200],
    [{ success: false, "error-codes": ["internal-error"] }, 200],
    [{ success: "true", action: "register", hostname: "usher.example.com" }, 200],
    [{}, 500],
  ] as const) {
    says(body, status);
    expect(await check().check("token", null)).toBe("unavailable");
  }
  answer = { status: 200, body: "not json" };
  expect(await check().check("token", null)).toBe("unavailable");
  expect(await check({ apiHost: "127.0.0.1:1" }).check("token", null)).toBe("unavailable");
});

test("half of its configuration stops the worker, and a stub never runs in production", () => {
  const bindings = {
    ENVIRONMENT: "production",
    PRODUCT_NAME: "Usher",
    APP_ORIGIN: "https://usher.example.com",
    MAIL_FROM: "usher@example.com",
    UNDO_SECONDS: "8",
    INVITATIONS_PER_DAY: "100",
    RECIPIENT_PER_DAY: "3",
    RECIPIENT_PER_MONTH: "10",
    LINK_KEYS: `k1:${"x".repeat(43)}`,
    POSTMARK_SERVER_TOKEN: "token",
    POSTMARK_WEBHOOK_AUTH: `usher:${"y".repeat(32)}`,
  };
  const read = (more: object) => () => readEnvironment({ ...bindings, ...more } as never);
  expect(read({})().humans).toBeNull();
  expect(read({ TURNSTILE_SITE_KEY: "a", TURNSTILE_SECRET_KEY: "b" })().humans).toMatchObject({
    siteKey: "a",
    hostname: "usher.example.com",
  });
  for (const half of [
    { TURNSTILE_SITE_KEY: "a" },
    { TURNSTILE_SECRET_KEY: "b" },
    { TURNSTILE_API_HOST: "x:1" },
  ]) {
    expect(read(half)).toThrow(ConfigurationError);
  }
});
