import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import {
  groupMembers,
  memberships,
  rateCounters,
  registrationLinks,
  unitMembers,
  workspaces,
} from "../../../db/schema/index.ts";
import { useCases } from "../../../worker/domain/index.ts";
import {
  openHouse,
  plantGroup,
  plantUnit,
  type TestMember,
  type TestWorkspace,
  tokenIn,
} from "../../support/house.ts";
import { enrolmentsOf, plantCourse } from "../../support/learning.ts";
import { openCatalog, registerByMail, stranger } from "../../support/registering.ts";

const house = openHouse({ registrationsPerHour: 100_000 });
const { db } = house.system();
const as = ({ caller }: TestMember) => house.context(caller);

let serial = 0;
const address = (domain = "example.com") => {
  serial += 1;
  return `joins-${serial}@${domain}`;
};

const makeLink = (
  space: TestWorkspace,
  input: Partial<Parameters<typeof useCases.createRegistrationLink>[1]> = {},
) => useCases.createRegistrationLink(as(space.admin), { name: "Spring", ...input });

const mailed = (space: TestWorkspace, linkCode: string, email = address()) =>
  registerByMail(house, space.workspace, { email, linkCode });

async function join(token: string | null) {
  const page = await useCases.viewInvitation(house.anonymous(), { token: token ?? "" });
  return useCases.joinAsNewPerson(house.anonymous(), {
    token: token ?? "",
    revision: page.invitation.revision,
    firstName: "Rosa",
    lastName: "Lind",
    password: "nine quiet umbrellas",
  });
}

const usesOf = async (id: string) =>
  (await db.select().from(registrationLinks).where(eq(registrationLinks.id, id)))[0]?.uses;

const peopleOf = async ({ workspace, admin }: TestWorkspace) =>
  (
    await db
      .select()
      .from(memberships)
      .where(and(eq(memberships.workspaceId, workspace.id), eq(memberships.status, "active")))
  ).filter(({ id }) => id !== admin.membershipId);

const codesOf = (settled: readonly PromiseSettledResult<unknown>[]) =>
  settled.map((one) => (one.status === "fulfilled" ? "joined" : String(one.reason.code))).sort();

test("who comes by a link is a learner in its unit, group and courses, and is counted", async () => {
  const space = await openCatalog(house);
  const { id } = space.workspace;
  const unit = await plantUnit(house, id, "North");
  const group = await plantGroup(house, id, "Choir", { unitId: unit.id });
  const course = await plantCourse(house, id, "Music");
  const link = await makeLink(space, {
    unitIds: [unit.id],
    groupIds: [group.id],
    courseIds: [course],
    maxUses: 50,
  });
  const door = await useCases.viewRegistrationDoor(stranger(house), {
    workspaceSlug: space.workspace.slug,
    code: ` ${link.code.toUpperCase().replaceAll("-", " ")} `,
  });
  expect(door).toMatchObject({ state: "open", placesLeft: null, asksSecurityCode: false, waits: false });
  expect(door.places.map(({ kind, name }) => [kind, name])).toEqual([
    ["unit", "North"],
    ["group", "Choir"],
    ["course", "Music"],
  ]);
  const joined = await join(await mailed(space, link.code));
  expect(joined).toMatchObject({ roles: [{ role: "learner" }], courseId: course });
  const [person] = await peopleOf(space);
  const membershipId = person?.id ?? "";
  expect(await enrolmentsOf(house, membershipId)).toEqual([
    { title: "Music", origin: "catalog", status: "active" },
  ]);
  const groups = await db.select().from(groupMembers).where(eq(groupMembers.membershipId, membershipId));
  expect(groups.map(({ groupId }) => groupId)).toEqual([group.id]);
  const units = await db.select().from(unitMembers).where(eq(unitMembers.membershipId, membershipId));
  expect(units.map(({ unitId }) => unitId)).toEqual([unit.id]);
  expect(await usesOf(link.id)).toBe(1);
  const { registrations } = await useCases.listRegistrations(as(space.admin), { linkId: link.id });
  expect(registrations).toMatchObject([{ status: "joined", membershipId }]);
});

test("of two who take the last use at once one joins, and the other is told that it is full", async () => {
  const space = await openCatalog(house);
  const link = await makeLink(space, { maxUses: 1 });
  const tokens = [await mailed(space, link.code), await mailed(space, link.code)];
  const settled = await Promise.allSettled(tokens.map(join));
  expect(codesOf(settled)).toEqual(["LINK_FULL", "joined"]);
  expect([await usesOf(link.id), (await peopleOf(space)).length]).toEqual([1, 1]);
  // A place more, and the same link of the mail leads in.
  await useCases.changeRegistrationLink(as(space.admin), { linkId: link.id, maxUses: 2 });
  const left = settled.findIndex(({ status }) => status === "rejected");
  await join(tokens[left] ?? null);
  expect(await usesOf(link.id)).toBe(2);
});

