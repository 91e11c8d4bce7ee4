import { describe, expect, test } from "vitest";
import { countRoundTrips } from "../../support/house.ts";
import { openProgram, testBindings } from "./program.ts";

const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

describe("invitations by the API", () => {
  test("inviting answers 201 with the invitation and where it is", async () => {
    const { call } = await openProgram();
    const { status, body, headers } = await call("POST", "/invitations", {
      body: { email: " Ana.Lima@EXAMPLE.com ", firstName: "Ana", roles: ["learner"], message: "Welcome" },
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      id: expect.stringMatching(/^inv_/),
      userId: expect.stringMatching(/^mem_/),
      status: "pending",
      email: "ana.lima@example.com",
      firstName: "Ana",
      delivery: "queued",
      message: "Welcome",
      roles: [{ role: "learner", unitId: null, groupId: null }],
      inviter: { kind: "apiKey", name: "Personnel system" },
      expiresAt: expect.stringMatching(isoTime),
      createdAt: expect.stringMatching(isoTime),
      endedAt: null,
    });
    expect(headers.get("Location")).toBe(`/api/v1/invitations/${body.id}`);
    expect(headers.get("Content-Type")).toBe("application/json");
    expect(headers.get("Cache-Control")).toBe("no-store");
  });

  test("roles may be named by objects", async () => {
    const { call } = await openProgram();
    const { status, body } = await call("POST", "/invitations", {
      body: { email: "ana@example.com", roles: [{ role: "instructor" }] },
    });
    expect(status).toBe(201);
    expect(body.roles).toEqual([{ role: "instructor", unitId: null, groupId: null }]);
  });

  test("an address that is invited already answers 409 with the ids", async () => {
    const { call } = await openProgram();
    const first = await call("POST", "/invitations", { body: { email: "ana@example.com" } });
    const { status, body, headers } = await call("POST", "/invitations", {
      body: { email: "ANA@example.com" },
    });
    expect(status).toBe(409);
    expect(headers.get("Content-Type")).toBe("application/problem+json");
    expect(body).toMatchObject({
      type: "http://localhost:8787/api/docs#error-already-invited",
      title: "Already invited",
      status: 409,
      code: "ALREADY_INVITED",
      instance: expect.stringMatching(/^urn:uuid:/),
      params: { invitationId: first.body.id, userId: first.body.userId },
    });
  });

  test("a batch has one result for each address, in order", async () => {
    const { call } = await openProgram();
    await call("POST", "/invitations", { body: { email: "known@example.com" } });
    const { status, body } = await call("POST", "/invitations/batch", {
      body: {
        emails: ["ana@example.com", "not an address", "known@example.com", "Ben@Example.com"],
        roles: ["learner"],
      },
    });
    expect(status).toBe(200);
    expect(
      body.results.map(({ email, outcome }: { email: string; outcome: string }) => [email, outcome]),
    ).toEqual([
      ["ana@example.com", "invited"],
      ["not an address", "refused"],
      ["known@example.com", "refused"],
      ["Ben@Example.com", "invited"],
    ]);
    expect(body.results[1].error).toMatchObject({ code: "VALIDATION_FAILED", errors: [{ path: "email" }] });
    expect(body.results[2].error).toMatchObject({ code: "ALREADY_INVITED" });
    expect(body.results[3].invitation).toMatchObject({ email: "ben@example.com", status: "pending" });
  });

  test("a batch takes either addresses or invitations with names of their own", async () => {
    const { call } = await openProgram();
    const named = await call("POST", "/invitations/batch", {
      body: { invitations: [{ email: "ana@example.com", firstName: "Ana" }], language: "de" },
    });
    expect(named.body.results[0].invitation).toMatchObject({ firstName: "Ana", language: "de" });
    const neither = await call("POST", "/invitations/batch", { body: { language: "de" } });
    expect([neither.status, neither.body.errors[0].path]).toEqual([422, "emails"]);
  });

  test("a thousand rows with names, a note for all and a key for repeating take three round trips", async () => {
    const { call, house, space } = await openProgram();
    const trips = countRoundTrips(house.database);
    const invitations = Array.from({ length: 1_000 }, (_, index) => ({
      email: `person.${index}@verwaltung.fachschule.example.com`,
      firstName: "Karoline Wilhelmine",
      lastName: `von und zu Hohenstein ${index}`,
    }));
    const request = {
      body: { invitations, roles: ["learner"], message: "ß".repeat(1_000) },
      headers: { "Idempotency-Key": "a-thousand" },
      using: testBindings({ DB: trips.database }),
    };
    // The note that the key was used is taken once a minute and is none of the act's round trips.
    await call("GET", "/workspace");
    const { status, body } = await call("POST", "/invitations/batch", request);
    expect(status).toBe(200);
    expect(trips.roundTrips()).toBeLessThanOrEqual(3);
    expect(body.results).toHaveLength(1_000);
    expect(body.results[999]).toMatchObject({
      outcome: "invited",
      invitation: { lastName: "von und zu Hohenstein 999", delivery: "queued" },
    });
    const { n } = (await house.database
      .prepare("select count(*) n from outbox where workspace_id = ?1 and state = 'pending'")
      .bind(space.workspace.id)
      .first<{ n: number }>()) ?? { n: 0 };
    expect(n).toBe(1_000);
    const again = await call("POST", "/invitations/batch", request);
    expect(again.headers.get("Idempotent-Replayed")).toBe("true");
    expect(again.body).toEqual(body);
  });

  test("a batch of more than 256 KB is refused as a whole, one of just as much is not too large", async () => {
    const { call } = await openProgram();
    const rows = (message: string) => ({
      body: {
        invitations: Array.from({ length: 250 }, (_, index) => ({ email: `p${index}@example.com`, message })),
      },
    });
    const refused = await call("POST", "/invitations/batch", rows("x".repeat(1_050)));
    expect([refused.status, refused.body.code]).toEqual([413, "BODY_TOO_LARGE"]);
    expect((await call("GET", "/invitations")).body.data).toEqual([]);
    const fits = await call("POST", "/invitations/batch", rows("x".repeat(950)));
    expect(fits.body.results.map(({ outcome }: { outcome: string }) => outcome)).toEqual(
      Array.from({ length: 250 }, () => "invited"),
    );
  });

  test("the policy of the form for several addresses is none of a program's", async () => {
    const { call } = await openProgram({ overrides: { "invite.multi_address": false } });
    const { body } = await call("POST", "/invitations/batch", {
      body: { emails: ["ana@example.com", "ben@example.com"], roles: ["learner"] },
    });
    expect(body.results.map(({ outcome }: { outcome: string }) => outcome)).toEqual(["invited", "invited"]);
  });

  test("a batch whose roles are above the key is refused as a whole", async () => {
    const { call } = await openProgram({ maxRole: "learner" });
    const whole = await call("POST", "/invitations/batch", {
      body: { emails: ["ana@example.com"], roles: ["admin"] },
    });
    expect([whole.status, whole.body.code]).toEqual([403, "ROLE_ABOVE_YOURS"]);
    const rows = await call("POST", "/invitations/batch", {
      body: {
        invitations: [
          { email: "ana@example.com", roles: [{ role: "admin" }] },
          { email: "ben@example.com", roles: [{ role: "learner" }] },
          { email: "cleo@example.com", isAdmin: true },
        ],
      },
    });
    expect(rows.body.results.map(({ error }: { error?: { code: string } }) => error?.code)).toEqual([
      "ROLE_ABOVE_YOURS",
      undefined,
      "VALIDATION_FAILED",
    ]);
    expect((await call("GET", "/invitations")).body.data).toMatchObject([{ email: "ben@example.com" }]);
  });

  test("the list pages by cursor and filters by state", async () => {
    const { call } = await openProgram();
    for (const name of ["ana", "ben", "cleo"]) {
      await call("POST", "/invitations", { body: { email: `${name}@example.com` } });
    }
    const seen: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const page = await call("GET", `/invitations?limit=2${cursor ? `&cursor=${cursor}` : ""}`);
      expect(page.status).toBe(200);
      seen.push(...page.body.data.map((line: { email: string }) => line.email));
      cursor = page.body.nextCursor;
    }
    expect(seen.sort()).toEqual(["ana@example.com", "ben@example.com", "cleo@example.com"]);

    const [first] = (await call("GET", "/invitations?q=ben")).body.data;
    await call("POST", `/invitations/${first.id}/cancel`);
    expect((await call("GET", "/invitations?status=pending")).body.data).toHaveLength(2);
    expect((await call("GET", "/invitations?status=canceled")).body.data).toMatchObject([{ id: first.id }]);
    expect((await call("GET", "/invitations?status=declined")).body.data).toEqual([]);
    expect((await call("GET", "/invitations?status=sent")).body.errors[0].path).toBe("status");
    expect((await call("GET", "/invitations?limit=1000")).body.errors[0].path).toBe("limit");
  });

  test("one invitation comes with its timeline, oldest first", async () => {
    const { call } = await openProgram();
    const { id } = (await call("POST", "/invitations", { body: { email: "ana@example.com" } })).body;
    await call("PATCH", `/invitations/${id}`, { body: { firstName: "Ana" } });
    const { status, body } = await call("GET", `/invitations/${id}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ id, firstName: "Ana", revision: 2 });
    expect(body.timeline.map(({ action }: { action: string }) => action)).toEqual([
      "invitation.created",
      "invitation.edited",
    ]);
    expect(body.timeline[0]).toMatchObject({ at: expect.stringMatching(isoTime), actor: { kind: "apiKey" } });
  });

  test("the link is given where the workspace allows it, and refused where not", async () => {
    const open = await openProgram();
    const { id } = (await open.call("POST", "/invitations", { body: { email: "ana@example.com" } })).body;
    const link = await open.call("GET", `/invitations/${id}/link`);
    expect(link.body.url).toMatch(/^http:\/\/localhost:8787\/join\/[\w-]+\.[\w-]+\.[\w-]+$/);
    expect(link.body.expiresAt).toMatch(isoTime);

    const closed = await openProgram({ overrides: { "invite.copy_link": false } });
    const other = (await closed.call("POST", "/invitations", { body: { email: "ana@example.com" } })).body;
    const refused = await closed.call("GET", `/invitations/${other.id}/link`);
    expect([refused.status, refused.body.code]).toEqual([403, "LINK_COPYING_OFF"]);
  });

  test("asking for the link again changes nothing, no cache keeps it, and HEAD leaves no trace", async () => {
    const { call } = await openProgram();
    const { id } = (await call("POST", "/invitations", { body: { email: "ana@example.com" } })).body;
    const looked = await call("HEAD", `/invitations/${id}/link`);
    expect([looked.status, looked.text]).toEqual([405, ""]);
    expect(looked.headers.get("Allow")).toBe("GET");
    const [first, second] = [
      await call("GET", `/invitations/${id}/link`),
      await call("GET", `/invitations/${id}/link`),
    ];
    expect(first.headers.get("Cache-Control")).toBe("no-store");
    expect(second.body).toEqual(first.body);
    const copies = await call("GET", "/audit-events?action=invitation.link_copied");
    expect(copies.body.data).toHaveLength(2);
    expect((await call("HEAD", `/invitations/${id}`)).status).toBe(200);
  });

  test("by an address or a user the list has every invitation of theirs, and each can be opened", async () => {
    const { call } = await openProgram();
    const invite = async () =>
      (await call("POST", "/invitations", { body: { email: "ana@example.com" } })).body;
    const old = await invite();
    await call("POST", `/invitations/${old.id}/cancel`);
    const current = await invite();
    expect((await call("GET", "/invitations")).body.data).toMatchObject([{ id: current.id }]);
    const history = await call("GET", "/invitations?email=Ana@example.com");
    expect(history.body).toMatchObject({
      data: [
        { id: current.id, status: "pending" },
        { id: old.id, status: "canceled" },
      ],
      nextCursor: null,
    });
    const first = await call("GET", "/invitations?email=ana@example.com&limit=1");
    const rest = await call("GET", `/invitations?email=ana@example.com&cursor=${first.body.nextCursor}`);
    expect(rest.body.data).toMatchObject([{ id: old.id }]);
    expect((await call("GET", `/invitations?userId=${old.userId}`)).body.data).toMatchObject([
      { id: old.id },
    ]);
    expect((await call("GET", `/invitations/${old.id}`)).body).toMatchObject({
      id: old.id,
      status: "canceled",
    });
    const both = await call("GET", "/invitations?email=ana@example.com&role=learner");
    expect([both.status, both.body.errors[0].path]).toEqual([422, "role"]);
  });

  test("every filter of the list comes through the door", async () => {
    const { call, space } = await openProgram();
    const { id } = (await call("POST", "/invitations", { body: { email: "ana@example.com" } })).body;
    const nobody = "01kabc4d5e6f7g8h9jkmnpqrst";
    const table: [string, string[]][] = [
      ["status=pending", [id]],
      ["status=expired", []],
      ["delivery=queued", [id]],
      ["delivery=bounced", []],
      ["role=learner", [id]],
      ["role=admin", []],
      [`unitId=unt_${nobody}`, []],
      [`groupId=grp_${nobody}`, []],
      [`inviterId=${space.admin.membershipId}`, []],
      [`importId=imp_${nobody}`, []],
      ["expiringBefore=2999-01-01T00:00:00Z", [id]],
      ["expiringBefore=2001-01-01T00:00:00Z", []],
      ["q=ana", [id]],
      ["q=ben", []],
      ["sort=oldest", [id]],
    ];
    for (const [query, wanted] of table) {
      const { body } = await call("GET", `/invitations?${query}`);
      expect([query, body.data?.map((line: { id: string }) => line.id)]).toEqual([query, wanted]);
    }
  });

  test("resending within a minute is refused and says when to come back", async () => {
    const { call } = await openProgram();
    const { id } = (await call("POST", "/invitations", { body: { email: "ana@example.com" } })).body;
    const { status, body, headers } = await call("POST", `/invitations/${id}/resend`, {
      body: { message: "Again" },
    });
    expect([status, body.code]).toEqual([429, "RESEND_LIMIT"]);
    expect(Number(headers.get("Retry-After"))).toBeGreaterThan(0);
  });

  test("an invitation says when it will be reminded of, and one that was not mailed cannot be by hand", async () => {
    const { call } = await openProgram();
    const { id, reminders, expiresAt } = (
      await call("POST", "/invitations", { body: { email: "ana@example.com" } })
    ).body;
    const daysEarlier = (days: number) => new Date(Date.parse(expiresAt) - days * 86_400_000).toISOString();
    expect(reminders).toEqual([daysEarlier(3.5), daysEarlier(1)]);
    const { status, body } = await call("POST", `/invitations/${id}/remind`, { body: { message: "Soon" } });
    expect([status, body.code]).toEqual([409, "NOT_REMINDABLE"]);
  });

  test("a prepared invitation is sent by resending it", async () => {
    const { call } = await openProgram();
    const { id } = (await call("POST", "/invitations", { body: { email: "ana@example.com", send: false } }))
      .body;
    const { status, body } = await call("POST", `/invitations/${id}/resend`);
    expect([status, body.delivery]).toEqual([200, "queued"]);
  });

  test("canceling twice is no error, editing afterwards is", async () => {
    const { call } = await openProgram();
    const { id } = (await call("POST", "/invitations", { body: { email: "ana@example.com" } })).body;
    expect((await call("POST", `/invitations/${id}/cancel`)).body.status).toBe("canceled");
    expect((await call("POST", `/invitations/${id}/cancel`)).status).toBe(200);
    const edited = await call("PATCH", `/invitations/${id}`, { body: { firstName: "Ana" } });
    expect([edited.status, edited.body.code]).toEqual([409, "NOT_PENDING"]);
  });

  test("a bulk act answers 202 with a job that can be looked at", async () => {
    const { call } = await openProgram();
    for (const name of ["ana", "ben"])
      await call("POST", "/invitations", { body: { email: `${name}@example.com` } });
    const started = await call("POST", "/invitations/bulk", {
      body: { action: "cancel", filter: { status: "pending" } },
    });
    expect(started.status).toBe(202);
    expect(started.body).toEqual({ id: expect.stringMatching(/^job_/), total: 2 });
    const job = await call("GET", `/jobs/${started.body.id}`);
    expect(job.body).toMatchObject({
      id: started.body.id,
      action: "cancel",
      status: "running",
      total: 2,
      waiting: 2,
    });
  });

  test("a bulk act without filter and ids is refused, not taken for everybody", async () => {
    const { call } = await openProgram();
    await call("POST", "/invitations", { body: { email: "ana@example.com" } });
    const { status, body } = await call("POST", "/invitations/bulk", { body: { action: "cancel" } });
    expect([status, body.errors[0].path]).toEqual([422, "filter"]);
  });
});
