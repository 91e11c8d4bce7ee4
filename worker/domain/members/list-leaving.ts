import * as z from "zod";
import { leavingPage } from "../../../db/queries/access-ends.ts";
import { invalidField } from "../errors.ts";
import { parseRoles, type RoleView } from "../invitations/invitation-view.ts";
import { covers } from "../permissions.ts";
import { memberUseCase, within } from "../use-case.ts";
import { partFor, readPlaces, rolesSeen } from "./part.ts";
import { type AccessEndAct, actOf } from "./set-access-end.ts";
import { roleAbove } from "./whole-person.ts";

const day = 86_400_000;
/** How many of the workspace are looked at in one go by who sees a part; then the page is short and has a cursor. */
const looked = 300;
/** How far ahead the list looks. */
const leavingDays = 30;

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
 * people in it; a page may then be short and still have a cursor. Throws VALIDATION_FAILED for a cursor that is none.
 */
export const listLeaving = memberUseCase(
  within("people.view"),
  z.strictObject({
    limit: z.coerce.number().int().min(1).max(100, "At most 100 rows a page.").optional(),
    cursor: z.string("Give the cursor of the page before.").max(100).optional(),
  }),
  async (ctx, { limit = 50, cursor }): Promise<LeavingPage> => {
    const now = ctx.now();
    const part = partFor(ctx, "people.view");
    const look = part ? Math.max(looked, limit + 1) : limit + 1;
    const all = await leavingPage(
      ctx.db,
      ctx.workspace.id,
      { now, until: now + leavingDays * day, after: readCursor(cursor), look },
      part,
    );
    const found = all.filter(({ fits }) => fits === 1);
    const reach = ctx.reach("member.place");
    const rows = found.slice(0, limit).map((row): LeavingPerson => {
      const roles = parseRoles(row.roles);
      const places = readPlaces(row.places);
      return {
        id: row.id,
        name: `${row.firstName} ${row.lastName}`.trim(),
        email: row.email,
        roles: rolesSeen(part, roles),
        accessEndsOn: row.endsOn,
        accessEndsAt: row.endsAt,
        accessEndDoes: actOf(ctx, { accessEndsOn: row.endsOn, accessEndDoes: row.does }) ?? "deactivate",
        warned: row.warned,
        mayExtend:
          reach !== null &&
          covers(reach, places) &&
          roleAbove(ctx, [...roles, ...parseRoles(row.taught)], places) === null,
      };
    });
    const last = found.length > limit ? found[limit - 1] : all.length === look ? all.at(-1) : undefined;
    return { rows, nextCursor: last ? `${last.endsAt}_${last.id}` : null };
  },
);

function readCursor(cursor: string | undefined): { at: number; id: string } | null {
  if (cursor === undefined) return null;
  const [, at, id] = /^(\d{1,15})_(mem_[0-9a-z]+)$/.exec(cursor) ?? [];
  if (!at || !id) throw invalidField("cursor", "cursor", "Give the cursor of the page before.");
  return { at: Number(at), id };
}
