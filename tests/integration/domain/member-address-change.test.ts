import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import { resolveCaller } from "../../../worker/domain/sessions/resolve-caller.ts";
import {
  callerNow,
  createMember,
  createWorkspace,
  type House,
  minute,
  openHouse,
  plantUnit,
  refusalOf,
  type TestMember,
  type TestWorkspace,
} from "../../support/house.ts";
import { plantRegistration } from "../../support/registering.ts";

type Change = "never" | "admin" | "user_with_verification";
type Space = TestWorkspace & { house: House };

async function open(change: Change, house = openHouse()): Promise<Space> {
  const overrides = { "identity.email_change": change };
  return { house, ...(await createWorkspace(house, { overrides })) };
}

let serial = 0;
const another = () => {
  serial += 1;
  return `another-${serial}@example.org`;
};

const as = async ({ house }: Space, who: TestMember) => house.context(await callerNow(house, who));
const asAdmin = (space: Space) => as(space, space.admin);

/** The token in the mail that has come to an address. */
async function tokenTo({ house, workspace }: Space, to: string): Promise<string> {
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  const mail = house.sent.findLast((one) => one.to === to && one.template === "verify_address");
  return /\/verify\/([\w.-]+)/.exec(mail?.text ?? "")?.[1] ?? "";
}

const addressOf = (who: TestMember) =>
  env.DB.prepare("select email from users where id = ?1").bind(who.userId).first<string>("email");

const membershipAddress = (who: TestMember) =>
  env.DB.prepare("select email from memberships where id = ?1").bind(who.membershipId).first<string>("email");

const ownChange = async (space: Space, who: TestMember, email: string, currentPassword = who.password) =>
  useCases.addOwnAddress(await as(space, who), { email, currentPassword });

const byAdmin = async (space: Space, who: TestMember, email: string) =>
  useCases.addAddress(await asAdmin(space), { membershipId: who.membershipId, email });

test("a member changes the own address by the password, the link and the session, and the old mailbox is told twice", async () => {
  const space = await open("user_with_verification");
  const { house, workspace } = space;
  const lea = await createMember(house, workspace);
  const to = another();
  const wrong = ownChange(space, lea, to, "not the password");
  await expect(wrong).rejects.toMatchObject({
    details: { errors: [{ path: "currentPassword", code: "wrong" }] },
  });
  expect(await tokenTo(space, to)).toBe("");
  await ownChange(space, lea, to);
  const token = await tokenTo(space, to);
  expect(house.sent.map(({ to: mailbox, template }) => [mailbox, template])).toContainEqual([
    lea.email,
    "address_change_asked",
  ]);
  // Nothing counts yet, and the link alone, the old address with it, or another session do not do.
  expect(await addressOf(lea)).toBe(lea.email);
  const view = await useCases.viewVerification(house.anonymous(), { token });
  expect(view).toEqual({ email: to, changes: true, bySession: true });
  const confirm = (ctx = house.anonymous(), former?: string) =>
    useCases.confirmAddressChange(ctx, { token, ...(former ? { former } : {}) });
  expect(await refusalOf(confirm())).toBe("NOT_SIGNED_IN");
  expect(await refusalOf(confirm(house.anonymous(), lea.email))).toBe("NOT_SIGNED_IN");
  const pat = await createMember(house, workspace);
  expect(await refusalOf(confirm(await as(space, pat), lea.email))).toBe("WRONG_ACCOUNT");
  expect(await refusalOf(useCases.verifyAddress(await as(space, lea), { token }))).toBe(
    "VERIFICATION_INVALID",
  );
  expect(await addressOf(lea)).toBe(lea.email);

  const signIn = (email: string) =>
    useCases.signIn(house.anonymous(), { workspaceSlug: workspace.slug, email, password: lea.password });
  const { secret } = await signIn(lea.email);
  expect(await confirm(await as(space, lea))).toEqual({ email: to });
  expect([await addressOf(lea), await membershipAddress(lea)]).toEqual([to, to]);
  expect((await resolveCaller(house.anonymous(), secret, workspace.slug)).caller.kind).toBe("anonymous");
  expect(await refusalOf(signIn(lea.email))).toBe("SIGN_IN_FAILED");
  expect((await signIn(to)).membershipId).toBe(lea.membershipId);
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  const notices = house.sent.filter(({ to: mailbox }) => mailbox === lea.email);
  expect(notices.map(({ template }) => template)).toEqual(["address_change_asked", "address_changed"]);
  for (const { text } of notices) expect(text).not.toContain(to);
  expect(await refusalOf(confirm(await as(space, { ...lea, email: to })))).toBe("VERIFICATION_INVALID");
});

test.each(["never", "admin"] as const)(
  "where addresses change by %s nobody changes the own one",
  async (change) => {
    const space = await open(change);
    const lea = await createMember(space.house, space.workspace);
    expect(await refusalOf(ownChange(space, lea, another()))).toBe("FORBIDDEN");
    expect(space.house.sent).toEqual([]);
  },
);

