import { expect, test, vi } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import {
  createMember,
  createWorkspace,
  type House,
  openHouse,
  refusalOf,
  type TestWorkspace,
} from "../../support/house.ts";

async function* bytesOf(text: string, chunk = 1 << 16): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let from = 0; from < bytes.length; from += chunk) yield bytes.slice(from, from + chunk);
}

const upload = (house: House, space: TestWorkspace, text: string, more: Record<string, unknown> = {}) =>
  useCases.stageImport(house.context(space.admin.caller), {
    fileName: "people.csv",
    file: bytesOf(text),
    ...more,
  });

/** Works off whatever the queue was woken for, as the consumer does. */
async function work(house: House) {
  for (let woken = house.importsWoken.shift(); woken; woken = house.importsWoken.shift()) {
    while ((await useCases.runImport(house.system(), woken)).more);
  }
}

const people = (count: number) =>
  Array.from({ length: count }, (_, index) => `p${index}@example.com,Ana,Number ${index},learner`).join("\n");

test("a plain file is checked on the way in, confirmed, and everybody in it is invited once", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const ctx = () => house.context(space.admin.caller);
  const staged = await upload(house, space, `email,first_name,last_name,role\n${people(2_500)}\n`);
  expect(staged).toMatchObject({ status: "ready", rowCount: 2_500, counts: { ready: 2_500 } });
  const settings = { ...ctx().settings, invitationsPerDay: 10_000 };
  await useCases.confirmImport({ ...ctx(), settings }, { importId: staged.id });
  await work(house);
  const done = await useCases.viewImport(ctx(), { importId: staged.id });
  expect(done).toMatchObject({ status: "done", counts: { invited: 2_500, ready: 0 } });
  const count = await house.database
    .prepare(
      `select count(*) n, count(distinct email) emails, (select count(*) from outbox where workspace_id = ?1) mails,
       (select count(*) from memberships where workspace_id = ?1 and import_id = ?2 and status = 'pending') members
       from invitations where workspace_id = ?1 and origin = 'import'`,
    )
    .bind(space.workspace.id, staged.id)
    .first();
  expect(count).toEqual({ n: 2_500, emails: 2_500, mails: 2_500, members: 2_500 });
});

test("rows are told apart: errors, duplicates, members, invited and deactivated people", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const member = await createMember(house, space.workspace);
  const gone = await createMember(house, space.workspace, { status: "deactivated" });
  await useCases.inviteUser(house.context(space.admin.caller), { email: "open@example.com" });
  const staged = await upload(
    house,
    space,
    [
      "email;role",
      "new@example.com;learner",
      "NEW@example.com ;learner",
      "nobody;learner",
      "x@example.com;studnt",
      `${member.email};`,
      `${gone.email};`,
      "open@example.com;",
      "typo@gmial.com;",
    ].join("\r\n"),
  );
  expect(staged.counts).toEqual({
    ready: 1,
    duplicate: 1,
    error: 2,
    already_member: 1,
    deactivated: 1,
    already_invited: 1,
    warning: 1,
  });
  const { groups } = await useCases.viewImport(house.context(space.admin.caller), { importId: staged.id });
  expect(groups.map(({ problem, count, line }) => [problem, count, line]).sort()).toEqual([
    ["!email_malformed:email:", 1, 4],
    ["!role_unknown:role:studnt", 1, 5],
    ["=already_invited", 1, 8],
    ["=already_member", 1, 6],
    ["=deactivated", 1, 7],
    ["=duplicate", 1, 3],
    ["~email_typo:email:suggested", 1, 9],
  ]);
});

