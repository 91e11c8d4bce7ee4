import { nameKeyOf } from "../../worker/domain/places/place-name.ts";
import { day } from "./chronicle.ts";
import { academyPeople, settle } from "./crowd.ts";
import { enrolEverybody, plantCourse, plantSession } from "./learning.ts";
import type { Inviter, Lives, Role } from "./lives.ts";
import type { Person } from "./names.ts";
import { type Opened, openedAs } from "./opened.ts";
import { openWorkspace, plantGroups, system } from "./planting.ts";
import { courseSecretary, firstWorkspace } from "./sign-ins.ts";

export function openAcademy(lives: Lives, customerId: string): Opened {
  const { now } = lives;
  const id = openWorkspace(lives, {
    customerId,
    slug: firstWorkspace,
    name: "Northwind Academy",
    preset: "academy",
    // Only here does the mail provider report who opens a mail.
    policyOverrides: { "mail.track_opens": true },
    accentColor: "#0e5a73",
    timeZone: "Europe/Berlin",
    language: "en",
    openedAt: now - 92 * day,
  });
  const groups = plantGroups(lives, id, now - 91 * day, [
    { name: "Spring cohort", visibility: "public" },
    { name: "Spring cohort – evening", visibility: "public", parent: "Spring cohort" },
    { name: "Language coaching", visibility: "private" },
    { name: "Language coaching – Deutsch B2", visibility: "public", parent: "Language coaching" },
    { name: "Teachers’ room", visibility: "private" },
  ]);
  const { key: _, permissions, holdsIn, ...secretary } = courseSecretary;
  lives.rows.customRoles.push({
    ...secretary,
    workspaceId: id,
    nameKey: nameKeyOf(secretary.name),
    permissions: [...permissions],
    holdsIn: [...holdsIn],
    createdAt: now - 90 * day,
    lastOp: lives.idAt(now - 90 * day, "event"),
  });
  const cohort = groups.get("Spring cohort") ?? "";
  const german = groups.get("Language coaching – Deutsch B2") ?? "";
  return openedAs(id, firstWorkspace, groups, new Map(), ({ role }) => {
    if (role === "group_admin") return { groupIds: [cohort], roles: [{ role, groupId: cohort }] };
    if (role === courseSecretary.id) return { groupIds: [cohort], roles: [{ role, groupId: cohort }] };
    return role === "learner" ? { groupIds: [german] } : {};
  });
}

/** Its people, and two courses that its groups take. */
export function settleAcademy(
  lives: Lives,
  { id, group, groups }: Opened,
  staff: ReadonlyMap<string, Inviter>,
  hr: Inviter,
  crowd: readonly Person[],
): void {
  const { chance, now } = lives;
  const admin = staff.get("admin") ?? system;
  const instructor = staff.get("instructor") ?? system;
  settle(lives, id, academyPeople, crowd, [admin, admin, admin, hr], () => {
    const groupId = chance.pick([...groups.values()]);
    if (chance.happens(0.85)) {
      return { roles: [{ role: "learner" }], groupIds: chance.happens(0.45) ? [groupId] : [] };
    }
    const [roles, groupIds] = chance.pick<[Role[], string[]]>([
      [[{ role: "instructor" }], []],
      [[{ role: "instructor" }], [group("Teachers’ room")]],
      [[{ role: "group_admin", groupId }], [groupId]],
      [[{ role: "admin" }], []],
    ]);
    return { roles, groupIds };
  });

  const reading = plantCourse(lives, id, {
    title: "Reading a balance sheet",
    summary: "What the numbers of a company say, and what they keep quiet.",
    description: "Six evenings with real balance sheets. No accounting needed beforehand; a pencil helps.",
    owner: instructor,
    at: now - 75 * day,
    groupIds: [group("Spring cohort"), group("Spring cohort – evening")],
  });
  const german = plantCourse(lives, id, {
    title: "Deutsch B2",
    summary: "Vom Gespräch zum Vortrag, in zwölf Wochen.",
    description: "Jede Woche ein Text, ein Gespräch und ein kurzer Vortrag.",
    owner: instructor,
    at: now - 70 * day,
    visibility: "catalog",
    price: { amount: 24_900, currency: "EUR" },
    topic: "Languages",
    language: "de",
    minutes: 24 * 60,
    groupIds: [group("Language coaching – Deutsch B2")],
  });
  const open = { owner: instructor, visibility: "catalog" } as const;
  const speaking = plantCourse(lives, id, {
    ...open,
    title: "Speaking so that people listen",
    summary: "One afternoon, one talk of five minutes, and a room that is kind.",
    description:
      "You bring a subject that matters to you. We work on the first sentence, the silence after it, and the last one.\n\nAt most twelve people, so that everybody speaks twice.",
    at: now - 40 * day,
    topic: "At work",
    language: "en",
    minutes: 210,
  });
  plantCourse(lives, id, {
    ...open,
    title: "Spreadsheets without fear",
    summary: "Eight short lessons from the first sum to a table that others understand.",
    description: "Each lesson is a table that is wrong, and you mend it. At your own pace.",
    at: now - 38 * day,
    topic: "At work",
    language: "en",
    minutes: 240,
  });
  const aid = plantCourse(lives, id, {
    ...open,
    title: "First aid for teachers",
    summary: "What to do until help is there, tried out with your own hands.",
    description:
      "A day of practice with a paramedic: breathing, bleeding, burns, and how to keep a class calm.",
    at: now - 30 * day,
    price: { amount: 8_900, currency: "EUR" },
    topic: "Health",
    language: "en",
    minutes: 420,
  });
  plantCourse(lives, id, {
    ...open,
    title: "Le français des réunions",
    summary: "Prendre la parole, couper la parole, la rendre.",
    description: "Dix conversations enregistrées, dix jeux de rôle, et un carnet de phrases qui servent.",
    at: now - 25 * day,
    price: { amount: 12_000, currency: "EUR" },
    topic: "Languages",
    language: "fr",
    minutes: 600,
  });
  for (const [inDays, place, seats] of [
    [9, "Room 12, Alte Schule", 12],
    [23, "Room 12, Alte Schule", 12],
  ] as const) {
    plantSession(lives, id, {
      courseId: speaking,
      by: instructor,
      instructorIds: [instructor.actor.id],
      title: "Afternoon of talks",
      inDays,
      time: "14:00",
      hours: 3.5,
      place,
      seats,
    });
  }
  plantSession(lives, id, {
    courseId: aid,
    by: instructor,
    instructorIds: [instructor.actor.id],
    title: "Day of practice",
    inDays: 16,
    time: "09:00",
    hours: 7,
    place: "Gym, Alte Schule",
    seats: 16,
  });
  plantSession(lives, id, {
    courseId: reading,
    by: instructor,
    instructorIds: [instructor.actor.id],
    title: "First evening: assets",
    inDays: 6,
    time: "18:30",
    groupId: group("Spring cohort"),
    place: "Room 204, Alte Schule",
  });
  plantSession(lives, id, {
    courseId: german,
    by: instructor,
    instructorIds: [instructor.actor.id],
    title: "Gespräch der Woche",
    inDays: 3,
    time: "12:15",
    hours: 1,
    groupId: group("Language coaching – Deutsch B2"),
    link: "https://meet.northwind.example/deutsch-b2",
  });
  enrolEverybody(lives, id, [staff.get("learner")?.actor.id ?? null]);
}
