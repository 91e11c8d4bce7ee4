import { env } from "cloudflare:workers";
import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import {
  authSessions,
  certificates,
  enrolments,
  groupMembers,
  memberships,
  registrationLinks,
  registrations,
  roleAssignments,
  sessionAttendees,
  unprovedMembers,
  workspaces,
} from "../../../db/schema/index.ts";
import type { Caller } from "../../../worker/domain/context.ts";
import { useCases } from "../../../worker/domain/index.ts";
import { resolveCaller } from "../../../worker/domain/sessions/resolve-caller.ts";
import {
  createMember,
  createWorkspace,
  day,
  type House,
  hour,
  minute,
  openHouse,
  plantGroup,
  plantUnit,
  refusalOf,
  tokenIn,
} from "../../support/house.ts";
import { plantCourse, plantSession } from "../../support/learning.ts";
import { listening } from "../../support/listening.ts";
import {
  changeCourse,
  openCatalog,
  plantCatalogCourse,
  plantLink,
  stranger,
} from "../../support/registering.ts";

const password = "nine quiet umbrellas";
let serial = 0;

async function open(
  overrides: Record<string, unknown> = {},
  options: Parameters<typeof openCatalog>[2] = {},
  house: House = openHouse({ registrationsPerHour: 1_000 }),
) {
  serial += 1;
  const space = await openCatalog(house, { "selfreg.check": "free", ...overrides }, options);
  const courseId = await plantCatalogCourse(house, space.workspace.id, "First aid");
  return {
    house,
    ...space,
    courseId,
    email: `free-${serial}@example.com`,
    db: house.system().db,
    ask: house.context(space.admin.caller),
  };
}
type Open = Awaited<ReturnType<typeof open>>;

type Input = Partial<Parameters<typeof useCases.registerAndEnter>[1]>;

/** Registers in a browser, and gives who that browser is from then on; null: they are asked to look into the mailbox. */
async function enter(at: Open, input: Input = {}) {
  const { entered } = await useCases.registerAndEnter(stranger(at.house), {
    workspace: at.workspace.slug,
    email: at.email,
    firstName: "Rosa",
    lastName: "Lind",
    ...(input.linkCode ? {} : { courseId: at.courseId }),
    ...input,
  });
  if (!entered) return null;
  const { secret } = entered.session;
  const caller = await callerOf(at, secret);
  if (caller.kind !== "member") throw new Error("not let in");
  return { secret, entered, caller, id: caller.membership.id, userId: caller.person.userId };
}

async function letIn(at: Open, input: Input = {}) {
  const who = await enter(at, input);
  if (!who) throw new Error("not let in");
  return who;
}

const callerOf = async ({ house, workspace }: Open, secret: string, slug: string | null = workspace.slug) =>
  (await resolveCaller(house.anonymous(), secret, slug)).caller;

/** The link that was mailed last to an address. */
async function linkTo(at: Open, email = at.email, template = "registration"): Promise<string> {
  await useCases.deliverMail(at.house.system(), { workspaceId: at.workspace.id });
  return tokenIn(at.house.sent.findLast((mail) => mail.to === email && mail.template === template));
}

async function join(at: Open, token: string) {
  const { revision } = (await useCases.viewInvitation(at.house.anonymous(), { token })).invitation;
  return useCases.joinAsNewPerson(at.house.anonymous(), { token, revision, firstName: "Rosalind", password });
}

const enrolmentsOf = async ({ db }: Open, membershipId: string) =>
  db.select().from(enrolments).where(eq(enrolments.membershipId, membershipId));

const memberOf = async ({ db, workspace }: Open, email: string) =>
  (await db.select().from(memberships).where(eq(memberships.workspaceId, workspace.id))).find(
    (row) => row.email === email && row.status === "active",
  );

/** Everything in the database in which the workspace's row of somebody could have been left. */
async function leftOf({ db, workspace }: Open, { id, userId }: { id: string; userId: string }) {
  const count = async (query: ReturnType<typeof sql>) =>
    (await db.all<{ n: number }>(sql`select count(*) as n ${query}`))[0]?.n;
  const of = (table: string) =>
    count(sql`from ${sql.raw(table)} where workspace_id = ${workspace.id} and membership_id = ${id}`);
  return {
    membership: await count(sql`from memberships where id = ${id}`),
    unproved: await of("unproved_members"),
    roles: await of("role_assignments"),
    enrolments: await of("enrolments"),
    certificates: await of("certificates"),
    dates: await of("session_attendees"),
    facets: await of("membership_facets"),
    terms: await of("membership_terms"),
    user: await count(sql`from users where id = ${userId}`),
    sessions: await count(sql`from auth_sessions where user_id = ${userId}`),
    names: await count(sql`from audit_details where workspace_id = ${workspace.id}
      and (details like '%Rosa%' or details like '%Lind%' or actor_name like '%Rosa%')`),
  };
}
const nothing = {
  membership: 0,
  unproved: 0,
  roles: 0,
  enrolments: 0,
  certificates: 0,
  dates: 0,
  facets: 0,
  terms: 0,
  user: 0,
  sessions: 0,
  names: 0,
};

