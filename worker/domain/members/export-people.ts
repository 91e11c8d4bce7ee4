import * as z from "zod";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { type MemberContext, memberUseCase } from "../use-case.ts";
import { byteOrderMark, csvLine } from "./csv-cells.ts";
import { type PeopleFilter, type PersonRow, peopleFilter, readPeople } from "./list-people.ts";

/** People read at once: what an export holds in memory, however long it is. */
const pageSize = 1_000;

export interface PeopleExport {
  fileName: string;
  /** The file in pieces, read as they are asked for; the first is the byte order mark and the header. */
  lines: AsyncGenerator<string, void, void>;
}

const header = [
  "email",
  "first_name",
  "last_name",
  "roles",
  "status",
  "delivery",
  "invited_by",
  "invited_at",
  "sent_at",
  "link_expires_at",
  "joined_at",
  "last_seen_at",
  "id",
];

/**
 * The People list of a filter as CSV, without end in size (F90, F91). Cells that a spreadsheet would
 * run are disarmed (C-01). The audit keeps who took what before the first line leaves.
 */
export const exportPeople = memberUseCase(
  "people.export",
  z.strictObject(peopleFilter),
  async (ctx, filter): Promise<PeopleExport> => {
    await commit(
      ctx,
      audit(ctx, {
        workspaceId: ctx.workspace.id,
        actor: ctx.actor,
        action: "people.exported",
        op: ctx.ids.next("event"),
        details: { filter },
      }),
      null,
    );
    const day = new Date(ctx.now()).toISOString().slice(0, 10);
    return { fileName: `people-${day}.csv`, lines: linesOf(ctx, filter) };
  },
);

async function* linesOf(ctx: MemberContext, filter: PeopleFilter): AsyncGenerator<string, void, void> {
  yield byteOrderMark + csvLine(header);
  let cursor: string | null = null;
  do {
    const page = await readPeople(ctx, ctx.workspace.id, filter, pageSize, cursor);
    if (page.rows.length > 0) yield page.rows.map(lineOf).join("");
    cursor = page.nextCursor;
  } while (cursor);
}

function lineOf(row: PersonRow): string {
  return csvLine([
    row.email,
    row.firstName,
    row.lastName,
    [...new Set(row.roles.map(({ role }) => role))].join(" "),
    row.status,
    row.delivery,
    row.inviterName,
    isoTime(row.createdAt),
    isoTime(row.sentAt),
    isoTime(row.expiresAt),
    isoTime(row.joinedAt),
    isoTime(row.lastSeenAt),
    row.id,
  ]);
}

function isoTime(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}
