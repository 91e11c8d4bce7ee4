import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { customFields } from "../../../db/schema/index.ts";
import { useCases } from "../../../worker/domain/index.ts";
import type { RoleKey } from "../../../worker/domain/permissions.ts";
import { Browser, textOf } from "../../support/browser.ts";
import {
  countRoundTrips,
  createMember,
  createWorkspace,
  openHouse,
  plantGroup,
  plantUnit,
} from "../../support/house.ts";

async function setting(options: { overrides?: Record<string, unknown>; roles?: RoleKey[] } = {}) {
  const house = openHouse();
  house.clock.now = Date.now();
  const { workspace, admin } = await createWorkspace(house, { overrides: options.overrides ?? {} });
  const who = options.roles ? await createMember(house, workspace, { roles: options.roles }) : admin;
  const counted = countRoundTrips(env.DB);
  const browser = await new Browser({ bindings: { ...env, DB: counted.database } }).signIn(who);
  return { house, workspace, admin, browser, counted, base: `/w/${workspace.slug}` };
}

type Setting = Awaited<ReturnType<typeof setting>>;

/** A form in several parts, as a browser without scripts sends it. */
function parts(text: string, fileName = "people.csv", fields: Record<string, string> = {}): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set("file", new File([text], fileName, { type: "text/csv" }));
  return form;
}

/** Uploads a file and answers the address of the import. */
async function uploaded({ browser, base }: Setting, text: string): Promise<string> {
  const { location } = await browser.send(`${base}/imports/new`, parts(text));
  return (location ?? "").replace(/\/\w+$/, "");
}

async function workOff({ house, workspace }: Setting, here: string) {
  const importId = here.split("/").at(-1) ?? "";
  house.clock.now = Date.now();
  while ((await useCases.runImport(house.system(), { workspaceId: workspace.id, importId })).more);
}

const flashOf = (browser: Browser) =>
  JSON.parse(decodeURIComponent(browser.cookies.get("flash") ?? "null")) as Record<string, unknown>;

test("without scripts a file is uploaded, mended, confirmed, sent, and what failed comes back", async () => {
  const place = await setting();
  const { browser, base } = place;
  const start = await browser.send(
    `${base}/imports/new`,
    parts("email,first_name,role\na@example.com,Ana,lerner\nb@example.com,Ben,lerner\nbad,Cy,\n"),
  );
  expect(start.location).toMatch(/\/imports\/imp_\w+\/review$/);
  const here = (start.location ?? "").replace("/review", "");
  const review = await browser.get(`${here}/review`);
  expect(textOf(review.body)).toContain("Unknown role: “lerner”");
  expect(review.body).toContain('aria-label="Email address, line 4"');

  const repaired = await browser.post(`${here}/review`, {
    intent: "replace",
    problem: "!role_unknown:role:lerner",
    value: "learner",
  });
  expect(repaired.location).toBe(`${here}/review`);
  expect(flashOf(browser).who).toBe("Checked again: 1 row has an error");

  const confirm = textOf((await browser.get(`${here}/confirm`)).body);
  expect(confirm).toContain("Will be invited 2");
  expect(confirm).toContain("Left behind with errors");
  expect(confirm).toContain("Send 2 invitations");
  expect(
    (await browser.post(`${here}/confirm`, { intent: "send", message: "", language: "en" })).location,
  ).toBe(`${here}/progress`);
  await workOff(place, here);
  expect((await browser.get(`${here}/progress`)).location).toBe(`${here}/result`);
  const result = await browser.get(`${here}/result`);
  expect(textOf(result.body)).toContain("2 people are invited");
  expect(result.body).toContain(`href="${base}/people?importId=${here.split("/").at(-1)}"`);
  const failed = await browser.get(`${here}/failed.csv`);
  expect(failed.headers.get("Content-Type")).toBe("text/csv; charset=utf-8");
  expect(failed.body).toContain('"bad"');
  expect(failed.body.trim().split("\r\n")).toHaveLength(2);
  const people = textOf((await browser.get(`${base}/people?importId=${here.split("/").at(-1)}`)).body);
  expect(people).toContain("a@example.com");
  expect(people).not.toContain("Ada Admin Member");
});