test("whoever registers is in the course at once, and the mailed link makes them a member who keeps what they did", async () => {
  const at = await open();
  const sessionId = await plantSession(at.house, at.workspace.id, at.courseId, { seats: 1 });
  const who = await letIn(at, { sessionId });
  expect(who.entered.courseId).toBe(at.courseId);
  expect(who.entered.session.expiresAt).toBe(at.house.clock.now + 7 * day);
  expect(who.caller).toMatchObject({
    person: { email: "", firstName: "Rosa", viaProvider: false, emailVerified: false, workspaces: [] },
    membership: {
      status: "unproved",
      unproved: { address: at.email, until: at.house.clock.now + 7 * day },
      allRoles: [{ role: "learner" }],
    },
  });
  const ctx = at.house.context(who.caller);
  const own = await useCases.viewOwnCourse(ctx, { courseId: at.courseId });
  expect([own.course.title, own.sessions.map(({ id }) => id)]).toEqual(["First aid", [sessionId]]);

  const [taken] = await enrolmentsOf(at, who.id);
  await useCases.setProgress(at.ask, { enrolmentId: taken?.id ?? "", progress: 40 });
  await useCases.completeEnrolment(at.ask, { enrolmentId: taken?.id ?? "" });
  // No certificate in a name that anybody could have typed.
  const { certificateId } = (await useCases.viewOwnCourse(ctx, { courseId: at.courseId })).course;
  const certify = useCases.viewOwnCertificate(ctx, { certificateId: certificateId ?? "" });
  expect(await refusalOf(certify)).toBe("ADDRESS_UNCONFIRMED");

  const token = await linkTo(at);
  expect(at.house.sent.map(({ template }) => template)).toEqual(["registration"]);
  // In their own browser: the page of the link knows nobody.
  expect((await callerOf(at, who.secret, null)).kind).toBe("anonymous");
  const joined = await join(at, token);
  expect(joined).toMatchObject({ courseId: at.courseId, landing: "portal" });
  const member = await memberOf(at, at.email);
  expect(member).toMatchObject({ firstName: "Rosalind", status: "active", seatSince: at.house.clock.now });
  expect(await enrolmentsOf(at, member?.id ?? "")).toMatchObject([
    { id: taken?.id, courseId: at.courseId, status: "completed", origin: "catalog" },
  ]);
  const [certificate] = await at.db
    .select()
    .from(certificates)
    .where(eq(certificates.membershipId, member?.id ?? ""));
  // The name is what the owner of the mailbox says, not what was typed.
  expect(certificate).toMatchObject({ courseId: at.courseId, personName: "Rosalind Lind" });
  expect(
    await at.db.select().from(sessionAttendees).where(eq(sessionAttendees.sessionId, sessionId)),
  ).toMatchObject([{ membershipId: member?.id, origin: "catalog" }]);
  expect(await leftOf(at, who)).toMatchObject({ ...nothing, names: expect.anything() });
  expect((await callerOf(at, who.secret)).kind).toBe("anonymous");
});

test("known, invited, deactivated, asked too often and unknown addresses are let in alike, by the same statements, each as somebody new", async () => {
  const heard = listening(env.DB);
  const at = await open({}, {}, openHouse({ database: heard.database, registrationsPerHour: 1_000 }));
  const member = await createMember(at.house, at.workspace);
  const left = await createMember(at.house, at.workspace, { status: "deactivated" });
  const elsewhere = await createMember(at.house, (await createWorkspace(at.house)).workspace);
  await useCases.inviteUser(at.ask, { email: "asked-free@example.com", roles: ["admin"] });
  const told = new Set<string>();
  const work = new Set<string>();
  const people = new Set<string>();
  const addresses = [
    "nobody-free@example.com",
    member.email,
    left.email,
    elsewhere.email,
    "asked-free@example.com",
  ];
  for (const email of [...addresses, ...Array(5).fill("nobody-free@example.com")]) {
    heard.calls.length = 0;
    const { email: mine, entered } = await useCases.registerAndEnter(stranger(at.house), {
      workspace: at.workspace.slug,
      email,
      firstName: "Rosa",
      courseId: at.courseId,
    });
    expect(mine).toBe(email);
    expect(heard.calls).toHaveLength(2);
    work.add(JSON.stringify(heard.calls));
    told.add(JSON.stringify({ ...entered, session: { ...entered?.session, secret: "" } }));
    const caller = await callerOf(at, entered?.session.secret ?? "");
    if (caller.kind !== "member") throw new Error("not let in");
    people.add(caller.membership.id);
    expect(caller.person.userId).not.toBe(member.userId);
    expect(caller.membership.roles.map(({ role }) => role)).toEqual(["learner"]);
    expect((await useCases.viewOwnLearning(at.house.context(caller), {})).courses).toHaveLength(1);
  }
  expect([told.size, work.size, people.size]).toEqual([1, 1, addresses.length + 5]);
});

test("an unproved member is nobody away from the workspace, and where its provider becomes the only way in", async () => {
  const at = await open();
  const who = await letIn(at);
  const other = await openCatalog(at.house);
  for (const slug of [null, other.workspace.slug]) {
    expect((await callerOf(at, who.secret, slug)).kind).toBe("anonymous");
  }
  await env.DB.prepare(
    `insert into sso_connections (workspace_id, id, name, issuer, client_id, sealed_secret, secret_key, created_at, tested_at, tested_by, enforced_at, spare_admin, last_op)
     select ?1, 'sso_x', 'Provider', 'https://id.example.com', 'c', 's', 'k1', 1, 1, ?2, 1, ?2, 'x'`,
  )
    .bind(at.workspace.id, at.admin.membershipId)
    .run();
  expect((await callerOf(at, who.secret)).kind).toBe("anonymous");
});

test("they take no seat, now and after any cron, and the proof takes one", async () => {
  const at = await open({}, { seats: 1 });
  const who = await letIn(at);
  await useCases.expireInvitations(at.house.system(), {});
  await useCases.lapseUnproved(at.house.system(), {});
  await useCases.endAccessDue(at.house.system(), {});
  // Being here takes none either.
  await (await resolveCaller(at.house.anonymous(), who.secret, at.workspace.slug)).afterwards?.();
  at.house.clock.advance(hour);
  await (await resolveCaller(at.house.anonymous(), who.secret, at.workspace.slug)).afterwards?.();
  expect(await useCases.viewSeats(at.ask, { limit: 50 })).toMatchObject({
    used: 1,
    held: 0,
    people: { count: 1 },
  });
  const [row] = await at.db.select().from(memberships).where(eq(memberships.id, who.id));
  expect(row).toMatchObject({ status: "unproved", seatSince: null, email: null });
  // There is no seat for whoever proves it, and what they have stays until then.
  expect(await refusalOf(join(at, await linkTo(at)))).toBe("NO_SEAT");
  expect((await callerOf(at, who.secret)).kind).toBe("member");
});

