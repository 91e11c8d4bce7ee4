import * as z from "zod";
import { linkById } from "../../../db/queries/registration-links.ts";
import { idField } from "../fields.ts";
import { memberUseCase, within } from "../use-case.ts";
import { type LinkDetail, linkDetail, requireLink } from "./link-view.ts";

/** One link with its address and codes. Throws NOT_FOUND for one that leads out of the asker's part. */
export const viewRegistrationLink = memberUseCase(
  within("registration.manage"),
  z.strictObject({ linkId: idField("registrationLink") }),
  async (ctx, { linkId }): Promise<LinkDetail> => {
    const [row] = await linkById(ctx.db, ctx.workspace.id, linkId);
    return linkDetail(ctx, requireLink(ctx, row));
  },
);
