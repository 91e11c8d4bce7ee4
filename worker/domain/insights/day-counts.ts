import type { CountedInvitations } from "../../../db/queries/insight-days.ts";
import { noWaits } from "./waits.ts";

/** What became of some invitations, each step of those of the step before. */
export interface DayCounts {
  invited: number;
  delivered: number;
  opened: number;
  joined: number;
  learning: number;
  bounced: number;
  /** How many joined within each span of waits.ts. */
  waits: number[];
  /** Mails that came back, by domain. */
  bounces: Record<string, number>;
}

export function noCounts(): DayCounts {
  return {
    invited: 0,
    delivered: 0,
    opened: 0,
    joined: 0,
    learning: 0,
    bounced: 0,
    waits: [...noWaits],
    bounces: {},
  };
}

const numbers = ["invited", "delivered", "opened", "joined", "learning", "bounced"] as const;

/** Domains that are kept for a day: those with the most mails that came back. */
const mostDomains = 20;

/** Both together. */
export function plus(a: DayCounts, b: DayCounts): DayCounts {
  const sums = Object.fromEntries(numbers.map((name) => [name, a[name] + b[name]]));
  const bounces: Record<string, number> = { ...a.bounces };
  for (const [domain, count] of Object.entries(b.bounces)) bounces[domain] = (bounces[domain] ?? 0) + count;
  return {
    ...noCounts(),
    ...sums,
    waits: noWaits.map((_, at) => (a.waits[at] ?? 0) + (b.waits[at] ?? 0)),
    bounces: largest(bounces, mostDomains),
  };
}

/** What a query counted, as numbers. */
export function countsOf(
  row: CountedInvitations,
  domains: readonly { domain: string; count: number }[],
): DayCounts {
  const { looked: _, lastId: __, waits, ...counts } = row;
  return {
    ...counts,
    waits: JSON.parse(waits) as number[],
    bounces: Object.fromEntries(domains.map(({ domain, count }) => [domain, count])),
  };
}

export function largest(counts: Record<string, number>, most: number): Record<string, number> {
  const sorted = Object.entries(counts).sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return Object.fromEntries(sorted.slice(0, most));
}
