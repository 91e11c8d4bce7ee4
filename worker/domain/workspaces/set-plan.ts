import * as z from "zod";
import { changePlan, planOfWorkspace } from "../../../db/queries/seats.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { planNames, plans } from "../plans.ts";
import { systemUseCase } from "../use-case.ts";

/** Seats that a number of one's own may be. */
export const mostSeats = 10_000_000;

export interface PlanSet {
  name: string;
  plan: string;
  /** Null: as many as come. */
  seats: number | null;
  /** Active people, each of whom takes one. */
  taken: number;
  /** How many more are active than there are seats: nobody is locked out, and nobody new comes in before they are fewer. */
  overBy: number;
}

/**
 * Gives a workspace another plan (F149), with its own number of seats where one is named and otherwise with those
 * of the plan. The house alone does this. A plan with fewer seats than are taken is taken on: whoever is here stays.
 *
 * Throws NOT_FOUND, VALIDATION_FAILED, EDIT_CONFLICT when somebody else changed the plan in this moment.
 */
export const setPlan = systemUseCase(
  z.strictObject({
    slug: z.string("Name the workspace by its address."),
    plan: z.enum(planNames, `Plans are: ${planNames.join(", ")}.`),
    /** Null: as many as come; left out: as many as the plan has. */
    seats: z
      .int("Give whole seats.")
      .min(1, "At least one seat.")
      .max(mostSeats, "At most ten million seats.")
      .nullable()
      .optional(),
  }),
  async (ctx, { slug, plan, seats = plans[plan].seats }): Promise<PlanSet> => {
    const [seen] = await planOfWorkspace(ctx.db, slug);
    if (!seen) throw new DomainError("NOT_FOUND");
    const next = { plan, seats };
    const result: PlanSet = {
      name: seen.name,
      ...next,
      taken: seen.active,
      overBy: seats === null ? 0 : Math.max(0, seen.active - seats),
    };
    if (seen.plan === plan && seen.seats === seats) return result;
    const done = await commit(
      ctx,
      [
        changePlan(ctx.db, seen, next),
        guardChanged(ctx.db),
        ...audit(ctx, {
          workspaceId: seen.id,
          actor: { kind: "system", id: null, name: ctx.settings.productName },
          action: "workspace.plan_changed",
          targetId: seen.id,
          op: ctx.ids.next("event"),
          details: { before: { plan: seen.plan, seats: seen.seats }, after: next, overBy: result.overBy },
        }),
      ],
      result,
    );
    if (!done) throw new DomainError("EDIT_CONFLICT");
    return done;
  },
);
