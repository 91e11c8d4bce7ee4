/** Far above any passphrase, low enough that nobody makes us normalise megabytes (security.md 1.3). */
const longestPassword = 128;

const shortestContextWord = 4;
const enoughBesideContext = 8;

export interface PasswordRules {
  /** The workspace's policy; 12 by default. */
  minLength: number;
  /** What an attacker would try first for this person: workspace, product, names, address. */
  context: readonly string[];
  /** The list of common passwords (port `Passwords`). */
  isCommon: (password: string) => boolean;
}

export type PasswordVerdict =
  | { ok: true }
  | {
      ok: false;
      reason: "too_short" | "too_long" | "common" | "contains_context";
      minLength: number;
    };

/**
 * The whole rule for a new password: length and being hard to guess, no composition rules (NIST
 * 800-63B; security.md, Decisions that win). Length counts code points after NFKC, as it is hashed.
 * A context word is refused only when it carries the password: fewer than 8 characters remain without it.
 */
export function checkPassword(
  password: string,
  { minLength, context, isCommon }: PasswordRules,
): PasswordVerdict {
  const refuse = (reason: Exclude<PasswordVerdict, { ok: true }>["reason"]): PasswordVerdict => ({
    ok: false,
    reason,
    minLength,
  });
  // Before NFKC, which can make one character eighteen: the work stays bounded.
  if (password.length > longestPassword * 4) return refuse("too_long");
  const length = Array.from(password.normalize("NFKC")).length;
  if (length < minLength) return refuse("too_short");
  if (length > longestPassword) return refuse("too_long");
  if (isCommon(password)) return refuse("common");
  if (leansOn(password, context)) return refuse("contains_context");
  return { ok: true };
}

function leansOn(password: string, context: readonly string[]): boolean {
  const folded = fold(password);
  let rest = folded;
  for (const word of contextWords(context)) rest = rest.replaceAll(word, "");
  return rest !== folded && Array.from(rest).length < enoughBesideContext;
}

/** Longest first, so that `acmeschool` is not left as `school` by `acme`. */
function contextWords(context: readonly string[]): string[] {
  const words = new Set<string>();
  for (const entry of context) {
    const parts = fold(entry).split(/[^\p{L}\p{N}]+/u);
    for (const word of [...parts, parts.join("")]) {
      if (Array.from(word).length >= shortestContextWord) words.add(word);
    }
  }
  return [...words].sort((a, b) => b.length - a.length);
}

function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
