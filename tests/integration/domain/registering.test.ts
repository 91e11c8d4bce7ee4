import { env } from "cloudflare:workers";
import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import {
  enrolments,
  invitations,
  memberships,
  registrations,
  roleAssignments,
  sessionAttendees,
} from "../../../db/schema/index.ts";
import { useCases } from "../../../worker/domain/index.ts";
import {
  createMember,
  createWorkspace,
  day,
  hour,
  minute,
  openHouse,
  type TestMember,
  tokenIn,
} from "../../support/house.ts";
import { plantSession } from "../../support/learning.ts";
import {
  changeCourse,
  openCatalog,
  plantCatalogCourse,
  registerByMail,
  stranger,
} from "../../support/registering.ts";

const password = "nine quiet umbrellas";
let serial = 0;

async function catalog(overrides: Record<string, unknown> = {}) {
  serial += 1;
  const house = openHouse();
  const space = await openCatalog(house, overrides);
  const courseId = await plantCatalogCourse(house, space.workspace.id, "First aid");
  return { house, ...space, courseId, email: `rosa-${serial}@example.com` };
}

const rowsOf = (house: ReturnType<typeof openHouse>, workspaceId: string, email: string) =>
  house
    .system()
    .db.select()
    .from(registrations)
    .where(and(eq(registrations.workspaceId, workspaceId), eq(registrations.email, email)));

const coursesOf = async (house: ReturnType<typeof openHouse>, workspaceId: string) =>
  (
    await house
      .system()
      .db.select({ courseId: enrolments.courseId, origin: enrolments.origin, status: enrolments.status })
      .from(enrolments)
      .where(eq(enrolments.workspaceId, workspaceId))
  ).map(({ courseId, origin, status }) => [courseId, origin, status]);

test("a stranger registers, proves the mailbox, sets a password and is in the course", async () => {
  const { house, workspace, admin, courseId, email } = await catalog();
  const token = await registerByMail(house, workspace, { email, courseId });
  expect(house.sent.at(-1)).toMatchObject({
    template: "registration",
    to: email,
    subject: "Confirm your address and start “First aid”",
  });
  // Until then there is nothing of them but the row.
  const people = await useCases.listPeople(house.context(admin.caller), {});
  expect(people.rows.map(({ email: shown }) => shown)).toEqual([admin.email]);

  const page = await useCases.viewInvitation(house.anonymous(), { token: token ?? "" });
  expect(page).toMatchObject({
    state: "open",
    viewer: "new_person",
    invitation: { email, firstName: "Rosa", roles: [{ role: "learner" }], inviterName: null },
    registration: { isMember: false, waits: false, courseId },
  });
  const joined = await useCases.joinAsNewPerson(house.anonymous(), {
    token: token ?? "",
    revision: page.invitation.revision,
    firstName: "Rosalind",
    lastName: "Lind",
    password,
  });
  expect(joined).toMatchObject({ email, landing: "portal", courseId, waits: false });
  expect(joined.session).not.toBeNull();
  expect(await coursesOf(house, workspace.id)).toEqual([[courseId, "catalog", "active"]]);
  const { db } = house.system();
  const [member] = await db
    .select()
    .from(memberships)
    .where(and(eq(memberships.workspaceId, workspace.id), eq(memberships.email, email)));
  expect(member).toMatchObject({ status: "active", firstName: "Rosalind", seatSince: house.clock.now });
  const roles = await db
    .select()
    .from(roleAssignments)
    .where(eq(roleAssignments.membershipId, member?.id ?? ""));
  expect(roles.map(({ role, scopeId }) => [role, scopeId])).toEqual([["learner", ""]]);
  const [invitation] = await db
    .select()
    .from(invitations)
    .where(eq(invitations.membershipId, member?.id ?? ""));
  expect(invitation).toMatchObject({ origin: "catalog", inviterKind: "system", status: "accepted", email });
  const ask = house.context(admin.caller);
  const { rows } = await useCases.listPeople(ask, {});
  expect(rows.map(({ id, registered }) => [id === member?.id, registered]).sort()).toEqual([
    [false, false],
    [true, true],
  ]);
  const shown = await useCases.viewMember(ask, { membershipId: member?.id ?? "" });
  expect(shown.registered).toBe(true);
  expect(shown.timeline.flatMap((entry) => (entry.kind === "act" ? [entry.action] : []))).toContain(
    "registration.joined",
  );
  const [row] = await rowsOf(house, workspace.id, email);
  expect(row).toMatchObject({ status: "joined", membershipId: member?.id, userId: member?.userId });

  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  expect(house.sent.at(-1)?.template).toBe("invitation_accepted");
  const again = await useCases.viewInvitation(house.anonymous(), { token: token ?? "" });
  expect(again.state).toBe("used");
});

