import * as z from "zod";
import { memberUseCase, within } from "../use-case.ts";
import {
  type CredentialKind,
  credentialsOffered,
  type MailedCredentials,
  mailedCredentialsOffered,
  requireDirectSetUp,
  usernamesOffered,
} from "./set-up-fields.ts";

export interface SetUpForm {
  /** For people with an address, the usual one first. */
  credentials: CredentialKind[];
  /** Of those what a file may mail. */
  mailed: MailedCredentials[];
  usernames: boolean;
  /** People may be without an address. */
  noEmail: boolean;
}

/**
 * What the form that sets somebody up asks besides the offer of an invitation. Throws DIRECT_SETUP_OFF,
 * DIRECT_SETUP_ON_TRIAL.
 */
export const viewSetUpForm = memberUseCase(
  within("invitation.create"),
  z.strictObject({}),
  async (ctx): Promise<SetUpForm> => {
    requireDirectSetUp(ctx.workspace);
    const { policies } = ctx.workspace;
    const noEmail = policies["identity.allow_no_email"];
    return {
      credentials: credentialsOffered(policies),
      mailed: mailedCredentialsOffered(policies),
      usernames: usernamesOffered(policies, !noEmail),
      noEmail,
    };
  },
);
