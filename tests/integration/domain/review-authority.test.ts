import { expect, test } from "vitest";
import { apiKeys } from "../../../db/schema/index.ts";
import type { Caller, Idempotency } from "../../../worker/domain/context.ts";
import { useCases } from "../../../worker/domain/index.ts";
import { permissions, type RoleKey } from "../../../worker/domain/permissions.ts";
import { resolveKey } from "../../../worker/domain/sessions/resolve-caller.ts";
import {
  createMember,
  createWorkspace,
  day,
  type House,
  hour,
  minute,
  openHouse,
  refusalOf,
  type TestWorkspace,
  tokenIn,
} from "../../support/house.ts";

const password = "four quiet harbour lamps";

/** A key with every scope, made by the administrator, that hands out nothing above `maxRole`. */
async function keyCaller(house: House, { workspace, admin }: TestWorkspace, maxRole: RoleKey) {
  const ctx = house.system();
  const id = ctx.ids.next("apiKey");
  const secret = `usher_test_${id.slice(4)}_${ctx.ids.secret()}`;
  await ctx.db.insert(apiKeys).values({
    workspaceId: workspace.id,
    id,
    name: "Personnel system",
    hash: await ctx.secrets.sha256(secret),
    scopes: [...permissions],
    maxRole,
    creatorMembershipId: admin.membershipId,
    createdAt: house.clock.now,
  });
  return { secret, caller: (await resolveKey(house.anonymous(), secret))?.caller as Caller };
}

/** Everything that a refused act must leave as it was. */
async function stateOf(house: House, workspaceId: string) {
  const rows = [];
  for (const table of ["memberships", "invitations", "outbox", "role_assignments", "jobs", "audit_events"]) {
    const { results } = await house.database
      .prepare(`select * from ${table} where workspace_id = ? order by 2, 3, 4`)
      .bind(workspaceId)
      .all();
    rows.push(results);
  }
  return JSON.stringify(rows);
}

async function userIdOf(house: House, email: string) {
  return (
    await house.database.prepare("select id from users where email = ?").bind(email).first<{ id: string }>()
  )?.id;
}

test("a key whose ceiling is learner does nothing to an administrator's invitation: no link, no new address", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const { invitation } = await useCases.inviteUser(house.context(space.admin.caller), {
    email: "future-admin@example.com",
    roles: ["admin"],
  });
  house.clock.advance(hour);
  const { caller } = await keyCaller(house, space, "learner");
  const ctx = () => house.context(caller);
  const { id: invitationId } = invitation;
  const before = await stateOf(house, space.workspace.id);
  const acts = [
    () => useCases.copyInvitationLink(ctx(), { invitationId }),
    () => useCases.editInvitation(ctx(), { invitationId, email: "mine@example.com" }),
    () => useCases.editInvitation(ctx(), { invitationId, roles: ["learner"] }),
    () => useCases.editInvitation(ctx(), { invitationId, linkTermSeconds: 3_600 }),
    () => useCases.resendInvitation(ctx(), { invitationId }),
    () => useCases.cancelInvitation(ctx(), { invitationId }),
  ];
  for (const act of acts) expect(await refusalOf(act())).toBe("ROLE_ABOVE_YOURS");
  expect(await stateOf(house, space.workspace.id)).toBe(before);
});

test("a key whose ceiling is learner handles a learner's invitation and cannot raise it", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const { caller } = await keyCaller(house, space, "learner");
  const ctx = () => house.context(caller);
  const own = await useCases.inviteUser(ctx(), { email: "pupil@example.com", roles: ["learner"] });
  const { id: invitationId } = own.invitation;
  for (const roles of [["admin"], ["learner", "instructor"]] satisfies RoleKey[][]) {
    expect(await refusalOf(useCases.editInvitation(ctx(), { invitationId, roles }))).toBe("ROLE_ABOVE_YOURS");
  }
  await useCases.editInvitation(ctx(), { invitationId, firstName: "Paula" });
  expect((await useCases.copyInvitationLink(ctx(), { invitationId })).url).toContain("/join/");
});

