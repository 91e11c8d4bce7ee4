import * as z from "zod";
import { publicUseCase } from "../use-case.ts";
import { logoPath } from "../workspaces/logo.ts";
import { readReset } from "./read-reset.ts";

export interface PasswordResetPage {
  workspace: { slug: string; name: string; accentColor: string; logo: string | null; language: string };
  /** For the form's user name field, so that a password manager knows what it keeps. */
  email: string;
  minLength: number;
  expiresAt: number;
  /** Where the workspace's identity provider is the only way in for this person: its name. No password is chosen. */
  provider: string | null;
}

/** The page behind a reset link; reading it changes nothing. Throws RESET_INVALID. */
export const viewPasswordReset = publicUseCase(
  z.strictObject({ token: z.string().max(16_384) }),
  async (ctx, { token }): Promise<PasswordResetPage> => {
    const { workspace, user, reset, policies, providerName, providerOnly } = await readReset(ctx, token);
    return {
      workspace: {
        slug: workspace.slug,
        name: workspace.name,
        accentColor: workspace.accentColor,
        logo: logoPath(workspace),
        language: workspace.language,
      },
      email: user.email ?? "",
      minLength: policies["identity.password_min"],
      expiresAt: reset.expiresAt,
      provider: providerOnly === 1 ? providerName : null,
    };
  },
);
