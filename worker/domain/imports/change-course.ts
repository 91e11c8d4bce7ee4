import { changeImport, importById, type shiftedCounts } from "../../../db/queries/imports.ts";
import { guardChanged, type Statement } from "../../../db/queries/statements.ts";
import { type AuditAction, audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import type { MemberContext } from "../use-case.ts";
import { findImport, requireStatus } from "./find-import.ts";
import { type ImportView, importView } from "./import-view.ts";
import type { ImportRecord } from "./import-work.ts";

/** One turn that somebody gives to an import: from which states, into what, and what goes with it. */
export interface Turn {
  from: readonly ImportRecord["status"][];
  action: AuditAction;
  into(record: ImportRecord): Partial<ImportRecord>;
  /** The counts after it, as the database works them out. */
  counts?: ReturnType<typeof shiftedCounts>;
  also?(record: ImportRecord): Statement[];
}

/**
 * Gives an import another turn. Whoever holds its lease loses it, so that a chunk which is being written at
 * this moment rolls back and nothing of it is done after the turn.
 */
export async function changeCourse(ctx: MemberContext, importId: string, turn: Turn): Promise<ImportView> {
  const record = await findImport(ctx, importId);
  requireStatus(record, ...turn.from);
  const changes = { ...turn.into(record), lease: null, leaseUntil: null };
  const done = await commit(
    ctx,
    [
      changeImport(ctx.db, ctx.workspace.id, importId, [record.status], {
        ...changes,
        ...(turn.counts ? { counts: turn.counts } : {}),
      }),
      guardChanged(ctx.db),
      ...(turn.also?.(record) ?? []),
      ...audit(ctx, {
        workspaceId: ctx.workspace.id,
        actor: ctx.actor,
        action: turn.action,
        targetId: importId,
        op: ctx.ids.next("event"),
        details: { fileName: record.fileName },
      }),
    ],
    importView({ ...record, ...changes }),
  );
  if (!done) throw new DomainError("EDIT_CONFLICT");
  const [after] = await importById(ctx.db, ctx.workspace.id, importId);
  return after ? importView(after) : done;
}