test("one row is mended by its own form, by its suggestion, left out and taken in again", async () => {
  const place = await setting();
  const { browser } = place;
  const here = await uploaded(place, "email,role\nana(at)example.com,learner\nb@example.com,lerner\n");
  const errors = () => browser.get(`${here}/review`);
  await browser.post(`${here}/review?show=errors`, {
    line: "2",
    "cell:email": "ana(at)example.com",
    "cell:role": "learner",
    "set:email": "ana@example.com",
  });
  expect(textOf((await errors()).body)).not.toContain("ana(at)example.com");
  await browser.post(`${here}/review`, { intent: "excludeRow", line: "3" });
  expect(textOf((await errors()).body)).toContain("No errors. Every row can go along.");
  await browser.post(`${here}/review`, { intent: "includeRow", line: "3" });
  const live = await browser.post(`${here}/review`, {
    intent: "row",
    line: "3",
    live: "1",
    "cell:role": "instructor",
  });
  expect(live.status).toBe(200);
  expect(textOf((await browser.get(`${here}/confirm`)).body)).toContain("Send 2 invitations");
});

test("a refused row says why and where; a row that is not there is refused", async () => {
  const place = await setting();
  const { browser } = place;
  const here = await uploaded(place, "email\na@example.com\n");
  await browser.post(`${here}/review`, { intent: "row", line: "99", "cell:email": "b@example.com" });
  expect(flashOf(browser)).toMatchObject({ kind: "error" });
  await browser.post(`${here}/review`, { intent: "row", line: "2", "cell:nothing": "x" });
  expect(flashOf(browser).text).toBe("The file has no such column.");
});

test.each([
  ['email\n"a@example.com\nb@example.com\n', "Line 2: a quotation mark opens a cell and none closes it."],
  ["email,role,role\na@example.com,,\n", "Two columns"],
  ["", "There is nobody in this file."],
  [`email\n${"x".repeat(10_001)}@example.com\n`, "Line 2: a cell has more than 10,000 characters."],
])("a file that cannot be read is refused with its place and the remedy: %#", async (text, sentence) => {
  const { browser, base } = await setting();
  const refused = await browser.send(`${base}/imports/new`, parts(text));
  expect(refused.status).toBe(422);
  expect(textOf(refused.body)).toContain(sentence);
  const history = textOf((await browser.get(`${base}/imports`)).body);
  expect(history).toContain("Not taken in");
});

test("the bytes of a file are taken in as the body, and a refusal is told as data", async () => {
  const { browser, base } = await setting();
  const taken = await browser.send(
    `${base}/imports/upload?fileName=people.csv`,
    "email\na@example.com\n",
    "text/csv",
  );
  expect(taken.status).toBe(201);
  expect(JSON.parse(taken.body)).toEqual({ to: expect.stringMatching(/\/review$/) });
  const refused = await browser.send(`${base}/imports/upload?fileName=x.csv`, "", "text/csv");
  expect(refused.status).toBe(422);
  expect(JSON.parse(refused.body)).toEqual({ error: expect.stringContaining("nobody in this file") });
});

test("pasted cells come in without a file, and nothing at all is told beside its box", async () => {
  const { browser, base } = await setting();
  const pasted = await browser.post(`${base}/imports/new`, {
    pasted: "email\tname\na@example.com\tAna Ruiz\n",
  });
  expect(pasted.location).toMatch(/\/review$/);
  expect(textOf((await browser.post(`${base}/imports/new`, { pasted: " " })).body)).toContain(
    "Paste some cells first.",
  );
  const empty = new FormData();
  empty.set("file", new File([], ""));
  const nothing = await browser.send(`${base}/imports/new`, empty);
  expect(nothing.status).toBe(422);
  expect(textOf(nothing.body)).toContain("Choose a file first.");
});

test("whoever has no address is no mail to send, and where nobody has one they are set up alone", async () => {
  const place = await setting({
    overrides: { "identity.username": "optional", "identity.allow_no_email": true },
  });
  const { browser } = place;
  const here = await uploaded(place, "email,username,first_name\na@example.com,,Ana\n,ben,Ben\n,cleo,Cleo\n");
  const mixed = textOf((await browser.get(`${here}/confirm`)).body);
  for (const said of [
    "Will be invited 3",
    "of these, without an address",
    "Mails to send 1, if you send now",
    "Send 1 invitation",
    "Set 3 up without an invitation",
  ]) {
    expect(mixed).toContain(said);
  }
  const cards = await uploaded(place, "username,first_name\nben,Ben\ncleo,Cleo\n");
  const alone = textOf((await browser.get(`${cards}/confirm`)).body);
  expect(alone).toContain("Mails to send 0");
  expect(alone).not.toMatch(/Send \d+ invitation|Prepare \d+ invitation/);
  expect(alone).toContain("Set 2 up without an invitation");
});

