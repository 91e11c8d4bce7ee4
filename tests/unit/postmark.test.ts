import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createMailer } from "../../worker/adapters/postmark.ts";
import type { MailOutcome, OutgoingMail } from "../../worker/domain/context.ts";

type Message = Record<string, unknown> & { Metadata: Record<string, string> };
type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;

const received: { method: string; url: URL; token: unknown; body: string }[] = [];
let answer: Answer;
let host = "";

const server = createServer((request, response) => {
  let body = "";
  request.on("data", (chunk) => {
    body += chunk;
  });
  request.on("end", () => {
    const url = new URL(request.url ?? "/", "http://stub");
    received.push({
      method: request.method ?? "",
      url,
      token: request.headers["x-postmark-server-token"],
      body,
    });
    answer(request, response, body);
  });
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  received.length = 0;
  answer = (_, response, body) => json(response, 200, (JSON.parse(body) as Message[]).map(accepted));
});

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
}

const accepted = (message: Message) => ({
  ErrorCode: 0,
  Message: "OK",
  MessageID: `id-${message.Metadata.outbox_id}`,
  SubmittedAt: "2026-11-21T00:00:00Z",
  To: message.To,
});

const mailer = (overrides = {}) =>
  createMailer({
    serverToken: "token-1",
    apiHost: host,
    fromAddress: "no-reply@usher.test",
    messageStream: "outbound",
    timeoutMs: 30_000,
    ...overrides,
  });

const mail: OutgoingMail = {
  workspaceId: "wsp_1",
  outboxId: "out_1",
  generation: 2,
  template: "invitation",
  language: "de",
  fromName: "Acme Academy",
  to: "ann@example.com",
  replyTo: "help@acme.example",
  subject: "Ann, your invitation",
  html: "<p>Hello</p>",
  text: "Hello",
  trackOpens: false,
};
const second = { ...mail, outboxId: "out_2", to: "bob@example.com" };

/** What becomes of two mails when the provider answers like this. */
async function outcomesOf(given: Answer, overrides = {}): Promise<MailOutcome[]> {
  answer = given;
  return mailer(overrides).sendBatch([mail, second]);
}
const kinds = (outcomes: MailOutcome[]) => outcomes.map(({ kind }) => kind);
const sentMessages = () => JSON.parse(received[0]?.body ?? "[]") as Message[];

test("one call carries the whole batch, with tracking of links off and the outbox row as metadata (M-10, M-16, M-19)", async () => {
  expect(await mailer().sendBatch([mail, { ...second, trackOpens: true, replyTo: null }])).toEqual([
    { kind: "sent", messageId: "id-out_1" },
    { kind: "sent", messageId: "id-out_2" },
  ]);
  expect(received.map(({ method, url, token }) => [method, url.pathname, token])).toEqual([
    ["POST", "/email/batch", "token-1"],
  ]);
  const [one, two] = sentMessages();
  expect(one).toEqual({
    From: '"Acme Academy" <no-reply@usher.test>',
    To: "ann@example.com",
    ReplyTo: "help@acme.example",
    Subject: "Ann, your invitation",
    HtmlBody: "<p>Hello</p>",
    TextBody: "Hello",
    Tag: "invitation",
    TrackLinks: "None",
    TrackOpens: false,
    MessageStream: "outbound",
    Metadata: {
      workspace_id: "wsp_1",
      outbox_id: "out_1",
      generation: "2",
      template: "invitation",
      language: "de",
    },
  });
  expect(two).toMatchObject({ To: "bob@example.com", TrackLinks: "None", TrackOpens: true });
  expect(two).not.toHaveProperty("ReplyTo");
});

test("nothing to send makes no call", async () => {
  expect(await mailer().sendBatch([])).toEqual([]);
  expect(received).toEqual([]);
});

test("a sender name can neither end its quotes, nor start a header, nor show as an address (M-04)", async () => {
  const names = [
    ['Acme "Best" School', `"Acme 'Best' School"`],
    ['Eve" <eve@evil.example>, "', `"Eve' eve@evil.example, '"`],
    ["Acme\r\nBcc: eve@evil.example", '"Acme Bcc: eve@evil.example"'],
    ["back\\slash\\", '"back/slash/"'],
    ["Schule für Köche 学校", '"Schule für Köche 学校"'],
    ["x".repeat(500), `"${"x".repeat(200)}"`],
  ];
  await mailer().sendBatch(names.map(([fromName]) => ({ ...mail, fromName: fromName ?? "" })));
  expect(sentMessages().map(({ From }) => From)).toEqual(
    names.map(([, name]) => `${name} <no-reply@usher.test>`),
  );
});

