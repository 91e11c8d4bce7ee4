import * as z from "zod";
import { insertSession } from "../../../db/queries/auth-sessions.ts";
import { insertFirstCustomerAdmin } from "../../../db/queries/customers.ts";
import { enrolFromInvitation, enrolFromPlaces, enrolFromSessions } from "../../../db/queries/enrolments.ts";
import { activateMembership, claimInvitation } from "../../../db/queries/invitations.ts";
import { clearCounter } from "../../../db/queries/limits.ts";
import { insertOutbox } from "../../../db/queries/outbox.ts";
import { closeOver } from "../../../db/queries/places.ts";
import { failuresKey } from "../../../db/queries/sign-ins.ts";
import { guardChanged, isUniqueRefusal, type Statement } from "../../../db/queries/statements.ts";
import { endSessionsOf, saveJoiningUser } from "../../../db/queries/users.ts";
import { endKeysOf } from "../api-keys/end-keys.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import type { Context } from "../context.ts";
import { DomainError, type FieldError } from "../errors.ts";
import { nameField } from "../fields.ts";
import type { RoleView } from "../invitations/invitation-view.ts";
import { outboxRow, wakeMail } from "../mail/queue-mail.ts";
import { checkPassword } from "../people/password-rules.ts";
import { searchTermsOf } from "../people/person-name.ts";
import { noteRefusal } from "../seats/note-refusal.ts";
import { seatOfInvited } from "../seats/room.ts";
import { type NewSession, newSession } from "../sessions/new-session.ts";
import { verificationMail } from "../sessions/request-verification.ts";
import { landingFor } from "../sessions/session-term.ts";
import { isPasswordless } from "../sso/passwordless.ts";
import { publicUseCase } from "../use-case.ts";
import { type ReadLink, readLink, refusals } from "./read-link.ts";
import { personOf, viewerOf } from "./view-invitation.ts";

export interface Joined {
  workspaceSlug: string;
  email: string;
  roles: RoleView[];
  /** Where these roles begin (D36). */
  landing: "manage" | "portal";
  /** A session, or null where the policy sends people to the sign-in page (D35). */
  session: NewSession | null;
}

const revision = z.int("Reload the page.");

/**
 * A new person accepts with a password (F112 to F116). The hash is made after the cheap checks and
 * before the one batch that claims the invitation, makes the account, activates the membership and
 * opens the session: fifty at once make one member.
 *
 * Throws the link's own refusal, ACCOUNT_EXISTS, TERMS_CHANGED, NO_SEAT, or VALIDATION_FAILED on `password`.
 */
export const joinAsNewPerson = publicUseCase(
  z.strictObject({
    token: z.string().max(16_384),
    revision,
    firstName: nameField.optional(),
    lastName: nameField.optional(),
    password: z.string("Enter a password.").max(1024),
  }),
  async (ctx, input): Promise<Joined> => {
    const read = await openLink(ctx, input.token, input.revision);
    const { invitation, membership } = read.row;
    const person = personOf(ctx.caller);
    const viewer = viewerOf(person, invitation.email, read.row.accountVerifiedAt !== null, read.claims.via);
    if (viewer === "someone_else") throw new DomainError("WRONG_ACCOUNT");
    if (viewer !== "new_person") throw new DomainError("ACCOUNT_EXISTS");
    // A copied link says nothing about the mailbox: it may not take over an account that somebody made.
    if (read.row.accountId && read.claims.via === "copy") throw new DomainError("ACCOUNT_EXISTS");
    const names = {
      firstName: membership.firstName || input.firstName || "",
      lastName: membership.lastName || input.lastName || "",
    };
    checkNewPerson(ctx, read, input.password, names);

    const userId = read.row.accountId ?? ctx.ids.next("user");
    const passwordHash = await ctx.passwords.hash(input.password);
    // Only one that is absent or never proved its mailbox is written; otherwise its owner signs in.
    const statements = (op: string, now: number) => [
      saveJoiningUser(ctx.db, {
        id: userId,
        email: invitation.email,
        emailVerifiedAt: provesMailbox(read) ? now : null,
        ...names,
        language: invitation.language,
        passwordHash,
        passwordChangedAt: now,
        status: "active",
        createdAt: now,
      }),
      guardChanged(ctx.db),
      endSessionsOf(ctx.db, userId),
      ...endKeysOf(ctx, userId, op, "account_taken_over"),
      clearCounter(ctx.db, failuresKey(userId)),
    ];
    return accept(ctx, read, userId, names, statements, true);
  },
);

