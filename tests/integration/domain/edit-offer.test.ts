import { expect, test } from "vitest";
import { DomainError } from "../../../worker/domain/errors.ts";
import { useCases } from "../../../worker/domain/index.ts";
import {
  countRoundTrips,
  createMember,
  createWorkspace,
  openHouse,
  plantGroup,
  plantUnit,
  refusalOf,
} from "../../support/house.ts";
import { placesOf, plantCourse, plantSession } from "../../support/learning.ts";

async function openSpace(overrides: Record<string, unknown> = {}) {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house, { overrides });
  const { id } = workspace;
  const north = await plantUnit(house, id, "North");
  const south = await plantUnit(house, id, "South");
  const choir = await plantGroup(house, id, "Choir", { unitId: north.id });
  const band = await plantGroup(house, id, "Band", { unitId: north.id });
  const course = await plantCourse(house, id, "Safety");
  const session = await plantSession(house, id, course, { groupId: choir.id, seats: 1 });
  const ctx = () => house.context(admin.caller);
  return { house, workspace, admin, north, south, choir, band, course, session, ctx };
}

async function groupsOf(house: ReturnType<typeof openHouse>, membershipId: string) {
  const { results } = await house.database
    .prepare(
      "select g.name || ' ' || m.kind as v from group_members m join groups g on g.id = m.group_id where m.membership_id = ? order by 1",
    )
    .bind(membershipId)
    .all<{ v: string }>();
  return results.map(({ v }) => v);
}

test("an edit puts another offer in the place of one, in two round trips, and the audit says what changed", async () => {
  const { house, workspace, north, south, choir, course, session, ctx, admin } = await openSpace({
    "groups.propagate_learner": true,
  });
  const { invitation } = await useCases.inviteUser(ctx(), {
    email: "edited@example.com",
    roles: ["learner"],
    unitId: north.id,
    groupIds: [choir.id],
    sessionIds: [session],
    labels: ["Old"],
  });
  const top = await plantGroup(house, workspace.id, "Top");
  const low = await plantGroup(house, workspace.id, "Low", { parent: top });
  const counted = countRoundTrips(house.database);
  const edited = await useCases.editInvitation(
    openHouse({ database: counted.database }).context(admin.caller),
    {
      invitationId: invitation.id,
      unitId: south.id,
      groupIds: [low.id],
      courseIds: [course],
      sessionIds: [],
      accessEndsOn: "2026-12-31",
      labels: ["New"],
    },
  );
  expect(counted.roundTrips()).toBe(2);
  expect(edited).toMatchObject({
    units: [{ name: "South" }],
    groups: [{ name: "Low" }],
    courses: [{ title: "Safety" }],
    sessions: [],
    accessEndsOn: "2026-12-31",
    labels: ["New"],
    revision: 2,
  });
  expect(await groupsOf(house, invitation.userId)).toEqual(["Low direct", "Top derived"]);
  expect(await placesOf(house, invitation.userId)).toEqual([]);
  const { timeline, ...read } = await useCases.viewInvitationDetail(ctx(), { invitationId: invitation.id });
  expect(read.invitation).toMatchObject({ units: [{ name: "South" }], accessEndsOn: "2026-12-31" });
  expect(timeline.find(({ action }) => action === "invitation.edited")?.details).toMatchObject({
    before: { units: ["North"], groups: ["Choir"], labels: ["Old"] },
    after: { units: ["South"], groups: ["Low"], courses: ["Safety"], labels: ["New"] },
  });
});

