import * as z from "zod";
import { memberById } from "../../../db/queries/members.ts";
import { mailAddressChange } from "../account/address-change.ts";
import { audit } from "../audit.ts";
import { DomainError } from "../errors.ts";
import { emailField, idField } from "../fields.ts";
import { askForProof } from "../sessions/request-verification.ts";
import { memberUseCase, within } from "../use-case.ts";
import { type MemberState, readWholeMember, stateOf } from "./member-change.ts";

/**
 * Asks somebody to prove an address, by a link that is mailed to it: only when they follow it, signed in, the address
 * becomes theirs. Nothing else of theirs changes. Whoever has none gets it (F146), and their username goes on to work;
 * where the workspace's administrators change addresses (F5, D40) it takes the place of the one that they have, whose
 * mailbox is told.
 *
 * Throws NOT_ACTIVE for somebody who is no active member, and for one whose address is not the asker's to change;
 * VALIDATION_FAILED on `email` for the one that they have, RATE_LIMITED, ROLE_ABOVE_YOURS, ELSEWHERE_TOO, NOT_FOUND.
 */
export const addAddress = memberUseCase(
  within("member.change_names"),
  z.strictObject({ membershipId: idField("membership"), email: emailField }),
  async (ctx, { membershipId, email }): Promise<MemberState> => {
    const { workspace, actor } = ctx;
    const [row] = await memberById(ctx.db, workspace.id, membershipId);
    const member = readWholeMember(ctx, "member.change_names", row);
    const { status, email: present, userId, language } = member.membership;
    const changes = present !== null;
    const may = !changes || workspace.policies["identity.email_change"] === "admin";
    if (status !== "active" || !userId || !may) throw new DomainError("NOT_ACTIVE");
    if (!(await ctx.limits.allow("invite", actor.id ?? ""))) {
      throw new DomainError("RATE_LIMITED", { retryAfter: 60, params: { limit: "invitations" } });
    }
    const whom = { workspaceId: workspace.id, userId, membershipId, language };
    if (changes) {
      await mailAddressChange(ctx, { ...whom, from: present, to: email, actor, askedBy: "admin" });
      return stateOf(member);
    }
    await askForProof(
      ctx,
      { workspaceId: workspace.id, userId, email, language },
      audit(ctx, {
        workspaceId: workspace.id,
        actor,
        action: "member.address_asked",
        membershipId,
        op: ctx.ids.next("event"),
        details: { email },
      }),
    );
    return stateOf(member);
  },
);
