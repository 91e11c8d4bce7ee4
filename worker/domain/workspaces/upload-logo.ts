import * as z from "zod";
import { keepLogo, setLogo } from "../../../db/queries/logos.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError, invalidField } from "../errors.ts";
import { standingOf } from "../members/member-change.ts";
import { memberUseCase } from "../use-case.ts";
import { logoLimits, logoPath, readPicture } from "./logo.ts";

/**
 * Gives the workspace a logo: a PNG, JPEG or WebP picture of at most 200 KB and 2,000 pixels a side, for pages and
 * mails. The former one goes on being served, for the mails that show it.
 *
 * Throws VALIDATION_FAILED on `logo`.
 */
export const uploadLogo = memberUseCase(
  "workspace.manage",
  z.strictObject({
    file: z.custom<AsyncIterable<Uint8Array>>(
      (value) => typeof value === "object" && value !== null && Symbol.asyncIterator in value,
      "Choose a picture.",
    ),
  }),
  async (ctx, { file }): Promise<{ logo: string }> => {
    const bytes = await readWhole(file);
    const picture = readPicture(bytes);
    if (!picture) {
      throw invalidField(
        "logo",
        "not_a_picture",
        "This is no PNG, JPEG or WebP picture. Save the logo as one of them; SVG is not taken, because it can hold scripts.",
      );
    }
    const { width, height } = picture;
    if (width < 1 || height < 1 || Math.max(width, height) > logoLimits.side) {
      throw invalidField(
        "logo",
        "too_large",
        `The picture measures ${width} by ${height} pixels. At most 2,000 a side are taken; 400 are plenty.`,
      );
    }
    const { workspace } = ctx;
    const digesting = ctx.secrets.digesting();
    digesting.add(bytes);
    const digest = digesting.hex().slice(0, 32);
    const logo = logoPath({ slug: workspace.slug, logoDigest: digest }) as string;
    const done = await commit(
      ctx,
      [
        setLogo(ctx.db, standingOf(ctx, "workspace.manage"), digest),
        guardChanged(ctx.db),
        ...keepLogo(ctx.db, {
          workspaceId: workspace.id,
          digest,
          mediaType: picture.mediaType,
          content: base64Of(bytes),
          createdAt: ctx.now(),
        }),
        ...audit(ctx, {
          workspaceId: workspace.id,
          actor: ctx.actor,
          action: "workspace.changed",
          targetId: workspace.id,
          op: ctx.ids.next("event"),
          details: { before: { logo: workspace.logo }, after: { logo } },
        }),
      ],
      { logo },
    );
    if (!done) throw new DomainError("FORBIDDEN");
    return done;
  },
);

/** The bytes of a file that has to be small. */
async function readWhole(file: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const whole = new Uint8Array(logoLimits.bytes);
  let length = 0;
  for await (const piece of file) {
    if (length + piece.length > whole.length) {
      throw invalidField("logo", "too_large", "The file is larger than 200 KB. Save the picture smaller.");
    }
    whole.set(piece, length);
    length += piece.length;
  }
  if (length === 0) throw invalidField("logo", "required", "Choose a picture.");
  return whole.subarray(0, length);
}

function base64Of(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8_192) {
    text += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  }
  return btoa(text);
}
