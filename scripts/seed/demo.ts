import { createPasswords } from "../../worker/adapters/passwords.ts";
import { createSecretDigest } from "../../worker/adapters/secret-digest.ts";
import { checkPassword } from "../../worker/domain/people/password-rules.ts";
import { presets } from "../../worker/domain/policies.ts";
import { day } from "./chronicle.ts";
import { academyPeople, settle, skillsPeople } from "./crowd.ts";
import { type Inviter, type Life, Lives, type Role } from "./lives.ts";
import { everybody } from "./names.ts";
import { addKey, openWorkspace, plantGroups, plantUnits, system } from "./planting.ts";
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
  const academyCount = academyPeople.reduce((sum, [, , count]) => sum + count, 0);
  settle(
    lives,
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
    lives,
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