test("letters that were guessed are shown, must be confirmed, and can be said before a second upload", async () => {
  const place = await setting();
  const { browser, base } = place;
  const latin = new Uint8Array(
    [..."email,first_name\na@example.com,J"].map((letter) => letter.charCodeAt(0)),
  );
  const bytes = new Blob([latin, new Uint8Array([0xf6]), "rg\n"]);
  const form = new FormData();
  form.set("file", bytes, "people.csv");
  const here = ((await browser.send(`${base}/imports/new`, form)).location ?? "").replace("/review", "");
  expect(textOf((await browser.get(`${here}/review`)).body)).toContain("Jörg");
  const unsure = await browser.post(`${here}/confirm`, { intent: "send" });
  expect(unsure.status).toBe(409);
  expect(textOf(unsure.body)).toContain("Say that the letters below look right");
  const told = new FormData();
  told.set("encoding", "windows-1252");
  told.set("file", bytes, "people.csv");
  const again = ((await browser.send(`${base}/imports/new`, told)).location ?? "").replace("/review", "");
  expect(textOf((await browser.get(`${again}/review`)).body)).not.toContain("Do these letters look right?");
  expect((await browser.post(`${here}/confirm`, { intent: "send", encodingIsRight: "on" })).location).toBe(
    `${here}/progress`,
  );
});

test("columns that nobody knows are asked for, twice the same is refused beside the field", async () => {
  const place = await setting();
  const { browser, base } = place;
  const asked = await browser.send(
    `${base}/imports/new`,
    parts("Wohin,Wer,Passwort,Benutzername\na@example.com,Ana Ruiz,geheim,ana\n"),
  );
  expect(asked.location).toMatch(/\/mapping$/);
  const here = (asked.location ?? "").replace("/mapping", "");
  const page = await browser.get(`${here}/mapping`);
  expect(textOf(page.body)).toContain("Passwords are never taken in.");
  expect(textOf(page.body)).not.toContain("geheim");
  const columns = { columns: "4", "column-0": "email", "column-1": "email" };
  const twice = await browser.post(`${here}/mapping`, columns);
  expect(twice.status).toBe(422);
  expect(textOf(twice.body)).toContain("Two columns are “Email address”. Choose one of the two.");
  const without = await browser.post(`${here}/mapping`, { columns: "4", "column-0": "name" });
  expect(textOf(without.body)).toContain("Say which column holds the email addresses.");
  const mapped = await browser.post(`${here}/mapping`, { ...columns, "column-1": "name" });
  expect(mapped.location).toBe(`${here}/review`);
  const review = textOf((await browser.get(`${here}/review?show=all`)).body);
  expect(review).toContain("Known, but not used here: Benutzername.");
  expect(review).toContain("Not stored, because it holds passwords: Passwort.");
});

test("roles that do not come by file are confirmed for the whole import", async () => {
  const place = await setting({ overrides: { "csv.allowed_roles": ["learner"] } });
  const { browser } = place;
  const here = await uploaded(place, "email,role\na@example.com,instructor\n");
  expect(textOf((await browser.get(`${here}/review`)).body)).toContain("These roles may come by this file");
  await browser.post(`${here}/review`, { intent: "confirmRoles" });
  expect(textOf((await browser.get(`${here}/confirm`)).body)).toContain("of these, with a warning 1");
});

test("an import is paused, gone on with, and the rest is canceled after a question", async () => {
  const place = await setting();
  const { browser } = place;
  const here = await uploaded(place, "email\na@example.com\nb@example.com\n");
  await browser.post(`${here}/confirm`, { intent: "prepare" });
  expect((await browser.post(`${here}/progress`, { intent: "pause" })).location).toBe(`${here}/progress`);
  expect(textOf((await browser.get(`${here}/progress`)).body)).toContain(
    "Nobody is invited until you go on.",
  );
  await browser.post(`${here}/progress`, { intent: "resume" });
  expect(textOf((await browser.get(`${here}/progress`)).body)).toContain("0 of 2 people");
  expect(textOf((await browser.get(`${here}/cancel`)).body)).toContain("2 will not be.");
  expect((await browser.post(`${here}/cancel`, {})).location).toBe(`${here}/result`);
  expect(textOf((await browser.get(`${here}/result`)).body)).toContain("Nobody was invited");
  expect((await browser.get(`${here}/cancel`)).location).toBe(`${here}/result`);
});

