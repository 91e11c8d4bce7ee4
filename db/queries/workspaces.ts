import { eq } from "drizzle-orm";
import type { Database } from "../index.ts";
import { workspaces } from "../schema/index.ts";

export function workspaceById(db: Database, id: string) {
  return db.select().from(workspaces).where(eq(workspaces.id, id));
}
