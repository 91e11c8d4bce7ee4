import { expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import { createWorkspace, day, hour, minute, openHouse, tokenIn } from "../../support/house.ts";

type House = ReturnType<typeof openHouse>;

async function inviteOne(house: House, email = "guest@example.com") {
  const { workspace, admin } = await createWorkspace(house);
  const { invitation } = await useCases.inviteUser(house.context(admin.caller), {
    email,
    roles: ["learner"],
  });
  return { workspace, admin, invitation };
}

async function mailRow(house: House, workspaceId: string) {
  return house.database
    .prepare("select state, error, attempts from outbox where workspace_id = ? order by id limit 1")
    .bind(workspaceId)
    .first<{ state: string; error: string | null; attempts: number }>();
}

async function delivery(house: House, workspaceId: string) {
  return house.database
    .prepare(
      "select i.delivery, i.delivery_detail as detail, m.delivery as listed from invitations i join memberships m on m.workspace_id = i.workspace_id and m.id = i.membership_id where i.workspace_id = ?",
    )
    .bind(workspaceId)
    .first<{ delivery: string; detail: string | null; listed: string }>();
}

test("a queue that refuses the wake-up loses nothing: the sweeper finds the mail within two minutes", async () => {
  const house = openHouse();
  house.refuse.add("queue");
  const { workspace } = await inviteOne(house);
  expect(house.woken).toHaveLength(0);
  house.refuse.delete("queue");
  house.clock.advance(2 * minute);
  await useCases.sweepMail(house.system(), {});
  expect(house.woken.map(({ workspaceId }) => workspaceId)).toContain(workspace.id);
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  expect(house.sent).toHaveLength(1);
});

test("a message delivered twice, at once or one after the other, sends one mail", async () => {
  const house = openHouse();
  const { workspace } = await inviteOne(house);
  await Promise.all([1, 2, 3].map(() => useCases.deliverMail(house.system(), { workspaceId: workspace.id })));
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  expect(house.sent).toHaveLength(1);
});

test("a consumer that dies after claiming leaves a mail that is looked up before it is sent again", async () => {
  const house = openHouse();
  const { workspace } = await inviteOne(house);
  const dying = house.context({ kind: "system" });
  dying.mailer = {
    ...dying.mailer,
    sendBatch: async () => {
      throw new Error("the isolate is gone");
    },
  };
  await expect(useCases.deliverMail(dying, { workspaceId: workspace.id })).rejects.toThrow();
  expect((await mailRow(house, workspace.id))?.state).toBe("leased");

  house.clock.advance(4 * minute);
  await useCases.sweepMail(house.system(), {});
  expect((await mailRow(house, workspace.id))?.state).toBe("unknown");
  house.clock.advance(11 * minute);
  await useCases.sweepMail(house.system(), {});
  expect((await mailRow(house, workspace.id))?.state).toBe("pending");
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  expect(house.sent).toHaveLength(1);
});

test("an answer that was lost is found at the provider and no second mail leaves", async () => {
  const house = openHouse();
  const { workspace } = await inviteOne(house);
  house.provider.answers.push((mails) => mails.map(() => ({ kind: "unknown", reason: "timeout" })));
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  const row = await house.database
    .prepare("select id, state from outbox where workspace_id = ?")
    .bind(workspace.id)
    .first<{ id: string; state: string }>();
  expect(row?.state).toBe("unknown");
  house.provider.found.set(row?.id ?? "", "message-from-before");
  house.clock.advance(5 * minute);
  await useCases.sweepMail(house.system(), {});
  expect((await mailRow(house, workspace.id))?.state).toBe("sent");
  expect((await delivery(house, workspace.id))?.delivery).toBe("sent");
  house.clock.advance(hour);
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  expect(house.sent).toHaveLength(0);
});

test("a provider that asks for patience gets it, and the mail goes later", async () => {
  const house = openHouse();
  const { workspace } = await inviteOne(house);
  house.provider.answers.push((mails) => mails.map(() => ({ kind: "retry", reason: "429" })));
  const outcome = await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  expect(outcome.retryAfter).toBe(30);
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  expect(house.sent).toHaveLength(0);
  house.clock.advance(31_000);
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  expect(house.sent).toHaveLength(1);
});

test("an account that may not send burns no attempt, and everything goes once it may", async () => {
  const house = openHouse();
  const { workspace } = await inviteOne(house);
  for (let round = 0; round < 15; round += 1) {
    house.provider.answers.push((mails) => mails.map(() => ({ kind: "halted", reason: "bad token" })));
    await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
    house.clock.advance(2 * minute);
  }
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  expect(house.sent).toHaveLength(1);
});

test("a refused address is shown on the invitation with the provider's words", async () => {
  const house = openHouse();
  const { workspace } = await inviteOne(house);
  house.provider.answers.push((mails) =>
    mails.map(() => ({ kind: "refused", code: 406, reason: "The address is inactive" })),
  );
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  expect(await delivery(house, workspace.id)).toEqual({
    delivery: "bounced",
    detail: "The address is inactive",
    listed: "bounced",
  });
});

test("one refused mail of a batch does not keep the others", async () => {
  const house = openHouse();
  const { workspace, admin } = await inviteOne(house, "a@example.com");
  await useCases.inviteUser(house.context(admin.caller), { email: "b@example.com", roles: ["learner"] });
  house.provider.answers.push((mails) =>
    mails.map((mail) =>
      mail.to === "a@example.com"
        ? { kind: "refused", code: 300, reason: "Invalid address" }
        : { kind: "sent", messageId: "message-b" },
    ),
  );
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  expect(house.sent.map(({ to }) => to)).toEqual(["b@example.com"]);
});

test("the term begins when the mail is first claimed, not when the invitation was made", async () => {
  const house = openHouse();
  const { workspace } = await inviteOne(house);
  house.clock.advance(3 * day);
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  house.clock.advance(7 * day - 1);
  const page = await useCases.viewInvitation(house.anonymous(), { token: tokenIn(house.sent[0]) });
  expect(page.state).toBe("open");
});

test("provider events told twice, late or in disorder end in the same state", async () => {
  const house = openHouse();
  const { workspace } = await inviteOne(house);
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  const messageId = `message-${house.sent[0]?.outboxId}`;
  const tell = (type: "delivered" | "opened" | "bounced", eventId = "") =>
    useCases.recordMailEvent(house.system(), { type, messageId, eventId, detail: null, at: house.clock.now });
  await tell("opened");
  await tell("delivered");
  expect((await delivery(house, workspace.id))?.delivery).toBe("opened");
  await tell("opened");
  await tell("bounced", "7");
  await tell("bounced", "7");
  await tell("delivered");
  expect((await delivery(house, workspace.id))?.delivery).toBe("bounced");
  const events = await house.database
    .prepare("select count(*) as n from mail_events where workspace_id = ?")
    .bind(workspace.id)
    .first<{ n: number }>();
  expect(events?.n).toBe(3);
});

test("an event of an unknown message is kept as an orphan and touches nobody", async () => {
  const house = openHouse();
  const { workspace } = await inviteOne(house);
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  const result = await useCases.recordMailEvent(house.system(), {
    type: "bounced",
    messageId: "somebody-elses",
    eventId: "1",
    detail: null,
    at: house.clock.now,
  });
  expect(result.known).toBe(false);
  expect((await delivery(house, workspace.id))?.delivery).toBe("sent");
});

test("a mail holds the roles, the note and the end of the link, in the invitee's language", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  await useCases.inviteUser(house.context(admin.caller), {
    email: "lena@example.com",
    firstName: "Lena",
    roles: ["instructor"],
    language: "de",
    message: "Bis bald <b>im</b> Kurs",
  });
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  const [mail] = house.sent;
  expect(mail?.language).toBe("de");
  expect(mail?.fromName).toBe(workspace.name);
  expect(mail?.html).toContain("&lt;b&gt;im&lt;/b&gt;");
  expect(mail?.text).toContain("Lena");
  expect(mail?.text.replace(/\s+/g, " ")).toContain("9. März 2026");
});

