import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { bornAt, firstIdAt } from "../../../worker/domain/ids.ts";
import { useCases } from "../../../worker/domain/index.ts";
import { medianWait, noWaits, waitEnds } from "../../../worker/domain/insights/waits.ts";
import {
  createMember,
  createWorkspace,
  day,
  type House,
  hour,
  minute,
  monday,
  openHouse,
  refusalOf,
} from "../../support/house.ts";
import { plantCourse } from "../../support/learning.ts";
import { countReads } from "../../support/seed-people.ts";

interface Planted {
  at: number;
  delivery?: string;
  status?: string;
  joinedAfter?: number;
  email?: string;
  origin?: string;
  issued?: boolean;
}

let serial = 0;

/** An invitation with its membership, as far as the numbers look at it. The membership's id. */
async function plantInvitation(house: House, workspaceId: string, planted: Planted): Promise<string> {
  const { at, delivery = "sent", status = "pending", joinedAfter, origin = "form", issued = true } = planted;
  serial += 1;
  const ids = house.system().ids;
  const random = ids.next("invitation").slice(-16);
  const stem = firstIdAt("invitation", at).slice(4, 14);
  const [invitation, membership] = [`inv_${stem}${random}`, `mem_${stem}${random}`];
  const email = planted.email ?? `invited-${serial}@example.org`;
  await env.DB.batch([
    env.DB.prepare(
      `insert into memberships (workspace_id, id, email, first_name, last_name, language, status, shown_as, delivery, inviter_id, search_terms, created_at)
        values (?1, ?2, ?3, '', '', 'en', iif(?4 = 'accepted', 'active', 'pending'), iif(?4 = 'accepted', 'active', 'pending'), ?5, '', '[]', ?6)`,
    ).bind(workspaceId, membership, email, status, delivery, at),
    env.DB.prepare(
      `insert into invitations (workspace_id, id, membership_id, email, status, generation, floor_generation, revision, language, issued_at,
          link_exposed, tell_inviter, inviter_kind, inviter_id, inviter_name, origin, delivery, send_times, ended_at, last_op, created_at)
        values (?1, ?2, ?3, ?4, ?5, 1, 1, 1, 'en', ?6, 0, 0, 'system', '', 'Usher', ?7, ?8, '[]', ?9, 'op', ?10)`,
    ).bind(
      workspaceId,
      invitation,
      membership,
      email,
      status,
      issued ? at : null,
      origin,
      delivery,
      joinedAfter === undefined ? null : at + joinedAfter,
      at,
    ),
  ]);
  return membership;
}

async function setting() {
  const house = openHouse();
  // Every test's clock begins in the same hour, in which the house has laid out its days once.
  await env.DB.batch([
    env.DB.prepare("delete from rate_counters where key = 'insights'"),
    env.DB.prepare("update insight_days set due_at = null"),
  ]);
  const { workspace, admin } = await createWorkspace(house);
  const view = (days?: "7" | "30" | "90" | "365") =>
    useCases.viewInsights(house.context(admin.caller), days ? { days } : {});
  const count = () => useCases.countInsights(house.system(), {});
  const plant = (planted: Planted) => plantInvitation(house, workspace.id, planted);
  return { house, workspace, admin, view, count, plant };
}

test("an id says when it was born", () => {
  for (const at of [0, 1, monday, monday + 123_456_789]) expect(bornAt(firstIdAt("invitation", at))).toBe(at);
});

test("the median lies evenly within its span", () => {
  const waits = [...noWaits];
  expect(medianWait(waits)).toBeNull();
  waits[8] = 10;
  expect(medianWait(waits)).toBe(16 * hour + (day - 16 * hour) / 2);
  waits[0] = 10;
  expect(medianWait(waits)).toBe(waitEnds[0]);
  expect(medianWait([...noWaits.slice(0, -1), 3])).toBe(waitEnds.at(-1));
});

