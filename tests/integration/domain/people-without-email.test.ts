import { expect, test } from "vitest";
import type { Caller } from "../../../worker/domain/context.ts";
import { useCases } from "../../../worker/domain/index.ts";
import { resolveCaller } from "../../../worker/domain/sessions/resolve-caller.ts";
import {
  callerNow,
  createMember,
  createWorkspace,
  day,
  type House,
  hour,
  openHouse,
  plantGroup,
  refusalOf,
} from "../../support/house.ts";

const own = "seven green bicycles";
const newer = "nine purple kites";

async function open(overrides: Record<string, unknown> = {}) {
  const house = openHouse();
  const space = await createWorkspace(house, {
    overrides: { "identity.allow_no_email": true, "identity.username": "optional", ...overrides },
  });
  const ctx = house.context(space.admin.caller);
  const slug = space.workspace.slug;
  return {
    house,
    ...space,
    ctx,
    set: (username: string, more: object = {}) =>
      useCases.setUpMember(ctx, { username, firstName: "Ana", lastName: "Ruiz", ...more }),
    card: async (membershipId: string) => {
      const { cards } = await useCases.makeSignInCards(ctx, { membershipIds: [membershipId] });
      return cards[0]?.code ?? "";
    },
    use: (username: string, code: string) =>
      useCases.signInWithCard(house.anonymous(), { workspaceSlug: slug, username, code }),
    signIn: (login: string, password: string) =>
      useCases.signIn(house.anonymous(), { workspaceSlug: slug, email: login, password }),
    callerOf: async (secret: string): Promise<Caller> =>
      (await resolveCaller(house.anonymous(), secret, slug)).caller,
    deliver: () => useCases.deliverMail(house.system(), { workspaceId: space.workspace.id }),
  };
}

const all = (house: House, sql: string, ...values: unknown[]) =>
  house.database
    .prepare(sql)
    .bind(...values)
    .all()
    .then(({ results }) => results);

test("a card signs in once, and leads to choosing a password, with which the username signs in", async () => {
  const { house, ctx, set, card, use, signIn, callerOf } = await open();
  const made = await set("ana.ruiz");
  expect(made).toMatchObject({ email: null, username: "ana.ruiz", status: "active" });
  const code = await card(made.id);
  expect(code).toMatch(/^[0-9a-hj-km-np-tv-z]{4}-[0-9a-hj-km-np-tv-z]{4}-[0-9a-hj-km-np-tv-z]{4}$/);
  // The code stands on the paper alone.
  expect(JSON.stringify(await all(house, "select * from sign_in_cards"))).not.toContain(code);
  expect(JSON.stringify(await all(house, "select * from audit_details"))).not.toContain(code);

  const { secret } = await use("Ana.Ruiz", code.toUpperCase().replaceAll("-", " "));
  const caller = await callerOf(secret);
  expect(caller).toMatchObject({ person: { email: "", mustChangePassword: true, loginName: "ana.ruiz" } });
  expect(await refusalOf(useCases.viewOwnLearning(house.context(caller), {}))).toBe(
    "PASSWORD_CHANGE_REQUIRED",
  );
  expect(await refusalOf(use("ana.ruiz", code))).toBe("CARD_INVALID");
  await useCases.chooseOwnPassword(house.context(caller), { password: own });
  const { secret: next } = await signIn("ana.ruiz", own);
  const after = house.context(await callerOf(next));
  await useCases.viewOwnLearning(after, {});
  // Their own password changes it as well, without a mail to nobody.
  const changed = await useCases.changeOwnPassword(after, { currentPassword: own, password: newer });
  expect(await callerOf(changed.secret)).toMatchObject({ kind: "member" });
  expect(await all(house, "select * from outbox")).toEqual([]);
  expect((await useCases.viewMember(ctx, { membershipId: made.id })).username).toBe("ana.ruiz");
});

test("a card is over when it has been tried twenty times, by whomever, and after its days", async () => {
  const { house, set, card, use } = await open();
  const made = await set("ana");
  const code = await card(made.id);
  for (let at = 0; at < 19; at += 1)
    expect(await refusalOf(use("ana", `aaaa-bbbb-00${10 + at}`))).toBe("CARD_INVALID");
  // The twentieth is right.
  await use("ana", code);

  const second = await card(made.id);
  const tries = await Promise.all(Array.from({ length: 20 }, () => refusalOf(use("ana", "aaaa-bbbb-cccc"))));
  expect(new Set(tries)).toEqual(new Set(["CARD_INVALID"]));
  expect(await refusalOf(use("ana", second))).toBe("CARD_INVALID");

  const third = await card(made.id);
  house.clock.advance(30 * day);
  expect(await refusalOf(use("ana", third))).toBe("CARD_INVALID");
});

