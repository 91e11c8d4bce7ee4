import { env } from "cloudflare:workers";
import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { membershipTerms } from "../../../db/derived.ts";
import { auditDetails, auditEvents, memberships, users } from "../../../db/schema/index.ts";
import type { Caller } from "../../../worker/domain/context.ts";
import { inviteUser } from "../../../worker/domain/invitations/invite-user.ts";
import { changeNames } from "../../../worker/domain/members/change-names.ts";
import { changeRoles } from "../../../worker/domain/members/change-roles.ts";
import { viewMember } from "../../../worker/domain/members/view-member.ts";
import type { RoleKey } from "../../../worker/domain/permissions.ts";
import {
  countRoundTrips,
  createMember,
  createWorkspace,
  type House,
  openHouse,
  refusalOf,
  type TestWorkspace,
} from "../../support/house.ts";

const counted = countRoundTrips(env.DB);

async function nameOf(house: House, membershipId: string): Promise<string> {
  const [row] = await house.system().db.select().from(memberships).where(eq(memberships.id, membershipId));
  return `${row?.firstName} ${row?.lastName}`;
}

async function termsOf(house: House, membershipId: string): Promise<string[]> {
  const rows = await house
    .system()
    .db.select()
    .from(membershipTerms)
    .where(eq(membershipTerms.membershipId, membershipId));
  return rows.map(({ term }) => term);
}

/** A key of the administrator that hands out nothing above learner. */
function lowKeyOf(space: TestWorkspace, scopes: string[]): Caller {
  return {
    kind: "apiKey",
    workspace: space.workspace,
    key: {
      id: "key_00000000000000000000000000",
      name: "sync",
      scopes,
      creatorMembershipId: space.admin.membershipId,
      creatorRoles: [{ role: "admin", scope: { kind: "workspace" } }],
      maxRole: "learner",
    },
  };
}

test("names change here and nowhere else, are found by search, and stand in the trail, in two round trips", async () => {
  const house = openHouse({ database: counted.database });
  const space = await createWorkspace(house);
  const other = await createWorkspace(house);
  const member = await createMember(house, space.workspace, { firstName: "Lea", lastName: "Old" });
  const elsewhere = await createMember(house, other.workspace, {
    userId: member.userId,
    email: member.email,
    firstName: "Lea",
    lastName: "Old",
  });
  counted.reset();
  const changed = await changeNames(house.context(space.admin.caller), {
    membershipId: member.membershipId,
    firstName: "  Léa ",
    lastName: "Martin",
  });
  expect(counted.roundTrips()).toBe(2);
  expect([changed.firstName, changed.lastName, changed.status]).toEqual(["Léa", "Martin", "active"]);
  expect(await nameOf(house, member.membershipId)).toBe("Léa Martin");
  expect(await nameOf(house, elsewhere.membershipId)).toBe("Lea Old");
  const [person] = await house.system().db.select().from(users).where(eq(users.id, member.userId));
  expect([person?.firstName, person?.lastName]).toEqual(["Lea", "Old"]);
  const terms = await termsOf(house, member.membershipId);
  expect(terms).toContain("lea martin");
  expect(terms).toContain(member.email);
  expect(terms.join()).not.toContain("old");
  const [event] = await house
    .system()
    .db.select({ action: auditEvents.action, details: auditDetails.details })
    .from(auditEvents)
    .innerJoin(
      auditDetails,
      and(eq(auditDetails.workspaceId, auditEvents.workspaceId), eq(auditDetails.auditId, auditEvents.id)),
    )
    .where(eq(auditEvents.membershipId, member.membershipId));
  expect(event).toEqual({
    action: "member.names_changed",
    details: {
      before: { firstName: "Lea", lastName: "Old" },
      after: { firstName: "Léa", lastName: "Martin" },
    },
  });
});

