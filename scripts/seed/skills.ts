import { day } from "./chronicle.ts";
import { settle, skillsPeople } from "./crowd.ts";
import { enrolEverybody, plantCourse, plantSession } from "./learning.ts";
import type { Inviter, Life, Lives } from "./lives.ts";
import type { Person } from "./names.ts";
import { type Opened, openedAs } from "./opened.ts";
import { openWorkspace, plantGroups, plantUnits, system } from "./planting.ts";
import { secondWorkspace } from "./sign-ins.ts";
import { describePeople, endAccessIn } from "./traits.ts";

/** The workspace of units: a tree of three levels, and groups of which some belong to one. */
export function openSkills(lives: Lives, customerId: string): Opened {
  const { now } = lives;
  const id = openWorkspace(lives, {
    customerId,
    slug: secondWorkspace,
    name: "Northwind Skills",
    preset: "standard",
    policyOverrides: {},
    accentColor: "#8a3b12",
    timeZone: "America/New_York",
    language: "en",
    openedAt: now - 88 * day,
    plan: "business",
  });
  const units = plantUnits(lives, id, now - 87 * day, [
    { name: "Northwind" },
    { name: "Sales", parent: "Northwind" },
    { name: "Sales EMEA", parent: "Sales" },
    { name: "Sales APAC", parent: "Sales" },
    { name: "Engineering", parent: "Northwind" },
    { name: "Platform team", parent: "Engineering" },
    { name: "Operations", parent: "Northwind" },
  ]);
  const groups = plantGroups(lives, id, now - 87 * day, [
    { name: "Onboarding", visibility: "public", description: "Everybody’s first month." },
    { name: "Onboarding – week one", visibility: "public", parent: "Onboarding" },
    { name: "Onboarding – buddies", visibility: "private", parent: "Onboarding" },
    { name: "Sales methods", visibility: "public", unitId: units.get("Sales") },
    {
      name: "Sales methods – role plays",
      visibility: "public",
      parent: "Sales methods",
      unitId: units.get("Sales EMEA"),
    },
    { name: "Leadership circle", visibility: "private" },
    { name: "Leadership circle – first year", visibility: "public", parent: "Leadership circle" },
  ]);
  const sales = units.get("Sales") ?? "";
  const onboarding = groups.get("Onboarding") ?? "";
  return openedAs(id, secondWorkspace, groups, units, ({ role, more }) => {
    if (role === "unit_manager") {
      return {
        unitId: sales,
        groupIds: [groups.get("Sales methods") ?? ""],
        roles: [{ role, unitId: sales }],
      };
    }
    if (role === "group_admin") return { groupIds: [onboarding], roles: [{ role, groupId: onboarding }] };
    if (role === "learner") return { unitId: units.get("Sales EMEA") ?? null, groupIds: [onboarding] };
    if (more) {
      return {
        unitId: units.get("Operations") ?? null,
        groupIds: [groups.get("Leadership circle") ?? ""],
        roles: [role, ...more].map((one) => ({ role: one })),
      };
    }
    return {};
  });
}

/** Its people, what they learn, and what is known of them besides. */
export function settleSkills(
  lives: Lives,
  opened: Opened,
  staff: ReadonlyMap<string, Inviter>,
  hr: Inviter,
  crowd: readonly Person[],
): void {
  const { id, groups, units } = opened;
  const { chance, now, rows } = lives;
  const of = (roles: string) => staff.get(roles) ?? system;
  const admin = of("admin");
  const among = [admin, admin, admin, hr, of("unit_manager"), of("group_admin")];
  settle(lives, id, skillsPeople, crowd, among, (): Pick<Life, "roles" | "unitId" | "groupIds"> => {
    const unitId = chance.happens(0.7) ? chance.pick([...units.values()]) : null;
    const groupId = chance.pick([...groups.values()]);
    const groupIds = chance.happens(0.35) && fits(groupId, unitId) ? [groupId] : [];
    if (chance.happens(0.82)) return { roles: [{ role: "learner" }], unitId, groupIds };
    const manages = chance.pick([...units.values()]);
    return chance.pick<Pick<Life, "roles" | "unitId" | "groupIds">>([
      { roles: [{ role: "instructor" }], unitId, groupIds },
      { roles: [{ role: "instructor" }, { role: "learner" }], unitId, groupIds },
      { roles: [{ role: "unit_manager", unitId: manages }], unitId: manages },
      { roles: [{ role: "group_admin", groupId }], groupIds: [groupId] },
    ]);
  });
  describePeople(lives, id, {
    at: now - 80 * day,
    labels: ["new hire", "returner", "works from home", "night shift"],
    fields: [
      {
        key: "cost_centre",
        name: "Cost centre",
        kind: "text",
        choices: [],
        answer: () => `NW-${chance.between(100, 140)}`,
      },
      {
        key: "contract",
        name: "Contract",
        kind: "choice",
        choices: ["Permanent", "Fixed term", "Contractor"],
        answer: () => chance.pick(["Permanent", "Permanent", "Fixed term", "Contractor"]),
      },
    ],
  });
  const signedIn = [...staff.values()].map(({ actor }) => actor.id);
  endAccessIn(lives, id, admin, [5, 20, 60], signedIn);
  teach(lives, opened, of);
  enrolEverybody(lives, id, [of("learner").actor.id, of("instructor+learner").actor.id]);

  /** A group that belongs to a unit is for whoever is in that one or above it (F7). */
  function fits(groupId: string, unitId: string | null): boolean {
    const ofGroup = rows.groups.find((one) => one.id === groupId)?.unitId;
    const path = rows.units.find((one) => one.id === ofGroup)?.path;
    return !path || unitId === null || path.split("/").includes(unitId);
  }
}

