import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { memberships, outbox, users } from "../../../db/schema/index.ts";
import { useCases } from "../../../worker/domain/index.ts";
import { createMember, createWorkspace, day, hour, openHouse, refusalOf } from "../../support/house.ts";
import { plantCourse, plantSession } from "../../support/learning.ts";

const typed = "seven green bicycles";

let serial = 0;
/** A mailbox of this test alone: how many mails one gets a day is counted. */
const teacher = () => {
  serial += 1;
  return `teacher-${serial}@school.example`;
};

/** A workspace with people without an address, a course, and Ada, for whom a teacher is told. */
async function open(overrides: Record<string, unknown> = {}, input: object = {}) {
  const house = openHouse();
  const supervisor = teacher();
  const space = await createWorkspace(house, {
    overrides: { "identity.allow_no_email": true, "identity.username": "optional", ...overrides },
  });
  const { id: workspaceId, slug } = space.workspace;
  const ctx = house.context(space.admin.caller);
  const course = await plantCourse(house, workspaceId, "First aid");
  const ada = await useCases.setUpMember(ctx, {
    username: "ada.l",
    firstName: "Ada",
    lastName: "Lovelace",
    notifyEmail: supervisor.replace("teacher", "Teacher"),
    ...input,
  });
  const { db } = house.system();
  return {
    house,
    supervisor,
    space,
    workspaceId,
    slug,
    ctx,
    course,
    ada,
    db,
    deliver: () => useCases.deliverMail(house.system(), { workspaceId }),
    toldOf: () => house.sent.filter(({ to }) => to === supervisor).map(({ template }) => template),
    seat: async (options: Parameters<typeof plantSession>[3] = {}) => {
      const sessionId = await plantSession(house, workspaceId, course, options);
      await useCases.addAttendee(ctx, { sessionId, membershipId: ada.id });
      return sessionId;
    },
    rowOf: async () =>
      (
        await db
          .select()
          .from(memberships)
          .where(and(eq(memberships.workspaceId, workspaceId), eq(memberships.id, ada.id)))
      )[0],
    signedIn: async (password: string) => {
      const { secret } = await useCases.signIn(house.anonymous(), {
        workspaceSlug: slug,
        email: "ada.l",
        password,
      });
      const { resolveCaller } = await import("../../../worker/domain/sessions/resolve-caller.ts");
      return house.context((await resolveCaller(house.anonymous(), secret, slug)).caller);
    },
  };
}

test("who is told for somebody without an address gets what happens to them, worded for whom it is", async () => {
  const { house, supervisor, ctx, ada, workspaceId, seat, deliver, toldOf } = await open();
  const startsAt = house.clock.now + 3 * day;
  await seat({ title: "Bandages", startsAt });
  const gone = await seat({ title: "Burns", startsAt });
  await deliver();
  expect(toldOf()).toEqual(["session_invitation", "session_invitation"]);
  const mail = house.sent.find(({ subject }) => subject.includes("Bandages"));
  expect(mail?.subject.replace(/[\u200b\u2066-\u2069]/g, "")).toBe(
    "For Ada Lovelace (ada.l): Your place in Bandages",
  );
  const text = mail?.text.replace(/[\u200b\u2066-\u2069]/g, "").replace(/\s+/g, " ");
  expect(text).toContain(
    "Hello, This message is for Ada Lovelace (ada.l), who has no e-mail address. You get it because your address is named for them. Please pass it on.",
  );
  expect(mail?.html.replaceAll("\u200b", "")).toContain("Ada Lovelace (ada.l)");

  await useCases.cancelCourseSession(ctx, { sessionId: gone });
  house.clock.now = startsAt - 24 * hour;
  await useCases.remindOfSessions(house.system(), {});
  await deliver();
  expect(toldOf().slice(2).sort()).toEqual(["session_canceled", "session_reminder"]);

  await useCases.setAccessEnd(ctx, { membershipId: ada.id, accessEndsOn: "2026-06-30" });
  house.clock.now = Date.UTC(2026, 5, 24, 0, 0);
  await useCases.warnOfAccessEnds(house.system(), {});
  await useCases.deliverMail(house.system(), { workspaceId });
  expect(toldOf().at(-1)).toBe("access_ending");
  expect(house.sent.at(-1)?.subject).toMatch(/^For .*Ada Lovelace \(ada\.l\).*: Your access to /);
  // It stands in the data of the person whom it was about.
  const { data } = await useCases.exportPersonData(ctx, { membershipId: ada.id });
  expect(data.member).toMatchObject({ email: null, notifyEmail: supervisor });
  expect(
    (data.mails as { mail: string; to: string }[]).map(({ mail: name, to }) => [name, to]),
  ).toContainEqual(["session_reminder", supervisor]);
});

