import * as z from "zod";
import { type SeatKind, type SeatPosition, seatCounts, seatPage } from "../../../db/queries/seats.ts";
import { invalidField } from "../errors.ts";
import { normaliseSearch } from "../people/person-name.ts";
import { type PlanName, planNameOf } from "../plans.ts";
import type { Policies } from "../policies.ts";
import { type MemberContext, memberUseCase } from "../use-case.ts";
import { invitationsPerDay, onTrial } from "../workspaces/plan.ts";
import { reservesSeats, seatsLeft } from "./room.ts";

/** Rows of the index that a search looks at for each that it shows: then its page is short and has a cursor. */
const lookedForEach = 2;
/** The share of the soft limit at which people are warned (F147). */
const warnedAt = 0.9;

/** Plan and seats of a workspace in numbers. */
export interface SeatSummary {
  plan: PlanName;
  trial: boolean;
  invitationsPerDay: number;
  /** Null: as many as come. */
  seats: number | null;
  /** People who count, and since when they do by policy D22. */
  used: number;
  /** People who were set up and have not been here: each holds a seat that does not count yet. */
  held: number;
  /** Open invitations that hold a seat each; 0 where they hold none. */
  reserved: number;
  /** People who found no seat and asked to be told of one. */
  waiting: number;
  /** Below 0 nobody is locked out, and nobody new comes in; null: without end. */
  left: number | null;
  reserves: boolean;
  startsInvited: Policies["billing.start_invited"];
  /** Null: nobody is set up here. */
  startsDirect: Policies["billing.start_direct"];
  /** When somebody last wanted to join and found no seat, while there is none (UTC ms). */
  refusedAt: number | null;
  /** Active people beside the number above which the workspace is warned; null: never. */
  people: { count: number; softLimit: number | null; warned: boolean };
}

/** Why somebody takes a seat: they joined by an invitation, were set up, or are invited; or that they wait for one. */
export type SeatReason = "joined" | "set_up" | "invited" | "waits";

export interface SeatRow {
  /** Of the membership. */
  id: string;
  name: string;
  email: string | null;
  username: string | null;
  why: SeatReason;
  /** Since when they count, hold the seat or wait for one (UTC ms); null: from their first visit on. */
  since: number | null;
}

export interface SeatsPage extends SeatSummary {
  kind: SeatKind;
  rows: SeatRow[];
  nextCursor: string | null;
}

export const seatKinds = ["counted", "held", "reserved", "waiting"] as const satisfies readonly SeatKind[];

export const viewSeatsFields = z.strictObject({
  kind: z.enum(seatKinds, `Choose one of: ${seatKinds.join(", ")}.`).optional(),
  q: z.string().max(200, "At most 200 characters.").optional(),
  limit: z.coerce.number().int().min(1).max(100, "At most 100 rows a page.").optional(),
  cursor: z.string("Give the cursor of the page before.").max(400).optional(),
});

/**
 * The seats of the workspace and a page of who takes them (F51, F109): those who count, newest first, or those who
 * hold one; or of the line for one, first come, first served. In one round trip and at a flat cost.
 *
 * Throws VALIDATION_FAILED for a cursor of another list.
 */
export const viewSeats = memberUseCase(
  "workspace.manage",
  viewSeatsFields,
  async (ctx, { kind = "counted", q = "", limit = 50, cursor }): Promise<SeatsPage> => {
    const search = normaliseSearch(q);
    const after = readCursor(cursor);
    const look = search ? lookedForEach * limit + 1 : limit + 1;
    const [[counts], all] = await ctx.db.batch([
      seatCounts(ctx.db, ctx.workspace.id),
      seatPage(ctx.db, ctx.workspace.id, { kind, search, after, look }),
    ]);
    const found = all.filter((row) => row.fits === 1 && isFirst(row, search));
    const last = found.length > limit ? found[limit - 1] : all.length === look ? all.at(-1) : undefined;
    return {
      ...summaryOf(ctx, counts),
      kind,
      rows: found.slice(0, limit).map((row) => seatRow(row, kind)),
      nextCursor: last ? `${last.id}_${last.key}` : null,
    };
  },
);

function summaryOf(
  ctx: MemberContext,
  row: Awaited<ReturnType<typeof seatCounts>>[number] | undefined,
): SeatSummary {
  const { policies, plan } = ctx.workspace;
  const counts = row ?? { seats: null, active: 0, held: 0, pending: 0, waiting: 0, refusedAt: null };
  const left = seatsLeft(policies, counts);
  const softLimit = policies["limits.users_soft"];
  return {
    plan: planNameOf(plan),
    trial: onTrial(ctx.workspace),
    invitationsPerDay: invitationsPerDay(ctx.settings, ctx.workspace),
    seats: counts.seats,
    used: counts.active - counts.held,
    held: counts.held,
    reserved: reservesSeats(policies) ? counts.pending : 0,
    waiting: counts.waiting,
    left,
    reserves: reservesSeats(policies),
    startsInvited: policies["billing.start_invited"],
    startsDirect: policies["billing.start_direct"],
    refusedAt: left !== null && left < 1 ? counts.refusedAt : null,
    people: {
      count: counts.active,
      softLimit,
      warned: softLimit !== null && counts.active >= softLimit * warnedAt,
    },
  };
}

/** A search meets somebody at each term of theirs that begins so; one of them is the one that counts. */
function isFirst({ key, terms }: { key: string | number; terms: string }, search: string): boolean {
  if (!search) return true;
  const [first] = (JSON.parse(terms) as string[]).filter((term) => term.startsWith(search)).sort();
  return first === key;
}

/** A row of a page of that kind. */
export function seatRow(row: Awaited<ReturnType<typeof seatPage>>[number], kind: SeatKind): SeatRow {
  return {
    id: row.id,
    name: `${row.firstName} ${row.lastName}`.trim(),
    email: row.email,
    username: row.username,
    why:
      kind === "waiting"
        ? "waits"
        : kind === "reserved"
          ? "invited"
          : row.invitationId === null
            ? "set_up"
            : "joined",
    since: kind === "reserved" ? row.createdAt : row.since,
  };
}

function readCursor(cursor: string | undefined): SeatPosition | null {
  if (cursor === undefined) return null;
  const [, id, key] = /^(mem_[0-9a-z]+)_(.*)$/su.exec(cursor) ?? [];
  if (!id || key === undefined) throw invalidField("cursor", "cursor", "Give the cursor of the page before.");
  return { key, id };
}
