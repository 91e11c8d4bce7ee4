import { expect, test } from "vitest";
import { customFields } from "../../../db/schema/index.ts";
import { DomainError } from "../../../worker/domain/errors.ts";
import { useCases } from "../../../worker/domain/index.ts";
import {
  countRoundTrips,
  createMember,
  createWorkspace,
  day,
  type House,
  openHouse,
  plantGroup,
  plantUnit,
  refusalOf,
  type TestMember,
  tokenIn,
} from "../../support/house.ts";
import { enrolmentsOf, placesOf, plantCourse, plantSession } from "../../support/learning.ts";

let serial = 0;
const someone = () => {
  serial += 1;
  return `invitee-${serial}@example.com`;
};

/** Two units side by side with a group each, one group of nobody's unit, a course and a session. */
async function openSchool(
  overrides: Record<string, unknown> = {},
  preset?: Parameters<typeof createWorkspace>[1] extends infer O | undefined ? O : never,
) {
  const house = openHouse();
  const space = await createWorkspace(house, { ...preset, overrides });
  const { id } = space.workspace;
  const north = await plantUnit(house, id, "North");
  const south = await plantUnit(house, id, "South");
  const class1 = await plantUnit(house, id, "Class 1", north);
  const choir = await plantGroup(house, id, "Choir", { unitId: class1.id });
  const chess = await plantGroup(house, id, "Chess", { unitId: south.id });
  const open = await plantGroup(house, id, "Open");
  const course = await plantCourse(house, id, "Safety");
  const session = await plantSession(house, id, course, { groupId: choir.id, title: "Ropes", seats: 1 });
  return { house, ...space, north, south, class1, choir, chess, open, course, session };
}

const invite = (house: House, who: TestMember, more: Record<string, unknown> = {}) =>
  useCases.inviteUser(house.context(who.caller), { email: someone(), roles: ["learner"], ...more });

async function errorsOf(act: Promise<unknown>) {
  try {
    await act;
  } catch (error) {
    if (error instanceof DomainError) {
      return (error.details.errors ?? []).map(({ path, code }) => `${path} ${code}`);
    }
    throw error;
  }
  throw new Error("The act was expected to be refused and succeeded");
}

async function tiesOf(house: House, membershipId: string) {
  const read = async (sql: string) =>
    (await house.database.prepare(sql).bind(membershipId).all<{ v: string }>()).results.map(({ v }) => v);
  return {
    roles: await read(
      "select role || '@' || scope_id as v from role_assignments where membership_id = ? order by 1",
    ),
    units: await read("select unit_id as v from unit_members where membership_id = ? order by 1"),
    groups: await read(
      "select g.name || ' ' || m.kind as v from group_members m join groups g on g.id = m.group_id where m.membership_id = ? order by 1",
    ),
    courses: await read(
      "select c.title as v from invitation_courses n join courses c on c.id = n.course_id join invitations i on i.id = n.invitation_id where i.membership_id = ? order by 1",
    ),
  };
}

test("an invitation places a person in a unit, groups, courses and sessions, and says so", async () => {
  const { house, workspace, admin, class1, choir, open, course, session } = await openSchool();
  await house
    .system()
    .db.insert(customFields)
    .values({
      workspaceId: workspace.id,
      id: house.system().ids.next("customField"),
      key: "cost_centre",
      name: "Cost centre",
      kind: "number",
      choices: [],
      createdAt: house.clock.now,
    });
  const { invitation } = await invite(house, admin, {
    unitId: class1.id,
    groupIds: [choir.id, open.id],
    courseIds: [course],
    sessionIds: [session],
    accessEndsOn: "2026-03-29",
    labels: ["Night shift", "night  shift", "New"],
    customFields: { cost_centre: "12,50" },
  });
  expect(invitation).toMatchObject({
    units: [{ id: class1.id, name: "Class 1" }],
    groups: [
      { id: choir.id, name: "Choir" },
      { id: open.id, name: "Open" },
    ],
    courses: [{ id: course, title: "Safety" }],
    sessions: [{ id: session, title: "Ropes" }],
    accessEndsOn: "2026-03-29",
    // Clocks are put forward in Berlin that night: the day has 23 hours.
    accessEndsAt: Date.UTC(2026, 2, 29, 22),
    labels: ["Night shift", "New"],
    customFields: { cost_centre: "12.5" },
  });
  expect(await tiesOf(house, invitation.userId)).toEqual({
    roles: ["learner@"],
    units: [class1.id],
    groups: ["Choir direct", "Open direct"],
    courses: ["Safety"],
  });
  expect(await placesOf(house, invitation.userId)).toEqual([{ title: "Ropes", origin: "invitation" }]);
  const detail = await useCases.viewInvitationDetail(house.context(admin.caller), {
    invitationId: invitation.id,
  });
  expect(detail.invitation).toMatchObject(JSON.parse(JSON.stringify(invitation)));
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  await useCases.joinAsNewPerson(house.anonymous(), {
    token: tokenIn(house.sent.at(-1)),
    revision: 1,
    firstName: "Ana",
    password: "seven green bicycles",
  });
  expect((await enrolmentsOf(house, invitation.userId)).map(({ title }) => title)).toEqual(["Safety"]);
});

