/** What a workspace has agreed on with the house (F149). Policies say how it behaves within it. */
export interface Plan {
  /**
   * Tried out for free (F40): nobody is set up directly unless `direct_setup.allowed_on_trial` says so, and
   * `notify.pre_activation_trial` says what is mailed to people who have not joined.
   */
  trial: boolean;
  /** Seats that it comes with, where the house names no other number; null: as many as come. What counts is policy D22. */
  seats: number | null;
  /** Invitations a day, where that is less than the installation allows (F148); null: no less. */
  invitationsPerDay: number | null;
}

/** The plans there are. Of an installation of one's own everything is on, and nothing is counted. */
export const plans = {
  open: { trial: false, seats: null, invitationsPerDay: null },
  free_trial: { trial: true, seats: 25, invitationsPerDay: 50 },
  team: { trial: false, seats: 50, invitationsPerDay: null },
  business: { trial: false, seats: 500, invitationsPerDay: null },
} as const satisfies Record<string, Plan>;

export type PlanName = keyof typeof plans;
export const planNames = Object.keys(plans) as [PlanName, ...PlanName[]];

/** The plan of that name; one that there is no more reads as `open`. */
export function planOf(name: string): Plan {
  return plans[planNameOf(name)];
}

/** The name, where there is such a plan. */
export function planNameOf(name: string): PlanName {
  return Object.hasOwn(plans, name) ? (name as PlanName) : "open";
}
