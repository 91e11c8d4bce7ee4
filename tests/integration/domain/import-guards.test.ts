import { env } from "cloudflare:workers";
import { expect, test, vi } from "vitest";
import type { Context } from "../../../worker/domain/context.ts";
import { useCases } from "../../../worker/domain/index.ts";
import {
  createMember,
  createWorkspace,
  day,
  type House,
  minute,
  openHouse,
  refusalOf,
  type TestWorkspace,
} from "../../support/house.ts";

const { DB: database } = env;

async function* bytesOf(text: string | Uint8Array): AsyncGenerator<Uint8Array> {
  yield typeof text === "string" ? new TextEncoder().encode(text) : text;
}

const people = (count: number, role = "learner") =>
  `email,role\n${Array.from({ length: count }, (_, index) => `p${index}@example.com,${role}`).join("\n")}\n`;

const roomy = (ctx: Context): Context => ({
  ...ctx,
  settings: { ...ctx.settings, invitationsPerDay: 100_000 },
});

async function confirmed(house: House, space: TestWorkspace, text: string): Promise<string> {
  const ctx = () => roomy(house.context(space.admin.caller));
  const { id } = await useCases.stageImport(ctx(), { fileName: "people.csv", file: bytesOf(text) });
  await useCases.confirmImport(ctx(), { importId: id });
  return id;
}

const run = (house: House, { workspace }: TestWorkspace, importId: string) =>
  useCases.runImport(roomy(house.system()), { workspaceId: workspace.id, importId });

async function finish(house: House, space: TestWorkspace, importId: string): Promise<void> {
  for (let chunk = 0; chunk < 50; chunk += 1) if (!(await run(house, space, importId)).more) return;
}

const number = async (sql: string, ...values: unknown[]) =>
  Number(
    await database
      .prepare(sql)
      .bind(...values)
      .first("n"),
  );

const invited = ({ workspace }: TestWorkspace) =>
  number("select count(*) n from invitations where workspace_id = ?1 and status = 'pending'", workspace.id);

/** A database in which something happens right before the first batch that writes people. */
function before(happens: () => Promise<unknown>): D1Database {
  let done = false;
  const sqlOf = new WeakMap<object, string>();
  return new Proxy(database, {
    get(target, property) {
      if (property === "prepare") {
        return (sql: string) => {
          const statement = target.prepare(sql);
          const bind = statement.bind.bind(statement);
          statement.bind = (...values: unknown[]) => {
            const bound = bind(...values);
            sqlOf.set(bound, sql);
            return bound;
          };
          return statement;
        };
      }
      if (property === "batch") {
        return async (statements: D1PreparedStatement[]) => {
          const writes = statements.some((one) => sqlOf.get(one)?.startsWith('insert into "memberships"'));
          if (writes && !done) {
            done = true;
            await happens();
          }
          return target.batch(statements);
        };
      }
      const value = Reflect.get(target, property) as unknown;
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

test("three consumers at once invite everybody once", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const importId = await confirmed(house, space, people(2_300));
  for (let round = 0; round < 20; round += 1) {
    await Promise.all([1, 2, 3].map(() => run(house, space, importId)));
  }
  expect(await invited(space)).toBe(2_300);
  expect(await number("select count(*) n from outbox where workspace_id = ?1", space.workspace.id)).toBe(
    2_300,
  );
  const { counts } = await useCases.viewImport(house.context(space.admin.caller), { importId });
  expect(counts).toMatchObject({ invited: 2_300, ready: 0 });
});

test("a worker whose lease ran out while it was slow writes nothing over the one that took its place", async () => {
  const quick = openHouse();
  const space = await createWorkspace(quick);
  const importId = await confirmed(quick, space, people(30));
  const slow = openHouse({
    database: before(async () => {
      quick.clock.advance(2 * minute);
      await finish(quick, space, importId);
    }),
  });
  expect(await run(slow, space, importId)).toMatchObject({ more: true });
  expect(await invited(space)).toBe(30);
  const { counts, status } = await useCases.viewImport(quick.context(space.admin.caller), { importId });
  expect({ status, counts }).toMatchObject({ status: "done", counts: { invited: 30, ready: 0 } });
});

test("what is canceled while a chunk is on its way stays uninvited", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const importId = await confirmed(house, space, people(30));
  const slow = openHouse({
    database: before(() => useCases.cancelImport(house.context(space.admin.caller), { importId })),
  });
  await run(slow, space, importId);
  expect(await invited(space)).toBe(0);
  const { counts, status } = await useCases.viewImport(house.context(space.admin.caller), { importId });
  expect({ status, counts }).toMatchObject({ status: "canceled", counts: { canceled: 30, ready: 0 } });
});

test("somebody who is invited by hand while a chunk is on its way is not invited twice, and the others are", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const importId = await confirmed(house, space, people(30));
  const slow = openHouse({
    database: before(() =>
      useCases.inviteUser(house.context(space.admin.caller), { email: "p7@example.com" }),
    ),
  });
  expect(await run(slow, space, importId)).toEqual({ more: true, retryAfter: 2 });
  await finish(house, space, importId);
  expect(await invited(space)).toBe(30);
  const { counts } = await useCases.viewImport(house.context(space.admin.caller), { importId });
  expect(counts).toMatchObject({ invited: 29, already_invited: 1, ready: 0 });
});

test("five confirmations at once begin one import and count its rows once", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const ctx = () => roomy(house.context(space.admin.caller));
  const { id: importId } = await useCases.stageImport(ctx(), {
    fileName: "people.csv",
    file: bytesOf(people(40)),
  });
  const answers = await Promise.all([1, 2, 3, 4, 5].map(() => useCases.confirmImport(ctx(), { importId })));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set(["running"]));
  expect(
    await number("select count n from rate_counters where key = ?1", `invitations:${space.workspace.id}`),
  ).toBe(40);
  await finish(house, space, importId);
  expect(await useCases.confirmImport(ctx(), { importId })).toMatchObject({ status: "done" });
  expect(await invited(space)).toBe(40);
});

