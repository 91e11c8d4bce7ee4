import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { listAuditEvents } from "../../../worker/domain/audit-trail/list-audit-events.ts";
import { useCases } from "../../../worker/domain/index.ts";
import { policiesOf } from "../../../worker/domain/policies.ts";
import {
  createMember,
  createWorkspace,
  type House,
  openHouse,
  refusalOf,
  type TestWorkspace,
} from "../../support/house.ts";

type Space = TestWorkspace & { house: House };

const usernames = { "identity.username": "optional" };
const withoutAddress = { ...usernames, "identity.allow_no_email": true };

async function open(
  overrides: Record<string, unknown> = {},
  { house = openHouse(), ...more }: { house?: House; customerId?: string } = {},
): Promise<Space> {
  return { house, ...(await createWorkspace(house, { overrides, ...more })) };
}

const ctxOf = ({ house, admin }: Space) => house.context(admin.caller);

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}

const stage = (space: Space, lines: readonly string[], more: Record<string, unknown> = {}) =>
  useCases.stageImport(ctxOf(space), {
    fileName: "people.csv",
    file: bytesOf(`${lines.join("\n")}\n`),
    ...more,
  });

async function work({ house }: Space) {
  for (let woken = house.importsWoken.shift(); woken; woken = house.importsWoken.shift()) {
    while ((await useCases.runImport(house.system(), woken)).more);
  }
}

/** Each row by its line: what became of it, and what is wrong with it. */
async function rowsOf(space: Space, importId: string) {
  const { rows } = await useCases.listImportRows(ctxOf(space), { importId });
  return rows.map(({ line, outcome, problems, warnings }) => {
    const [first] = outcome === "error" ? problems : outcome === "warning" ? warnings : [];
    return [line, outcome, ...(first ? [`${first.column} ${first.code}`] : [])];
  });
}

async function finish(space: Space, importId: string, options: { setUp?: boolean } = { setUp: true }) {
  await useCases.confirmImport(ctxOf(space), { importId, ...options });
  await work(space);
  return rowsOf(space, importId);
}

/** Who has which username, with their address. */
const namesIn = async ({ house, workspace }: Space) =>
  (
    await house.database
      .prepare(
        `select ln.name, m.email, m.status from login_names ln
         join memberships m on m.workspace_id = ln.workspace_id and m.id = ln.membership_id
         where ln.workspace_id = ?1 order by ln.name_key`,
      )
      .bind(workspace.id)
      .all<{ name: string; email: string | null; status: string }>()
  ).results;

const address = (space: Space, name: string) => `${name}-${space.workspace.slug}@example.com`;

test("a file that sets people up gives them usernames, and whoever has no address a username instead (F54, F125, F146)", async () => {
  const space = await open(withoutAddress);
  const ana = address(space, "ana");
  const { id } = await stage(
    space,
    [
      "email,Login,first_name",
      `${ana},Ana.Ruiz,Ana`,
      ",ben,Ben",
      `${address(space, "eva")},,Eva`,
      ",,Nobody",
    ],
    { setUp: true },
  );
  expect(await rowsOf(space, id)).toEqual([
    [2, "ready"],
    [3, "ready"],
    [4, "ready"],
    [5, "error", "email required"],
  ]);
  expect((await finish(space, id)).map(([, outcome]) => outcome)).toEqual([
    "set_up",
    "set_up",
    "set_up",
    "error",
  ]);
  expect(await namesIn(space)).toEqual([
    { name: "Ana.Ruiz", email: ana, status: "active" },
    { name: "ben", email: null, status: "active" },
  ]);
  await useCases.deliverMail(space.house.system(), { workspaceId: space.workspace.id });
  expect(space.house.sent.map(({ to }) => to).sort()).toEqual([ana, address(space, "eva")]);
  const { rows } = await useCases.listImportRows(ctxOf(space), { importId: id });
  const { cards } = await useCases.makeSignInCards(ctxOf(space), { membershipIds: [rows[1]?.userId ?? ""] });
  expect(cards).toMatchObject([{ username: "ben" }]);
});

