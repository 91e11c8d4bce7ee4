import * as z from "zod";
import { administers } from "../../../db/queries/customers.ts";
import { counter, countUp } from "../../../db/queries/limits.ts";
import { guardChanged, guardThat } from "../../../db/queries/statements.ts";
import { workspaceFace } from "../../../db/queries/workspaces.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { emailField } from "../fields.ts";
import { wakeMail } from "../mail/queue-mail.ts";
import { customerUseCase, nameOf } from "../use-case.ts";
import {
  type NewWorkspace,
  newWorkspace,
  newWorkspaceFields,
  slugTaken,
  workspaceNameField,
} from "../workspaces/new-workspace.ts";
import { noteForCustomer } from "./customer-event.ts";

const dayMs = 86_400_000;

/** Workspaces that one customer makes in a day (UTC): each may mail a stranger an invitation. */
const perDay = 50;

/**
 * Makes a workspace of the customer from a preset. Whoever makes it becomes its first administrator at once, unless
 * they name somebody else, who is invited.
 *
 * Throws VALIDATION_FAILED, on `slug` when it is taken; RATE_LIMITED; EDIT_CONFLICT.
 */
export const createWorkspace = customerUseCase(
  z.strictObject({
    name: workspaceNameField,
    ...newWorkspaceFields,
    /** Left out, or the asker's own: the asker. */
    adminEmail: emailField.optional(),
  }),
  async (ctx, { adminEmail, ...given }): Promise<NewWorkspace> => {
    const { customer, person } = ctx;
    const now = ctx.now();
    const today = now - (now % dayMs);
    const key = `workspaces:${customer.id}`;
    const [existing, made] = await ctx.db.batch([
      workspaceFace(ctx.db, given.slug),
      counter(ctx.db, key, today),
    ]);
    if (existing.length > 0) throw slugTaken();
    if ((made[0]?.count ?? 0) >= perDay) throw tooMany(now);
    const named = adminEmail !== undefined && adminEmail !== person.email;
    const { result, statements } = newWorkspace(
      ctx,
      { ...given, customerId: customer.id },
      named
        ? { kind: "address", email: adminEmail, firstName: "", lastName: "" }
        : { kind: "person", person },
      nameOf(person),
    );
    const done = await commit(
      ctx,
      [
        guardThat(ctx.db, administers(customer.id, person.userId)),
        ...statements,
        countUp(ctx.db, key, today, 1, today + 2 * dayMs, perDay),
        guardChanged(ctx.db),
        noteForCustomer(ctx, "workspace.created", { details: { name: given.name, slug: given.slug } }),
      ],
      result,
    );
    if (!done) {
      const [taken] = await workspaceFace(ctx.db, given.slug);
      throw taken ? slugTaken() : new DomainError("EDIT_CONFLICT");
    }
    if (named) await wakeMail(ctx, result.workspaceId);
    return done;
  },
);

function tooMany(now: number): DomainError {
  return new DomainError("RATE_LIMITED", {
    retryAfter: Math.ceil((dayMs - (now % dayMs)) / 1000),
    params: { limit: "workspaces" },
  });
}
