import { expect, test } from "vitest";
import type { invitations } from "../../db/schema/index.ts";
import { demoRows } from "../../scripts/seed/demo.ts";
import { demo, rolesOf, secondWorkspace, thirdWorkspace } from "../../scripts/seed/sign-ins.ts";
import { reminderMoments, upcomingReminders } from "../../worker/domain/invitations/reminders.ts";
import { policiesOf } from "../../worker/domain/policies.ts";
import type { PresetName } from "../../worker/domain/presets.ts";

const now = Date.UTC(2026, 2, 2, 9);
const day = 86_400_000;
const reached = ["sent", "delivered", "opened", "clicked"];
const rows = await demoRows(now, "Usher");

test("open invitations of the demo are reminded of as the policy of their workspace plans it", () => {
  const pending = rows.invitations.filter(({ status }) => status === "pending");
  let planned = 0;
  for (const invitation of pending) {
    const workspace = rows.workspaces.find(({ id }) => id === invitation.workspaceId);
    const policies = policiesOf(workspace?.preset as PresetName, workspace?.policyOverrides ?? {});
    const { issuedAt = null, expiresAt = null } = invitation;
    const goes = issuedAt !== null && reached.includes(invitation.delivery);
    const moments = goes
      ? reminderMoments(policies["reminders.schedule"], issuedAt, expiresAt).filter((at) => at > now)
      : [];
    expect(upcomingReminders(invitation as typeof invitations.$inferSelect, now)).toEqual(moments);
    planned += moments.length;
  }
  expect(planned).toBeGreaterThan(5);
});

/** The groups of a sign-in by name and kind, by hand. */
function groupsOf(workspace: string, roles: string): Record<string, string> {
  const { email } = demo.find((one) => one.workspace === workspace && rolesOf(one) === roles) ?? {};
  const workspaceId = rows.workspaces.find(({ slug }) => slug === workspace)?.id;
  const member = rows.memberships.find((one) => one.email === email && one.workspaceId === workspaceId);
  const mine = rows.groupMembers.filter(({ membershipId }) => membershipId === member?.id);
  const nameOf = (wanted: string) => rows.groups.find(({ id }) => id === wanted)?.name ?? "";
  return Object.fromEntries(mine.map(({ groupId, kind }) => [nameOf(groupId), kind]));
}

test("learners of the demo are in the groups above theirs where the policy propagates, others only where they are", () => {
  expect(groupsOf(thirdWorkspace, "learner")).toEqual({
    "Team Oslo – mornings": "direct",
    "Team Oslo": "derived",
    "Spring programme": "derived",
    "Northwind Coaching": "derived",
  });
  expect(groupsOf(thirdWorkspace, "coach+session_instructor")).toEqual({ "Team Oslo": "direct" });
  expect(groupsOf(secondWorkspace, "learner")).toEqual({ Onboarding: "direct" });
  const beneathLyon = rows.groups.find(({ name }) => name === "Team Lyon – evenings")?.id;
  const lyonese = rows.groupMembers.filter(({ groupId }) => groupId === beneathLyon);
  const namesOf = (wanted: string) =>
    rows.groupMembers
      .filter(({ membershipId, kind }) => membershipId === wanted && kind === "derived")
      .map(({ groupId }) => rows.groups.find(({ id }) => id === groupId)?.name);
  // Up to the first private one, that one included, and no further.
  expect(lyonese.map(({ membershipId }) => namesOf(membershipId))).toContainEqual(["Team Lyon"]);
});

test("members of the demo are enrolled once in each published course of their places, and completed ones have certificates", () => {
  const nina = rows.memberships.find(({ email }) => email === "learner@skills.northwind.example");
  const titleOf = (wanted: string) => rows.courses.find(({ id }) => id === wanted)?.title;
  const own = rows.enrolments.filter(({ membershipId }) => membershipId === nina?.id);
  expect(own.map(({ courseId, origin, progress }) => [titleOf(courseId), origin, progress])).toEqual([
    ["Welcome to Northwind", "group", 45],
    ["Data protection in an hour", "unit", 100],
    ["Selling by listening", "unit", 0],
  ]);
  const pairs = rows.enrolments.map(({ membershipId, courseId }) => `${membershipId} ${courseId}`);
  expect(new Set(pairs).size).toBe(pairs.length);
  expect(pairs.length).toBeGreaterThan(80);
  const drafts = rows.courses.filter(({ status }) => status === "draft").map(({ id }) => id);
  expect(rows.enrolments.filter(({ courseId }) => drafts.includes(courseId))).toEqual([]);
  const completed = rows.enrolments.filter(({ status }) => status === "completed");
  expect(rows.certificates.map(({ membershipId, courseId }) => `${membershipId} ${courseId}`).sort()).toEqual(
    completed.map(({ membershipId, courseId }) => `${membershipId} ${courseId}`).sort(),
  );
});

test("access of the demo ends in 5, 20 and 60 days, the warnings behind it are given, and sessions lie ahead", () => {
  const ending = rows.memberships.filter(({ accessEndsAt }) => accessEndsAt);
  const left = ending.map(({ accessEndsAt, accessWarned }) => [
    Math.floor(((accessEndsAt ?? 0) - now) / day),
    accessWarned,
  ]);
  expect(left).toEqual([
    [5, 7],
    [20, 30],
    [60, null],
  ]);
  const ahead = rows.courseSessions.filter(({ startsAt }) => startsAt > now);
  expect(ahead.length).toBeGreaterThanOrEqual(5);
  for (const { id } of ahead) {
    expect(rows.sessionInstructors.some(({ sessionId }) => sessionId === id)).toBe(true);
  }
});
