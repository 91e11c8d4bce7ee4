import { delaySessionMails } from "../../../db/queries/direct-set-up.ts";
import { enrolFromPlaces, enrolFromSessions } from "../../../db/queries/enrolments.ts";
import { activateMemberships } from "../../../db/queries/invitations.ts";
import { insertLoginNames } from "../../../db/queries/login-names.ts";
import { insertPeople, type NewPersonRows } from "../../../db/queries/new-invitations.ts";
import { insertOutboxEach } from "../../../db/queries/outbox.ts";
import { closeOver } from "../../../db/queries/places.ts";
import { guardChanged, type Statement } from "../../../db/queries/statements.ts";
import type { memberships } from "../../../db/schema/index.ts";
import { auditEach } from "../audit.ts";
import type { Actor, Context } from "../context.ts";
import type { DecidedOffer } from "../invitations/decide-offer.ts";
import type { Standing } from "../invitations/new-invitations.ts";
import { outboxRow } from "../mail/queue-mail.ts";
import { loginNameKey } from "../people/login-name.ts";
import { searchTermsOf } from "../people/person-name.ts";
import type { Policies } from "../policies.ts";
import { seatOfSetUp } from "../seats/room.ts";
import { accountStatements, type PlannedAccount } from "./new-account.ts";
import type { CredentialKind } from "./set-up-fields.ts";

/** One act that sets people up, from a page, by a program or from a file. */
export interface SettingUp {
  workspaceId: string;
  policies: Policies;
  actor: Actor;
  importId: string | null;
  op: string;
  /** Seconds before the mails may leave. */
  delay: number;
}

export interface PersonToSetUp {
  email: string | null;
  username: string | null;
  /** Who is told for somebody without an address. */
  notifyEmail: string | null;
  firstName: string;
  lastName: string;
  language: string;
  externalId: string | null;
  credentials: CredentialKind;
  offer: Pick<
    DecidedOffer,
    "roles" | "unitIds" | "groupIds" | "courseIds" | "sessionIds" | "accessEnd" | "labels" | "customFields"
  >;
  /** Of an address whose last invitation has expired: its membership is taken up. */
  standing: Standing | undefined;
  account: PlannedAccount;
}

export interface PlannedMember {
  person: PersonToSetUp;
  row: NewPersonRows;
}

/** The membership of somebody who is set up, with its places. */
export function planMember(ctx: Context, act: SettingUp, person: PersonToSetUp): PlannedMember {
  const { offer, standing, firstName, lastName, language, email, username, notifyEmail } = person;
  const now = ctx.now();
  // What an expired invitation left behind is reopened by the batch, and activated after.
  const state = standing ? "pending" : "active";
  const membership: typeof memberships.$inferInsert = {
    workspaceId: act.workspaceId,
    id: standing?.membership.id ?? ctx.ids.next("membership"),
    userId: person.account.userId,
    email,
    notifyEmail,
    firstName,
    lastName,
    language,
    status: state,
    shownAs: state,
    delivery: "none",
    linkExpiresAt: null,
    invitationId: null,
    inviterId: act.actor.id ?? "",
    importId: act.importId,
    externalId: person.externalId,
    ...offer.accessEnd,
    labels: [...offer.labels],
    customFields: { ...offer.customFields },
    searchTerms: searchTermsOf({ firstName, lastName, email, username }),
    createdAt: now,
    // An account that is made for this opens it from the first moment on, proved or not (`opensByPassword`).
    joinedAt: person.account.user?.createdAt ?? now,
    seatSince: standing ? null : seatOfSetUp(act.policies, now),
    lastOp: act.op,
  };
  return {
    person,
    row: {
      membership,
      roles: offer.roles,
      unitIds: offer.unitIds,
      groupIds: offer.groupIds,
      groupKind: "direct",
      courseIds: offer.courseIds,
      sessionIds: offer.sessionIds,
      reuses: standing?.invitation.id ?? null,
    },
  };
}

/**
 * Writes people who are members at once, all or nothing, for one batch: accounts, memberships and places, what
 * follows from those as at joining, mails, and the trail. Whoever calls this wakes the mail.
 */
export function setUpStatements(
  ctx: Context,
  act: SettingUp,
  planned: readonly PlannedMember[],
): Statement[] {
  if (planned.length === 0) return [];
  const { db } = ctx;
  const { workspaceId, policies, op } = act;
  const now = ctx.now();
  const dueAt = now + act.delay * 1000;
  const ids = JSON.stringify(planned.map(({ row }) => row.membership.id));
  const people = { workspaceId, now, op, membershipIds: ids };
  const taken = planned.filter(({ row }) => row.reuses !== null);
  const names = planned.flatMap(({ person: { username }, row }) =>
    username === null
      ? []
      : [
          {
            workspaceId,
            membershipId: row.membership.id,
            name: username,
            nameKey: loginNameKey(username),
            createdAt: now,
          },
        ],
  );
  const courses = planned.flatMap(({ row }) =>
    row.courseIds.map((courseId) => ({ memberId: row.membership.id, courseId })),
  );
  const enrolled = courses.length > 0 ? { ...people, chosen: JSON.stringify(courses) } : people;
  const mails = planned.flatMap(({ person: { account, email, language } }) =>
    account.mail && email !== null
      ? [
          {
            ...outboxRow(ctx, { workspaceId, ...account.mail, to: email, language, op, delay: act.delay }),
            // A file does not starve single mails.
            priority: act.importId === null ? 0 : 1,
          },
        ]
      : [],
  );
  // Whoever is new here has nothing to lose.
  const [stale, derived] = closeOver(db, workspaceId, ids);
  return [
    ...accountStatements(
      ctx,
      planned.map(({ person }) => person.account),
    ),
    // The rows of a file were asked for what is gone as they were read.
    ...insertPeople(
      db,
      { workspaceId, op, now, guardsOffer: act.importId === null },
      planned.map(({ row }) => row),
    ),
    ...(taken.length > 0
      ? [
          activateMemberships(
            db,
            workspaceId,
            JSON.stringify(
              taken.map(
                ({
                  row: {
                    membership: { id, userId, joinedAt },
                  },
                }) => ({ id, userId, joinedAt }),
              ),
            ),
            { seatSince: seatOfSetUp(policies, now), lastOp: op },
          ),
          guardChanged(db, taken.length),
        ]
      : []),
    ...(names.length > 0 ? [insertLoginNames(db, names)] : []),
    ...(policies["groups.propagate_learner"] ? (taken.length > 0 ? [stale, derived] : [derived]) : []),
    ...(policies["enrol.from_group"] ? enrolFromPlaces(db, enrolled) : enrolFromSessions(db, enrolled)),
    ...(act.delay > 0 ? [delaySessionMails(db, workspaceId, { op, now, dueAt })] : []),
    ...(mails.length > 0 ? [insertOutboxEach(db, mails)] : []),
    ...auditEach(
      ctx,
      planned.map(({ person, row }) => ({
        workspaceId,
        actor: act.actor,
        action: "member.set_up" as const,
        membershipId: row.membership.id,
        targetId: act.importId,
        op,
        details: {
          email: person.email,
          username: person.username,
          ...(person.notifyEmail === null ? {} : { notifyEmail: person.notifyEmail }),
          firstName: person.firstName,
          lastName: person.lastName,
          roles: row.roles.map(({ role }) => role),
          credentials: person.credentials,
        },
      })),
    ),
  ];
}
