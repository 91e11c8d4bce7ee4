import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import type { PlanName } from "../../../worker/domain/plans.ts";
import { createMember, day, hour, minute, openHouse, refusalOf } from "../../support/house.ts";
import { openCatalog, plantCatalogCourse, registerByMail, stranger } from "../../support/registering.ts";
import { rows } from "../../support/single-sign-on.ts";
import { newsOf } from "../../support/till.ts";

/** A workspace whose catalog has one free course, in a house where one client may register often. */
async function openShop(plan: PlanName = "open") {
  const house = openHouse({ registrationsPerHour: 1_000 });
  const { workspace, admin } = await openCatalog(house, {}, { plan });
  const courseId = await plantCatalogCourse(house, workspace.id, "Knots");
  const register = (email: string, ctx = stranger(house)) =>
    useCases.register(ctx, {
      workspace: workspace.slug,
      email,
      firstName: "Call",
      lastName: "Now",
      courseId,
    });
  /** The mails that the house has sent by now, all that wait included. */
  const mailsTo = async (fits: (to: string) => boolean) => {
    for (let round = 0; round < 5; round += 1) {
      await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
    }
    return house.sent.filter(({ to }) => fits(to));
  };
  return { house, workspace, admin, courseId, register, mailsTo };
}

test("a name that a stranger typed is in no mail until the mailbox is proved", async () => {
  const { house, workspace, courseId } = await openShop();
  const email = "greeted@example.com";
  await registerByMail(house, workspace, { email, courseId, firstName: "Cheapmedicine" });
  const mail = house.sent.find(({ to }) => to === email);
  expect(mail?.template).toBe("registration");
  expect(`${mail?.subject} ${mail?.text} ${mail?.html}`).not.toContain("Cheapmedicine");
});

test("a workspace mails as many who register a day as it may invite, and the answer is the same beyond that", async () => {
  const { house, workspace, admin, register, mailsTo } = await openShop("free_trial");
  const member = await createMember(house, workspace);
  for (let one = 0; one < 49; one += 1) await register(`counted-${one}@example.net`);
  expect(await register(member.email)).toEqual({ accepted: true, email: member.email });
  // The day's fifty are gone, for strangers, for members, and for who asks again.
  expect(await register("beyond@example.net")).toEqual({ accepted: true, email: "beyond@example.net" });
  house.clock.advance(2 * minute);
  await register(member.email);
  const again = await useCases.mailRegistrationAgain(stranger(house), {
    workspace: workspace.slug,
    email: "counted-0@example.net",
  });
  expect(again).toEqual({ accepted: true, email: "counted-0@example.net" });
  expect(await mailsTo((to) => to.endsWith("@example.net"))).toHaveLength(49);
  expect(await mailsTo((to) => to === member.email)).toHaveLength(1);
  // Strangers use up nothing of what administrators send.
  await useCases.inviteUser(house.context(admin.caller), {
    email: "invited@example.org",
    roles: ["learner"],
  } as never);

  house.clock.advance(day);
  await register("beyond@example.net");
  expect(await mailsTo((to) => to === "beyond@example.net")).toHaveLength(1);
});

test("what mails nothing is counted for nothing", async () => {
  const { house, workspace, register } = await openShop();
  const counted = () =>
    env.DB.prepare("select count from rate_counters where key = ?1")
      .bind(`registrations:${workspace.id}`)
      .first<number>("count");
  await register("once@example.net");
  house.clock.advance(1_000);
  await register("once@example.net");
  expect(await counted()).toBe(1);
  const nobody = { workspace: workspace.slug, email: "nobody@example.net" };
  await useCases.mailRegistrationAgain(stranger(house), nobody);
  expect(await counted()).toBe(1);
});

test("a member is told that they are here already five times a day, however often strangers ask", async () => {
  const { house, workspace, register, mailsTo } = await openShop();
  const member = await createMember(house, workspace);
  const toMember = () => mailsTo((to) => to === member.email);
  const other = await createMember(house, workspace);
  await register(member.email);
  for (let one = 0; one < 8; one += 1) {
    house.clock.advance(hour);
    await useCases.mailRegistrationAgain(stranger(house), { workspace: workspace.slug, email: member.email });
  }
  expect(await toMember()).toHaveLength(5);
  // Another member has their own five.
  await register(other.email);
  expect(await mailsTo((to) => to === other.email)).toHaveLength(1);
  house.clock.advance(day);
  await register(member.email);
  expect(await toMember()).toHaveLength(6);
});

