import { describe, expect, test } from "vitest";
import { ask, createKey, createMember, openProgram, programWith, testBindings } from "./program.ts";

describe("the body", () => {
  const json = (text: string) => ({ raw: text });
  const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;
  const cases: [
    name: string,
    call: { raw: BodyInit; headers?: Record<string, string> },
    status: number,
    code: string,
    path?: string,
  ][] = [
    ["no JSON", json("{email:"), 400, "BAD_REQUEST"],
    ["a list", json('["ana@example.com"]'), 422, "VALIDATION_FAILED", ""],
    ["a string", json('"ana@example.com"'), 422, "VALIDATION_FAILED", ""],
    ["null", json("null"), 422, "VALIDATION_FAILED", ""],
    [
      "an unknown field",
      json('{"email":"ana@example.com","isAdmin":true}'),
      422,
      "VALIDATION_FAILED",
      "isAdmin",
    ],
    [
      "another workspace's id",
      json('{"email":"ana@example.com","workspaceId":"wsp_x"}'),
      422,
      "VALIDATION_FAILED",
      "workspaceId",
    ],
    [
      "__proto__",
      json('{"email":"ana@example.com","__proto__":{"roles":["admin"]}}'),
      422,
      "VALIDATION_FAILED",
      "__proto__",
    ],
    [
      "a repeated field",
      json('{"email":"ana@example.com","email":"eve@example.com"}'),
      422,
      "VALIDATION_FAILED",
      "email",
    ],
    [
      "a repeated field, disguised",
      json('{"email":"ana@example.com","em\\u0061il":"eve@example.com"}'),
      422,
      "VALIDATION_FAILED",
      "email",
    ],
    [
      "a repeated field further down",
      json('{"email":"ana@example.com","roles":[{"role":"learner","role":"admin"}]}'),
      422,
      "VALIDATION_FAILED",
      "roles.role",
    ],
    [
      "a list of addresses for one",
      json('{"email":["ana@example.com","eve@example.com"]}'),
      422,
      "VALIDATION_FAILED",
      "email",
    ],
    ["an object for an address", json('{"email":{"$ne":""}}'), 422, "VALIDATION_FAILED", "email"],
    ["email[]", json('{"email[]":"ana@example.com"}'), 422, "VALIDATION_FAILED", "email[]"],
    ["21 levels", json(deep(21)), 422, "VALIDATION_FAILED", ""],
    ["a hundred thousand levels", json("[".repeat(100_000)), 422, "VALIDATION_FAILED", ""],
    ["too much", json(`{"message":"${"x".repeat(256 * 1024)}"}`), 413, "BODY_TOO_LARGE"],
    ["no UTF-8", { raw: new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]) }, 400, "BAD_REQUEST"],
    [
      "a form",
      { raw: "email=ana@example.com", headers: { "Content-Type": "application/x-www-form-urlencoded" } },
      415,
      "UNSUPPORTED_MEDIA",
    ],
    [
      "JSON that calls itself text",
      { raw: '{"email":"ana@example.com"}', headers: { "Content-Type": "text/plain" } },
      415,
      "UNSUPPORTED_MEDIA",
    ],
    [
      "a role spelled otherwise",
      json('{"email":"ana@example.com","roles":["ADMIN "]}'),
      422,
      "VALIDATION_FAILED",
      "roles.0",
    ],
    [
      "a role object that says more",
      json('{"email":"ana@example.com","roles":[{"role":"learner","scope":"*"}]}'),
      422,
      "VALIDATION_FAILED",
      "roles.0.scope",
    ],
  ];

  test.each(cases)("%s is refused and invites nobody", async (_name, call, status, code, path) => {
    const program = await openProgram();
    const answer = await program.call("POST", "/invitations", call);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.headers.get("Content-Type")).toBe("application/problem+json");
    if (path !== undefined)
      expect(answer.body.errors.map((error: { path: string }) => error.path)).toContain(path);
    expect((await program.call("GET", "/invitations")).body.data).toEqual([]);
  });

  test("a stream that does not say how long it is is cut at the limit", async () => {
    const { key } = await openProgram();
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const writer = writable.getWriter();
    const pour = async () => {
      for (let chunk = 0; chunk < 40; chunk += 1) await writer.write(new Uint8Array(16_384).fill(0x20));
      await writer.close();
    };
    const poured = pour().catch(() => undefined);
    const response = await ask(
      new Request("http://localhost:8787/api/v1/invitations", {
        method: "POST",
        headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
        body: readable,
      }),
    );
    expect(response.status).toBe(413);
    await poured;
  });
});

