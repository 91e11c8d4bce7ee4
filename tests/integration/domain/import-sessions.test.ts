import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import {
  callerNow,
  createMember,
  createWorkspace,
  day,
  type House,
  openHouse,
  plantGroup,
  type TestWorkspace,
  tokenIn,
} from "../../support/house.ts";
import { enrolmentsOf, placesOf, plantCourse, plantSession } from "../../support/learning.ts";

const { DB: database } = env;

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}

type Space = TestWorkspace & { house: House; courseId: string };

async function open(overrides: Record<string, unknown> = {}, db: D1Database = database): Promise<Space> {
  const house = openHouse({ database: db });
  const space = await createWorkspace(house, { overrides });
  return { house, ...space, courseId: await plantCourse(house, space.workspace.id, "First aid") };
}

const asAdmin = ({ house, admin }: Space) => house.context(admin.caller);

const stage = (space: Space, text: string, ctx = asAdmin(space), more: Record<string, unknown> = {}) =>
  useCases.stageImport(ctx, { fileName: "people.csv", file: bytesOf(text), ...more });

async function work(space: Space, importId: string, more: Record<string, unknown> = {}) {
  await useCases.confirmImport(asAdmin(space), { importId, ...more });
  const { house, workspace } = space;
  for (let on = true; on; )
    ({ more: on } = await useCases.runImport(house.system(), { workspaceId: workspace.id, importId }));
  return useCases.viewImport(asAdmin(space), { importId });
}

const rowsOf = (space: Space, importId: string, ctx = asAdmin(space)) =>
  useCases.listImportRows(ctx, { importId }).then(({ rows }) => rows);

const idOf = async ({ workspace }: Space, email: string) =>
  (await database
    .prepare("select id from memberships where workspace_id = ?1 and email = ?2 and status <> 'removed'")
    .bind(workspace.id, email)
    .first<string>("id")) ?? "";

const titles = async (space: Space, email: string) =>
  (await placesOf(space.house, await idOf(space, email))).map(({ title }) => title);

const plant = (
  { house, workspace, courseId }: Space,
  title: string,
  more: Parameters<typeof plantSession>[3] = {},
) => plantSession(house, workspace.id, courseId, { title, ...more });

test("a file invites into sessions by title and by ID: the seats are held, and whoever joins is enrolled and mailed", async () => {
  const space = await open();
  const { house, workspace } = space;
  await plant(space, "Monday");
  const tuesday = await plant(space, "Tuesday", { seats: 5 });
  const { id, mapping } = await stage(
    space,
    `email,first_name,Training session\nsina@people.example,Sina,monday; ${tuesday}\nsol@people.example,Sol,\n`,
  );
  expect(mapping).toEqual(["email", "first_name", "sessions"]);
  expect((await work(space, id)).counts).toMatchObject({ invited: 2 });
  expect(await titles(space, "sina@people.example")).toEqual(["Monday", "Tuesday"]);
  expect(await titles(space, "sol@people.example")).toEqual([]);

  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  const invitation = house.sent.find(
    ({ to, template }) => to === "sina@people.example" && template === "invitation",
  );
  await useCases.joinAsNewPerson(house.anonymous(), {
    token: tokenIn(invitation),
    revision: 1,
    password: "seven green bicycles",
  });
  expect(await enrolmentsOf(house, await idOf(space, "sina@people.example"))).toEqual([
    { title: "First aid", origin: "session", status: "active" },
  ]);
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  expect(
    house.sent.filter(
      ({ to, template }) => to === "sina@people.example" && template === "session_invitation",
    ),
  ).toHaveLength(2);
});

test("a file that sets people up gives them places at once, and mails each session", async () => {
  const space = await open();
  const { house, workspace } = space;
  await plant(space, "Monday");
  await plant(space, "Tuesday");
  const { id } = await stage(space, "email,first_name,sessions\nset@people.example,Set,Monday;Tuesday\n");
  expect((await work(space, id, { setUp: true })).counts).toMatchObject({ set_up: 1 });
  expect(await titles(space, "set@people.example")).toEqual(["Monday", "Tuesday"]);
  expect(await enrolmentsOf(house, await idOf(space, "set@people.example"))).toMatchObject([
    { title: "First aid", origin: "session" },
  ]);
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  const templates = house.sent
    .filter(({ to }) => to === "set@people.example")
    .map(({ template }) => template);
  expect(templates.sort()).toEqual(["account_link", "session_invitation", "session_invitation"]);
});