test("a sender without a name is the bare address", async () => {
  await mailer().sendBatch([{ ...mail, fromName: " <> " }]);
  expect(sentMessages()[0]?.From).toBe("no-reply@usher.test");
});

test("a line break in a subject becomes a blank", async () => {
  await mailer().sendBatch([{ ...mail, subject: "Hello\r\nBcc: eve@evil.example" }]);
  expect(sentMessages()[0]?.Subject).toBe("Hello Bcc: eve@evil.example");
});

test("a mail to more than one address is refused here and the others keep their places (T-20)", async () => {
  const outcomes = await mailer().sendBatch([
    mail,
    { ...mail, to: "ann@example.com,eve@evil.example" },
    second,
  ]);
  expect(kinds(outcomes)).toEqual(["sent", "refused", "sent"]);
  expect(outcomes[2]).toEqual({ kind: "sent", messageId: "id-out_2" });
  expect(sentMessages().map(({ To }) => To)).toEqual(["ann@example.com", "bob@example.com"]);
});

test("each mail of a batch has its own outcome (Q-10)", async () => {
  const outcomes = await outcomesOf((_, response) =>
    json(response, 200, [
      { ErrorCode: 406, Message: "You tried to send to a recipient that has been marked as inactive." },
      { ErrorCode: 0, Message: "OK", MessageID: "id-2" },
    ]),
  );
  expect(outcomes).toEqual([
    { kind: "refused", code: 406, reason: expect.stringContaining("suppressed") },
    { kind: "sent", messageId: "id-2" },
  ]);
});

test.each([
  [300, "refused"],
  [406, "refused"],
  [411, "refused"],
  [10, "halted"],
  [400, "halted"],
  [401, "halted"],
  [405, "halted"],
  [412, "halted"],
  [413, "halted"],
  [1235, "halted"],
  [100, "retry"],
  [429, "retry"],
  [500, "unknown"],
])("the code %i of one mail means %s", async (ErrorCode, kind) => {
  const outcomes = await outcomesOf((_, response, body) =>
    json(response, 200, [{ ErrorCode, Message: "No." }, accepted(JSON.parse(body)[1])]),
  );
  expect(kinds(outcomes)).toEqual([kind, "sent"]);
});

test("an unknown code keeps the provider's own words on one line", async () => {
  const outcomes = await outcomesOf((_, response, body) =>
    json(response, 200, [{ ErrorCode: 499, Message: "Odd\r\nthing" }, accepted(JSON.parse(body)[1])]),
  );
  expect(outcomes[0]).toEqual({ kind: "refused", code: 499, reason: "Odd thing" });
});

test.each([
  [401, { ErrorCode: 10, Message: "Bad token" }, "halted"],
  [401, "<html>proxy</html>", "halted"],
  [422, { ErrorCode: 405, Message: "Not allowed to send" }, "halted"],
  [422, { ErrorCode: 412, Message: "Pending" }, "halted"],
  [422, { ErrorCode: 413, Message: "May not send" }, "halted"],
  [429, { ErrorCode: 429, Message: "Slow down" }, "retry"],
  [429, "", "retry"],
  [422, { ErrorCode: 410, Message: "Too many" }, "retry"],
  [403, "<html>proxy</html>", "unknown"],
  [500, { ErrorCode: 500, Message: "Oops" }, "unknown"],
  [502, "<html>Bad gateway</html>", "unknown"],
  [503, { ErrorCode: 100, Message: "Maintenance" }, "unknown"],
  [504, "", "unknown"],
])(
  "the answer %i %j to the whole call means %s for every mail (Q-05 to Q-08)",
  async (status, body, kind) => {
    const outcomes = await outcomesOf((_, response) =>
      typeof body === "string" ? response.writeHead(status).end(body) : json(response, status, body),
    );
    expect(kinds(outcomes)).toEqual([kind, kind]);
  },
);