test("a file of usernames alone is read where addresses may be missing, and only there", async () => {
  const space = await open(withoutAddress);
  const { id, status } = await stage(space, ["username,first_name", "ana,Ana"], { setUp: true });
  expect([status, ...(await rowsOf(space, id))]).toEqual(["ready", [2, "ready"]]);
  const strict = await open(usernames);
  expect((await stage(strict, ["username,first_name", "ana,Ana"])).status).toBe("mapping");
  const both = await stage(strict, ["email,username", ",ana"], { setUp: true });
  expect(await rowsOf(strict, both.id)).toEqual([[2, "error", "email required"]]);
});

test("what is wrong with a username is said in its row with what mends it, and twins and taken ones are found", async () => {
  const space = await open(usernames);
  const { house } = space;
  await useCases.setUpMember(ctxOf(space), {
    email: address(space, "first"),
    username: "Otto",
    firstName: "Otto",
  });
  const names = ["ab", `${"a".repeat(65)}`, "ana@example.com", "Ana Ruíz", "0tt0", "eva", "EVA", "e-va"];
  const { id } = await stage(
    space,
    ["email,username", ...names.map((name, at) => `${address(space, `n${at}`)},${name}`)],
    { setUp: true },
  );
  expect(await rowsOf(space, id)).toEqual([
    [2, "error", "username username_short"],
    [3, "error", "username username_long"],
    [4, "error", "username username_address"],
    [5, "error", "username username_form"],
    [6, "error", "username username_taken"],
    [7, "ready"],
    [8, "error", "username username_twice"],
    [9, "ready"],
  ]);
  // Each row's own suggestion mends it.
  const { groups } = await useCases.viewImport(ctxOf(space), { importId: id });
  for (const { problem } of groups.filter(({ problem }) => problem.endsWith(":suggested"))) {
    await useCases.repairRows(ctxOf(space), { importId: id, problem, repair: { suggestion: true } });
    await work(space);
  }
  expect(await finish(space, id)).toEqual([
    [2, "error", "username username_short"],
    [3, "error", "username username_long"],
    ...[4, 5, 6, 7, 8, 9].map((line) => [line, "set_up"]),
  ]);
  expect((await namesIn(space)).map(({ name }) => name).sort()).toEqual(
    ["0tt1", "EVA2", "Otto", "ana", "ana.ruiz", "e-va", "eva"].sort(),
  );
  expect(house.importsWoken).toEqual([]);
});

test("a username is found again however far above it stands, and one of another workspace is nobody's here", async () => {
  const space = await open(usernames);
  const neighbour = await open(usernames, { house: space.house });
  await useCases.setUpMember(ctxOf(neighbour), {
    email: address(neighbour, "p5"),
    username: "person-5",
    firstName: "Other",
  });
  const people = Array.from({ length: 4_000 }, (_, at) => `${address(space, `p${at}`)},person-${at}`);
  const lines = ["email,username", ...people, `${address(space, "last")},Person-7`];
  const { id, counts } = await stage(space, lines, { setUp: true });
  expect(counts).toEqual({ ready: 4_000, error: 1 });
  await useCases.mapColumns(ctxOf(space), { importId: id, mapping: ["email", "username"] });
  await work(space);
  const { rows } = await useCases.listImportRows(ctxOf(space), { importId: id, show: "errors" });
  expect(rows.map(({ line, problems }) => [line, problems[0]?.code])).toEqual([[4_002, "username_twice"]]);
});

