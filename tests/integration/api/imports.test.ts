import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { problemCodes } from "../../../worker/domain/imports/cell-problems.ts";
import { useCases } from "../../../worker/domain/index.ts";
import { createMember, type House } from "../../support/house.ts";
import { type Answer, ask, openProgram, type Program } from "./program.ts";

const { DB: database } = env;

const csv = { "Content-Type": "text/csv" };

function upload(call: Program, text: string, query = "", headers: Record<string, string> = {}) {
  return call("POST", `/imports${query}`, { raw: text, headers: { ...csv, ...headers } });
}

/** Works an import off, as the queue's consumer does. */
async function work(house: House, workspaceId: string, importId: string): Promise<void> {
  house.clock.now = Date.now();
  while ((await useCases.runImport(house.system(), { workspaceId, importId })).more);
}

async function count(table: string, workspaceId: string): Promise<number> {
  const found = await database
    .prepare(`select count(*) n from ${table} where workspace_id = ?1`)
    .bind(workspaceId)
    .first<number>("n");
  return found ?? 0;
}

const linesOf = (answer: Answer) => answer.body.data.map(({ line }: { line: number }) => line);

test("a group that rows name is made by a repair, where the key may make groups", async () => {
  const { call, space } = await openProgram();
  const made = await upload(call, "email,group\na@example.com,Night shift\nb@example.com,Night shift\n");
  expect(made.body.counts).toEqual({ error: 2 });
  const path = `/imports/${made.body.id}/repairs`;
  const problem = "!group_unknown:group:Night shift";
  const created = await call("POST", path, {
    body: { problem, repair: { createGroup: { parentId: null } } },
  });
  expect([created.status, created.body.counts]).toEqual([
    200,
    expect.objectContaining({ ready: 2, error: 0 }),
  ]);
  expect(await count("groups", space.workspace.id)).toBe(1);
  const again = await call("POST", path, { body: { problem, repair: { createGroup: {} } } });
  expect([again.status, again.body.code]).toEqual([404, "NOT_FOUND"]);
  const strange = await upload(call, "email,role\na@example.com,studnt\n");
  const refused = await call("POST", `/imports/${strange.body.id}/repairs`, {
    body: { problem: "!role_unknown:role:studnt", repair: { createGroup: {} } },
  });
  expect([refused.status, refused.body.errors[0].path]).toEqual([422, "repair"]);
});

