import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { memberships, users } from "../../../db/schema/index.ts";
import { askAddressChange } from "../../../worker/domain/account/ask-address-change.ts";
import { useCases } from "../../../worker/domain/index.ts";
import { resolveCaller } from "../../../worker/domain/sessions/resolve-caller.ts";
import { createMember, createWorkspace, day, type House, openHouse, refusalOf } from "../../support/house.ts";

async function asked(options: { to?: string } = {}) {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const lea = await createMember(house, workspace);
  const to = options.to ?? `new-${lea.membershipId.slice(-8)}@example.org`;
  await askAddressChange(house.system(), { workspaceSlug: workspace.slug, from: lea.email, to });
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  return { house, workspace, admin, lea, to, token: linkOf(house, to) };
}

function linkOf(house: House, to: string): string {
  const mail = house.sent.findLast((one) => one.to === to);
  return /\/verify\/([\w.-]+)/.exec(mail?.text ?? "")?.[1] ?? "";
}

const addressOf = async (house: House, userId: string) =>
  (await house.system().db.select({ email: users.email }).from(users).where(eq(users.id, userId)))[0]?.email;

test("nothing counts before the link is followed and the old address named", async () => {
  const { house, lea, to, token } = await asked();
  const anonymous = house.anonymous();
  // The mailbox of now hears of it while nothing has happened, without the new address.
  const notice = house.sent.find((mail) => mail.to === lea.email);
  expect(notice).toMatchObject({ template: "address_change_asked" });
  expect(notice?.text).not.toContain(to);
  expect(await useCases.viewVerification(anonymous, { token })).toEqual({
    email: to,
    changes: true,
    bySession: false,
  });
  expect(await addressOf(house, lea.userId)).toBe(lea.email);
  const wrong = useCases.confirmAddressChange(anonymous, { token, former: "guess@example.com" });
  expect(await refusalOf(wrong)).toBe("VALIDATION_FAILED");
  // A session with the link alone, as it proves an address, does not do.
  expect(await refusalOf(useCases.verifyAddress(house.context(lea.caller), { token }))).toBe(
    "VERIFICATION_INVALID",
  );
  expect(await addressOf(house, lea.userId)).toBe(lea.email);
});

test("then the new address is theirs in every workspace, sessions end, and the old mailbox is told", async () => {
  const { house, workspace, lea, to, token } = await asked();
  const other = await createWorkspace(house);
  const there = await createMember(house, other.workspace, { email: lea.email, userId: lea.userId });
  const session = await useCases.signIn(house.anonymous(), {
    workspaceSlug: workspace.slug,
    email: lea.email,
    password: lea.password,
  });
  house.clock.advance(1000);
  expect(
    await useCases.confirmAddressChange(house.anonymous(), { token, former: ` ${lea.email.toUpperCase()} ` }),
  ).toEqual({ email: to });
  expect(await addressOf(house, lea.userId)).toBe(to);
  const stands = await house
    .system()
    .db.select({ id: memberships.id, email: memberships.email })
    .from(memberships)
    .where(eq(memberships.userId, lea.userId));
  expect(stands).toEqual(
    expect.arrayContaining([
      { id: lea.membershipId, email: to },
      { id: there.membershipId, email: to },
    ]),
  );
  const { caller } = await resolveCaller(house.anonymous(), session.secret, workspace.slug);
  expect(caller.kind).toBe("anonymous");
  const signIn = (email: string) =>
    useCases.signIn(house.anonymous(), { workspaceSlug: workspace.slug, email, password: lea.password });
  expect(await refusalOf(signIn(lea.email))).toBe("SIGN_IN_FAILED");
  expect((await signIn(to)).membershipId).toBe(lea.membershipId);
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  expect(house.sent.at(-1)).toMatchObject({ to: lea.email, template: "address_changed" });
  expect(house.sent.at(-1)?.text).not.toContain(to);
  const { results } = await env.DB.prepare(
    "select workspace_id, action from audit_events where action like 'member.address_change%' order by id",
  ).all();
  expect(results).toEqual(
    expect.arrayContaining([
      { workspace_id: workspace.id, action: "member.address_change_asked" },
      { workspace_id: workspace.id, action: "member.address_changed" },
      { workspace_id: other.workspace.id, action: "member.address_changed" },
    ]),
  );
  // Once.
  const again = useCases.confirmAddressChange(house.anonymous(), { token, former: lea.email });
  expect(await refusalOf(again)).toBe("VERIFICATION_INVALID");
});

test("a link that is over, or of before another change, changes nothing", async () => {
  const { house, workspace, lea, token } = await asked();
  house.clock.advance(2 * 60_000);
  const second = "second-address@example.org";
  await askAddressChange(house.system(), { workspaceSlug: workspace.slug, from: lea.email, to: second });
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  await useCases.confirmAddressChange(house.anonymous(), {
    token: linkOf(house, second),
    former: lea.email,
  });
  const older = useCases.confirmAddressChange(house.anonymous(), { token, former: lea.email });
  expect(await refusalOf(older)).toBe("VERIFICATION_INVALID");
  expect(await addressOf(house, lea.userId)).toBe(second);

  const late = await asked();
  late.house.clock.advance(day);
  const over = useCases.confirmAddressChange(late.house.anonymous(), {
    token: late.token,
    former: late.lea.email,
  });
  expect(await refusalOf(over)).toBe("VERIFICATION_INVALID");
});

test("an address that somebody else has is refused, when it is asked for and when it would count", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const lea = await createMember(house, workspace);
  const pat = await createMember(house, (await createWorkspace(house)).workspace);
  const ask = (to: string, from = lea.email) =>
    askAddressChange(house.system(), { workspaceSlug: workspace.slug, from, to });
  expect(await refusalOf(ask(pat.email))).toBe("ADDRESS_TAKEN");
  await useCases.inviteUser(house.context(admin.caller), {
    email: "invited@example.org",
    roles: ["learner"],
  });
  expect(await refusalOf(ask("invited@example.org"))).toBe("ADDRESS_TAKEN");
  expect(await refusalOf(ask(lea.email))).toBe("VALIDATION_FAILED");
  expect(await refusalOf(ask("free@example.org", pat.email))).toBe("NOT_FOUND");
  expect(await refusalOf(ask("free@example.org", "nobody@example.org"))).toBe("NOT_FOUND");
  expect(
    await refusalOf(
      askAddressChange(house.context(admin.caller), {
        workspaceSlug: workspace.slug,
        from: lea.email,
        to: "free@example.org",
      }),
    ),
  ).toBe("FORBIDDEN");

  await ask("soon-taken@example.org");
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  const token = linkOf(house, "soon-taken@example.org");
  await createMember(house, workspace, { email: "soon-taken@example.org" });
  const confirm = useCases.confirmAddressChange(house.anonymous(), { token, former: lea.email });
  expect(await refusalOf(confirm)).toBe("ADDRESS_TAKEN");
  expect(await addressOf(house, lea.userId)).toBe(lea.email);
});
