import { expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import { type PlanName, plans } from "../../../worker/domain/plans.ts";
import { setPlan } from "../../../worker/domain/workspaces/set-plan.ts";
import { createWorkspace, day, hour, openHouse, refusalOf, tokenIn } from "../../support/house.ts";
import { plantCourse, plantSession } from "../../support/learning.ts";

/** A workspace that mails invited people their sessions, on this plan, with a session in four days. */
async function openSpace(plan: PlanName, overrides: Record<string, unknown> = {}, house = openHouse()) {
  const { workspace, admin } = await createWorkspace(house, {
    plan,
    overrides: {
      "notify.pre_activation": "invite_and_session",
      "notify.pre_activation_trial": "invite_and_reset_only",
      ...overrides,
    },
  });
  const course = await plantCourse(house, workspace.id, "Safety");
  const session = await plantSession(house, workspace.id, course, {
    title: "First aid",
    startsAt: house.clock.now + 4 * day,
  });
  const ctx = () => house.context(admin.caller);
  return {
    house,
    workspace,
    session,
    ctx,
    deliver: () => useCases.deliverMail(house.system(), { workspaceId: workspace.id }),
    invite: (email: string, more: object = {}) =>
      useCases.inviteUser(ctx(), { email, roles: ["learner"], ...more }),
    mailsTo: (email: string) => house.sent.filter(({ to }) => to === email).map(({ template }) => template),
  };
}

const emails = (count: number, name: string) =>
  Array.from({ length: count }, (_, index) => `${name}-${index}@example.com`);

test("on a free trial people who have not joined get their invitation alone, and their sessions when they join", async () => {
  const { house, session, deliver, invite, mailsTo } = await openSpace("free_trial");
  const email = "trial@example.com";
  await invite(email, { sessionIds: [session] });
  await deliver();
  expect(mailsTo(email)).toEqual(["invitation"]);
  await useCases.joinAsNewPerson(house.anonymous(), {
    token: tokenIn(house.sent[0]),
    revision: 1,
    firstName: "Tia",
    password: "seven green bicycles",
  });
  await deliver();
  expect(mailsTo(email).sort()).toEqual(["invitation", "invitation_accepted", "session_invitation"]);
});

test.each([
  ["free_trial", {}, ["invitation"]],
  ["free_trial", { "notify.pre_activation_trial": null }, ["invitation", "session_invitation"]],
  ["team", {}, ["invitation", "session_invitation"]],
] as const)("on %s with %j invited people are mailed %j", async (plan, overrides, mails) => {
  const { session, deliver, invite, mailsTo } = await openSpace(plan, overrides);
  const email = `${plan}-${mails.length}@example.com`;
  await invite(email, { sessionIds: [session] });
  await deliver();
  expect(mailsTo(email).sort()).toEqual(mails);
});

test("who was told of a session before the trial is not reminded of it during the trial", async () => {
  for (const [plan, reminded] of [
    ["team", true],
    ["free_trial", false],
  ] as const) {
    const space = await openSpace("team");
    const email = `told-${plan}@example.com`;
    await space.invite(email, { sessionIds: [space.session] });
    await space.deliver();
    await setPlan(space.house.system(), { slug: space.workspace.slug, plan });
    space.house.clock.advance(3 * day + hour);
    await useCases.remindOfSessions(space.house.system(), {});
    await space.deliver();
    expect([plan, space.mailsTo(email).includes("session_reminder")]).toEqual([plan, reminded]);
  }
});

test("an import on a free trial mails no sessions, and more rows than a day has are refused as a whole", async () => {
  const { house, ctx } = await openSpace("free_trial");
  async function* file(count: number) {
    yield new TextEncoder().encode(`email\n${emails(count, "row").join("\n")}\n`);
  }
  const most = plans.free_trial.invitationsPerDay;
  const { id } = await useCases.stageImport(ctx(), { fileName: "people.csv", file: file(most + 1) });
  expect(await refusalOf(useCases.confirmImport(ctx(), { importId: id }))).toBe("TRIAL_DAILY_LIMIT");
  const small = await useCases.stageImport(ctx(), { fileName: "few.csv", file: file(most) });
  await useCases.confirmImport(ctx(), { importId: small.id });
  expect(house.importsWoken).toHaveLength(1);
});

test("the invitations of a trial's day do not leak between workspaces, and the next day begins anew", async () => {
  const house = openHouse();
  const trial = await openSpace("free_trial", { "invite.multi_address": true }, house);
  const other = await openSpace("free_trial", {}, house);
  const paid = await openSpace("team", {}, house);
  const most = plans.free_trial.invitationsPerDay;
  const { results } = await useCases.inviteMany(trial.ctx(), {
    emails: emails(most + 2, "many"),
    roles: ["learner"],
  });
  expect(results.filter(({ outcome }) => outcome === "invited")).toHaveLength(most);
  expect(results.slice(most).map(({ error }) => error?.code)).toEqual([
    "TRIAL_DAILY_LIMIT",
    "TRIAL_DAILY_LIMIT",
  ]);
  const refused = await trial.invite("more@example.com").catch((error) => error);
  expect(refused).toMatchObject({
    code: "TRIAL_DAILY_LIMIT",
    details: { retryAfter: 15 * 3600, params: { most } },
  });
  await other.invite("free@example.com");
  await paid.invite("paid@example.com");
  house.clock.advance(day);
  await trial.invite("more@example.com");
});

test("nobody is set up directly on a free trial, unless the policy allows it", async () => {
  const person = { email: "direct@example.com", firstName: "Dee", roles: ["learner"] };
  const strict = await openSpace("free_trial");
  expect(await refusalOf(useCases.setUpMember(strict.ctx(), person))).toBe("DIRECT_SETUP_ON_TRIAL");
  const free = await openSpace("free_trial", { "direct_setup.allowed_on_trial": true });
  expect((await useCases.setUpMember(free.ctx(), person)).status).toBe("active");
  const paid = await openSpace("team");
  expect(
    (await useCases.setUpMember(paid.ctx(), { ...person, email: "paid-direct@example.com" })).status,
  ).toBe("active");
});
