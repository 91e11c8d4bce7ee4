import * as z from "zod";
import { type CheckedRow, type ImportRowInsert, insertImportRows } from "../../../db/queries/import-rows.ts";
import {
  advanceImport,
  changeImport,
  importById,
  insertImport,
  moreRows,
  rememberedMapping,
  shiftedCounts,
} from "../../../db/queries/imports.ts";
import { guardChanged, isGuardRefusal, isUniqueRefusal } from "../../../db/queries/statements.ts";
import type { ImportOptions } from "../../../db/schema/imports.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { languageField, noteField } from "../fields.ts";
import {
  mailedCredentialKinds,
  requireDirectSetUp,
  requireMailedCredentials,
} from "../members/set-up-fields.ts";
import { type MemberContext, memberUseCase, within } from "../use-case.ts";
import { auditBlocked, checkRows, countOutcomes, type RawRow, usernamesHeld } from "./check-rows.ts";
import { existingField, requireChoice } from "./choose-existing.ts";
import {
  type ColumnKey,
  identifies,
  isColumnOf,
  isTaken,
  matchHeaders,
  type NamedField,
  type UsernameColumn,
} from "./columns.ts";
import { type ImportView, importView } from "./import-view.ts";
import { dividedByBytes } from "./import-work.ts";
import { usernameColumn } from "./offered-columns.ts";
import { type CsvPart, readCsv } from "./read-csv.ts";
import { fieldsOfFiles, nameQueries, rowRules } from "./row-rules.ts";
import { mappingField, noEmailColumn, type ToldMapping, toldMapping } from "./told-mapping.ts";
import { existingMode } from "./update-of-row.ts";
import { claimStatements, freeStatements, settleStatements, stillRunning } from "./upload-key.ts";
import { uploaderOf } from "./uploader.ts";

/** Imports at work in one workspace at a time; the next one waits (C-29). */
const mostAtOnce = 2;

/** An upload that makes no progress for this long is dead. */
const leaseMs = 60_000;

export const importOptionFields = {
  message: noteField.optional(),
  language: languageField.optional(),
  send: z.boolean().optional(),
  /** Members at once instead of invitations, where the workspace sets people up (D20). */
  setUp: z.boolean().optional(),
  /** With `setUp`: what they are mailed to come in with. */
  credentials: z
    .enum(mailedCredentialKinds, `Choose one of: ${mailedCredentialKinds.join(", ")}.`)
    .optional(),
};

const fileField = z.custom<AsyncIterable<Uint8Array>>(
  (value) => typeof value === "object" && value !== null && Symbol.asyncIterator in value,
  "Send a file.",
);

/**
 * Takes in a file: the bytes stream into staged rows, which are checked on the way when it is plain what
 * the columns mean (F53 to F65). Nothing is invited before somebody confirms.
 *
 * Throws IMPORT_BUSY where two imports are at work, IDEMPOTENCY_RUNNING for the twin of an upload that is
 * under way, and what `readCsv` refuses, with its line; then the import stays in the history as failed and
 * none of its rows.
 */
export const stageImport = memberUseCase(
  within("invitation.create"),
  z.strictObject({
    fileName: z.string().max(1_000),
    file: fileField,
    mapping: mappingField.optional(),
    dryRun: z.boolean().optional(),
    encoding: z.enum(["utf-8", "utf-16le", "utf-16be", "windows-1252"]).optional(),
    existing: existingField.optional(),
    ...importOptionFields,
  }),
  async (
    ctx,
    { fileName, file, mapping: told, dryRun, encoding, existing, ...chosen },
  ): Promise<ImportView> => {
    const { workspace, actor } = ctx;
    if (existing) requireChoice(workspace.policies, existing);
    if (chosen.setUp) requireDirectSetUp(workspace);
    if (chosen.credentials) requireMailedCredentials(workspace.policies, chosen.credentials);
    // Kept with the import: what is confirmed is what was reviewed, whatever the policy becomes meanwhile.
    const options = { ...chosen, existing: existingMode(workspace.policies, existing) };
    const now = ctx.now();
    const id = ctx.ids.next("import");
    const lease = ctx.ids.next("event");
    const begun = await commit(
      // An upload's key is claimed now; the answer takes the place of the claim at the end.
      { ...ctx, idempotency: null },
      [
        insertImport(
          ctx.db,
          {
            workspaceId: workspace.id,
            id,
            status: "receiving",
            dryRun: dryRun ?? false,
            fileName: plainFileName(fileName),
            fileBytes: 0,
            options,
            counts: {},
            rowCount: 0,
            cursor: 0,
            actorKind: actor.kind,
            actorId: actor.id ?? "",
            actorName: actor.name,
            lease,
            leaseUntil: now + leaseMs,
            createdAt: now,
          },
          mostAtOnce,
        ),
        guardChanged(ctx.db),
        ...claimStatements(ctx, id),
      ],
      true,
    ).catch((error: unknown) => {
      throw isUniqueRefusal(error) ? stillRunning() : error;
    });
    if (!begun) throw new DomainError("IMPORT_BUSY", { params: { most: mostAtOnce }, retryAfter: 30 });
    try {
      return await receive(ctx, { id, lease, file, told, encoding, options, dryRun: dryRun ?? false });
    } catch (error) {
      const { code, details } = error instanceof DomainError ? error : new DomainError("UPLOAD_BROKEN");
      await ctx.db.batch([
        changeImport(ctx.db, workspace.id, id, ["receiving"], {
          status: "failed",
          failure: { code, params: details.params ?? {} },
          finishedAt: ctx.now(),
          lease: null,
          leaseUntil: null,
        }),
        ...freeStatements(ctx, {
          workspaceId: workspace.id,
          actorKind: actor.kind,
          actorId: actor.id ?? "",
          id,
        }),
      ]);
      // The sweeper has taken the import for dead.
      throw isGuardRefusal(error) ? new DomainError("UPLOAD_BROKEN") : error;
    }
  },
);

