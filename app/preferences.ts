import type { Language } from "./messages";
import { languages } from "./messages";

/** Light, dark, or whatever the person's system says. */
export type Theme = "system" | "light" | "dark";

export const themes: readonly Theme[] = ["system", "light", "dark"];

/** Names of the two cookies that hold a person's choice on this device; neither is a secret. */
export const themeCookie = "theme";
export const languageCookie = "language";

/** A Set-Cookie value after which this device speaks the language of whoever is signed in. */
export const forgetLanguage = `${languageCookie}=; Path=/; Max-Age=0; SameSite=Lax`;

/** Anything but a known theme is the system's. */
export function themeOr(value: string | null | undefined): Theme {
  return themes.find((theme) => theme === value) ?? "system";
}

/** The supported language a value names, or nothing. */
export function languageFrom(value: string | null | undefined): Language | undefined {
  return languages.find((language) => language === value);
}

/** Reads one cookie from a request's header. */
export function cookieOf(request: Request, name: string): string | undefined {
  for (const pair of (request.headers.get("cookie") ?? "").split(";")) {
    const [key, ...value] = pair.trim().split("=");
    if (key === name) return value.join("=");
  }
  return undefined;
}

/** A path on this origin or "/": a form field must not be able to send anyone to another site. */
export function ownPath(value: FormDataEntryValue | null): string {
  return typeof value === "string" && /^\/(?![/\\])[^\\\s]*$/.test(value) ? value : "/";
}
