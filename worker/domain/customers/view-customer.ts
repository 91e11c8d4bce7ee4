import * as z from "zod";
import { adminsOfCustomer, eventsOfCustomer, workspacesOfCustomer } from "../../../db/queries/customers.ts";
import { idField } from "../fields.ts";
import { customerUseCase } from "../use-case.ts";

export interface CustomerPage {
  customer: { id: string; name: string };
  workspaces: {
    slug: string;
    name: string;
    status: "active" | "suspended";
    timeZone: string;
    createdAt: number;
    /** People, by the counters of their lists. */
    active: number;
    pending: number;
    /** The asker is an active member there. */
    mine: boolean;
  }[];
  /** Older ones go on from here. */
  nextCursor: string | null;
  admins: { email: string; name: string; you: boolean }[];
  events: {
    id: string;
    at: number;
    action: "customer.renamed" | "customer.admin_added" | "customer.admin_removed" | "workspace.created";
    /** Null: the house, or somebody whose account is gone. */
    actor: string | null;
    subject: string | null;
    details: Record<string, string>;
  }[];
}

const perPage = 50;

/** The level of a customer: its workspaces with their numbers, its administrators, and what they did of late (F2, K18). */
export const viewCustomer = customerUseCase(
  z.strictObject({ cursor: idField("workspace").optional() }),
  async (ctx, { cursor }): Promise<CustomerPage> => {
    const { customer, person } = ctx;
    const page = { before: cursor ?? null, limit: perPage + 1 };
    const [rows, admins, events] = await ctx.db.batch([
      workspacesOfCustomer(ctx.db, customer.id, person.userId, page),
      adminsOfCustomer(ctx.db, customer.id),
      eventsOfCustomer(ctx.db, customer.id, 20),
    ]);
    const shown = rows.slice(0, perPage);
    return {
      customer,
      workspaces: shown.map(({ slug, name, status, timeZone, createdAt, active, pending, mine }) => ({
        slug,
        name,
        status,
        timeZone,
        createdAt,
        active,
        pending,
        mine: mine === 1,
      })),
      nextCursor: rows.length > perPage ? (shown.at(-1)?.id ?? null) : null,
      admins: admins.map(({ userId, email, firstName, lastName }) => ({
        email: email ?? "",
        name: `${firstName} ${lastName}`.trim(),
        you: userId === person.userId,
      })),
      events,
    };
  },
);
