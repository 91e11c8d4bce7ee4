import fc from "fast-check";
import { expect, test } from "vitest";
import type { Caller, OutgoingMail } from "../../../worker/domain/context.ts";
import { useCases } from "../../../worker/domain/index.ts";
import type { ReminderMoment } from "../../../worker/domain/policies.ts";
import {
  createMember,
  createWorkspace,
  day,
  type House,
  hour,
  minute,
  monday,
  openHouse,
  refusalOf,
  tokenIn,
} from "../../support/house.ts";

let serial = 0;

/** A workspace in which somebody was invited and mailed, as the house has it: a week, half of it, a day before. */
async function invited(house: House, options: Parameters<typeof createWorkspace>[1] = {}) {
  serial += 1;
  const email = `invitee-${serial}@example.com`;
  const { workspace, admin } = await createWorkspace(house, options);
  const ctx = () => house.context(admin.caller);
  const { invitation } = await useCases.inviteUser(ctx(), { email, roles: ["learner"] });
  await deliver(house, workspace.id);
  return { workspace, admin, ctx, email, id: invitation.id, start: house.clock.now };
}

async function deliver(house: House, workspaceId: string): Promise<void> {
  await useCases.deliverMail(house.system(), { workspaceId });
}

/** One minute of the cron and of the queue. */
async function tick(house: House, workspaceId: string, at: number): Promise<void> {
  house.clock.now = at;
  await useCases.sendReminders(house.system(), {});
  await deliver(house, workspaceId);
}

function reminders(house: House, email: string): OutgoingMail[] {
  return house.sent.filter(({ to, template }) => to === email && template === "reminder");
}

async function column(house: House, id: string, name: string): Promise<unknown> {
  const row = await house.database
    .prepare(`select ${name} as value from invitations where id = ?`)
    .bind(id)
    .first<{ value: unknown }>();
  return row?.value;
}

const distance = fc.integer({ min: 1, max: 100 * 86_400 });
const schedules = fc.array(
  fc.oneof(
    fc.double({ min: 0.001, max: 0.999, noNaN: true }).map((of) => ({ kind: "share" as const, of })),
    distance.map((seconds) => ({ kind: "before_end" as const, seconds })),
    distance.map((seconds) => ({ kind: "after_sending" as const, seconds })),
  ) satisfies fc.Arbitrary<ReminderMoment>,
  { minLength: 1, maxLength: 5 },
);
const terms = fc.oneof(
  fc
    .integer({ min: 3_600, max: 90 * 86_400 })
    .map((linkTermSeconds): { linkTermSeconds: number | null } => ({ linkTermSeconds })),
  fc.constant({ linkTermSeconds: null }),
  fc.integer({ min: hour, max: 90 * day }).map((term) => ({ linkExpiresAt: new Date(monday + term) })),
);

test("for any term and schedule the reminders that are sent are those that were shown before", async () => {
  await fc.assert(
    fc.asyncProperty(
      schedules,
      terms,
      fc.integer({ min: 0, max: 10 * minute }),
      fc.array(fc.integer({ min: 0, max: 200 * day }), { maxLength: 4 }),
      async (schedule, term, late, others) => {
        const house = openHouse();
        serial += 1;
        const email = `any-${serial}@example.com`;
        const { workspace, admin } = await createWorkspace(house, {
          overrides: { "reminders.schedule": schedule, "invite.link_ttl_max_s": null },
        });
        const ctx = house.context(admin.caller);
        const preview = await useCases.previewInvitation(ctx, term);
        await useCases.inviteUser(ctx, { email, roles: ["learner"], ...term });
        // The queue takes its time: what counts from the sending moves along, what counts to a day does not.
        house.clock.advance(late);
        await deliver(house, workspace.id);
        const shown = preview.reminders.map((at) => at + ("linkExpiresAt" in term ? 0 : late));

        const ticks = [
          ...shown.flatMap((at) => [at - 1, at, at + 1]),
          ...others.map((after) => monday + after),
        ];
        const sent: number[] = [];
        for (const at of ticks.filter((at) => at > house.clock.now).sort((a, b) => a - b)) {
          const before = reminders(house, email).length;
          await tick(house, workspace.id, at);
          for (let n = before; n < reminders(house, email).length; n += 1) sent.push(at);
        }
        expect(sent).toEqual(shown);
        const first = tokenIn(house.sent.find(({ to }) => to === email));
        for (const mail of reminders(house, email)) expect(tokenIn(mail)).toBe(first);
      },
    ),
    { numRuns: 25, seed: 20_260_302 },
  );
});

