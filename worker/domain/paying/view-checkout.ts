import * as z from "zod";
import { catalogCourseRow } from "../../../db/queries/catalog.ts";
import { ownStandingIn } from "../../../db/queries/orders.ts";
import { type CatalogDate, catalogCourseOf } from "../catalog/catalog-course.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { publicUseCase } from "../use-case.ts";

export interface CheckoutPage {
  course: { id: string; title: string; summary: string };
  price: { amount: number; currency: string };
  /** Those to come that still have places. */
  dates: CatalogDate[];
  /** False: there is no account with the provider, and the page says so. */
  canBuy: boolean;
  /** Null for who is no active member here, and says who they are. */
  member: { enrolled: boolean } | null;
}

/** What the page says before somebody goes to pay. Throws NOT_FOUND for what is not sold in an open catalog. */
export const viewCheckout = publicUseCase(
  z.strictObject({ workspaceSlug: z.string().max(100), courseId: idField("course") }),
  async (ctx, { workspaceSlug, courseId }): Promise<CheckoutPage> => {
    const { caller } = ctx;
    const isHere = caller.kind === "member" && caller.workspace.slug === workspaceSlug;
    const member = isHere && caller.membership.status === "active" ? caller : null;
    const [[row], [standing]] = await ctx.db.batch([
      catalogCourseRow(ctx.db, workspaceSlug, courseId, ctx.now()),
      ownStandingIn(ctx.db, member?.workspace.id ?? "", member?.membership.id ?? "", courseId),
    ]);
    const found = catalogCourseOf(row);
    if (!found?.course.price) throw new DomainError("NOT_FOUND");
    const { id, title, summary, price } = found.course;
    return {
      course: { id, title, summary },
      price,
      dates: found.dates.filter(({ placesLeft }) => placesLeft !== 0),
      canBuy: ctx.payments !== null,
      member: member && {
        enrolled: standing?.enrolment === "active" || standing?.enrolment === "completed",
      },
    };
  },
);
