import { createPasswords } from "../../worker/adapters/passwords.ts";
import { createSecretDigest } from "../../worker/adapters/secret-digest.ts";
import { checkPassword } from "../../worker/domain/people/password-rules.ts";
import { permissions } from "../../worker/domain/permissions.ts";
import { type PresetName, presets } from "../../worker/domain/policies.ts";
import { type Delivery, day, hour, type Inviter, type Life, Lives, type Role, type Shown } from "./lives.ts";
import { everybody, type Person } from "./names.ts";
import type { Rows } from "./rows.ts";
import {
  demo,
  demoKey,
  demoKeyId,
  firstWorkspace,
  password,
  type SignIn,
  secondWorkspace,
} from "./sign-ins.ts";

const system: Inviter = { actor: { kind: "system", id: null, name: "Usher" }, email: null };

/** How many people stand where, by workspace. Queued mail is missing on purpose: it would leave at once. */
const academyPeople: readonly [Shown, Delivery, number][] = [
  ["active", "clicked", 32],
  ["active", "opened", 22],
  ["active", "delivered", 20],
  ["active", "sent", 5],
  ["pending", "prepared", 6],
  ["pending", "sent", 4],
  ["pending", "delivered", 15],
  ["pending", "opened", 9],
  ["pending", "clicked", 6],
  ["pending", "bounced", 5],
  ["pending", "complained", 2],
  ["pending", "failed", 3],
  ["expired", "delivered", 9],
  ["expired", "opened", 5],
  ["expired", "bounced", 3],
  ["expired", "sent", 2],
  ["expired", "failed", 1],
  ["deactivated", "clicked", 6],
  ["deactivated", "delivered", 3],
  ["declined", "clicked", 4],
  ["declined", "opened", 2],
  ["canceled", "delivered", 3],
  ["canceled", "bounced", 2],
  ["canceled", "complained", 1],
  ["removed", "clicked", 4],
  ["removed", "delivered", 2],
];
const skillsPeople: readonly [Shown, Delivery, number][] = [
  ["active", "delivered", 44],
  ["active", "sent", 7],
  ["pending", "prepared", 5],
  ["pending", "sent", 3],
  ["pending", "delivered", 19],
  ["pending", "bounced", 4],
  ["pending", "complained", 1],
  ["pending", "failed", 2],
  ["expired", "delivered", 9],
  ["expired", "bounced", 2],
  ["deactivated", "delivered", 5],
  ["declined", "delivered", 4],
  ["canceled", "delivered", 3],
  ["canceled", "prepared", 1],
  ["removed", "delivered", 5],
];

const domains = ["northwind.example", "fjordline.example", "saltmarsh.example", "atelier-nord.example"];

const notes = [
  "Welcome! The first session is on Monday; a look at the preface beforehand is enough.",
  "Hallo, hier ist dein Zugang zum Kurs. Bei Fragen einfach melden.",
  "As agreed on the phone: two courses to begin with, more whenever you like.",
];

