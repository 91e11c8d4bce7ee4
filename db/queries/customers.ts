import { and, desc, eq, lt, type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { customerAdmins, customerEvents, customers, users, workspaces } from "../schema/index.ts";
import { insertFrom } from "./insert-from.ts";
import { cameByThemselves } from "./opened.ts";
import type { Statement } from "./statements.ts";

/** True in SQL while the account administers the customer. */
export function administers(customerId: string, userId: string): SQL {
  return sql`exists (select 1 from customer_admins a join users u on u.id = a.user_id and u.status = 'active'
    where a.customer_id = ${customerId} and a.user_id = ${userId})`;
}

const peopleOf = (status: string) => sql<number>`coalesce((select c.count from membership_counts c
  where c.workspace_id = workspaces.id and c.facet = '' and c.status = ${status}), 0)`;

/** Workspaces of a customer, newest first, with counters, and whether the person is an active member of each. */
export function workspacesOfCustomer(
  db: Database,
  customerId: string,
  userId: string,
  page: { before: string | null; limit: number },
) {
  return db
    .select({
      id: workspaces.id,
      slug: workspaces.slug,
      name: workspaces.name,
      status: workspaces.status,
      timeZone: workspaces.timeZone,
      createdAt: workspaces.createdAt,
      active: peopleOf("active").as("n_active"),
      pending: peopleOf("pending").as("n_pending"),
      mine: sql<number>`exists (select 1 from memberships m where m.workspace_id = workspaces.id
        and m.user_id = ${userId} and m.status = 'active')`.as("is_mine"),
    })
    .from(workspaces)
    .where(
      and(
        eq(workspaces.customerId, customerId),
        page.before === null ? undefined : lt(workspaces.id, page.before),
      ),
    )
    .orderBy(desc(workspaces.id))
    .limit(page.limit);
}

/** The administrators of a customer, by name. */
export function adminsOfCustomer(db: Database, customerId: string) {
  return db
    .select({
      userId: users.id,
      email: users.email,
      firstName: users.firstName,
      lastName: users.lastName,
    })
    .from(customerAdmins)
    .innerJoin(users, eq(users.id, customerAdmins.userId))
    .where(eq(customerAdmins.customerId, customerId))
    .orderBy(users.firstName, users.lastName, users.id)
    .limit(100);
}

const nameOf = (userId: SQL) => sql<
  string | null
>`(select coalesce(nullif(trim(u.first_name || ' ' || u.last_name), ''), u.email)
  from users u where u.id = ${userId})`;

/** What was done at the level of the customer of late, newest first, with the names of today. */
export function eventsOfCustomer(db: Database, customerId: string, limit: number) {
  return db
    .select({
      id: customerEvents.id,
      at: customerEvents.at,
      action: customerEvents.action,
      details: customerEvents.details,
      actor: nameOf(sql`customer_events.actor_id`).as("actor_name"),
      subject: nameOf(sql`customer_events.subject_id`).as("subject_name"),
    })
    .from(customerEvents)
    .where(eq(customerEvents.customerId, customerId))
    .orderBy(desc(customerEvents.id))
    .limit(limit);
}

export function insertCustomerEvent(db: Database, row: typeof customerEvents.$inferInsert) {
  return db.insert(customerEvents).values(row);
}

/** Renames a customer that is still called so, while the asker still may: guard it. */
export function renameSeenCustomer(
  db: Database,
  seen: { id: string; name: string },
  userId: string,
  name: string,
) {
  return db
    .update(customers)
    .set({ name })
    .where(and(eq(customers.id, seen.id), eq(customers.name, seen.name), administers(seen.id, userId)));
}

/**
 * The account with this address, if its owner proved it and came by themselves to one of the customer's workspaces, where they are active;
 * of other accounts nothing is told.
 */
export function memberOfCustomer(db: Database, customerId: string, email: string) {
  return db
    .select({
      userId: users.id,
      isAdmin: isAdminOf(customerId).as("is_admin"),
    })
    .from(users)
    .where(
      and(
        eq(users.email, email),
        eq(users.status, "active"),
        sql`${users.emailVerifiedAt} is not null`,
        worksIn(customerId),
      ),
    );
}

const isAdminOf = (customerId: string) =>
  sql<number>`exists (select 1 from customer_admins a where a.customer_id = ${customerId} and a.user_id = users.id)`;

const worksIn = (customerId: string) => sql`exists (select 1 from memberships m
  join workspaces w on w.id = m.workspace_id and w.customer_id = ${customerId}
  where m.user_id = users.id and m.status = 'active' and ${cameByThemselves(sql`m`)})`;

/** Makes the account an administrator of the customer, while it belongs there and the asker still may: guard it. */
export function insertCustomerAdmin(db: Database, customerId: string, userId: string, askerId: string) {
  return insertFrom(
    db,
    customerAdmins,
    { customerId, userId },
    sql`from users where users.id = ${userId} and users.status = 'active' and ${worksIn(customerId)}
      and ${administers(customerId, askerId)} on conflict do nothing`,
  );
}

/**
 * Ends it again, while another active account stays that administers the customer, and the asker still may: guard
 * it. Of two who remove each other at once one finds nothing to do.
 */
export function deleteCustomerAdmin(db: Database, customerId: string, userId: string, askerId: string) {
  return db.delete(customerAdmins).where(
    and(
      eq(customerAdmins.customerId, customerId),
      eq(customerAdmins.userId, userId),
      administers(customerId, askerId),
      sql`exists (select 1 from customer_admins o join users u on u.id = o.user_id and u.status = 'active'
        where o.customer_id = ${customerId} and o.user_id <> ${userId})`,
    ),
  );
}

/**
 * Whoever accepts an invitation of the house becomes an administrator of the customer, as long as it has none: the
 * first person of a new customer.
 */
export function insertFirstCustomerAdmin(db: Database, workspaceId: string, userId: string): Statement {
  return insertFrom(
    db,
    customerAdmins,
    { customerId: sql`w.customer_id`, userId },
    sql`from workspaces w where w.id = ${workspaceId}
      and not exists (select 1 from customer_admins a where a.customer_id = w.customer_id) on conflict do nothing`,
  );
}
