import * as z from "zod";
import { type RoleSummary, roleTable } from "../granting.ts";
import { memberUseCase, within } from "../use-case.ts";

/** What each role of the workspace may do, where, and which roles it hands out, by its policies of today (F26). */
export const viewRoleTable = memberUseCase(
  within("workspace.view"),
  z.strictObject({}),
  async ({ workspace }): Promise<{ roles: RoleSummary[] }> => ({
    roles: roleTable(workspace.policies, workspace.customRoles),
  }),
);
