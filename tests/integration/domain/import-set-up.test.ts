import { expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import { resolveCaller } from "../../../worker/domain/sessions/resolve-caller.ts";
import {
  createMember,
  createWorkspace,
  type House,
  openHouse,
  plantGroup,
  refusalOf,
  type TestWorkspace,
  tokenIn,
} from "../../support/house.ts";
import { enrolmentsOf, placesOf, plantCourse, plantSession } from "../../support/learning.ts";

const password = "seven green bicycles";

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}

type Space = TestWorkspace & { house: House };

async function open(overrides: Record<string, unknown> = {}): Promise<Space> {
  const house = openHouse();
  return { house, ...(await createWorkspace(house, { overrides })) };
}

const ctxOf = ({ house, admin }: Space) => house.context(admin.caller);

const stage = (space: Space, text: string, more: Record<string, unknown> = {}) =>
  useCases.stageImport(ctxOf(space), { fileName: "people.csv", file: bytesOf(text), ...more });

async function work({ house }: Space) {
  for (let woken = house.importsWoken.shift(); woken; woken = house.importsWoken.shift()) {
    while ((await useCases.runImport(house.system(), woken)).more);
  }
}

async function setUp(space: Space, text: string) {
  const { id: importId } = await stage(space, text);
  await useCases.confirmImport(ctxOf(space), { importId, setUp: true });
  await work(space);
  return useCases.viewImport(ctxOf(space), { importId });
}

const membersOf = async ({ house, workspace }: Space) =>
  (
    await house.database
      .prepare(
        `select m.email, m.status, m.import_id is not null as imported, u.password_hash is not null as has_password
         from memberships m left join users u on u.id = m.user_id
         where m.workspace_id = ?1 and m.email like '%@people.example' order by m.email`,
      )
      .bind(workspace.id)
      .all<{ email: string; status: string; imported: number; has_password: number }>()
  ).results;

test("a file sets everybody in it up at once: members with a mailed link, enrolled as if they had joined", async () => {
  const space = await open({ "enrol.from_group": true });
  const { house, workspace } = space;
  const group = await plantGroup(house, workspace.id, "Sales");
  await plantCourse(house, workspace.id, "First aid");
  const ofGroup = await plantCourse(house, workspace.id, "For sales", { groupIds: [group.id] });
  await plantSession(house, workspace.id, ofGroup, { title: "Monday", groupId: group.id });
  const done = await setUp(
    space,
    "email,first_name,last_name,group,courses\nana@people.example,Ana,Ruiz,Sales,\neva@people.example,Eva,Blum,,First aid\nbad,X,Y,,\n",
  );
  expect(done).toMatchObject({ status: "done", counts: { set_up: 2, error: 1, ready: 0 } });
  expect(await membersOf(space)).toEqual([
    { email: "ana@people.example", status: "active", imported: 1, has_password: 0 },
    { email: "eva@people.example", status: "active", imported: 1, has_password: 0 },
  ]);
  const { rows } = await useCases.listImportRows(ctxOf(space), { importId: done.id, outcome: "set_up" });
  const [ana, eva] = rows.map(({ userId }) => userId ?? "");
  expect(await enrolmentsOf(house, ana ?? "")).toMatchObject([{ title: "For sales" }]);
  expect(await placesOf(house, ana ?? "")).toMatchObject([{ title: "Monday" }]);
  expect(await enrolmentsOf(house, eva ?? "")).toMatchObject([{ title: "First aid" }]);

  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  const sent = house.sent.filter(({ to }) => to.endsWith("@people.example"));
  const first = sent.find(({ to, text }) => to === "ana@people.example" && text.includes("/reset/"));
  await useCases.resetPassword(house.anonymous(), { token: tokenIn(first), password });
  await useCases.signIn(house.anonymous(), {
    workspaceSlug: workspace.slug,
    email: "ana@people.example",
    password,
  });
});