test("reminders leave the link, its term and its generation as they are and are written down", async () => {
  const house = openHouse();
  const { workspace, ctx, email, id, start } = await invited(house);
  const ends = await column(house, id, "expires_at");
  await tick(house, workspace.id, start + 3.5 * day);
  await tick(house, workspace.id, start + 6 * day);
  expect(reminders(house, email)).toHaveLength(2);
  expect(await column(house, id, "expires_at")).toBe(ends);
  expect(await column(house, id, "generation")).toBe(1);
  expect(await column(house, id, "remind_at")).toBeNull();
  const [mail] = reminders(house, email);
  expect((await useCases.viewInvitation(house.anonymous(), { token: tokenIn(mail) })).state).toBe("open");
  const { timeline } = await useCases.viewInvitationDetail(ctx(), { invitationId: id });
  const told = timeline.filter(({ action }) => action === "invitation.reminded");
  expect(told.map(({ at, actor }) => [at - start, actor.kind])).toEqual([
    [3.5 * day, "system"],
    [6 * day, "system"],
  ]);
});

/** What happens to the invitation (?2 of workspace ?1) before its reminder is due, and how many it gets. */
const ends: { what: string; sql: string; mails: number }[] = [
  { what: "nothing", sql: "select ?1, ?2", mails: 1 },
  ...["accepted", "declined", "canceled", "expired"].map((status) => ({
    what: `it is ${status}`,
    sql: `update invitations set status = '${status}', ended_at = 1 where workspace_id = ?1 and id = ?2`,
    mails: 0,
  })),
  ...["prepared", "queued", "bounced", "complained", "failed"].map((delivery) => ({
    what: `its mail is ${delivery}`,
    sql: `update invitations set delivery = '${delivery}' where workspace_id = ?1 and id = ?2`,
    mails: 0,
  })),
  {
    what: "its mail was opened",
    sql: "update invitations set delivery = 'opened' where workspace_id = ?1 and id = ?2",
    mails: 1,
  },
  {
    what: "its term is over and the cron was not there",
    sql: "update invitations set expires_at = issued_at + 1 where workspace_id = ?1 and id = ?2",
    mails: 0,
  },
  {
    what: "the workspace is suspended",
    sql: "update workspaces set status = 'suspended' where id = ?1 and ?2 is not null",
    mails: 0,
  },
  {
    what: "all links of the workspace were killed",
    sql: "update workspaces set invite_epoch = (select issued_at + 1 from invitations where id = ?2) where id = ?1",
    mails: 0,
  },
  {
    what: "a mail of it still waits",
    sql: "update outbox set state = 'pending', due_at = 9e15 where workspace_id = ?1 and invitation_id = ?2",
    mails: 0,
  },
  {
    what: "it was mailed a quarter of an hour before",
    sql: "update invitations set last_sent_at = remind_at - 900000 where workspace_id = ?1 and id = ?2",
    mails: 0,
  },
];

test.for(ends)("when $what, $mails reminders leave and the moment is over", async ({ sql, mails }) => {
  const house = openHouse();
  const { workspace, email, id, start } = await invited(house);
  await house.database.prepare(sql).bind(workspace.id, id).run();
  await tick(house, workspace.id, start + 3.5 * day);
  await house.database
    .prepare("update workspaces set status = 'active' where id = ?")
    .bind(workspace.id)
    .run();
  await tick(house, workspace.id, start + 3.5 * day + minute);
  expect(reminders(house, email)).toHaveLength(mails);
  const written = await house.database
    .prepare(
      "select count(*) as n from audit_events where workspace_id = ? and action = 'invitation.reminded'",
    )
    .bind(workspace.id)
    .first<{ n: number }>();
  expect(written?.n).toBe(mails);
});