test("a bulk act leaves out invitations to roles above the asker's, also those raised after it began", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const { workspace, admin } = space;
  const as = house.context(admin.caller);
  await useCases.inviteUser(as, { email: "bulk-admin@example.com", roles: ["admin"] });
  await useCases.inviteUser(as, { email: "bulk-one@example.com", roles: ["learner"] });
  const raised = await useCases.inviteUser(as, { email: "bulk-two@example.com", roles: ["learner"] });
  house.clock.advance(hour);
  const { caller } = await keyCaller(house, space, "learner");
  const ctx = () => house.context(caller);
  const wanted = { action: "cancel" as const, filter: { status: "pending" as const } };
  expect(await useCases.previewJob(ctx(), wanted)).toEqual({
    total: 3,
    willDo: 2,
    skipped: [{ reason: "role_above_yours", count: 1 }],
  });
  const { jobId } = await useCases.startJob(ctx(), wanted);
  await useCases.editInvitation(as, { invitationId: raised.invitation.id, roles: ["admin"] });
  await useCases.runJob(house.system(), { workspaceId: workspace.id, jobId });
  const { results } = await house.database
    .prepare("select email, status from invitations where workspace_id = ? order by email")
    .bind(workspace.id)
    .all();
  expect(results).toEqual([
    { email: "bulk-admin@example.com", status: "pending" },
    { email: "bulk-one@example.com", status: "canceled" },
    { email: "bulk-two@example.com", status: "pending" },
  ]);
});

test("nobody undoes the send of an invitation above their own, and an accepted one is undone by no path", async () => {
  const house = openHouse({ undoSeconds: 10 });
  const space = await createWorkspace(house);
  const sent = await useCases.inviteUser(house.context(space.admin.caller), {
    email: "undo-admin@example.com",
    roles: ["admin"],
  });
  const { caller } = await keyCaller(house, space, "learner");
  const op = sent.undo?.op ?? "";
  expect(
    await refusalOf(useCases.undoSend(house.context(caller), { invitationId: sent.invitation.id, op })),
  ).toBe("ROLE_ABOVE_YOURS");

  house.clock.advance(minute);
  await useCases.deliverMail(house.system(), { workspaceId: space.workspace.id });
  await useCases.joinAsNewPerson(house.anonymous(), {
    token: tokenIn(house.sent[0]),
    revision: 1,
    firstName: "Una",
    password,
  });
  const accepted = await house.database
    .prepare("select last_op from invitations where id = ?")
    .bind(sent.invitation.id)
    .first<{ last_op: string }>();
  expect(
    await refusalOf(
      useCases.undoSend(house.context(space.admin.caller), {
        invitationId: sent.invitation.id,
        op: accepted?.last_op ?? "",
      }),
    ),
  ).toBe("UNDO_TOO_LATE");
});

test("a key ends with its maker's account, not only with their membership", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const { secret } = await keyCaller(house, space, "learner");
  await house.database
    .prepare("update users set status = 'disabled' where id = ?")
    .bind(space.admin.userId)
    .run();
  expect(await resolveKey(house.anonymous(), secret)).toBeNull();
});

test("an invitation to a role dies with the account of its inviter", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const other = await createMember(house, space.workspace, { roles: ["admin"] });
  await useCases.inviteUser(house.context(other.caller), { email: "tied@example.com", roles: ["admin"] });
  await useCases.deliverMail(house.system(), { workspaceId: space.workspace.id });
  const token = tokenIn(house.sent[0]);
  expect((await useCases.viewInvitation(house.anonymous(), { token })).state).toBe("open");
  await house.database.prepare("update users set status = 'disabled' where id = ?").bind(other.userId).run();
  expect((await useCases.viewInvitation(house.anonymous(), { token })).state).toBe("canceled");
});

test("in a suspended workspace nobody does anything, by page or by key", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const suspended = { ...space.workspace, status: "suspended" as const };
  const member = { ...space.admin.caller, workspace: suspended } as Caller;
  const { caller } = await keyCaller(house, space, "admin");
  for (const asker of [member, { ...caller, workspace: suspended } as Caller]) {
    const ctx = house.context(asker);
    expect(await refusalOf(useCases.listPeople(ctx, {}))).toBe("FORBIDDEN");
    expect(await refusalOf(useCases.inviteUser(ctx, { email: "no@example.com" }))).toBe("FORBIDDEN");
  }
});

test.for(["keep", "rotate"] as const)(
  "after the kill switch a resend gives a link that opens, also where the policy is to %s links",
  async (policy) => {
    const house = openHouse();
    const { workspace, admin } = await createWorkspace(house, { overrides: { "resend.token": policy } });
    const ctx = () => house.context(admin.caller);
    const { invitation } = await useCases.inviteUser(ctx(), { email: `kill-${policy}@example.com` });
    await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
    const stateOfLink = async (token: string) =>
      (await useCases.viewInvitation(house.anonymous(), { token })).state;
    house.clock.advance(hour);
    await house.database
      .prepare("update workspaces set invite_epoch = ? where id = ?")
      .bind(house.clock.now, workspace.id)
      .run();
    expect(await stateOfLink(tokenIn(house.sent[0]))).toBe("superseded");
    house.clock.advance(minute);
    await useCases.resendInvitation(ctx(), { invitationId: invitation.id });
    await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
    expect(await stateOfLink(tokenIn(house.sent[1]))).toBe("open");
    expect(await stateOfLink(tokenIn(house.sent[0]))).toBe("superseded");
  },
);