test("whoever has an account keeps its password, and one whose mailbox was never proved opens nothing here by it", async () => {
  const space = await open();
  const { house, workspace } = space;
  const elsewhere = await createWorkspace(house);
  await createMember(house, elsewhere.workspace, { email: "known@people.example" });
  const unproved = await createMember(house, elsewhere.workspace, { email: "unproved@people.example" });
  await house.database
    .prepare("update users set email_verified_at = null where email = 'unproved@people.example'")
    .run();
  const before = await house.database
    .prepare("select password_hash h from users where email = 'known@people.example'")
    .first<{ h: string }>();
  house.clock.advance(1_000);
  await setUp(space, "email,first_name\nknown@people.example,Other\nunproved@people.example,Una\n");
  const after = await house.database
    .prepare(
      "select email, first_name, password_hash h from users where email in ('known@people.example', 'unproved@people.example') order by email",
    )
    .all();
  expect(after.results).toMatchObject([
    { email: "known@people.example", h: before?.h },
    { email: "unproved@people.example" },
  ]);
  const signIn = (workspaceSlug: string) =>
    useCases.signIn(house.anonymous(), {
      workspaceSlug,
      email: unproved.email,
      password: unproved.password,
    });
  await signIn(elsewhere.workspace.slug);
  expect(await refusalOf(signIn(workspace.slug))).toBe("SIGN_IN_FAILED");
  expect(after.results[0]?.first_name).not.toBe("Other");
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  const told = house.sent.filter(({ to }) => to.endsWith("@people.example"));
  expect(told.map(({ to }) => to).sort()).toEqual(["known@people.example", "unproved@people.example"]);
});

test("whoever is invited or here is left alone, and an invitation that has ended is taken up", async () => {
  const space = await open();
  const { house, workspace } = space;
  await createMember(house, workspace, { email: "here@people.example" });
  await useCases.inviteUser(ctxOf(space), { email: "open@people.example" });
  await useCases.inviteUser(ctxOf(space), { email: "ended@people.example" });
  await house.database
    .prepare("update invitations set expires_at = ?1 where email = 'ended@people.example'")
    .bind(house.clock.now - 1)
    .run();
  const done = await setUp(
    space,
    "email,first_name\nhere@people.example,A\nopen@people.example,B\nended@people.example,C\n",
  );
  expect(done.counts).toMatchObject({ set_up: 1, already_member: 1, already_invited: 1 });
  expect(await membersOf(space)).toMatchObject([
    { email: "ended@people.example", status: "active" },
    { email: "here@people.example", status: "active" },
    { email: "open@people.example", status: "pending" },
  ]);
});

test("where people are not set up a file does not either, and one that runs stops when the policy goes", async () => {
  const off = await open({ "direct_setup.enabled": false });
  const text = "email,first_name\nana@people.example,Ana\n";
  expect(await refusalOf(stage(off, text, { setUp: true }))).toBe("DIRECT_SETUP_OFF");
  const staged = await stage(off, text);
  expect(await refusalOf(useCases.confirmImport(ctxOf(off), { importId: staged.id, setUp: true }))).toBe(
    "DIRECT_SETUP_OFF",
  );
  expect(await membersOf(off)).toEqual([]);

  const space = await open();
  const { id: importId } = await stage(space, text);
  await useCases.confirmImport(ctxOf(space), { importId, setUp: true });
  await space.house.database
    .prepare(
      "update workspaces set policy_overrides = json_object('direct_setup.enabled', json('false')) where id = ?1",
    )
    .bind(space.workspace.id)
    .run();
  await work(space);
  const stopped = await useCases.viewImport(ctxOf(space), { importId });
  expect(stopped).toMatchObject({
    status: "failed",
    counts: { canceled: 1 },
    failure: { code: "RIGHT_LOST" },
  });
  expect(await membersOf(space)).toEqual([]);
});

/** A workspace that mails temporary passwords (D21). */
const openTemporary = () => open({ "direct_setup.credentials": "temporary_password" });

const passwordIn = (text: string | undefined) =>
  /\b[0-9a-z]{4}(?:-[0-9a-z]{4}){3}\b/.exec(text ?? "")?.[0] ?? "";

const deliver = ({ house, workspace }: Space) =>
  useCases.deliverMail(house.system(), { workspaceId: workspace.id });