test("a card opens nothing once its owner has an address", async () => {
  const { house, set, card, use } = await open();
  const made = await set("ana");
  const code = await card(made.id);
  await house.database
    .prepare(
      "update users set email = 'ana-has-one@example.com' where id = (select user_id from memberships where id = ?1)",
    )
    .bind(made.id)
    .run();
  expect(await refusalOf(use("ana", code))).toBe("CARD_INVALID");
});

test("the workspace says how long cards work", async () => {
  const { house, set, card, use } = await open({ "identity.card_days": 2 });
  const made = await set("ana");
  const code = await card(made.id);
  house.clock.advance(2 * day - 1);
  await use("ana", code);
});

test("a new card ends the older one, and using it the password and the sessions of before", async () => {
  const { house, set, card, use, signIn, callerOf } = await open();
  const made = await set("ana");
  const { secret } = await use("ana", await card(made.id));
  await useCases.chooseOwnPassword(house.context(await callerOf(secret)), { password: own });
  const { secret: open1 } = await signIn("ana", own);
  const older = await card(made.id);
  const code = await card(made.id);
  expect(await refusalOf(use("ana", older))).toBe("CARD_INVALID");
  // Until it is used nothing of theirs has changed: whoever prints a card signs nobody out.
  expect(await callerOf(open1)).toMatchObject({ kind: "member" });
  await use("ana", code);
  expect(await callerOf(open1)).toEqual({ kind: "anonymous" });
  expect(await refusalOf(signIn("ana", own))).toBe("SIGN_IN_FAILED");
});

