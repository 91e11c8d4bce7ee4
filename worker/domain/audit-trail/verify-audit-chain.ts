import * as z from "zod";
import { type EventToSeal, eventsBetween, sealsAfter } from "../../../db/queries/audit-trail.ts";
import type { Context } from "../context.ts";
import { idField } from "../fields.ts";
import { systemUseCase } from "../use-case.ts";
import { digestDetails, hashSeal, isBlank, sealSize } from "./seal-hash.ts";

interface Seen {
  seals: number;
  events: number;
  /** Events whose details were blanked for erasure: who did what still holds, the names are gone. */
  blanked: number;
  /** Events sealed before details were bound: their details may have been changed. */
  unbound: number;
}

export type ChainVerdict = Seen &
  (
    | { intact: true /** The last hash: whoever notes it elsewhere sees a chain made anew. */; hash: string }
    | {
        intact: false;
        /** Last id of the first seal that does not hold. */
        seal: string;
        /** The event whose details are not what was sealed. */
        event: string | null;
        reason: "broken_link" | "events_differ" | "details_differ";
      }
  );

const sealsPerRead = 50;

/**
 * Recomputes the hash chain of a workspace (L-02). An event that was changed, taken out or slipped in
 * breaks its seal, a seal that was changed or taken out breaks the next, and details that were changed
 * or taken out do not fit their digest; blanked ones are counted. The unsealed tail is not judged.
 */
export const verifyAuditChain = systemUseCase(
  z.strictObject({ workspaceId: idField("workspace") }),
  async (ctx, { workspaceId }): Promise<ChainVerdict> => {
    let previous = { toId: "", hash: "" };
    const seen: Seen = { seals: 0, events: 0, blanked: 0, unbound: 0 };
    for (;;) {
      const seals = await sealsAfter(ctx.db, workspaceId, previous.toId, sealsPerRead);
      for (const seal of seals) {
        const broken = { intact: false, ...seen, seal: seal.toId, event: null } as const;
        if (seal.prevHash !== previous.hash) return { ...broken, reason: "broken_link" };
        const events = await eventsBetween(ctx.db, workspaceId, previous.toId, seal.toId, sealSize + 1);
        const hash = await hashSeal(ctx, seal.prevHash, events, seal.digests);
        if (events[0]?.event.id !== seal.fromId || !ctx.secrets.equal(hash, seal.hash)) {
          return { ...broken, reason: "events_differ" };
        }
        if (seal.digests === null) seen.unbound += events.length;
        else {
          const states = await Promise.all(
            events.map((row, index) => stateOfDetails(ctx, row, seal.digests?.[index] ?? null)),
          );
          const changed = states.indexOf("changed");
          if (changed >= 0) {
            return { ...broken, event: events[changed]?.event.id ?? null, reason: "details_differ" };
          }
          seen.blanked += states.filter((state) => state === "blanked").length;
        }
        seen.seals += 1;
        seen.events += events.length;
        previous = seal;
      }
      if (seals.length < sealsPerRead) return { intact: true, ...seen, hash: previous.hash };
    }
  },
);

async function stateOfDetails(
  ctx: Context,
  row: EventToSeal,
  sealed: string | null,
): Promise<"as_sealed" | "blanked" | "changed"> {
  if (sealed === null) return row.detailsOf === null ? "as_sealed" : "changed";
  const now = await digestDetails(ctx, row);
  if (now !== null && ctx.secrets.equal(now, sealed)) return "as_sealed";
  return isBlank(row) ? "blanked" : "changed";
}
