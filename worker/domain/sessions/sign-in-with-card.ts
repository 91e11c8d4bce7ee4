import * as z from "zod";
import { insertSession } from "../../../db/queries/auth-sessions.ts";
import { touchMembership } from "../../../db/queries/callers.ts";
import { clearCounter } from "../../../db/queries/limits.ts";
import { openByCard, spendCard, tryCard } from "../../../db/queries/sign-in-cards.ts";
import { failuresKey, signInCandidate } from "../../../db/queries/sign-ins.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { endSessionsOf } from "../../../db/queries/users.ts";
import { endKeysOf } from "../api-keys/end-keys.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { loginNameKey } from "../people/login-name.ts";
import { publicUseCase } from "../use-case.ts";
import { cardDigest, mostTries } from "./card-code.ts";
import { switchedOff } from "./check-credentials.ts";
import { endBefore, type NewSession, newSession } from "./new-session.ts";

/**
 * Signs somebody in by the code of a printed card, once (F146). Every session and key of before ends, and so does
 * the password that there was: what is open is the page on which they choose one. Every try is counted on the card
 * before it is compared; a wrong, used, replaced, expired or unknown card all answer the same.
 *
 * Throws CARD_INVALID, RATE_LIMITED; to who has the right code MEMBERSHIP_DEACTIVATED and SSO_REQUIRED.
 */
export const signInWithCard = publicUseCase(
  z.strictObject({
    workspaceSlug: z.string().max(100),
    username: z.string("Enter your username.").min(1, "Enter your username.").max(100),
    code: z.string("Enter the code of the card.").min(1, "Enter the code of the card.").max(100),
  }),
  async (ctx, { workspaceSlug, username, code }): Promise<NewSession> => {
    if (!(await ctx.limits.allow("sign_in", ctx.request.ip ?? ""))) {
      throw new DomainError("RATE_LIMITED", { retryAfter: 60 });
    }
    const now = ctx.now();
    const nameKey = loginNameKey(username);
    const [[card], [account]] = await ctx.db.batch([
      tryCard(ctx.db, workspaceSlug, nameKey, { now, most: mostTries }),
      signInCandidate(ctx.db, workspaceSlug, { nameKey }),
    ]);
    const digest = await cardDigest(ctx, code);
    if (!card || !ctx.secrets.equal(card.codeHash, digest) || !account?.userId || !account.membershipId) {
      throw new DomainError("CARD_INVALID");
    }
    const { workspaceId, membershipId, userId } = account;
    if (account.providerOnly === 1) throw new DomainError("SSO_REQUIRED");
    if (account.membershipStatus !== "active") {
      throw new DomainError("MEMBERSHIP_DEACTIVATED", { params: switchedOff(account) });
    }
    const session = await newSession(ctx, userId);
    const op = ctx.ids.next("event");
    const done = await commit(
      ctx,
      [
        spendCard(ctx.db, workspaceId, card.id, membershipId, now),
        guardChanged(ctx.db),
        openByCard(ctx.db, userId, now),
        guardChanged(ctx.db),
        endSessionsOf(ctx.db, userId),
        ...endKeysOf(ctx, userId, op, "password_reset"),
        insertSession(ctx.db, session.row),
        clearCounter(ctx.db, failuresKey(userId)),
        touchMembership(ctx.db, workspaceId, membershipId, now, account.seatSince === null),
        ...endBefore(ctx),
        ...audit(ctx, {
          workspaceId,
          actor: {
            kind: "member",
            id: membershipId,
            name: `${account.firstName ?? ""} ${account.lastName ?? ""}`.trim() || username,
          },
          action: "auth.card_used",
          membershipId,
          targetId: session.row.id,
          op,
        }),
      ],
      session.cookie,
    );
    // Used, replaced, or given an address in this very moment.
    if (!done) throw new DomainError("CARD_INVALID");
    return done;
  },
);
