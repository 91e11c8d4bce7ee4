import { expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import {
  createMember,
  createWorkspace,
  day,
  hour,
  minute,
  openHouse,
  refusalOf,
  type TestMember,
  tokenIn,
} from "../../support/house.ts";

type House = ReturnType<typeof openHouse>;

async function invited(house: House, admin: TestMember, email = "guest@example.com") {
  const { invitation } = await useCases.inviteUser(house.context(admin.caller), {
    email,
    roles: ["learner"],
  });
  await useCases.deliverMail(house.system(), { workspaceId: workspaceIdOf(admin) });
  return invitation;
}

function workspaceIdOf(admin: TestMember): string {
  return admin.caller.kind === "member" ? admin.caller.workspace.id : "";
}

async function stateOf(house: House, mail: House["sent"][number] | undefined) {
  return (await useCases.viewInvitation(house.anonymous(), { token: tokenIn(mail) })).state;
}

test("where the policy rotates, the old link dies with the resend and the term begins anew", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const invitation = await invited(house, admin);
  house.clock.advance(6 * day);
  await useCases.resendInvitation(house.context(admin.caller), { invitationId: invitation.id });
  expect(await stateOf(house, house.sent[0])).toBe("superseded");
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  expect(house.sent[1]?.template).toBe("new_link");
  house.clock.advance(7 * day - 1);
  expect(await stateOf(house, house.sent[1])).toBe("open");
});

test("where the policy keeps, a resend mails the same link again", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house, { preset: "programs" });
  const invitation = await invited(house, admin);
  house.clock.advance(hour);
  await useCases.resendInvitation(house.context(admin.caller), { invitationId: invitation.id });
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  expect(tokenIn(house.sent[1])).toBe(tokenIn(house.sent[0]));
  expect(await stateOf(house, house.sent[0])).toBe("open");
});

test("an expired invitation can be sent again and opens", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const invitation = await invited(house, admin);
  house.clock.advance(8 * day);
  expect(await useCases.expireInvitations(house.system(), {})).toEqual({ expired: 1 });
  expect(await stateOf(house, house.sent[0])).toBe("expired");
  await useCases.resendInvitation(house.context(admin.caller), { invitationId: invitation.id });
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  expect(await stateOf(house, house.sent[1])).toBe("open");
});

test("a resend within a minute or for the sixth time in a day is refused", async () => {
  const house = openHouse();
  const { admin } = await createWorkspace(house);
  const invitation = await invited(house, admin);
  const resend = () =>
    useCases.resendInvitation(house.context(admin.caller), { invitationId: invitation.id });
  expect(await refusalOf(resend())).toBe("RESEND_LIMIT");
  for (let send = 0; send < 4; send += 1) {
    house.clock.advance(2 * minute);
    await resend();
  }
  house.clock.advance(2 * minute);
  expect(await refusalOf(resend())).toBe("RESEND_LIMIT");
});

test("two resends at once make one step", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const invitation = await invited(house, admin);
  house.clock.advance(hour);
  const outcomes = await Promise.allSettled(
    Array.from({ length: 10 }, () =>
      useCases.resendInvitation(house.context(admin.caller), { invitationId: invitation.id }),
    ),
  );
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  expect(house.sent).toHaveLength(2);
});

test("canceling kills the link, stops unsent mail and frees the address", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const { invitation } = await useCases.inviteUser(house.context(admin.caller), {
    email: "guest@example.com",
    roles: ["learner"],
  });
  await useCases.cancelInvitation(house.context(admin.caller), { invitationId: invitation.id });
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  expect(house.sent).toHaveLength(0);
  const again = await invited(house, admin);
  expect(again.id).not.toBe(invitation.id);
  await useCases.cancelInvitation(house.context(admin.caller), { invitationId: again.id });
  expect(await stateOf(house, house.sent[0])).toBe("canceled");
});

test("an acceptance and a cancel at once leave either a member or nothing, never both", async () => {
  for (let round = 0; round < 10; round += 1) {
    const house = openHouse();
    const { workspace, admin } = await createWorkspace(house);
    const email = `race-${round}@example.com`;
    const invitation = await invited(house, admin, email);
    const [accepted, canceled] = await Promise.allSettled([
      useCases.joinAsNewPerson(house.anonymous(), {
        token: tokenIn(house.sent[0]),
        revision: 1,
        firstName: "Race",
        password: "seven green bicycles",
      }),
      useCases.cancelInvitation(house.context(admin.caller), { invitationId: invitation.id }),
    ]);
    const row = await house.database
      .prepare(
        "select m.status as member, i.status as invitation from memberships m join invitations i on i.id = m.invitation_id where m.workspace_id = ? and m.id = ?",
      )
      .bind(workspace.id, invitation.userId)
      .first();
    if (accepted.status === "fulfilled") {
      expect(canceled.status).toBe("rejected");
      expect(row).toEqual({ member: "active", invitation: "accepted" });
    } else {
      expect(row).toEqual({ member: "removed", invitation: "canceled" });
    }
  }
});

