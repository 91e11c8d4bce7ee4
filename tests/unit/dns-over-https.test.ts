import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDns } from "../../worker/adapters/dns-over-https.ts";
import { ConfigurationError, readEnvironment } from "../../worker/env.ts";

const asked: (string | undefined)[] = [];
let answer: { status: number; body: string; delayMs?: number } = { status: 200, body: "{}" };
let apiHost = "";

const server = createServer((request, response) => {
  asked.push(request.url);
  const { status, body, delayMs = 0 } = answer;
  setTimeout(() => {
    response.writeHead(status, { "Content-Type": "application/dns-json", Location: "http://127.0.0.1:9/" });
    response.end(body);
  }, delayMs);
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  apiHost = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const clock = { now: 1_000_000 };
const dns = (timeoutMs = 30_000) => createDns({ apiHost, timeoutMs, now: () => clock.now });
const says = (body: object, more: { status?: number; delayMs?: number } = {}) => {
  answer = { status: 200, body: JSON.stringify(body), ...more };
};

test("texts are put together from their parts, and records of other kinds are left out", async () => {
  says({
    Status: 0,
    Answer: [
      { name: "example.com", type: 5, data: "elsewhere.example.com." },
      { name: "example.com", type: 16, data: '"v=spf1 include:spf.mtasv.net " "~all"' },
      { name: "example.com", type: 16, data: '"say \\"hi\\""' },
      { name: "example.com", type: 16, data: 7 },
    ],
  });
  expect(await dns().lookup("a b.example.com", "TXT")).toEqual([
    "v=spf1 include:spf.mtasv.net ~all",
    'say "hi"',
  ]);
  expect(asked.at(-1)).toBe("/dns-query?name=a%20b.example.com&type=TXT");
  says({ Status: 0, Answer: [{ type: 5, data: "PM.mtasv.net." }] });
  expect(await dns().lookup("pm-bounces.example.com", "CNAME")).toEqual(["pm.mtasv.net"]);
});

test("a name that does not exist is an answer, and so is one without such a record", async () => {
  says({ Status: 3 });
  expect(await dns().lookup("nothing.example.com", "TXT")).toEqual([]);
  says({ Status: 0 });
  expect(await dns().lookup("nothing.example.com", "TXT")).toEqual([]);
});

test("whatever is no clear answer is none: a failure, a redirect, rubbish, too much, too late, nobody there", async () => {
  const lookup = () => dns().lookup("example.com", "TXT");
  says({ Status: 2 });
  expect(await lookup()).toBeNull();
  says({ Status: 0 }, { status: 302 });
  expect(await lookup()).toBeNull();
  says({ Status: 0 }, { status: 500 });
  expect(await lookup()).toBeNull();
  answer = { status: 200, body: "<html>" };
  expect(await lookup()).toBeNull();
  says({ Status: 0, Answer: { type: 16 } });
  expect(await lookup()).toBeNull();
  says({ Status: 0, Answer: [{ type: 16, data: `"${"x".repeat(70_000)}"` }] });
  expect(await lookup()).toBeNull();
  says({ Status: 0 }, { delayMs: 600 });
  expect(await dns(100).lookup("example.com", "TXT")).toBeNull();
  expect(
    await createDns({ apiHost: "127.0.0.1:1", timeoutMs: 30_000 }).lookup("example.com", "TXT"),
  ).toBeNull();
});

test("an answer is kept for a minute, and what could not be found out is asked again", async () => {
  const one = dns();
  says({ Status: 2 });
  expect(await one.lookup("kept.example.com", "TXT")).toBeNull();
  says({ Status: 0, Answer: [{ type: 16, data: '"first"' }] });
  expect(await one.lookup("kept.example.com", "TXT")).toEqual(["first"]);
  says({ Status: 0, Answer: [{ type: 16, data: '"second"' }] });
  const before = asked.length;
  expect(await one.lookup("kept.example.com", "TXT")).toEqual(["first"]);
  expect(asked).toHaveLength(before);
  expect(await one.lookup("kept.example.com", "CNAME")).toEqual([]);
  clock.now += 60_000;
  expect(await one.lookup("kept.example.com", "TXT")).toEqual(["second"]);
});

const variables = {
  ENVIRONMENT: "local",
  PRODUCT_NAME: "Usher",
  APP_ORIGIN: "https://usher.example.com",
  MAIL_FROM: "no-reply@usher.example.com",
  UNDO_SECONDS: "8",
  INVITATIONS_PER_DAY: "1",
  RECIPIENT_PER_DAY: "1",
  RECIPIENT_PER_MONTH: "1",
  LINK_KEYS: `k1:${"x".repeat(43)}`,
  POSTMARK_SERVER_TOKEN: "token",
  POSTMARK_WEBHOOK_AUTH: `usher:${"x".repeat(40)}`,
};
const read = (more: object) => readEnvironment({ ...variables, ...more } as never);

test("in production the public resolver is asked, and locally nobody unless a stub is named", () => {
  expect(read({}).dns).toBeNull();
  expect(read({ DNS_API_HOST: "127.0.0.1:9" }).dns).toEqual({ apiHost: "127.0.0.1:9" });
  expect(read({ ENVIRONMENT: "production" }).dns).toEqual({ apiHost: undefined });
  expect(() => read({ ENVIRONMENT: "production", DNS_API_HOST: "127.0.0.1:9" })).toThrow(ConfigurationError);
  expect(() => read({ MAIL_DKIM_SELECTOR: "a b" })).toThrow("MAIL_DKIM_SELECTOR");
  expect(read({ MAIL_DKIM_SELECTOR: "20260101pm" }).settings.sender).toEqual({
    address: "no-reply@usher.example.com",
    returnPath: null,
    dkimSelector: "20260101pm",
  });
});
