import { expect, test } from "vitest";
import { openDatabase } from "../../../db/index.ts";
import { claimInvitation } from "../../../db/queries/invitations.ts";
import { claimMail, markSent, releaseMail } from "../../../db/queries/mail-claims.ts";
import { cancelPendingMail } from "../../../db/queries/outbox.ts";
import type { Caller, Context } from "../../../worker/domain/context.ts";
import { useCases } from "../../../worker/domain/index.ts";
import type { RoleKey } from "../../../worker/domain/permissions.ts";
import {
  createMember,
  createWorkspace,
  type House,
  hour,
  minute,
  openHouse,
  refusalOf,
  tokenIn,
} from "../../support/house.ts";

/** Guards that race with something the use case has read already: each is tried alone, on its statement. */

const password = "four quiet harbour lamps";

async function openInvitation(house: House, roles: RoleKey[]) {
  const space = await createWorkspace(house);
  const { invitation } = await useCases.inviteUser(house.context(space.admin.caller), {
    email: `claim-${roles[0]}@example.com`,
    roles,
  });
  await useCases.deliverMail(house.system(), { workspaceId: space.workspace.id });
  return { ...space, id: invitation.id, issuedAt: house.clock.now };
}

const asRead = JSON.stringify([
  { role: "admin", unitId: null, groupId: null, sessionId: null, custom: null, units: null, groups: null },
]);

const claims: {
  what: string;
  holds: boolean;
  /** SQL over the workspace `?1`, the invitation `?2` and the inviter's membership `?3`. */
  before?: string;
  change?: Partial<Parameters<typeof claimInvitation>[1]>;
}[] = [
  { what: "nothing else happened", holds: true },
  {
    what: "it was canceled",
    holds: false,
    before: "update invitations set status = 'canceled' where id = ?2",
  },
  {
    what: "it was accepted",
    holds: false,
    before: "update invitations set status = 'accepted' where id = ?2",
  },
  { what: "the link is older than the oldest that counts", holds: false, change: { generation: 0 } },
  { what: "the link is newer than any that was made", holds: false, change: { generation: 2 } },
  {
    what: "its terms were edited",
    holds: false,
    before: "update invitations set revision = 2 where id = ?2",
  },
  {
    what: "its term ends now",
    holds: false,
    before: "update invitations set expires_at = 1000 where id = ?2",
    change: { now: 1000 },
  },
  {
    what: "its term ends in a millisecond",
    holds: true,
    before: "update invitations set expires_at = 1000 where id = ?2",
    change: { now: 999 },
  },
  { what: "it never ends", holds: true, before: "update invitations set expires_at = null where id = ?2" },
  {
    what: "the workspace was suspended",
    holds: false,
    before: "update workspaces set status = 'suspended' where id = ?1",
  },
  { what: "the kill switch came after the link", holds: false, change: { issuedAt: -1 } },
  { what: "the workspace is another", holds: false, change: { workspaceId: "wsp_other" } },
  {
    what: "the inviter was deactivated",
    holds: false,
    before: "update memberships set status = 'deactivated' where id = ?3",
  },
  {
    what: "the inviter has other roles",
    holds: false,
    before:
      "insert into role_assignments (workspace_id, membership_id, role, scope_id) values (?1, ?3, 'learner', '')",
  },
  {
    what: "the address has a proved account since",
    holds: false,
    before:
      "insert into users (id, email, email_verified_at, first_name, last_name, language, status, created_at) values ('usr_late' || ?2, 'claim-admin@example.com', 1, '', '', 'en', 'active', 1)",
  },
  {
    what: "the address has an account that proved nothing",
    holds: true,
    before:
      "insert into users (id, email, first_name, last_name, language, status, created_at) values ('usr_late' || ?2, 'claim-admin@example.com', '', '', 'en', 'active', 1)",
  },
];

