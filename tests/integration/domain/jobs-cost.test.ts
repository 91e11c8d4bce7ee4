import { env } from "cloudflare:workers";
import { beforeAll, expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import { createWorkspace, hour, openHouse, type TestWorkspace } from "../../support/house.ts";
import { countReads, type SeededIds, seedPeople } from "../../support/seed-people.ts";

const counted = countReads(env.DB, { single: true });
const house = openHouse({ database: counted.database });
const sizes = [2_000, 20_000] as const;
const spaces = new Map<number, TestWorkspace>();
let ids: SeededIds;

beforeAll(async () => {
  for (const size of sizes) {
    const space = await createWorkspace(house);
    ids = await seedPeople(counted.database, space.workspace.id, size);
    spaces.set(size, space);
  }
});

function spaceOf(size: number): TestWorkspace {
  const space = spaces.get(size);
  if (!space) throw new Error("not seeded");
  return space;
}

/** Rows that an act reads, by statement and in all. */
async function readsOf(act: () => Promise<unknown>): Promise<number> {
  counted.reset();
  await act();
  return counted.reads.reduce((sum, reads) => sum + reads, 0);
}

test("a preview reads what its filter matches, whatever the size of the workspace", async () => {
  const filters = () =>
    [
      [{ unitId: ids.unit(13), status: "expired" }, 8],
      [{ groupId: ids.group(8), role: "learner" }, 8],
      [{ q: "ana7" }, 8],
      [{ q: "ana12", status: "expired" }, 12],
      // Every second of those bounced is in this group.
      [{ delivery: "bounced", groupId: ids.group(25) }, 16],
    ] as const;
  for (const [filter, perMatch] of filters()) {
    for (const size of sizes) {
      const { admin } = spaceOf(size);
      let total = 0;
      const reads = await readsOf(async () => {
        const preview = await useCases.previewJob(house.context(admin.caller), { action: "remind", filter });
        total = preview.total;
      });
      const text = `${JSON.stringify(filter)} of ${size}: ${total} matched, ${reads} read`;
      expect(total, text).toBeGreaterThan(0);
      expect(reads, text).toBeLessThanOrEqual(total * perMatch + 100);
    }
  }
});

test("declined people are judged by their address alone, not by everybody's", async () => {
  const reads: number[] = [];
  for (const size of sizes) {
    const { admin } = spaceOf(size);
    reads.push(
      await readsOf(() =>
        useCases.previewJob(house.context(admin.caller), {
          action: "resend",
          filter: { status: "declined", unitId: ids.unit(19) },
        }),
      ),
    );
  }
  expect(reads[1]).toBeLessThanOrEqual((reads[0] ?? 0) * 11);
});

test.for(["extend", "remind", "resend", "cancel"] as const)(
  "a chunk of a bulk %s reads as much in a large workspace as in a small one, the last as much as the first",
  { timeout: 120_000 },
  async (action) => {
    const chunks: number[][] = [];
    for (const size of sizes) {
      const { workspace, admin } = spaceOf(size);
      const filter = { status: "pending" as const };
      house.clock.advance(hour);
      const { jobId, total } = await useCases.startJob(house.context(admin.caller), { action, filter });
      expect(total).toBeGreaterThan(size / 8);
      const reads: number[] = [];
      for (let more = true; more && reads.length < 60; ) {
        reads.push(
          await readsOf(async () => {
            ({ more } = await useCases.runJob(house.system(), { workspaceId: workspace.id, jobId }));
          }),
        );
      }
      chunks.push(reads);
    }
    const [small = [], large = []] = chunks;
    const first = small[0] ?? 0;
    const whole = large.slice(0, -1);
    expect(Math.max(...whole)).toBeLessThanOrEqual(first * 1.2);
  },
);

test("looking at a running job and undoing it read a page of its rows, not all", async () => {
  const { admin } = spaceOf(20_000);
  const ctx = () => house.context(admin.caller);
  house.clock.advance(hour);
  const { jobId, total } = await useCases.startJob(ctx(), {
    action: "cancel",
    filter: { status: "expired" },
  });
  expect(total).toBeGreaterThan(1_500);
  expect(await readsOf(() => useCases.viewJob(ctx(), { jobId }))).toBeLessThan(1_000);
  expect(await readsOf(() => useCases.undoJob(ctx(), { jobId }))).toBeLessThan(50);
});

test.for([
  ["label", { action: "label", addLabels: ["evening"] }],
  ["group", { action: "place", addGroupId: "" }],
] as const)(
  "a chunk of a bulk act on people (%s) costs as much in a large workspace as in a small one",
  { timeout: 120_000 },
  async ([name, wanted]) => {
    const costs: { reads: number; statements: number }[][] = [];
    const began = Date.now();
    for (const size of sizes) {
      const { workspace, admin } = spaceOf(size);
      const ctx = () => house.context(admin.caller);
      const act = "addGroupId" in wanted ? { ...wanted, addGroupId: ids.group(7) } : wanted;
      house.clock.advance(hour);
      const { jobId, total } = await useCases.startPeopleJob(ctx(), {
        ...act,
        addLabels: "addLabels" in act ? [...act.addLabels] : undefined,
        filter: { status: "active" },
      });
      expect(total).toBeGreaterThanOrEqual(size / 2);
      const chunks: (typeof costs)[number] = [];
      for (let more = true; more; ) {
        const reads = await readsOf(async () => {
          ({ more } = await useCases.runJob(house.system(), { workspaceId: workspace.id, jobId }));
        });
        chunks.push({ reads, statements: counted.reads.length });
      }
      expect((await useCases.viewJob(ctx(), { jobId })).status).toBe("done");
      costs.push(chunks);
    }
    const [small = [], large = []] = costs;
    const whole = large.slice(0, -1);
    const most = Math.max(...whole.map(({ reads }) => reads));
    console.log(
      `${name}: ${large.length} chunks, ${large[0]?.statements} statements a chunk, ${small[0]?.reads} rows read in the first of the small one, ${most} at most in the large one, ${large.at(-1)?.reads} in the last, ${Date.now() - began} ms for both`,
    );
    expect(large).toHaveLength(51);
    expect(most).toBeLessThanOrEqual((small[0]?.reads ?? 0) * 1.2);
    expect(new Set(whole.map(({ statements }) => statements)).size).toBe(1);
  },
);