test("invitations are counted by the day of the workspace on which they were made, and each step holds the next", async () => {
  const { house, workspace, view, count, plant } = await setting();
  const courseId = await plantCourse(house, workspace.id, "Safety");
  // Berlin: half past midnight of the second is half past eleven of the first in UTC.
  await plant({ at: Date.UTC(2026, 2, 1, 23, 30), delivery: "delivered" });
  await plant({ at: monday - hour, delivery: "opened" });
  const learner = await plant({ at: monday - hour, status: "accepted", joinedAfter: 20 * minute });
  await plant({ at: monday - hour, status: "accepted", delivery: "clicked", joinedAfter: 3 * hour });
  await plant({ at: monday - hour, delivery: "bounced", email: "a@Gone.example" });
  await plant({ at: monday - hour, delivery: "bounced", email: "b@gone.example" });
  await plant({ at: monday - hour, delivery: "failed", email: "c@odd.example" });
  // Neither what came in by itself nor what never left the house.
  await plant({ at: monday - hour, origin: "catalog", status: "accepted", joinedAfter: hour });
  await plant({ at: monday - hour, issued: false, delivery: "prepared" });
  await plant({ at: monday - 40 * day, delivery: "opened" });
  await env.DB.prepare(
    "insert into enrolments (workspace_id, id, membership_id, course_id, origin, status, progress, enrolled_at, last_op) values (?, 'enr_1', ?, ?, 'manual', 'active', 0, 1, 'op')",
  )
    .bind(workspace.id, learner, courseId)
    .run();
  expect((await view()).countedAt).toBeNull();
  await count();
  const seen = await view();
  expect(seen).toMatchObject({
    from: "2026-02-01",
    until: "2026-03-02",
    funnel: { invited: 7, delivered: 4, opened: 3, joined: 2, learning: 1 },
    bounced: 3,
    bounces: [
      { domain: "gone.example", count: 2 },
      { domain: "odd.example", count: 1 },
    ],
    days: [{ day: "2026-03-02", invited: 7, joined: 2 }],
    countedAt: house.clock.now,
  });
  expect(seen.medianWait).toBe(30 * minute);
  expect((await view("7")).funnel.invited).toBe(7);
  expect((await view("90")).funnel.invited).toBe(8);
});

test("what happens later is counted within the hour, then less and less, and after three months no more", async () => {
  const { house, workspace, view, count, plant } = await setting();
  await plant({ at: monday - hour });
  await count();
  await env.DB.prepare("update invitations set delivery = 'opened' where workspace_id = ?")
    .bind(workspace.id)
    .run();
  await count();
  expect((await view()).funnel.opened).toBe(0);
  house.clock.advance(61 * minute);
  await plant({ at: house.clock.now });
  await count();
  expect((await view()).funnel).toMatchObject({ invited: 2, opened: 1 });
  const due = () =>
    env.DB.prepare("select due_at from insight_days where workspace_id = ?")
      .bind(workspace.id)
      .first<number>("due_at");
  const waits: number[] = [];
  for (let at = await due(); at !== null; at = await due()) {
    waits.push(at - house.clock.now);
    house.clock.now = at;
    await count();
  }
  expect(waits.length).toBeGreaterThan(90);
  expect(waits.length).toBeLessThan(160);
  expect(waits.every((wait, index) => index === 0 || wait >= (waits[index - 1] ?? 0))).toBe(true);
  expect(house.clock.now - monday).toBeGreaterThan(90 * day);
});

test("new days are looked for once an hour", async () => {
  const { house, workspace, count, plant } = await setting();
  const days = () =>
    env.DB.prepare("select count(*) as n from insight_days where workspace_id = ?")
      .bind(workspace.id)
      .first<number>("n");
  await plant({ at: monday - 2 * day });
  await count();
  await plant({ at: monday - hour });
  await count();
  expect(await days()).toBe(1);
  house.clock.advance(hour);
  await count();
  expect(await days()).toBe(2);
});

test("more days than a tick lays out are gone on with in the next, so that those of now are there", async () => {
  const { house, view, count, plant } = await setting();
  for (let ago = 62; ago >= 0; ago -= 1) await plant({ at: monday - hour - ago * day });
  await count();
  expect((await view("7")).funnel.invited).toBe(4);
  house.clock.advance(minute);
  await count();
  expect((await view("7")).funnel.invited).toBe(7);
  expect((await view("90")).funnel.invited).toBe(63);
});

test("a large day is counted in several goes, once each, and two at a time count nothing twice", async () => {
  const { workspace, view, count } = await setting();
  await env.DB.batch([
    env.DB.prepare(
      `insert into memberships (workspace_id, id, first_name, last_name, language, status, shown_as, delivery, inviter_id, search_terms, created_at)
        select ?1, 'mem_' || printf('%026d', value), '', '', 'en', 'pending', 'pending', 'none', '', '[]', 1
        from (with recursive n(value) as (select 1 union all select value + 1 from n where value < 4500) select value from n)`,
    ).bind(workspace.id),
    env.DB.prepare(
      `insert into invitations (workspace_id, id, membership_id, email, status, generation, floor_generation, revision, language, issued_at,
          link_exposed, tell_inviter, inviter_kind, inviter_id, inviter_name, origin, delivery, send_times, last_op, created_at)
        select ?1, ?2 || printf('%016d', value), 'mem_' || printf('%026d', value), value || '@example.com', 'pending', 1, 1, 1, 'en', 1,
          0, 0, 'system', '', 'Usher', 'import', 'sent', '[]', 'op', 1
        from (with recursive n(value) as (select 1 union all select value + 1 from n where value < 4500) select value from n)`,
    ).bind(workspace.id, firstIdAt("invitation", monday - hour).slice(0, 14)),
  ]);
  await Promise.all([count(), count()]);
  await count();
  expect((await view()).funnel.invited).toBe(4_500);
});

