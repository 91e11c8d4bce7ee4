import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { memberships, orders, outbox, registrations, users } from "../../../db/schema/index.ts";
import { useCases } from "../../../worker/domain/index.ts";
import { createMember, createWorkspace, day, hour, minute, openHouse } from "../../support/house.ts";
import { listening } from "../../support/listening.ts";
import { openCatalog, plantCatalogCourse, registerByMail, stranger } from "../../support/registering.ts";
import { countReads } from "../../support/seed-people.ts";

const password = "nine quiet umbrellas";

test("known, invited, deactivated and unknown addresses are answered alike, by the same statements", async () => {
  const heard = listening(env.DB);
  const house = openHouse({ database: heard.database });
  const { workspace, admin } = await openCatalog(house);
  const courseId = await plantCatalogCourse(house, workspace.id, "First aid");
  const member = await createMember(house, workspace);
  const left = await createMember(house, workspace, { status: "deactivated" });
  const elsewhere = await createMember(house, (await createWorkspace(house)).workspace);
  await useCases.inviteUser(house.context(admin.caller), { email: "asked@example.com", roles: ["admin"] });
  const told: unknown[] = [];
  const work: string[][][] = [];
  for (const email of [
    "nobody@example.com",
    member.email,
    left.email,
    elsewhere.email,
    "asked@example.com",
    "nobody@example.com",
  ]) {
    heard.calls.length = 0;
    const { email: mine, ...answer } = await useCases.register(stranger(house), {
      workspace: workspace.slug,
      email,
      firstName: "Rosa",
      courseId,
    });
    expect(mine).toBe(email);
    told.push(answer);
    work.push([...heard.calls]);
  }
  expect(new Set(told.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(new Set(work.map((calls) => JSON.stringify(calls))).size).toBe(1);
  // What they need to decide, and the batch that does it.
  expect(work[0]).toHaveLength(2);
});

test("who does not follow the link within seven days is forgotten, also on the mail, and may begin anew", async () => {
  const house = openHouse();
  const { workspace } = await openCatalog(house);
  const courseId = await plantCatalogCourse(house, workspace.id, "First aid");
  const email = "forgotten@example.com";
  const { db } = house.system();
  const token = (await registerByMail(house, workspace, { email, courseId })) ?? "";
  house.clock.advance(7 * day - minute);
  const status = async () =>
    (await db.select().from(registrations).where(eq(registrations.workspaceId, workspace.id)))[0]?.status;
  await useCases.lapseUnproved(house.system(), {});
  expect(await status()).toBe("started");
  house.clock.advance(minute);
  await useCases.lapseUnproved(house.system(), {});
  expect(await status()).toBe("lapsed");
  expect(await useCases.lapseUnproved(house.system(), {})).toEqual({ lapsed: 0 });
  expect(
    await db.select().from(registrations).where(eq(registrations.workspaceId, workspace.id)),
  ).toMatchObject([{ status: "lapsed", email: "", firstName: "", lastName: "" }]);
  expect(await db.select().from(outbox).where(eq(outbox.to, email))).toEqual([]);
  const everything = await env.DB.prepare(
    "select d.details, d.actor_name from audit_details d where d.workspace_id = ?",
  )
    .bind(workspace.id)
    .all();
  expect(JSON.stringify(everything.results)).not.toMatch(/forgotten|Rosa|Lind/);
  const page = await useCases.viewInvitation(house.anonymous(), { token });
  expect([page.state, page.invitation.email]).toEqual(["lapsed", ""]);
  await expect(useCases.requestNewLink(house.anonymous(), { token })).rejects.toMatchObject({
    code: "NOT_PENDING",
  });
  expect(await registerByMail(house, workspace, { email, courseId })).not.toBeNull();
});

test("whoever is at the checkout, has paid, or whose money is held, is waited for", async () => {
  for (const status of ["open", "paid", "held"] as const) {
    const house = openHouse();
    const { workspace } = await openCatalog(house);
    const courseId = await plantCatalogCourse(house, workspace.id, "First aid");
    await registerByMail(house, workspace, { email: `buyer-${status}@example.com`, courseId });
    const { db, ids, now } = house.system();
    const [row] = await db.select().from(registrations).where(eq(registrations.workspaceId, workspace.id));
    await db.insert(orders).values({
      workspaceId: workspace.id,
      id: ids.next("order"),
      courseId,
      registrationId: row?.id ?? "",
      status,
      priceMinor: 4_900,
      currency: "eur",
      refundedMinor: 0,
      createdAt: now(),
      lastOp: "test",
    });
    house.clock.advance(8 * day);
    await useCases.lapseUnproved(house.system(), {});
    expect(
      await db.select().from(registrations).where(eq(registrations.workspaceId, workspace.id)),
    ).toMatchObject([{ status: "started", email: `buyer-${status}@example.com` }]);
  }
});

test("a proof and the end of the term at once: one of both, and never half of one", async () => {
  const house = openHouse();
  const { workspace } = await openCatalog(house);
  const courseId = await plantCatalogCourse(house, workspace.id, "First aid");
  const email = "late@example.com";
  const token = (await registerByMail(house, workspace, { email, courseId })) ?? "";
  house.clock.advance(7 * day - 1);
  const proof = useCases.joinAsNewPerson(house.anonymous(), { token, revision: 1, password });
  house.clock.advance(1);
  await Promise.allSettled([proof, useCases.lapseUnproved(house.system(), {})]);
  const { db } = house.system();
  const [row] = await db.select().from(registrations).where(eq(registrations.workspaceId, workspace.id));
  const members = await db.select().from(memberships).where(eq(memberships.email, email));
  const accounts = await db.select().from(users).where(eq(users.email, email));
  expect([row?.status, members.length, accounts.length]).toEqual(
    row?.status === "joined" ? ["joined", 1, 1] : ["lapsed", 0, 0],
  );
});

test("an unproved registration stands in nobody's way: the address can be invited, set up and sign in elsewhere", async () => {
  const house = openHouse();
  const { workspace, admin } = await openCatalog(house, {
    "direct_setup.enabled": true,
    "direct_setup.credentials": "set_password_link",
  });
  const courseId = await plantCatalogCourse(house, workspace.id, "First aid");
  await registerByMail(house, workspace, { email: "squat@example.com", courseId });
  const ask = house.context(admin.caller);
  const { invitation } = await useCases.inviteUser(ask, { email: "squat@example.com", roles: ["learner"] });
  expect(invitation.email).toBe("squat@example.com");
  await registerByMail(house, workspace, { email: "squat-two@example.com", courseId });
  const made = await useCases.setUpMember(ask, {
    email: "squat-two@example.com",
    firstName: "Sam",
    roles: ["learner"],
  } as never);
  expect(made).toBeTruthy();
});

test("erasing a person forgets their registrations too, and an export tells them", async () => {
  const house = openHouse();
  const { workspace, admin } = await openCatalog(house);
  const courseId = await plantCatalogCourse(house, workspace.id, "First aid");
  const email = "erased@example.com";
  const token = (await registerByMail(house, workspace, { email, courseId })) ?? "";
  await useCases.joinAsNewPerson(house.anonymous(), { token, revision: 1, password });
  const { db } = house.system();
  const [member] = await db.select().from(memberships).where(eq(memberships.email, email));
  const ask = house.context(admin.caller);
  const membershipId = member?.id ?? "";
  const exported = await useCases.exportPersonData(ask, { membershipId });
  expect(exported.data.registrations).toMatchObject([{ email, status: "joined", courses: ["First aid"] }]);
  await useCases.removeMember(ask, { membershipId, confirmation: email });
  await useCases.erasePerson(ask, { membershipId, confirmation: email });
  expect(
    await db.select().from(registrations).where(eq(registrations.membershipId, membershipId)),
  ).toMatchObject([{ email: "", firstName: "", userId: null, status: "joined" }]);
  expect(await db.select().from(users).where(eq(users.email, email))).toEqual([]);
  expect(await db.select().from(outbox).where(eq(outbox.to, email))).toEqual([]);
});

// `npm run test:long` does all ten thousand.
const scripted = env.LONG ? 10_000 : 600;

test(`${scripted} registrations by a script stay within their limits, show nowhere, and are forgotten flat`, async () => {
  const house = openHouse();
  const { workspace, admin } = await openCatalog(house);
  const courseId = await plantCatalogCourse(house, workspace.id, "First aid");
  let refused = 0;
  // Thirty a client and a clock hour are asked for: ten of them are taken.
  for (let first = 0; first < scripted; first += 30) {
    const tries = await Promise.allSettled(
      Array.from({ length: 30 }, (_, index) =>
        useCases.register(stranger(house, `203.0.113.${first}`), {
          workspace: workspace.slug,
          email: `script-${first + index}@example.com`,
          firstName: "Bot",
          courseId,
        }),
      ),
    );
    refused += tries.filter(({ status }) => status === "rejected").length;
  }
  const asked = Math.ceil(scripted / 30) * 30;
  expect(refused).toBe((asked / 3) * 2);
  const people = await useCases.listPeople(house.context(admin.caller), { chips: true });
  expect(people.rows).toHaveLength(1);
  const counted = await env.DB.prepare(
    "select coalesce(sum(count), 0) as people from membership_counts where workspace_id = ? and facet = ''",
  )
    .bind(workspace.id)
    .first<{ people: number }>();
  expect(counted?.people).toBe(1);
  const { db } = house.system();
  expect(await db.select().from(memberships).where(eq(memberships.workspaceId, workspace.id))).toHaveLength(
    1,
  );

  house.clock.advance(7 * day + hour);
  const counter = countReads(house.database);
  const patient = openHouse({ database: counter.database });
  patient.clock.now = house.clock.now;
  // Those of the other tests are due as well.
  expect((await useCases.lapseUnproved(patient.system(), {})).lapsed).toBeGreaterThanOrEqual(asked / 3);
  const states = await db
    .selectDistinct({ status: registrations.status })
    .from(registrations)
    .where(eq(registrations.workspaceId, workspace.id));
  expect(states).toEqual([{ status: "lapsed" }]);
  // Of each chunk the rows that are due, their orders and mails; nothing of those that are not.
  expect(Math.max(...counter.reads)).toBeLessThanOrEqual(12 * 500);
  counter.reset();
  expect(await useCases.lapseUnproved(patient.system(), {})).toEqual({ lapsed: 0 });
  // Those of buyers, whom other tests left, are looked at and waited for.
  expect(Math.max(...counter.reads)).toBeLessThanOrEqual(20);
});
