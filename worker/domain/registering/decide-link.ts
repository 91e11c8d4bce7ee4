import { namedByOffers } from "../../../db/queries/offers.ts";
import type { registrationLinks } from "../../../db/schema/index.ts";
import { DomainError, type FieldError } from "../errors.ts";
import {
  choosePart,
  found,
  type Known,
  knownOf,
  openCourse,
  refuseOutside,
} from "../invitations/decide-offer.ts";
import { endOfAccess } from "../members/access-end.ts";
import { accessDayOf } from "../people/access-end.ts";
import { covers } from "../permissions.ts";
import { nameKeyOf } from "../places/place-name.ts";
import type { MemberContext } from "../use-case.ts";
import { mostPlaces } from "./link-fields.ts";

/** What somebody says of a link; what is left out stays, or is nothing in a new one. */
export interface WantedLink {
  name?: string | undefined;
  maxUses?: number | null | undefined;
  endsOn?: string | null | undefined;
  unitIds?: readonly string[] | undefined;
  groupIds?: readonly string[] | undefined;
  courseIds?: readonly string[] | undefined;
  domains?: readonly string[] | undefined;
}

export interface LinkPlaces {
  unitIds: readonly string[];
  groupIds: readonly string[];
  courseIds: readonly string[];
}

/** As many living links as one list goes through. */
export const mostLinks = 1_000;

/** What there is of the places that are wanted, for a batch. */
export function linkPlacesQuery(ctx: MemberContext, { unitIds, groupIds, courseIds }: LinkPlaces) {
  return namedByOffers(ctx.db, ctx.workspace.id, {
    units: JSON.stringify(unitIds),
    groups: JSON.stringify(groupIds),
    courses: JSON.stringify(courseIds),
    sessions: "[]",
  });
}

/**
 * Decides where a link may lead: to what there is in the asker's part, where they may make learners (F19). What lies
 * outside it answers like what does not exist.
 *
 * Throws VALIDATION_FAILED with every field that is not right, ROLE_ABOVE_YOURS.
 */
export function decideLinkPlaces(
  ctx: MemberContext,
  { unitIds, groupIds, courseIds }: LinkPlaces,
  rows: Awaited<ReturnType<typeof namedByOffers>>,
  errors: FieldError[],
): void {
  const { policies } = ctx.workspace;
  const reach = ctx.reach("registration.manage");
  if (reach === null) throw new DomainError("FORBIDDEN");
  const known: Known = knownOf(rows, []);
  const units = unitIds.flatMap((id, at) => found(known, reach, "unit", id, `unitIds.${at}`, errors));
  if (unitIds.length > 0 && !policies["units.enabled"]) {
    errors.push({
      path: "unitIds",
      code: "unknown_field",
      message: "This ‹workspace› has no ‹units›. Leave it out.",
    });
  }
  if (unitIds.length > 1 && policies["units.per_person"] === "one") {
    errors.push({
      path: "unitIds",
      code: "one_unit",
      message: "A person is in one ‹unit› here. Choose one.",
    });
  }
  const groups = groupIds.flatMap((id, at) => found(known, reach, "group", id, `groupIds.${at}`, errors));
  refuseOutside(units, groupIds, groups, errors);
  for (const [at, id] of courseIds.entries()) openCourse(known, id, `courseIds.${at}`, errors);
  if (unitIds.length + groupIds.length + courseIds.length > mostPlaces) {
    errors.push({
      path: "groupIds",
      code: "too_many",
      message: `At most ${mostPlaces} ‹units›, ‹groups› and ‹courses› in all.`,
    });
  }
  if (errors.length === 0 && reach !== "everywhere" && !covers(reach, { unitIds, groupIds })) {
    errors.push({
      ...choosePart(reach, policies),
      path: reach.units.size === 0 || !policies["units.enabled"] ? "groupIds" : "unitIds",
      message: "Choose a place of yours: your links lead into your part only.",
    });
  }
  if (errors.length > 0) throw new DomainError("VALIDATION_FAILED", { errors });
  if (!ctx.mayGrant("learner", { kind: "workspace" }, { unitIds, groupIds })) {
    throw new DomainError("ROLE_ABOVE_YOURS", { params: { role: "learner" } });
  }
}

/** The columns of a link that somebody says, with the end of its last day (UTC ms). */
export function linkValues(
  ctx: MemberContext,
  { name, maxUses, endsOn, domains }: WantedLink,
  errors: FieldError[],
): Partial<typeof registrationLinks.$inferInsert> {
  const { timeZone } = ctx.workspace;
  const endsAt = endsOn ? endOfAccess(accessDayOf(endsOn, timeZone), timeZone) : null;
  return {
    ...(name !== undefined && { name, nameKey: nameKeyOf(name) }),
    ...(maxUses !== undefined && { maxUses }),
    ...(endsOn !== undefined && { endsAt: checkedEnd(ctx, endsAt, errors) }),
    ...(domains !== undefined && { domains: domains.length > 0 ? [...domains] : null }),
  };
}

function checkedEnd(ctx: MemberContext, endsAt: number | null, errors: FieldError[]): number | null {
  if (endsAt !== null && endsAt <= ctx.now()) {
    errors.push({
      path: "endsOn",
      code: "day_over",
      message: "This day is over. Choose today or a later day.",
    });
  }
  return endsAt;
}

/** Throws VALIDATION_FAILED for a name that is taken, or where there are as many links as may be. */
export function refuseTaken(
  room: { nameIsFree: number; hasRoom: number } | undefined,
  errors: FieldError[],
): void {
  if (room && !room.nameIsFree) {
    errors.push({ path: "name", code: "taken", message: "There is a link of this name already." });
  }
  if (room && !room.hasRoom) {
    errors.push({
      path: "name",
      code: "too_many",
      message: `‹A workspace› has at most 1,000 links. Delete one that is not needed any more.`,
    });
  }
}
