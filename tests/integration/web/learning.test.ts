import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import { Browser, textOf } from "../../support/browser.ts";
import {
  countRoundTrips,
  createMember,
  createWorkspace,
  day,
  openHouse,
  plantGroup,
  tokenIn,
} from "../../support/house.ts";
import { plantCourse, plantSession } from "../../support/learning.ts";

async function setting() {
  const house = openHouse();
  house.clock.now = Date.now();
  const { workspace, admin } = await createWorkspace(house);
  const asAdmin = house.context(admin.caller);
  const base = `/w/${workspace.slug}`;
  const courseId = await plantCourse(house, workspace.id, "Safety at height");
  return { house, workspace, admin, asAdmin, base, courseId };
}

/** Somebody who takes the course, has a session to come and is signed in. */
async function learning() {
  const found = await setting();
  const { house, workspace, asAdmin, courseId } = found;
  const learner = await createMember(house, workspace, { firstName: "Ana", lastName: "Lima" });
  const sessionId = await plantSession(house, workspace.id, courseId, { title: "Ropes and knots" });
  await useCases.addAttendee(asAdmin, { sessionId, membershipId: learner.membershipId });
  const { enrolments } = await useCases.listEnrolments(asAdmin, { courseId });
  const enrolmentId = enrolments[0]?.id ?? "";
  const counted = countRoundTrips(env.DB);
  const browser = await new Browser({ bindings: { ...env, DB: counted.database } }).signIn(learner);
  return { ...found, learner, sessionId, enrolmentId, browser, counted };
}

test("the first page after joining shows the courses of the invitation and of the groups", async () => {
  const { house, workspace, asAdmin, base, courseId } = await setting();
  const group = await plantGroup(house, workspace.id, "Choir");
  await useCases.assignCourse(asAdmin, { courseId, groupId: group.id });
  const { invitation } = await useCases.inviteUser(asAdmin, {
    email: "joins@example.com",
    roles: ["learner"],
  });
  await house.database
    .prepare("insert into group_members values (?, ?, ?, 'direct')")
    .bind(workspace.id, invitation.userId, group.id)
    .run();
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  const browser = new Browser();
  const page = await browser.open(`/join/${tokenIn(house.sent[0])}`);
  expect(page.status).toBe(200);
  const joined = await browser.post(`/join/at/${invitation.id}`, {
    intent: "join",
    revision: "1",
    firstName: "Ana",
    password: "seven green bicycles",
  });
  expect(joined.location).toBe(`${base}/learn`);
  const home = await browser.get(`${base}/learn`);
  expect(textOf(home.body)).toContain("Safety at height");
});

test("the home of a learner shows courses, the next session in its zone by name, and certificates", async () => {
  const { base, asAdmin, enrolmentId, courseId, browser, counted } = await learning();
  counted.reset();
  const home = await browser.get(`${base}/learn`);
  expect(counted.roundTrips()).toBeLessThanOrEqual(2);
  const text = textOf(home.body);
  expect(text).toContain("Hello, Ana");
  expect(text).toContain("Next up Ropes and knots Safety at height");
  expect(text).toMatch(/\b(?:CET|CEST|GMT\+[12])\b/);
  expect(text).toContain("A fresh start");
  expect(home.body).toContain(`href="${base}/learn/courses/${courseId}"`);
  expect(home.body).not.toContain("__remixManifest");
  await useCases.setProgress(asAdmin, { enrolmentId, progress: 60 });
  expect(textOf((await browser.get(`${base}/learn/courses/${courseId}`)).body)).toContain(
    "More than half done",
  );
  const { certificateId } = await useCases.completeEnrolment(asAdmin, { enrolmentId });
  const after = await browser.get(`${base}/learn`);
  expect(textOf(after.body)).toContain("Done. Well done!");
  const certificate = await browser.get(`${base}/learn/certificates/${certificateId}`);
  expect(textOf(certificate.body)).toMatch(
    /Ana Lima has completed the course Safety at height on .* Certificate no\. /,
  );
});

test("each language has its own words in the portal", async () => {
  const { base, courseId, browser } = await learning();
  for (const [language, word] of [
    ["de", "Als Nächstes"],
    ["fr", "Prochaine étape"],
    ["es", "Lo próximo"],
  ] as const) {
    browser.cookies.set("language", language);
    expect(textOf((await browser.get(`${base}/learn`)).body)).toContain(word);
    expect((await browser.get(`${base}/learn/courses/${courseId}`)).body).toContain(`lang="${language}"`);
  }
});

test("a session comes into the calendar of whoever attends it, and of nobody else", async () => {
  const { house, workspace, base, courseId, sessionId, browser } = await learning();
  const address = `${base}/learn/courses/${courseId}/sessions/${sessionId}.ics`;
  const file = await browser.get(address);
  expect(file.headers.get("Content-Type")).toBe("text/calendar; charset=utf-8");
  const startsAt = new Date(house.clock.now + 7 * day).toISOString().replace(/[-:]|\.\d{3}/g, "");
  expect(file.body).toContain(`DTSTART:${startsAt}\r\n`);
  expect(file.body).toContain("SUMMARY:Ropes and knots · Safety at height\r\n");
  for (const line of file.body.split("\r\n")) expect(new TextEncoder().encode(line).length).toBeLessThan(76);
  const other = await new Browser().signIn(await createMember(house, workspace));
  expect((await other.get(address)).status).toBe(404);
  expect((await other.get(`${base}/learn/courses/${courseId}`)).status).toBe(404);
});

