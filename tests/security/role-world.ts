import { sessionAttendees, sessionInstructors } from "../../db/schema/index.ts";
import type { Context } from "../../worker/domain/context.ts";
import { useCases } from "../../worker/domain/index.ts";
import { roleKeys } from "../../worker/domain/permissions.ts";
import { resolveKey } from "../../worker/domain/sessions/resolve-caller.ts";
import { createKey } from "../integration/api/program.ts";
import {
  callerNow,
  createMember,
  createWorkspace,
  type House,
  hour,
  openHouse,
  plantGroup,
  plantUnit,
  type TestMember,
  type TestWorkspace,
} from "../support/house.ts";
import { plantCourse, plantSession } from "../support/learning.ts";
import type { Column } from "./role-table.ts";

export type Door = "api" | "page" | "hall";

export type Place = "here" | "in" | "both" | "out" | "own" | "other";

/** What an act works on: ids and words for its path and its body. */
export type Target = Readonly<Record<string, string>>;

/** The one workspace in which the whole table is asked, and what is made in it for an act to work on. */
export interface World {
  house: House;
  space: TestWorkspace;
  /** Address of the workspace's pages. */
  base: string;
  members: Record<Column, TestMember>;
  north: Spot;
  south: Spot;
  choir: Spot;
  band: Spot;
  /** A published course that nobody of the table made, and its sessions of Choir and of Band. */
  course: string;
  lesson: string;
  concert: string;
  /** The course that each made; only some may. */
  courses: Record<Column, string>;
  /** A number that was never given before. */
  next(): number;
  asAdmin(): Context;
  /** The asker as the next request of this door finds them: by a page the member, by the API their key. */
  as(who: Column, door?: Door): Promise<Context>;
  /** A key of each with every right of theirs. */
  keys: Record<Column, string>;
  groupOf(place: Place): string;
  sessionOf(place: Place): string;
  /** Somebody new there, who attends its session where that is one. */
  person(place: Place, status?: "active" | "deactivated"): Promise<{ id: string; email: string }>;
  /** An open invitation there, mailed an hour ago. */
  invitation(place: Place): Promise<Target>;
  /** The same, and its mail can still be taken back. */
  undoable(place: Place): Promise<Target>;
  /** Somebody without an address. */
  nameless(place: Place): Promise<Target>;
  /** Somebody who was just set up, and the act can still be taken back. */
  setUp(place: Place): Promise<Target>;
  enrolment(place: Place, who: Column): Promise<Target>;
  /** An import in review, of the asker's; its second line is right, its third is not. */
  staged(ctx: Context): Promise<Target>;
}

type Spot = { id: string; path: string };

/** Every policy as open as it can be: what is refused then is refused by the role alone. */
const policies = {
  "roles.set": roleKeys,
  "roles.may_invite": roleKeys,
  "roles.may_manage_invites": roleKeys,
  "group_level.may": "invite",
  "from_session.enabled": true,
  "from_session.requires": ["coach", "group_admin"],
  "units.per_person": "several",
  "access.expiry_enabled": true,
  "invite.copy_link": true,
  "invite.multi_address": true,
  "direct_setup.enabled": true,
  "identity.username": "optional",
  "identity.allow_no_email": true,
  "selfreg.mode": "catalog",
  "selfreg.roles": ["learner"],
};

