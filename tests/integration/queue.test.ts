import { expect, test } from "vitest";
import type { UseCases } from "../../worker/domain/index.ts";
import { handleQueue } from "../../worker/queue.ts";

/** Hands bodies to the consumer as one batch, and tells what became of each message and what was worked on. */
async function consume(bodies: unknown[]) {
  const fates: string[] = [];
  const worked: unknown[] = [];
  const logged: string[] = [];
  const messages = bodies.map((body, index) => ({
    id: `m${index}`,
    body,
    ack: () => fates.push(`m${index} ack`),
    retry: () => fates.push(`m${index} retry`),
  }));
  const act = {
    deliverMail: async (input: unknown) => {
      worked.push(input);
      return { claimed: 0, more: false, retryAfter: null };
    },
  } as unknown as UseCases;
  const log = { info() {}, error: (event: string) => logged.push(event) };
  const batch = { queue: "usher-mail", messages, ackAll() {}, retryAll() {} };
  await handleQueue(batch as never, act, {} as never, log as never);
  return { fates, worked, logged };
}

test("a message that is no wake-up is acked and logged, and the rest of its batch is worked off", async () => {
  for (const junk of [null, undefined, "wsp_1", 7, true, [], {}]) {
    const { fates, worked, logged } = await consume([junk, { workspaceId: "wsp_1" }]);
    expect(fates).toEqual(["m0 ack", "m1 ack"]);
    expect(worked).toEqual([{ workspaceId: "wsp_1" }]);
    expect(logged).toEqual(["message_malformed"]);
  }
});

test("between two chunks whoever waits has a turn, and after ten the rest is a message of its own", async () => {
  const turns: number[] = [];
  let served = 0;
  const act = {
    runImport: async () => {
      turns.push(served);
      setTimeout(() => {
        served += 1;
      });
      return { more: true };
    },
  } as unknown as UseCases;
  const woken: unknown[] = [];
  const queues = { wakeImport: async (...named: unknown[]) => woken.push(named) };
  const message = { id: "m0", body: { workspaceId: "wsp_1", importId: "imp_1" }, ack() {}, retry() {} };
  const batch = { queue: "usher-imports", messages: [message], ackAll() {}, retryAll() {} };
  await handleQueue(batch as never, act, queues as never, { info() {}, error() {} } as never);
  expect(turns).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(woken).toEqual([["wsp_1", "imp_1", 0]]);
});
