import { expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import { createWorkspace, hour, openHouse } from "../../support/house.ts";
import { plantCourse, plantSession } from "../../support/learning.ts";

/** A workspace whose invited people are mailed their sessions before they join (D34), unless said otherwise. */
async function openSpace(told: "invite_and_session" | "invite_only" = "invite_and_session", undoSeconds = 0) {
  const house = openHouse({ undoSeconds });
  const { workspace, admin } = await createWorkspace(house, { overrides: { "notify.pre_activation": told } });
  const course = await plantCourse(house, workspace.id, "Safety");
  const session = await plantSession(house, workspace.id, course, { title: "First aid" });
  const ctx = () => house.context(admin.caller);
  const deliver = () => useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  const mailsOf = (email: string) =>
    house.sent.filter(({ to }) => to === email).map(({ template }) => template);
  const invite = (email: string, more: object = {}) =>
    useCases.inviteUser(ctx(), { email, roles: ["learner"], ...more });
  return { house, session, ctx, deliver, mailsOf, invite };
}

const both = ["invitation", "session_invitation"];

test.each([
  ["invite_and_session", both],
  ["invite_only", ["invitation"]],
] as const)("a session that an edit adds is mailed where the policy says %s: %j", async (policy, mails) => {
  const { session, ctx, deliver, mailsOf, invite } = await openSpace(policy);
  const { invitation } = await invite("edited@example.com");
  await deliver();
  await useCases.editInvitation(ctx(), { invitationId: invitation.id, sessionIds: [session] });
  await deliver();
  await useCases.editInvitation(ctx(), { invitationId: invitation.id, sessionIds: [session] });
  await deliver();
  expect(mailsOf("edited@example.com")).toEqual(mails);
});

test("what was prepared tells its sessions when it is sent, once", async () => {
  const { house, session, ctx, deliver, mailsOf, invite } = await openSpace();
  const email = "prepared@example.com";
  const { invitation } = await invite(email, { sessionIds: [session], send: false });
  await deliver();
  expect(mailsOf(email)).toEqual([]);
  await useCases.resendInvitation(ctx(), { invitationId: invitation.id });
  await deliver();
  expect(mailsOf(email).sort()).toEqual(both);
  house.clock.advance(hour);
  await useCases.resendInvitation(ctx(), { invitationId: invitation.id });
  await deliver();
  expect(mailsOf(email).filter((template) => template === "session_invitation")).toHaveLength(1);
});

test("a send that is taken back takes the word of its sessions along, and the next tells them", async () => {
  const { house, session, ctx, deliver, mailsOf, invite } = await openSpace("invite_and_session", 8);
  const email = "undone@example.com";
  const { invitation } = await invite(email, { sessionIds: [session], send: false });
  const { undo } = await useCases.resendInvitation(ctx(), { invitationId: invitation.id });
  await useCases.undoSend(ctx(), { invitationId: invitation.id, op: undo?.op ?? "" });
  house.clock.advance(hour);
  await deliver();
  expect(mailsOf(email)).toEqual([]);
  await useCases.resendInvitation(ctx(), { invitationId: invitation.id });
  house.clock.advance(hour);
  await deliver();
  expect(mailsOf(email).sort()).toEqual(both);
});

test("who is moved to another address is told there", async () => {
  const { session, ctx, deliver, mailsOf, invite } = await openSpace();
  const { invitation } = await invite("wrong@example.com", { sessionIds: [session] });
  await deliver();
  await useCases.editInvitation(ctx(), { invitationId: invitation.id, email: "right@example.com" });
  await deliver();
  expect(mailsOf("right@example.com").sort()).toEqual(both);
});
