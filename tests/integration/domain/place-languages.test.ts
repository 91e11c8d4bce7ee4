import { env } from "cloudflare:workers";
import fc from "fast-check";
import { expect, test } from "vitest";
import { openDatabase } from "../../../db/index.ts";
import type { Context } from "../../../worker/domain/context.ts";
import { useCases } from "../../../worker/domain/index.ts";
import { languages } from "../../../worker/domain/languages.ts";
import {
  callerNow,
  countRoundTrips,
  createMember,
  createWorkspace,
  type House,
  openHouse,
  refusalOf,
  type TestWorkspace,
  tokenIn,
} from "../../support/house.ts";
import { plantCourse, plantSession } from "../../support/learning.ts";
import { openCatalog, stranger } from "../../support/registering.ts";

const { DB: database } = env;

let serial = 0;
const address = () => {
  serial += 1;
  return `spoken-${serial}@example.com`;
};

/** An English workspace whose administrator reads French; schools, a class and groups that speak or do not. */
async function schools(options: Parameters<typeof createWorkspace>[1] = {}) {
  const house = openHouse();
  const space = await createWorkspace(house, options);
  await database
    .prepare("update memberships set language = 'fr' where workspace_id = ?1")
    .bind(space.workspace.id)
    .run();
  await database.prepare("update users set language = 'fr' where id = ?1").bind(space.admin.userId).run();
  const ctx = house.context(await callerNow(house, space.admin));
  const { createGroup, createUnit } = useCases;
  const berlin = await createUnit(ctx, { name: "Berlin school", language: "de" });
  const classroom = await createUnit(ctx, { name: "Class 3b", parentId: berlin.id });
  const madrid = await createUnit(ctx, { name: "Madrid school", language: "es" });
  const silent = await createUnit(ctx, { name: "Leeds school" });
  const choir = await createGroup(ctx, { name: "Choir", language: "de" });
  const tenors = await createGroup(ctx, { name: "Tenors", parentId: choir.id });
  const equipo = await createGroup(ctx, { name: "Equipo", language: "es" });
  const ofMadrid = await createGroup(ctx, { name: "Of Madrid", unitId: madrid.id });
  const plain = await createGroup(ctx, { name: "Plain" });
  return { house, space, ctx, berlin, classroom, madrid, silent, choir, tenors, equipo, ofMadrid, plain };
}

/** The language in which an address was invited, and that of the row of the person. */
async function spokenTo({ workspace }: TestWorkspace, email: string): Promise<string> {
  const row = await database
    .prepare(
      `select m.language mine, i.language mailed from memberships m
        left join invitations i on i.workspace_id = m.workspace_id and i.id = m.invitation_id
        where m.workspace_id = ?1 and m.email = ?2`,
    )
    .bind(workspace.id, email)
    .first<{ mine: string; mailed: string | null }>();
  expect(row?.mailed ?? row?.mine).toBe(row?.mine);
  return row?.mine ?? "nobody";
}

const several = { "units.per_person": "several" } as const;

test("whoever is invited is written to in the language of their unit, else of their groups, else of the workspace", async () => {
  const town = await schools({ overrides: several });
  const { space, ctx, berlin, classroom, madrid, silent, choir, tenors, equipo, ofMadrid, plain } = town;
  const cases: [what: object, language: string][] = [
    [{}, "en"],
    [{ unitIds: [berlin.id] }, "de"],
    // The nearest unit upwards that says something.
    [{ unitIds: [classroom.id] }, "de"],
    [{ unitIds: [silent.id] }, "en"],
    [{ unitIds: [silent.id], groupIds: [equipo.id] }, "es"],
    // The unit comes before groups.
    [{ unitIds: [classroom.id], groupIds: [equipo.id] }, "de"],
    [{ groupIds: [choir.id] }, "de"],
    [{ groupIds: [tenors.id] }, "de"],
    // A group without a language of its own speaks as its unit does.
    [{ groupIds: [ofMadrid.id] }, "es"],
    [{ groupIds: [plain.id, tenors.id] }, "de"],
    // Several that disagree: the workspace's.
    [{ groupIds: [choir.id, equipo.id] }, "en"],
    [{ unitIds: [classroom.id, madrid.id], groupIds: [choir.id] }, "en"],
    [{ unitIds: [classroom.id, berlin.id] }, "de"],
    // A role that holds at a unit places whoever has it there.
    [{ roles: [{ role: "unit_manager", unitId: madrid.id }] }, "es"],
    // What is asked for comes before all.
    [{ unitIds: [berlin.id], language: "fr" }, "fr"],
    [{ unitIds: [berlin.id], language: "en" }, "en"],
  ];
  for (const [what, language] of cases) {
    const email = address();
    const { invitation } = await useCases.inviteUser(ctx, { email, ...what });
    expect([what, invitation.language, await spokenTo(space, email)]).toEqual([what, language, language]);
  }
});