test.for(claims)(
  "the claim of an invitation where $what: holds $holds",
  async ({ holds, before, change }) => {
    const house = openHouse();
    const { workspace, admin, id, issuedAt } = await openInvitation(house, ["admin"]);
    // Two administrators, so that the wall of the last one is not what holds.
    await createMember(house, workspace, { roles: ["admin"] });
    await house.database.prepare("delete from users where email = 'claim-admin@example.com'").run();
    if (before) {
      const used = [workspace.id, id, admin.membershipId];
      const most = Math.max(...[...before.matchAll(/\?(\d)/g)].map(([, place]) => Number(place)));
      await house.database
        .prepare(before)
        .bind(...used.slice(0, most))
        .run();
    }
    const db = openDatabase(house.database);
    const claim = {
      workspaceId: workspace.id,
      id,
      generation: 1,
      revision: 1,
      issuedAt,
      now: house.clock.now,
      op: "evt_mine",
      userId: "usr_mine",
      inviter: { membershipId: admin.membershipId, roles: asRead },
      newAccountFor: "claim-admin@example.com",
      ...change,
    };
    const rows = await claimInvitation(db, claim).returning();
    expect(rows).toHaveLength(holds ? 1 : 0);
  },
);

test("what the claim refuses leaves nothing: no account, no member, no mail, no session", async () => {
  const house = openHouse();
  const { workspace, admin, id } = await openInvitation(house, ["learner"]);
  const token = tokenIn(house.sent.at(-1));
  // Between reading the link and the batch somebody edits the terms: the hash is being made just then.
  const ctx: Context = house.anonymous();
  const hash = ctx.passwords.hash;
  ctx.passwords.hash = async (secret) => {
    await useCases.editInvitation(house.context(admin.caller), { invitationId: id, roles: ["instructor"] });
    return hash(secret);
  };
  expect(
    await refusalOf(useCases.joinAsNewPerson(ctx, { token, revision: 1, firstName: "Rae", password })),
  ).toBe("TERMS_CHANGED");
  const left = await house.database
    .prepare(
      `select (select count(*) from users where email = 'claim-learner@example.com') as users,
        (select count(*) from memberships where workspace_id = ?1 and user_id is not null) as members,
        (select count(*) from outbox where workspace_id = ?1 and template = 'invitation_accepted') as mails,
        (select count(*) from audit_events where workspace_id = ?1 and action = 'invitation.accepted') as acts`,
    )
    .bind(workspace.id)
    .first();
  expect(left).toEqual({ users: 0, members: 1, mails: 0, acts: 0 });
});

test("somebody who proves the address while the form is being filled in is not overwritten", async () => {
  const house = openHouse();
  await openInvitation(house, ["instructor"]);
  const token = tokenIn(house.sent.at(-1));
  const elsewhere = await createWorkspace(house);
  const ctx: Context = house.anonymous();
  const hash = ctx.passwords.hash;
  ctx.passwords.hash = async (secret) => {
    await createMember(house, elsewhere.workspace, { email: "claim-instructor@example.com" });
    return hash(secret);
  };
  expect(
    await refusalOf(useCases.joinAsNewPerson(ctx, { token, revision: 1, firstName: "Rae", password })),
  ).toBe("ACCOUNT_EXISTS");
  const user = await house.database
    .prepare("select password_hash from users where email = 'claim-instructor@example.com'")
    .first();
  expect(user).toEqual({ password_hash: "quick$a long enough secret" });
});

test("an account that appears unproved while the form is being filled in is not joined to by accident", async () => {
  const house = openHouse();
  const { workspace, id } = await openInvitation(house, ["instructor"]);
  const token = tokenIn(house.sent.at(-1));
  const elsewhere = await createWorkspace(house);
  const ctx: Context = house.anonymous();
  const hash = ctx.passwords.hash;
  ctx.passwords.hash = async (secret) => {
    await createMember(house, elsewhere.workspace, {
      email: "claim-instructor@example.com",
      verified: false,
    });
    return hash(secret);
  };
  expect(
    await refusalOf(useCases.joinAsNewPerson(ctx, { token, revision: 1, firstName: "Rae", password })),
  ).toBe("ACCOUNT_EXISTS");
  const row = await house.database
    .prepare("select status from invitations where workspace_id = ? and id = ?")
    .bind(workspace.id, id)
    .first();
  expect(row).toEqual({ status: "pending" });
});

