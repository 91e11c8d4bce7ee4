import { DomainError } from "../errors.ts";
import { requireWholePerson, roleAbove } from "../members/whole-person.ts";
import type { Places } from "../permissions.ts";
import type { MemberContext } from "../use-case.ts";
import { parsePlaces, parseRoles } from "./invitation-view.ts";

/** Where an invitation leads, by the JSON that `offeredPlaces` makes. */
export function placesOffered(json: string | null): Places {
  const { units, groups } = parsePlaces(json);
  return { unitIds: units.map(({ id }) => id), groupIds: groups.map(({ id }) => id) };
}

/**
 * Who acts on an invitation has all of its places in their part, and could offer its roles (1.5, F19). Throws
 * NOT_FOUND for one outside of the part, ELSEWHERE_TOO for one that leads elsewhere as well, ROLE_ABOVE_YOURS.
 */
export function requireInvitation(ctx: MemberContext, row: { roles: string; places: string }): void {
  const places = placesOffered(row.places);
  requireWholePerson(ctx, "invitation.manage", places);
  const above = roleAbove(ctx, parseRoles(row.roles), places);
  if (above) throw new DomainError("ROLE_ABOVE_YOURS", { params: { role: above.role } });
}

/** Throws ACCESS_ENDED where the last day of access that the invitation offers is over: its link leads to nothing. */
export function requireAccessAhead({ accessEndsAt }: { accessEndsAt: number | null }, now: number): void {
  if (accessEndsAt !== null && accessEndsAt <= now) throw new DomainError("ACCESS_ENDED");
}
