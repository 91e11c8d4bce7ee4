import { expect, test } from "vitest";
import type { Caller } from "../../../worker/domain/context.ts";
import { useCases } from "../../../worker/domain/index.ts";
import { resolveCaller } from "../../../worker/domain/sessions/resolve-caller.ts";
import {
  callerNow,
  createMember,
  createWorkspace,
  day,
  hour,
  openHouse,
  plantGroup,
  refusalOf,
} from "../../support/house.ts";
import { plantCourse, plantSession } from "../../support/learning.ts";

const typed = "nine purple kites";
const own = "seven green bicycles";

/** A group with somebody who sets its people up and makes their cards, and may not make administrators. */
async function open(options: Parameters<typeof openHouse>[0] = {}) {
  const house = openHouse(options);
  const space = await createWorkspace(house, {
    preset: "collaborative",
    overrides: { "identity.allow_no_email": true, "identity.username": "optional" },
  });
  const { workspace, admin } = space;
  const group = await plantGroup(house, workspace.id, "Bees");
  const setter = await createMember(house, workspace, {
    roles: [{ role: "user_admin", groupId: group.id }],
    groupIds: [group.id],
  });
  const asSetter = house.context(await callerNow(house, setter));
  const { slug } = workspace;
  const callerOf = async (secret: string): Promise<Caller> =>
    (await resolveCaller(house.anonymous(), secret, slug)).caller;
  const signIn = (login: string, password: string) =>
    useCases.signIn(house.anonymous(), { workspaceSlug: slug, email: login, password });
  const use = (code: string) =>
    useCases.signInWithCard(house.anonymous(), { workspaceSlug: slug, username: "ana", code });
  const choose = async (secret: string) =>
    (await useCases.chooseOwnPassword(house.context(await callerOf(secret)), { password: own })).secret;
  return {
    house,
    workspace,
    admin,
    group,
    asSetter,
    asAdmin: house.context(admin.caller),
    callerOf,
    signIn,
    use,
    choose,
    set: (more: object) =>
      useCases.setUpMember(asSetter, {
        firstName: "Ana",
        lastName: "Ruiz",
        roles: ["learner"],
        groupIds: [group.id],
        ...more,
      }),
    card: async (by = asSetter, id = "") =>
      (await useCases.makeSignInCards(by, { membershipIds: [id] })).cards[0]?.code ?? "",
    deliver: () => useCases.deliverMail(house.system(), { workspaceId: workspace.id }),
  };
}

type Space = Awaited<ReturnType<typeof open>>;

const promotions: [string, (space: Space, membershipId: string) => Promise<unknown>][] = [
  [
    "administrator",
    ({ asAdmin }, membershipId) => useCases.changeRoles(asAdmin, { membershipId, roles: ["admin"] }),
  ],
  [
    "instructor of a session",
    async ({ house, workspace, asAdmin }, membershipId) => {
      const courseId = await plantCourse(house, workspace.id, "Safety");
      const sessionId = await plantSession(house, workspace.id, courseId);
      await useCases.changeCourseSession(asAdmin, { sessionId, instructorIds: [membershipId] });
    },
  ],
];

