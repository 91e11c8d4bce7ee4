import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import type { Caller } from "../../../worker/domain/context.ts";
import { useCases } from "../../../worker/domain/index.ts";
import {
  countRoundTrips,
  createMember,
  createWorkspace,
  openHouse,
  refusalOf,
  type TestMember,
  tokenIn,
} from "../../support/house.ts";

const password = "seven green bicycles";
let serial = 0;

async function openLink(role: "learner" | "admin" = "learner") {
  serial += 1;
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const email = `joiner-${serial}@example.com`;
  await useCases.inviteUser(house.context(admin.caller), { email, roles: [role] });
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  return { house, workspace, admin, email, token: tokenIn(house.sent[0]) };
}

function personOf(member: TestMember): Caller {
  if (member.caller.kind !== "member") throw new Error("a member");
  return { kind: "person", person: member.caller.person };
}

test("a bad signature costs no query at all", async () => {
  const counted = countRoundTrips(env.DB);
  const { token } = await openLink();
  const house = openHouse({ database: counted.database });
  const [head, payload, signature] = token.split(".");
  const edited = btoa(atob(payload ?? "").replace("joiner", "j")).replace(/=+$/, "");
  for (const bad of [
    `${head}.${payload}.${(signature ?? "").split("").reverse().join("")}`,
    `${head}.${edited}x.${signature}`,
    "",
    "a.b.c",
    "x".repeat(10_000),
  ]) {
    expect(await refusalOf(useCases.viewInvitation(house.anonymous(), { token: bad }))).toBe(
      "INVITATION_INVALID",
    );
  }
  expect(counted.calls()).toBe(0);
});

test("someone with an account signs in and joins without a new password", async () => {
  const { house, email, token } = await openLink();
  const elsewhere = await createWorkspace(house);
  const owner = await createMember(house, elsewhere.workspace, { email });
  expect((await useCases.viewInvitation(house.anonymous(), { token })).viewer).toBe("account_signed_out");
  expect(
    await refusalOf(
      useCases.joinAsNewPerson(house.anonymous(), { token, revision: 1, firstName: "Thief", password }),
    ),
  ).toBe("ACCOUNT_EXISTS");
  const person = personOf(owner);
  expect((await useCases.viewInvitation(house.context(person), { token })).viewer).toBe("invitee");
  await useCases.joinSignedIn(house.context(person), { token, revision: 1 });
  const user = await house.database
    .prepare("select password_hash, first_name from users where email = ?")
    .bind(email)
    .first();
  expect(user).toEqual({ password_hash: `quick$${owner.password}`, first_name: "Pat" });
});

test("someone signed in with another address is asked to switch and cannot join", async () => {
  const { house, workspace, token } = await openLink();
  const other = await createMember(house, workspace);
  const page = await useCases.viewInvitation(house.context(other.caller), { token });
  expect(page).toMatchObject({ viewer: "someone_else", signedInAs: other.email });
  expect(await refusalOf(useCases.joinSignedIn(house.context(other.caller), { token, revision: 1 }))).toBe(
    "WRONG_ACCOUNT",
  );
  expect(
    await refusalOf(
      useCases.joinAsNewPerson(house.context(other.caller), {
        token,
        revision: 1,
        firstName: "Ann",
        password,
      }),
    ),
  ).toBe("WRONG_ACCOUNT");
});

test("an account that never proved its mailbox cannot accept, and the mailbox's reader takes it over", async () => {
  const { house, workspace, email, token } = await openLink();
  const squatter = await createMember(house, (await createWorkspace(house)).workspace, {
    email,
    verified: false,
  });
  expect(
    await refusalOf(useCases.joinSignedIn(house.context(personOf(squatter)), { token, revision: 1 })),
  ).toBe("EMAIL_UNVERIFIED");
  await house.database
    .prepare(
      "insert into auth_sessions (id, token_hash, user_id, created_at, last_seen_at, expires_at) values ('ses_x', 'hash', ?, 0, 0, 9e15)",
    )
    .bind(squatter.userId)
    .run();
  await useCases.joinAsNewPerson(house.anonymous(), { token, revision: 1, firstName: "Owner", password });
  const user = await house.database
    .prepare("select password_hash, email_verified_at is not null as verified from users where email = ?")
    .bind(email)
    .first();
  expect(user).toEqual({ password_hash: `quick$${password}`, verified: 1 });
  const sessions = await house.database
    .prepare("select count(*) as n from auth_sessions where user_id = ? and id = 'ses_x'")
    .bind(squatter.userId)
    .first<{ n: number }>();
  expect(sessions?.n).toBe(0);
  expect(workspace.status).toBe("active");
});

test("a weak password is refused with its reason and nothing is written", async () => {
  const { house, workspace, email, token } = await openLink();
  const join = (attempt: string) =>
    useCases.joinAsNewPerson(house.anonymous(), { token, revision: 1, firstName: "Ann", password: attempt });
  for (const [attempt, reason] of [
    ["short", "too_short"],
    ["passwordpassword", "common"],
    [email, "contains_context"],
  ] as const) {
    try {
      await join(attempt);
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({
        code: "VALIDATION_FAILED",
        details: { errors: [{ path: "password", code: reason }] },
      });
    }
  }
  expect(house.hashed.count).toBe(0);
  expect((await useCases.viewInvitation(house.anonymous(), { token })).state).toBe("open");
  expect(workspace.id).toBeTruthy();
});

test("declining needs the workspace's name typed, tells the inviter, and ends the invitation", async () => {
  const { house, workspace, admin, token } = await openLink();
  const decline = (confirmation: string) =>
    useCases.declineInvitation(house.anonymous(), { token, confirmation, reason: "Wrong school" });
  expect(await refusalOf(decline(""))).toBe("VALIDATION_FAILED");
  await decline(`  ${workspace.name.toUpperCase()} `);
  expect((await useCases.viewInvitation(house.anonymous(), { token })).state).toBe("declined");
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  expect(house.sent.slice(1).map(({ to, template }) => [to, template])).toEqual([
    [admin.email, "declined_notice"],
  ]);
});

