import * as z from "zod";
import { workspaceFace } from "../../../db/queries/workspaces.ts";
import { DomainError } from "../errors.ts";
import { chooseLanguage, type Language } from "../languages.ts";
import { publicUseCase } from "../use-case.ts";

export interface WorkspaceFace {
  slug: string;
  name: string;
  accentColor: string;
  language: Language;
  status: "active" | "suspended";
}

/** The face of a workspace for its sign-in page, which anybody may see (F121). Throws NOT_FOUND. */
export const viewWorkspace = publicUseCase(
  z.strictObject({ slug: z.string().max(100) }),
  async (ctx, { slug }): Promise<WorkspaceFace> => {
    const [row] = await workspaceFace(ctx.db, slug);
    if (!row) throw new DomainError("NOT_FOUND");
    return { ...row, language: chooseLanguage([row.language], "en") };
  },
);
