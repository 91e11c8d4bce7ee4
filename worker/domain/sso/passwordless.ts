import type { Policies } from "../policies.ts";

/**
 * Whether the workspace's identity provider is the only way in: it is enforced, and the policy means by that what
 * the word says (D38). The one administrator who stands by signs in with a password all the same.
 */
export function isPasswordless({
  singleSignOn,
  policies,
}: {
  singleSignOn: { enforced: boolean } | null;
  policies: Pick<Policies, "sso.skip_password_when_enforced">;
}): boolean {
  return (singleSignOn?.enforced ?? false) && policies["sso.skip_password_when_enforced"];
}
