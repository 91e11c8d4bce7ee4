import { enrolFromRegistration } from "../../../db/queries/registered-joins.ts";
import {
  addPaidCourses,
  addRegisteredCourse,
  countWrittenMail,
  type DayCounter,
  insertKnownMail,
  insertPaidMail,
  insertRegistrationAudit,
  insertRegistrationMail,
  openRegistration,
  type Registering,
  startPaidRegistration,
} from "../../../db/queries/registrations.ts";
import type { Statement } from "../../../db/queries/statements.ts";
import type { AuditAction } from "../audit.ts";
import type { Context } from "../context.ts";
import { startOfDay } from "../invitations/invite-user.ts";
import { sendsPerDay, shortestPause } from "../invitations/send-limits.ts";
import { outboxRow } from "../mail/queue-mail.ts";
import { invitationsPerDay } from "../workspaces/plan.ts";

const hour = 3_600_000;
const day = 24 * hour;

/** How long the link of a registration works; one that nobody followed until then is forgotten (P-05). */
export const registrationTerm = 7 * day;
/** The link to a place that was paid for works as long as any link; the registration waits for its owner even longer. */
const paidTerm = 400 * day;
/** Registrations of one address in an hour, in all workspaces together (E-10). */
const perAddress = 3;

/** Who registers, and for what. */
export interface NewRegistration {
  workspaceId: string;
  /** Canonical. */
  email: string;
  firstName: string;
  lastName: string;
  language: string;
  linkId: string | null;
  courseId: string | null;
  sessionId: string | null;
  status: "unpaid" | "started";
  /** The account that has proved the address and asks itself: nothing is mailed, and it is counted by itself. */
  provedBy?: string;
  op: string;
}

/** The rows of a registration, and where the statements find the counters of its address and of the workspace's day. */
export async function planRegistration(
  ctx: Context,
  chosen: NewRegistration,
  workspace: { plan: string },
): Promise<Registering> {
  const now = ctx.now();
  const today = startOfDay(now);
  const address = await ctx.secrets.sha256(chosen.email);
  const { courseId: _courseId, sessionId: _sessionId, provedBy, ...registration } = chosen;
  return {
    ...registration,
    mails: provedBy === undefined,
    id: ctx.ids.next("registration"),
    now,
    expiresAt: now + registrationTerm,
    // Whoever types an address fills its limit: that is in the way of no owner who is signed in (E-12).
    counterKey: provedBy === undefined ? `register:${address}` : `join-as:${provedBy}`,
    windowStart: now - (now % hour),
    limit: perAddress,
    pause: shortestPause,
    perDay: sendsPerDay,
    ofWorkspace: {
      ...mailsOfDay(chosen.workspaceId, now),
      limit: invitationsPerDay(ctx.settings, workspace),
    },
    ofMember: {
      key: `registration-known:${chosen.workspaceId}:${address}`,
      windowStart: today,
      limit: sendsPerDay,
    },
  };
}

/**
 * Where the mails of a workspace to who registers are counted. As many a day as invitations (E-07), and apart from them:
 * strangers must not use up what administrators send. What registering and mailing again write is refused beyond it; a
 * mail of the house's own to whoever paid, or holds a link already, is counted and leaves all the same.
 */
export function mailsOfDay(workspaceId: string, now: number): Omit<DayCounter, "limit"> {
  return { key: `registrations:${workspaceId}`, windowStart: startOfDay(now) };
}

/** Counts a mail to somebody who registers, if its batch has written it. */
export function countMail(ctx: Context, mail: ReturnType<typeof outboxRow>): Statement {
  return counted(ctx, mailsOfDay(mail.workspaceId, ctx.now()), mail);
}

