import { eq } from "drizzle-orm";
import type { Database } from "../index.ts";
import { customers, workspaces } from "../schema/index.ts";

export function workspaceById(db: Database, id: string) {
  return db.select().from(workspaces).where(eq(workspaces.id, id));
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
