import * as z from "zod";
import { memberById } from "../../../db/queries/members.ts";
import { audit } from "../audit.ts";
import { DomainError } from "../errors.ts";
import { emailField, idField } from "../fields.ts";
import { askForProof } from "../sessions/request-verification.ts";
import { memberUseCase, within } from "../use-case.ts";
import { type MemberState, readWholeMember, stateOf } from "./member-change.ts";

/**
 * Asks somebody who has no address to prove one, by a link that is mailed to it (F146): only when they follow it,
 * signed in, the address becomes theirs. Nothing else of theirs changes, and their username goes on to work.
 *
 * Throws NOT_ACTIVE for somebody who has an address or is no active member, RATE_LIMITED, ROLE_ABOVE_YOURS,
 * ELSEWHERE_TOO, NOT_FOUND.
 */
export const addAddress = memberUseCase(
  within("member.change_names"),
  z.strictObject({ membershipId: idField("membership"), email: emailField }),
  async (ctx, { membershipId, email }): Promise<MemberState> => {
    const [row] = await memberById(ctx.db, ctx.workspace.id, membershipId);
    const member = readWholeMember(ctx, "member.change_names", row);
    const { status, email: present, userId, language } = member.membership;
    if (status !== "active" || present !== null || !userId) throw new DomainError("NOT_ACTIVE");
    if (!(await ctx.limits.allow("invite", ctx.actor.id ?? ""))) {
      throw new DomainError("RATE_LIMITED", { retryAfter: 60, params: { limit: "invitations" } });
    }
    await askForProof(
      ctx,
      { workspaceId: ctx.workspace.id, userId, email, language },
      audit(ctx, {
        workspaceId: ctx.workspace.id,
        actor: ctx.actor,
        action: "member.address_asked",
        membershipId,
        op: ctx.ids.next("event"),
        details: { email },
      }),
    );
    return stateOf(member);
  },
);
