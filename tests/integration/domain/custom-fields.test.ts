import { expect, test } from "vitest";
import { customFields } from "../../../db/schema/index.ts";
import { useCases } from "../../../worker/domain/index.ts";
import {
  countRoundTrips,
  createMember,
  createWorkspace,
  openHouse,
  plantGroup,
  refusalOf,
} from "../../support/house.ts";

const { changeCustomField, createCustomField, listCustomFields, orderCustomFields, viewCustomField } =
  useCases;

async function open(overrides: Record<string, unknown> = {}) {
  const house = openHouse();
  const space = await createWorkspace(house, {
    overrides: { "invite.optional": ["unit", "group", "labels", "custom"], ...overrides },
  });
  // Each act a moment later than the one before, so that the trail has their order.
  const ctx = { ...house.context(space.admin.caller), now: () => (house.clock.now += 1) };
  return { house, ...space, ctx };
}

async function errorsOf(act: Promise<unknown>): Promise<string[]> {
  try {
    await act;
  } catch (error) {
    const { details } = error as { details: { errors?: { path: string; code: string }[] } };
    return (details.errors ?? []).map(({ path, code }) => `${path} ${code}`);
  }
  throw new Error("The act was expected to be refused and succeeded");
}

async function trailOf(house: Awaited<ReturnType<typeof open>>["house"], workspaceId: string) {
  const { results } = await house.database
    .prepare(
      `select e.action, d.details from audit_events e join audit_details d
        on d.workspace_id = e.workspace_id and d.audit_id = e.id
        where e.workspace_id = ? order by e.at, e.id`,
    )
    .bind(workspaceId)
    .all<{ action: string; details: string }>();
  return results.map(({ action, details }) => [action, JSON.parse(details)]);
}

test("a field is made, renamed, put in its place, retired with its answers, asked again, and all is written down", async () => {
  const { house, workspace, ctx } = await open();
  const centre = await createCustomField(ctx, { name: "Cost centre", kind: "number" });
  const size = await createCustomField(ctx, { name: "Größe", kind: "choice", choices: ["S", "M", "s"] });
  const first = await createCustomField(ctx, { name: "初日", kind: "date", inForm: false });
  expect([centre, size, first].map(({ key, kind, choices, inForm }) => [key, kind, choices, inForm])).toEqual(
    [
      ["cost_centre", "number", [], true],
      ["grosse", "choice", ["S", "M"], true],
      ["field", "date", [], false],
    ],
  );
  const person = await createMember(house, workspace);
  await useCases.placeMember(ctx, {
    membershipId: person.membershipId,
    customFields: { cost_centre: "12,5", grosse: "m", field: "2026-05-01" },
  });
  await orderCustomFields(ctx, { fieldIds: [first.id, centre.id, size.id] });
  await changeCustomField(ctx, {
    fieldId: size.id,
    name: "Shirt size",
    choices: ["S", "L"],
    requiredFor: ["learner"],
  });
  await changeCustomField(ctx, { fieldId: centre.id, retired: true });
  const { fields } = await listCustomFields(ctx, {});
  expect(fields.map(({ name, retired }) => [name, retired])).toEqual([
    ["初日", false],
    ["Cost centre", true],
    ["Shirt size", false],
  ]);
  // What was answered stays: of a retired field, and of a choice that is gone.
  const page = await useCases.viewMember(ctx, { membershipId: person.membershipId });
  expect(page.answers.map(({ name, value, retired, required }) => [name, value, retired, required])).toEqual([
    ["初日", "2026-05-01", false, false],
    ["Shirt size", "M", false, true],
    ["Cost centre", "12.5", true, false],
  ]);
  expect(
    await errorsOf(
      useCases.placeMember(ctx, { membershipId: person.membershipId, customFields: { cost_centre: "1" } }),
    ),
  ).toEqual(["customFields.cost_centre unknown_field"]);
  // The old choice may stand where it stands; nobody else gets it.
  await useCases.placeMember(ctx, {
    membershipId: person.membershipId,
    customFields: { grosse: "M", field: "" },
  });
  expect(
    await errorsOf(
      useCases.placeMember(ctx, {
        membershipId: (await createMember(house, workspace)).membershipId,
        customFields: { grosse: "M" },
      }),
    ),
  ).toEqual(["customFields.grosse choice"]);
  await changeCustomField(ctx, { fieldId: centre.id, retired: false });
  expect((await viewCustomField(ctx, { fieldId: centre.id })).retired).toBe(false);
  const trail = await trailOf(house, workspace.id);
  expect(trail.filter(([action]) => action.startsWith("custom_field"))).toEqual([
    ["custom_field.created", { name: "Cost centre", fieldKind: "number" }],
    ["custom_field.created", { name: "Größe", fieldKind: "choice", choices: ["S", "M"] }],
    ["custom_field.created", { name: "初日", fieldKind: "date" }],
    [
      "custom_field.ordered",
      {
        before: { order: ["Cost centre", "Größe", "初日"] },
        after: { order: ["初日", "Cost centre", "Größe"] },
      },
    ],
    [
      "custom_field.changed",
      {
        name: "Shirt size",
        before: { name: "Größe", choices: ["S", "M"], requiredFor: [] },
        after: { name: "Shirt size", choices: ["S", "L"], requiredFor: ["learner"] },
      },
    ],
    ["custom_field.retired", { name: "Cost centre" }],
    ["custom_field.restored", { name: "Cost centre" }],
  ]);
});