test("inviting into places reads once and writes once", async () => {
  const { house, admin, class1, choir, course } = await openSchool({ "groups.propagate_learner": true });
  const counted = countRoundTrips(house.database);
  const again = openHouse({ database: counted.database });
  await invite(again, admin, { unitId: class1.id, groupIds: [choir.id], courseIds: [course] });
  expect(counted.roundTrips()).toBe(2);
  counted.reset();
  await useCases.inviteMany(again.context(admin.caller), {
    emails: [someone(), someone()],
    groupIds: [choir.id],
    courseIds: [course],
  });
  expect(counted.roundTrips()).toBe(2);
});

test("a plain role that needs a place holds at each chosen one, and one that names its place holds there", async () => {
  const { house, admin, north, class1, choir, open } = await openSchool({
    "roles.set": ["admin", "unit_manager", "group_admin", "coach", "learner"],
  });
  const roles = async (more: Record<string, unknown>) => {
    const { invitation } = await invite(house, admin, more);
    return { ...(await tiesOf(house, invitation.userId)), shown: invitation.roles.length };
  };
  expect(await roles({ roles: ["unit_manager"], unitId: north.id })).toMatchObject({
    roles: [`unit_manager@${north.id}`],
    units: [north.id],
  });
  expect(await roles({ roles: ["coach", "learner"], groupIds: [choir.id, open.id] })).toMatchObject({
    roles: [`coach@${choir.id}`, `coach@${open.id}`, "learner@"].sort(),
    groups: ["Choir direct", "Open direct"],
    shown: 3,
  });
  expect(await roles({ roles: ["group_admin"], unitId: class1.id, groupIds: [choir.id] })).toMatchObject({
    roles: [`group_admin@${choir.id}`],
  });
  expect(await roles({ roles: ["group_admin"], unitId: class1.id })).toMatchObject({
    roles: [`group_admin@${class1.id}`],
  });
  // Who is given a role at a place is in it.
  expect(
    await roles({
      roles: [
        { role: "unit_manager", unitId: north.id },
        { role: "coach", groupId: open.id },
      ],
    }),
  ).toMatchObject({ units: [north.id], groups: ["Open direct"] });
});

test("a role without its place, at a place where it cannot hold, or twice placed is refused in words", async () => {
  const { house, admin, north, choir } = await openSchool({
    "roles.set": ["admin", "unit_manager", "coach", "learner"],
  });
  const refused = (roles: unknown, more = {}) => errorsOf(invite(house, admin, { roles, ...more }));
  expect(await refused(["unit_manager"])).toEqual(["unitId place_required"]);
  expect(await refused(["coach"])).toEqual(["groupIds place_required"]);
  expect(await refused([{ role: "coach", unitId: north.id }])).toEqual(["roles.0 role_scope"]);
  expect(await refused([{ role: "learner", groupId: choir.id }])).toEqual(["roles.0 role_scope"]);
  expect(await refused([{ role: "coach", unitId: north.id, groupId: choir.id }])).toEqual(["roles.0 custom"]);
});

