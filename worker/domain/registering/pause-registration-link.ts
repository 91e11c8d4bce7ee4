import * as z from "zod";
import { linkById } from "../../../db/queries/registration-links.ts";
import { idField } from "../fields.ts";
import { memberUseCase, within } from "../use-case.ts";
import { changeLink } from "./change-registration-link.ts";
import { type LinkDetail, requireLink } from "./link-view.ts";

/** Nobody joins by the link until it is resumed; it stays as it is otherwise. Throws NOT_FOUND, EDIT_CONFLICT. */
export const pauseRegistrationLink = memberUseCase(
  within("registration.manage"),
  z.strictObject({ linkId: idField("registrationLink") }),
  async (ctx, { linkId }): Promise<LinkDetail> => {
    const [row] = await linkById(ctx.db, ctx.workspace.id, linkId);
    const seen = requireLink(ctx, row);
    return changeLink(ctx, seen, "registration_link.paused", { pausedAt: ctx.now() });
  },
);
