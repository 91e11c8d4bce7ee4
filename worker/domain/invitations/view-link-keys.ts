import * as z from "zod";
import { openInvitationsByKey, openRegistrationsByKey } from "../../../db/queries/link-keys.ts";
import { secretsByKey } from "../../../db/queries/single-sign-on.ts";
import { systemUseCase } from "../use-case.ts";

/** How many links of all workspaces that may still be followed were signed by one key. */
export interface OpenLinks {
  invitations: number;
  /** Of people who registered and have not proved their mailbox. */
  registrations: number;
}

export interface LinkKeyView extends OpenLinks {
  id: string;
  /** The first of the ring signs every new link; the others only verify. */
  signs: boolean;
  /** Client secrets of identity providers that are sealed under it; the next sign-in moves one to the key of then. */
  providers: number;
  /** True when no link dies with it, and no secret. */
  mayRetire: boolean;
}

export interface LinkKeysView {
  keys: LinkKeyView[];
  /** Keys that open links were issued under and that the ring does not hold: those links are dead. */
  missing: ({ id: string } & OpenLinks)[];
  /** Open links of before keys were written down: any key but the first may be theirs. */
  unknown: OpenLinks;
}

/**
 * What hangs on each key of the ring. A key leaves it only when no pending invitation and no open registration was
 * issued under it (T-23; security.md, Decisions that win); the one that signs never does.
 */
export const viewLinkKeys = systemUseCase(
  z.strictObject({ ring: z.array(z.string().min(1)) }),
  async (ctx, { ring }): Promise<LinkKeysView> => {
    const [invited, registered, secrets] = await ctx.db.batch([
      openInvitationsByKey(ctx.db),
      openRegistrationsByKey(ctx.db, ctx.now()),
      secretsByKey(ctx.db),
    ]);
    const issued = (id: string | null): OpenLinks => ({
      invitations: invited.find(({ keyId }) => keyId === id)?.invitations ?? 0,
      registrations: registered.find(({ keyId }) => keyId === id)?.registrations ?? 0,
    });
    const isFree = (open: OpenLinks) => open.invitations + open.registrations === 0;
    const sealed = (id: string) => secrets.find(({ keyId }) => keyId === id)?.providers ?? 0;
    const unknown = issued(null);
    const named = new Set([...invited, ...registered].map(({ keyId }) => keyId));
    return {
      keys: ring.map((id, index) => ({
        id,
        signs: index === 0,
        ...issued(id),
        providers: sealed(id),
        mayRetire: index > 0 && isFree(issued(id)) && sealed(id) === 0 && isFree(unknown),
      })),
      missing: [...named].flatMap((id) => (id === null || ring.includes(id) ? [] : [{ id, ...issued(id) }])),
      unknown,
    };
  },
);