test("what an edit does not say stays as it is, a seat in a full session too", async () => {
  const { house, north, choir, course, session, ctx } = await openSpace();
  const { invitation } = await useCases.inviteUser(ctx(), {
    email: "kept@example.com",
    roles: ["learner"],
    unitId: north.id,
    groupIds: [choir.id],
    courseIds: [course],
    sessionIds: [session],
    accessEndsOn: "2026-12-31",
    labels: ["One"],
  });
  const edited = await useCases.editInvitation(ctx(), { invitationId: invitation.id, firstName: "Ana" });
  const kept = await useCases.editInvitation(ctx(), {
    invitationId: invitation.id,
    sessionIds: [session],
    roles: ["learner"],
  });
  for (const view of [edited, kept]) {
    expect(view).toMatchObject({
      units: [{ name: "North" }],
      groups: [{ name: "Choir" }],
      courses: [{ title: "Safety" }],
      sessions: [{ id: session }],
      accessEndsOn: "2026-12-31",
      labels: ["One"],
    });
  }
  expect(await placesOf(house, invitation.userId)).toHaveLength(1);
  const ended = await useCases.editInvitation(ctx(), {
    invitationId: invitation.id,
    accessEndsOn: null,
    unitId: null,
  });
  expect(ended).toMatchObject({
    accessEndsOn: null,
    accessEndsAt: null,
    units: [],
    groups: [{ name: "Choir" }],
  });
});

test("a role moves with the group that it holds in", async () => {
  const { house, choir, band, ctx } = await openSpace({ "roles.set": ["admin", "coach", "learner"] });
  const { invitation } = await useCases.inviteUser(ctx(), {
    email: "coach@example.com",
    roles: ["coach"],
    groupIds: [choir.id],
  });
  const { roles } = await useCases.editInvitation(ctx(), {
    invitationId: invitation.id,
    groupIds: [band.id],
  });
  expect(roles).toEqual([{ role: "coach", unitId: null, groupId: band.id }]);
  expect(await groupsOf(house, invitation.userId)).toEqual(["Band direct"]);
});

test("a group outside the unit that stays is refused, and nothing changes", async () => {
  const { house, north, south, choir, workspace, ctx } = await openSpace();
  const chess = await plantGroup(house, workspace.id, "Chess", { unitId: south.id });
  const { invitation } = await useCases.inviteUser(ctx(), {
    email: "stays@example.com",
    roles: ["learner"],
    unitId: north.id,
    groupIds: [choir.id],
  });
  const act = useCases.editInvitation(ctx(), { invitationId: invitation.id, groupIds: [chess.id] });
  await expect(act).rejects.toThrow(DomainError);
  expect(await groupsOf(house, invitation.userId)).toEqual(["Choir direct"]);
});

test("a manager acts on invitations of their unit, on none of the next, and not on one that leads elsewhere too", async () => {
  const { house, workspace, north, south, choir, ctx } = await openSpace({ "units.per_person": "several" });
  const manager = await createMember(house, workspace, {
    roles: [{ role: "unit_manager", unitId: north.id }],
    unitIds: [north.id],
  });
  const invited = async (more: Record<string, unknown>) =>
    (
      await useCases.inviteUser(ctx(), {
        email: `m-${crypto.randomUUID()}@example.com`,
        roles: ["learner"],
        ...more,
      })
    ).invitation.id;
  const mine = await invited({ unitIds: [north.id], groupIds: [choir.id] });
  const next = await invited({ unitIds: [south.id] });
  const both = await invited({ unitIds: [north.id, south.id] });
  const nowhere = await invited({});
  const higher = await invited({ unitIds: [north.id], roles: ["instructor"] });
  const asked = () => house.context(manager.caller);
  const acts = {
    edit: (invitationId: string) => useCases.editInvitation(asked(), { invitationId, firstName: "Ana" }),
    previewEdit: (invitationId: string) => useCases.previewEdit(asked(), { invitationId }),
    copy: (invitationId: string) => useCases.copyInvitationLink(asked(), { invitationId }),
    resend: (invitationId: string) => useCases.resendInvitation(asked(), { invitationId }),
    remind: (invitationId: string) => useCases.remindInvitation(asked(), { invitationId }),
    cancel: (invitationId: string) => useCases.cancelInvitation(asked(), { invitationId }),
  };
  for (const [name, act] of Object.entries(acts)) {
    expect([name, await refusalOf(act(next))]).toEqual([name, "NOT_FOUND"]);
    expect([name, await refusalOf(act(nowhere))]).toEqual([name, "NOT_FOUND"]);
    expect([name, await refusalOf(act(both))]).toEqual([name, "ELSEWHERE_TOO"]);
    expect([name, await refusalOf(act(higher))]).toEqual([name, "ROLE_ABOVE_YOURS"]);
  }
  house.clock.advance(120_000);
  await acts.edit(mine);
  await acts.copy(mine);
  await acts.resend(mine);
  await acts.cancel(mine);
  const view = (invitationId: string) => useCases.viewInvitationDetail(asked(), { invitationId });
  expect(await refusalOf(view(next))).toBe("NOT_FOUND");
  expect(await refusalOf(view(nowhere))).toBe("NOT_FOUND");
  // What leads elsewhere as well is shown as far as it is theirs.
  expect((await view(both)).invitation.units.map(({ name }) => name)).toEqual(["North"]);
});