test("an import is taken back, and its page says what was kept and why", async () => {
  const place = await setting();
  const { browser, house, admin } = place;
  const here = await uploaded(place, "email\na@example.com\nb@example.com\n");
  await browser.post(`${here}/confirm`, { intent: "send" });
  await workOff(place, here);
  const { rows } = await useCases.listImportRows(house.context(admin.caller), {
    importId: here.split("/").at(-1) ?? "",
  });
  const invitationId = await env.DB.prepare("select id from invitations where membership_id = ?")
    .bind(rows[0]?.userId)
    .first<string>("id");
  await useCases.editInvitation(house.context(admin.caller), {
    invitationId: invitationId ?? "",
    firstName: "Ana",
  });
  expect(textOf((await browser.get(`${here}/undo`)).body)).toContain("2 invitations came from this file.");
  expect((await browser.post(`${here}/undo`, {})).location).toBe(`${here}/result`);
  const result = textOf((await browser.get(`${here}/result`)).body);
  expect(result).toContain("1 invitation was taken back, 1 was kept");
  expect(result).toContain("a@example.com Kept: resent, edited, copied or ended since");
});

test("without scripts one chooses what happens with members, sees whom it changes, and confirms that", async () => {
  const place = await setting();
  const { browser, house, workspace } = place;
  const { email } = await createMember(house, workspace, { firstName: "Pat", lastName: "" });
  const here = await uploaded(place, `email,first_name,last_name,role\n${email},Patricia,Neu,instructor\n`);
  const skipped = textOf((await browser.get(`${here}/review`)).body);
  expect(skipped).toContain("People who are here already are left as they are.");
  expect((await browser.get(`${here}/confirm`)).location).toBe(`${here}/review`);

  const choice = await browser.get(`${here}/existing`);
  expect(textOf(choice.body)).toContain("Also fill in what is empty");
  expect((await browser.post(`${here}/existing`, { existing: "everything" })).status).toBe(422);
  const chosen = await browser.post(`${here}/existing`, { existing: "overwrite" });
  expect(chosen.location).toBe(`${here}/review?show=updates#rows`);
  const updates = textOf((await browser.get(`${here}/review?show=updates`)).body);
  expect(updates).toContain("First name: Pat → Patricia");
  expect(updates).toContain("Last name: + Neu");
  expect(updates).toContain("Role: + Instructor");

  const confirm = textOf((await browser.get(`${here}/confirm`)).body);
  expect(confirm).toContain("Will be changed");
  expect(confirm).toContain("Change 1 person");
  expect(confirm).not.toContain("Will be invited");
  await browser.post(`${here}/confirm`, { intent: "send", message: "", language: "en" });
  await workOff(place, here);
  const result = textOf((await browser.get(`${here}/result`)).body);
  expect(result).toContain("1 person was changed");
  expect(result).toContain("First name: Pat → Patricia");
});

test("where people who are here count as failed rows there is nothing to choose", async () => {
  const place = await setting({ overrides: { "csv.existing": "fail" } });
  const { browser, admin } = place;
  const here = await uploaded(place, `email,first_name\n${admin.email},Nova\nnew@example.com,New\n`);
  const page = await browser.get(`${here}/existing`);
  expect(textOf(page.body)).toContain("In this workspace they count as failed rows");
  expect(page.body).not.toContain('name="existing"');
  expect((await browser.post(`${here}/existing`, { existing: "overwrite" })).status).toBe(422);
  await browser.post(`${here}/confirm`, { intent: "send", message: "", language: "en" });
  await workOff(place, here);
  expect(textOf((await browser.get(`${here}/result`)).body)).toContain("1 row was not imported");
});