test("the walls hold whatever statement comes: no role, place, key, card, username, order, address or password", async () => {
  const at = await open();
  const who = await letIn(at);
  const { id: groupId } = await plantGroup(at.house, at.workspace.id, "Team");
  const { id: unitId } = await plantUnit(at.house, at.workspace.id, "Sales");
  const sessionId = await plantSession(at.house, at.workspace.id, at.courseId);
  const other = await createWorkspace(at.house);
  const w = at.workspace.id;
  const member = await createMember(at.house, at.workspace);
  const walls: [string, ReturnType<typeof sql>][] = [
    ["role", sql`insert into role_assignments values (${w}, ${who.id}, 'admin', '', null, null)`],
    [
      "role of a group",
      sql`insert into role_assignments values (${w}, ${who.id}, 'learner', ${groupId}, null, ${groupId})`,
    ],
    [
      "group",
      sql`insert into group_members (workspace_id, membership_id, group_id, kind) values (${w}, ${who.id}, ${groupId}, 'direct')`,
    ],
    [
      "unit",
      sql`insert into unit_members (workspace_id, membership_id, unit_id) values (${w}, ${who.id}, ${unitId})`,
    ],
    [
      "instructor",
      sql`insert into session_instructors (workspace_id, session_id, membership_id) values (${w}, ${sessionId}, ${who.id})`,
    ],
    ["username", sql`insert into login_names values (${w}, ${who.id}, 'rosa', 'rosa', 1)`],
    [
      "card",
      sql`insert into sign_in_cards (workspace_id, id, membership_id, code_hash, created_at, expires_at) values (${w}, 'crd_x', ${who.id}, 'x', 1, 2)`,
    ],
    [
      "api key",
      sql`insert into api_keys (workspace_id, id, name, hash, scopes, max_role, creator_membership_id, created_at)
      values (${w}, 'key_x', 'x', 'x', '[]', 'learner', ${who.id}, 1)`,
    ],
    [
      "order",
      sql`insert into orders (workspace_id, id, course_id, membership_id, status, price_minor, currency, refunded_minor, created_at, last_op)
      values (${w}, 'ord_x', ${at.courseId}, ${who.id}, 'open', 1, 'eur', 0, 1, 'x')`,
    ],
    ["address", sql`update users set email = ${at.email}, email_verified_at = 1 where id = ${who.userId}`],
    ["password", sql`update users set password_hash = 'x' where id = ${who.userId}`],
    ["address of the membership", sql`update memberships set email = ${at.email} where id = ${who.id}`],
    ["status", sql`update memberships set status = 'active', shown_as = 'active' where id = ${who.id}`],
    ["another's status", sql`update memberships set status = 'unproved' where id = ${member.membershipId}`],
    // What is missing of these rows is asked after the walls.
    [
      "invitation",
      sql`insert into invitations (workspace_id, id, membership_id) values (${w}, 'inv_x', ${who.id})`,
    ],
    ["identity", sql`insert into sso_identities (workspace_id, membership_id) values (${w}, ${who.id})`],
    [
      "a member elsewhere",
      sql`insert into memberships (workspace_id, id, user_id, first_name, last_name, language, status, shown_as,
        delivery, inviter_id, labels, custom_fields, search_terms, created_at)
        values (${other.workspace.id}, 'mem_x', ${who.userId}, '', '', 'en', 'active', 'active', 'none', '', '[]', '{}', '[]', 1)`,
    ],
    [
      "another workspace",
      sql`update memberships set user_id = ${who.userId} where id = ${other.admin.membershipId}`,
    ],
    [
      "verification",
      sql`insert into email_verifications (id, user_id, workspace_id, email, created_at, expires_at) values ('x', ${who.userId}, ${w}, 'x', 1, 2)`,
    ],
    [
      "reset",
      sql`insert into password_resets (id, user_id, workspace_id, created_at, expires_at) values ('x', ${who.userId}, ${w}, 1, 2)`,
    ],
  ];
  for (const [name, statement] of walls) {
    const said = await at.db.run(statement).then(
      () => "done",
      (error: { cause?: unknown }) => String(error.cause ?? error),
    );
    expect([name, /ADDRESS_UNCONFIRMED/.test(said) || said]).toEqual([name, true]);
  }
});

test("an administrator is refused in words for everything but taking them out", async () => {
  const heard = listening(env.DB);
  const at = await open(
    { "identity.username": "optional", "identity.allow_no_email": true, "access.expiry_enabled": true },
    {},
    openHouse({ database: heard.database, registrationsPerHour: 1_000 }),
  );
  const who = await letIn(at);
  const { id: groupId } = await plantGroup(at.house, at.workspace.id, "Team");
  const second = await plantCatalogCourse(at.house, at.workspace.id, "Fire drill");
  const sessionId = await plantSession(at.house, at.workspace.id, second);
  const { ask } = at;
  const membershipId = who.id;
  const acts: [string, () => Promise<unknown>, string][] = [
    ["roles", () => useCases.changeRoles(ask, { membershipId, roles: ["admin"] }), "ADDRESS_UNCONFIRMED"],
    [
      "place",
      () => useCases.placeMember(ask, { membershipId, addGroupIds: [groupId] }),
      "ADDRESS_UNCONFIRMED",
    ],
    [
      "names",
      () => useCases.changeNames(ask, { membershipId, firstName: "Ada", lastName: "Admin" }),
      "ADDRESS_UNCONFIRMED",
    ],
    [
      "username",
      () => useCases.changeUsername(ask, { membershipId, username: "rosa.lind" }),
      "ADDRESS_UNCONFIRMED",
    ],
    [
      "address",
      () => useCases.addAddress(ask, { membershipId, email: "new@example.com" }),
      "ADDRESS_UNCONFIRMED",
    ],
    ["deactivate", () => useCases.deactivateMember(ask, { membershipId }), "ADDRESS_UNCONFIRMED"],
    [
      "access",
      () => useCases.setAccessEnd(ask, { membershipId, accessEndsOn: "2026-12-31" }),
      "ADDRESS_UNCONFIRMED",
    ],
    ["enrol", () => useCases.enrolMember(ask, { membershipId, courseId: second }), "NOT_ACTIVE"],
    ["attend", () => useCases.addAttendee(ask, { sessionId, membershipId }), "NOT_ACTIVE"],
    [
      "group",
      () => useCases.addGroupMembers(ask, { groupId, membershipIds: [membershipId] }),
      "ADDRESS_UNCONFIRMED",
    ],
  ];
  heard.calls.length = 0;
  for (const [name, act, code] of acts) expect([name, await refusalOf(act())]).toEqual([name, code]);
  // In words, before the first write: none of them came as far as the walls.
  expect(heard.calls.flat().filter((statement) => !/^select/.test(statement))).toEqual([]);
  const page = await useCases.viewMember(ask, { membershipId });
  expect(page).toMatchObject({
    status: "unproved",
    email: null,
    unproved: { address: at.email, until: at.house.clock.now + 7 * day },
  });
  const may = Object.entries(page.may).flatMap(([act, is]) => (is ? [act] : []));
  expect(may).toEqual(["remove", "exportData"]);
  const { data } = await useCases.exportPersonData(ask, { membershipId });
  expect(data.member).toMatchObject({ status: "unproved", email: null, saysToBe: at.email });
  // No bulk act means them, picked by hand or found by a filter.
  for (const target of [{ ids: [membershipId] }, { filter: { q: "lind" } }]) {
    const label = { action: "label" as const, addLabels: ["VIP"] };
    expect(await useCases.previewPeopleJob(ask, { ...label, ...target })).toMatchObject({ total: 0 });
  }

  expect(await refusalOf(useCases.removeMember(ask, { membershipId, confirmation: at.email }))).toBe(
    "VALIDATION_FAILED",
  );
  await useCases.removeMember(ask, { membershipId, confirmation: "Rosa Lind" });
  expect(await leftOf(at, who)).toEqual(nothing);
  expect((await callerOf(at, who.secret)).kind).toBe("anonymous");
});