test("an acceptance of the old link against a resend has one winner", async () => {
  for (let round = 0; round < 10; round += 1) {
    const house = openHouse();
    const { workspace, admin } = await createWorkspace(house);
    const invitation = await invited(house, admin, `turn-${round}@example.com`);
    house.clock.advance(hour);
    const [accepted, resent] = await Promise.allSettled([
      useCases.joinAsNewPerson(house.anonymous(), {
        token: tokenIn(house.sent[0]),
        revision: 1,
        firstName: "Turn",
        password: "seven green bicycles",
      }),
      useCases.resendInvitation(house.context(admin.caller), { invitationId: invitation.id }),
    ]);
    expect([accepted.status, resent.status].sort()).toEqual(["fulfilled", "rejected"]);
    await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
    const links = house.sent.filter(({ template }) => template === "new_link");
    expect(links).toHaveLength(resent.status === "fulfilled" ? 1 : 0);
  }
});

test("the same address twice at once, in any spelling, makes one invitation", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const spellings = ["twin@example.com", "TWIN@example.com", " twin@Example.com", "twin@example.com."];
  const outcomes = await Promise.allSettled(
    spellings.map((email) => useCases.inviteUser(house.context(admin.caller), { email, roles: ["learner"] })),
  );
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  expect(house.sent).toHaveLength(1);
});

test("editing keeps the link; the reader of the old terms is asked again", async () => {
  const house = openHouse();
  const { admin } = await createWorkspace(house);
  const invitation = await invited(house, admin);
  const token = tokenIn(house.sent[0]);
  await useCases.editInvitation(house.context(admin.caller), {
    invitationId: invitation.id,
    roles: ["instructor"],
    firstName: "Grace",
  });
  const joining = { token, firstName: "Grace", password: "seven green bicycles" };
  expect(await refusalOf(useCases.joinAsNewPerson(house.anonymous(), { ...joining, revision: 1 }))).toBe(
    "TERMS_CHANGED",
  );
  const page = await useCases.viewInvitation(house.anonymous(), { token });
  expect(page.invitation).toMatchObject({ revision: 2, firstName: "Grace", roles: [{ role: "instructor" }] });
  await useCases.joinAsNewPerson(house.anonymous(), { ...joining, revision: 2 });
});

test("a changed address gets a new link and the old address gets nothing more", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const invitation = await invited(house, admin, "wrong@example.com");
  await useCases.editInvitation(house.context(admin.caller), {
    invitationId: invitation.id,
    email: "right@example.com",
  });
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  expect(house.sent.map(({ to }) => to)).toEqual(["wrong@example.com", "right@example.com"]);
  expect(await stateOf(house, house.sent[0])).toBe("superseded");
  expect(await stateOf(house, house.sent[1])).toBe("open");
});

test("undoing a first send withdraws the invitation and nothing is mailed", async () => {
  const house = openHouse({ undoSeconds: 8 });
  const { workspace, admin } = await createWorkspace(house);
  const { invitation, undo } = await useCases.inviteUser(house.context(admin.caller), {
    email: "oops@example.com",
    roles: ["learner"],
  });
  house.clock.advance(7_000);
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  expect(house.sent).toHaveLength(0);
  const undone = await useCases.undoSend(house.context(admin.caller), {
    invitationId: invitation.id,
    op: undo?.op ?? "",
  });
  expect(undone.outcome).toBe("withdrawn");
  house.clock.advance(minute);
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  expect(house.sent).toHaveLength(0);
  await invited(house, admin, "oops@example.com");
});

test("undoing a resend gives the older link back, and once the mail has left it is too late", async () => {
  const house = openHouse({ undoSeconds: 8 });
  const { workspace, admin } = await createWorkspace(house);
  const first = await useCases.inviteUser(house.context(admin.caller), {
    email: "guest@example.com",
    roles: ["learner"],
  });
  house.clock.advance(10_000);
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  const invitationId = first.invitation.id;
  expect(
    await refusalOf(
      useCases.undoSend(house.context(admin.caller), { invitationId, op: first.undo?.op ?? "" }),
    ),
  ).toBe("UNDO_TOO_LATE");

  house.clock.advance(hour);
  const resent = await useCases.resendInvitation(house.context(admin.caller), { invitationId });
  expect(await stateOf(house, house.sent[0])).toBe("superseded");
  await useCases.undoSend(house.context(admin.caller), { invitationId, op: resent.undo?.op ?? "" });
  expect(await stateOf(house, house.sent[0])).toBe("open");
  house.clock.advance(minute);
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  expect(house.sent).toHaveLength(1);
});