test("a reminder that waits in the outbox when all links are killed brings none of them back", async () => {
  const house = openHouse();
  const { workspace, email, start } = await invited(house);
  house.clock.now = start + 3.5 * day;
  await useCases.sendReminders(house.system(), {});
  await house.database
    .prepare("update workspaces set invite_epoch = ? where id = ?")
    .bind(house.clock.now, workspace.id)
    .run();
  await deliver(house, workspace.id);
  expect(reminders(house, email)).toEqual([]);
});

test("an invitation that is withdrawn between the cron's reading and its writing is not written to", async () => {
  const house = openHouse();
  const { workspace, ctx, id, start } = await invited(house);
  house.clock.now = start + 3.5 * day;
  const slow = house.system();
  const batch = slow.db.batch.bind(slow.db);
  slow.db.batch = (async (statements: never) => {
    await useCases.cancelInvitation(ctx(), { invitationId: id });
    return batch(statements);
  }) as typeof slow.db.batch;
  await useCases.sendReminders(slow, {});
  const written = await house.database
    .prepare("select count(*) as n from outbox where workspace_id = ? and template = 'reminder'")
    .bind(workspace.id)
    .first<{ n: number }>();
  expect(written?.n).toBe(0);
});

test("after an outage an open invitation gets one reminder, and none shortly before its end", async () => {
  const house = openHouse();
  const { workspace, email, start } = await invited(house);
  await tick(house, workspace.id, start + 6.5 * day);
  await tick(house, workspace.id, start + 6.6 * day);
  expect(reminders(house, email)).toHaveLength(1);

  const other = await invited(house);
  await tick(house, other.workspace.id, other.start + 7 * day - 20 * minute);
  expect(reminders(house, other.email)).toEqual([]);
});

test("many crons at once send a reminder once, and more is due than one chunk takes", async () => {
  const house = openHouse();
  const { workspace, admin, start } = await invited(house);
  const emails = Array.from({ length: 600 }, (_, index) => `crowd-${index}@example.com`);
  await useCases.inviteMany(house.context(admin.caller), { emails, roles: ["learner"] });
  await deliver(house, workspace.id);
  await deliver(house, workspace.id);
  house.clock.now = start + 3.5 * day;
  await Promise.all([1, 2, 3].map(() => useCases.sendReminders(house.system(), {})));
  const queued = await house.database
    .prepare(
      "select count(*) as n, count(distinct invitation_id) as people from outbox where workspace_id = ? and template = 'reminder'",
    )
    .bind(workspace.id)
    .first<{ n: number; people: number }>();
  expect(queued).toEqual({ n: 601, people: 601 });
  expect(house.woken.some(({ workspaceId }) => workspaceId === workspace.id)).toBe(true);
});

test("a resend begins the reminders anew, and taking it back gives the earlier ones back", async () => {
  const house = openHouse({ undoSeconds: 8 });
  const { workspace, admin } = await createWorkspace(house, {});
  const ctx = () => house.context(admin.caller);
  const { invitation } = await useCases.inviteUser(ctx(), { email: "twice@example.com", roles: ["learner"] });
  house.clock.advance(minute);
  await deliver(house, workspace.id);
  const start = house.clock.now;
  const before = (await useCases.viewInvitationDetail(ctx(), { invitationId: invitation.id })).invitation
    .reminders;
  expect(before).toEqual([start + 3.5 * day, start + 6 * day]);

  house.clock.advance(2 * day);
  const { undo } = await useCases.resendInvitation(ctx(), { invitationId: invitation.id });
  await useCases.undoSend(ctx(), { invitationId: invitation.id, op: undo?.op ?? "" });
  expect(await column(house, invitation.id, "remind_at")).toBe(start + 3.5 * day);
  expect(
    (await useCases.viewInvitationDetail(ctx(), { invitationId: invitation.id })).invitation.reminders,
  ).toEqual(before);

  await useCases.resendInvitation(ctx(), { invitationId: invitation.id });
  house.clock.advance(minute);
  await deliver(house, workspace.id);
  const again = house.clock.now;
  await tick(house, workspace.id, start + 3.5 * day);
  expect(reminders(house, "twice@example.com")).toEqual([]);
  await tick(house, workspace.id, again + 3.5 * day);
  expect(reminders(house, "twice@example.com")).toHaveLength(1);
});

