import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import {
  callerNow,
  createMember,
  createWorkspace,
  day,
  hour,
  openHouse,
  plantUnit,
  refusalOf,
  tokenIn,
} from "../../support/house.ts";

async function space(overrides: Record<string, unknown> = {}) {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house, { overrides });
  const ctx = () => house.context(admin.caller);
  const invite = async (name: string, more: Record<string, unknown> = {}) => {
    const email = `${name}@${workspace.slug}.example.com`;
    const { invitation } = await useCases.inviteUser(ctx(), { email, roles: ["learner"], ...more });
    await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
    return invitation;
  };
  const extend = async (target: { ids?: string[]; filter?: object } = { filter: {} }) => {
    const { jobId } = await useCases.startJob(ctx(), { action: "extend", ...target });
    while ((await useCases.runJob(house.system(), { workspaceId: workspace.id, jobId })).more);
    const { outcomes } = await useCases.viewJob(ctx(), { jobId });
    return Object.fromEntries(outcomes.map(({ outcome, count }) => [outcome, count]));
  };
  const endOf = async ({ id }: { id: string }) =>
    (await useCases.viewInvitationDetail(ctx(), { invitationId: id })).invitation.expiresAt;
  return { house, workspace, admin, ctx, invite, extend, endOf };
}

test("extending gives open links their whole term once more, mails nobody, and says who was left out", async () => {
  const at = await space({ "invite.link_ttl_s": 2 * 86_400 });
  const usual = await at.invite("usual");
  const short = await at.invite("short", { linkTermSeconds: 7200 });
  const later = await at.invite("later", { linkExpiresAt: new Date(at.house.clock.now + 9 * day) });
  const prepared = await at.invite("prepared", { send: false });
  const canceled = await at.invite("canceled");
  await useCases.cancelInvitation(at.ctx(), { invitationId: canceled.id });
  const ended = await at.invite("ended", { linkTermSeconds: 3600 });
  const link = tokenIn(at.house.sent.find(({ to }) => to === usual.email));
  at.house.clock.advance(hour);
  const preview = await useCases.previewJob(at.ctx(), { action: "extend", filter: {} });
  expect(preview.willDo).toBe(2);
  expect(Object.fromEntries(preview.skipped.map(({ reason, count }) => [reason, count]))).toEqual({
    link_ended: 1,
    longer: 1,
    not_sent: 1,
  });
  const before = at.house.sent.length;
  expect(await at.extend()).toEqual({ done: 2, link_ended: 1, longer: 1, not_sent: 1 });
  await useCases.deliverMail(at.house.system(), { workspaceId: at.workspace.id });
  expect(at.house.sent).toHaveLength(before);
  const { now } = at.house.clock;
  expect(await at.endOf(usual)).toBe(now + 2 * day);
  expect(await at.endOf(short)).toBe(now + 2 * hour);
  expect(await at.endOf(later)).toBe(later.expiresAt);
  expect(await at.endOf(prepared)).toBe(prepared.expiresAt);
  expect(await at.endOf(ended)).toBe(ended.expiresAt);
  // The list shows the new end, the timeline who began it, and the link that was mailed goes on.
  const row = (await useCases.listPeople(at.ctx(), { q: usual.email })).rows[0];
  expect(row?.expiresAt).toBe(now + 2 * day);
  const told = await useCases.viewInvitationDetail(at.ctx(), { invitationId: usual.id });
  expect(told.timeline.map(({ action }) => action)).toContain("invitation.extended");
  at.house.clock.advance(2 * day - 1);
  expect((await useCases.viewInvitation(at.house.anonymous(), { token: link })).state).toBe("open");
  at.house.clock.advance(1);
  expect((await useCases.viewInvitation(at.house.anonymous(), { token: link })).state).toBe("expired");
});

test("where links have no end a fixed one goes, and one without is left as it is", async () => {
  const at = await space({ "invite.link_ttl_s": null, "invite.link_ttl_max_s": null });
  const fixed = await at.invite("fixed", { linkExpiresAt: new Date(at.house.clock.now + day) });
  const endless = await at.invite("endless");
  expect(await at.extend()).toEqual({ done: 1, longer: 1 });
  expect([await at.endOf(fixed), await at.endOf(endless)]).toEqual([null, null]);
});

test("reminders are planned anew with the term", async () => {
  const at = await space({
    "invite.link_ttl_s": 4 * 86_400,
    "reminders.schedule": [{ kind: "before_end", seconds: 86_400 }],
  });
  const { id } = await at.invite("usual");
  const reminderOf = async () =>
    (await useCases.viewInvitationDetail(at.ctx(), { invitationId: id })).invitation.reminders;
  const { now } = at.house.clock;
  expect(await reminderOf()).toEqual([now + 3 * day]);
  at.house.clock.advance(2 * day);
  await at.extend();
  expect(await reminderOf()).toEqual([now + 5 * day]);
});

test("a mail that is under way leaves all the same, and several extensions within ten minutes are nobody's harm", async () => {
  const at = await space();
  const { id, userId } = await at.invite("usual");
  at.house.clock.advance(hour);
  await useCases.remindInvitation(at.ctx(), { invitationId: id });
  expect(await at.extend({ ids: [userId] })).toEqual({ done: 1 });
  at.house.clock.advance(1);
  expect(await at.extend({ ids: [userId] })).toEqual({ done: 1 });
  await useCases.deliverMail(at.house.system(), { workspaceId: at.workspace.id });
  expect(at.house.sent.at(-1)?.template).toBe("reminder");
});

test("whoever does not manage invitations extends none, and nobody those of roles above theirs", async () => {
  const at = await space();
  const { userId } = await at.invite("usual");
  const learner = await createMember(at.house, at.workspace);
  const input = { action: "extend" as const, ids: [userId] };
  expect(await refusalOf(useCases.startJob(at.house.context(learner.caller), input))).toBe("FORBIDDEN");
  const stranger = await createWorkspace(at.house, {});
  expect(await refusalOf(useCases.startJob(at.house.context(stranger.admin.caller), input))).toBe(
    "NOT_FOUND",
  );
  // Of a unit its manager extends the learners, and nobody who is invited to more than they may give.
  const unit = await plantUnit(at.house, at.workspace.id, "North");
  const manager = await createMember(at.house, at.workspace, {
    roles: [{ role: "unit_manager", unitId: unit.id }],
    unitIds: [unit.id],
  });
  const inUnit = { unitId: unit.id };
  const learns = await at.invite("learns", inUnit);
  const above = await at.invite("above", { ...inUnit, roles: ["instructor"] });
  at.house.clock.advance(hour);
  const caller = await callerNow(at.house, manager);
  const preview = await useCases.previewJob(at.house.context(caller), {
    action: "extend",
    ids: [learns.userId, above.userId, userId],
  });
  expect(preview).toEqual({ total: 2, willDo: 1, skipped: [{ reason: "role_above_yours", count: 1 }] });
  expect(
    await env.DB.prepare(
      "select count(*) n from audit_events where action = 'invitation.extended' and workspace_id = ?1",
    )
      .bind(at.workspace.id)
      .first("n"),
  ).toBe(0);
});
