import * as z from "zod";
import { connectionOf, enforceConnection as enforce } from "../../../db/queries/single-sign-on.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError, invalidField } from "../errors.ts";
import { idField } from "../fields.ts";
import { standingOf } from "../members/member-change.ts";
import { memberUseCase } from "../use-case.ts";
import { type ConnectionView, connectionView } from "./connection-view.ts";

/**
 * Makes the provider the only way in (F119, O-05), from the next request on: sessions that began with a password open
 * this workspace no more. It must have been tried as it is, and one administrator with a password of their own stands
 * by, so that a provider that is down locks nobody out.
 *
 * Throws SSO_UNTESTED, VALIDATION_FAILED on `spareAdminId`, NOT_FOUND, EDIT_CONFLICT.
 */
export const enforceConnection = memberUseCase(
  "workspace.manage",
  z.strictObject({ spareAdminId: idField("membership") }),
  async (ctx, { spareAdminId }): Promise<ConnectionView> => {
    const [seen] = await connectionOf(ctx.db, ctx.workspace.id);
    if (!seen) throw new DomainError("NOT_FOUND");
    if (seen.testedAt === null) throw new DomainError("SSO_UNTESTED");
    const op = ctx.ids.next("event");
    const values = { enforcedAt: seen.enforcedAt ?? ctx.now(), spareAdmin: spareAdminId, lastOp: op };
    const done = await commit(
      ctx,
      [
        enforce(ctx.db, seen, standingOf(ctx, "workspace.manage"), values),
        guardChanged(ctx.db),
        ...audit(ctx, {
          workspaceId: ctx.workspace.id,
          actor: ctx.actor,
          action: "sso.enforced",
          targetId: seen.id,
          op,
          details: { spareAdmin: spareAdminId },
        }),
      ],
      connectionView({ ...seen, ...values }),
    );
    if (done) return done;
    const [now] = await connectionOf(ctx.db, ctx.workspace.id);
    if (now?.lastOp !== seen.lastOp) throw new DomainError("EDIT_CONFLICT");
    throw invalidField(
      "spareAdminId",
      "no_spare",
      "Choose an active administrator who has a password of their own.",
    );
  },
);
