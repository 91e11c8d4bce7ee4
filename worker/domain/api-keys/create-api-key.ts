import * as z from "zod";
import { insertApiKey } from "../../../db/queries/api-keys.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError, invalidField } from "../errors.ts";
import { systemRoleField } from "../fields.ts";
import { prefixOf } from "../ids.ts";
import { type Permission, permissions, type SystemRole } from "../permissions.ts";
import { memberUseCase } from "../use-case.ts";
import { keyHolder } from "./key-holder.ts";

export interface CreatedApiKey {
  id: string;
  name: string;
  scopes: Permission[];
  maxRole: SystemRole;
  createdAt: number;
  /** The key itself, this once. */
  key: string;
}

/**
 * Makes a key for programs (F134, O-19, O-22). It never holds more than its maker: its scopes are theirs,
 * and it hands out no role above `maxRole`. Only its digest is kept; its seal tells it from junk without a query.
 *
 * Throws FORBIDDEN to a key, ROLE_ABOVE_YOURS, VALIDATION_FAILED on a scope that its maker lacks.
 */
export const createApiKey = memberUseCase(
  "api_keys.manage",
  z.strictObject({
    name: z
      .string("Name the key.")
      .trim()
      .min(1, "Name the key after the program that will use it.")
      .max(100, "A name may have at most 100 characters.")
      .refine((value) => !/\p{Cc}/u.test(value), { message: "The name holds an invisible character." }),
    scopes: z
      .array(z.enum(permissions, `Choose among: ${permissions.join(", ")}.`), "Give a list of permissions.")
      .min(1, "Choose at least one permission."),
    maxRole: systemRoleField.optional(),
  }),
  async (ctx, input): Promise<CreatedApiKey> => {
    const holder = keyHolder(ctx);
    const scopes = [...new Set(input.scopes)];
    const lacking = scopes.findIndex((scope) => !ctx.may(scope));
    if (lacking >= 0) {
      throw invalidField(`scopes.${lacking}`, "not_yours", "You do not hold this permission yourself.");
    }
    const maxRole = input.maxRole ?? "learner";
    if (!ctx.mayGrant(maxRole)) throw new DomainError("ROLE_ABOVE_YOURS", { params: { role: maxRole } });

    const id = ctx.ids.next("apiKey");
    const kind = ctx.settings.environment === "production" ? "live" : "test";
    const unsealed = `usher_${kind}_${id.slice(prefixOf("apiKey").length + 1)}_${ctx.ids.secret()}`;
    const key = `${unsealed}_${await ctx.tokens.seal(unsealed)}`;
    const row = { id, name: input.name, scopes, maxRole, createdAt: ctx.now() };
    await commit(
      ctx,
      [
        insertApiKey(ctx.db, {
          ...row,
          workspaceId: ctx.workspace.id,
          hash: await ctx.secrets.sha256(key),
          creatorMembershipId: holder.id,
        }),
        ...audit(ctx, {
          workspaceId: ctx.workspace.id,
          actor: ctx.actor,
          action: "api_key.created",
          targetId: id,
          op: ctx.ids.next("event"),
          details: { name: input.name, scopes, maxRole },
        }),
      ],
      null,
    );
    return { ...row, key };
  },
);
