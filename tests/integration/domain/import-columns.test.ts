import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { customFields } from "../../../db/schema/index.ts";
import type { Context } from "../../../worker/domain/context.ts";
import { useCases } from "../../../worker/domain/index.ts";
import type { PresetName } from "../../../worker/domain/presets.ts";
import {
  createMember,
  createWorkspace,
  day,
  type House,
  minute,
  openHouse,
  plantGroup,
  plantUnit,
  refusalOf,
  type TestWorkspace,
  tokenIn,
} from "../../support/house.ts";
import { enrolmentsOf, plantCourse } from "../../support/learning.ts";

const { DB: database } = env;

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}

type Mode = "skip" | "fail" | "add_groups" | "update_empty" | "overwrite";

const stage = (ctx: Context, text: string, existing?: Mode) =>
  useCases.stageImport(ctx, { fileName: "people.csv", file: bytesOf(text), ...(existing && { existing }) });

async function finish(house: House, { workspace }: TestWorkspace, importId: string): Promise<void> {
  const message = { workspaceId: workspace.id, importId };
  for (let chunk = 0; chunk < 20; chunk += 1) {
    if (!(await useCases.runImport(house.system(), message)).more) return;
  }
}

async function imported(house: House, space: TestWorkspace, text: string, existing?: Mode) {
  const ctx = house.context(space.admin.caller);
  const { id } = await stage(ctx, text, existing);
  await useCases.confirmImport(ctx, { importId: id });
  await finish(house, space, id);
  return useCases.viewImport(ctx, { importId: id });
}

const rowsOf = async (ctx: Context, importId: string) =>
  (await useCases.listImportRows(ctx, { importId })).rows;

async function plantField(
  house: House,
  { workspace }: TestWorkspace,
  key: string,
  more: Partial<typeof customFields.$inferInsert> = {},
) {
  const { db, ids } = house.system();
  await db.insert(customFields).values({
    workspaceId: workspace.id,
    id: ids.next("customField"),
    key,
    name: key,
    nameKey: key,
    kind: "text",
    choices: [],
    createdAt: house.clock.now,
    ...more,
  });
}

/** What is kept of somebody beside names and places. */
async function keptOf({ workspace }: TestWorkspace, email: string) {
  const row = await database
    .prepare(
      `select id, status, access_ends_on day, access_ends_at at, labels, custom_fields fields from memberships
       where workspace_id = ?1 and email = ?2 and status <> 'removed'`,
    )
    .bind(workspace.id, email)
    .first<{
      id: string;
      status: string;
      day: string | null;
      at: number | null;
      labels: string;
      fields: string;
    }>();
  if (!row) throw new Error(`nobody has ${email}`);
  return { ...row, labels: JSON.parse(row.labels), fields: JSON.parse(row.fields) };
}

const header = "email,Kurse,Zugang bis,Schlagworte,Cost centre,custom:size";

async function furnish(house: House, space: TestWorkspace) {
  const { id } = space.workspace;
  await plantField(house, space, "cost_centre", { name: "Cost centre", kind: "number" });
  await plantField(house, space, "size", {
    name: "Shoe size",
    kind: "choice",
    choices: ["S", "M"],
    position: 1,
  });
  await plantField(house, space, "secret", { name: "Inner remark", inImport: false });
  return {
    aid: await plantCourse(house, id, "First aid"),
    fire: await plantCourse(house, id, "Fire safety"),
    draft: await plantCourse(house, id, "Later", { status: "draft" }),
  };
}

