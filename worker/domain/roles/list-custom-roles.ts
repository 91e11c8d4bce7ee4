import * as z from "zod";
import type { CustomRole } from "../permissions.ts";
import { memberUseCase, within } from "../use-case.ts";

/** The roles of the workspace's own by name, as they are at this moment (F24). */
export const listCustomRoles = memberUseCase(
  within("workspace.view"),
  z.strictObject({}),
  async ({ workspace }): Promise<{ roles: readonly CustomRole[] }> => ({ roles: workspace.customRoles }),
);
