import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Message, ServerClient } from "postmark";
import { afterEach, expect, test, vi } from "vitest";
import {
  type PostmarkStub,
  type PostmarkStubOptions,
  startPostmarkStub,
} from "../../scripts/postmark-stub/server.ts";

const token = "local-server-token";
const closers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function startStub(options: Partial<PostmarkStubOptions> = {}): Promise<PostmarkStub> {
  const stub = await startPostmarkStub({ port: 0, ...options });
  closers.push(() => stub.close());
  return stub;
}

function clientOf(stub: PostmarkStub, timeout = 5): ServerClient {
  return new ServerClient(token, { useHttps: false, requestHost: new URL(stub.origin).host, timeout });
}

function mailTo(to: string, more: Partial<Message> = {}): Message {
  return {
    From: '"Usher" <no-reply@usher.example>',
    To: to,
    Subject: "Your invitation",
    HtmlBody: "<p>Hello</p>",
    TextBody: "Hello",
    ...more,
  };
}

type Heard = { authorization: string | undefined; body: Record<string, unknown>; answered: boolean | null };

async function startReceiver(answers: number[] = []): Promise<{ url: string; heard: Heard[] }> {
  const heard: Heard[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const one: Heard = {
        authorization: request.headers.authorization,
        body: JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>,
        answered: null,
      };
      heard.push(one);
      response.once("close", () => {
        one.answered = response.writableFinished;
      });
      response.writeHead(answers.shift() ?? 200).write("o");
      setTimeout(() => response.end("k"), 20);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/postmark`, heard };
}

async function startStubWithReceiver(answers: number[] = []) {
  const { url, heard } = await startReceiver(answers);
  const stub = await startStub({ webhook: { url, username: "postmark", password: "s3cret:with colon" } });
  const heardOf = (recordType: string) => heard.filter(({ body }) => body.RecordType === recordType);
  return { stub, heard, heardOf, client: clientOf(stub) };
}

const soon = { timeout: 30_000, interval: 20 };

test("a single mail is accepted and lands in the mailbox", async () => {
  const stub = await startStub();
  const answer = await clientOf(stub).sendEmail(
    mailTo('"Doe, Jane" <jane@example.com>', { Tag: "invitation" }),
  );
  expect(answer).toMatchObject({ ErrorCode: 0, Message: "OK", To: '"Doe, Jane" <jane@example.com>' });
  expect(answer.MessageID).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
  expect(Date.parse(answer.SubmittedAt)).toBeGreaterThan(Date.now() - 5_000);
  expect(stub.messages()).toMatchObject([
    { id: answer.MessageID, to: "jane@example.com", html: "<p>Hello</p>" },
  ]);
});

test("a batch answers each message in its order and refuses only the bad ones", async () => {
  const stub = await startStub();
  const answers = await clientOf(stub).sendEmailBatch([
    mailTo("one@example.com"),
    mailTo("not an address"),
    mailTo("jürgen@example.com"),
    mailTo("inactive@example.com"),
    mailTo("two@example.com"),
  ]);
  expect(answers.map(({ ErrorCode }) => ErrorCode)).toEqual([0, 300, 300, 406, 0]);
  expect(answers[3]?.MessageID).toBeUndefined();
  expect(stub.messages().map(({ to }) => to)).toEqual(["two@example.com", "one@example.com"]);
});

test.each([
  ["a non-ASCII local part", "jürgen@example.com"],
  ["a non-ASCII domain", "jurgen@exämple.com"],
  ["no domain", "jane"],
  ["no dot in the domain", "jane@localhost"],
  ["two dots in a row", "jane..doe@example.com"],
  ["a space", "jane doe@example.com"],
  ["nobody at all", ""],
])("an address with %s is refused with 300", async (_what, address) => {
  const stub = await startStub();
  const sending = clientOf(stub).sendEmail(mailTo(address));
  await expect(sending).rejects.toMatchObject({
    name: "InvalidEmailRequestError",
    code: 300,
    statusCode: 422,
  });
});

test("a single mail to an inactive recipient names the address as the client expects", async () => {
  const stub = await startStub();
  const sending = clientOf(stub).sendEmail(mailTo("inactive@example.com"));
  await expect(sending).rejects.toMatchObject({
    code: 406,
    statusCode: 422,
    recipients: ["inactive@example.com"],
  });
});

test("metadata beyond the limits of Postmark is refused", async () => {
  const client = clientOf(await startStub());
  const longName = { a_name_of_21_charactersss: "1" };
  const longValue = { key: "x".repeat(81) };
  await expect(client.sendEmail(mailTo("a@example.com", { Metadata: longName }))).rejects.toMatchObject({
    code: 300,
  });
  await expect(client.sendEmail(mailTo("a@example.com", { Metadata: longValue }))).rejects.toMatchObject({
    code: 300,
  });
});

test("a batch of 501 is refused whole", async () => {
  const stub = await startStub();
  const batch = Array.from({ length: 501 }, (_, index) => mailTo(`user${index}@example.com`));
  await expect(clientOf(stub).sendEmailBatch(batch)).rejects.toMatchObject({ code: 410, statusCode: 422 });
  expect(stub.messages()).toEqual([]);
});

test("a wrong server token is refused with 401 and code 10, for sending and for searching", async () => {
  const stub = await startStub({ serverToken: "another" });
  const refused = { name: "InvalidAPIKeyError", code: 10, statusCode: 401 };
  await expect(clientOf(stub).sendEmail(mailTo("a@example.com"))).rejects.toMatchObject(refused);
  await expect(clientOf(stub).sendEmailBatch([mailTo("a@example.com")])).rejects.toMatchObject(refused);
  await expect(clientOf(stub).getOutboundMessages({ count: 1, offset: 0 })).rejects.toMatchObject(refused);
  expect(stub.messages()).toEqual([]);
});

test("the search finds a mail by its metadata and its recipient", async () => {
  const stub = await startStub();
  const client = clientOf(stub);
  await client.sendEmailBatch([
    mailTo("one@example.com", { Metadata: { outbox_id: "out_1", gen: "1" } }),
    mailTo("two@example.com", { Metadata: { outbox_id: "out_2", gen: "1" } }),
  ]);
  const found = await client.getOutboundMessages({ count: 10, offset: 0, metadata_outbox_id: "out_2" });
  expect(found).toMatchObject({ TotalCount: 1, Messages: [{ Metadata: { outbox_id: "out_2", gen: "1" } }] });
  const page = await client.getOutboundMessages({ count: 1, offset: 1, metadata_gen: "1" });
  expect(page).toMatchObject({ TotalCount: 2, Messages: [{ Recipients: ["one@example.com"] }] });
  const byRecipient = await client.getOutboundMessages({
    count: 10,
    offset: 0,
    recipient: "ONE@example.com",
  });
  expect(byRecipient.Messages.map(({ Metadata }) => Metadata.outbox_id)).toEqual(["out_1"]);
});

test("the details of a mail carry its bodies and metadata", async () => {
  const client = clientOf(await startStub());
  const { MessageID } = await client.sendEmail(mailTo("a@example.com", { Metadata: { outbox_id: "out_9" } }));
  const details = await client.getOutboundMessageDetails(MessageID);
  expect(details).toMatchObject({
    HtmlBody: "<p>Hello</p>",
    TextBody: "Hello",
    Metadata: { outbox_id: "out_9" },
  });
  await expect(client.getOutboundMessageDetails("unknown")).rejects.toMatchObject({
    code: 701,
    statusCode: 422,
  });
});

test("a search filter the stub does not know is refused instead of ignored", async () => {
  const client = clientOf(await startStub());
  const searching = client.getOutboundMessages({ count: 1, offset: 0, fromDate: "2026-01-01" });
  await expect(searching).rejects.toMatchObject({ statusCode: 422 });
});

test("the search lags and fails when told to, also over HTTP", async () => {
  const stub = await startStub();
  const client = clientOf(stub);
  await client.sendEmail(mailTo("a@example.com"));
  const setLag = (body: object) =>
    fetch(`${stub.origin}/__stub/search-lag`, { method: "POST", body: JSON.stringify(body) });
  await setLag({ ms: 60_000 });
  expect((await client.getOutboundMessages({ count: 1, offset: 0 })).TotalCount).toBe(0);
  await setLag({ down: true });
  await expect(client.getOutboundMessages({ count: 1, offset: 0 })).rejects.toMatchObject({
    statusCode: 503,
  });
  stub.searchLag({ ms: 0 });
  expect((await client.getOutboundMessages({ count: 1, offset: 0 })).TotalCount).toBe(1);
});

test("a delivery reaches the webhook with Basic auth and the mail's metadata", async () => {
  const { client, heard } = await startStubWithReceiver();
  const { MessageID } = await client.sendEmail(mailTo("a@example.com", { Metadata: { outbox_id: "out_1" } }));
  await vi.waitFor(() => expect(heard).toHaveLength(1), soon);
  expect(heard[0]?.authorization).toBe(`Basic ${btoa("postmark:s3cret:with colon")}`);
  expect(heard[0]?.body).toMatchObject({
    RecordType: "Delivery",
    MessageID,
    Recipient: "a@example.com",
    Metadata: { outbox_id: "out_1" },
  });
});

test("a bouncing address is accepted, bounces hard, and is refused from then on", async () => {
  const { client, heard } = await startStubWithReceiver();
  const { MessageID } = await client.sendEmail(mailTo("bounce+1@example.com"));
  await vi.waitFor(() => expect(heard).toHaveLength(1), soon);
  expect(heard[0]?.body).toMatchObject({
    RecordType: "Bounce",
    Type: "HardBounce",
    TypeCode: 1,
    Inactive: true,
    CanActivate: true,
    Email: "bounce+1@example.com",
    MessageID,
  });
  expect(heard[0]?.body.ID).toEqual(expect.any(Number));
  await expect(client.sendEmail(mailTo("Bounce+1@example.com"))).rejects.toMatchObject({ code: 406 });
});

test("a complaining address receives the mail, complains, and is refused from then on", async () => {
  const { client, heard, heardOf } = await startStubWithReceiver();
  await client.sendEmail(mailTo("complaint@example.com"));
  await vi.waitFor(() => expect(heard).toHaveLength(2), soon);
  expect(heardOf("Delivery")).toHaveLength(1);
  expect(heardOf("SpamComplaint")[0]?.body).toMatchObject({ Email: "complaint@example.com", Inactive: true });
  await expect(client.sendEmail(mailTo("complaint@example.com"))).rejects.toMatchObject({ code: 406 });
});

test("a slow address has its mail delivered only after five seconds", async () => {
  const { client, heard } = await startStubWithReceiver();
  const startedAt = performance.now();
  await client.sendEmail(mailTo("slow@example.com"));
  await vi.waitFor(() => expect(heard).toHaveLength(1), { timeout: 30_000, interval: 50 });
  expect(performance.now() - startedAt).toBeGreaterThan(4_900);
});

test("whoever answers a webhook can write to the end", async () => {
  const { client, heard } = await startStubWithReceiver();
  await client.sendEmailBatch(Array.from({ length: 10 }, (_, at) => mailTo(`whole-${at}@example.com`)));
  await vi.waitFor(
    () => expect(heard.map(({ answered }) => answered)).toEqual(Array.from({ length: 10 }, () => true)),
    soon,
  );
});

test("a webhook that is refused is tried again", async () => {
  const { stub, client, heard } = await startStubWithReceiver([500]);
  await client.sendEmail(mailTo("a@example.com"));
  await vi.waitFor(() => expect(stub.messages()[0]?.events[0]?.webhook).toBe("accepted"), soon);
  expect(heard).toHaveLength(2);
  expect(heard[1]?.body).toEqual(heard[0]?.body);
});

test("a webhook answered with 403 is never tried again", async () => {
  const { stub, client } = await startStubWithReceiver([403]);
  await client.sendEmail(mailTo("a@example.com"));
  await vi.waitFor(
    () => expect(stub.messages()[0]?.events[0]).toMatchObject({ webhook: "failed", attempts: 1 }),
    soon,
  );
});

test.each([
  ["opened", { RecordType: "Open", FirstOpen: true, Recipient: "a@example.com" }],
  ["clicked", { RecordType: "Click", OriginalLink: "https://usher.example/join?a=1&b=2" }],
  ["bounced", { RecordType: "Bounce", TypeCode: 1, Inactive: true }],
  ["soft_bounced", { RecordType: "Bounce", TypeCode: 4096, Inactive: false }],
  ["complained", { RecordType: "SpamComplaint", Email: "a@example.com" }],
  ["unsubscribed", { RecordType: "SubscriptionChange", SuppressSending: true, Recipient: "a@example.com" }],
  [
    "reactivated",
    { RecordType: "SubscriptionChange", SuppressSending: false, MessageID: null, Metadata: {} },
  ],
])("the mailbox lets a mail be %s by hand", async (kind, payload) => {
  const { stub, client, heard } = await startStubWithReceiver();
  const html = '<a href="https://usher.example/join?a=1&amp;b=2">Join</a>';
  const { MessageID } = await client.sendEmail(mailTo("a@example.com", { HtmlBody: html }));
  await vi.waitFor(() => expect(heard).toHaveLength(1), soon);
  const response = await fetch(`${stub.origin}/messages/${MessageID}/events`, {
    method: "POST",
    body: new URLSearchParams({ kind, back: `id=${MessageID}&view=details` }),
    redirect: "manual",
  });
  expect(response.status).toBe(303);
  expect(response.headers.get("location")).toBe(`/?id=${MessageID}&view=details`);
  await vi.waitFor(() => expect(heard).toHaveLength(2), soon);
  expect(heard[1]?.body).toMatchObject(payload);
});

test("a reactivated address can be sent to again", async () => {
  const { stub, client, heard } = await startStubWithReceiver();
  const { MessageID } = await client.sendEmail(mailTo("bounce@example.com"));
  await vi.waitFor(() => expect(heard).toHaveLength(1), soon);
  const response = await fetch(`${stub.origin}/messages/${MessageID}/events`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ kind: "reactivated" }),
  });
  expect(response.status).toBe(202);
  expect(await client.sendEmail(mailTo("bounce@example.com"))).toMatchObject({ ErrorCode: 0 });
});

test("faults are consumed one a call, and then all is well", async () => {
  const stub = await startStub();
  const client = clientOf(stub);
  stub.script([{ kind: "ok" }, { kind: "status", status: 429 }, { kind: "status", status: 503 }]);
  await client.sendEmail(mailTo("a@example.com"));
  await expect(client.sendEmail(mailTo("b@example.com"))).rejects.toMatchObject({ statusCode: 429 });
  await expect(client.sendEmailBatch([mailTo("c@example.com")])).rejects.toMatchObject({ statusCode: 503 });
  await client.sendEmail(mailTo("d@example.com"));
  expect(stub.messages().map(({ to }) => to)).toEqual(["d@example.com", "a@example.com"]);
});

test("the fault refuse gives the chosen messages of a batch the chosen codes", async () => {
  const stub = await startStub();
  stub.script([{ kind: "refuse", codes: { 0: 406, 2: 300 } }]);
  const answers = await clientOf(stub).sendEmailBatch(
    ["a", "b", "c"].map((name) => mailTo(`${name}@example.com`)),
  );
  expect(answers.map(({ ErrorCode }) => ErrorCode)).toEqual([406, 0, 300]);
  expect(stub.messages().map(({ to }) => to)).toEqual(["b@example.com"]);
});

test("the fault status can name its own error code and store the mail all the same", async () => {
  const stub = await startStub();
  stub.script([
    { kind: "status", status: 422, code: 412 },
    { kind: "status", status: 500, stored: true },
  ]);
  await expect(clientOf(stub).sendEmail(mailTo("a@example.com"))).rejects.toMatchObject({ code: 412 });
  expect(stub.messages()).toHaveLength(0);
  await expect(clientOf(stub).sendEmail(mailTo("a@example.com"))).rejects.toMatchObject({ statusCode: 500 });
  expect(stub.messages()).toHaveLength(1);
});

test("the fault html answers 200 with something that is not JSON", async () => {
  const stub = await startStub();
  stub.script([{ kind: "html" }, { kind: "html", body: "", stored: true }]);
  expect(await clientOf(stub).sendEmailBatch([mailTo("a@example.com")])).toContain("<!doctype html>");
  expect(stub.messages()).toHaveLength(0);
  expect(await clientOf(stub).sendEmailBatch([mailTo("a@example.com")])).toEqual({});
  expect(stub.messages()).toHaveLength(1);
});

test("the faults fewer and more answer for one message too few or too many", async () => {
  const stub = await startStub();
  stub.script([{ kind: "fewer" }, { kind: "more" }]);
  const batch = [mailTo("a@example.com"), mailTo("b@example.com")];
  expect(await clientOf(stub).sendEmailBatch(batch)).toHaveLength(1);
  expect(await clientOf(stub).sendEmailBatch(batch)).toHaveLength(3);
  expect(stub.messages()).toHaveLength(4);
});

test("the fault reset_before loses the mail, reset_after keeps it, and both look alike to the caller", async () => {
  const stub = await startStub();
  stub.script([{ kind: "reset_before" }, { kind: "reset_after" }]);
  const broken = { statusCode: 0 };
  await expect(clientOf(stub).sendEmail(mailTo("lost@example.com"))).rejects.toMatchObject(broken);
  await expect(clientOf(stub).sendEmail(mailTo("kept@example.com"))).rejects.toMatchObject(broken);
  expect(stub.messages().map(({ to }) => to)).toEqual(["kept@example.com"]);
});

test("the fault silence outlasts the caller's patience, with the mail stored or not", async () => {
  const stub = await startStub();
  stub.script([
    { kind: "silence", ms: 60_000 },
    { kind: "silence", ms: 60_000, stored: false },
    { kind: "silence", ms: 50 },
  ]);
  const impatient = clientOf(stub, 0.2);
  await expect(impatient.sendEmail(mailTo("kept@example.com"))).rejects.toMatchObject({ statusCode: 0 });
  await expect(impatient.sendEmail(mailTo("lost@example.com"))).rejects.toMatchObject({ statusCode: 0 });
  expect(await clientOf(stub).sendEmail(mailTo("late@example.com"))).toMatchObject({ ErrorCode: 0 });
  expect(stub.messages().map(({ to }) => to)).toEqual(["late@example.com", "kept@example.com"]);
});

test("faults and the emptying of the mailbox also come over HTTP", async () => {
  const stub = await startStub();
  const script = (faults: unknown) =>
    fetch(`${stub.origin}/__stub/faults`, { method: "POST", body: JSON.stringify(faults) });
  expect((await script([{ kind: "status", status: 429 }])).status).toBe(200);
  expect((await script([{ kind: "nonsense" }])).status).toBe(422);
  await expect(clientOf(stub).sendEmail(mailTo("a@example.com"))).rejects.toMatchObject({ statusCode: 429 });
  await clientOf(stub).sendEmail(mailTo("a@example.com"));
  await fetch(`${stub.origin}/__stub/messages`, { method: "DELETE" });
  expect(stub.messages()).toEqual([]);
});

test("messages.json lists the mails newest first, with what scripts need", async () => {
  const stub = await startStub();
  const client = clientOf(stub);
  await client.sendEmail(mailTo("first@example.com", { Tag: "reminder" }));
  await client.sendEmail(
    mailTo("second@example.com", {
      Tag: "ignored",
      Metadata: { template: "invitation", language: "de" },
      ReplyTo: "inviter@example.com",
    }),
  );
  const response = await fetch(`${stub.origin}/messages.json`);
  const mails = (await response.json()) as Record<string, unknown>[];
  expect(response.headers.get("x-total-count")).toBe("2");
  expect(mails).toMatchObject([
    {
      id: expect.any(String),
      to: "second@example.com",
      from: '"Usher" <no-reply@usher.example>',
      replyTo: "inviter@example.com",
      subject: "Your invitation",
      html: "<p>Hello</p>",
      text: "Hello",
      template: "invitation",
      language: "de",
      sentAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      events: [],
    },
    { to: "first@example.com", template: "reminder", language: null },
  ]);
  const filtered = await (await fetch(`${stub.origin}/messages.json?to=FIRST@`)).json();
  expect(filtered).toMatchObject([{ to: "first@example.com" }]);
});

test("a mail's HTML comes alone, sandboxed, with links that open in a new tab", async () => {
  const stub = await startStub();
  const source =
    "<!doctype html><html><head><title>Hi</title></head><body><a href='/join'>Join</a></body></html>";
  const { MessageID } = await clientOf(stub).sendEmail(mailTo("a@example.com", { HtmlBody: source }));
  const response = await fetch(`${stub.origin}/messages/${MessageID}.html`);
  expect(response.headers.get("content-security-policy")).toMatch(/^sandbox allow-popups /);
  expect(await response.text()).toBe(source.replace("<head>", '<head><base target="_blank">'));
  const text = await fetch(`${stub.origin}/messages/${MessageID}.txt`);
  expect(text.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  expect(await text.text()).toBe("Hello");
});

test("the page escapes whatever a mail or an address bar brings", async () => {
  const stub = await startStub();
  const evil = `<script>alert("1")</script>'`;
  const { MessageID } = await clientOf(stub).sendEmail(
    mailTo("a@example.com", {
      Subject: evil,
      Tag: evil,
      TextBody: evil,
      Metadata: { language: evil, key: evil },
      Headers: [{ Name: evil, Value: evil }],
    }),
  );
  for (const query of [
    `id=${MessageID}`,
    `id=${MessageID}&view=text`,
    `id=${MessageID}&view=details`,
    "to=",
  ]) {
    const page = await (await fetch(`${stub.origin}/?${query}&to=${encodeURIComponent(evil)}`)).text();
    expect(page).not.toContain("<script>");
    expect(page).toContain("&#60;script&#62;");
  }
});

