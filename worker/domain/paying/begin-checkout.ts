import * as z from "zod";
import { catalogCourseRow } from "../../../db/queries/catalog.ts";
import { countCatalogDay } from "../../../db/queries/catalog-days.ts";
import { countUp } from "../../../db/queries/limits.ts";
import { endOpenOrder, insertOrder, noteCheckout, ownStandingIn } from "../../../db/queries/orders.ts";
import { countRequest } from "../../../db/queries/password-resets.ts";
import { registrationOfAct } from "../../../db/queries/registrations.ts";
import { guardChanged, type Statement } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { type CatalogCourse, catalogCourseOf } from "../catalog/catalog-course.ts";
import { commit } from "../commit.ts";
import type { Context, Payments } from "../context.ts";
import { DomainError, invalidField } from "../errors.ts";
import { emailField, idField, languageField, nameField } from "../fields.ts";
import { dayIn } from "../members/access-end.ts";
import { countClient, refuseDate, refuseDomain } from "../registering/register.ts";
import { planRegistration, registrationStatements } from "../registering/registration-statements.ts";
import { requireHuman } from "../registering/require-human.ts";
import { signedInMember } from "../sessions/signed-in-person.ts";
import { awaitsProof, nameOf, publicUseCase } from "../use-case.ts";

const hour = 3_600_000;
/** How long somebody may take to pay; the provider takes half an hour to a day. */
const checkoutTerm = 2 * hour;
/** Checkouts of one member in an hour. */
const perMember = 10;

const beginCheckoutFields = z.strictObject({
  workspaceSlug: z.string().max(100),
  courseId: idField("course"),
  sessionId: idField("courseSession").optional(),
  /** The price that the page showed: nobody pays another one unasked. */
  price: z.strictObject({
    amount: z.int("Reload the page."),
    currency: z.string("Reload the page.").length(3, "Reload the page."),
  }),
  language: languageField,
  /** Who buys, where nobody is signed in as a member. */
  email: emailField.optional(),
  firstName: nameField.optional(),
  lastName: nameField.optional(),
  /** Of the check for humans, where the installation has one. */
  humanToken: z.string("Solve the check.").max(2_048).optional(),
});

type Input = z.output<typeof beginCheckoutFields>;

export interface BegunCheckout {
  orderId: string;
  /** Where to pay; null: it is paid already, and the page of the order tells how it goes on. */
  url: string | null;
}

/** Who buys, as the order and its checkout name them. */
interface Buyer {
  email: string;
  membershipId: string | null;
  /** What stands in the batch before the order (limits, a registration) and behind it, and who the order is for. */
  statements(op: string): Promise<{ before: Statement[]; registrationId: SQL | null; after: Statement[] }>;
}

type SQL = ReturnType<typeof registrationOfAct>;

/**
 * Sends somebody to pay for a course of the catalog (F128). A member pays for themselves; a stranger registers by it
 * and is mailed a link when the money is there, whoever has the address (E-01). The order is written before the
 * provider is asked, under the id by which a repeated call is the same; nothing is given before its webhook. Besides
 * the caller it takes two round trips to the database.
 *
 * Throws NOT_FOUND for a course that is not in an open catalog (P-02), PAYMENTS_OFF without a provider, PRICE_CHANGED
 * with the price of now, ALREADY_ENROLLED, HUMAN_UNPROVED, HUMAN_CHECK_UNAVAILABLE, RATE_LIMITED,
 * PAYMENT_UNAVAILABLE when the provider cannot be asked,
 * PAYMENT_REFUSED when it says no, EDIT_CONFLICT, VALIDATION_FAILED also for `sessionId` that is full or gone and for
 * `email` of a domain that may not come.
 */