test("a group outside the chosen unit is refused, one below it or of no unit is not", async () => {
  const { house, admin, north, south, choir, chess, open } = await openSchool();
  expect(await errorsOf(invite(house, admin, { unitId: north.id, groupIds: [open.id, chess.id] }))).toEqual([
    "groupIds.1 group_outside_unit",
  ]);
  expect(await errorsOf(invite(house, admin, { unitId: south.id, groupIds: [choir.id] }))).toEqual([
    "groupIds.0 group_outside_unit",
  ]);
  await invite(house, admin, { unitId: north.id, groupIds: [choir.id, open.id] });
});

test("a person is in one unit where the workspace says so", async () => {
  const { house, admin, north, south } = await openSchool();
  expect(await errorsOf(invite(house, admin, { unitIds: [north.id, south.id] }))).toEqual([
    "unitIds one_unit",
  ]);
  const several = await openSchool({ "units.per_person": "several" });
  const { invitation } = await invite(several.house, several.admin, {
    unitIds: [several.north.id, several.south.id],
  });
  expect(invitation.units.map(({ name }) => name)).toEqual(["North", "South"]);
});

test("what belongs to another workspace and what lies outside of one's part answer alike", async () => {
  const { house, workspace, admin, north, south, chess, choir } = await openSchool();
  const other = await createWorkspace(house);
  const foreignGroup = await plantGroup(house, other.workspace.id, "Foreign");
  const foreignUnit = await plantUnit(house, other.workspace.id, "Foreign");
  const foreignCourse = await plantCourse(house, other.workspace.id, "Foreign");
  const foreignSession = await plantSession(house, other.workspace.id, foreignCourse);
  const ours = await plantCourse(house, workspace.id, "Ours");
  const elsewhere = await plantSession(house, workspace.id, ours, { groupId: chess.id });
  const manager = await createMember(house, workspace, {
    roles: [{ role: "unit_manager", unitId: north.id }],
    unitIds: [north.id],
  });
  for (const [field, foreign, outside] of [
    ["groupIds", [foreignGroup.id], [chess.id]],
    ["unitId", foreignUnit.id, south.id],
    ["sessionIds", [foreignSession], [elsewhere]],
  ] as const) {
    const base = field === "groupIds" ? { unitId: north.id } : { groupIds: [choir.id] };
    const strange = await errorsOf(invite(house, manager, { ...base, [field]: foreign }));
    expect(strange).toEqual(await errorsOf(invite(house, manager, { ...base, [field]: outside })));
    expect(strange).toEqual(await errorsOf(invite(house, admin, { ...base, [field]: foreign })));
    expect(strange[0]).toContain("not_found");
  }
  expect(await errorsOf(invite(house, admin, { courseIds: [foreignCourse] }))).toEqual([
    "courseIds.0 not_found",
  ]);
  expect(
    await errorsOf(invite(house, admin, { roles: [{ role: "unit_manager", unitId: foreignUnit.id }] })),
  ).toEqual(["roles.0.unitId not_found"]);
  expect(
    await errorsOf(invite(house, manager, { roles: [{ role: "unit_manager", unitId: south.id }] })),
  ).toEqual(["roles.0.unitId not_found"]);
});

test("a manager invites into their unit and what lies below it, with no more than they may give, and nowhere else", async () => {
  const { house, workspace, north, class1, choir, open } = await openSchool();
  const manager = await createMember(house, workspace, {
    roles: [{ role: "unit_manager", unitId: north.id }],
    unitIds: [north.id],
  });
  const { invitation } = await invite(house, manager, { unitId: class1.id, groupIds: [choir.id] });
  expect(invitation.units).toEqual([{ id: class1.id, name: "Class 1" }]);
  await invite(house, manager, { roles: ["unit_manager"], unitId: class1.id });
  expect(await errorsOf(invite(house, manager))).toEqual(["unitId part_required"]);
  expect(await errorsOf(invite(house, manager, { unitId: class1.id, groupIds: [open.id] }))).toEqual([
    "groupIds.0 not_found",
  ]);
  for (const role of ["admin", "instructor", "group_admin"]) {
    expect(await refusalOf(invite(house, manager, { roles: [role], unitId: class1.id }))).toBe(
      "ROLE_ABOVE_YOURS",
    );
  }
});

