import * as z from "zod";
import { registrationsPage } from "../../../db/queries/registration-list.ts";
import { idField } from "../fields.ts";
import { partFor } from "../members/part.ts";
import { memberUseCase, within } from "../use-case.ts";
import { type RegistrationView, registrationStatuses, registrationView } from "./registration-view.ts";

/** How many registrations a filter looks at in one go; then the page is short and has a cursor. */
const looked = 100;

export const listRegistrationsFields = z.strictObject({
  status: z.enum(registrationStatuses, `Choose one of: ${registrationStatuses.join(", ")}.`).optional(),
  linkId: idField("registrationLink").optional(),
  /** Part of the address or of the name. */
  q: z.string("Enter text.").max(200, "Search for less.").optional(),
  limit: z.coerce.number().int().min(1).max(100, "At most 100 rows a page.").optional(),
  cursor: idField("registration").optional(),
});

export interface RegistrationPage {
  registrations: RegistrationView[];
  nextCursor: string | null;
}

/**
 * Who registered here by themselves and how far they are, the latest first. Whoever manages a part sees those who came
 * by its links; those of the catalog are the administrators'.
 */
export const listRegistrations = memberUseCase(
  within("registration.manage"),
  listRegistrationsFields,
  async (
    ctx,
    { status = null, linkId = null, q = "", limit = 50, cursor = null },
  ): Promise<RegistrationPage> => {
    const part = partFor(ctx, "registration.manage");
    const search = q.trim().toLowerCase();
    const sought = part !== null || search !== "" || (status !== null && linkId !== null);
    const look = sought ? looked : limit + 1;
    const rows = await registrationsPage(ctx.db, ctx.workspace.id, {
      part,
      status,
      linkId,
      search,
      after: cursor,
      look,
    });
    const fitting = rows.filter(({ fits }) => fits === 1);
    const shown = fitting.slice(0, limit);
    const next = fitting.length > limit ? shown.at(-1) : rows.length === look ? rows.at(-1) : undefined;
    return { registrations: shown.map(registrationView), nextCursor: next?.id ?? null };
  },
);
