import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import { Browser, textOf } from "../../support/browser.ts";
import {
  countRoundTrips,
  createMember,
  createWorkspace,
  openHouse,
  plantGroup,
  plantUnit,
  type TestMember,
} from "../../support/house.ts";
import { plantCourse } from "../../support/learning.ts";

async function setting() {
  const house = openHouse();
  // The worker has the real clock, so the house gets it too.
  house.clock.now = Date.now();
  const { workspace, admin } = await createWorkspace(house, {
    overrides: { "units.enabled": true, "access.expiry_enabled": true, "roles.multiple": true },
  });
  const counted = countRoundTrips(env.DB);
  const signedIn = (who: TestMember) =>
    new Browser({ bindings: { ...env, DB: counted.database } }).signIn(who);
  const base = `/w/${workspace.slug}`;
  // The seconds in which it can be taken back are over.
  const later = { ...house.system(), now: () => Date.now() + 60_000 };
  const run = (jobId: string) => useCases.runJob(later, { workspaceId: workspace.id, jobId });
  return { house, workspace, admin, signedIn, browser: await signedIn(admin), counted, base, run };
}

const jobOf = (location: string | null) => /job_[0-9a-z]{26}/.exec(location ?? "")?.[0] ?? "";

test("an act on people asks what it must know, says what will happen, and leads to what became of each", async () => {
  const { house, workspace, admin, browser, counted, base, run } = await setting();
  const choir = await plantGroup(house, workspace.id, "Choir");
  const [a, b] = [
    await createMember(house, workspace, { firstName: "Ana", lastName: "Ruiz" }),
    await createMember(house, workspace, { groupIds: [choir.id] }),
  ];
  const ask = `${base}/people/bulk?action=add_to_group&ids=${a.membershipId}&ids=${b.membershipId}`;
  counted.reset();
  const asked = await browser.get(ask);
  expect(counted.roundTrips()).toBeLessThanOrEqual(2);
  expect(textOf(asked.body)).toContain("For 2 selected people. Nothing happens before the next page.");
  expect(asked.body).toMatch(new RegExp(`<option[^>]*value="${choir.id}"[^>]*>Choir`));
  expect(textOf((await browser.get(`${ask}&chosen=1`)).body)).toContain("Choose a group.");
  counted.reset();
  const preview = await browser.get(`${ask}&chosen=1&actGroup=${choir.id}`);
  expect(counted.roundTrips()).toBeLessThanOrEqual(2);
  expect(textOf(preview.body)).toContain("1 person is added to Choir.");
  expect(textOf(preview.body)).toContain("1 skipped : Is so already");
  counted.reset();
  const started = await browser.post(`${ask}&chosen=1&actGroup=${choir.id}`, {});
  expect(counted.roundTrips()).toBeLessThanOrEqual(3);
  expect(started.location).toMatch(new RegExp(`^${base}/jobs/job_`));
  await run(jobOf(started.location));
  const job = await browser.get(started.location ?? "");
  expect(textOf(job.body)).toContain("Choir");
  const back = /href="([^"]*\/people\/bulk\?[^"]*ofJob=[^"]*)"/.exec(job.body)?.[1]?.replaceAll("&amp;", "&");
  expect(textOf((await browser.get(back ?? "")).body)).toContain("1 person leaves Choir.");
  const taken = await browser.post(back ?? "", {});
  await run(jobOf(taken.location));
  const person = await useCases.viewMember(house.context(admin.caller), { membershipId: a.membershipId });
  expect(JSON.stringify(person)).not.toContain(choir.id);
});

test.each([
  ["deactivate", "", "1 person cannot use this workspace any more. Everything is kept."],
  ["add_labels", "actLabels=Evening,+Late", "1 person is labelled Evening, Late."],
  ["set_access_end", "actDay=2099-12-31", "1 person has access until 31 December 2099."],
  ["set_access_end", "actEndless=1", "There is nobody for whom this changes something."],
  ["add_role", "actRole=instructor", "1 person gets the role Instructor."],
] as const)("%s with %s says its consequence", async (action, choice, sentence) => {
  const { house, workspace, browser, base } = await setting();
  const { membershipId } = await createMember(house, workspace);
  const page = await browser.get(
    `${base}/people/bulk?action=${action}&ids=${membershipId}&chosen=1&${choice}`,
  );
  expect(textOf(page.body)).toContain(sentence);
});