/**
 * A person with an account accepts, signed in with the invited address (F3). Their password, name and
 * address stay as they are.
 *
 * Throws NOT_SIGNED_IN, PASSWORD_CHANGE_REQUIRED, WRONG_ACCOUNT, EMAIL_UNVERIFIED, TERMS_CHANGED, or the link's own refusal.
 */
export const joinSignedIn = publicUseCase(
  z.strictObject({ token: z.string().max(16_384), revision }),
  async (ctx, input): Promise<Joined> => {
    const read = await openLink(ctx, input.token, input.revision);
    const person = personOf(ctx.caller);
    if (!person) throw new DomainError("NOT_SIGNED_IN");
    if (person.mustChangePassword) throw new DomainError("PASSWORD_CHANGE_REQUIRED");
    if (person.email !== read.row.invitation.email) throw new DomainError("WRONG_ACCOUNT");
    if (!person.emailVerified) throw new DomainError("EMAIL_UNVERIFIED");
    const names = { firstName: person.firstName, lastName: person.lastName };
    return accept(ctx, read, person.userId, names, () => [], false);
  },
);

/**
 * The link and its row while it is open and its terms are those that were read. Throws its refusal, TERMS_CHANGED,
 * SSO_REQUIRED where the workspace's identity provider is the only way in.
 */
export async function openLink(ctx: Context, token: string, seenRevision: number): Promise<ReadLink> {
  const read = await readLink(ctx, token);
  if (read.state !== "open") throw new DomainError(refusals[read.state]);
  if (isPasswordless(read)) throw new DomainError("SSO_REQUIRED");
  if (read.row.invitation.revision !== seenRevision) throw new DomainError("TERMS_CHANGED");
  return read;
}

/**
 * The one batch of every acceptance. `userStatements` stand after the claim, so that nothing of theirs
 * remains when somebody was faster; they are told the moment of joining, which an account that is made by it has too
 * (`opensByPassword`).
 */
export async function accept(
  ctx: Context,
  read: ReadLink,
  userId: string,
  names: { firstName: string; lastName: string },
  userStatements: (op: string, now: number) => Statement[],
  isNew: boolean,
  /** By what they came in, for the trail. */
  via: string = read.claims.via,
): Promise<Joined> {
  const { invitation, workspace } = read.row;
  const now = ctx.now();
  const op = ctx.ids.next("event");
  const signsIn = isNew && read.policies["activation.after"] === "auto_login";
  const session = signsIn ? await newSession(ctx, userId) : null;
  const name = `${names.firstName} ${names.lastName}`.trim();
  const trusted =
    invitation.inviterKind === "system" || read.roles.every(({ role }) => role === "learner")
      ? null
      : { membershipId: read.row.inviterMembershipId ?? "", roles: read.row.inviterRoles ?? "" };

  const statements: Statement[] = [
    claimInvitation(ctx.db, {
      workspaceId: workspace.id,
      id: invitation.id,
      generation: read.claims.gen,
      revision: invitation.revision,
      issuedAt: read.claims.iat * 1000,
      now,
      op,
      userId,
      inviter: trusted,
      newAccountFor: isNew ? invitation.email : null,
    }),
    guardChanged(ctx.db),
    ...userStatements(op, now),
    activateMembership(ctx.db, workspace.id, invitation.membershipId, {
      userId,
      ...names,
      joinedAt: now,
      seatSince: seatOfInvited(read.policies, now, invitation.issuedAt),
      searchTerms: searchTermsOf({ ...names, email: invitation.email }),
      lastOp: op,
    }),
    guardChanged(ctx.db),
    ...(session ? [insertSession(ctx.db, session.row)] : []),
    ...audit(ctx, {
      workspaceId: workspace.id,
      actor: { kind: "invitee", id: invitation.membershipId, name },
      action: "invitation.accepted",
      membershipId: invitation.membershipId,
      targetId: invitation.id,
      op,
      details: { email: invitation.email, via },
    }),
    insertOutbox(
      ctx.db,
      outboxRow(ctx, {
        workspaceId: workspace.id,
        template: "invitation_accepted",
        to: invitation.email,
        language: invitation.language,
        invitationId: invitation.id,
        op,
      }),
    ),
    ...placesAndCourses(ctx, read, op),
    // Of the customer's own people the first one that the house invited administers the customer (K18).
    ...(invitation.inviterKind === "system" && invitation.origin === "setup"
      ? [insertFirstCustomerAdmin(ctx.db, workspace.id, userId)]
      : []),
  ];
  if (isNew && !provesMailbox(read)) {
    statements.push(...verificationMail(ctx, workspace.id, userId, invitation.email, invitation.language));
  }
  if (invitation.tellInviter && invitation.inviterKind === "member" && read.row.inviterEmail) {
    statements.push(
      insertOutbox(
        ctx.db,
        outboxRow(ctx, {
          workspaceId: workspace.id,
          template: "accepted_notice",
          to: read.row.inviterEmail,
          language: read.row.inviterLanguage ?? workspace.language,
          invitationId: invitation.id,
          op,
        }),
      ),
    );
  }
  const result: Joined = {
    workspaceSlug: workspace.slug,
    email: invitation.email,
    roles: read.roles,
    landing: landingFor(
      read.roles.map(({ role }) => role),
      read.policies,
    ),
    session: session?.cookie ?? null,
  };
  let done: Joined | null = null;
  try {
    done = await commit(ctx, statements, result);
  } catch (error) {
    if (error instanceof DomainError && error.code === "NO_SEAT") {
      const whom = { workspaceId: workspace.id, membershipId: invitation.membershipId, name };
      await noteRefusal(ctx, whom);
      throw new DomainError("NO_SEAT", { params: { workspace: workspace.name } });
    }
    // The address got an account in this very moment: its owner signs in and joins.
    if (!isUniqueRefusal(error)) throw error;
  }
  if (!done) {
    const again = await readLink(ctx, await tokenAgain(ctx, read));
    if (again.state !== "open") throw new DomainError(refusals[again.state]);
    if (again.row.invitation.revision !== invitation.revision) throw new DomainError("TERMS_CHANGED");
    throw new DomainError(isNew ? "ACCOUNT_EXISTS" : "EDIT_CONFLICT");
  }
  await wakeMail(ctx, workspace.id);
  return done;
}

