import * as z from "zod";
import { allCustomFieldsOf } from "../../../db/queries/custom-fields.ts";
import type { Part } from "../../../db/queries/parts.ts";
import { describedPeople, type ExportedPlace } from "../../../db/queries/people-export.ts";
import { byteOrderMark, csvLine } from "../csv-cells.ts";
import { idField } from "../fields.ts";
import { headingFor } from "../file-words.ts";
import { requireTarget } from "../jobs/job-fields.ts";
import { type CustomRole, roleWord } from "../permissions.ts";
import { type MemberContext, memberUseCase, within } from "../use-case.ts";
import { type PersonRow, readPeople } from "./list-people.ts";
import type { Wanted } from "./page-plan.ts";
import { isElsewhere, partFor, requireInPart, rolesSeen } from "./part.ts";
import { peopleFilter } from "./people-filter.ts";
import { takeExport } from "./take-export.ts";

/** People read at once: what an export holds in memory, however long it is. */
const pageSize = 1_000;

export interface PeopleExport {
  fileName: string;
  /** The file in pieces, read as they are asked for; the first is the byte order mark and the header. */
  lines: AsyncGenerator<string, void, void>;
}

/** Headings that an import knows again, so that an export can be changed and uploaded (F140). */
const personHeader = [
  "email",
  "username",
  "first_name",
  "last_name",
  "roles",
  "unit",
  "groups",
  "language",
  "external_id",
  "labels",
  "access_expires_on",
];

const listHeader = [
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
 * The People list of a filter as CSV, without end in size, or the rows picked by hand (F90, F91). Cells that a spreadsheet would
 * run are disarmed (C-01). Of a part, who is in it. The audit keeps who took what before the first line leaves.
 *
 * Throws RATE_LIMITED for the sixth export of a person within a clock hour (1.7), NOT_FOUND for a unit or group
 * outside the asker's part.
 */
export const exportPeople = memberUseCase(
  within("people.export"),
  z.strictObject({
    filter: z.strictObject(peopleFilter).optional(),
    /** Rows picked by hand: ids of memberships. They win over the filter. */
    ids: z
      .array(idField("membership"))
      .min(1)
      .max(pageSize, "Pick at most 1,000 rows, or use a filter.")
      .optional(),
  }),
  async (ctx, input): Promise<PeopleExport> => {
    requireTarget(input);
    requireInPart(partFor(ctx, "people.export"), input.filter ?? {});
    const wanted: Wanted = input.ids ? { ids: [...new Set(input.ids)] } : { ...input.filter };
    await takeExport(ctx, { filter: wanted });
    const day = new Date(ctx.now()).toISOString().slice(0, 10);
    return { fileName: `people-${day}.csv`, lines: linesOf(ctx, wanted) };
  },
);

async function* linesOf(ctx: MemberContext, wanted: Wanted): AsyncGenerator<string, void, void> {
  const workspaceId = ctx.workspace.id;
  const fields = await allCustomFieldsOf(ctx.db, workspaceId);
  yield byteOrderMark +
    csvLine([
      ...personHeader.map((column) => headingFor(column, ctx, fields)),
      ...fields.map(({ key }) => `custom:${key}`),
      ...listHeader,
    ]);
  const part = partFor(ctx, "people.export");
  let cursor: string | null = null;
  do {
    const page = await readPeople(ctx, wanted, pageSize, cursor, part);
    if (page.rows.length > 0) {
      const ids = JSON.stringify(page.rows.map(({ id }) => id));
      const described = new Map(
        (await describedPeople(ctx.db, workspaceId, ids)).map((person) => [person.id, person]),
      );
      yield page.rows
        .map((row) => lineOf(row, described.get(row.id), fields, part, ctx.workspace.customRoles))
        .join("");
    }
    cursor = page.nextCursor;
  } while (cursor);
}

type Described = Awaited<ReturnType<typeof describedPeople>>[number];

/** A place outside the asker's part does not exist for them; neither does a role that holds there. */
function lineOf(
  row: PersonRow,
  described: Described | undefined,
  fields: readonly { key: string }[],
  part: Part | null,
  customRoles: readonly CustomRole[],
): string {
  const names = (places: string | undefined) =>
    (JSON.parse(places ?? "[]") as ExportedPlace[])
      .flatMap(({ id, name }) => (isElsewhere(part, id) ? [] : [name]))
      .join("; ");
  const answers = JSON.parse(described?.customFields ?? "{}") as Record<string, string>;
  return csvLine([
    row.email,
    described?.username ?? null,
    row.firstName,
    row.lastName,
    [...new Set(rolesSeen(part, row.roles).map(({ role }) => roleWord(role, customRoles)))].join("; "),
    names(described?.units),
    names(described?.groups),
    described?.language ?? null,
    described?.externalId ?? null,
    (JSON.parse(described?.labels ?? "[]") as string[]).join("; "),
    described?.accessEndsOn ?? null,
    ...fields.map(({ key }) => answers[key] ?? null),
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
