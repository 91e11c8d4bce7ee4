import { env } from "cloudflare:workers";
import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { auditDetails, auditEvents, invitations, workspaces } from "../../../db/schema/index.ts";
import type { Caller, CallerWorkspace } from "../../../worker/domain/context.ts";
import type { DomainError } from "../../../worker/domain/errors.ts";
import { matchHeaders } from "../../../worker/domain/imports/columns.ts";
import { usernameColumn } from "../../../worker/domain/imports/offered-columns.ts";
import { useCases } from "../../../worker/domain/index.ts";
import type { RoleKey } from "../../../worker/domain/permissions.ts";
import {
  callerNow,
  countRoundTrips,
  createMember,
  createWorkspace,
  type House,
  minute,
  openHouse,
  plantGroup,
  plantUnit,
  refusalOf,
  type TestMember,
  type TestWorkspace,
  tokenIn,
} from "../../support/house.ts";

const counted = countRoundTrips(env.DB);

type Wishes = Parameters<typeof useCases.changeWorkspace>[1];

/** The same person in a request after the change. */
function after(member: TestMember, workspace: CallerWorkspace): TestMember {
  return { ...member, caller: { ...member.caller, workspace } as Caller };
}

async function changed(house: House, { admin }: TestWorkspace, wishes: Wishes): Promise<TestMember> {
  return after(admin, await useCases.changeWorkspace(house.context(admin.caller), wishes));
}

async function rowOf(house: House, { workspace }: TestWorkspace) {
  const [row] = await house
    .system()
    .db.select({ preset: workspaces.preset, overrides: workspaces.policyOverrides })
    .from(workspaces)
    .where(eq(workspaces.id, workspace.id));
  return row;
}

async function changesOf(house: House, { workspace }: TestWorkspace) {
  const rows = await house
    .system()
    .db.select({ details: auditDetails.details })
    .from(auditEvents)
    .innerJoin(
      auditDetails,
      and(eq(auditDetails.workspaceId, auditEvents.workspaceId), eq(auditDetails.auditId, auditEvents.id)),
    )
    .where(and(eq(auditEvents.workspaceId, workspace.id), eq(auditEvents.action, "workspace.changed")));
  return rows.map(
    ({ details }) =>
      details as unknown as { before: Record<string, unknown>; after: Record<string, unknown> },
  );
}

async function pathsOf(act: Promise<unknown>): Promise<string[]> {
  const error = (await act.catch((refused) => refused)) as DomainError;
  expect(error.code).toBe("VALIDATION_FAILED");
  return (error.details.errors ?? []).map(({ path }) => path);
}

async function invitationOf(house: House, id: string) {
  const [row] = await house.system().db.select().from(invitations).where(eq(invitations.id, id));
  if (!row) throw new Error("no invitation");
  return row;
}

test("another preset leaves what the workspace changed itself, in one event, and GET tells both", async () => {
  const house = openHouse();
  const space = await createWorkspace(house, {
    overrides: { "invite.copy_link": true, "session.remind_hours": 3 },
  });
  const admin = await changed(house, space, { preset: "academy" });
  expect(await rowOf(house, space)).toEqual({
    preset: "academy",
    overrides: { "invite.copy_link": true, "session.remind_hours": 3 },
  });
  const [event, ...more] = await changesOf(house, space);
  expect(more).toEqual([]);
  expect([event?.before.preset, event?.after.preset]).toEqual(["standard", "academy"]);
  expect(event?.after).toMatchObject({ "invite.link_ttl_s": 86_400, "activation.after": "login_page" });
  expect(Object.keys(event?.after ?? {})).not.toContain("invite.copy_link");
  const view = await useCases.viewOwnWorkspace(house.context(admin.caller), {});
  expect(view).toMatchObject({
    preset: "academy",
    policyOverrides: { "invite.copy_link": true, "session.remind_hours": 3 },
  });
  expect([view.policies["invite.copy_link"], view.policies["resend.message"]]).toEqual([true, false]);
});