test("administrators of a group invite into it, and where the policy lets them only add members they invite nobody", async () => {
  const set = ["admin", "group_admin", "user_admin", "coach", "learner"];
  const may = ["admin", "group_admin@group", "user_admin@group"];
  const school = await openSchool({ "roles.set": set, "roles.may_invite": may });
  for (const role of ["group_admin", "user_admin"] as const) {
    const one = await createMember(school.house, school.workspace, {
      roles: [{ role, groupId: school.open.id }],
      groupIds: [school.open.id],
    });
    await invite(school.house, one, { roles: ["learner", "coach"], groupIds: [school.open.id] });
    expect(await errorsOf(invite(school.house, one))).toEqual(["groupIds part_required"]);
    const above = invite(school.house, one, { roles: ["admin"], groupIds: [school.open.id] });
    expect(await refusalOf(above)).toBe("ROLE_ABOVE_YOURS");
  }
  const closed = await openSchool({
    "roles.set": set,
    "roles.may_invite": may,
    "group_level.may": "add_existing",
  });
  const one = await createMember(closed.house, closed.workspace, {
    roles: [{ role: "group_admin", groupId: closed.open.id }],
    groupIds: [closed.open.id],
  });
  expect(await refusalOf(invite(closed.house, one, { groupIds: [closed.open.id] }))).toBe("FORBIDDEN");
});

test("nobody is invited into a draft, a full session or one that has begun", async () => {
  const { house, workspace, admin, session, course } = await openSchool();
  const draft = await plantCourse(house, workspace.id, "Draft", { status: "draft" });
  const gone = await plantCourse(house, workspace.id, "Gone", { deleted: true });
  const over = await plantSession(house, workspace.id, course, { startsAt: house.clock.now - day });
  const canceled = await plantSession(house, workspace.id, course, { canceled: true });
  const ofDraft = await plantSession(house, workspace.id, draft);
  expect(await errorsOf(invite(house, admin, { courseIds: [draft, gone] }))).toEqual([
    "courseIds.0 draft",
    "courseIds.1 not_found",
  ]);
  expect(await errorsOf(invite(house, admin, { sessionIds: [over, canceled, ofDraft] }))).toEqual([
    "sessionIds.0 session_over",
    "sessionIds.1 not_found",
    "sessionIds.2 draft",
  ]);
  await invite(house, admin, { sessionIds: [session] });
  expect(await errorsOf(invite(house, admin, { sessionIds: [session] }))).toEqual([
    "sessionIds.0 session_full",
  ]);
});

