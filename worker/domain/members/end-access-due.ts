import * as z from "zod";
import {
  type DueAccessEnd,
  dueAccessEnds,
  endAccess,
  endSessionsOfOutsiders,
  freeSeatsOfEnded,
  insertAccessAudit,
  postponeAccessEnd,
} from "../../../db/queries/access-ends.ts";
import { guardChanged, type Statement } from "../../../db/queries/statements.ts";
import type { AuditAction } from "../audit.ts";
import { commit } from "../commit.ts";
import type { Context } from "../context.ts";
import { DomainError } from "../errors.ts";
import { policiesOf } from "../policies.ts";
import { systemUseCase } from "../use-case.ts";
import { type AccessEndAct, actByPolicy } from "./set-access-end.ts";

const chunk = 500;
/** Chunks of one tick; what is left waits for the next minute. */
const chunksAtMost = 20;
const day = 86_400_000;

/**
 * Ends the access of those whose last day is over (F38, F138, K-05): they are deactivated or removed as by
 * hand, and their sessions end. The last administrator of a workspace stays, which is noted once and tried
 * again every day. Runs every minute; late or twice it ends nothing twice, and nobody who was extended.
 */
export const endAccessDue = systemUseCase(
  z.strictObject({}),
  async (ctx): Promise<{ ended: number; kept: number }> => {
    const counted = { ended: 0, kept: 0 };
    for (let round = 0; round < chunksAtMost; round += 1) {
      const rows = await dueAccessEnds(ctx.db, ctx.now(), chunk);
      const admins = rows.filter(({ isAdmin }) => isAdmin === 1);
      await endEach(
        ctx,
        rows.filter(({ isAdmin }) => isAdmin === 0),
      );
      for (const admin of admins) if (!(await endAdmin(ctx, admin))) counted.kept += 1;
      counted.ended += rows.length;
      if (rows.length < chunk) break;
    }
    return { ...counted, ended: counted.ended - counted.kept };
  },
);

async function endEach(ctx: Context, rows: readonly DueAccessEnd[]): Promise<void> {
  if (rows.length === 0) return;
  const [first, ...rest] = ending(ctx, rows, ctx.ids.next("event"));
  if (first) await ctx.db.batch([first, ...rest]);
}

/** False for the last administrator. One at a time: of the last two that end together one stays. */
async function endAdmin(ctx: Context, row: DueAccessEnd): Promise<boolean> {
  const op = ctx.ids.next("event");
  const [change, ...rest] = ending(ctx, [row], op);
  if (!change) return true;
  try {
    // Null: somebody extended them in this very moment.
    await commit(ctx, [change, guardChanged(ctx.db), ...rest], true);
    return true;
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== "LAST_ADMIN") throw error;
  }
  const now = ctx.now();
  const until = row.endsAt + Math.ceil((now + 1 - row.endsAt) / day) * day;
  const { json, event } = written(ctx, [row], op, "member.access_kept");
  const noted = row.warned === 0;
  await commit(
    ctx,
    [
      postponeAccessEnd(ctx.db, row, until, op),
      guardChanged(ctx.db),
      ...(noted ? [] : insertAccessAudit(ctx.db, event, ctx.settings.productName, json)),
    ],
    true,
  );
  return false;
}

function ending(ctx: Context, rows: readonly DueAccessEnd[], op: string): Statement[] {
  const { json, event, does } = written(ctx, rows, op, "member.access_ended");
  return [
    ...(does.deactivate === "[]"
      ? []
      : [
          endAccess(ctx.db, does.deactivate, op, {
            status: "deactivated",
            shownAs: "deactivated",
            deactivatedBy: "access_end",
          }),
        ]),
    ...(does.remove === "[]"
      ? []
      : [
          endAccess(ctx.db, does.remove, op, { status: "removed", shownAs: "removed", removedAt: ctx.now() }),
          freeSeatsOfEnded(ctx.db, does.remove, op, ctx.now()),
        ]),
    endSessionsOfOutsiders(ctx.db, json, op),
    ...insertAccessAudit(ctx.db, event, ctx.settings.productName, json),
  ];
}

/** The rows as the statements take them, and the event that they leave. */
function written(ctx: Context, rows: readonly DueAccessEnd[], op: string, action: AuditAction) {
  const all = rows.map((row) => ({
    workspaceId: row.workspaceId,
    id: row.id,
    seen: row.endsAt,
    does: actAt(row),
    auditId: ctx.ids.next("audit"),
  }));
  const only = (act: AccessEndAct) => JSON.stringify(all.filter(({ does }) => does === act));
  return {
    json: JSON.stringify(all),
    does: { deactivate: only("deactivate"), remove: only("remove") },
    event: {
      at: ctx.now(),
      actorKind: "system",
      actorId: null,
      action,
      op,
      ipPrefix: null,
      requestId: ctx.request.id,
    },
  } as const;
}

function actAt({ does, preset, policyOverrides }: DueAccessEnd): AccessEndAct {
  const overrides = JSON.parse(policyOverrides) as Record<string, unknown>;
  return does ?? actByPolicy(policiesOf(preset, overrides)["access.on_expiry"]);
}