test("by a copied link an account that proved nothing is neither taken over nor opens a second workspace", async () => {
  const house = openHouse();
  const elsewhere = await createWorkspace(house);
  const squatter = await createMember(house, elsewhere.workspace, { verified: false });
  const { workspace, admin } = await createWorkspace(house);
  const { invitation } = await useCases.inviteUser(house.context(admin.caller), { email: squatter.email });
  const { url } = await useCases.copyInvitationLink(house.context(admin.caller), {
    invitationId: invitation.id,
  });
  const token = url.split("/").at(-1) ?? "";
  const terms = { token, revision: 1 };
  const stored = () =>
    house.database.prepare("select * from users where id = ?").bind(squatter.userId).first();
  const before = await stored();
  expect(
    await refusalOf(useCases.joinAsNewPerson(house.anonymous(), { ...terms, firstName: "Rae", password })),
  ).toBe("ACCOUNT_EXISTS");
  expect(
    await refusalOf(useCases.signInAndJoin(house.anonymous(), { ...terms, password: squatter.password })),
  ).toBe("EMAIL_UNVERIFIED");
  expect(await refusalOf(useCases.joinSignedIn(house.context(squatter.caller), terms))).toBe(
    "EMAIL_UNVERIFIED",
  );
  expect(await stored()).toEqual(before);
  const row = await house.database
    .prepare("select status from memberships where workspace_id = ? and id = ?")
    .bind(workspace.id, invitation.userId)
    .first();
  expect(row).toEqual({ status: "pending" });
});

test("a link that names an invitation under another workspace is none of ours, even well signed", async () => {
  const house = openHouse();
  const { id, issuedAt } = await openInvitation(house, ["learner"]);
  const { workspace: other } = await createWorkspace(house);
  const iat = Math.floor(issuedAt / 1000);
  const claims = { sub: id, ws: other.id, gen: 1, via: "mail" as const, iat, exp: iat + 3_600 };
  const token = await house.anonymous().tokens.mint("invite", claims);
  expect(await refusalOf(useCases.viewInvitation(house.anonymous(), { token }))).toBe("INVITATION_INVALID");
  expect(
    await refusalOf(
      useCases.joinAsNewPerson(house.anonymous(), { token, revision: 1, firstName: "Rae", password }),
    ),
  ).toBe("INVITATION_INVALID");
});

test("a claim under another workspace's name finds no row, though that workspace is open", async () => {
  const house = openHouse();
  const { id, issuedAt } = await openInvitation(house, ["learner"]);
  const { workspace: other } = await createWorkspace(house);
  const claim = { workspaceId: other.id, id, generation: 1, revision: 1, issuedAt, now: house.clock.now };
  const rest = { op: "evt_mine", userId: "usr_mine", inviter: null, newAccountFor: null };
  const rows = await claimInvitation(openDatabase(house.database), { ...claim, ...rest }).returning();
  expect(rows).toHaveLength(0);
});

test("a resend that was still waiting when its reader joined is mailed to nobody", async () => {
  const house = openHouse({ undoSeconds: 10 });
  const { workspace, admin } = await createWorkspace(house, { overrides: { "resend.token": "keep" } });
  const { invitation } = await useCases.inviteUser(house.context(admin.caller), {
    email: "joins@example.com",
  });
  house.clock.advance(minute);
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  house.clock.advance(hour);
  await useCases.resendInvitation(house.context(admin.caller), { invitationId: invitation.id });
  await useCases.joinAsNewPerson(house.anonymous(), {
    token: tokenIn(house.sent[0]),
    revision: 1,
    firstName: "Jo",
    password,
  });
  house.clock.advance(minute);
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  expect(house.sent.map(({ template }) => template)).not.toContain("new_link");
});

