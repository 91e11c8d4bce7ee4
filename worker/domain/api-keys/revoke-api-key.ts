import * as z from "zod";
import { apiKeyById, revokeKey } from "../../../db/queries/api-keys.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { memberUseCase } from "../use-case.ts";
import { keyHolder } from "./key-holder.ts";

/** Ends a key at once and for good; a second time is no error. Throws NOT_FOUND, FORBIDDEN to a key. */
export const revokeApiKey = memberUseCase(
  "api_keys.manage",
  z.strictObject({ apiKeyId: idField("apiKey") }),
  async (ctx, { apiKeyId }): Promise<{ id: string }> => {
    keyHolder(ctx);
    const [key] = await apiKeyById(ctx.db, ctx.workspace.id, apiKeyId);
    if (!key) throw new DomainError("NOT_FOUND");
    const result = { id: apiKeyId };
    if (key.revokedAt !== null) return result;
    await commit(
      ctx,
      [
        revokeKey(ctx.db, ctx.workspace.id, apiKeyId, ctx.now()),
        // Revoked by somebody else in this very moment: it is, and only one of the two is written down.
        guardChanged(ctx.db),
        ...audit(ctx, {
          workspaceId: ctx.workspace.id,
          actor: ctx.actor,
          action: "api_key.revoked",
          targetId: apiKeyId,
          op: ctx.ids.next("event"),
          details: { name: key.name },
        }),
      ],
      result,
    );
    return result;
  },
);
