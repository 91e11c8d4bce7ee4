import * as z from "zod";
import { eventsBetween, sealsAfter } from "../../../db/queries/audit-trail.ts";
import { idField } from "../fields.ts";
import { systemUseCase } from "../use-case.ts";
import { hashSeal, sealSize } from "./seal-hash.ts";

export type ChainVerdict =
  | { intact: true; seals: number; events: number }
  /** `seal` is the last id of the first seal that does not hold. */
  | { intact: false; seals: number; events: number; seal: string; reason: "broken_link" | "events_differ" };

const sealsPerRead = 50;

/**
 * Recomputes the hash chain of a workspace (L-02). An event that was changed, taken out or slipped in
 * breaks its seal, a seal that was changed or taken out breaks the next. The unsealed tail is not judged.
 */
export const verifyAuditChain = systemUseCase(
  z.strictObject({ workspaceId: idField("workspace") }),
  async (ctx, { workspaceId }): Promise<ChainVerdict> => {
    let previous = { toId: "", hash: "" };
    const seen = { seals: 0, events: 0 };
    for (;;) {
      const seals = await sealsAfter(ctx.db, workspaceId, previous.toId, sealsPerRead);
      for (const seal of seals) {
        const broken = (reason: "broken_link" | "events_differ"): ChainVerdict => ({
          intact: false,
          ...seen,
          seal: seal.toId,
          reason,
        });
        if (seal.prevHash !== previous.hash) return broken("broken_link");
        const events = await eventsBetween(ctx.db, workspaceId, previous.toId, seal.toId, sealSize + 1);
        const hash = await hashSeal(ctx, seal.prevHash, events);
        if (events[0]?.id !== seal.fromId || !ctx.secrets.equal(hash, seal.hash)) {
          return broken("events_differ");
        }
        seen.seals += 1;
        seen.events += events.length;
        previous = seal;
      }
      if (seals.length < sealsPerRead) return { intact: true, ...seen };
    }
  },
);
