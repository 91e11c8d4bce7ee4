import * as z from "zod";
import { idField } from "../fields.ts";
import { memberUseCase, within } from "../use-case.ts";
import { readWholeMember } from "./member-change.ts";
import { type PersonData, personDocument, readPersonData, writeExport } from "./person-data.ts";
import { readLeftMember } from "./view-erasure.ts";

/**
 * Everything that this workspace keeps about one person, also one who was removed, for whoever may remove them (F139). What other
 * workspaces know is theirs. Written down in the audit before it leaves.
 *
 * Throws ROLE_ABOVE_YOURS, ELSEWHERE_TOO for somebody who is also outside of the asker's part, NOT_FOUND,
 * RATE_LIMITED.
 */
export const exportPersonData = memberUseCase(
  within("member.remove"),
  z.strictObject({ membershipId: idField("membership") }),
  async (ctx, { membershipId }): Promise<PersonData> => {
    const rows = await readPersonData(ctx, ctx.workspace.id, membershipId);
    const [[row]] = rows;
    if (row?.membership.status === "removed") readLeftMember(ctx, row);
    else readWholeMember(ctx, "member.remove", row);
    await writeExport(ctx, ctx.workspace.id, ctx.actor, membershipId);
    return personDocument(ctx.workspace, rows, { now: ctx.now(), namesActors: true });
  },
);