test("an undo against the consumer has one winner", async () => {
  for (let round = 0; round < 10; round += 1) {
    const house = openHouse({ undoSeconds: 8 });
    const { workspace, admin } = await createWorkspace(house);
    const { invitation, undo } = await useCases.inviteUser(house.context(admin.caller), {
      email: `close-${round}@example.com`,
      roles: ["learner"],
    });
    house.clock.advance(8_000);
    const [undone] = await Promise.allSettled([
      useCases.undoSend(house.context(admin.caller), { invitationId: invitation.id, op: undo?.op ?? "" }),
      useCases.deliverMail(house.system(), { workspaceId: workspace.id }),
    ]);
    expect(house.sent).toHaveLength(undone.status === "fulfilled" ? 0 : 1);
  }
});

test("copying again gives the same link, is written down again and changes nothing", async () => {
  const house = openHouse();
  const { admin } = await createWorkspace(house);
  const ctx = () => house.context(admin.caller);
  const { invitation } = await useCases.inviteUser(ctx(), { email: "ana@example.com", send: false });
  const invitationId = invitation.id;
  const twins = await Promise.all([1, 2].map(() => useCases.copyInvitationLink(ctx(), { invitationId })));
  const row = () =>
    house.database.prepare("select * from invitations where id = ?").bind(invitationId).first<object>();
  const before = await row();
  house.clock.advance(minute);
  const again = await useCases.copyInvitationLink(ctx(), { invitationId });
  expect(twins).toEqual([again, again]);
  expect(await row()).toEqual(before);
  const copies = await house.database
    .prepare(
      "select count(*) as n from audit_events where target_id = ? and action = 'invitation.link_copied'",
    )
    .bind(invitationId)
    .first<{ n: number }>();
  expect(copies?.n).toBe(3);
});

test("a copied link is the current one, rotates nothing, and does not prove the mailbox", async () => {
  const house = openHouse();
  const { admin } = await createWorkspace(house);
  const invitation = await invited(house, admin, "copied@example.com");
  const copied = await useCases.copyInvitationLink(house.context(admin.caller), {
    invitationId: invitation.id,
  });
  expect(await stateOf(house, house.sent[0])).toBe("open");
  const token = copied.url.split("/").at(-1) ?? "";
  await useCases.joinAsNewPerson(house.anonymous(), {
    token,
    revision: 1,
    firstName: "Copy",
    password: "seven green bicycles",
  });
  const user = await house.database
    .prepare("select email_verified_at from users where email = 'copied@example.com'")
    .first();
  expect(user).toEqual({ email_verified_at: null });
});

test("copying is refused where the policy does not offer it", async () => {
  const house = openHouse();
  const { admin } = await createWorkspace(house, { preset: "academy" });
  const invitation = await invited(house, admin);
  expect(
    await refusalOf(
      useCases.copyInvitationLink(house.context(admin.caller), { invitationId: invitation.id }),
    ),
  ).toBe("LINK_COPYING_OFF");
});

test("a prepared invitation begins its term with its first sending", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const { invitation } = await useCases.inviteUser(house.context(admin.caller), {
    email: "later@example.com",
    roles: ["learner"],
    send: false,
  });
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  expect(house.sent).toHaveLength(0);
  house.clock.advance(2 * day);
  await useCases.resendInvitation(house.context(admin.caller), { invitationId: invitation.id });
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  expect(house.sent[0]?.template).toBe("invitation");
  house.clock.advance(7 * day - 1);
  expect(await stateOf(house, house.sent[0])).toBe("open");
});

test("members, invitees and deactivated people are told apart when their address is invited again", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  await createMember(house, workspace, { email: "member@example.com" });
  await createMember(house, workspace, { email: "away@example.com", status: "deactivated" });
  await invited(house, admin, "guest@example.com");
  const invite = (email: string) =>
    refusalOf(useCases.inviteUser(house.context(admin.caller), { email, roles: ["learner"] }));
  expect(await invite("member@example.com")).toBe("ALREADY_MEMBER");
  expect(await invite("away@example.com")).toBe("MEMBER_DEACTIVATED");
  expect(await invite("guest@example.com")).toBe("ALREADY_INVITED");
});

