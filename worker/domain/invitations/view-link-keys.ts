import * as z from "zod";
import { openInvitationsByKey } from "../../../db/queries/link-keys.ts";
import { systemUseCase } from "../use-case.ts";

export interface LinkKeyView {
  id: string;
  /** The first of the ring signs every new link; the others only verify. */
  signs: boolean;
  /** Open invitations of all workspaces with a link of this key. */
  invitations: number;
  /** True when no link dies with it. */
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
    const counted = await openInvitationsByKey(ctx.db);
    const issued = (id: string | null) => counted.find(({ keyId }) => keyId === id)?.invitations ?? 0;
    const unknown = issued(null);
    return {
      keys: ring.map((id, index) => ({
        id,
        signs: index === 0,
        invitations: issued(id),
        mayRetire: index > 0 && issued(id) === 0 && unknown === 0,
      })),
      missing: counted.flatMap(({ keyId, invitations }) =>
        keyId === null || ring.includes(keyId) ? [] : [{ id: keyId, invitations }],
      ),
      unknown,
    };
  },
);
