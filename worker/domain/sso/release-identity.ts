import * as z from "zod";
import {
  connectionOf,
  endProviderSessionsOf,
  forgetIdentityOf,
  memberOfAddress,
} from "../../../db/queries/single-sign-on.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError, invalidField } from "../errors.ts";
import { emailField } from "../fields.ts";
import { memberUseCase } from "../use-case.ts";

/**
 * Lets somebody be bound anew to whoever signs in at the provider with their address next: after an identity was made
 * anew there, which the one of before keeps out. Their sessions through the provider end.
 *
 * Throws VALIDATION_FAILED on `email` for somebody who is bound to nobody, NOT_FOUND.
 */
export const releaseIdentity = memberUseCase(
  "workspace.manage",
  z.strictObject({ email: emailField }),
  async (ctx, { email }): Promise<{ email: string }> => {
    const [connection] = await connectionOf(ctx.db, ctx.workspace.id);
    if (!connection) throw new DomainError("NOT_FOUND");
    const [found] = await memberOfAddress(ctx.db, connection, email);
    const unbound = invalidField("email", "not_bound", "Nobody with this address has signed in through it.");
    if (!found || found.subject === null) throw unbound;
    const { id } = found.membership;
    const done = await commit(
      ctx,
      [
        forgetIdentityOf(ctx.db, ctx.workspace.id, id),
        guardChanged(ctx.db),
        endProviderSessionsOf(ctx.db, ctx.workspace.id, id),
        ...audit(ctx, {
          workspaceId: ctx.workspace.id,
          actor: ctx.actor,
          action: "sso.identity_released",
          membershipId: id,
          targetId: connection.id,
          op: ctx.ids.next("event"),
          details: { email },
        }),
      ],
      { email },
    );
    if (!done) throw unbound;
    return done;
  },
);
