import * as z from "zod";
import { type HistoryPosition, invitationsOfPerson } from "../../../db/queries/invitation-history.ts";
import type { ListedStatus } from "../../../db/queries/people-list.ts";
import { invalidField } from "../errors.ts";
import { emailField, idField } from "../fields.ts";
import { isId } from "../ids.ts";
import { type PersonRow, readPeople } from "../members/list-people.ts";
import { partFor, rolesSeen } from "../members/part.ts";
import { peopleFilter } from "../members/people-filter.ts";
import { addressTerm } from "../people/person-name.ts";
import { type MemberContext, memberUseCase, within } from "../use-case.ts";
import { type InvitationView, parseRoles, type RoleView, statusAt } from "./invitation-view.ts";

const statuses = ["pending", "expired", "accepted", "declined", "canceled"] as const;

export const listInvitationsFields = z.strictObject({
  ...peopleFilter,
  status: z.enum(statuses, `Choose one of: ${statuses.join(", ")}.`).optional(),
  email: emailField.optional(),
  userId: idField("membership").optional(),
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
  /** Since when the invitee waits for a seat (F109); null: they do not. */
  seatWaitSince: number | null;
}

export interface InvitationPage {
  rows: InvitationLine[];
  nextCursor: string | null;
}

/**
 * The current invitation of each person, newest first: the People list without those who were set up
 * directly, at the same cost. With an address or a person every invitation of theirs, older ones too. A
 * page may be short and still have a cursor. Whoever sees a part finds the invitations of its people.
 *
 * Throws VALIDATION_FAILED for an address or a person together with another filter than `status`.
 */
export const listInvitations = memberUseCase(
  within("people.view"),
  listInvitationsFields,
  async (ctx, { email, userId, status, ...rest }): Promise<InvitationPage> => {
    const page =
      email === undefined && userId === undefined
        ? await currentInvitations(ctx, status, rest)
        : await invitationsOf(ctx, { email, userId }, rest);
    return { ...page, rows: page.rows.filter((row) => status === undefined || row.status === status) };
  },
);

type Status = (typeof statuses)[number];
type Rest = Omit<z.output<typeof listInvitationsFields>, "email" | "userId" | "status">;

/** How the People list shows a person whose current invitation is in this state. */
const shownAs: Record<Status, readonly ListedStatus[]> = {
  pending: ["pending"],
  expired: ["expired"],
  accepted: ["active", "deactivated"],
  declined: ["declined"],
  canceled: ["canceled"],
};

async function currentInvitations(
  ctx: MemberContext,
  status: Status | undefined,
  { limit, cursor, ...filter }: Rest,
): Promise<InvitationPage> {
  const page = await readPeople(
    ctx,
    { ...filter, ...(status && { shownAs: shownAs[status] }) },
    limit ?? 50,
    cursor ?? null,
    partFor(ctx, "people.view"),
  );
  return { rows: page.rows.flatMap(lineOf), nextCursor: page.nextCursor };
}

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
      seatWaitSince: row.seatWaitSince,
    },
  ];
}

async function invitationsOf(
  ctx: MemberContext,
  { email, userId }: { email?: string | undefined; userId?: string | undefined },
  { limit = 50, cursor, ...filter }: Rest,
): Promise<InvitationPage> {
  const strange = Object.keys({ ...filter, ...(email !== undefined && userId !== undefined && { userId }) });
  if (strange[0] !== undefined) {
    throw invalidField(strange[0], "not_together", "An address or a user goes with `status` alone.");
  }
  const now = ctx.now();
  const part = partFor(ctx, "people.view");
  const found = await invitationsOfPerson(
    ctx.db,
    ctx.workspace.id,
    email === undefined ? { membershipId: userId ?? "" } : { email, term: addressTerm(email) },
    cursor === undefined ? null : readPosition(cursor),
    limit + 1,
    part,
  );
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  return {
    rows: shown.flatMap(({ id, roles, status, ...row }) =>
      id === null
        ? []
        : [
            {
              ...row,
              id,
              roles: rolesSeen(part, parseRoles(roles)),
              status: statusAt({ status, expiresAt: row.expiresAt }, now),
            },
          ],
    ),
    nextCursor: found.length > limit && last ? `${last.userId}.${last.id ?? ""}` : null,
  };
}

/** Where the page before ended. Throws VALIDATION_FAILED for a cursor of another list. */
function readPosition(cursor: string): HistoryPosition {
  const [membershipId = "", invitationId = "", ...more] = cursor.split(".");
  const known = isId("membership", membershipId) && (invitationId === "" || isId("invitation", invitationId));
  if (known && more.length === 0) return [membershipId, invitationId];
  throw invalidField("cursor", "cursor", "This is not a cursor of this list. Begin at the first page.");
}