test("own changes are taken back one by one, all at once, or with the preset", async () => {
  const house = openHouse();
  const own = { "invite.copy_link": false, "resend.token": "keep", "invite.link_ttl_s": 86_400 };
  const space = await createWorkspace(house, { overrides: own });
  let admin = await changed(house, space, { resetPolicies: ["resend.token"] });
  expect((await rowOf(house, space))?.overrides).toEqual({
    "invite.copy_link": false,
    "invite.link_ttl_s": 86_400,
  });
  admin = after(
    admin,
    await useCases.changeWorkspace(house.context(admin.caller), {
      preset: "skills",
      resetPolicies: true,
      policies: { "resend.message": true },
    }),
  );
  expect(await rowOf(house, space)).toEqual({ preset: "skills", overrides: { "resend.message": true } });
  await useCases.changeWorkspace(house.context(admin.caller), { resetPolicies: true });
  expect(await rowOf(house, space)).toEqual({ preset: "skills", overrides: {} });
});

test("a preset that own changes contradict is refused by their keys, and fits without them", async () => {
  const house = openHouse();
  const space = await createWorkspace(house, {
    overrides: { "roles.may_invite": ["admin", "unit_manager@unit"] },
  });
  const change = (wishes: Wishes) => useCases.changeWorkspace(house.context(space.admin.caller), wishes);
  expect(await pathsOf(change({ preset: "academy" }))).toEqual(["policies.roles.may_invite"]);
  expect(await rowOf(house, space)).toMatchObject({ preset: "standard" });
  expect(await changesOf(house, space)).toEqual([]);
  await change({ preset: "academy", resetPolicies: true });
  expect(await rowOf(house, space)).toEqual({ preset: "academy", overrides: {} });
});

test("what contradicted itself before does not stand in the way of another change", async () => {
  const house = openHouse();
  const space = await createWorkspace(house, { overrides: { "units.enabled": false } });
  const change = (wishes: Wishes) => useCases.changeWorkspace(house.context(space.admin.caller), wishes);
  await change({ policies: { "invite.copy_link": false } });
  expect(await pathsOf(change({ policies: { "invite.required": ["email", "roles", "unit"] } }))).toEqual([
    "policies.invite.required",
  ]);
});

test("wrong presets, resets and policies are named, and nothing is written", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const change = (wishes: unknown) =>
    useCases.changeWorkspace(house.context(space.admin.caller), wishes as Wishes);
  const wrong: [unknown, string[]][] = [
    [{ preset: "emperor" }, ["preset"]],
    [{ preset: "__proto__" }, ["preset"]],
    [{ preset: 1 }, ["preset"]],
    [{ resetPolicies: ["no.such"] }, ["resetPolicies"]],
    [{ resetPolicies: "all" }, ["resetPolicies"]],
    [{ policies: [] }, ["policies"]],
    [{ policies: { "no.such": 1 } }, ["policies.no.such"]],
    [{ policies: { "invite.link_ttl_s": 1 } }, ["policies.invite.link_ttl_s"]],
    [{ policies: { "invite.copy_link": "yes" } }, ["policies.invite.copy_link"]],
    [{ policies: { "roles.set": ["admin", "emperor"] } }, ["policies.roles.set.1"]],
    [{ policies: { "retention.never_accepted_days": 1e9 } }, ["policies.retention.never_accepted_days"]],
  ];
  for (const [wishes, paths] of wrong) {
    expect([wishes, await pathsOf(change(wishes))]).toEqual([wishes, paths]);
  }
  expect(await rowOf(house, space)).toEqual({ preset: "standard", overrides: {} });
});

test("of two presets at once one is told that somebody was faster", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const change = (preset: "academy" | "skills") =>
    useCases.changeWorkspace(house.context(space.admin.caller), { preset }).then(
      () => "done",
      (error) => String(error.code),
    );
  expect((await Promise.all([change("academy"), change("skills")])).sort()).toEqual([
    "EDIT_CONFLICT",
    "done",
  ]);
});

