import { env } from "cloudflare:workers";
import { inArray } from "drizzle-orm";
import { expect, test } from "vitest";
import { rateCounters } from "../../../db/schema/index.ts";
import { useCases } from "../../../worker/domain/index.ts";
import { createWorkspace, day, hour, monday, openHouse } from "../../support/house.ts";
import { countReads } from "../../support/seed-people.ts";

const counted = countReads(env.DB);

/** Rows read by one call of the mail consumer, with so many mails waiting and so many gone before. */
async function readsOfOneCall(waiting: number, goneBefore: number): Promise<number> {
  const house = openHouse({ database: counted.database });
  const space = await createWorkspace(house);
  const ctx = () => {
    const context = house.context(space.admin.caller);
    return { ...context, settings: { ...context.settings, invitationsPerDay: 100_000 } };
  };
  const workspaceId = space.workspace.id;
  const invite = async (count: number, prefix: string) => {
    for (let from = 0; from < count; from += 1_000) {
      const emails = Array.from(
        { length: Math.min(1_000, count - from) },
        (_, index) => `${prefix}${from + index}@example.com`,
      );
      await useCases.inviteMany(ctx(), { emails });
    }
  };
  await invite(goneBefore, "gone");
  while ((await useCases.deliverMail(house.system(), { workspaceId })).more);
  await invite(waiting, "waiting");
  counted.reset();
  const { claimed } = await useCases.deliverMail(house.system(), { workspaceId });
  expect(claimed).toBe(500);
  return counted.reads.reduce((sum, reads) => sum + reads, 0);
}

test("a call of the mail consumer costs the same however much waits and however much has gone", async () => {
  const little = await readsOfOneCall(500, 0);
  const much = await readsOfOneCall(4_000, 3_000);
  expect(much).toBeLessThanOrEqual(little * 1.1 + 50);
  // Eleven statements, and the triggers that keep the People list: 77 rows a mail when this was written.
  expect(little).toBeLessThanOrEqual(500 * 80);
});

test("what mailboxes got is counted until the hour after its window, and later what began later", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const ends: number[][] = [];
  for (const moment of [0, 5 * hour]) {
    house.clock.now = monday + moment;
    const email = `counted${moment}@example.com`;
    await useCases.inviteUser(house.context(space.admin.caller), { email, roles: ["learner"] });
    await useCases.deliverMail(house.system(), { workspaceId: space.workspace.id });
    const rows = await house
      .system()
      .db.select()
      .from(rateCounters)
      .where(inArray(rateCounters.key, [`to-day:${email}`, `to-month:${email}`]))
      .orderBy(rateCounters.key);
    const lengths = [day, 30 * day];
    expect(rows.map(({ count }) => count)).toEqual([1, 1]);
    ends.push(
      rows.map(({ windowStart, expiresAt }, index) => expiresAt - windowStart - (lengths[index] ?? 0)),
    );
  }
  const [[firstDay = 0, firstMonth = 0] = [], [laterDay = 0, laterMonth = 0] = []] = ends;
  for (const after of ends.flat()) {
    expect(after).toBeGreaterThanOrEqual(0);
    expect(after).toBeLessThan(hour);
  }
  expect(laterDay).toBeGreaterThan(firstDay);
  expect(laterMonth).toBeGreaterThan(firstMonth);
});