test("they have courses and nothing else: no account, no key, nothing bought, nobody invited", async () => {
  const at = await open();
  const who = await letIn(at);
  const dear = await plantCatalogCourse(at.house, at.workspace.id, "Paid", {
    priceMinor: 4_900,
    currency: "EUR",
  });
  const hidden = await plantCourse(at.house, at.workspace.id, "Hidden");
  const second = await plantCatalogCourse(at.house, at.workspace.id, "Fire drill");
  const ctx = at.house.context(who.caller);
  const price = { amount: 4_900, currency: "EUR" };
  const acts: [string, () => Promise<unknown>, string][] = [
    [
      "buy",
      () =>
        useCases.beginCheckout(ctx, {
          workspaceSlug: at.workspace.slug,
          courseId: dear,
          price,
          language: "en",
        }),
      "ADDRESS_UNCONFIRMED",
    ],
    [
      "names",
      () => useCases.changeOwnProfile(ctx, { firstName: "Ada", lastName: "Admin" } as never),
      "ADDRESS_UNCONFIRMED",
    ],
    [
      "password",
      () => useCases.changeOwnPassword(ctx, { current: "", password } as never),
      "VALIDATION_FAILED|ADDRESS_UNCONFIRMED",
    ],
    [
      "address",
      () => useCases.addOwnAddress(ctx, { email: "mine@example.com" } as never),
      "VALIDATION_FAILED|ADDRESS_UNCONFIRMED",
    ],
    ["people", () => useCases.listPeople(ctx, {}), "ADDRESS_UNCONFIRMED"],
    ["key", () => useCases.createApiKey(ctx, {} as never), "ADDRESS_UNCONFIRMED"],
    ["invite", () => useCases.inviteUser(ctx, {} as never), "ADDRESS_UNCONFIRMED"],
    ["hidden course", () => useCases.enrolMyself(ctx, { courseId: hidden }), "NOT_FOUND"],
    ["dear course", () => useCases.enrolMyself(ctx, { courseId: dear }), "PAYMENT_REQUIRED"],
    ["verification", () => useCases.requestVerification(ctx, {}), "NOT_FOUND"],
  ];
  for (const [name, act, code] of acts)
    expect([name, await refusalOf(act())]).toEqual([name, expect.stringMatching(code)]);
  await useCases.enrolMyself(ctx, { courseId: second });
  expect((await useCases.viewOwnLearning(ctx, {})).courses.map(({ title }) => title).sort()).toEqual([
    "Fire drill",
    "First aid",
  ]);
  expect((await useCases.exportOwnData(ctx, {})).data.member).toMatchObject({ firstName: "Rosa" });
});

test("nobody is let in where another rule rests on the proof, by a program, or who is signed in", async () => {
  for (const overrides of [
    { "selfreg.check": "verify_email" },
    { "selfreg.check": "moderated" },
    { "selfreg.domains_allowed": ["example.com"] },
    { "activation.verify_email": "always" },
  ]) {
    expect([overrides, await enter(await open(overrides))]).toEqual([overrides, null]);
  }
  const at = await open();
  const linkId = await plantLink(at.house.system(), at.workspace.id);
  await at.db
    .update(registrationLinks)
    .set({ domains: ["example.com"] })
    .where(eq(registrationLinks.id, linkId));
  const [link] = await at.db.select().from(registrationLinks).where(eq(registrationLinks.id, linkId));
  expect(await enter(at, { linkCode: link?.code ?? "" })).toBeNull();
  const other = await createMember(at.house, (await createWorkspace(at.house)).workspace);
  const person: Caller =
    other.caller.kind === "member" ? { kind: "person", person: other.caller.person } : other.caller;
  const input = { workspace: at.workspace.slug, email: at.email, firstName: "Rosa", courseId: at.courseId };
  expect(await useCases.registerAndEnter(at.house.context(person), input)).toEqual({
    email: at.email,
    entered: null,
  });
  expect(await useCases.register(stranger(at.house), input)).toEqual({ accepted: true, email: at.email });
  await env.DB.prepare(
    `insert into sso_connections (workspace_id, id, name, issuer, client_id, sealed_secret, secret_key, created_at, tested_at, tested_by, enforced_at, spare_admin, last_op)
     select ?1, 'sso_y', 'Provider', 'https://id.example.com', 'c', 's', 'k1', 1, 1, ?2, 1, ?2, 'x'`,
  )
    .bind(at.workspace.id, at.admin.membershipId)
    .run();
  expect(await enter(at)).toBeNull();
  expect(
    await at.db.select().from(unprovedMembers).where(eq(unprovedMembers.workspaceId, at.workspace.id)),
  ).toEqual([]);
});

