import * as z from "zod";
import { openInvitationsByKey } from "../../../db/queries/link-keys.ts";
import { secretsByKey } from "../../../db/queries/single-sign-on.ts";
import { systemUseCase } from "../use-case.ts";

export interface LinkKeyView {
  id: string;
  /** The first of the ring signs every new link; the others only verify. */
  signs: boolean;
  /** Open invitations of all workspaces with a link of this key. */
  invitations: number;
  /** Client secrets of identity providers that are sealed under it; the next sign-in moves one to the key of then. */
  providers: number;
  /** True when no link dies with it, and no secret. */
  mayRetire: boolean;
}

export interface LinkKeysView {
  keys: LinkKeyView[];
  /** Keys that open invitations were issued under and that the ring does not hold: their links are dead. */
  missing: { id: string; invitations: number }[];
  /** Open invitations of before keys were written down: any key but the first may be theirs. */
  unknown: number;
}

/**
 * What hangs on each key of the ring. A key leaves it only when no pending invitation was issued under
 * it (T-23; security.md, Decisions that win); the one that signs never does.
 */
export const viewLinkKeys = systemUseCase(
  z.strictObject({ ring: z.array(z.string().min(1)) }),
  async (ctx, { ring }): Promise<LinkKeysView> => {
    const [counted, secrets] = await ctx.db.batch([openInvitationsByKey(ctx.db), secretsByKey(ctx.db)]);
    const issued = (id: string | null) => counted.find(({ keyId }) => keyId === id)?.invitations ?? 0;
    const sealed = (id: string) => secrets.find(({ keyId }) => keyId === id)?.providers ?? 0;
    const unknown = issued(null);
    return {
      keys: ring.map((id, index) => ({
        id,
        signs: index === 0,
        invitations: issued(id),
        providers: sealed(id),
        mayRetire: index > 0 && issued(id) === 0 && sealed(id) === 0 && unknown === 0,
      })),
      missing: counted.flatMap(({ keyId, invitations }) =>
        keyId === null || ring.includes(keyId) ? [] : [{ id: keyId, invitations }],
      ),
      unknown,
    };
  },
);
