import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { placeByLink } from "../../../db/queries/registration-links.ts";
import { groupMembers, registrationLinks, unitMembers } from "../../../db/schema/index.ts";
import { useCases } from "../../../worker/domain/index.ts";
import {
  createMember,
  createWorkspace,
  openHouse,
  plantGroup,
  plantUnit,
  type TestMember,
  type TestWorkspace,
} from "../../support/house.ts";
import { plantCourse } from "../../support/learning.ts";
import { countReads } from "../../support/seed-people.ts";

const counted = countReads(env.DB, { single: true });
const house = openHouse({ database: counted.database });
const { db } = house.system();
const readNow = () => counted.reads.reduce((sum, reads) => sum + reads, 0);

const as = ({ caller }: TestMember) => house.context(caller);
const open = (overrides: Record<string, unknown> = {}) =>
  createWorkspace(house, {
    overrides: { "selfreg.mode": "catalog", "selfreg.roles": ["learner"], ...overrides },
  });

/** A workspace with two parts, a manager of one, and a course. */
async function parts(overrides: Record<string, unknown> = {}) {
  const space = await open(overrides);
  const { id } = space.workspace;
  const north = await plantUnit(house, id, "North");
  const south = await plantUnit(house, id, "South");
  const choir = await plantGroup(house, id, "Choir", { unitId: north.id });
  const band = await plantGroup(house, id, "Band", { unitId: south.id });
  const course = await plantCourse(house, id, "Music");
  const manager = await createMember(house, space.workspace, {
    roles: [{ role: "unit_manager", unitId: north.id }],
  });
  return { ...space, north, south, choir, band, course, manager };
}

const make = (
  space: TestWorkspace,
  input: Partial<Parameters<typeof useCases.createRegistrationLink>[1]> = {},
) => useCases.createRegistrationLink(as(space.admin), { name: "Spring", ...input });

test("a link is told its name, uses, last day, places and domains, and what it is called later", async () => {
  const space = await parts();
  const { north, choir, band, course, south, admin } = space;
  const made = await make(space, {
    maxUses: 50,
    endsOn: "2026-03-28",
    unitIds: [north.id],
    groupIds: [choir.id, choir.id],
    courseIds: [course],
    domains: ["*.Example.org", "example.org", "example.org"],
  });
  expect(made).toMatchObject({
    name: "Spring",
    state: "open",
    uses: 0,
    maxUses: 50,
    endsOn: "2026-03-28",
    gone: 0,
    domains: ["*.example.org", "example.org"],
    asksSecurityCode: false,
  });
  expect(made.url).toMatch(
    /^http:\/\/localhost:8787\/w\/space-[^/]+\/register\/([0-9a-z]{4}-){2}[0-9a-z]{4}$/,
  );
  expect(made.url.endsWith(made.code)).toBe(true);
  const seen = await useCases.viewRegistrationLink(as(admin), { linkId: made.id });
  expect(seen.places).toEqual([
    { kind: "unit", id: north.id, name: "North" },
    { kind: "group", id: choir.id, name: "Choir" },
    { kind: "course", id: course, name: "Music" },
  ]);
  const changed = await useCases.changeRegistrationLink(as(admin), {
    linkId: made.id,
    name: "Summer",
    maxUses: null,
    endsOn: null,
    unitIds: [south.id],
    groupIds: [band.id],
    domains: [],
  });
  expect(changed).toMatchObject({
    name: "Summer",
    maxUses: null,
    endsOn: null,
    domains: [],
    code: made.code,
  });
  expect(changed.places.map(({ name }) => name)).toEqual(["South", "Band", "Music"]);
  // What is not said stays.
  const again = await useCases.changeRegistrationLink(as(admin), { linkId: made.id, courseIds: [] });
  expect(again.places.map(({ name }) => name)).toEqual(["South", "Band"]);
});

test("its last day is over when it is over in the workspace's zone, also where clocks are changed", async () => {
  const space = await open();
  const made = await make(space, { endsOn: "2026-03-28" });
  const [row] = await db.select().from(registrationLinks).where(eq(registrationLinks.id, made.id));
  // Berlin: 29 March begins at 23:00 UTC; clocks go forward that night.
  expect(row?.endsAt).toBe(Date.UTC(2026, 2, 28, 23));
  const moved = await useCases.changeRegistrationLink(as(space.admin), {
    linkId: made.id,
    endsOn: "2026-03-29",
  });
  const [later] = await db.select().from(registrationLinks).where(eq(registrationLinks.id, made.id));
  expect([moved.endsOn, later?.endsAt]).toEqual(["2026-03-29", Date.UTC(2026, 2, 29, 22)]);
  await expect(make(space, { name: "Late", endsOn: "2026-03-01" })).rejects.toMatchObject({
    code: "VALIDATION_FAILED",
    details: { errors: [{ path: "endsOn", code: "day_over" }] },
  });
});

