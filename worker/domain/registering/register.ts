import * as z from "zod";
import { catalogCourseRow } from "../../../db/queries/catalog.ts";
import { countCatalogDay } from "../../../db/queries/catalog-days.ts";
import { countUp } from "../../../db/queries/limits.ts";
import { countRequest } from "../../../db/queries/password-resets.ts";
import { workspaceToRegister } from "../../../db/queries/registrations.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { type CatalogCourse, catalogCourseOf } from "../catalog/catalog-course.ts";
import { commit } from "../commit.ts";
import type { Context } from "../context.ts";
import { DomainError, invalidField } from "../errors.ts";
import { emailField, idField, languageField, nameField } from "../fields.ts";
import { wakeMail } from "../mail/queue-mail.ts";
import { dayIn } from "../members/access-end.ts";
import { mayComeFrom } from "../people/domain-pattern.ts";
import { type Policies, policiesOf } from "../policies.ts";
import type { NewSession } from "../sessions/new-session.ts";
import { isPasswordless } from "../sso/passwordless.ts";
import { publicUseCase } from "../use-case.ts";
import { enterUnproved, letsInUnproved } from "./enter-unproved.ts";
import { openLink } from "./open-link.ts";
import { knownMailStatements, planRegistration, registrationStatements } from "./registration-statements.ts";
import { requireHuman } from "./require-human.ts";

const hour = 3_600_000;

/** What somebody says of themselves. No role: nobody makes themselves more than a learner (F129, P-01). */
export const registrationFields = z.strictObject({
  /** The workspace by its address. */
  workspace: z.string().max(100),
  email: emailField,
  firstName: nameField.refine((name) => name !== "", "Enter your first name."),
  lastName: nameField.default(""),
  /** In which they are written to; left out: that of the places of the link, or the workspace's (F82). */
  language: languageField.optional(),
  courseId: idField("course").optional(),
  sessionId: idField("courseSession").optional(),
  /** Of a registration link, or typed as a key. */
  linkCode: z.string("Enter the key.").trim().min(1, "Enter the key.").max(100).optional(),
  securityCode: z.string("Enter the security code.").trim().max(100).optional(),
  /** Of the widget of the page, where the installation asks for one. */
  humanToken: z.string("Solve the check.").max(2_048).optional(),
});

export type RegistrationInput = z.output<typeof registrationFields>;

/**
 * Registers a stranger (F128): until they prove the mailbox there is a row of their own and a mail with a link, which
 * is the link of an invitation. Whoever is here already is told so by mail and signs in. Everybody gets the same answer
 * by the same statements, whether or not the address is known, invited or has asked too often (E-01, E-10).
 *
 * Throws NOT_FOUND where the door is closed or leads to nothing that is open to strangers (P-02), LINK_PAUSED,
 * LINK_FULL or LINK_ENDED, HUMAN_UNPROVED, HUMAN_CHECK_UNAVAILABLE, RATE_LIMITED by the client alone, VALIDATION_FAILED also for `email` of a
 * domain that may not come (P-07), `sessionId` that is full or gone, `courseId` of a course that is to be paid for,
 * `securityCode`.
 */
export const register = publicUseCase(
  registrationFields,
  async (ctx, input): Promise<{ accepted: true; email: string }> => {
    const { email } = await registerSomebody(ctx, input, false);
    return { accepted: true, email };
  },
);

/** What became of registering in a browser: where nobody is let in before the proof, the mailbox tells the rest. */
export interface Registered {
  email: string;
  /** They are in at once, for now (F132). */
  entered: { session: NewSession; courseId: string | null } | null;
}

