import type { Context } from "../context.ts";
import { DomainError, type FieldError } from "../errors.ts";
import { type CustomRole, type RoleKey, rolesHere, roleWord } from "../permissions.ts";
import type { Policies } from "../policies.ts";

const hour = 3_600;

/** The term of a link as an inviter asks for it: relative, to a moment, or the workspace's own. */
export interface WantedTerm {
  /** Seconds from the first sending; null: no end. */
  linkTermSeconds?: number | null | undefined;
  /** A fixed end. */
  linkExpiresAt?: Date | undefined;
}

export interface Term {
  termMs: number | null;
  expiresAt: number | null;
}

/** Decides the term of a link within the policy's bounds (D1). */
export function decideTerm(ctx: Context, policies: Policies, wanted: WantedTerm): Term {
  const now = ctx.now();
  const longest = policies["invite.link_ttl_max_s"];
  if (wanted.linkExpiresAt) {
    const end = wanted.linkExpiresAt.getTime();
    if (end < now + hour * 1000) throw outOfBounds("linkExpiresAt", "The link must last at least one hour.");
    if (longest !== null && end > now + longest * 1000) {
      throw outOfBounds("linkExpiresAt", `The link may last at most ${longest / 86_400} days here.`);
    }
    return { termMs: null, expiresAt: end };
  }
  const seconds =
    wanted.linkTermSeconds === undefined ? policies["invite.link_ttl_s"] : wanted.linkTermSeconds;
  if (seconds === null) {
    if (longest !== null) {
      throw outOfBounds(
        "linkTermSeconds",
        `A link may not be without end here: at most ${longest / 86_400} days.`,
      );
    }
    return { termMs: null, expiresAt: null };
  }
  if (seconds < hour) throw outOfBounds("linkTermSeconds", "The link must last at least one hour.");
  if (longest !== null && seconds > longest) {
    throw outOfBounds("linkTermSeconds", `The link may last at most ${longest / 86_400} days here.`);
  }
  return { termMs: seconds * 1000, expiresAt: now + seconds * 1000 };
}

/** What is wrong with these roles here, whoever gives them: none, several, or one that there is not. */
export function roleErrors(
  { policies, customRoles }: { policies: Policies; customRoles: readonly CustomRole[] },
  roles: readonly RoleKey[],
  when: "inviting" | "changing",
): FieldError[] {
  const errors: FieldError[] = [];
  const names = [...new Set(roles)];
  if (names.length === 0) {
    errors.push({ path: "roles", code: "required", message: "Choose a role." });
  }
  // D14: a workspace may give one role at inviting, and several later.
  const one =
    !policies["roles.multiple"] || (when === "inviting" && policies["invite.role_picker"] === "single");
  if (names.length > 1 && one) {
    errors.push({
      path: "roles",
      code: "one_role",
      message: "Choose one role; this ‹workspace› gives one at a time.",
    });
  }
  const here = rolesHere(policies, customRoles);
  for (const [index, role] of roles.entries()) {
    if (!here.includes(role)) {
      const words = here.map((one) => roleWord(one, customRoles)).join(", ");
      errors.push({
        path: `roles.${index}`,
        code: "unknown_role",
        message: `This ‹workspace› has no such role. Roles here: ${words}.`,
      });
    }
  }
  return errors;
}

function outOfBounds(path: string, message: string): DomainError {
  return new DomainError("VALIDATION_FAILED", { errors: [{ path, code: "out_of_bounds", message }] });
}