test("bad definitions are refused by the name of what is wrong", async () => {
  const { ctx } = await open();
  await createCustomField(ctx, { name: "École", kind: "text", key: "school" });
  const retired = await createCustomField(ctx, { name: "Old", kind: "text" });
  await changeCustomField(ctx, { fieldId: retired.id, retired: true });
  const wrong: [() => Promise<unknown>, string[]][] = [
    [() => createCustomField(ctx, { name: " ", kind: "text" }), ["name custom"]],
    [() => createCustomField(ctx, { name: "www.evil.example", kind: "text" }), ["name custom"]],
    [() => createCustomField(ctx, { name: "ECOLE", kind: "text" }), ["name taken"]],
    [() => createCustomField(ctx, { name: "old", kind: "text" }), ["name taken"]],
    [() => createCustomField(ctx, { name: "Other", kind: "text", key: "school" }), ["key taken"]],
    [() => createCustomField(ctx, { name: "Other", kind: "text", key: "School!" }), ["key invalid_format"]],
    [() => createCustomField(ctx, { name: "Other", kind: "money" as "text" }), ["kind invalid_value"]],
    [() => createCustomField(ctx, { name: "Other", kind: "choice" }), ["choices required"]],
    [() => createCustomField(ctx, { name: "Other", kind: "choice", choices: [""] }), ["choices.0 custom"]],
    [() => createCustomField(ctx, { name: "Other", kind: "text", choices: ["a"] }), ["choices not_together"]],
    [
      () => createCustomField(ctx, { name: "Other", kind: "text", requiredFor: ["coach"] }),
      ["requiredFor unknown_role"],
    ],
    [
      () => createCustomField(ctx, { name: "Other", kind: "text", requiredFor: ["learner"], inForm: false }),
      ["requiredFor not_asked"],
    ],
    [() => orderCustomFields(ctx, { fieldIds: [] }), ["fieldIds incomplete"]],
  ];
  for (const [act, errors] of wrong) expect(await errorsOf(act())).toEqual(errors);
  expect((await listCustomFields(ctx, {})).fields).toHaveLength(2);
});

test("what a field takes changes only while nobody has answered it, also when the answer comes in between", async () => {
  const { house, workspace, ctx } = await open();
  const field = await createCustomField(ctx, { name: "Badge", kind: "text" });
  await changeCustomField(ctx, { fieldId: field.id, kind: "choice", choices: ["A", "B"] });
  const back = await changeCustomField(ctx, { fieldId: field.id, kind: "text" });
  expect(back.choices).toEqual([]);
  const person = await createMember(house, workspace);
  await useCases.placeMember(ctx, { membershipId: person.membershipId, customFields: { badge: "17" } });
  expect((await viewCustomField(ctx, { fieldId: field.id })).answered).toBe(true);
  expect(await errorsOf(changeCustomField(ctx, { fieldId: field.id, kind: "number" }))).toEqual([
    "kind answered",
  ]);
  // Another's field, and what was taken away again, stand in nobody's way.
  const other = await createCustomField(ctx, { name: "Locker", kind: "text" });
  expect((await viewCustomField(ctx, { fieldId: other.id })).answered).toBe(false);
  const elsewhere = await open();
  const namesake = await createCustomField(elsewhere.ctx, { name: "Badge", kind: "text" });
  expect((await viewCustomField(elsewhere.ctx, { fieldId: namesake.id })).answered).toBe(false);
  await useCases.placeMember(ctx, { membershipId: person.membershipId, customFields: { badge: null } });
  expect((await changeCustomField(ctx, { fieldId: field.id, kind: "number" })).kind).toBe("number");
});

