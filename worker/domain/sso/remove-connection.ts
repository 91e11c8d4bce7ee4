import * as z from "zod";
import { connectionOf, deleteConnection } from "../../../db/queries/single-sign-on.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { standingOf } from "../members/member-change.ts";
import { memberUseCase } from "../use-case.ts";
import { withoutProvider } from "./save-connection.ts";

/**
 * Takes the identity provider away, at once (O-05): sessions that it began end, and everybody signs in with a
 * password again; who has none asks for a link. Throws NOT_FOUND, EDIT_CONFLICT.
 */
export const removeConnection = memberUseCase(
  "workspace.manage",
  z.strictObject({}),
  async (ctx): Promise<{ removed: true }> => {
    const [seen] = await connectionOf(ctx.db, ctx.workspace.id);
    if (!seen) throw new DomainError("NOT_FOUND");
    const done = await commit(
      ctx,
      [
        deleteConnection(ctx.db, seen, standingOf(ctx, "workspace.manage")),
        guardChanged(ctx.db),
        ...withoutProvider(ctx),
        ...audit(ctx, {
          workspaceId: ctx.workspace.id,
          actor: ctx.actor,
          action: "sso.removed",
          targetId: seen.id,
          op: ctx.ids.next("event"),
          details: { name: seen.name, issuer: seen.issuer },
        }),
      ],
      { removed: true as const },
    );
    if (!done) throw new DomainError("EDIT_CONFLICT");
    return done;
  },
);
