import { env } from "cloudflare:workers";
import { beforeAll, expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import { createWorkspace, day, openHouse, type TestWorkspace } from "../../support/house.ts";
import { countReads } from "../../support/seed-people.ts";

const counted = countReads(env.DB);
const house = openHouse({ database: counted.database });
const pageSize = 24;
const mark = 6 * pageSize + 50;
const sizes = [1_000, 5_000];
const spaces = new Map<number, TestWorkspace>();

/** Courses of all kinds, each fourth with dates, and as many that are private or drafts. */
async function seedCourses(workspaceId: string, size: number) {
  const now = house.clock.now;
  const each = `from json_each((select json_group_array(value) from (
    with recursive n(value) as (select 0 union all select value + 1 from n where value < ${2 * size - 1})
    select value from n)))`;
  const id = "'crs_' || printf('%026d', value)";
  await env.DB.batch([
    env.DB.prepare(
      `insert into courses (workspace_id, id, title, title_key, summary, description, status, visibility,
          price_minor, currency, topic, topic_key, language, duration_minutes, created_at, updated_at, last_op)
        select ?1, ${id}, 'Course ' || value || ' of welding', 'course ' || value || ' of welding', 'About', '',
          iif(value % 4 = 1, 'draft', 'published'), iif(value % 4 = 3, 'private', 'catalog'),
          iif(value % 3 = 0, 4900, null), iif(value % 3 = 0, 'EUR', null),
          'Topic ' || (value % 14), 'topic ' || (value % 14), iif(value % 5 = 0, 'de', 'en'), 60, 1, 1, 'op' ${each}`,
    ).bind(workspaceId),
    env.DB.prepare(
      `insert into course_sessions (workspace_id, id, course_id, title, starts_at, ends_at, time_zone, seats, created_at, last_op)
        select ?1, 'cos_' || printf('%022d', value) || printf('%04d', d.number), ${id}, 'Lesson',
          ?2 + d.number * ${day}, ?2 + d.number * ${day} + 1000, 'UTC', 10, 1, 'op'
        from (select * ${each}) cross join (select 1 as number union all select 8 union all select 15) d
        where value % 4 = 0`,
    ).bind(workspaceId, now),
  ]);
}

beforeAll(async () => {
  for (const size of sizes) {
    const space = await createWorkspace(house, {
      overrides: { "selfreg.mode": "catalog", "selfreg.roles": ["learner"] },
    });
    await seedCourses(space.workspace.id, size);
    spaces.set(size, space);
  }
});

async function readsOf(size: number, input: object) {
  const slug = spaces.get(size)?.workspace.slug ?? "";
  counted.reset();
  const page = await useCases.listCatalog(house.anonymous(), { workspaceSlug: slug, ...input });
  return { page, rows: counted.reads.reduce((sum, rows) => sum + rows, 0) };
}

const marked: [string, object][] = [
  ["no filter", {}],
  ["topic", { topic: "topic 2" }],
  ["language", { language: "en" }],
  ["free", { price: "free" }],
  ["paid", { price: "paid" }],
  ["dated", { dated: "1" }],
  ["search that everything fits", { q: "weld" }],
  ["search of few", { q: "100" }],
  ["search in vain", { q: "knitting" }],
];

test.each(marked)("a page of the catalog costs what it shows, whatever there is: %s", async (_, input) => {
  for (const size of sizes) {
    const first = await readsOf(size, input);
    expect([size, first.rows]).toEqual([size, expect.any(Number)]);
    expect(first.rows).toBeLessThanOrEqual(mark);
    const { nextCursor: cursor } = first.page;
    if (!cursor) continue;
    expect(first.page.courses).toHaveLength(pageSize);
    const second = await readsOf(size, { ...input, cursor });
    expect(second.rows).toBeLessThanOrEqual(mark);
  }
});

test("several filters at once read at most 2,000 rows, and go on from there", async () => {
  for (const size of sizes) {
    for (const input of [
      { q: "weld", topic: "topic 2" },
      { q: "welding 11", price: "paid" },
      { topic: "topic 2", language: "de", price: "paid", dated: "1" },
      { language: "de", dated: "1" },
    ]) {
      const { rows, page } = await readsOf(size, input);
      expect([input, rows <= 2_000 || rows]).toEqual([input, true]);
      expect(page.courses.length > 0 || page.nextCursor !== null).toBe(true);
    }
  }
});
