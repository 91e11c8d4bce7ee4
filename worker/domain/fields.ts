import * as z from "zod";
import { type IdKind, isId } from "./ids.ts";
import { languages } from "./languages.ts";
import { parseEmailAddress } from "./people/email-address.ts";
import { cleanPersonName } from "./people/person-name.ts";
import { isRoleKey, isSystemRole, type RoleKey, roleKeys, type SystemRole } from "./permissions.ts";

const addressHelp = {
  empty: "Enter an e-mail address, like ana@example.com.",
  malformed: "This is not an e-mail address. It should look like ana@example.com.",
  too_long: "This address is too long: at most 64 characters before the @ and 254 in all.",
  display_name: "Enter the address alone, without a name or angle brackets.",
  several: "Enter one address here.",
  quoted_local: "Addresses in quotation marks cannot be mailed by our provider. Use another address.",
  not_ascii_local: "The part before the @ may hold only letters a to z, digits and . _ - + and the like.",
  control_characters: "The address holds a line break or an invisible character. Type it anew.",
} as const;

const nameHelp = {
  too_long: "A name may have at most 100 characters.",
  link: "A name may not hold a web address or an @.",
  control_characters: "The name holds a line break or an invisible character. Type it anew.",
} as const;

/** An e-mail address, canonical (F4, M-08). */
export const emailField = z
  .string("Enter an e-mail address, like ana@example.com.")
  .transform((value, ctx) => {
    const parsed = parseEmailAddress(value);
    if (parsed.ok) return parsed.canonical;
    ctx.addIssue({ code: "custom", message: addressHelp[parsed.reason] });
    return z.NEVER;
  });

/** A first or last name; empty is allowed and means not known (F6). */
export const nameField = z.string("Enter a name.").transform((value, ctx) => {
  const cleaned = cleanPersonName(value);
  if (cleaned.ok) return cleaned.value;
  ctx.addIssue({ code: "custom", message: nameHelp[cleaned.reason] });
  return z.NEVER;
});

/** A note to the invitee: plain text of at most 1,000 characters (F41). */
export const noteField = z
  .string("Enter text.")
  .max(1000, "A message may have at most 1,000 characters.")
  .transform((value) => value.replace(/\r\n?/g, "\n").trim())
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
  .refine((value) => !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(value), {
    message: "The message holds an invisible control character. Type it anew.",
  });

/** A role: one of Usher's own by its key, or one of the workspace's by its id. */
export const roleField = z.string("Choose a role.").transform((value, ctx): RoleKey => {
  if (isRoleKey(value)) return value;
  ctx.addIssue({
    code: "custom",
    message: `This is not a role. Roles are: ${roleKeys.join(", ")}, and those of the ‹workspace› by their id.`,
  });
  return z.NEVER;
});

/** A role of Usher's own, where the workspace's cannot stand. */
export const systemRoleField = z.string("Choose a role.").transform((value, ctx): SystemRole => {
  if (isSystemRole(value)) return value;
  ctx.addIssue({ code: "custom", message: `Choose one of these roles: ${roleKeys.join(", ")}.` });
  return z.NEVER;
});

export const languageField = z.enum(languages, `Choose one of: ${languages.join(", ")}.`);

/** The name of a customer or workspace, by the rules of people's: nothing that a mail client makes a link of (M-02). */
export const organisationNameField = z.string("Enter a name.").transform((value, ctx) => {
  const cleaned = cleanPersonName(value);
  if (cleaned.ok && cleaned.value !== "") return cleaned.value;
  ctx.addIssue({ code: "custom", message: cleaned.ok ? "Enter a name." : nameHelp[cleaned.reason] });
  return z.NEVER;
});

/** A time zone by its IANA name. */
export const timeZoneField = z
  .string("Give a time zone, like Europe/Berlin.")
  .max(100)
  .refine(isTimeZone, { message: "This is not a time zone. It should look like Europe/Berlin." });

/** A colour as six hexadecimal digits. How legible it is, the pages see to that themselves. */
export const colourField = z
  .string("Give a colour like #2450d6.")
  .regex(/^#[0-9a-f]{6}$/i, "Give a colour like #2450d6.")
  .toLowerCase();

/** Whom people of a workspace turn to: an address, or words such as a telephone number. */
export const contactField = z.string("Enter an address or a telephone number.").transform((value, ctx) => {
  const address = parseEmailAddress(value);
  if (address.ok) return address.canonical;
  const cleaned = cleanPersonName(value);
  if (cleaned.ok && cleaned.value !== "") return cleaned.value;
  ctx.addIssue({
    code: "custom",
    message: "Enter an e-mail address, or at most 100 characters without a web address or an @.",
  });
  return z.NEVER;
});

// Offsets such as +01:00 are known to Intl and are no zone: they have no summer.
function isTimeZone(value: string): boolean {
  try {
    return /^[a-z]/i.test(value) && Boolean(new Intl.DateTimeFormat("en", { timeZone: value }));
  } catch {
    return false;
  }
}

/** An id of one kind; anything of another shape is as good as absent. */
export function idField(kind: IdKind) {
  return z
    .string("Give an id.")
    .refine((value) => isId(kind, value), { message: "This is not an id of this kind." });
}