test("where links are kept and never end, a resend counts the time to the reminder anew", async () => {
  const house = openHouse();
  const { workspace, ctx, email, id, start } = await invited(house, {
    preset: "collaborative",
    overrides: {
      "invite.required": ["email"],
      "reminders.schedule": [{ kind: "after_sending", seconds: 3 * 86_400 }],
    },
  });
  house.clock.advance(2 * day);
  await useCases.resendInvitation(ctx(), { invitationId: id });
  await deliver(house, workspace.id);
  await tick(house, workspace.id, start + 3 * day);
  expect(reminders(house, email)).toEqual([]);
  await tick(house, workspace.id, start + 5 * day);
  expect(reminders(house, email)).toHaveLength(1);
});

test("another term moves the reminders, other edits leave them", async () => {
  const house = openHouse();
  const { ctx, id, start } = await invited(house);
  house.clock.advance(day);
  const named = await useCases.editInvitation(ctx(), { invitationId: id, firstName: "Ana" });
  expect(named.reminders).toEqual([start + 3.5 * day, start + 6 * day]);
  const longer = await useCases.editInvitation(ctx(), { invitationId: id, linkTermSeconds: 20 * 86_400 });
  expect(longer.reminders).toEqual([start + 11 * day, start + 20 * day]);
  expect(await column(house, id, "remind_at")).toBe(start + 11 * day);
});

test("what the form that edits shows beforehand is what saving leads to, and looking changes nothing", async () => {
  const until = { linkExpiresAt: new Date(monday + 9 * day) };
  const edits = [
    [{}, [3.5, 6]],
    [{ linkTermSeconds: 20 * 86_400 }, [11, 20]],
    [{ linkTermSeconds: null }, []],
    [until, [5, 8]],
    [{ email: "preview-moved@example.com" }, [4.5, 7]],
    [{ email: "preview-moved-too@example.com", ...until }, [5, 8]],
  ] as const;
  for (const [edit, expected] of edits) {
    const house = openHouse();
    const { workspace, ctx, id, start } = await invited(house, {
      overrides: { "invite.link_ttl_max_s": null },
    });
    house.clock.advance(day);
    const before = await column(
      house,
      id,
      "json_array(last_op, expires_at, reminders, remind_at, generation)",
    );
    const shown = await useCases.previewEdit(ctx(), { invitationId: id, ...edit });
    expect([edit, shown.reminders]).toEqual([edit, expected.map((after) => start + after * day)]);
    expect(await column(house, id, "json_array(last_op, expires_at, reminders, remind_at, generation)")).toBe(
      before,
    );
    const saved = await useCases.editInvitation(ctx(), { invitationId: id, ...edit });
    expect([edit, saved.reminders]).toEqual([edit, shown.reminders]);
    await deliver(house, workspace.id);
    const { invitation } = await useCases.viewInvitationDetail(ctx(), { invitationId: id });
    expect([edit, invitation.reminders]).toEqual([edit, shown.reminders]);
  }
});

test("an edit is looked at beforehand only by whoever may make it, in their workspace", async () => {
  const house = openHouse();
  const { workspace, id } = await invited(house);
  const learner = await createMember(house, workspace);
  const stranger = await createWorkspace(house);
  const look = (caller: Caller) => useCases.previewEdit(house.context(caller), { invitationId: id });
  expect(await refusalOf(look(learner.caller))).toBe("FORBIDDEN");
  expect(await refusalOf(look(stranger.admin.caller))).toBe("NOT_FOUND");
});