test("whoever waits for a username gets it when the row that holds it gives it up, is taken out or is replaced", async () => {
  const space = await open({ ...usernames, "csv.unknown_group": "ignore" });
  const lines = (...names: string[]) => [
    "email,username,group",
    // The first is warned of a group that is none, and goes along.
    ...names.map((name, at) => `${address(space, `f${at}`)},${name},${at === 0 ? "Nowhere" : ""}`),
  ];
  const stagedWith = async (...names: string[]) => (await stage(space, lines(...names), { setUp: true })).id;
  const outcomes = async (id: string) => {
    await work(space);
    return (await rowsOf(space, id)).map(([, outcome, problem]) => problem ?? outcome);
  };
  const twice = "username username_twice";
  // Another name for the first of three: the next one is the first now, and the third still waits.
  const corrected = await stagedWith("ana", "ANA", "Ana", "eva");
  const before = await outcomes(corrected);
  expect(before.filter((one) => one === twice)).toHaveLength(2);
  await useCases.correctRow(ctxOf(space), {
    importId: corrected,
    line: 2,
    cells: { username: "berta" },
  });
  expect((await outcomes(corrected)).filter((one) => one === twice)).toHaveLength(1);
  await useCases.correctRow(ctxOf(space), { importId: corrected, line: 3, exclude: true });
  expect((await outcomes(corrected)).filter((one) => one === twice)).toHaveLength(0);
  const { status, counts } = await useCases.viewImport(ctxOf(space), { importId: corrected });
  expect([status, counts.error ?? 0, counts.staged ?? 0]).toEqual(["ready", 0, 0]);

  const replaced = await stagedWith("otto", "OTTO");
  await useCases.replaceInColumn(ctxOf(space), {
    importId: replaced,
    column: "username",
    find: "otto",
    replace: "karl",
    matchCase: true,
  });
  expect(await outcomes(replaced)).not.toContain(twice);

  // A group of rows that go along in spite of a warning is taken out.
  const warned = await stagedWith("ida", "IDA");
  const { groups } = await useCases.viewImport(ctxOf(space), { importId: warned });
  const problem = groups.find(({ kind }) => kind === "warning")?.problem ?? "";
  await useCases.repairRows(ctxOf(space), { importId: warned, problem, repair: { exclude: true } });
  expect(await outcomes(warned)).not.toContain(twice);
});

test("a row that is corrected is judged by its username among the others, and by those of people", async () => {
  const space = await open(usernames);
  const lines = ["email,username", `${address(space, "a")},ana`, `${address(space, "b")},eva`];
  const { id } = await stage(space, lines, { setUp: true });
  const correct = (username: string) =>
    useCases.correctRow(ctxOf(space), { importId: id, line: 3, cells: { username } });
  expect((await correct("ANA")).problems).toMatchObject([
    { code: "username_twice", column: "username", found: "ANA", suggestion: "ANA2" },
  ]);
  expect((await correct("berta")).outcome).toBe("ready");
  await useCases.setUpMember(ctxOf(space), {
    email: address(space, "c"),
    username: "carl",
    firstName: "Carl",
  });
  expect((await correct("carl")).problems).toMatchObject([{ code: "username_taken" }]);
  // Read anew, the file is asked as its rows stand.
  await correct("berta");
  await useCases.mapColumns(ctxOf(space), { importId: id, mapping: ["email", "username"] });
  await work(space);
  expect(await rowsOf(space, id)).toEqual([
    [2, "ready"],
    [3, "ready"],
  ]);
});

test("where people are invited a username says that it is for those who are set up, and nobody is invited without it", async () => {
  const space = await open(withoutAddress);
  const lines = ["email,username,first_name", `${address(space, "a")},ana,Ana`, ",ben,Ben"];
  const told = await stage(space, lines, { setUp: false });
  expect(await rowsOf(space, told.id)).toEqual([
    [2, "error", "username username_needs_set_up"],
    [3, "error", "email required"],
  ]);
  // Nobody has said yet: both can still be chosen.
  const { id } = await stage(space, lines);
  expect(await rowsOf(space, id)).toEqual([
    [2, "warning", "username username_needs_set_up"],
    [3, "warning", "username username_needs_set_up"],
  ]);
  expect(await finish(space, id, { setUp: false })).toEqual([
    [2, "error", "username username_needs_set_up"],
    [3, "error", "username username_needs_set_up"],
  ]);
  const again = await stage(space, lines);
  expect((await finish(space, again.id)).map(([, outcome]) => outcome)).toEqual(["set_up", "set_up"]);
  const off = await open({ ...withoutAddress, "direct_setup.enabled": false });
  const never = await stage(off, lines);
  expect(await rowsOf(off, never.id)).toEqual([
    [2, "error", "username username_needs_set_up"],
    [3, "error", "email required"],
  ]);
});