test("people leave a unit and a course, and go back where that is taken back", async () => {
  const { house, workspace, admin, browser, base, run } = await setting();
  const north = await plantUnit(house, workspace.id, "North");
  const safety = await plantCourse(house, workspace.id, "Safety");
  const { membershipId } = await createMember(house, workspace, { unitIds: [north.id] });
  await useCases.enrolMember(house.context(admin.caller), { membershipId, courseId: safety });
  const ask = (act: string, choice: string) =>
    `${base}/people/bulk?action=${act}&ids=${membershipId}&chosen=1&${choice}`;
  for (const [act, choice, leaves, returns] of [
    [
      "remove_from_unit",
      `actUnit=${north.id}`,
      "1 person leaves North and stays in their other units.",
      "1 person goes back to North.",
    ],
    [
      "withdraw",
      `actCourses=${safety}`,
      "1 person is taken out of Safety. What they have done is kept.",
      "1 person is enrolled in Safety.",
    ],
  ] as const) {
    expect(textOf((await browser.get(ask(act, choice))).body)).toContain(leaves);
    const started = await browser.post(ask(act, choice), {});
    await run(jobOf(started.location));
    const job = await browser.get(started.location ?? "");
    const back = /href="([^"]*\/people\/bulk\?[^"]*ofJob=[^"]*)"/.exec(job.body)?.[1];
    const preview = await browser.get(back?.replaceAll("&amp;", "&") ?? "");
    expect(textOf(preview.body)).toContain(returns);
  }
});

test("what became of each is read in pages and kept as a file", async () => {
  const { house, workspace, browser, base, run } = await setting();
  const people: TestMember[] = [];
  for (let at = 0; at < 52; at += 1) people.push(await createMember(house, workspace));
  const ids = people.map(({ membershipId }) => `&ids=${membershipId}`).join("");
  const started = await browser.post(`${base}/people/bulk?action=add_labels&actLabels=x&chosen=1${ids}`, {});
  await run(jobOf(started.location));
  const here = started.location ?? "";
  const shown = (body: string) =>
    people.filter(({ membershipId }) => body.includes(`/people/${membershipId}"`)).length;
  const first = await browser.get(here);
  expect(shown(first.body)).toBe(50);
  const next = /href="([^"]*\?cursor=mem_[^"]*)"/.exec(first.body)?.[1] ?? "";
  expect(shown((await browser.get(next)).body)).toBe(2);
  expect((await browser.get(`${here}?cursor=nonsense`)).location).toBe(here);
  expect(first.body).toContain(`${here}/results.csv`);
  const file = await browser.get(`${here}/results.csv`);
  expect(file.body.split("\r\n")).toHaveLength(54);
  expect((await browser.get(`${base}/jobs/nonsense/results.csv`)).status).toBe(404);
});

test("what cannot be done is said at the field, and what is wrong is chosen anew", async () => {
  const { house, workspace, browser, base } = await setting();
  const { membershipId } = await createMember(house, workspace);
  const course = await plantCourse(house, workspace.id, "Draft", { status: "draft" });
  const page = async (query: string) =>
    textOf((await browser.get(`${base}/people/bulk?ids=${membershipId}&chosen=1&${query}`)).body);
  expect(await page("action=set_access_end&actDay=2020-01-01")).toContain("This day is over.");
  expect(await page("action=add_role&actRole=coach")).toMatch(
    /Choose its unit or group|This workspace has no such role/,
  );
  expect(await page(`action=enrol&actCourses=${course}`)).toContain("This course is a draft");
  expect(await page("action=remove_labels")).toContain("Type at least one label.");
  const elsewhere = await browser.get(
    `${base}/people/bulk?ids=${membershipId}&action=add_to_group&actGroup=grp_00000000000000000000000000`,
  );
  expect(elsewhere.status).toBe(404);
});

test("removing many wants the number typed", async () => {
  const { house, workspace, browser, base, run } = await setting();
  const { membershipId } = await createMember(house, workspace);
  const ask = `${base}/people/bulk?action=remove&ids=${membershipId}`;
  expect(textOf((await browser.get(ask)).body)).toContain("Type 1 to confirm");
  const wrong = await browser.post(ask, { confirmation: "2" });
  expect([wrong.status, textOf(wrong.body).includes("Type 1, the number of people to remove.")]).toEqual([
    422,
    true,
  ]);
  const { location } = await browser.post(ask, { confirmation: "1" });
  await run(jobOf(location));
  expect(textOf((await browser.get(location ?? "")).body)).toContain("Removed");
});

test("everybody whom the filter matches is meant where that was ticked, and a filter that does not fit says so", async () => {
  const { house, workspace, browser, base } = await setting();
  for (const lastName of ["Lopez", "Lopez", "Ruiz"]) await createMember(house, workspace, { lastName });
  const text = async (query: string) => textOf((await browser.get(`${base}/people/bulk?${query}`)).body);
  expect(await text("all=1&q=lopez&action=deactivate")).toContain("2 people cannot use this workspace");
  expect(await text("all=1&status=active&action=reactivate")).toContain(
    "There is nobody for whom this changes",
  );
  const unfit = await browser.get(`${base}/people/bulk?all=1&status=active&action=resend`);
  expect(unfit.location).toBe(`${base}/people?status=active`);
  expect(decodeURIComponent(browser.cookies.get("flash") ?? "")).toContain(
    "for everybody in this list at once",
  );
});

