import { inject } from "vitest";
import type { Context } from "../../worker/domain/context.ts";
import { useCases } from "../../worker/domain/index.ts";
import { callerNow, openHouse, plantGroup, plantUnit } from "../support/house.ts";
import { plantCourse, plantSession } from "../support/learning.ts";
import { plantLink, plantRegistration } from "../support/registering.ts";
import { plantOrder } from "../support/till.ts";
import type { Column } from "./role-table.ts";
import type { Door, Place, Target, World } from "./role-world.ts";

type Make = (world: World, place: Place, who: Column, door: Door) => Promise<Target>;
type Fields = Record<string, string> | [name: string, value: string][];

/** How an act is asked for: of the API, on a page, and by itself where no door has it or tells what came of it. */
export interface Recipe {
  /** It shows and changes nothing, so that the same may be asked for again and again. */
  reads?: true;
  /** What it works on; made anew for each asker who may have it. */
  make: Make;
  api?(target: Target): [method: string, path: string, body?: unknown];
  /** Fields of a form, or the bytes of a file. */
  page?(target: Target): [method: "GET" | "POST", path: string, fields?: Fields | string];
  hall?(target: Target): unknown;
}

/** An act on many by the group that they are in, or by themselves; `told` says what of the place it wants. */
const manyBy = (
  action: string,
  told: (target: Target) => { body: Record<string, unknown>; page: string },
): Recipe => ({
  make: async (world, where, who, door) => ({
    ...(await place(world, where, who, door)),
    ...(await world.person(where)),
  }),
  api: (target) => [
    "POST",
    "/users/bulk",
    { action, filter: { groupId: target.group }, ...told(target).body },
  ],
  page: (target) => ["POST", `/people/bulk?ids=${target.id}&chosen=1&${told(target).page}`, {}],
});

const nothing: Make = async () => ({});

const person: Make = async (world, place) => ({ ...(await world.person(place)) });
const left: Make = async (world, place) => ({ ...(await world.person(place, "deactivated")) });
const invitation: Make = (world, place) => world.invitation(place);
const undoable: Make = (world, place) => world.undoable(place);
const enrolment: Make = (world, place, who) => world.enrolment(place, who);
const orderWith =
  (more: Parameters<typeof plantOrder>[2]): Make =>
  async (world) => {
    const ctx = world.asAdmin();
    if (ctx.caller.kind !== "member") throw new Error("no member");
    const workspaceId = ctx.caller.workspace.id;
    const { id: membershipId } = await world.person("in");
    return { id: await plantOrder(ctx, { workspaceId, courseId: world.course, membershipId }, more) };
  };
const order = orderWith({});
/** Whom a role of the part lets upload files and start jobs; for the others the administrator's stand in. */
const starters: readonly Column[] = ["ad", "um", "gu", "ga", "ua", "cr"];

async function starter(world: World, where: Place, who: Column, door: Door): Promise<Context> {
  if (where === "other") return world.as(who === "ga" ? "gu" : "ga", door);
  return starters.includes(who) ? world.as(who, door) : world.asAdmin();
}

const review: Make = async (world, where, who, door) => world.staged(await starter(world, where, who, door));

/** The group and the unit of the place, and an address that nobody has. */
const place: Make = async (world, where) => ({
  group: where === "here" ? "" : world.groupOf(where === "both" ? "out" : where),
  unit: where === "out" ? world.south.id : world.north.id,
  session: world.sessionOf(where),
  course: world.course,
  email: `new-${world.next()}@example.org`,
  name: `New ${world.next()}`,
});

const field: Make = async (world) => ({
  id: (await useCases.createCustomField(world.asAdmin(), { name: `Field ${world.next()}`, kind: "text" })).id,
});

/** A role that nobody has; there is room for twenty. */
const ownRole: Make = async (world) => {
  const name = `Role ${world.next()}`;
  const caller = await callerNow(world.house, world.space.admin);
  const { id } = await useCases.createCustomRole(world.house.context(caller), {
    name,
    permissions: ["people.view"],
    holdsIn: ["group"],
  });
  return { id, name: `${name} again` };
};

/** A registration link that leads there; `here`: nowhere in particular. */
const registrationLink: Make = async (world, where) => {
  const ctx = world.asAdmin();
  const groups = {
    here: [],
    in: [world.choir.id],
    out: [world.band.id],
    both: [world.choir.id, world.band.id],
  };
  const chosen = groups[where as keyof typeof groups];
  const id = await plantLink(ctx, world.space.workspace.id, chosen);
  return { id, name: `Link ${world.next()}`, groups: chosen.join(" ") };
};

/** The groups of a link as a form names them. */
const groupFields = (groups = ""): [string, string][] =>
  groups
    .split(" ")
    .filter(Boolean)
    .map((id) => ["groupIds", id]);

/** Somebody who came by such a link; `here`: by the catalog. */
const registered =
  (status: "started" | "waiting"): Make =>
  async (world, where, who, door) => {
    const { id: linkId } = where === "here" ? { id: null } : await registrationLink(world, where, who, door);
    return plantRegistration(world.asAdmin(), world.space.workspace.id, linkId ?? null, status);
  };

/** A word that somebody has. */
const label: Make = async (world) => {
  const word = `word ${world.next()}`;
  const { id } = await world.person("in");
  await useCases.placeMember(world.asAdmin(), { membershipId: id, labels: [word] });
  return { word, name: `word ${world.next()}` };
};

/** An identity provider of the workspace, which nobody has tried. */
const provider: Make = async (world) => {
  await useCases.saveConnection(world.asAdmin(), {
    name: "Harbour ID",
    issuer: inject("issuer"),
    clientId: `client-${world.next()}`,
    clientSecret: "x",
  });
  return {};
};

