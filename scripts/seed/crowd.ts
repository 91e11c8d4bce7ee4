import { type Delivery, day, hour } from "./chronicle.ts";
import type { Inviter, Life, Lives, Shown } from "./lives.ts";
import type { Person } from "./names.ts";

/** So many people stand there with such a mail. */
type Plan = readonly (readonly [Shown, Delivery, number])[];

/** How many people stand where, by workspace. Queued mail is missing on purpose: it would leave at once. */
export const academyPeople: Plan = [
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
export const skillsPeople: Plan = [
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

export const coachingPeople: Plan = [
  ["active", "delivered", 16],
  ["pending", "prepared", 1],
  ["pending", "delivered", 4],
  ["pending", "bounced", 1],
  ["deactivated", "delivered", 1],
];

const domains = ["northwind.example", "fjordline.example", "saltmarsh.example", "atelier-nord.example"];

const notes = [
  "Welcome! The first session is on Monday; a look at the preface beforehand is enough.",
  "Hallo, hier ist dein Zugang zum Kurs. Bei Fragen einfach melden.",
  "As agreed on the phone: two courses to begin with, more whenever you like.",
];

/** Gives everybody of a plan a name of the crowd, and tells their lives. */
export function settle(
  lives: Lives,
  workspaceId: string,
  plan: Plan,
  crowd: readonly Person[],
  among: readonly Inviter[],
  offer: () => Pick<Life, "roles" | "unitId" | "groupIds">,
): void {
  const { chance } = lives;
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
      ...place,
      inviter: chance.pick(among),
      ...timeOf(lives, place.shownAs, place.delivery),
      note: chance.happens(0.15) ? chance.pick(notes) : null,
      ...offer(),
    });
  }
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
