import * as z from "zod";
import { memberById } from "../../../db/queries/members.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { parseRoles } from "../invitations/invitation-view.ts";
import { type MemberContext, memberUseCase, within } from "../use-case.ts";
import { type ReadMember, refuseAbove } from "./member-change.ts";
import { readPlaces } from "./part.ts";
import { requireWholePerson } from "./whole-person.ts";

export interface ErasurePage {
  id: string;
  name: string;
  email: string | null;
  status: "deactivated" | "removed";
  /** What becomes of their courses and certificates, by the policy (D43). */
  learning: "keep_pseudonymised" | "erase";
}

/** Who would be erased, also somebody who was removed. Throws as `erasePerson` does. */
export const viewErasure = memberUseCase(
  within("member.remove"),
  z.strictObject({ membershipId: idField("membership") }),
  async (ctx, { membershipId }): Promise<ErasurePage> => {
    const [row] = await memberById(ctx.db, ctx.workspace.id, membershipId);
    const { membership } = readLeftMember(ctx, row);
    return {
      id: membershipId,
      name: `${membership.firstName} ${membership.lastName}`.trim(),
      email: membership.email,
      status: membership.status === "removed" ? "removed" : "deactivated",
      learning: ctx.workspace.policies["remove.learning_records"],
    };
  },
);

/**
 * Reads somebody who has left the workspace. Throws NOT_FOUND, also for whoever was erased; NOT_ACTIVE for those
 * who are members or invited.
 */
export function readLeftMember(
  ctx: MemberContext,
  row: Awaited<ReturnType<typeof memberById>>[number] | undefined,
): ReadMember {
  if (!row) throw new DomainError("NOT_FOUND");
  const { membership } = row;
  const member: ReadMember = {
    membership,
    roles: parseRoles(row.roles),
    taught: parseRoles(row.taught),
    places: readPlaces(row.places),
    isLastAdmin: row.isLastAdmin === 1,
    username: row.username,
  };
  requireWholePerson(ctx, "member.remove", member.places);
  refuseAbove(ctx, [...member.roles, ...member.taught], member.places);
  const { status, email, firstName, lastName } = membership;
  if (status === "removed" && !email && !firstName && !lastName) throw new DomainError("NOT_FOUND");
  if (status !== "removed" && status !== "deactivated") throw new DomainError("NOT_ACTIVE");
  return member;
}