test.each(["never", "user_with_verification"] as const)(
  "where addresses change by %s no administrator changes one",
  async (change) => {
    const space = await open(change);
    const lea = await createMember(space.house, space.workspace);
    expect(await refusalOf(byAdmin(space, lea, another()))).toBe("NOT_ACTIVE");
    const { may } = await useCases.viewMember(await asAdmin(space), { membershipId: lea.membershipId });
    expect(may).toMatchObject({ changeAddress: false, addAddress: false });
  },
);

test("an administrator asks for a member's other address, and only the member, signed in, makes it count", async () => {
  const space = await open("admin");
  const { house, workspace } = space;
  const lea = await createMember(house, workspace);
  const to = another();
  const { may } = await useCases.viewMember(await asAdmin(space), { membershipId: lea.membershipId });
  expect(may.changeAddress).toBe(true);
  const same = byAdmin(space, lea, lea.email);
  await expect(same).rejects.toMatchObject({ details: { errors: [{ path: "email", code: "same" }] } });
  await byAdmin(space, lea, to);
  const token = await tokenTo(space, to);
  // Who asked knows the old address, and may read the new mailbox: neither gives them the account.
  for (const ctx of [house.anonymous(), await asAdmin(space)]) {
    const taken = useCases.confirmAddressChange(ctx, { token, former: lea.email });
    expect(await refusalOf(taken)).toMatch(/NOT_SIGNED_IN|WRONG_ACCOUNT/);
  }
  expect(await addressOf(lea)).toBe(lea.email);
  expect(await useCases.confirmAddressChange(await as(space, lea), { token })).toEqual({ email: to });
  expect(await addressOf(lea)).toBe(to);
  const { results } = await env.DB.prepare(
    "select action, actor_kind from audit_events where workspace_id = ?1 and action like 'member.address%' order by action",
  )
    .bind(workspace.id)
    .all();
  expect(results).toEqual([
    { action: "member.address_change_asked", actor_kind: "member" },
    { action: "member.address_changed", actor_kind: "member" },
  ]);
});

test("an address that was never proved and is nobody's elsewhere is changed by the new mailbox alone", async () => {
  const space = await open("admin");
  const { house, workspace } = space;
  const typo = await createMember(house, workspace, { verified: false });
  const to = another();
  await byAdmin(space, typo, to);
  const token = await tokenTo(space, to);
  expect(await useCases.viewVerification(house.anonymous(), { token })).toMatchObject({ bySession: false });
  const guessed = useCases.confirmAddressChange(house.anonymous(), { token, former: "guess@example.org" });
  expect(await refusalOf(guessed)).toBe("VALIDATION_FAILED");
  await useCases.confirmAddressChange(house.anonymous(), { token, former: typo.email });
  expect(await addressOf(typo)).toBe(to);
});

test("an unproved account that belongs elsewhere too is not to be had that way, and the administrator is told nothing", async () => {
  const space = await open("admin");
  const { house, workspace } = space;
  const elsewhere = await open("admin", house);
  const typo = await createMember(house, elsewhere.workspace, { verified: false });
  const here = await createMember(house, workspace, { email: typo.email, userId: typo.userId });
  const only = await createMember(house, workspace, { verified: false });
  const [one, two] = [another(), another()];
  const answers = [await byAdmin(space, here, one), await byAdmin(space, only, two)];
  expect(Object.keys(answers[0] ?? {})).toEqual(Object.keys(answers[1] ?? {}));
  const token = await tokenTo(space, one);
  const taken = useCases.confirmAddressChange(house.anonymous(), { token, former: typo.email });
  expect(await refusalOf(taken)).toBe("NOT_SIGNED_IN");
  expect(await addressOf(typo)).toBe(typo.email);
});

test("an unproved account that waits for approval elsewhere is not to be had that way either", async () => {
  const space = await open("admin");
  const { house, workspace } = space;
  const elsewhere = await open("admin", house);
  const here = await createMember(house, workspace, { verified: false });
  const { id } = await plantRegistration(house.system(), elsewhere.workspace.id, null, "waiting");
  await env.DB.prepare("update registrations set user_id = ?1 where id = ?2").bind(here.userId, id).run();
  const to = another();
  await byAdmin(space, here, to);
  const token = await tokenTo(space, to);
  const taken = useCases.confirmAddressChange(house.anonymous(), { token, former: here.email });
  expect(await refusalOf(taken)).toBe("NOT_SIGNED_IN");
  expect(await addressOf(here)).toBe(here.email);
});