test("a manager takes back what was sent into their unit alone, while it has not left", async () => {
  const { house, workspace, admin, north, south } = await openSpace({ "units.per_person": "several" });
  const manager = await createMember(house, workspace, {
    roles: [{ role: "unit_manager", unitId: north.id }],
    unitIds: [north.id],
  });
  const slow = openHouse({ undoSeconds: 60, database: house.database });
  const sentInto = async (unitIds: string[], roles: ("learner" | "instructor")[] = ["learner"]) => {
    const { invitation, undo } = await useCases.inviteUser(slow.context(admin.caller), {
      email: `u-${crypto.randomUUID()}@example.com`,
      roles,
      unitIds,
    });
    return { invitationId: invitation.id, op: undo?.op ?? "" };
  };
  const take = (sent: { invitationId: string; op: string }) =>
    useCases.undoSend(slow.context(manager.caller), sent);
  expect(await refusalOf(take(await sentInto([south.id])))).toBe("NOT_FOUND");
  expect(await refusalOf(take(await sentInto([north.id, south.id])))).toBe("ELSEWHERE_TOO");
  expect(await refusalOf(take(await sentInto([north.id], ["instructor"])))).toBe("ROLE_ABOVE_YOURS");
  expect(await take(await sentInto([north.id]))).toMatchObject({ outcome: "withdrawn" });
});

test("a group that is deleted while an invitation is moved into it is refused, and nothing changes", async () => {
  const { house, north, choir, band, ctx, admin } = await openSpace();
  const { invitation } = await useCases.inviteUser(ctx(), {
    email: "race@example.com",
    roles: ["learner"],
    unitId: north.id,
    groupIds: [choir.id],
  });
  let deleted = false;
  const racing = openHouse({
    database: new Proxy(house.database, {
      get(target, name) {
        const value = Reflect.get(target, name);
        if (name !== "batch") return typeof value === "function" ? value.bind(target) : value;
        return async (statements: D1PreparedStatement[]) => {
          const result = await target.batch(statements);
          // After what is read first, and before what is written.
          if (!deleted) await target.prepare("delete from groups where id = ?").bind(band.id).run();
          deleted = true;
          return result;
        };
      },
    }),
  });
  const act = useCases.editInvitation(racing.context(admin.caller), {
    invitationId: invitation.id,
    groupIds: [band.id],
  });
  await expect(act).rejects.toThrow(DomainError);
  expect(deleted).toBe(true);
  expect(await groupsOf(house, invitation.userId)).toEqual(["Choir direct"]);
});

test("a manager cannot move an invitation out of their unit", async () => {
  const { house, workspace, north, south, ctx } = await openSpace();
  const manager = await createMember(house, workspace, {
    roles: [{ role: "unit_manager", unitId: north.id }],
    unitIds: [north.id],
  });
  const { invitation } = await useCases.inviteUser(ctx(), {
    email: "moved@example.com",
    roles: ["learner"],
    unitId: north.id,
  });
  const asked = house.context(manager.caller);
  const edit = (more: Record<string, unknown>) =>
    useCases.editInvitation(asked, { invitationId: invitation.id, ...more });
  for (const more of [{ unitId: south.id }, { unitId: null }, { unitIds: [] }]) {
    expect(await refusalOf(edit(more))).toBe("VALIDATION_FAILED");
  }
});