test("a corrected address gets the reminders of its own mail", async () => {
  const house = openHouse();
  const { workspace, ctx, id, start } = await invited(house);
  house.clock.advance(2 * day);
  await useCases.editInvitation(ctx(), { invitationId: id, email: "moved@example.com" });
  await deliver(house, workspace.id);
  await tick(house, workspace.id, start + 3.5 * day);
  expect(house.sent.filter(({ template }) => template === "reminder")).toEqual([]);
  await tick(house, workspace.id, start + 5.5 * day);
  expect(reminders(house, "moved@example.com")).toHaveLength(1);
});

test("a prepared invitation is reminded of once it was sent, by copying its link not at all", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house, {});
  const ctx = () => house.context(admin.caller);
  const prepare = async (email: string) => {
    const prepared = await useCases.inviteUser(ctx(), { email, roles: ["learner"], send: false });
    expect(prepared.invitation.reminders).toEqual([]);
    return prepared.invitation.id;
  };
  const copied = await prepare("copied@example.com");
  const sent = await prepare("sent@example.com");
  await useCases.copyInvitationLink(ctx(), { invitationId: copied });
  house.clock.advance(day);
  await useCases.resendInvitation(ctx(), { invitationId: sent });
  await deliver(house, workspace.id);
  await tick(house, workspace.id, house.clock.now + 3.5 * day);
  expect(reminders(house, "sent@example.com")).toHaveLength(1);
  expect(reminders(house, "copied@example.com")).toEqual([]);
});

test("a link that was copied before its mail left is reminded of by the term it then began", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house, {});
  const { invitation } = await useCases.inviteUser(house.context(admin.caller), {
    email: "early@example.com",
    roles: ["learner"],
  });
  await useCases.copyInvitationLink(house.context(admin.caller), { invitationId: invitation.id });
  const start = house.clock.now;
  house.clock.advance(5 * minute);
  await deliver(house, workspace.id);
  await tick(house, workspace.id, start + 3.5 * day);
  expect(reminders(house, "early@example.com")).toHaveLength(1);
});

test("somebody reminds by hand: the same link, nothing else changes, and it can be taken back", async () => {
  const house = openHouse({ undoSeconds: 8 });
  const { workspace, admin } = await createWorkspace(house, {});
  const ctx = () => house.context(admin.caller);
  const { invitation } = await useCases.inviteUser(ctx(), { email: "hand@example.com", roles: ["learner"] });
  house.clock.advance(minute);
  await deliver(house, workspace.id);
  house.clock.advance(day);
  const kept =
    "json_array(generation, floor_generation, issued_at, expires_at, term_ms, revision, reminders, remind_at)";
  const before = await column(house, invitation.id, kept);
  const first = await useCases.remindInvitation(ctx(), { invitationId: invitation.id });
  const undone = await useCases.undoSend(ctx(), { invitationId: invitation.id, op: first.undo?.op ?? "" });
  expect(undone.outcome).toBe("unreminded");
  house.clock.advance(minute);
  await deliver(house, workspace.id);
  expect(reminders(house, "hand@example.com")).toEqual([]);

  await useCases.remindInvitation(ctx(), { invitationId: invitation.id, message: "Do come." });
  house.clock.advance(minute);
  await deliver(house, workspace.id);
  const [mail] = reminders(house, "hand@example.com");
  expect(mail?.text).toContain("Do come.");
  expect(tokenIn(mail)).toBe(tokenIn(house.sent[0]));
  expect(await column(house, invitation.id, kept)).toBe(before);
  expect(
    await refusalOf(useCases.undoSend(ctx(), { invitationId: invitation.id, op: first.undo?.op ?? "" })),
  ).toBe("UNDO_TOO_LATE");
});

