import * as z from "zod";
import { DomainError, type FieldError, invalidField } from "../errors.ts";
import { emailField, languageField, nameField } from "../fields.ts";
import { offerFields } from "../invitations/offer-fields.ts";
import { passwordHelp } from "../joining/join-workspace.ts";
import { loginNameField } from "../people/login-name.ts";
import { checkPassword } from "../people/password-rules.ts";
import type { Policies } from "../policies.ts";
import type { MemberContext } from "../use-case.ts";
import { onTrial } from "../workspaces/plan.ts";

/** What somebody who is set up signs in with first (D21); `none`: they ask for a link, or get a card. */
export const credentialKinds = ["set_password_link", "temporary_password", "typed_password", "none"] as const;
export type CredentialKind = (typeof credentialKinds)[number];

export const setUpMemberFields = z.strictObject({
  email: emailField.optional(),
  username: loginNameField.optional(),
  /** Who is told in the place of somebody without an address (F146). Nobody signs in with it. */
  notifyEmail: emailField.optional(),
  firstName: nameField,
  lastName: nameField.optional(),
  ...offerFields,
  language: languageField.optional(),
  credentials: z.enum(credentialKinds, `Choose one of: ${credentialKinds.join(", ")}.`).optional(),
  /** With `typed_password`. It opens nothing but the page on which another is chosen. */
  password: z.string("Enter a password.").max(1024, "This password is too long.").optional(),
});

export type WantedSetUp = z.output<typeof setUpMemberFields>;

/** The kinds of credentials that a workspace gives to people with an address, its usual one first (D21). */
export function credentialsOffered(policies: Pick<Policies, "direct_setup.credentials">): CredentialKind[] {
  return policies["direct_setup.credentials"] === "temporary_password"
    ? ["temporary_password", "typed_password", "set_password_link", "none"]
    : ["set_password_link", "none"];
}

/** What a file may mail to whom it sets up (F48), its usual one first: nobody types passwords for a file. */
export const mailedCredentialKinds = ["set_password_link", "temporary_password"] as const;
export type MailedCredentials = (typeof mailedCredentialKinds)[number];

/** Those of a workspace (D21). */
export function mailedCredentialsOffered(
  policies: Pick<Policies, "direct_setup.credentials">,
): MailedCredentials[] {
  const offered = credentialsOffered(policies);
  return mailedCredentialKinds.filter((kind) => offered.includes(kind));
}

/** Throws VALIDATION_FAILED on `credentials` for what the workspace does not mail. */
export function requireMailedCredentials(
  policies: Pick<Policies, "direct_setup.credentials">,
  wanted: MailedCredentials,
): void {
  const offered = mailedCredentialsOffered(policies);
  if (offered.includes(wanted)) return;
  const message = `This is not given here. Choose one of: ${offered.join(", ")}.`;
  throw invalidField("credentials", "not_offered", message);
}

/** What a file mails while it runs: the link, where the workspace has given up what was chosen. */
export function mailedCredentials(
  policies: Pick<Policies, "direct_setup.credentials">,
  chosen: MailedCredentials = "set_password_link",
): MailedCredentials {
  return mailedCredentialsOffered(policies).includes(chosen) ? chosen : "set_password_link";
}

interface SetUpWorkspace {
  policies: Pick<Policies, "direct_setup.enabled" | "direct_setup.allowed_on_trial">;
  plan: string;
}

/** Why nobody is set up directly in a workspace (D20); null where people are. */
function directSetUpRefusal(workspace: SetUpWorkspace) {
  const { policies } = workspace;
  if (!policies["direct_setup.enabled"]) return "DIRECT_SETUP_OFF";
  const closed = onTrial(workspace) && !policies["direct_setup.allowed_on_trial"];
  return closed ? "DIRECT_SETUP_ON_TRIAL" : null;
}

