import { foreignKey, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { memberships } from "./people.ts";
import { workspaces } from "./tenancy.ts";

/** The identity provider of a workspace, by OpenID Connect (F119, F122). */
export const ssoConnections = sqliteTable("sso_connections", {
  workspaceId: text("workspace_id")
    .primaryKey()
    .references(() => workspaces.id),
  /** New with another issuer or client: who was bound to the one before is bound to nobody here. */
  id: text("id").notNull(),
  /** What the button calls it. */
  name: text("name").notNull(),
  issuer: text("issuer").notNull(),
  clientId: text("client_id").notNull(),
  /** The client's secret under a key of the ring, and which key. */
  sealedSecret: text("sealed_secret").notNull(),
  secretKey: text("secret_key").notNull(),
  /** When an administrator last signed in through it to try it (UTC ms), and which. */
  testedAt: integer("tested_at"),
  testedBy: text("tested_by"),
  /** Since when it is the only way in (UTC ms). */
  enforcedAt: integer("enforced_at"),
  /** The membership of the administrator whose password goes on to work. */
  spareAdmin: text("spare_admin"),
  createdAt: integer("created_at").notNull(),
  /** The act that last changed it. */
  lastOp: text("last_op").notNull(),
});

/** Who somebody at the provider is here: bound at the first sign-in, and from then on by the subject alone (O-02). */
export const ssoIdentities = sqliteTable(
  "sso_identities",
  {
    workspaceId: text("workspace_id").notNull(),
    connectionId: text("connection_id").notNull(),
    subject: text("subject").notNull(),
    membershipId: text("membership_id").notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.connectionId, table.subject] }),
    foreignKey({
      columns: [table.workspaceId, table.membershipId],
      foreignColumns: [memberships.workspaceId, memberships.id],
    }),
    uniqueIndex("sso_identities_membership").on(table.workspaceId, table.connectionId, table.membershipId),
  ],
);
