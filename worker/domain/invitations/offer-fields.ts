import * as z from "zod";
import { idField } from "../fields.ts";
import { accessEndField } from "../people/access-end.ts";
import { fold } from "../people/person-name.ts";
import { isRoleKey, type RoleKey, roleKeys } from "../permissions.ts";
import type { RoleView } from "./invitation-view.ts";

/** A role by its name, which is given wherever it can hold, or at one unit or group. */
export interface WantedRole extends RoleView {
  /** Told by its name alone: it takes the chosen units or groups. */
  anywhere: boolean;
}

/** A role as a form or a program names it. */
export const wantedRoleField = z
  .union(
    [
      z.string(),
      z.strictObject({
        role: z.string(),
        unitId: idField("unit").nullish(),
        groupId: idField("group").nullish(),
      }),
    ],
    "Give a role by its name, or as an object with role, and unitId or groupId.",
  )
  .transform((value, ctx): WantedRole => {
    const { role, unitId = null, groupId = null } = typeof value === "string" ? { role: value } : value;
    if (unitId !== null && groupId !== null) {
      ctx.addIssue({
        code: "custom",
        message: "A role holds in one ‹unit› or in one ‹group›. Name it twice.",
      });
      return z.NEVER;
    }
    if (isRoleKey(role)) return { role, unitId, groupId, anywhere: unitId === null && groupId === null };
    ctx.addIssue({
      code: "custom",
      message: `This is not a role. Roles are: ${roleKeys.join(", ")}, and those of the ‹workspace› by their id.`,
    });
    return z.NEVER;
  });

const ids = (kind: "unit" | "group" | "course" | "courseSession", most: number) =>
  z
    .array(idField(kind), "Give a list of ids.")
    .max(most, `At most ${most}.`)
    .transform((list) => [...new Set(list)]);

export const mostLabels = 20;

/** A word for people, of which everybody may make more. */
export const labelField = z
  .string("Give a word.")
  .transform((label) => label.trim().replace(/\s+/g, " ").normalize("NFC"))
  .refine((label) => /^[^\p{C}]{1,50}$/u.test(label), {
    message: "A label has 1 to 50 characters, none of them invisible.",
  });

/** The words of one person; one that differs by case alone is the same. */
export const labelsField = z
  .array(labelField, "Give a list of labels.")
  .max(mostLabels, `At most ${mostLabels} labels.`)
  .transform((labels) =>
    labels.filter((label, at) => labels.findIndex((other) => fold(other) === fold(label)) === at),
  );

/** What an invitation offers beside names, term and words (F7, F11, F15, F35 to F38). */
export const offerFields = {
  roles: z.array(wantedRoleField, "Give a list of roles.").max(20, "At most 20 roles.").optional(),
  unitId: idField("unit").nullable().optional(),
  unitIds: ids("unit", 20).optional(),
  groupIds: ids("group", 50).optional(),
  courseIds: ids("course", 50).optional(),
  sessionIds: ids("courseSession", 20).optional(),
  /** Last day of access, in the workspace's zone; null: without end. Not the end of the link. */
  accessEndsOn: accessEndField.nullable().optional(),
  labels: labelsField.optional(),
  /** By key; what each takes is the workspace's (`decideOffer`). */
  customFields: z
    .record(
      z.string().max(60),
      z.union([z.string().max(1_000, "At most 1,000 characters."), z.number(), z.boolean()]).nullable(),
      "Give an object of values by the key of the field.",
    )
    .refine((fields) => Object.keys(fields).length <= 50, { message: "At most 50 fields." })
    .optional(),
};

export type WantedOffer = z.output<z.ZodObject<typeof offerFields>>;

/** Names of the roles that are wanted, each once. */
export function roleNamesOf(roles: readonly { role: RoleKey }[]): RoleKey[] {
  return [...new Set(roles.map(({ role }) => role))];
}
