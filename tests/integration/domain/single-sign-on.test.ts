import { expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import { resolveCaller } from "../../../worker/domain/sessions/resolve-caller.ts";
import { relaxForSupport } from "../../../worker/domain/sso/relax-for-support.ts";
import { run } from "../../support/bulk.ts";
import { createMember, createWorkspace, refusalOf, tokenIn } from "../../support/house.ts";
import { issuer } from "../../support/lying-provider.ts";
import {
  answer,
  callerOf,
  openSignOn,
  rows,
  type SignOnHouse,
  signOn,
  tryOut,
} from "../../support/single-sign-on.ts";

const asAdmin = (at: SignOnHouse) => at.house.context(at.admin.caller);
const connection = async (at: SignOnHouse) => (await useCases.viewConnection(asAdmin(at), {})).connection;

async function invite(at: SignOnHouse, email: string, more: Record<string, unknown> = {}) {
  const { invitation } = await useCases.inviteUser(asAdmin(at), {
    email,
    roles: ["learner"],
    ...more,
  } as never);
  await useCases.deliverMail(at.house.system(), { workspaceId: at.workspace.id });
  return {
    invitationId: invitation.id,
    token: tokenIn(at.house.sent.findLast(({ text }) => text.includes("/join/"))),
  };
}

test("before it was tried it is offered to nobody and cannot be enforced", async () => {
  const at = await openSignOn({ tried: false });
  expect(await refusalOf(signOn(at, { email: at.admin.email, email_verified: true }))).toBe("SSO_OFF");
  const enforce = () => useCases.enforceConnection(asAdmin(at), { spareAdminId: at.admin.membershipId });
  expect(await refusalOf(enforce())).toBe("SSO_UNTESTED");
  await tryOut(at);
  expect(await connection(at)).toMatchObject({ testedAt: at.house.clock.now, enforcedAt: null });
  expect(await enforce()).toMatchObject({ spareAdminId: at.admin.membershipId });
});

test("it counts as tried with the administrator's own address alone, in their own session", async () => {
  const at = await openSignOn({ tried: false });
  const ctx = asAdmin(at);
  const begin = () => useCases.tryConnection(ctx, {});
  const other = await answer(at, ctx, await begin(), {
    sub: "x",
    email: "other@example.com",
    email_verified: true,
  }).catch((error) => error);
  expect(other).toMatchObject({
    code: "SSO_OTHER_ADDRESS",
    details: { params: { invited: at.admin.email, signedInAs: "other@example.com" } },
  });
  const claims = { sub: "x", email: at.admin.email, email_verified: true };
  expect(await refusalOf(answer(at, ctx, await begin(), { ...claims, email_verified: false }))).toBe(
    "SSO_UNVERIFIED",
  );
  const boss = await createMember(at.house, at.workspace, { roles: ["admin"] });
  expect(await refusalOf(answer(at, at.house.context(boss.caller), await begin(), claims))).toBe("SSO_STALE");
  expect(await refusalOf(answer(at, at.house.anonymous(), await begin(), claims))).toBe("NOT_SIGNED_IN");
  // The secret was changed while the administrator was away: what was tried is not what is kept.
  const begun = await begin();
  await useCases.saveConnection(ctx, { name: "Harbour ID", issuer, clientId: "usher", clientSecret: "new" });
  expect(await refusalOf(answer(at, ctx, begun, claims))).toBe("SSO_STALE");
  expect(await connection(at)).toMatchObject({ testedAt: null });
});

test("another issuer or client ends the trial and the enforcement; another name or secret does not", async () => {
  const at = await openSignOn({ enforced: true });
  const kept = await useCases.saveConnection(asAdmin(at), { name: "Renamed", issuer, clientId: "usher" });
  expect(kept).toMatchObject({
    name: "Renamed",
    testedAt: expect.any(Number),
    enforcedAt: expect.any(Number),
  });
  for (const other of [
    { issuer, clientId: "another" },
    { issuer: "https://other.example.net", clientId: "another" },
  ]) {
    await useCases.saveConnection(asAdmin(at), { name: "Other", clientSecret: "x", ...other });
    expect(await connection(at)).toMatchObject({ testedAt: null, enforcedAt: null, spareAdminId: null });
  }
  expect(await rows("select * from sso_identities where workspace_id = ?", at.workspace.id)).toEqual([]);
});

test("who stands by is an active administrator with a password of their own", async () => {
  const at = await openSignOn();
  const learner = await createMember(at.house, at.workspace);
  const gone = await createMember(at.house, at.workspace, { roles: ["admin"], status: "deactivated" });
  const without = await createMember(at.house, at.workspace, { roles: ["admin"] });
  const chosen = await createMember(at.house, at.workspace, { roles: ["admin"] });
  await rows("update users set password_hash = null where id = ?", without.userId);
  await rows("update users set must_change_password = 1 where id = ?", chosen.userId);
  for (const { membershipId } of [learner, gone, without, chosen]) {
    const enforce = useCases.enforceConnection(asAdmin(at), { spareAdminId: membershipId });
    expect(await refusalOf(enforce)).toBe("VALIDATION_FAILED");
  }
  const { spareAdmins } = await useCases.viewConnection(asAdmin(at), {});
  expect(spareAdmins.map(({ id }) => id)).toEqual([at.admin.membershipId]);
});

test("names that are empty come from the provider, others stay, and the policy can say no", async () => {
  const at = await openSignOn();
  const nameless = await createMember(at.house, at.workspace, { firstName: "", lastName: "Own" });
  const claims = { email: nameless.email, email_verified: true, given_name: "Ana", family_name: "Told" };
  await signOn(at, claims);
  const namesOf = async (id: string) =>
    (await rows("select first_name, last_name from memberships where id = ?", id))[0];
  expect(await namesOf(nameless.membershipId)).toEqual({ first_name: "Ana", last_name: "Own" });
  await signOn(at, { ...claims, given_name: "Renamed" });
  expect(await namesOf(nameless.membershipId)).toEqual({ first_name: "Ana", last_name: "Own" });
  // A name that would make a link in a mail is left out.
  const bad = await createMember(at.house, at.workspace, { firstName: "", lastName: "" });
  await signOn(at, { sub: "bad", email: bad.email, email_verified: true, given_name: "www.evil.example" });
  expect(await namesOf(bad.membershipId)).toEqual({ first_name: "", last_name: "" });

  const off = await openSignOn({ overrides: { "sso.fill_empty_names": false } });
  const kept = await createMember(off.house, off.workspace, { firstName: "", lastName: "" });
  await signOn(off, { email: kept.email, email_verified: true, given_name: "Ana" });
  expect(await namesOf(kept.membershipId)).toEqual({ first_name: "", last_name: "" });
});

test("joining keeps a proved account as it is; one that is not loses its password to the mailed link alone", async () => {
  const at = await openSignOn({ enforced: true });
  const elsewhere = await openSignOn();
  const proved = await createMember(at.house, elsewhere.workspace, { firstName: "Real", lastName: "Name" });
  const squatted = await createMember(at.house, elsewhere.workspace, { verified: false });
  // By the sign-in page, without the mailed link.
  const unlinked = await createMember(at.house, elsewhere.workspace, { verified: false });
  at.house.clock.advance(1000);
  for (const [sub, person] of [
    ["proved", proved],
    ["squatted", squatted],
  ] as const) {
    const link = await invite(at, person.email, { firstName: "Invited", lastName: "As" });
    const joined = await signOn(at, { sub, email: person.email, email_verified: true }, { link });
    expect(await callerOf(at, joined)).toMatchObject({ kind: "member", person: { userId: person.userId } });
  }
  await invite(at, unlinked.email);
  await signOn(at, { sub: "unlinked", email: unlinked.email, email_verified: true });
  const hashes = await rows<{ id: string; password_hash: string | null }>(
    "select id, password_hash from users where id in (?, ?, ?)",
    proved.userId,
    squatted.userId,
    unlinked.userId,
  );
  const hashOf = (id: string) => hashes.find((row) => row.id === id)?.password_hash;
  expect(hashOf(proved.userId)).toBe(`quick$${proved.password}`);
  expect(hashOf(squatted.userId)).toBeNull();
  expect(hashOf(unlinked.userId)).toBe(`quick$${unlinked.password}`);
  const login = { email: unlinked.email, password: unlinked.password };
  await useCases.relaxConnection(at.house.context(at.admin.caller), {});
  const here = useCases.signIn(at.house.anonymous(), { ...login, workspaceSlug: at.workspace.slug });
  expect(await refusalOf(here)).toBe("SIGN_IN_FAILED");
  const there = await useCases.signIn(at.house.anonymous(), {
    ...login,
    workspaceSlug: elsewhere.workspace.slug,
  });
  expect(there.membershipId).toBe(unlinked.membershipId);
});

test("an invitation that is over, withdrawn or not sent yet lets nobody in", async () => {
  const at = await openSignOn();
  const claims = (email: string) => ({ sub: email, email, email_verified: true });
  const { invitationId } = await invite(at, "withdrawn@example.com");
  await useCases.cancelInvitation(asAdmin(at), { invitationId });
  expect(await refusalOf(signOn(at, claims("withdrawn@example.com")))).toMatch(/NOT_MEMBER|CANCELED/);
  await invite(at, "late@example.com");
  at.house.clock.advance(8 * 86_400_000);
  expect(await refusalOf(signOn(at, claims("late@example.com")))).toBe("INVITATION_EXPIRED");
  await useCases.inviteUser(asAdmin(at), { email: "waiting@example.com", roles: ["learner"] });
  expect(await refusalOf(signOn(at, claims("waiting@example.com")))).toBe("SSO_NOT_MEMBER");
  expect(await refusalOf(signOn(at, claims("nobody@example.com")))).toBe("SSO_NOT_MEMBER");
});

test("what the invitation's page showed is what the provider's sign-in accepts", async () => {
  const at = await openSignOn();
  const link = await invite(at, "shown@example.com");
  const claims = { sub: "shown", email: "shown@example.com", email_verified: true };
  const edit = (roles: string[]) =>
    useCases.editInvitation(asAdmin(at), { invitationId: link.invitationId, roles } as never);
  const state = () =>
    rows("select status, revision from invitations where id = ?", link.invitationId).then(([row]) => row);
  // Edited between the page and the provider's answer.
  await edit(["instructor"]);
  expect(await refusalOf(signOn(at, claims, { link }))).toBe("TERMS_CHANGED");
  // The cookie of the link is gone by then, and the invitation is found by the address alone.
  expect(await refusalOf(signOn(at, claims, { link: { ...link, token: null as never } }))).toBe(
    "TERMS_CHANGED",
  );
  expect(await state()).toEqual({ status: "pending", revision: 2 });
  expect(await rows("select 1 from users where email = 'shown@example.com'")).toEqual([]);
  await signOn(at, claims, { link: { ...link, revision: 2 } });
  expect(await state()).toMatchObject({ status: "accepted" });
});

test("whoever was shown no invitation joins by what it says at that moment", async () => {
  const at = await openSignOn();
  const { invitationId } = await invite(at, "unshown@example.com");
  await useCases.editInvitation(asAdmin(at), { invitationId, roles: ["instructor"] } as never);
  await signOn(at, { sub: "unshown", email: "unshown@example.com", email_verified: true });
  expect(await rows("select status from invitations where id = ?", invitationId)).toEqual([
    { status: "accepted" },
  ]);
});

test("somebody who is a member already does not become somebody else by another's invitation", async () => {
  const at = await openSignOn();
  const lea = await createMember(at.house, at.workspace);
  await signOn(at, { sub: "lea", email: lea.email, email_verified: true });
  const link = await invite(at, "boss@example.com", { roles: ["admin"] });
  const taken = signOn(at, { sub: "lea", email: "boss@example.com", email_verified: true }, { link });
  expect(await refusalOf(taken)).toBe("SSO_OTHER_ADDRESS");
  expect(await rows("select status from invitations where id = ?", link.invitationId)).toEqual([
    { status: "pending" },
  ]);
});

test("every step is in the trail", async () => {
  const at = await openSignOn({ enforced: true });
  const { email } = await createMember(at.house, at.workspace);
  await signOn(at, { email, email_verified: true });
  await refusalOf(signOn(at, { sub: "else", email: "else@example.com", email_verified: true }));
  await useCases.relaxConnection(asAdmin(at), {});
  await useCases.releaseIdentity(asAdmin(at), { email });
  await useCases.removeConnection(asAdmin(at), {});
  const trail = await rows<{ action: string }>(
    "select action from audit_events where workspace_id = ? and (action like 'sso.%' or action = 'auth.signed_in')",
    at.workspace.id,
  );
  expect(trail.map(({ action }) => action).sort()).toEqual([
    "auth.signed_in",
    "sso.connected",
    "sso.enforced",
    "sso.identity_released",
    "sso.refused",
    "sso.relaxed",
    "sso.removed",
    "sso.tested",
  ]);
});

test("after a rotation of the keys the next sign-in moves the secret, and the older key may go", async () => {
  const at = await openSignOn();
  const { email } = await createMember(at.house, at.workspace);
  await rows("update sso_connections set secret_key = 'k0' where workspace_id = ?", at.workspace.id);
  await signOn(at, { email, email_verified: true });
  expect(
    await rows("select secret_key from sso_connections where workspace_id = ?", at.workspace.id),
  ).toEqual([{ secret_key: "k1" }]);
});

test("a provider's word is told no name that somebody has elsewhere; the mailed link is", async () => {
  const at = await openSignOn();
  const elsewhere = await createWorkspace(at.house);
  const [told, proved] = [
    await createMember(at.house, elsewhere.workspace, { firstName: "Real", lastName: "Name" }),
    await createMember(at.house, elsewhere.workspace, { firstName: "Real", lastName: "Name" }),
  ];
  await invite(at, told.email);
  const claims = { given_name: "By", family_name: "Provider", email_verified: true };
  await signOn(at, { ...claims, sub: "told", email: told.email });
  const link = await invite(at, proved.email);
  await signOn(at, { ...claims, sub: "proved", email: proved.email }, { link });
  const names =
    "select first_name || ' ' || last_name as name from memberships where workspace_id = ? and email = ?";
  expect(await rows(names, at.workspace.id, told.email)).toEqual([{ name: "By Provider" }]);
  expect(await rows(names, at.workspace.id, proved.email)).toEqual([{ name: "Real Name" }]);
});

test("sign-ins through a provider end no session that it did not begin", async () => {
  const at = await openSignOn();
  const elsewhere = await createWorkspace(at.house);
  const lea = await createMember(at.house, at.workspace);
  await createMember(at.house, elsewhere.workspace, { email: lea.email, userId: lea.userId });
  const { secret } = await useCases.signIn(at.house.anonymous(), {
    workspaceSlug: elsewhere.workspace.slug,
    email: lea.email,
    password: lea.password,
  });
  for (let count = 0; count < 11; count += 1) {
    at.house.clock.advance(7_000);
    await signOn(at, { sub: "lea", email: lea.email, email_verified: true });
  }
  const { caller } = await resolveCaller(at.house.anonymous(), secret, elsewhere.workspace.slug);
  expect(caller.kind).toBe("member");
  const kept = "select count(*) as n from auth_sessions where user_id = ? and only_workspace_id is not null";
  expect(await rows(kept, lea.userId)).toEqual([{ n: 10 }]);
});

test("who stands by can neither leave nor lose the role before somebody else does", async () => {
  const at = await openSignOn({ enforced: true });
  const second = await createMember(at.house, at.workspace, { roles: ["admin"] });
  const ctx = at.house.context(second.caller);
  const spare = { membershipId: at.admin.membershipId };
  const acts = [
    () => useCases.deactivateMember(ctx, spare),
    () => useCases.removeMember(ctx, { ...spare, confirmation: at.admin.email }),
    () => useCases.changeRoles(ctx, { ...spare, roles: [{ role: "learner" }] } as never),
    () => useCases.setAccessEnd(ctx, { ...spare, accessEndsOn: "2099-12-31" } as never),
  ];
  for (const act of acts) expect(await refusalOf(act())).toBe("LAST_ADMIN");
  expect(await useCases.viewMember(ctx, spare)).toMatchObject({ isLastAdmin: true });
  const slug = { workspaceSlug: at.workspace.slug };
  expect(await refusalOf(relaxForSupport(ctx, slug))).toBe("FORBIDDEN");
  expect(await relaxForSupport(at.house.system(), slug)).toEqual({ relaxed: true });
  expect(await relaxForSupport(at.house.system(), slug)).toEqual({ relaxed: false });
  expect(await connection(at)).toMatchObject({ enforcedAt: null, spareAdminId: null });
  await useCases.deactivateMember(ctx, spare);
});

test("whoever was set up, or came by the provider's word alone, cannot stand by: their password is told of to nobody", async () => {
  const at = await openSignOn();
  const [setUp, told] = [
    await createMember(at.house, at.workspace, { roles: ["admin"] }),
    await createMember(at.house, at.workspace, { roles: ["admin"] }),
  ];
  at.house.clock.advance(1000);
  await signOn(at, { sub: "told", email: told.email, email_verified: true });
  const offered = async () =>
    (await useCases.viewConnection(asAdmin(at), {})).spareAdmins.map(({ id }) => id);
  expect(await offered()).toEqual([at.admin.membershipId]);
  for (const { membershipId } of [setUp, told]) {
    const enforce = useCases.enforceConnection(asAdmin(at), { spareAdminId: membershipId });
    expect(await refusalOf(enforce)).toBe("VALIDATION_FAILED");
  }
  await useCases.signIn(at.house.anonymous(), {
    workspaceSlug: at.workspace.slug,
    email: setUp.email,
    password: setUp.password,
  });
  expect((await offered()).sort()).toEqual([at.admin.membershipId, setUp.membershipId].sort());
});

test("bulk acts leave the administrator out who stands by, and do their work with the others", async () => {
  const at = await openSignOn({ enforced: true });
  const { house, workspace, admin: spare } = at;
  const acts = [
    { action: "deactivate" },
    { action: "remove", confirmation: 1 },
    { action: "change_roles", removeRole: "admin" },
  ] as const;
  for (const act of acts) {
    const roles = ["admin", "learner"] as const;
    const asks = await createMember(house, workspace, { roles: [...roles] });
    const other = await createMember(house, workspace, { roles: [...roles] });
    const ids = [spare.membershipId, other.membershipId];
    const ctx = house.context(asks.caller);
    const { jobId } = await useCases.startPeopleJob(ctx, { ...act, ids });
    await run(house, workspace.id, jobId);
    const { outcomes } = await useCases.viewJob(ctx, { jobId });
    const counts = Object.fromEntries(outcomes.map(({ outcome, count }) => [outcome, count]));
    expect([act.action, counts]).toEqual([act.action, { done: 1, only_admin: 1 }]);
  }
});
