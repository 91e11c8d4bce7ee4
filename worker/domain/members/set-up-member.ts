import { accountOfAddress, markTyped } from "../../../db/queries/direct-set-up.ts";
import { loginNameByKey } from "../../../db/queries/login-names.ts";
import { accountsElsewhere, standingOfEmails } from "../../../db/queries/new-invitations.ts";
import { roomToInvite } from "../../../db/queries/seats.ts";
import { isUniqueRefusal, type Statement } from "../../../db/queries/statements.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { decideOffer, knownOf, knownQueries } from "../invitations/decide-offer.ts";
import {
  auditElsewhere,
  countToday,
  dailyCounter,
  dailyLimit,
  idsOf,
  roomToday,
  startOfDay,
} from "../invitations/invite-user.ts";
import { refusalOf, standingsByEmail } from "../invitations/new-invitations.ts";
import { undoDelay, wakeMail } from "../mail/queue-mail.ts";
import { loginNameKey } from "../people/login-name.ts";
import { guardSeats, roomFor } from "../seats/room.ts";
import { isPasswordless } from "../sso/passwordless.ts";
import { type MemberContext, memberUseCase, within } from "../use-case.ts";
import type { MemberState } from "./member-change.ts";
import { planAccount } from "./new-account.ts";
import {
  type DecidedSignIn,
  decideSignIn,
  requireDirectSetUp,
  setUpMemberFields,
  type WantedSetUp,
} from "./set-up-fields.ts";
import { planMember, setUpStatements } from "./set-up-rows.ts";

/** How often somebody else may be faster before the act gives up. */
const attempts = 2;

export interface SetUp extends MemberState {
  email: string | null;
  username: string | null;
  /** D18: the address already has an account with this customer, and the policy lets the asker know. */
  advice: "account_elsewhere" | null;
  /** The act, for undoing it; null where it cannot be undone. */
  undo: { op: string; until: number } | null;
}

/**
 * Sets somebody up who is a member at once, without an invitation (F47 to F51, F125, F146): with the same places
 * and roles as an invitation, by the same right. They are enrolled as if they had joined, get a mail about their
 * account where the credentials are mailed, and one for each session.
 *
 * An address that has an account already becomes a member with that account: its password and its names stay, and
 * the answer is the same. One that never proved its mailbox loses its password, so that nobody who made it before
 * its owner comes in; its owner sets another by the mailed link.
 *
 * Throws DIRECT_SETUP_OFF, DIRECT_SETUP_ON_TRIAL, ALREADY_MEMBER, ALREADY_INVITED or MEMBER_DEACTIVATED with
 * `membershipId`, ACCOUNT_ELSEWHERE where D18 blocks, USERNAME_TAKEN, ROLE_ABOVE_YOURS, NO_SEAT, DAILY_LIMIT,
 * RATE_LIMITED, EDIT_CONFLICT.
 */
export const setUpMember = memberUseCase(
  within("invitation.create"),
  setUpMemberFields,
  async (ctx, input): Promise<SetUp> => {
    requireDirectSetUp(ctx.workspace);
    const signIn = decideSignIn(ctx, input);
    if (!(await ctx.limits.allow("invite", ctx.actor.id ?? ""))) {
      throw new DomainError("RATE_LIMITED", { retryAfter: 60, params: { limit: "invitations" } });
    }
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const done = await setUpOnce(ctx, input, signIn);
      if (done) return done;
    }
    throw new DomainError("EDIT_CONFLICT");
  },
);

/** Decides and writes; null when somebody was faster: with the address, the username, the day's last place, a seat. */
async function setUpOnce(
  ctx: MemberContext,
  input: WantedSetUp,
  signIn: DecidedSignIn,
): Promise<SetUp | null> {
  const { db, workspace } = ctx;
  const { policies } = workspace;
  const now = ctx.now();
  const { email, username, notifyEmail } = signIn;
  const asksElsewhere = email !== null && policies["invite.existing_elsewhere"] !== "silent";
  const emails = JSON.stringify(email === null ? [] : [email]);
  const [standings, elsewhere, accounts, owners, [room], ...known] = await db.batch([
    standingOfEmails(db, workspace.id, emails),
    accountsElsewhere(db, asksElsewhere ? workspace.customerId : "", workspace.id, emails),
    accountOfAddress(db, email ?? ""),
    loginNameByKey(db, workspace.id, username === null ? "" : loginNameKey(username)),
    roomToInvite(db, workspace.id, dailyCounter(workspace.id), startOfDay(now)),
    ...knownQueries(ctx, [input]),
  ]);
  const offer = decideOffer(ctx, "invitation.create", input, knownOf(...known));
  const standing = email === null ? undefined : standingsByEmail(standings).get(email);
  const refusal = refusalOf(standing, now);
  if (standing && refusal) throw new DomainError(refusal, { params: idsOf(ctx, standing) });
  const told = elsewhere[0] ? policies["invite.existing_elsewhere"] : null;
  if (told === "block" && email !== null) {
    await db.batch(auditElsewhere(ctx, "invitation.refused_elsewhere", [email]));
    throw new DomainError("ACCOUNT_ELSEWHERE");
  }
  if (owners[0]) throw new DomainError("USERNAME_TAKEN");
  if (roomToday(ctx, room?.sentToday) < 1) throw dailyLimit(ctx);
  if (roomFor(policies, room) < 1) throw new DomainError("NO_SEAT");

  const op = ctx.ids.next("event");
  const delay = undoDelay(ctx);
  const typed = signIn.credentials === "typed_password" ? (input.password ?? "") : null;
  const person = {
    email,
    notifyEmail,
    firstName: input.firstName,
    lastName: input.lastName ?? "",
    language: input.language ?? offer.spoken.language,
    credentials: signIn.credentials,
  };
  // Hashed whether or not the address has an account: what the act costs tells nothing about accounts elsewhere.
  const passwordHash = typed === null ? null : await ctx.passwords.hash(typed);
  const account = planAccount(ctx, accounts[0], {
    ...person,
    workspaceId: workspace.id,
    passwordHash,
    passwordless: isPasswordless(workspace),
  });
  const act = { workspaceId: workspace.id, policies, actor: ctx.actor, importId: null, op, delay };
  const planned = planMember(ctx, act, { ...person, username, externalId: null, offer, standing, account });
  const result: SetUp = {
    id: planned.row.membership.id,
    firstName: person.firstName,
    lastName: person.lastName,
    status: "active",
    roles: [...offer.roles],
    email,
    username,
    advice: told === "advise" ? "account_elsewhere" : null,
    undo: delay > 0 ? { op, until: now + delay * 1000 } : null,
  };
  const statements: Statement[] = [
    ...setUpStatements(ctx, act, [planned]),
    ...(account.user?.passwordHash ? [markTyped(db, account.userId)] : []),
    ...countToday(ctx, 1),
    ...guardSeats(ctx, workspace),
  ];
  if (told === "advise" && email !== null) {
    statements.push(...auditElsewhere(ctx, "invitation.advised_elsewhere", [email]));
  }
  try {
    if ((await commit(ctx, statements, result)) === null) return null;
  } catch (error) {
    // The address got an account, or the username an owner, in this very moment.
    if (isUniqueRefusal(error)) return null;
    throw error;
  }
  await wakeMail(ctx, workspace.id, delay);
  return result;
}