test("what an administrator asks for in the request is refused, and the role is a learner's whatever the presets say", async () => {
  const { house, workspace, courseId, email } = await catalog();
  for (const extra of [{ role: "admin" }, { roles: ["admin"] }, { unitId: "unt_x" }, { generation: 3 }]) {
    const input = { workspace: workspace.slug, email, firstName: "Rosa", courseId, ...extra };
    await expect(useCases.register(stranger(house), input as never)).rejects.toMatchObject({
      code: "VALIDATION_FAILED",
    });
  }
  for (const address of [
    "a@example.com,b@example.com",
    "a@example.com;b@example.com",
    "a@example.com\r\nBcc: b@example.com",
    '"<a@example.com>"',
    "Ana <a@example.com>",
    ["a@example.com", "b@example.com"],
    { email: "a@example.com" },
  ]) {
    const input = { workspace: workspace.slug, email: address as string, firstName: "Rosa", courseId };
    await expect(useCases.register(stranger(house), input)).rejects.toMatchObject({
      code: "VALIDATION_FAILED",
    });
  }
  expect(house.woken).toEqual([]);
});

test("where there is no catalog, or no such course for strangers, nothing is found", async () => {
  const { house, workspace, email, courseId } = await catalog();
  const other = await openCatalog(house);
  const theirs = await plantCatalogCourse(house, other.workspace.id, "Elsewhere");
  const off = await createWorkspace(house);
  const [draft, hidden, gone] = await Promise.all(
    ["Draft", "Private", "Deleted"].map((title) => plantCatalogCourse(house, workspace.id, title)),
  );
  await changeCourse(house, draft ?? "", { status: "draft" });
  await changeCourse(house, hidden ?? "", { visibility: "private" });
  await changeCourse(house, gone ?? "", { deletedAt: house.clock.now });
  const asked: [string, string | undefined][] = [
    [workspace.slug, theirs],
    [off.workspace.slug, courseId],
    ["nowhere", courseId],
    [workspace.slug, draft],
    [workspace.slug, hidden],
    [workspace.slug, gone],
  ];
  for (const [slug, id] of asked) {
    await expect(
      useCases.register(stranger(house), { workspace: slug, email, firstName: "Rosa", courseId: id ?? "" }),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
  }
  expect(await rowsOf(house, workspace.id, email)).toEqual([]);
});

test("three registrations of an address an hour and ten of a client are answered alike, and the eleventh client is refused", async () => {
  const { house, workspace, courseId, email } = await catalog();
  const ask = (address: string, ip: string) =>
    useCases.register(stranger(house, ip), {
      workspace: workspace.slug,
      email: address,
      firstName: "Rosa",
      courseId,
    });
  for (let round = 0; round < 5; round += 1) {
    expect(await ask(email, `203.0.113.${round}`)).toEqual({ accepted: true, email });
    house.clock.advance(2 * minute);
    await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  }
  expect(house.sent.filter(({ to }) => to === email)).toHaveLength(3);
  house.clock.advance(hour);
  for (let round = 0; round < 10; round += 1)
    await ask(`many-${serial}-${round}@example.com`, "203.0.113.99");
  await expect(ask(`many-${serial}-10@example.com`, "203.0.113.99")).rejects.toMatchObject({
    code: "RATE_LIMITED",
  });
  expect(await rowsOf(house, workspace.id, `many-${serial}-10@example.com`)).toEqual([]);
  house.clock.advance(hour);
  expect(await ask(`many-${serial}-10@example.com`, "203.0.113.99")).toMatchObject({ accepted: true });
});

test("registering again adds the course, and the older link goes on to work", async () => {
  const { house, workspace, courseId, email } = await catalog();
  const second = await plantCatalogCourse(house, workspace.id, "Fire drill");
  const first = await registerByMail(house, workspace, { email, courseId });
  house.clock.advance(2 * minute);
  const other = await registerByMail(house, workspace, { email, courseId: second });
  expect(other).not.toBeNull();
  const page = await useCases.viewInvitation(house.anonymous(), { token: first ?? "" });
  expect(page.state).toBe("open");
  expect(page.invitation.places.courses.map(({ title }) => title)).toEqual(["Fire drill", "First aid"]);
  const joined = await useCases.joinAsNewPerson(house.anonymous(), {
    token: first ?? "",
    revision: 1,
    password,
  });
  expect(joined.courseId).toBe(second);
  expect((await coursesOf(house, workspace.id)).map(([id]) => id).sort()).toEqual([courseId, second].sort());
});

test("whoever is here already is told by mail to sign in, and nothing is opened", async () => {
  const { house, workspace, courseId } = await catalog();
  const member = await createMember(house, workspace);
  expect(await registerByMail(house, workspace, { email: member.email, courseId })).toBeNull();
  const mail = house.sent.at(-1);
  expect(mail).toMatchObject({ template: "registration_known", to: member.email });
  expect(mail?.text).toContain(
    `/w/${workspace.slug}/sign-in?returnTo=${encodeURIComponent(`/w/${workspace.slug}/catalog/${courseId}`)}`,
  );
  expect(await rowsOf(house, workspace.id, member.email)).toEqual([]);
});

test("a person with an account elsewhere signs in with its password, and the account stays as it is", async () => {
  const { house, workspace, courseId } = await catalog();
  const elsewhere = await createWorkspace(house);
  const person = await createMember(house, elsewhere.workspace, { firstName: "Petra" });
  const token = (await registerByMail(house, workspace, { email: person.email, courseId })) ?? "";
  const page = await useCases.viewInvitation(house.anonymous(), { token });
  expect(page.viewer).toBe("account_signed_out");
  await expect(
    useCases.joinAsNewPerson(house.anonymous(), { token, revision: 1, password }),
  ).rejects.toMatchObject({ code: "ACCOUNT_EXISTS" });
  await expect(
    useCases.signInAndJoin(house.anonymous(), { token, revision: 1, password: "not the one at all" }),
  ).rejects.toMatchObject({ code: "SIGN_IN_FAILED" });
  const joined = await useCases.signInAndJoin(house.anonymous(), {
    token,
    revision: 1,
    password: person.password,
  });
  expect(joined).toMatchObject({ courseId, email: person.email });
  const [member] = await house
    .system()
    .db.select()
    .from(memberships)
    .where(and(eq(memberships.workspaceId, workspace.id), eq(memberships.email, person.email)));
  expect(member).toMatchObject({ status: "active", userId: person.userId, firstName: "Petra" });
  expect(await coursesOf(house, workspace.id)).toEqual([[courseId, "catalog", "active"]]);
});

test("signed in as somebody else the link is for another, and a member who registered elsewhere joins by one button", async () => {
  const { house, workspace, courseId } = await catalog();
  const elsewhere = await createWorkspace(house);
  const person = await createMember(house, elsewhere.workspace);
  const other = await createMember(house, elsewhere.workspace);
  const token = (await registerByMail(house, workspace, { email: person.email, courseId })) ?? "";
  const asPerson = (who: TestMember) =>
    house.context(who.caller.kind === "member" ? { kind: "person", person: who.caller.person } : who.caller);
  await expect(useCases.joinSignedIn(asPerson(other), { token, revision: 1 })).rejects.toMatchObject({
    code: "WRONG_ACCOUNT",
  });
  expect(await useCases.joinSignedIn(asPerson(person), { token, revision: 1 })).toMatchObject({ courseId });
});

test("a link that ran out is replaced by the mailbox alone, and the older one ends with it", async () => {
  const { house, workspace, courseId, email } = await catalog();
  const token = (await registerByMail(house, workspace, { email, courseId })) ?? "";
  house.clock.advance(7 * day);
  expect((await useCases.viewInvitation(house.anonymous(), { token })).state).toBe("expired");
  await expect(
    useCases.joinAsNewPerson(house.anonymous(), { token, revision: 1, password }),
  ).rejects.toMatchObject({ code: "INVITATION_EXPIRED" });
  await useCases.requestNewLink(house.anonymous(), { token });
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  const fresh = tokenIn(house.sent.at(-1));
  expect((await useCases.viewInvitation(house.anonymous(), { token })).state).toBe("superseded");
  await expect(useCases.requestNewLink(house.anonymous(), { token })).rejects.toMatchObject({
    code: "RESEND_LIMIT",
  });
  expect(
    await useCases.joinAsNewPerson(house.anonymous(), { token: fresh, revision: 1, password }),
  ).toMatchObject({ courseId });
});

test("two proofs at once make one member", async () => {
  const { house, workspace, courseId, email } = await catalog();
  const token = (await registerByMail(house, workspace, { email, courseId })) ?? "";
  const tries = await Promise.allSettled(
    Array.from({ length: 10 }, () =>
      useCases.joinAsNewPerson(house.anonymous(), { token, revision: 1, password }),
    ),
  );
  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const members = await house
    .system()
    .db.select()
    .from(memberships)
    .where(and(eq(memberships.workspaceId, workspace.id), eq(memberships.email, email)));
  expect(members).toHaveLength(1);
});

test("a course that is private, deleted or has a price by now keeps nobody out, and they are told", async () => {
  for (const change of [
    { visibility: "private" as const },
    { deletedAt: 1 },
    { status: "draft" as const },
    { priceMinor: 500, currency: "EUR" },
  ]) {
    const { house, workspace, courseId, email } = await catalog();
    const token = (await registerByMail(house, workspace, { email, courseId })) ?? "";
    await changeCourse(house, courseId, change);
    const page = await useCases.viewInvitation(house.anonymous(), { token });
    expect(page.registration?.missing.courses).toEqual(["First aid"]);
    const joined = await useCases.joinAsNewPerson(house.anonymous(), { token, revision: 1, password });
    expect(joined.courseId).toBeNull();
    expect(await coursesOf(house, workspace.id)).toEqual([]);
  }
});

test("the last place of a date goes to one of two, and the other has the course without it", async () => {
  const { house, workspace, courseId, email } = await catalog();
  const sessionId = await plantSession(house, workspace.id, courseId, { seats: 1 });
  const addresses = [email, `second-${email}`];
  const tokens = [];
  for (const address of addresses) {
    tokens.push((await registerByMail(house, workspace, { email: address, courseId, sessionId })) ?? "");
  }
  await Promise.all(
    tokens.map((token) => useCases.joinAsNewPerson(house.anonymous(), { token, revision: 1, password })),
  );
  const { db } = house.system();
  const taken = await db.select().from(sessionAttendees).where(eq(sessionAttendees.sessionId, sessionId));
  expect(taken.map(({ origin }) => origin)).toEqual(["catalog"]);
  expect(await coursesOf(house, workspace.id)).toHaveLength(2);
  await expect(
    useCases.register(stranger(house), {
      workspace: workspace.slug,
      email: `third-${email}`,
      firstName: "Rosa",
      courseId,
      sessionId,
    }),
  ).rejects.toMatchObject({
    code: "VALIDATION_FAILED",
    details: { errors: [{ path: "sessionId", code: "full" }] },
  });
});

test("where registering was switched off meanwhile the link is over, and nobody joins by it", async () => {
  const { house, workspace, courseId, email } = await catalog();
  const token = (await registerByMail(house, workspace, { email, courseId })) ?? "";
  await env.DB.prepare("update workspaces set policy_overrides = '{}' where id = ?").bind(workspace.id).run();
  expect((await useCases.viewInvitation(house.anonymous(), { token })).state).toBe("refused");
  await expect(
    useCases.joinAsNewPerson(house.anonymous(), { token, revision: 1, password }),
  ).rejects.toMatchObject({ code: "INVITATION_CANCELED" });
});

test("where somebody has to approve, the proof opens nothing yet but the account", async () => {
  const { house, workspace, courseId, email } = await catalog({ "selfreg.check": "moderated" });
  const token = (await registerByMail(house, workspace, { email, courseId })) ?? "";
  const joined = await useCases.joinAsNewPerson(house.anonymous(), { token, revision: 1, password });
  expect(joined).toMatchObject({ session: null, courseId: null, waits: true });
  const [row] = await rowsOf(house, workspace.id, email);
  expect(row).toMatchObject({ status: "waiting", membershipId: null, provedAt: house.clock.now });
  expect(row?.userId).toMatch(/^usr_/);
  expect(await coursesOf(house, workspace.id)).toEqual([]);
  expect((await useCases.viewInvitation(house.anonymous(), { token })).state).toBe("waiting");
  await expect(
    useCases.signIn(house.anonymous(), { workspaceSlug: workspace.slug, email, password }),
  ).rejects.toMatchObject({ code: "SIGN_IN_FAILED" });
});

test("a workspace without a seat left takes nobody, and the registration stays open", async () => {
  const house = openHouse();
  const { workspace } = await openCatalog(house, {}, { seats: 1 });
  const courseId = await plantCatalogCourse(house, workspace.id, "First aid");
  const token = (await registerByMail(house, workspace, { email: "seat@example.com", courseId })) ?? "";
  await expect(
    useCases.joinAsNewPerson(house.anonymous(), { token, revision: 1, password }),
  ).rejects.toMatchObject({ code: "NO_SEAT" });
  expect(await rowsOf(house, workspace.id, "seat@example.com")).toMatchObject([{ status: "started" }]);
});

test("domains that may not come are refused by their name and no likeness", async () => {
  const { house, workspace, courseId } = await catalog({
    "selfreg.domains_allowed": ["school.example", "*.school.example"],
  });
  const ask = (email: string) =>
    useCases.register(stranger(house), { workspace: workspace.slug, email, firstName: "Rosa", courseId });
  for (const email of ["a@evil-school.example", "a@school.example.evil.test", "a@other.example"]) {
    await expect(ask(email)).rejects.toMatchObject({
      details: { errors: [{ path: "email", code: "domain" }] },
    });
  }
  for (const email of ["a@School.Example.", "a@north.school.example"]) {
    expect(await ask(email)).toMatchObject({ accepted: true });
  }
});

test("what happens to a registration between reading its link and joining by it counts", async () => {
  for (const [change, code] of [
    ["status = 'lapsed', email = ''", "INVITATION_EXPIRED"],
    ["status = 'joined'", "INVITATION_USED"],
    ["generation = 2", "INVITATION_SUPERSEDED"],
    ["expires_at = 0", "INVITATION_EXPIRED"],
  ] as const) {
    const { house, workspace, courseId, email } = await catalog();
    const token = (await registerByMail(house, workspace, { email, courseId })) ?? "";
    const member = await createMember(house, workspace, { email });
    const ctx = house.context(member.caller);
    const { batch } = ctx.db;
    ctx.db.batch = (async (statements: Parameters<typeof batch>[0]) => {
      await env.DB.prepare(`update registrations set ${change} where workspace_id = ?`)
        .bind(workspace.id)
        .run();
      return batch.call(ctx.db, statements);
    }) as unknown as typeof batch;
    await expect(useCases.joinSignedIn(ctx, { token, revision: 1 })).rejects.toMatchObject({ code });
    expect(await coursesOf(house, workspace.id)).toEqual([]);
  }
});
