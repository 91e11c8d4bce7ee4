import * as z from "zod";
import { insertSession } from "../../../db/queries/auth-sessions.ts";
import { clearCounter } from "../../../db/queries/limits.ts";
import { failuresKey } from "../../../db/queries/sign-ins.ts";
import { guardChanged, isUniqueRefusal, type Statement } from "../../../db/queries/statements.ts";
import { endSessionsOf, saveJoiningUser } from "../../../db/queries/users.ts";
import { endKeysOf } from "../api-keys/end-keys.ts";
import { commit } from "../commit.ts";
import type { Context } from "../context.ts";
import { DomainError, type FieldError } from "../errors.ts";
import { nameField } from "../fields.ts";
import type { RoleView } from "../invitations/invitation-view.ts";
import { wakeMail } from "../mail/queue-mail.ts";
import { checkPassword } from "../people/password-rules.ts";
import { mustWait, registeredStatements } from "../registering/accept-registration.ts";
import { refuseLink } from "../registering/registration-link.ts";
import { noteRefusal } from "../seats/note-refusal.ts";
import { isSeatless } from "../seats/room.ts";
import { type NewSession, newSession } from "../sessions/new-session.ts";
import { verificationMail } from "../sessions/request-verification.ts";
import { landingFor } from "../sessions/session-term.ts";
import { isPasswordless } from "../sso/passwordless.ts";
import { publicUseCase } from "../use-case.ts";
import { type Accepting, invitedStatements } from "./accepted-statements.ts";
import { type ReadLink, readLink, refusals } from "./read-link.ts";
import { personOf, viewerOf } from "./view-invitation.ts";

export interface Joined {
  workspaceSlug: string;
  email: string;
  roles: RoleView[];
  /** Where these roles begin (D36). */
  landing: "manage" | "portal";
  /** A session, or null where the policy sends people to the sign-in page (D35), or nothing is open to them yet. */
  session: NewSession | null;
  /** The course that they came for; null: none, or it is not to be had any more. */
  courseId: string | null;
  /** They proved who they are, and somebody has to approve (F132). */
  waits: boolean;
}

const revision = z.int("Reload the page.");

/**
 * A new person accepts with a password (F112 to F116). The hash is made after the cheap checks and
 * before the one batch that claims the invitation, makes the account, activates the membership and
 * opens the session: fifty at once make one member.
 *
 * Throws the link's own refusal, ACCOUNT_EXISTS, ADDRESS_TAKEN where somebody else is here by the address, TERMS_CHANGED,
 * NO_SEAT, or VALIDATION_FAILED on `password`.
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
    // What a stranger typed to register is nobody's word: whoever reads the mailbox says their own name.
    const given = read.registration
      ? [input, membership, { firstName: "", lastName: "" }]
      : [membership, input, { firstName: "", lastName: "" }];
    const names = {
      firstName: given.find(({ firstName }) => firstName)?.firstName ?? "",
      lastName: given.find(({ lastName }) => lastName)?.lastName ?? "",
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
  const { registration } = read;
  if (registration?.isDeactivated || read.row.holderStatus === "deactivated") {
    throw new DomainError("MEMBERSHIP_DEACTIVATED");
  }
  // The address changed hands: what is for it goes to nobody whose account is another by now.
  const isHere = registration ? registration.isMember : read.row.holderId !== null;
  if (isHere && read.row.holderUserId !== userId) throw new DomainError("ADDRESS_TAKEN");
  if (registration?.isLinkNeeded && registration.linkState) refuseLink(registration.linkState);
  const now = ctx.now();
  const op = ctx.ids.next("event");
  const waits = registration !== null && mustWait(read, registration);
  const signsIn = isNew && !waits && read.policies["activation.after"] === "auto_login";
  const session = signsIn ? await newSession(ctx, userId) : null;
  const name = `${names.firstName} ${names.lastName}`.trim();
  const act: Accepting = { userId, names, isNew, via, now, op, userStatements: userStatements(op, now) };
  const statements: Statement[] = [
    ...(registration
      ? registeredStatements(ctx, read, registration, act)
      : invitedStatements(ctx, read, act)),
    ...(session ? [insertSession(ctx.db, session.row)] : []),
  ];
  if (isNew && !provesMailbox(read)) {
    statements.push(...verificationMail(ctx, workspace.id, userId, invitation.email, invitation.language));
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
    courseId: waits ? null : (registration?.courseIds[0] ?? null),
    waits,
  };
  let done: Joined | null = null;
  try {
    done = await commit(ctx, statements, result);
  } catch (error) {
    if (error instanceof DomainError && error.code === "NO_SEAT") throw await noSeat(ctx, read, name);
    // The address got an account in this very moment: its owner signs in and joins.
    if (!isUniqueRefusal(error)) throw error;
  }
  if (!done) {
    const again = await readLink(ctx, await tokenAgain(ctx, read));
    if (again.state !== "open") throw new DomainError(refusals[again.state]);
    if (again.row.invitation.revision !== invitation.revision) throw new DomainError("TERMS_CHANGED");
    if (again.registration?.linkState) refuseLink(again.registration.linkState);
    // Invitations hold the seats that are left.
    const seated = { ...workspace, policies: read.policies };
    if (registration && !registration.isMember && (await isSeatless(ctx, seated))) {
      throw await noSeat(ctx, read, name);
    }
    throw new DomainError(isNew ? "ACCOUNT_EXISTS" : "EDIT_CONFLICT");
  }
  await wakeMail(ctx, workspace.id);
  return done;
}

/** Tells the administrators that somebody found no seat, and gives the refusal for whom it was. */
async function noSeat(ctx: Context, { row }: ReadLink, name: string): Promise<DomainError> {
  const { workspace, invitation } = row;
  await noteRefusal(ctx, { workspaceId: workspace.id, membershipId: invitation.membershipId, name });
  return new DomainError("NO_SEAT", { params: { workspace: workspace.name } });
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