test("what a row names and cannot get is said in the review, and several of one title are told apart by their beginning", async () => {
  const space = await open();
  const { house, workspace } = space;
  const morning = await plant(space, "Monday", { startsAt: Date.UTC(2026, 2, 9, 8) });
  const evening = await plant(space, "Monday", { startsAt: Date.UTC(2026, 2, 9, 17) });
  const full = await plant(space, "Tuesday", { seats: 1 });
  const { membershipId } = await createMember(house, workspace);
  await useCases.addAttendee(asAdmin(space), { sessionId: full, membershipId });
  await plant(space, "Over", { startsAt: house.clock.now - day });
  await plant(space, "Canceled", { canceled: true });
  const draft = await plantCourse(house, workspace.id, "Later", { status: "draft" });
  await plantSession(house, workspace.id, draft, { title: "Draft" });
  const words = ["Monday", "Tuesday", "Wensday", "Over", "Canceled", "Draft", "Tusday"];
  const { id, counts } = await stage(
    space,
    `email,sessions\n${words.map((word, at) => `review-${at}@people.example,${word}`).join("\n")}\n`,
  );
  expect(counts).toEqual({ error: words.length });
  const rows = await rowsOf(space, id);
  expect(rows.map(({ problems }) => problems[0]?.code)).toEqual([
    "session_ambiguous",
    "session_full",
    "session_unknown",
    "session_unknown",
    "session_unknown",
    "session_draft",
    "session_unknown",
  ]);
  expect(rows[0]?.problems[0]).toMatchObject({
    expected: [morning, evening],
    names: { [morning]: "Monday, 2026-03-09 09:00", [evening]: "Monday, 2026-03-09 18:00" },
  });
  expect(rows[6]?.problems[0]).toMatchObject({ suggestion: "Tuesday" });

  const mended = await useCases.repairRows(asAdmin(space), {
    importId: id,
    problem: "!session_ambiguous:sessions:Monday",
    repair: { value: evening },
  });
  await useCases.runImport(house.system(), { workspaceId: workspace.id, importId: mended.id });
  expect((await rowsOf(space, id))[0]).toMatchObject({ outcome: "ready", problems: [] });
});

test("where the form asks for no sessions a file takes none either, and where ids count a title counts for nothing", async () => {
  const hidden = await open({ "invite.optional": ["group"] });
  await plant(hidden, "Monday");
  const off = await stage(hidden, "email,sessions\noff@people.example,Monday\n");
  expect((await rowsOf(hidden, off.id))[0]?.problems).toMatchObject([
    { column: "sessions", code: "not_asked" },
  ]);
  const byId = await open({ "csv.match": "id" });
  const monday = await plant(byId, "Monday");
  const { id } = await stage(
    byId,
    `email,sessions\nid-1@people.example,Monday\nid-2@people.example,${monday}\n`,
  );
  expect((await rowsOf(byId, id)).map(({ problems }) => problems[0]?.code)).toEqual([
    "session_unknown",
    undefined,
  ]);
});

test("whoever imports into a part names the sessions of that part, and learns of no others", async () => {
  const space = await open();
  const { house, workspace, courseId } = space;
  const bees = await plantGroup(house, workspace.id, "Bees");
  const wasps = await plantGroup(house, workspace.id, "Wasps");
  const theirs = await plantSession(house, workspace.id, courseId, { title: "Bees meet", groupId: bees.id });
  const other = await plantSession(house, workspace.id, courseId, { title: "Wasps meet", groupId: wasps.id });
  await plant(space, "Everybody meets");
  const owner = await createMember(house, workspace, {
    roles: [{ role: "group_admin", groupId: bees.id }],
    groupIds: [bees.id],
  });
  const ctx = house.context(await callerNow(house, owner));
  const names = ["Bees meet", theirs, "Wasps meet", other, "Everybody meets"];
  const { id } = await stage(
    space,
    `email,sessions\n${names.map((name, at) => `part-${at}@people.example,${name}`).join("\n")}\n`,
    ctx,
  );
  const rows = await rowsOf(space, id, ctx);
  expect(rows.map(({ problems }) => problems[0]?.code)).toEqual([
    undefined,
    undefined,
    "session_unknown",
    "session_unknown",
    "session_unknown",
  ]);
  expect(JSON.stringify(rows.map(({ problems }) => problems[0]?.expected ?? []))).not.toContain("Wasps");
  const template = (await useCases.makeImportTemplate(ctx, {})).text;
  expect(template).toContain("Bees meet");
  expect(template).not.toContain("Wasps meet");

  // The session goes to another group before it is the row's turn: it is not theirs to fill any more.
  await useCases.confirmImport(ctx, { importId: id });
  await database
    .prepare("update course_sessions set group_id = ?2 where id = ?1")
    .bind(theirs, wasps.id)
    .run();
  await useCases.runImport(house.system(), { workspaceId: workspace.id, importId: id });
  expect((await rowsOf(space, id, ctx)).slice(0, 2)).toMatchObject([
    { outcome: "error", problems: [{ code: "session_unknown", found: "" }] },
    { outcome: "error", problems: [{ code: "session_unknown", found: "" }] },
  ]);
});

