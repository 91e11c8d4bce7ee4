import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { checkHealth } from "../../../worker/health.ts";
import { countRoundTrips, createWorkspace, openHouse } from "../../support/house.ts";

const counted = countRoundTrips(env.DB);
const environment = { mail: { serverToken: "token" } } as Parameters<typeof checkHealth>[1];

test("asking for health costs one read and writes nothing, however often", async () => {
  const house = openHouse({ database: counted.database });
  await createWorkspace(house);
  counted.reset();
  for (let time = 0; time < 3; time += 1) {
    const answer = await checkHealth(house.system(), environment);
    expect(await answer.json()).toMatchObject({ ok: true });
  }
  expect(counted.calls()).toBe(3);
  const rows = await house.database.prepare("select count(*) as n from rate_counters").first();
  expect(rows).toEqual({ n: 0 });
});

test("health fails while the database does not answer", async () => {
  const fail = () => {
    throw new Error("D1 is away");
  };
  const broken = { prepare: fail, batch: fail } as unknown as D1Database;
  const answer = await checkHealth(openHouse({ database: broken }).system(), environment);
  expect([answer.status, await answer.json()]).toMatchObject([
    503,
    { ok: false, checks: { database: false } },
  ]);
});