export async function openWorld(): Promise<World> {
  // The worker has the real clock.
  const house = openHouse();
  house.clock.now = Date.now();
  const slow = openHouse({ undoSeconds: 600 });
  slow.clock.now = house.clock.now;
  const space = await createWorkspace(house, { overrides: policies });
  const { workspace, admin } = space;
  const { db } = house.system();
  const north = await plantUnit(house, workspace.id, "North");
  const south = await plantUnit(house, workspace.id, "South");
  const choir = await plantGroup(house, workspace.id, "Choir", { unitId: north.id });
  const band = await plantGroup(house, workspace.id, "Band", { unitId: south.id });
  const course = await plantCourse(house, workspace.id, "Music");
  const lesson = await plantSession(house, workspace.id, course, { groupId: choir.id });
  const concert = await plantSession(house, workspace.id, course, { groupId: band.id });
  const member = (roles: NonNullable<Parameters<typeof createMember>[2]>["roles"], groupIds: string[] = []) =>
    createMember(house, workspace, { roles, groupIds });
  const { id: desk } = await useCases.createCustomRole(house.context(admin.caller), {
    name: "Front desk",
    permissions: [
      "people.view",
      "people.export",
      "invitation.create",
      "invitation.manage",
      "member.change_names",
      "member.change_roles",
      "member.place",
      "member.deactivate",
      "member.remove",
      "group.members",
      "registration.manage",
      "audit.view",
    ],
    holdsIn: ["group"],
  });
  const members: Record<Column, TestMember> = {
    ad: admin,
    um: await member([{ role: "unit_manager", unitId: north.id }]),
    gu: await member([{ role: "group_admin", unitId: north.id }]),
    ga: await member([{ role: "group_admin", groupId: choir.id }]),
    ua: await member([{ role: "user_admin", groupId: choir.id }]),
    co: await member([{ role: "coach", groupId: choir.id }]),
    sg: await member([{ role: "session_instructor", groupId: choir.id }]),
    ss: await member([]),
    cs: await member([{ role: "coach", groupId: choir.id }]),
    in: await member(["instructor"]),
    le: await member(["learner"], [choir.id]),
    no: await member(["unit_manager"]),
    cr: await member([{ role: desk, groupId: choir.id }]),
  };
  await db.insert(sessionInstructors).values(
    [members.ss, members.cs].map(({ membershipId }) => ({
      workspaceId: workspace.id,
      sessionId: lesson,
      membershipId,
    })),
  );
  const courses = {} as Record<Column, string>;
  const keys = {} as Record<Column, string>;
  for (const [name, { membershipId }] of Object.entries(members)) {
    const who = name as Column;
    courses[who] = await plantCourse(house, workspace.id, `Of ${who}`, { ownerId: membershipId });
    keys[who] = await createKey(house, space, { creatorMembershipId: membershipId });
  }

  let serial = 0;
  const next = () => {
    serial += 1;
    return serial;
  };
  const asAdmin = () => house.context(admin.caller);
  const groupsOf = (place: Place) =>
    place === "both" ? [choir.id, band.id] : [place === "in" ? choir.id : band.id];
  const world: World = {
    house,
    space,
    base: `/w/${workspace.slug}`,
    members,
    north,
    south,
    choir,
    band,
    course,
    lesson,
    concert,
    courses,
    next,
    asAdmin,
    keys,
    async as(who, door) {
      if (door !== "api") return house.context(await callerNow(house, members[who]));
      const resolved = await resolveKey(house.anonymous(), keys[who]);
      if (!resolved) throw new Error("The key opens nothing.");
      return house.context(resolved.caller);
    },
    groupOf: (place) => (place === "out" ? band.id : choir.id),
    sessionOf: (place) => (place === "out" ? concert : lesson),

    async person(place, status = "active") {
      const email = `person-${next()}@example.org`;
      const { membershipId } = await createMember(house, workspace, {
        email,
        status,
        groupIds: groupsOf(place),
      });
      if (status === "active") {
        await db.insert(sessionAttendees).values({
          workspaceId: workspace.id,
          sessionId: place === "in" ? lesson : concert,
          membershipId,
          origin: "manual",
          addedAt: house.clock.now,
        });
      }
      return { id: membershipId, email };
    },

    async invitation(place) {
      house.clock.advance(-hour);
      const { invitation } = await useCases.inviteUser(asAdmin(), {
        email: `invited-${next()}@example.org`,
        roles: ["learner"],
        groupIds: groupsOf(place),
      });
      house.clock.advance(hour);
      const { id, userId, email, revision } = invitation;
      await house.database
        .prepare("update invitations set delivery = 'sent' where workspace_id = ? and id = ?")
        .bind(workspace.id, id)
        .run();
      return { id, userId, email, revision: String(revision) };
    },

    async undoable(place) {
      const count = 2;
      const { results, undo } = await useCases.inviteMany(slow.context(admin.caller), {
        invitations: Array.from({ length: count }, () => ({
          email: `undo-${next()}@example.org`,
          roles: ["learner" as const],
          groupIds: groupsOf(place),
        })),
      });
      const one = await useCases.inviteUser(slow.context(admin.caller), {
        email: `undo-${next()}@example.org`,
        roles: ["learner"],
        groupIds: groupsOf(place),
      });
      return {
        op: undo?.op ?? "",
        count: String(results.length),
        id: one.invitation.id,
        userId: one.invitation.userId,
        oneOp: one.undo?.op ?? "",
      };
    },

    async nameless(place) {
      const username = `nameless.${next()}`;
      const { id } = await useCases.setUpMember(asAdmin(), {
        username,
        firstName: "Nora",
        roles: ["learner"],
        groupIds: groupsOf(place),
      });
      return { id, username };
    },

    async setUp(place) {
      const { id, undo } = await useCases.setUpMember(slow.context(admin.caller), {
        email: `set-up-${next()}@example.org`,
        firstName: "Nora",
        roles: ["learner"],
        groupIds: groupsOf(place),
      });
      return { id, op: undo?.op ?? "" };
    },

    async enrolment(place, who) {
      const { id: userId } = await world.person(place === "in" ? "in" : "out");
      const courseId = place === "own" ? courses[who] : course;
      const { id } = await useCases.enrolMember(asAdmin(), { membershipId: userId, courseId });
      return { id, userId, courseId };
    },

    async staged(ctx) {
      // Two at once is all that a workspace has at work.
      await house.database
        .prepare(
          "update imports set status = 'canceled' where workspace_id = ? and status not in ('ready', 'done')",
        )
        .bind(workspace.id)
        .run();
      async function* file() {
        yield new TextEncoder().encode("email,group\nright@example.org,Choir\nnobody,Choir\n");
      }
      const { id } = await useCases.stageImport(ctx, { fileName: "people.csv", file: file() });
      return { id };
    },
  };
  return world;
}
