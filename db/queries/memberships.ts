import { and, eq } from "drizzle-orm";
import type { Database } from "../index.ts";
import { memberships } from "../schema/index.ts";

/** Changes columns of a membership without a guard: for statements behind one. */
export function changeMembership(
  db: Database,
  workspaceId: string,
  id: string,
  values: Partial<typeof memberships.$inferInsert>,
) {
  return db
    .update(memberships)
    .set(values)
    .where(and(eq(memberships.workspaceId, workspaceId), eq(memberships.id, id)));
}
