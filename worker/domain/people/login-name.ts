import * as z from "zod";
import { parseEmailAddress } from "./email-address.ts";

const shape = /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/i;

export type LoginNameProblem =
  | "login_name_short"
  | "login_name_long"
  | "login_name_address"
  | "login_name_form";

export const loginNameHelp: Record<LoginNameProblem, string> = {
  login_name_short: "A username has at least 3 characters.",
  login_name_long: "A username has at most 64 characters.",
  login_name_address: "A username may not look like an e-mail address. Leave out the @.",
  login_name_form:
    "A username may hold only letters a to z, digits, and . _ - between them. It begins and ends with a letter or digit.",
};

/** A username as somebody typed it, tidied, or what is wrong with it (F125): 3 to 64 characters, nothing of an address. */
export function parseLoginName(
  typed: string,
): { ok: true; name: string } | { ok: false; reason: LoginNameProblem } {
  const name = typed.normalize("NFKC").trim();
  if (name.includes("@")) return { ok: false, reason: "login_name_address" };
  if (name.length < 3) return { ok: false, reason: "login_name_short" };
  if (name.length > 64) return { ok: false, reason: "login_name_long" };
  return shape.test(name) ? { ok: true, name } : { ok: false, reason: "login_name_form" };
}

/**
 * What two usernames have in common that people would take for one another: case, `0` and `o`, `1`, `l` and
 * `i`, and which of the marks stands between the letters. Unique in a workspace; found by it at sign-in too,
 * so that a card that is read wrongly still opens for its owner.
 */
export function loginNameKey(name: string): string {
  return name
    .normalize("NFKC")
    .trim()
    .toLowerCase()
    .replaceAll("0", "o")
    .replace(/[1i]/g, "l")
    .replace(/[._]/g, "-");
}

/** A username to be given to somebody. */
export const loginNameField = z.string("Enter a username.").transform((value, ctx) => {
  const parsed = parseLoginName(value);
  if (parsed.ok) return parsed.name;
  ctx.addIssue({ code: "custom", message: loginNameHelp[parsed.reason] });
  return z.NEVER;
});

/** Who wants to sign in: an address, canonical, or the key of a username. */
export type Login = { email: string } | { nameKey: string };

const help = "Enter your e-mail address, like ana@example.com, or your username.";

/** What somebody types to say who they are: an address where there is an @, otherwise a username. */
export const loginField = z.string(help).transform((value, ctx): Login => {
  if (!value.includes("@")) {
    const parsed = parseLoginName(value);
    if (parsed.ok) return { nameKey: loginNameKey(parsed.name) };
  } else {
    const parsed = parseEmailAddress(value);
    if (parsed.ok) return { email: parsed.canonical };
  }
  ctx.addIssue({ code: "custom", message: help });
  return z.NEVER;
});
