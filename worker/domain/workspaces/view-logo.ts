import * as z from "zod";
import { logoOf } from "../../../db/queries/logos.ts";
import { DomainError } from "../errors.ts";
import { publicUseCase } from "../use-case.ts";
import type { Picture } from "./logo.ts";

export interface LogoFile {
  mediaType: Picture["mediaType"];
  bytes: Uint8Array<ArrayBuffer>;
}

/** A logo of the workspace, for whoever sees its pages and mails. Throws NOT_FOUND, also for another workspace's. */
export const viewLogo = publicUseCase(
  z.strictObject({ slug: z.string(), digest: z.string() }),
  async (ctx, { slug, digest }): Promise<LogoFile> => {
    const [row] = await logoOf(ctx.db, slug, digest);
    if (!row) throw new DomainError("NOT_FOUND");
    return {
      mediaType: row.mediaType,
      bytes: Uint8Array.from(atob(row.content), (letter) => letter.charCodeAt(0)),
    };
  },
);