test("the mail itself and the page behind it are in that language", async () => {
  const { house, space, ctx, classroom } = await schools();
  const email = address();
  await useCases.inviteUser(ctx, { email, unitIds: [classroom.id] });
  await useCases.deliverMail(house.system(), { workspaceId: space.workspace.id });
  const mail = house.sent.find(({ to }) => to === email);
  expect(mail?.subject).toMatch(/lädt Sie/);
  const token = tokenIn(mail);
  const page = await useCases.viewInvitation(house.anonymous(), { token });
  expect(page.invitation.language).toBe("de");
});

test("several at once, each by their own places, and a request of a program too", async () => {
  const { space, ctx, berlin, equipo } = await schools();
  const [a, b, c, d] = [address(), address(), address(), address()];
  await useCases.inviteListed(ctx, { addresses: `${a}, ${b}`, unitIds: [berlin.id] });
  await useCases.inviteMany(ctx, {
    groupIds: [equipo.id],
    invitations: [{ email: c }, { email: d, unitIds: [berlin.id], groupIds: [] }],
  });
  const spoken = await Promise.all([a, b, c, d].map((email) => spokenTo(space, email)));
  expect(spoken).toEqual(["de", "de", "es", "de"]);
});

test("whoever is set up at once is written to in the language of their place", async () => {
  const { space, ctx, classroom } = await schools({ overrides: { "direct_setup.enabled": true } });
  const [a, b] = [address(), address()];
  await useCases.setUpMember(ctx, { email: a, firstName: "Ana", unitIds: [classroom.id] });
  await useCases.setUpMember(ctx, { email: b, firstName: "Ana", unitIds: [classroom.id], language: "es" });
  expect([await spokenTo(space, a), await spokenTo(space, b)]).toEqual(["de", "es"]);
});

test("learners who are invited from a session are written to in the language of their group", async () => {
  const { house, space, ctx, tenors } = await schools({ overrides: { "from_session.enabled": true } });
  const course = await plantCourse(house, space.workspace.id, "Music");
  const sessionId = await plantSession(house, space.workspace.id, course);
  const [a, b] = [address(), address()];
  await useCases.inviteFromSession(ctx, { sessionId, groupId: tenors.id, addresses: a });
  await useCases.inviteFromSession(ctx, { sessionId, groupId: tenors.id, addresses: b, language: "fr" });
  expect([await spokenTo(space, a), await spokenTo(space, b)]).toEqual(["de", "fr"]);
});

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}

async function imported(
  house: House,
  space: TestWorkspace,
  ctx: Context,
  text: string,
  options: object = {},
) {
  const { id: importId } = await useCases.stageImport(ctx, { fileName: "a.csv", file: bytesOf(text) });
  await useCases.confirmImport(ctx, { importId, ...options });
  const { id: workspaceId } = space.workspace;
  while ((await useCases.runImport(house.system(), { workspaceId, importId })).more);
}

test("of a file a row's own language comes first, then what was chosen for the file, then its places", async () => {
  const { house, space, ctx } = await schools({
    overrides: { "csv.unknown_group": "create", "direct_setup.enabled": true },
  });
  const emails = Array.from({ length: 8 }, address);
  const rows = [",Berlin school,", "fr,Berlin school,", ",Class 3b,Equipo", ",,Choir; Tenors", ",,Brand new"];
  const file = rows.map((row, at) => `${emails[at]},Ana,${row}`).join("\n");
  await imported(house, space, ctx, `email,first_name,language,unit,group\n${file}\n`);
  const spoken = await Promise.all(emails.slice(0, 5).map((email) => spokenTo(space, email)));
  expect(spoken).toEqual(["de", "fr", "de", "de", "en"]);
  await imported(house, space, ctx, `email,unit\n${emails[5]},Berlin school\n`, { language: "es" });
  await imported(house, space, ctx, `email,first_name,unit\n${emails[6]},Ana,Madrid school\n`, {
    setUp: true,
  });
  expect([await spokenTo(space, emails[5] ?? ""), await spokenTo(space, emails[6] ?? "")]).toEqual([
    "es",
    "es",
  ]);
});

test("a group that a file makes below the one that holds all others speaks as that one does", async () => {
  const { house, space, ctx } = await schools({
    overrides: { "csv.unknown_group": "create", "groups.root": true },
  });
  const { groups } = await useCases.listGroups(ctx, {});
  const root = groups.find(({ isRoot }) => isRoot);
  await useCases.changeGroup(ctx, { groupId: root?.id ?? "", language: "es" });
  const email = address();
  await imported(house, space, ctx, `email,group\n${email},Brand new\n`);
  expect(await spokenTo(space, email)).toBe("es");
});

