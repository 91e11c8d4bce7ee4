import { expect, test } from "vitest";
import { createTokenSigner } from "../../../worker/adapters/token-signer.ts";
import type { Caller, Context } from "../../../worker/domain/context.ts";
import { useCases } from "../../../worker/domain/index.ts";
import { viewLinkKeys } from "../../../worker/domain/invitations/view-link-keys.ts";
import {
  createWorkspace,
  day,
  type House,
  hour,
  openHouse,
  origin,
  refusalOf,
  tokenIn,
} from "../../support/house.ts";
import { openCatalog, plantCatalogCourse, stranger } from "../../support/registering.ts";

/** The same house after its keys were changed: the first of the ring signs. */
function under(house: House, ring: string[], caller: Caller = { kind: "system" }): Context {
  const masterKeys = ring.map((id) => ({ id, secret: btoa(id.padEnd(33, ".")) }));
  return { ...house.context(caller), tokens: createTokenSigner({ masterKeys, issuer: origin }) };
}

/** Counts by key of one ring, whatever other tests have issued. */
async function countsOf(house: House, ring: string[]) {
  const { keys } = await viewLinkKeys(house.system(), { ring });
  return Object.fromEntries(keys.map(({ id, invitations }) => [id, invitations]));
}

async function mayRetire(house: House, ring: string[]) {
  const { keys } = await viewLinkKeys(house.system(), { ring });
  return keys.flatMap((key) => (key.mayRetire ? [key.id] : []));
}

test("a key may leave the ring when no open invitation was issued under it, and the first never does", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const old = under(house, ["a1"], admin.caller);
  const { invitation } = await useCases.inviteUser(old, { email: "one@example.com" });
  // Nothing was signed before the mail leaves.
  expect(await countsOf(house, ["a2", "a1"])).toEqual({ a1: 0, a2: 0 });
  await useCases.deliverMail(under(house, ["a1"]), { workspaceId: workspace.id });
  expect(await countsOf(house, ["a2", "a1"])).toEqual({ a1: 1, a2: 0 });
  expect(await mayRetire(house, ["a2", "a1", "a0"])).toEqual(["a0"]);
  await useCases.cancelInvitation(old, { invitationId: invitation.id });
  expect(await mayRetire(house, ["a2", "a1"])).toEqual(["a1"]);
  expect(await mayRetire(house, ["a1"])).toEqual([]);
});

test("a resend that replaces the link frees the older key, one that keeps it does not", async () => {
  const house = openHouse();
  const ring = ["b2", "b1"];
  for (const [preset, counts] of [
    ["standard", { b1: 0, b2: 1 }],
    ["programs", { b1: 1, b2: 2 }],
  ] as const) {
    const { workspace, admin } = await createWorkspace(house, { preset });
    const { invitation } = await useCases.inviteUser(house.context(admin.caller), {
      email: "one@example.com",
      roles: ["learner"],
    });
    await useCases.deliverMail(under(house, ["b1"]), { workspaceId: workspace.id });
    house.clock.advance(hour);
    await useCases.resendInvitation(house.context(admin.caller), { invitationId: invitation.id });
    const before = await viewLinkKeys(house.system(), { ring });
    expect(before.keys[1]?.mayRetire, preset).toBe(false);
    await useCases.deliverMail(under(house, ring), { workspaceId: workspace.id });
    expect(await countsOf(house, ring), preset).toEqual(counts);
  }
});

test("a copy is written down under the key that signs it, beside that of the mail", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house, { overrides: { "invite.copy_link": true } });
  const issue = async (email: string, send: boolean) => {
    const { invitation } = await useCases.inviteUser(house.context(admin.caller), {
      email,
      roles: ["learner"],
      send,
    });
    return invitation.id;
  };
  const prepared = await issue("one@example.com", false);
  await useCases.copyInvitationLink(under(house, ["c1"], admin.caller), { invitationId: prepared });
  expect(await countsOf(house, ["c2", "c1"])).toEqual({ c1: 1, c2: 0 });
  const mailed = await issue("two@example.com", true);
  await useCases.deliverMail(under(house, ["c1"]), { workspaceId: workspace.id });
  for (const _ of [1, 2]) {
    await useCases.copyInvitationLink(under(house, ["c2", "c1"], admin.caller), { invitationId: mailed });
  }
  expect(await countsOf(house, ["c2", "c1"])).toEqual({ c1: 2, c2: 1 });
});

test("the term does not begin anew when a mail leaves under another key", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house, { preset: "programs" });
  const { invitation } = await useCases.inviteUser(house.context(admin.caller), {
    email: "one@example.com",
    roles: ["learner"],
  });
  await useCases.deliverMail(under(house, ["d1"]), { workspaceId: workspace.id });
  const issued = () =>
    house.database
      .prepare("select issued_at as at from invitations where workspace_id = ? and id = ?")
      .bind(workspace.id, invitation.id)
      .first("at");
  const first = await issued();
  house.clock.advance(hour);
  await useCases.resendInvitation(house.context(admin.caller), { invitationId: invitation.id });
  await useCases.deliverMail(under(house, ["d2", "d1"]), { workspaceId: workspace.id });
  expect(await issued()).toBe(first);
});