/** The act behind `register` and `registerAndEnter`: only a browser can be let in. */
export async function registerSomebody(
  ctx: Context,
  input: RegistrationInput,
  byBrowser: boolean,
): Promise<Registered> {
  if (!(await ctx.limits.allow("mail_request", ctx.request.ip ?? ""))) {
    throw new DomainError("RATE_LIMITED", { retryAfter: 60 });
  }
  const door = await openDoor(ctx, input);
  await requireHuman(ctx, input.humanToken);
  const { workspace } = door;
  const { email, courseId = null, sessionId = null } = input;
  const now = ctx.now();
  const op = ctx.ids.next("event");
  const chosen = {
    workspaceId: workspace.id,
    email,
    firstName: input.firstName,
    lastName: input.lastName,
    language: input.language ?? door.language,
    linkId: door.linkId,
    courseId,
    sessionId,
    status: "started" as const,
    op,
  };
  const planned = await planRegistration(ctx, chosen, workspace);
  const { windowStart } = planned;
  const statements = [
    ...countClient(ctx, windowStart),
    countRequest(ctx.db, planned.counterKey, windowStart, windowStart + 2 * hour),
    ...registrationStatements(ctx, chosen, planned),
    ...knownMailStatements(ctx, planned, courseId),
    countCatalogDay(ctx.db, workspace.id, dayIn(now, workspace.timeZone), courseId ?? "", "started"),
  ];
  const entering = byBrowser && door.letsIn ? await enterUnproved(ctx, chosen, workspace) : null;
  let done = await commit(
    ctx,
    [...statements, ...(entering?.statements ?? [])],
    entering ? { email, entered: { session: entering.session, courseId } } : { email, entered: null },
  );
  // As many as may be in without proof have come today: then as where nobody may, or the client has tried too often.
  if (!done && entering) done = await commit(ctx, statements, { email, entered: null });
  if (!done) {
    throw new DomainError("RATE_LIMITED", { retryAfter: Math.ceil((windowStart + hour - now) / 1000) });
  }
  // Also when there is nothing to send: waking for nothing tells nobody anything.
  await wakeMail(ctx, workspace.id);
  return done;
}

/**
 * Counts a registration of the client, first in its batch: at the limit the whole batch is rolled back (E-10, E-16).
 * A request that comes from no address is one of the house itself.
 */
export function countClient(ctx: Context, windowStart: number) {
  const { ip } = ctx.request;
  if (ip === null) return [];
  const limit = ctx.settings.registrationsPerHour;
  return [
    countUp(ctx.db, `register-from:${ip}`, windowStart, 1, windowStart + 2 * hour, limit),
    guardChanged(ctx.db),
  ];
}

/** What a way in leads to: read at once, refused before anything is written. */
export async function openDoor(ctx: Context, input: Omit<RegistrationInput, "firstName" | "lastName">) {
  const { workspace: slug, email, courseId = "", linkCode = "" } = input;
  if (!courseId && !linkCode) throw invalidField("courseId", "required", "Say for which course.");
  const [[found], [courseRow]] = await ctx.db.batch([
    workspaceToRegister(ctx.db, slug),
    catalogCourseRow(ctx.db, slug, courseId, ctx.now()),
  ]);
  const workspace = found?.workspace;
  if (workspace?.status !== "active") throw new DomainError("NOT_FOUND");
  const policies = policiesOf(workspace.preset, workspace.policyOverrides);
  if (policies["selfreg.mode"] === "off") throw new DomainError("NOT_FOUND");
  if (courseId) refuseCourse(catalogCourseOf(courseRow), input.sessionId);
  const way = linkCode ? await openLink(ctx, slug, linkCode, input.securityCode) : null;
  refuseDomain(email, policies, way?.link ?? null);
  return {
    workspace,
    linkId: way?.link.id ?? null,
    isPasswordless: isPasswordless({ singleSignOn: { enforced: found?.isEnforced === 1 }, policies }),
    language: way?.spoken.language ?? workspace.language,
    letsIn: letsInUnproved(policies, {
      isEnforced: found?.isEnforced === 1,
      domains: way?.link.domains ?? null,
    }),
  };
}

/** Throws VALIDATION_FAILED for an address whose domain may not register here (F131), or by this link (P-07, Z-22). */
export function refuseDomain(
  email: string,
  policies: Policies,
  link: { domains: readonly string[] | null } | null,
): void {
  const refused = policies["selfreg.domains_refused"];
  // A link's own domains narrow those of the workspace and never widen them.
  const every = [policies["selfreg.domains_allowed"], link?.domains ?? []];
  if (every.every((allowed) => mayComeFrom(email, { allowed, refused }))) return;
  throw invalidField(
    "email",
    "domain",
    "Addresses of this domain cannot register here. Use another address.",
  );
}

function refuseCourse(course: CatalogCourse | null, sessionId: string | undefined): void {
  if (!course) throw new DomainError("NOT_FOUND");
  if (course.course.price) {
    throw invalidField("courseId", "paid", "This course has a price: it is bought, not registered for.");
  }
  refuseDate(course.dates, sessionId);
}

/** Throws VALIDATION_FAILED for a date that nobody can choose, or that is full. */
export function refuseDate(
  dates: readonly { id: string; placesLeft: number | null }[],
  sessionId: string | undefined,
): void {
  if (sessionId === undefined) return;
  const date = dates.find(({ id }) => id === sessionId);
  if (!date) throw invalidField("sessionId", "gone", "This date cannot be chosen any more. Choose another.");
  if (date.placesLeft === 0)
    throw invalidField("sessionId", "full", "Every seat is taken. Choose another date.");
}