test("a review says what becomes different and what that meets, in one round trip, and changes nothing", async () => {
  const house = openHouse({ database: counted.database });
  const space = await createWorkspace(house, { overrides: { "session.remind_hours": 3 } });
  const north = await plantUnit(house, space.workspace.id, "North");
  await createMember(house, space.workspace, { roles: [{ role: "unit_manager", unitId: north.id }] });
  const ctx = house.context(space.admin.caller);
  await useCases.inviteUser(ctx, { email: "one@example.com", roles: ["learner"] });
  await useCases.inviteUser(ctx, { email: "two@example.com", roles: ["unit_manager"], unitId: north.id });
  counted.reset();
  const review = await useCases.reviewPolicies(ctx, { preset: "academy" });
  expect(counted.roundTrips()).toBe(1);
  expect(review.changes).toContainEqual({
    key: "invite.link_ttl_s",
    before: 7 * 86_400,
    after: 86_400,
    by: "preset",
  });
  expect(review.kept).toEqual([{ key: "session.remind_hours", value: 3, preset: 24 }]);
  expect(review.consequences).toEqual([
    { kind: "open_invitations", count: 2 },
    { kind: "role_gone", role: "unit_manager", members: 1, invited: 1 },
    { kind: "rights_lost" },
    { kind: "access_ends_stay" },
  ]);
  expect(review.errors).toEqual([]);
  expect(await rowOf(house, space)).toMatchObject({ preset: "standard" });

  const units = await useCases.reviewPolicies(ctx, {
    policies: { "units.enabled": false, "identity.password_min": 20 },
  });
  expect(units.errors.map(({ path }) => path)).toEqual(["policies.roles.set"]);
  expect(units.consequences.map(({ kind }) => kind)).toEqual([
    "open_invitations",
    "units_off",
    "passwords_stay",
  ]);
  counted.reset();
  expect((await useCases.reviewPolicies(ctx, {})).changes).toEqual([]);
  expect(counted.calls()).toBe(0);
});

test("a role that is taken out of the set keeps working for whoever holds it or is invited as it, and nobody is given it any more", async () => {
  const house = openHouse();
  const space = await createWorkspace(house, { overrides: { "roles.multiple": true } });
  const { workspace, admin } = space;
  const north = await plantUnit(house, workspace.id, "North");
  const role = { role: "unit_manager" as const, unitId: north.id };
  const holder = await createMember(house, workspace, { roles: [role], unitIds: [north.id] });
  const learner = await createMember(house, workspace, { unitIds: [north.id] });
  const asAdmin = async () => house.context(await callerNow(house, admin));
  const wanted = { email: "invited-manager@example.com", roles: ["unit_manager"], unitId: north.id };
  await useCases.inviteUser(await asAdmin(), wanted as never);
  const { policies } = workspace;
  const without = {
    "roles.set": ["admin", "group_admin", "instructor", "learner"],
    "roles.may_invite": ["admin", "group_admin@group"],
    "roles.may_manage_invites": ["admin", "group_admin@group"],
    "landing.priority": policies["landing.priority"].filter((name) => name !== role.role),
    "landing.by_role": Object.fromEntries(
      Object.entries(policies["landing.by_role"]).filter(([name]) => name !== role.role),
    ),
  } as never;
  const { consequences, errors } = await useCases.reviewPolicies(await asAdmin(), { policies: without });
  expect(errors).toEqual([]);
  expect(consequences).toContainEqual({ kind: "role_gone", role: "unit_manager", members: 1, invited: 1 });
  const { caller } = await changed(house, space, { policies: without });
  if (caller.kind !== "member") throw new Error("no member");

  // It works on: who holds it looks after their part, and who was invited as it joins as it.
  const held = await callerNow(house, holder);
  const asHolder = house.context({ ...held, workspace: caller.workspace } as Caller);
  const { rows } = await useCases.listPeople(asHolder, {});
  expect(rows.map(({ id }) => id)).toContain(learner.membershipId);
  await useCases.setAccessEnd(asHolder, { membershipId: learner.membershipId, accessEndsOn: "2026-12-31" });
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  const mail = house.sent.find(({ to }) => to === wanted.email);
  const joined = await useCases.joinAsNewPerson(house.anonymous(), {
    token: tokenIn(mail),
    revision: 1,
    firstName: "Mo",
    password: "seven green bicycles",
  });
  expect(joined.roles).toMatchObject([{ role: "unit_manager", unitId: north.id }]);

  // It is handed out no more: not by inviting, not on a person's page, not in bulk, not by a file.
  const ctx = house.context(caller);
  const refused = async (act: Promise<unknown>) => expect(await refusalOf(act)).toBe("VALIDATION_FAILED");
  await refused(useCases.inviteUser(ctx, { ...wanted, email: "late@example.com" } as never));
  await refused(
    useCases.changeRoles(ctx, {
      membershipId: learner.membershipId,
      roles: [role, { role: "learner" }],
    } as never),
  );
  await refused(
    useCases.previewPeopleJob(ctx, {
      action: "change_roles",
      ids: [learner.membershipId],
      addRole: role,
    } as never),
  );
  async function* file() {
    yield new TextEncoder().encode("email,role,unit\nlate@example.com,unit_manager,North\n");
  }
  const { id: importId, counts } = await useCases.stageImport(ctx, { fileName: "late.csv", file: file() });
  expect(counts).toEqual({ error: 1 });
  const [row] = (await useCases.listImportRows(ctx, { importId })).rows;
  expect(row?.problems).toMatchObject([{ code: "role_not_here" }]);
});

