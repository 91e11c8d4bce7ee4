const nowhere = "https://return-path.invalid";

/** Blanks, controls and backslashes: browsers drop or turn them, so `/\t/evil` becomes `//evil`. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const treacherous = /[\u0000-\u0020\u007f-\u00a0\u2028\u2029\ufeff\\]/;

/** A slash or backslash right after the first one, plain or encoded any number of times. */
const secondSlash = /^\/(?:[/\\]|%(?:25)*(?:2f|5c))/i;

/**
 * Where to go after signing in: the wanted path when it surely stays on this origin, otherwise the
 * fallback (S-20; CVE-2025-27143, CVE-2024-56734, CVE-2025-71403). A path that carries another one in
 * its query is let through: the page it names asks here again before it follows it.
 */
export function safeReturnPath(input: string | null | undefined, fallback: string): string {
  if (!input || input.length > 2_048) return fallback;
  if (!input.startsWith("/") || secondSlash.test(input) || treacherous.test(input)) return fallback;
  const url = URL.canParse(input, nowhere) ? new URL(input, nowhere) : null;
  if (url?.origin !== nowhere) return fallback;
  // Dot segments can uncover a second slash: `/.//evil.example` has the path `//evil.example`.
  if (secondSlash.test(url.pathname)) return fallback;
  return url.pathname + url.search + url.hash;
}
