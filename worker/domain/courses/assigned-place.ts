import * as z from "zod";
import type { Place } from "../../../db/queries/courses.ts";
import { DomainError, invalidField } from "../errors.ts";
import { idField } from "../fields.ts";
import type { MemberContext } from "../use-case.ts";

export const assignmentFields = z.strictObject({
  courseId: idField("course"),
  /** One of the two. */
  groupId: idField("group").optional(),
  unitId: idField("unit").optional(),
});

/**
 * The group or unit of an assignment. Throws NOT_FOUND outside the part in which the asker may enrol people,
 * VALIDATION_FAILED unless one of the two is named.
 */
export function assignedPlace(
  ctx: MemberContext,
  { groupId, unitId }: z.output<typeof assignmentFields>,
): Place {
  const reach = ctx.reach("enrolment.manage");
  const mine = (ids: ReadonlySet<string> | undefined, id: string) => reach === "everywhere" || ids?.has(id);
  if ((groupId === undefined) === (unitId === undefined)) {
    throw invalidField("groupId", "one_of", "Name either ‹a group› or ‹a unit›.");
  }
  const parts = reach === "everywhere" ? undefined : (reach ?? undefined);
  if (groupId !== undefined && mine(parts?.groups, groupId)) return { groupId };
  if (unitId !== undefined && mine(parts?.units, unitId)) return { unitId };
  throw new DomainError("NOT_FOUND");
}