test("only administrators review policies and choose presets", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  for (const roles of [["learner"], ["instructor"], ["group_admin"], ["unit_manager"]] as RoleKey[][]) {
    const ctx = house.context((await createMember(house, space.workspace, { roles })).caller);
    expect(await refusalOf(useCases.reviewPolicies(ctx, { preset: "academy" }))).toBe("FORBIDDEN");
    expect(await refusalOf(useCases.changeWorkspace(ctx, { preset: "academy" }))).toBe("FORBIDDEN");
  }
  expect(await rowOf(house, space)).toEqual({ preset: "standard", overrides: {} });
});

test("an open invitation keeps its end, link, roles and unit through another preset, and is resent by the new rules", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const north = await plantUnit(house, space.workspace.id, "North");
  const ctx = house.context(space.admin.caller);
  const { invitation } = await useCases.inviteUser(ctx, {
    email: "two@example.com",
    roles: ["unit_manager"],
    unitId: north.id,
  });
  await useCases.deliverMail(house.system(), { workspaceId: space.workspace.id });
  const token = tokenIn(house.sent.at(-1));
  const seen = await invitationOf(house, invitation.id);

  // Programs: links without end that a resend keeps, no units, and no managers of them.
  const admin = await changed(house, space, { preset: "programs" });
  const kept = await invitationOf(house, invitation.id);
  expect([kept.expiresAt, kept.generation, kept.status]).toEqual([
    seen.expiresAt,
    seen.generation,
    "pending",
  ]);
  const { roles, units } = await useCases.viewMember(house.context(admin.caller), {
    membershipId: invitation.userId,
  });
  expect([roles.map(({ role }) => role), units.map(({ id }) => id)]).toEqual([["unit_manager"], [north.id]]);
  const password = "seven green bicycles";
  await useCases.joinAsNewPerson(house.anonymous(), { token, revision: 1, firstName: "New", password });
  expect((await invitationOf(house, invitation.id)).status).toBe("accepted");
});

test("the link of a resend follows the rule of that moment", async () => {
  const house = openHouse();
  const space = await createWorkspace(house, { preset: "skills" });
  const ctx = house.context(space.admin.caller);
  const { invitation } = await useCases.inviteUser(ctx, { email: "one@example.com", roles: ["learner"] });
  await useCases.deliverMail(house.system(), { workspaceId: space.workspace.id });
  const admin = await changed(house, space, { policies: { "resend.token": "keep" } });
  house.clock.advance(10 * minute);
  await useCases.resendInvitation(house.context(admin.caller), { invitationId: invitation.id });
  expect((await invitationOf(house, invitation.id)).generation).toBe(1);
  const back = await changed(house, { ...space, admin }, { policies: { "resend.token": "rotate" } });
  await useCases.deliverMail(house.system(), { workspaceId: space.workspace.id });
  house.clock.advance(10 * minute);
  await useCases.resendInvitation(house.context(back.caller), { invitationId: invitation.id });
  expect((await invitationOf(house, invitation.id)).generation).toBe(2);
});

test("what is required from now on is asked of nobody who was invited before, nor of an edit that leaves it", async () => {
  const house = openHouse();
  const space = await createWorkspace(house, { preset: "skills" });
  const ctx = house.context(space.admin.caller);
  const { invitation } = await useCases.inviteUser(ctx, { email: "one@example.com", roles: ["learner"] });
  const admin = await changed(house, space, {
    policies: {
      name_source: "inviter_required",
      "invite.required": ["email", "first_name", "last_name", "roles"],
      "csv.required": ["email", "first_name", "last_name"],
    },
  });
  const later = house.context(admin.caller);
  expect(await pathsOf(useCases.inviteUser(later, { email: "two@example.com", roles: ["learner"] }))).toEqual(
    ["firstName", "lastName"],
  );
  await useCases.editInvitation(later, { invitationId: invitation.id, language: "de" });
  await useCases.cancelInvitation(later, { invitationId: invitation.id });
  expect((await invitationOf(house, invitation.id)).status).toBe("canceled");
});