test("one card used twice at once signs in once", async () => {
  const { set, card, use } = await open();
  const made = await set("ana");
  const code = await card(made.id);
  const outcomes = await Promise.allSettled([use("ana", code), use("ana", code), use("ana", code)]);
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("cards are made for the people of a group who have no address, and say who got none", async () => {
  const { house, workspace, ctx, set } = await open();
  const group = await plantGroup(house, workspace.id, "Bees");
  const one = await set("ana", { groupIds: [group.id] });
  const two = await set("ben", { groupIds: [group.id] });
  await createMember(house, workspace, { groupIds: [group.id] });
  const { cards, expiresAt } = await useCases.makeSignInCards(ctx, { groupId: group.id });
  expect(cards.map(({ membershipId }) => membershipId).sort()).toEqual([one.id, two.id].sort());
  expect(expiresAt).toBe(house.clock.now + 30 * day);
  const known = await createMember(house, workspace);
  const mixed = await useCases.makeSignInCards(ctx, { membershipIds: [one.id, known.membershipId] });
  expect(mixed).toMatchObject({
    cards: [{ membershipId: one.id }],
    skipped: [{ membershipId: known.membershipId, reason: "HAS_ADDRESS" }],
  });
});

test("nobody gets a card for somebody above them, elsewhere, or with an address", async () => {
  const { house, workspace, ctx, set } = await open();
  const group = await plantGroup(house, workspace.id, "Bees");
  const other = await plantGroup(house, workspace.id, "Wasps");
  const lead = await createMember(house, workspace, {
    roles: [{ role: "group_admin", groupId: group.id }],
    groupIds: [group.id],
  });
  const as = house.context(await callerNow(house, lead));
  const mine = await set("ana", { groupIds: [group.id] });
  const both = await set("ben", { groupIds: [group.id, other.id] });
  const away = await set("cleo", { groupIds: [other.id] });
  const boss = await set("dora", { roles: ["admin", "learner"], groupIds: [group.id] });
  const asked = await useCases.makeSignInCards(as, {
    membershipIds: [mine.id, both.id, away.id, boss.id],
  });
  expect(asked.cards.map(({ username }) => username)).toEqual(["ana"]);
  // Who is elsewhere does not exist.
  expect(asked.skipped.map(({ membershipId, reason }) => [membershipId, reason])).toEqual([
    [both.id, "ELSEWHERE_TOO"],
    [boss.id, "ROLE_ABOVE_YOURS"],
  ]);
  expect(await refusalOf(useCases.makeSignInCards(as, { membershipIds: [away.id] }))).toBe("NOT_FOUND");
  expect(await refusalOf(useCases.makeSignInCards(as, { groupId: other.id }))).toBe("NOT_FOUND");
  expect(await refusalOf(useCases.addAddress(as, { membershipId: boss.id, email: "x@example.com" }))).toBe(
    "ROLE_ABOVE_YOURS",
  );
  expect(await refusalOf(useCases.changeUsername(as, { membershipId: away.id, username: "zed" }))).toBe(
    "NOT_FOUND",
  );
  const stranger = await createWorkspace(house);
  const elsewhere = house.context(stranger.admin.caller);
  expect(await refusalOf(useCases.makeSignInCards(elsewhere, { membershipIds: [mine.id] }))).toBe(
    "NOT_FOUND",
  );
  expect(await refusalOf(useCases.makeSignInCards(ctx, {}))).toBe("VALIDATION_FAILED");
});

test("an address that is added later is theirs when they follow the mailed link, signed in, and all else stays", async () => {
  const { house, ctx, set, card, use, signIn, callerOf, deliver } = await open();
  const made = await set("ana");
  const { secret } = await use("ana", await card(made.id));
  await useCases.chooseOwnPassword(house.context(await callerOf(secret)), { password: own });
  await useCases.addAddress(ctx, { membershipId: made.id, email: "ana@example.com" });
  await deliver();
  expect(house.sent).toMatchObject([{ template: "verify_address", to: "ana@example.com" }]);
  const token = /verify\/([\w.-]+)/.exec(house.sent[0]?.text ?? "")?.[1] ?? "";
  // Nothing is theirs yet.
  expect((await useCases.viewMember(ctx, { membershipId: made.id })).email).toBeNull();
  expect(await refusalOf(useCases.verifyAddress(house.anonymous(), { token }))).toBe("NOT_SIGNED_IN");
  const { secret: next } = await signIn("ana", own);
  await useCases.verifyAddress(house.context(await callerOf(next)), { token });
  expect(await useCases.viewMember(ctx, { membershipId: made.id })).toMatchObject({
    email: "ana@example.com",
    username: "ana",
    status: "active",
  });
  await signIn("ana@example.com", own);
  await signIn("ana", own);
  const found = await useCases.listPeople(ctx, { q: "ana@example" });
  expect(found.rows.map(({ id }) => id)).toEqual([made.id]);
  // From now on they ask for a link like everybody: no card opens their account any more.
  const { skipped } = await useCases.makeSignInCards(ctx, { membershipIds: [made.id] });
  expect(skipped).toMatchObject([{ reason: "HAS_ADDRESS" }]);
});

test("an address that is somebody else's is not taken over by proving it", async () => {
  const { house, workspace, ctx, set, card, use, signIn, callerOf, deliver } = await open();
  const member = await createMember(house, workspace);
  const made = await set("ana");
  const { secret } = await use("ana", await card(made.id));
  await useCases.chooseOwnPassword(house.context(await callerOf(secret)), { password: own });
  const { secret: next } = await signIn("ana", own);
  const mine = house.context(await callerOf(next));
  await useCases.addOwnAddress(mine, { email: member.email });
  await deliver();
  const token = /verify\/([\w.-]+)/.exec(house.sent[0]?.text ?? "")?.[1] ?? "";
  expect(await refusalOf(useCases.verifyAddress(mine, { token }))).toBe("ADDRESS_TAKEN");
  expect((await useCases.viewMember(ctx, { membershipId: made.id })).email).toBeNull();
  expect(
    await refusalOf(useCases.addOwnAddress(house.context(member.caller), { email: "b@example.com" })),
  ).toBe("VALIDATION_FAILED");
});

test("a username is unique in its workspace without case and look-alikes, and free in another", async () => {
  const { house, ctx, set } = await open();
  await set("Lilo.10");
  for (const alike of ["lilo.10", "LILO.10", "1ilo.lo", "lilo_1O", "iiio-io"]) {
    expect([alike, await refusalOf(set(alike))]).toEqual([alike, "USERNAME_TAKEN"]);
  }
  for (const bad of ["ana@example.com", "ab", "a".repeat(65), "ana＠x.org", "an a", "-ana", "ána", ""]) {
    const error = await set(bad).catch((e) => e);
    expect([bad, error.code]).toEqual([bad, "VALIDATION_FAILED"]);
  }
  const there = await open();
  await there.set("lilo.10");
  const twice = await Promise.allSettled([set("twin"), set("Twin")]);
  expect(twice.map((one) => (one.status === "fulfilled" ? "made" : one.reason.code)).sort()).toEqual([
    "USERNAME_TAKEN",
    "made",
  ]);
  expect((await useCases.listPeople(ctx, { q: "lilo.10" })).rows).toHaveLength(1);
  expect(house.sent).toEqual([]);
});

test("a username is changed and taken away, with the search, and people keep everything", async () => {
  const { house, workspace, ctx, set, signIn } = await open();
  const member = await createMember(house, workspace);
  const whom = { membershipId: member.membershipId };
  await useCases.changeUsername(ctx, { ...whom, username: "pat.person" });
  await signIn("pat.person", member.password);
  await useCases.changeNames(ctx, { ...whom, firstName: "Patty" });
  expect((await useCases.listPeople(ctx, { q: "pat.person" })).rows).toHaveLength(1);
  await useCases.changeUsername(ctx, { ...whom, username: "patty" });
  expect(await refusalOf(signIn("pat.person", member.password))).toBe("SIGN_IN_FAILED");
  await useCases.changeUsername(ctx, { ...whom, username: null });
  expect(await refusalOf(signIn("patty", member.password))).toBe("SIGN_IN_FAILED");
  await signIn(member.email, member.password);

  const made = await set("ana");
  const nobody = useCases.changeUsername(ctx, { membershipId: made.id, username: null });
  await expect(nobody).rejects.toMatchObject({
    details: { errors: [{ path: "username", code: "required" }] },
  });
  expect(await refusalOf(useCases.changeUsername(ctx, { ...whom, username: "ANA" }))).toBe("USERNAME_TAKEN");
});

test("who is removed frees the username and the card is over; deactivation keeps both and opens nothing", async () => {
  const { ctx, set, card, use } = await open();
  const made = await set("ana");
  const code = await card(made.id);
  await useCases.deactivateMember(ctx, { membershipId: made.id });
  expect(await refusalOf(use("ana", code))).toBe("MEMBERSHIP_DEACTIVATED");
  await useCases.reactivateMember(ctx, { membershipId: made.id });
  const error = await useCases
    .removeMember(ctx, { membershipId: made.id, confirmation: "Somebody" })
    .catch((e) => e);
  expect(error.code).toBe("VALIDATION_FAILED");
  await useCases.removeMember(ctx, { membershipId: made.id, confirmation: "Ana Ruiz" });
  expect(await refusalOf(use("ana", code))).toBe("CARD_INVALID");
  await set("ana");
});

test("failed sign-ins by a username count for the account, whatever the way", async () => {
  const { house, workspace, ctx, signIn } = await open();
  const member = await createMember(house, workspace);
  await useCases.changeUsername(ctx, { membershipId: member.membershipId, username: "pat" });
  for (let at = 0; at < 5; at += 1)
    expect(await refusalOf(signIn("pat", `guess ${at}`))).toBe("SIGN_IN_FAILED");
  expect(await refusalOf(signIn("pat", member.password))).toBe("RATE_LIMITED");
  house.clock.advance(hour);
  const counted = await all(
    house,
    "select count from rate_counters where key = ?",
    `failed:${member.userId}`,
  );
  expect(counted).toEqual([{ count: 5 }]);
  expect(await refusalOf(signIn("nobody.here", "x"))).toBe("SIGN_IN_FAILED");
  await signIn("pat", member.password);
});

test("mail is tried to nobody without an address, and the export and the lists have them", async () => {
  const { house, ctx, set, deliver } = await open();
  const made = await set("ana", { accessEndsOn: "2026-03-08" });
  house.clock.advance(5 * day);
  await useCases.warnOfAccessEnds(house.system(), {});
  await deliver();
  expect(house.sent).toEqual([]);
  expect((await useCases.listPeople(ctx, {})).rows.map(({ id, username }) => [id, username])).toContainEqual([
    made.id,
    "ana",
  ]);
  let file = "";
  for await (const piece of (await useCases.exportPeople(ctx, { filter: {} })).lines) file += piece;
  expect(file).toContain('"","ana","Ana","Ruiz"');
});