export const beginCheckout = publicUseCase(
  beginCheckoutFields,
  async (ctx, input): Promise<BegunCheckout> => {
    const { workspaceSlug, courseId } = input;
    const { caller } = ctx;
    const member =
      caller.kind === "member" && caller.workspace.slug === workspaceSlug ? signedInMember(ctx) : null;
    if (
      member &&
      member.workspace.policies["activation.verify_email"] === "always" &&
      awaitsProof(member.person)
    ) {
      throw new DomainError("EMAIL_UNVERIFIED");
    }
    if (!(await ctx.limits.allow("mail_request", ctx.request.ip ?? ""))) {
      throw new DomainError("RATE_LIMITED", { retryAfter: 60 });
    }
    const [[courseRow], [standing]] = await ctx.db.batch([
      catalogCourseRow(ctx.db, workspaceSlug, courseId, ctx.now()),
      ownStandingIn(ctx.db, member?.workspace.id ?? "", member?.membership.id ?? "", courseId),
    ]);
    const found = catalogCourseOf(courseRow);
    if (!found) throw new DomainError("NOT_FOUND");
    const { payments } = ctx;
    if (!payments) throw new DomainError("PAYMENTS_OFF");
    refusePrice(found, input);
    refuseDate(found.dates, input.sessionId);
    if (!member) {
      const { email, firstName } = input;
      if (!email) throw invalidField("email", "required", "Enter an e-mail address, like ana@example.com.");
      if (!firstName) throw invalidField("firstName", "required", "Enter your first name.");
      refuseDomain(email, found.policies, null);
      await requireHuman(ctx, input.humanToken);
      return open(ctx, payments, found, input, strangerOf(ctx, found, input, email, firstName));
    }
    if (standing && (standing.enrolment === "active" || standing.enrolment === "completed")) {
      throw new DomainError("ALREADY_ENROLLED", { params: { courseId } });
    }
    const resumed = standing ? await resume(payments, standing, input) : { over: null };
    if (!("over" in resumed)) return resumed;
    return open(ctx, payments, found, input, memberOf(ctx, found, member, resumed.over));
  },
);

function refusePrice({ course }: CatalogCourse, { price }: Input): void {
  const { amount, currency } = course.price ?? { amount: null, currency: null };
  if (amount === price.amount && currency === price.currency.toUpperCase()) return;
  throw new DomainError("PRICE_CHANGED", { params: { amount, currency } });
}

/**
 * The checkout that a member has open for the course: they go on with it where it is for the same, and where it is
 * paid they are told so. One for another date or price is closed before a new one begins; `over`: begin anew, and the
 * order that came to nothing, if there is one.
 */
async function resume(
  payments: Payments,
  open: Awaited<ReturnType<typeof ownStandingIn>>[number],
  { price, sessionId }: Input,
): Promise<BegunCheckout | { over: string | null }> {
  const { openOrderId: orderId, checkoutId } = open;
  if (!orderId || !checkoutId) return { over: null };
  const checkout = await payments.find(checkoutId);
  if ("failure" in checkout) return { over: null };
  if (checkout.state === "closed") return { over: orderId };
  if (checkout.state === "complete") return { orderId, url: null };
  const same =
    open.priceMinor === price.amount &&
    open.currency === price.currency.toLowerCase() &&
    open.sessionId === (sessionId ?? null);
  if (same) return { orderId, url: checkout.url };
  // Paid in this very moment: then that is what they bought.
  return (await payments.close(checkoutId)) ? { over: orderId } : { orderId, url: null };
}

function memberOf(
  ctx: Context,
  { workspace, course }: CatalogCourse,
  { membership, person }: ReturnType<typeof signedInMember>,
  /** An order of theirs whose checkout was closed; the provider tells so later. */
  over: string | null,
): Buyer {
  const windowStart = ctx.now() - (ctx.now() % hour);
  return {
    email: person.email,
    membershipId: membership.id,
    statements: async (op) => ({
      before: [
        countUp(ctx.db, `checkout:${membership.id}`, windowStart, 1, windowStart + 2 * hour, perMember),
        guardChanged(ctx.db),
        ...(over ? [endOpenOrder(ctx.db, { workspaceId: workspace.id, id: over }, ctx.now())] : []),
      ],
      registrationId: null,
      after: audit(ctx, {
        workspaceId: workspace.id,
        actor: { kind: "member", id: membership.id, name: nameOf(person) },
        action: "order.begun",
        membershipId: membership.id,
        op,
        details: { course: course.title },
      }),
    }),
  };
}

