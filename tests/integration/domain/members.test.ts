import { env } from "cloudflare:workers";
import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import {
  auditDetails,
  auditEvents,
  authSessions,
  invitations,
  memberships,
  roleAssignments,
  users,
} from "../../../db/schema/index.ts";
import type { Caller } from "../../../worker/domain/context.ts";
import { inviteUser } from "../../../worker/domain/invitations/invite-user.ts";
import { changeRoles } from "../../../worker/domain/members/change-roles.ts";
import { deactivateMember } from "../../../worker/domain/members/deactivate-member.ts";
import { reactivateMember } from "../../../worker/domain/members/reactivate-member.ts";
import { removeMember } from "../../../worker/domain/members/remove-member.ts";
import { viewMember } from "../../../worker/domain/members/view-member.ts";
import type { RoleKey, SystemRole } from "../../../worker/domain/permissions.ts";
import { signIn } from "../../../worker/domain/sessions/sign-in.ts";
import {
  countRoundTrips,
  createMember,
  createWorkspace,
  type House,
  openHouse,
  refusalOf,
  type TestMember,
  type TestWorkspace,
} from "../../support/house.ts";

const counted = countRoundTrips(env.DB);

async function rolesOf(house: House, membershipId: string): Promise<string[]> {
  const rows = await house
    .system()
    .db.select()
    .from(roleAssignments)
    .where(eq(roleAssignments.membershipId, membershipId));
  return rows.map(({ role }) => role).sort();
}

async function statusOf(house: House, membershipId: string): Promise<string> {
  const [row] = await house.system().db.select().from(memberships).where(eq(memberships.id, membershipId));
  return `${row?.status} ${row?.shownAs}`;
}

async function activeAdmins(house: House, workspaceId: string): Promise<number> {
  const rows = await house
    .system()
    .db.select({ id: memberships.id })
    .from(memberships)
    .innerJoin(
      roleAssignments,
      and(
        eq(roleAssignments.workspaceId, memberships.workspaceId),
        eq(roleAssignments.membershipId, memberships.id),
      ),
    )
    .where(
      and(
        eq(memberships.workspaceId, workspaceId),
        eq(memberships.status, "active"),
        eq(roleAssignments.role, "admin"),
      ),
    );
  return rows.length;
}

/** A key of the administrator that hands out nothing above `maxRole`. */
function keyOf(space: TestWorkspace, scopes: string[], maxRole: SystemRole): Caller {
  return {
    kind: "apiKey",
    workspace: space.workspace,
    key: {
      id: "key_00000000000000000000000000",
      name: "sync",
      scopes,
      creatorMembershipId: space.admin.membershipId,
      creatorRoles: [{ role: "admin", scope: { kind: "workspace" } }],
      maxRole,
    },
  };
}

function signInTo(house: House, space: TestWorkspace, member: TestMember) {
  return signIn(house.anonymous(), {
    workspaceSlug: space.workspace.slug,
    email: member.email,
    password: member.password,
  });
}

const acts = {
  change: (house: House, caller: Caller, id: string) =>
    changeRoles(house.context(caller), { membershipId: id, roles: ["learner"] }),
  deactivate: (house: House, caller: Caller, id: string) =>
    deactivateMember(house.context(caller), { membershipId: id }),
  remove: (house: House, caller: Caller, member: string, email = "") =>
    removeMember(house.context(caller), { membershipId: member, confirmation: email }),
};

test("roles change at once, with before and after in the trail, in two round trips", async () => {
  const house = openHouse({ database: counted.database });
  const space = await createWorkspace(house);
  const member = await createMember(house, space.workspace, { roles: ["learner", "instructor"] });
  counted.reset();
  const changed = await changeRoles(house.context(space.admin.caller), {
    membershipId: member.membershipId,
    roles: ["learner", "admin", "learner"],
  });
  expect(counted.roundTrips()).toBe(2);
  expect(changed.roles.map(({ role }) => role)).toEqual(["learner", "admin"]);
  expect(await rolesOf(house, member.membershipId)).toEqual(["admin", "learner"]);
  const [event] = await house
    .system()
    .db.select()
    .from(auditEvents)
    .where(eq(auditEvents.membershipId, member.membershipId));
  const [details] = await house
    .system()
    .db.select()
    .from(auditDetails)
    .where(eq(auditDetails.auditId, event?.id ?? ""));
  expect(event?.action).toBe("member.roles_changed");
  expect(details?.details).toMatchObject({
    before: expect.arrayContaining([expect.objectContaining({ role: "instructor" })]),
    after: [{ role: "learner" }, { role: "admin" }],
  });
});

