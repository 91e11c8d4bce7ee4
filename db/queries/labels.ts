import { and, eq, type SQL, sql } from "drizzle-orm";
import { membershipCounts } from "../derived.ts";
import type { Database } from "../index.ts";
import { jobResults, memberships } from "../schema/index.ts";
import { type Standing, stands } from "./members.ts";
import { guardThat, type Statement } from "./statements.ts";

/** The facet of everybody who has a label. */
function labelFacet(label: string): string {
  return `label:${label}`;
}

/** States of people that a label is counted for: who left, or never came, is not shown with it. */
const counted = sql`('pending', 'expired', 'active', 'deactivated')`;

/** Labels with how many people have each, the most used first, from the counters. */
export function labelsInUse(db: Database, workspaceId: string, limit: number) {
  return db
    .select({
      label: sql<string>`substr(n.facet, 7)`.as("label"),
      count: sql<number>`sum(n.count)`.as("n_count"),
    })
    .from(sql`membership_counts n`)
    .where(
      sql`n.workspace_id = ${workspaceId} and n.facet >= 'label:' and n.facet < 'label;' and n.status in ${counted}`,
    )
    .groupBy(sql`n.facet`)
    .having(sql`sum(n.count) > 0`)
    .orderBy(sql`sum(n.count) desc, n.facet`)
    .limit(limit);
}

/** How many people have a label, whatever became of them; up to one more than `most`. */
export function peopleLabelled(db: Database, workspaceId: string, label: string, most: number) {
  return db
    .select({ count: sql<number>`count(*)`.as("n") })
    .from(sql`(select 1 ${withLabel(workspaceId, label)} limit ${most + 1})`);
}

const withLabel = (workspaceId: string, label: string): SQL =>
  sql`from membership_facets f where f.workspace_id = ${workspaceId} and f.facet = ${labelFacet(label)}`;

/** Whom a job that changes a label is about. */
export function stageLabelled(db: Database, workspaceId: string, jobId: string, label: string) {
  return db
    .insert(jobResults)
    .select(
      sql`select ${workspaceId}, ${jobId}, f.membership_id, 'waiting' ${withLabel(workspaceId, label)}`,
    );
}

/**
 * The label `from` becomes `to`, once and where the first of the two stood; null: it goes. Of people (a JSON array
 * of ids), or null: of everybody who has it.
 */
export function relabel(
  db: Database,
  workspaceId: string,
  { ids, from, to, op }: { ids: string | null; from: string; to: string | null; op: string },
) {
  const labels =
    to === null
      ? sql`(select json_group_array(value) from (select value from json_each(memberships.labels)
          where value <> ${from} order by key))`
      : sql`(select json_group_array(v) from (select min(key) as k, iif(value = ${from}, ${to}, value) as v
          from json_each(memberships.labels) group by 2 order by 1))`;
  const whom =
    ids === null
      ? sql`(select f.membership_id as value ${withLabel(workspaceId, from)})`
      : sql`json_each(${ids})`;
  return (
    db
      .update(memberships)
      // Drizzle types a JSON column as what it holds, and not as SQL that makes it.
      .set({ labels: labels as unknown as string[], lastOp: op })
      .from(sql`(select ${workspaceId} as workspace, value from ${whom} limit -1) j`)
      .where(
        sql`${memberships.workspaceId} = j.workspace and ${memberships.id} = j.value
          and exists (select 1 from json_each(memberships.labels) where value = ${from})`,
      )
  );
}

/** Aborts the batch unless whoever changes a word of everybody's still may. */
export function guardStanding(db: Database, standing: Standing): Statement {
  return guardThat(db, stands(standing));
}

/** The counters of a word, as far as nobody has it any more. */
export function forgetLabel(db: Database, workspaceId: string, label: string) {
  return db
    .delete(membershipCounts)
    .where(
      and(
        eq(membershipCounts.workspaceId, workspaceId),
        eq(membershipCounts.facet, labelFacet(label)),
        eq(membershipCounts.count, 0),
      ),
    );
}
