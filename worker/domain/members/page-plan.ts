import * as z from "zod";
import type { Part } from "../../../db/queries/parts.ts";
import type { ListedStatus, ListPlan, ListWalk, peoplePage } from "../../../db/queries/people-list.ts";
import { invalidField } from "../errors.ts";
import { normaliseSearch } from "../people/person-name.ts";
import type { Policies } from "../policies.ts";
import type { PeopleFilter } from "./people-filter.ts";

const day = 86_400_000;

/** Rows that D1 may read for one page of a filter that no index answers alone. */
const readAtMost = 2_000;

/** What a page can be asked for: the filter of the address, and what only the house asks. */
export interface Wanted extends PeopleFilter {
  /** Exactly these states, instead of what `status` stands for on the People page. */
  shownAs?: readonly ListedStatus[];
  /** These memberships and no others, instead of a filter. */
  ids?: readonly string[];
}

export type FoundRow = Awaited<ReturnType<typeof peoplePage>>[number];

/** Who is here or is to come. */
export const listed: readonly ListedStatus[] = ["pending", "expired", "active", "deactivated", "unproved"];

/** States that a list shows where none is asked for and nothing is searched: invited people as the policy says (D29). */
export function listedFirst(policies: Policies): readonly ListedStatus[] {
  return policies["ui.pending_in_users_list"] ? listed : ["active", "deactivated", "unproved"];
}

/** What is listed of invitations that came to nothing: canceled ones as the policy says (D5), declined ones always. */
export function listedAsEnded(policies: Policies): readonly ListedStatus[] {
  return policies["cancel.keep_row"] ? ["canceled", "declined"] : ["declined"];
}

/** The facets of a part's places, in the order of its list: units and then groups as their trees go. */
export function facetsOfPart({ units, groups }: Part): string[] {
  return [...units.map((id) => `unit:${id}`), ...groups.map((id) => `group:${id}`)];
}

/**
 * Chooses the index that answers: the most selective one, as far as one can know without asking. Who sees a
 * part alone, and who asks for a unit with those below it, walks through places in the order of their trees.
 */
export function planFor(
  wanted: Wanted,
  limit: number,
  now: number,
  part: Part | null,
  policies: Policies,
): ListPlan {
  const facets = wanted.ids ? [] : facetsOf(wanted);
  const unitId = wanted.ids ? undefined : wanted.unitId;
  const search = normaliseSearch(wanted.q ?? "");
  const expiringBefore = Math.min(
    wanted.status === "expiring" ? now + day : Number.POSITIVE_INFINITY,
    wanted.expiringBefore?.getTime() ?? Number.POSITIVE_INFINITY,
  );
  const bounded = Number.isFinite(expiringBefore);
  const statuses = wanted.shownAs ?? statusesOf(wanted, bounded, policies);
  const byIndex = search !== "" || bounded || wanted.ids !== undefined;
  const own = part ? facetsOfPart(part) : [];
  // One place alone is a range in the usual order: the whole of a part, or the group that is asked for.
  const one = part && (wanted.groupId ? `group:${wanted.groupId}` : own.length === 1 ? own[0] : null);
  const walk = byIndex ? null : walkFor(unitId, part && !one ? own : null, policies);
  const order = search ? "term" : bounded ? "expiry" : walk ? "place" : (wanted.sort ?? "newest");
  const ranged = order === "newest" || order === "oldest";
  const [facet = "", ...rest] = [...new Set(one ? [one, ...facets] : facets)];
  const also = ranged && !wanted.ids ? rest : facets;
  const plan: ListPlan = {
    order,
    statuses,
    facet: ranged ? facet : "",
    walk,
    ids: wanted.ids ?? null,
    also,
    unitId: walk && "unitId" in walk ? null : (unitId ?? null),
    // Whoever is found at a unit of the part is of the part.
    part: part && walk && onceEach(walk, policies) ? null : part,
    search,
    expiringBefore: bounded ? expiringBefore : null,
    after: null,
    look: limit + 1,
    overdue: "by_index",
  };
  // Whoever is in several places of a part stands under the first; in a search most are of other parts.
  const sifted = part !== null && byIndex && !wanted.ids;
  const judged = also.length > 0 || plan.unitId !== null || (bounded && order === "term") || sifted;
  const onlyPending = statuses.includes("pending") && !statuses.includes("expired");
  // Some looked-at rows may fall out: overdue ones, second terms of a person. Those cost two reads each.
  const spare = search || onlyPending ? Math.ceil(limit / 6) : 0;
  const dear = also.length + (plan.part ? 4 : 0) + (plan.unitId === null ? 0 : 3);
  plan.look = judged ? affordable(dear) : limit + 1 + (walk ? 0 : spare);
  // Nobody but the open ones has a link that will end.
  if (bounded && !statuses.includes("pending")) plan.look = 0;
  return plan;
}