test("a file brings courses, the last day of access, labels and own fields, by headings of many kinds", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  await furnish(house, space);
  const view = await imported(
    house,
    space,
    `${header}\nana@example.com,first aid; Fire safety,2026-10-25,Evening; Part time,"12,5",m\nben@example.com,,,,,\n`,
  );
  expect(view).toMatchObject({
    mapping: ["email", "courses", "access_expires_on", "labels", "custom:cost_centre", "custom:size"],
    counts: { invited: 2 },
    labels: { "custom:size": "Shoe size" },
  });
  // The end of that day in Berlin, where clocks were put back in its night.
  expect(await keptOf(space, "ana@example.com")).toMatchObject({
    day: "2026-10-25",
    at: Date.UTC(2026, 9, 25, 23),
    labels: ["Evening", "Part time"],
    fields: { cost_centre: "12.5", size: "M" },
  });
  expect(await keptOf(space, "ben@example.com")).toMatchObject({
    day: null,
    at: null,
    labels: [],
    fields: {},
  });

  // Whoever joins is enrolled in the courses that the row named.
  await useCases.deliverMail(house.system(), { workspaceId: space.workspace.id });
  const mail = house.sent.find(({ to }) => to === "ana@example.com");
  await useCases.joinAsNewPerson(house.anonymous(), {
    token: tokenIn(mail),
    revision: 1,
    firstName: "Ana",
    password: "seven green bicycles",
  });
  const ana = await keptOf(space, "ana@example.com");
  expect(await enrolmentsOf(house, ana.id)).toEqual([
    { title: "Fire safety", origin: "invitation", status: "active" },
    { title: "First aid", origin: "invitation", status: "active" },
  ]);
});

test("each of these columns is checked as in the form, mended in its row and for all rows, and told in the failed file", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  await furnish(house, space);
  const ctx = () => house.context(space.admin.caller);
  const staged = await stage(
    ctx(),
    `${header}\n${[
      "a@example.com,Frist aid,,,,",
      "b@example.com,Frist aid,,,,",
      "c@example.com,Later,,,,",
      "d@example.com,,31.12.2026,,,",
      "e@example.com,,30.11.2026,,,",
      "f@example.com,,2026-03-01,,,",
      "g@example.com,,,,twelve,",
      "h@example.com,,,,,XL",
      "i@example.com,,,,,XL",
    ].join("\n")}\n`,
  );
  expect(staged.counts).toEqual({ error: 9 });
  const kinds = async () => {
    const { groups } = await useCases.viewImport(ctx(), { importId: staged.id });
    return Object.fromEntries(groups.map(({ problem, count }) => [problem, count]));
  };
  expect(await kinds()).toEqual({
    "!course_unknown:courses:Frist aid": 2,
    "!course_draft:courses:Later": 1,
    "!day_malformed:access_expires_on:suggested": 2,
    "!day_over:access_expires_on:": 1,
    "!field_malformed:custom:cost_centre:": 1,
    "!field_malformed:custom:size:XL": 2,
  });
  const repair = (problem: string, by: Parameters<typeof useCases.repairRows>[1]["repair"]) =>
    useCases.repairRows(ctx(), { importId: staged.id, problem, repair: by });
  expect((await repair("!course_unknown:courses:Frist aid", { value: "First aid" })).counts).toMatchObject({
    ready: 2,
  });
  expect(
    (await repair("!day_malformed:access_expires_on:suggested", { suggestion: true })).counts,
  ).toMatchObject({ ready: 4 });
  expect((await repair("!field_malformed:custom:size:XL", { value: "M" })).counts).toMatchObject({
    ready: 6,
  });
  const mended = await useCases.correctRow(ctx(), {
    importId: staged.id,
    line: 8,
    cells: { "Cost centre": "12" },
  });
  expect(mended).toMatchObject({ outcome: "ready", problems: [] });
  const { lines } = await useCases.exportFailedRows(ctx(), { importId: staged.id });
  let failed = "";
  for await (const piece of lines) failed += piece;
  expect(failed).toContain('courses ""Later"" is a draft');
  expect(failed).toContain('access_expires_on ""2026-03-01"" is over');
  await useCases.confirmImport(ctx(), { importId: staged.id });
  await finish(house, space, staged.id);
  expect(await keptOf(space, "d@example.com")).toMatchObject({ day: "2026-12-31" });
  expect(await keptOf(space, "h@example.com")).toMatchObject({ fields: { size: "M" } });
});

test("what the workspace does not ask for is an error of the row, and one repair empties the cells", async () => {
  const house = openHouse();
  const space = await createWorkspace(house, { preset: "collaborative" });
  await plantCourse(house, space.workspace.id, "First aid");
  const { id: group } = await plantGroup(house, space.workspace.id, "Sales");
  const ctx = house.context(space.admin.caller);
  const staged = await stage(
    ctx,
    `email,role,group,course1,course2\na@example.com,learner,${group},First aid,\nb@example.com,learner,${group},,x\n`,
  );
  expect(staged.counts).toEqual({ error: 2 });
  const problem = "!not_asked:courses:";
  expect((await useCases.viewImport(ctx, { importId: staged.id })).groups).toMatchObject([
    { problem, count: 2 },
  ]);
  const mended = await useCases.repairRows(ctx, { importId: staged.id, problem, repair: { value: "" } });
  expect(mended.counts).toMatchObject({ ready: 2, error: 0 });
  expect((await rowsOf(ctx, staged.id)).map(({ cells }) => cells.slice(3))).toEqual([
    ["", ""],
    ["", ""],
  ]);
});

