import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { customers, workspaces } from "../schema/index.ts";
import { type Standing, stands } from "./members.ts";

export function workspaceById(db: Database, id: string) {
  return db.select().from(workspaces).where(eq(workspaces.id, id));
}

/** The cheapest question to one of our tables. */
export function storeAnswers(db: Database) {
  return db.select({ id: workspaces.id }).from(workspaces).limit(1);
}

/** What anybody may know of a workspace. */
export function workspaceFace(db: Database, slug: string) {
  return db
    .select({
      slug: workspaces.slug,
      name: workspaces.name,
      accentColor: workspaces.accentColor,
      language: workspaces.language,
      status: workspaces.status,
    })
    .from(workspaces)
    .where(eq(workspaces.slug, slug));
}

export function insertCustomer(db: Database, row: typeof customers.$inferInsert) {
  return db.insert(customers).values(row);
}

/** Changes nothing when the slug is taken: guard it. */
export function insertWorkspace(db: Database, row: typeof workspaces.$inferInsert) {
  return db.insert(workspaces).values(row).onConflictDoNothing();
}

/** A workspace with its policies as they are stored, to tell later whether it still is as it was read. */
export function workspaceSettings(db: Database, id: string) {
  return db
    .select({
      name: workspaces.name,
      language: workspaces.language,
      timeZone: workspaces.timeZone,
      accentColor: workspaces.accentColor,
      supportContact: workspaces.supportContact,
      replyTo: workspaces.replyTo,
      senderName: workspaces.senderName,
      storedTexts: sql<string | null>`${workspaces.mailTexts}`,
      preset: workspaces.preset,
      storedOverrides: sql<string>`${workspaces.policyOverrides}`,
    })
    .from(workspaces)
    .where(eq(workspaces.id, id));
}

export type WorkspaceSettings = Awaited<ReturnType<typeof workspaceSettings>>[number];

/** Changes a workspace only if nobody did since it was read, and only while the asker still may: guard it. */
export function changeSeenWorkspace(
  db: Database,
  seen: WorkspaceSettings,
  standing: Standing,
  values: Partial<typeof workspaces.$inferInsert>,
) {
  return db
    .update(workspaces)
    .set(values)
    .where(
      and(
        eq(workspaces.id, standing.workspaceId),
        eq(workspaces.name, seen.name),
        eq(workspaces.language, seen.language),
        eq(workspaces.timeZone, seen.timeZone),
        eq(workspaces.accentColor, seen.accentColor),
        sql`${workspaces.supportContact} is ${seen.supportContact}`,
        sql`${workspaces.replyTo} is ${seen.replyTo}`,
        sql`${workspaces.senderName} is ${seen.senderName}`,
        sql`${workspaces.mailTexts} is ${seen.storedTexts}`,
        eq(workspaces.preset, seen.preset),
        sql`${workspaces.policyOverrides} = ${seen.storedOverrides}`,
        stands(standing),
      ),
    );
}

/**
 * What a change of policies meets: how many invitations are open, units and imports that are not over, and how many
 * people hold, or are invited as, each of the roles (a JSON array). All but the first stop at 1,001.
 */
export function policyFacts(db: Database, workspaceId: string, roles: string) {
  const upTo = 1_001;
  const number = (from: SQL) => sql<number>`(select count(*) from (select 1 ${from} limit ${upTo}))`;
  const holders = (statuses: readonly string[]) =>
    number(sql`from membership_facets f where f.workspace_id = ${workspaceId} and f.facet = 'role:' || r.value
      and f.status in (select value from json_each(${JSON.stringify(statuses)}))`);
  return [
    db
      .select({
        open: sql<number>`coalesce((select count from membership_counts where workspace_id = ${workspaceId}
          and facet = '' and status = 'pending'), 0)`.as("n_open"),
        units: number(sql`from units where workspace_id = ${workspaceId}`).as("n_units"),
        imports: number(sql`from imports where workspace_id = ${workspaceId}
          and status in ('receiving', 'mapping', 'checking', 'ready', 'running', 'paused')`).as("n_imports"),
      })
      .from(workspaces)
      .where(eq(workspaces.id, workspaceId)),
    db
      .select({
        role: sql<string>`r.value`.as("role_key"),
        members: holders(["active", "deactivated"]).as("n_members"),
        invited: holders(["pending", "expired"]).as("n_invited"),
      })
      .from(sql`json_each(${roles}) r`),
  ] as const;
}