test("fifty at once where three places are left: three join", async () => {
  const space = await openCatalog(house);
  const link = await makeLink(space, { maxUses: 5 });
  await db.update(registrationLinks).set({ uses: 2 }).where(eq(registrationLinks.id, link.id));
  const before = house.sent.length;
  for (let at = 0; at < 50; at += 1) {
    const input = {
      workspace: space.workspace.slug,
      email: address(),
      firstName: "Rosa",
      linkCode: link.code,
    };
    await useCases.register(stranger(house), input);
  }
  await useCases.deliverMail(house.system(), { workspaceId: space.workspace.id });
  const tokens = house.sent.slice(before).map(tokenIn);
  expect(tokens).toHaveLength(50);
  const codes = codesOf(await Promise.allSettled(tokens.map(join)));
  expect(codes.filter((code) => code === "joined")).toHaveLength(3);
  expect(new Set(codes)).toEqual(new Set(["LINK_FULL", "joined"]));
  expect([await usesOf(link.id), (await peopleOf(space)).length]).toEqual([5, 3]);
});

test("paused, full, ended or deleted between the page and the post, and between the mail and the join", async () => {
  const space = await openCatalog(house);
  const { admin, workspace } = space;
  const ends = async (
    name: string,
    act: (linkId: string) => Promise<unknown>,
    code: string,
    state: string,
  ) => {
    const link = await makeLink(space, { name });
    const look = () =>
      useCases.viewRegistrationDoor(stranger(house), { workspaceSlug: workspace.slug, code: link.code });
    const token = await mailed(space, link.code);
    expect((await look()).state).toBe("open");
    await act(link.id);
    if (state === "gone") await expect(look()).rejects.toMatchObject({ code: "NOT_FOUND" });
    else expect((await look()).state).toBe(state);
    const input = { workspace: workspace.slug, email: address(), firstName: "Rosa", linkCode: link.code };
    await expect(useCases.register(stranger(house), input)).rejects.toMatchObject({
      code: state === "gone" ? "NOT_FOUND" : code,
    });
    await expect(join(token)).rejects.toMatchObject({ code });
    expect(await usesOf(link.id)).toBe(state === "full" ? 1 : 0);
  };
  const set = (values: Partial<typeof registrationLinks.$inferInsert>) => (linkId: string) =>
    db.update(registrationLinks).set(values).where(eq(registrationLinks.id, linkId));
  await ends("P", (linkId) => useCases.pauseRegistrationLink(as(admin), { linkId }), "LINK_PAUSED", "paused");
  await ends("F", set({ maxUses: 1, uses: 1 }), "LINK_FULL", "full");
  await ends("E", set({ endsAt: house.clock.now }), "LINK_ENDED", "ended");
  await ends("D", (linkId) => useCases.deleteRegistrationLink(as(admin), { linkId }), "LINK_ENDED", "gone");
  expect(await peopleOf(space)).toEqual([]);
});

test("the domains of the link narrow those of the workspace, and never widen them", async () => {
  const space = await openCatalog(house, { "selfreg.domains_allowed": ["example.org", "*.example.org"] });
  const link = await makeLink(space, { domains: ["*.example.org", "example.com"] });
  const register = (domain: string) =>
    useCases.register(stranger(house), {
      workspace: space.workspace.slug,
      email: address(domain),
      firstName: "Rosa",
      linkCode: link.code,
    });
  const refused = { code: "VALIDATION_FAILED", details: { errors: [{ path: "email", code: "domain" }] } };
  await expect(register("example.org")).rejects.toMatchObject(refused);
  await expect(register("example.com")).rejects.toMatchObject(refused);
  await expect(register("badexample.org")).rejects.toMatchObject(refused);
  await register("school.example.org");
  const refusing = await openCatalog(house, { "selfreg.domains_refused": ["mail.example"] });
  const other = await makeLink(refusing, { domains: ["mail.example", "good.example"] });
  const input = { workspace: refusing.workspace.slug, firstName: "Rosa", linkCode: other.code };
  await expect(
    useCases.register(stranger(house), { ...input, email: address("mail.example") }),
  ).rejects.toMatchObject(refused);
  await useCases.register(stranger(house), { ...input, email: address("good.example") });
});