test.each([
  ["de", "Für Ada Lovelace (ada.l): Ihr Platz in Bandages", "Bitte geben Sie die Nachricht weiter."],
  ["fr", "Pour Ada Lovelace (ada.l) : ", "Merci de le lui transmettre."],
  ["es", "Para Ada Lovelace (ada.l): ", "Por favor, hágaselo llegar."],
] as const)("in the language of the person: %s", async (language, subject, words) => {
  const { house, seat, deliver } = await open({}, { language });
  await seat({ title: "Bandages" });
  await deliver();
  const plain = (mail: string | undefined) =>
    mail?.replace(/[\u200b\u2066-\u2069]/g, "").replace(/\s+/g, " ");
  expect(plain(house.sent[0]?.subject)).toContain(subject);
  expect(plain(house.sent[0]?.text)).toContain(words);
});

test("nobody signs in with it, and no link, password or card goes there, whatever is asked for", async () => {
  const { house, supervisor, ctx, ada, slug, db, deliver, toldOf, signedIn } = await open(
    { "direct_setup.credentials": "temporary_password" },
    { credentials: "typed_password", password: typed },
  );
  const signIn = { workspaceSlug: slug, email: supervisor, password: typed };
  expect(await refusalOf(useCases.signIn(house.anonymous(), signIn))).toBe("SIGN_IN_FAILED");
  await useCases.requestPasswordReset(house.anonymous(), { workspaceSlug: slug, email: supervisor });
  await useCases.requestPasswordReset(house.anonymous(), {
    workspaceSlug: slug,
    email: "ada.l@school.example",
  });
  await useCases.makeSignInCards(ctx, { membershipIds: [ada.id] });
  const mine = await signedIn(typed);
  await useCases.chooseOwnPassword(mine, { password: "nine purple kites" });
  await useCases.addAddress(ctx, { membershipId: ada.id, email: "ada@example.com" });
  await deliver();
  expect(toldOf()).toEqual([]);
  expect(await db.select().from(outbox).where(eq(outbox.to, supervisor))).toEqual([]);
  expect(await db.select().from(users).where(eq(users.email, supervisor))).toEqual([]);
  // Whoever has it may be invited and set up like anybody: it is nobody's account.
  const { invitation } = await useCases.inviteUser(ctx, { email: supervisor });
  expect(invitation.status).toBe("pending");
  expect(invitation.userId).not.toBe(ada.id);
});

test("a secret that was written for it by mistake does not leave (the last guard)", async () => {
  const { house, supervisor, workspaceId, ada, db, deliver, toldOf } = await open();
  const secret = [
    "account_link",
    "account_password",
    "account_added",
    "password_reset",
    "verify_address",
    "invitation",
    "new_link",
    "password_changed",
    "address_changed",
  ];
  const { ids, now } = house.system();
  for (const template of secret) {
    await db.insert(outbox).values({
      workspaceId,
      id: ids.next("outbox"),
      template,
      generation: 0,
      aboutId: ada.id,
      to: supervisor,
      language: "en",
      state: "pending",
      priority: 0,
      dueAt: now(),
      attempts: 0,
      op: "op",
      createdAt: now(),
    });
  }
  await deliver();
  expect(toldOf()).toEqual([]);
  const states = await db.select({ state: outbox.state }).from(outbox).where(eq(outbox.aboutId, ada.id));
  expect(new Set(states.map(({ state }) => state))).toEqual(new Set(["canceled"]));
});

