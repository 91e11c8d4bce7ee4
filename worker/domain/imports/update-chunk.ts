import { settleRows } from "../../../db/queries/import-rows.ts";
import { rowsToUpdate, type UpdatedPerson, updatePeople } from "../../../db/queries/import-updates.ts";
import { advanceImport, shiftedCounts } from "../../../db/queries/imports.ts";
import type { Statement } from "../../../db/queries/statements.ts";
import { type AuditEntry, auditEach } from "../audit.ts";
import type { Context } from "../context.ts";
import { parseRoles, type RoleView } from "../invitations/invitation-view.ts";
import { fullRow, type KeptRow, leanRow, listedUnder } from "./check-rows.ts";
import type { ColumnKey } from "./columns.ts";
import { countToInvite } from "./import-view.ts";
import { type ChunkDone, chunkOf, chunkRows, type ImportWork, moved } from "./import-work.ts";
import { nameQueries, rowRules } from "./row-rules.ts";
import { type JudgedPerson, judgePerson, type RowChange } from "./update-of-row.ts";

/**
 * Changes a chunk of the people whom a file finds here (F67). Each is judged anew by how they are at this
 * moment: who needs no change any more, was deactivated or is gone is left alone, and their rows say so. Rows
 * that change people come before those that invite, so that a chunk stays well within its queries.
 */
export async function updateChunk(
  ctx: Context,
  { record, lease, policies, actor, mayGrant, may }: ImportWork,
): Promise<ChunkDone> {
  const { workspaceId, id, fileName } = record;
  const now = ctx.now();
  const op = ctx.ids.next("event");
  const [found, units, groups] = await ctx.db.batch([
    rowsToUpdate(ctx.db, workspaceId, id, chunkRows),
    ...nameQueries(ctx, workspaceId),
  ]);
  const rules = rowRules(
    { policies, mapping: record.mapping ?? [], options: record.options, mayGrant, may },
    units,
    groups,
  );
  const { chunk: rows, more: goesOn } = chunkOf(found);
  const people: UpdatedPerson[] = [];
  const entries: AuditEntry[] = [];
  const settled = rows.map(({ line, outcome: _, resolved, ...person }) => {
    const row = fullRow(resolved);
    const judged = (person.membership?.id && judgePerson(row, person, rules, now)) || gone(row);
    if (judged.outcome === "update") {
      people.push(judged.person);
      entries.push({
        workspaceId,
        actor,
        action: judged.person.invitation ? "invitation.edited" : "member.updated",
        membershipId: judged.person.id,
        targetId: judged.person.invitation?.id ?? id,
        op,
        details: { ...beforeAndAfter(judged.changes, parseRoles(person.roles)), fileName },
      });
    }
    const outcome = judged.outcome === "update" ? ("updated" as const) : judged.outcome;
    const kept = {
      ...row,
      changes: judged.outcome === "update" ? judged.changes : [],
      problems: judged.outcome === "error" ? [judged.problem] : [],
    };
    return {
      line,
      outcome,
      problem: listedUnder(outcome, kept),
      membershipId: person.membership?.id ?? null,
      invitationId: null,
      resolved: leanRow(kept),
    };
  });
  const last = !goesOn;
  const more = !last || countToInvite(record.counts) > 0;
  const [first, ...rest]: Statement[] = [
    ...updatePeople(ctx.db, { workspaceId, op }, people),
    ...(entries.length > 0 ? auditEach(ctx, entries) : []),
    ...(settled.length > 0 ? [settleRows(ctx.db, workspaceId, id, settled)] : []),
    advanceImport(ctx.db, workspaceId, id, lease, {
      counts: shiftedCounts({
        ...moved(rows, settled),
        // After the last chunk nothing is left to change, whatever the count said.
        ...(last ? { update: -(record.counts.update ?? 0) } : {}),
      }),
      ...(more ? {} : { status: "done", finishedAt: now }),
      lease: null,
      leaseUntil: null,
    }),
  ];
  if (first) await ctx.db.batch([first, ...rest]);
  return { more };
}

/** Nobody holds the address any more, or only an invitation that has ended. */
function gone({ email }: KeptRow): JudgedPerson {
  return { outcome: "error", problem: { column: "email", code: "existing_gone", found: email ?? "" } };
}

const nameOfValue: Partial<Record<ColumnKey, string>> = {
  first_name: "firstName",
  last_name: "lastName",
  language: "language",
  external_id: "externalId",
};

/** What the audit keeps of a change: values and roles before and after, and where somebody was added. */
function beforeAndAfter(changes: readonly RowChange[], held: readonly RoleView[]): Record<string, unknown> {
  const before: Record<string, unknown> = {};
  const after: Record<string, unknown> = {};
  for (const change of changes) {
    const name = nameOfValue[change.field];
    if (!name) continue;
    before[name] = change.before ?? null;
    after[name] = change.after;
  }
  const added = (...fields: ColumnKey[]) =>
    changes.filter(({ field }) => fields.includes(field)).map(({ after }) => after);
  const roles = added("role");
  const addedTo = added("unit", "group");
  if (roles.length > 0) {
    before.roles = held.map(({ role }) => role);
    after.roles = [...held.map(({ role }) => role), ...roles];
  }
  return { before, after, ...(addedTo.length > 0 ? { addedTo } : {}) };
}