test("an import beyond the day's number does not begin", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const ctx = () => house.context(space.admin.caller);
  const { id: importId } = await useCases.stageImport(ctx(), {
    fileName: "people.csv",
    file: bytesOf(people(1_001)),
  });
  expect(await refusalOf(useCases.confirmImport(ctx(), { importId }))).toBe("DAILY_LIMIT");
  expect(await useCases.viewImport(ctx(), { importId })).toMatchObject({ status: "ready" });
});

test("an import stops when its uploader is deactivated, and what is left says so", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const second = await createMember(house, space.workspace, { roles: ["admin"] });
  const importId = await confirmed(house, space, people(2_000));
  await run(house, space, importId);
  await useCases.deactivateMember(house.context(second.caller), { membershipId: space.admin.membershipId });
  await finish(house, space, importId);
  const view = await useCases.viewImport(house.context(second.caller), { importId });
  expect(view).toMatchObject({
    status: "failed",
    failure: { code: "RIGHT_LOST" },
    counts: { invited: 1_500, canceled: 500, ready: 0 },
  });
  expect(await invited(space)).toBe(1_500);
});

test("in a suspended workspace an import waits and goes on when it is open again", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const importId = await confirmed(house, space, people(20));
  const suspend = (status: string) =>
    database
      .prepare("update workspaces set status = ?2 where id = ?1")
      .bind(space.workspace.id, status)
      .run();
  await suspend("suspended");
  expect(await run(house, space, importId)).toEqual({ more: false });
  expect(await invited(space)).toBe(0);
  await suspend("active");
  await useCases.sweepImports(house.system(), {});
  expect(house.importsWoken.at(-1)).toEqual({ workspaceId: space.workspace.id, importId });
  await finish(house, space, importId);
  expect(await invited(space)).toBe(20);
});

test("a key whose ceiling is learner imports learners and nobody above, and takes nobody above back", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const importId = await confirmed(house, space, people(2, "instructor"));
  await finish(house, space, importId);
  const { workspace, admin } = space;
  if (admin.caller.kind !== "member") throw new Error("a member");
  const { membership } = admin.caller;
  const id = house.system().ids.next("apiKey");
  await database
    .prepare(
      "insert into api_keys (workspace_id, id, name, hash, scopes, max_role, creator_membership_id, created_at) values (?1, ?2, 'Key', ?2, ?3, 'learner', ?4, 1)",
    )
    .bind(workspace.id, id, JSON.stringify(["invitation.create", "invitation.manage"]), admin.membershipId)
    .run();
  const key = () =>
    house.context({
      kind: "apiKey",
      workspace,
      key: {
        id,
        name: "Key",
        scopes: ["invitation.create", "invitation.manage"],
        creatorMembershipId: admin.membershipId,
        creatorRoles: membership.roles,
        maxRole: "learner",
      },
    });
  const mine = await useCases.stageImport(key(), {
    fileName: "mine.csv",
    file: bytesOf("email,role\na@example.com,learner\nb@example.com,admin\n"),
  });
  expect(mine.counts).toEqual({ ready: 1, error: 1 });
  const undone = await useCases.undoImport(key(), { importId });
  expect(undone.counts).toMatchObject({ kept_above: 2 });
  expect(await invited(space)).toBe(2);
});