test("the page reads days and counters, whatever the workspace has of people", async () => {
  const counted = countReads(env.DB);
  const house = openHouse({ database: counted.database });
  const { workspace, admin } = await createWorkspace(house);
  const days = JSON.stringify(
    Array.from({ length: 365 }, (_, at) => new Date(monday - at * day).toISOString().slice(0, 10)),
  );
  await env.DB.batch([
    env.DB.prepare(
      `insert into insight_days (workspace_id, day, invited, delivered, opened, joined, learning, bounced, waits, bounces, counted_at)
        select ?1, value, 1000, 900, 800, 700, 600, 5, '[1]', '{"a.example":5}', 1 from json_each(?2)`,
    ).bind(workspace.id, days),
    env.DB.prepare(
      `insert into memberships (workspace_id, id, first_name, last_name, language, status, shown_as, delivery, inviter_id, search_terms, created_at)
        select ?1, 'mem_' || printf('%026d', value), '', '', 'en', 'pending', 'pending', 'delivered', '', '[]', 1
        from (with recursive n(value) as (select 1 union all select value + 1 from n where value < 5000) select value from n)`,
    ).bind(workspace.id),
  ]);
  counted.reset();
  const page = await useCases.viewInsights(house.context(admin.caller), { days: "365" });
  expect(page.funnel.invited).toBe(365_000);
  expect(page.stuck).toEqual({ expired: 0, bounced: 0, delivered: 5_000, opened: 0, clicked: 0 });
  expect(counted.reads.reduce((sum, rows) => sum + rows, 0)).toBeLessThanOrEqual(450);
});

test("only administrators see the numbers, and only of their workspace", async () => {
  const { house, workspace, admin, count, plant } = await setting();
  await plant({ at: monday - hour });
  await count();
  const other = await createWorkspace(house);
  const seen = await useCases.viewInsights(house.context(other.admin.caller), {});
  expect(seen.funnel.invited).toBe(0);
  for (const role of ["instructor", "learner"] as const) {
    const member = await createMember(house, workspace, { roles: [role] });
    const ctx = house.context(member.caller);
    expect(await refusalOf(useCases.viewInsights(ctx, {}))).toBe("FORBIDDEN");
    expect(await refusalOf(useCases.viewCatalogNumbers(ctx, {}))).toBe("FORBIDDEN");
  }
  expect(await refusalOf(useCases.countInsights(house.context(admin.caller), {}))).toBe("FORBIDDEN");
  expect(await refusalOf(useCases.viewInsights(house.anonymous(), {}))).toBe("NOT_SIGNED_IN");
});

test("the numbers of the catalog are sums of days, in all and by course", async () => {
  const { house, workspace, admin } = await setting();
  const ctx = house.context(admin.caller);
  const first = await plantCourse(house, workspace.id, "Welding", { catalog: {} });
  const second = await plantCourse(house, workspace.id, "Origami", { catalog: {} });
  for (const courseId of [first, first, second, null]) {
    await useCases.countCatalogView(house.system(), { workspaceSlug: workspace.slug, courseId });
  }
  house.clock.advance(2 * day);
  await useCases.countCatalogView(house.system(), { workspaceSlug: workspace.slug, courseId: first });
  const all = await useCases.viewCatalogNumbers(ctx, { days: "7" });
  expect(all.total.views).toBe(5);
  expect(all.days.map(({ day, views }) => [day, views])).toEqual([
    ["2026-03-02", 4],
    ["2026-03-04", 1],
  ]);
  expect(all.courses.map(({ title, views }) => [title, views])).toEqual([
    ["Welding", 3],
    ["Origami", 1],
  ]);
  const one = await useCases.viewCatalogNumbers(ctx, { days: "7", courseId: second });
  expect([one.course?.title, one.total.views, one.courses]).toEqual(["Origami", 1, []]);
  const elsewhere = await createWorkspace(house);
  const foreign = await useCases.viewCatalogNumbers(house.context(elsewhere.admin.caller), {
    courseId: first,
  });
  expect([foreign.course?.title, foreign.total.views]).toEqual(["", 0]);
});