interface Upload {
  id: string;
  lease: string;
  file: AsyncIterable<Uint8Array>;
  told: ToldMapping | undefined;
  encoding: "utf-8" | "utf-16le" | "utf-16be" | "windows-1252" | undefined;
  options: ImportOptions;
  dryRun: boolean;
}

async function receive(ctx: MemberContext, upload: Upload): Promise<ImportView> {
  const { id, lease } = upload;
  const { workspace } = ctx;
  const digest = ctx.secrets.digesting();
  let bytes = 0;
  async function* counted() {
    for await (const chunk of upload.file) {
      digest.add(chunk);
      bytes += chunk.byteLength;
      yield chunk;
    }
  }
  const parts = readCsv(counted(), upload.encoding ? { encoding: upload.encoding } : {});
  const head = (await parts.next()).value as CsvPart | undefined;
  if (head?.kind !== "head") throw new DomainError("FILE_EMPTY");
  const { mapping, complete, dropped, notices, rules } = await understand(ctx, head.header, upload);

  let end: Extract<CsvPart, { kind: "end" }> | null = null;
  // While the database writes one chunk the next is read and checked: half of an upload's time.
  let writing: Promise<void> = Promise.resolve();
  let inWriting = new Map<string, number>();
  const usernames = new Map<string, number>();
  for await (const value of parts) {
    if (value.kind === "end") end = value;
    if (value.kind !== "rows") continue;
    const rows = value.rows.map(({ line, cells, surplus }) => {
      for (const index of dropped) cells[index] = "";
      return { line, cells: surplus ? [...cells, ...surplus] : cells };
    });
    const checked = complete
      ? await checkRows(ctx, workspace.id, id, rules, rows, { emails: inWriting, usernames })
      : null;
    await writing;
    inWriting = new Map(checked?.flatMap(({ email, line }) => (email ? [[email, line] as const] : [])));
    for (const [key, line] of usernamesHeld(checked ?? [])) usernames.set(key, line);
    writing = stage(ctx, id, lease, rows, checked);
    // It is awaited with the next chunk; until then a file that breaks must not leave it unheard.
    writing.catch(() => undefined);
  }
  await writing;
  if (!end) throw new DomainError("FILE_EMPTY");
  const finished = {
    status: complete ? ("ready" as const) : ("mapping" as const),
    fileBytes: bytes,
    fileDigest: digest.hex(),
    encoding: end.encoding,
    delimiter: head.delimiter,
    header: head.header,
    mapping,
    notices: {
      ...notices,
      ...(end.fallbackSamples.length > 0 ? { guessedEncoding: end.fallbackSamples } : {}),
    },
    lease: null,
    leaseUntil: null,
  };
  const [record] = await importById(ctx.db, workspace.id, id);
  if (record?.lease !== lease) throw new DomainError("UPLOAD_BROKEN");
  const result = importView({ ...record, ...finished });
  const done = await commit(
    { ...ctx, idempotency: null },
    [
      advanceImport(ctx.db, workspace.id, id, lease, finished),
      ...(await settleStatements(ctx, id, finished.fileDigest, result)),
      ...audit(ctx, {
        workspaceId: workspace.id,
        actor: ctx.actor,
        action: "import.received",
        targetId: id,
        op: lease,
        details: { fileName: record.fileName, digest: finished.fileDigest, rows: record.rowCount },
      }),
    ],
    result,
  );
  if (!done) throw new DomainError("UPLOAD_BROKEN");
  return done;
}