test("changing the roles of somebody invited changes the offer and its revision", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const ctx = house.context(space.admin.caller);
  const { invitation } = await inviteUser(ctx, { email: "new@example.com", roles: ["learner"] });
  const changed = await changeRoles(ctx, { membershipId: invitation.userId, roles: ["instructor"] });
  expect(changed.status).toBe("pending");
  expect(await rolesOf(house, invitation.userId)).toEqual(["instructor"]);
  const [row] = await house.system().db.select().from(invitations).where(eq(invitations.id, invitation.id));
  expect([row?.revision, row?.generation, row?.status]).toEqual([2, 1, "pending"]);
});

test("roles are refused that the workspace lacks, that are too many, or none", async () => {
  const house = openHouse();
  const space = await createWorkspace(house, { preset: "skills" });
  const member = await createMember(house, space.workspace);
  const change = (roles: string[]) =>
    changeRoles(house.context(space.admin.caller), { membershipId: member.membershipId, roles });
  for (const roles of [["coach"], ["learner", "instructor"], [], ["ADMIN "], ["\u0430dmin"]]) {
    expect(await refusalOf(change(roles)), roles.join()).toBe("VALIDATION_FAILED");
  }
  expect(await rolesOf(house, member.membershipId)).toEqual(["learner"]);
});

test("a key whose ceiling is learner neither makes nor touches anybody above", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const second = await createMember(house, space.workspace, { roles: ["admin"] });
  const learner = await createMember(house, space.workspace);
  const key = keyOf(space, ["member.change_roles", "member.deactivate", "member.remove"], "learner");
  const ctx = house.context(key);
  const raise = changeRoles(ctx, { membershipId: learner.membershipId, roles: ["instructor"] });
  expect(await refusalOf(raise)).toBe("ROLE_ABOVE_YOURS");
  expect(await refusalOf(acts.change(house, key, second.membershipId))).toBe("ROLE_ABOVE_YOURS");
  expect(await refusalOf(acts.deactivate(house, key, second.membershipId))).toBe("ROLE_ABOVE_YOURS");
  expect(await refusalOf(acts.remove(house, key, second.membershipId, second.email))).toBe(
    "ROLE_ABOVE_YOURS",
  );
  expect((await acts.deactivate(house, key, learner.membershipId)).status).toBe("deactivated");
  expect(await refusalOf(acts.deactivate(house, keyOf(space, [], "admin"), learner.membershipId))).toBe(
    "SCOPE_MISSING",
  );
});

test("without the permission nothing changes, whoever asks", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const target = await createMember(house, space.workspace);
  for (const roles of [["learner"], ["instructor"], ["group_admin"], ["unit_manager"]] as RoleKey[][]) {
    const actor = await createMember(house, space.workspace, { roles });
    for (const act of Object.values(acts)) {
      expect(await refusalOf(act(house, actor.caller, target.membershipId, target.email))).toBe("FORBIDDEN");
    }
    expect(await refusalOf(acts.change(house, actor.caller, actor.membershipId))).toBe("FORBIDDEN");
  }
  expect(await statusOf(house, target.membershipId)).toBe("active active");
});

test("another workspace's member is not there", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const other = await createWorkspace(house);
  const { membershipId, email } = await createMember(house, other.workspace);
  const { caller } = space.admin;
  for (const act of Object.values(acts)) {
    expect(await refusalOf(act(house, caller, membershipId, email))).toBe("NOT_FOUND");
  }
  expect(await refusalOf(reactivateMember(house.context(caller), { membershipId }))).toBe("NOT_FOUND");
  expect(await refusalOf(viewMember(house.context(caller), { membershipId }))).toBe("NOT_FOUND");
  expect(await statusOf(house, membershipId)).toBe("active active");
});

test("deactivating ends the sessions of who is nowhere else and leaves the others theirs", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const other = await createWorkspace(house);
  const here = await createMember(house, space.workspace);
  const both = await createMember(house, space.workspace);
  await createMember(house, other.workspace, { userId: both.userId, email: both.email });
  for (const member of [here, both]) {
    await signInTo(house, space, member);
    await deactivateMember(house.context(space.admin.caller), { membershipId: member.membershipId });
    expect(await statusOf(house, member.membershipId)).toBe("deactivated deactivated");
    expect(await refusalOf(signInTo(house, space, member))).toBe("MEMBERSHIP_DEACTIVATED");
  }
  const sessions = await house.system().db.select().from(authSessions);
  expect(sessions.filter(({ userId }) => userId === here.userId)).toHaveLength(0);
  expect(sessions.filter(({ userId }) => userId === both.userId)).toHaveLength(1);
});

