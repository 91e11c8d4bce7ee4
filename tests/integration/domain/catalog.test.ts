import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import {
  countRoundTrips,
  createMember,
  createWorkspace,
  day,
  openHouse,
  plantGroup,
  refusalOf,
} from "../../support/house.ts";
import { enrolmentsOf, placesOf, plantCourse, plantSession } from "../../support/learning.ts";

const open = { "selfreg.mode": "catalog", "selfreg.roles": ["learner"] };

async function openCatalog(overrides: Record<string, unknown> = open) {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house, { overrides });
  const list = (input: object = {}) =>
    useCases.listCatalog(house.anonymous(), { workspaceSlug: workspace.slug, ...input });
  const titles = async (input: object = {}) => (await list(input)).courses.map(({ title }) => title);
  const plant = (title: string, catalog: object = {}, options: object = {}) =>
    plantCourse(house, workspace.id, title, { catalog, ...options });
  const view = (courseId: string, slug = workspace.slug) =>
    useCases.viewCatalogCourse(house.anonymous(), { workspaceSlug: slug, courseId });
  const learner = await createMember(house, workspace);
  const enrol = (input: { courseId: string; sessionId?: string }, who = learner) =>
    useCases.enrolMyself(house.context(who.caller), input);
  return { house, workspace, admin, list, titles, plant, view, learner, enrol };
}

test("the catalog shows published courses that are in it, and nothing else", async () => {
  const { house, workspace, titles, plant, view } = await openCatalog();
  const other = await createWorkspace(house, { overrides: open });
  const shown = await plant("Welding");
  const hidden = [
    await plant("Draft", {}, { status: "draft" }),
    await plant("Deleted", {}, { deleted: true }),
    await plantCourse(house, workspace.id, "Private"),
    await plantCourse(house, other.workspace.id, "Elsewhere", { catalog: {} }),
    "crs_00000000000000000000000000",
  ];
  expect(await titles()).toEqual(["Welding"]);
  expect((await view(shown)).course.title).toBe("Welding");
  for (const id of hidden) expect(await refusalOf(view(id))).toBe("NOT_FOUND");
});

test("a catalog that is off, a suspended workspace and none at all are alike", async () => {
  for (const mode of ["off", "key", "group_link"]) {
    const { list, view, plant, enrol } = await openCatalog({ ...open, "selfreg.mode": mode });
    const courseId = await plant("Welding");
    expect([mode, await refusalOf(list())]).toEqual([mode, "NOT_FOUND"]);
    expect([mode, await refusalOf(view(courseId))]).toEqual([mode, "NOT_FOUND"]);
    expect([mode, await refusalOf(enrol({ courseId }))]).toEqual([mode, "NOT_FOUND"]);
  }
  const { house, workspace, list, view, plant } = await openCatalog();
  const courseId = await plant("Welding");
  await house.database
    .prepare("update workspaces set status = 'suspended' where id = ?")
    .bind(workspace.id)
    .run();
  expect(await refusalOf(list())).toBe("NOT_FOUND");
  expect(await refusalOf(view(courseId))).toBe("NOT_FOUND");
  expect(await refusalOf(list({ workspaceSlug: "nowhere" }))).toBe("NOT_FOUND");
});

