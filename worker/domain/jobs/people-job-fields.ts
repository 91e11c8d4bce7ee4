import * as z from "zod";
import type { coursesOfAct, PeopleTarget, placeOfAct } from "../../../db/queries/people-jobs.ts";
import type { PeopleAct, PeopleBounds } from "../../../db/queries/people-verdicts.ts";
import { DomainError, invalidField } from "../errors.ts";
import { idField, roleField } from "../fields.ts";
import { heldRole } from "../held-roles.ts";
import type { RoleView } from "../invitations/invitation-view.ts";
import { labelsField, mostLabels, type WantedRole, wantedRoleField } from "../invitations/offer-fields.ts";
import { peopleFilter } from "../members/people-filter.ts";
import { newEnd } from "../members/set-access-end.ts";
import { accessEndField } from "../people/access-end.ts";
import { normaliseSearch } from "../people/person-name.ts";
import { type Permission, type Reach, rolesHere, roleWord, scopeKindsOf } from "../permissions.ts";
import { demandScope, type MemberContext } from "../use-case.ts";
import { boundsOf, requireTarget } from "./job-fields.ts";

export const peopleActions = [
  "place",
  "deactivate",
  "reactivate",
  "remove",
  "change_roles",
  "enrol",
  "withdraw",
  "set_access_end",
  "label",
] as const;
export type PeopleAction = (typeof peopleActions)[number];

export function isPeopleAction(kind: string): kind is PeopleAction {
  return (peopleActions as readonly string[]).includes(kind);
}

const statuses = ["pending", "expired", "active", "deactivated"] as const;

/** A bulk act on people: what, and on whom; of the acts that need a place or a role exactly one is named. */
export const peopleJobFields = z.strictObject({
  action: z.enum(peopleActions, `Choose one of: ${peopleActions.join(", ")}.`),
  filter: z
    .strictObject({
      status: z.enum(statuses, `Choose one of: ${statuses.join(", ")}.`).optional(),
      delivery: z.string().max(20).optional(),
      role: roleField.optional(),
      unitId: idField("unit").optional(),
      groupId: idField("group").optional(),
      inviterId: z.string().max(40).optional(),
      importId: z.string().max(40).optional(),
      origin: peopleFilter.origin,
      label: z.string().max(200).optional(),
      q: z.string().max(200).optional(),
    })
    .optional(),
  /** Rows picked by hand: ids of memberships. */
  ids: z
    .array(idField("membership"))
    .min(1)
    .max(1000, "Pick at most 1,000 rows, or use a filter.")
    .optional(),
  /** Those whom this job has done something with, to take it back. */
  ofJob: idField("job").optional(),
  addGroupId: idField("group").optional(),
  removeGroupId: idField("group").optional(),
  unitId: idField("unit").optional(),
  removeUnitId: idField("unit").optional(),
  addRole: wantedRoleField.optional(),
  removeRole: wantedRoleField.optional(),
  courseIds: z
    .array(idField("course"), "Give a list of ids.")
    .min(1, "Choose at least one ‹course›.")
    .max(20, "At most 20 ‹courses› at once.")
    .transform((ids) => [...new Set(ids)])
    .optional(),
  /** The last day of access, in the workspace's zone; null: without end. */
  accessEndsOn: accessEndField.nullable().optional(),
  addLabels: labelsField.optional(),
  removeLabels: labelsField.optional(),
});

type Wanted = z.output<typeof peopleJobFields>;

export const permissionOf: Record<PeopleAction, Permission> = {
  place: "member.place",
  deactivate: "member.deactivate",
  reactivate: "member.deactivate",
  remove: "member.remove",
  change_roles: "member.change_roles",
  enrol: "enrolment.manage",
  withdraw: "enrolment.manage",
  set_access_end: "member.place",
  label: "member.place",
};

/** Whom an act means where the filter names no state. */
const meant: Record<PeopleAction, readonly string[]> = {
  place: statuses,
  deactivate: ["active"],
  reactivate: ["deactivated"],
  remove: ["active", "deactivated"],
  change_roles: ["active", "deactivated"],
  enrol: ["active"],
  withdraw: ["active", "deactivated"],
  set_access_end: ["pending", "expired", "active"],
  label: statuses,
};

