import { expect, test } from "vitest";
import { sessionInstructors } from "../../../db/schema/index.ts";
import { useCases } from "../../../worker/domain/index.ts";
import type { RoleKey } from "../../../worker/domain/permissions.ts";
import {
  callerNow,
  countRoundTrips,
  createMember,
  createWorkspace,
  day,
  openHouse,
  plantGroup,
  refusalOf,
  type TestMember,
  tokenIn,
} from "../../support/house.ts";
import { enrolmentsOf, plantCourse, plantSession } from "../../support/learning.ts";

async function openAcademy(overrides: Record<string, unknown> = {}) {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house, { preset: "programs", overrides });
  const { id } = workspace;
  const top = await plantGroup(house, id, "Everybody");
  const choir = await plantGroup(house, id, "Choir", { parent: top });
  const band = await plantGroup(house, id, "Band", { parent: top });
  const course = await plantCourse(house, id, "Singing");
  const session = await plantSession(house, id, course, { title: "Scales", groupId: choir.id, seats: 2 });
  const teacher = async (
    roles: Parameters<typeof createMember>[2] extends infer O | undefined ? O : never,
  ) => {
    const one = await createMember(house, workspace, roles);
    await house
      .system()
      .db.insert(sessionInstructors)
      .values({ workspaceId: id, sessionId: session, membershipId: one.membershipId });
    return { ...one, caller: await callerNow(house, one) };
  };
  const invite = (who: TestMember, more: Record<string, unknown> = {}) =>
    useCases.inviteFromSession(house.context(who.caller), {
      sessionId: session,
      groupId: choir.id,
      addresses: "ana@example.com",
      ...more,
    });
  return { house, workspace, admin, top, choir, band, course, session, teacher, invite };
}

const at = (role: RoleKey, group: { id: string }) => ({
  roles: [{ role, groupId: group.id }],
  groupIds: [group.id],
});

test("an instructor who coaches a group invites learners of that one group to their session", async () => {
  const { house, teacher, workspace, invite, choir, session } = await openAcademy();
  const coach = await teacher(at("coach", choir));
  const counted = countRoundTrips(house.database);
  const counting = openHouse({ database: counted.database });
  const { people, undo } = await useCases.inviteFromSession(counting.context(coach.caller), {
    sessionId: session,
    groupId: choir.id,
    addresses: "Ana Ruiz <ana@example.com>, not an address\nben@example.com",
    message: "Bring your voice",
  });
  expect(counted.roundTrips()).toBe(2);
  expect(people.map(({ result }) => result.outcome)).toEqual(["invited", "refused", "invited"]);
  // A coach manages no invitations, so there is nothing for them to undo.
  expect(undo).toBeNull();
  const ana = people[0]?.result.invitation;
  expect(ana).toMatchObject({
    firstName: "Ana",
    roles: [{ role: "learner", unitId: null, groupId: null }],
    groups: [{ name: "Choir" }],
    sessions: [{ title: "Scales" }],
  });
  const { results } = await house.database
    .prepare("select kind from group_members where membership_id = ?")
    .bind(ana?.userId)
    .all();
  // In that group alone, although the workspace propagates.
  expect(results).toEqual([{ kind: "alone" }]);
  const origin = await house.database
    .prepare("select origin from invitations where id = ?")
    .bind(ana?.id)
    .first<string>("origin");
  expect(origin).toBe("session");
  expect(await refusalOf(invite(coach, { addresses: "eve@example.com" }))).toBe("SESSION_FULL");

  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  const mail = house.sent.find(({ to, template }) => to === "ana@example.com" && template === "invitation");
  expect(mail?.text).toContain("Bring your voice");
  await useCases.joinAsNewPerson(house.anonymous(), {
    token: tokenIn(mail),
    revision: 1,
    firstName: "Ana",
    password: "seven green bicycles",
  });
  expect(await enrolmentsOf(house, ana?.userId ?? "")).toEqual([
    { title: "Singing", origin: "session", status: "active" },
  ]);
  const groups = await house.database
    .prepare("select count(*) n from group_members where membership_id = ?")
    .bind(ana?.userId)
    .first<number>("n");
  expect(groups).toBe(1);
});