test("taking back leaves alone who joined, was resent to or has a copied link, and counts them by reason", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const ctx = () => house.context(space.admin.caller);
  const importId = await confirmed(house, space, people(5));
  await finish(house, space, importId);
  await useCases.deliverMail(house.system(), { workspaceId: space.workspace.id });
  const idOf = async (email: string) =>
    String(
      await database
        .prepare("select id n from invitations where workspace_id = ?1 and email = ?2")
        .bind(space.workspace.id, email)
        .first("n"),
    );
  const token = /join\/([\w.-]+)/.exec(house.sent.find(({ to }) => to === "p0@example.com")?.text ?? "")?.[1];
  await useCases.joinAsNewPerson(house.anonymous(), {
    token: token ?? "",
    revision: 1,
    firstName: "Pat",
    password: "seven green bicycles",
  });
  house.clock.advance(2 * minute);
  await useCases.resendInvitation(ctx(), { invitationId: await idOf("p1@example.com") });
  await useCases.copyInvitationLink(ctx(), { invitationId: await idOf("p2@example.com") });
  const undone = await useCases.undoImport(ctx(), { importId });
  expect(undone).toMatchObject({
    status: "undone",
    counts: { undone: 2, kept_accepted: 1, kept_changed: 2, invited: 0 },
  });
  expect(await invited(space)).toBe(2);
});

test("a dry run reports and is never confirmed, and a guessed encoding only when somebody says it is right", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const ctx = () => house.context(space.admin.caller);
  const dry = await useCases.stageImport(ctx(), {
    fileName: "a.csv",
    file: bytesOf(people(2)),
    dryRun: true,
  });
  expect(dry).toMatchObject({ dryRun: true, counts: { ready: 2 } });
  expect(await refusalOf(useCases.confirmImport(ctx(), { importId: dry.id }))).toBe("DRY_RUN");
  const latin = new Uint8Array([
    ...new TextEncoder().encode("email,first_name\nj@example.com,J"),
    0xfc,
    0x72,
    0x67,
  ]);
  const guessed = await useCases.stageImport(ctx(), { fileName: "b.csv", file: bytesOf(latin) });
  expect(guessed).toMatchObject({ encoding: "windows-1252", guessedEncoding: ["Jürg"] });
  expect(await refusalOf(useCases.confirmImport(ctx(), { importId: guessed.id }))).toBe(
    "ENCODING_UNCONFIRMED",
  );
  const begun = await useCases.confirmImport(ctx(), { importId: guessed.id, encodingIsRight: true });
  expect(begun.status).toBe("running");
});

/** Until both uploads have begun, however busy the machine is. */
const underWay = { timeout: 30_000, interval: 20 };

test("an upload that falls silent is ended by the cron, and its place is free again", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const ctx = () => house.context(space.admin.caller);
  async function* silent(): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode("email\na@example.com\n");
    await new Promise(() => undefined);
  }
  for (const fileName of ["a.csv", "b.csv"]) void useCases.stageImport(ctx(), { fileName, file: silent() });
  await vi.waitFor(
    async () => expect((await useCases.listImports(ctx(), {})).imports).toHaveLength(2),
    underWay,
  );
  house.clock.advance(5 * minute);
  await useCases.sweepImports(house.system(), {});
  const { imports } = await useCases.listImports(ctx(), {});
  expect(imports.map(({ status, failure }) => [status, failure?.code])).toEqual([
    ["failed", "UPLOAD_BROKEN"],
    ["failed", "UPLOAD_BROKEN"],
  ]);
  const next = await useCases.stageImport(ctx(), { fileName: "c.csv", file: bytesOf(people(1)) });
  expect(next.status).toBe("ready");
});

test("rows of an import that ended a month ago are cleared away, and what they made stays", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const importId = await confirmed(house, space, people(20));
  await finish(house, space, importId);
  house.clock.advance(31 * day);
  await useCases.sweepImports(house.system(), {});
  expect(await number("select count(*) n from import_rows where import_id = ?1", importId)).toBe(0);
  expect(
    await number(
      "select count(*) n from memberships where workspace_id = ?1 and import_id = ?2",
      space.workspace.id,
      importId,
    ),
  ).toBe(20);
});