/** What each act takes: of the first that there are exactly one. */
const takes = {
  place: ["addGroupId", "removeGroupId", "unitId", "removeUnitId"],
  deactivate: [],
  reactivate: [],
  remove: [],
  change_roles: ["addRole", "removeRole"],
  enrol: ["courseIds"],
  withdraw: ["courseIds"],
  set_access_end: ["accessEndsOn"],
  label: ["addLabels", "removeLabels"],
} as const satisfies Record<PeopleAction, readonly (keyof Wanted)[]>;
const taken = [...new Set(Object.values(takes).flat())];

/**
 * Throws unless the asker holds the right of the act somewhere, as a member or with their key, and said whom it
 * is about: FORBIDDEN, SCOPE_MISSING, VALIDATION_FAILED.
 */
export function demandPeopleAct(ctx: MemberContext, input: Wanted): Reach {
  const permission = permissionOf[input.action];
  demandScope(ctx, permission);
  const reach = ctx.reach(permission);
  if (reach === null) throw new DomainError("FORBIDDEN");
  if (input.ofJob === undefined) requireTarget(input);
  return reach;
}

/**
 * What the act does, checked: the place exists for the asker, the role is theirs to hand out there, the day is
 * to come. Whether courses are there is asked of the database (`subjectOf`). Throws NOT_FOUND, ROLE_ABOVE_YOURS,
 * DEACTIVATION_OFF, VALIDATION_FAILED.
 */
export function peopleActOf(ctx: MemberContext, reach: Reach, input: Wanted): PeopleAct {
  const { action, addGroupId, removeGroupId, unitId, removeUnitId, addRole, removeRole } = input;
  const { courseIds, accessEndsOn, addLabels, removeLabels } = input;
  const { policies } = ctx.workspace;
  const wanted: readonly string[] = takes[action];
  const named = taken.filter((name) => input[name] !== undefined);
  const strange = named.find((name) => !wanted.includes(name));
  if (strange) throw invalidField(strange, "not_together", "This act does not take it. Leave it out.");
  if (wanted[0] !== undefined && named.length !== 1) {
    throw invalidField(wanted[0], "required", `Give one of: ${wanted.join(", ")}.`);
  }
  const groupIds = [addGroupId, removeGroupId].flatMap((id) => id ?? []);
  const unitIds = [unitId, removeUnitId].flatMap((id) => id ?? []);
  const outside =
    reach !== "everywhere" &&
    (groupIds.some((id) => !reach.groups.has(id)) || unitIds.some((id) => !reach.units.has(id)));
  if (outside) throw new DomainError("NOT_FOUND");
  if (addGroupId) return { kind: "place", addGroupId };
  if (removeGroupId) {
    // What is taken back leaves alone what people had below before: no more than was given.
    const propagates = policies["groups.propagate_learner"] && input.ofJob === undefined;
    return { kind: "place", removeGroupId, propagates };
  }
  if (removeUnitId) return { kind: "place", removeUnitId };
  if (unitId && input.ofJob !== undefined) {
    // Taking them out of it again is taken back: nobody leaves where they have gone since.
    return { kind: "place", backToUnitId: unitId, onlyOne: policies["units.per_person"] === "one" };
  }
  if (unitId) return { kind: "place", toUnitId: unitId };
  if (addRole) {
    if (!policies["roles.multiple"]) {
      throw invalidField("addRole", "one_role", "Everybody has one role here. Change it person by person.");
    }
    if (!rolesHere(policies, ctx.workspace.customRoles).includes(addRole.role)) {
      throw invalidField("addRole", "unknown_role", "This ‹workspace› has no such role.");
    }
    return { kind: "change_roles", add: roleToGive(ctx, reach, addRole, "addRole") };
  }
  if (removeRole) return { kind: "change_roles", remove: roleToGive(ctx, reach, removeRole, "removeRole") };
  if (courseIds) return { kind: action === "withdraw" ? action : "enrol", courseIds };
  if (accessEndsOn !== undefined) {
    return { kind: "set_access_end", accessEndsOn: newEnd(ctx, ctx.workspace, accessEndsOn).accessEndsOn };
  }
  if (addLabels) return { kind: "label", addLabels: someLabels(addLabels, "addLabels") };
  if (removeLabels) return { kind: "label", removeLabels: someLabels(removeLabels, "removeLabels") };
  if (action === "deactivate" && !policies["lifecycle.deactivate"]) throw new DomainError("DEACTIVATION_OFF");
  return { kind: action as "deactivate" | "reactivate" | "remove" };
}