test("people are listed as the policy says, and a search finds everybody", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const ctx = house.context(space.admin.caller);
  await useCases.inviteUser(ctx, { email: "waiting@example.com", roles: ["learner"] });
  const { invitation } = await useCases.inviteUser(ctx, { email: "gone@example.com", roles: ["learner"] });
  await useCases.cancelInvitation(ctx, { invitationId: invitation.id });
  const seen = async (who: TestMember, filter: Parameters<typeof useCases.listPeople>[1]) => {
    const { rows, chips } = await useCases.listPeople(house.context(who.caller), filter);
    return { statuses: rows.map(({ status }) => status).sort(), all: chips?.all, canceled: chips?.canceled };
  };
  expect(await seen(space.admin, {})).toEqual({ statuses: ["active", "pending"], all: 2, canceled: 1 });
  expect(await seen(space.admin, { status: "canceled" })).toMatchObject({ statuses: ["canceled"] });

  const admin = await changed(house, space, {
    policies: { "ui.pending_in_users_list": false, "cancel.keep_row": false },
  });
  expect(await seen(admin, {})).toEqual({ statuses: ["active"], all: 1, canceled: 0 });
  expect(await seen(admin, { status: "pending" })).toMatchObject({ statuses: ["pending"] });
  expect(await seen(admin, { status: "all" })).toMatchObject({ statuses: ["active", "pending"] });
  expect(await seen(admin, { q: "waiting" })).toMatchObject({ statuses: ["pending"] });
  expect(await seen(admin, { status: "canceled" })).toMatchObject({ statuses: [] });
});

test("somebody who is a member is named to the inviter, or not, as the policy says", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const member = await createMember(house, space.workspace, { email: "here@example.com" });
  const again = async (who: TestMember) => {
    const act = useCases.inviteUser(house.context(who.caller), { email: member.email, roles: ["learner"] });
    const error = (await act.catch((refused) => refused)) as DomainError;
    return [error.code, error.details.params ?? {}];
  };
  const named = { membershipId: member.membershipId, invitationId: null };
  expect(await again(space.admin)).toEqual(["ALREADY_MEMBER", named]);
  const admin = await changed(house, space, { policies: { "invite.existing_here": "error_help" } });
  expect(await again(admin)).toEqual(["ALREADY_MEMBER", {}]);
  const { addresses } = await useCases.checkAddresses(house.context(admin.caller), {
    addresses: member.email,
  });
  expect(addresses.map(({ state, membershipId }) => [state, membershipId])).toEqual([["member", null]]);
});

test("invitations ask for groups where roles are proposed to hold in them, and for the language where it is offered", async () => {
  const house = openHouse();
  const space = await createWorkspace(house, { preset: "skills" });
  await plantGroup(house, space.workspace.id, "Choir");
  const asked = async (who: TestMember) => {
    const form = await useCases.viewInviteForm(house.context(who.caller), {});
    return [form.asked.group.includes("learner"), form.asked.language.length > 0];
  };
  const without = await changed(house, space, { policies: { "invite.optional": [] } });
  expect(await asked(without)).toEqual([false, false]);
  // Nor for a role that only other workspaces have.
  expect((await useCases.viewInviteForm(house.context(without.caller), {})).asked.group).toEqual([]);
  const admin = await changed(
    house,
    { ...space, admin: without },
    { policies: { "roles.scope_default": "group", "invite.optional": ["language"] } },
  );
  expect(await asked(admin)).toEqual([true, true]);
});

test("a template has the columns that the policy offers", async () => {
  const house = openHouse();
  const headings = async (preset: "academy" | "skills" | "collaborative" | "training_provider") => {
    const space = await createWorkspace(house, { preset });
    await plantUnit(house, space.workspace.id, "North");
    await plantGroup(house, space.workspace.id, "Choir");
    const { text } = await useCases.makeImportTemplate(house.context(space.admin.caller), {});
    const [heading = ""] = text.replace("\ufeff", "").split("\r\n");
    const { policies } = space.workspace;
    return matchHeaders(heading.split(","), [], policies.terms, usernameColumn(policies)).mapping;
  };
  expect(await headings("academy")).toEqual(["email", "first_name", "last_name", "role"]);
  expect(await headings("skills")).toEqual(["email", "first_name", "last_name", "role", "unit", "group"]);
  // "name" beside a first name is the other half.
  expect(await headings("collaborative")).toEqual([
    "email",
    "username",
    "first_name",
    "last_name",
    "role",
    "group",
    "language",
  ]);
  expect(await headings("training_provider")).toEqual([
    "email",
    "first_name",
    "last_name",
    "role",
    "unit",
    "group",
    "access_expires_on",
  ]);
});

