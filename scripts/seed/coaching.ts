import { day } from "./chronicle.ts";
import { coachingPeople, settle } from "./crowd.ts";
import { attend, enrolEverybody, plantCourse, plantSession } from "./learning.ts";
import type { Inviter, Lives } from "./lives.ts";
import type { Person } from "./names.ts";
import { type Opened, openedAs } from "./opened.ts";
import { openWorkspace, plantGroups, system } from "./planting.ts";
import { plantRegistrationLink } from "./registering.ts";
import { thirdWorkspace } from "./sign-ins.ts";

/** The workspace of groups: one holds all others, and learners are in those above theirs too. */
export function openCoaching(lives: Lives, customerId: string): Opened {
  const { now } = lives;
  const id = openWorkspace(lives, {
    customerId,
    slug: thirdWorkspace,
    name: "Northwind Coaching",
    preset: "collaborative",
    policyOverrides: {},
    accentColor: "#3f5f2a",
    timeZone: "Europe/Oslo",
    language: "en",
    openedAt: now - 90 * day,
  });
  const groups = plantGroups(lives, id, now - 89 * day, [
    { name: "Northwind Coaching", visibility: "public" },
    { name: "Spring programme", visibility: "public", parent: "Northwind Coaching" },
    { name: "Team Oslo", visibility: "public", parent: "Spring programme" },
    { name: "Team Oslo – mornings", visibility: "public", parent: "Team Oslo" },
    { name: "Team Lyon", visibility: "private", parent: "Spring programme" },
    { name: "Team Lyon – evenings", visibility: "public", parent: "Team Lyon" },
    { name: "Autumn programme", visibility: "public", parent: "Northwind Coaching" },
    { name: "Coaches’ room", visibility: "private", parent: "Northwind Coaching" },
  ]);
  const own: Record<string, string> = {
    group_admin: "Spring programme",
    user_admin: "Team Lyon",
    coach: "Team Oslo",
    learner: "Team Oslo – mornings",
  };
  return openedAs(id, thirdWorkspace, groups, new Map(), ({ role, more = [] }) => {
    const groupId = groups.get(own[role] ?? "");
    if (!groupId) return {};
    if (role === "learner") return { groupIds: [groupId] };
    return { groupIds: [groupId], roles: [role, ...more].map((one) => ({ role: one, groupId })) };
  });
}

/** Its people, one course with sessions for two teams, and two learners whom the coach invited from a session. */
export function settleCoaching(
  lives: Lives,
  { id, group }: Opened,
  staff: ReadonlyMap<string, Inviter>,
  crowd: readonly Person[],
): void {
  const { chance, now } = lives;
  const of = (roles: string) => staff.get(roles) ?? system;
  const admin = of("admin");
  const coach = of("coach+session_instructor");
  const learning = [
    "Team Oslo",
    "Team Oslo – mornings",
    "Team Lyon",
    "Team Lyon – evenings",
    "Autumn programme",
  ];
  settle(lives, id, coachingPeople, crowd, [admin, admin, of("group_admin")], () => {
    const groupId = group(chance.pick(learning));
    return chance.happens(0.9)
      ? { roles: [{ role: "learner" }], groupIds: [groupId] }
      : { roles: [{ role: "coach", groupId }], groupIds: [groupId] };
  });
  const guests = [
    { firstName: "Ragnhild", lastName: "Aasen", email: "ragnhild.aasen@fjordline.example", days: 9 },
    { firstName: "Storm", lastName: "Lien", email: "storm.lien@fjordline.example", days: 8 },
  ].map(({ days, ...person }) => ({
    invitedAt: now - days * day,
    membershipId: lives.tell({
      workspaceId: id,
      ...person,
      language: "en",
      roles: [{ role: "learner" }],
      shownAs: days === 9 ? "active" : "pending",
      delivery: "delivered",
      inviter: coach,
      invitedAt: now - days * day,
      termMs: 30 * day,
      groupIds: [group("Team Oslo")],
      fromSession: true,
    }),
  }));

  const listening = plantCourse(lives, id, {
    title: "Coaching one another",
    summary: "In pairs and in the team, over ten weeks.",
    description: "Each session begins with what you tried since the last one.",
    owner: admin,
    at: now - 60 * day,
    groupIds: [group("Spring programme"), group("Team Lyon")],
  });
  const meeting = plantSession(lives, id, {
    courseId: listening,
    by: admin,
    instructorIds: [coach.actor.id],
    title: "Team Oslo meets",
    inDays: 7,
    time: "17:00",
    groupId: group("Team Oslo"),
    place: "Grünerløkka, 2nd floor",
    seats: 30,
  });
  plantSession(lives, id, {
    courseId: listening,
    by: admin,
    instructorIds: [of("user_admin").actor.id],
    title: "Team Lyon meets",
    inDays: 11,
    time: "18:00",
    timeZone: "Europe/Paris",
    groupId: group("Team Lyon"),
    link: "https://meet.northwind.example/lyon",
  });
  for (const { invitedAt, membershipId } of guests) {
    attend(lives, id, { sessionId: meeting, membershipId, origin: "invitation", addedAt: invitedAt });
  }
  plantRegistrationLink(lives, id, {
    name: "Open evening in Oslo",
    by: admin,
    groupId: group("Team Oslo"),
    maxUses: 24,
    code: "demo0penevng",
    securityCode: "0s10m5",
  });
  enrolEverybody(lives, id, [of("learner").actor.id]);
}