for (const [role, promote] of promotions) {
  test(`a card of before is over when its owner becomes ${role}, and whoever made it makes no other`, async () => {
    const space = await open();
    const { asSetter, asAdmin, set, card, use, callerOf } = space;
    const { id } = await set({ username: "ana" });
    const code = await card(asSetter, id);
    await promote(space, id);
    expect(await refusalOf(use(code))).toBe("CARD_INVALID");
    const again = await useCases.makeSignInCards(asSetter, { membershipIds: [id] });
    expect(again).toMatchObject({ cards: [], skipped: [{ reason: "ROLE_ABOVE_YOURS" }] });
    const named = { membershipId: id, username: "zed" };
    expect(await refusalOf(useCases.changeUsername(asSetter, named))).toBe("ROLE_ABOVE_YOURS");
    const addressed = { membershipId: id, email: "mine@example.com" };
    expect(await refusalOf(useCases.addAddress(asSetter, addressed))).toBe("ROLE_ABOVE_YOURS");
    expect((await useCases.viewMember(asSetter, { membershipId: id })).may).toMatchObject({
      makeCard: false,
      addAddress: false,
      changeAddress: false,
      changeUsername: false,
    });
    const { secret } = await use(await card(asAdmin, id));
    expect(await callerOf(secret)).toMatchObject({ kind: "member" });
  });

  test(`who used the card first is out when its owner becomes ${role}, whatever password they chose`, async () => {
    const space = await open();
    const { asSetter, asAdmin, set, card, use, choose, callerOf, signIn } = space;
    const { id } = await set({ username: "ana" });
    const secret = await choose((await use(await card(asSetter, id))).secret);
    expect((await useCases.viewMember(asAdmin, { membershipId: id })).openedByOthers).toBe(true);
    await promote(space, id);
    expect(await callerOf(secret)).toEqual({ kind: "anonymous" });
    expect(await refusalOf(signIn("ana", own))).toBe("SIGN_IN_FAILED");
    expect((await useCases.viewMember(asAdmin, { membershipId: id })).openedByOthers).toBe(false);
    await choose((await use(await card(asAdmin, id))).secret);
    await signIn("ana", own);
  });

  test(`a typed password opens nothing any more when its owner becomes ${role}`, async () => {
    const space = await open();
    const { set, signIn, choose, callerOf } = space;
    const one = await set({ username: "ana", credentials: "typed_password", password: typed });
    await promote(space, one.id);
    expect(await refusalOf(signIn("ana", typed))).toBe("SIGN_IN_FAILED");
    const email = `two-${role.length}@example.com`;
    const two = await set({ email, credentials: "typed_password", password: typed });
    const secret = await choose((await signIn(email, typed)).secret);
    await promote(space, two.id);
    expect(await callerOf(secret)).toEqual({ kind: "anonymous" });
    expect(await refusalOf(signIn(email, own))).toBe("SIGN_IN_FAILED");
  });
}

test("learners, proved mailboxes and those who are set up with the role lose nothing", async () => {
  const { asAdmin, group, set, card, use, choose, signIn, asSetter } = await open();
  const { id } = await set({ username: "ana" });
  await choose((await use(await card(asSetter, id))).secret);
  await useCases.changeRoles(asAdmin, { membershipId: id, roles: ["learner"] });
  await signIn("ana", own);

  const boss = {
    email: "boss@example.com",
    firstName: "Bo",
    lastName: "Ss",
    roles: ["admin"],
    groupIds: [group.id],
  };
  await useCases.setUpMember(asAdmin, { ...boss, credentials: "typed_password", password: typed });
  await signIn("boss@example.com", typed);
});

test("a role in another workspace, which the account does not open, ends nothing in the one it was made for", async () => {
  const { house, set, signIn, choose } = await open();
  const email = "two-places@example.com";
  await set({ email, credentials: "typed_password", password: typed });
  await choose((await signIn(email, typed)).secret);
  house.clock.advance(hour);
  const other = await createWorkspace(house);
  const boss = { email, firstName: "Ana", roles: ["admin"] };
  await useCases.setUpMember(house.context(other.admin.caller), boss);
  await signIn(email, own);
});

test("whoever may make instructors of a group's sessions makes their cards", async () => {
  const { house, workspace, group, asAdmin, asSetter, set, card } = await open();
  const lead = await createMember(house, workspace, {
    roles: [{ role: "group_admin", groupId: group.id }],
    groupIds: [group.id],
  });
  const asLead = house.context(await callerNow(house, lead));
  const { id } = await set({ username: "ana" });
  const courseId = await plantCourse(house, workspace.id, "Safety");
  const sessionId = await plantSession(house, workspace.id, courseId, { groupId: group.id });
  await useCases.changeCourseSession(asAdmin, { sessionId, instructorIds: [id] });
  expect(await card(asSetter, id)).toBe("");
  expect(await card(asLead, id)).not.toBe("");
});

test("a mailed password survives a new role: it reached the mailbox and nobody else", async () => {
  const { house, asAdmin, set, signIn, choose, deliver } = await open();
  const { id } = await set({ email: "mailed@example.com" });
  await deliver();
  const password = /\b[0-9a-z]{4}(?:-[0-9a-z]{4}){3}\b/.exec(house.sent[0]?.text ?? "")?.[0] ?? "";
  await useCases.changeRoles(asAdmin, { membershipId: id, roles: ["admin"] });
  await choose((await signIn("mailed@example.com", password)).secret);
  await useCases.changeRoles(asAdmin, { membershipId: id, roles: ["admin", "learner"] });
  await signIn("mailed@example.com", own);
});

