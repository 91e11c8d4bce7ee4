import { DomainError, invalidField } from "../errors.ts";
import type { MemberContext } from "../use-case.ts";

/**
 * Throws when a group cannot take this unit: NOT_FOUND for one that does not exist for the asker,
 * VALIDATION_FAILED where there are no units, or where the group would leave the asker's part.
 */
export function refuseUnit(
  ctx: MemberContext,
  unitId: string | null,
  found: { exists: number; ofParent: string | null } | undefined,
): void {
  const reach = ctx.reach("group.manage");
  if (unitId !== null && unitId !== found?.ofParent) {
    if (!ctx.workspace.policies["units.enabled"]) {
      throw invalidField("unitId", "units_off", "This ‹workspace› has no ‹units›. Leave it out.");
    }
    const mine = reach === "everywhere" || reach?.units.has(unitId);
    if (!found?.exists || !mine) throw new DomainError("NOT_FOUND");
  }
  if (unitId === null && reach !== "everywhere" && found?.ofParent) {
    throw invalidField(
      "unitId",
      "part",
      "Without its ‹unit› this ‹group› would not be yours. Choose one of yours.",
    );
  }
}