test("states: open, paused and open again, full, ended, and gone", async () => {
  const space = await open();
  const { admin } = space;
  const { id: linkId } = await make(space, { maxUses: 1, endsOn: "2026-03-02" });
  const stateNow = async () => (await useCases.viewRegistrationLink(as(admin), { linkId })).state;
  expect((await useCases.pauseRegistrationLink(as(admin), { linkId })).state).toBe("paused");
  expect(await stateNow()).toBe("paused");
  expect((await useCases.resumeRegistrationLink(as(admin), { linkId })).state).toBe("open");
  await db.update(registrationLinks).set({ uses: 1 }).where(eq(registrationLinks.id, linkId));
  expect(await stateNow()).toBe("full");
  const list = async (state?: "open" | "paused" | "full" | "ended") =>
    (await useCases.listRegistrationLinks(as(admin), { state })).links.map(({ id }) => id);
  expect([await list("full"), await list("open"), await list("paused"), await list()]).toEqual([
    [linkId],
    [],
    [],
    [linkId],
  ]);
  const later = openHouse({ database: counted.database });
  later.clock.now = Date.UTC(2026, 2, 2, 23);
  const [ended] = (await useCases.listRegistrationLinks(later.context(admin.caller), { state: "ended" }))
    .links;
  expect(ended).toMatchObject({ id: linkId, state: "ended", endsOn: "2026-03-02" });
  await useCases.deleteRegistrationLink(as(admin), { linkId });
  expect(await list()).toEqual([]);
  await expect(stateNow()).rejects.toMatchObject({ code: "NOT_FOUND" });
  // Its row stays for those who came by it, and its name is free.
  expect(await db.select().from(registrationLinks).where(eq(registrationLinks.id, linkId))).toHaveLength(1);
  expect((await make(space)).name).toBe("Spring");
});

test("a new security code ends the older one and leaves the address", async () => {
  const space = await open({ "selfreg.mode": "group_link" });
  const made = await make(space);
  expect(made).toMatchObject({
    asksSecurityCode: true,
    securityCode: expect.stringMatching(/^[0-9a-z]{3}-[0-9a-z]{3}$/),
  });
  const renewed = await useCases.renewLinkCode(as(space.admin), { linkId: made.id });
  expect(renewed.url).toBe(made.url);
  expect(renewed.securityCode).not.toBe(made.securityCode);
});

test("a name is one link's among those that live, whatever its case, and of two at once one gets it", async () => {
  const space = await open();
  await make(space, { name: "Été" });
  const taken = { code: "VALIDATION_FAILED", details: { errors: [{ path: "name", code: "taken" }] } };
  await expect(make(space, { name: "ETE" })).rejects.toMatchObject(taken);
  const other = await make(space, { name: "Other" });
  await expect(
    useCases.changeRegistrationLink(as(space.admin), { linkId: other.id, name: "été" }),
  ).rejects.toMatchObject(taken);
  const both = await Promise.allSettled([make(space, { name: "Twin" }), make(space, { name: "twin" })]);
  const codes = both.map((one) => (one.status === "fulfilled" ? "made" : one.reason.code));
  expect(codes).toContain("made");
  expect(["EDIT_CONFLICT", "VALIDATION_FAILED"]).toContain(codes.find((code) => code !== "made"));
});

test("bounds: uses, places, domains, and what nobody knows", async () => {
  const space = await parts();
  const { admin, workspace } = space;
  const refused = async (input: Record<string, unknown>) => {
    try {
      await useCases.createRegistrationLink(as(admin), { name: "Bound", ...input } as never);
    } catch (error) {
      return (error as { details: { errors: { path: string }[] } }).details.errors.map(({ path }) => path);
    }
    return [];
  };
  const groups = await Promise.all(
    Array.from({ length: 12 }, (_, at) => plantGroup(house, workspace.id, `Many ${at}`)),
  );
  const courses = await Promise.all(
    Array.from({ length: 9 }, (_, at) => plantCourse(house, workspace.id, `Many ${at}`)),
  );
  const strangers = await parts();
  const draft = await plantCourse(house, workspace.id, "Draft", { status: "draft" });
  const wrong: [Record<string, unknown>, string[]][] = [
    [{ name: "" }, ["name"]],
    [{ name: "see https://evil.example" }, ["name"]],
    [{ maxUses: 0 }, ["maxUses"]],
    [{ maxUses: 1.5 }, ["maxUses"]],
    [{ maxUses: 200_001 }, ["maxUses"]],
    [{ endsOn: "tomorrow" }, ["endsOn"]],
    [{ domains: ["everybody"] }, ["domains.0"]],
    [{ domains: Array.from({ length: 51 }, (_, at) => `d${at}.example`) }, ["domains"]],
    [{ role: "admin" }, ["role"]],
    [{ uses: 7 }, ["uses"]],
    [{ groupIds: groups.map(({ id }) => id), courseIds: courses }, ["groupIds"]],
    [{ courseIds: [draft] }, ["courseIds.0"]],
    // Another workspace's answer like what does not exist.
    [{ unitIds: [strangers.north.id] }, ["unitIds.0"]],
    [{ groupIds: [strangers.choir.id] }, ["groupIds.0"]],
    [{ courseIds: [strangers.course] }, ["courseIds.0"]],
    // A group of another unit than the chosen one.
    [{ unitIds: [space.north.id], groupIds: [space.band.id] }, ["groupIds.0"]],
  ];
  for (const [input, paths] of wrong) expect([input, await refused(input)]).toEqual([input, paths]);
  expect((await useCases.listRegistrationLinks(as(admin), {})).links).toEqual([]);
});

