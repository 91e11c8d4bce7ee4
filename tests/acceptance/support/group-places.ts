import { sessionInstructors } from "../../../db/schema/index.ts";
import type { OutgoingMail } from "../../../worker/domain/context.ts";
import type { RoleKey } from "../../../worker/domain/permissions.ts";
import { day } from "../../support/house.ts";
import { plantSession } from "../../support/learning.ts";
import type { Stage } from "./stage.ts";
import type { Visitor } from "./visitor.ts";

/** Public groups below one another with a private one between them: Floor above Ward (private) above Night shift. */
export async function threeGroups(at: Stage) {
  const floor = await at.group("Floor");
  const ward = await at.group("Ward", { parentId: floor, visibility: "private" });
  const night = await at.group("Night shift", { parentId: ward });
  return { floor, ward, night };
}

/** Somebody who teaches a session in four days, and holds roles in a group. */
export async function teacher(at: Stage, courseId: string, groupId: string, roles: readonly RoleKey[]) {
  const sessionId = await plantSession(at.house, at.workspace.id, courseId, {
    title: "First aid",
    groupId,
    startsAt: at.house.clock.now + 4 * day,
  });
  const person = await at.member({
    roles: roles.map((role) => ({ role, groupId })),
    groupIds: [groupId],
  });
  await at.house
    .system()
    .db.insert(sessionInstructors)
    .values({ workspaceId: at.workspace.id, sessionId, membershipId: person.membershipId });
  return { person, sessionId };
}

/** The mail with the link, among those of their sessions. */
export async function invitationTo(at: Stage, email: string): Promise<OutgoingMail> {
  const mail = (await at.mailsTo(email)).findLast(({ template }) => template === "invitation");
  if (!mail) throw new Error(`No invitation has come for ${email}.`);
  return mail;
}

/** Groups, the one with this name. */
export async function openGroup(at: Stage, visitor: Visitor, name: string): Promise<Visitor> {
  await visitor.open(`${at.base}/groups`);
  await visitor.follow(name);
  return visitor;
}

/** The rows of the list on the page that tell of this person, as text. */
export function rowOf(visitor: Visitor, who: string): string {
  return visitor.page.rows.map((cells) => cells.join(" ")).find((row) => row.includes(who)) ?? "";
}