test("whoever lost the lease of a mail neither marks nor releases it, nor claims it a second time", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  await useCases.inviteUser(house.context(admin.caller), { email: "leased@example.com" });
  const db = openDatabase(house.database);
  const now = house.clock.now;
  const claim = (lease: string) =>
    claimMail(db, workspace.id, { lease, now, leaseUntil: now + minute, limit: 10, passwordsAtMost: 1 });
  const [mail] = await claim("evt_first");
  expect(await claim("evt_second")).toHaveLength(0);
  const id = mail?.id ?? "";
  const changed = async (sent: Promise<unknown>) =>
    ((await sent) as { meta: { changes: number } }).meta.changes;
  expect(await changed(markSent(db, workspace.id, "evt_second", { [id]: "m" }, now).run())).toBe(0);
  expect(
    await changed(releaseMail(db, workspace.id, "evt_second", "pending", { [id]: "x" }, now).run()),
  ).toBe(0);
  expect(await changed(markSent(db, "wsp_other", "evt_first", { [id]: "m" }, now).run())).toBe(0);
  expect(await changed(markSent(db, workspace.id, "evt_first", { [id]: `m-${id}` }, now).run())).toBe(1);
  // Settled already: the answer that comes late turns nothing back.
  expect(await changed(releaseMail(db, workspace.id, "evt_first", "pending", { [id]: "x" }, now).run())).toBe(
    0,
  );
});

test("an undo comes too late once the mail was claimed, whatever the page showed", async () => {
  const house = openHouse({ undoSeconds: 10 });
  const { workspace, admin } = await createWorkspace(house);
  const sent = await useCases.inviteUser(house.context(admin.caller), { email: "late-undo@example.com" });
  const again = await useCases.inviteUser(house.context(admin.caller), { email: "late-undo-2@example.com" });
  const db = openDatabase(house.database);
  const now = house.clock.now + minute;
  const claim = { lease: "evt_x", now, leaseUntil: now + minute, limit: 10, passwordsAtMost: 1 };
  for (const { id } of await claimMail(db, workspace.id, claim)) {
    expect(await cancelPendingMail(db, workspace.id, id).returning()).toHaveLength(0);
  }
  for (const { invitation, undo } of [sent, again]) {
    const act = useCases.undoSend(house.context(admin.caller), {
      invitationId: invitation.id,
      op: undo?.op ?? "",
    });
    expect(await refusalOf(act)).toBe("UNDO_TOO_LATE");
  }
  const { results } = await house.database
    .prepare("select distinct status from invitations where workspace_id = ?")
    .bind(workspace.id)
    .all();
  expect(results).toEqual([{ status: "pending" }]);
});

