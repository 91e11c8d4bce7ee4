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
import { deliveryStates } from "../../../db/schema/index.ts";
import type { Context } from "../context.ts";
import { invalidField } from "../errors.ts";
import { idField, roleField } from "../fields.ts";
import { parseRoles, type RoleView } from "../invitations/invitation-view.ts";
import { normaliseSearch } from "../people/person-name.ts";
import { memberUseCase } from "../use-case.ts";

const day = 86_400_000;

/** Other counts than those of the counters stop here: "1,000+". */
const countedAtMost = 1_000;

/** Rows that D1 may read for one page of a filter that no index answers alone. */
const readAtMost = 2_000;

const statuses = [
  "all",
  "pending",
  "active",
  "expired",
  "expiring",
  "bounced",
  "deactivated",
  "canceled",
  "declined",
] as const;

/** The filter of the People list as it stands in the URL, in exports and in bulk jobs. */
export const peopleFilter = {
  status: z.enum(statuses, `Choose one of: ${statuses.join(", ")}.`).optional(),
  delivery: z.enum(deliveryStates, `Choose one of: ${deliveryStates.join(", ")}.`).optional(),
  role: roleField.optional(),
  unitId: idField("unit").optional(),
  groupId: idField("group").optional(),
  /** A membership or an API key. */
  inviterId: z.string("Give an id.").max(60).optional(),
  importId: z.string("Give an id.").max(60).optional(),
  /** Open invitations whose link ends before this moment, soonest first. */
  expiringBefore: z.coerce.date("Give a time, like 2026-12-31T18:00:00Z.").optional(),
  q: z.string("Enter text.").max(1_000, "Search for less.").optional(),
  /** By the time of the invitation; searches are in order of the word found. */
  sort: z.enum(["newest", "oldest"], "Choose newest or oldest.").optional(),
};

export const listPeopleFields = z.strictObject({
  ...peopleFilter,
  limit: z.coerce.number().int().min(1).max(100, "At most 100 rows a page.").optional(),
  cursor: z.string("Give the cursor of the page before.").max(1_000).optional(),
  /** False leaves the chips out, for programs. */
  chips: z.boolean().optional(),
});

export type ListPeopleInput = z.input<typeof listPeopleFields>;

export type PeopleFilter = z.output<z.ZodObject<typeof peopleFilter>>;

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
      overdueCount(ctx.db, id, input.status === "expired" ? now : 0),
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

/** One page of `limit` rows for exports and bulk jobs, without the chips and the bound of the form. */
export async function readPeople(
  ctx: Context,
  workspaceId: string,
  filter: PeopleFilter,
  limit: number,
  cursor: string | null,
): Promise<Omit<PeoplePage, "chips">> {
  const now = ctx.now();
  const plan = planFor(filter, limit, now);
  plan.look = Math.max(plan.look, limit + 1);
  plan.after = readCursor(plan, cursor ?? undefined);
  const [found, overdue] = await ctx.db.batch([
    peoplePage(ctx.db, workspaceId, now, plan),
    overdueCount(ctx.db, workspaceId, filter.status === "expired" ? now : 0),
  ]);
  return (overdue[0]?.count ?? 0) > mostOverdueSorted
    ? pageAmongPending(ctx, workspaceId, plan, limit, now)
    : cut(found, plan, limit, now);
}

const listed: readonly ListedStatus[] = ["pending", "expired", "active", "deactivated"];

/** Chooses the index that answers: the most selective one, as far as one can know without asking. */
function planFor(filter: PeopleFilter, limit: number, now: number): ListPlan {
  const facets = facetsOf(filter);
  const search = normaliseSearch(filter.q ?? "");
  const expiringBefore = Math.min(
    filter.status === "expiring" ? now + day : Number.POSITIVE_INFINITY,
    filter.expiringBefore?.getTime() ?? Number.POSITIVE_INFINITY,
  );
  const bounded = Number.isFinite(expiringBefore);
  const order = search ? "term" : bounded ? "expiry" : (filter.sort ?? "newest");
  const ranged = order === "newest" || order === "oldest";
  const [facet = "", ...rest] = facets;
  const also = ranged ? rest : facets;
  const plan: ListPlan = {
    order,
    statuses: statusesOf(filter, bounded),
    facet: ranged ? facet : "",
    also,
    search,
    expiringBefore: bounded ? expiringBefore : null,
    after: null,
    look: limit + 1,
    overdue: "by_index",
  };
  const judged = also.length > 0 || (bounded && order === "term");
  // Some looked-at rows may fall out: overdue ones, second terms of a person. Those cost two reads each.
  const spare = search || filter.status === "pending" ? Math.ceil(limit / 6) : 0;
  plan.look = judged ? affordable(also.length) : limit + 1 + spare;
  return plan;
}

/** Index rows that may be looked at: each is read, its membership, its facets, its roles and invitation. */
function affordable(facets: number): number {
  return Math.floor((readAtMost - 100) / (6 + facets));
}

function statusesOf(filter: PeopleFilter, bounded: boolean): readonly ListedStatus[] {
  const { status = "all" } = filter;
  if (status === "all" || status === "bounced") return bounded ? ["pending"] : listed;
  if (status === "expiring") return ["pending"];
  if (status === "canceled") return ["canceled", "declined"];
  return [status];
}

/** The facets of a filter, the one that leaves fewest rows first. */
function facetsOf(filter: PeopleFilter): string[] {
  const { role, groupId, importId, inviterId, unitId, delivery } = filter;
  const wanted = [
    filter.status === "bounced" ? "delivery:bounced" : null,
    role && role !== "learner" ? `role:${role}` : null,
    groupId ? `group:${groupId}` : null,
    importId ? `import:${importId}` : null,
    inviterId ? `inviter:${inviterId}` : null,
    unitId ? `unit:${unitId}` : null,
    delivery ? `delivery:${delivery}` : null,
    role === "learner" ? "role:learner" : null,
  ];
  return [...new Set(wanted)].filter((facet) => facet !== null);
}

type FoundRow = Awaited<ReturnType<typeof peoplePage>>[number];

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

/** As SQLite orders text: by bytes of UTF-8. */
function inOrder(rows: FoundRow[], plan: ListPlan): FoundRow[] {
  const encoder = new TextEncoder();
  const keyed = rows.map((row) => ({ row, bytes: encoder.encode(`${row.key}\u0000${row.id}`) }));
  keyed.sort((a, b) => {
    if (typeof a.row.key === "number" && typeof b.row.key === "number" && a.row.key !== b.row.key) {
      return a.row.key - b.row.key;
    }
    return compareBytes(a.bytes, b.bytes);
  });
  if (plan.order === "newest") keyed.reverse();
  return keyed.map(({ row }) => row);
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (let index = 0; index < Math.min(a.length, b.length); index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
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

const position = z.tuple([
  z.enum(["newest", "oldest", "term", "expiry"]),
  z.union([z.string(), z.number()]),
  z.string(),
]);

function writeCursor(plan: ListPlan, row: FoundRow): string {
  const bytes = new TextEncoder().encode(JSON.stringify([plan.order, row.key, row.id]));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

function readCursor(plan: ListPlan, cursor: string | undefined): ListPlan["after"] {
  if (!cursor) return null;
  const wrong = invalidField(
    "cursor",
    "cursor",
    "This is not a cursor of this list. Begin at the first page.",
  );
  try {
    const text = atob(cursor.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
    const [order, key, id] = position.parse(JSON.parse(new TextDecoder().decode(bytes)));
    if (order === plan.order) return [key, id];
  } catch {
    throw wrong;
  }
  throw wrong;
}
