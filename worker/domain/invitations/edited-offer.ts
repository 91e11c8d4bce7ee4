import type { invitationById } from "../../../db/queries/invitations.ts";
import { guardOffered, replaceOffer } from "../../../db/queries/offers.ts";
import { closeOver } from "../../../db/queries/places.ts";
import type { Statement } from "../../../db/queries/statements.ts";
import type { MemberContext } from "../use-case.ts";
import { type AccessEnd, type DecidedOffer, decideOffer, type Known } from "./decide-offer.ts";
import { type OfferedPlaces, parsePlaces, parseRoles, type RoleView } from "./invitation-view.ts";
import type { WantedOffer, WantedRole } from "./offer-fields.ts";

type Row = Awaited<ReturnType<typeof invitationById>>[number];

/** What an edit makes of an open offer. */
export interface EditedOffer {
  roles: RoleView[];
  places: OfferedPlaces;
  /** Columns of the membership that change. */
  membership: Partial<AccessEnd> & { labels?: string[]; customFields?: Record<string, string> };
  statements: Statement[];
  /** What the audit keeps: values that were given, before and after. */
  details: { before: Record<string, unknown>; after: Record<string, unknown> };
}

/**
 * Decides an edit by the rules of inviting, over the whole of what will be offered: roles and places belong
 * together, so one of them cannot be changed without the others being looked at. Throws like `decideOffer`.
 */
export function editedOffer(ctx: MemberContext, row: Row, given: WantedOffer, known: Known): EditedOffer {
  const offered = parsePlaces(row.places);
  const rolesBefore = parseRoles(row.roles);
  const says = (fields: readonly (keyof WantedOffer)[]) => fields.some((field) => given[field] !== undefined);
  const moves = says(["roles", "unitId", "unitIds", "groupIds"]);
  const held = new Set(offered.sessions.map(({ id }) => id));
  const others = says(["courseIds", "sessionIds", "accessEndsOn", "labels", "customFields"]);
  if (!moves && !others) {
    return {
      roles: rolesBefore,
      places: offered,
      membership: {},
      statements: [],
      details: { before: {}, after: {} },
    };
  }
  const wanted: WantedOffer = { ...given, ...wholeOffer(given, rolesBefore, offered) };
  const decided = decideOffer(ctx, "invitation.manage", wanted, known, { held, given });
  const { membership } = row;
  const answers =
    given.customFields && mergedAnswers(membership.customFields, given.customFields, decided.customFields);
  const places: OfferedPlaces = {
    ...(moves ? decided.places : offered),
    courses: given.courseIds ? decided.places.courses : offered.courses,
    sessions: given.sessionIds ? decided.places.sessions : offered.sessions,
  };
  return {
    roles: moves ? [...decided.roles] : rolesBefore,
    places,
    membership: {
      ...(given.accessEndsOn === undefined ? {} : decided.accessEnd),
      ...(given.labels ? { labels: [...decided.labels] } : {}),
      ...(answers ? { customFields: answers } : {}),
    },
    statements: statementsOf(ctx, row, given, decided, moves, held),
    details: changed(
      {
        ...namesOf(offered),
        accessEndsOn: membership.accessEndsOn,
        labels: membership.labels,
        customFields: membership.customFields,
      },
      {
        ...namesOf(places),
        accessEndsOn:
          given.accessEndsOn === undefined ? membership.accessEndsOn : decided.accessEnd.accessEndsOn,
        labels: given.labels ? decided.labels : membership.labels,
        customFields: answers ?? membership.customFields,
      },
    ),
  };
}

/** Roles, units and groups as they will be; a role whose place is taken away holds in the new ones. */
function wholeOffer(given: WantedOffer, roles: readonly RoleView[], offered: OfferedPlaces): WantedOffer {
  const unitIds =
    given.unitId === undefined
      ? (given.unitIds ?? offered.units.map(({ id }) => id))
      : [...(given.unitId === null ? [] : [given.unitId])];
  const groupIds = given.groupIds ?? offered.groups.map(({ id }) => id);
  const kept = (role: RoleView): WantedRole => {
    const stays =
      (role.unitId && unitIds.includes(role.unitId)) || (role.groupId && groupIds.includes(role.groupId));
    return stays
      ? { ...role, anywhere: false }
      : { role: role.role, unitId: null, groupId: null, anywhere: true };
  };
  return { roles: given.roles ?? roles.map(kept), unitId: undefined, unitIds, groupIds };
}

function statementsOf(
  ctx: MemberContext,
  { invitation }: Row,
  given: WantedOffer,
  decided: DecidedOffer,
  moves: boolean,
  held: ReadonlySet<string>,
): Statement[] {
  const { db, workspace } = ctx;
  const now = ctx.now();
  const added = decided.sessionIds.filter((id) => !held.has(id));
  return [
    guardOffered(db, workspace.id, now, {
      unitIds: moves
        ? [...new Set([...decided.unitIds, ...decided.roles.flatMap(({ unitId }) => unitId ?? [])])]
        : [],
      groupIds: moves ? decided.groupIds : [],
      courseIds: given.courseIds ? decided.courseIds : [],
      seats: given.sessionIds ? added.map((sessionId) => ({ sessionId, count: 1 })) : [],
    }),
    ...replaceOffer(
      db,
      invitation,
      {
        ...(moves ? { placed: decided } : {}),
        ...(given.courseIds ? { courseIds: decided.courseIds } : {}),
        ...(given.sessionIds ? { sessionIds: decided.sessionIds } : {}),
      },
      now,
    ),
    ...(moves && workspace.policies["groups.propagate_learner"]
      ? closeOver(db, workspace.id, JSON.stringify([invitation.membershipId]))
      : []),
  ];
}

/** Answers that were not given stay; an empty one is taken away. */
function mergedAnswers(
  before: Readonly<Record<string, string>>,
  given: Readonly<Record<string, unknown>>,
  answers: Readonly<Record<string, string>>,
): Record<string, string> {
  const kept = Object.entries(before).filter(([key]) => !(key in given));
  return { ...Object.fromEntries(kept), ...answers };
}

function namesOf({ units, groups, courses, sessions }: OfferedPlaces) {
  const names = (list: readonly { name: string }[]) => list.map(({ name }) => name);
  const titles = (list: readonly { title: string }[]) => list.map(({ title }) => title);
  return { units: names(units), groups: names(groups), courses: titles(courses), sessions: titles(sessions) };
}

/** The values that differ. */
function changed(before: Record<string, unknown>, after: Record<string, unknown>): EditedOffer["details"] {
  const names = Object.keys(after).filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  const only = (values: Record<string, unknown>) =>
    Object.fromEntries(names.map((name) => [name, values[name]]));
  return { before: only(before), after: only(after) };
}
