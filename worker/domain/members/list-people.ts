import * as z from "zod";
import type { Part } from "../../../db/queries/parts.ts";
import {
  type ChipCount,
  endingSoon,
  type ListedStatus,
  type ListPlan,
  mostOverdueSorted,
  overdueCount,
  overdueKey,
  type PartCounting,
  partCounts,
  peoplePage,
  statusCounts,
} from "../../../db/queries/people-list.ts";
import type { UnprovedAddress } from "../../../db/queries/unproved-members.ts";
import type { Context } from "../context.ts";
import { parseRoles, type RoleView } from "../invitations/invitation-view.ts";
import { isRemindable } from "../invitations/reminders.ts";
import type { Policies } from "../policies.ts";
import { type MemberContext, memberUseCase, within } from "../use-case.ts";
import {
  affordable,
  type FoundRow,
  facetsOfPart,
  inOrder,
  listed,
  listedAsEnded,
  listedFirst,
  planFor,
  readCursor,
  sortsOverdue,
  type Wanted,
  writeCursor,
} from "./page-plan.ts";
import { partFor, requireInPart, rolesSeen } from "./part.ts";
import { type PeopleFilter, peopleFilter } from "./people-filter.ts";

const day = 86_400_000;

/** Other counts than those of the counters stop here: "1,000+". */
const countedAtMost = 1_000;
/** A part of so many people is gone through for what has no counter there; or its pending ones. */
const mostSifted = 500;
const mostPendingSifted = { once: 500, shared: 250 };
/** Rows read to count people of several places once; with what is sifted and the page itself less than 2,000. */
const mostToldApart = 900;
/** One unit or group that is asked for has its counters; people are told apart only where they may be in several. */
const ofOnePlace = { sifted: 0, siftedPending: 0, told: 300 };