test("a new link goes to the invited mailbox only, and only where one is needed", async () => {
  const { house, workspace, email, token } = await openLink();
  expect(await refusalOf(useCases.requestNewLink(house.anonymous(), { token }))).toBe("NOT_PENDING");
  house.clock.advance(8 * 86_400_000);
  await useCases.requestNewLink(house.anonymous(), { token });
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  expect(house.sent.slice(1).map(({ to, template }) => [to, template])).toEqual([[email, "new_link"]]);
  const page = await useCases.viewInvitation(house.anonymous(), { token: tokenIn(house.sent[1]) });
  expect(page.state).toBe("open");
});

test("a link of one workspace opens no other, and the kill switch ends all that were issued before", async () => {
  const { house, workspace, token } = await openLink();
  await house.database
    .prepare("update workspaces set invite_epoch = ? where id = ?")
    .bind(house.clock.now + 1000, workspace.id)
    .run();
  expect((await useCases.viewInvitation(house.anonymous(), { token })).state).toBe("superseded");
  expect(
    await refusalOf(
      useCases.joinAsNewPerson(house.anonymous(), { token, revision: 1, firstName: "Ann", password }),
    ),
  ).toBe("INVITATION_SUPERSEDED");
});

test("joining takes three round trips, and viewing the link one", async () => {
  const { token } = await openLink();
  const counted = countRoundTrips(env.DB);
  const house = openHouse({ database: counted.database });
  await useCases.viewInvitation(house.anonymous(), { token });
  expect(counted.roundTrips()).toBe(1);
  counted.reset();
  await useCases.joinAsNewPerson(house.anonymous(), { token, revision: 1, firstName: "Ann", password });
  expect(counted.roundTrips()).toBe(2);
});

test("inviting takes two round trips beyond the caller", async () => {
  const counted = countRoundTrips(env.DB);
  const house = openHouse({ database: counted.database });
  const { admin } = await createWorkspace(house);
  counted.reset();
  await useCases.inviteUser(house.context(admin.caller), { email: "trips@example.com", roles: ["learner"] });
  expect(counted.roundTrips()).toBe(2);
});

test("a copied link leaves the address unproved until its owner, signed in, follows the mailed link", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const email = "copied-and-proved@example.com";
  const { invitation } = await useCases.inviteUser(house.context(admin.caller), {
    email,
    roles: ["learner"],
  });
  const { url } = await useCases.copyInvitationLink(house.context(admin.caller), {
    invitationId: invitation.id,
  });
  await useCases.joinAsNewPerson(house.anonymous(), {
    token: url.split("/").at(-1) ?? "",
    revision: 1,
    firstName: "Cora",
    password,
  });
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  const mail = house.sent.find(({ template }) => template === "verify_address");
  expect(mail?.to).toBe(email);
  const token = /verify\/([\w.-]+)/.exec(mail?.text ?? "")?.[1] ?? "";
  const user = await house.database
    .prepare("select id from users where email = ?")
    .bind(email)
    .first<{ id: string }>();
  const stranger = await createMember(house, workspace);
  const as = (userId: string): Caller => {
    if (stranger.caller.kind !== "member") throw new Error("a member");
    return { kind: "person", person: { ...stranger.caller.person, userId, email, emailVerified: false } };
  };
  expect(await refusalOf(useCases.verifyAddress(house.anonymous(), { token }))).toBe("NOT_SIGNED_IN");
  expect(await refusalOf(useCases.verifyAddress(house.context(as("usr_other")), { token }))).toBe(
    "WRONG_ACCOUNT",
  );
  await useCases.verifyAddress(house.context(as(user?.id ?? "")), { token });
  expect(await refusalOf(useCases.verifyAddress(house.context(as(user?.id ?? "")), { token }))).toBe(
    "VERIFICATION_INVALID",
  );
  const proved = await house.database
    .prepare("select email_verified_at is not null as proved from users where email = ?")
    .bind(email)
    .first();
  expect(proved).toEqual({ proved: 1 });
});

test("where the policy wants the mailbox proved after joining, a mailed link is not enough", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house, { preset: "training_provider" });
  const email = "prove-twice@example.com";
  await useCases.inviteUser(house.context(admin.caller), {
    email,
    firstName: "Pia",
    lastName: "Roth",
    roles: ["learner"],
  });
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  await useCases.joinAsNewPerson(house.anonymous(), { token: tokenIn(house.sent[0]), revision: 1, password });
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  expect(house.sent.map(({ template }) => template)).toContain("verify_address");
  const unproved = await createMember(house, workspace, { roles: ["admin"], verified: false });
  expect(
    await refusalOf(
      useCases.inviteUser(house.context(unproved.caller), { email: "x@example.com", roles: ["learner"] }),
    ),
  ).toBe("EMAIL_UNVERIFIED");
});

test("whoever asks for a new link from an older invitation gets the newer one mailed again", async () => {
  const { house, workspace, admin, email, token } = await openLink();
  house.clock.advance(8 * 86_400_000);
  await useCases.inviteUser(house.context(admin.caller), { email, roles: ["learner"] });
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  house.clock.advance(3_600_000);
  await useCases.requestNewLink(house.anonymous(), { token });
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  expect(house.sent.map(({ to }) => to)).toEqual([email, email, email]);
  const page = await useCases.viewInvitation(house.anonymous(), { token: tokenIn(house.sent[2]) });
  expect(page.state).toBe("open");
});
