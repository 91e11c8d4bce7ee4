import { insertSession } from "../../../db/queries/auth-sessions.ts";
import { insertUsers } from "../../../db/queries/direct-set-up.ts";
import { insertMembership, insertRoles } from "../../../db/queries/invitations.ts";
import { countUp } from "../../../db/queries/limits.ts";
import { guardChanged, type Statement } from "../../../db/queries/statements.ts";
import { enrolUnproved, insertUnproved, takeChosenDate } from "../../../db/queries/unproved-members.ts";
import type { Context } from "../context.ts";
import { startOfDay } from "../invitations/invite-user.ts";
import { searchTermsOf } from "../people/person-name.ts";
import type { Policies } from "../policies.ts";
import { endBefore, type NewSession, newSession } from "../sessions/new-session.ts";
import { invitationsPerDay } from "../workspaces/plan.ts";
import { type NewRegistration, registrationTerm } from "./registration-statements.ts";

const day = 86_400_000;

/**
 * Whether somebody who registers is let in before the proof (F132, `free`). Not where another rule rests on the proof:
 * domains that may come alone, a provider that is the only way in, a mailbox that is proved twice (D37). Asks nothing of
 * whoever registers, so the answer tells nothing of them (E-01).
 */
export function letsInUnproved(
  policies: Policies,
  { isEnforced, domains }: { isEnforced: boolean; domains: readonly string[] | null },
): boolean {
  return (
    policies["selfreg.check"] === "free" &&
    policies["selfreg.domains_allowed"].length === 0 &&
    (domains ?? []).length === 0 &&
    policies["activation.verify_email"] !== "always" &&
    !isEnforced
  );
}

/**
 * The statements that make an unproved member, each time another one, and open their browser's session: a learner of
 * this workspace by courses that are free, and nothing else (walls of migration `unproved-members`), who takes no seat
 * and no address, and is gone after seven days (P-05). A use of a registration link is counted where the mailbox is
 * proved, and its units and groups come then: whoever only types an address uses up nothing. As many a day are let in as
 * are mailed, counted by themselves, so that the end of it says nothing of anybody's address.
 */
export async function enterUnproved(
  ctx: Context,
  chosen: NewRegistration,
  workspace: { plan: string },
): Promise<{ statements: Statement[]; session: NewSession }> {
  const { workspaceId, email, firstName, lastName, language, linkId, courseId, sessionId, op } = chosen;
  const now = ctx.now();
  const until = now + registrationTerm;
  const today = startOfDay(now);
  const userId = ctx.ids.next("user");
  const membershipId = ctx.ids.next("membership");
  const { row, cookie } = await newSession(ctx, userId);
  const expiresAt = Math.min(row.expiresAt, until);
  return {
    session: { ...cookie, expiresAt },
    statements: [
      countUp(
        ctx.db,
        `unproved:${workspaceId}`,
        today,
        1,
        today + 2 * day,
        invitationsPerDay(ctx.settings, workspace),
      ),
      guardChanged(ctx.db),
      insertUsers(ctx.db, [
        {
          id: userId,
          email: null,
          emailVerifiedAt: null,
          firstName,
          lastName,
          language,
          passwordHash: null,
          passwordChangedAt: null,
          status: "active",
          createdAt: now,
        },
      ]),
      insertMembership(ctx.db, {
        workspaceId,
        id: membershipId,
        userId,
        email: null,
        firstName,
        lastName,
        language,
        status: "unproved",
        shownAs: "unproved",
        delivery: "none",
        linkExpiresAt: null,
        invitationId: null,
        inviterId: "",
        searchTerms: searchTermsOf({ firstName, lastName, email: null }),
        createdAt: now,
        joinedAt: now,
        lastOp: op,
      }),
      insertUnproved(ctx.db, { workspaceId, membershipId, userId, email, until }),
      insertRoles(ctx.db, workspaceId, membershipId, [{ role: "learner" }]),
      enrolUnproved(ctx.db, { workspaceId, now, op }, { membershipId, courseId, linkId }),
      ...(courseId && sessionId
        ? [takeChosenDate(ctx.db, { workspaceId, membershipId, courseId, sessionId, now })]
        : []),
      ...endBefore(ctx),
      // Of this workspace alone: everywhere else, and on the page of their link, they are nobody.
      insertSession(ctx.db, { ...row, expiresAt, onlyWorkspaceId: workspaceId }),
    ],
  };
}