test("where people register nowhere no link is made, and those that there are can be ended", async () => {
  const space = await open();
  const { id: linkId } = await make(space);
  const caller = space.admin.caller;
  if (caller.kind !== "member") throw new Error("no member");
  const policies = { ...caller.workspace.policies, "selfreg.mode": "off" as const };
  const off = house.context({ ...caller, workspace: { ...caller.workspace, policies } });
  await expect(useCases.createRegistrationLink(off, { name: "No" })).rejects.toMatchObject({
    code: "REGISTRATION_OFF",
  });
  expect((await useCases.listRegistrationLinks(off, {})).links).toHaveLength(1);
  await useCases.deleteRegistrationLink(off, { linkId });
});

test("who manages a part makes links into it alone, and finds no others", async () => {
  const space = await parts();
  const { admin, manager, north, south, choir, band, course } = space;
  const refuse = (input: Record<string, unknown>, path: string) =>
    expect(
      useCases.createRegistrationLink(as(manager), { name: "Part", ...input } as never),
    ).rejects.toMatchObject({ code: "VALIDATION_FAILED", details: { errors: [{ path }] } });
  await refuse({}, "unitIds");
  await refuse({ courseIds: [course] }, "unitIds");
  await refuse({ unitIds: [south.id] }, "unitIds.0");
  await refuse({ unitIds: [north.id], groupIds: [band.id] }, "groupIds.0");
  const own = await useCases.createRegistrationLink(as(manager), {
    name: "Part",
    groupIds: [choir.id],
    courseIds: [course],
  });
  const whole = await make(space, { name: "Everybody" });
  const elsewhere = await make(space, { name: "South", groupIds: [band.id] });
  const both = await make(space, { name: "Both", groupIds: [choir.id, band.id] });
  expect((await useCases.listRegistrationLinks(as(manager), {})).links.map(({ name }) => name)).toEqual([
    "Part",
  ]);
  expect((await useCases.listRegistrationLinks(as(admin), {})).links).toHaveLength(4);
  for (const { id: linkId } of [whole, elsewhere, both]) {
    for (const act of [
      useCases.viewRegistrationLink,
      useCases.changeRegistrationLink,
      useCases.pauseRegistrationLink,
      useCases.resumeRegistrationLink,
      useCases.renewLinkCode,
      useCases.deleteRegistrationLink,
    ]) {
      await expect(act(as(manager), { linkId })).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
  }
  // Nor can theirs be led out of their part.
  await expect(
    useCases.changeRegistrationLink(as(manager), { linkId: own.id, groupIds: [choir.id, band.id] }),
  ).rejects.toMatchObject({ details: { errors: [{ path: "groupIds.1" }] } });
  await expect(
    useCases.changeRegistrationLink(as(manager), { linkId: own.id, groupIds: [] }),
  ).rejects.toMatchObject({ details: { errors: [{ path: "unitIds" }] } });
  await useCases.pauseRegistrationLink(as(manager), { linkId: own.id });
});

test("another workspace's link is not there", async () => {
  const space = await open();
  const other = await open();
  const { id: linkId } = await make(space);
  await expect(useCases.viewRegistrationLink(as(other.admin), { linkId })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
});

test("a unit, group or course that is deleted later is skipped, and the link says so", async () => {
  const space = await parts();
  const { admin, workspace, north, choir, band, south, course } = space;
  const made = await make(space, { groupIds: [choir.id, band.id], courseIds: [course] });
  const other = await make(space, { name: "Unit", unitIds: [south.id] });
  await useCases.deleteGroup(as(admin), { groupId: band.id });
  await useCases.deleteCourse(as(admin), { courseId: course });
  await useCases.deleteUnit(as(admin), { unitId: south.id });
  const seen = await useCases.viewRegistrationLink(as(admin), { linkId: made.id });
  expect([seen.places.map(({ name }) => name), seen.gone]).toEqual([["Choir"], 2]);
  expect(await useCases.viewRegistrationLink(as(admin), { linkId: other.id })).toMatchObject({
    places: [],
    gone: 1,
  });
  const person = await createMember(house, workspace);
  for (const linkId of [made.id, other.id]) {
    const [first, ...rest] = placeByLink(db, {
      workspaceId: workspace.id,
      linkId,
      membershipId: person.membershipId,
    });
    if (first) await db.batch([first as never, ...(rest as never[])]);
  }
  const groups = await db
    .select()
    .from(groupMembers)
    .where(eq(groupMembers.membershipId, person.membershipId));
  expect(groups.map(({ groupId, kind }) => [groupId, kind])).toEqual([[choir.id, "direct"]]);
  expect(
    await db.select().from(unitMembers).where(eq(unitMembers.membershipId, person.membershipId)),
  ).toEqual([]);
  // What is left lies in the part of who manages it; what leads nowhere is the administrators'.
  const manager = await createMember(house, workspace, {
    roles: [{ role: "unit_manager", unitId: north.id }],
  });
  expect((await useCases.listRegistrationLinks(as(manager), {})).links.map(({ id }) => id)).toEqual([
    made.id,
  ]);
});

test("of two changes of a link at once one is told to look again", async () => {
  const space = await open();
  const { id: linkId } = await make(space);
  const both = await Promise.allSettled([
    useCases.changeRegistrationLink(as(space.admin), { linkId, maxUses: 3 }),
    useCases.deleteRegistrationLink(as(space.admin), { linkId }),
  ]);
  const failed = both.flatMap((one) => (one.status === "rejected" ? [one.reason.code] : []));
  expect(failed.every((code) => code === "EDIT_CONFLICT" || code === "NOT_FOUND")).toBe(true);
  expect(failed.length).toBeLessThanOrEqual(1);
});

test("each act stands in the trail by the name of the link", async () => {
  const space = await open();
  const { admin } = space;
  const { id: linkId } = await make(space);
  await useCases.changeRegistrationLink(as(admin), { linkId, maxUses: 2 });
  await useCases.pauseRegistrationLink(as(admin), { linkId });
  await useCases.resumeRegistrationLink(as(admin), { linkId });
  await useCases.renewLinkCode(as(admin), { linkId });
  await useCases.deleteRegistrationLink(as(admin), { linkId });
  const { events } = await useCases.listAuditEvents(as(admin), {});
  const acts = events.filter(({ action }) => action.startsWith("registration_link."));
  expect(acts.map(({ action }) => action).sort()).toEqual(
    ["changed", "code_renewed", "created", "deleted", "paused", "resumed"].map(
      (act) => `registration_link.${act}`,
    ),
  );
  expect(new Set(acts.map(({ details }) => details.name))).toEqual(new Set(["Spring"]));
});

test("a page of links reads six rows for each that it shows, however many there are", async () => {
  const space = await parts();
  const { workspace, admin, choir, manager } = space;
  const plant = async (count: number, prefix: string) => {
    await env.DB.prepare(
      `insert into registration_links (workspace_id, id, name, name_key, code, uses, created_by, created_at, last_op)
       select ?1, 'rgl_' || ?2 || printf('%022d', value), ?2 || value, ?2 || printf('%06d', value), ?2 || value, 0, '', 0, ''
       from generate_series(1, ?3)`.replace(
        "from generate_series(1, ?3)",
        "from (with recursive n(value) as (select 1 union all select value + 1 from n where value < ?3) select value from n)",
      ),
    )
      .bind(workspace.id, prefix, count)
      .run();
    await env.DB.prepare(
      `insert into registration_link_places (workspace_id, link_id, place_id, group_id)
       select workspace_id, id, ?2, ?2 from registration_links where workspace_id = ?1 and name_key like ?3`,
    )
      .bind(workspace.id, choir.id, `${prefix}%`)
      .run();
  };
  await plant(60, "a");
  const reads: number[] = [];
  for (const count of [0, 800]) {
    if (count > 0) await plant(count, "b");
    counted.reset();
    const page = await useCases.listRegistrationLinks(as(admin), {});
    expect([page.links.length, page.nextCursor !== null]).toEqual([50, true]);
    reads.push(readNow());
  }
  const [few = 0, many = 0] = reads;
  expect(many).toBeLessThanOrEqual(6 * 50 + 50);
  expect(Math.abs(many - few)).toBeLessThanOrEqual(10);
  for (const [who, input] of [
    [admin, { q: "b7" }],
    [admin, { state: "paused" }],
    [admin, { groupId: choir.id }],
    [manager, {}],
  ] as const) {
    counted.reset();
    await useCases.listRegistrationLinks(as(who), input);
    expect([input, readNow()].at(1)).toBeLessThanOrEqual(2_000);
  }
  console.log(`a page of 50 links reads ${many} rows`);
});
