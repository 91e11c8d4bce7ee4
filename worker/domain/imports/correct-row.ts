import * as z from "zod";
import {
  checkingIfAny,
  editRow,
  emailsWithThatOf,
  excludeRow,
  ofLine,
  repeating,
  restageRows,
  rowAsSeen,
  thisEmail,
  thisKey,
  twinCount,
  waitingFor,
  wantingUsername,
} from "../../../db/queries/import-repairs.ts";
import { firstLinesOf } from "../../../db/queries/import-rows.ts";
import { peopleOfEmails } from "../../../db/queries/import-updates.ts";
import { changeImport, importById, shiftedCounts } from "../../../db/queries/imports.ts";
import { importStarter } from "../../../db/queries/starters.ts";
import { guardChanged, type Statement } from "../../../db/queries/statements.ts";
import { commit } from "../commit.ts";
import { DomainError, type FieldError } from "../errors.ts";
import { idField } from "../fields.ts";
import { parseEmailAddress } from "../people/email-address.ts";
import { starterAuthority } from "../starter-authority.ts";
import { memberUseCase, within } from "../use-case.ts";
import { auditBlocked, judgeRows, knownOfSignIns, usernamesHeld } from "./check-rows.ts";
import { requireOwn, requireStatus } from "./find-import.ts";
import { moved } from "./import-work.ts";
import { type ImportRowView, rowView } from "./list-import-rows.ts";
import { importLimits } from "./read-csv.ts";
import { recheck } from "./recheck.ts";
import { resolveRow } from "./resolve-row.ts";
import { remembering } from "./review-change.ts";
import { nameQueries, rowRules } from "./row-rules.ts";
import { powerless } from "./uploader.ts";

export const correctionFields = {
  /** New cells by the heading of their column. */
  cells: z.record(z.string().max(10_000), z.string().max(importLimits.cellCharacters)).optional(),
  exclude: z.boolean().optional(),
};

/**
 * Corrects cells of one row in the review, by the heading of their column, or takes the row out (or back
 * in). What becomes of it is decided and written at once; rows that repeated an address or a username which it gives
 * up are checked anew.
 *
 * Throws NOT_FOUND for a line that holds no row, IMPORT_STATE outside the review, ROW_TOO_LARGE.
 */
export const correctRow = memberUseCase(
  within("invitation.create"),
  z.strictObject({
    importId: idField("import"),
    line: z.coerce.number().int().min(1),
    ...correctionFields,
  }),
  async (ctx, { importId, line, cells = {}, exclude }): Promise<ImportRowView> => {
    const { db } = ctx;
    const { id: workspaceId, customerId, policies, plan } = ctx.workspace;
    const typed = Object.values(cells).flatMap((cell) => {
      const parsed = parseEmailAddress(cell);
      return parsed.ok ? [parsed.canonical] : [];
    });
    const emails = emailsWithThatOf(workspaceId, importId, line, typed);
    const [[stored], [found], [starter], people, first, [twins], names, fields] = await db.batch([
      importById(db, workspaceId, importId),
      rowAsSeen(db, workspaceId, importId, line),
      importStarter(db, workspaceId, importId),
      peopleOfEmails(db, workspaceId, emails, true),
      firstLinesOf(db, workspaceId, importId, emails),
      twinCount(db, workspaceId, importId, line),
      ...nameQueries(ctx, workspaceId),
    ]);
    const record = requireOwn(ctx, stored);
    requireStatus(record, "ready");
    if (!found) throw new DomainError("NOT_FOUND");
    const { row, seen } = found;
    const header = record.header ?? [];
    refuseStrange(cells, header);
    const mended = new Map(Object.entries(cells));
    // What stood right of the last heading is gone once somebody has looked at the row.
    const edited = header.map((name, index) => mended.get(name) ?? row.cells[index] ?? "");
    refuseTooLarge(edited, line);

    // Rows are read by the rights of whoever uploaded them, as the import itself reads them.
    const authority = starterAuthority(starter, record.actorKind, within("invitation.create"), policies);

    const rules = rowRules(
      {
        workspaceId: record.workspaceId,
        customerId,
        policies,
        plan,
        mapping: record.mapping ?? [],
        options: record.options,
        uploader: authority ?? powerless,
        timeZone: ctx.workspace.timeZone,
        now: ctx.now(),
      },
      names,
      fields,
    );
    const resolved = [{ line, row: resolveRow(edited, rules) }];
    const signIns = await knownOfSignIns(ctx, { workspaceId, importId }, rules, resolved);
    const [judged] = judgeRows(resolved, { people, first, ...signIns }, rules, ctx.now());
    if (!judged) throw new DomainError("NOT_FOUND");

    const takenOut = exclude === true;
    const wasOut = row.outcome === "excluded";
    const after = takenOut ? { ...row, outcome: "excluded" as const } : { ...row, ...judged, cells: edited };
    const view = rowView(after);
    const changed = takenOut ? !wasOut : wasOut || JSON.stringify(edited) !== JSON.stringify(row.cells);
    if (!changed && after.outcome === row.outcome) {
      await commit(ctx, [], view);
      return view;
    }
    const held = row.outcome !== "duplicate" && !wasOut ? (row.email ?? null) : null;
    const givenUp = held !== null && (takenOut || after.email !== held) ? held : null;
    const [[name = null] = []] = usernamesHeld([row]);
    const [[nameAfter = null] = []] = usernamesHeld([after]);
    const freed = name === nameAfter ? null : name;
    const email = givenUp === null ? null : thisEmail(givenUp);
    const key = freed === null ? null : thisKey(freed);
    const others =
      email && key
        ? waitingFor(workspaceId, importId, email, key)
        : email
          ? repeating(workspaceId, importId, email)
          : key && wantingUsername(workspaceId, importId, key);
    const was = { seen, outcome: row.outcome };
    const kind = takenOut ? "exclude" : wasOut ? "include" : "correct";
    const statements: Statement[] = [
      changeImport(db, workspaceId, importId, ["ready"], {
        ...(others ? { status: checkingIfAny(others) } : {}),
        counts: shiftedCounts(moved([row], [after])),
      }),
      guardChanged(db),
      ...(changed
        ? remembering(ctx, importId, kind, { line, count: 1 }, ofLine(workspaceId, importId, line))
        : []),
      takenOut
        ? excludeRow(db, workspaceId, importId, line, was)
        : editRow(db, workspaceId, importId, { ...judged, cells: edited }, was),
      guardChanged(db),
      ...(others ? restageRows(db, workspaceId, importId, others) : []),
      ...(takenOut ? [] : auditBlocked(ctx, { workspaceId, importId, actor: ctx.actor }, [judged])),
    ];
    if (!(await commit(ctx, statements, view))) throw new DomainError("EDIT_CONFLICT");
    if (others && twins && twins.count > 0) await recheck(ctx, importId);
    return view;
  },
);

function refuseStrange(cells: Readonly<Record<string, string>>, header: readonly string[]): void {
  const strange = Object.keys(cells).filter((name) => !header.includes(name));
  if (strange.length === 0) return;
  throw new DomainError("VALIDATION_FAILED", {
    errors: strange.map(
      (name): FieldError => ({
        path: `cells.${name}`,
        code: "unknown_field",
        message: "The file has no such column.",
      }),
    ),
  });
}

/** A row that grew past what a file may hold would not fit a value of D1. */
function refuseTooLarge(cells: readonly string[], line: number): void {
  const found = cells.reduce((sum, cell) => sum + cell.length, 0);
  const limit = importLimits.rowCharacters;
  if (found > limit) throw new DomainError("ROW_TOO_LARGE", { params: { line, limit, found } });
}