export const listPeopleFields = z.strictObject({
  ...peopleFilter,
  limit: z.coerce.number().int().min(1).max(100, "At most 100 rows a page.").optional(),
  cursor: z.string("Give the cursor of the page before.").max(1_000).optional(),
  /** False leaves the chips out, for programs; so does any filter but the state and one place. */
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
  /** Of people without an address: what they sign in with. */
  username: string | null;
  /** Of whoever was let in without proof (F132): the address that they typed, and until when somebody may confirm it. */
  unproved: UnprovedAddress | null;
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
  /** They came in by themselves (F128). */
  registered: boolean;
  sentAt: number | null;
  /** Since when they wait for a seat (F109); null: they do not. */
  seatWaitSince: number | null;
  /** Deactivated because their access ended, and not by hand (D32). */
  accessEnded: boolean;
}

/**
 * Of whom the numbers beside the list are: of everybody, or of the one place that is asked for, each of which has
 * counters of its own. Null beside any other filter: those numbers would say the wrong thing.
 */
function countedOf(filter: PeopleFilter): "everybody" | PartCounting["facets"] | null {
  const { status: _status, sort: _sort, unitId, groupId, ...narrower } = filter;
  const isNarrowed = Object.keys(peopleFilter).some((name) => narrower[name as keyof typeof narrower]);
  if (isNarrowed || (unitId && groupId)) return null;
  if (unitId) return { unitId };
  return groupId ? [`group:${groupId}`] : "everybody";
}

type Chip =
  | "all"
  | "pending"
  | "active"
  | "expired"
  | "bounced"
  | "deactivated"
  | "unproved"
  | "canceled"
  | "expiring";

/**
 * The numbers on the status chips; exact as of the last minute of the cron. Null, in a large part: nobody counts
 * that.
 */
export interface PeopleChips extends Record<Chip, number | null> {
  /** So many or more: it is counted and not kept, and ends at a thousand (links that end within a day, people of a
   * part who are in several of its places). */
  atLeast: Chip[];
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
 * whether or not the cron has been there (K-01). Whoever sees a part sees its people alone, each once, in the
 * order of its places; so does whoever asks for a unit, which means those below it too.
 *
 * Throws VALIDATION_FAILED, also for a cursor of another order, and NOT_FOUND for a unit or group outside the
 * asker's part.
 */
export const listPeople = memberUseCase(
  within("people.view"),
  listPeopleFields,
  async (ctx, input): Promise<PeoplePage> => {
    const { id } = ctx.workspace;
    const limit = input.limit ?? 50;
    const now = ctx.now();
    const part = partFor(ctx, "people.view");
    requireInPart(part, input);
    const plan = planFor(input, limit, now, part, ctx.workspace.policies);
    plan.after = readCursor(plan, input.cursor);
    const of = input.chips === false ? null : countedOf(input);
    const place = of === "everybody" ? null : of;
    const counting = of === null ? "" : id;
    const distinct = place
      ? "unitId" in place && ctx.workspace.policies["units.per_person"] === "several"
      : part !== null && !addsUp(part, ctx.workspace.policies);
    const [found, overdue, counts, ending] = await ctx.db.batch([
      peoplePage(ctx.db, id, now, plan),
      overdueCount(ctx.db, id, sortsOverdue(plan) ? now : 0),
      part || place
        ? partCounts(ctx.db, counting, {
            facets: place ?? (part && counting ? facetsOfPart(part) : []),
            distinct,
            ended: listedAsEnded(ctx.workspace.policies),
            from: now,
            until: now + day,
            most: countedAtMost,
            ...(place
              ? ofOnePlace
              : {
                  sifted: mostSifted,
                  siftedPending: distinct ? mostPendingSifted.shared : mostPendingSifted.once,
                  told: mostToldApart,
                }),
          })
        : statusCounts(ctx.db, counting),
      endingSoon(ctx.db, part || place ? "" : counting, now, now + day, countedAtMost + 1),
    ]);
    const page =
      (overdue[0]?.count ?? 0) > mostOverdueSorted
        ? await pageAmongPending(ctx, id, plan, limit, now)
        : cut(found, plan, limit, now);
    return {
      ...seenIn(part, page),
      chips: counting
        ? chipsOf(counts, part || place ? null : (ending[0]?.count ?? 0), ctx.workspace.policies)
        : null,
    };
  },
);

/** One page of `limit` rows for exports and the list of invitations, without the chips and the bound of the form. */
export async function readPeople(
  ctx: MemberContext,
  wanted: Wanted,
  limit: number,
  cursor: string | null,
  part: Part | null,
): Promise<Omit<PeoplePage, "chips">> {
  const now = ctx.now();
  const workspaceId = ctx.workspace.id;
  requireInPart(part, wanted);
  const plan = planFor(wanted, limit, now, part, ctx.workspace.policies);
  if (plan.look > 0) plan.look = Math.max(plan.look, limit + 1);
  plan.after = readCursor(plan, cursor ?? undefined);
  const [found, overdue] = await ctx.db.batch([
    peoplePage(ctx.db, workspaceId, now, plan),
    overdueCount(ctx.db, workspaceId, sortsOverdue(plan) ? now : 0),
  ]);
  const page =
    (overdue[0]?.count ?? 0) > mostOverdueSorted
      ? await pageAmongPending(ctx, workspaceId, plan, limit, now)
      : cut(found, plan, limit, now);
  return seenIn(part, page);
}

/** The page without the roles that people hold outside of the part. */
function seenIn<Page extends { rows: PersonRow[] }>(part: Part | null, page: Page): Page {
  return part === null
    ? page
    : { ...page, rows: page.rows.map((row) => ({ ...row, roles: rolesSeen(part, row.roles) })) };
}

function cut(unsorted: FoundRow[], plan: ListPlan, limit: number, now: number): Omit<PeoplePage, "chips"> {
  const found = inOrder(unsorted, plan);
  const belongs = judgeOf(plan);
  const kept = found.filter((row) => row.kept && belongs(row));
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

/** Who is of the part by a row of their own, and in a walk through it: at the first place that shows them. */
function judgeOf({ part, walk }: ListPlan): (row: FoundRow) => boolean {
  if (!part) return () => true;
  const places = new Map(facetsOfPart(part).map((facet, index) => [facet, index]));
  return ({ key, places: json }) => {
    const stands = JSON.parse(json ?? "[]") as true | [facet: string, derived: 0 | 1][];
    if (stands === true) return true;
    if (!stands.some(([facet, derived]) => !derived && places.has(facet))) return false;
    if (!walk || !("facets" in walk) || key === overdueKey) return true;
    const first = Math.min(...stands.map(([facet]) => places.get(facet) ?? Number.POSITIVE_INFINITY));
    return places.get(String(key).split(" ")[0] ?? "") === first;
  };
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
    look: Math.max(limit + 1, affordable(plan.also.length + (plan.part ? 4 : 0))),
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
    username: row.username,
    unproved: row.unproved === null ? null : (JSON.parse(row.unproved) as UnprovedAddress),
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
    registered: row.origin === "catalog" || row.unproved !== null,
    sentAt: row.sentAt,
    seatWaitSince: row.seatWaitSince,
    accessEnded: row.accessEnded === 1,
  };
}

/**
 * True where the counters of a part's places add up to its people: one group, or units where everybody has one.
 */
function addsUp({ units, groups }: Part, policies: Policies): boolean {
  if (groups.length > 0) return units.length === 0 && groups.length === 1;
  return units.length < 2 || policies["units.per_person"] === "one";
}

/** The counters of the workspace with what ends soon there, or all the numbers of a part. */
function chipsOf(counts: readonly ChipCount[], ending: number | null, policies: Policies): PeopleChips {
  const ofPart = ending === null;
  const soon: ChipCount[] = ofPart
    ? []
    : [{ facet: "ending", status: "pending", count: ending, more: ending > countedAtMost ? 1 : 0 }];
  const of = (facet: string, wanted: readonly string[]) =>
    [...counts, ...soon].filter((row) => row.facet === facet && wanted.includes(row.status));
  const counted: Record<Chip, Pick<ChipCount, "count" | "more">[]> = {
    all: of("", listedFirst(policies)),
    pending: of("", ["pending"]),
    active: of("", ["active"]),
    expired: of("", ["expired"]),
    bounced: of("delivery:bounced", listed),
    deactivated: of("", ["deactivated"]),
    unproved: of("", ["unproved"]),
    canceled: of("", ofPart ? ["canceled"] : listedAsEnded(policies)),
    expiring: of("ending", ["pending"]),
  };
  const chips = Object.keys(counted) as Chip[];
  const atLeast = chips.filter((chip) => counted[chip].some(({ more }) => more === 1));
  const numbers = chips.map((chip) => {
    const number = sum(counted[chip].map(({ count }) => count));
    return [chip, number !== null && atLeast.includes(chip) ? Math.min(number, countedAtMost) : number];
  });
  return { ...(Object.fromEntries(numbers) as Record<Chip, number | null>), atLeast };
}

/** Null where one of them is not known. */
function sum(numbers: readonly (number | null)[]): number | null {
  return numbers.reduce((total, number) => (total === null || number === null ? null : total + number), 0);
}
