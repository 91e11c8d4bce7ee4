import * as z from "zod";
import {
  anyRow,
  checkingIfAny,
  countsAfter,
  emailsHeld,
  excludeRows,
  ofProblem,
  problemCount,
  repairRows as repairStatement,
  repeating,
  restageRows,
  waitingFor,
} from "../../../db/queries/import-repairs.ts";
import { rowsByProblem } from "../../../db/queries/import-rows.ts";
import { changeImport, importById } from "../../../db/queries/imports.ts";
import { guardChanged, type Statement } from "../../../db/queries/statements.ts";
import { commit } from "../commit.ts";
import { DomainError, invalidField } from "../errors.ts";
import { idField } from "../fields.ts";
import { scopesFor } from "../permissions.ts";
import { placeNameField } from "../places/place-name.ts";
import { type PlannedGroup, planGroup } from "../places/plan-group.ts";
import { type MemberContext, memberUseCase, within } from "../use-case.ts";
import { fullRow } from "./check-rows.ts";
import type { ColumnKey } from "./columns.ts";
import { findImport, requireOwn, requireStatus } from "./find-import.ts";
import { type ImportView, importView } from "./import-view.ts";
import { type ImportRecord, withChanges } from "./import-work.ts";
import { onlyProblem } from "./list-import-rows.ts";
import { recheck } from "./recheck.ts";
import { remembering } from "./review-change.ts";

export const repairFields = {
  /** A group of `viewImport`. */
  problem: z.string().min(2).max(300),
  repair: z.union([
    z.strictObject({ value: z.string().max(10_000) }),
    z.strictObject({ suggestion: z.literal(true) }),
    z.strictObject({ exclude: z.literal(true) }),
    /** Makes the group that the rows name; left out or null: at the top, or below the asker's only group. */
    z.strictObject({ createGroup: z.strictObject({ parentId: idField("group").nullable().optional() }) }),
  ]),
};

/**
 * Mends all rows with one problem at once (F60): by one value for all, by each row's own suggestion, by making the
 * group that they name, or by leaving them out. What was mended is checked anew, and so are rows that repeated one
 * of its addresses.
 *
 * Throws NOT_FOUND for a problem that no row has, IMPORT_STATE outside the review, and for a new group what
 * `createGroup` throws, SCOPE_MISSING and FORBIDDEN included.
 */
export const repairRows = memberUseCase(
  within("invitation.create"),
  z.strictObject({
    importId: idField("import"),
    ...repairFields,
  }),
  async (ctx, { importId, problem, repair }): Promise<ImportView> => {
    const { db } = ctx;
    const workspaceId = ctx.workspace.id;
    const excludes = "exclude" in repair;
    const rows = ofProblem(workspaceId, importId, problem);
    const held = emailsHeld(workspaceId, importId, problem);
    // Of rows with a problem only those that go along in spite of it hold a username.
    const twins = problem.startsWith("~")
      ? waitingFor(workspaceId, importId, held, null)
      : repeating(workspaceId, importId, held);
    const [[stored], [group], [first], [twin]] = await db.batch([
      importById(db, workspaceId, importId),
      problemCount(db, workspaceId, importId, problem),
      rowsByProblem(db, workspaceId, importId, onlyProblem(problem), null, 1),
      anyRow(db, workspaceId, importId, excludes ? twins : null),
    ]);
    const record = requireOwn(ctx, stored);
    if (!group || !first) throw new DomainError("NOT_FOUND");
    requireStatus(record, "ready");
    const { count } = group;
    const outcome = excludes ? ("excluded" as const) : ("staged" as const);
    const target = excludes ? null : targetOf(record, problem, fullRow(first.resolved ?? null));
    const made = "createGroup" in repair ? await planMissing(ctx, problem, target, repair.createGroup) : null;
    const value = made ? made.value : "value" in repair ? repair.value : null;
    // Only who loses an address can make room for those that repeat it.
    const others = !target || target.meaning === "email" ? twins : null;
    const view = importView({
      ...record,
      status: excludes ? "ready" : "checking",
      counts: withChanges(record.counts, { [first.outcome]: -count, [outcome]: count }),
    });
    const statements: Statement[] = [
      changeImport(db, workspaceId, importId, ["ready"], {
        status: excludes ? checkingIfAny(twins) : "checking",
        counts: countsAfter(rows, outcome),
      }),
      guardChanged(db),
      ...(made?.plan.statements ?? []),
      ...remembering(ctx, importId, excludes ? "exclude_group" : "repair", { count, problem }, rows),
      guardChanged(db, count),
      ...(others ? restageRows(db, workspaceId, importId, others) : []),
      target
        ? repairStatement(db, workspaceId, importId, {
            problem,
            columns: target.columns,
            found: target.found,
            value,
          })
        : excludeRows(db, workspaceId, importId, problem),
      guardChanged(db, count),
    ];
    if (!(await commit(ctx, statements, view))) {
      await made?.plan.look();
      throw new DomainError("EDIT_CONFLICT");
    }
    await made?.plan.wake();
    if (excludes && !twin) return view;
    await recheck(ctx, importId);
    return importView(await findImport(ctx, importId));
  },
);