/** One that was tried and is the only way in for nobody who asks by the hall. */
const tried: Make = async (world, ...rest) => {
  await provider(world, ...rest);
  const { caller } = world.asAdmin();
  const { admin } = world.space;
  // Who stands by has been here by a sign-in of their own.
  await world.house.database
    .prepare("update memberships set last_seen_at = 1 where id = ?")
    .bind(admin.membershipId)
    .run();
  await world.house.database
    .prepare(
      "update sso_connections set tested_at = 1, enforced_at = 1, spare_admin = ?2 where workspace_id = ?1",
    )
    .bind(world.space.workspace.id, admin.membershipId)
    .run();
  return { id: caller.kind === "member" ? caller.membership.id : "" };
};

/** Somebody whom the provider knows. */
const bound: Make = async (world, ...rest) => {
  await provider(world, ...rest);
  const { id, email } = await world.person("in");
  await world.house.database
    .prepare(
      "insert into sso_identities select workspace_id, id, 'subject-' || ?2, ?2, 1 from sso_connections where workspace_id = ?1",
    )
    .bind(world.space.workspace.id, id)
    .run();
  return { id, email };
};

const newUnit: Make = async ({ house, space, next, north, south }, where) =>
  plantUnit(house, space.workspace.id, `Unit ${next()}`, where === "out" ? south : north);

const newGroup: Make = async ({ house, space, next, choir, band, north, south }, where) =>
  plantGroup(house, space.workspace.id, `Group ${next()}`, {
    parent: where === "out" ? band : choir,
    unitId: where === "out" ? south.id : north.id,
  });

/** A course of the asker's, or of somebody else's; `in` and `out`: one that the group there takes. */
const newCourse: Make = async (world, where, who) => {
  const { house, space, members, next } = world;
  const ownerId = where === "own" ? members[who].membershipId : undefined;
  const title = `Course ${next()}`;
  const id = await plantCourse(house, space.workspace.id, title, ownerId ? { ownerId } : {});
  return { id, title, group: world.groupOf(where) };
};

const takenCourse: Make = async (world, where) => {
  const group = world.groupOf(where);
  const id = await plantCourse(world.house, world.space.workspace.id, `Course ${world.next()}`, {
    groupIds: [group],
  });
  return { id, group };
};

const newSession: Make = async ({ house, space, course, ...world }, where) => ({
  id: await plantSession(house, space.workspace.id, course, { groupId: world.groupOf(where) }),
});

/** An import in another state than in review. */
const reviewIn =
  (status: string): Make =>
  async (world, where, who, door) => {
    const { id = "" } = await review(world, where, who, door);
    await world.house.database.prepare("update imports set status = ? where id = ?").bind(status, id).run();
    return { id };
  };

async function startJob(world: World, ctx: Context): Promise<Target> {
  const { userId = "" } = await world.invitation("in");
  const { jobId } = await useCases.startJob(ctx, { action: "cancel", ids: [userId] });
  return { id: jobId };
}

/** What the third line of a staged import is listed under. */
const broken = "!email_malformed:email:";
const times = { startsAt: "2099-03-09T10:00", endsAt: "2099-03-09T12:00" };
const names = { firstName: "Eve", lastName: "Changed" };
const wordsOfCourse = {
  title: "Changed",
  summary: "",
  description: "",
  status: "draft",
  visibility: "private",
};

