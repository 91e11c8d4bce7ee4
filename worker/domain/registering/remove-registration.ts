import * as z from "zod";
import { forgetMailsOf, removeUnproved } from "../../../db/queries/registration-list.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { memberUseCase, within } from "../use-case.ts";
import { findRegistration } from "./find-registration.ts";
import { type RegistrationView, registrationView } from "./registration-view.ts";

/**
 * Forgets a registration whose mailbox nobody has proved: its link leads nowhere, and its address and names are gone.
 * Throws NOT_FOUND, NOT_PENDING for one that was proved or is over, EDIT_CONFLICT.
 */
export const removeRegistration = memberUseCase(
  within("registration.manage"),
  z.strictObject({ registrationId: idField("registration") }),
  async (ctx, { registrationId }): Promise<RegistrationView> => {
    const row = await findRegistration(ctx, registrationId);
    // What was paid for waits for its owner, and is ended by giving the money back.
    if (row.status !== "started" || row.hasOrder === 1) throw new DomainError("NOT_PENDING");
    const workspaceId = ctx.workspace.id;
    const now = ctx.now();
    const op = ctx.ids.next("event");
    const done = await commit(
      ctx,
      [
        removeUnproved(ctx.db, { workspaceId, id: row.id, now, op }),
        guardChanged(ctx.db),
        forgetMailsOf(ctx.db, workspaceId, row.id),
        ...audit(ctx, {
          workspaceId,
          actor: ctx.actor,
          action: "registration.removed",
          targetId: row.id,
          op,
        }),
      ],
      registrationView({ ...row, status: "lapsed", email: "", firstName: "", lastName: "" }),
    );
    if (!done) throw new DomainError("EDIT_CONFLICT");
    return done;
  },
);
