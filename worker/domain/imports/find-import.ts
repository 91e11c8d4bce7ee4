import { importById } from "../../../db/queries/imports.ts";
import { DomainError } from "../errors.ts";
import type { MemberContext } from "../use-case.ts";
import type { ImportRecord } from "./import-work.ts";

/** An import of the asker's workspace; NOT_FOUND for any other. */
export async function findImport(ctx: MemberContext, importId: string): Promise<ImportRecord> {
  const [record] = await importById(ctx.db, ctx.workspace.id, importId);
  if (!record) throw new DomainError("NOT_FOUND");
  return record;
}

/** Throws IMPORT_STATE unless the import is in one of these states. */
export function requireStatus(record: ImportRecord, ...statuses: ImportRecord["status"][]): void {
  if (!statuses.includes(record.status)) {
    throw new DomainError("IMPORT_STATE", { params: { status: record.status } });
  }
}