test("a course that is deleted and a day that is over before the turn of a row are told with the row", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const { aid } = await furnish(house, space);
  const ctx = () => house.context(space.admin.caller);
  const staged = await stage(
    ctx(),
    "email,courses,access_expires_on\na@example.com,First aid,\nb@example.com,,2026-03-03\nc@example.com,,\n",
  );
  expect(staged.counts).toEqual({ ready: 3 });
  await useCases.confirmImport(ctx(), { importId: staged.id });
  await database.prepare("update courses set deleted_at = 1 where id = ?1").bind(aid).run();
  house.clock.advance(3 * day);
  await finish(house, space, staged.id);
  const rows = await rowsOf(ctx(), staged.id);
  expect(rows.map(({ outcome, problems }) => [outcome, problems[0]?.code])).toEqual([
    ["error", "course_unknown"],
    ["error", "day_over"],
    ["invited", undefined],
  ]);
});

test("columns can be told by a program, and a field that there is not, or that files do not fill, is refused by name", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  await furnish(house, space);
  const ctx = () => house.context(space.admin.caller);
  const told = (mapping: Record<string, string | null>) =>
    useCases.stageImport(ctx(), {
      fileName: "a.csv",
      file: bytesOf("m,x\na@example.com,S\n"),
      mapping: mapping as Record<string, "email">,
    });
  expect(await told({ m: "email", x: "custom:size" })).toMatchObject({ counts: { ready: 1 } });
  expect(await refusalOf(told({ m: "email", x: "custom:nothing" }))).toBe("VALIDATION_FAILED");
  expect(await refusalOf(told({ m: "email", x: "custom:secret" }))).toBe("VALIDATION_FAILED");
  const columns = await useCases.viewColumns(ctx(), {
    importId: (await told({ m: "email", x: "labels" })).id,
  });
  expect(columns.targets.filter(({ label }) => label !== null)).toEqual([
    { column: "custom:cost_centre", label: "Cost centre" },
    { column: "custom:size", label: "Shoe size" },
  ]);
  // A field that is retired after somebody mapped it is no column of the next file.
  house.clock.advance(minute);
  await told({ m: "email", x: "custom:size" });
  await database
    .prepare("update custom_fields set retired_at = 1 where workspace_id = ?1 and key = 'size'")
    .bind(space.workspace.id)
    .run();
  const next = await stage(ctx(), "m,x\na@example.com,S\n");
  expect(next).toMatchObject({ mapping: ["email", null], counts: { ready: 1 } });
});

test.each<PresetName>(["standard", "academy", "training_provider", "collaborative", "programs", "skills"])(
  "the template of a workspace of the preset %s has its columns and uploads without an error (C-32)",
  async (preset) => {
    const house = openHouse();
    const space = await createWorkspace(house, { preset });
    await furnish(house, space);
    await plantField(house, space, "must", { name: "Must", requiredFor: ["learner"] });
    const north = await plantUnit(house, space.workspace.id, "North");
    await plantGroup(house, space.workspace.id, "Twice");
    await plantGroup(house, space.workspace.id, "Twice again");
    await plantGroup(house, space.workspace.id, "Of the north", { unitId: north.id });
    const ctx = house.context(space.admin.caller);
    const { text } = await useCases.makeImportTemplate(ctx, {});
    const staged = await stage(ctx, text);
    const { rows } = await useCases.listImportRows(ctx, { importId: staged.id });
    expect([preset, rows.flatMap(({ problems }) => problems)]).toEqual([preset, []]);
    expect(staged).toMatchObject({ status: "ready", counts: { ready: 3 }, notices: { ignored: [] } });
    if (preset === "standard") {
      expect(staged.mapping).toEqual(
        expect.arrayContaining([
          "courses",
          "access_expires_on",
          "labels",
          "custom:cost_centre",
          "custom:must",
        ]),
      );
    }
  },
);

