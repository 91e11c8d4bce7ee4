import * as z from "zod";
import { apiKeysOf } from "../../../db/queries/api-keys.ts";
import { memberUseCase } from "../use-case.ts";
import { keyHolder } from "./key-holder.ts";

export interface ApiKeyView {
  id: string;
  name: string;
  scopes: string[];
  maxRole: string;
  createdAt: number;
  lastUsedAt: number | null;
  revokedAt: number | null;
  creator: { membershipId: string; name: string };
  /** False once it was revoked, or while its maker is no active member (O-17). */
  works: boolean;
}

/** The keys of the workspace, without their secrets (O-22). Throws FORBIDDEN to a key. */
export const listApiKeys = memberUseCase(
  "api_keys.manage",
  z.strictObject({}),
  async (ctx): Promise<{ keys: ApiKeyView[] }> => {
    keyHolder(ctx);
    const rows = await apiKeysOf(ctx.db, ctx.workspace.id);
    return {
      keys: rows.map(({ creatorId, creatorName, creatorStatus, ...row }) => ({
        ...row,
        creator: { membershipId: creatorId, name: creatorName },
        works: row.revokedAt === null && creatorStatus === "active",
      })),
    };
  },
);
