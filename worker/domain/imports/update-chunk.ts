import { settleRows } from "../../../db/queries/import-rows.ts";
import { rowsToUpdate, type UpdatedPerson, updatePeople } from "../../../db/queries/import-updates.ts";
import { advanceImport, shiftedCounts } from "../../../db/queries/imports.ts";
import type { Statement } from "../../../db/queries/statements.ts";
import { type AuditEntry, auditEach } from "../audit.ts";
import type { Context } from "../context.ts";
import { parseRoles, type RoleView } from "../invitations/invitation-view.ts";
import { wakeMail } from "../mail/queue-mail.ts";
import { followGroups } from "../places/follow-groups.ts";
import { fullRow, type KeptRow, leanRow, listedUnder } from "./check-rows.ts";
import { type ColumnKey, fieldKeyOf } from "./columns.ts";
import { countToInvite } from "./import-view.ts";
import {
  type ChunkDone,
  chunkOf,
  chunkSizes,
  dividedByBytes,
  type ImportWork,
  moved,
  rulesOf,
} from "./import-work.ts";
import { lostSince } from "./lost-since.ts";
import { groupsOfRows, namedNewGroup, withMadeGroups } from "./new-groups.ts";
import { nameQueries } from "./row-rules.ts";
import { type JudgedPerson, judgePerson, type RowChange } from "./update-of-row.ts";

/**
 * Changes a chunk of the people whom a file finds here (F67). Each is judged anew by how they are at this
 * moment: who needs no change any more, was deactivated or is gone is left alone, and their rows say so. Rows
 * that change people come before those that invite, so that a chunk stays well within its queries.
 */
export async function updateChunk(ctx: Context, work: ImportWork): Promise<ChunkDone> {
  const { record, lease, policies, actor } = work;
  const { workspaceId, id, fileName } = record;
  const now = ctx.now();
  const op = ctx.ids.next("event");
  const [found, names, fields] = await ctx.db.batch([
    rowsToUpdate(ctx.db, workspaceId, id, chunkSizes.update.rows + 1),
    ...nameQueries(ctx, workspaceId, record.mapping),
  ]);
  const { chunk: rows, more: goesOn } = chunkOf(found, chunkSizes.update);
  const newGroups = await groupsOfRows(
    ctx,
    work,
    rows.map(({ resolved }) => fullRow(resolved)),
  );
  const known = newGroups.planned.map((group) => ({
    ...group,
    kind: "group" as const,
    path: null,
    unitId: null,
    draft: 0,
    groupId: null,
    startsAt: null,
    timeZone: null,
    full: 0,
  }));
  const rules = rulesOf(ctx, work, [...names, ...known], fields);
  const people: UpdatedPerson[] = [];
  const entries: AuditEntry[] = [];
  const settled = rows.map(({ line, outcome: _, resolved, ...person }) => {
    const checked = fullRow(resolved);
    const { row, problem: unmade } = newGroups.placed(checked);
    const lost = unmade ?? lostSince(row, rules);
    const judged: JudgedPerson = lost
      ? { outcome: "error", problem: lost }
      : (person.membership?.id && judgePerson(row, person, rules, now)) || gone(row);
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
      // Whom an address belongs to is told to whoever sees everybody, or changes this person.
      membershipId:
        rules.reach === "everywhere" || outcome === "updated" ? (person.membership?.id ?? null) : null,
      invitationId: null,
      // Most are as they were checked, and are not sent once more.
      ...(sameChanges(row, kept) && !namedNewGroup(checked) ? {} : { resolved: leanRow(kept) }),
    };
  });
  const last = !goesOn;
  const more = !last || countToInvite(record.counts) > 0;
  // Whoever has new groups, units or roles is where these lead, and has what these have.
  const placed = people.flatMap(({ id, roles, unitIds, groupIds }) =>
    roles.length + unitIds.length + groupIds.length > 0 ? [id] : [],
  );
  const { made, statements: making } = newGroups.making(people.flatMap(({ groupIds }) => groupIds));
  const [first, ...rest]: Statement[] = [
    ...making,
    ...updatePeople(ctx.db, { workspaceId, op, now }, dividedByBytes(people)),
    ...(placed.length > 0 ? followGroups(ctx, { workspaceId, policies, op }, JSON.stringify(placed)) : []),
    ...dividedByBytes(entries).flatMap((some) => auditEach(ctx, some)),
    ...dividedByBytes(settled).map((some) => settleRows(ctx.db, workspaceId, id, some)),
    advanceImport(ctx.db, workspaceId, id, lease, {
      counts: shiftedCounts({
        ...moved(rows, settled),
        // After the last chunk nothing is left to change, whatever the count said.
        ...(last ? { update: -(record.counts.update ?? 0) } : {}),
      }),
      ...withMadeGroups(record, made),
      ...(more ? {} : { status: "done", finishedAt: now }),
      lease: null,
      leaseUntil: null,
    }),
  ];
  if (first) await ctx.db.batch([first, ...rest]);
  if (people.length > 0) await wakeMail(ctx, workspaceId);
  return { more };
}

function sameChanges(before: KeptRow, { changes, problems }: Pick<KeptRow, "changes" | "problems">): boolean {
  return problems.length === 0 && JSON.stringify(before.changes) === JSON.stringify(changes);
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
  access_expires_on: "accessEndsOn",
};

/** What the audit keeps of a change: values and roles before and after, and what was added. */
function beforeAndAfter(changes: readonly RowChange[], held: readonly RoleView[]): Record<string, unknown> {
  const before: Record<string, unknown> = {};
  const after: Record<string, unknown> = {};
  const answers: { before: Record<string, unknown>; after: Record<string, unknown> } = {
    before: {},
    after: {},
  };
  for (const change of changes) {
    const name = nameOfValue[change.field];
    const key = fieldKeyOf(change.field);
    if (name) {
      before[name] = change.before ?? null;
      after[name] = change.after;
    } else if (key !== null) {
      answers.before[key] = change.before ?? null;
      answers.after[key] = change.after;
    }
  }
  const added = (...fields: ColumnKey[]) =>
    changes.filter(({ field }) => fields.includes(field)).map(({ after }) => after);
  const roles = added("role");
  if (roles.length > 0) {
    before.roles = held.map(({ role }) => role);
    after.roles = [...held.map(({ role }) => role), ...roles];
  }
  const lists = { addedTo: added("unit", "group"), courses: added("courses"), labels: added("labels") };
  return {
    before,
    after,
    ...Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0)),
    ...(Object.keys(answers.after).length > 0 ? { customFields: answers } : {}),
  };
}