test("as many a day are let in as are mailed, and then they are asked to look into the mailbox", async () => {
  const at = await open({}, { plan: "free_trial" });
  for (let round = 0; round < 50; round += 1) {
    expect(await enter(at, { email: `day-${serial}-${round}@example.com` })).not.toBeNull();
  }
  expect(await enter(at, { email: `day-${serial}-50@example.com` })).toBeNull();
  at.house.clock.advance(day);
  expect(await enter(at, { email: `day-${serial}-51@example.com` })).not.toBeNull();
});

test("a link's courses are there at once, its group and its use come with the proof", async () => {
  const at = await open();
  const { id: groupId } = await plantGroup(at.house, at.workspace.id, "Team");
  const hidden = await plantCourse(at.house, at.workspace.id, "Hidden");
  const linkId = await plantLink(at.house.system(), at.workspace.id, [groupId]);
  await env.DB.prepare(
    "insert into registration_link_places (workspace_id, link_id, place_id, course_id) values (?1, ?2, ?3, ?3)",
  )
    .bind(at.workspace.id, linkId, hidden)
    .run();
  await at.db.update(registrationLinks).set({ maxUses: 1 }).where(eq(registrationLinks.id, linkId));
  const link = async () =>
    (await at.db.select().from(registrationLinks).where(eq(registrationLinks.id, linkId)))[0];
  const code = (await link())?.code ?? "";
  const squatter = await letIn(at, { linkCode: code, email: "squatter@example.com" });
  const who = await letIn(at, { linkCode: code });
  expect((await link())?.uses).toBe(0);
  expect((await enrolmentsOf(at, who.id)).map(({ courseId }) => courseId)).toEqual([hidden]);
  expect(await at.db.select().from(groupMembers).where(eq(groupMembers.membershipId, who.id))).toEqual([]);
  await join(at, await linkTo(at));
  const member = await memberOf(at, at.email);
  expect((await link())?.uses).toBe(1);
  expect(
    await at.db
      .select()
      .from(groupMembers)
      .where(eq(groupMembers.membershipId, member?.id ?? "")),
  ).toMatchObject([{ groupId }]);
  expect((await enrolmentsOf(at, member?.id ?? "")).map(({ courseId }) => courseId)).toEqual([hidden]);
  // The last use is gone: whoever typed an address only finds it so when they prove it.
  expect(await refusalOf(join(at, await linkTo(at, "squatter@example.com")))).toBe("LINK_FULL");
  expect((await callerOf(at, squatter.secret)).kind).toBe("member");
});

test("of several who typed an address the furthest counts, and nobody else's courses move", async () => {
  const at = await open();
  const second = await plantCatalogCourse(at.house, at.workspace.id, "Fire drill");
  const [early, late] = [
    await plantSession(at.house, at.workspace.id, at.courseId, { seats: 5 }),
    await plantSession(at.house, at.workspace.id, at.courseId, { seats: 5 }),
  ];
  const one = await letIn(at, { sessionId: early });
  const two = await letIn(at, { courseId: second });
  at.house.clock.advance(minute);
  const three = await letIn(at, { sessionId: late });
  const bystander = await letIn(at, { email: "bystander@example.com" });
  const progress = async (id: string, value: number) => {
    const [row] = await enrolmentsOf(at, id);
    await useCases.setProgress(at.ask, { enrolmentId: row?.id ?? "", progress: value });
  };
  await progress(one.id, 20);
  await progress(three.id, 70);
  await progress(bystander.id, 90);
  await join(at, await linkTo(at));
  const member = await memberOf(at, at.email);
  const has = await enrolmentsOf(at, member?.id ?? "");
  expect(has.map(({ courseId, progress: far }) => [courseId, far]).sort()).toEqual(
    [
      [at.courseId, 70],
      [second, 0],
    ].sort(),
  );
  const dates = await at.db
    .select()
    .from(sessionAttendees)
    .where(eq(sessionAttendees.membershipId, member?.id ?? ""));
  // The date that was chosen last, as with registering again.
  expect(dates.map(({ sessionId }) => sessionId)).toEqual([late]);
  for (const gone of [one, two, three]) {
    expect(await leftOf(at, gone)).toMatchObject({ ...nothing, names: expect.anything() });
  }
  expect(await enrolmentsOf(at, bystander.id)).toMatchObject([{ progress: 90 }]);
  expect((await callerOf(at, bystander.secret)).kind).toBe("member");
  const roles = await at.db
    .select()
    .from(roleAssignments)
    .where(eq(roleAssignments.membershipId, member?.id ?? ""));
  expect(roles.map(({ role, scopeId }) => [role, scopeId])).toEqual([["learner", ""]]);
});

test("what a member has is never set back, and a member's own press takes over what they began", async () => {
  const at = await open();
  const second = await plantCatalogCourse(at.house, at.workspace.id, "Fire drill");
  const member = await createMember(at.house, at.workspace);
  const mine = at.house.context(member.caller);
  await useCases.enrolMyself(mine, { courseId: at.courseId });
  const [own] = await enrolmentsOf(at, member.membershipId);
  await useCases.setProgress(at.ask, { enrolmentId: own?.id ?? "", progress: 60 });
  const who = await letIn(at, { email: member.email });
  const [began] = await enrolmentsOf(at, who.id);
  await useCases.setProgress(at.ask, { enrolmentId: began?.id ?? "", progress: 30 });
  await useCases.enrolMyself(at.house.context(who.caller), { courseId: second });
  const drill = (await enrolmentsOf(at, who.id)).find(({ courseId }) => courseId === second);
  await useCases.setProgress(at.ask, { enrolmentId: drill?.id ?? "", progress: 10 });
  await useCases.deliverMail(at.house.system(), { workspaceId: at.workspace.id });
  expect(at.house.sent.at(-1)).toMatchObject({ template: "registration_known", to: member.email });
  await useCases.enrolMyself(mine, { courseId: second });
  const has = await enrolmentsOf(at, member.membershipId);
  expect(has.map(({ courseId, progress }) => [courseId, progress]).sort()).toEqual(
    [
      [at.courseId, 60],
      [second, 10],
    ].sort(),
  );
  expect(await leftOf(at, who)).toMatchObject({ ...nothing, names: expect.anything() });
});