test("another workspace's ids name nothing, by every act that takes one", async () => {
  const house = openHouse({ undoSeconds: 10 });
  const ours = await createWorkspace(house);
  const theirs = await createWorkspace(house);
  const ctx = () => house.context(theirs.admin.caller);
  const sent = await useCases.inviteUser(house.context(ours.admin.caller), { email: "tenant@example.com" });
  const { id: invitationId, userId: membershipId } = sent.invitation;
  const member = await createMember(house, ours.workspace, { roles: ["learner"] });
  await createMember(house, ours.workspace, { roles: ["admin"] });
  const { jobId } = await useCases.startJob(house.context(ours.admin.caller), {
    action: "cancel",
    filter: {},
  });
  const { id: apiKeyId } = await useCases.createApiKey(house.context(ours.admin.caller), {
    name: "Ours",
    scopes: ["people.view"],
  });
  const tables = [
    "memberships",
    "invitations",
    "outbox",
    "role_assignments",
    "jobs",
    "job_results",
    "api_keys",
  ];
  const picture = async () =>
    JSON.stringify(
      await Promise.all(
        tables.map(async (table) => {
          const query = `select * from ${table} where workspace_id = ? order by 2, 3, 4`;
          return (await house.database.prepare(query).bind(ours.workspace.id).all()).results;
        }),
      ),
    );
  const before = await picture();
  const acts: [string, () => Promise<unknown>][] = [
    ["NOT_FOUND", () => useCases.viewInvitationDetail(ctx(), { invitationId })],
    ["NOT_FOUND", () => useCases.cancelInvitation(ctx(), { invitationId })],
    ["NOT_FOUND", () => useCases.resendInvitation(ctx(), { invitationId })],
    ["NOT_FOUND", () => useCases.editInvitation(ctx(), { invitationId, firstName: "Eve" })],
    ["NOT_FOUND", () => useCases.copyInvitationLink(ctx(), { invitationId })],
    ["NOT_FOUND", () => useCases.undoSend(ctx(), { invitationId, op: sent.undo?.op ?? "" })],
    ["NOT_FOUND", () => useCases.viewMember(ctx(), { membershipId })],
    [
      "NOT_FOUND",
      () => useCases.changeRoles(ctx(), { membershipId: member.membershipId, roles: ["learner"] }),
    ],
    ["NOT_FOUND", () => useCases.deactivateMember(ctx(), { membershipId: member.membershipId })],
    ["NOT_FOUND", () => useCases.reactivateMember(ctx(), { membershipId: member.membershipId })],
    [
      "NOT_FOUND",
      () => useCases.removeMember(ctx(), { membershipId: member.membershipId, confirmation: member.email }),
    ],
    ["NOT_FOUND", () => useCases.revokeApiKey(ctx(), { apiKeyId })],
    ["NOT_FOUND", () => useCases.viewJob(ctx(), { jobId })],
    ["UNDO_TOO_LATE", () => useCases.undoJob(ctx(), { jobId })],
    ["NOT_FOUND", () => useCases.startJob(ctx(), { action: "cancel", ids: [membershipId] })],
  ];
  for (const [code, act] of acts) expect(await refusalOf(act())).toBe(code);
  house.clock.advance(minute);
  await useCases.runJob(house.system(), { workspaceId: theirs.workspace.id, jobId });
  expect(await picture()).toBe(before);
  // An address that is taken there is free here, and the answer is that to an unknown one.
  const { invitation, advice } = await useCases.inviteUser(ctx(), { email: "tenant@example.com" });
  expect([invitation.status, invitation.firstName, advice]).toEqual(["pending", "", null]);
});

test("the mouth lets in an active member who holds the permission and a key that has the scope, nobody else", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const learner = await createMember(house, workspace, { roles: ["learner"] });
  const gone = await createMember(house, workspace, { roles: ["admin"], status: "deactivated" });
  if (admin.caller.kind !== "member") throw new Error("a member");
  const key = (scopes: string[], creator: Caller): Caller => {
    if (creator.kind !== "member") throw new Error("a member");
    const { id, roles } = creator.membership;
    return {
      kind: "apiKey",
      workspace,
      key: { id: "key_x", name: "x", scopes, creatorMembershipId: id, creatorRoles: roles, maxRole: "admin" },
    };
  };
  const pending = {
    ...admin.caller,
    membership: { ...admin.caller.membership, status: "pending" },
  } as unknown as Caller;
  const asked = (caller: Caller) => useCases.listPeople(house.context(caller), {});
  const refusals: [Caller, string][] = [
    [{ kind: "anonymous" }, "NOT_SIGNED_IN"],
    [{ kind: "person", person: admin.caller.person }, "NOT_SIGNED_IN"],
    [{ kind: "system" }, "NOT_SIGNED_IN"],
    [learner.caller, "FORBIDDEN"],
    [gone.caller, "MEMBERSHIP_DEACTIVATED"],
    [pending, "MEMBERSHIP_DEACTIVATED"],
    [key(["invitation.create"], admin.caller), "SCOPE_MISSING"],
    [key(["people.view"], learner.caller), "FORBIDDEN"],
  ];
  for (const [caller, code] of refusals) expect(await refusalOf(asked(caller))).toBe(code);
  expect((await asked(admin.caller)).rows.length).toBeGreaterThan(0);
  expect((await asked(key(["people.view"], admin.caller))).rows.length).toBeGreaterThan(0);
});
