import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { authSessions, enrolments, memberships, users } from "../../../db/schema/index.ts";
import { useCases } from "../../../worker/domain/index.ts";
import { tokenIn } from "../../support/house.ts";
import { plantCatalogCourse, registerByMail, stranger } from "../../support/registering.ts";
import { callerOf, openSignOn, rows, type SignOnHouse, signOn } from "../../support/single-sign-on.ts";
import { newsOf } from "../../support/till.ts";

const password = "nine quiet umbrellas";

/** A workspace with a provider whose catalog is open. */
const openBoth = (overrides: Record<string, unknown> = {}, enforced = false) =>
  openSignOn({ enforced, overrides: { "selfreg.mode": "catalog", ...overrides } });

/** Somebody who registered for a free course: the link as its page shows it, and who the provider says follows it. */
async function registered(at: SignOnHouse, email: string) {
  const courseId = await plantCatalogCourse(at.house, at.workspace.id, "Knots");
  const token = (await registerByMail(at.house, at.workspace, { email, courseId, firstName: "Typed" })) ?? "";
  const page = await useCases.viewInvitation(at.house.anonymous(), { token });
  const link = { invitationId: page.invitation.id, token, revision: page.invitation.revision };
  const claims = { sub: `subject of ${email}`, email, email_verified: true, given_name: "Told" };
  return { courseId, token, link, claims };
}

async function invited(at: SignOnHouse, email: string) {
  const { invitation } = await useCases.inviteUser(at.house.context(at.admin.caller), {
    email,
    roles: ["admin"],
  } as never);
  await useCases.deliverMail(at.house.system(), { workspaceId: at.workspace.id });
  const mail = at.house.sent.findLast(({ to, template }) => to === email && template === "invitation");
  return { invitationId: invitation.id, token: tokenIn(mail), revision: invitation.revision };
}

const enrolledIn = (at: SignOnHouse, courseId: string) =>
  at.house
    .system()
    .db.select()
    .from(enrolments)
    .where(and(eq(enrolments.workspaceId, at.workspace.id), eq(enrolments.courseId, courseId)));

test("who registered joins through the provider, also where it is the only way in, and begins with the course", async () => {
  const at = await openBoth({}, true);
  const email = "rosa.provider@example.com";
  const { courseId, link, claims } = await registered(at, email);
  const result = await signOn(at, claims, { link });
  expect(result).toMatchObject({
    kind: "signed_in",
    landing: "portal",
    returnTo: `/w/${at.workspace.slug}/learn/courses/${courseId}`,
  });
  const caller = await callerOf(at, result);
  expect(caller).toMatchObject({ kind: "member", person: { email, firstName: "Told" } });
  expect(await enrolledIn(at, courseId)).toHaveLength(1);
});

test("where somebody has to approve, the provider's word opens nothing until then", async () => {
  const at = await openBoth({ "selfreg.check": "moderated" });
  const email = "waits.provider@example.com";
  const { courseId, link, claims } = await registered(at, email);
  expect(await signOn(at, claims, { link })).toEqual({ kind: "waits", registrationId: link.invitationId });
  const { db } = at.house.system();
  const [account] = await db.select().from(users).where(eq(users.email, email));
  expect(account).toMatchObject({ firstName: "Told", passwordHash: null });
  expect(
    await db
      .select()
      .from(authSessions)
      .where(eq(authSessions.userId, account?.id ?? "")),
  ).toEqual([]);
  expect(await rows("select 1 from sso_identities where subject = ?", claims.sub)).toEqual([]);

  await useCases.approveRegistrations(at.house.context(at.admin.caller), { ids: [link.invitationId] });
  expect(await callerOf(at, await signOn(at, claims))).toMatchObject({ kind: "member" });
  expect(await enrolledIn(at, courseId)).toHaveLength(1);
});

test("an invitation that was open while they came in by themselves gives its roles through the provider", async () => {
  const at = await openBoth();
  const email = "both.provider@example.com";
  const link = await invited(at, email);
  const { token } = await registered(at, email);
  await useCases.joinAsNewPerson(at.house.anonymous(), { token, revision: 1, firstName: "Rosa", password });
  const result = await signOn(at, { sub: "both", email, email_verified: true }, { link });
  expect(result).toMatchObject({ kind: "signed_in", landing: "manage" });
  const found = await at.house
    .system()
    .db.select()
    .from(memberships)
    .where(and(eq(memberships.workspaceId, at.workspace.id), eq(memberships.email, email)));
  expect(found).toMatchObject([{ status: "active" }]);
  expect(await rows("select membership_id from sso_identities where subject = 'both'")).toEqual([
    { membership_id: found[0]?.id },
  ]);
});

test("whoever came through the provider follows their open invitation by it too, and nobody else does", async () => {
  const at = await openBoth({}, true);
  const email = "bound.provider@example.com";
  const open = await invited(at, email);
  const { link, claims } = await registered(at, email);
  await signOn(at, claims, { link });
  const other = { ...claims, sub: "somebody else" };
  await expect(signOn(at, other, { link: open })).rejects.toMatchObject({ code: "SSO_OTHER_IDENTITY" });
  expect(await signOn(at, claims, { link: open })).toMatchObject({ kind: "signed_in", landing: "manage" });
});

test("what a member paid for as a stranger is theirs by following the mail through the provider", async () => {
  const at = await openBoth({}, true);
  const email = "buyer.provider@example.com";
  const { link, claims } = await registered(at, email);
  await signOn(at, claims, { link });
  const { house, workspace } = at;
  const price = { priceMinor: 4900, currency: "EUR" };
  const courseId = await plantCatalogCourse(house, workspace.id, "Sails", price);
  const { orderId } = await useCases.beginCheckout(stranger(house), {
    workspaceSlug: workspace.slug,
    courseId,
    price: { amount: 4900, currency: "EUR" },
    language: "en",
    email,
    firstName: "Rosa",
  });
  await useCases.recordPayment(house.system(), newsOf({ workspaceId: workspace.id, orderId }, "paid"));
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  const token = tokenIn(
    house.sent.findLast(({ to, template }) => to === email && template === "registration"),
  );
  const page = await useCases.viewInvitation(house.anonymous(), { token });
  const bought = { invitationId: page.invitation.id, token };
  expect(await signOn(at, claims, { link: bought })).toMatchObject({ kind: "signed_in" });
  expect(await enrolledIn(at, courseId)).toHaveLength(1);
});