test("who may invite from a session, and into which group", async () => {
  const { house, workspace, teacher, invite, choir, band, top, admin } = await openAcademy();
  const other = await createWorkspace(house, { preset: "programs" });
  const foreign = await plantGroup(house, other.workspace.id, "Foreign");
  const teachingCoach = await teacher(at("coach", choir));
  const teachingOnly = await teacher({ roles: ["learner"] });
  const teachingAdmin = await teacher(at("group_admin", band));
  const coach = await createMember(house, workspace, at("coach", choir));
  const groupAdmin = await createMember(house, workspace, at("group_admin", choir));
  const otherAdmin = await createMember(house, workspace, at("group_admin", band));
  const topAdmin = await createMember(house, workspace, at("group_admin", top));
  const learner = await createMember(house, workspace);
  let serial = 0;
  const answer = async (who: TestMember, group: { id: string }) => {
    serial += 1;
    try {
      const { people } = await invite(who, { groupId: group.id, addresses: `p${serial}@example.com` });
      const invited = people[0]?.result.invitation;
      if (invited) await useCases.cancelInvitation(house.context(admin.caller), { invitationId: invited.id });
      return people[0]?.result.outcome;
    } catch (error) {
      return error instanceof Error && "code" in error ? error.code : error;
    }
  };
  const expected: [string, TestMember, { id: string }, string][] = [
    ["teaches and coaches the group", teachingCoach, choir, "invited"],
    ["coaches another group", teachingCoach, band, "VALIDATION_FAILED"],
    ["teaches alone", teachingOnly, choir, "VALIDATION_FAILED"],
    ["teaches and administers another group", teachingAdmin, band, "invited"],
    ["administers another group than the chosen", teachingAdmin, choir, "VALIDATION_FAILED"],
    ["a group of another workspace", teachingAdmin, foreign, "VALIDATION_FAILED"],
    ["coaches the group and does not teach", coach, choir, "FORBIDDEN"],
    ["administers the session's group", groupAdmin, choir, "invited"],
    ["administers the group above", topAdmin, band, "invited"],
    ["administers another group", otherAdmin, band, "FORBIDDEN"],
    ["administers the workspace", admin, band, "invited"],
    ["the administrator, a group of another workspace", admin, foreign, "VALIDATION_FAILED"],
    ["learns", learner, choir, "FORBIDDEN"],
    ["administers another workspace", other.admin, choir, "NOT_FOUND"],
  ];
  for (const [what, who, group, outcome] of expected) {
    expect([what, await answer(who, group)]).toEqual([what, outcome]);
  }
});

test("the roles that the policy wants are those that count, and where it is off nobody invites from a session", async () => {
  const { teacher, invite, choir } = await openAcademy({ "from_session.requires": ["group_admin"] });
  expect(await refusalOf(invite(await teacher(at("coach", choir))))).toBe("VALIDATION_FAILED");
  const off = await openAcademy({ "from_session.enabled": false });
  expect(await refusalOf(off.invite(await off.teacher(at("coach", off.choir))))).toBe("FROM_SESSION_OFF");
  expect(await refusalOf(off.invite(off.admin))).toBe("FROM_SESSION_OFF");
  const form = useCases.viewSessionInviting(off.house.context(off.admin.caller), { sessionId: off.session });
  expect(await refusalOf(form)).toBe("FROM_SESSION_OFF");
});

test("taking it back is offered to whoever manages the invitations of the group, and to no instructor", async () => {
  const { house, admin, teacher, choir, session } = await openAcademy({
    "roles.may_manage_invites": ["admin", "group_admin"],
  });
  const slow = openHouse({ undoSeconds: 60, database: house.database });
  let serial = 0;
  const undoOf = async (who: TestMember) => {
    serial += 1;
    const { undo } = await useCases.inviteFromSession(slow.context(who.caller), {
      sessionId: session,
      groupId: choir.id,
      addresses: `undo-${serial}@example.com`,
    });
    return undo !== null;
  };
  expect(await undoOf(await teacher(at("coach", choir)))).toBe(false);
  expect(await undoOf(admin)).toBe(true);
});

test("nobody is invited to a session that has begun, was canceled, or whose course is a draft", async () => {
  const { house, workspace, admin, choir, course, invite } = await openAcademy();
  const draft = await plantCourse(house, workspace.id, "Draft", { status: "draft" });
  const over = await plantSession(house, workspace.id, course, { startsAt: house.clock.now - day });
  const canceled = await plantSession(house, workspace.id, course, { canceled: true });
  const ofDraft = await plantSession(house, workspace.id, draft);
  for (const [sessionId, code] of [
    [over, "SESSION_OVER"],
    [canceled, "NOT_FOUND"],
    [ofDraft, "COURSE_CLOSED"],
  ] as const) {
    expect(await refusalOf(invite(admin, { sessionId, groupId: choir.id }))).toBe(code);
  }
  expect(await refusalOf(invite(admin, { addresses: " , " }))).toBe("VALIDATION_FAILED");
});

test("the form of a session offers the groups that the asker may choose, and says why it is closed", async () => {
  const { house, workspace, admin, teacher, choir, session, course } = await openAcademy();
  const coach = await teacher(at("coach", choir));
  const view = (who: TestMember, sessionId = session) =>
    useCases.viewSessionInviting(house.context(who.caller), { sessionId });
  expect(await view(coach)).toMatchObject({
    session: { title: "Scales" },
    seatsLeft: 2,
    closed: null,
    groups: [{ name: "Choir" }],
  });
  expect((await view(admin)).groups.map(({ name }) => name).sort()).toEqual(["Band", "Choir", "Everybody"]);
  const over = await plantSession(house, workspace.id, course, { startsAt: house.clock.now - day });
  expect(await view(admin, over)).toMatchObject({ closed: "over" });
  expect(await refusalOf(view(coach, over))).toBe("FORBIDDEN");
});