test.each([
  ["no body", ""],
  ["HTML", "<html>Welcome</html>"],
  ["broken JSON", '[{"ErrorCode":0,'],
  ["an object", '{"ErrorCode":0,"MessageID":"x"}'],
  ["null", "null"],
  ["too few", '[{"ErrorCode":0,"MessageID":"x"}]'],
  ["too many", `[${Array(3).fill('{"ErrorCode":0,"MessageID":"x"}').join()}]`],
  ["no codes", '[{"MessageID":"x"},{"MessageID":"y"}]'],
  ["no message ids", '[{"ErrorCode":0},{"ErrorCode":0,"MessageID":""}]'],
  ["not even objects", "[null,0]"],
])("a 200 with %s leaves every mail unknown (Q-05)", async (_, body) => {
  const outcomes = await outcomesOf((_request, response) => response.writeHead(200).end(body));
  expect(kinds(outcomes)).toEqual(["unknown", "unknown"]);
});

test("a reset connection, a cut body and a timeout leave every mail unknown (Q-05)", async () => {
  expect(kinds(await outcomesOf((request) => request.socket.destroy()))).toEqual(["unknown", "unknown"]);
  const cut: Answer = (request, response) => {
    response.writeHead(200, { "Content-Length": "500" }).write('[{"ErrorCode":0');
    setTimeout(() => request.socket.destroy(), 50);
  };
  expect(kinds(await outcomesOf(cut))).toEqual(["unknown", "unknown"]);
  expect(kinds(await outcomesOf(() => {}, { timeoutMs: 150 }))).toEqual(["unknown", "unknown"]);
});

test("a body that never ends is given up after the timeout", async () => {
  const outcomes = await outcomesOf((_, response) => void response.writeHead(200).write("["), {
    timeoutMs: 150,
  });
  expect(kinds(outcomes)).toEqual(["unknown", "unknown"]);
});

test("a refused connection is safe to retry, as nothing can have left", async () => {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const apiHost = `127.0.0.1:${(probe.address() as AddressInfo).port}`;
  await new Promise((resolve) => probe.close(resolve));
  expect(kinds(await mailer({ apiHost }).sendBatch([mail, second]))).toEqual(["retry", "retry"]);
});

test("a redirect is not followed, so the token goes to no other host", async () => {
  const outcomes = await outcomesOf((_, response) =>
    response.writeHead(307, { Location: `http://${host}/elsewhere` }).end(),
  );
  expect(kinds(outcomes)).toEqual(["unknown", "unknown"]);
  expect(received.map(({ url }) => url.pathname)).toEqual(["/email/batch"]);
});

test("a mail is found by its outbox id and generation, whatever else the search returns", async () => {
  answer = (_, response) =>
    json(response, 200, {
      TotalCount: 3,
      Messages: [
        { MessageID: "other", Metadata: { outbox_id: "out_9", generation: "2" } },
        { MessageID: "older", Metadata: { outbox_id: "out_1", generation: "1" } },
        { MessageID: "right", Metadata: { outbox_id: "out_1", generation: "2" } },
      ],
    });
  expect(await mailer().find("out_1", 2)).toBe("right");
  expect(await mailer().find("out_1", 3)).toBeNull();
  const [{ url, token } = { url: new URL("http://none"), token: null }] = received;
  expect(url.pathname).toBe("/messages/outbound");
  expect(Object.fromEntries(url.searchParams)).toEqual({
    count: "500",
    offset: "0",
    metadata_outbox_id: "out_1",
    messageStream: "outbound",
  });
  expect(token).toBe("token-1");
});

test("an empty search says that the mail is not there", async () => {
  answer = (_, response) => json(response, 200, { TotalCount: 0, Messages: [] });
  expect(await mailer().find("out_1", 1)).toBeNull();
});

test.each([
  ["an error", 500, '{"ErrorCode":500,"Message":"Oops"}'],
  ["a bad token", 401, '{"ErrorCode":10,"Message":"Bad token"}'],
  ["HTML", 200, "<html></html>"],
  ["no body", 200, ""],
  ["an unfinished list", 200, '{"TotalCount":501,"Messages":[]}'],
])("a search that ends in %s throws instead of saying not found (Q-23)", async (_, status, body) => {
  answer = (_request, response) => response.writeHead(status).end(body);
  await expect(mailer().find("out_1", 1)).rejects.toThrow();
});

test("an empty server token stops the start", () => {
  expect(() => mailer({ serverToken: " " })).toThrow("token");
});
