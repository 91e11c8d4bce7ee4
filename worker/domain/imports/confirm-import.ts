import * as z from "zod";
import { changeImport } from "../../../db/queries/imports.ts";
import { counter, countUp } from "../../../db/queries/limits.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { dailyCounter, dailyLimit, roomToday, startOfDay } from "../invitations/invite-user.ts";
import { requireDirectSetUp, requireMailedCredentials } from "../members/set-up-fields.ts";
import { memberUseCase, within } from "../use-case.ts";
import { invitationsPerDay } from "../workspaces/plan.ts";
import { findImport, requireStatus } from "./find-import.ts";
import { countGoingAlong, countToInvite, type ImportView, importView } from "./import-view.ts";
import { importOptionFields } from "./stage-import.ts";
import { wakeImport } from "./wake-import.ts";

const day = 86_400_000;

/**
 * Begins to invite everybody whose row is right, and to change whom the review said (F59, F65, F67); rows
 * with errors stay behind and can be downloaded. Confirming twice is no error and begins nothing twice (C-25).
 *
 * Throws DIRECT_SETUP_OFF and DIRECT_SETUP_ON_TRIAL where people are not set up here, VALIDATION_FAILED on
 * `credentials` for what is not mailed here, IMPORT_STATE, IMPORT_EMPTY, DRY_RUN, DAILY_LIMIT or TRIAL_DAILY_LIMIT, and ENCODING_UNCONFIRMED where the encoding was
 * guessed and nobody has said that the names look right.
 */
export const confirmImport = memberUseCase(
  within("invitation.create"),
  z.strictObject({
    importId: idField("import"),
    encodingIsRight: z.boolean().optional(),
    ...importOptionFields,
  }),
  async (ctx, { importId, encodingIsRight, ...options }): Promise<ImportView> => {
    const { workspace } = ctx;
    const now = ctx.now();
    const today = startOfDay(now);
    const [record, [sentToday]] = await Promise.all([
      findImport(ctx, importId),
      counter(ctx.db, dailyCounter(workspace.id), today),
    ]);
    if (record.confirmedAt !== null) return importView(record);
    requireStatus(record, "ready");
    if (record.dryRun) throw new DomainError("DRY_RUN");
    const setsUp = options.setUp ?? record.options.setUp ?? false;
    const credentials = setsUp ? (options.credentials ?? record.options.credentials) : undefined;
    if (setsUp) requireDirectSetUp(workspace);
    if (credentials) requireMailedCredentials(workspace.policies, credentials);
    if (importView(record).guessedEncoding && encodingIsRight !== true) {
      throw new DomainError("ENCODING_UNCONFIRMED");
    }
    const { counts } = record;
    if (countGoingAlong(counts) === 0) throw new DomainError("IMPORT_EMPTY");
    const number = countToInvite(counts);
    if (number > roomToday(ctx, sentToday?.count)) throw dailyLimit(ctx);
    const changes = {
      status: "running" as const,
      options: { ...record.options, ...options },
      cursor: 0,
      confirmedAt: now,
      lease: null,
      leaseUntil: null,
    };
    const done = await commit(
      ctx,
      [
        changeImport(ctx.db, workspace.id, importId, ["ready"], changes),
        guardChanged(ctx.db),
        ...(number > 0
          ? [
              countUp(
                ctx.db,
                dailyCounter(workspace.id),
                today,
                number,
                today + 2 * day,
                invitationsPerDay(ctx.settings, workspace),
              ),
              guardChanged(ctx.db),
            ]
          : []),
        ...audit(ctx, {
          workspaceId: workspace.id,
          actor: ctx.actor,
          action: "import.confirmed",
          targetId: importId,
          op: ctx.ids.next("event"),
          details: {
            fileName: record.fileName,
            rows: number,
            ...(setsUp ? { setUp: true } : {}),
            ...(credentials ? { credentials } : {}),
            ...(counts.update ? { updates: counts.update, existing: record.options.existing } : {}),
          },
        }),
      ],
      importView({ ...record, ...changes }),
    );
    if (!done) {
      const again = await findImport(ctx, importId);
      if (again.confirmedAt !== null) return importView(again);
      throw new DomainError("EDIT_CONFLICT");
    }
    await wakeImport(ctx, workspace.id, importId);
    return done;
  },
);