test("the last seats go to the rows in their order, and a session that was canceled since fails its rows alone", async () => {
  const space = await open();
  const tuesday = await plant(space, "Tuesday", { seats: 2 });
  const gone = await plant(space, "Gone");
  const { id, counts } = await stage(
    space,
    "email,sessions\nseat-1@people.example,Tuesday\nseat-2@people.example,Tuesday\nseat-3@people.example,Tuesday\nseat-4@people.example,Gone\nseat-5@people.example,\n",
  );
  expect(counts).toEqual({ ready: 5 });
  await useCases.cancelCourseSession(asAdmin(space), { sessionId: gone });
  await work(space, id);
  expect((await rowsOf(space, id)).map(({ outcome, problems }) => problems[0]?.code ?? outcome)).toEqual([
    "invited",
    "invited",
    "session_full",
    "session_unknown",
    "invited",
  ]);
  const taken = () =>
    database
      .prepare("select count(*) n from session_attendees where session_id = ?1")
      .bind(tuesday)
      .first("n");
  expect(await taken()).toBe(2);

  // Taken back, the seats are free again.
  await useCases.undoImport(asAdmin(space), { importId: id });
  await useCases.runImport(space.house.system(), { workspaceId: space.workspace.id, importId: id });
  expect(await taken()).toBe(0);
});

test("a seat that somebody takes between the reading of a chunk and its writing is not given twice", async () => {
  let meanwhile: (() => Promise<unknown>) | null = null;
  const interrupted = new Proxy(database, {
    get(target, property) {
      if (property === "batch") {
        return async (statements: D1PreparedStatement[]) => {
          // The batch that writes people is the long one of its chunk.
          const happens = statements.length > 8 ? meanwhile : null;
          if (happens) {
            meanwhile = null;
            await happens();
          }
          return target.batch(statements);
        };
      }
      const value = Reflect.get(target, property) as unknown;
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  const space = await open({}, interrupted);
  const sessionId = await plant(space, "Last one", { seats: 1 });
  const { membershipId } = await createMember(space.house, space.workspace);
  const { id } = await stage(space, "email,sessions\nlate@people.example,Last one\n");
  await useCases.confirmImport(asAdmin(space), { importId: id });
  meanwhile = () =>
    database
      .prepare(
        "insert into session_attendees (workspace_id, session_id, membership_id, origin, added_at) values (?1, ?2, ?3, 'manual', 1)",
      )
      .bind(space.workspace.id, sessionId, membershipId)
      .run();
  const chunk = () =>
    useCases.runImport(space.house.system(), { workspaceId: space.workspace.id, importId: id });
  expect(await chunk()).toMatchObject({ more: true, retryAfter: 2 });
  expect(meanwhile).toBeNull();
  await chunk();
  expect((await rowsOf(space, id))[0]).toMatchObject({
    outcome: "error",
    problems: [{ code: "session_full" }],
  });
  expect(
    await database
      .prepare("select count(*) n from session_attendees where session_id = ?1")
      .bind(sessionId)
      .first("n"),
  ).toBe(1);
});

test("a file gives people who are here no place in a session, and says so where it would change them", async () => {
  const space = await open();
  const { house, workspace } = space;
  const sessionId = await plant(space, "Monday");
  const here = await createMember(house, workspace, { email: "here-already@people.example", lastName: "" });
  const text = "email,last_name,sessions\nhere-already@people.example,Neu,Monday\n";
  expect((await stage(space, text)).counts).toEqual({ already_member: 1 });
  const changing = await stage(space, text, asAdmin(space), { existing: "overwrite" });
  expect((await rowsOf(space, changing.id))[0]?.problems).toMatchObject([{ code: "existing_sessions" }]);
  // Who has the place already is changed in what else the row says.
  await useCases.addAttendee(asAdmin(space), { sessionId, membershipId: here.membershipId });
  expect((await stage(space, text, asAdmin(space), { existing: "overwrite" })).counts).toEqual({ update: 1 });
});