test("whoever gets an address of their own is told there, and nobody else any more", async () => {
  const { house, ctx, ada, seat, deliver, toldOf, rowOf, signedIn } = await open(
    {},
    { credentials: "typed_password", password: typed },
  );
  const first = await signedIn(typed);
  await useCases.chooseOwnPassword(first, { password: "nine purple kites" });
  await seat({ title: "Before" });
  await useCases.addAddress(ctx, { membershipId: ada.id, email: "ada@example.com" });
  const pending = await signedIn("nine purple kites");
  // The mail that waits is dropped: it was for whoever is not told any more.
  const before = house.sent.length;
  await house
    .system()
    .db.update(outbox)
    .set({ dueAt: house.clock.now + hour })
    .where(eq(outbox.template, "session_invitation"));
  await deliver();
  const proof = house.sent.slice(before).find(({ template }) => template === "verify_address");
  const token = /verify\/([\w.-]+)/.exec(proof?.text ?? "")?.[1] ?? "";
  await useCases.verifyAddress(pending, { token });
  expect(await rowOf()).toMatchObject({ email: "ada@example.com", notifyEmail: null });
  house.clock.advance(2 * hour);
  await deliver();
  expect(toldOf()).toEqual([]);
  await seat({ title: "After" });
  await deliver();
  expect(toldOf()).toEqual([]);
  const last = house.sent.at(-1);
  expect([last?.to, last?.template]).toEqual(["ada@example.com", "session_invitation"]);
  expect(last?.subject).toBe("Your place in After");
});

test("another is told from the moment on that it is changed, and nobody where it is taken away", async () => {
  const { house, supervisor, ctx, ada, seat, deliver, toldOf, db } = await open();
  await seat({ title: "One" });
  await useCases.changeNotifyEmail(ctx, { membershipId: ada.id, notifyEmail: "new@school.example" });
  await deliver();
  expect(toldOf()).toEqual([]);
  await seat({ title: "Two" });
  await deliver();
  expect(house.sent.map(({ to }) => to)).toEqual(["new@school.example"]);
  await useCases.changeNotifyEmail(ctx, { membershipId: ada.id, notifyEmail: null });
  await seat({ title: "Three" });
  await deliver();
  expect(house.sent).toHaveLength(1);
  const { timeline, notifyEmail } = await useCases.viewMember(ctx, { membershipId: ada.id });
  expect(notifyEmail).toBeNull();
  const changes = timeline.flatMap((entry) =>
    entry.kind === "act" && entry.action === "member.notify_changed" ? [entry.details] : [],
  );
  expect(changes).toEqual(
    expect.arrayContaining([
      { before: { notifyEmail: supervisor }, after: { notifyEmail: "new@school.example" } },
      { before: { notifyEmail: "new@school.example" }, after: { notifyEmail: null } },
    ]),
  );
  expect(await db.select().from(users).where(eq(users.email, "new@school.example"))).toEqual([]);
});

test("it is for people without an address alone", async () => {
  const { house, supervisor, space, ctx, db } = await open();
  const fieldsOf = async (act: Promise<unknown>) =>
    act.then(
      () => "done",
      (error: { details: { errors?: { path: string; code: string }[] } }) =>
        (error.details.errors ?? []).map(({ path, code }) => `${path} ${code}`).join(),
    );
  const both = { email: "eve@example.com", firstName: "Eve", notifyEmail: supervisor };
  expect(await fieldsOf(useCases.setUpMember(ctx, both))).toBe("notifyEmail has_address");
  const eve = await createMember(house, space.workspace, { email: "eve@example.com" });
  const change = { membershipId: eve.membershipId, notifyEmail: supervisor };
  expect(await fieldsOf(useCases.changeNotifyEmail(ctx, change))).toBe("notifyEmail has_address");
  const row = await db.select().from(memberships).where(eq(memberships.id, eve.membershipId));
  expect(row[0]?.notifyEmail).toBeNull();
  // And for whoever may change their names.
  const learner = house.context(eve.caller);
  expect(await refusalOf(useCases.changeNotifyEmail(learner, change))).toBe("FORBIDDEN");
});