test("fifty fields are asked for and no more; a retired one makes room, and comes back only where there is room", async () => {
  const { house, workspace, ctx } = await open();
  await ctx.db.insert(customFields).values(
    Array.from({ length: 2 }, (_, at) => ({
      workspaceId: workspace.id,
      id: ctx.ids.next("customField"),
      key: `key_${at}`,
      name: `Field ${at}`,
      nameKey: `field ${at}`,
      kind: "text" as const,
      choices: [],
      position: at,
      createdAt: house.clock.now,
    })),
  );
  for (let at = 2; at < 50; at += 1) await createCustomField(ctx, { name: `Field ${at}`, kind: "text" });
  expect(await errorsOf(createCustomField(ctx, { name: "One more", kind: "text" }))).toEqual([
    "name too_many",
  ]);
  const { fields } = await listCustomFields(ctx, {});
  await changeCustomField(ctx, { fieldId: fields[0]?.id ?? "", retired: true });
  await createCustomField(ctx, { name: "One more", kind: "text" });
  expect(await errorsOf(changeCustomField(ctx, { fieldId: fields[0]?.id ?? "", retired: false }))).toEqual([
    "retired too_many",
  ]);
});

test("two who make a field of one name at once make one, and a name that became taken meanwhile is told", async () => {
  const { ctx } = await open();
  const outcomes = await Promise.all(
    ["Cost centre", "cost centre"].map((name, at) =>
      createCustomField(ctx, { name, key: `key_${at}`, kind: "text" }).then(
        () => "made",
        (error: { code: string }) => error.code,
      ),
    ),
  );
  expect(outcomes.sort()).toEqual(["VALIDATION_FAILED", "made"]);
  expect((await listCustomFields(ctx, {})).fields).toHaveLength(1);
});

test("only administrators define fields, each in their own workspace; who sees a part may read them", async () => {
  const { house, workspace, ctx } = await open();
  const group = await plantGroup(house, workspace.id, "North");
  const field = await createCustomField(ctx, { name: "Badge", kind: "text" });
  const part = await createMember(house, workspace, {
    roles: [{ role: "group_admin", groupId: group.id }],
    groupIds: [group.id],
  });
  const asPart = house.context(part.caller);
  expect((await listCustomFields(asPart, {})).fields).toMatchObject([{ id: field.id }]);
  expect(await refusalOf(createCustomField(asPart, { name: "Mine", kind: "text" }))).toBe("FORBIDDEN");
  expect(await refusalOf(changeCustomField(asPart, { fieldId: field.id, retired: true }))).toBe("FORBIDDEN");
  expect(await refusalOf(orderCustomFields(asPart, { fieldIds: [field.id] }))).toBe("FORBIDDEN");
  expect(await refusalOf(viewCustomField(asPart, { fieldId: field.id }))).toBe("FORBIDDEN");
  const other = await createWorkspace(house);
  const stranger = house.context(other.admin.caller);
  expect(await refusalOf(changeCustomField(stranger, { fieldId: field.id, retired: true }))).toBe(
    "NOT_FOUND",
  );
  expect(await refusalOf(viewCustomField(stranger, { fieldId: field.id }))).toBe("NOT_FOUND");
  expect((await listCustomFields(stranger, {})).fields).toEqual([]);
});

test("who was demoted between the question and the write changes nothing", async () => {
  const { house, workspace, ctx } = await open();
  const field = await createCustomField(ctx, { name: "Badge", kind: "text" });
  const second = await createCustomField(ctx, { name: "Locker", kind: "text" });
  await useCases.placeMember(ctx, {
    membershipId: (await createMember(house, workspace)).membershipId,
    labels: ["evening"],
  });
  const demoted = await createMember(house, workspace, { roles: ["admin"] });
  await useCases.changeRoles(ctx, { membershipId: demoted.membershipId, roles: ["learner"] });
  // The request of theirs had begun before.
  const late = house.context(demoted.caller);
  expect(await refusalOf(createCustomField(late, { name: "Mine", kind: "text" }))).toBe("EDIT_CONFLICT");
  expect(await refusalOf(changeCustomField(late, { fieldId: field.id, name: "Mine" }))).toBe("EDIT_CONFLICT");
  expect(await refusalOf(orderCustomFields(late, { fieldIds: [second.id, field.id] }))).toBe("EDIT_CONFLICT");
  expect(await refusalOf(useCases.deleteLabel(late, { label: "evening" }))).toBe("EDIT_CONFLICT");
  expect((await listCustomFields(ctx, {})).fields.map(({ name }) => name)).toEqual(["Badge", "Locker"]);
  expect((await useCases.listLabels(ctx, {})).labels).toEqual([{ label: "evening", count: 1 }]);
});

