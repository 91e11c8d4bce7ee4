import { type ImportChange, rememberChange } from "../../../db/queries/import-changes.ts";
import type { RowSet } from "../../../db/queries/import-rows.ts";
import type { Statement } from "../../../db/queries/statements.ts";
import type { MemberContext } from "../use-case.ts";
import type { ImportRecord } from "./import-work.ts";

export { importChangeKinds } from "../../../db/schema/imports.ts";

/** What somebody did to rows in the review, and what taking it back would undo. */
export interface ReviewChange extends Omit<ImportChange["details"], "count"> {
  /** Names it in `undoChange`. */
  id: string;
  kind: ImportChange["kind"];
  /** How many rows it changed. */
  count: number;
  actorName: string;
  at: number;
}

/** Null outside the review, where nothing can be taken back. */
export function changeView(
  { status }: Pick<ImportRecord, "status">,
  change: ImportChange | undefined,
): ReviewChange | null {
  if (!change || status !== "ready") return null;
  const { id, kind, details, actorName, createdAt } = change;
  return { ...details, id, kind, actorName, at: createdAt };
}

/** The statements that remember the rows of a change as they are before it; guard their number. */
export function remembering(
  ctx: MemberContext,
  importId: string,
  kind: ImportChange["kind"],
  details: ImportChange["details"],
  rows: RowSet,
): Statement[] {
  return rememberChange(
    ctx.db,
    {
      workspaceId: ctx.workspace.id,
      importId,
      id: ctx.ids.next("event"),
      kind,
      details,
      actorName: ctx.actor.name,
      createdAt: ctx.now(),
    },
    rows,
  );
}