test("without usernames the column is neither offered nor read, and a mapping that asks for it is refused (D41)", async () => {
  const space = await open();
  const { id, notices, mapping } = await stage(space, [
    "email,username",
    `${address(space, "a")},not a username`,
  ]);
  expect([mapping, notices.later]).toEqual([["email", null], ["username"]]);
  const offered = async (one: Space, importId: string) =>
    (await useCases.viewColumns(ctxOf(one), { importId })).targets.some(
      ({ column }) => column === "username",
    );
  expect(await offered(space, id)).toBe(false);
  expect(
    await refusalOf(useCases.mapColumns(ctxOf(space), { importId: id, mapping: ["email", "username"] })),
  ).toBe("VALIDATION_FAILED");
  // A mapping of the days when there were usernames does without them.
  const lately = await open(usernames);
  const lines = ["email,username", `${address(lately, "a")},ana`];
  await useCases.mapColumns(ctxOf(lately), {
    importId: (await stage(lately, lines)).id,
    mapping: ["email", "username"],
  });
  await work(lately);
  const { caller } = lately.admin;
  if (caller.kind !== "member") throw new Error("not a member");
  const workspace = { ...caller.workspace, policies: policiesOf("standard", {}) };
  const now = { ...lately, admin: { ...lately.admin, caller: { ...caller, workspace } } };
  expect((await stage(now, lines)).mapping).toEqual(["email", null]);
  const heading = async (one: Space) =>
    (await useCases.makeImportTemplate(ctxOf(one), {})).text.split("\r\n")[0]?.includes("username");
  expect(await heading(space)).toBe(false);
  const other = await open(usernames);
  expect(await heading(other)).toBe(true);
  const file = await stage(other, ["email,mail", "a@example.com,b@example.com"]);
  expect(await offered(other, file.id)).toBe(true);
});

test("policies that have gone since the review keep a username or a missing address out when it is the row's turn", async () => {
  const space = await open(withoutAddress);
  const lines = ["email,username", `${address(space, "a")},ana`, ",ben", `${address(space, "c")},`];
  const { id } = await stage(space, lines, { setUp: true });
  await useCases.confirmImport(ctxOf(space), { importId: id });
  await space.house.database
    .prepare("update workspaces set policy_overrides = '{}' where id = ?1")
    .bind(space.workspace.id)
    .run();
  await work(space);
  expect(await rowsOf(space, id)).toEqual([
    [2, "error", "username not_asked"],
    [3, "error", "username not_asked"],
    [4, "set_up"],
  ]);
  expect(await namesIn(space)).toEqual([]);
});

test("a username that somebody took after the review fails its row alone, with nothing of it done", async () => {
  const space = await open(withoutAddress);
  const lines = ["email,username", `${address(space, "a")},ana`, ",ben"];
  const { id } = await stage(space, lines, { setUp: true });
  await useCases.setUpMember(ctxOf(space), { username: "ANA", firstName: "Other" });
  expect(await finish(space, id)).toEqual([
    [2, "error", "username username_taken"],
    [3, "set_up"],
  ]);
  const people = await space.house.database
    .prepare("select count(*) n from users where email = ?1")
    .bind(address(space, "a"))
    .first<{ n: number }>();
  expect(people?.n).toBe(0);
});