/** The courses with their sessions. */
function teach(lives: Lives, { id, group, unit }: Opened, of: (roles: string) => Inviter): void {
  const { now } = lives;
  const admin = of("admin");
  const instructor = of("instructor");
  const both = of("instructor+learner");
  const at = (days: number) => now - days * day;
  const welcome = plantCourse(lives, id, {
    title: "Welcome to Northwind",
    summary: "Who does what here, and whom to ask.",
    description: "Four short chapters and a walk through the house.\n\nTake an hour, in one go or in pieces.",
    owner: admin,
    at: at(80),
    groupIds: [group("Onboarding"), group("Onboarding – week one")],
  });
  plantCourse(lives, id, {
    title: "Data protection in an hour",
    summary: "What may be written down about people, and for how long.",
    description: "With a test at the end. It is repeated every year.",
    owner: admin,
    at: at(78),
    unitIds: [unit("Northwind")],
  });
  const listening = plantCourse(lives, id, {
    title: "Selling by listening",
    summary: "Questions before answers: a method, with role plays.",
    description: "Three sessions with real conversations, recorded and talked over in the group.",
    owner: instructor,
    at: at(60),
    visibility: "catalog",
    price: { amount: 9_900, currency: "USD" },
    unitIds: [unit("Sales")],
  });
  plantCourse(lives, id, {
    title: "Writing that gets read",
    summary: "Shorter mails, clearer reports.",
    description: "Bring a text of your own; it will be half as long afterwards.",
    owner: instructor,
    at: at(45),
    visibility: "catalog",
  });
  const leading = plantCourse(lives, id, {
    title: "Leading a first team",
    summary: "The first hundred days, from both sides of the table.",
    description: "For members of the leadership circle.",
    owner: both,
    at: at(50),
    groupIds: [group("Leadership circle"), group("Leadership circle – first year")],
  });
  plantCourse(lives, id, {
    title: "Incident drills",
    summary: "What to do in the first ten minutes.",
    description: "Not finished yet.",
    owner: instructor,
    at: at(4),
    status: "draft",
  });
  const byInstructor = { by: instructor, instructorIds: [instructor.actor.id] };
  plantSession(lives, id, {
    ...byInstructor,
    courseId: welcome,
    title: "A walk through the house",
    inDays: -15,
    time: "10:00",
    groupId: group("Onboarding"),
    place: "Reception, 3rd floor",
  });
  plantSession(lives, id, {
    ...byInstructor,
    courseId: welcome,
    title: "Lunch with the founders",
    inDays: 5,
    time: "12:00",
    groupId: group("Onboarding"),
    place: "Canteen",
    seats: 20,
  });
  plantSession(lives, id, {
    ...byInstructor,
    courseId: listening,
    title: "Role plays for EMEA",
    inDays: 9,
    time: "14:00",
    timeZone: "Europe/Berlin",
    hours: 3,
    groupId: group("Sales methods – role plays"),
    link: "https://meet.northwind.example/role-plays",
  });
  plantSession(lives, id, {
    by: both,
    instructorIds: [both.actor.id, instructor.actor.id],
    courseId: leading,
    title: "The first conversation",
    inDays: 16,
    time: "09:30",
    groupId: group("Leadership circle"),
    place: "Garden room",
    link: "https://meet.northwind.example/circle",
    seats: 12,
  });
}
