import { expect, test } from "vitest";
import { createWorkspace, day, openHouse, origin } from "../../support/house.ts";
import { plantCourse, plantSession } from "../../support/learning.ts";
import { ask, openProgram, testBindings } from "./program.ts";

const open = { "selfreg.mode": "catalog", "selfreg.roles": ["learner"] };

async function setting(overrides: Record<string, unknown> = open) {
  const house = openHouse();
  house.clock.now = Date.now();
  const { workspace } = await createWorkspace(house, { overrides });
  const plant = (title: string, catalog: object = {}, options: object = {}) =>
    plantCourse(house, workspace.id, title, { catalog, ...options });
  const get = async (query = "", headers: Record<string, string> = {}, using?: Parameters<typeof ask>[1]) => {
    const response = await ask(
      new Request(`${origin}/api/v1/catalog/${workspace.slug}${query}`, { headers }),
      using,
    );
    return { status: response.status, headers: response.headers, body: JSON.parse(await response.text()) };
  };
  return { house, workspace, plant, get };
}

test("anybody reads an open catalog without a key, and finds by its filters", async () => {
  const { house, workspace, plant, get } = await setting();
  const welding = await plant("Welding", { topic: "Metal", language: "de", durationMinutes: 90 });
  await plant("Origami", { priceMinor: 500, currency: "JPY" });
  await plant("Draft", {}, { status: "draft" });
  const startsAt = house.clock.now + 3 * day;
  await plantSession(house, workspace.id, welding, { startsAt });
  const { status, body } = await get();
  expect(status).toBe(200);
  expect(body).toEqual({
    data: [
      expect.objectContaining({ title: "Origami", price: { amount: 500, currency: "JPY" }, nextDate: null }),
      {
        id: welding,
        title: "Welding",
        summary: "",
        topic: "Metal",
        language: "de",
        durationMinutes: 90,
        price: null,
        nextDate: { startsAt: new Date(startsAt).toISOString(), timeZone: "Europe/Berlin" },
        url: `${origin}/w/${workspace.slug}/catalog/${welding}`,
      },
    ],
    topics: [{ topic: "metal", label: "Metal" }],
    nextCursor: null,
  });
  expect((await get("?q=orig")).body.data).toHaveLength(1);
  expect((await get("?price=free&dated=1")).body.data).toMatchObject([{ title: "Welding" }]);
  const first = await get("?limit=1");
  const second = await get(`?limit=1&cursor=${encodeURIComponent(first.body.nextCursor)}`);
  expect([first.body.data[0].title, second.body.data[0].title]).toEqual(["Origami", "Welding"]);
});

test("where no catalog is open there is none, and what does not belong in the query is refused", async () => {
  const { plant, get } = await setting({ ...open, "selfreg.mode": "off" });
  await plant("Welding");
  expect([(await get()).status, (await get()).body.code]).toEqual([404, "NOT_FOUND"]);
  const { get: of } = await setting();
  for (const query of ["?price=cheap", "?limit=1000", "?workspaceSlug=x", "?role=admin", "?q=a&q=b"]) {
    expect([query, (await of(query)).status]).toEqual([query, 422]);
  }
});

test("its answer is kept like the page, and never one for a key", async () => {
  const { plant, get } = await setting();
  await plant("Welding");
  expect((await get()).body.data).toHaveLength(1);
  await plant("Origami");
  expect((await get()).body.data).toHaveLength(1);
  expect((await get("?q=origami")).body.data).toHaveLength(1);
  expect((await get("", { Authorization: "Bearer nothing" })).body.data).toHaveLength(2);
});

test("the fields of a course and the numbers go through the API with a key", async () => {
  const { call } = await openProgram();
  const made = await call("POST", "/courses", {
    body: {
      title: "Welding",
      status: "published",
      visibility: "catalog",
      topic: "Metal works",
      language: "PT-br",
      durationMinutes: 90,
      price: { amount: 4_900, currency: "JPY" },
    },
  });
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({ topic: "Metal works", language: "pt-BR", durationMinutes: 90 });
  const changed = await call("PATCH", `/courses/${made.body.id}`, {
    body: { topic: null, durationMinutes: null },
  });
  expect(changed.body).toMatchObject({ topic: null, language: "pt-BR", durationMinutes: null });
  for (const body of [
    { language: "not a language" },
    { durationMinutes: 0 },
    { topic: "https://x.example" },
    { topic: "x".repeat(61) },
  ]) {
    expect([body, (await call("PATCH", `/courses/${made.body.id}`, { body })).status]).toEqual([body, 422]);
  }
  const numbers = await call("GET", "/catalog-numbers?days=7");
  expect([numbers.status, numbers.body.total]).toEqual([
    200,
    { views: 0, started: 0, verified: 0, enrolled: 0, paid: 0 },
  ]);
  const insights = await call("GET", "/insights?days=30");
  expect([insights.status, insights.body.funnel.invited]).toEqual([200, 0]);
  expect((await call("GET", "/insights?days=31")).status).toBe(422);
});

test("a client may ask for so many answers a minute, and kept ones cost nobody anything", async () => {
  const { plant, get } = await setting();
  await plant("Welding");
  const asked: string[] = [];
  const answers = [true, true, false];
  const limited = testBindings({
    CATALOG_LIMIT: {
      limit: async ({ key }: { key: string }) => {
        asked.push(key);
        return { success: answers.shift() ?? false };
      },
    },
  });
  const client = { "CF-Connecting-IP": "203.0.113.7" };
  expect((await get("", client, limited)).status).toBe(200);
  // The same question is answered by the copy, however often: nobody is counted for it.
  for (let time = 0; time < 3; time += 1) expect((await get("", client, limited)).status).toBe(200);
  expect(asked).toEqual(["203.0.113.7"]);
  expect((await get("?q=weld", client, limited)).status).toBe(200);
  const refused = await get("?q=welding", client, limited);
  expect([refused.status, refused.body.code, refused.headers.get("Retry-After")]).toEqual([
    429,
    "RATE_LIMITED",
    "60",
  ]);
  // A refusal is kept for nobody, and a key is no way around it.
  const free = testBindings({ CATALOG_LIMIT: { limit: async () => ({ success: true }) } });
  expect((await get("?q=welding", client, free)).status).toBe(200);
  const withKey = await get("?q=welder", { ...client, Authorization: "Bearer usher_live_nonsense" }, limited);
  expect(withKey.status).toBe(429);
});
