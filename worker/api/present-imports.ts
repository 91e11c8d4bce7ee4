import type { CellProblem } from "../domain/imports/cell-problems.ts";
import type { ImportView } from "../domain/imports/import-view.ts";
import type { ImportRowPage, ImportRowView } from "../domain/imports/list-import-rows.ts";
import type { ImportPage } from "../domain/imports/list-imports.ts";
import { problemSentence } from "../domain/imports/problem-words.ts";
import type { ReplacementDone } from "../domain/imports/replace-in-column.ts";
import type { ReviewChange } from "../domain/imports/review-change.ts";
import type { ImportDetail } from "../domain/imports/view-import.ts";
import type { Language } from "../domain/languages.ts";
import { usualTerms } from "../domain/terms.ts";
import { isoTime, moment } from "./present.ts";
import type { Shape } from "./shapes.ts";

export function presentImport(view: ImportView): Shape<"Import"> {
  return {
    id: view.id,
    status: view.status,
    counts: { ...view.counts },
    rowCount: view.rowCount,
    progress: { done: view.progress.done, total: view.progress.total },
    dryRun: view.dryRun,
    fileName: view.fileName,
    fileBytes: view.fileBytes,
    fileDigest: view.fileDigest,
    encoding: view.encoding,
    guessedEncoding: view.guessedEncoding,
    delimiter: view.delimiter,
    header: view.header,
    mapping: view.mapping,
    notices: {
      ignored: namesOf(view.notices.ignored),
      dropped: namesOf(view.notices.dropped),
      later: namesOf(view.notices.later),
      madeGroups: namesOf(view.notices.madeGroups),
    },
    message: view.options.message ?? null,
    language: (view.options.language ?? null) as Language | null,
    send: view.options.send !== false,
    setUp: view.options.setUp === true,
    credentials: view.options.setUp ? (view.options.credentials ?? "set_password_link") : null,
    rolesConfirmed: view.options.confirmRoles === true,
    existing: view.existing,
    uploadedBy: view.actorName,
    createdAt: isoTime(view.createdAt),
    confirmedAt: moment(view.confirmedAt),
    finishedAt: moment(view.finishedAt),
    failure: view.failure ? { code: view.failure.code, params: view.failure.params } : null,
  };
}

export function presentImportDetail(detail: ImportDetail): Shape<"ImportDetail"> {
  return {
    ...presentImport(detail),
    newGroups: detail.newGroups,
    lastChange: detail.lastChange && presentChange(detail.lastChange),
    groups: detail.groups.map(({ problem, kind, count, line, example }) => ({
      problem,
      kind,
      count,
      line,
      example: example ? presentProblem(example) : null,
    })),
  };
}

function presentChange(change: ReviewChange) {
  const { id, kind, count, line, problem, column, find, replace, actorName, at } = change;
  return {
    id,
    kind,
    count,
    line: line ?? null,
    problem: problem ?? null,
    column: column ?? null,
    find: find ?? null,
    replace: replace ?? null,
    changedBy: actorName,
    changedAt: isoTime(at),
  };
}

export function presentReplacement(done: ReplacementDone): Shape<"ImportReplacement"> {
  const examples = done.examples.map(({ line, before, after }) => ({ line, before, after }));
  return { count: done.count, examples, import: presentImport(done.import) };
}

export function presentImports({ imports, nextCursor }: ImportPage): Shape<"ImportPage"> {
  return { data: imports.map(presentImport), nextCursor };
}

export function presentImportRow(row: ImportRowView): Shape<"ImportRow"> {
  return {
    line: row.line,
    cells: row.cells,
    outcome: row.outcome,
    email: row.email,
    problems: row.problems.map(presentProblem),
    warnings: row.warnings.map(presentProblem),
    changes: row.changes.map(({ field, label, before = null, after }) => ({
      field,
      ...(label === undefined ? {} : { label }),
      before,
      after,
    })),
    firstLine: row.firstLine,
    userId: row.userId,
  };
}

export function presentImportRows({ rows, nextCursor }: ImportRowPage): Shape<"ImportRowPage"> {
  return { data: rows.map(presentImportRow), nextCursor };
}

function presentProblem(problem: CellProblem) {
  const { column, code, found, expected, suggestion, names, label } = problem;
  return {
    column,
    ...(label === undefined ? {} : { label }),
    code,
    message: problemSentence(problem, usualTerms.en),
    found,
    ...(expected ? { expected } : {}),
    ...(suggestion === undefined ? {} : { suggestion }),
    ...(names ? { names } : {}),
  };
}

function namesOf(names: unknown): string[] {
  return Array.isArray(names) ? names.map(String) : [];
}
