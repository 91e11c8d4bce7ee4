import type { AppLoadContext } from "@remix-run/cloudflare";
import { guestLanguageCookie } from "./cookies";
import type { Language } from "./messages";
import { cookieOf, languageCookie, languageFrom } from "./preferences";

/**
 * Speaks a given language on this page, unless the reader chose one on this device or is signed in: an
 * invitee has no account yet whose language could be known. Loaders run before the page is rendered,
 * which asks the context.
 */
export function speakBy(
  request: Request,
  context: AppLoadContext,
  language: string | null = context.cookies.read(guestLanguageCookie),
): Language {
  const chosen = languageFrom(cookieOf(request, languageCookie));
  if (!chosen && !context.person) context.language = languageFrom(language) ?? context.language;
  return context.language;
}
