import * as z from "zod";
import { deleteLogos, setLogo } from "../../../db/queries/logos.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { standingOf } from "../members/member-change.ts";
import { memberUseCase } from "../use-case.ts";

/** Takes the logo away, and the older ones from the mails that show them: somebody may have uploaded the wrong picture. */
export const removeLogo = memberUseCase(
  "workspace.manage",
  z.strictObject({}),
  async (ctx): Promise<{ logo: null }> => {
    const { workspace } = ctx;
    const done = await commit(
      ctx,
      [
        setLogo(ctx.db, standingOf(ctx, "workspace.manage"), null),
        guardChanged(ctx.db),
        deleteLogos(ctx.db, workspace.id),
        ...audit(ctx, {
          workspaceId: workspace.id,
          actor: ctx.actor,
          action: "workspace.changed",
          targetId: workspace.id,
          op: ctx.ids.next("event"),
          details: { before: { logo: workspace.logo }, after: { logo: null } },
        }),
      ],
      { logo: null },
    );
    if (!done) throw new DomainError("FORBIDDEN");
    return done;
  },
);
