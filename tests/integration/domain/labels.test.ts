import { expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import {
  countRoundTrips,
  createMember,
  createWorkspace,
  openHouse,
  plantGroup,
  refusalOf,
  type TestMember,
} from "../../support/house.ts";
import { countReads } from "../../support/seed-people.ts";

const { deleteLabel, listLabels, listPeople, placeMember, renameLabel } = useCases;

async function open() {
  const house = openHouse();
  const space = await createWorkspace(house, { overrides: { "invite.optional": ["labels", "group"] } });
  // Each act a moment later than the one before, so that the trail has their order.
  const ctx = { ...house.context(space.admin.caller), now: () => (house.clock.now += 1) };
  const label = async (labels: string[], options: Parameters<typeof createMember>[2] = {}) => {
    const member = await createMember(house, space.workspace, options);
    await placeMember(ctx, { membershipId: member.membershipId, labels });
    return member;
  };
  const labelsOf = async ({ membershipId }: Pick<TestMember, "membershipId">) =>
    (await useCases.viewMember(ctx, { membershipId })).labels;
  return { house, ...space, ctx, label, labelsOf };
}

/** Counters and facets as they would be made anew from the people. */
async function expectKept(house: Awaited<ReturnType<typeof open>>["house"], workspaceId: string) {
  const all = (sql: string) => house.database.prepare(sql).bind(workspaceId).all();
  const { results: kept } = await all(
    `select facet, status, membership_id from membership_facets where workspace_id = ? and facet glob 'label:*'
      order by 1, 2, 3`,
  );
  const { results: wanted } = await all(
    `select distinct 'label:' || l.value as facet, m.shown_as as status, m.id as membership_id
      from memberships m, json_each(m.labels) l where m.workspace_id = ? order by 1, 2, 3`,
  );
  expect(kept).toEqual(wanted);
  const { results: counts } = await all(
    `select facet, status, count from membership_counts where workspace_id = ? and facet glob 'label:*' and count <> 0
      order by 1, 2`,
  );
  const { results: counted } = await all(
    `select facet, status, count(*) as count from membership_facets where workspace_id = ? and facet glob 'label:*'
      group by 1, 2 order by 1, 2`,
  );
  expect(counts).toEqual(counted);
}

test("labels are listed with how many people have each, and the list of people goes by them", async () => {
  const { house, workspace, ctx, label } = await open();
  const ana = await label(["evening", "Zebra"]);
  await label(["evening"], { status: "deactivated" });
  const gone = await label(["evening", "gone"]);
  const { invitation } = await useCases.inviteUser(ctx, {
    email: "ida@example.com",
    roles: ["learner"],
    labels: ["apple"],
  });
  await useCases.removeMember(ctx, { membershipId: gone.membershipId, confirmation: gone.email });
  expect((await listLabels(ctx, {})).labels).toEqual([
    { label: "apple", count: 1 },
    { label: "evening", count: 2 },
    { label: "Zebra", count: 1 },
  ]);
  const found = await listPeople(ctx, { label: "evening", status: "active" });
  expect(found.rows.map(({ id }) => id)).toEqual([ana.membershipId]);
  expect((await listPeople(ctx, { label: "apple" })).rows.map(({ id }) => id)).toEqual([invitation.userId]);
  expect((await listPeople(ctx, { label: "Evening" })).rows).toEqual([]);
  expect((await useCases.viewInviteForm(ctx, {})).labels).toEqual(["evening", "Zebra", "apple"]);
  // Facets follow every act: a new label, joining, leaving, an invitation that is withdrawn.
  await useCases.cancelInvitation(ctx, { invitationId: invitation.id });
  await placeMember(ctx, { membershipId: ana.membershipId, labels: ["morning"] });
  await useCases.deactivateMember(ctx, { membershipId: ana.membershipId });
  await expectKept(house, workspace.id);
});

test("a label is renamed for everybody, whatever became of them, and merged with one that is there", async () => {
  const { house, workspace, ctx, label, labelsOf } = await open();
  const ana = await label(["evning", "red"]);
  const ben = await label(["Evening", "evning"]);
  const eva = await label(["evning"]);
  await useCases.deactivateMember(ctx, { membershipId: eva.membershipId });
  // The spelling that is in use stays.
  expect(await renameLabel(ctx, { label: "evning", to: " evening " })).toEqual({
    label: "evning",
    to: "Evening",
    count: 3,
    jobId: null,
  });
  expect(await Promise.all([ana, ben, eva].map(labelsOf))).toEqual([
    ["Evening", "red"],
    ["Evening"],
    ["Evening"],
  ]);
  // Of itself it may be spelled anew, and called so twice.
  await renameLabel(ctx, { label: "Evening", to: "EVENING" });
  await renameLabel(ctx, { label: "EVENING", to: "EVENING" });
  expect((await listLabels(ctx, {})).labels).toEqual([
    { label: "EVENING", count: 3 },
    { label: "red", count: 1 },
  ]);
  expect(await deleteLabel(ctx, { label: "EVENING" })).toMatchObject({ count: 3, to: null, jobId: null });
  expect(await Promise.all([ana, ben, eva].map(labelsOf))).toEqual([["red"], [], []]);
  expect(await refusalOf(deleteLabel(ctx, { label: "EVENING" }))).toBe("NOT_FOUND");
  expect(await refusalOf(renameLabel(ctx, { label: "never", to: "ever" }))).toBe("NOT_FOUND");
  expect(await refusalOf(renameLabel(ctx, { label: "red", to: "  " }))).toBe("VALIDATION_FAILED");
  await expectKept(house, workspace.id);
  const { results } = await house.database
    .prepare(
      `select e.action, d.details from audit_events e join audit_details d on d.workspace_id = e.workspace_id
        and d.audit_id = e.id where e.workspace_id = ? and e.action glob 'label.*' order by e.at, e.id`,
    )
    .bind(workspace.id)
    .all<{ action: string; details: string }>();
  expect(results.map(({ action, details }) => [action, JSON.parse(details)])).toEqual([
    ["label.renamed", { label: "evning", newLabel: "Evening", count: 3 }],
    ["label.renamed", { label: "Evening", newLabel: "EVENING", count: 3 }],
    ["label.deleted", { label: "EVENING", count: 3 }],
  ]);
});

test("an edit that began before a label was renamed is told, and does not bring the old word back", async () => {
  const { ctx, label, labelsOf } = await open();
  const ana = await label(["evning"]);
  const [renamed, edited] = await Promise.all([
    renameLabel(ctx, { label: "evning", to: "evening" }).then(() => "done"),
    placeMember(ctx, { membershipId: ana.membershipId, labels: ["evning", "red"] }).then(
      () => "done",
      (error: { code: string }) => error.code,
    ),
  ]);
  expect(renamed).toBe("done");
  // Whoever wrote first: no edit over a word that it had not seen.
  expect([["evening"], ["evening", "red"]]).toContainEqual(await labelsOf(ana));
  expect(edited === "done" || edited === "EDIT_CONFLICT").toBe(true);
});

test("labels of another workspace, and of administrators of a part, are nobody's to see or change", async () => {
  const { house, workspace, ctx, label } = await open();
  const group = await plantGroup(house, workspace.id, "North");
  await label(["secret"]);
  const part = await createMember(house, workspace, {
    roles: [{ role: "group_admin", groupId: group.id }],
    groupIds: [group.id],
  });
  const asPart = house.context(part.caller);
  for (const refused of [
    listLabels(asPart, {}),
    renameLabel(asPart, { label: "secret", to: "open" }),
    deleteLabel(asPart, { label: "secret" }),
  ]) {
    expect(await refusalOf(refused)).toBe("FORBIDDEN");
  }
  expect((await listPeople(asPart, { label: "secret" })).rows).toEqual([]);
  const stranger = house.context((await createWorkspace(house)).admin.caller);
  expect((await listLabels(stranger, {})).labels).toEqual([]);
  expect((await listPeople(stranger, { label: "secret" })).rows).toEqual([]);
  expect(await refusalOf(deleteLabel(stranger, { label: "secret" }))).toBe("NOT_FOUND");
  expect((await listLabels(ctx, {})).labels).toEqual([{ label: "secret", count: 1 }]);
});

async function seedLabelled(
  house: Awaited<ReturnType<typeof open>>["house"],
  workspaceId: string,
  people: number,
) {
  await house.database
    .prepare(
      `insert into memberships (workspace_id, id, first_name, last_name, language, status, shown_as, delivery,
        inviter_id, search_terms, labels, created_at)
      select ?1, 'mem_' || printf('%026d', value), 'Ana', 'Lopez', 'en', 'active', 'active', 'none', '', '[]',
        json_array('evning', 'word ' || (value % 7)), value
      from (with recursive c(value) as (select 1 union all select value + 1 from c where value < ?2) select value from c)`,
    )
    .bind(workspaceId, people)
    .run();
}

test("of more than a thousand people a job changes the label in chunks, and asks anew what its starter may", async () => {
  const { house, workspace, admin, ctx } = await open();
  await seedLabelled(house, workspace.id, 1_203);
  const { jobId, count } = await renameLabel(ctx, { label: "evning", to: "evening" });
  expect([count, house.jobsWoken]).toEqual([1_001, [{ workspaceId: workspace.id, jobId }]]);
  expect((await listLabels(ctx, {})).labels.find(({ label }) => label === "evning")?.count).toBe(1_203);
  const run = () => useCases.runJob(house.system(), { workspaceId: workspace.id, jobId: jobId ?? "" });
  expect([await run(), await run(), await run()]).toEqual([{ more: true }, { more: true }, { more: false }]);
  expect(await useCases.viewJob(ctx, { jobId: jobId ?? "" })).toMatchObject({
    kind: "relabel",
    status: "done",
    total: 1_203,
    waiting: 0,
    outcomes: [{ outcome: "done", count: 1_203 }],
  });
  expect((await listLabels(ctx, {})).labels[0]).toEqual({ label: "evening", count: 1_203 });
  await expectKept(house, workspace.id);

  const deleted = await deleteLabel(ctx, { label: "evening" });
  const other = await createMember(house, workspace, { roles: ["admin"] });
  await useCases.changeRoles(house.context(other.caller), {
    membershipId: admin.membershipId,
    roles: ["learner"],
  });
  await useCases.runJob(house.system(), { workspaceId: workspace.id, jobId: deleted.jobId ?? "" });
  const after = house.context(other.caller);
  expect(await useCases.viewJob(after, { jobId: deleted.jobId ?? "" })).toMatchObject({
    status: "done",
    outcomes: [{ outcome: "right_lost", count: 1_203 }],
  });
  expect((await listLabels(after, {})).labels[0]).toEqual({ label: "evening", count: 1_203 });
});

test("listing labels and people by one costs the same, whatever the size of the workspace", async () => {
  const { house, workspace, admin } = await open();
  await seedLabelled(house, workspace.id, 3_000);
  const counter = countReads(house.database, { single: true });
  const ctx = openHouse({ database: counter.database }).context(admin.caller);
  const readBy = async (act: Promise<unknown>) => {
    counter.reset();
    await act;
    return counter.reads.reduce((sum, count) => sum + count, 0);
  };
  // Eight words in one state each, whatever the number of people.
  expect(await readBy(listLabels(ctx, {}))).toBeLessThanOrEqual(50);
  expect(await readBy(listPeople(ctx, { label: "evning", chips: false }))).toBeLessThanOrEqual(6 * 50 + 50);
  const trips = countRoundTrips(house.database);
  await deleteLabel(openHouse({ database: trips.database }).context(admin.caller), { label: "word 3" });
  expect(trips.roundTrips()).toBe(2);
});
