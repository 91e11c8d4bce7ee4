import { and, eq, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { workspaceLogos, workspaces } from "../schema/index.ts";
import { type Standing, stands } from "./members.ts";
import type { Statement } from "./statements.ts";

/** How many of the older logos stay, for mails that show them. */
const kept = 5;

/** A logo of this workspace and no other. */
export function logoOf(db: Database, slug: string, digest: string) {
  return db
    .select({ mediaType: workspaceLogos.mediaType, content: workspaceLogos.content })
    .from(workspaceLogos)
    .innerJoin(workspaces, eq(workspaces.id, workspaceLogos.workspaceId))
    .where(and(eq(workspaces.slug, slug), eq(workspaceLogos.digest, digest)));
}

/** Gives the workspace another logo, or none, while the asker still may: guard it. */
export function setLogo(db: Database, standing: Standing, digest: string | null) {
  return db
    .update(workspaces)
    .set({ logoDigest: digest })
    .where(and(eq(workspaces.id, standing.workspaceId), stands(standing)));
}

/** Keeps a logo, and of the older ones the last few. */
export function keepLogo(db: Database, row: typeof workspaceLogos.$inferInsert): Statement[] {
  return [
    db
      .insert(workspaceLogos)
      .values(row)
      .onConflictDoUpdate({
        target: [workspaceLogos.workspaceId, workspaceLogos.digest],
        set: { createdAt: row.createdAt },
      }),
    db.delete(workspaceLogos).where(
      and(
        eq(workspaceLogos.workspaceId, row.workspaceId),
        sql`${workspaceLogos.digest} not in (select l.digest from workspace_logos l
          where l.workspace_id = ${row.workspaceId}
          order by l.digest = ${row.digest} desc, l.created_at desc, l.digest limit ${kept + 1})`,
      ),
    ),
  ];
}

/** Takes all logos of a workspace away, those of older mails too. */
export function deleteLogos(db: Database, workspaceId: string) {
  return db.delete(workspaceLogos).where(eq(workspaceLogos.workspaceId, workspaceId));
}
