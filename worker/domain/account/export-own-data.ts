import * as z from "zod";
import { type PersonData, personDocument, readPersonData, writeExport } from "../members/person-data.ts";
import { ownActor, signedInLearner } from "../sessions/signed-in-person.ts";
import { publicUseCase } from "../use-case.ts";

/**
 * Everything that this workspace keeps about oneself (F139). Administrators who did something are not named.
 *
 * Throws NOT_SIGNED_IN, MEMBERSHIP_DEACTIVATED, RATE_LIMITED.
 */
export const exportOwnData = publicUseCase(z.strictObject({}), async (ctx): Promise<PersonData> => {
  const { person, workspace, membership } = signedInLearner(ctx);
  const rows = await readPersonData(ctx, workspace.id, membership.id);
  await writeExport(ctx, workspace.id, ownActor(person, membership.id), membership.id);
  return personDocument(workspace, rows, { now: ctx.now(), namesActors: false });
});