test("an account that is proved between the reading and the writing keeps its address", async () => {
  let meanwhile: (() => Promise<unknown>) | null = null;
  const interrupted = new Proxy(env.DB, {
    get(target, property) {
      if (property === "batch") {
        return async (statements: D1PreparedStatement[]) => {
          const happens = meanwhile;
          meanwhile = null;
          await happens?.();
          return target.batch(statements);
        };
      }
      const value = Reflect.get(target, property) as unknown;
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  const space = await open("admin", openHouse({ database: interrupted }));
  const typo = await createMember(space.house, space.workspace, { verified: false });
  const to = another();
  await byAdmin(space, typo, to);
  const token = await tokenTo(space, to);
  meanwhile = () =>
    env.DB.prepare("update users set email_verified_at = 1 where id = ?1").bind(typo.userId).run();
  const taken = useCases.confirmAddressChange(space.house.anonymous(), { token, former: typo.email });
  expect(await refusalOf(taken)).toBe("VERIFICATION_INVALID");
  expect(meanwhile).toBeNull();
  expect(await addressOf(typo)).toBe(typo.email);
});

test("where another workspace of theirs keeps addresses, or this one does by then, the link changes nothing", async () => {
  const space = await open("user_with_verification");
  const { house, workspace } = space;
  const keeps = await open("never", house);
  const lea = await createMember(house, workspace);
  await createMember(house, keeps.workspace, { email: lea.email, userId: lea.userId });
  const to = another();
  await ownChange(space, lea, to);
  const token = await tokenTo(space, to);
  const refused = async () => useCases.confirmAddressChange(await as(space, lea), { token });
  expect(await refusalOf(refused())).toBe("FORBIDDEN");
  await env.DB.prepare("update memberships set status = 'removed' where workspace_id = ?1 and user_id = ?2")
    .bind(keeps.workspace.id, lea.userId)
    .run();
  const rule = (change: Change) =>
    env.DB.prepare(
      "update workspaces set policy_overrides = json_set(policy_overrides, '$.\"identity.email_change\"', ?2) where id = ?1",
    )
      .bind(workspace.id, change)
      .run();
  await rule("never");
  expect(await refusalOf(refused())).toBe("FORBIDDEN");
  expect(await addressOf(lea)).toBe(lea.email);
  await rule("user_with_verification");
  expect(await refused()).toEqual({ email: to });
});

test("a session by a workspace's identity provider neither asks for another address nor makes one count", async () => {
  const space = await open("user_with_verification");
  const { house, workspace } = space;
  const lea = await createMember(house, workspace);
  const to = another();
  const caller = await callerNow(house, lea);
  if (caller.kind !== "member") throw new Error("no member");
  const viaProvider = house.context({ ...caller, person: { ...caller.person, viaProvider: true } });
  expect(
    await refusalOf(useCases.addOwnAddress(viaProvider, { email: to, currentPassword: lea.password })),
  ).toBe("FORBIDDEN");
  await ownChange(space, lea, to);
  const token = await tokenTo(space, to);
  expect(await refusalOf(useCases.confirmAddressChange(viaProvider, { token }))).toBe("FORBIDDEN");
  expect(await addressOf(lea)).toBe(lea.email);
});

test("whoever asks learns nothing of other accounts, and a newer link ends the older ones when it counts", async () => {
  const space = await open("admin");
  const { house, workspace } = space;
  const lea = await createMember(house, workspace);
  const stranger = await createMember(house, (await createWorkspace(house)).workspace);
  const free = another();
  const first = await byAdmin(space, lea, stranger.email);
  house.clock.advance(2 * minute);
  expect(await byAdmin(space, lea, free)).toEqual(first);
  const [taken, right] = [await tokenTo(space, stranger.email), await tokenTo(space, free)];
  const confirm = async (token: string) => useCases.confirmAddressChange(await as(space, lea), { token });
  expect(await refusalOf(confirm(taken))).toBe("ADDRESS_TAKEN");
  await confirm(right);
  expect(await refusalOf(confirm(taken))).toBe("VERIFICATION_INVALID");
});

test("who manages a part changes the addresses of its people, and of nobody above or elsewhere", async () => {
  const house = openHouse();
  const made = await createWorkspace(house, {
    overrides: { "identity.email_change": "admin", "units.enabled": true, "units.per_person": "several" },
  });
  const space = { house, ...made };
  const north = await plantUnit(house, made.workspace.id, "North");
  const south = await plantUnit(house, made.workspace.id, "South");
  const member = (options: Parameters<typeof createMember>[2]) =>
    createMember(house, made.workspace, options);
  const manager = await member({ roles: [{ role: "unit_manager", unitId: north.id }], unitIds: [north.id] });
  const ask = async (who: TestMember) =>
    useCases.addAddress(await as(space, manager), { membershipId: who.membershipId, email: another() });
  await ask(await member({ unitIds: [north.id] }));
  expect(await refusalOf(ask(await member({ unitIds: [south.id] })))).toBe("NOT_FOUND");
  expect(await refusalOf(ask(await member({ unitIds: [north.id, south.id] })))).toBe("ELSEWHERE_TOO");
  expect(await refusalOf(ask(await member({ roles: ["admin"], unitIds: [north.id] })))).toBe(
    "ROLE_ABOVE_YOURS",
  );
});
