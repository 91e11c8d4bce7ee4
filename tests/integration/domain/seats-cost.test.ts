import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import { createWorkspace, openHouse } from "../../support/house.ts";
import { countReads, seedPeople } from "../../support/seed-people.ts";

const counted = countReads(env.DB, { single: true });
const house = openHouse({ database: counted.database });
const readNow = () => counted.reads.reduce((sum, reads) => sum + reads, 0);

test("a page of seats reads six rows for each that it shows, whatever the size of the workspace", async () => {
  const overrides = { "seats.reserve": true };
  const small = await createWorkspace(house, { overrides, seats: 100_000 });
  const large = await createWorkspace(house, { overrides, seats: 100_000 });
  await seedPeople(env.DB, small.workspace.id, 400);
  await seedPeople(env.DB, large.workspace.id, 6_000);
  const wanted = [{}, { kind: "held" }, { kind: "reserved" }, { q: "lopez" }] as const;
  const reads = [];
  for (const { admin } of [small, large]) {
    const ctx = house.context(admin.caller);
    const of: number[] = [];
    for (const input of wanted) {
      counted.reset();
      const { nextCursor, rows } = await useCases.viewSeats(ctx, input);
      of.push(readNow());
      expect([input, rows.length]).toEqual([input, input === wanted[1] ? 0 : 50]);
      expect(readNow()).toBeLessThanOrEqual(6 * 50 + 50);
      if (!nextCursor) continue;
      counted.reset();
      await useCases.viewSeats(ctx, { ...input, cursor: nextCursor });
      expect(readNow()).toBeLessThanOrEqual(6 * 50 + 50);
    }
    reads.push(of);
  }
  const [few = [], many = []] = reads;
  for (const [index, count] of many.entries()) expect(count - (few[index] ?? 0)).toBeLessThanOrEqual(20);
  console.log(`pages of seats read ${many.join(", ")} rows at 6,000 people`);
});

test("what an act asks of the seats is as much in a large workspace as in a small one", async () => {
  const space = await createWorkspace(house, { overrides: { "seats.reserve": true }, seats: 100_000 });
  const open = await createWorkspace(house, { overrides: { "seats.reserve": true } });
  const invite = async ({ admin }: typeof space, email: string) => {
    counted.reset();
    await useCases.inviteUser(house.context(admin.caller), { email, roles: ["learner"] });
    return readNow();
  };
  const without = await invite(open, "without@example.com");
  const before = await invite(space, "before@example.com");
  expect(before - without).toBeLessThanOrEqual(10);
  await seedPeople(env.DB, space.workspace.id, 3_000);
  expect((await invite(space, "after@example.com")) - before).toBeLessThanOrEqual(5);
});