test("an unproved account's press takes over nothing", async () => {
  const at = await open();
  const second = await plantCatalogCourse(at.house, at.workspace.id, "Fire drill");
  const member = await createMember(at.house, at.workspace, { verified: false });
  const unverified: Caller =
    member.caller.kind === "member"
      ? { ...member.caller, person: { ...member.caller.person, emailVerified: false } }
      : member.caller;
  const who = await letIn(at, { email: member.email });
  await useCases.enrolMyself(at.house.context(unverified), { courseId: second });
  expect((await callerOf(at, who.secret)).kind).toBe("member");
  expect((await enrolmentsOf(at, member.membershipId)).map(({ courseId }) => courseId)).toEqual([second]);
});

test("the proof of an account, and an approval where the rule has changed meanwhile, take over as well", async () => {
  const at = await open();
  const elsewhere = await createMember(at.house, (await createWorkspace(at.house)).workspace);
  const known = await letIn(at, { email: elsewhere.email });
  const token = await linkTo(at, elsewhere.email);
  const signIn = { token, revision: 1, password: elsewhere.password };
  expect(await useCases.signInAndJoin(at.house.anonymous(), signIn)).toMatchObject({ courseId: at.courseId });
  const joined = await memberOf(at, elsewhere.email);
  expect(await enrolmentsOf(at, joined?.id ?? "")).toMatchObject([{ courseId: at.courseId }]);
  expect((await leftOf(at, known)).membership).toBe(0);

  const who = await letIn(at);
  const [began] = await enrolmentsOf(at, who.id);
  await useCases.setProgress(at.ask, { enrolmentId: began?.id ?? "", progress: 30 });
  const policyOverrides = { ...at.workspace.policyOverrides, "selfreg.check": "moderated" };
  await at.db.update(workspaces).set({ policyOverrides }).where(eq(workspaces.id, at.workspace.id));
  expect(await join(at, await linkTo(at))).toMatchObject({ waits: true });
  // Until somebody has approved it is kept, and nobody is in without proof where the rule says so no more.
  expect((await leftOf(at, who)).membership).toBe(1);
  expect((await callerOf(at, who.secret)).kind).toBe("anonymous");
  const [waiting] = await at.db.select().from(registrations).where(eq(registrations.status, "waiting"));
  await useCases.approveRegistrations(at.ask, { ids: [waiting?.id ?? ""] });
  const member = await memberOf(at, at.email);
  expect(await enrolmentsOf(at, member?.id ?? "")).toMatchObject([{ courseId: at.courseId, progress: 30 }]);
  expect((await callerOf(at, who.secret)).kind).toBe("anonymous");
});

test("an invitation's mailed link takes over what its address began of its courses, a copied one does not", async () => {
  for (const via of ["mail", "copy"] as const) {
    const at = await open({ "invite.copy_link": true });
    const second = await plantCatalogCourse(at.house, at.workspace.id, "Fire drill");
    const named = { email: at.email, roles: ["admin" as const], courseIds: [at.courseId] };
    const { invitation } = await useCases.inviteUser(at.ask, named);
    const mailed = await linkTo(at, at.email, "invitation");
    const who = await letIn(at);
    const [began] = await enrolmentsOf(at, who.id);
    await useCases.setProgress(at.ask, { enrolmentId: began?.id ?? "", progress: 30 });
    await useCases.enrolMyself(at.house.context(who.caller), { courseId: second });
    const copied =
      via === "copy" && (await useCases.copyInvitationLink(at.ask, { invitationId: invitation.id }));
    await join(at, copied ? (copied.url.split("/").at(-1) ?? "") : mailed);
    const member = await memberOf(at, at.email);
    const courses = (await enrolmentsOf(at, member?.id ?? "")).map((row) => [row.courseId, row.progress]);
    expect([via, courses]).toEqual([via, [[at.courseId, via === "mail" ? 30 : 0]]]);
    expect((await callerOf(at, who.secret)).kind).toBe(via === "mail" ? "anonymous" : "member");
    expect(
      (
        await at.db
          .select()
          .from(roleAssignments)
          .where(eq(roleAssignments.membershipId, member?.id ?? ""))
      ).map(({ role }) => role),
    ).toEqual(["admin"]);
  }
});

test("after seven days nothing is left of them, and the seats of their dates are free again", async () => {
  const at = await open();
  const sessionId = await plantSession(at.house, at.workspace.id, at.courseId, { seats: 1 });
  const who = await letIn(at, { sessionId });
  await useCases.enrolMyself(at.house.context(who.caller), {
    courseId: await plantCatalogCourse(at.house, at.workspace.id, "Fire drill"),
  });
  const member = await createMember(at.house, at.workspace);
  await useCases.enrolMyself(at.house.context(member.caller), { courseId: at.courseId });
  const counted = async () => (await useCases.listPeople(at.ask, {})).chips?.unproved;
  expect(await counted()).toBe(1);
  at.house.clock.advance(7 * day - minute);
  await useCases.lapseUnproved(at.house.system(), {});
  expect((await leftOf(at, who)).membership).toBe(1);
  at.house.clock.advance(minute);
  // Also before the cron has been here.
  expect((await callerOf(at, who.secret)).kind).toBe("anonymous");
  await useCases.lapseUnproved(at.house.system(), {});
  await useCases.lapseUnproved(at.house.system(), {});
  expect(await leftOf(at, who)).toEqual(nothing);
  expect(await counted()).toBe(0);
  expect(await enrolmentsOf(at, member.membershipId)).toHaveLength(1);
  expect(
    await at.db.select().from(registrations).where(eq(registrations.workspaceId, at.workspace.id)),
  ).toMatchObject([{ status: "lapsed", email: "" }]);
  expect((await useCases.viewOwnLearning(at.house.context(member.caller), {})).courses).toHaveLength(1);
});

