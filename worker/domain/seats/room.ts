import { guardReservedSeats, type SeatCounts, seatCounts } from "../../../db/queries/seats.ts";
import type { Statement } from "../../../db/queries/statements.ts";
import type { CallerWorkspace, Context } from "../context.ts";
import { DomainError } from "../errors.ts";
import type { Policies } from "../policies.ts";

type Seated = Pick<CallerWorkspace, "id" | "seats" | "policies">;

/**
 * True where each open invitation holds a seat until it ends (F109): by policy `seats.reserve`, and where invited
 * people count from the sending on (D22).
 */
export function reservesSeats(policies: Policies): boolean {
  return policies["seats.reserve"] || policies["billing.start_invited"] === "on_notification";
}

/** How many seats are left; below 0 where more are taken than there are; null where there is no end of them. */
export function seatsLeft(policies: Policies, { seats, active, pending }: SeatCounts): number | null {
  if (seats === null) return null;
  return seats - active - (reservesSeats(policies) ? pending : 0);
}

/** How many more may be brought in, as a number that can be counted down. */
export function roomFor(policies: Policies, counts: SeatCounts | undefined): number {
  const left = counts ? seatsLeft(policies, counts) : null;
  return left === null ? Number.POSITIVE_INFINITY : Math.max(0, left);
}

/** How many more may be invited: as many as one likes where invitations hold no seats. */
export function roomToSend(policies: Policies, counts: SeatCounts | undefined): number {
  return reservesSeats(policies) ? roomFor(policies, counts) : Number.POSITIVE_INFINITY;
}

/** Since when somebody who joins counts (D22): from now on, or from when their link first left (UTC ms). */
export function seatOfInvited(policies: Policies, now: number, issuedAt: number | null): number {
  return policies["billing.start_invited"] === "on_notification" ? (issuedAt ?? now) : now;
}

/** Since when somebody who is set up counts (D22); null: from their first visit, until which they hold the seat. */
export function seatOfSetUp(policies: Policies, now: number): number | null {
  return policies["billing.start_direct"] === "on_activation" ? null : now;
}

/**
 * For the end of a batch that brings people where invitations hold seats: rolls it back when there are more of both
 * than seats, because somebody was faster. That nobody is active beyond the seats is a wall of the database.
 */
export function guardSeats(ctx: Pick<Context, "db">, { id, seats, policies }: Seated): Statement[] {
  return seats !== null && reservesSeats(policies) ? [guardReservedSeats(ctx.db, id)] : [];
}

/** After a batch was rolled back: throws NO_SEAT where the reason is that the seats are taken. */
export async function refuseSeatless(ctx: Pick<Context, "db">, workspace: Seated): Promise<void> {
  if (await isSeatless(ctx, workspace)) throw new DomainError("NO_SEAT");
}

/** True where not one seat is left that is neither taken nor held. */
export async function isSeatless(ctx: Pick<Context, "db">, workspace: Seated): Promise<boolean> {
  if (workspace.seats === null) return false;
  const [counts] = await seatCounts(ctx.db, workspace.id);
  return roomFor(workspace.policies, counts) < 1;
}
