import { expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import { createWorkspace, hour, minute, openHouse, refusalOf, tokenIn } from "../../support/house.ts";

async function inviteMany(
  house: ReturnType<typeof openHouse>,
  count: number,
  preset: "standard" | "collaborative" = "standard",
) {
  const { workspace, admin } = await createWorkspace(house, { preset });
  for (let index = 0; index < count; index += 1) {
    await useCases.inviteUser(house.context(admin.caller), {
      email: `guest-${index}@example.com`,
      roles: ["learner"],
    });
  }
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  return { workspace, admin };
}

async function runToEnd(house: ReturnType<typeof openHouse>, workspaceId: string, jobId: string) {
  for (let round = 0; round < 20; round += 1) {
    const { more } = await useCases.runJob(house.system(), { workspaceId, jobId });
    if (!more) return;
  }
  throw new Error("The job does not end");
}

test("a bulk resend mails everybody whom the preview promised and says why others were left out", async () => {
  const house = openHouse();
  const { workspace, admin } = await inviteMany(house, 5);
  const ctx = () => house.context(admin.caller);
  const bounced = house.sent.find(({ to }) => to === "guest-0@example.com");
  await useCases.recordMailEvent(house.system(), {
    type: "bounced",
    messageId: `message-${bounced?.outboxId}`,
    eventId: "1",
    detail: "HardBounce: mailbox unknown",
    at: house.clock.now,
  });
  house.clock.advance(hour);
  const preview = await useCases.previewJob(ctx(), { action: "resend", filter: { status: "pending" } });
  expect(preview).toEqual({ total: 5, willDo: 4, skipped: [{ reason: "bounced", count: 1 }] });

  const { jobId } = await useCases.startJob(ctx(), { action: "resend", filter: { status: "pending" } });
  await runToEnd(house, workspace.id, jobId);
  const view = await useCases.viewJob(ctx(), { jobId });
  expect(view.status).toBe("done");
  expect([...view.outcomes].sort((a, b) => b.count - a.count)).toEqual([
    { outcome: "done", count: 4 },
    { outcome: "bounced", count: 1 },
  ]);

  const before = house.sent.length;
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  const again = house.sent.slice(before);
  expect(again.map(({ to }) => to).sort()).toEqual([1, 2, 3, 4].map((index) => `guest-${index}@example.com`));
  expect(again.every(({ template }) => template === "new_link")).toBe(true);

  const old = house.sent.find(({ to }) => to === "guest-1@example.com");
  const fresh = again.find(({ to }) => to === "guest-1@example.com");
  expect((await useCases.viewInvitation(house.anonymous(), { token: tokenIn(old) })).state).toBe(
    "superseded",
  );
  expect((await useCases.viewInvitation(house.anonymous(), { token: tokenIn(fresh) })).state).toBe("open");
});

test("the same chunk message twice at once sends one mail each", async () => {
  const house = openHouse();
  const { workspace, admin } = await inviteMany(house, 3);
  house.clock.advance(hour);
  const { jobId } = await useCases.startJob(house.context(admin.caller), { action: "resend", filter: {} });
  await Promise.all(
    [1, 2, 3].map(() => useCases.runJob(house.system(), { workspaceId: workspace.id, jobId })),
  );
  const queued = await house.database
    .prepare("select count(*) as n from outbox where workspace_id = ? and template = 'new_link'")
    .bind(workspace.id)
    .first<{ n: number }>();
  expect(queued?.n).toBe(3);
});

test("a bulk cancel kills the links and takes the people off the list", async () => {
  const house = openHouse();
  const { workspace, admin } = await inviteMany(house, 3);
  const { jobId } = await useCases.startJob(house.context(admin.caller), { action: "cancel", filter: {} });
  await runToEnd(house, workspace.id, jobId);
  const page = await useCases.viewInvitation(house.anonymous(), { token: tokenIn(house.sent[0]) });
  expect(page.state).toBe("canceled");
  const counts = await house.database
    .prepare(
      "select status, count from membership_counts where workspace_id = ? and facet = '' and count > 0",
    )
    .bind(workspace.id)
    .all<{ status: string; count: number }>();
  expect(Object.fromEntries(counts.results.map(({ status, count }) => [status, count]))).toEqual({
    active: 1,
    canceled: 3,
  });
});

test("a job from a page can be undone until it begins, and not after", async () => {
  const house = openHouse({ undoSeconds: 8 });
  const { workspace, admin } = await inviteMany(house, 2);
  house.clock.advance(hour);
  const first = await useCases.startJob(house.context(admin.caller), { action: "cancel", filter: {} });
  expect(house.jobsWoken).toHaveLength(1);
  await useCases.runJob(house.system(), { workspaceId: workspace.id, jobId: first.jobId });
  expect((await useCases.viewJob(house.context(admin.caller), { jobId: first.jobId })).waiting).toBe(2);
  await useCases.undoJob(house.context(admin.caller), { jobId: first.jobId });

  const second = await useCases.startJob(house.context(admin.caller), { action: "cancel", filter: {} });
  house.clock.advance(minute);
  await runToEnd(house, workspace.id, second.jobId);
  expect(await refusalOf(useCases.undoJob(house.context(admin.caller), { jobId: second.jobId }))).toBe(
    "UNDO_TOO_LATE",
  );
});

test("a bulk act without a filter or rows is refused, never taken to mean everybody", async () => {
  const house = openHouse();
  const { admin } = await inviteMany(house, 1);
  expect(await refusalOf(useCases.startJob(house.context(admin.caller), { action: "cancel" }))).toBe(
    "VALIDATION_FAILED",
  );
});