test("a reminder by hand is held to a minute and to five a day, together with resends", async () => {
  const house = openHouse();
  const { workspace, ctx, id } = await invited(house);
  expect(await refusalOf(useCases.remindInvitation(ctx(), { invitationId: id }))).toBe("RESEND_LIMIT");
  for (let mail = 2; mail <= 5; mail += 1) {
    house.clock.advance(minute);
    if (mail % 2) await useCases.resendInvitation(ctx(), { invitationId: id });
    else await useCases.remindInvitation(ctx(), { invitationId: id });
    await deliver(house, workspace.id);
  }
  house.clock.advance(hour);
  expect(await refusalOf(useCases.remindInvitation(ctx(), { invitationId: id }))).toBe("RESEND_LIMIT");
});

test.for([
  ["update invitations set status = 'accepted' where id = ?", "NOT_PENDING"],
  ["update invitations set status = 'declined', ended_at = 1 where id = ?", "NOT_PENDING"],
  ["update invitations set status = 'canceled', ended_at = 1 where id = ?", "NOT_PENDING"],
  ["update invitations set expires_at = issued_at + 1 where id = ?", "NOT_REMINDABLE"],
  ["update invitations set status = 'expired' where id = ?", "NOT_REMINDABLE"],
  ["update invitations set delivery = 'bounced' where id = ?", "NOT_REMINDABLE"],
  ["update invitations set delivery = 'complained' where id = ?", "NOT_REMINDABLE"],
  ["update invitations set delivery = 'queued' where id = ?", "NOT_REMINDABLE"],
  ["update invitations set delivery = 'prepared' where id = ?", "NOT_REMINDABLE"],
] as const)("after %s a reminder by hand is refused: %s", async ([sql, code]) => {
  const house = openHouse();
  const { ctx, id } = await invited(house);
  house.clock.advance(hour);
  await house.database.prepare(sql).bind(id).run();
  expect(await refusalOf(useCases.remindInvitation(ctx(), { invitationId: id }))).toBe(code);
});

test("nobody reminds in another workspace, of a role above theirs, or with a message where there is none", async () => {
  const house = openHouse();
  const { workspace, admin, ctx, id } = await invited(house);
  const { admin: stranger } = await createWorkspace(house, {});
  house.clock.advance(hour);
  const asStranger = house.context(stranger.caller);
  expect(await refusalOf(useCases.remindInvitation(asStranger, { invitationId: id }))).toBe("NOT_FOUND");
  const learner = await createMember(house, workspace, { roles: ["learner"] });
  const asLearner = house.context(learner.caller);
  expect(await refusalOf(useCases.remindInvitation(asLearner, { invitationId: id }))).toBe("FORBIDDEN");

  const above = await useCases.inviteUser(ctx(), { email: "above@example.com", roles: ["admin"] });
  await deliver(house, workspace.id);
  house.clock.advance(hour);
  const key: Caller = {
    kind: "apiKey",
    workspace,
    key: {
      id: "key_1",
      name: "sync",
      scopes: ["invitation.manage"],
      creatorMembershipId: admin.membershipId,
      creatorRoles: [{ role: "admin", scope: { kind: "workspace" } }],
      maxRole: "learner",
    },
  };
  const byKey = useCases.remindInvitation(house.context(key), { invitationId: above.invitation.id });
  expect(await refusalOf(byKey)).toBe("ROLE_ABOVE_YOURS");

  const silent = await invited(house, { preset: "academy" });
  house.clock.advance(hour);
  const message = { invitationId: silent.id, message: "Hello" };
  expect(await refusalOf(useCases.remindInvitation(silent.ctx(), message))).toBe("MESSAGE_NOT_ALLOWED");
});

test("a reminder by hand gives links of before a kill switch back, to this person alone", async () => {
  const house = openHouse();
  const { workspace, ctx, email, id } = await invited(house);
  house.clock.advance(hour);
  await house.database
    .prepare("update workspaces set invite_epoch = ? where id = ?")
    .bind(house.clock.now, workspace.id)
    .run();
  workspace.inviteEpoch = house.clock.now;
  await useCases.remindInvitation(ctx(), { invitationId: id });
  await deliver(house, workspace.id);
  const [mail] = reminders(house, email);
  expect((await useCases.viewInvitation(house.anonymous(), { token: tokenIn(mail) })).state).toBe("open");
});