test("an address whose invitation has run out can be invited anew before the cron was there", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const first = await invited(house, admin);
  house.clock.advance(8 * day);
  const second = await invited(house, admin);
  expect(second.userId).toBe(first.userId);
  expect(await stateOf(house, house.sent[0])).toBe("superseded");
  expect(await stateOf(house, house.sent[1])).toBe("open");
  const rows = await house.database
    .prepare("select status from invitations where workspace_id = ? order by id")
    .bind(workspace.id)
    .all();
  expect(rows.results).toEqual([{ status: "expired" }, { status: "pending" }]);
});

test("an account elsewhere shows only as the policy says, and never outside the customer", async () => {
  const house = openHouse();
  const other = await createWorkspace(house);
  await createMember(house, other.workspace, { email: "known@example.com" });
  const customerId = other.workspace.customerId;
  const invite = async (preset: "standard" | "skills" | "programs", sameCustomer: boolean) => {
    const { admin } = await createWorkspace(house, { preset, ...(sameCustomer ? { customerId } : {}) });
    return useCases.inviteUser(house.context(admin.caller), {
      email: "known@example.com",
      roles: ["learner"],
    });
  };
  expect((await invite("standard", true)).advice).toBeNull();
  expect((await invite("skills", true)).advice).toBe("account_elsewhere");
  expect((await invite("skills", false)).advice).toBeNull();
  expect(await refusalOf(invite("programs", true))).toBe("ACCOUNT_ELSEWHERE");
  expect((await invite("programs", false)).advice).toBeNull();
});

test("nobody but an administrator invites into the whole workspace, whatever the policy names", async () => {
  const house = openHouse();
  const { workspace } = await createWorkspace(house, {
    overrides: { "roles.may_invite": ["admin", "unit_manager", "instructor"] },
  });
  for (const role of ["unit_manager", "group_admin", "instructor", "learner"] as const) {
    const member = await createMember(house, workspace, { roles: [role] });
    const act = useCases.inviteUser(house.context(member.caller), {
      email: "up@example.com",
      roles: ["learner"],
    });
    expect([role, await refusalOf(act)]).toEqual([role, "FORBIDDEN"]);
  }
});

test("an invitation to a role dies when its inviter may no longer give it; a learner's lives on", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const second = await createMember(house, workspace, { roles: ["admin"] });
  for (const [email, role] of [
    ["boss@example.com", "admin"],
    ["pupil@example.com", "learner"],
  ] as const) {
    await useCases.inviteUser(house.context(second.caller), { email, roles: [role] });
  }
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  await house.database
    .prepare(
      "update memberships set status = 'deactivated', shown_as = 'deactivated' where workspace_id = ? and id = ?",
    )
    .bind(workspace.id, second.membershipId)
    .run();
  expect(admin.membershipId).not.toBe(second.membershipId);
  const mailTo = (email: string) => house.sent.find(({ to }) => to === email);
  expect(await stateOf(house, mailTo("boss@example.com"))).toBe("canceled");
  expect(await stateOf(house, mailTo("pupil@example.com"))).toBe("open");
});

test("where the policy rotates and keeps the term, a new link ends when the old one did, whenever its mail leaves", async () => {
  for (const way of ["one", "many"]) {
    const house = openHouse();
    const { workspace, admin } = await createWorkspace(house, { overrides: { "resend.expiry": "keep" } });
    const invitation = await invited(house, admin);
    const end = house.clock.now + 7 * day;
    house.clock.advance(2 * day);
    if (way === "one") {
      await useCases.resendInvitation(house.context(admin.caller), { invitationId: invitation.id });
    } else {
      const { jobId } = await useCases.startJob(house.context(admin.caller), {
        action: "resend",
        filter: {},
      });
      await useCases.runJob(house.system(), { workspaceId: workspace.id, jobId });
    }
    const seen = () =>
      useCases.viewInvitationDetail(house.context(admin.caller), { invitationId: invitation.id });
    const shown = (await seen()).invitation;
    expect(shown.expiresAt).toBe(end);
    expect(shown.reminders).toHaveLength(2);
    expect(await stateOf(house, house.sent[0])).toBe("superseded");
    house.clock.advance(hour);
    await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
    expect((await seen()).invitation).toMatchObject({ expiresAt: end, reminders: shown.reminders });
    house.clock.now = end - 1;
    expect(await stateOf(house, house.sent[1])).toBe("open");
    house.clock.now = end;
    expect(await stateOf(house, house.sent[1])).toBe("expired");
  }
});
