import { expect, test } from "vitest";
import { sessionInstructors } from "../../../db/schema/index.ts";
import { useCases } from "../../../worker/domain/index.ts";
import { roleKeys } from "../../../worker/domain/permissions.ts";
import {
  callerNow,
  createMember,
  createWorkspace,
  openHouse,
  plantGroup,
  plantUnit,
  refusalOf,
  type TestMember,
} from "../../support/house.ts";
import { plantCourse, plantSession } from "../../support/learning.ts";

/**
 * A unit with a learner and somebody who teaches a session of a group there, and holds no role beside; a manager of the
 * unit, who makes no session instructors; who administers the group, and does; who administers another group.
 */
async function stage() {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house, {
    overrides: { "roles.set": [...roleKeys], "units.enabled": true, "units.per_person": "several" },
  });
  const north = await plantUnit(house, workspace.id, "North");
  const choir = await plantGroup(house, workspace.id, "Choir");
  const band = await plantGroup(house, workspace.id, "Band");
  const course = await plantCourse(house, workspace.id, "Singing");
  const member = (options: Parameters<typeof createMember>[2]) => createMember(house, workspace, options);
  const learner = await member({ unitIds: [north.id] });
  const teacher = await member({ unitIds: [north.id] });
  const ofChoir = await member({ groupIds: [choir.id, band.id] });
  const everywhere = await member({ unitIds: [north.id] });
  const teaches = async (who: TestMember, groupId: string | undefined) => {
    const sessionId = await plantSession(house, workspace.id, course, groupId ? { groupId } : {});
    await house
      .system()
      .db.insert(sessionInstructors)
      .values({ workspaceId: workspace.id, sessionId, membershipId: who.membershipId });
  };
  await teaches(teacher, choir.id);
  await teaches(ofChoir, choir.id);
  await teaches(everywhere, undefined);
  const manager = await member({ roles: [{ role: "unit_manager", unitId: north.id }], unitIds: [north.id] });
  const both = [choir, band].map(({ id }) => ({ role: "group_admin" as const, groupId: id }));
  const owner = await member({ roles: both });
  const as = async (who: TestMember) => house.context(await callerNow(house, who));
  return {
    house,
    workspace,
    admin,
    north,
    choir,
    band,
    teaches,
    learner,
    teacher,
    ofChoir,
    everywhere,
    manager,
    owner,
    as,
  };
}

type Stage = Awaited<ReturnType<typeof stage>>;
type Bulk = Parameters<typeof useCases.startPeopleJob>[1];

const day = "2026-12-31";

/** One act each, one by one and in bulk. */
const acts: [
  name: string,
  bulk: Omit<Bulk, "ids">,
  single: (at: Stage, who: TestMember, by: TestMember) => Promise<unknown>,
][] = [
  [
    "deactivate",
    { action: "deactivate" } as never,
    async (at, who, by) => useCases.deactivateMember(await at.as(by), { membershipId: who.membershipId }),
  ],
  [
    "remove",
    { action: "remove" } as never,
    async (at, who, by) =>
      useCases.removeMember(await at.as(by), { membershipId: who.membershipId, confirmation: who.email }),
  ],
  [
    "set the last day",
    { action: "set_access_end", accessEndsOn: day } as never,
    async (at, who, by) =>
      useCases.setAccessEnd(await at.as(by), { membershipId: who.membershipId, accessEndsOn: day }),
  ],
  [
    "label",
    { action: "label", addLabels: ["Evening"] } as never,
    async (at, who, by) =>
      useCases.placeMember(await at.as(by), { membershipId: who.membershipId, labels: ["Evening"] }),
  ],
];

async function inBulk(at: Stage, by: TestMember, wanted: Omit<Bulk, "ids">, who: readonly TestMember[]) {
  const ctx = await at.as(by);
  const asked = { ...wanted, ids: who.map(({ membershipId }) => membershipId) } as Bulk;
  const preview = await useCases.previewPeopleJob(ctx, asked);
  const confirmation = asked.action === "remove" ? { confirmation: preview.willDo } : {};
  const { jobId } = await useCases.startPeopleJob(ctx, { ...asked, ...confirmation });
  while ((await useCases.runJob(at.house.system(), { workspaceId: at.workspace.id, jobId })).more);
  const { outcomes } = await useCases.viewJob(ctx, { jobId });
  const said = Object.fromEntries(outcomes.map(({ outcome, count }) => [outcome, count]));
  expect(said.done ?? 0).toBe(preview.willDo);
  return said;
}

test.each(acts)(
  "whoever teaches a session is above who makes no session instructors, also in bulk: %s",
  async (_, bulk, single) => {
    const at = await stage();
    const { learner, teacher, everywhere, manager, owner, ofChoir } = at;
    for (const who of [teacher, everywhere])
      expect(await refusalOf(single(at, who, manager))).toBe("ROLE_ABOVE_YOURS");
    expect(await inBulk(at, manager, bulk, [learner, teacher, everywhere])).toEqual({
      done: 1,
      role_above_yours: 2,
    });
    // Who makes the instructors of the group acts on them.
    expect(await inBulk(at, owner, bulk, [ofChoir])).toEqual({ done: 1 });
  },
);

test("who makes the instructors of one group is below those of another", async () => {
  const at = await stage();
  const { owner, ofChoir, teaches, house, workspace } = at;
  const { id } = await plantGroup(house, workspace.id, "Strings");
  await teaches(ofChoir, id);
  for (const [, bulk, single] of acts) {
    expect(await refusalOf(single(at, ofChoir, owner))).toBe("ROLE_ABOVE_YOURS");
    expect(await inBulk(at, owner, bulk, [ofChoir])).toEqual({ role_above_yours: 1 });
  }
});

test("extending several, and the list that offers it, leave out who teaches a session as well", async () => {
  const at = await stage();
  const { learner, teacher, manager, admin } = at;
  const membershipIds = [learner, teacher].map(({ membershipId }) => membershipId);
  const soon = "2026-03-10";
  await useCases.extendAccess(await at.as(admin), { membershipIds, accessEndsOn: soon });
  const { rows } = await useCases.listLeaving(await at.as(manager), {});
  expect(rows.map(({ id, mayExtend }) => [id, mayExtend]).sort()).toEqual(
    [
      [learner.membershipId, true],
      [teacher.membershipId, false],
    ].sort(),
  );
  const { results } = await useCases.extendAccess(await at.as(manager), { membershipIds, accessEndsOn: day });
  expect(results.map(({ outcome }) => outcome)).toEqual(["extended", "role_above"]);
});
