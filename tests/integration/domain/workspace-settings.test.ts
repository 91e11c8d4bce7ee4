import { env } from "cloudflare:workers";
import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { auditDetails, auditEvents, invitations, workspaces } from "../../../db/schema/index.ts";
import type { Caller } from "../../../worker/domain/context.ts";
import type { DomainError } from "../../../worker/domain/errors.ts";
import { useCases } from "../../../worker/domain/index.ts";
import type { RoleKey } from "../../../worker/domain/permissions.ts";
import {
  countRoundTrips,
  createMember,
  createWorkspace,
  type House,
  openHouse,
  refusalOf,
} from "../../support/house.ts";

const counted = countRoundTrips(env.DB);

async function rowOf(house: House, id: string) {
  const [row] = await house.system().db.select().from(workspaces).where(eq(workspaces.id, id));
  return row;
}

async function changesOf(house: House, workspaceId: string) {
  const rows = await house
    .system()
    .db.select({ details: auditDetails.details })
    .from(auditEvents)
    .innerJoin(
      auditDetails,
      and(eq(auditDetails.workspaceId, auditEvents.workspaceId), eq(auditDetails.auditId, auditEvents.id)),
    )
    .where(and(eq(auditEvents.workspaceId, workspaceId), eq(auditEvents.action, "workspace.changed")));
  return rows.map(({ details }) => details);
}

async function pathsOf(act: Promise<unknown>): Promise<string[]> {
  const error = (await act.catch((refused) => refused)) as DomainError;
  expect(error.code).toBe("VALIDATION_FAILED");
  return (error.details.errors ?? []).map(({ path }) => path);
}

test("settings change with before and after in the trail, in two round trips, and nothing else does", async () => {
  const house = openHouse({ database: counted.database });
  const { workspace, admin } = await createWorkspace(house, { overrides: { "resend.token": "keep" } });
  const { workspace: other } = await createWorkspace(house);
  counted.reset();
  const changed = await useCases.changeWorkspace(house.context(admin.caller), {
    name: "  Hafen  Schule ",
    timeZone: "America/New_York",
    accentColor: "#AA0044",
    supportContact: "Help@Example.com",
    policies: { "invite.copy_link": false, "resend.token": null, "invite.link_ttl_s": 86_400 },
  });
  expect(counted.roundTrips()).toBe(2);
  expect(changed).toMatchObject({
    name: "Hafen Schule",
    language: "en",
    timeZone: "America/New_York",
    accentColor: "#aa0044",
    supportContact: "help@example.com",
    replyTo: null,
  });
  expect([changed.policies["invite.copy_link"], changed.policies["resend.token"]]).toEqual([false, "rotate"]);
  expect(await rowOf(house, workspace.id)).toMatchObject({
    name: "Hafen Schule",
    policyOverrides: { "invite.copy_link": false, "invite.link_ttl_s": 86_400 },
  });
  expect((await rowOf(house, other.id))?.name).toBe(other.name);
  expect(await changesOf(house, workspace.id)).toEqual([
    {
      before: {
        name: workspace.name,
        timeZone: "Europe/Berlin",
        accentColor: "#2450d6",
        supportContact: null,
        "invite.link_ttl_s": 7 * 86_400,
        "invite.copy_link": true,
        "resend.token": "keep",
      },
      after: {
        name: "Hafen Schule",
        timeZone: "America/New_York",
        accentColor: "#aa0044",
        supportContact: "help@example.com",
        "invite.link_ttl_s": 86_400,
        "invite.copy_link": false,
        "resend.token": "rotate",
      },
    },
  ]);
});

test("null takes a contact away, and what is as it was writes nothing", async () => {
  const house = openHouse({ database: counted.database });
  const { workspace, admin } = await createWorkspace(house);
  const change = (input: Parameters<typeof useCases.changeWorkspace>[1]) =>
    useCases.changeWorkspace(house.context(admin.caller), input);
  await change({ supportContact: "+49 30 1234", replyTo: "office@example.com" });
  expect(await rowOf(house, workspace.id)).toMatchObject({
    supportContact: "+49 30 1234",
    replyTo: "office@example.com",
  });
  await change({ supportContact: null });
  expect(await rowOf(house, workspace.id)).toMatchObject({
    supportContact: null,
    replyTo: "office@example.com",
  });
  counted.reset();
  await change({ replyTo: "office@example.com", policies: { "invite.copy_link": null } });
  expect(counted.calls()).toBe(1);
});