test("the list shows them with what they say, by a filter of their own, and files do as well", async () => {
  const at = await open();
  const who = await letIn(at);
  const row = {
    id: who.id,
    name: "Rosa Lind",
    email: null,
    status: "unproved",
    unproved: { address: at.email, until: at.house.clock.now + 7 * day },
    registered: true,
  };
  for (const filter of [{}, { status: "unproved" as const }, { q: "lind" }]) {
    const { rows } = await useCases.listPeople(at.ask, filter);
    expect(rows.filter(({ id }) => id === who.id)).toMatchObject([row]);
  }
  expect((await useCases.listPeople(at.ask, { status: "active" })).rows.map(({ id }) => id)).toEqual([
    at.admin.membershipId,
  ]);
  // Nobody is found by an address that they have only typed.
  expect((await useCases.listPeople(at.ask, { q: at.email })).rows).toEqual([]);
  const { lines } = await useCases.exportPeople(at.ask, { filter: {} });
  let file = "";
  for await (const piece of lines) file += piece;
  expect(file.split("\n").find((line) => line.includes(who.id))).toMatch(
    /^"","","Rosa","Lind","learner",.*,"unproved","none",/,
  );
  expect(file).not.toContain(at.email);
  const { enrolments: taken } = await useCases.listEnrolments(at.ask, { courseId: at.courseId });
  expect(taken).toMatchObject([{ userId: who.id, userStatus: "unproved" }]);
});

test("the mail is sent again within the limits of registering, and opens what was not open", async () => {
  const at = await open();
  const who = await letIn(at);
  const mailed = async () => {
    await useCases.deliverMail(at.house.system(), { workspaceId: at.workspace.id });
    return at.house.sent.filter(({ to }) => to === at.email).length;
  };
  const again = () => useCases.mailProofAgain(at.house.context(who.caller), {});
  expect(await mailed()).toBe(1);
  at.house.clock.advance(30_000);
  expect(await again()).toEqual({ accepted: true, email: at.email });
  // Within the minute nothing leaves, and the answer is the same.
  expect(await mailed()).toBe(1);
  at.house.clock.advance(2 * minute);
  expect(await again()).toEqual({ accepted: true, email: at.email });
  expect(await mailed()).toBe(2);
  at.house.clock.advance(2 * minute);
  await again();
  expect(await mailed()).toBe(2);
  at.house.clock.advance(hour);
  await useCases.removeRegistration(at.ask, {
    registrationId:
      (await at.db.select().from(registrations).where(eq(registrations.email, at.email)))[0]?.id ?? "",
  } as never);
  await again();
  expect(await mailed()).toBe(3);
  await join(at, await linkTo(at));
  expect(
    (await enrolmentsOf(at, (await memberOf(at, at.email))?.id ?? "")).map(({ courseId }) => courseId),
  ).toEqual([at.courseId]);
  for (const ctx of [at.house.anonymous(), at.house.context(at.admin.caller)]) {
    expect(await refusalOf(useCases.mailProofAgain(ctx, {}))).toBe("NOT_SIGNED_IN");
  }
});

test("a course that got a price or left the catalog in this moment is not theirs", async () => {
  const at = await open();
  const ctx = stranger(at.house);
  const { batch } = ctx.db;
  let calls = 0;
  ctx.db.batch = (async (statements: Parameters<typeof batch>[0]) => {
    calls += 1;
    if (calls === 2) await changeCourse(at.house, at.courseId, { priceMinor: 4_900, currency: "EUR" });
    return batch.call(ctx.db, statements);
  }) as unknown as typeof batch;
  const { entered } = await useCases.registerAndEnter(ctx, {
    workspace: at.workspace.slug,
    email: at.email,
    firstName: "Rosa",
    courseId: at.courseId,
  });
  const caller = await callerOf(at, entered?.session.secret ?? "");
  if (caller.kind !== "member") throw new Error("not let in");
  expect(await enrolmentsOf(at, caller.membership.id)).toEqual([]);
  expect(
    await at.db.select().from(authSessions).where(eq(authSessions.userId, caller.person.userId)),
  ).toMatchObject([{ onlyWorkspaceId: at.workspace.id }]);
});

const datesOf = async ({ db }: Open, membershipId: string | undefined) =>
  (
    await db
      .select()
      .from(sessionAttendees)
      .where(eq(sessionAttendees.membershipId, membershipId ?? ""))
  ).map(({ sessionId }) => sessionId);

/** What the trail of somebody says of what they took over. */
const takenOverBy = async ({ db, workspace }: Open, membershipId: string) =>
  (
    await db.all<{ course: string; actor: string; details: string }>(sql`
      select e.target_id as course, d.actor_name as actor, d.details from audit_events e
      join audit_details d on d.workspace_id = e.workspace_id and d.audit_id = e.id
      where e.workspace_id = ${workspace.id} and e.membership_id = ${membershipId} and e.action = 'enrolment.taken_over'`)
  ).map(({ course, actor, details }) => ({ ...JSON.parse(details), actor, course }));

test("what staff took an impostor out of is the owner's all the same, by their link and by an invitation that names it", async () => {
  for (const template of ["registration", "invitation"] as const) {
    const at = await open();
    const impostor = await letIn(at);
    const [row] = await enrolmentsOf(at, impostor.id);
    await useCases.withdrawEnrolment(at.ask, { enrolmentId: row?.id ?? "" });
    if (template === "invitation") {
      await useCases.inviteUser(at.ask, { email: at.email, roles: ["learner"], courseIds: [at.courseId] });
    }
    await join(at, await linkTo(at, at.email, template));
    const member = await memberOf(at, at.email);
    const has = (await enrolmentsOf(at, member?.id ?? "")).map(({ status }) => status);
    expect([template, has]).toEqual([template, ["active"]]);
  }
});

