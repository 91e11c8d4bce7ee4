import * as z from "zod";
import {
  insertSeal,
  lastSeal,
  saltDetails,
  unsealedEvents,
  workspacesToSeal,
} from "../../../db/queries/audit-trail.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { commit } from "../commit.ts";
import type { Context } from "../context.ts";
import { systemUseCase } from "../use-case.ts";
import { digestDetails, hashSeal, sealSize } from "./seal-hash.ts";

/** The tail that stays unsealed: a slow request may still write an event with an older id. */
const unsealedTail = 120_000;
const workspacesAtOnce = 50;

/** Seals that one run makes at most; the next minute goes on. */
const sealsAtOnce = 100;

/**
 * Chains the audit events of every workspace (L-02, Decisions that win): each seal holds up to 500 in
 * order of id, a digest of the details of each, and the hash of the one before. May run twice at once or
 * late; a seal is added only behind the one it was made for.
 */
export const sealAuditEvents = systemUseCase(
  z.strictObject({}),
  async (ctx): Promise<{ seals: number; events: number }> => {
    const before = ctx.now() - unsealedTail;
    const total = { seals: 0, events: 0 };
    for (const { id } of await workspacesToSeal(ctx.db, before, workspacesAtOnce)) {
      let full = true;
      while (full && total.seals < sealsAtOnce) {
        const sealed = await sealOnce(ctx, id, before);
        if (sealed === 0) break;
        total.seals += 1;
        total.events += sealed;
        full = sealed === sealSize;
      }
    }
    return total;
  },
);

async function sealOnce(ctx: Context, workspaceId: string, before: number): Promise<number> {
  const [previous, waiting] = await ctx.db.batch([
    lastSeal(ctx.db, workspaceId),
    unsealedEvents(ctx.db, workspaceId, sealSize),
  ]);
  // Up to the first that is too young: what follows it by id waits, however old it calls itself.
  const young = waiting.findIndex(({ event }) => event.at > before);
  const events = young < 0 ? waiting : waiting.slice(0, young);
  const [first, last] = [events[0]?.event, events.at(-1)?.event];
  if (!first || !last) return 0;
  const prevHash = previous[0]?.hash ?? "";
  const salted = events.map((row) => ({ ...row, salt: ctx.ids.secret() }));
  const digests = await Promise.all(salted.map((row) => digestDetails(ctx, row)));
  const salts = Object.fromEntries(
    salted.flatMap(({ detailsOf, salt }) => (detailsOf ? [[detailsOf, salt]] : [])),
  );
  const row = {
    workspaceId,
    fromId: first.id,
    toId: last.id,
    prevHash,
    hash: await hashSeal(ctx, prevHash, events, digests),
    sealedAt: ctx.now(),
    digests,
  };
  const done = await commit(
    ctx,
    [
      insertSeal(ctx.db, row, previous[0]?.toId ?? null),
      guardChanged(ctx.db),
      saltDetails(ctx.db, workspaceId, JSON.stringify(salts)),
    ],
    true,
  );
  return done ? events.length : 0;
}