test("a file mails temporary passwords where that is chosen: in the mail alone, for 72 hours, and another must be chosen", async () => {
  const space = await openTemporary();
  const { house, workspace } = space;
  const elsewhere = await createWorkspace(house);
  await createMember(house, elsewhere.workspace, { email: "known1@people.example" });
  const { id: importId } = await stage(
    space,
    "email,first_name\nana1@people.example,Ana\nknown1@people.example,Kim\n",
    { setUp: true, credentials: "temporary_password" },
  );
  await useCases.confirmImport(ctxOf(space), { importId });
  await work(space);
  const all = async (sql: string) => (await house.database.prepare(sql).all()).results;
  expect(
    await all(
      "select password_hash h, must_change_password m from users where email = 'ana1@people.example'",
    ),
  ).toEqual([{ h: null, m: 1 }]);
  await deliver(space);
  const mailTo = (email: string) => house.sent.find(({ to }) => to === email);
  const mail = mailTo("ana1@people.example");
  expect(mail?.template).toBe("account_password");
  expect(mailTo("known1@people.example")?.template).toBe("account_added");
  const password = passwordIn(mail?.text);
  expect(password).not.toBe("");
  for (const { name } of await all(
    "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like '\\_cf%' escape '\\'",
  )) {
    const rows = JSON.stringify(await all(`select * from "${name}"`)).replaceAll(`quick$${password}`, "");
    expect([name, rows.includes(password)]).toEqual([name, false]);
  }
  const enter = () =>
    useCases.signIn(house.anonymous(), {
      workspaceSlug: workspace.slug,
      email: "ana1@people.example",
      password,
    });
  const { secret } = await enter();
  const { caller } = await resolveCaller(house.anonymous(), secret, workspace.slug);
  expect(await refusalOf(useCases.viewOwnLearning(house.context(caller), {}))).toBe(
    "PASSWORD_CHANGE_REQUIRED",
  );
  house.clock.advance(72 * 3_600_000);
  expect(await refusalOf(enter())).toBe("PASSWORD_ENDED");
});

test("a file mails a link unless somebody says otherwise, also where the form begins with temporary passwords", async () => {
  const space = await openTemporary();
  await setUp(space, "email,first_name\nana2@people.example,Ana\n");
  await deliver(space);
  expect(space.house.sent.map(({ template }) => template)).toEqual(["account_link"]);
});

test("temporary passwords come by no file where the workspace gives none, and by none that began before it gave them up", async () => {
  const off = await open();
  const text = "email,first_name\nana3@people.example,Ana\n";
  const wanted = { setUp: true, credentials: "temporary_password" as const };
  const refusal = { details: { errors: [{ path: "credentials", code: "not_offered" }] } };
  await expect(stage(off, text, wanted)).rejects.toMatchObject(refusal);
  const staged = await stage(off, text);
  await expect(useCases.confirmImport(ctxOf(off), { importId: staged.id, ...wanted })).rejects.toMatchObject(
    refusal,
  );
  expect(await membersOf(off)).toEqual([]);

  const space = await openTemporary();
  const gaveUp = { "direct_setup.credentials": "set_password_link" };
  const ctx = ctxOf(space);
  const without = {
    ...ctx.caller,
    workspace: { ...space.workspace, policies: { ...space.workspace.policies, ...gaveUp } },
  } as typeof space.admin.caller;
  const chosen = await stage(space, text, wanted);
  // What was chosen at the upload is asked again when it is confirmed.
  await expect(
    useCases.confirmImport(space.house.context(without), { importId: chosen.id }),
  ).rejects.toMatchObject(refusal);
  await useCases.confirmImport(ctx, { importId: chosen.id });
  await space.house.database
    .prepare("update workspaces set policy_overrides = ?2 where id = ?1")
    .bind(space.workspace.id, JSON.stringify(gaveUp))
    .run();
  await work(space);
  await deliver(space);
  expect(space.house.sent.map(({ template }) => template)).toEqual(["account_link"]);
});

test("many temporary passwords leave twenty a call, behind single mails, and none of them twice", async () => {
  const space = await openTemporary();
  const { house, workspace, admin } = space;
  const people = Array.from({ length: 45 }, (_, n) => `many-${n}@people.example,P${n}`);
  const { id: importId } = await stage(space, `email,first_name\n${people.join("\n")}\n`);
  await useCases.confirmImport(ctxOf(space), { importId, setUp: true, credentials: "temporary_password" });
  await work(space);
  house.clock.advance(1_000);
  await useCases.requestPasswordReset(house.anonymous(), {
    workspaceSlug: workspace.slug,
    email: admin.email,
  });
  const calls: string[][] = [];
  for (let more = true; more; ) {
    const before = house.sent.length;
    ({ more } = await deliver(space));
    calls.push(house.sent.slice(before).map(({ template }) => template));
  }
  expect(calls.map((templates) => templates.filter((name) => name === "account_password").length)).toEqual([
    20, 20, 5,
  ]);
  expect(calls[0]).toContain("password_reset");
  expect(new Set(house.sent.map(({ to }) => to)).size).toBe(46);
});

test("taking such an import back leaves its people here", async () => {
  const space = await open();
  const done = await setUp(space, "email,first_name\nana@people.example,Ana\n");
  await useCases.undoImport(ctxOf(space), { importId: done.id }).catch(() => null);
  await work(space);
  expect(await membersOf(space)).toMatchObject([{ email: "ana@people.example", status: "active" }]);
});