test("courses are found by words, topic, language, price and dates, and by several at once", async () => {
  const { house, workspace, list, titles, plant } = await openCatalog();
  const welding = await plant("Welding for beginners", { topic: "Metal", language: "de", summary: "Sparks" });
  await plant("Advanced welding", { topic: "Metal", language: "en", priceMinor: 4990, currency: "EUR" });
  await plant("First aid (with exam): part 2", { topic: "Safety", language: "en" });
  await plantSession(house, workspace.id, welding);
  expect(await titles()).toEqual([
    "Advanced welding",
    "First aid (with exam): part 2",
    "Welding for beginners",
  ]);
  expect(await titles({ q: "WELD" })).toEqual(["Advanced welding", "Welding for beginners"]);
  expect(await titles({ q: "exam" })).toEqual(["First aid (with exam): part 2"]);
  expect(await titles({ q: "exam): aid" })).toEqual(["First aid (with exam): part 2"]);
  expect(await titles({ q: "safety" })).toEqual(["First aid (with exam): part 2"]);
  expect(await titles({ q: "beginners weld" })).toEqual(["Welding for beginners"]);
  expect(await titles({ q: "sparks" })).toEqual([]);
  expect(await titles({ topic: "metal" })).toEqual(["Advanced welding", "Welding for beginners"]);
  expect(await titles({ language: "en" })).toEqual(["Advanced welding", "First aid (with exam): part 2"]);
  expect(await titles({ price: "paid" })).toEqual(["Advanced welding"]);
  expect(await titles({ price: "free" })).toEqual(["First aid (with exam): part 2", "Welding for beginners"]);
  expect(await titles({ dated: "1" })).toEqual(["Welding for beginners"]);
  expect(await titles({ topic: "metal", price: "free", q: "weld" })).toEqual(["Welding for beginners"]);
  expect((await list()).choices).toEqual({
    topics: [
      { key: "metal", label: "Metal" },
      { key: "safety", label: "Safety" },
    ],
    languages: ["de", "en"],
    price: true,
    dated: true,
  });
});

test("a course leaves the search and the dates as it leaves the catalog, and comes back changed", async () => {
  const { house, workspace, admin, titles, plant } = await openCatalog();
  const asAdmin = house.context(admin.caller);
  const courseId = await plant("Welding", { topic: "Metal" });
  const sessionId = await plantSession(house, workspace.id, courseId);
  await useCases.changeCourse(asAdmin, { courseId, visibility: "private" });
  expect([await titles({ q: "weld" }), await titles({ topic: "metal" })]).toEqual([[], []]);
  await useCases.changeCourse(asAdmin, {
    courseId,
    visibility: "catalog",
    title: "Soldering",
    topic: "Hot works",
  });
  expect([await titles({ q: "weld" }), await titles({ q: "hot sold" })]).toEqual([[], ["Soldering"]]);
  expect(await titles({ dated: "1" })).toEqual(["Soldering"]);
  await useCases.cancelCourseSession(asAdmin, { sessionId });
  expect(await titles({ dated: "1" })).toEqual([]);
  await useCases.deleteCourse(asAdmin, { courseId });
  expect(await titles({ q: "sold" })).toEqual([]);
});

test("a date that passes, or is for a group alone, is no date to choose", async () => {
  const { house, workspace, titles, plant, view } = await openCatalog();
  const group = await plantGroup(house, workspace.id, "Choir");
  const courseId = await plant("Welding");
  await plantSession(house, workspace.id, courseId, { groupId: group.id });
  expect(await titles({ dated: "1" })).toEqual([]);
  expect((await view(courseId)).dates).toEqual([]);
  const sessionId = await plantSession(house, workspace.id, courseId, { seats: 3 });
  expect((await view(courseId)).dates).toMatchObject([{ id: sessionId, placesLeft: 3, online: false }]);
  house.clock.advance(8 * day);
  expect(await titles({ dated: "1" })).toEqual([]);
  expect((await view(courseId)).dates).toEqual([]);
});

test("pages follow each other without a gap or a repetition, in every order", async () => {
  const { house, workspace, list, plant } = await openCatalog();
  for (let number = 10; number < 22; number += 1) {
    const courseId = await plant(`Course ${number} course`, { topic: "All" });
    await plantSession(house, workspace.id, courseId, { startsAt: house.clock.now + number * day });
  }
  for (const filter of [{}, { q: "cour" }, { topic: "all" }, { dated: "1" }, { q: "cour", topic: "all" }]) {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof list>> = await list({
        ...filter,
        limit: 5,
        ...(cursor && { cursor }),
      });
      seen.push(...page.courses.map(({ title }) => title));
      cursor = page.nextCursor;
    } while (cursor);
    // What a search finds goes by its words, and within a page by title.
    expect([filter, "q" in filter ? seen.sort() : seen]).toEqual([
      filter,
      Array.from({ length: 12 }, (_, at) => `Course ${at + 10} course`),
    ]);
  }
});

