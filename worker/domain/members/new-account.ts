import {
  type accountOfAddress,
  guardAccounts,
  insertPasswordLinks,
  insertUsers,
} from "../../../db/queries/direct-set-up.ts";
import type { Statement } from "../../../db/queries/statements.ts";
import type { passwordResets, users } from "../../../db/schema/index.ts";
import type { Context, MailTemplateName } from "../context.ts";
import { temporaryTerm } from "../mail/temporary-passwords.ts";
import type { CredentialKind } from "./set-up-fields.ts";

/** A link to set a first password lasts a week; afterwards "I forgot my password" gives another. */
const linkTerm = 7 * 86_400_000;

type Account = Pick<Awaited<ReturnType<typeof accountOfAddress>>[number], "id" | "emailVerifiedAt">;

/** What the account of somebody who is set up will be. */
export interface PlannedAccount {
  userId: string;
  /** The account is new. */
  user: typeof users.$inferInsert | null;
  link: typeof passwordResets.$inferInsert | null;
  /** The mail about it; null: nobody is mailed. */
  mail: { template: MailTemplateName; subjectId: string | null } | null;
}

export interface NewAccountFor {
  workspaceId: string;
  email: string | null;
  firstName: string;
  lastName: string;
  language: string;
  credentials: CredentialKind;
  /** Of the password that was typed. */
  passwordHash: string | null;
  /** The workspace's identity provider is the only way in: nobody gets credentials, and the mail leads there (F119). */
  passwordless: boolean;
}

/**
 * The account of somebody who is set up. One that is there already keeps its names; while its mailbox is proved,
 * its password as well, and its owner is told. One that never proved it may be anybody's: it stays as it is and
 * does not open what it is given here (`opensByPassword`), until whoever reads the mailbox takes it by the mailed link. A temporary password is made when its mail is written (`prepareTemporary`).
 */
export function planAccount(ctx: Context, known: Account | undefined, person: NewAccountFor): PlannedAccount {
  if (known && known.emailVerifiedAt !== null) {
    const mail = { template: "account_added" as const, subjectId: null };
    return { userId: known.id, user: null, link: null, mail };
  }
  const now = ctx.now();
  const userId = known?.id ?? ctx.ids.next("user");
  const { email, firstName, lastName, language, passwordless } = person;
  const passwordHash = passwordless ? null : person.passwordHash;
  const credentials = passwordless
    ? "none"
    : known
      ? "set_password_link"
      : email === null && !passwordHash
        ? "none"
        : person.credentials;
  const user = {
    id: userId,
    email,
    emailVerifiedAt: null,
    firstName,
    lastName,
    language,
    passwordHash,
    passwordChangedAt: passwordHash === null ? null : now,
    passwordEndsAt: passwordHash === null ? null : now + temporaryTerm,
    mustChangePassword: credentials === "temporary_password" || credentials === "typed_password",
    status: "active" as const,
    createdAt: now,
  };
  const link =
    credentials === "set_password_link"
      ? {
          id: ctx.ids.next("reset"),
          userId,
          workspaceId: person.workspaceId,
          createdAt: now,
          expiresAt: now + linkTerm,
        }
      : null;
  return {
    userId,
    user: known ? null : user,
    link,
    mail: link
      ? { template: "account_link", subjectId: link.id }
      : credentials === "temporary_password"
        ? { template: "account_password", subjectId: null }
        : passwordless && email !== null
          ? { template: "account_added", subjectId: null }
          : null,
  };
}

/** Writes any number of accounts, all or nothing: before the memberships that name them. */
export function accountStatements(ctx: Context, planned: readonly PlannedAccount[]): Statement[] {
  const { db } = ctx;
  const fresh = planned.flatMap(({ user }) => user ?? []);
  const known = planned.flatMap(({ user, userId }) => (user ? [] : [userId]));
  const links = planned.flatMap(({ link }) => link ?? []);
  const statements: Statement[] = [];
  if (fresh.length > 0) statements.push(insertUsers(db, fresh));
  if (known.length > 0) statements.push(guardAccounts(db, known));
  if (links.length > 0) statements.push(insertPasswordLinks(db, links));
  return statements;
}