test("a member's press takes over the course that it names, with a line in the trail, and of the others nothing", async () => {
  const at = await open();
  const other = await plantCatalogCourse(at.house, at.workspace.id, "Not mine");
  const sessionId = await plantSession(at.house, at.workspace.id, other, { seats: 3 });
  const member = await createMember(at.house, at.workspace);
  const who = await letIn(at, { email: member.email, courseId: other, sessionId });
  await useCases.enrolMyself(at.house.context(who.caller), { courseId: at.courseId });
  for (const row of await enrolmentsOf(at, who.id)) {
    await useCases.completeEnrolment(at.ask, { enrolmentId: row.id });
  }
  await useCases.enrolMyself(at.house.context(member.caller), { courseId: at.courseId });
  expect(await enrolmentsOf(at, member.membershipId)).toMatchObject([
    { courseId: at.courseId, status: "completed" },
  ]);
  expect(await datesOf(at, member.membershipId)).toEqual([]);
  expect(await takenOverBy(at, member.membershipId)).toMatchObject([
    { course: at.courseId, from: who.id, to: member.membershipId, status: "completed" },
  ]);
  const owned = await at.db
    .select()
    .from(certificates)
    .where(eq(certificates.membershipId, member.membershipId));
  expect(owned.map(({ courseId }) => courseId)).toEqual([at.courseId]);
  expect((await leftOf(at, who)).membership).toBe(0);
});

test("what somebody adds before the proof stands on the page of the link, and comes with it", async () => {
  const at = await open();
  const second = await plantCatalogCourse(at.house, at.workspace.id, "Fire drill");
  const sessionId = await plantSession(at.house, at.workspace.id, second, { seats: 1 });
  const who = await letIn(at);
  await useCases.enrolMyself(at.house.context(who.caller), { courseId: second, sessionId });
  const token = await linkTo(at);
  const page = await useCases.viewInvitation(at.house.anonymous(), { token });
  expect(JSON.stringify(page)).toContain("Fire drill");
  await join(at, token);
  const member = await memberOf(at, at.email);
  const has = (await enrolmentsOf(at, member?.id ?? "")).map(({ courseId }) => courseId);
  expect(has.sort()).toEqual([at.courseId, second].sort());
  expect(await datesOf(at, member?.id)).toEqual([sessionId]);
  expect((await takenOverBy(at, member?.id ?? "")).map(({ course }) => course).sort()).toEqual(has);
});

test("the date that the page of the link names is the only one of its course after the proof", async () => {
  const at = await open();
  const [named, other] = [
    await plantSession(at.house, at.workspace.id, at.courseId, { seats: 5 }),
    await plantSession(at.house, at.workspace.id, at.courseId, { seats: 5 }),
  ];
  for (let round = 0; round < 3; round += 1) await letIn(at, { sessionId: named });
  at.house.clock.advance(minute);
  // More than an hour allows: the registration says the first date still.
  await letIn(at, { sessionId: other });
  await join(at, await linkTo(at));
  expect(await datesOf(at, (await memberOf(at, at.email))?.id)).toEqual([named]);
});

test("whoever types addresses takes no seat of a date from anybody: it is theirs by the proof, while there is one", async () => {
  const at = await open();
  const sessionId = await plantSession(at.house, at.workspace.id, at.courseId, { seats: 2 });
  for (const n of [1, 2, 3]) await letIn(at, { email: `typed-${n}-${at.email}`, sessionId });
  await letIn(at, { sessionId });
  const member = await createMember(at.house, at.workspace);
  await useCases.enrolMyself(at.house.context(member.caller), { courseId: at.courseId, sessionId });
  expect(await datesOf(at, member.membershipId)).toEqual([sessionId]);
  await join(at, await linkTo(at));
  expect(await datesOf(at, (await memberOf(at, at.email))?.id)).toEqual([sessionId]);
  // Both seats are taken by now: who proves an address later is a member with the course.
  const late = `typed-1-${at.email}`;
  await join(at, await linkTo(at, late));
  const last = await memberOf(at, late);
  expect(await enrolmentsOf(at, last?.id ?? "")).toHaveLength(1);
  expect(await datesOf(at, last?.id)).toEqual([]);
});

test("a link's course with a price is for nobody who has not proved their address", async () => {
  const at = await open();
  const dear = await plantCatalogCourse(at.house, at.workspace.id, "Paid", {
    priceMinor: 4_900,
    currency: "EUR",
  });
  const linkId = await plantLink(at.house.system(), at.workspace.id, []);
  await env.DB.prepare(
    "insert into registration_link_places (workspace_id, link_id, place_id, course_id) values (?1, ?2, ?3, ?3)",
  )
    .bind(at.workspace.id, linkId, dear)
    .run();
  const [link] = await at.db.select().from(registrationLinks).where(eq(registrationLinks.id, linkId));
  const who = await letIn(at, { linkCode: link?.code ?? "" });
  expect(await enrolmentsOf(at, who.id)).toEqual([]);
});

test("with the rule turned off, or registering, nobody is in without the proof", async () => {
  for (const overrides of [{ "selfreg.check": "verify_email" }, { "selfreg.mode": "off" }]) {
    const at = await open();
    const who = await letIn(at);
    const policyOverrides = { ...at.workspace.policyOverrides, ...overrides };
    await at.db.update(workspaces).set({ policyOverrides }).where(eq(workspaces.id, at.workspace.id));
    expect([overrides, (await callerOf(at, who.secret)).kind]).toEqual([overrides, "anonymous"]);
  }
});

test("no link is mailed again to a domain that has been refused since", async () => {
  const at = await open();
  const who = await letIn(at);
  const domain = at.email.slice(at.email.indexOf("@") + 1);
  const policyOverrides = { ...at.workspace.policyOverrides, "selfreg.domains_refused": [domain] };
  await at.db.update(workspaces).set({ policyOverrides }).where(eq(workspaces.id, at.workspace.id));
  const ctx = at.house.context(await callerOf(at, who.secret));
  expect(await refusalOf(useCases.mailProofAgain(ctx, {}))).toBe("VALIDATION_FAILED");
});

test("erasing somebody forgets their address where strangers typed it", async () => {
  const at = await open();
  const member = await createMember(at.house, at.workspace);
  const who = await letIn(at, { email: member.email });
  const bystander = await letIn(at);
  await useCases.deactivateMember(at.ask, { membershipId: member.membershipId });
  await useCases.erasePerson(at.ask, { membershipId: member.membershipId, confirmation: member.email });
  expect(await leftOf(at, who)).toEqual(nothing);
  expect((await leftOf(at, bystander)).membership).toBe(1);
});