test("a member enrols by one press, is counted and written down, and finds the course", async () => {
  const { house, workspace, plant, view, learner, enrol } = await openCatalog();
  const courseId = await plant("Welding");
  const sessionId = await plantSession(house, workspace.id, courseId, { seats: 2 });
  expect(await enrol({ courseId, sessionId })).toEqual({ courseId, title: "Welding" });
  expect(await enrolmentsOf(house, learner.membershipId)).toEqual([
    { title: "Welding", origin: "catalog", status: "active" },
  ]);
  expect(await placesOf(house, learner.membershipId)).toEqual([{ title: "Lesson", origin: "catalog" }]);
  expect((await view(courseId)).dates).toMatchObject([{ placesLeft: 1 }]);
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  expect(house.sent.map(({ template, to }) => [template, to])).toEqual([
    ["session_invitation", learner.email],
  ]);
  const { results } = await house.database
    .prepare(
      "select day, course_id, enrolled, views from catalog_days where workspace_id = ? order by course_id",
    )
    .bind(workspace.id)
    .all();
  expect(results).toEqual([
    { day: "2026-03-02", course_id: "", enrolled: 1, views: 0 },
    { day: "2026-03-02", course_id: courseId, enrolled: 1, views: 0 },
  ]);
  const home = await useCases.viewOwnLearning(house.context(learner.caller), {});
  expect(home.courses.map(({ title }) => title)).toEqual(["Welding"]);
  // Again it changes nothing.
  await enrol({ courseId, sessionId });
  await enrol({ courseId });
  const counted = await house.database
    .prepare("select enrolled from catalog_days where workspace_id = ? and course_id = ''")
    .bind(workspace.id)
    .first();
  expect(counted).toEqual({ enrolled: 1 });
  const page = await useCases.viewCatalogCourse(house.context(learner.caller), {
    workspaceSlug: workspace.slug,
    courseId,
  });
  expect(page).toMatchObject({ reader: "enrolled", ownDates: [sessionId] });
});

