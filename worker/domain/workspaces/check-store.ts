import * as z from "zod";
import { storeAnswers } from "../../../db/queries/workspaces.ts";
import { systemUseCase } from "../use-case.ts";

/** Proves that the database answers and holds our tables. Reads a row at most: anybody may make us ask. */
export const checkStore = systemUseCase(z.strictObject({}), async (ctx): Promise<void> => {
  await storeAnswers(ctx.db);
});