function walkFor(
  unitId: string | undefined,
  facets: readonly string[] | null,
  policies: Policies,
): ListWalk | null {
  if (unitId !== undefined) return { unitId, several: policies["units.per_person"] === "several" };
  return facets && { facets };
}

/** True for a walk through units alone that meets nobody twice. */
function onceEach(walk: ListWalk, policies: Policies): boolean {
  if ("unitId" in walk) return true;
  return policies["units.per_person"] === "one" && walk.facets.every((facet) => facet.startsWith("unit:"));
}

/** True when those whose term ended and whom the cron has not met are sorted in among the expired. */
export function sortsOverdue({ statuses, look, ids }: ListPlan): boolean {
  return ids === null && look > 0 && statuses.includes("expired") && !statuses.includes("pending");
}

/** Index rows that may be looked at: each is read, its membership, its facets, its roles and invitation. */
export function affordable(facets: number): number {
  return Math.floor((readAtMost - 100) / (6 + facets));
}

function statusesOf(filter: PeopleFilter, bounded: boolean, policies: Policies): readonly ListedStatus[] {
  const { status = findsAll(filter) ? "all" : undefined } = filter;
  if (status === undefined && !bounded) return listedFirst(policies);
  if (status === undefined || status === "all" || status === "bounced") return bounded ? ["pending"] : listed;
  if (status === "expiring") return ["pending"];
  if (status === "canceled") return listedAsEnded(policies);
  return [status];
}

/** True for what is asked of everybody, wherever the list shows invited people: nobody is lost in a search. */
function findsAll({ q, inviterId, importId, origin, delivery }: PeopleFilter): boolean {
  return Boolean(q || inviterId || importId || origin || delivery);
}

/** The facets of a filter, the one that leaves fewest rows first. */
function facetsOf(filter: PeopleFilter): string[] {
  const { role, groupId, importId, label, inviterId, origin, delivery } = filter;
  const wanted = [
    filter.status === "bounced" ? "delivery:bounced" : null,
    role && role !== "learner" ? `role:${role}` : null,
    groupId ? `group:${groupId}` : null,
    importId ? `import:${importId}` : null,
    label ? `label:${label}` : null,
    inviterId ? `inviter:${inviterId}` : null,
    origin ? `inviter:${origin}` : null,
    delivery ? `delivery:${delivery}` : null,
    role === "learner" ? "role:learner" : null,
  ];
  return [...new Set(wanted)].filter((facet) => facet !== null);
}

/** As SQLite orders text: by bytes of UTF-8. */
export function inOrder(rows: FoundRow[], plan: ListPlan): FoundRow[] {
  if (plan.order === "place") return rows;
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

/** What a cursor holds: the order, so that it fits no other list, and where the page ended. */
const position = z.tuple([
  z.enum(["newest", "oldest", "term", "expiry", "place"]),
  z.union([z.string(), z.number()]),
  z.string(),
]);

export function writeCursor(plan: ListPlan, row: FoundRow): string {
  const bytes = new TextEncoder().encode(JSON.stringify([plan.order, row.key, row.id]));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

export function readCursor(plan: ListPlan, cursor: string | undefined): ListPlan["after"] {
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
