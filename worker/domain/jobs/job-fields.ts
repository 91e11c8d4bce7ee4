import * as z from "zod";
import type { Bounds, JobFilter } from "../../../db/queries/job-targets.ts";
import { invalidField } from "../errors.ts";
import { idField, roleField } from "../fields.ts";
import { partOf } from "../members/part.ts";
import { normaliseSearch } from "../people/person-name.ts";
import { type Permission, type Reach, type RoleKey, roleKeys } from "../permissions.ts";
import type { MemberContext } from "../use-case.ts";

/** The People list's filter, as far as a bulk act takes it; every part narrows. */
const jobFilterFields = z.strictObject({
  status: z.enum(["pending", "expired", "declined"]).optional(),
  delivery: z.string().max(20).optional(),
  role: roleField.optional(),
  unitId: idField("unit").optional(),
  groupId: idField("group").optional(),
  inviterId: z.string().max(40).optional(),
  importId: z.string().max(40).optional(),
  label: z.string().max(200).optional(),
  q: z.string().max(200).optional(),
});

export const jobFields = z.strictObject({
  action: z.enum(["resend", "remind", "extend", "cancel"]),
  filter: jobFilterFields.optional(),
  /** Rows picked by hand: ids of memberships. */
  ids: z
    .array(idField("membership"))
    .min(1)
    .max(1000, "Pick at most 1,000 rows, or use a filter.")
    .optional(),
});

/** True for the acts that mail each invitation: a workspace starts one of a kind in ten minutes. */
export function mailsOut(action: z.output<typeof jobFields>["action"]): boolean {
  return action === "resend" || action === "remind";
}

/** Throws when neither a filter nor rows were given: a bulk act never means everybody by omission. */
export function requireTarget(input: { filter?: unknown; ids?: unknown }): void {
  if (input.filter === undefined && input.ids === undefined) {
    throw invalidField("filter", "required", "Say whom it is about: give a filter or ids.");
  }
}

/** The filter of a request as the queries take it. */
export function filterOf(input: z.output<typeof jobFields>): JobFilter {
  const q = input.filter?.q ? normaliseSearch(input.filter.q) : "";
  return { ...input.filter, q: q || undefined, ids: input.ids };
}

/** Rights with which somebody may have started long work: it is theirs to look at. */
export const startsJobs = [
  "people.view",
  "course.create",
  "enrolment.manage",
  "group.manage",
  "workspace.manage",
] as const satisfies readonly Permission[];

/** Whose jobs the asker sees: of everybody (null) who manages the invitations of the whole workspace, else their own. */
export function jobsOf(ctx: MemberContext): string | null {
  return ctx.may("invitation.manage") ? null : (ctx.actor.id ?? "");
}

/** What bounds the act besides the filter: the same rules as for one person, for many at once. */
export function boundsOf(
  asker: {
    reach(permission: Permission): Reach | null;
    grants(): { roles: readonly RoleKey[]; reach: Reach }[];
  },
  permission: Permission,
): Bounds {
  const grants = asker.grants();
  const everything = grants.some(
    ({ roles, reach }) => reach === "everywhere" && roleKeys.every((role) => roles.includes(role)),
  );
  return {
    part: partOf(asker.reach(permission)),
    grants: everything ? null : grants.map(({ roles, reach }) => ({ roles, part: partOf(reach) })),
  };
}