test("the second line of the template says what its columns take, and an import leaves it out wherever it stands (F53)", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  await furnish(house, space);
  for (let group = 0; group < 60; group += 1) {
    await plantGroup(house, space.workspace.id, `Crowd ${String(group).padStart(2, "0")}`);
  }
  const ctx = house.context(space.admin.caller);
  const { text } = await useCases.makeImportTemplate(ctx, {});
  const [headings = "", notes = ""] = text.replace("\ufeff", "").split("\r\n");
  const cells = (line: string) => line.slice(1, -1).split('","');
  const note = Object.fromEntries(cells(headings).map((heading, at) => [heading, cells(notes)[at]]));
  expect(note.email).toBe("# allowed values; this line is left out");
  expect(note.role?.split("; ")).toEqual(expect.arrayContaining(["learner", "admin"]));
  expect(note.group).toMatch(/^Crowd 00; .*; and \d+ more$/);
  expect(note.group?.split("; ")).toHaveLength(51);
  expect(note.language).toBe("en; de; fr; es");
  expect(note.access_expires_on).toBe("a day, like 2026-12-31");
  // Sorted to the end, or behind people of one's own, it is still nobody.
  const [, , ...people] = text.split("\r\n");
  const staged = await stage(ctx, [headings, ...people.filter(Boolean), notes, ""].join("\r\n"));
  expect(staged).toMatchObject({ rowCount: 3, counts: { ready: 3 } });
});

const update = `email,courses,access_expires_on,labels,Cost centre,custom:size`;

test("each way to treat people who are here fills, replaces or adds these columns, and says so before", async () => {
  const house = openHouse();
  const table: [
    Mode,
    string[],
    { day: string; labels: string[]; fields: Record<string, string>; courses: number },
  ][] = [
    ["skip", [], { day: "2026-06-30", labels: ["Old"], fields: { size: "S" }, courses: 0 }],
    [
      "add_groups",
      ["courses + First aid", "labels + New"],
      { day: "2026-06-30", labels: ["Old", "New"], fields: { size: "S" }, courses: 1 },
    ],
    [
      "update_empty",
      ["courses + First aid", "labels + New", "custom:cost_centre + 7"],
      { day: "2026-06-30", labels: ["Old", "New"], fields: { cost_centre: "7", size: "S" }, courses: 1 },
    ],
    [
      "overwrite",
      [
        "courses + First aid",
        "access_expires_on 2026-06-30 2026-12-31",
        "labels + New",
        "custom:size S M",
        "custom:cost_centre + 7",
      ],
      { day: "2026-12-31", labels: ["Old", "New"], fields: { cost_centre: "7", size: "M" }, courses: 1 },
    ],
  ];
  for (const [mode, changes, becomes] of table) {
    const space = await createWorkspace(house);
    await furnish(house, space);
    const { email, membershipId } = await createMember(house, space.workspace);
    const ctx = () => house.context(space.admin.caller);
    await useCases.setAccessEnd(ctx(), { membershipId, accessEndsOn: "2026-06-30" });
    await useCases.placeMember(ctx(), { membershipId, labels: ["Old"], customFields: { size: "S" } });
    const file = `${update}\n${email},First aid,2026-12-31,old; New,7,M\n`;
    const staged = await stage(ctx(), file, mode);
    const [row] = await rowsOf(ctx(), staged.id);
    expect([
      mode,
      row?.changes.map(({ field, before, after }) => `${field} ${before ?? "+"} ${after}`).sort(),
    ]).toEqual([mode, changes.sort()]);
    if (changes.length > 0) {
      await useCases.confirmImport(ctx(), { importId: staged.id });
      await finish(house, space, staged.id);
    }
    const { day: last, labels, fields, at } = await keptOf(space, email);
    const enrolled = await enrolmentsOf(house, membershipId);
    expect([mode, { day: last, labels, fields, courses: enrolled.length }]).toEqual([mode, becomes]);
    expect(at).toBe(last === "2026-12-31" ? Date.UTC(2026, 11, 31, 23) : Date.UTC(2026, 5, 30, 22));
    if (enrolled.length > 0) expect(enrolled[0]).toMatchObject({ title: "First aid", origin: "manual" });
    // The same file once more finds nothing to change.
    expect((await stage(ctx(), file, mode)).counts).toEqual({ already_member: 1 });
  }
});

