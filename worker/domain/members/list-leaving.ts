import * as z from "zod";
import { leavingPage } from "../../../db/queries/access-ends.ts";
import { invalidField } from "../errors.ts";
import { parseRoles, type RoleView } from "../invitations/invitation-view.ts";
import { covers } from "../permissions.ts";
import { memberUseCase, within } from "../use-case.ts";
import { partFor, readPlaces } from "./part.ts";
import { type AccessEndAct, actOf } from "./set-access-end.ts";
import { roleAbove } from "./whole-person.ts";

const day = 86_400_000;
/** How far ahead the list looks. */
export const leavingDays = 30;

export interface LeavingPerson {
  id: string;
  name: string;
  email: string | null;
  roles: RoleView[];
  accessEndsOn: string;
  accessEndsAt: number;
  accessEndDoes: AccessEndAct;
  /** The latest warning that was mailed, in days before the end. */
  warned: number | null;
  /** Whether the asker may set a later day. */
  mayExtend: boolean;
}

export interface LeavingPage {
  rows: LeavingPerson[];
  nextCursor: string | null;
}

/**
 * Whose access ends within 30 days, soonest first (F138: the dry run of what the cron will do). Of a part, the
 * people in it. Throws VALIDATION_FAILED for a cursor that is none.
 */
export const listLeaving = memberUseCase(
  within("people.view"),
  z.strictObject({
    limit: z.coerce.number().int().min(1).max(100, "At most 100 rows a page.").optional(),
    cursor: z.string("Give the cursor of the page before.").max(100).optional(),
  }),
  async (ctx, { limit = 50, cursor }): Promise<LeavingPage> => {
    const now = ctx.now();
    const found = await leavingPage(
      ctx.db,
      ctx.workspace.id,
      { now, until: now + leavingDays * day, after: readCursor(cursor), limit: limit + 1 },
      partFor(ctx, "people.view"),
    );
    const reach = ctx.reach("member.place");
    const rows = found.slice(0, limit).map((row): LeavingPerson => {
      const roles = parseRoles(row.roles);
      const places = readPlaces(row.places);
      return {
        id: row.id,
        name: `${row.firstName} ${row.lastName}`.trim(),
        email: row.email,
        roles,
        accessEndsOn: row.endsOn,
        accessEndsAt: row.endsAt,
        accessEndDoes: actOf(ctx, { accessEndsOn: row.endsOn, accessEndDoes: row.does }) ?? "deactivate",
        warned: row.warned,
        mayExtend: reach !== null && covers(reach, places) && roleAbove(ctx, roles, places) === null,
      };
    });
    const last = rows.at(-1);
    return { rows, nextCursor: found.length > limit && last ? `${last.accessEndsAt}_${last.id}` : null };
  },
);

function readCursor(cursor: string | undefined): { at: number; id: string } | null {
  if (cursor === undefined) return null;
  const [, at, id] = /^(\d{1,15})_(mem_[0-9a-z]+)$/.exec(cursor) ?? [];
  if (!at || !id) throw invalidField("cursor", "cursor", "Give the cursor of the page before.");
  return { at: Number(at), id };
}
