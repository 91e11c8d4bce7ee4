import * as z from "zod";
import { changeConnection, connectionOf } from "../../../db/queries/single-sign-on.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { standingOf } from "../members/member-change.ts";
import { memberUseCase } from "../use-case.ts";
import { type ConnectionView, connectionView } from "./connection-view.ts";

/** Passwords open the workspace again, beside the provider. Throws NOT_FOUND, EDIT_CONFLICT. */
export const relaxConnection = memberUseCase(
  "workspace.manage",
  z.strictObject({}),
  async (ctx): Promise<ConnectionView> => {
    const [seen] = await connectionOf(ctx.db, ctx.workspace.id);
    if (!seen) throw new DomainError("NOT_FOUND");
    if (seen.enforcedAt === null) return connectionView(seen);
    const op = ctx.ids.next("event");
    const values = { enforcedAt: null, spareAdmin: null, lastOp: op };
    const done = await commit(
      ctx,
      [
        changeConnection(ctx.db, seen, standingOf(ctx, "workspace.manage"), values),
        guardChanged(ctx.db),
        ...audit(ctx, {
          workspaceId: ctx.workspace.id,
          actor: ctx.actor,
          action: "sso.relaxed",
          targetId: seen.id,
          op,
        }),
      ],
      connectionView({ ...seen, ...values }),
    );
    if (!done) throw new DomainError("EDIT_CONFLICT");
    return done;
  },
);