test("somebody invited gets the courses of a later file with their invitation, and nobody's access ends before it may", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const { aid } = await furnish(house, space);
  const ctx = () => house.context(space.admin.caller);
  const { invitation } = await useCases.inviteUser(ctx(), { email: "open@example.com" });
  const view = await imported(
    house,
    space,
    `email,courses,access_expires_on\nopen@example.com,First aid,2026-12-31\n${space.admin.email},,2026-12-31\n`,
    "update_empty",
  );
  expect(view.counts).toMatchObject({ updated: 1, error: 1 });
  const named = await database
    .prepare("select course_id from invitation_courses where invitation_id = ?1")
    .bind(invitation.id)
    .first("course_id");
  expect(named).toBe(aid);
  expect(await keptOf(space, "open@example.com")).toMatchObject({ day: "2026-12-31", status: "pending" });
  const [, admin] = await rowsOf(ctx(), view.id);
  expect(admin?.problems).toMatchObject([{ column: "access_expires_on", code: "existing_last_admin" }]);
});

test("a second unit is no person's by file where people are in one, and more labels than the form takes are none", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const north = await plantUnit(house, space.workspace.id, "North");
  await plantUnit(house, space.workspace.id, "South");
  const placed = await createMember(house, space.workspace, { unitIds: [north.id] });
  const labelled = await createMember(house, space.workspace);
  const ctx = house.context(space.admin.caller);
  const many = Array.from({ length: 20 }, (_, at) => `l${at}`);
  await useCases.placeMember(ctx, { membershipId: labelled.membershipId, labels: many });
  const staged = await stage(
    ctx,
    `email,unit,labels\n${placed.email},South,\n${labelled.email},,one more\nnew@example.com,North; South,\n`,
    "add_groups",
  );
  const codes = (await rowsOf(ctx, staged.id)).map(({ problems }) => problems[0]?.code);
  expect(codes).toEqual(["existing_second_unit", "too_many", "one_unit"]);
});

test("whoever a file adds to a group, a unit or a role has what these have: groups above, courses, sessions", async () => {
  const house = openHouse();
  const space = await createWorkspace(house, { overrides: { "groups.propagate_learner": true } });
  const { id } = space.workspace;
  const top = await plantGroup(house, id, "Everybody");
  const below = await plantGroup(house, id, "Sales", { parent: top });
  const north = await plantUnit(house, id, "North");
  await plantCourse(house, id, "Of everybody", { groupIds: [top.id] });
  await plantCourse(house, id, "Of sales", { groupIds: [below.id] });
  await plantCourse(house, id, "Of the north", { unitIds: [north.id] });
  const member = await createMember(house, space.workspace);
  const teacher = await createMember(house, space.workspace, { roles: ["instructor"], groupIds: [below.id] });
  const view = await imported(
    house,
    space,
    `email,group,unit,role\n${member.email},Sales,North,\n${teacher.email},,,learner\n`,
    "overwrite",
  );
  expect(view.counts).toMatchObject({ updated: 2 });
  const kinds = async (membershipId: string) =>
    (
      await database
        .prepare(
          "select g.name, m.kind from group_members m join groups g on g.id = m.group_id where membership_id = ?1 order by g.name",
        )
        .bind(membershipId)
        .all<{ name: string; kind: string }>()
    ).results.map(({ name, kind }) => `${name} ${kind}`);
  expect(await kinds(member.membershipId)).toEqual(["Everybody derived", "Sales direct"]);
  expect(await enrolmentsOf(house, member.membershipId)).toEqual([
    { title: "Of everybody", origin: "group", status: "active" },
    { title: "Of sales", origin: "group", status: "active" },
    { title: "Of the north", origin: "unit", status: "active" },
  ]);
  // Learners follow the tree: whoever becomes one is a learner of the groups above from that moment.
  expect(await kinds(teacher.membershipId)).toEqual(["Everybody derived", "Sales direct"]);
  expect((await enrolmentsOf(house, teacher.membershipId)).map(({ title }) => title)).toEqual([
    "Of everybody",
    "Of sales",
  ]);
});