test("a link copied after the kill switch opens, and its term is not lengthened by copying", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const { invitation } = await useCases.inviteUser(house.context(admin.caller), { email: "kc@example.com" });
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  const end = (await useCases.viewInvitation(house.anonymous(), { token: tokenIn(house.sent[0]) })).invitation
    .expiresAt;
  house.clock.advance(hour);
  await house.database
    .prepare("update workspaces set invite_epoch = ? where id = ?")
    .bind(house.clock.now, workspace.id)
    .run();
  house.clock.advance(minute);
  const now = { ...workspace, inviteEpoch: house.clock.now - minute };
  const caller = { ...admin.caller, workspace: now } as Caller;
  const copied = await useCases.copyInvitationLink(house.context(caller), { invitationId: invitation.id });
  const page = await useCases.viewInvitation(house.anonymous(), {
    token: copied.url.split("/").at(-1) ?? "",
  });
  expect(page.state).toBe("open");
  expect(page.invitation.expiresAt).toBe(end);
});

test("a replaced link says nothing about the address that the invitation went to since", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const { invitation } = await useCases.inviteUser(house.context(admin.caller), {
    email: "left@example.com",
  });
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  await useCases.editInvitation(house.context(admin.caller), {
    invitationId: invitation.id,
    email: "secret-new@example.com",
    firstName: "Nora",
    message: "Only for you",
  });
  const page = await useCases.viewInvitation(house.anonymous(), { token: tokenIn(house.sent[0]) });
  expect(page.state).toBe("superseded");
  expect(JSON.stringify(page)).not.toMatch(/secret-new|Nora|Only for you/);
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  await useCases.joinAsNewPerson(house.anonymous(), {
    token: tokenIn(house.sent[1]),
    revision: 2,
    lastName: "Noble",
    password,
  });
  const used = await useCases.viewInvitation(house.anonymous(), { token: tokenIn(house.sent[0]) });
  expect(used.state).toBe("used");
  expect(JSON.stringify(used)).not.toMatch(/secret-new|Nora|Noble|Only for you/);
});

test("moving an invitation from address to address mails five times a day at most", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const { invitation } = await useCases.inviteUser(house.context(admin.caller), { email: "m-0@example.com" });
  const move = (index: number) =>
    useCases.editInvitation(house.context(admin.caller), {
      invitationId: invitation.id,
      email: `m-${index}@example.com`,
    });
  for (let index = 1; index <= 4; index += 1) await move(index);
  expect(await refusalOf(move(5))).toBe("RESEND_LIMIT");
  await useCases.editInvitation(house.context(admin.caller), {
    invitationId: invitation.id,
    firstName: "Still editable",
  });
  house.clock.advance(day);
  await move(6);
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  expect(house.sent.map(({ to }) => to)).toEqual(["m-6@example.com"]);
});

test("an older invitation that ran out is revived by nobody once there is a newer one", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const ctx = () => house.context(admin.caller);
  const email = "twice-invited@example.com";
  const older = await useCases.inviteUser(ctx(), { email });
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  const token = tokenIn(house.sent[0]);
  house.clock.advance(8 * day);
  const newer = await useCases.inviteUser(ctx(), { email });
  await useCases.cancelInvitation(ctx(), { invitationId: newer.invitation.id });
  house.clock.advance(hour);
  const before = await stateOf(house, workspace.id);
  expect((await useCases.viewInvitation(house.anonymous(), { token })).state).toBe("canceled");
  expect(await refusalOf(useCases.requestNewLink(house.anonymous(), { token }))).toBe("NOT_PENDING");
  expect(await refusalOf(useCases.resendInvitation(ctx(), { invitationId: older.invitation.id }))).toBe(
    "NOT_PENDING",
  );
  expect(await stateOf(house, workspace.id)).toBe(before);
});

test("a bulk resend of declined people passes over whoever was invited anew, and does not break on them", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const ctx = () => house.context(admin.caller);
  const emails = ["decline-a@example.com", "decline-b@example.com"];
  for (const email of emails) {
    await useCases.inviteUser(ctx(), { email });
    await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
    await useCases.declineInvitation(house.anonymous(), {
      token: tokenIn(house.sent.find(({ to }) => to === email)),
      confirmation: workspace.name,
    });
  }
  await useCases.inviteUser(ctx(), { email: emails[0] ?? "" });
  house.clock.advance(hour);
  const { jobId } = await useCases.startJob(ctx(), { action: "resend", filter: { status: "declined" } });
  await useCases.runJob(house.system(), { workspaceId: workspace.id, jobId });
  const { outcomes } = await useCases.viewJob(ctx(), { jobId });
  expect(Object.fromEntries(outcomes.map(({ outcome, count }) => [outcome, count]))).toEqual({
    done: 1,
    not_open: 1,
  });
});

