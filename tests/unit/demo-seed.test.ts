import { expect, test } from "vitest";
import type { invitations } from "../../db/schema/index.ts";
import { demoRows } from "../../scripts/seed/demo.ts";
import { reminderMoments, upcomingReminders } from "../../worker/domain/invitations/reminders.ts";
import { type PresetName, policiesOf } from "../../worker/domain/policies.ts";

const now = Date.UTC(2026, 2, 2, 9);
const reached = ["sent", "delivered", "opened", "clicked"];

test("open invitations of the demo are reminded of as the policy of their workspace plans it", async () => {
  const rows = await demoRows(now, "Usher");
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
