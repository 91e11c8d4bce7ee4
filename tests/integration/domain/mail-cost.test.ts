import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import { createWorkspace, openHouse } from "../../support/house.ts";
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
  // Eleven statements, and the triggers that keep the People list: 76 rows a mail when this was written.
  expect(little).toBeLessThanOrEqual(500 * 80);
}, 60_000);
