import * as z from "zod";
import { countRequest } from "../../../db/queries/password-resets.ts";
import { nameUnproved } from "../../../db/queries/unproved-members.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { wakeMail } from "../mail/queue-mail.ts";
import { publicUseCase } from "../use-case.ts";
import { countClient, refuseDomain } from "./register.ts";
import { knownMailStatements, planRegistration, registrationStatements } from "./registration-statements.ts";

const hour = 3_600_000;

/**
 * Mails the link once more to the address that somebody typed who was let in without proof (F132), by what registering
 * does, and within its limits: whoever has the address, the answer is the same (E-10).
 *
 * Throws NOT_SIGNED_IN for everybody else, REGISTRATION_OFF, VALIDATION_FAILED for an address whose domain may not come
 * any more (P-07), RATE_LIMITED by the client alone.
 */
export const mailProofAgain = publicUseCase(
  z.strictObject({}),
  async (ctx): Promise<{ accepted: true; email: string }> => {
    const { caller } = ctx;
    if (caller.kind !== "member" || !caller.membership.unproved) throw new DomainError("NOT_SIGNED_IN");
    const { workspace, person } = caller;
    if (workspace.status !== "active" || workspace.policies["selfreg.mode"] === "off") {
      throw new DomainError("REGISTRATION_OFF");
    }
    if (!(await ctx.limits.allow("mail_request", ctx.request.ip ?? ""))) {
      throw new DomainError("RATE_LIMITED", { retryAfter: 60 });
    }
    const email = caller.membership.unproved.address;
    refuseDomain(email, workspace.policies, null);
    const now = ctx.now();
    const chosen = {
      workspaceId: workspace.id,
      email,
      firstName: person.firstName,
      lastName: person.lastName,
      language: person.language,
      linkId: null,
      courseId: null,
      sessionId: null,
      status: "started" as const,
      op: ctx.ids.next("event"),
    };
    const planned = await planRegistration(ctx, chosen, workspace);
    const { windowStart } = planned;
    const done = await commit(
      ctx,
      [
        ...countClient(ctx, windowStart),
        countRequest(ctx.db, planned.counterKey, windowStart, windowStart + 2 * hour),
        ...registrationStatements(ctx, chosen, planned),
        nameUnproved(ctx.db, { workspaceId: workspace.id, membershipId: caller.membership.id, now }),
        ...knownMailStatements(ctx, planned, null),
      ],
      { accepted: true as const, email },
    );
    if (!done) {
      throw new DomainError("RATE_LIMITED", { retryAfter: Math.ceil((windowStart + hour - now) / 1000) });
    }
    await wakeMail(ctx, workspace.id);
    return done;
  },
);