test("whoever registers by a link is written to in the language of its places, unless they say one", async () => {
  const house = openHouse({ registrationsPerHour: 1_000 });
  const space = await openCatalog(house);
  const { workspace } = space;
  const ctx = house.context(space.admin.caller);
  const unit = await useCases.createUnit(ctx, { name: "Berlin school", language: "de" });
  const classroom = await useCases.createUnit(ctx, { name: "Class", parentId: unit.id });
  const group = await useCases.createGroup(ctx, { name: "Grupo", language: "es" });
  let made = 0;
  const languageOf = async (input: object, places: object) => {
    made += 1;
    const link = await useCases.createRegistrationLink(house.context(space.admin.caller), {
      name: `Link ${made}`,
      ...places,
    });
    const email = address();
    const door = await useCases.viewRegistrationDoor(stranger(house), {
      workspaceSlug: workspace.slug,
      code: link.code,
    });
    await useCases.register(stranger(house), {
      workspace: workspace.slug,
      email,
      firstName: "Rosa",
      linkCode: link.code,
      ...input,
    });
    const row = await database
      .prepare("select language from registrations where workspace_id = ?1 and email = ?2")
      .bind(workspace.id, email)
      .first("language");
    return [door.language, row];
  };
  expect(await languageOf({}, { unitIds: [classroom.id], groupIds: [group.id] })).toEqual(["de", "de"]);
  expect(await languageOf({}, { groupIds: [group.id] })).toEqual(["es", "es"]);
  expect(await languageOf({ language: "fr" }, { unitIds: [unit.id] })).toEqual(["de", "fr"]);
  const course = await plantCourse(house, workspace.id, "Music");
  expect(await languageOf({}, { courseIds: [course] })).toEqual([null, "en"]);
});

test("it is decided when somebody is invited: units that move or change later, and new mails, change nothing", async () => {
  const { house, space, ctx, classroom, madrid } = await schools();
  const email = address();
  const { invitation } = await useCases.inviteUser(ctx, { email, unitIds: [classroom.id] });
  await useCases.changeUnit(ctx, { unitId: classroom.id, parentId: madrid.id });
  const later = address();
  await useCases.inviteUser(ctx, { email: later, unitIds: [classroom.id] });
  await useCases.changeUnit(ctx, { unitId: classroom.id, language: "fr" });
  house.clock.advance(3_600_000);
  await useCases.resendInvitation(ctx, { invitationId: invitation.id });
  await useCases.editInvitation(ctx, { invitationId: invitation.id, firstName: "Ana" });
  expect([await spokenTo(space, email), await spokenTo(space, later)]).toEqual(["de", "es"]);
});

test("the mail beside the form is in the language of what is picked, and says whose that is", async () => {
  const { house, space, ctx, berlin, classroom, choir, equipo } = await schools();
  const shown = async (input: Parameters<typeof useCases.previewInvitation>[1], asker: Context = ctx) => {
    const { language, usual } = await useCases.previewInvitation(asker, input);
    return [language, usual.language, usual.of];
  };
  expect(await shown({})).toEqual(["en", "en", null]);
  expect(await shown({ unitIds: [classroom.id] })).toEqual(["de", "de", "Berlin school"]);
  expect(await shown({ unitIds: [classroom.id], language: "fr" })).toEqual(["fr", "de", "Berlin school"]);
  expect(await shown({ groupIds: [choir.id, equipo.id] })).toEqual(["en", "en", null]);
  // Whoever administers the class sees what is spoken there, and not what lies above it is called.
  const manager = await createMember(house, space.workspace, {
    roles: [{ role: "unit_manager", unitId: classroom.id }],
  });
  const asker = house.context(await callerNow(house, manager));
  expect(await shown({ unitIds: [classroom.id] }, asker)).toEqual(["de", "de", null]);
  // And nothing of what does not exist for them.
  expect(await shown({ unitIds: [berlin.id] }, asker)).toEqual(["en", "en", null]);
});

