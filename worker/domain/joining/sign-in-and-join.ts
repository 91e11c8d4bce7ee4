import * as z from "zod";
import { DomainError } from "../errors.ts";
import { checkCredentials, openProvedSession } from "../sessions/check-credentials.ts";
import { newSession } from "../sessions/new-session.ts";
import { publicUseCase } from "../use-case.ts";
import { accept, type Joined, openLink } from "./join-workspace.ts";

/**
 * A person with an account, signed out, accepts with the password of the invited address: signing in
 * and joining are one act (F3). The account stays as it is. Attempts count as those of signing in.
 *
 * Throws SIGN_IN_FAILED, PASSWORD_ENDED, RATE_LIMITED, EMAIL_UNVERIFIED, TERMS_CHANGED, or the link's own refusal.
 */
export const signInAndJoin = publicUseCase(
  z.strictObject({
    token: z.string().max(16_384),
    revision: z.int("Reload the page."),
    password: z.string("Enter your password.").min(1, "Enter your password.").max(1024),
  }),
  async (ctx, input): Promise<Joined> => {
    const read = await openLink(ctx, input.token, input.revision);
    const { invitation, workspace } = read.row;
    const account = await checkCredentials(ctx, workspace.slug, { email: invitation.email }, input.password);
    // An account that never proved this mailbox may be anybody's.
    if (read.row.accountVerifiedAt === null) throw new DomainError("EMAIL_UNVERIFIED");

    const names = { firstName: account.firstName ?? "", lastName: account.lastName ?? "" };
    const session = await newSession(ctx, account.userId);
    const statements = openProvedSession(ctx, account, session.row);
    const joined = await accept(ctx, read, account.userId, names, () => statements, false);
    return { ...joined, session: session.cookie };
  },
);
