import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { countRoundTrips } from "../../support/house.ts";
import { createKey, openProgram, programWith, testBindings } from "./program.ts";

const body = { email: "ana@example.com", roles: ["learner"] };
const headers = { "Idempotency-Key": "order-4711" };

describe("Idempotency-Key", () => {
  test("the same key and body give the stored answer again and act once", async () => {
    const { call } = await openProgram();
    const first = await call("POST", "/invitations", { body, headers });
    const second = await call("POST", "/invitations", { body, headers });
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.text).toBe(first.text);
    expect(first.headers.has("Idempotent-Replayed")).toBe(false);
    expect(second.headers.get("Idempotent-Replayed")).toBe("true");
    expect(second.headers.get("Location")).toBe(first.headers.get("Location"));
    expect((await call("GET", "/invitations")).body.data).toHaveLength(1);
  });

  test("the same key with another body, path or query is refused and does nothing", async () => {
    const { call } = await openProgram();
    const { id } = (await call("POST", "/invitations", { body, headers })).body;
    for (const [path, other] of [
      ["/invitations", { ...body, email: "ben@example.com" }],
      [`/invitations/${id}/cancel`, undefined],
    ] as const) {
      const refused = await call("POST", path, { body: other, headers });
      expect([refused.status, refused.body.code]).toEqual([422, "IDEMPOTENCY_MISMATCH"]);
    }
    expect((await call("GET", "/invitations")).body.data).toMatchObject([{ id, status: "pending" }]);
  });

  test("ten at once make one invitation and all get the winner's answer", async () => {
    const { call } = await openProgram();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => call("POST", "/invitations", { body, headers })),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(201));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect((await call("GET", "/invitations")).body.data).toHaveLength(1);
  });

  test("ten bodies at once under one key make one invitation, the others are refused", async () => {
    const { call } = await openProgram();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        call("POST", "/invitations", { body: { ...body, email: `person-${index}@example.com` }, headers }),
      ),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.code === "IDEMPOTENCY_MISMATCH")).toHaveLength(9);
    expect((await call("GET", "/invitations")).body.data).toHaveLength(1);
  });

  test("a refusal is not stored: the mended request may use its key", async () => {
    const { call } = await openProgram();
    const refused = await call("POST", "/invitations", { body: { email: "nobody" }, headers });
    expect(refused.status).toBe(422);
    expect((await call("POST", "/invitations", { body, headers })).status).toBe(201);
  });

  test("a batch is answered again as a whole", async () => {
    const { call } = await openProgram();
    const emails = ["ana@example.com", "nobody", "ben@example.com"];
    const first = await call("POST", "/invitations/batch", { body: { emails }, headers });
    const second = await call("POST", "/invitations/batch", { body: { emails }, headers });
    expect(second.text).toBe(first.text);
    expect(second.headers.get("Idempotent-Replayed")).toBe("true");
  });

  test("two keys of a workspace do not share their Idempotency-Keys", async () => {
    const { house, space, call } = await openProgram();
    const other = programWith(await createKey(house, space));
    await call("POST", "/invitations", { body, headers });
    const answer = await other("POST", "/invitations", {
      body: { ...body, email: "ben@example.com" },
      headers,
    });
    expect(answer.status).toBe(201);
  });

  test("a malformed Idempotency-Key is refused", async () => {
    const { call } = await openProgram();
    for (const key of ["", "two words", "x".repeat(201)]) {
      const refused = await call("POST", "/invitations", { body, headers: { "Idempotency-Key": key } });
      expect([refused.status, refused.body.errors[0].path]).toEqual([400, "Idempotency-Key"]);
    }
  });
});

describe("round trips to D1 (performance.md)", () => {
  async function counted() {
    const program = await openProgram();
    const counter = countRoundTrips(env.DB);
    const using = testBindings({ DB: counter.database });
    // The first request notes that the key is in use, which happens after the answer and does not count.
    await program.call("GET", "/workspace", { using });
    const trips = async (
      method: string,
      path: string,
      call: { body?: unknown; headers?: Record<string, string> } = {},
    ) => {
      counter.reset();
      const answer = await program.call(method, path, { ...call, using });
      return { trips: counter.roundTrips(), answer };
    };
    return { ...program, trips };
  }

  test("reads take at most two", async () => {
    const { call, trips, space } = await counted();
    const { id } = (await call("POST", "/invitations", { body })).body;
    for (const path of [
      "/workspace",
      "/invitations",
      `/invitations/${id}`,
      "/users",
      `/users/${space.admin.membershipId}`,
      "/audit-events",
    ]) {
      const { trips: count, answer } = await trips("GET", path);
      expect([path, answer.status]).toEqual([path, 200]);
      expect(count, path).toBeLessThanOrEqual(2);
    }
  });

  test("changes take at most three, with an Idempotency-Key as well", async () => {
    const { trips } = await counted();
    const invited = await trips("POST", "/invitations", { body });
    expect([invited.answer.status, invited.trips]).toEqual([201, 3]);
    const keyed = await trips("POST", "/invitations", { body: { email: "ben@example.com" }, headers });
    expect([keyed.answer.status, keyed.trips]).toEqual([201, 3]);
    const edited = await trips("PATCH", `/invitations/${invited.answer.body.id}`, {
      body: { firstName: "Ana" },
    });
    expect([edited.answer.status, edited.trips]).toEqual([200, 3]);
    const canceled = await trips("POST", `/invitations/${invited.answer.body.id}/cancel`, {
      headers: { "Idempotency-Key": "another" },
    });
    expect([canceled.answer.status, canceled.trips]).toEqual([200, 3]);
  });

  test("what cannot be a key costs none", async () => {
    const { trips } = await counted();
    const { trips: count, answer } = await trips("GET", "/invitations", {
      headers: { Authorization: "Bearer junk" },
    });
    expect([answer.status, count]).toEqual([401, 0]);
  });
});
