import { cancelOutboxOfOp, insertAuditOfOp } from "../../../db/queries/bulk-acts.ts";
import {
  rowsToUndo,
  type SettledRow,
  settleRows,
  withdrawUntouched,
} from "../../../db/queries/import-rows.ts";
import { advanceImport, shiftedCounts } from "../../../db/queries/imports.ts";
import { releaseOffers } from "../../../db/queries/offers.ts";
import { guardChanged, type Statement } from "../../../db/queries/statements.ts";
import type { ImportOutcome } from "../../../db/schema/imports.ts";
import type { Context } from "../context.ts";
import { fullRow } from "./check-rows.ts";
import { type ChunkDone, chunkSizes, type ImportWork, moved } from "./import-work.ts";
import { notTheirs } from "./lost-since.ts";
import { madeGroupsOf, unmakeGroups } from "./new-groups.ts";
import { nowhere } from "./row-rules.ts";

/**
 * Takes back a chunk of what an import made (F72, P3): invitations that nobody touched are withdrawn, the
 * rest is kept, each with its reason: somebody joined, or it was resent, edited, copied or ended since. Groups that
 * the import made go last, where they are empty again.
 */
export async function undoChunk(ctx: Context, work: ImportWork): Promise<ChunkDone> {
  const { record, lease, actor, authority } = work;
  const { workspaceId, id } = record;
  const now = ctx.now();
  const op = ctx.ids.next("event");
  const reach = authority.reach("invitation.manage") ?? nowhere;
  const rows = await rowsToUndo(ctx.db, workspaceId, id, record.cursor, chunkSizes.usual.rows);
  const settled = rows.map(
    ({ line, status, untouched, resolved }): SettledRow & { outcome: ImportOutcome } => {
      const mayTouch = notTheirs(fullRow(resolved), reach, authority) === null;
      const open = untouched === 1 && (status === "pending" || status === "expired");
      const outcome =
        status === "accepted" ? "kept_accepted" : !open ? "kept_changed" : mayTouch ? "undone" : "kept_above";
      return { line, outcome, problem: `=${outcome}`, membershipId: null, invitationId: null };
    },
  );
  const withdrawn = rows.filter((_, index) => settled[index]?.outcome === "undone");
  // The groups that it made are looked at when everybody who can be withdrawn is.
  const groupsLeft = madeGroupsOf(record.notices).length > 0;
  const more = rows.length === chunkSizes.usual.rows || (groupsLeft && rows.length > 0);
  const unmade = groupsLeft && !more ? await unmakeGroups(ctx, work) : null;
  const ids = JSON.stringify(withdrawn.map(({ invitationId }) => invitationId));
  const statements: Statement[] = [];
  if (withdrawn.length > 0) {
    statements.push(
      withdrawUntouched(ctx.db, workspaceId, op, now, ids),
      guardChanged(ctx.db, withdrawn.length),
      cancelOutboxOfOp(ctx.db, workspaceId, op, ids),
      ...releaseOffers(ctx.db, workspaceId, ids),
      ...insertAuditOfOp(
        ctx.db,
        {
          workspaceId,
          at: now,
          actorKind: actor.kind,
          actorId: actor.id,
          action: "invitation.canceled",
          op,
          ipPrefix: ctx.request.ipPrefix,
          requestId: ctx.request.id,
        },
        actor.name,
        JSON.stringify(withdrawn.map(({ invitationId }) => ({ id: ctx.ids.next("audit"), invitationId }))),
      ),
    );
  }
  if (settled.length > 0) statements.push(settleRows(ctx.db, workspaceId, id, settled));
  const [first, ...rest]: Statement[] = [
    ...statements,
    ...(unmade?.statements ?? []),
    advanceImport(ctx.db, workspaceId, id, lease, {
      cursor: rows.at(-1)?.line ?? record.cursor,
      counts: shiftedCounts(moved(rows, settled)),
      ...(unmade ? { notices: unmade.notices } : {}),
      ...(more ? {} : { status: "undone", finishedAt: now }),
      lease: null,
      leaseUntil: null,
    }),
  ];
  if (first) await ctx.db.batch([first, ...rest]);
  return { more };
}
