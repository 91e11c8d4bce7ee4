import * as z from "zod";
import { reachBesides } from "../courses/course-authority.ts";
import { DomainError, invalidField } from "../errors.ts";
import { idField, languageField, noteField } from "../fields.ts";
import { covers, type RoleKey } from "../permissions.ts";
import { type MemberContext, memberUseCase, within } from "../use-case.ts";
import { type DecidedOffer, type Known, noAccessEnd, spokenByKnown } from "./decide-offer.ts";
import { addressesField, type ListedResult, listedResults, readAddresses } from "./invite-listed.ts";
import { type InvitedMany, inviteRows } from "./invite-many.ts";

export const inviteFromSessionFields = z.strictObject({
  sessionId: idField("courseSession"),
  /** The one group that they become learners of. */
  groupId: idField("group"),
  /** One or many, separated by commas or lines. */
  addresses: addressesField,
  language: languageField.optional(),
  message: noteField.optional(),
});

export interface InvitedFromSession {
  people: ListedResult[];
  repeated: number;
  /** Null where it cannot be undone, or is not the asker's to undo. */
  undo: InvitedMany["undo"];
}

/**
 * Invites learners from a session (F39, D7): each becomes a member of exactly one group, without the groups above
 * it, gets a seat in the session, and is enrolled in its course on joining. Whoever teaches the session may,
 * manages sessions of its group, or administers the workspace; and only into a group in which they hold one of the
 * roles that the policy names.
 *
 * Throws FROM_SESSION_OFF, NOT_FOUND, FORBIDDEN for a session that is not theirs, SESSION_OVER, COURSE_CLOSED,
 * SESSION_FULL, VALIDATION_FAILED on `groupId` or `addresses`. What speaks against one person stands in the results.
 */
export const inviteFromSession = memberUseCase(
  within("session.invite"),
  inviteFromSessionFields,
  async (ctx, { sessionId, groupId, addresses, ...words }): Promise<InvitedFromSession> => {
    const list = readAddresses(addresses);
    if (list.addresses.length === 0) {
      throw invalidField("addresses", "required", "Enter an e-mail address, like ana@example.com.");
    }
    const { results, undo } = await inviteRows(
      ctx,
      list.addresses.map(({ email, display, firstName, lastName }) => ({
        email: email ?? display,
        firstName,
        lastName,
      })),
      { ...words, sessionIds: [sessionId], groupIds: [groupId] },
      { origin: "session", decide: (_, known) => seatOf(ctx, known, sessionId, groupId) },
    );
    const manages = reachBesides(ctx, "invitation.manage");
    const mayUndo = manages !== null && covers(manages, { unitIds: [], groupIds: [groupId] });
    return { ...listedResults(list, results), undo: mayUndo ? undo : null };
  },
);

/** A seat in the session and a place in the one group, for whoever may give them. */
function seatOf(
  ctx: MemberContext,
  known: Known,
  sessionId: string,
  groupId: string,
): DecidedOffer & { alone: true } {
  const { things } = known;
  const session = things.get(sessionId);
  if (session?.kind !== "session") throw new DomainError("NOT_FOUND");
  if (!ctx.workspace.policies["from_session.enabled"]) throw new DomainError("FROM_SESSION_OFF");
  if (!mayInviteFrom(ctx, sessionId, session.groupId)) throw new DomainError("FORBIDDEN");
  const group = things.get(groupId);
  const own = groupsForSessions(ctx);
  if (group?.kind !== "group" || !(own === "everywhere" || own.has(groupId))) {
    throw invalidField("groupId", "not_found", noSuchGroup(ctx));
  }
  if ((session.startsAt ?? 0) <= ctx.now()) throw new DomainError("SESSION_OVER");
  if (!session.published) throw new DomainError("COURSE_CLOSED");
  if (session.seatsLeft !== null && session.seatsLeft < 1) throw new DomainError("SESSION_FULL");
  return {
    roles: [{ role: "learner", unitId: null, groupId: null }],
    unitIds: [],
    groupIds: [groupId],
    alone: true,
    courseIds: [],
    sessionIds: [sessionId],
    accessEnd: noAccessEnd,
    labels: [],
    customFields: {},
    spoken: spokenByKnown(ctx, known, { unitIds: [], groupIds: [groupId] }),
    places: {
      units: [],
      groups: [{ id: groupId, name: group.name }],
      courses: [],
      sessions: [
        {
          id: sessionId,
          title: session.name,
          startsAt: session.startsAt ?? 0,
          timeZone: session.timeZone ?? ctx.workspace.timeZone,
        },
      ],
    },
  };
}

/** Whoever teaches the session, manages sessions of its group, or administers the workspace. */
export function mayInviteFrom(ctx: MemberContext, sessionId: string, groupId: string | null): boolean {
  const reach = ctx.reach("session.invite");
  if (reach === "everywhere" || reach?.sessions.has(sessionId)) return true;
  const manages = ctx.reach("session.manage");
  if (manages === "everywhere") return true;
  return groupId !== null && manages?.groups.has(groupId) === true;
}

/**
 * The groups in which the asker holds one of the roles that the policy wants for this (D7), or a role of the
 * workspace's own that says so itself.
 */
export function groupsForSessions(ctx: MemberContext): "everywhere" | ReadonlySet<string> {
  if (ctx.reach("session.invite") === "everywhere") return "everywhere";
  const wanted: readonly RoleKey[] = ctx.workspace.policies["from_session.requires"] ?? [];
  return new Set(
    ctx.roles
      .filter(({ role, custom }) => wanted.includes(role) || custom?.permissions.includes("session.invite"))
      .flatMap(({ scope, within }) => [
        ...(scope.kind === "group" ? [scope.id] : []),
        ...(within?.groups ?? []),
      ]),
  );
}

function noSuchGroup({ workspace }: MemberContext): string {
  const roles = (workspace.policies["from_session.requires"] ?? []).map((role) => `‹${role}›`).join(" or ");
  return `There is no such ‹group› in which you are ${roles}. You invite from ‹a session› into one of those.`;
}
