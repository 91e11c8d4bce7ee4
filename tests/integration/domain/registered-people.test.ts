import { expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import { createMember, openHouse, type TestMember, type TestWorkspace } from "../../support/house.ts";
import {
  openCatalog,
  plantCatalogCourse,
  plantRegistration,
  registerByMail,
} from "../../support/registering.ts";
import { rows } from "../../support/single-sign-on.ts";

const house = openHouse({ registrationsPerHour: 1_000 });
const as = ({ caller }: TestMember) => house.context(caller);

const membershipOf = async ({ workspace }: TestWorkspace, email: string) =>
  (
    await rows<{ id: string }>(
      "select id from memberships where workspace_id = ? and email = ? and status <> 'removed'",
      workspace.id,
      email,
    )
  )[0]?.id ?? "";

/** Two who registered (one by the mailed link, one approved), one invited who has registered for a course since. */
let spaces = 0;
async function setting() {
  spaces += 1;
  const byMail = `by-mail-${spaces}@example.com`;
  const space = await openCatalog(house);
  const { workspace, admin } = space;
  const courseId = await plantCatalogCourse(house, workspace.id, "Knots");
  const token = await registerByMail(house, workspace, { email: byMail, courseId });
  await useCases.joinAsNewPerson(house.anonymous(), {
    token: token ?? "",
    revision: 1,
    password: "nine quiet umbrellas",
  });
  const waiting = await plantRegistration(house.system(), workspace.id, null, "waiting");
  await useCases.approveRegistrations(as(admin), { ids: [waiting.id] });
  const invited = await createMember(house, workspace);
  await registerByMail(house, workspace, { email: invited.email, courseId });
  const ids = [await membershipOf(space, byMail), await membershipOf(space, waiting.email)];
  return { ...space, ids: ids.sort(), invited, byMail };
}

const idsIn = (found: { rows: { id: string }[] }) => found.rows.map(({ id }) => id).sort();

test("who registered is found by that, in the list, by programs, in the file and by bulk acts, and nobody else is", async () => {
  const { workspace, admin, ids, byMail } = await setting();
  const origin = "catalog" as const;
  const page = await useCases.listPeople(as(admin), { origin });
  expect(idsIn(page)).toEqual(ids);
  expect(page.rows.map(({ registered }) => registered)).toEqual([true, true]);
  // The numbers of all would say the wrong thing.
  expect(page.chips).toBeNull();
  expect(idsIn(await useCases.listPeople(as(admin), { origin, status: "active", role: "learner" }))).toEqual(
    ids,
  );
  expect(idsIn(await useCases.listPeople(as(admin), { origin, role: "admin" }))).toEqual([]);
  const { lines } = await useCases.exportPeople(as(admin), { filter: { origin } });
  let text = "";
  for await (const piece of lines) text += piece;
  expect(text.split("\r\n").filter(Boolean)).toHaveLength(3);
  expect(text).toContain(byMail);
  const wanted = { action: "label" as const, addLabels: ["walk-in"], filter: { origin } };
  expect((await useCases.previewPeopleJob(as(admin), wanted)).total).toBe(2);
  const { jobId } = await useCases.startPeopleJob(as(admin), wanted);
  while ((await useCases.runJob(house.system(), { workspaceId: workspace.id, jobId })).more);
  expect(idsIn(await useCases.listPeople(as(admin), { label: "walk-in" }))).toEqual(ids);
});

test("they are found once deactivated, and another workspace's are not among them", async () => {
  const { admin, ids } = await setting();
  const [first = ""] = ids;
  await setting();
  await useCases.deactivateMember(as(admin), { membershipId: first });
  expect(idsIn(await useCases.listPeople(as(admin), { origin: "catalog" }))).toEqual(ids);
  expect(idsIn(await useCases.listPeople(as(admin), { origin: "catalog", status: "deactivated" }))).toEqual([
    first,
  ]);
});