test("each wrong field is named, policies by their key, and nothing is written", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const change = (input: unknown) =>
    useCases.changeWorkspace(house.context(admin.caller), input as Record<string, never>);
  const wrong: [unknown, string[]][] = [
    [{ name: " " }, ["name"]],
    [{ name: "Visit www.evil.example" }, ["name"]],
    [{ language: "xx" }, ["language"]],
    [{ timeZone: "Mars/Olympus" }, ["timeZone"]],
    [{ timeZone: "+01:00" }, ["timeZone"]],
    [{ accentColor: "red" }, ["accentColor"]],
    [{ supportContact: "https://evil.example" }, ["supportContact"]],
    [{ replyTo: "a@b, c@d" }, ["replyTo"]],
    [{ slug: "mine" }, ["slug"]],
    [{ policies: { "resend.token": "both", "no.such": 1 } }, ["policies.resend.token", "policies.no.such"]],
    [{ policies: { terms: { en: { unit: { one: "x" } } } } }, ["policies.terms.en.unit.many"]],
    [{ name: "Fine", policies: { "invite.link_ttl_s": null } }, ["policies.invite.link_ttl_s"]],
  ];
  for (const [input, paths] of wrong) expect((await pathsOf(change(input))).sort()).toEqual(paths.sort());
  expect(await rowOf(house, workspace.id)).toMatchObject({ name: workspace.name, policyOverrides: {} });
  expect(await changesOf(house, workspace.id)).toEqual([]);
});

test("only administrators change settings, and a key needs the scope", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const change = (caller: Caller) => useCases.changeWorkspace(house.context(caller), { name: "Taken over" });
  for (const roles of [["learner"], ["instructor"], ["group_admin"], ["unit_manager"]] as RoleKey[][]) {
    const { caller } = await createMember(house, space.workspace, { roles });
    expect(await refusalOf(change(caller))).toBe("FORBIDDEN");
  }
  const key = (scopes: string[]): Caller => ({
    kind: "apiKey",
    workspace: space.workspace,
    key: {
      id: "key_00000000000000000000000000",
      name: "sync",
      scopes,
      creatorMembershipId: space.admin.membershipId,
      creatorRoles: [{ role: "admin", scope: { kind: "workspace" } }],
      maxRole: "admin",
    },
  });
  expect(await refusalOf(change(key(["workspace.view"])))).toBe("SCOPE_MISSING");
  expect((await change(key(["workspace.manage"]))).name).toBe("Taken over");
});

test("an administrator who was demoted a moment ago changes no settings any more", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const second = await createMember(house, workspace, { roles: ["admin"] });
  await useCases.changeRoles(house.context(admin.caller), {
    membershipId: second.membershipId,
    roles: ["learner"],
  });
  // The caller object still says admin, as it would in a request that was read just before.
  const change = useCases.changeWorkspace(house.context(second.caller), { name: "Taken over" });
  expect(await refusalOf(change)).toBe("FORBIDDEN");
  expect((await rowOf(house, workspace.id))?.name).toBe(workspace.name);
});

test("two changes at once: one is done, the other is told", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const change = (policies: Record<string, unknown>) =>
    useCases.changeWorkspace(house.context(admin.caller), { policies }).then(
      () => "done",
      (error) => String(error.code),
    );
  const outcomes = await Promise.all([
    change({ "invite.copy_link": false }),
    change({ "resend.token": "keep" }),
  ]);
  expect(outcomes.sort()).toEqual(["EDIT_CONFLICT", "done"]);
  expect(Object.keys((await rowOf(house, workspace.id))?.policyOverrides ?? {})).toHaveLength(1);
});

test("an open invitation keeps its end when the term of links changes", async () => {
  const house = openHouse();
  const { admin } = await createWorkspace(house);
  const ctx = house.context(admin.caller);
  const { invitation } = await useCases.inviteUser(ctx, { email: "new@example.com", roles: ["learner"] });
  await useCases.changeWorkspace(ctx, { policies: { "invite.link_ttl_s": 86_400 } });
  const [row] = await house.system().db.select().from(invitations).where(eq(invitations.id, invitation.id));
  expect([row?.expiresAt, row?.status]).toEqual([invitation.expiresAt, "pending"]);
});
