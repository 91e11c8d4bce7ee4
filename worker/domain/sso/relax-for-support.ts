import * as z from "zod";
import { changeConnection, connectionBySlug } from "../../../db/queries/single-sign-on.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { systemUseCase } from "../use-case.ts";

/**
 * Support lets passwords open a workspace again, beside its provider, where the provider is down and who stands by
 * cannot be reached (O-05). `relaxed` is false where passwords open it already.
 *
 * Throws NOT_FOUND for a workspace without a provider, EDIT_CONFLICT.
 */
export const relaxForSupport = systemUseCase(
  z.strictObject({ workspaceSlug: z.string().max(100) }),
  async (ctx, { workspaceSlug }): Promise<{ relaxed: boolean }> => {
    const [found] = await connectionBySlug(ctx.db, workspaceSlug);
    if (!found) throw new DomainError("NOT_FOUND");
    const { connection, workspace } = found;
    if (connection.enforcedAt === null) return { relaxed: false };
    const op = ctx.ids.next("event");
    const done = await commit(
      ctx,
      [
        changeConnection(ctx.db, connection, null, { enforcedAt: null, spareAdmin: null, lastOp: op }),
        guardChanged(ctx.db),
        ...audit(ctx, {
          workspaceId: workspace.id,
          actor: { kind: "system", id: null, name: ctx.settings.productName },
          action: "sso.relaxed",
          targetId: connection.id,
          op,
        }),
      ],
      { relaxed: true },
    );
    if (!done) throw new DomainError("EDIT_CONFLICT");
    return done;
  },
);