test("a course is made, published, given to a group and filled by forms alone", async () => {
  const { house, workspace, admin, base } = await setting();
  const group = await plantGroup(house, workspace.id, "Choir");
  const member = await createMember(house, workspace, {
    groupIds: [group.id],
    firstName: "Ben",
    lastName: "Okafor",
  });
  const loner = await createMember(house, workspace, { firstName: "Zoe", lastName: "Quist" });
  const browser = await new Browser().signIn(admin);
  const wrong = await browser.post(`${base}/courses/new`, {
    title: "",
    status: "draft",
    amount: "4,999",
    currency: "EUR",
  });
  expect(wrong.status).toBe(422);
  expect(textOf(wrong.body)).toContain("Give a price like 49 or 49.90");
  const made = await browser.post(`${base}/courses/new`, {
    title: "First aid",
    status: "published",
    visibility: "private",
    amount: "49,90",
    currency: "EUR",
  });
  expect(made.location).toMatch(/\/courses\/crs_/);
  const address = made.location ?? "";
  const about = await browser.get(address);
  expect(textOf(about.body)).toContain("€49.90");
  expect(textOf((await browser.get(`${base}/courses?q=first`)).body)).toContain("First aid");

  await browser.post(`${address}?tab=places`, { intent: "assign", place: group.id });
  expect(textOf((await browser.get(`${address}?tab=places`)).body)).toContain("Choir");
  const learners = await browser.get(`${address}?tab=learners&find=zoe`);
  expect(textOf(learners.body)).toContain("Ben Okafor");
  expect(textOf(learners.body)).toContain("Zoe Quist");
  await browser.post(address, { intent: "add", membershipId: loner.membershipId, who: "Zoe Quist" });
  const { enrolments } = await useCases.listEnrolments(house.context(admin.caller), {
    membershipId: member.membershipId,
  });
  const enrolmentId = enrolments[0]?.id ?? "";
  await browser.post(address, { intent: "progress", enrolmentId, progress: "35", who: "Ben Okafor" });
  expect((await browser.get(`${address}?tab=learners`)).body).toContain('value="35"');
  await browser.post(address, { intent: "complete", enrolmentId, who: "Ben Okafor" });
  const page = await browser.get(`${address}?tab=learners`);
  const certificate = /certificates\/crt_[0-9a-z]{26}/.exec(page.body)?.[0];
  expect(textOf((await browser.get(`${base}/${certificate}`)).body)).toContain("Ben Okafor");
  expect(page.body).toContain(`${base}/people/${member.membershipId}`);
  expect(textOf(page.body)).toContain(`Ben Okafor ${member.email}`);
  const under = textOf((await browser.get(`${address}?tab=learners&state=active`)).body);
  expect([under.includes("Zoe Quist"), under.includes("Ben Okafor")]).toEqual([true, false]);
  const none = textOf((await browser.get(`${address}?tab=learners&state=withdrawn`)).body);
  expect(none).toContain("Nobody of yours is in this state.");
  expect((await browser.post(address, { intent: "nonsense" })).status).toBe(400);
});

test("a session is made by a form, and a time that never comes is said beside its field", async () => {
  const { house, workspace, admin, base, courseId } = await setting();
  const member = await createMember(house, workspace, { firstName: "Ben", lastName: "Okafor" });
  const browser = await new Browser().signIn(admin);
  const fields = {
    title: "Practice",
    timeZone: "Europe/Berlin",
    place: "Hall 3",
    link: "",
    seats: "2",
    groupId: "",
  };
  const skipped = await browser.post(`${base}/courses/${courseId}/sessions/new`, {
    ...fields,
    startsAt: "2099-03-29T02:30",
    endsAt: "2099-03-29T06:00",
  });
  expect(skipped.status).toBe(422);
  expect(textOf(skipped.body)).toContain("The next is 03:00.");
  const made = await browser.post(`${base}/courses/${courseId}/sessions/new`, {
    ...fields,
    startsAt: "2099-03-09T10:00",
    endsAt: "2099-03-09T12:00",
  });
  const address = made.location ?? "";
  expect(address).toMatch(/\/sessions\/cos_/);
  expect(textOf((await browser.get(`${address}?find=okafor`)).body)).toContain("Ben Okafor");
  await browser.post(address, { intent: "add", membershipId: member.membershipId });
  expect(textOf((await browser.get(address)).body)).toContain("1 of 2");
  await browser.post(address, { intent: "teach", membershipId: member.membershipId, who: "Ben Okafor" });
  expect(textOf((await browser.get(address)).body)).toMatch(
    /Instructors Ada Admin .* Ben Okafor .* Who attends/,
  );
  await browser.post(address, { intent: "unteach", membershipId: member.membershipId, who: "Ben Okafor" });
  expect(textOf((await browser.get(address)).body)).not.toMatch(/Instructors Ada Admin .* Ben Okafor .* Who/);
  expect((await browser.post(address, { intent: "nonsense" })).status).toBe(400);
  expect((await browser.get(`${address}/edit`)).body).toContain('value="2099-03-09T10:00"');
  expect((await browser.post(`${address}/cancel`, {})).location).toBe(address);
  expect(textOf((await browser.get(address)).body)).toContain("Canceled");
});
