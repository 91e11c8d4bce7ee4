import * as z from "zod";
import type { customRoles } from "../../../db/schema/index.ts";
import { DomainError, invalidField } from "../errors.ts";
import { definesNoMore } from "../granting.ts";
import { foldName } from "../imports/name-index.ts";
import { isFileWordOfRole } from "../imports/role-words.ts";
import { languages } from "../languages.ts";
import { cleanPersonName, fold } from "../people/person-name.ts";
import {
  type CustomRole,
  customPermissions,
  customScopes,
  onlyEverywhere,
  type Permission,
  roleKeys,
} from "../permissions.ts";
import { nameKeyOf } from "../places/place-name.ts";
import { termsIn } from "../terms.ts";
import type { MemberContext } from "../use-case.ts";

/** As many as a workspace may have (F24): each is read with every request of its people. */
export const mostRoles = 20;

type RoleRow = typeof customRoles.$inferSelect;

/** What a role is called: plain text that stands in pages, files and mails. */
const nameField = z.string("Enter a name.").transform((value, ctx) => {
  const cleaned = cleanPersonName(value);
  const fits = cleaned.ok && /\p{L}/u.test(cleaned.value) && !cleaned.value.includes(";");
  if (fits && Array.from(cleaned.value).length <= 60) return cleaned.value;
  ctx.addIssue({
    code: "custom",
    message:
      "A name has 1 to 60 characters, a letter among them, and no web address, @, semicolon or invisible character.",
  });
  return z.NEVER;
});

const descriptionField = z.string("Enter text.").transform((value, ctx) => {
  const line = value
    .trim()
    .replace(/[^\S\r\n]+/g, " ")
    .normalize("NFC");
  const linked = /:\/\/|www\.|@/i.test(line.normalize("NFKC"));
  if (!linked && /^[^\p{C}\p{Zl}\p{Zp}]{0,160}$/u.test(line)) return line;
  ctx.addIssue({
    code: "custom",
    message: "One line of at most 160 characters, without a web address, an @ or an invisible character.",
  });
  return z.NEVER;
});

/** What is said of a role; how its parts fit together is `refuseUnfit`'s. */
export const roleFields = {
  name: nameField,
  description: descriptionField,
  permissions: z
    .array(
      z.enum(customPermissions as [Permission], `Choose among: ${customPermissions.join(", ")}.`),
      "Give a list.",
    )
    .min(1, "Choose at least one permission.")
    .transform((chosen) => customPermissions.filter((permission) => chosen.includes(permission))),
  holdsIn: z
    .array(z.enum(customScopes, `Choose among: ${customScopes.join(", ")}.`), "Give a list.")
    .min(1, "Choose at least one place.")
    .transform((chosen) => customScopes.filter((kind) => chosen.includes(kind))),
};

export type RoleDefinition = Pick<CustomRole, "name" | "description" | "permissions" | "holdsIn">;

/** The role of a row. */
export function roleOf({ id, name, description, permissions, holdsIn }: RoleRow): CustomRole {
  return { id, name, description, permissions, holdsIn } as CustomRole;
}

/**
 * Throws VALIDATION_FAILED for a name that another role answers to, whatever its case and accents, and for a
 * permission that can hold in none of the places.
 */
export function refuseUnfit(
  { workspace }: MemberContext,
  { name, permissions, holdsIn }: RoleDefinition,
  exceptId: string | null,
): void {
  const key = nameKeyOf(name);
  const { terms } = workspace.policies;
  const words = languages.flatMap((language) => {
    const spoken = termsIn(terms, language);
    return roleKeys.flatMap((role) => [spoken[role].one, spoken[role].many]);
  });
  if (isFileWordOfRole(foldName(name)) || words.some((word) => fold(word) === key)) {
    throw invalidField("name", "taken", "One of the usual roles is called so. Choose another name.");
  }
  const other = workspace.customRoles.find((role) => role.id !== exceptId && nameKeyOf(role.name) === key);
  if (other) throw invalidField("name", "taken", "There is a role of this name already.");
  const stray = permissions.find((permission) => onlyEverywhere.includes(permission));
  if (stray && !holdsIn.includes("workspace")) {
    throw invalidField(
      "permissions",
      "only_everywhere",
      `${stray} is a right over the whole ‹workspace›: let the role hold there, or leave it out.`,
    );
  }
}

/**
 * Nobody defines what they could not give. An administrator holds every permission, so the bound is that of a key:
 * throws ROLE_ABOVE_YOURS where the role is above its ceiling (O-19).
 */
export function refuseAboveKey({ caller }: MemberContext, role: RoleDefinition): void {
  if (caller.kind === "apiKey" && !definesNoMore(role, caller.key.maxRole)) {
    throw new DomainError("ROLE_ABOVE_YOURS", { params: { role: role.name } });
  }
}
