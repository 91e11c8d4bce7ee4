import * as z from "zod";
import {
  expiringCount,
  type ListedStatus,
  type ListPlan,
  mostOverdueSorted,
  overdueCount,
  peoplePage,
  statusCounts,
} from "../../../db/queries/people-list.ts";
import type { Context } from "../context.ts";
import { parseRoles, type RoleView } from "../invitations/invitation-view.ts";
import { isRemindable } from "../invitations/reminders.ts";
import { memberUseCase } from "../use-case.ts";
import {
  affordable,
  type FoundRow,
  inOrder,
  listed,
  planFor,
  readCursor,
  sortsOverdue,
  type Wanted,
  writeCursor,
} from "./page-plan.ts";
import { peopleFilter } from "./people-filter.ts";

const day = 86_400_000;

/** Other counts than those of the counters stop here: "1,000+". */
const countedAtMost = 1_000;

export const listPeopleFields = z.strictObject({
  ...peopleFilter,
  limit: z.coerce.number().int().min(1).max(100, "At most 100 rows a page.").optional(),
  cursor: z.string("Give the cursor of the page before.").max(1_000).optional(),
  /** False leaves the chips out, for programs. */
  chips: z.boolean().optional(),
});

export type ListPeopleInput = z.input<typeof listPeopleFields>;

export interface PersonRow {
  /** Of the membership. */
  id: string;
  name: string;
  firstName: string;
  lastName: string;
  email: string | null;
  roles: RoleView[];
  status: ListedStatus;
  delivery: string;
  /** The latest mail is one that can be reminded of. */
  remindable: boolean;
  invitationId: string | null;
  expiresAt: number | null;
  createdAt: number;
  joinedAt: number | null;
  lastSeenAt: number | null;
  inviterName: string | null;
  sentAt: number | null;
}

/** The numbers on the status chips; exact as of the last minute of the cron. */
export interface PeopleChips {
  all: number;
  pending: number;
  active: number;
  expired: number;
  bounced: number;
  deactivated: number;
  canceled: number;
  /** Links that end within a day; 1,001 means more than a thousand. */
  expiring: number;
}

export interface PeoplePage {
  rows: PersonRow[];
  nextCursor: string | null;
  /** `keep_looking`: the page is short because enough was read; the cursor goes on from there. */
  more: "no" | "yes" | "keep_looking";
  chips: PeopleChips | null;
}

/**
 * One page of members and invitations (F84 to F92), with the chips, in one round trip and at a flat
 * cost (performance.md). A pending row whose term is over counts as expired from that moment on,
 * whether or not the cron has been there (K-01).
 *
 * Throws VALIDATION_FAILED, also for a cursor of another order.
 */
export const listPeople = memberUseCase(
  "people.view",
  listPeopleFields,
  async (ctx, input): Promise<PeoplePage> => {
    const { id } = ctx.workspace;
    const limit = input.limit ?? 50;
    const now = ctx.now();
    const plan = planFor(input, limit, now);
    plan.after = readCursor(plan, input.cursor);
    const [found, overdue, counts, expiring] = await ctx.db.batch([
      peoplePage(ctx.db, id, now, plan),
      overdueCount(ctx.db, id, sortsOverdue(plan) ? now : 0),
      statusCounts(ctx.db, input.chips === false ? "" : id),
      expiringCount(ctx.db, input.chips === false ? "" : id, now, now + day, countedAtMost + 1),
    ]);
    const page =
      (overdue[0]?.count ?? 0) > mostOverdueSorted
        ? await pageAmongPending(ctx, id, plan, limit, now)
        : cut(found, plan, limit, now);
    return {
      ...page,
      chips: input.chips === false ? null : chipsOf(counts, expiring[0]?.count ?? 0),
    };
  },
);

/** One page of `limit` rows for exports and the list of invitations, without the chips and the bound of the form. */
export async function readPeople(
  ctx: Context,
  workspaceId: string,
  wanted: Wanted,
  limit: number,
  cursor: string | null,
): Promise<Omit<PeoplePage, "chips">> {
  const now = ctx.now();
  const plan = planFor(wanted, limit, now);
  if (plan.look > 0) plan.look = Math.max(plan.look, limit + 1);
  plan.after = readCursor(plan, cursor ?? undefined);
  const [found, overdue] = await ctx.db.batch([
    peoplePage(ctx.db, workspaceId, now, plan),
    overdueCount(ctx.db, workspaceId, sortsOverdue(plan) ? now : 0),
  ]);
  return (overdue[0]?.count ?? 0) > mostOverdueSorted
    ? pageAmongPending(ctx, workspaceId, plan, limit, now)
    : cut(found, plan, limit, now);
}

function cut(unsorted: FoundRow[], plan: ListPlan, limit: number, now: number): Omit<PeoplePage, "chips"> {
  const found = inOrder(unsorted, plan);
  const kept = found.filter((row) => row.kept);
  const shown = kept.slice(0, limit);
  const rows = shown.map((row) => personRow(row, now));
  const lastShown = shown.at(-1);
  if (kept.length > limit && lastShown) {
    return { rows, nextCursor: writeCursor(plan, lastShown), more: "yes" };
  }
  const lastLooked = found.at(-1);
  if (found.length === plan.look && lastLooked) {
    return { rows, nextCursor: writeCursor(plan, lastLooked), more: "keep_looking" };
  }
  return { rows, nextCursor: null, more: "no" };
}

/** The cron has stood still for long: the overdue are too many to sort, so they are met among the pending. */
async function pageAmongPending(
  ctx: Context,
  workspaceId: string,
  plan: ListPlan,
  limit: number,
  now: number,
): Promise<Omit<PeoplePage, "chips">> {
  const slow: ListPlan = {
    ...plan,
    overdue: "among_pending",
    look: Math.max(limit + 1, affordable(plan.also.length)),
  };
  return cut(await peoplePage(ctx.db, workspaceId, now, slow), slow, limit, now);
}

function personRow(row: FoundRow, now: number): PersonRow {
  const overdue = row.shownAs === "pending" && row.linkExpiresAt !== null && row.linkExpiresAt <= now;
  return {
    id: row.id,
    name: `${row.firstName} ${row.lastName}`.trim(),
    firstName: row.firstName,
    lastName: row.lastName,
    email: row.email,
    roles: parseRoles(row.roles),
    status: overdue ? "expired" : (row.shownAs as ListedStatus),
    delivery: row.delivery,
    remindable: row.shownAs === "pending" && !overdue && isRemindable(row.delivery),
    invitationId: row.invitationId,
    expiresAt: row.linkExpiresAt,
    createdAt: row.createdAt,
    joinedAt: row.joinedAt,
    lastSeenAt: row.lastSeenAt,
    inviterName: row.inviterName,
    sentAt: row.sentAt,
  };
}

function chipsOf(
  counts: readonly { facet: string; status: string; count: number }[],
  expiring: number,
): PeopleChips {
  const of = (facet: string, wanted: readonly string[]) =>
    counts
      .filter((row) => row.facet === facet && wanted.includes(row.status))
      .reduce((sum, row) => sum + row.count, 0);
  return {
    all: of("", listed),
    pending: of("", ["pending"]),
    active: of("", ["active"]),
    expired: of("", ["expired"]),
    bounced: of("delivery:bounced", listed),
    deactivated: of("", ["deactivated"]),
    canceled: of("", ["canceled", "declined"]),
    expiring,
  };
}
