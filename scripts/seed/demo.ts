import { createPasswords } from "../../worker/adapters/passwords.ts";
import { createSecretDigest } from "../../worker/adapters/secret-digest.ts";
import { checkPassword } from "../../worker/domain/people/password-rules.ts";
import { presets } from "../../worker/domain/presets.ts";
import { openAcademy, settleAcademy } from "./academy.ts";
import { day } from "./chronicle.ts";
import { openCoaching, settleCoaching } from "./coaching.ts";
import { academyPeople, coachingPeople, skillsPeople } from "./crowd.ts";
import { type Inviter, Lives } from "./lives.ts";
import { everybody } from "./names.ts";
import { addKey, system } from "./planting.ts";
import type { Rows } from "./rows.ts";
import {
  demo,
  demoKey,
  demoKeyId,
  firstWorkspace,
  password,
  rolesOf,
  type SignIn,
  secondWorkspace,
  thirdWorkspace,
} from "./sign-ins.ts";
import { openSkills, settleSkills } from "./skills.ts";

/** The whole demo as rows, relative to `now`: one customer, three workspaces, about 300 people. */
export async function demoRows(now: number, productName: string): Promise<Rows> {
  const passwords = createPasswords();
  const [strangersHash, passwordHash] = await Promise.all([
    passwords.hash(Buffer.from(crypto.getRandomValues(new Uint8Array(24))).toString("hex")),
    // One for all who share the password: hashing is slow on purpose, and the start waits for it.
    passwords.hash(password),
  ]);
  for (const signIn of demo) refuseWeak(signIn, productName, passwords.isCommon);

  const lives = new Lives(now, strangersHash);
  const { rows, chance } = lives;
  const customerId = lives.idAt(now - 93 * day, "customer");
  rows.customers.push({ id: customerId, name: "Northwind Learning", createdAt: now - 93 * day });
  const crowd = chance.shuffle(everybody());
  const academy = openAcademy(lives, customerId);
  const skills = openSkills(lives, customerId);
  const coaching = openCoaching(lives, customerId);

  const staff = new Map<SignIn, Inviter>();
  for (const { id: workspaceId, slug, offers } of [academy, skills, coaching]) {
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
        passwordHash,
        ...offers(signIn),
      });
      const name = `${signIn.firstName} ${signIn.lastName}`;
      staff.set(signIn, { actor: { kind: "member", id: membershipId, name }, email: signIn.email });
      if (index === 0) founder = staff.get(signIn) ?? system;
    }
  }
  // Whom the house invited first administers the customer too.
  const [first] = demo;
  const userId = rows.memberships.find(({ email }) => email === first?.email)?.userId;
  if (userId) rows.customerAdmins.push({ customerId, userId });

  const staffOf = (slug: string) =>
    new Map(
      demo.flatMap((one) => (one.workspace === slug ? [[rolesOf(one), staff.get(one) ?? system]] : [])),
    );

  const digest = createSecretDigest();
  const academyAdmin = staffOf(firstWorkspace).get("admin") ?? system;
  const skillsAdmin = staffOf(secondWorkspace).get("admin") ?? system;
  addKey(
    lives,
    academy.id,
    academyAdmin,
    "Demo key",
    await digest.sha256(demoKey),
    now - 60 * day,
    demoKeyId,
  );
  const nobodysKey = () => digest.sha256(lives.chance.uuid() + strangersHash);
  const hrAcademy = addKey(lives, academy.id, academyAdmin, "HR system", await nobodysKey(), now - 80 * day);
  const hrSkills = addKey(lives, skills.id, skillsAdmin, "HR system", await nobodysKey(), now - 80 * day);

  const [switching] = demo;
  if (switching) {
    lives.tell({
      workspaceId: skills.id,
      ...switching,
      roles: [{ role: "learner" }],
      shownAs: "active",
      delivery: "delivered",
      inviter: skillsAdmin,
      invitedAt: now - 40 * day,
      termMs: 7 * day,
      groupIds: [skills.group("Onboarding – week one")],
    });
  }

  let taken = 0;
  const next = (plan: readonly (readonly [unknown, unknown, number])[]) => {
    const from = taken;
    taken += plan.reduce((sum, [, , count]) => sum + count, 0);
    return crowd.slice(from, taken);
  };
  settleAcademy(lives, academy, staffOf(firstWorkspace), hrAcademy, next(academyPeople));
  // Some are in both workspaces.
  taken -= 6;
  settleSkills(lives, skills, staffOf(secondWorkspace), hrSkills, next(skillsPeople));
  settleCoaching(lives, coaching, staffOf(thirdWorkspace), next(coachingPeople));
  return rows;
}

function refuseWeak(signIn: SignIn, productName: string, isCommon: (password: string) => boolean): void {
  const verdict = checkPassword(password, {
    minLength: presets.standard["identity.password_min"],
    context: [
      "Northwind Academy",
      "Northwind Skills",
      "Northwind Coaching",
      productName,
      signIn.firstName,
      signIn.lastName,
      signIn.email,
    ],
    isCommon,
  });
  if (!verdict.ok) throw new Error(`The demo's password breaks our own rules: ${verdict.reason}.`);
}