describe("an import from the file to the mail", () => {
  test("is uploaded, looked at, corrected, confirmed, and what failed is uploaded again", async () => {
    const { house, space, call } = await openProgram();
    const workspaceId = space.workspace.id;
    const made = await upload(
      call,
      "email,first_name,role\na@example.com,Ana,learner\nb@example.com,Ben,studnt\nnobody,Cem,\na@example.com,Ana,\nd@gmial.com,Di,\n",
      "?fileName=staff.csv",
    );
    expect([made.status, made.headers.get("Location")]).toEqual([201, `/api/v1/imports/${made.body.id}`]);
    expect(made.body).toMatchObject({
      status: "ready",
      counts: { ready: 1, error: 2, duplicate: 1, warning: 1 },
      rowCount: 5,
      fileName: "staff.csv",
      mapping: ["email", "first_name", "role"],
      uploadedBy: "Personnel system",
      dryRun: false,
    });
    const path = `/imports/${made.body.id}`;

    const report = await call("GET", path);
    const groups = report.body.groups.map(({ problem, kind }: Record<string, string>) => [kind, problem]);
    expect(groups.sort()).toEqual([
      ["error", "!email_malformed:email:"],
      ["error", "!role_unknown:role:studnt"],
      ["skipped", "=duplicate"],
      ["warning", "~email_typo:email:suggested"],
    ]);
    const wrong = await call("GET", `${path}/rows?outcome=error`);
    expect(linesOf(wrong).sort()).toEqual([3, 4]);
    expect(wrong.body.data.find(({ line }: { line: number }) => line === 3)).toMatchObject({
      outcome: "error",
      problems: [{ code: "role_unknown", found: "studnt", message: expect.stringContaining("studnt") }],
    });
    for (const [outcome, lines] of [
      ["ready", [2]],
      ["duplicate", [5]],
      ["warning", [6]],
      ["invited", []],
    ] as const) {
      expect([outcome, linesOf(await call("GET", `${path}/rows?outcome=${outcome}`))]).toEqual([
        outcome,
        lines,
      ]);
    }

    const mended = await call("PATCH", `${path}/rows/3`, { body: { cells: { role: "learner" } } });
    expect([mended.status, mended.body.outcome, mended.body.line]).toEqual([200, "ready", 3]);
    const repaired = await call("POST", `${path}/repairs`, {
      body: { problem: "~email_typo:email:suggested", repair: { suggestion: true } },
    });
    expect(repaired.body).toMatchObject({ status: "ready", counts: { ready: 3, error: 1, warning: 0 } });

    const confirmed = await call("POST", `${path}/confirm`, { body: { message: "Welcome" } });
    expect([confirmed.status, confirmed.body.status, confirmed.body.message]).toEqual([
      200,
      "running",
      "Welcome",
    ]);
    await work(house, workspaceId, made.body.id);
    expect((await call("GET", path)).body).toMatchObject({ status: "done", counts: { invited: 3 } });
    const invited = await call("GET", `${path}/rows?outcome=invited&limit=2`);
    expect(linesOf(invited)).toEqual([2, 3]);
    const rest = await call("GET", `${path}/rows?outcome=invited&cursor=${invited.body.nextCursor}`);
    expect([linesOf(rest), rest.body.nextCursor]).toEqual([[6], null]);
    const listed = await call("GET", `/invitations?importId=${made.body.id}`);
    expect(listed.body.data.map(({ email }: { email: string }) => email).sort()).toEqual([
      "a@example.com",
      "b@example.com",
      "d@gmail.com",
    ]);

    const failed = await call("GET", `${path}/failed.csv`);
    expect([failed.status, failed.headers.get("Content-Type")]).toEqual([200, "text/csv; charset=utf-8"]);
    expect(failed.headers.get("Content-Disposition")).toBe('attachment; filename="failed-rows.csv"');
    expect(failed.headers.get("X-Content-Type-Options")).toBe("nosniff");
    expect(failed.headers.get("Cache-Control")).toBe("no-store");
    expect(failed.text).toContain("Line 4:");
    const again = await upload(call, failed.text.replace('"nobody"', '"c@example.com"'));
    expect(again.body).toMatchObject({ status: "ready", counts: { ready: 1 } });

    const history = await call("GET", "/imports?limit=1");
    expect(history.body.data.map(({ id }: { id: string }) => id)).toEqual([again.body.id]);
    const older = await call("GET", `/imports?cursor=${history.body.nextCursor}`);
    expect(older.body.data.map(({ id }: { id: string }) => id)).toEqual([made.body.id]);
  });

  test("is mended by find and replace after a dry run, and the last change is taken back", async () => {
    const { call } = await openProgram();
    const { id } = (await upload(call, "email,role\na@example.com,Pupil\nb@example.com,pupil\n")).body;
    const path = `/imports/${id}`;
    const body = { column: "role", find: "PUPIL", replace: "lerner", wholeCell: true };
    const dry = await call("POST", `${path}/replace`, { body: { ...body, dryRun: true } });
    expect([dry.status, dry.body.count, dry.body.examples]).toEqual([
      200,
      2,
      [
        { line: 2, before: "Pupil", after: "lerner" },
        { line: 3, before: "pupil", after: "lerner" },
      ],
    ]);
    expect((await call("GET", path)).body.lastChange).toBeNull();
    const done = await call("POST", `${path}/replace`, { body });
    expect(done.body).toMatchObject({ count: 2, import: { status: "ready", counts: { error: 2 } } });
    const nothing = await call("POST", `${path}/replace`, { body });
    expect([nothing.status, nothing.body.errors]).toEqual([
      422,
      [{ path: "find", code: "not_found", message: "No cell of this column would change." }],
    ]);
    const { lastChange } = (await call("GET", path)).body;
    expect(lastChange).toEqual({
      id: expect.stringMatching(/^evt_/),
      kind: "replace",
      count: 2,
      line: null,
      problem: null,
      column: "role",
      find: "PUPIL",
      replace: "lerner",
      changedBy: "Personnel system",
      changedAt: expect.any(String),
    });
    const undone = await call("POST", `${path}/undo-change`, { body: { changeId: lastChange.id } });
    expect([undone.status, undone.body.status]).toEqual([200, "ready"]);
    const { data } = (await call("GET", `${path}/rows`)).body;
    expect(data.map(({ cells }: { cells: string[] }) => cells[1])).toEqual(["Pupil", "pupil"]);
    const again = await call("POST", `${path}/undo-change`, { body: { changeId: lastChange.id } });
    expect([again.status, again.body.code]).toEqual([409, "EDIT_CONFLICT"]);
  });

  test("halts, goes on, is given up and taken back", async () => {
    const { house, space, call } = await openProgram();
    const { id } = (await upload(call, "email\na@example.com\n")).body;
    await call("POST", `/imports/${id}/confirm`);
    const statusAfter = async (act: string) => (await call("POST", `/imports/${id}/${act}`)).body.status;
    expect(await statusAfter("pause")).toBe("paused");
    expect(await statusAfter("resume")).toBe("running");
    await work(house, space.workspace.id, id);
    const late = await call("POST", `/imports/${id}/cancel`);
    expect([late.status, late.body.code, late.body.params]).toEqual([
      409,
      "IMPORT_STATE",
      { status: "done" },
    ]);
    expect(await statusAfter("undo")).toBe("undone");
    expect((await call("GET", "/invitations?status=canceled")).body.data).toHaveLength(1);
    const other = (await upload(call, "email\nb@example.com\n")).body;
    const canceled = await call("POST", `/imports/${other.id}/cancel`);
    expect(canceled.body).toMatchObject({ status: "canceled", counts: { canceled: 1, ready: 0 } });
  });

  test("as a dry run reports the same and invites nobody", async () => {
    const { space, call } = await openProgram();
    const text = "email,role\na@example.com,\nb@example.com,studnt\n";
    const dry = await upload(call, text, "?dryRun=1");
    const real = await upload(call, text);
    expect([dry.status, dry.body.dryRun, dry.body.counts]).toEqual([201, true, { ready: 1, error: 1 }]);
    const report = async (id: string) => {
      const { counts, groups } = (await call("GET", `/imports/${id}`)).body;
      return { counts, groups, rows: (await call("GET", `/imports/${id}/rows`)).body.data };
    };
    expect(await report(dry.body.id)).toEqual(await report(real.body.id));
    const refused = await call("POST", `/imports/${dry.body.id}/confirm`);
    expect([refused.status, refused.body.code]).toEqual([409, "DRY_RUN"]);
    expect(await count("invitations", space.workspace.id)).toBe(0);
  });

  test("waits for a confirmation where the encoding was guessed", async () => {
    const { call } = await openProgram();
    const raw = new Uint8Array([...new TextEncoder().encode("email,name\na@example.com,Jos"), 0xe9, 0x0a]);
    const made = await call("POST", "/imports", { raw, headers: csv });
    expect(made.body).toMatchObject({ encoding: "windows-1252", guessedEncoding: ["José"] });
    const path = `/imports/${made.body.id}/confirm`;
    expect((await call("POST", path)).body.code).toBe("ENCODING_UNCONFIRMED");
    expect((await call("POST", path, { body: { encodingIsRight: true } })).status).toBe(200);
    const told = await call("POST", "/imports?encoding=windows-1252", { raw, headers: csv });
    expect(told.body.guessedEncoding).toBeNull();
  });

  test("sets people up with temporary passwords where the workspace gives those, and says so", async () => {
    const file = "email,first_name,sessions\napi-set-up@example.com,Ana,\n";
    const wanted = { setUp: true, credentials: "temporary_password" };
    const plain = await openProgram();
    const off = (await upload(plain.call, file)).body;
    expect(off).toMatchObject({
      mapping: ["email", "first_name", "sessions"],
      setUp: false,
      credentials: null,
    });
    const refused = await plain.call("POST", `/imports/${off.id}/confirm`, { body: wanted });
    expect([refused.status, refused.body.errors]).toMatchObject([422, [{ path: "credentials" }]]);
    const { call } = await openProgram({ overrides: { "direct_setup.credentials": "temporary_password" } });
    const { id } = (await upload(call, file)).body;
    const confirmed = await call("POST", `/imports/${id}/confirm`, { body: wanted });
    expect([confirmed.status, confirmed.body]).toMatchObject([200, wanted]);
  });

  test("lets special roles come by a file when somebody says so", async () => {
    const { call } = await openProgram({ overrides: { "csv.allowed_roles": ["learner"] } });
    const { id, counts } = (await upload(call, "email,role\na@example.com,instructor\n")).body;
    expect(counts).toEqual({ error: 1 });
    const confirmed = await call("POST", `/imports/${id}/confirm-roles`);
    expect(confirmed.body).toMatchObject({ rolesConfirmed: true, counts: { error: 0, warning: 1 } });
  });
});

