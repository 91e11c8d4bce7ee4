import * as z from "zod";
import { connectionOf } from "../../../db/queries/single-sign-on.ts";
import { DomainError } from "../errors.ts";
import { memberUseCase } from "../use-case.ts";
import { allowAttempt, begin, type SignOnBegun } from "./to-provider.ts";

/**
 * Sends an administrator to the provider to try it: it counts as tried when they come back signed in with their own
 * address, and only then it is offered to anybody. Throws NOT_FOUND, FORBIDDEN to programs, as `beginSignOn`.
 */
export const tryConnection = memberUseCase(
  "workspace.manage",
  z.strictObject({}),
  async (ctx): Promise<SignOnBegun> => {
    await allowAttempt(ctx);
    if (!ctx.membership) throw new DomainError("FORBIDDEN");
    const [connection] = await connectionOf(ctx.db, ctx.workspace.id);
    if (!connection) throw new DomainError("NOT_FOUND");
    return begin(ctx, connection, ctx.workspace.slug, {
      invitationId: null,
      revision: null,
      tries: { membershipId: ctx.membership.id, lastOp: connection.lastOp },
      returnTo: "",
      again: false,
    });
  },
);