test("a batch under a used Idempotency-Key invites nobody: neither the same body later nor another one", async () => {
  const house = openHouse();
  const space = await createWorkspace(house);
  const { caller } = await keyCaller(house, space, "learner");
  const keyId = caller.kind === "apiKey" ? caller.key.id : "";
  const under = (bodyHash: string) => {
    const idempotency: Idempotency = {
      apiKeyId: keyId,
      key: "batch-1",
      bodyHash,
      answer: () => ({ status: 200, body: "{}" }),
    };
    return { ...house.context(caller), idempotency };
  };
  const first = await useCases.inviteMany(under("one"), { emails: ["idem-a@example.com"] });
  await useCases.cancelInvitation(house.context(space.admin.caller), {
    invitationId: first.results[0]?.invitation?.id ?? "",
  });
  const before = await stateOf(house, space.workspace.id);
  // The unique row of the key rolls the whole batch back; the door then gives the stored answer.
  await expect(useCases.inviteMany(under("one"), { emails: ["idem-a@example.com"] })).rejects.toThrow();
  await expect(useCases.inviteMany(under("two"), { emails: ["idem-b@example.com"] })).rejects.toThrow();
  expect(await stateOf(house, space.workspace.id)).toBe(before);
});

test("a disabled account that never proved its mailbox is not taken over by a mailed link", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const elsewhere = await createWorkspace(house);
  const squatter = await createMember(house, elsewhere.workspace, { verified: false });
  await house.database
    .prepare("update users set status = 'disabled' where id = ?")
    .bind(squatter.userId)
    .run();
  await useCases.inviteUser(house.context(admin.caller), { email: squatter.email });
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  const before = await stateOf(house, workspace.id);
  await refusalOf(
    useCases.joinAsNewPerson(house.anonymous(), {
      token: tokenIn(house.sent[0]),
      revision: 1,
      firstName: "Dora",
      password,
    }),
  );
  expect(await stateOf(house, workspace.id)).toBe(before);
});

test("proof of an address is asked for three times an hour at most, ten at once make one mail", async () => {
  const house = openHouse();
  const { workspace } = await createWorkspace(house);
  const person = await createMember(house, workspace, { verified: false });
  const ask = () => useCases.requestVerification(house.context(person.caller), {});
  const settled = await Promise.allSettled(Array.from({ length: 10 }, ask));
  expect(settled.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (let round = 0; round < 2; round += 1) {
    house.clock.advance(2 * minute);
    await ask();
  }
  house.clock.advance(2 * minute);
  expect(await refusalOf(ask())).toBe("RATE_LIMITED");
  house.clock.advance(hour);
  await ask();
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  expect(house.sent.filter(({ to }) => to === person.email)).toHaveLength(4);
});

test("no global id of a person stands in the audit trail of a workspace", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const email = "trail@example.com";
  const { invitation } = await useCases.inviteUser(house.context(admin.caller), { email });
  const { url } = await useCases.copyInvitationLink(house.context(admin.caller), {
    invitationId: invitation.id,
  });
  await useCases.joinAsNewPerson(house.anonymous(), {
    token: url.split("/").at(-1) ?? "",
    revision: 1,
    firstName: "Tara",
    password,
  });
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  const mail = house.sent.find(({ template }) => template === "verify_address");
  const userId = (await userIdOf(house, email)) ?? "";
  const self = await createMember(house, workspace, { verified: false });
  if (self.caller.kind !== "member") throw new Error("a member");
  await useCases.verifyAddress(
    house.context({ kind: "person", person: { ...self.caller.person, userId, email } }),
    { token: /verify\/([\w.-]+)/.exec(mail?.text ?? "")?.[1] ?? "" },
  );
  const page = await useCases.listAuditEvents(house.context(admin.caller), {});
  const proved = page.events.find(({ action }) => action === "auth.address_verified");
  expect(proved?.actor.id).toBe(invitation.userId);
  expect(JSON.stringify(page)).not.toContain("usr_");
});

test("whoever invites too many in a minute, one by one, must wait, whatever the answer tells", async () => {
  const house = openHouse();
  house.refuse.add("invite");
  for (const policy of ["block", "advise", "silent"]) {
    const { admin } = await createWorkspace(house, { overrides: { "invite.existing_elsewhere": policy } });
    const refused = await useCases
      .inviteUser(house.context(admin.caller), { email: "probe@example.com" })
      .catch((error) => error);
    expect([refused.code, refused.details]).toEqual([
      "RATE_LIMITED",
      { retryAfter: 60, params: { limit: "invitations" } },
    ]);
  }
});