test("people who are here already are changed as the import says, with what changes told before and after", async () => {
  const { house, space, call } = await openProgram();
  const { email } = await createMember(house, space.workspace, { lastName: "" });
  const file = `email,last_name,role\n${email},Neu,instructor\n`;
  const asUsual = await upload(call, file);
  expect(asUsual.body).toMatchObject({ existing: "skip", counts: { already_member: 1 } });
  const { id } = asUsual.body;
  const chosen = await call("POST", `/imports/${id}/existing`, { body: { existing: "update_empty" } });
  expect([chosen.status, chosen.body.existing]).toEqual([200, "update_empty"]);
  expect(chosen.body.counts).toMatchObject({ update: 1, already_member: 0 });
  const report = await call("GET", `/imports/${id}`);
  expect(report.body.groups).toEqual([
    { problem: "+update", kind: "update", count: 1, line: 2, example: null },
  ]);
  const changes = [{ field: "last_name", before: null, after: "Neu" }];
  const rows = await call("GET", `/imports/${id}/rows?outcome=update`);
  expect(rows.body.data).toMatchObject([{ line: 2, outcome: "update", changes }]);
  await call("POST", `/imports/${id}/confirm`);
  await work(house, space.workspace.id, id);
  const done = await call("GET", `/imports/${id}`);
  expect(done.body).toMatchObject({ status: "done", counts: { updated: 1, update: 0 } });
  const updated = await call("GET", `/imports/${id}/rows?outcome=updated`);
  expect(updated.body.data).toMatchObject([{ outcome: "updated", changes, problems: [] }]);

  const dry = await upload(call, file, "?existing=overwrite&dryRun=1");
  expect(dry.body).toMatchObject({ existing: "overwrite", counts: { update: 1 } });
  const told = await call("GET", `/imports/${dry.body.id}/rows`);
  expect(told.body.data[0].changes).toEqual([{ field: "role", before: null, after: "instructor" }]);
  expect((await upload(call, file, "?existing=everything")).status).toBe(422);
  expect((await call("POST", `/imports/${id}/existing`, { body: { existing: "skip" } })).body.code).toBe(
    "IMPORT_STATE",
  );
});

