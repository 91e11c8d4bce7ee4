import { expect } from "vitest";
import { sessionInstructors } from "../../../db/schema/index.ts";
import type { OutgoingMail } from "../../../worker/domain/context.ts";
import type { RoleKey } from "../../../worker/domain/permissions.ts";
import { day } from "../../support/house.ts";
import { plantCourse, plantSession } from "../../support/learning.ts";
import type { Stage } from "./stage.ts";
import { Visitor } from "./visitor.ts";

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

/** CSV import, a file with groups and sessions by ID and roles by number, set up: mailed login and password, and each session. */
export async function setUpByFile(at: Stage): Promise<void> {
  const groupId = await at.group("Bees");
  const course = await plantCourse(at.house, at.workspace.id, "Safety");
  const monday = await plantSession(at.house, at.workspace.id, course, { title: "Monday" });
  const tuesday = await plantSession(at.house, at.workspace.id, course, { title: "Tuesday" });
  const visitor = await at.signedIn();
  await visitor.open(`${at.base}/people`);
  await visitor.follow("CSV import");
  const [zoe, yan] = [at.address("zoe"), at.address("yan")];
  const rows = [
    `${zoe},Zoe,${groupId},3,${monday};${tuesday}`,
    `${yan},Yan,${groupId},1,`,
    "xu@x.example,Xu,Bees,3,",
  ];
  await visitor.upload("class.csv", `email,first_name,group,role,sessions\n${rows.join("\n")}\n`);
  await visitor.follow("Go on with 2 people");
  visitor.tick("Mail a temporary password", "First password");
  await visitor.press("Set 2 up without an invitation");
  await at.works();
  const templates = async (email: string) => (await at.mailsTo(email)).map(({ template }) => template).sort();
  expect(await templates(zoe)).toEqual(["account_password", "session_invitation", "session_invitation"]);
  expect(await templates(yan)).toEqual(["account_password"]);
  await openGroup(at, visitor, "Bees");
  expect(rowOf(visitor, "Zoe")).toContain("Learner");
  expect(rowOf(visitor, "Yan")).toContain("Coach");
  const mail = (await at.mailsTo(zoe)).find(({ template }) => template === "account_password");
  const password = /\b[0-9a-z]{4}(?:-[0-9a-z]{4}){3}\b/.exec(mail?.text ?? "")?.[0] ?? "";
  const herself = new Visitor();
  await herself.open(`${at.base}/sign-in`);
  herself.fill("Email address or username", zoe).fill("Password", password);
  await herself.press("Sign in");
  expect(herself.page.fields).toContain("New password");
}