/** What the columns mean: as told, as the last time, or by their names (F68). */
async function understand(ctx: MemberContext, header: readonly string[], { told, options }: Upload) {
  const [remembered, names, fields] = await ctx.db.batch([
    rememberedMapping(ctx.db, ctx.workspace.id, header),
    ...nameQueries(ctx, ctx.workspace.id),
  ]);
  const known = fieldsOfFiles(fields);
  const { customerId, policies, plan } = ctx.workspace;
  const usernames = usernameColumn(policies);
  const matched = matchHeaders(header, known, policies.terms, usernames);
  const mapping =
    (told
      ? toldMapping(header, told, known, usernames)
      : stillThere(remembered[0]?.mapping, known, usernames)) ?? matched.mapping;
  const sure = told !== undefined || remembered[0] !== undefined || matched.complete;
  if (!identifies(mapping, usernames) && !wizard(ctx)) throw noEmailColumn(header);
  const rules = rowRules(
    {
      workspaceId: ctx.workspace.id,
      customerId,
      policies,
      plan,
      mapping,
      options,
      uploader: uploaderOf(ctx),
      timeZone: ctx.workspace.timeZone,
      now: ctx.now(),
    },
    names,
    fields,
  );
  const { unitIds = [], groupIds = [] } = rules.usualPlace ?? {};
  const usual = [
    ...unitIds.map((id) => rules.units.ids.get(id)),
    ...groupIds.map((id) => rules.groups.ids.get(id)),
  ];
  return {
    mapping,
    complete: sure && identifies(mapping, usernames),
    /** Columns whose cells never reach the database: passwords. */
    dropped: matched.columns.flatMap(({ target, index }) => (target === "dropped" ? [index] : [])),
    notices: { ...matched.notices, ...(usual[0] ? { usualPlace: usual[0] } : {}) },
    rules,
  };
}

/** A mapping of another day, without what files do not fill any more. */
function stillThere(
  mapping: readonly (string | null)[] | null | undefined,
  fields: readonly NamedField[],
  usernames: UsernameColumn,
): (ColumnKey | null)[] | undefined {
  return mapping?.map((column) =>
    column !== null && isColumnOf(column, fields) && isTaken(column, usernames) ? column : null,
  );
}

/** A person is asked what the columns are; a program says so, or is refused. */
function wizard(ctx: MemberContext): boolean {
  return ctx.caller.kind === "member";
}

/** Writes a chunk of rows, with what checking made of them where that was done. */
async function stage(
  ctx: MemberContext,
  importId: string,
  lease: string,
  rows: readonly RawRow[],
  checked: readonly CheckedRow[] | null,
): Promise<void> {
  const ofImport = { workspaceId: ctx.workspace.id, importId };
  const staged = rows.map(
    (row, index): ImportRowInsert => ({
      ...ofImport,
      outcome: "staged",
      problem: "=staged",
      ...row,
      ...checked?.[index],
    }),
  );
  const [first = [], ...others] = wide(staged) ? dividedByBytes(staged) : [staged];
  await ctx.db.batch([
    insertImportRows(ctx.db, first),
    ...others.map((some) => insertImportRows(ctx.db, some)),
    ...auditBlocked(ctx, { ...ofImport, actor: ctx.actor }, checked ?? []),
    advanceImport(ctx.db, ctx.workspace.id, importId, lease, {
      rowCount: moreRows(rows.length),
      counts: shiftedCounts(countOutcomes(staged)),
      leaseUntil: ctx.now() + leaseMs,
    }),
  ]);
}

/** Whether rows may be too large for one value, by one in fifty: measuring all of 200,000 takes its time. */
function wide(staged: readonly ImportRowInsert[]): boolean {
  const some = staged.filter((_, index) => index % 50 === 0);
  return (JSON.stringify(some).length / Math.max(some.length, 1)) * staged.length > 900_000;
}

/** The last part of a path, without what a file system or a header could misread (C-28). */
function plainFileName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? "";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it removes
  return last.replace(/[\u0000-\u001f\u007f"<>|:*?]/g, "").slice(0, 200) || "upload.csv";
}