describe("what the columns mean", () => {
  test("is told with the file, or afterwards by heading or as a list", async () => {
    const { call } = await openProgram();
    const text = "Wohin,Wer\na@example.com,Ana\n";
    const refused = await upload(call, text);
    expect([refused.status, refused.body.code]).toEqual([422, "NO_EMAIL_COLUMN"]);
    const mapping = (value: unknown) => `?mapping=${encodeURIComponent(JSON.stringify(value))}`;
    const told = await upload(call, text, mapping({ Wohin: "email", Wer: "first_name" }));
    expect(told.body).toMatchObject({ status: "ready", mapping: ["email", "first_name"] });
    const path = `/imports/${told.body.id}`;
    const changed = await call("PATCH", path, { body: { mapping: { Wohin: "email", Wer: "last_name" } } });
    expect([changed.status, changed.body.mapping]).toEqual([200, ["email", "last_name"]]);
    const listed = await call("PATCH", path, { body: { mapping: ["email", null] } });
    expect([listed.status, listed.body.mapping]).toEqual([200, ["email", null]]);
    for (const [value, field] of [
      [{ Wohin: "email", Nirgends: "role" }, "mapping.Nirgends"],
      [{ Wohin: "email", Wer: "email" }, "mapping.Wer"],
      [{ Wohin: "password" }, "mapping.Wohin"],
      ["email", "mapping"],
    ] as const) {
      const wrong = await upload(call, text, mapping(value));
      expect([wrong.status, wrong.body.errors[0].path]).toEqual([422, field]);
    }
    const noJson = await upload(call, text, "?mapping={");
    expect([noJson.status, noJson.body.errors[0].path]).toEqual([422, "mapping"]);
  });
});

