import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { openHouse, plantGroup } from "../../support/house.ts";
import { openCatalog, plantRegistration } from "../../support/registering.ts";
import { createKey, programWith } from "./program.ts";

async function opened(overrides: Record<string, unknown> = {}) {
  const house = openHouse();
  house.clock.now = Date.now();
  const space = await openCatalog(house, overrides);
  const group = await plantGroup(house, space.workspace.id, "Choir");
  const call = programWith(await createKey(house, space));
  return { house, ...space, group, call, ctx: house.context(space.admin.caller) };
}

test("a program makes a link, changes, pauses, resumes and deletes it", async () => {
  const { call, group, workspace } = await opened();
  const made = await call("POST", "/registration-links", {
    body: {
      name: "Spring",
      maxUses: 50,
      endsOn: "2099-12-31",
      groupIds: [group.id],
      domains: ["example.org"],
    },
  });
  expect([made.status, made.headers.get("Location")]).toEqual([
    201,
    `/api/v1/registration-links/${made.body.id}`,
  ]);
  expect(made.body).toMatchObject({
    name: "Spring",
    state: "open",
    uses: 0,
    maxUses: 50,
    endsOn: "2099-12-31",
    places: [{ kind: "group", id: group.id, name: "Choir" }],
    gone: 0,
    // Told where it is asked for.
    securityCode: null,
    domains: ["example.org"],
  });
  expect(made.body.url).toContain(`/w/${workspace.slug}/register/${made.body.code}`);
  const path = `/registration-links/${made.body.id}`;
  expect((await call("PATCH", path, { body: { maxUses: null } })).body).toMatchObject({ maxUses: null });
  expect((await call("POST", `${path}/pause`)).body.state).toBe("paused");
  expect((await call("GET", "/registration-links?state=paused")).body.data).toHaveLength(1);
  expect((await call("POST", `${path}/resume`)).body.state).toBe("open");
  expect((await call("POST", `${path}/renew-code`)).body.code).toBe(made.body.code);
  expect((await call("DELETE", path)).body.state).toBe("deleted");
  const gone = await call("GET", path);
  expect([gone.status, gone.body.code]).toEqual([404, "NOT_FOUND"]);
});

test("problems name the field, and registration that is off says so", async () => {
  const { call } = await opened();
  const wrong = await call("POST", "/registration-links", {
    body: { name: "Spring", maxUses: 0, endsOn: "2020-01-01", domains: ["everybody"], role: "admin" },
  });
  expect(wrong.status).toBe(422);
  expect(wrong.body.errors.map(({ path }: { path: string }) => path).sort()).toEqual([
    "domains.0",
    "maxUses",
    "role",
  ]);
  const off = await opened({ "selfreg.mode": "off" });
  const refused = await off.call("POST", "/registration-links", { body: { name: "Spring" } });
  expect([refused.status, refused.body.code]).toEqual([403, "REGISTRATION_OFF"]);
});

test("a program lists who waits, approves some and refuses others; the same request again answers the same", async () => {
  const { house, call, ctx, workspace } = await opened({
    "selfreg.check": "moderated",
    "selfreg.mode": "group_link",
  });
  const link = await call("POST", "/registration-links", { body: { name: "Spring", maxUses: 1 } });
  expect(link.body.securityCode).toMatch(/^[0-9a-z]{3}-[0-9a-z]{3}$/);
  const people = [];
  for (let at = 0; at < 3; at += 1) {
    // Ids of one millisecond stand in no order.
    house.clock.advance(1);
    people.push(await plantRegistration(ctx, workspace.id, link.body.id, "waiting"));
  }
  const [first, second, third] = people.map(({ id }) => id);
  const listed = await call("GET", `/registrations?status=waiting&linkId=${link.body.id}&limit=2`);
  expect(listed.body.data).toHaveLength(2);
  const rest = await call("GET", `/registrations?status=waiting&limit=2&cursor=${listed.body.nextCursor}`);
  expect(rest.body.data.map(({ email }: { email: string }) => email)).toEqual([people[0]?.email]);
  const headers = { "Idempotency-Key": "approve-once" };
  const body = { ids: [first, second] };
  const approved = await call("POST", "/registrations/approve", { body, headers });
  expect(approved.body).toEqual({
    results: [
      { id: first, outcome: "done" },
      { id: second, outcome: "link_full" },
    ],
    jobId: null,
  });
  expect((await call("POST", "/registrations/approve", { body, headers })).body).toEqual(approved.body);
  const refused = await call("POST", "/registrations/refuse", { body: { ids: [third], reason: "No." } });
  expect(refused.body.results).toEqual([{ id: third, outcome: "done" }]);
  const [joined] = (await call("GET", "/registrations?status=joined")).body.data;
  expect(joined).toMatchObject({ id: first, status: "joined", userId: expect.stringMatching(/^mem_/) });
  const all = await call("POST", "/registrations/approve", { body: { all: true } });
  expect(all.body).toEqual({ results: [], jobId: expect.stringMatching(/^job_/) });
  const job = await call("GET", `/jobs/${all.body.jobId}`);
  expect(job.body).toMatchObject({ action: "approve", total: 1 });
});

test("one that is not proved is mailed again or removed", async () => {
  const { call, ctx, workspace } = await opened();
  const { id, email } = await plantRegistration(ctx, workspace.id, null, "started");
  expect((await call("POST", `/registrations/${id}/resend`)).body).toMatchObject({
    email,
    status: "started",
  });
  const hasty = await call("POST", `/registrations/${id}/resend`);
  expect([hasty.status, hasty.body.code]).toEqual([429, "RESEND_LIMIT"]);
  expect((await call("DELETE", `/registrations/${id}`)).body).toMatchObject({ status: "lapsed", email: "" });
  const again = await call("DELETE", `/registrations/${id}`);
  expect([again.status, again.body.code]).toEqual([409, "NOT_PENDING"]);
  const kept = await env.DB.prepare("select email, first_name from registrations where id = ?")
    .bind(id)
    .first();
  expect(kept).toEqual({ email: "", first_name: "" });
});