/** Throws DIRECT_SETUP_OFF, DIRECT_SETUP_ON_TRIAL where the policy keeps people from being set up (D20). */
export function requireDirectSetUp(workspace: SetUpWorkspace): void {
  const refusal = directSetUpRefusal(workspace);
  if (refusal) throw new DomainError(refusal);
}

/** Whether people are set up directly here, for rules and for work that goes on by itself. */
export function mayBeSetUp(workspace: SetUpWorkspace): boolean {
  return directSetUpRefusal(workspace) === null;
}

/** How somebody will sign in, checked. */
export interface DecidedSignIn {
  email: string | null;
  username: string | null;
  notifyEmail: string | null;
  credentials: CredentialKind;
}

/**
 * Decides what somebody signs in with: by the policies of usernames, of people without e-mail and of first
 * passwords (D21, D41, D42). Throws VALIDATION_FAILED with every field that is not right.
 */
export function decideSignIn(ctx: MemberContext, wanted: WantedSetUp): DecidedSignIn {
  const { policies, name: workspaceName } = ctx.workspace;
  const email = wanted.email ?? null;
  const username = wanted.username ?? null;
  const errors: FieldError[] = [];
  if (wanted.firstName === "") {
    errors.push({ path: "firstName", code: "required", message: "Enter the first name." });
  }
  if (email === null && !policies["identity.allow_no_email"]) {
    errors.push({
      path: "email",
      code: "required",
      message: "Enter an e-mail address, like ana@example.com.",
    });
  } else if (email === null && username === null) {
    errors.push({
      path: "username",
      code: "required",
      message: "Enter an address, or a username for somebody who has none.",
    });
  }
  if (username !== null && !usernamesOffered(policies, email !== null)) {
    errors.push({
      path: "username",
      code: "unknown_field",
      message: "People have no usernames in this workspace. Leave it out.",
    });
  }
  if (email !== null && wanted.notifyEmail !== undefined) errors.push(toldThemselves);
  const offered = email === null ? (["none", "typed_password"] as const) : credentialsOffered(policies);
  const credentials = wanted.credentials ?? (wanted.password === undefined ? offered[0] : "typed_password");
  if (credentials === undefined || !offered.some((kind) => kind === credentials)) {
    errors.push({
      path: "credentials",
      code: "not_offered",
      message: `This is not given here. Choose one of: ${offered.join(", ")}.`,
    });
  }
  if (credentials === "typed_password") {
    const checked = checkPassword(wanted.password ?? "", {
      minLength: policies["identity.password_min"],
      context: [
        workspaceName,
        ctx.settings.productName,
        wanted.firstName,
        wanted.lastName ?? "",
        email ?? username ?? "",
      ],
      isCommon: (candidate) => ctx.passwords.isCommon(candidate),
    });
    if (!checked.ok) {
      errors.push({ path: "password", code: checked.reason, message: passwordHelp[checked.reason] });
    }
  } else if (wanted.password !== undefined) {
    errors.push({
      path: "password",
      code: "unknown_field",
      message: "A password is typed only where credentials say typed_password.",
    });
  }
  if (errors.length > 0) {
    throw new DomainError("VALIDATION_FAILED", {
      errors,
      params: { minLength: policies["identity.password_min"] },
    });
  }
  return { email, username, notifyEmail: wanted.notifyEmail ?? null, credentials: credentials ?? "none" };
}

/** Nobody else is told for somebody who has an address of their own. */
export const toldThemselves: FieldError = {
  path: "notifyEmail",
  code: "has_address",
  message: "Whoever has an address of their own is written to there. Leave it out.",
};

/** Whether somebody may have a username here: anybody where the policy says so, and whoever has no address. */
export function usernamesOffered(
  policies: Pick<Policies, "identity.username" | "identity.allow_no_email">,
  hasAddress: boolean,
): boolean {
  return policies["identity.username"] === "optional" || (!hasAddress && policies["identity.allow_no_email"]);
}