test("a mailbox that had its share from all workspaces waits for the next day, plus tags included", async () => {
  const house = openHouse({ recipientPerDay: 2 });
  for (const email of ["busy@example.com", "busy+a@example.com", "busy+b@example.com"]) {
    const { workspace } = await inviteOne(house, email);
    await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
    if (email.includes("+b")) {
      expect(house.sent).toHaveLength(2);
      expect((await delivery(house, workspace.id))?.delivery).toBe("queued");
      house.clock.advance(day);
      await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
    }
  }
  expect(house.sent).toHaveLength(3);
});

test("a bounce that overtakes the answer to our own call is not lost, and the mail counts as sent", async () => {
  const house = openHouse();
  const { workspace } = await inviteOne(house);
  const ctx = house.system();
  const { sendBatch } = ctx.mailer;
  ctx.mailer = {
    ...ctx.mailer,
    async sendBatch(mails) {
      for (const { workspaceId, outboxId } of mails) {
        await useCases.recordMailEvent(house.system(), {
          type: "bounced",
          messageId: `message-${outboxId}`,
          eventId: "1",
          detail: "HardBounce: mailbox unknown",
          at: house.clock.now,
          claimed: { workspaceId, outboxId },
        });
      }
      return sendBatch(mails);
    },
  };
  await useCases.deliverMail(ctx, { workspaceId: workspace.id });
  expect(await delivery(house, workspace.id)).toMatchObject({ delivery: "bounced", listed: "bounced" });
  expect((await mailRow(house, workspace.id))?.state).toBe("sent");
});

test("an event that claims a mail which has its answer, or another workspace's, changes nothing", async () => {
  const house = openHouse();
  const mine = await inviteOne(house);
  const other = await inviteOne(house, "other@example.com");
  await useCases.deliverMail(house.system(), { workspaceId: mine.workspace.id });
  const outboxId = house.sent[0]?.outboxId ?? "";
  for (const workspaceId of [mine.workspace.id, other.workspace.id]) {
    const result = await useCases.recordMailEvent(house.system(), {
      type: "bounced",
      messageId: `forged-for-${workspaceId}`,
      eventId: "1",
      detail: null,
      at: house.clock.now,
      claimed: { workspaceId, outboxId },
    });
    expect(result.known).toBe(false);
  }
  expect((await delivery(house, mine.workspace.id))?.delivery).toBe("sent");
});
