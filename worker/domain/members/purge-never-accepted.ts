import * as z from "zod";
import {
  forgetTraces,
  forgetUnaccepted,
  forgottenPeople,
  insertPurgeAudit,
  workspaceRetention,
} from "../../../db/queries/erasures.ts";
import type { AuditAction } from "../audit.ts";
import type { Context } from "../context.ts";
import { firstIdAt } from "../ids.ts";
import { policiesOf } from "../policies.ts";
import { systemUseCase } from "../use-case.ts";

const chunk = 200;
/** Chunks of one tick for workspaces of one policy; what is left waits. */
const chunksAtMost = 10;
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * Erases what the house knows of people who never accepted (F139, P16, K-10): of those whose last invitation
 * ended, or was last mailed and has no end, longer ago than the policy keeps them. Their links are dead, the
 * events of the audit stay without names. Looks in the first five minutes of each hour; runs late or twice
 * alike.
 */
export const purgeNeverAccepted = systemUseCase(
  z.strictObject({}),
  async (ctx): Promise<{ purged: number }> => {
    const now = ctx.now();
    let purged = 0;
    if (now % hour >= 5 * minute) return { purged };
    for (const [days, workspaceIds] of await workspacesByDays(ctx)) {
      const before = now - days * day;
      const moment = { now, before, firstId: firstIdAt("membership", before) };
      for (let round = 0; round < chunksAtMost; round += 1) {
        const found = await forgottenPeople(ctx.db, JSON.stringify(workspaceIds), moment, chunk);
        for (const workspaceId of new Set(found.map((person) => person.workspaceId))) {
          const people = found.filter((person) => person.workspaceId === workspaceId);
          await purge(ctx, workspaceId, people, moment);
        }
        purged += found.length;
        if (found.length < chunk) break;
      }
    }
    return { purged };
  },
);

async function workspacesByDays(ctx: Context): Promise<Map<number, string[]>> {
  const byDays = new Map<number, string[]>();
  for (const { id, preset, policyOverrides } of await workspaceRetention(ctx.db)) {
    const policies = policiesOf(preset, JSON.parse(policyOverrides) as Record<string, unknown>);
    const days = policies["retention.never_accepted_days"];
    if (days !== null) byDays.set(days, [...(byDays.get(days) ?? []), id]);
  }
  return byDays;
}

async function purge(
  ctx: Context,
  workspaceId: string,
  people: readonly { id: string; emails: string }[],
  { now, before }: { now: number; before: number },
): Promise<void> {
  const op = ctx.ids.next("event");
  const action: AuditAction = "member.purged";
  const rows = JSON.stringify(
    people.map(({ id, emails }) => ({
      id,
      emails: JSON.parse(emails) as string[],
      auditId: ctx.ids.next("audit"),
    })),
  );
  await ctx.db.batch([
    forgetUnaccepted(ctx.db, workspaceId, rows, { now, before, op }),
    ...forgetTraces(ctx.db, { workspaceId, rows, op, now, learning: "erase" }),
    insertPurgeAudit(
      ctx.db,
      {
        workspaceId,
        at: now,
        actorKind: "system",
        actorId: null,
        action,
        op,
        ipPrefix: null,
        requestId: ctx.request.id,
      },
      rows,
    ),
  ]);
}