test("without scripts a text is replaced in a column after a look at what changes, and the change is taken back", async () => {
  const place = await setting();
  const { browser } = place;
  const here = await uploaded(
    place,
    "email,role\na@example.com,Pupil 1\nb@example.com,pupil 1\nc@example.com,\n",
  );
  const look = await browser.get(`${here}/review?show=all&column=role&find=PUPIL+1&with=learner&whole=1`);
  expect(textOf(look.body)).toContain("2 cells change");
  expect(textOf(look.body)).toContain("2 Pupil 1 learner");
  expect(textOf(look.body)).toContain("Replace in 2 cells");
  expect(textOf(look.body)).not.toContain("Undo:");
  const replacement = { column: "role", find: "PUPIL 1", with: "learner", whole: "1" };
  const replaced = await browser.post(`${here}/review?show=all&column=role&find=PUPIL+1`, {
    intent: "replaceColumn",
    ...replacement,
  });
  expect(replaced.location).toBe(`${here}/review?show=all`);
  expect(flashOf(browser).who).toBe("Replaced in 2 cells");
  const after = await browser.get(`${here}/review?show=all`);
  expect(textOf(after.body)).toContain("Undo: “PUPIL 1” replaced by “learner” in 2 cells of role");
  expect(textOf(after.body)).toContain("Go on with 3 people");
  const changeId = /name="changeId" value="(\w+)"/.exec(after.body)?.[1] ?? "";
  await browser.post(`${here}/review?show=all`, { intent: "undoChange", changeId });
  expect(flashOf(browser).who).toBe("The last change is taken back");
  const back = await browser.get(`${here}/review?show=all`);
  expect(back.body).toContain('value="Pupil 1"');
  expect(textOf(back.body)).not.toContain("Undo:");
  await browser.post(`${here}/review`, { intent: "undoChange", changeId });
  expect(flashOf(browser).kind).toBe("error");
});

test.each([
  ["column=role&find=", "Say what to look for. Only whole cells can be looked for by nothing."],
  ["column=role&find=zebra", "No cell of this column would change."],
  ["column=nowhere&find=a", "The file has no such column."],
  [`column=role&find=a&with=${"x".repeat(1_001)}`, "1000"],
])("a replacement that cannot be says why: %#", async (query, sentence) => {
  const place = await setting();
  const here = await uploaded(place, "email,role\na@example.com,learner\n");
  const page = await place.browser.get(`${here}/review?${query}`);
  expect(page.status).toBe(200);
  expect(textOf(page.body)).toContain(sentence);
});

test("a corrected cell costs three round trips with the asker", async () => {
  const place = await setting();
  const { browser, counted } = place;
  const here = await uploaded(place, "email,role\na@example.com,lerner\nb@example.com,\n");
  counted.reset();
  const row = { intent: "row", line: "2", live: "1", "cell:role": "learner" };
  // As the grid sends it: without the page, which is asked for afterwards.
  expect((await browser.post(`${here}/review.data`, row)).status).toBe(200);
  expect(counted.roundTrips()).toBe(3);
});

test("an import is come back to where it was left, and its other steps lead there", async () => {
  const place = await setting();
  const { browser, base } = place;
  const here = await uploaded(place, "email\na@example.com\n");
  expect((await browser.get(here)).location).toBe(`${here}/review`);
  expect((await browser.get(`${here}/progress`)).location).toBe(`${here}/review`);
  expect((await browser.get(`${here}/result`)).location).toBe(`${here}/review`);
  await browser.post(`${here}/confirm`, { intent: "send" });
  expect((await browser.get(`${here}/review`)).location).toBe(`${here}/progress`);
  await workOff(place, here);
  expect((await browser.get(here)).location).toBe(`${here}/result`);
  expect((await browser.get(`${here}/confirm`)).location).toBe(`${here}/result`);
  expect(textOf((await browser.get(`${base}/imports`)).body)).toContain("1 of 1 invited");
  expect((await browser.get(`${base}/imports?cursor=junk`)).location).toBe(`${base}/imports`);
  expect((await browser.get(`${here}/review?cursor=junk`)).location).toBe(`${here}/result`);
});

test("each page of an import costs two round trips", async () => {
  const place = await setting();
  const { browser, base, counted } = place;
  const here = await uploaded(place, "email,role\na@example.com,lerner\nb@example.com,\n");
  for (const page of ["review", "mapping", "existing", "confirm"]) {
    counted.reset();
    expect((await browser.get(`${here}/${page}`)).status).toBe(200);
    expect([page, counted.roundTrips()]).toEqual([page, 2]);
  }
  await browser.post(`${here}/confirm`, { intent: "send" });
  counted.reset();
  expect((await browser.get(`${here}/progress`)).status).toBe(200);
  expect(counted.roundTrips()).toBe(2);
  await workOff(place, here);
  for (const page of [`${here}/result`, `${base}/imports`]) {
    counted.reset();
    expect((await browser.get(page)).status).toBe(200);
    expect([page, counted.roundTrips()]).toEqual([page, 2]);
  }
});

