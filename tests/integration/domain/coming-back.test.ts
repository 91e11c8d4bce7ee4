import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import {
  courseGroups,
  enrolments,
  groupMembers,
  memberships,
  roleAssignments,
  unitMembers,
} from "../../../db/schema/index.ts";
import { useCases } from "../../../worker/domain/index.ts";
import {
  createMember,
  createWorkspace,
  day,
  type House,
  openHouse,
  plantGroup,
  plantUnit,
} from "../../support/house.ts";
import { enrolmentsOf, placesOf, plantCourse, plantSession } from "../../support/learning.ts";

/** What somebody has: where they stand, what they learn and how far they are. */
async function holdings(house: House, membershipId: string) {
  const { db } = house.system();
  return {
    roles: (
      await db.select().from(roleAssignments).where(eq(roleAssignments.membershipId, membershipId))
    ).map(({ role }) => role),
    groups: (await db.select().from(groupMembers).where(eq(groupMembers.membershipId, membershipId)))
      .map(({ groupId, kind }) => `${groupId} ${kind}`)
      .sort(),
    units: (await db.select().from(unitMembers).where(eq(unitMembers.membershipId, membershipId))).map(
      ({ unitId }) => unitId,
    ),
    learns: await enrolmentsOf(house, membershipId),
    attends: await placesOf(house, membershipId),
    progress: (await db.select().from(enrolments).where(eq(enrolments.membershipId, membershipId)))
      .map(({ progress }) => progress)
      .filter((progress) => progress > 0),
  };
}

const ways = {
  "reactivated by hand": async (
    house: House,
    admin: Parameters<House["context"]>[0],
    membershipId: string,
  ) => {
    await useCases.deactivateMember(house.context(admin), { membershipId });
    return () => useCases.reactivateMember(house.context(admin), { membershipId });
  },
  "given a later last day": async (
    house: House,
    admin: Parameters<House["context"]>[0],
    membershipId: string,
  ) => {
    await useCases.setAccessEnd(house.context(admin), { membershipId, accessEndsOn: "2026-03-20" });
    const [row] = await house.system().db.select().from(memberships).where(eq(memberships.id, membershipId));
    house.clock.now = (row?.accessEndsAt ?? 0) + 1;
    await useCases.endAccessDue(house.system(), {});
    return () => useCases.setAccessEnd(house.context(admin), { membershipId, accessEndsOn: null });
  },
};

test.each(Object.entries(ways))(
  "who is %s finds everything as it was, and what their groups were given meanwhile",
  async (_way, leave) => {
    const house = openHouse();
    const { workspace, admin } = await createWorkspace(house, {
      overrides: { "groups.propagate_learner": true, "access.expiry_enabled": true },
    });
    const { db } = house.system();
    const above = await plantGroup(house, workspace.id, "Year");
    const group = await plantGroup(house, workspace.id, "Choir", { parent: above });
    const unit = await plantUnit(house, workspace.id, "School");
    const { membershipId } = await createMember(house, workspace);
    const known = await plantCourse(house, workspace.id, "Known", { groupIds: [group.id] });
    await plantSession(house, workspace.id, known, {
      title: "Long ahead",
      groupId: group.id,
      startsAt: house.clock.now + 200 * day,
    });
    await db.insert(unitMembers).values({ workspaceId: workspace.id, membershipId, unitId: unit.id });
    const asAdmin = () => house.context(admin.caller);
    await useCases.addGroupMembers(asAdmin(), { groupId: group.id, membershipIds: [membershipId] });
    await db.update(enrolments).set({ progress: 40 }).where(eq(enrolments.membershipId, membershipId));
    const before = await holdings(house, membershipId);
    expect(before).toMatchObject({
      groups: [`${above.id} derived`, `${group.id} direct`].sort(),
      learns: [{ title: "Known" }],
      attends: [{ title: "Long ahead" }],
      progress: [40],
    });

    const comeBack = await leave(house, admin.caller, membershipId);
    const fresh = await plantCourse(house, workspace.id, "Given meanwhile");
    await db.insert(courseGroups).values({ workspaceId: workspace.id, groupId: above.id, courseId: fresh });
    await plantSession(house, workspace.id, fresh, {
      title: "New",
      groupId: group.id,
      startsAt: house.clock.now + 201 * day,
    });
    expect((await holdings(house, membershipId)).learns).toEqual(before.learns);
    await comeBack();

    const after = await holdings(house, membershipId);
    expect({ ...after, learns: [], attends: [] }).toEqual({ ...before, learns: [], attends: [] });
    expect(after.learns.map(({ title }) => title)).toEqual(["Given meanwhile", "Known"]);
    expect(after.attends.map(({ title }) => title)).toEqual(["Long ahead", "New"]);
  },
);