test("the empty page says so, names itself a local stub and runs no foreign script", async () => {
  const stub = await startStub();
  const response = await fetch(stub.origin);
  const page = await response.text();
  expect(page).toContain("<title>Mailbox – local mails of Usher</title>");
  expect(page).toContain("Nothing here yet");
  expect(page).toContain("Nothing leaves this machine");
  expect(response.headers.get("content-security-policy")).toContain("script-src 'self'");
});

test("a foreign page can neither read the mailbox under its own name nor post to it", async () => {
  const stub = await startStub();
  const { MessageID } = await clientOf(stub).sendEmail(mailTo("a@example.com"));
  const { request } = await import("node:http");
  const statusOf = (path: string, method: string, headers: Record<string, string>) =>
    new Promise<number | undefined>((resolve, reject) => {
      request(`${stub.origin}${path}`, { method, headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on("error", reject)
        .end();
    });
  expect(await statusOf("/messages.json", "GET", { Host: "rebound.example:80" })).toBe(421);
  expect(await statusOf("/messages.json", "GET", { Host: "localhost:1234" })).toBe(200);
  const foreign = { "Sec-Fetch-Site": "cross-site" };
  expect(await statusOf(`/messages/${MessageID}/events`, "POST", foreign)).toBe(403);
  expect(await statusOf("/__stub/messages", "DELETE", foreign)).toBe(403);
  expect(stub.messages()).toHaveLength(1);
});

test("the mails and the suppressed addresses survive a restart, in a file for its owner alone", async () => {
  const folder = await mkdtemp(join(tmpdir(), "mailbox-"));
  closers.push(() => rm(folder, { recursive: true }));
  const storeFile = join(folder, "deep", "mails.json");
  const first = await startPostmarkStub({ port: 0, storeFile });
  await clientOf(first).sendEmailBatch([mailTo("a@example.com"), mailTo("bounce@example.com")]);
  await vi.waitFor(() => expect(first.messages()[0]?.events).toHaveLength(1), soon);
  await first.close();
  expect((await stat(storeFile)).mode & 0o077).toBe(0);

  const second = await startStub({ storeFile });
  expect(second.messages()).toEqual(first.messages());
  await expect(clientOf(second).sendEmail(mailTo("bounce@example.com"))).rejects.toMatchObject({ code: 406 });
  second.clear();
  await vi.waitFor(async () => expect(await readFile(storeFile, "utf8")).toContain('"mails":[]'), soon);
});

test("beyond 2,000 mails the oldest keep their envelope and lose their body", async () => {
  const stub = await startStub();
  for (let batch = 0; batch < 5; batch++) {
    const mails = Array.from({ length: 500 }, (_, index) => mailTo(`user${batch * 500 + index}@example.com`));
    await clientOf(stub).sendEmailBatch(mails);
  }
  const mails = stub.messages();
  expect(mails).toHaveLength(2_500);
  expect(mails[1_999]).toMatchObject({ to: "user500@example.com", text: "Hello", bodyDropped: false });
  expect(mails[2_000]).toMatchObject({ to: "user499@example.com", text: "", bodyDropped: true });
  const found = await clientOf(stub).getOutboundMessages({
    count: 1,
    offset: 0,
    recipient: "user0@example.com",
  });
  expect(found.TotalCount).toBe(1);
});