/** Mails the link of the registration that was just stamped, and counts it where it was written. */
export function linkMailStatements(ctx: Context, planned: Registering): Statement[] {
  const { workspaceId, email, language, op } = planned;
  const mail = outboxRow(ctx, { workspaceId, template: "registration", to: email, language, op });
  return [insertRegistrationMail(ctx.db, mail, planned), counted(ctx, planned.ofWorkspace, mail)];
}

/** The mail to whoever is here already (`insertKnownMail`), and counts it where it was written. */
export function knownMailStatements(
  ctx: Context,
  planned: Registering,
  courseId: string | null,
): Statement[] {
  const { workspaceId, email, op, ofWorkspace, ofMember } = planned;
  const mail = outboxRow(ctx, {
    workspaceId,
    template: "registration_known",
    to: email,
    language: "",
    subjectId: courseId,
    op,
  });
  return [
    insertKnownMail(ctx.db, mail, planned),
    counted(ctx, ofWorkspace, mail),
    counted(ctx, ofMember, mail),
  ];
}

function counted(
  ctx: Context,
  counter: Omit<DayCounter, "limit">,
  mail: ReturnType<typeof outboxRow>,
): Statement {
  return countWrittenMail(ctx.db, mail, counter, counter.windowStart + 2 * day);
}

/**
 * Opens the registration of an address, or adds to the one that is open: the row, its course, its mail (not while
 * `unpaid`) and its line in the trail. `planned` is of `planRegistration`; the counter of the address must have been
 * counted up before, in the same batch. Nothing is written beyond its limit. A statement behind them knows the row by
 * `registrationOfAct`.
 */
export function registrationStatements(
  ctx: Context,
  chosen: NewRegistration,
  planned: Registering,
): Statement[] {
  const { workspaceId, op, courseId, sessionId } = chosen;
  const action: AuditAction = "registration.started";
  return [
    openRegistration(ctx.db, planned),
    ...(courseId ? [addRegisteredCourse(ctx.db, planned, { courseId, sessionId })] : []),
    ...(planned.mails ? linkMailStatements(ctx, planned) : []),
    ...insertRegistrationAudit(
      ctx.db,
      {
        workspaceId,
        id: ctx.ids.next("audit"),
        at: ctx.now(),
        actorKind: "anonymous",
        actorId: null,
        action,
        op,
        ipPrefix: ctx.request.ipPrefix,
        requestId: ctx.request.id,
      },
      {},
      planned,
    ),
  ];
}

/**
 * For the batch that says that an order is paid (after that statement): its course and date are what the registration is
 * for, whatever others asked for its address meanwhile. One that waited for the money is started and mailed; where its
 * owner has joined before, they are enrolled. Both hold by themselves, so that either can come last. Whoever calls this
 * wakes the mail.
 */
export function paidRegistrationStatements(
  ctx: Context,
  { workspaceId, registrationId, op }: { workspaceId: string; registrationId: string; op: string },
): Statement[] {
  const now = ctx.now();
  const paid = { workspaceId, id: registrationId, op };
  const mail = outboxRow(ctx, { workspaceId, template: "registration", to: "", language: "", op });
  return [
    addPaidCourses(ctx.db, paid),
    startPaidRegistration(ctx.db, { ...paid, now, expiresAt: now + paidTerm }),
    insertPaidMail(ctx.db, mail, paid),
    countMail(ctx, mail),
    ...enrolRegistered(ctx, { workspaceId, registrationId, linkId: null, op }),
  ];
}

/**
 * Enrols whom a registration became in what is free or paid of it (`enrolFromRegistration`), and in the courses of the
 * link a use of which the batch counts; for acceptance, approval and payment alike. Does nothing as long as nobody has
 * joined by it.
 */
export function enrolRegistered(
  ctx: Context,
  act: { workspaceId: string; registrationId: string; linkId: string | null; op: string },
): Statement[] {
  const { workspaceId, op, registrationId, linkId } = act;
  return enrolFromRegistration(ctx.db, { workspaceId, now: ctx.now(), op }, { registrationId, linkId });
}