describe("the address", () => {
  test("a key in it is refused, and so is a parameter that stands twice or is not known", async () => {
    const { call, key } = await openProgram();
    const table: [string, number, string][] = [
      [`/invitations?api_key=${key}`, 400, "api_key"],
      [`/invitations?q=${key}`, 400, "q"],
      ["/invitations?status=pending&status=expired", 422, "status"],
      ["/invitations?status[]=pending", 422, "status[]"],
      ["/invitations?workspaceId=wsp_x", 422, "workspaceId"],
      ["/invitations?limit=ten", 422, "limit"],
      ["/invitations?cursor=nonsense", 422, "cursor"],
      ["/workspace?x=1", 422, "x"],
    ];
    for (const [path, status, field] of table) {
      const answer = await call("GET", path);
      expect([path, answer.status, answer.body.errors[0].path]).toEqual([path, status, field]);
    }
  });

  test("a field in the query of a POST is refused", async () => {
    const { call } = await openProgram();
    const answer = await call("POST", "/invitations?send=false", { body: { email: "ana@example.com" } });
    expect([answer.status, answer.body.errors[0].path]).toEqual([422, "send"]);
  });

  test("the id of the path cannot be overwritten by the body", async () => {
    const { call } = await openProgram();
    const { id } = (await call("POST", "/invitations", { body: { email: "ana@example.com" } })).body;
    const answer = await call("PATCH", `/invitations/${id}`, {
      body: { invitationId: id, firstName: "Eve" },
    });
    expect([answer.status, answer.body.errors[0].path]).toEqual([422, "invitationId"]);
  });

  test("an unknown address is 404, a known one with another method 405 with what it takes", async () => {
    const { call } = await openProgram();
    const unknown = await call("GET", "/nothing");
    expect([unknown.status, unknown.body.code]).toEqual([404, "NOT_FOUND"]);
    const wrong = await call("DELETE", "/invitations");
    expect([wrong.status, wrong.body.code, wrong.headers.get("Allow")]).toEqual([
      405,
      "METHOD_NOT_ALLOWED",
      "GET, POST",
    ]);
    expect((await call("POST", "/workspace", { body: {} })).headers.get("Allow")).toBe("GET, PATCH");
  });

  test("an id of another shape names nothing", async () => {
    const { call } = await openProgram();
    for (const id of ["1", "mem_01kabc4d5e6f7g8h9jkmnpqrst", "%2e%2e", "inv_' or 1=1 --"]) {
      expect([id, (await call("GET", `/invitations/${id}`)).status]).toEqual([id, 404]);
    }
  });
});

describe("the key", () => {
  test("nothing, junk, another scheme and an unknown key are 401", async () => {
    const { call } = await openProgram();
    for (const Authorization of [
      "",
      "Bearer junk",
      "Basic dXNlcjpwYXNz",
      `Bearer usher_test_${"0".repeat(26)}_${"A".repeat(43)}`,
    ]) {
      const answer = await call("GET", "/workspace", { headers: { Authorization } });
      expect([answer.status, answer.body.code]).toEqual([401, "NOT_SIGNED_IN"]);
      expect(answer.headers.get("WWW-Authenticate")).toMatch(/^Bearer/);
    }
  });

  test("a cookie is no key, and a cookie beside a key is refused", async () => {
    const { call, key } = await openProgram();
    const without = await programWith(null)("GET", "/workspace", { headers: { Cookie: `session=${key}` } });
    expect(without.status).toBe(401);
    expect((await call("GET", "/workspace", { headers: { Cookie: "session=x" } })).status).toBe(400);
    expect((await call("POST", "/invitations", { body: {}, headers: { Cookie: "session=x" } })).status).toBe(
      400,
    );
  });

  test("the key of somebody who was deactivated is dead", async () => {
    const { house, space } = await openProgram();
    const { membershipId } = await createMember(house, space.workspace, {
      roles: ["admin"],
      status: "deactivated",
    });
    const orphan = programWith(await createKey(house, space, { creatorMembershipId: membershipId }));
    expect((await orphan("GET", "/workspace")).status).toBe(401);
  });

  test("it hands out no role above its own ceiling, whoever made it", async () => {
    const { call } = await openProgram({ maxRole: "learner" });
    const refused = await call("POST", "/invitations", {
      body: { email: "ana@example.com", roles: ["admin"] },
    });
    expect([refused.status, refused.body.code]).toEqual([403, "ROLE_ABOVE_YOURS"]);
    expect(
      (await call("POST", "/invitations", { body: { email: "ana@example.com", roles: ["learner"] } })).status,
    ).toBe(201);
    const { id } = (await call("GET", "/invitations")).body.data[0];
    const edited = await call("PATCH", `/invitations/${id}`, { body: { roles: ["instructor"] } });
    expect([edited.status, edited.body.code]).toEqual([403, "ROLE_ABOVE_YOURS"]);
  });

  test("too many requests answer 429 and when to come back", async () => {
    const { call } = await openProgram();
    const using = testBindings({ API_LIMIT: { limit: async () => ({ success: false }) } });
    const answer = await call("GET", "/workspace", { using });
    expect([answer.status, answer.body.code, answer.headers.get("Retry-After")]).toEqual([
      429,
      "RATE_LIMITED",
      "60",
    ]);
  });

  test("a failure of ours shows a number and nothing of its cause", async () => {
    const { call } = await openProgram();
    const fail = () => {
      throw new Error("Failed query: select secret from users params: ana@example.com");
    };
    const broken = { withSession: () => ({ prepare: fail, batch: fail }) } as unknown as D1Database;
    const answer = await call("GET", "/workspace", { using: testBindings({ DB: broken }) });
    expect([answer.status, answer.body.code]).toEqual([500, "INTERNAL_ERROR"]);
    expect(answer.text).not.toMatch(/select|ana@example/);
  });
});