test("a username that somebody takes in the very moment of the chunk rolls it back, and its row fails the next time", async () => {
  let rival: (() => Promise<unknown>) | null = null;
  let armed = false;
  const { DB } = env;
  const database = new Proxy(DB, {
    get(target, property) {
      if (property === "prepare") {
        return (text: string) => {
          armed ||= text.startsWith('insert into "login_names"');
          return target.prepare(text);
        };
      }
      if (property === "batch") {
        return async (statements: D1PreparedStatement[]) => {
          const take = armed ? rival : null;
          if (take) {
            rival = null;
            await take();
          }
          return target.batch(statements);
        };
      }
      const value = Reflect.get(target, property) as unknown;
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  const space = await open(usernames, { house: openHouse({ database }) });
  const plain = openHouse();
  const lines = ["email,username", `${address(space, "a")},ana`, `${address(space, "b")},eva`];
  const { id } = await stage(space, lines, { setUp: true });
  rival = () =>
    useCases.setUpMember(plain.context(space.admin.caller), {
      email: address(space, "c"),
      username: "ana",
      firstName: "Faster",
    });
  await useCases.confirmImport(ctxOf(space), { importId: id });
  const [woken] = space.house.importsWoken;
  expect(await useCases.runImport(space.house.system(), woken ?? { workspaceId: "", importId: "" })).toEqual({
    more: true,
    retryAfter: 2,
  });
  expect(rival).toBeNull();
  await work(space);
  expect(await rowsOf(space, id)).toEqual([
    [2, "error", "username username_taken"],
    [3, "set_up"],
  ]);
});

test("two rows that come to one username after the review fail in the run but for the first", async () => {
  const space = await open(usernames);
  const lines = ["email,username", `${address(space, "a")},ana`, `${address(space, "b")},eva`];
  const { id } = await stage(space, lines, { setUp: true });
  // As two people would leave it who correct two rows in one moment.
  await space.house.database
    .prepare(
      `update import_rows set resolved = json_set(resolved, '$.username', 'Ana', '$.usernameKey', 'ana')
       where import_id = ?1 and line = 3`,
    )
    .bind(id)
    .run();
  expect(await finish(space, id)).toEqual([
    [2, "set_up"],
    [3, "error", "username username_twice"],
  ]);
});

test("whoever is here keeps their username: the same one changes nothing, another is an error", async () => {
  const space = await open({ ...usernames, "csv.existing": "overwrite" });
  for (const name of ["ana", "ben", "eva"]) {
    await useCases.setUpMember(ctxOf(space), {
      email: address(space, name),
      ...(name === "eva" ? {} : { username: name }),
      firstName: "Old",
    });
  }
  const lines = [
    "email,username,first_name",
    `${address(space, "ana")},ANA,New`,
    `${address(space, "ben")},bernd,New`,
    `${address(space, "eva")},evelyn,New`,
  ];
  const { id } = await stage(space, lines, { setUp: true });
  expect(await rowsOf(space, id)).toEqual([
    [2, "update"],
    [3, "error", "username existing_username"],
    [4, "error", "username existing_username"],
  ]);
  const skipped = await stage(space, lines, { setUp: true, existing: "skip" });
  expect((await rowsOf(space, skipped.id)).map(([, outcome]) => outcome)).toEqual([
    "already_member",
    "already_member",
    "already_member",
  ]);
});

test("an expired invitation that is taken up by a file gets the file's username in place of its own", async () => {
  const space = await open(usernames);
  const email = address(space, "a");
  const { invitation } = await useCases.inviteUser(ctxOf(space), { email });
  await useCases.changeUsername(ctxOf(space), { membershipId: invitation.userId, username: "old" });
  await space.house.database
    .prepare("update invitations set expires_at = ?1 where email = ?2")
    .bind(space.house.clock.now - 1, email)
    .run();
  const { id } = await stage(space, ["email,username", `${email},new`], { setUp: true });
  expect(await finish(space, id)).toEqual([[2, "set_up"]]);
  expect(await namesIn(space)).toEqual([{ name: "new", email, status: "active" }]);
});

/** A workspace whose customer has another one, with these people in it. */
async function neighbour(policy: "silent" | "advise" | "block", known: readonly string[]) {
  const other = await open();
  const { house } = other;
  const email = (name: string) => address(other, name);
  for (const name of known) await createMember(house, other.workspace, { email: email(name) });
  const overrides = { "invite.existing_elsewhere": policy };
  return { email, space: await open(overrides, { house, customerId: other.workspace.customerId }) };
}

const toldIn = async (space: Space) =>
  (await listAuditEvents(ctxOf(space), {})).events.flatMap(({ action, targetId, details }) =>
    action.endsWith("_elsewhere") ? [{ action, targetId, email: details.email }] : [],
  );

test.each([
  ["invites", false, "invited"],
  ["sets people up", true, "set_up"],
] as const)(
  "where people with an account elsewhere are kept out, a file that %s keeps them out too, and it is written down (D18)",
  async (_, setUp, done) => {
    const { space, email } = await neighbour("block", ["known", "late"]);
    await createMember(space.house, space.workspace, { email: email("late2") });
    const lines = ["email", email("known"), email("fresh"), email("late2")];
    const { id } = await stage(space, lines, { setUp });
    expect(await rowsOf(space, id)).toEqual([
      [2, "error", "email account_elsewhere"],
      [3, "ready"],
      [4, "already_member"],
    ]);
    const refusal = { action: "invitation.refused_elsewhere", targetId: id };
    expect(await toldIn(space)).toEqual([{ ...refusal, email: email("known") }]);
    const { rows } = await useCases.listImportRows(ctxOf(space), { importId: id });
    expect([rows[0]?.userId, rows[0]?.problems]).toEqual([
      null,
      [{ column: "email", code: "account_elsewhere", found: email("known") }],
    ]);
    const corrected = await useCases.correctRow(ctxOf(space), {
      importId: id,
      line: 2,
      cells: { email: email("late") },
    });
    expect(corrected.problems).toMatchObject([{ code: "account_elsewhere" }]);
    expect((await finish(space, id, {})).map(([, outcome]) => outcome)).toEqual([
      "error",
      done,
      "already_member",
    ]);
    expect((await toldIn(space)).map((one) => one.email).sort()).toEqual(
      [email("known"), email("late")].sort(),
    );
  },
);

test.each([
  ["invites", false],
  ["sets people up", true],
] as const)(
  "an account that came to be elsewhere after the review keeps its row of a file that %s out of the run (D18)",
  async (_, setUp) => {
    const { space, email } = await neighbour("block", ["first"]);
    const { id } = await stage(space, ["email", email("late")], { setUp });
    const other = await open({}, { house: space.house, customerId: space.workspace.customerId });
    await createMember(space.house, other.workspace, { email: email("late") });
    expect(await finish(space, id, {})).toEqual([[2, "error", "email account_elsewhere"]]);
    expect(await toldIn(space)).toEqual([
      { action: "invitation.refused_elsewhere", targetId: id, email: email("late") },
    ]);
  },
);

test("advice and silence say nothing by file, and an account with another customer counts nowhere (D18)", async () => {
  for (const policy of ["advise", "silent"] as const) {
    const { space, email } = await neighbour(policy, ["known"]);
    const { id } = await stage(space, ["email", email("known")]);
    expect(await finish(space, id, {})).toEqual([[2, "invited"]]);
    expect(await toldIn(space)).toEqual([]);
  }
  const { space } = await neighbour("block", []);
  const stranger = await createWorkspace(space.house);
  const { email } = await createMember(space.house, stranger.workspace);
  const { id } = await stage(space, ["email", email]);
  expect(await finish(space, id, {})).toEqual([[2, "invited"]]);
});