/** The whole demo as rows, relative to `now`: one customer, two workspaces, about 300 people. */
export async function demoRows(now: number, productName: string): Promise<Rows> {
  const passwords = createPasswords();
  const [strangersHash, ...hashes] = await Promise.all([
    passwords.hash(Buffer.from(crypto.getRandomValues(new Uint8Array(24))).toString("hex")),
    ...demo.map(() => passwords.hash(password)),
  ]);
  const hashOf = new Map(demo.map((signIn, index) => [signIn, hashes[index]]));
  for (const signIn of demo) refuseWeak(signIn, productName, passwords.isCommon);

  const lives = new Lives(now, strangersHash);
  const { rows, chance } = lives;
  const customerId = lives.idAt(now - 93 * day, "customer");
  rows.customers.push({ id: customerId, name: "Northwind Learning", createdAt: now - 93 * day });
  const people = chance.shuffle(everybody());
  const hash = (signIn: SignIn) => ({ passwordHash: hashOf.get(signIn) ?? strangersHash });

  const academy = openWorkspace(lives, {
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
  const academyGroups = plantGroups(lives, academy, now - 91 * day, [
    { name: "Spring cohort", visibility: "public" },
    { name: "Spring cohort – evening", visibility: "public", parent: "Spring cohort" },
    { name: "Language coaching", visibility: "private" },
    { name: "Language coaching – Deutsch B2", visibility: "public", parent: "Language coaching" },
    { name: "Teachers’ room", visibility: "private" },
  ]);
  const skills = openWorkspace(lives, {
    customerId,
    slug: secondWorkspace,
    name: "Northwind Skills",
    preset: "standard",
    policyOverrides: {},
    accentColor: "#8a3b12",
    timeZone: "America/New_York",
    language: "en",
    openedAt: now - 88 * day,
  });
  const skillsUnits = plantUnits(lives, skills, now - 87 * day, [
    { name: "Northwind" },
    { name: "Sales", parent: "Northwind" },
    { name: "Sales EMEA", parent: "Sales" },
    { name: "Sales APAC", parent: "Sales" },
    { name: "Engineering", parent: "Northwind" },
    { name: "Platform team", parent: "Engineering" },
    { name: "Operations", parent: "Northwind" },
  ]);
  const skillsGroups = plantGroups(lives, skills, now - 87 * day, [
    { name: "Onboarding", visibility: "public" },
    { name: "Onboarding – week one", visibility: "public", parent: "Onboarding" },
    { name: "Sales methods", visibility: "public", unitId: skillsUnits.get("Sales") },
    { name: "Leadership circle", visibility: "private" },
  ]);

  const scopes = new Map<SignIn, Partial<Life>>();
  for (const signIn of demo.filter(({ workspace }) => workspace === secondWorkspace)) {
    if (signIn.role === "unit_manager") {
      scopes.set(signIn, {
        unitId: skillsUnits.get("Sales") ?? null,
        roles: [unitRole(skillsUnits.get("Sales"))],
      });
    }
    if (signIn.role === "group_admin") {
      const groupId = skillsGroups.get("Onboarding") ?? "";
      scopes.set(signIn, { groupIds: [groupId], roles: [{ role: "group_admin", groupId }] });
    }
  }
  const staff = new Map<SignIn, Inviter>();
  for (const workspaceId of [academy, skills]) {
    const slug = workspaceId === academy ? firstWorkspace : secondWorkspace;
    let founder = system;
    for (const [index, signIn] of demo.filter(({ workspace }) => workspace === slug).entries()) {
      const membershipId = lives.tell({
        workspaceId,
        ...signIn,
        roles: [{ role: signIn.role }],
        shownAs: "active",
        delivery: "delivered",
        inviter: founder,
        invitedAt: now - (86 - index * 2) * day,
        termMs: 7 * day,
        ...hash(signIn),
        ...scopes.get(signIn),
      });
      const name = `${signIn.firstName} ${signIn.lastName}`;
      staff.set(signIn, { actor: { kind: "member", id: membershipId, name }, email: signIn.email });
      if (index === 0) founder = staff.get(signIn) ?? system;
    }
  }
  const staffOf = (slug: string) =>
    demo.filter(({ workspace }) => workspace === slug).map((one) => staff.get(one) ?? system);
  const [academyAdmin = system] = staffOf(firstWorkspace);
  const [skillsAdmin = system, unitManager = system, groupAdmin = system] = staffOf(secondWorkspace);

  const digest = createSecretDigest();
  addKey(lives, academy, academyAdmin, "Demo key", await digest.sha256(demoKey), now - 60 * day, demoKeyId);
  const nobodysKey = () => digest.sha256(lives.chance.uuid() + strangersHash);
  const hrAcademy = addKey(lives, academy, academyAdmin, "HR system", await nobodysKey(), now - 80 * day);
  const hrSkills = addKey(lives, skills, skillsAdmin, "HR system", await nobodysKey(), now - 80 * day);

  const [switching] = demo;
  if (switching) {
    lives.tell({
      workspaceId: skills,
      ...switching,
      roles: [{ role: "learner" }],
      shownAs: "active",
      delivery: "delivered",
      inviter: skillsAdmin,
      invitedAt: now - 40 * day,
      termMs: 7 * day,
      groupIds: [skillsGroups.get("Onboarding – week one") ?? ""],
    });
  }

  const inviters = (admin: Inviter, key: Inviter, ...others: Inviter[]) => [
    admin,
    admin,
    admin,
    key,
    ...others,
  ];
  const settle = (
    workspaceId: string,
    plan: readonly [Shown, Delivery, number][],
    crowd: readonly Person[],
    among: readonly Inviter[],
    rolesFor: () => Role[],
    belongs: () => Pick<Life, "unitId" | "groupIds">,
  ) => {
    const places = chance.shuffle(
      plan.flatMap(([shownAs, delivery, count]) => Array(count).fill({ shownAs, delivery })),
    );
    for (const [index, place] of (places as { shownAs: Shown; delivery: Delivery }[]).entries()) {
      const person = crowd[index];
      if (!person) throw new Error("The seed has more places than names.");
      const isUnnamed = (place.shownAs === "pending" || place.shownAs === "expired") && chance.happens(0.12);
      lives.tell({
        workspaceId,
        email: `${person.local}@${domains[person.local.length % domains.length]}`,
        firstName: isUnnamed ? "" : person.firstName,
        lastName: isUnnamed ? "" : person.lastName,
        language: person.language,
        roles: rolesFor(),
        ...place,
        inviter: chance.pick(among),
        ...timeOf(lives, place.shownAs, place.delivery),
        note: chance.happens(0.15) ? chance.pick(notes) : null,
        ...belongs(),
      });
    }
  };
  const academyCount = academyPeople.reduce((sum, [, , count]) => sum + count, 0);
  settle(
    academy,
    academyPeople,
    people,
    inviters(academyAdmin, hrAcademy),
    () => [
      {
        role: chance.happens(0.85)
          ? "learner"
          : chance.pick(["instructor", "instructor", "group_admin", "admin"]),
      },
    ],
    () => ({ groupIds: chance.happens(0.45) ? [chance.pick([...academyGroups.values()])] : [] }),
  );
  settle(
    skills,
    skillsPeople,
    people.slice(academyCount - 6),
    inviters(skillsAdmin, hrSkills, unitManager, groupAdmin),
    () => {
      if (chance.happens(0.82)) return [{ role: "learner" }];
      const unitId = chance.pick([...skillsUnits.values()]);
      const groupId = chance.pick([...skillsGroups.values()]);
      return chance.pick<Role[]>([
        [{ role: "instructor" }],
        [{ role: "instructor" }, { role: "learner" }],
        [unitRole(unitId)],
        [{ role: "group_admin", groupId }],
      ]);
    },
    () => ({
      unitId: chance.happens(0.7) ? chance.pick([...skillsUnits.values()]) : null,
      groupIds: chance.happens(0.35) ? [chance.pick([...skillsGroups.values()])] : [],
    }),
  );
  return rows;
}

/** When somebody was invited, and with what term, so that their state of today can be true. */
function timeOf(
  { chance, now }: Lives,
  shownAs: Shown,
  delivery: Delivery,
): { invitedAt: number; termMs: number } {
  const ago = (least: number, most: number) =>
    now - Math.floor((least + chance.next() * (most - least)) * day) - chance.between(0, 59) * 1_000;
  if (shownAs === "pending") {
    const days = delivery === "prepared" ? 30 : chance.pick([7, 14, 30]);
    // Prepared or refused an hour ago at the least, and never about to end.
    return { invitedAt: ago(0.1, days * 0.6), termMs: days * day };
  }
  if (shownAs === "expired") {
    const days = chance.pick([1, 1, 7]);
    return { invitedAt: ago(days + 3, 75), termMs: days * day };
  }
  const sinceLong = shownAs === "removed" || shownAs === "deactivated";
  return { invitedAt: ago(sinceLong ? 25 : 2, 84), termMs: chance.pick([36 * hour, 7 * day, 14 * day]) };
}

function openWorkspace(
  lives: Lives,
  workspace: {
    customerId: string;
    slug: string;
    name: string;
    preset: PresetName;
    policyOverrides: Record<string, unknown>;
    accentColor: string;
    timeZone: string;
    language: string;
    openedAt: number;
  },
): string {
  if (!(workspace.preset in presets)) throw new Error(`There is no preset ${workspace.preset}.`);
  const { openedAt, ...values } = workspace;
  const id = lives.idAt(openedAt, "workspace");
  lives.rows.workspaces.push({
    ...values,
    id,
    status: "active",
    supportContact: "help@northwind.example",
    replyTo: "help@northwind.example",
    inviteEpoch: 0,
    createdAt: openedAt,
  });
  lives.note({
    workspaceId: id,
    at: openedAt,
    actor: system.actor,
    action: "workspace.created",
    targetId: id,
    op: lives.idAt(openedAt, "event"),
    details: { name: workspace.name, slug: workspace.slug, preset: workspace.preset },
  });
  return id;
}

function plantUnits(
  lives: Lives,
  workspaceId: string,
  createdAt: number,
  units: readonly { name: string; parent?: string }[],
): Map<string, string> {
  const ids = new Map<string, string>();
  const paths = new Map<string, string>();
  for (const { name, parent } of units) {
    const id = lives.idAt(createdAt, "unit");
    const path = `${parent ? paths.get(parent) : ""}${id}/`;
    ids.set(name, id);
    paths.set(name, path);
    const parentId = parent ? ids.get(parent) : null;
    lives.rows.units.push({ workspaceId, id, parentId: parentId ?? null, name, path, createdAt });
  }
  return ids;
}

function plantGroups(
  lives: Lives,
  workspaceId: string,
  createdAt: number,
  groups: readonly {
    name: string;
    visibility: "public" | "private";
    parent?: string;
    unitId?: string | undefined;
  }[],
): Map<string, string> {
  const ids = new Map<string, string>();
  for (const { name, visibility, parent, unitId } of groups) {
    const id = lives.idAt(createdAt, "group");
    ids.set(name, id);
    const parentId = parent ? (ids.get(parent) ?? null) : null;
    lives.rows.groups.push({
      workspaceId,
      id,
      parentId,
      unitId: unitId ?? null,
      name,
      visibility,
      createdAt,
    });
  }
  return ids;
}

/** Makes an API key with every scope. Returns it as an inviter. */
function addKey(
  lives: Lives,
  workspaceId: string,
  creator: Inviter,
  name: string,
  hash: string,
  at: number,
  id = lives.idAt(at, "apiKey"),
): Inviter {
  lives.rows.apiKeys.push({
    workspaceId,
    id,
    name,
    hash,
    scopes: [...permissions],
    maxRole: "admin",
    creatorMembershipId: creator.actor.id ?? "",
    createdAt: at,
    lastUsedAt: lives.now - 3 * hour,
    revokedAt: null,
  });
  lives.note({
    workspaceId,
    at,
    actor: creator.actor,
    action: "api_key.created",
    targetId: id,
    op: lives.idAt(at, "event"),
    details: { name, scopes: [...permissions], maxRole: "admin" },
  });
  return { actor: { kind: "apiKey", id, name }, email: null };
}

function unitRole(unitId: string | undefined): Role {
  return unitId ? { role: "unit_manager", unitId } : { role: "unit_manager" };
}

function refuseWeak(signIn: SignIn, productName: string, isCommon: (password: string) => boolean): void {
  const verdict = checkPassword(password, {
    minLength: presets.standard["identity.password_min"],
    context: [
      "Northwind Academy",
      "Northwind Skills",
      productName,
      signIn.firstName,
      signIn.lastName,
      signIn.email,
    ],
    isCommon,
  });
  if (!verdict.ok) throw new Error(`The demo's password breaks our own rules: ${verdict.reason}.`);
}