test("one name alone leaves the other, and the same names again write nothing", async () => {
  const house = openHouse({ database: counted.database });
  const space = await createWorkspace(house);
  const { membershipId } = await createMember(house, space.workspace, { firstName: "Lea", lastName: "Old" });
  const ctx = house.context(space.admin.caller);
  await changeNames(ctx, { membershipId, lastName: "New" });
  expect(await nameOf(house, membershipId)).toBe("Lea New");
  counted.reset();
  expect((await changeNames(ctx, { membershipId, firstName: "Lea" })).lastName).toBe("New");
  expect(counted.calls()).toBe(1);
});

test("a name that a mail client makes a link of is refused by field", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const { membershipId } = await createMember(house, space.workspace);
  const change = changeNames(house.context(space.admin.caller), {
    membershipId,
    firstName: "www.evil.example",
    lastName: "a@b",
  });
  const error = await change.catch((refused) => refused);
  expect(error.details.errors.map(({ path }: { path: string }) => path)).toEqual(["firstName", "lastName"]);
});

test("without the permission, the scope or the height nobody is renamed", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const other = await createWorkspace(house);
  const target = await createMember(house, space.workspace, { roles: ["instructor"], lastName: "Kept" });
  const rename = (caller: Caller) =>
    changeNames(house.context(caller), { membershipId: target.membershipId, lastName: "Changed" });
  for (const roles of [["learner"], ["instructor"], ["group_admin"], ["unit_manager"]] as RoleKey[][]) {
    const { caller } = await createMember(house, space.workspace, { roles });
    expect(await refusalOf(rename(caller))).toBe("FORBIDDEN");
  }
  expect(await refusalOf(rename(lowKeyOf(space, ["member.change_roles"])))).toBe("SCOPE_MISSING");
  expect(await refusalOf(rename(lowKeyOf(space, ["member.change_names"])))).toBe("ROLE_ABOVE_YOURS");
  expect(await refusalOf(rename(other.admin.caller))).toBe("NOT_FOUND");
  expect(await nameOf(house, target.membershipId)).toBe("Pat Kept");
});

test("somebody who has not joined is renamed by editing the invitation", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const ctx = house.context(space.admin.caller);
  const { invitation } = await inviteUser(ctx, { email: "new@example.com", roles: ["learner"] });
  const change = changeNames(ctx, { membershipId: invitation.userId, firstName: "Eve" });
  expect(await refusalOf(change)).toBe("NOT_ACTIVE");
  const page = await viewMember(ctx, { membershipId: invitation.userId });
  expect([page.may.changeNames, page.may.edit]).toEqual([false, true]);
});

test("two changes of the same member at once: one is done, the other is told", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const { membershipId } = await createMember(house, space.workspace, { firstName: "Lea", lastName: "Old" });
  const ctx = house.context(space.admin.caller);
  const outcomes = await Promise.all(
    ["One", "Two"].map((lastName) =>
      changeNames(ctx, { membershipId, lastName }).then(
        () => lastName,
        (error) => String(error.code),
      ),
    ),
  );
  expect(outcomes).toContain("EDIT_CONFLICT");
  const done = outcomes.find((outcome) => outcome !== "EDIT_CONFLICT");
  expect(await nameOf(house, membershipId)).toBe(`Lea ${done}`);
});

test("an administrator who was demoted a moment ago renames nobody any more", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const second = await createMember(house, space.workspace, { roles: ["admin"] });
  const { membershipId } = await createMember(house, space.workspace, { firstName: "Lea", lastName: "Old" });
  await changeRoles(house.context(space.admin.caller), {
    membershipId: second.membershipId,
    roles: ["learner"],
  });
  // The caller object still says admin, as it would in a request that was read just before.
  const change = changeNames(house.context(second.caller), { membershipId, lastName: "New" });
  expect(await refusalOf(change)).toBe("FORBIDDEN");
  expect(await nameOf(house, membershipId)).toBe("Lea Old");
});
