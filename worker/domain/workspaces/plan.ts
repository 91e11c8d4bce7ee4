import type { CallerWorkspace, Settings } from "../context.ts";
import { planOf } from "../plans.ts";

/** True while the workspace is tried out for free: some things are not part of that (F149). */
export function onTrial({ plan }: Pick<CallerWorkspace, "plan">): boolean {
  return planOf(plan).trial;
}

/** How many invitations the workspace may send a day: what the installation allows, or less where the plan says so (F148). */
export function invitationsPerDay(
  { invitationsPerDay: most }: Pick<Settings, "invitationsPerDay">,
  { plan }: Pick<CallerWorkspace, "plan">,
): number {
  return Math.min(most, planOf(plan).invitationsPerDay ?? most);
}