/** A body that gives a piece whenever it is asked for one. */
function streamOf(pieces: (index: number) => Promise<Uint8Array | null> | Uint8Array | null): ReadableStream {
  let index = 0;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const piece = await pieces(index++);
        if (piece) controller.enqueue(piece);
        else controller.close();
      },
    },
    { highWaterMark: 0 },
  );
}

function streamed(key: string, body: ReadableStream, headers: Record<string, string> = {}): Request {
  return new Request("http://localhost:8787/api/v1/imports", {
    method: "POST",
    headers: { Authorization: `Bearer ${key}`, ...csv, ...headers },
    body,
  });
}

describe("the file", () => {
  test("streams: five megabytes in small pieces are stored while they still arrive", async () => {
    const { space, key } = await openProgram();
    const filler = "x".repeat(900);
    const text = `email,ignored\n${Array.from({ length: 5_600 }, (_, row) => `p${row}@example.com,${filler}`).join("\n")}\n`;
    const bytes = new TextEncoder().encode(text);
    expect(bytes.length).toBeGreaterThan(5_000_000);
    const size = 4_096;
    const last = Math.floor(bytes.length / size);
    let storedBeforeTheEnd = 0;
    const body = streamOf(async (index) => {
      if (index === last) storedBeforeTheEnd = await count("import_rows", space.workspace.id);
      return index > last ? null : bytes.slice(index * size, (index + 1) * size);
    });
    const answer = await ask(streamed(key, body));
    expect(answer.status).toBe(201);
    expect(await answer.json()).toMatchObject({
      rowCount: 5_600,
      counts: { ready: 5_600 },
      fileBytes: bytes.length,
    });
    expect(storedBeforeTheEnd).toBeGreaterThan(4_000);
  });

  test("comes in a form as well, behind its fields", async () => {
    const { call } = await openProgram();
    const form = new FormData();
    form.append("dryRun", "1");
    form.append("mapping", JSON.stringify({ Wohin: "email" }));
    form.append("anything", new File(["Wohin\r\na@example.com\r\n"], "../Leute.csv", { type: "text/html" }));
    const sent = new Response(form);
    const headers = { "Content-Type": sent.headers.get("Content-Type") ?? "" };
    const raw = await sent.arrayBuffer();
    const made = await call("POST", "/imports", { raw, headers });
    expect(made.body).toMatchObject({
      status: "ready",
      dryRun: true,
      fileName: "Leute.csv",
      counts: { ready: 1 },
    });
    const twice = await call("POST", "/imports?dryRun=0", { raw, headers });
    expect([twice.status, twice.body.errors[0].path]).toEqual([422, "dryRun"]);

    const late = new FormData();
    late.append("file", new File(["email\r\na@example.com\r\n"], "people.csv"));
    late.append("dryRun", "1");
    const behind = new Response(late);
    const refused = await call("POST", "/imports", {
      raw: await behind.arrayBuffer(),
      headers: { "Content-Type": behind.headers.get("Content-Type") ?? "" },
    });
    expect([refused.status, refused.body.errors[0].path]).toEqual([422, "dryRun"]);
    const [newest] = (await call("GET", "/imports")).body.data;
    expect([newest.status, newest.failure.code]).toEqual(["failed", "VALIDATION_FAILED"]);
  });

  test("is refused by its kind, its size, its fields and its content", async () => {
    const { space, call } = await openProgram();
    const line = "email\na@example.com\n";
    const table: [string, { raw?: BodyInit; headers: Record<string, string> }, string, number, string][] = [
      ["JSON", { raw: "{}", headers: { "Content-Type": "application/json" } }, "", 415, "UNSUPPORTED_MEDIA"],
      [
        "no kind",
        { raw: new TextEncoder().encode(line), headers: { "Content-Type": "" } },
        "",
        415,
        "UNSUPPORTED_MEDIA",
      ],
      [
        "a form without a mark",
        { raw: line, headers: { "Content-Type": "multipart/form-data" } },
        "",
        415,
        "UNSUPPORTED_MEDIA",
      ],
      [
        "a broken form",
        { raw: line, headers: { "Content-Type": "multipart/form-data; boundary=x" } },
        "",
        400,
        "UPLOAD_BROKEN",
      ],
      ["nothing", { headers: csv }, "", 422, "FILE_EMPTY"],
      ["a heading alone", { raw: "email\n", headers: csv }, "", 422, "FILE_EMPTY"],
      [
        "too much",
        { raw: line, headers: { ...csv, "Content-Length": "40000000" } },
        "",
        413,
        "FILE_TOO_LARGE",
      ],
      [
        "a spreadsheet",
        { raw: new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]), headers: csv },
        "",
        422,
        "FILE_BINARY",
      ],
      ["an open quote", { raw: 'email\n"a@example.com\n', headers: csv }, "", 422, "QUOTE_UNCLOSED"],
      ["a heading twice", { raw: "email,Email\n", headers: csv }, "", 422, "DUPLICATE_HEADER"],
      ["a strange field", { raw: line, headers: csv }, "?colour=red", 422, "VALIDATION_FAILED"],
      ["maybe", { raw: line, headers: csv }, "?dryRun=maybe", 422, "VALIDATION_FAILED"],
      ["another tenant", { raw: line, headers: csv }, "?workspaceId=wsp_x", 422, "VALIDATION_FAILED"],
      ["another file", { raw: line, headers: csv }, "?file=x", 422, "VALIDATION_FAILED"],
    ];
    for (const [name, sent, query, status, code] of table) {
      const answer = await call("POST", `/imports${query}`, sent);
      expect([name, answer.status, answer.body.code]).toEqual([name, status, code]);
      expect(answer.headers.get("Content-Type")).toBe("application/problem+json");
    }
    expect(await count("import_rows", space.workspace.id)).toBe(0);
  });

  test("that breaks off is a broken upload and leaves no rows", async () => {
    const { space, key, call } = await openProgram();
    const body = streamOf((index) => {
      if (index > 0) throw new Error("connection lost");
      return new TextEncoder().encode("email\na@example.com\n");
    });
    const answer = await ask(streamed(key, body));
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([400, "UPLOAD_BROKEN"]);
    expect((await call("GET", "/imports")).body.data).toMatchObject([
      { status: "failed", failure: { code: "UPLOAD_BROKEN" } },
    ]);
    expect(await count("invitations", space.workspace.id)).toBe(0);
  });

  test("made of rubbish is refused or taken, and never an error of ours", async () => {
    const { call } = await openProgram();
    // A small generator of its own, so that a failure can be repeated.
    let seed = 7;
    const next = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % below;
    };
    const types = ["text/csv", "text/tab-separated-values", "multipart/form-data; boundary=x"];
    const bits = [
      "email",
      ",",
      "\n",
      '"',
      "\r\n",
      "--x",
      "--",
      "a@example.com",
      "\u0000",
      "é",
      "__proto__",
      ";",
      "\t",
    ];
    const head = '\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n';
    for (let round = 0; round < 150; round += 1) {
      const bytes = Uint8Array.from({ length: next(60) }, () => next(256));
      const text = Array.from({ length: next(30) }, () => bits[next(bits.length)]).join("");
      const raw = [bytes, text, `--x${head}${text}\r\n--x--`][next(3)] as BodyInit;
      const type = types[next(3)] ?? "";
      const answer = await call("POST", "/imports?dryRun=1", { raw, headers: { "Content-Type": type } });
      expect([round, answer.status < 500]).toEqual([round, true]);
    }
  });
});