test("its mailbox gets no more a day than others may", async () => {
  const house = openHouse({ recipientPerDay: 2 });
  const supervisor = teacher();
  const space = await createWorkspace(house, { overrides: { "identity.allow_no_email": true } });
  const ctx = house.context(space.admin.caller);
  const course = await plantCourse(house, space.workspace.id, "First aid");
  const ada = await useCases.setUpMember(ctx, {
    username: "ada.l",
    firstName: "Ada",
    notifyEmail: supervisor,
  });
  for (const title of ["One", "Two", "Three"]) {
    const sessionId = await plantSession(house, space.workspace.id, course, { title });
    await useCases.addAttendee(ctx, { sessionId, membershipId: ada.id });
    await useCases.deliverMail(house.system(), { workspaceId: space.workspace.id });
  }
  expect(house.sent.map(({ to }) => to)).toEqual([supervisor, supervisor]);
});

test("whoever is forgotten leaves nothing of it, and whoever is told and is forgotten is told no more", async () => {
  const { house, supervisor, space, ctx, ada, db, seat, deliver, rowOf, workspaceId } = await open();
  await seat({ title: "One" });
  await deliver();
  const told = await createMember(house, space.workspace, { email: supervisor });
  await useCases.removeMember(ctx, { membershipId: told.membershipId, confirmation: supervisor });
  await useCases.erasePerson(ctx, { membershipId: told.membershipId, confirmation: supervisor });
  expect((await rowOf())?.notifyEmail).toBeNull();

  await useCases.changeNotifyEmail(ctx, { membershipId: ada.id, notifyEmail: "other@school.example" });
  await seat({ title: "Two" });
  await deliver();
  await useCases.removeMember(ctx, { membershipId: ada.id, confirmation: "Ada Lovelace" });
  await useCases.erasePerson(ctx, { membershipId: ada.id, confirmation: "Ada Lovelace" });
  expect((await rowOf())?.notifyEmail).toBeNull();
  const left = await db.select({ to: outbox.to }).from(outbox).where(eq(outbox.workspaceId, workspaceId));
  expect(left.map(({ to }) => to).filter(Boolean)).toEqual([]);
});

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}

test("a file that sets people up says who is told for those without an address", async () => {
  const { house, supervisor, ctx, workspaceId, db } = await open({ "direct_setup.enabled": true });
  const rows = [
    "username,email,first_name,notify_email",
    `bob.b,,Bob,${supervisor.toUpperCase()}`,
    `,eve@example.com,Eve,${supervisor}`,
    "cid.c,,Cid,not an address",
    "dan.d,,Dan,",
  ];
  const { id: importId, counts } = await useCases.stageImport(ctx, {
    fileName: "a.csv",
    file: bytesOf(`${rows.join("\n")}\n`),
    setUp: true,
  });
  expect(counts).toEqual({ ready: 2, warning: 1, error: 1 });
  const { groups } = await useCases.viewImport(ctx, { importId });
  expect(groups.map(({ problem }) => problem.split(":").slice(0, 2).join(":")).sort()).toEqual([
    "!email_malformed:notify_email",
    "~notify_unused:notify_email",
  ]);
  await useCases.confirmImport(ctx, { importId, setUp: true });
  while ((await useCases.runImport(house.system(), { workspaceId, importId })).more);
  const people = await db.select().from(memberships).where(eq(memberships.importId, importId));
  expect(people.map(({ firstName, notifyEmail }) => [firstName, notifyEmail]).sort()).toEqual([
    ["Bob", supervisor],
    ["Dan", null],
    ["Eve", null],
  ]);
});

test("where everybody has an address, files know no such column", async () => {
  const house = openHouse();
  const space = await createWorkspace(house, { overrides: { "direct_setup.enabled": true } });
  const ctx = house.context(space.admin.caller);
  const { id } = await useCases.stageImport(ctx, {
    fileName: "a.csv",
    file: bytesOf(`email,notify_email\nana@example.com,${teacher()}\n`),
  });
  const { notices, mapping } = await useCases.viewImport(ctx, { importId: id });
  expect([notices.later, mapping]).toEqual([["notify_email"], ["email", null]]);
});
