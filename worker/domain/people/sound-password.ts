import type { Context } from "../context.ts";
import { DomainError } from "../errors.ts";
import { passwordHelp } from "../joining/join-workspace.ts";
import type { Policies } from "../policies.ts";
import { checkPassword } from "./password-rules.ts";

/**
 * Throws VALIDATION_FAILED on `password` with the reason, where the rules of the workspace refuse what somebody chooses
 * (F112). `words`: what is known of the person besides, which a password may not lean on.
 */
export function requireSoundPassword(
  ctx: Pick<Context, "passwords" | "settings">,
  workspace: { name: string; policies: Policies },
  password: string,
  words: readonly string[],
): void {
  const minLength = workspace.policies["identity.password_min"];
  const checked = checkPassword(password, {
    minLength,
    context: [workspace.name, ctx.settings.productName, ...words],
    isCommon: (candidate) => ctx.passwords.isCommon(candidate),
  });
  if (checked.ok) return;
  throw new DomainError("VALIDATION_FAILED", {
    errors: [{ path: "password", code: checked.reason, message: passwordHelp[checked.reason] }],
    params: { minLength },
  });
}
