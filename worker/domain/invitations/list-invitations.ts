import * as z from "zod";
import { type PersonRow, peopleFilter, readPeople } from "../members/list-people.ts";
import { memberUseCase } from "../use-case.ts";
import type { InvitationView, RoleView } from "./invitation-view.ts";

const statuses = ["pending", "expired", "accepted", "declined", "canceled"] as const;

export const listInvitationsFields = z.strictObject({
  ...peopleFilter,
  /** Without it, declined and canceled ones are left out. `accepted` is whoever is an active member. */
  status: z.enum(statuses, `Choose one of: ${statuses.join(", ")}.`).optional(),
  limit: z.int("Give a whole number.").min(1, "At least 1.").max(100, "At most 100 a page.").optional(),
  cursor: z.string("Give the cursor of the page before.").max(1_000).optional(),
});

/** One line of the list: what it shows without opening the invitation. */
export interface InvitationLine {
  id: string;
  status: InvitationView["status"];
  email: string;
  firstName: string;
  lastName: string;
  roles: RoleView[];
  expiresAt: number | null;
  userId: string;
  delivery: string;
  inviterName: string | null;
  sentAt: number | null;
  createdAt: number;
}

export interface InvitationPage {
  rows: InvitationLine[];
  nextCursor: string | null;
}

/**
 * The latest invitation of each person, newest first: the People list without those who were set up
 * directly, at the same cost. A page may be short and still have a cursor.
 */
export const listInvitations = memberUseCase(
  "people.view",
  listInvitationsFields,
  async (ctx, { status, limit, cursor, ...filter }): Promise<InvitationPage> => {
    const wanted = status === undefined ? {} : { status: listedAs[status] };
    const page = await readPeople(
      ctx,
      ctx.workspace.id,
      { ...filter, ...wanted },
      limit ?? 50,
      cursor ?? null,
    );
    return {
      rows: page.rows.flatMap((row) => lineOf(row)).filter((row) => !status || row.status === status),
      nextCursor: page.nextCursor,
    };
  },
);

const listedAs = {
  pending: "pending",
  expired: "expired",
  accepted: "active",
  declined: "canceled",
  canceled: "canceled",
} as const;

function lineOf(row: PersonRow): InvitationLine[] {
  if (row.invitationId === null) return [];
  const joined = row.status === "active" || row.status === "deactivated";
  return [
    {
      id: row.invitationId,
      status: joined ? "accepted" : (row.status as InvitationView["status"]),
      email: row.email ?? "",
      firstName: row.firstName,
      lastName: row.lastName,
      roles: row.roles,
      expiresAt: row.expiresAt,
      userId: row.id,
      delivery: row.delivery,
      inviterName: row.inviterName,
      sentAt: row.sentAt,
      createdAt: row.createdAt,
    },
  ];
}
