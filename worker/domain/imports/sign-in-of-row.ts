import { usernamesOffered } from "../members/set-up-fields.ts";
import type { Policies } from "../policies.ts";
import type { CellProblem } from "./cell-problems.ts";
import type { ResolvedRow } from "./resolved-row.ts";

/**
 * Why a row cannot sign in with what it names (D41, D42): a username where there are none or where people are invited,
 * no address where everybody has one. Asked in the review, and again when it is the row's turn. Null where all stands.
 */
export function signInLost(
  { email, username }: Pick<ResolvedRow, "email" | "username">,
  policies: Pick<Policies, "identity.username" | "identity.allow_no_email">,
  setsUp: boolean,
): CellProblem | null {
  if (username !== null) {
    if (!setsUp) return { column: "username", code: "username_needs_set_up", found: username };
    if (!usernamesOffered(policies, email !== null)) {
      return { column: "username", code: "not_asked", found: username };
    }
  }
  return email === null && (username === null || !policies["identity.allow_no_email"])
    ? { column: "email", code: "required", found: "" }
    : null;
}

/** The owner of a username in the workspace, or the line of the file that holds it, by its key. */
export interface TakenUsernames {
  owners: ReadonlyMap<string, string>;
  lines: ReadonlyMap<string, number>;
}

/**
 * Whose username a row would take: somebody's here, or that of another row. Null where it is free, or belongs to the
 * membership that the row takes up (`own`).
 */
export function usernameTaken(
  { username, usernameKey }: Pick<ResolvedRow, "username" | "usernameKey">,
  { owners, lines }: TakenUsernames,
  own: string | undefined,
): CellProblem | null {
  if (username === null || usernameKey === null) return null;
  const owner = owners.get(usernameKey);
  const code =
    owner !== undefined && owner !== own
      ? ("username_taken" as const)
      : lines.has(usernameKey)
        ? ("username_twice" as const)
        : null;
  return code && { column: "username", code, found: username, suggestion: nextUsername(username) };
}

const longest = 64;

/** `ana` as `ana2`, `ana2` as `ana3`: checked as any other once somebody takes it. */
function nextUsername(name: string): string {
  const [, stem = name, number = "1"] = /^(.*?[^0-9])([0-9]{1,6})$/.exec(name) ?? [];
  const next = String(Number(number) + 1);
  return `${stem.slice(0, longest - next.length)}${next}`;
}