test("the mapping offers the policy's columns and what the file has, and a known heading is read all the same", async () => {
  const house = openHouse();
  const space = await createWorkspace(house, { preset: "academy" });
  const ctx = house.context(space.admin.caller);
  const text = "email,first_name,last_name,role,labels,shoe\none@example.com,One,Person,learner,,9\n";
  const { id } = await useCases.stageImport(ctx, { fileName: "people.csv", file: bytesOf(text) });
  const { targets, columns } = await useCases.viewColumns(ctx, { importId: id });
  expect(targets.map(({ column }) => column)).toEqual(["email", "first_name", "last_name", "role", "labels"]);
  expect(columns.map(({ chosen }) => chosen)).toEqual([
    "email",
    "first_name",
    "last_name",
    "role",
    "labels",
    null,
  ]);
});

test("where the workspace does not deactivate, nobody is deactivated one by one or in bulk, and whoever is can return", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const member = await createMember(house, space.workspace);
  const left = await createMember(house, space.workspace, { status: "deactivated" });
  const admin = await changed(house, space, { policies: { "lifecycle.deactivate": false } });
  const ctx = house.context(admin.caller);
  const { membershipId } = member;
  expect(await refusalOf(useCases.deactivateMember(ctx, { membershipId }))).toBe("DEACTIVATION_OFF");
  const bulk = useCases.startPeopleJob(ctx, { action: "deactivate", ids: [membershipId] });
  expect(await refusalOf(bulk)).toBe("DEACTIVATION_OFF");
  const { may } = await useCases.viewMember(ctx, { membershipId });
  expect([may.deactivate, may.remove]).toEqual([false, true]);
  const { status } = await useCases.reactivateMember(ctx, { membershipId: left.membershipId });
  expect(status).toBe("active");
});

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}

/** As many as two chunks. */
const file = (count: number) =>
  `email,role\n${Array.from(
    { length: count },
    (_, at) => `p${at}@example.com,${at % 2 === 0 ? "learner" : "instructor"}`,
  ).join("\n")}\n`;

test("a preset that is switched while an import runs: rows go on as reviewed, and a role that is gone is refused in words", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const roomy = (ctx: ReturnType<House["system"]>) => ({
    ...ctx,
    settings: { ...ctx.settings, invitationsPerDay: 100_000 },
  });
  const ctx = () => roomy(house.context(space.admin.caller));
  const { id } = await useCases.stageImport(ctx(), { fileName: "people.csv", file: bytesOf(file(2_000)) });
  await useCases.confirmImport(ctx(), { importId: id });
  const run = () =>
    useCases.runImport(roomy(house.system()), { workspaceId: space.workspace.id, importId: id });
  expect(await run()).toEqual({ more: true });
  const before = await useCases.viewImport(ctx(), { importId: id });
  expect(before.counts).toMatchObject({ invited: 1_500 });

  // A preset with other columns, other names and no instructors.
  await changed(house, space, { preset: "training_provider" });
  expect(await run()).toEqual({ more: false });
  const done = await useCases.viewImport(ctx(), { importId: id });
  expect([done.status, done.counts]).toMatchObject(["done", { invited: 1_750, error: 250 }]);
  const { rows } = await useCases.listImportRows(ctx(), { importId: id, outcome: "error" });
  expect(rows[0]?.problems[0]).toMatchObject({ column: "role", code: "role_unknown", found: "instructor" });
});

test("a preset under which the uploader may not invite any more ends their import, and says so", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const north = await plantUnit(house, space.workspace.id, "North");
  const manager = await createMember(house, space.workspace, {
    roles: [{ role: "unit_manager", unitId: north.id }],
  });
  const ctx = house.context(manager.caller);
  const { id } = await useCases.stageImport(ctx, {
    fileName: "people.csv",
    file: bytesOf("email\none@example.com\n"),
  });
  await useCases.confirmImport(ctx, { importId: id });
  await changed(house, space, { preset: "skills" });
  await useCases.runImport(house.system(), { workspaceId: space.workspace.id, importId: id });
  const view = await useCases.viewImport(house.context(space.admin.caller), { importId: id });
  expect([view.status, view.failure?.code, view.counts.canceled]).toEqual(["failed", "RIGHT_LOST", 1]);
});