test("in group_link mode the security code is asked for, the older one ends, and guesses are few", async () => {
  const space = await openCatalog(house, { "selfreg.mode": "group_link" });
  const { admin, workspace } = space;
  const link = await makeLink(space);
  const register = (securityCode: string | undefined, ctx = stranger(house)) =>
    useCases.register(ctx, {
      workspace: workspace.slug,
      email: address(),
      firstName: "Rosa",
      linkCode: link.code,
      ...(securityCode !== undefined && { securityCode }),
    });
  const wrong = (code: string) => ({
    code: "VALIDATION_FAILED",
    details: { errors: [{ path: "securityCode", code }] },
  });
  await expect(register(undefined)).rejects.toMatchObject(wrong("required"));
  await expect(register("zzz-zzz")).rejects.toMatchObject(wrong("wrong"));
  await register(link.securityCode?.toUpperCase());
  const renewed = await useCases.renewLinkCode(as(admin), { linkId: link.id });
  await expect(register(link.securityCode ?? "")).rejects.toMatchObject(wrong("wrong"));
  await register(renewed.securityCode ?? "");
  // One client, many guesses; at once are no more than one after another.
  const client = stranger(house);
  const tries = await Promise.allSettled(Array.from({ length: 30 }, () => register("aaa-aaa", client)));
  const codes = codesOf(tries);
  expect(codes.filter((code) => code === "VALIDATION_FAILED")).toHaveLength(20);
  expect(codes.filter((code) => code === "RATE_LIMITED")).toHaveLength(10);
  await expect(register(renewed.securityCode ?? "", client)).rejects.toMatchObject({ code: "RATE_LIMITED" });
  // Five clients do not shut anybody out; where thousands have guessed, nobody does within the hour.
  for (let client = 0; client < 5; client += 1) {
    const ctx = stranger(house);
    await Promise.allSettled(Array.from({ length: 21 }, () => register("aaa-aaa", ctx)));
  }
  await register(renewed.securityCode ?? "");
  await db
    .update(rateCounters)
    .set({ count: 2_000 })
    .where(eq(rateCounters.key, `link-code:${link.id}`));
  await expect(register(renewed.securityCode ?? "")).rejects.toMatchObject({ code: "RATE_LIMITED" });
  house.clock.advance(3_600_000);
  await register(renewed.securityCode ?? "");
});

test("a right security code counts for nothing: a class registers by one link within the hour", async () => {
  const space = await openCatalog(house, { "selfreg.mode": "group_link" });
  const link = await makeLink(space);
  const client = stranger(house);
  for (let at = 0; at < 25; at += 1) {
    await useCases.register(client, {
      workspace: space.workspace.slug,
      email: address(),
      firstName: "Rosa",
      linkCode: link.code,
      securityCode: link.securityCode ?? "",
    });
  }
});

test("a code that leads nowhere is not found, and whoever tries many is stopped", async () => {
  const space = await openCatalog(house);
  const link = await makeLink(space);
  const off = await openCatalog(house);
  const closed = await makeLink(off);
  const overrides = { "selfreg.mode": "off", "selfreg.roles": [] };
  await db.update(workspaces).set({ policyOverrides: overrides }).where(eq(workspaces.id, off.workspace.id));
  const client = stranger(house);
  const look = (code: string, workspaceSlug = space.workspace.slug, ctx = client) =>
    useCases.viewRegistrationDoor(ctx, { workspaceSlug, code });
  await expect(look(link.code, off.workspace.slug, stranger(house))).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
  // Where people register by no door a link that there is leads nowhere either.
  await expect(look(closed.code, off.workspace.slug, stranger(house))).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
  await expect(look("x", "no-such-space", stranger(house))).rejects.toMatchObject({ code: "NOT_FOUND" });
  for (let at = 0; at < 20; at += 1) {
    await expect(look(`wrong-${at}`)).rejects.toMatchObject({ code: "NOT_FOUND" });
  }
  await expect(look("wrong")).rejects.toMatchObject({ code: "RATE_LIMITED" });
  // The right one opens all the same: it was not guessed.
  expect((await look(link.code)).state).toBe("open");
});

test("where a link leads is told to whoever knows its security code, and to nobody before", async () => {
  const space = await openCatalog(house, { "selfreg.mode": "group_link" });
  const group = await plantGroup(house, space.workspace.id, "Quiet room", { visibility: "private" });
  const link = await makeLink(space, { groupIds: [group.id] });
  const door = await useCases.viewRegistrationDoor(stranger(house), {
    workspaceSlug: space.workspace.slug,
    code: link.code,
  });
  expect(door).toMatchObject({ asksSecurityCode: true, places: [] });
});

test("places left are told where they are few", async () => {
  const space = await openCatalog(house, { "selfreg.check": "moderated" });
  const few = await makeLink(space, { name: "Few", maxUses: 3 });
  const many = await makeLink(space, { name: "Many", maxUses: 11 });
  const look = (code: string) =>
    useCases.viewRegistrationDoor(stranger(house), { workspaceSlug: space.workspace.slug, code });
  expect(await look(few.code)).toMatchObject({ placesLeft: 3, waits: true });
  expect(await look(many.code)).toMatchObject({ placesLeft: null });
});
