import { env } from "cloudflare:workers";
import { test } from "vitest";
import { openProgram, testBindings } from "../integration/api/program.ts";
import { barePost } from "./baselines/bare-post.ts";
import { report } from "./measure.ts";

const { DB: database } = env;
const requests = 400;
const connections = 8;

/** Requests a second over some connections at once. */
async function throughput(send: (number: number) => Promise<Response | { status: number }>): Promise<number> {
  let number = 0;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (number < requests) {
        const { status } = await send(number++);
        if (status !== 201) throw new Error(`answered ${status}`);
      }
    }),
  );
  return requests / ((performance.now() - start) / 1000);
}

test("POST of one invitation by eight connections", async () => {
  await database.exec(
    "create table bare_posts (id text primary key, email text not null, name text not null)",
  );
  const bare = barePost(database);
  const { call } = await openProgram();
  const body = (number: number, prefix: string) => ({
    email: `${prefix}${number}@example.com`,
    firstName: "Ana",
    roles: ["learner"],
  });
  const plain = await throughput((number) =>
    bare(
      new Request("http://localhost/invitations", {
        method: "POST",
        body: JSON.stringify(body(number, "bare")),
      }),
    ),
  );
  // Measured is the work and not the limits, which would end it after sixty.
  const unlimited = { limit: async () => ({ success: true }) };
  const using = testBindings({ API_LIMIT: unlimited, INVITE_LIMIT: unlimited });
  const ours = await throughput((number) =>
    call("POST", "/invitations", { body: body(number, "ours"), using }),
  );
  // The caller, what the decision needs, the guarded batch: what these three cost when they do nothing.
  const select = database.prepare("select 1");
  const hops = await throughput(async () => {
    for (const statements of [1, 3, 10]) {
      await database.batch(Array.from({ length: statements }, () => select));
    }
    return { status: 201 };
  });
  report({
    what: "three round trips to D1 of as many empty statements, 8 connections",
    measured: `${Math.round(hops)} a second`,
    baseline: "the same insert",
    ratio: hops / plain,
    mark: null,
  });
  report({
    what: "POST one invitation, 8 connections",
    measured: `${Math.round(ours)} a second`,
    baseline: `Hono, zod and one D1 insert: ${Math.round(plain)} a second`,
    ratio: ours / plain,
    mark: 0.4,
    atLeast: true,
  });
});