test("the template uploads without an error", async () => {
  const { call } = await openProgram();
  const template = await call("GET", "/imports/template.csv");
  expect(template.headers.get("Content-Disposition")).toBe('attachment; filename="people-template.csv"');
  const { body } = await upload(call, template.text, "?dryRun=1");
  expect([body.status, body.counts]).toEqual(["ready", { ready: 3 }]);
});

test("the document of the API lists every problem code of a row, with its words (F74)", async () => {
  const { call } = await openProgram();
  const document = (await call("GET", "/openapi.json")).text;
  for (const code of [
    "required",
    "email_malformed",
    "role_unknown",
    "role_above_yours",
    "unit_unknown",
    "group_unknown",
    "group_new",
    "part_required",
    "course_draft",
    "existing_elsewhere",
    "surplus_cells",
  ]) {
    expect(document).toContain(`\`${code}\`: `);
  }
  for (const code of problemCodes) expect(document).toContain(`"${code}"`);
});

test("lines that hold no row, ids of another shape and wrong states are refused", async () => {
  const { call } = await openProgram();
  const { id } = (await upload(call, "email\na@example.com\n")).body;
  const correction = { body: { cells: { email: "b@example.com" } } };
  for (const path of [
    `/imports/${id}/rows/9`,
    `/imports/${id}/rows/x`,
    `/imports/${id}/rows/-1`,
    "/imports/1/rows/2",
  ]) {
    expect([path, (await call("PATCH", path, correction)).status]).toEqual([path, 404]);
  }
  const overwritten = await call("PATCH", `/imports/${id}/rows/2`, { body: { line: 3, exclude: true } });
  expect([overwritten.status, overwritten.body.errors[0].path]).toEqual([422, "line"]);
  const column = await call("PATCH", `/imports/${id}/rows/2`, { body: { cells: { wrong: "x" } } });
  expect([column.status, column.body.errors[0].path]).toEqual([422, "cells.wrong"]);
  for (const query of ["outcome=nonsense", "outcome=error&problem=x", "cursor=x", "limit=201"]) {
    expect([query, (await call("GET", `/imports/${id}/rows?${query}`)).status]).toEqual([query, 422]);
  }
  expect((await call("POST", `/imports/${id}/resume`)).body.code).toBe("IMPORT_STATE");
});