test("one repair mends many rows, each by its own suggestion, and a duplicate takes the freed address", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const ctx = () => house.context(space.admin.caller);
  const staged = await upload(
    house,
    space,
    "email,role\na@example.com,studnt\nb@example.com,studnt;instructor\nc@gmial.com,\nd@gmial.com,\nd@gmail.com,\ne@example.com,\ne@example.com,\n",
  );
  const importId = staged.id;
  expect(staged.counts).toEqual({ error: 2, warning: 2, ready: 2, duplicate: 1 });
  const roles = await useCases.repairRows(ctx(), {
    importId,
    problem: "!role_unknown:role:studnt",
    repair: { value: "learner" },
  });
  expect(roles.counts).toMatchObject({ error: 0, ready: 4 });
  const domains = await useCases.repairRows(ctx(), {
    importId,
    problem: "~email_typo:email:suggested",
    repair: { suggestion: true },
  });
  // d@gmail.com stands below already, so one of the two mended rows repeats it.
  expect(domains.counts).toMatchObject({ warning: 0, ready: 5, duplicate: 2 });
  const first = await useCases.correctRow(ctx(), { importId, line: 7, exclude: true });
  expect(first.outcome).toBe("excluded");
  const after = await useCases.viewImport(ctx(), { importId });
  expect(after.counts).toMatchObject({ ready: 5, duplicate: 1, excluded: 1 });
  const corrected = await useCases.correctRow(ctx(), {
    importId,
    line: 5,
    cells: { email: "new-d@example.com" },
  });
  expect(corrected).toMatchObject({ outcome: "ready", email: "new-d@example.com" });
  const { rows } = await useCases.listImportRows(ctx(), { importId });
  expect(rows.map(({ line, outcome }) => [line, outcome])).toEqual([
    [2, "ready"],
    [3, "ready"],
    [4, "ready"],
    [5, "ready"],
    [6, "ready"],
    [7, "excluded"],
    [8, "ready"],
  ]);
});

test("columns that are not plain wait for a person, and the next file with these headings does not", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const ctx = () => house.context(space.admin.caller);
  const text = "Wohin,Wer,Passwort\na@example.com,Ana Ruiz,geheim\n";
  const staged = await upload(house, space, text);
  expect(staged).toMatchObject({ status: "mapping", counts: { staged: 1 } });
  const mapped = await useCases.mapColumns(ctx(), { importId: staged.id, mapping: ["email", "name", null] });
  expect(mapped).toMatchObject({ status: "ready", counts: { ready: 1 } });
  const again = await upload(house, space, text.replace("a@", "b@"));
  expect(again).toMatchObject({ status: "ready", counts: { ready: 1 } });
  const { rows } = await useCases.listImportRows(ctx(), { importId: again.id });
  expect(rows[0]?.cells).toEqual(["b@example.com", "Ana Ruiz", ""]);
});

test("what failed comes back as a file that uploads as it is, and sends only what was missing", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const ctx = () => house.context(space.admin.caller);
  const first = await upload(
    house,
    space,
    "email,first_name\na@example.com,=1+1\nbad,Ben\nc@example.com,www.x.org\n",
  );
  await useCases.confirmImport(ctx(), { importId: first.id });
  await work(house);
  const { lines } = await useCases.exportFailedRows(ctx(), { importId: first.id });
  let file = "";
  for await (const piece of lines) file += piece;
  expect(file.split("\r\n")).toHaveLength(4);
  expect(file).toContain('"Line 3: email ""bad"" is not an e-mail address.');
  const second = await upload(
    house,
    space,
    file.replace('"bad"', '"b@example.com"').replace("www.x.org", "Cora"),
  );
  expect(second).toMatchObject({ status: "ready", counts: { ready: 2 } });
  await useCases.confirmImport(ctx(), { importId: second.id });
  await work(house);
  const mails = await house.database
    .prepare("select to_email from outbox where workspace_id = ?1 order by to_email")
    .bind(space.workspace.id)
    .all();
  expect(mails.results.map(({ to_email }) => to_email)).toEqual([
    "a@example.com",
    "b@example.com",
    "c@example.com",
  ]);
});

test("an import is taken back except for those who joined or were handled since", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const ctx = () => house.context(space.admin.caller);
  const staged = await upload(house, space, "email\na@example.com\nb@example.com\nc@example.com\n");
  await useCases.confirmImport(ctx(), { importId: staged.id });
  await work(house);
  const { rows } = await useCases.listImportRows(ctx(), { importId: staged.id });
  const invitation = await house.database
    .prepare("select id from invitations where workspace_id = ?1 and membership_id = ?2")
    .bind(space.workspace.id, rows[0]?.userId)
    .first<string>("id");
  await useCases.editInvitation(ctx(), { invitationId: invitation ?? "", firstName: "Ana" });
  const undone = await useCases.undoImport(ctx(), { importId: staged.id });
  expect(undone).toMatchObject({ status: "undone", counts: { undone: 2, kept_changed: 1, invited: 0 } });
  const left = await house.database
    .prepare("select email from invitations where workspace_id = ?1 and status = 'pending'")
    .bind(space.workspace.id)
    .all();
  expect(left.results).toEqual([{ email: "a@example.com" }]);
  await useCases.deliverMail(house.system(), { workspaceId: space.workspace.id });
  expect(house.sent.map(({ to }) => to)).toEqual(["a@example.com"]);
});