test("the last seat of a session goes to one of many who invite at once", async () => {
  const { house, admin, session } = await openSchool();
  const done = await Promise.allSettled(
    Array.from({ length: 5 }, () => invite(house, admin, { sessionIds: [session] })),
  );
  expect(done.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const taken = await house.database
    .prepare("select count(*) n from session_attendees where session_id = ?")
    .bind(session)
    .first<number>("n");
  expect(taken).toBe(1);
});

test("seats are given in the order of a list, and who finds none is refused alone", async () => {
  const { house, admin, session } = await openSchool();
  const { results } = await useCases.inviteMany(house.context(admin.caller), {
    emails: [someone(), someone()],
    roles: ["learner"],
    sessionIds: [session],
  });
  expect(results.map(({ outcome, error }) => error?.details.errors?.[0]?.code ?? outcome)).toEqual([
    "invited",
    "session_full",
  ]);
});

test("a wrong place that is meant for all refuses the list, one of a single row refuses that row", async () => {
  const { house, admin, north, chess, open } = await openSchool();
  const many = (input: Record<string, unknown>) =>
    useCases.inviteMany(house.context(admin.caller), input as never);
  expect(
    await errorsOf(many({ emails: [someone(), someone()], unitId: north.id, groupIds: [chess.id] })),
  ).toEqual(["groupIds.0 group_outside_unit"]);
  const { results } = await many({
    invitations: [
      { email: someone(), groupIds: [chess.id] },
      { email: someone(), groupIds: [open.id] },
    ],
    unitId: north.id,
  });
  expect(results.map(({ outcome }) => outcome)).toEqual(["refused", "invited"]);
});

test("a group that is deleted while somebody is invited into it is refused in words", async () => {
  const { house, workspace, admin, open } = await openSchool();
  let deleted = false;
  const racing = openHouse({
    database: new Proxy(house.database, {
      get(target, name) {
        const value = Reflect.get(target, name);
        if (name !== "batch") return typeof value === "function" ? value.bind(target) : value;
        return async (statements: D1PreparedStatement[]) => {
          const result = await target.batch(statements);
          // After what is read first, and before what is written.
          if (!deleted) await target.prepare("delete from groups where id = ?").bind(open.id).run();
          deleted = true;
          return result;
        };
      },
    }),
  });
  expect(await errorsOf(invite(racing, admin, { groupIds: [open.id] }))).toEqual(["groupIds.0 not_found"]);
  const left = await house.database
    .prepare("select count(*) n from memberships where workspace_id = ?")
    .bind(workspace.id)
    .first<number>("n");
  expect(left).toBe(1);
});

test("learners are in the groups above at once where the policy propagates, and only there", async () => {
  for (const propagates of [true, false]) {
    const { house, workspace, admin } = await openSchool({ "groups.propagate_learner": propagates });
    const top = await plantGroup(house, workspace.id, "Top");
    const middle = await plantGroup(house, workspace.id, "Middle", { parent: top, visibility: "private" });
    const low = await plantGroup(house, workspace.id, "Low", { parent: middle });
    const { invitation } = await invite(house, admin, { groupIds: [low.id] });
    expect((await tiesOf(house, invitation.userId)).groups).toEqual(
      propagates ? ["Low direct", "Middle derived"] : ["Low direct"],
    );
  }
});

test("what the workspace does not ask for when inviting is not taken either", async () => {
  const { house, admin, north, course, session } = await openSchool({
    "invite.optional": ["group"],
    "access.expiry_enabled": false,
  });
  expect(
    await errorsOf(
      invite(house, admin, {
        unitId: north.id,
        courseIds: [course],
        sessionIds: [session],
        accessEndsOn: "2027-01-01",
        labels: ["A"],
        customFields: { a: "b" },
      }),
    ),
  ).toEqual(
    expect.arrayContaining([
      "unitId unknown_field",
      "courseIds unknown_field",
      "sessionIds unknown_field",
      "accessEndsOn unknown_field",
      "labels unknown_field",
      "customFields unknown_field",
    ]),
  );
  const off = await openSchool({ "units.enabled": false });
  expect(await errorsOf(invite(off.house, off.admin, { unitId: off.north.id }))).toEqual([
    "unitId unknown_field",
  ]);
});

test("units and groups that are kept to some roles are refused for others, but for those that hold nowhere else", async () => {
  const { house, admin, open, north } = await openSchool(
    { "roles.set": ["admin", "group_admin", "instructor", "learner"] },
    { preset: "academy" },
  );
  expect(
    await errorsOf(invite(house, admin, { roles: ["instructor"], groupIds: [open.id], unitId: north.id })),
  ).toEqual(["unitId not_for_role", "groupIds not_for_role"]);
  await invite(house, admin, { roles: ["learner"], groupIds: [open.id] });
  await invite(house, admin, { roles: ["group_admin"], groupIds: [open.id] });
});

test("a group or unit that the policy requires must be chosen", async () => {
  const { house, admin, open } = await openSchool({
    "invite.required": ["email", "roles", "groups", "unit"],
  });
  expect(await errorsOf(invite(house, admin))).toEqual(["groupIds required", "unitId required"]);
  expect(await errorsOf(invite(house, admin, { groupIds: [open.id] }))).toEqual(["unitId required"]);
});

test("labels, answers and the end of access are checked in words", async () => {
  const { house, workspace, admin } = await openSchool();
  const { db, ids } = house.system();
  for (const [key, kind, choices] of [
    ["size", "choice", ["Small", "Large"]],
    ["born", "date", []],
    ["age", "number", []],
  ] as const) {
    await db.insert(customFields).values({
      workspaceId: workspace.id,
      id: ids.next("customField"),
      key,
      name: key,
      kind,
      choices: [...choices],
      createdAt: 0,
    });
  }
  expect(
    await errorsOf(
      invite(house, admin, {
        accessEndsOn: "2026-03-01",
        customFields: { size: "medium", born: "2026-02-30", age: "old", unknown: "x" },
      }),
    ),
  ).toEqual([
    "accessEndsOn day_over",
    "customFields.size choice",
    "customFields.born date",
    "customFields.age number",
    "customFields.unknown unknown_field",
  ]);
  expect(
    await errorsOf(invite(house, admin, { labels: Array(21).fill("a"), accessEndsOn: "2026-02-30" })),
  ).toEqual(["accessEndsOn custom", "labels too_big"]);
  expect(await errorsOf(invite(house, admin, { labels: ["x".repeat(51)] }))).toEqual(["labels.0 custom"]);
  const { invitation } = await invite(house, admin, {
    accessEndsOn: "2026-03-02",
    customFields: { size: "SMALL", born: "1999-02-28", age: 7 },
  });
  expect(invitation.customFields).toEqual({ size: "Small", born: "1999-02-28", age: "7" });
});

test("canceling and undoing take the seats and courses of an invitation back", async () => {
  const { house, workspace, admin, session, course, open } = await openSchool();
  const { invitation } = await invite(house, admin, {
    sessionIds: [session],
    courseIds: [course],
    groupIds: [open.id],
  });
  await useCases.cancelInvitation(house.context(admin.caller), { invitationId: invitation.id });
  expect(await placesOf(house, invitation.userId)).toEqual([]);
  expect((await tiesOf(house, invitation.userId)).courses).toEqual([]);
  const { invitation: next } = await invite(house, admin, { sessionIds: [session] });
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  await useCases.declineInvitation(house.anonymous(), {
    token: tokenIn(house.sent.at(-1)),
    confirmation: workspace.name,
  });
  expect(await placesOf(house, next.userId)).toEqual([]);

  const slow = openHouse({ database: house.database, undoSeconds: 8 });
  const { invitation: third, undo } = await invite(slow, admin, { sessionIds: [session] });
  await useCases.undoSend(slow.context(admin.caller), { invitationId: third.id, op: undo?.op ?? "" });
  expect(await placesOf(house, third.userId)).toEqual([]);
});

test("without the policy a canceled invitation keeps what it held", async () => {
  const { house, admin, session } = await openSchool({ "cancel.undo_enrolments": false });
  const { invitation } = await invite(house, admin, { sessionIds: [session] });
  await useCases.cancelInvitation(house.context(admin.caller), { invitationId: invitation.id });
  expect(await placesOf(house, invitation.userId)).toHaveLength(1);
});

test("an expired invitation that is renewed keeps nothing of the older offer", async () => {
  const { house, admin, open, choir, session, course } = await openSchool();
  const email = someone();
  const ctx = () => house.context(admin.caller);
  const { invitation } = await useCases.inviteUser(ctx(), {
    email,
    roles: ["learner"],
    groupIds: [open.id],
    courseIds: [course],
    sessionIds: [session],
    labels: ["Old"],
    accessEndsOn: "2026-12-31",
  });
  house.clock.advance(8 * day);
  const { invitation: renewed } = await useCases.inviteUser(ctx(), {
    email,
    roles: ["learner"],
    groupIds: [choir.id],
  });
  expect(renewed.userId).toBe(invitation.userId);
  expect(await tiesOf(house, renewed.userId)).toMatchObject({ groups: ["Choir direct"] });
  expect(await placesOf(house, renewed.userId)).toEqual([]);
  const detail = await useCases.viewInvitationDetail(ctx(), { invitationId: renewed.id });
  expect(detail.invitation).toMatchObject({ labels: [], accessEndsOn: null, courses: [] });
});

test("a mail for each session goes out before joining where the policy says so, after the time for undoing", async () => {
  const { house, workspace, admin, session } = await openSchool({
    "notify.pre_activation": "invite_and_session",
  });
  await invite(house, admin, { sessionIds: [session] });
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  expect(house.sent.map(({ template }) => template).sort()).toEqual(["invitation", "session_invitation"]);
  const quiet = await openSchool();
  await invite(quiet.house, quiet.admin, { sessionIds: [quiet.session] });
  await useCases.deliverMail(quiet.house.system(), { workspaceId: quiet.workspace.id });
  expect(quiet.house.sent.map(({ template }) => template)).toEqual(["invitation"]);
});