test("a deactivated member comes back with the roles they had", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const member = await createMember(house, space.workspace, { roles: ["instructor"] });
  const ctx = house.context(space.admin.caller);
  expect(await refusalOf(reactivateMember(ctx, { membershipId: member.membershipId }))).toBe("NOT_ACTIVE");
  await deactivateMember(ctx, { membershipId: member.membershipId });
  expect(await refusalOf(deactivateMember(ctx, { membershipId: member.membershipId }))).toBe("NOT_ACTIVE");
  const back = await reactivateMember(ctx, { membershipId: member.membershipId });
  expect([back.status, back.roles.map(({ role }) => role)]).toEqual(["active", ["instructor"]]);
  expect((await signInTo(house, space, member)).landing).toBe("manage");
  const key = keyOf(space, ["member.deactivate"], "learner");
  await deactivateMember(ctx, { membershipId: member.membershipId });
  expect(await refusalOf(reactivateMember(house.context(key), { membershipId: member.membershipId }))).toBe(
    "ROLE_ABOVE_YOURS",
  );
});

test("removing wants the address typed, is final, keeps the person, and the address may be invited anew", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const member = await createMember(house, space.workspace);
  const ctx = house.context(space.admin.caller);
  const remove = (confirmation: string) =>
    removeMember(ctx, { membershipId: member.membershipId, confirmation });
  expect(await refusalOf(remove("somebody@example.com"))).toBe("VALIDATION_FAILED");
  expect(await statusOf(house, member.membershipId)).toBe("active active");
  expect((await remove(` ${member.email.toUpperCase()} `)).status).toBe("removed");
  expect(await statusOf(house, member.membershipId)).toBe("removed removed");
  expect(await refusalOf(remove(member.email))).toBe("NOT_FOUND");
  expect(await refusalOf(reactivateMember(ctx, { membershipId: member.membershipId }))).toBe("NOT_FOUND");
  expect(await refusalOf(viewMember(ctx, { membershipId: member.membershipId }))).toBe("NOT_FOUND");
  expect(await refusalOf(signInTo(house, space, member))).toBe("SIGN_IN_FAILED");
  expect(await house.system().db.select().from(users).where(eq(users.id, member.userId))).toHaveLength(1);
  const again = await inviteUser(ctx, { email: member.email, roles: ["learner"] });
  expect(again.invitation.userId).not.toBe(member.membershipId);
});

test("somebody who has not joined is neither deactivated nor removed", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const { caller } = space.admin;
  const { invitation } = await inviteUser(house.context(caller), {
    email: "p@example.com",
    roles: ["learner"],
  });
  expect(await refusalOf(acts.deactivate(house, caller, invitation.userId))).toBe("NOT_ACTIVE");
  expect(await refusalOf(acts.remove(house, caller, invitation.userId, "p@example.com"))).toBe("NOT_ACTIVE");
});

test("the last administrator stays: demoted, deactivated, removed, by oneself too", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const pending = await inviteUser(house.context(space.admin.caller), {
    email: "next@example.com",
    roles: ["admin"],
  });
  expect(pending.invitation.status).toBe("pending");
  const { caller, membershipId, email } = space.admin;
  for (const act of Object.values(acts)) {
    expect(await refusalOf(act(house, caller, membershipId, email))).toBe("LAST_ADMIN");
  }
  expect(await activeAdmins(house, space.workspace.id)).toBe(1);
});

test("administrators who demote, deactivate or remove each other at once leave one", async () => {
  const house = openHouse();
  for (const [name, act] of Object.entries(acts)) {
    for (let round = 0; round < 5; round += 1) {
      const space = await createWorkspace(house);
      const second = await createMember(house, space.workspace, { roles: ["admin"] });
      const outcomes = await Promise.allSettled([
        act(house, space.admin.caller, second.membershipId, second.email),
        act(house, second.caller, space.admin.membershipId, space.admin.email),
      ]);
      expect(await activeAdmins(house, space.workspace.id), name).toBe(1);
      expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    }
  }
});