/**
 * What the new member has from their first page on (F36, F37, F118): the courses that the invitation names and
 * those of their groups and units as they are at this moment, once each, and their sessions.
 */
function placesAndCourses(ctx: Context, { row, policies }: ReadLink, op: string): Statement[] {
  const { invitation, workspace } = row;
  const { membershipId } = invitation;
  const act = {
    workspaceId: workspace.id,
    membershipIds: JSON.stringify([membershipId]),
    now: ctx.now(),
    op,
  };
  return [
    ...(policies["groups.propagate_learner"] ? closeOver(ctx.db, workspace.id, act.membershipIds) : []),
    ...enrolFromInvitation(ctx.db, { ...act, invitationId: invitation.id, membershipId }),
    ...(policies["enrol.from_group"] ? enrolFromPlaces(ctx.db, act) : enrolFromSessions(ctx.db, act)),
  ];
}

/** A mailed link proves the mailbox, unless the policy wants it proved once more (D37); a copied one never does. */
export function provesMailbox(read: ReadLink): boolean {
  return read.claims.via === "mail" && read.policies["activation.verify_email"] === "link_is_proof";
}

// Claims make the same token each time, so the one that was read can be read again.
function tokenAgain(ctx: Context, read: ReadLink): Promise<string> {
  return ctx.tokens.mint("invite", read.claims);
}

/** Everything that is wrong at once, so that nobody mends a form twice. */
function checkNewPerson(
  ctx: Context,
  read: ReadLink,
  password: string,
  names: { firstName: string; lastName: string },
): void {
  const { workspace, invitation } = read.row;
  const minLength = read.policies["identity.password_min"];
  const checked = checkPassword(password, {
    minLength,
    context: [workspace.name, ctx.settings.productName, names.firstName, names.lastName, invitation.email],
    isCommon: (candidate) => ctx.passwords.isCommon(candidate),
  });
  const errors: FieldError[] = [];
  if (!names.firstName) {
    errors.push({ path: "firstName", code: "required", message: "Enter your first name." });
  }
  if (!checked.ok) {
    errors.push({ path: "password", code: checked.reason, message: passwordHelp[checked.reason] });
  }
  if (errors.length > 0) throw new DomainError("VALIDATION_FAILED", { errors, params: { minLength } });
}

/** What to do about a refused password. */
export const passwordHelp = {
  too_short: "This password is too short. A few words in a row make a good one.",
  too_long: "This password is too long: at most 128 characters.",
  common: "This password is among the first that attackers try. Choose another.",
  contains_context: "This password is mostly your name, your address or the workspace. Choose another.",
} as const;