test("a link of before keys were written down holds every older key, and resending it by policy keep frees none", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house, {
    preset: "programs",
    overrides: { "invite.copy_link": true },
  });
  const { invitation } = await useCases.inviteUser(house.context(admin.caller), {
    email: "one@example.com",
    roles: ["learner"],
  });
  await useCases.deliverMail(under(house, ["e1"]), { workspaceId: workspace.id });
  await house.database
    .prepare("update invitations set link_keys = null where workspace_id = ?")
    .bind(workspace.id)
    .run();
  house.clock.advance(hour);
  await useCases.resendInvitation(house.context(admin.caller), { invitationId: invitation.id });
  await useCases.deliverMail(under(house, ["e2", "e1"]), { workspaceId: workspace.id });
  await useCases.copyInvitationLink(under(house, ["e2", "e1"], admin.caller), {
    invitationId: invitation.id,
  });
  expect(await viewLinkKeys(house.system(), { ring: ["e3", "e2", "e1"] })).toMatchObject({
    unknown: { invitations: 1, registrations: 0 },
    keys: [{ mayRetire: false }, { mayRetire: false }, { mayRetire: false }],
  });
  await useCases.cancelInvitation(house.context(admin.caller), { invitationId: invitation.id });
  expect(await mayRetire(house, ["e3", "e2", "e1"])).toEqual(["e2", "e1"]);
});

test("keys that open invitations need and the ring lacks are named, to the house alone", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  await useCases.inviteUser(house.context(admin.caller), { email: "one@example.com" });
  await useCases.deliverMail(under(house, ["f1"]), { workspaceId: workspace.id });
  const { missing } = await viewLinkKeys(house.system(), { ring: ["f2"] });
  expect(missing).toContainEqual({ id: "f1", invitations: 1, registrations: 0 });
  expect(await refusalOf(viewLinkKeys(house.context(admin.caller), { ring: ["f1"] }))).toBe("FORBIDDEN");
});

/** Registrations by key of one ring, whatever other tests have issued. */
async function registrationsOf(house: House, ring: string[]) {
  const { keys } = await viewLinkKeys(house.system(), { ring });
  return Object.fromEntries(keys.map(({ id, registrations }) => [id, registrations]));
}

async function registering(email: string) {
  const house = openHouse({ registrationsPerHour: 1_000 });
  const { workspace, admin } = await openCatalog(house);
  const courseId = await plantCatalogCourse(house, workspace.id, "Knots");
  await useCases.register(stranger(house), { workspace: workspace.slug, email, firstName: "Rosa", courseId });
  const mailUnder = async (...ring: string[]) => {
    const before = house.sent.length;
    await useCases.deliverMail(under(house, ring), { workspaceId: workspace.id });
    return tokenIn(house.sent.slice(before).find(({ to }) => to === email));
  };
  const again = () => useCases.mailRegistrationAgain(stranger(house), { workspace: workspace.slug, email });
  return { house, workspace, admin, mailUnder, again };
}

test("the link of an open registration holds its key until its mailbox is proved, or its term is over", async () => {
  const { house, mailUnder } = await registering("held@example.com");
  const ring = ["g2", "g1"];
  // Nothing was signed before the mail leaves.
  expect(await registrationsOf(house, ring)).toEqual({ g1: 0, g2: 0 });
  const token = await mailUnder("g1");
  expect(await registrationsOf(house, ring)).toEqual({ g1: 1, g2: 0 });
  expect(await mayRetire(house, [...ring, "g0"])).toEqual(["g0"]);
  const start = house.clock.now;
  house.clock.advance(7 * day);
  expect(await mayRetire(house, ring)).toEqual(["g1"]);
  house.clock.now = start;
  await useCases.joinAsNewPerson(under(house, ["g1"], { kind: "anonymous" }), {
    token,
    revision: 1,
    password: "nine quiet umbrellas",
  });
  expect(await mayRetire(house, ring)).toEqual(["g1"]);
});

test("mailed again it holds both keys, for the older mail is good as well; a link in its place frees the older", async () => {
  const { house, admin, mailUnder, again } = await registering("again@example.com");
  const ring = ["h3", "h2", "h1"];
  await mailUnder("h1");
  for (const _ of [1, 2]) {
    house.clock.advance(hour);
    await again();
    await mailUnder("h2", "h1");
    expect(await registrationsOf(house, ring)).toEqual({ h1: 1, h2: 1, h3: 0 });
  }
  house.clock.advance(hour);
  const [open] = (await useCases.listRegistrations(house.context(admin.caller), {})).registrations;
  await useCases.resendRegistration(house.context(admin.caller), { registrationId: open?.id ?? "" });
  expect(await mayRetire(house, ring)).toEqual(["h2", "h1"]);
  await mailUnder("h3", "h2", "h1");
  expect(await registrationsOf(house, ring)).toEqual({ h1: 0, h2: 0, h3: 1 });
});

test("the link to a place that was paid for holds its key as long as it works, and one of before holds every key", async () => {
  const { house, workspace, mailUnder } = await registering("before@example.com");
  const ring = ["i2", "i1"];
  await mailUnder("i1");
  await house.database
    .prepare("update registrations set expires_at = expires_at + ? where workspace_id = ?")
    .bind(393 * day, workspace.id)
    .run();
  house.clock.advance(390 * day);
  expect(await registrationsOf(house, ring)).toEqual({ i1: 1, i2: 0 });
  await house.database
    .prepare("update registrations set link_keys = null where workspace_id = ?")
    .bind(workspace.id)
    .run();
  expect(await viewLinkKeys(house.system(), { ring })).toMatchObject({
    unknown: { registrations: 1 },
    keys: [{ mayRetire: false }, { mayRetire: false }],
  });
});