test("the last place goes to one of two, and the other is enrolled in nothing and told", async () => {
  const { house, workspace, plant, learner, enrol } = await openCatalog();
  const courseId = await plant("Welding");
  const sessionId = await plantSession(house, workspace.id, courseId, { seats: 1 });
  const second = await createMember(house, workspace);
  const both = await Promise.allSettled([
    enrol({ courseId, sessionId }),
    enrol({ courseId, sessionId }, second),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(both.find((one) => one.status === "rejected")?.reason).toMatchObject({ code: "SESSION_FULL" });
  const places = [
    ...(await placesOf(house, learner.membershipId)),
    ...(await placesOf(house, second.membershipId)),
  ];
  expect(places).toHaveLength(1);
  const enrolled = [
    ...(await enrolmentsOf(house, learner.membershipId)),
    ...(await enrolmentsOf(house, second.membershipId)),
  ];
  expect(enrolled).toHaveLength(1);
});

test("the same press twice at once enrols once", async () => {
  const { house, workspace, plant, learner, enrol } = await openCatalog();
  const courseId = await plant("Welding");
  await Promise.all([enrol({ courseId }), enrol({ courseId })]);
  expect(await enrolmentsOf(house, learner.membershipId)).toHaveLength(1);
  const { results } = await house.database
    .prepare("select 1 from audit_events where workspace_id = ? and action = 'enrolment.created'")
    .bind(workspace.id)
    .all();
  expect(results).toHaveLength(1);
});

test("nobody enrols in what costs something, is in no catalog, is over, or is another course's date", async () => {
  const { house, workspace, plant, learner, enrol } = await openCatalog();
  const other = await createWorkspace(house, { overrides: open });
  const paid = await plant("Paid", { priceMinor: 100, currency: "EUR" });
  const free = await plant("Free");
  const group = await plantGroup(house, workspace.id, "Choir");
  const refused: [Parameters<typeof enrol>[0], string][] = [
    [{ courseId: paid }, "PAYMENT_REQUIRED"],
    [{ courseId: await plantCourse(house, workspace.id, "Private") }, "NOT_FOUND"],
    [{ courseId: await plant("Draft", {}, { status: "draft" }) }, "NOT_FOUND"],
    [{ courseId: await plantCourse(house, other.workspace.id, "Elsewhere", { catalog: {} }) }, "NOT_FOUND"],
    [{ courseId: free, sessionId: await plantSession(house, workspace.id, paid) }, "SESSION_OVER"],
    [
      { courseId: free, sessionId: await plantSession(house, workspace.id, free, { groupId: group.id }) },
      "SESSION_OVER",
    ],
    [
      { courseId: free, sessionId: await plantSession(house, workspace.id, free, { startsAt: 1 }) },
      "SESSION_OVER",
    ],
    [
      { courseId: free, sessionId: await plantSession(house, workspace.id, free, { canceled: true }) },
      "SESSION_OVER",
    ],
  ];
  for (const [input, code] of refused) {
    expect([input, await refusalOf(enrol(input))]).toEqual([input, code]);
  }
  expect(await refusalOf(useCases.enrolMyself(house.anonymous(), { courseId: free }))).toBe("NOT_SIGNED_IN");
  const gone = await createMember(house, workspace, { status: "deactivated" });
  expect(await refusalOf(enrol({ courseId: free }, gone))).toBe("MEMBERSHIP_DEACTIVATED");
  expect(await enrolmentsOf(house, learner.membershipId)).toEqual([]);
});

test("a course that gets a price between the reading and the writing enrols nobody", async () => {
  const { house, plant, learner } = await openCatalog();
  const courseId = await plant("Welding");
  let reads = 0;
  // The price comes right after the act has read.
  const database = new Proxy(env.DB, {
    get(target, property) {
      if (property !== "batch") {
        const value = Reflect.get(target, property) as unknown;
        return typeof value === "function" ? value.bind(target) : value;
      }
      return async (statements: D1PreparedStatement[]) => {
        const answers = await target.batch(statements);
        reads += 1;
        if (reads === 1) {
          await target
            .prepare("update courses set price_minor = 500, currency = 'EUR' where id = ?")
            .bind(courseId)
            .run();
        }
        return answers;
      };
    },
  });
  const watched = openHouse({ database });
  const act = useCases.enrolMyself(watched.context(learner.caller), { courseId });
  expect(await refusalOf(act)).toBe("EDIT_CONFLICT");
  expect(await enrolmentsOf(house, learner.membershipId)).toEqual([]);
});

test("who withdrew goes on where they were", async () => {
  const { house, admin, plant, enrol } = await openCatalog();
  const courseId = await plant("Welding");
  await enrol({ courseId });
  const asAdmin = house.context(admin.caller);
  const { enrolments } = await useCases.listEnrolments(asAdmin, { courseId });
  const enrolmentId = enrolments[0]?.id ?? "";
  await useCases.setProgress(asAdmin, { enrolmentId, progress: 40 });
  await useCases.withdrawEnrolment(asAdmin, { enrolmentId });
  await enrol({ courseId });
  const again = await useCases.listEnrolments(asAdmin, { courseId });
  expect(again.enrolments).toMatchObject([{ id: enrolmentId, status: "active", progress: 40 }]);
});

test("looking costs one round trip and enrolling two, besides the caller", async () => {
  const counted = countRoundTrips(env.DB);
  const house = openHouse({ database: counted.database });
  const { workspace } = await createWorkspace(house, { overrides: open });
  const learner = await createMember(house, workspace);
  const courseId = await plantCourse(house, workspace.id, "Welding", { catalog: {} });
  const sessionId = await plantSession(house, workspace.id, courseId, { seats: 4 });
  const workspaceSlug = workspace.slug;
  counted.reset();
  await useCases.listCatalog(house.anonymous(), { workspaceSlug });
  expect(counted.roundTrips()).toBe(1);
  counted.reset();
  await useCases.viewCatalogCourse(house.context(learner.caller), { workspaceSlug, courseId });
  expect(counted.roundTrips()).toBe(1);
  counted.reset();
  await useCases.enrolMyself(house.context(learner.caller), { courseId, sessionId });
  expect(counted.roundTrips()).toBe(2);
});