test("each of five administrators may leave at once, and one is kept", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const others = await Promise.all(
    Array.from({ length: 4 }, () => createMember(house, space.workspace, { roles: ["admin"] })),
  );
  const codes = await Promise.all(
    [space.admin, ...others].map((admin) =>
      acts.change(house, admin.caller, admin.membershipId).then(
        () => "done",
        (error) => String(error.code),
      ),
    ),
  );
  expect(codes.sort()).toEqual(["LAST_ADMIN", "done", "done", "done", "done"]);
  expect(await activeAdmins(house, space.workspace.id)).toBe(1);
});

test("the wall in the database holds when the decision was made on a stale page", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const bare = house.database
    .prepare("update memberships set status = 'deactivated' where id = ?")
    .bind(space.admin.membershipId)
    .run();
  await expect(bare).rejects.toThrow("LAST_ADMIN");
});

test("an administrator who was demoted a moment ago changes nothing any more", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const second = await createMember(house, space.workspace, { roles: ["admin"] });
  const learner = await createMember(house, space.workspace);
  await acts.change(house, space.admin.caller, second.membershipId);
  // The caller object still says admin, as it would in a request that was read just before.
  expect(await refusalOf(acts.deactivate(house, second.caller, learner.membershipId))).toBe("FORBIDDEN");
  expect(await statusOf(house, learner.membershipId)).toBe("active active");
});

test("two edits of the same member at once: one is done, the other is told", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const member = await createMember(house, space.workspace);
  const change = (role: RoleKey) =>
    changeRoles(house.context(space.admin.caller), { membershipId: member.membershipId, roles: [role] }).then(
      () => role,
      (error) => String(error.code),
    );
  const outcomes = await Promise.all([change("instructor"), change("admin")]);
  expect(outcomes).toContain("EDIT_CONFLICT");
  const done = outcomes.filter((outcome) => outcome !== "EDIT_CONFLICT");
  expect(await rolesOf(house, member.membershipId)).toEqual(done);
});

test("the page of a person tells everything that happened, newest first, and what may be done", async () => {
  const house = openHouse({ database: counted.database });
  const space = await createWorkspace(house);
  const ctx = house.context(space.admin.caller);
  const { invitation } = await inviteUser(ctx, {
    email: "eva@example.com",
    firstName: "Eva",
    roles: ["learner"],
  });
  house.clock.advance(1_000);
  await changeRoles(ctx, { membershipId: invitation.userId, roles: ["instructor"] });
  counted.reset();
  const page = await viewMember(ctx, { membershipId: invitation.userId });
  expect(counted.roundTrips()).toBe(1);
  expect([page.status, page.firstName, page.invitation?.id]).toEqual(["pending", "Eva", invitation.id]);
  const told = page.timeline.map((entry) => (entry.kind === "act" ? entry.action : entry.kind));
  expect(told[0]).toBe("member.roles_changed");
  expect([...told].sort()).toEqual(["invitation.created", "mail", "member.roles_changed"]);
  expect(page.may).toEqual({
    addAddress: false,
    changeAddress: false,
    changeNames: false,
    changeNotifyEmail: false,
    changeRoles: true,
    changeUsername: false,
    place: true,
    describe: true,
    deactivate: false,
    reactivate: false,
    remove: false,
    resend: true,
    // Its mail has not left.
    remind: false,
    edit: true,
    enrol: true,
    cancel: true,
    copyLink: true,
    setAccessEnd: true,
    exportData: true,
    makeCard: false,
    erase: false,
  });
  expect(page.grantableRoles).toEqual(["admin", "unit_manager", "group_admin", "instructor", "learner"]);

  const own = await viewMember(ctx, { membershipId: space.admin.membershipId });
  expect([own.isYou, own.isLastAdmin, own.may.deactivate, own.may.remove]).toEqual([
    true,
    true,
    false,
    false,
  ]);

  const key = keyOf(space, ["people.view"], "learner");
  const seenByKey = await viewMember(house.context(key), { membershipId: invitation.userId });
  expect(Object.values(seenByKey.may)).not.toContain(true);
});

test("the page of an invitation whose term is over says expired with the cron stopped", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const ctx = house.context(space.admin.caller);
  const { invitation } = await inviteUser(ctx, { email: "eva@example.com", roles: ["learner"] });
  house.clock.now = invitation.expiresAt ?? 0;
  const page = await viewMember(ctx, { membershipId: invitation.userId });
  expect([page.status, page.invitation?.status, page.may.edit, page.may.resend]).toEqual([
    "expired",
    "expired",
    false,
    true,
  ]);
});
