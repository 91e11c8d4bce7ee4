import { env } from "cloudflare:workers";
import { test } from "vitest";
import { claimedMail, mailingWorkspace } from "../../db/queries/mail-claims.ts";
import { createMailComposer } from "../../worker/adapters/mail-composer.ts";
import { useCases } from "../../worker/domain/index.ts";
import { composeOutgoing, mailSender } from "../../worker/domain/mail/compose-outgoing.ts";
import { createWorkspace, day, type House, openHouse, type TestWorkspace } from "../support/house.ts";
import { bareInvitations, bareStaging } from "./baselines/bare-inserts.ts";
import { report, seconds, timed } from "./measure.ts";

const { DB: database, BENCH_ROWS } = env;
const people = Number(BENCH_ROWS);

const rows = Array.from({ length: people }, (_, number) => [
  `person${number}@example.com`,
  "Ana",
  `Number ${number}`,
  "learner",
]);

async function* file(): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  yield encoder.encode("email,first_name,last_name,role\n");
  for (let from = 0; from < rows.length; from += 2_000) {
    yield encoder.encode(
      rows
        .slice(from, from + 2_000)
        .map((cells) => `${cells.join(",")}\n`)
        .join(""),
    );
  }
}

/** The administrator of a workspace without the test's small limits. */
function asking(house: House, { admin }: TestWorkspace) {
  const ctx = house.context(admin.caller);
  return {
    ...ctx,
    settings: {
      ...ctx.settings,
      invitationsPerDay: 10_000_000,
      recipientPerDay: 1e9,
      recipientPerMonth: 1e9,
    },
  };
}

const calls = { statements: 0 };
/** Counts statements as D1 does: each of a batch is one query. */
const counted = new Proxy(database, {
  get(target, property) {
    if (property === "batch") {
      return (statements: D1PreparedStatement[]) => {
        calls.statements += statements.length;
        return target.batch(statements);
      };
    }
    const value = Reflect.get(target, property) as unknown;
    return typeof value === "function" ? value.bind(target) : value;
  },
});

test("an import of 200,000 rows, and the mail of it", async () => {
  const house = openHouse({ database: counted });
  const space = await createWorkspace(house);
  const { id: workspaceId } = space.workspace;

  const oneTable = await timed(database, () => bareStaging(database, rows));
  let importId = "";
  calls.statements = 0;
  const staged = await timed(database, async () => {
    importId = (await useCases.stageImport(asking(house, space), { fileName: "bench.csv", file: file() })).id;
  });
  report({
    what: `import of ${people.toLocaleString("en")} rows: upload to finished preview`,
    measured: seconds(staged),
    baseline: `the same rows into one bare table: ${seconds(oneTable)}`,
    ratio: staged / oneTable,
    mark: 6,
  });

  const bareSpace = await createWorkspace(house);
  const bare = await timed(database, () => bareInvitations(database, bareSpace.workspace.id, people));
  const confirmed = await timed(database, async () => {
    await useCases.confirmImport(asking(house, space), { importId });
    const system = { ...house.system(), settings: asking(house, space).settings };
    while ((await useCases.runImport(system, { workspaceId, importId })).more);
  });
  report({
    what: "the same import: confirm to every invitation and mail in place",
    measured: seconds(confirmed),
    baseline: `bare set-wise inserts into the same tables, indexes and triggers: ${seconds(bare)}`,
    ratio: confirmed / bare,
    mark: 2,
  });
  report({
    what: "the same, against the one-table baseline",
    measured: seconds(confirmed),
    baseline: seconds(oneTable),
    ratio: confirmed / oneTable,
    mark: null,
  });
  report({
    what: "queries per 1,000 rows, upload to mails in place",
    measured: String(Math.round((calls.statements / people) * 1_000 * 10) / 10),
    baseline: "asserted: at most 20",
    ratio: null,
    mark: null,
  });

  const system = () => ({ ...house.system(), settings: asking(house, space).settings });
  // Signing and filling alone: the rows of one call, over and over.
  const composer = createMailComposer();
  house.clock.advance(1_000);
  const probe = await database
    .prepare("select id from outbox where workspace_id = ?1 limit 500")
    .bind(workspaceId)
    .all<{ id: string }>();
  await database
    .prepare(
      "update outbox set lease = 'probe', state = 'leased', lease_until = 1 where workspace_id = ?1 and id in (select value from json_each(?2))",
    )
    .bind(workspaceId, JSON.stringify(probe.results.map(({ id }) => id)))
    .run();
  const issue = (at: number | null) =>
    database
      .prepare(
        "update invitations set issued_at = ?2 where workspace_id = ?1 and id in (select invitation_id from outbox where lease = 'probe' and state = 'leased')",
      )
      .bind(workspaceId, at)
      .run();
  await issue(house.clock.now);
  const claimed = await claimedMail(house.system().db, workspaceId, "probe");
  const [from] = await mailingWorkspace(house.system().db, workspaceId);
  if (!from) throw new Error("no workspace");
  const writing = { ...house.system(), mailComposer: composer };
  const sender = mailSender(writing, from);
  const filling = await timed(database, async () => {
    for (let done = 0; done < people; done += 500) {
      for (const row of claimed) await composeOutgoing(writing, sender, row);
    }
  });
  await issue(null);
  await database
    .prepare(
      "update outbox set lease = null, state = 'pending', lease_until = null where workspace_id = ?1 and lease = 'probe'",
    )
    .bind(workspaceId)
    .run();
  const mailed = await timed(database, async () => {
    for (;;) {
      house.sent.length = 0;
      // Time passes between calls, as everywhere else: what is kept in its order is written in its order.
      house.clock.advance(150);
      if (!(await useCases.deliverMail(system(), { workspaceId })).more) break;
    }
  });
  report({
    what: `mail: ${people.toLocaleString("en")} queued to handed over, 500 a call`,
    measured: seconds(mailed),
    baseline: `signing and filling alone: ${seconds(filling)}`,
    ratio: mailed / filling,
    mark: 4,
  });

  house.clock.advance(8 * day);
  const due = Number(
    await database
      .prepare(
        "select count(*) n from invitations where workspace_id = ?1 and status = 'pending' and expires_at <= ?2",
      )
      .bind(workspaceId, house.clock.now)
      .first("n"),
  );
  const bareUpdate = await timed(database, () =>
    database
      .prepare(
        "update invitations set status = 'expired', ended_at = 1 where workspace_id = ?1 and status = 'pending'",
      )
      .bind(bareSpace.workspace.id)
      .run(),
  );
  let longest = 0;
  const expired = await timed(database, async () => {
    for (;;) {
      const start = Date.now();
      await useCases.expireInvitations(house.system(), {});
      longest = Math.max(longest, Date.now() - start);
      const left = await database
        .prepare(
          "select 1 as one from invitations where status = 'pending' and expires_at is not null and expires_at <= ?1 limit 1",
        )
        .bind(house.clock.now)
        .first("one");
      if (left === null) break;
    }
  });
  report({
    what: `cron: ${due.toLocaleString("en")} due invitations marked expired`,
    measured: `${seconds(expired)}, longest run ${seconds(longest)}`,
    baseline: `the bare UPDATE with its triggers: ${seconds(bareUpdate)}`,
    ratio: expired / bareUpdate,
    mark: 3,
  });
});
