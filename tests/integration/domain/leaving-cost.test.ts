import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import {
  createMember,
  createWorkspace,
  day,
  openHouse,
  plantUnit,
  type TestWorkspace,
} from "../../support/house.ts";
import { plantCourse } from "../../support/learning.ts";
import { countReads } from "../../support/seed-people.ts";

const counted = countReads(env.DB, { single: true });
const house = openHouse({ database: counted.database });

const many = `(with recursive c(n) as (select 0 union all select n + 1 from c where n + 1 < 5000)
  select n, printf('%026d', n) as id from c)`;

/** Five thousand members whose access ends within a week, the first ten of them in the unit. */
async function leaving({ workspace }: TestWorkspace, unitId: string): Promise<void> {
  const run = (sql: string, ...values: unknown[]) => env.DB.prepare(sql).bind(workspace.id, ...values);
  await env.DB.batch([
    run(
      `insert into memberships (workspace_id, id, first_name, last_name, language, status, shown_as, delivery,
        inviter_id, search_terms, created_at, joined_at, access_ends_on, access_ends_at)
      select ?1, 'mem_' || id, 'Ana', 'Lopez', 'en', 'active', 'active', 'none', '', '[]', 1, 1, '2026-03-09', ?2 + n
      from ${many}`,
      house.clock.now + day,
    ),
    run(
      `insert into role_assignments (workspace_id, membership_id, role, scope_id)
      select ?1, 'mem_' || id, 'learner', '' from ${many}`,
    ),
    run(
      `insert into unit_members (workspace_id, membership_id, unit_id)
      select ?1, 'mem_' || id, ?2 from ${many} where n >= 4990`,
      unitId,
    ),
  ]);
}

const readNow = () => counted.reads.reduce((sum, reads) => sum + reads, 0);

test("whose access ends is a range of the workspace: six rows for each that is shown, whoever leaves elsewhere", async () => {
  const space = await createWorkspace(house, { overrides: { "units.enabled": true } });
  const other = await createWorkspace(house, { overrides: { "units.enabled": true } });
  const north = await plantUnit(house, space.workspace.id, "North");
  const elsewhere = await plantUnit(house, other.workspace.id, "Elsewhere");
  await leaving(other, elsewhere.id);
  counted.reset();
  expect((await useCases.listLeaving(house.context(space.admin.caller), {})).rows).toEqual([]);
  expect(readNow()).toBeLessThanOrEqual(50);

  await leaving(space, north.id);
  counted.reset();
  const page = await useCases.listLeaving(house.context(space.admin.caller), {});
  expect(page.rows).toHaveLength(50);
  expect(readNow()).toBeLessThanOrEqual(6 * 50 + 50);

  const manager = await createMember(house, space.workspace, {
    roles: [{ role: "unit_manager", unitId: north.id }],
    unitIds: [north.id],
  });
  const ctx = house.context(manager.caller);
  const found: string[] = [];
  let cursor: string | null = "";
  for (let pages = 0; cursor !== null && pages < 40; pages += 1) {
    counted.reset();
    const next: Awaited<ReturnType<typeof useCases.listLeaving>> = await useCases.listLeaving(ctx, {
      ...(cursor && { cursor }),
    });
    expect(readNow()).toBeLessThanOrEqual(2_000);
    found.push(...next.rows.map(({ id }) => id));
    cursor = next.nextCursor;
  }
  // The last ten of five thousand, each once.
  expect(new Set(found).size).toBe(10);
  expect(found).toHaveLength(10);
});

test("the sessions to choose from are a range of the workspace, whatever is to come elsewhere", async () => {
  const space = await createWorkspace(house);
  const other = await createWorkspace(house);
  const courseId = await plantCourse(house, other.workspace.id, "Elsewhere");
  await env.DB.prepare(
    `insert into course_sessions (workspace_id, id, course_id, title, starts_at, ends_at, time_zone, created_at, last_op)
    select ?1, 'ses_' || id, ?2, 'Lesson', ?3 + n, ?3 + n + 1, 'UTC', 1, 'evt' from ${many}`,
  )
    .bind(other.workspace.id, courseId, house.clock.now + day)
    .run();
  counted.reset();
  const page = await useCases.findOfferable(house.context(space.admin.caller), { kind: "session" });
  expect(page.options).toEqual([]);
  expect(readNow()).toBeLessThanOrEqual(50);
});
