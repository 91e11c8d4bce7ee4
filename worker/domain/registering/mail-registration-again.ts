import * as z from "zod";
import { countRequest } from "../../../db/queries/password-resets.ts";
import { stampRegistration, workspaceToRegister } from "../../../db/queries/registrations.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { emailField } from "../fields.ts";
import { wakeMail } from "../mail/queue-mail.ts";
import { policiesOf } from "../policies.ts";
import { publicUseCase } from "../use-case.ts";
import { countClient } from "./register.ts";
import { knownMailStatements, linkMailStatements, planRegistration } from "./registration-statements.ts";
import { requireHuman } from "./require-human.ts";

const hour = 3_600_000;

/**
 * Mails the link of an open registration once more, within the limits of registering. Everybody gets the same answer,
 * whether or not anything is open for the address (E-10), and passes what registering asks of everybody.
 *
 * Throws NOT_FOUND where there is no such workspace or nobody registers in it, HUMAN_UNPROVED, HUMAN_CHECK_UNAVAILABLE,
 * RATE_LIMITED by the client alone.
 */
export const mailRegistrationAgain = publicUseCase(
  z.strictObject({
    workspace: z.string().max(100),
    email: emailField,
    /** Of the widget of the page, where the installation asks for one. */
    humanToken: z.string("Solve the check.").max(2_048).optional(),
  }),
  async (ctx, { workspace: slug, email, humanToken }): Promise<{ accepted: true; email: string }> => {
    if (!(await ctx.limits.allow("mail_request", ctx.request.ip ?? ""))) {
      throw new DomainError("RATE_LIMITED", { retryAfter: 60 });
    }
    const [found] = await workspaceToRegister(ctx.db, slug);
    if (found?.workspace.status !== "active") throw new DomainError("NOT_FOUND");
    const policies = policiesOf(found.workspace.preset, found.workspace.policyOverrides);
    if (policies["selfreg.mode"] === "off") throw new DomainError("NOT_FOUND");
    await requireHuman(ctx, humanToken);
    const workspaceId = found.workspace.id;
    const now = ctx.now();
    const op = ctx.ids.next("event");
    const nothing = {
      firstName: "",
      lastName: "",
      language: "",
      linkId: null,
      courseId: null,
      sessionId: null,
    };
    const again = await planRegistration(
      ctx,
      { ...nothing, workspaceId, email, status: "started", op },
      found.workspace,
    );
    const { windowStart, counterKey } = again;
    const done = await commit(
      ctx,
      [
        ...countClient(ctx, windowStart),
        countRequest(ctx.db, counterKey, windowStart, windowStart + 2 * hour),
        stampRegistration(ctx.db, again),
        ...linkMailStatements(ctx, again),
        ...knownMailStatements(ctx, again, null),
      ],
      { accepted: true as const, email },
    );
    if (!done) {
      throw new DomainError("RATE_LIMITED", { retryAfter: Math.ceil((windowStart + hour - now) / 1000) });
    }
    await wakeMail(ctx, workspaceId);
    return done;
  },
);
