import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import type { HumanCheck } from "../../../worker/domain/context.ts";
import { useCases } from "../../../worker/domain/index.ts";
import { Browser } from "../../support/browser.ts";
import { createMember, openHouse } from "../../support/house.ts";
import { openCatalog, plantCatalogCourse, plantRegistration, stranger } from "../../support/registering.ts";
import { openProgram } from "./program.ts";

async function catalog(humans?: HumanCheck) {
  const house = openHouse(humans ? { humans } : {});
  house.clock.now = Date.now();
  const { workspace } = await openCatalog(house);
  const courseId = await plantCatalogCourse(house, workspace.id, "First aid");
  return { house, workspace, courseId, path: `/api/v1/catalog/${workspace.slug}/registrations` };
}

/** A program without a key at an address of its own. */
async function post(path: string, body: string | object, headers: Record<string, string> = {}) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const visit = await new Browser({ headers }).send(path, text, "application/json");
  return { ...visit, json: JSON.parse(visit.body) as Record<string, unknown> & { code?: string } };
}

const registered = (workspaceId: string) =>
  env.DB.prepare("select email, status from registrations where workspace_id = ?").bind(workspaceId).all();

test("anybody registers without a key, and is told the same whoever has the address", async () => {
  const { house, workspace, courseId, path } = await catalog();
  const member = await createMember(house, workspace);
  const answers = [];
  for (const email of ["api@example.com", member.email]) {
    const answer = await post(path, { email, firstName: "Ana", courseId });
    const { "x-request-id": _, ...headers } = Object.fromEntries(answer.headers);
    answers.push([answer.status, { ...answer.json, email: "" }, headers]);
  }
  expect(answers[0]).toEqual(answers[1]);
  expect(answers[0]?.slice(0, 2)).toEqual([202, { email: "", accepted: true }]);
  expect((await registered(workspace.id)).results).toEqual([{ email: "api@example.com", status: "started" }]);
});

test("what does not belong in it is refused: a role, two addresses, fields twice, another workspace in the body", async () => {
  const { workspace, courseId, path } = await catalog();
  const good = { email: "x@example.com", firstName: "Ana", courseId };
  for (const body of [
    { ...good, role: "admin" },
    { ...good, roles: ["admin"] },
    { ...good, email: ["a@example.com", "b@example.com"] },
    { ...good, email: "a@example.com,b@example.com" },
    { ...good, workspace: "another" },
    { ...good, firstName: "" },
    { ...good, status: "joined" },
  ]) {
    const answer = await post(path, body);
    expect([answer.status, answer.json.code]).toEqual([422, "VALIDATION_FAILED"]);
  }
  const twice = await post(path, `{"email":"a@example.com","email":"b@example.com","firstName":"Ana"}`);
  expect(twice.status).toBeGreaterThanOrEqual(400);
  const query = await post(`${path}?email=b@example.com`, good);
  expect(query.status).toBe(422);
  expect((await registered(workspace.id)).results).toEqual([]);
});

test("where there is no open catalog there is nothing, with or without a key", async () => {
  const { courseId } = await catalog();
  const off = await openCatalog(openHouse(), { "selfreg.mode": "off", "selfreg.roles": [] });
  for (const slug of ["nowhere", off.workspace.slug]) {
    const answer = await post(`/api/v1/catalog/${slug}/registrations`, {
      email: "x@example.com",
      firstName: "Ana",
      courseId,
    });
    expect([answer.status, answer.json.code]).toEqual([404, "NOT_FOUND"]);
  }
});

test("where people prove to be people, nobody registers without it, nor while the check is down", async () => {
  const seen: [string, string | null][] = [];
  const words: Record<string, "human" | "not_human" | "unavailable"> = { good: "human", down: "unavailable" };
  const { house, workspace, courseId } = await catalog({
    siteKey: "site",
    async check(token, ip) {
      seen.push([token, ip]);
      return words[token] ?? "not_human";
    },
  });
  const ask = (humanToken?: string) =>
    useCases.register(stranger(house, "198.51.100.7"), {
      workspace: workspace.slug,
      email: "person@example.com",
      firstName: "Ana",
      courseId,
      ...(humanToken && { humanToken }),
    });
  await expect(ask()).rejects.toMatchObject({ code: "HUMAN_UNPROVED" });
  await expect(ask("bad")).rejects.toMatchObject({ code: "HUMAN_UNPROVED" });
  await expect(ask("down")).rejects.toMatchObject({ code: "HUMAN_CHECK_UNAVAILABLE", status: 503 });
  expect((await registered(workspace.id)).results).toEqual([]);
  expect(await ask("good")).toMatchObject({ accepted: true });
  expect(seen.at(-1)).toEqual(["good", "198.51.100.7"]);
});

test("a job that approves names each by their registration, and by who they are here since", async () => {
  const { call, house, space } = await openProgram();
  const { workspace } = space;
  const people = [];
  for (let at = 0; at < 21; at += 1) {
    people.push(await plantRegistration(house.system(), workspace.id, null, "waiting"));
  }
  const started = await call("POST", "/registrations/approve", { body: { ids: people.map(({ id }) => id) } });
  const { jobId } = started.body as { jobId: string };
  // The program has the real clock.
  house.clock.now = Date.now() + 60_000;
  while ((await useCases.runJob(house.system(), { workspaceId: workspace.id, jobId })).more);
  const { body } = await call("GET", `/jobs/${jobId}?limit=20`);
  const next = await call("GET", `/jobs/${jobId}?limit=20&cursor=${body.nextCursor}`);
  const results = [...body.results, ...next.body.results];
  expect(results.map(({ registrationId }) => registrationId).sort()).toEqual(
    people.map(({ id }) => id).sort(),
  );
  const users = (await call("GET", "/users?origin=catalog")).body.data as { id: string; email: string }[];
  const done = results.filter(({ outcome }) => outcome === "done");
  expect(done.map(({ userId }) => userId).sort()).toEqual(users.map(({ id }) => id).sort());
  expect(done.map(({ email }) => email).sort()).toEqual(users.map(({ email }) => email).sort());
  expect(done).toHaveLength(21);
});