test("a unit and a group show what they speak, and what they would without a language of their own", async () => {
  const { house, space, ctx, berlin, classroom, silent, tenors, ofMadrid } = await schools();
  const unitOf = async (unitId: string, asker: Context = ctx) => {
    const { language, inherited } = await useCases.viewUnit(asker, { unitId });
    return [language, inherited];
  };
  const groupOf = async (groupId: string) => {
    const { language, inherited } = await useCases.viewGroup(ctx, { groupId });
    return [language, inherited];
  };
  const ofWorkspace = { language: "en", of: "workspace" };
  expect(await unitOf(berlin.id)).toEqual(["de", ofWorkspace]);
  expect(await unitOf(silent.id)).toEqual([null, ofWorkspace]);
  expect(await unitOf(classroom.id)).toEqual([
    null,
    { language: "de", of: { id: berlin.id, name: "Berlin school" } },
  ]);
  expect(await groupOf(tenors.id)).toMatchObject([null, { language: "de", of: { name: "Choir" } }]);
  expect(await groupOf(ofMadrid.id)).toMatchObject([null, { language: "es", of: { name: "Madrid school" } }]);
  const manager = await createMember(house, space.workspace, {
    roles: [{ role: "unit_manager", unitId: classroom.id }],
  });
  const asker = house.context(await callerNow(house, manager));
  expect(await unitOf(classroom.id, asker)).toEqual([null, { language: "de", of: "above" }]);
  // A change is written down, and null takes the language away.
  await useCases.changeUnit(ctx, { unitId: berlin.id, language: "fr" });
  await useCases.changeUnit(ctx, { unitId: berlin.id, language: null, parentId: silent.id, name: "Berlin" });
  await useCases.changeGroup(ctx, { groupId: tenors.id, language: "es" });
  await useCases.changeGroup(ctx, { groupId: tenors.id, language: null, description: "High" });
  const { results } = await database
    .prepare(
      `select d.details ->> '$.before.language' before, d.details ->> '$.after.language' after from audit_events e
        join audit_details d on d.workspace_id = e.workspace_id and d.audit_id = e.id
        where e.workspace_id = ?1 and e.action in ('unit.changed', 'group.changed') order by e.id`,
    )
    .bind(space.workspace.id)
    .all<{ before: string | null; after: string | null }>();
  expect(results.map(({ before, after }) => `${before} ${after}`).sort()).toEqual([
    "de fr",
    "es null",
    "fr null",
    "null es",
  ]);
  const { units } = await useCases.listUnits(ctx, {});
  expect(units.find(({ id }) => id === berlin.id)).toMatchObject({ language: null, parentId: silent.id });
  expect(await refusalOf(useCases.changeUnit(ctx, { unitId: berlin.id, language: "xx" as "en" }))).toBe(
    "VALIDATION_FAILED",
  );
});

test("of two who give a unit a language at once one is told that it has changed", async () => {
  const { ctx, silent, plain } = await schools();
  const settled = await Promise.allSettled([
    useCases.changeUnit(ctx, { unitId: silent.id, language: "de" }),
    useCases.changeUnit(ctx, { unitId: silent.id, language: "es" }),
    useCases.changeGroup(ctx, { groupId: plain.id, language: "de" }),
    useCases.changeGroup(ctx, { groupId: plain.id, language: "es" }),
  ]);
  expect(settled.map((one) => (one.status === "rejected" ? one.reason.code : "done"))).toEqual([
    "done",
    "EDIT_CONFLICT",
    "done",
    "EDIT_CONFLICT",
  ]);
});

test("inviting into places that speak takes no round trip more", async () => {
  const { ctx, classroom, equipo } = await schools();
  const counted = countRoundTrips(database);
  await useCases.inviteUser(
    { ...ctx, db: openDatabase(counted.database) },
    { email: address(), unitIds: [classroom.id], groupIds: [equipo.id] },
  );
  // What the decision needs, and the guarded batch.
  expect(counted.roundTrips()).toBe(2);
});

test("whoever invites, whatever they read themselves, nobody is written to in their language for it (P12)", async () => {
  const { house, space, berlin, madrid, silent, choir, equipo, plain } = await schools({
    overrides: several,
  });
  const units = [berlin, madrid, silent];
  const groups = [choir, equipo, plain];
  const spoken = new Map([
    [berlin.id, "de"],
    [madrid.id, "es"],
    [choir.id, "de"],
    [equipo.id, "es"],
  ]);
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...languages),
      fc.subarray(units),
      fc.subarray(groups),
      fc.option(fc.constantFrom(...languages), { nil: undefined }),
      async (own, inUnits, inGroups, asked) => {
        await database
          .prepare("update memberships set language = ?2 where id = ?1")
          .bind(space.admin.membershipId, own)
          .run();
        await database
          .prepare("update users set language = ?2 where id = ?1")
          .bind(space.admin.userId, own)
          .run();
        const ctx = house.context(await callerNow(house, space.admin));
        const email = address();
        await useCases.inviteUser(ctx, {
          email,
          unitIds: inUnits.map(({ id }) => id),
          groupIds: inGroups.map(({ id }) => id),
          ...(asked && { language: asked }),
        });
        const said = (places: typeof units) => [...new Set(places.flatMap(({ id }) => spoken.get(id) ?? []))];
        const decisive = said(inUnits).length > 0 ? said(inUnits) : said(inGroups as typeof units);
        const expected = asked ?? (decisive.length === 1 ? decisive[0] : "en");
        expect(await spokenTo(space, email)).toBe(expected);
      },
    ),
    { numRuns: 25 },
  );
});