function someLabels(labels: string[], path: string): string[] {
  if (labels.length === 0) throw invalidField(path, "required", "Give at least one label.");
  return labels;
}

function roleToGive(ctx: MemberContext, reach: Reach, { role, unitId, groupId }: WantedRole, path: string) {
  const { scope } = heldRole({ role, unitId, groupId });
  const { customRoles } = ctx.workspace;
  const kinds = scopeKindsOf(role, customRoles);
  if (!kinds.includes(scope.kind)) {
    const where = kinds.join(" or ");
    throw invalidField(
      path,
      "role_scope",
      `The role ${roleWord(role, customRoles)} holds in a ${where}: say in which.`,
    );
  }
  const mine =
    reach === "everywhere" ||
    scope.kind === "workspace" ||
    (scope.kind === "unit" ? reach.units : reach.groups).has(scope.id);
  if (!mine) throw new DomainError("NOT_FOUND");
  if (!mayHandOut(ctx, reach, { role, unitId, groupId })) {
    throw new DomainError("ROLE_ABOVE_YOURS", { params: { role } });
  }
  return { role, unitId, groupId };
}

/**
 * Whether this role may be given and taken where it holds (F19). Of a part only learners hold in the whole
 * workspace; they are somewhere in it.
 */
export function mayHandOut(
  who: Pick<MemberContext, "mayGrant" | "mayGrantSomewhere">,
  reach: Reach,
  { role, unitId, groupId }: RoleView,
): boolean {
  const { scope } = heldRole({ role, unitId, groupId });
  return scope.kind === "workspace" && reach !== "everywhere"
    ? role === "learner" && who.mayGrantSomewhere(role)
    : who.mayGrant(role, scope);
}

/** The unit or group that an act is about; null: none. */
export function placeIdOf(act: PeopleAct): string | null {
  if ("addGroupId" in act) return act.addGroupId;
  if ("removeGroupId" in act) return act.removeGroupId;
  if ("add" in act) return act.add.unitId ?? act.add.groupId;
  if ("remove" in act) return act.remove.unitId ?? act.remove.groupId;
  if ("removeUnitId" in act) return act.removeUnitId;
  if ("backToUnitId" in act) return act.backToUnitId;
  return "toUnitId" in act ? act.toUnitId : null;
}

/** Ids of the courses that an act is about, as a JSON array. */
export function courseIdsOf(act: PeopleAct): string {
  return JSON.stringify("courseIds" in act ? act.courseIds : []);
}

type Place = Awaited<ReturnType<typeof placeOfAct>>[number];
type Courses = Awaited<ReturnType<typeof coursesOfAct>>;

/**
 * What the act is about, by name: a unit or group, courses or labels; null: none of them. Throws NOT_FOUND for what
 * is not there, COURSE_CLOSED for a draft that takes nobody.
 */
export function subjectOf(act: PeopleAct, place: Place | undefined, courses: Courses): string | null {
  if (placeIdOf(act) && !place) throw new DomainError("NOT_FOUND");
  if ("addLabels" in act) return act.addLabels.join(", ");
  if ("removeLabels" in act) return act.removeLabels.join(", ");
  if (!("courseIds" in act)) return place?.name ?? null;
  if (courses.length < act.courseIds.length) throw new DomainError("NOT_FOUND");
  if (act.kind === "enrol" && courses.some(({ status }) => status === "draft"))
    throw new DomainError("COURSE_CLOSED");
  return courses.map(({ title }) => title).join(", ");
}

/** Of rows picked by hand every one is told what became of it. */
export function targetOf({ action, filter, ids, ofJob }: Wanted): PeopleTarget {
  const q = filter?.q ? normaliseSearch(filter.q) : "";
  return {
    filter: { ...filter, q: q || undefined, ids },
    ofJob,
    statuses: ids ? statuses : meant[action],
  };
}

/** What bounds the act: the part of whoever asks, what they may hand out, themselves, and how many labels fit. */
export function peopleBoundsOf(
  asker: Parameters<typeof boundsOf>[0],
  action: PeopleAction,
  self: string,
): PeopleBounds {
  return { ...boundsOf(asker, permissionOf[action]), self, mostLabels };
}

/** The membership behind the asker: their own, or that of the key's maker. */
export function selfOf({ caller, membership }: MemberContext): string {
  return caller.kind === "apiKey" ? caller.key.creatorMembershipId : (membership?.id ?? "");
}