test("who teaches already keeps the password with the next session", async () => {
  const space = await open();
  const { asAdmin, set, card, use, choose, signIn } = space;
  const { id } = await set({ username: "ana" });
  await promotions[1]?.[1](space, id);
  await choose((await use(await card(asAdmin, id))).secret);
  await promotions[1]?.[1](space, id);
  await signIn("ana", own);
});

test("a typed password works for three days, and using it proves no mailbox", async () => {
  const { house, set, signIn, callerOf, choose } = await open();
  await set({ email: "typed@example.com", credentials: "typed_password", password: typed });
  house.clock.advance(72 * hour - 1);
  const secret = await choose((await signIn("typed@example.com", typed)).secret);
  expect(await callerOf(secret)).toMatchObject({ person: { emailVerified: false } });
  await set({ email: "late@example.com", credentials: "typed_password", password: typed });
  house.clock.advance(72 * hour);
  expect(await refusalOf(signIn("late@example.com", typed))).toBe("PASSWORD_ENDED");
});

test("a temporary password that is mailed again ends what the one of before had opened", async () => {
  const { house, workspace, set, signIn, callerOf, deliver } = await open();
  await set({ email: "again@example.com" });
  await deliver();
  const password = /\b[0-9a-z]{4}(?:-[0-9a-z]{4}){3}\b/.exec(house.sent[0]?.text ?? "")?.[0] ?? "";
  const { secret } = await signIn("again@example.com", password);
  await house.database
    .prepare("update outbox set state = 'pending' where workspace_id = ?1 and template = 'account_password'")
    .bind(workspace.id)
    .run();
  await deliver();
  expect(await callerOf(secret)).toEqual({ kind: "anonymous" });
});

test("temporary passwords that wait for the next call have used up no attempt", async () => {
  const { house, workspace, set, deliver } = await open();
  for (let at = 0; at < 22; at += 1) await set({ email: `many-${at}@example.com` });
  await deliver();
  const { results } = await house.database
    .prepare(
      "select state, attempts, count(*) n from outbox where workspace_id = ?1 group by 1, 2 order by 1",
    )
    .bind(workspace.id)
    .all();
  expect(results).toEqual([
    { state: "pending", attempts: 0, n: 2 },
    { state: "sent", attempts: 1, n: 20 },
  ]);
});

test("links to prove an address count for their mailbox, whoever asked, and none leaves when it is over", async () => {
  const { house, asAdmin, set, deliver } = await open({ recipientPerDay: 2 });
  for (const username of ["ana", "ben", "cleo"]) {
    const { id } = await set({ username });
    await useCases.addAddress(asAdmin, { membershipId: id, email: "victim@example.com" });
    await deliver();
  }
  expect(house.sent.map(({ to }) => to)).toEqual(["victim@example.com", "victim@example.com"]);
  house.clock.advance(day);
  await deliver();
  expect(house.sent).toHaveLength(2);
});

test("addresses are asked to be proved within the limit of invitations", async () => {
  const { asAdmin, set, choose, use, card, asSetter, callerOf, house } = await open();
  const { id } = await set({ username: "ana" });
  const asked: string[] = [];
  const full = {
    allow: async (name: string, key: string) => {
      asked.push(`${name} ${key}`);
      return name !== "invite";
    },
  };
  const limited = { ...asAdmin, limits: full };
  const wanted = { membershipId: id, email: "ana@example.com" };
  expect(await refusalOf(useCases.addAddress(limited, wanted))).toBe("RATE_LIMITED");
  const secret = await choose((await use(await card(asSetter, id))).secret);
  const mine = { ...house.context(await callerOf(secret)), limits: full };
  expect(await refusalOf(useCases.addOwnAddress(mine, { email: "ana@example.com" }))).toBe("RATE_LIMITED");
  expect(asked).toContain(`invite ${id}`);
  await useCases.addAddress(asAdmin, wanted);
});