function strangerOf(
  ctx: Context,
  { workspace, course }: CatalogCourse,
  { lastName = "", language, sessionId }: Input,
  email: string,
  firstName: string,
): Buyer {
  return {
    email,
    membershipId: null,
    async statements(op) {
      const chosen = {
        workspaceId: workspace.id,
        email,
        firstName,
        lastName,
        language,
        linkId: null,
        courseId: course.id,
        sessionId: sessionId ?? null,
        status: "unpaid" as const,
        op,
      };
      const planned = await planRegistration(ctx, chosen, workspace);
      const { counterKey, windowStart } = planned;
      return {
        before: [
          ...countClient(ctx, windowStart),
          countRequest(ctx.db, counterKey, windowStart, windowStart + 2 * hour),
          ...registrationStatements(ctx, chosen, planned),
        ],
        registrationId: registrationOfAct(planned),
        after: [],
      };
    },
  };
}

/** Writes the order, asks the provider for its checkout, and notes what became of that. */
async function open(
  ctx: Context,
  payments: Payments,
  { workspace, course }: CatalogCourse,
  { price, sessionId, language }: Input,
  buyer: Buyer,
): Promise<BegunCheckout> {
  const now = ctx.now();
  const op = ctx.ids.next("event");
  const orderId = ctx.ids.next("order");
  const order = { workspaceId: workspace.id, id: orderId };
  const { before, registrationId, after } = await buyer.statements(op);
  const written = await commit(
    ctx,
    [
      ...before,
      insertOrder(ctx.db, {
        ...order,
        courseId: course.id,
        sessionId: sessionId ?? null,
        membershipId: buyer.membershipId,
        registrationId,
        priceMinor: price.amount,
        currency: price.currency.toUpperCase(),
        createdAt: now,
        lastOp: op,
      }),
      guardChanged(ctx.db),
      ...after,
      countCatalogDay(ctx.db, workspace.id, dayIn(now, workspace.timeZone), course.id, "started"),
    ],
    true,
  );
  if (!written) throw await whyNot(ctx, workspace.slug, course.id, price);
  const base = `${ctx.settings.origin}/w/${workspace.slug}/catalog`;
  const begun = await payments.begin({
    orderId,
    workspaceId: workspace.id,
    title: course.title,
    priceMinor: price.amount,
    currency: price.currency.toLowerCase(),
    email: buyer.email,
    language,
    successUrl: `${base}/orders/${orderId}`,
    cancelUrl: `${base}/${course.id}`,
    expiresAt: now + checkoutTerm,
  });
  if ("failure" in begun) {
    ctx.log.error("checkout_failed", { orderId, failure: begun.failure, reason: begun.reason });
    await commit(ctx, [noteCheckout(ctx.db, order, { status: "failed", endedAt: ctx.now() })], true);
    throw new DomainError(begun.failure === "refused" ? "PAYMENT_REFUSED" : "PAYMENT_UNAVAILABLE");
  }
  // Nobody has to wait for it: the buyer goes to pay, and every word of the checkout names it once more. Where it gets
  // lost a member who comes back begins another checkout, and paying both is noticed.
  ctx.later(() => ctx.db.batch([noteCheckout(ctx.db, order, { checkoutId: begun.checkoutId })]));
  return { orderId, url: begun.url };
}

/** Why nothing was written: the course changed in this moment, or the client, the buyer or the address asked too often. */
async function whyNot(
  ctx: Context,
  slug: string,
  courseId: string,
  price: Input["price"],
): Promise<DomainError> {
  const [row] = await catalogCourseRow(ctx.db, slug, courseId, ctx.now());
  const found = catalogCourseOf(row);
  if (!found) return new DomainError("NOT_FOUND");
  const { amount = null, currency = null } = found.course.price ?? {};
  if (amount !== price.amount || currency !== price.currency.toUpperCase()) {
    return new DomainError("PRICE_CHANGED", { params: { amount, currency } });
  }
  const window = ctx.now() - (ctx.now() % hour);
  return new DomainError("RATE_LIMITED", { retryAfter: Math.ceil((window + hour - ctx.now()) / 1000) });
}