describe("Idempotency-Key of an upload", () => {
  const headers = { "Idempotency-Key": "file-4711" };
  const file = "email\na@example.com\n";

  test("the same key and file give the stored answer again and make one import", async () => {
    const { call } = await openProgram();
    const first = await upload(call, file, "", headers);
    const second = await upload(call, file, "", headers);
    expect([first.status, second.status, second.text]).toEqual([201, 201, first.text]);
    expect(first.headers.has("Idempotent-Replayed")).toBe(false);
    expect(second.headers.get("Idempotent-Replayed")).toBe("true");
    expect(second.headers.get("Location")).toBe(first.headers.get("Location"));
    expect((await call("GET", "/imports")).body.data).toHaveLength(1);
  });

  test("another file, other fields and another act under the key are refused", async () => {
    const { call } = await openProgram();
    const { id } = (await upload(call, file, "", headers)).body;
    for (const answer of [
      await upload(call, file.replace("a@", "b@"), "", headers),
      await upload(call, file, "?dryRun=1", headers),
      await call("POST", `/imports/${id}/confirm`, { headers }),
    ]) {
      expect([answer.status, answer.body.code]).toEqual([422, "IDEMPOTENCY_MISMATCH"]);
    }
    expect((await call("GET", "/imports")).body.data).toMatchObject([{ id, status: "ready" }]);
    await call("POST", "/invitations", {
      body: { email: "c@example.com" },
      headers: { "Idempotency-Key": "invitation" },
    });
    const reused = await upload(call, file, "", { "Idempotency-Key": "invitation" });
    expect([reused.status, reused.body.code]).toEqual([422, "IDEMPOTENCY_MISMATCH"]);
  });

  test("while the file arrives a twin is refused before its own is read, and afterwards answered", async () => {
    const { key, call } = await openProgram();
    let goOn = () => {};
    const halted = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    let begun = () => {};
    const beginning = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const body = streamOf(async (index) => {
      begun();
      if (index === 1) await halted;
      const piece = ["email\n", "a@example.com\n"][index];
      return piece === undefined ? null : new TextEncoder().encode(piece);
    });
    const first = ask(streamed(key, body, headers));
    await beginning;
    let read = 0;
    const twin = streamOf(() => {
      read += 1;
      return new TextEncoder().encode("email\n");
    });
    const refused = await ask(streamed(key, twin, headers));
    expect([refused.status, ((await refused.json()) as { code: string }).code, read]).toEqual([
      409,
      "IDEMPOTENCY_RUNNING",
      0,
    ]);
    expect(refused.headers.get("Retry-After")).toBe("10");
    // Another act under the key of the upload is another request, whether or not that has ended.
    const other = await call("POST", "/invitations", { body: { email: "c@example.com" }, headers });
    expect(other.body.code).toBe("IDEMPOTENCY_MISMATCH");
    goOn();
    const answered = await first;
    expect(answered.status).toBe(201);
    const replayed = await upload(call, file, "", headers);
    expect([replayed.status, replayed.text]).toEqual([201, await answered.text()]);
  });

  test("ten at once make one import", async () => {
    const { call } = await openProgram();
    const answers = await Promise.all(Array.from({ length: 10 }, () => upload(call, file, "", headers)));
    const made = answers.filter(({ status }) => status === 201);
    const others = answers.filter(({ status }) => status !== 201);
    expect(new Set(made.map(({ text }) => text)).size).toBe(1);
    expect(others.every(({ body }) => body.code === "IDEMPOTENCY_RUNNING")).toBe(true);
    expect((await call("GET", "/imports")).body.data).toHaveLength(1);
  });

  test("a failed upload frees the key for the mended file", async () => {
    const { call } = await openProgram();
    expect((await upload(call, 'email\n"a@example.com\n', "", headers)).body.code).toBe("QUOTE_UNCLOSED");
    expect((await upload(call, file, "", headers)).status).toBe(201);
  });

  test("the key of an upload that died is freed by the sweeper, and no other", async () => {
    const { house, space, key, call } = await openProgram();
    let begun = () => {};
    const beginning = new Promise<void>((resolve) => {
      begun = resolve;
    });
    let goOn = () => {};
    const halted = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const body = streamOf(async (index) => {
      if (index === 0) return new TextEncoder().encode(file);
      begun();
      await halted;
      return null;
    });
    const dead = ask(streamed(key, body, headers));
    await beginning;
    const done = await upload(call, file, "", { "Idempotency-Key": "another" });
    house.clock.now = Date.now() + 120_000;
    await useCases.sweepImports(house.system(), {});
    const again = await upload(call, file, "", headers);
    expect(again.status).toBe(201);
    goOn();
    // It was taken for dead: what it brings now counts no more.
    expect((await dead).status).toBe(400);
    expect((await upload(call, file, "", headers)).text).toBe(again.text);
    expect((await upload(call, file, "", { "Idempotency-Key": "another" })).text).toBe(done.text);
    expect(await count("idempotency_keys", space.workspace.id)).toBe(2);
  });
});

describe("Idempotency-Key of what is done with an import", () => {
  test("what goes on after its batch is answered the second time as the first", async () => {
    const { call } = await openProgram({ overrides: { "csv.allowed_roles": ["learner"] } });
    const { id } = (
      await upload(call, "email,role\na@example.com,studnt\nb@example.com,instructor\nc@example.com,\n")
    ).body;
    const acts: [path: string, body?: unknown][] = [
      ["repairs", { problem: "!role_unknown:role:studnt", repair: { value: "learner" } }],
      ["replace", { column: "email", find: "c@", replace: "d@" }],
      ["confirm-roles"],
      ["existing", { existing: "overwrite" }],
      ["confirm"],
      ["pause"],
      ["resume"],
      ["cancel"],
      ["undo"],
    ];
    for (const [act, body] of acts) {
      const headers = { "Idempotency-Key": act };
      const first = await call("POST", `/imports/${id}/${act}`, { body, headers });
      const second = await call("POST", `/imports/${id}/${act}`, { body, headers });
      expect([act, first.status, second.status]).toEqual([act, 200, 200]);
      expect(second.headers.get("Idempotent-Replayed")).toBe("true");
      expect(second.text).toBe(first.text);
    }
  });
});