test("an invitation answers what is required of its roles, and nothing that is not asked when inviting", async () => {
  const { ctx } = await open();
  await createCustomField(ctx, { name: "Badge", kind: "text", requiredFor: ["learner"] });
  await createCustomField(ctx, { name: "Parking", kind: "yes_no" });
  await createCustomField(ctx, { name: "Later", kind: "text", inForm: false });
  const invite = (email: string, roles: string[], answers?: Record<string, string | boolean>) =>
    useCases.inviteUser(ctx, { email, roles, ...(answers && { customFields: answers }) });
  expect(await errorsOf(invite("a@example.com", ["learner"]))).toEqual(["customFields.badge required"]);
  expect(await errorsOf(invite("a@example.com", ["learner"], { badge: " " }))).toEqual([
    "customFields.badge required",
  ]);
  expect(await errorsOf(invite("a@example.com", ["learner"], { badge: "7", later: "x" }))).toEqual([
    "customFields.later unknown_field",
  ]);
  expect(await errorsOf(invite("a@example.com", ["learner"], { badge: "7", parking: "maybe" }))).toEqual([
    "customFields.parking yes_no",
  ]);
  const { invitation } = await invite("a@example.com", ["learner"], { badge: "7", parking: true });
  expect(invitation.customFields).toEqual({ badge: "7", parking: "yes" });
  await invite("b@example.com", ["instructor"]);
  // An edit asks for what it names: it cannot take the answer away.
  const edit = { invitationId: invitation.id, revision: invitation.revision };
  expect(await errorsOf(useCases.editInvitation(ctx, { ...edit, customFields: { badge: "" } }))).toEqual([
    "customFields.badge required",
  ]);
  await useCases.editInvitation(ctx, { ...edit, firstName: "Ana" });
  const form = await useCases.viewInviteForm(ctx, {});
  expect(form.fields.map(({ key, requiredFor }) => [key, requiredFor])).toEqual([
    ["badge", ["learner"]],
    ["parking", []],
  ]);
});

test("a required answer cannot be taken from a person, and is not demanded of an act on something else", async () => {
  const { house, workspace, ctx } = await open();
  const person = await createMember(house, workspace);
  await createCustomField(ctx, { name: "Badge", kind: "text", requiredFor: ["learner"] });
  const { membershipId } = person;
  await useCases.placeMember(ctx, { membershipId, labels: ["evening"] });
  await useCases.placeMember(ctx, { membershipId, customFields: { badge: "7" } });
  expect(await errorsOf(useCases.placeMember(ctx, { membershipId, customFields: { badge: null } }))).toEqual([
    "customFields.badge required",
  ]);
});

test("defining fields takes two round trips besides the caller's, and putting them in order no more", async () => {
  const { house, workspace, admin } = await open();
  const cost = async (act: (ctx: ReturnType<typeof house.context>) => Promise<unknown>) => {
    const counted = countRoundTrips(house.database);
    await act(openHouse({ database: counted.database }).context(admin.caller));
    return counted.roundTrips();
  };
  let fieldId = "";
  expect(
    await cost(async (ctx) => {
      fieldId = (await createCustomField(ctx, { name: "Badge", kind: "text" })).id;
    }),
  ).toBe(2);
  expect(await cost((ctx) => changeCustomField(ctx, { fieldId, kind: "number", name: "Number" }))).toBe(2);
  expect(await cost((ctx) => orderCustomFields(ctx, { fieldIds: [fieldId] }))).toBe(1);
  expect(await cost((ctx) => viewCustomField(ctx, { fieldId }))).toBe(1);
  const { membershipId } = await createMember(house, workspace);
  expect(await cost((ctx) => useCases.viewMember(ctx, { membershipId }))).toBe(1);
  expect(await cost((ctx) => useCases.placeMember(ctx, { membershipId, customFields: { badge: 1 } }))).toBe(
    2,
  );
  expect(await cost((ctx) => useCases.renameLabel(ctx, { label: "none", to: "x" }).catch(() => null))).toBe(
    1,
  );
});

test("a field is not called what every object of a program has already", async () => {
  const { ctx } = await open();
  expect((await createCustomField(ctx, { name: "Constructor", kind: "text" })).key).toBe("constructor_2");
  expect(
    await errorsOf(createCustomField(ctx, { name: "Other", key: "constructor", kind: "text" })),
  ).toHaveLength(1);
});