const pagesOfOne = [
  "",
  "/mapping",
  "/review",
  "/existing",
  "/confirm",
  "/progress",
  "/result",
  "/cancel",
  "/undo",
  "/failed.csv",
];

test("an import of another workspace is not there", async () => {
  const place = await setting();
  const here = await uploaded(place, "email\na@example.com\n");
  const other = await setting();
  const foreign = here.replace(place.base, other.base);
  for (const page of pagesOfOne) {
    expect([page, (await other.browser.get(foreign + page)).status]).toEqual([page, 404]);
  }
  await other.browser.post(`${foreign}/confirm`, { intent: "send" });
  await other.browser.post(`${foreign}/cancel`, {});
  await other.browser.post(`${foreign}/review`, { intent: "excludeRow", line: "2" });
  expect((await other.browser.post(`${foreign}/existing`, { existing: "skip" })).status).toBe(404);
  expect(textOf((await place.browser.get(`${here}/confirm`)).body)).toContain("Send 1 invitation");
});

test("a role that may not invite gets at none of it", async () => {
  const place = await setting();
  const here = await uploaded(place, "email\na@example.com\n");
  const instructor = await createMember(place.house, place.workspace, { roles: ["instructor"] });
  const browser = await new Browser().signIn(instructor);
  const { base } = place;
  for (const page of ["/imports", "/imports/new", "/imports/template.csv"]) {
    expect([page, (await browser.get(base + page)).status]).toEqual([page, 403]);
  }
  for (const page of pagesOfOne) expect([page, (await browser.get(here + page)).status]).toEqual([page, 403]);
  for (const page of ["confirm", "cancel", "review", "existing", "mapping", "progress", "undo"]) {
    expect([page, (await browser.post(`${here}/${page}`, { intent: "send" })).status]).toEqual([page, 403]);
  }
  const upload = await browser.send(`${base}/imports/upload?fileName=x.csv`, "email\nx@example.com\n");
  expect(upload.status).toBe(403);
  expect(textOf((await browser.get(`${base}/start`)).body)).not.toContain("Imports");
});

test("own fields are mapped by their names, mended where they stand, and named before anybody is invited", async () => {
  const place = await setting();
  const { browser, base, house, workspace } = place;
  const { db, ids } = house.system();
  await db.insert(customFields).values({
    workspaceId: workspace.id,
    id: ids.next("customField"),
    key: "size",
    name: "Shoe size",
    nameKey: "shoe size",
    kind: "choice",
    choices: ["S", "M"],
    createdAt: house.clock.now,
  });
  const asked = await browser.send(
    `${base}/imports/new`,
    parts(
      "email,Fuss,Courses,Zugang bis\na@example.com,XL,,\nb@example.com,XL,,\nc@example.com,,,31.12.2099\n",
    ),
  );
  const here = (asked.location ?? "").replace(/\/\w+$/, "");
  const mapping = await browser.get(`${here}/mapping`);
  expect(mapping.body).toContain('<option value="custom:size">Shoe size</option>');
  const columns = { columns: "4", "column-0": "email", "column-1": "custom:size" };
  await browser.post(`${here}/mapping`, {
    ...columns,
    "column-2": "courses",
    "column-3": "access_expires_on",
  });
  const review = await browser.get(`${here}/review`);
  expect(textOf(review.body)).toContain("Shoe size: an answer that does not fit: “XL”");
  expect(textOf(review.body)).toContain("Choose one of: S, M.");
  expect(review.body).toContain('aria-label="Shoe size, line 2"');
  const problem = "!field_malformed:custom:size:XL";
  await browser.post(`${here}/review`, { intent: "replace", problem, value: "M" });
  const rest = await browser.get(`${here}/review`);
  expect(textOf(rest.body)).toContain("Not a day");
  expect(textOf(rest.body)).toContain("Undo: 2 rows mended");
  await browser.post(`${here}/review`, {
    intent: "suggest",
    problem: "!day_malformed:access_expires_on:suggested",
  });
  const confirm = textOf((await browser.get(`${here}/confirm`)).body);
  expect(confirm).toContain("Shoe size, Courses, Last day of access");
  expect(confirm).toContain("Send 3 invitations");
});

