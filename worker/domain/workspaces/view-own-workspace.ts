import * as z from "zod";
import type { CallerWorkspace } from "../context.ts";
import { memberUseCase, within } from "../use-case.ts";

/** The workspace that the asker stands in, as it was read with the caller: no query of its own. */
export const viewOwnWorkspace = memberUseCase(
  within("workspace.view"),
  z.strictObject({}),
  async ({ workspace }): Promise<CallerWorkspace> => workspace,
);
