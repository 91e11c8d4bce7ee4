import * as z from "zod";
import { connectionBySlug } from "../../../db/queries/single-sign-on.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { safeReturnPath } from "../return-path.ts";
import { publicUseCase } from "../use-case.ts";
import { allowAttempt, begin, type SignOnBegun } from "./to-provider.ts";

/**
 * Sends somebody to the identity provider of a workspace (F119, F122), from its sign-in page or from the page of an
 * invitation. Writes nothing: what ties the answer to this browser stands sealed in its cookie.
 *
 * Throws SSO_OFF where the workspace has no provider that was tried, SSO_UNAVAILABLE, SSO_FAILED, RATE_LIMITED.
 */
export const beginSignOn = publicUseCase(
  z.strictObject({
    workspaceSlug: z.string().max(100),
    /** Or of a registration, whose link is that of an invitation. */
    invitationId: z.union([idField("invitation"), idField("registration")]).nullable(),
    /** Of the invitation as its page showed it. */
    revision: z.coerce.number().int().nullable(),
    returnTo: z.string().max(2_048).nullable(),
    /** The provider is to ask even who is signed in there: for another account. */
    again: z.boolean(),
  }),
  async (ctx, { workspaceSlug, invitationId, revision, returnTo, again }): Promise<SignOnBegun> => {
    await allowAttempt(ctx);
    const [found] = await connectionBySlug(ctx.db, workspaceSlug);
    if (!found || found.connection.testedAt === null) throw new DomainError("SSO_OFF");
    return begin(ctx, found.connection, workspaceSlug, {
      invitationId,
      revision,
      tries: null,
      returnTo: safeReturnPath(returnTo, ""),
      again,
    });
  },
);