/**
 * The group that rows name and that is not there yet, and what their cells say afterwards: its name, or its id where
 * names do not count (D27).
 */
async function planMissing(
  ctx: MemberContext,
  problem: string,
  target: Target | null,
  { parentId = onlyGroup(ctx) }: { parentId?: string | null | undefined },
): Promise<{ plan: PlannedGroup; value: string }> {
  if (ctx.caller.kind === "apiKey" && !ctx.caller.key.scopes.includes("group.manage")) {
    throw new DomainError("SCOPE_MISSING", { params: { scope: "group.manage" } });
  }
  if (ctx.reach("group.manage") === null) throw new DomainError("FORBIDDEN");
  const isMissing = /^(?:!group_unknown|~group_ignored|~group_new):/.test(problem);
  if (!isMissing || !target?.found) {
    throw invalidField(
      "repair",
      "not_mendable",
      "Only ‹a group› that rows name and that there is not can be made.",
    );
  }
  const name = placeNameField.safeParse(target.found);
  if (!name.success) {
    const reason = name.error.issues[0]?.message ?? "";
    throw invalidField("repair", "malformed", `“${target.found}” cannot be the name of ‹a group›. ${reason}`);
  }
  const plan = await planGroup(ctx, { name: name.data, parentId });
  const byId = ctx.workspace.policies["csv.match"] === "id";
  return { plan, value: byId ? plan.group.id : plan.group.name };
}

/** The only group that somebody of a part administers, so that a new one lies below it; null: at the top. */
function onlyGroup({ roles, workspace }: MemberContext): string | null {
  const scopes = scopesFor(roles, "group.manage", workspace.policies);
  const ids = new Set(scopes.flatMap((scope) => (scope.kind === "group" ? [scope.id] : [])));
  const [only] = ids;
  return ids.size === 1 && scopes.every(({ kind }) => kind === "group") && only ? only : null;
}

interface Target {
  meaning: ColumnKey;
  columns: number[];
  /** Empty: whole cells. */
  found: string;
}

/** What to replace, and in which columns, by what is wrong with the first row of the group. */
function targetOf(
  { mapping }: ImportRecord,
  problem: string,
  { problems, warnings }: ReturnType<typeof fullRow>,
): Target {
  const example = problem.startsWith("!") ? problems[0] : problem.startsWith("~") ? warnings[0] : null;
  if (!example)
    throw invalidField("problem", "not_mendable", "These rows are mended one by one, or left out.");
  const columns = [...(mapping ?? []).entries()].flatMap(([index, meaning]) =>
    meaning === example.column ? [index] : [],
  );
  if (columns.length === 0) {
    throw invalidField(
      "problem",
      "no_column",
      "The file has no column for this. Give one this meaning first.",
    );
  }
  // Only a name that is wrong in the same way everywhere is replaced within its cell.
  const byValue = problem.slice(1) === `${example.code}:${example.column}:${example.found}`;
  return { meaning: example.column, columns, found: byValue ? example.found : "" };
}