const price = { amount: 4_900, currency: "EUR" };

/** How many mails to who registers the workspace has sent this day. */
const countedIn = async (workspaceId: string) =>
  (
    await rows<{ count: number }>(
      "select count from rate_counters where key = ? order by window_start desc limit 1",
      `registrations:${workspaceId}`,
    )
  )[0]?.count ?? 0;

test("mailing somebody again counts like the first mail, and waits for tomorrow where the day's number is used up", async () => {
  const { house, workspace, admin, register, mailsTo } = await openShop("free_trial");
  const asAdmin = house.context(admin.caller);
  await register("again@example.net");
  expect(await mailsTo((to) => to === "again@example.net")).toHaveLength(1);
  const [listed] = (await useCases.listRegistrations(asAdmin, { status: "started" })).registrations;
  const resend = () => useCases.resendRegistration(asAdmin, { registrationId: listed?.id ?? "" });
  house.clock.advance(2 * minute);
  await resend();
  expect(await countedIn(workspace.id)).toBe(2);
  for (let one = 0; one < 48; one += 1) await register(`used-${one}@example.net`);
  house.clock.advance(2 * minute);
  expect(await refusalOf(resend())).toBe("REGISTRATIONS_DAILY_LIMIT");
  expect(await mailsTo((to) => to === "again@example.net")).toHaveLength(2);
  house.clock.advance(day);
  await resend();
  expect(await countedIn(workspace.id)).toBe(1);
  // The last mail of a day goes to one of two at once: who has read that there is room, and who was faster.
  for (let one = 0; one < 48; one += 1) await register(`next-${one}@example.net`);
  const others = (await useCases.listRegistrations(asAdmin, { status: "started", q: "used-" })).registrations;
  house.clock.advance(2 * minute);
  const both = await Promise.allSettled(
    others.slice(0, 2).map(({ id }) => useCases.resendRegistration(asAdmin, { registrationId: id })),
  );
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(await countedIn(workspace.id)).toBe(50);
});

test("what follows a payment is counted, and leaves all the same where the day's number is used up", async () => {
  const { house, workspace, admin, register, mailsTo } = await openShop("free_trial");
  const courseId = await plantCatalogCourse(house, workspace.id, "Ropes", {
    priceMinor: price.amount,
    currency: price.currency,
  });
  for (let one = 0; one < 50; one += 1) await register(`full-${one}@example.net`);
  expect(await countedIn(workspace.id)).toBe(50);
  const email = "payer@example.org";
  const { orderId } = await useCases.beginCheckout(stranger(house), {
    workspaceSlug: workspace.slug,
    courseId,
    price,
    language: "en",
    email,
    firstName: "Sol",
  });
  await useCases.recordPayment(house.system(), newsOf({ workspaceId: workspace.id, orderId }, "paid"));
  expect((await mailsTo((to) => to === email)).map(({ template }) => template)).toEqual(["registration"]);
  expect(await countedIn(workspace.id)).toBe(51);
  await useCases.refundOrder(house.context(admin.caller), { orderId });
  expect((await mailsTo((to) => to === email)).map(({ template }) => template)).toEqual([
    "registration",
    "registration_refunded",
  ]);
  expect(await countedIn(workspace.id)).toBe(52);
});

test("a new link for whoever holds one is counted as well", async () => {
  const { house, workspace, courseId } = await openShop();
  const token = await registerByMail(house, workspace, { email: "holder@example.net", courseId });
  house.clock.advance(7 * day + minute);
  await useCases.requestNewLink(stranger(house), { token: token ?? "" });
  expect(await countedIn(workspace.id)).toBe(1);
  expect(
    await rows("select count from rate_counters where key = ?", `registrations:${workspace.id}`),
  ).toHaveLength(2);
});