test("whoever manages a part is offered the acts of their part, and its pickers know no other", async () => {
  const { house, workspace, signedIn, base } = await setting();
  const north = await plantUnit(house, workspace.id, "North");
  await plantUnit(house, workspace.id, "South");
  const manager = await createMember(house, workspace, {
    roles: [{ role: "unit_manager", unitId: north.id }],
    unitIds: [north.id],
  });
  const coach = await createMember(house, workspace, { roles: ["instructor"] });
  const browser = await signedIn(manager);
  const list = await browser.get(`${base}/people`);
  expect(textOf(list.body)).toContain("Move to a unit …");
  const found = await browser.get(`${base}/people/bulk/choices.data?act=move_to_unit&kind=unit`);
  expect([found.body.includes("North"), found.body.includes("South")]).toEqual([true, false]);
  expect((await browser.get(`${base}/people/bulk/choices?act=nonsense&kind=unit`)).status).toBe(404);
  const teacher = await signedIn(coach);
  expect((await teacher.get(`${base}/people/bulk/choices?act=move_to_unit&kind=unit`)).status).toBe(403);
  expect(
    (await teacher.get(`${base}/people/bulk?action=deactivate&ids=${manager.membershipId}`)).status,
  ).toBe(403);
});

test("the page of a unit leads to its people, with those of the units below, and acts mean them all", async () => {
  const { house, workspace, browser, counted, base } = await setting();
  const north = await plantUnit(house, workspace.id, "North");
  const bay = await plantUnit(house, workspace.id, "Bay", north);
  await createMember(house, workspace, { lastName: "Below", unitIds: [bay.id] });
  await createMember(house, workspace, { lastName: "Elsewhere" });
  counted.reset();
  const page = await browser.get(`${base}/units/${north.id}`);
  expect(counted.roundTrips()).toBeLessThanOrEqual(2);
  expect(page.body).toContain(`${base}/people?unitId=${north.id}`);
  counted.reset();
  const list = await browser.get(`${base}/people?unitId=${north.id}`);
  expect(counted.roundTrips()).toBeLessThanOrEqual(2);
  const text = textOf(list.body);
  expect(text).toContain("Only people of North and the units below it.");
  expect([text.includes("Below"), text.includes("Elsewhere")]).toEqual([true, false]);
  const all = await browser.get(`${base}/people/bulk?all=1&unitId=${north.id}&action=deactivate`);
  expect(textOf(all.body)).toContain("1 person cannot use this workspace");
});

test("the list is narrowed to a unit or a group from a page of its own, with its numbers, and acts mean those", async () => {
  const { house, workspace, browser, counted, base } = await setting();
  const north = await plantUnit(house, workspace.id, "North");
  const club = await plantGroup(house, workspace.id, "Club");
  const chess = await plantGroup(house, workspace.id, "Chess", { parent: club });
  await createMember(house, workspace, { lastName: "Rook", groupIds: [chess.id] });
  await createMember(house, workspace, { lastName: "Elsewhere", unitIds: [north.id] });
  const list = await browser.get(`${base}/people?role=learner`);
  const where = `${base}/people/where?list=role%3Dlearner`;
  expect(list.body).toContain(where);
  counted.reset();
  const units = await browser.get(where);
  expect(counted.roundTrips()).toBeLessThanOrEqual(2);
  expect(units.body).toContain(`${base}/people?role=learner&amp;unitId=${north.id}`);
  expect(units.body).toContain(`${base}/people/where?kind=group&amp;list=role%3Dlearner`);
  const found = await browser.get(`${base}/people/where?kind=group&q=che&list=role%3Dlearner`);
  expect(found.body).toContain(`${base}/people?role=learner&amp;groupId=${chess.id}`);
  expect(found.body).not.toContain(`groupId=${club.id}`);
  counted.reset();
  const narrowed = await browser.get(`${base}/people?groupId=${chess.id}`);
  expect(counted.roundTrips()).toBeLessThanOrEqual(2);
  const text = textOf(narrowed.body);
  expect(text).toContain("Only people of Chess.");
  expect(text).toMatch(/All 1\b/);
  expect([text.includes("Rook"), text.includes("Elsewhere")]).toEqual([true, false]);
  expect((await browser.get(`${base}/groups/${chess.id}`)).body).toContain(
    `${base}/people?groupId=${chess.id}`,
  );
  const all = await browser.get(`${base}/people/bulk?all=1&groupId=${chess.id}&action=deactivate`);
  expect(textOf(all.body)).toContain("1 person cannot use this workspace");
  const file = await browser.get(`${base}/people.csv?groupId=${chess.id}`);
  expect([file.body.includes("Rook"), file.body.includes("Elsewhere")]).toEqual([true, false]);
  expect((await browser.get(`${base}/people/where?cursor=junk`)).location).toBe(
    `${base}/people/where?kind=unit`,
  );
});