export const recipes: Record<string, Recipe> = {
  listPeople: {
    reads: true,
    make: place,
    api: ({ group }) => ["GET", `/users?groupId=${group}`],
    page: () => ["GET", "/people"],
  },
  viewMember: {
    reads: true,
    make: person,
    api: ({ id }) => ["GET", `/users/${id}`],
    page: ({ id }) => ["GET", `/people/${id}`],
  },
  changeNames: {
    make: person,
    api: ({ id }) => ["PATCH", `/users/${id}`, names],
    page: ({ id }) => ["POST", `/people/${id}/names`, names],
  },
  changeUsername: {
    make: async (world, where) => ({ ...(await world.person(where)), username: `person.${world.next()}` }),
    api: ({ id, username }) => ["PATCH", `/users/${id}`, { username }],
    page: ({ id, username = "" }) => ["POST", `/people/${id}/sign-in`, { intent: "username", username }],
  },
  changeNotifyEmail: {
    make: async (world, where) => ({
      ...(await world.nameless(where)),
      email: `told-${world.next()}@example.org`,
    }),
    api: ({ id, email }) => ["PATCH", `/users/${id}`, { notifyEmail: email }],
    page: ({ id, email = "" }) => ["POST", `/people/${id}/sign-in`, { intent: "told", notifyEmail: email }],
  },
  addAddress: {
    make: async (world, where) => ({
      ...(await world.nameless(where)),
      email: `added-${world.next()}@example.org`,
    }),
    api: ({ id, email }) => ["POST", `/users/${id}/address`, { email }],
    page: ({ id, email = "" }) => ["POST", `/people/${id}/sign-in`, { intent: "address", email }],
  },
  makeSignInCards: {
    make: (world, where) => world.nameless(where),
    page: ({ id = "" }) => ["POST", "/people/cards", { person: id }],
  },
  viewSetUpForm: { reads: true, make: nothing, page: () => ["GET", "/people/set-up"] },
  setUpMember: {
    make: async (world, where) => ({
      ...(await place(world, where, "ad", "api")),
      ...(where === "both" ? { too: world.choir.id } : {}),
    }),
    api: ({ email, group, too }) => [
      "POST",
      "/users",
      {
        email,
        firstName: "Eve",
        roles: ["learner"],
        ...(group && { groupIds: [group, ...(too ? [too] : [])] }),
      },
    ],
    page: ({ email = "", group, too }) => [
      "POST",
      "/people/set-up",
      [
        ["email", email],
        ["firstName", "Eve"],
        ["roles", "learner"],
        ["language", "en"],
        ["credentials", "set_password_link"],
        ["offers", "group"],
        ...[group, too].flatMap((id): [string, string][] => (id ? [["groupIds", id]] : [])),
      ],
    ],
  },
  undoSetUp: {
    make: (world, where) => world.setUp(where),
    page: ({ id = "", op = "" }) => ["POST", "/people/set-up", { intent: "undo", person: id, op }],
  },
  changeRoles: {
    make: person,
    api: ({ id }) => ["PATCH", `/users/${id}`, { roles: ["learner"] }],
    page: ({ id }) => ["POST", `/people/${id}/roles`, { roles: "learner" }],
  },
  placeMember: {
    make: person,
    api: ({ id }) => ["PATCH", `/users/${id}/places`, { labels: ["mine"] }],
    page: ({ id }) => ["POST", `/people/${id}/details`, { offers: "labels", labels: "mine" }],
  },
  deactivateMember: {
    make: person,
    api: ({ id }) => ["POST", `/users/${id}/deactivate`, {}],
    page: ({ id }) => ["POST", `/people/${id}/deactivate`, {}],
  },
  reactivateMember: {
    make: left,
    api: ({ id }) => ["POST", `/users/${id}/reactivate`, {}],
    page: ({ id }) => ["POST", `/people/${id}/reactivate`, {}],
  },
  removeMember: {
    make: person,
    api: ({ id, email }) => ["DELETE", `/users/${id}`, { confirmation: email }],
    page: ({ id, email = "" }) => ["POST", `/people/${id}/remove`, { confirmation: email }],
  },
  setAccessEnd: {
    make: person,
    api: ({ id }) => ["PATCH", `/users/${id}`, { accessExpiresAt: "2099-06-30" }],
    page: ({ id }) => ["POST", `/people/${id}/access`, { accessEndsOn: "2099-06-30" }],
  },
  extendAccess: {
    make: async (world, where) => {
      const { id } = await world.person(where);
      await useCases.setAccessEnd(world.asAdmin(), { membershipId: id, accessEndsOn: "2098-06-30" });
      return { id };
    },
    page: ({ id = "" }) => ["POST", "/people/leaving", { ids: id, accessEndsOn: "2099-06-30" }],
  },
  listLeaving: { reads: true, make: nothing, page: () => ["GET", "/people/leaving"] },
  exportPersonData: {
    make: person,
    api: ({ id }) => ["GET", `/users/${id}/data`],
    page: ({ id }) => ["POST", `/people/${id}/data.json`, {}],
  },
  viewErasure: { reads: true, make: left, page: ({ id }) => ["GET", `/people/${id}/erase`] },
  erasePerson: {
    make: left,
    api: ({ id, email }) => ["POST", `/users/${id}/erase`, { confirmation: email }],
    page: ({ id, email = "" }) => ["POST", `/people/${id}/erase`, { confirmation: email }],
  },
  viewOwnPart: { reads: true, make: nothing, hall: () => ({}) },
  findPlaces: { reads: true, make: nothing, page: () => ["GET", "/people/places?kind=group"] },
  findForPeopleJob: {
    reads: true,
    make: nothing,
    page: () => ["GET", "/people/bulk/choices?act=add_to_group&kind=group"],
  },
  exportPeople: {
    make: place,
    page: () => ["GET", "/people.csv"],
    hall: ({ group }) => ({ filter: { groupId: group } }),
  },

  listUnits: { reads: true, make: nothing, api: () => ["GET", "/units"], page: () => ["GET", "/units"] },
  viewUnit: { reads: true, make: place, page: ({ unit }) => ["GET", `/units/${unit}`] },
  createUnit: {
    make: place,
    api: ({ name }) => ["POST", "/units", { name }],
    page: ({ name = "" }) => ["POST", "/units", { name }],
  },
  changeUnit: {
    make: newUnit,
    api: ({ id }) => ["PATCH", `/units/${id}`, { name: `Changed ${id}` }],
    page: ({ id }) => ["POST", `/units/${id}`, { name: `Changed ${id}` }],
  },
  deleteUnit: {
    make: newUnit,
    api: ({ id }) => ["DELETE", `/units/${id}`],
    page: ({ id }) => ["POST", `/units/${id}`, { intent: "delete" }],
  },
  listGroups: { reads: true, make: nothing, api: () => ["GET", "/groups"], page: () => ["GET", "/groups"] },
  viewGroup: {
    reads: true,
    make: place,
    api: ({ group }) => ["GET", `/groups/${group}`],
    page: ({ group }) => ["GET", `/groups/${group}`],
  },
  createGroup: {
    make: place,
    api: ({ name, group }) => ["POST", "/groups", { name, parentId: group }],
    page: ({ name = "", group = "" }) => ["POST", "/groups/new", { name, parentId: group }],
  },
  changeGroup: {
    make: newGroup,
    api: ({ id }) => ["PATCH", `/groups/${id}`, { name: `Changed ${id}` }],
    page: ({ id }) => ["POST", `/groups/${id}/settings`, { name: `Changed ${id}` }],
  },
  deleteGroup: {
    make: newGroup,
    api: ({ id }) => ["DELETE", `/groups/${id}`],
    page: ({ id }) => ["POST", `/groups/${id}/delete`, {}],
  },
  addGroupMembers: {
    // `in`: somebody of the part, `both`: a learner from outside of it; both are put into a group of the part.
    make: async (world, where) => {
      const { id: group = "" } = await newGroup(world, where, "ad", "api");
      const { id } = await world.person(where === "in" ? "in" : "out");
      return { id, group };
    },
    api: ({ id, group }) => ["PUT", `/groups/${group}/members/${id}`],
    page: ({ id = "", group }) => ["POST", `/groups/${group}/add`, { people: id }],
  },
  removeGroupMember: {
    make: async (world, where) => ({ ...(await world.person(where)), group: world.groupOf(where) }),
    api: ({ id, group }) => ["DELETE", `/groups/${group}/members/${id}`],
    page: ({ id = "", group }) => ["POST", `/groups/${group}`, { remove: id }],
  },
  findMembersToAdd: {
    reads: true,
    make: place,
    page: ({ group }) => ["GET", `/groups/${group}/add?q=person`],
  },

  checkAddresses: {
    reads: true,
    make: place,
    page: ({ email = "" }) => ["POST", "/people/invite", { intent: "check", email }],
  },
  viewInviteForm: { reads: true, make: nothing, page: () => ["GET", "/people/invite"] },
  previewInvitation: { reads: true, make: nothing, hall: () => ({}) },
  findOfferable: { reads: true, make: nothing, page: () => ["GET", "/people/invite/choices?kind=group"] },
  inviteUser: {
    // `both`: into a group of the part and one outside.
    make: async (world, where) => ({
      ...(await place(world, where, "ad", "api")),
      ...(where === "both" ? { too: world.choir.id } : {}),
    }),
    api: ({ email, group, too }) => [
      "POST",
      "/invitations",
      { email, roles: ["learner"], ...(group && { groupIds: [group, ...(too ? [too] : [])] }) },
    ],
  },
  inviteMany: {
    make: place,
    api: ({ email, group }) => ["POST", "/invitations/batch", { emails: [email], groupIds: [group] }],
  },
  inviteListed: {
    make: place,
    page: ({ email = "", group = "" }) => [
      "POST",
      "/people/invite",
      { email, roles: "learner", language: "en", offers: "group", groupIds: group },
    ],
  },
  inviteFromSession: {
    make: async (world, where) => ({
      ...(await place(world, where, "ad", "api")),
      session: world.sessionOf(where),
    }),
    api: ({ session, group, email }) => [
      "POST",
      `/sessions/${session}/invitations`,
      { emails: [email], groupId: group },
    ],
    page: ({ session, group = "", email = "" }) => [
      "POST",
      `/sessions/${session}/invite`,
      { addresses: email, groupId: group, message: "", language: "en" },
    ],
  },
  viewSessionInviting: {
    reads: true,
    make: place,
    page: ({ session }) => ["GET", `/sessions/${session}/invite`],
  },
  listInvitations: { reads: true, make: place, api: ({ group }) => ["GET", `/invitations?groupId=${group}`] },
  viewInvitationDetail: { reads: true, make: invitation, api: ({ id }) => ["GET", `/invitations/${id}`] },
  resendInvitation: {
    make: invitation,
    api: ({ id }) => ["POST", `/invitations/${id}/resend`, {}],
    page: ({ id = "", userId }) => ["POST", `/people/${userId}`, { resend: id }],
  },
  remindInvitation: {
    make: invitation,
    api: ({ id }) => ["POST", `/invitations/${id}/remind`, {}],
    page: ({ id = "", userId }) => ["POST", `/people/${userId}`, { remind: id }],
  },
  cancelInvitation: {
    make: invitation,
    api: ({ id }) => ["POST", `/invitations/${id}/cancel`, {}],
    page: ({ id = "", userId }) => ["POST", `/people/${userId}/cancel`, { invitationId: id }],
  },
  editInvitation: {
    make: invitation,
    api: ({ id }) => ["PATCH", `/invitations/${id}`, { firstName: "Eve" }],
    page: ({ id = "", userId, email = "", revision = "" }) => [
      "POST",
      `/people/${userId}/edit`,
      { invitationId: id, revision, email, ...names, roles: "learner", message: "", language: "en" },
    ],
  },
  previewEdit: { reads: true, make: invitation, hall: ({ id }) => ({ invitationId: id }) },
  copyInvitationLink: {
    make: invitation,
    api: ({ id }) => ["GET", `/invitations/${id}/link`],
    page: ({ id = "", userId }) => ["POST", `/people/${userId}`, { copy: id }],
  },
  undoSend: {
    make: undoable,
    page: ({ id = "", userId, oneOp = "" }) => ["POST", `/people/${userId}`, { undo: id, op: oneOp }],
  },
  undoInvitations: {
    make: undoable,
    page: ({ op = "", count = "" }) => ["POST", "/people/invite", { intent: "undo", op, count }],
  },

  stageImport: {
    make: place,
    api: ({ email }) => ["POST", "/imports", `email\n${email}\n`],
    page: ({ email }) => ["POST", "/imports/upload?fileName=people.csv", `email\n${email}\n`],
  },
  makeImportTemplate: {
    reads: true,
    make: nothing,
    api: () => ["GET", "/imports/template.csv"],
    page: () => ["GET", "/imports/template.csv"],
  },
  listImports: {
    reads: true,
    make: nothing,
    api: () => ["GET", "/imports"],
    page: () => ["GET", "/imports"],
  },
  viewImport: {
    reads: true,
    make: review,
    api: ({ id }) => ["GET", `/imports/${id}`],
    page: ({ id }) => ["GET", `/imports/${id}/confirm`],
  },
  viewColumns: { reads: true, make: review, page: ({ id }) => ["GET", `/imports/${id}/mapping`] },
  mapColumns: {
    make: review,
    api: ({ id }) => ["PATCH", `/imports/${id}`, { mapping: { email: "email", group: "group" } }],
    page: ({ id }) => [
      "POST",
      `/imports/${id}/mapping`,
      { columns: "2", "column-0": "email", "column-1": "group" },
    ],
  },
  listImportRows: {
    reads: true,
    make: review,
    api: ({ id }) => ["GET", `/imports/${id}/rows`],
    page: ({ id }) => ["GET", `/imports/${id}/review`],
  },
  exportFailedRows: {
    reads: true,
    make: review,
    api: ({ id }) => ["GET", `/imports/${id}/failed.csv`],
    page: ({ id }) => ["GET", `/imports/${id}/failed.csv`],
  },
  correctRow: {
    make: review,
    api: ({ id }) => ["PATCH", `/imports/${id}/rows/2`, { exclude: true }],
    page: ({ id }) => ["POST", `/imports/${id}/review`, { intent: "excludeRow", line: "2" }],
  },
  repairRows: {
    make: review,
    api: ({ id }) => ["POST", `/imports/${id}/repairs`, { problem: broken, repair: { exclude: true } }],
    page: ({ id }) => ["POST", `/imports/${id}/review`, { intent: "exclude", problem: broken }],
  },
  replaceInColumn: {
    make: review,
    api: ({ id }) => ["POST", `/imports/${id}/replace`, { column: "email", find: "right", replace: "left" }],
    page: ({ id }) => [
      "POST",
      `/imports/${id}/review`,
      { intent: "replaceColumn", column: "email", find: "right", with: "left" },
    ],
  },
  undoChange: {
    make: async (world, where, who, door) => {
      const ctx = await starter(world, where, who, door);
      const { id = "" } = await world.staged(ctx);
      await useCases.correctRow(ctx, { importId: id, line: 2, exclude: true });
      const { lastChange } = await useCases.viewImport(ctx, { importId: id });
      return { id, change: lastChange?.id ?? "" };
    },
    api: ({ id, change }) => ["POST", `/imports/${id}/undo-change`, { changeId: change }],
    page: ({ id, change = "" }) => [
      "POST",
      `/imports/${id}/review`,
      { intent: "undoChange", changeId: change },
    ],
  },
  confirmRoles: {
    make: review,
    api: ({ id }) => ["POST", `/imports/${id}/confirm-roles`, {}],
    page: ({ id }) => ["POST", `/imports/${id}/review`, { intent: "confirmRoles" }],
  },
  chooseExisting: {
    make: review,
    api: ({ id }) => ["POST", `/imports/${id}/existing`, { existing: "add_groups" }],
    page: ({ id }) => ["POST", `/imports/${id}/existing`, { existing: "add_groups" }],
  },
  confirmImport: {
    make: review,
    api: ({ id }) => ["POST", `/imports/${id}/confirm`, {}],
    page: ({ id }) => ["POST", `/imports/${id}/confirm`, {}],
  },
  pauseImport: {
    make: reviewIn("running"),
    api: ({ id }) => ["POST", `/imports/${id}/pause`, {}],
    page: ({ id }) => ["POST", `/imports/${id}/progress`, { intent: "pause" }],
  },
  resumeImport: {
    make: reviewIn("paused"),
    api: ({ id }) => ["POST", `/imports/${id}/resume`, {}],
    page: ({ id }) => ["POST", `/imports/${id}/progress`, { intent: "resume" }],
  },
  cancelImport: {
    make: review,
    api: ({ id }) => ["POST", `/imports/${id}/cancel`, {}],
    page: ({ id }) => ["POST", `/imports/${id}/cancel`, {}],
  },
  undoImport: {
    make: reviewIn("done"),
    api: ({ id }) => ["POST", `/imports/${id}/undo`, {}],
    page: ({ id }) => ["POST", `/imports/${id}/undo`, {}],
  },

  previewJob: {
    reads: true,
    make: async (world, where) => ({ ...(await world.invitation(where)), group: world.groupOf(where) }),
    page: ({ userId }) => ["GET", `/people/bulk?action=cancel&ids=${userId}`],
    hall: ({ group }) => ({ action: "cancel", filter: { groupId: group } }),
  },
  startJob: {
    make: async (world, where) => ({ ...(await world.invitation(where)), group: world.groupOf(where) }),
    api: ({ group }) => ["POST", "/invitations/bulk", { action: "cancel", filter: { groupId: group } }],
    page: ({ userId }) => ["POST", `/people/bulk?action=cancel&ids=${userId}`, {}],
  },
  previewPeopleJob: {
    reads: true,
    make: async (world, where) => ({ ...(await world.person(where)), group: world.groupOf(where) }),
    page: ({ id }) => ["GET", `/people/bulk?action=deactivate&ids=${id}`],
    hall: ({ group }) => ({ action: "deactivate", filter: { groupId: group } }),
  },
  startPeopleJob: {
    make: async (world, where) => ({ ...(await world.person(where)), group: world.groupOf(where) }),
    api: ({ group }) => ["POST", "/users/bulk", { action: "deactivate", filter: { groupId: group } }],
    page: ({ id }) => ["POST", `/people/bulk?action=deactivate&ids=${id}`, {}],
  },
  "startPeopleJob/leave": manyBy("place", ({ unit }) => ({
    body: { removeUnitId: unit },
    page: `action=remove_from_unit&actUnit=${unit}`,
  })),
  "startPeopleJob/enrol": manyBy("enrol", ({ course }) => ({
    body: { courseIds: [course] },
    page: `action=enrol&actCourses=${course}`,
  })),
  "startPeopleJob/withdraw": manyBy("withdraw", ({ course }) => ({
    body: { courseIds: [course] },
    page: `action=withdraw&actCourses=${course}`,
  })),
  viewJob: {
    reads: true,
    make: async (world, where, who, door) => startJob(world, await starter(world, where, who, door)),
    api: ({ id }) => ["GET", `/jobs/${id}`],
    page: ({ id }) => ["GET", `/jobs/${id}`],
  },
  exportJob: {
    make: async (world, where, who, door) => startJob(world, await starter(world, where, who, door)),
    api: ({ id }) => ["GET", `/jobs/${id}/results.csv`],
    page: ({ id }) => ["GET", `/jobs/${id}/results.csv`],
  },
  undoJob: {
    make: async (world, where, who, door) => {
      const slow = openHouse({ undoSeconds: 600 });
      slow.clock.now = world.house.clock.now;
      return startJob(world, slow.context((await starter(world, where, who, door)).caller));
    },
    page: ({ id }) => ["POST", `/jobs/${id}`, {}],
  },
  listWork: { reads: true, make: nothing, page: () => ["GET", "/work"] },

  listCourses: {
    reads: true,
    make: nothing,
    api: () => ["GET", "/courses"],
    page: () => ["GET", "/courses"],
  },
  viewCourse: {
    reads: true,
    make: place,
    api: ({ course }) => ["GET", `/courses/${course}`],
    page: ({ course }) => ["GET", `/courses/${course}`],
  },
  viewCatalogShelf: { reads: true, make: nothing, page: () => ["GET", "/courses/catalog"] },
  previewCatalogCourse: {
    reads: true,
    make: newCourse,
    page: ({ id }) => ["GET", `/courses/${id}/preview`],
  },
  createCourse: {
    make: place,
    api: ({ name }) => ["POST", "/courses", { title: name }],
    page: ({ name = "" }) => ["POST", "/courses/new", { title: name }],
  },
  changeCourse: {
    make: newCourse,
    api: ({ id }) => ["PATCH", `/courses/${id}`, { title: "Changed" }],
    page: ({ id }) => ["POST", `/courses/${id}/edit`, wordsOfCourse],
  },
  deleteCourse: {
    make: newCourse,
    api: ({ id }) => ["DELETE", `/courses/${id}`],
    page: ({ id }) => ["POST", `/courses/${id}/delete`, {}],
  },
  assignCourse: {
    make: newCourse,
    api: ({ id, group }) => ["PUT", `/groups/${group}/courses/${id}`],
    page: ({ id, group = "" }) => ["POST", `/courses/${id}`, { intent: "assign", place: group }],
  },
  unassignCourse: {
    make: takenCourse,
    api: ({ id, group }) => ["DELETE", `/groups/${group}/courses/${id}`],
    page: ({ id, group = "" }) => ["POST", `/courses/${id}`, { intent: "unassign", place: group }],
  },
  listCourseSessions: {
    reads: true,
    make: place,
    api: ({ group }) => ["GET", `/sessions${group ? `?groupId=${group}` : ""}`],
  },
  viewCourseSession: {
    reads: true,
    make: place,
    api: ({ session }) => ["GET", `/sessions/${session}`],
    page: ({ session }) => ["GET", `/sessions/${session}`],
  },
  createCourseSession: {
    make: async (world, where, who) =>
      where === "own"
        ? { course: world.courses[who], group: "" }
        : { course: world.course, group: world.groupOf(where) },
    api: ({ course, group }) => [
      "POST",
      "/sessions",
      { courseId: course, title: "New", ...times, ...(group && { groupId: group }) },
    ],
    page: ({ course, group = "" }) => [
      "POST",
      `/courses/${course}/sessions/new`,
      { title: "New", ...times, timeZone: "Europe/Berlin", groupId: group },
    ],
  },
  changeCourseSession: {
    make: newSession,
    api: ({ id }) => ["PATCH", `/sessions/${id}`, { place: "Room 12" }],
    page: ({ id }) => [
      "POST",
      `/sessions/${id}/edit`,
      { title: "Changed", ...times, timeZone: "Europe/Berlin", place: "Room 12" },
    ],
  },
  cancelCourseSession: {
    make: newSession,
    api: ({ id }) => ["DELETE", `/sessions/${id}`],
    page: ({ id }) => ["POST", `/sessions/${id}/cancel`, {}],
  },
  listAttendees: {
    reads: true,
    make: place,
    api: ({ session }) => ["GET", `/sessions/${session}/attendees`],
    page: ({ session }) => ["GET", `/sessions/${session}`],
  },
  addAttendee: {
    // Somebody who attends one session of the course already: who instructs that one reaches them by it.
    make: async (world, where) => {
      const { id: session = "" } = await newSession(world, where, "ad", "api");
      return { session, id: (await world.person(where)).id };
    },
    api: ({ session, id }) => ["PUT", `/sessions/${session}/attendees/${id}`],
    page: ({ session, id = "" }) => ["POST", `/sessions/${session}`, { intent: "add", membershipId: id }],
  },
  removeAttendee: {
    make: async (world, where) => ({
      session: world.sessionOf(where),
      id: (await world.person(where)).id,
    }),
    api: ({ session, id }) => ["DELETE", `/sessions/${session}/attendees/${id}`],
    page: ({ session, id = "" }) => ["POST", `/sessions/${session}`, { intent: "remove", membershipId: id }],
  },
  listEnrolments: {
    reads: true,
    make: place,
    api: () => ["GET", "/enrolments"],
    page: ({ course }) => ["GET", `/courses/${course}?tab=learners`],
  },
  enrolMember: {
    make: async (world, where) => ({ course: world.course, id: (await world.person(where)).id }),
    api: ({ course, id }) => ["POST", "/enrolments", { userId: id, courseId: course }],
    page: ({ course, id = "" }) => ["POST", `/courses/${course}`, { intent: "add", membershipId: id }],
  },
  setProgress: {
    make: enrolment,
    api: ({ id }) => ["PATCH", `/enrolments/${id}`, { progress: 40 }],
    page: ({ id = "", courseId }) => [
      "POST",
      `/courses/${courseId}`,
      { intent: "progress", enrolmentId: id, progress: "40" },
    ],
  },
  completeEnrolment: {
    make: enrolment,
    api: ({ id }) => ["POST", `/enrolments/${id}/complete`, {}],
    page: ({ id = "", courseId }) => [
      "POST",
      `/courses/${courseId}`,
      { intent: "complete", enrolmentId: id },
    ],
  },
  withdrawEnrolment: {
    make: enrolment,
    api: ({ id }) => ["DELETE", `/enrolments/${id}`],
    page: ({ id = "", courseId }) => [
      "POST",
      `/courses/${courseId}`,
      { intent: "withdraw", enrolmentId: id },
    ],
  },
  reopenEnrolment: {
    make: async (world, where, who) => {
      const target = await world.enrolment(where, who);
      await useCases.withdrawEnrolment(world.asAdmin(), { enrolmentId: target.id ?? "" });
      return target;
    },
    api: ({ id }) => ["POST", `/enrolments/${id}/reopen`, {}],
    page: ({ id = "", courseId }) => ["POST", `/courses/${courseId}`, { intent: "reopen", enrolmentId: id }],
  },
  viewCertificate: {
    reads: true,
    make: async (world, where, who) => {
      const { id = "" } = await world.enrolment(where, who);
      const { certificateId } = await useCases.completeEnrolment(world.asAdmin(), { enrolmentId: id });
      return { id: certificateId ?? "" };
    },
    api: ({ id }) => ["GET", `/certificates/${id}`],
    page: ({ id }) => ["GET", `/certificates/${id}`],
  },

  viewOwnWorkspace: { reads: true, make: nothing, api: () => ["GET", "/workspace"] },
  viewRoleTable: { reads: true, make: nothing, page: () => ["GET", "/roles"] },
  listCustomRoles: {
    reads: true,
    make: nothing,
    api: () => ["GET", "/roles"],
    page: () => ["GET", "/settings/roles"],
  },
  viewCustomRole: { reads: true, make: ownRole, page: ({ id }) => ["GET", `/settings/roles/${id}`] },
  createCustomRole: {
    make: place,
    api: ({ name }) => ["POST", "/roles", { name, permissions: ["people.view"], holdsIn: ["group"] }],
    page: ({ name = "" }) => [
      "POST",
      "/settings/roles/new",
      { name, description: "", people: "people.view", holdsIn: "group" },
    ],
  },
  changeCustomRole: {
    make: ownRole,
    api: ({ id, name }) => ["PATCH", `/roles/${id}`, { name }],
    page: ({ id, name = "" }) => [
      "POST",
      `/settings/roles/${id}`,
      { name, description: "", people: "people.view", holdsIn: "group" },
    ],
  },
  deleteCustomRole: {
    make: ownRole,
    api: ({ id }) => ["DELETE", `/roles/${id}`, { to: null }],
    page: ({ id }) => ["POST", `/settings/roles/${id}`, { intent: "delete", to: "" }],
  },
  reviewPolicies: {
    reads: true,
    make: nothing,
    api: () => ["POST", "/workspace/review", { preset: "academy" }],
    page: () => ["GET", "/settings/policies/preset?to=academy"],
  },
  viewSeats: {
    reads: true,
    make: nothing,
    api: () => ["GET", "/workspace/seats"],
    page: () => ["GET", "/settings/seats"],
  },
  viewSender: { reads: true, make: nothing, page: () => ["GET", "/settings/sender"] },
  viewInsights: {
    reads: true,
    make: nothing,
    api: () => ["GET", "/insights"],
    page: () => ["GET", "/insights"],
  },
  viewCatalogNumbers: {
    reads: true,
    make: nothing,
    api: () => ["GET", "/catalog-numbers"],
    page: () => ["GET", "/courses/catalog/numbers"],
  },
  listRegistrationLinks: {
    reads: true,
    make: nothing,
    api: () => ["GET", "/registration-links"],
    page: () => ["GET", "/registration-links"],
  },
  viewLinkForm: { reads: true, make: nothing, page: () => ["GET", "/registration-links/new"] },
  findLinkPlaces: {
    reads: true,
    make: nothing,
    page: () => ["GET", "/registration-links/choices?kind=group"],
  },
  viewRegistrationLink: {
    reads: true,
    make: registrationLink,
    api: ({ id }) => ["GET", `/registration-links/${id}`],
    page: ({ id }) => ["GET", `/registration-links/${id}`],
  },
  createRegistrationLink: {
    make: async (world, where, who, door) => {
      const groups = {
        here: [],
        in: [world.choir.id],
        out: [world.band.id],
        both: [world.choir.id, world.band.id],
      };
      const chosen = groups[where as keyof typeof groups];
      return { ...(await place(world, where, who, door)), groups: chosen.join(" ") };
    },
    api: ({ name, groups = "" }) => [
      "POST",
      "/registration-links",
      { name, groupIds: groups.split(" ").filter(Boolean) },
    ],
    page: ({ name = "", groups = "" }) => [
      "POST",
      "/registration-links/new",
      [["name", name], ...groupFields(groups)],
    ],
  },
  changeRegistrationLink: {
    make: registrationLink,
    api: ({ id, name }) => ["PATCH", `/registration-links/${id}`, { name }],
    page: ({ id, name = "", groups }) => [
      "POST",
      `/registration-links/${id}/edit`,
      [["name", name], ...groupFields(groups)],
    ],
  },
  pauseRegistrationLink: {
    make: registrationLink,
    api: ({ id }) => ["POST", `/registration-links/${id}/pause`],
    page: ({ id }) => ["POST", `/registration-links/${id}`, { intent: "pause" }],
  },
  resumeRegistrationLink: {
    make: registrationLink,
    api: ({ id }) => ["POST", `/registration-links/${id}/resume`],
    page: ({ id }) => ["POST", `/registration-links/${id}`, { intent: "resume" }],
  },
  renewLinkCode: {
    make: registrationLink,
    api: ({ id }) => ["POST", `/registration-links/${id}/renew-code`],
    page: ({ id }) => ["POST", `/registration-links/${id}`, { intent: "renew" }],
  },
  deleteRegistrationLink: {
    make: registrationLink,
    api: ({ id }) => ["DELETE", `/registration-links/${id}`],
    page: ({ id }) => ["POST", `/registration-links/${id}/delete`, {}],
  },
  listRegistrations: {
    reads: true,
    make: nothing,
    api: () => ["GET", "/registrations"],
    page: () => ["GET", "/registrations"],
  },
  countWaitingRegistrations: {
    reads: true,
    make: nothing,
    page: () => ["GET", "/registrations?status=waiting"],
  },
  approveRegistrations: {
    make: registered("waiting"),
    api: ({ id }) => ["POST", "/registrations/approve", { ids: [id] }],
    page: ({ id = "" }) => ["POST", "/registrations?status=waiting", { intent: "approve", id }],
  },
  refuseRegistrations: {
    make: registered("waiting"),
    api: ({ id }) => ["POST", "/registrations/refuse", { ids: [id] }],
    page: ({ id }) => ["POST", `/registrations/refuse?id=${id}`, { reason: "" }],
  },
  resendRegistration: {
    make: registered("started"),
    api: ({ id }) => ["POST", `/registrations/${id}/resend`],
    page: ({ id = "" }) => ["POST", "/registrations", { intent: "resend", id }],
  },
  removeRegistration: {
    make: registered("started"),
    api: ({ id }) => ["DELETE", `/registrations/${id}`],
    page: ({ id = "" }) => ["POST", "/registrations", { intent: "remove", id }],
  },
  listOrders: {
    reads: true,
    make: nothing,
    api: () => ["GET", "/orders"],
    page: () => ["GET", "/orders"],
  },
  viewOrder: {
    reads: true,
    make: order,
    api: ({ id }) => ["GET", `/orders/${id}`],
    page: ({ id }) => ["GET", `/orders/${id}`],
  },
  exportOrders: { make: nothing, page: () => ["GET", "/orders.csv"] },
  refundOrder: {
    make: order,
    api: ({ id }) => ["POST", `/orders/${id}/refund`, {}],
    page: ({ id }) => ["POST", `/orders/${id}`, { confirmed: "1" }],
    hall: ({ id = "" }) => ({ orderId: id }),
  },
  endConcern: {
    make: orderWith({ concern: "disputed" }),
    api: ({ id }) => ["POST", `/orders/${id}/looked-at`, { concern: "disputed" }],
    page: ({ id }) => ["POST", `/orders/${id}`, { intent: "done", concern: "disputed" }],
  },
  exportSeats: { make: nothing, page: () => ["GET", "/settings/seats.csv"] },
  changeWorkspace: {
    make: place,
    api: ({ name }) => ["PATCH", "/workspace", { name }],
    page: ({ name = "" }) => [
      "POST",
      "/settings",
      { name, language: "en", timeZone: "Europe/Berlin", accentColor: "#2450d6" },
    ],
  },
  listCustomFields: {
    reads: true,
    make: nothing,
    api: () => ["GET", "/custom-fields"],
    page: () => ["GET", "/settings/fields"],
  },
  viewCustomField: { reads: true, make: field, page: ({ id }) => ["GET", `/settings/fields/${id}`] },
  createCustomField: {
    make: place,
    api: ({ name }) => ["POST", "/custom-fields", { name, kind: "text" }],
    page: ({ name = "" }) => ["POST", "/settings/fields", { name, kind: "text" }],
  },
  changeCustomField: {
    make: field,
    api: ({ id }) => ["PATCH", `/custom-fields/${id}`, { retired: true }],
    page: ({ id }) => ["POST", `/settings/fields/${id}`, { intent: "retire" }],
  },
  orderCustomFields: {
    // Two are asked for, the later one first.
    make: async (world, where, who, door) => {
      const { fields } = await useCases.listCustomFields(world.asAdmin(), {});
      for (const { id, retired } of fields) {
        if (!retired) await useCases.changeCustomField(world.asAdmin(), { fieldId: id, retired: true });
      }
      const { id: first = "" } = await field(world, where, who, door);
      const { id: second = "" } = await field(world, where, who, door);
      return { first, second };
    },
    api: ({ first, second }) => ["PUT", "/custom-fields/order", { fieldIds: [second, first] }],
    page: ({ first, second }) => [
      "POST",
      "/settings/fields",
      [
        ["move", second ?? ""],
        ["move", first ?? ""],
      ],
    ],
  },
  listLabels: {
    reads: true,
    make: nothing,
    api: () => ["GET", "/labels"],
    page: () => ["GET", "/settings/labels"],
  },
  renameLabel: {
    make: label,
    api: ({ word, name }) => ["POST", "/labels/rename", { label: word, to: name }],
    page: ({ word = "", name = "" }) => ["POST", "/settings/labels/change", { label: word, to: name }],
  },
  deleteLabel: {
    make: label,
    api: ({ word }) => ["POST", "/labels/delete", { label: word }],
    page: ({ word = "" }) => ["POST", "/settings/labels/change", { label: word, intent: "delete" }],
  },
  listAuditEvents: {
    reads: true,
    make: nothing,
    api: () => ["GET", "/audit-events"],
    page: () => ["GET", "/audit"],
  },
  sendTestMail: { make: nothing, hall: () => ({ template: "invitation", language: "en" }) },
  uploadLogo: {
    make: nothing,
    // The head of a WebP picture of one pixel, in letters alone.
    page: () => ["POST", "/settings/look", `RIFF\x20\0\0\0WEBPVP8L\x14\0\0\0/${"\0".repeat(19)}`],
  },
  removeLogo: { make: nothing, page: () => ["POST", "/settings/look", { intent: "remove-logo" }] },
  previewMail: { reads: true, make: nothing, page: () => ["GET", "/settings/mails"] },
  listApiKeys: { reads: true, make: nothing, page: () => ["GET", "/settings/api-keys"] },
  createApiKey: {
    make: nothing,
    page: () => ["POST", "/settings/api-keys", { name: "Made", scopes: "people.view", maxRole: "learner" }],
  },
  revokeApiKey: {
    make: async (world) => {
      const made = await useCases.createApiKey(world.asAdmin(), {
        name: "Doomed",
        scopes: ["people.view"],
        maxRole: "learner",
      });
      return { id: made.id };
    },
    page: ({ id }) => ["POST", `/settings/api-keys/${id}/revoke`, {}],
  },

  saveConnection: {
    make: async ({ next }) => ({ name: `Client ${next()}` }),
    page: ({ name = "" }) => [
      "POST",
      "/settings/sign-in",
      { intent: "save", name: "Harbour ID", issuer: inject("issuer"), clientId: name, clientSecret: "x" },
    ],
  },
  viewConnection: { reads: true, make: provider, page: () => ["GET", "/settings/sign-in"] },
  tryConnection: { reads: true, make: provider, hall: () => ({}) },
  enforceConnection: { make: tried, hall: ({ id }) => ({ spareAdminId: id }) },
  relaxConnection: { make: tried, hall: () => ({}) },
  releaseIdentity: {
    make: bound,
    page: ({ email = "" }) => ["POST", "/settings/sign-in", { intent: "release", email }],
  },
  removeConnection: { make: provider, page: () => ["POST", "/settings/sign-in", { intent: "remove" }] },
};