test("a third import at once is refused, and one that was refused for its file leaves nothing behind", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  expect(await refusalOf(upload(house, space, 'email\n"a@example.com\nb@example.com\n'))).toBe(
    "QUOTE_UNCLOSED",
  );
  const rows = await house.database
    .prepare("select count(*) n from import_rows where workspace_id = ?1")
    .bind(space.workspace.id)
    .first<number>("n");
  expect(rows).toBe(0);
  async function* endless(): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode("email\na@example.com\n");
    await new Promise(() => undefined);
  }
  void useCases.stageImport(house.context(space.admin.caller), { fileName: "a.csv", file: endless() });
  void useCases.stageImport(house.context(space.admin.caller), { fileName: "b.csv", file: endless() });
  await vi.waitFor(
    async () =>
      expect(
        (await useCases.listImports(house.context(space.admin.caller), {})).imports.filter(
          ({ status }) => status === "receiving",
        ),
      ).toHaveLength(2),
    { timeout: 30_000, interval: 20 },
  );
  expect(await refusalOf(upload(house, space, "email\nc@example.com\n"))).toBe("IMPORT_BUSY");
});

test("another workspace's import is not there", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const other = await createWorkspace(house);
  const { id: importId } = await upload(house, space, "email\na@example.com\n");
  const foreign = () => house.context(other.admin.caller);
  expect(await refusalOf(useCases.viewImport(foreign(), { importId }))).toBe("NOT_FOUND");
  expect(await refusalOf(useCases.viewColumns(foreign(), { importId }))).toBe("NOT_FOUND");
  expect(await refusalOf(useCases.confirmRoles(foreign(), { importId }))).toBe("NOT_FOUND");
  expect(await refusalOf(useCases.confirmImport(foreign(), { importId }))).toBe("NOT_FOUND");
  expect(await refusalOf(useCases.correctRow(foreign(), { importId, line: 2, exclude: true }))).toBe(
    "NOT_FOUND",
  );
  expect(await refusalOf(useCases.exportFailedRows(foreign(), { importId }))).toBe("NOT_FOUND");
  expect(await refusalOf(useCases.listImportRows(foreign(), { importId }))).toBe("NOT_FOUND");
  expect((await useCases.listImports(foreign(), {})).imports).toEqual([]);
});

test("the columns of a file come with values and a proposal, and none of a password", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const { id: importId } = await upload(
    house,
    space,
    "E-Mail,Firts name,Password,Wohin\na@example.com,Ana,geheim,\na@example.com,Ben,,Bonn\n",
  );
  const ctx = house.context(space.admin.caller);
  const { columns, status } = await useCases.viewColumns(ctx, { importId });
  expect(status).toBe("mapping");
  expect(columns).toMatchObject([
    { header: "E-Mail", chosen: "email", confidence: "alias", samples: ["a@example.com"] },
    {
      header: "Firts name",
      chosen: null,
      confidence: "near",
      suggestion: "first_name",
      samples: ["Ana", "Ben"],
    },
    { header: "Password", target: "dropped", chosen: null, samples: [] },
    { header: "Wohin", target: "ignored", chosen: null, samples: ["Bonn"] },
  ]);
});

test("roles that do not come by file come by this one after a confirmation in the review", async () => {
  const house = openHouse();
  const space = await createWorkspace(house, { overrides: { "csv.allowed_roles": ["learner"] } });
  const ctx = () => house.context(space.admin.caller);
  const { id: importId, counts } = await upload(
    house,
    space,
    "email,role\na@example.com,instructor\nb@example.com,admin\nc@example.com,learner\n",
  );
  expect(counts).toEqual({ error: 2, ready: 1 });
  const confirmed = await useCases.confirmRoles(ctx(), { importId });
  expect(confirmed).toMatchObject({ status: "ready", counts: { error: 0, warning: 2, ready: 1 } });
  const { groups } = await useCases.viewImport(ctx(), { importId });
  expect(groups.map(({ kind, count, example }) => [kind, count, example?.code])).toEqual([
    ["warning", 1, "role_needs_confirmation"],
    ["warning", 1, "role_needs_confirmation"],
  ]);
  await useCases.confirmImport(ctx(), { importId });
  expect(await refusalOf(useCases.confirmRoles(ctx(), { importId }))).toBe("IMPORT_STATE");
});