test("without scripts the cells of a column that is not asked for are emptied in one step", async () => {
  const place = await setting({ overrides: { "invite.optional": [] } });
  const here = await uploaded(place, "email,labels\na@example.com,Evening\nb@example.com,Day\n");
  const review = await place.browser.get(`${here}/review`);
  expect(textOf(review.body)).toContain("Labels: not asked for here");
  expect(textOf(review.body)).toContain("Empty these cells in 2 rows");
  await place.browser.post(`${here}/review`, { intent: "empty", problem: "!not_asked:labels:" });
  expect(flashOf(place.browser).who).toBe("Checked again: no errors are left");
});

test("without scripts a group that rows name is made in one click, at the top or below another", async () => {
  const place = await setting();
  const { id: sales } = await plantGroup(place.house, place.workspace.id, "Sales");
  const rows = "a@example.com,Night shift\nb@example.com,Night shift\nc@example.com,Day shift\n";
  const here = await uploaded(place, `email,group\n${rows}`);
  const review = await place.browser.get(`${here}/review`);
  expect(textOf(review.body)).toContain("Create “Night shift”");
  expect(review.body).toContain(`<option value="${sales}">below Sales</option>`);
  const make = (name: string, parentId: string) =>
    place.browser.post(`${here}/review`, {
      intent: "createGroup",
      problem: `!group_unknown:group:${name}`,
      parentId,
    });
  expect((await make("Night shift", sales)).location).toBe(`${here}/review`);
  expect(flashOf(place.browser).who).toBe("Checked again: 1 row has an error");
  await make("Day shift", "");
  expect(flashOf(place.browser).who).toBe("Checked again: no errors are left");
  const { results } = await env.DB.prepare(
    "select name, parent_id parent from groups where workspace_id = ?1 order by name",
  )
    .bind(place.workspace.id)
    .all();
  expect(results).toEqual([
    { name: "Day shift", parent: null },
    { name: "Night shift", parent: sales },
    { name: "Sales", parent: null },
  ]);
});

test("whoever holds a part goes through every step with their own file, and sees no other's", async () => {
  const place = await setting();
  const { house, workspace, base } = place;
  const north = await plantUnit(house, workspace.id, "North");
  await plantUnit(house, workspace.id, "South");
  const manager = await createMember(house, workspace, {
    roles: [{ role: "unit_manager", unitId: north.id }],
    unitIds: [north.id],
  });
  const admins = await uploaded(place, "email\nx@example.com\n");
  const browser = await new Browser().signIn(manager);
  const mine = await uploaded(
    { ...place, browser },
    "email,unit,group\na@example.com,,\nb@example.com,South,\n",
  );
  const review = await browser.get(`${mine}/review`);
  expect(textOf(review.body)).toContain("Unknown unit: “South”");
  expect(textOf(review.body)).toContain("rows that name no unit or group go to North.");
  // Neither a place of elsewhere nor a group is offered.
  expect(review.body).not.toContain('<option value="South">');
  expect((await browser.get(`${mine}/confirm`)).status).toBe(200);
  await browser.post(`${mine}/confirm`, { intent: "send", message: "", language: "en" });
  await workOff(place, mine);
  expect(textOf((await browser.get(`${mine}/result`)).body)).toContain("1 person is invited");
  expect(textOf((await browser.get(`${mine}/undo`)).body)).toContain("Take this import back?");
  const history = await browser.get(`${base}/imports`);
  expect(history.body).toContain(mine);
  expect(history.body).not.toContain(admins);
  for (const page of pagesOfOne)
    expect([page, (await browser.get(admins + page)).status]).toEqual([page, 404]);
  expect((await browser.get(`${base}/imports/template.csv`)).body).not.toContain("South");
});

test("the template and the empty history lead the first steps", async () => {
  const { browser, base } = await setting();
  const history = textOf((await browser.get(`${base}/imports`)).body);
  for (const choice of ["Upload a file", "Paste cells", "Invite one person", "Download a template"]) {
    expect(history).toContain(choice);
  }
  const template = await browser.get(`${base}/imports/template.csv`);
  expect(template.headers.get("Content-Disposition")).toBe('attachment; filename="people-template.csv"');
  expect(template.body).toContain('"email","first_name","last_name","role"');
  expect(textOf((await browser.get(`${base}/people`)).body)).toContain("Import people");
});
