import { countCatalogDay } from "../../../db/queries/catalog-days.ts";
import { membershipByEmail } from "../../../db/queries/invitations.ts";
import { countRequest } from "../../../db/queries/password-resets.ts";
import { removeUnproved } from "../../../db/queries/registration-list.ts";
import { keepOwnCourses, keepOwnWishes, registrationOfOwner } from "../../../db/queries/registrations.ts";
import { commit } from "../commit.ts";
import type { Context, SignedInPerson } from "../context.ts";
import { DomainError } from "../errors.ts";
import { accept, type Joined } from "../joining/join-workspace.ts";
import { readOwnRegistration, refusals } from "../joining/read-link.ts";
import { dayIn } from "../members/access-end.ts";
import { signedInPerson } from "../sessions/signed-in-person.ts";
import { publicUseCase } from "../use-case.ts";
import { countClient, openDoor, registrationFields } from "./register.ts";
import { planRegistration, registrationStatements } from "./registration-statements.ts";

const hour = 3_600_000;

/**
 * Somebody who is signed in with an address that they have proved, and no member here, registers and joins by one press:
 * the proof that a mail would bring is there (F128). A registration is opened as by the form, without a mail, and accepted
 * as if its link had been followed: approval, places, seats, domains and limits hold the same.
 *
 * Throws NOT_SIGNED_IN, ALREADY_MEMBER, MEMBERSHIP_DEACTIVATED, PASSWORD_CHANGE_REQUIRED, EMAIL_UNVERIFIED for an account
 * whose mailbox nobody has proved, SSO_REQUIRED, NO_SEAT, ADDRESS_TAKEN, RATE_LIMITED also by the account, and what
 * `register` throws of the door.
 */
export const joinAsMyself = publicUseCase(
  registrationFields.pick({
    workspace: true,
    courseId: true,
    sessionId: true,
    linkCode: true,
    securityCode: true,
  }),
  async (ctx, input): Promise<Joined> => {
    const { caller } = ctx;
    const person = signedInPerson(ctx);
    if (caller.kind === "member" && caller.workspace.slug === input.workspace) {
      const { status } = caller.membership;
      throw new DomainError(
        status === "active"
          ? "ALREADY_MEMBER"
          : status === "unproved"
            ? "EMAIL_UNVERIFIED"
            : "MEMBERSHIP_DEACTIVATED",
      );
    }
    const { email } = person;
    if (email === "" || !person.emailVerified || person.viaProvider)
      throw new DomainError("EMAIL_UNVERIFIED");
    if (!(await ctx.limits.allow("mail_request", ctx.request.ip ?? ""))) {
      throw new DomainError("RATE_LIMITED", { retryAfter: 60 });
    }
    const { workspace, linkId, isPasswordless } = await openDoor(ctx, { ...input, email });
    if (isPasswordless) throw new DomainError("SSO_REQUIRED");
    const now = ctx.now();
    const { courseId = null, sessionId = null } = input;
    const names = { firstName: person.firstName, lastName: person.lastName };
    const chosen = {
      workspaceId: workspace.id,
      email,
      ...names,
      language: person.language,
      linkId,
      courseId,
      sessionId,
      status: "started" as const,
      provedBy: person.userId,
      op: ctx.ids.next("event"),
    };
    const planned = await planRegistration(ctx, chosen, workspace);
    const { windowStart } = planned;
    const limited = new DomainError("RATE_LIMITED", {
      retryAfter: Math.ceil((windowStart + hour - now) / 1000),
    });
    const opened = await commit(
      ctx,
      [
        ...countClient(ctx, windowStart),
        countRequest(ctx.db, planned.counterKey, windowStart, windowStart + 2 * hour),
        ...registrationStatements(ctx, chosen, planned),
        ...keepOwnWishes(ctx.db, planned, { courseId, sessionId }),
        countCatalogDay(ctx.db, workspace.id, dayIn(now, workspace.timeZone), courseId ?? "", "started"),
      ],
      true,
    );
    if (!opened) throw limited;
    const read = await readOwnRegistration(ctx, workspace.id, registrationOfOwner(planned));
    const here = () => refusalOfHolder(ctx, workspace.id, person);
    if (!read) throw (await here()) ?? limited;
    if (read.state === "waiting") return waiting(workspace.slug, email);
    if (read.state !== "open") throw new DomainError(refusals[read.state]);
    const id = read.registration?.row.id ?? "";
    // What a stranger adds in this very moment is no part of it either.
    const onlyOwn = () => keepOwnCourses(ctx.db, { workspaceId: workspace.id, id }, { courseId, sessionId });
    try {
      return await accept(ctx, read, person.userId, names, onlyOwn, false, "account");
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      // The other of two presses was faster.
      if (error.code === refusals.used) throw (await here()) ?? error;
      // What this press has opened for nothing is nothing to keep; one that was there before waits for its link.
      if (id === planned.id) {
        await ctx.db.batch([
          removeUnproved(ctx.db, { workspaceId: workspace.id, id, now: ctx.now(), op: planned.op }),
        ]);
      }
      throw error;
    }
  },
);

/** What whoever has the address here makes of the press of its owner; null: nobody has it. */
async function refusalOfHolder(
  ctx: Context,
  workspaceId: string,
  { email, userId }: SignedInPerson,
): Promise<DomainError | null> {
  const [found] = await membershipByEmail(ctx.db, workspaceId, email);
  const holder = found?.membership;
  if (holder?.status === "deactivated") return new DomainError("MEMBERSHIP_DEACTIVATED");
  if (holder?.status !== "active") return null;
  return new DomainError(holder.userId === userId ? "ALREADY_MEMBER" : "ADDRESS_TAKEN");
}

/** They asked before, and somebody has to approve still. */
function waiting(workspaceSlug: string, email: string): Joined {
  return { workspaceSlug, email, roles: [], landing: "portal", session: null, courseId: null, waits: true };
}
