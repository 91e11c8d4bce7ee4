import { customFieldsOf } from "../../../db/queries/custom-fields.ts";
import { type NamedRow, namedByOffers, withOffered } from "../../../db/queries/offers.ts";
import { type CustomField, checkedAnswers, unanswered } from "../custom-fields/custom-values.ts";
import { DomainError, type FieldError } from "../errors.ts";
import { heldRole, rolePlaced } from "../held-roles.ts";
import { endOfAccess, warningPassed } from "../members/access-end.ts";
import { accessDayOf } from "../people/access-end.ts";
import {
  type CustomRole,
  covers,
  isSystemRole,
  type Reach,
  type RoleKey,
  roleWord,
  scopeKindsOf,
} from "../permissions.ts";
import { placeLanguage, type SpeakingPlaces, type Spoken, spokenIn } from "../places/place-language.ts";
import type { Policies } from "../policies.ts";
import type { MemberContext } from "../use-case.ts";
import type { OfferedPlaces, RoleView } from "./invitation-view.ts";
import { roleNamesOf, type WantedOffer, type WantedRole } from "./offer-fields.ts";
import { roleErrors } from "./terms.ts";

/** The end of somebody's access as their membership keeps it; what it does is the policy's (D32). */
export interface AccessEnd {
  accessEndsOn: string | null;
  accessEndsAt: number | null;
  accessWarned: number | null;
}

/** What is offered beside names, term and words, checked. */
export interface DecidedOffer {
  roles: readonly RoleView[];
  unitIds: readonly string[];
  groupIds: readonly string[];
  courseIds: readonly string[];
  sessionIds: readonly string[];
  accessEnd: AccessEnd;
  labels: readonly string[];
  customFields: Readonly<Record<string, string>>;
  /** In which language they are written to, where nothing else is asked for (F82). */
  spoken: Spoken;
  /** The same with names, for the answer. */
  places: OfferedPlaces;
}

export const noAccessEnd: AccessEnd = { accessEndsOn: null, accessEndsAt: null, accessWarned: null };

/** What the database has of what is wanted. */
export interface Known {
  things: ReadonlyMap<string, NamedRow>;
  fields: readonly CustomField[];
}

type Named = Pick<WantedOffer, "roles" | "unitId" | "unitIds" | "groupIds" | "courseIds" | "sessionIds">;

/** The two reads that decide what may be offered, for a batch; of an edit with what is offered already. */
export function knownQueries(ctx: MemberContext, wanted: readonly Named[], invitationId?: string) {
  const { db, workspace } = ctx;
  const json = (of: (one: Named) => readonly (string | null | undefined)[] | undefined) =>
    JSON.stringify([...new Set(wanted.flatMap((one) => of(one) ?? []).filter(Boolean))]);
  const ids = {
    units: json(({ roles, unitId, unitIds }) => [
      unitId,
      ...(unitIds ?? []),
      ...(roles ?? []).map((role) => role.unitId),
    ]),
    groups: json(({ roles, groupIds }) => [
      ...(groupIds ?? []),
      ...(roles ?? []).map((role) => role.groupId),
    ]),
    courses: json(({ courseIds }) => courseIds),
    sessions: json(({ sessionIds }) => sessionIds),
  };
  return [
    namedByOffers(db, workspace.id, invitationId ? withOffered(workspace.id, invitationId, ids) : ids),
    customFieldsOf(db, workspace.id),
  ] as const;
}

export function knownOf(rows: readonly NamedRow[], fields: readonly CustomField[]): Known {
  return { things: new Map(rows.map((row) => [row.id, row])), fields };
}

/** The fields of an invitation that D10 may hide, and which of them are asked for here. */
export type OptionalField =
  | "unit"
  | "group"
  | "courses"
  | "sessions"
  | "access_ends_on"
  | "language"
  | "labels"
  | "custom";

/** What roles there are, and what is said of them. */
export interface RolesOfWorkspace {
  policies: Policies;
  customRoles: readonly CustomRole[];
}

/**
 * Whether the form asks for it and a program may say it (D10); the language of the mail a program may say in any
 * case. Groups are asked for where invitations propose them (D15). Units and groups may be kept to some roles, and
 * those that hold nowhere else have them in any case.
 */
export function isAsked(
  { policies, customRoles }: RolesOfWorkspace,
  field: OptionalField,
  roles: readonly RoleKey[],
): boolean {
  if (field === "access_ends_on" && !policies["access.expiry_enabled"]) return false;
  if (field === "unit" && !policies["units.enabled"]) return false;
  const needed = roles.some((role) => needsPlace(role, field, customRoles));
  const required =
    field === "group" &&
    (policies["invite.required"].includes("groups") || policies["roles.scope_default"] === "group");
  const requiredUnit = field === "unit" && policies["invite.required"].includes("unit");
  if (!policies["invite.optional"].includes(field) && !required && !requiredUnit) return needed;
  const only = policies["invite.unit_fields_for_roles"];
  if ((field !== "unit" && field !== "group") || only === null) return true;
  return needed || roles.some((role) => isSystemRole(role) && only.includes(role));
}

/** True for a role that holds in a unit, or in a group, and not in the whole workspace. */
function needsPlace(role: RoleKey, kind: OptionalField, customRoles: readonly CustomRole[]): boolean {
  const kinds = scopeKindsOf(role, customRoles);
  return (kind === "unit" || kind === "group") && kinds.includes(kind) && !kinds.includes("workspace");
}

const nothing = {
  unit: "There is no such ‹unit›.",
  group: "There is no such ‹group›.",
  course: "There is no such ‹course›.",
  session: "There is no such ‹session›.",
} as const;

/**
 * Decides what an inviter asks for beside names and term: by the workspace's policies (D9, D10, D14, D16), by
 * what there is, and by what is theirs to give and where (F7, F19). What lies outside their part answers like
 * what does not exist. Of an edit `given` is what it says itself, and `held` the sessions with a seat already.
 *
 * Throws VALIDATION_FAILED with every field that is not right, ROLE_ABOVE_YOURS.
 */
export function decideOffer(
  ctx: MemberContext,
  permission: "invitation.create" | "invitation.manage",
  wanted: WantedOffer,
  known: Known,
  { held = new Set(), given = wanted }: { held?: ReadonlySet<string>; given?: WantedOffer } = {},
): DecidedOffer {
  const { policies } = ctx.workspace;
  const reach = ctx.reach(permission);
  if (reach === null) throw new DomainError("FORBIDDEN");
  const roles = wanted.roles ?? usualRoles(policies);
  const names = roleNamesOf(roles);
  const errors = roleErrors(ctx.workspace, names, "inviting");
  refuseHidden(ctx.workspace, given, names, errors);
  const above = names.find((role) => !ctx.mayGrantSomewhere(role));
  if (errors.length === 0 && above) throw new DomainError("ROLE_ABOVE_YOURS", { params: { role: above } });

  const chosen = [...new Set([...(wanted.unitId ? [wanted.unitId] : []), ...(wanted.unitIds ?? [])])];
  const unitPath = wanted.unitId ? "unitId" : "unitIds";
  const units = chosen.flatMap((id, at) =>
    found(known, reach, "unit", id, unitPath === "unitId" ? unitPath : `${unitPath}.${at}`, errors),
  );
  if (chosen.length > 1 && policies["units.per_person"] === "one") {
    errors.push({ path: unitPath, code: "one_unit", message: "A person is in one ‹unit› here. Choose one." });
  }
  const groups = (wanted.groupIds ?? []).flatMap((id, at) =>
    found(known, reach, "group", id, `groupIds.${at}`, errors),
  );
  refuseOutside(units, wanted.groupIds ?? [], groups, errors);
  const placed = placedRoles(ctx, roles, { units, groups }, known, reach, errors);
  const unitIds = chosen.length > 0 ? chosen : ownUnits(placed, policies);
  const groupIds = [
    ...new Set([...(wanted.groupIds ?? []), ...placed.flatMap(({ groupId }) => groupId ?? [])]),
  ];
  requirePlaces(ctx.workspace, names, { unitIds, groupIds }, errors);
  const courses = (wanted.courseIds ?? []).flatMap((id, at) =>
    openCourse(known, id, `courseIds.${at}`, errors),
  );
  const sessions = (wanted.sessionIds ?? []).flatMap((id, at) =>
    openSession(ctx, known, reach, id, `sessionIds.${at}`, held.has(id), errors),
  );
  const accessEnd = accessEndOf(ctx, wanted.accessEndsOn ?? null, errors);
  const asked = known.fields.filter(({ inForm }) => inForm);
  const customFields = checkedAnswers(asked, wanted.customFields ?? {}, errors);
  if (isAsked(ctx.workspace, "custom", names)) {
    // An edit leaves what it does not name: the invitation may be older than the wish for an answer.
    const wholly = permission === "invitation.create";
    const said = asked.filter(({ key }) => wholly || key in (given.customFields ?? {}));
    errors.push(...unanswered(said, names, customFields, errors));
  }

  const covered = {
    unitIds: [...new Set([...unitIds, ...placed.flatMap(({ unitId }) => unitId ?? [])])],
    groupIds,
  };
  if (errors.length === 0 && reach !== "everywhere" && !covers(reach, covered)) {
    errors.push(choosePart(reach, policies));
  }
  if (errors.length > 0) throw new DomainError("VALIDATION_FAILED", { errors });
  const tooMuch = placed.find((role) => !ctx.mayGrant(role.role, heldRole(role).scope, covered));
  if (tooMuch) throw new DomainError("ROLE_ABOVE_YOURS", { params: { role: tooMuch.role } });

  const nameOf = (id: string) => ({ id, name: known.things.get(id)?.name ?? "" });
  return {
    roles: placed,
    unitIds,
    groupIds,
    courseIds: courses.map(({ id }) => id),
    sessionIds: sessions.map(({ id }) => id),
    accessEnd,
    labels: wanted.labels ?? [],
    customFields,
    spoken: spokenByKnown(ctx, known, { unitIds, groupIds, roles: placed }),
    places: {
      units: unitIds.map(nameOf),
      groups: groupIds.map(nameOf),
      courses: courses.map(({ id, name }) => ({ id, title: name })),
      sessions: sessions.map(({ id, name, startsAt, timeZone }) => ({
        id,
        title: name,
        startsAt: startsAt ?? 0,
        timeZone: timeZone ?? ctx.workspace.timeZone,
      })),
    },
  };
}

/** What is spoken in these places, as far as the database has them. */
export function spokenByKnown(
  { workspace }: MemberContext,
  { things }: Known,
  places: SpeakingPlaces,
): Spoken {
  return spokenIn(places, (id) => placeLanguage(things.get(id)?.spoken), workspace.language);
}

function usualRoles(policies: Policies): WantedRole[] {
  const role = policies["invite.default_role"];
  return role ? [{ role, unitId: null, groupId: null, anywhere: true }] : [];
}

/** What the workspace does not ask for is not taken either: nobody sets what nobody here can see. */
function refuseHidden(
  workspace: RolesOfWorkspace,
  wanted: WantedOffer,
  roles: readonly RoleKey[],
  errors: FieldError[],
): void {
  const given: [OptionalField, path: string, boolean][] = [
    ["unit", wanted.unitId ? "unitId" : "unitIds", Boolean(wanted.unitId || wanted.unitIds?.length)],
    ["group", "groupIds", Boolean(wanted.groupIds?.length)],
    ["courses", "courseIds", Boolean(wanted.courseIds?.length)],
    ["sessions", "sessionIds", Boolean(wanted.sessionIds?.length)],
    ["access_ends_on", "accessEndsOn", Boolean(wanted.accessEndsOn)],
    ["labels", "labels", Boolean(wanted.labels?.length)],
    ["custom", "customFields", Object.values(wanted.customFields ?? {}).some((value) => value !== "")],
  ];
  for (const [field, path, isGiven] of given) {
    if (!isGiven || isAsked(workspace, field, roles)) continue;
    const only = workspace.policies["invite.unit_fields_for_roles"];
    const kept = (field === "unit" || field === "group") && only !== null && isAsked(workspace, field, only);
    errors.push(
      kept
        ? {
            path,
            code: "not_for_role",
            message: `‹Units› and ‹groups› are chosen for these roles only: ${only.join(", ")}. Leave it out.`,
          }
        : {
            path,
            code: "unknown_field",
            message: "This ‹workspace› does not ask for this when inviting. Leave it out.",
          },
    );
  }
}

type Kind = NamedRow["kind"];

/** The thing of this id, where it exists for the asker. */
export function found(
  known: Known,
  reach: Reach,
  kind: Kind,
  id: string,
  path: string,
  errors: FieldError[],
): NamedRow[] {
  const row = known.things.get(id);
  const mine = reach === "everywhere" || (kind === "unit" ? reach.units.has(id) : reach.groups.has(id));
  if (row?.kind === kind && mine) return [row];
  errors.push({ path, code: "not_found", message: nothing[kind] });
  return [];
}

/** A group of another unit than the chosen ones (F7): its unit is neither one of them nor below one. */
export function refuseOutside(
  units: readonly NamedRow[],
  ids: readonly string[],
  groups: readonly NamedRow[],
  errors: FieldError[],
): void {
  if (units.length === 0) return;
  for (const { id, unitPath } of groups) {
    if (unitPath === null || units.some((unit) => unitPath.startsWith(unit.unitPath ?? " "))) continue;
    errors.push({
      path: `groupIds.${ids.indexOf(id)}`,
      code: "group_outside_unit",
      message: "This ‹group› belongs to another ‹unit›. Choose one of the chosen ‹unit›, or another ‹unit›.",
    });
  }
}

/** Each role where it will hold (D15): in the whole workspace, or at each chosen place that it can hold in. */
function placedRoles(
  { workspace: { customRoles } }: MemberContext,
  roles: readonly WantedRole[],
  { units, groups }: { units: readonly NamedRow[]; groups: readonly NamedRow[] },
  known: Known,
  reach: Reach,
  errors: FieldError[],
): RoleView[] {
  const placed = roles.flatMap(({ role, unitId, groupId, anywhere }, at): RoleView[] => {
    const kinds = scopeKindsOf(role, customRoles);
    const word = roleWord(role, customRoles);
    const path = `roles.${at}`;
    if (!anywhere) {
      const kind = unitId ? "unit" : "group";
      const id = unitId ?? groupId ?? "";
      if (!kinds.includes(kind)) {
        errors.push({ path, code: "role_scope", message: `The role ${word} does not hold in a ${kind}.` });
        return [];
      }
      return found(known, reach, kind, id, `${path}.${kind}Id`, errors).map(() => ({
        role,
        unitId,
        groupId,
      }));
    }
    const chosen = { unitIds: units.map(({ id }) => id), groupIds: groups.map(({ id }) => id) };
    const held = rolePlaced(role, chosen, customRoles);
    if (held.length === 0 && errors.length === 0) {
      const place = kinds.includes("group") ? "group" : "unit";
      errors.push({
        path: place === "group" ? "groupIds" : "unitId",
        code: "place_required",
        message: `Choose a ${place}: the role ${word} holds in one.`,
      });
    }
    return held;
  });
  const key = ({ role, unitId, groupId }: RoleView) => `${role}@${unitId ?? groupId ?? ""}`;
  return [...new Map(placed.map((role) => [key(role), role])).values()];
}

/** Who is given a role in a unit and no unit of their own is in that one. */
function ownUnits(placed: readonly RoleView[], policies: Policies): string[] {
  const ids = [...new Set(placed.flatMap(({ unitId }) => unitId ?? []))];
  return policies["units.per_person"] === "several" || ids.length === 1 ? ids : [];
}

function requirePlaces(
  workspace: RolesOfWorkspace,
  roles: readonly RoleKey[],
  { unitIds, groupIds }: { unitIds: readonly string[]; groupIds: readonly string[] },
  errors: FieldError[],
): void {
  const need = (field: "unit" | "group", path: string) => {
    if (isAsked(workspace, field, roles) && !errors.some((error) => error.path.startsWith(path))) {
      errors.push({ path, code: "required", message: `Choose a ${field}.` });
    }
  };
  const { policies } = workspace;
  if (policies["invite.required"].includes("groups") && groupIds.length === 0) need("group", "groupIds");
  if (policies["invite.required"].includes("unit") && unitIds.length === 0) need("unit", "unitId");
}

export function openCourse(known: Known, id: string, path: string, errors: FieldError[]): NamedRow[] {
  const row = known.things.get(id);
  if (row?.kind !== "course") {
    errors.push({ path, code: "not_found", message: nothing.course });
    return [];
  }
  if (row.published) return [row];
  errors.push({
    path,
    code: "draft",
    message: "This ‹course› is a draft. Publish it first, or leave it out.",
  });
  return [];
}

function openSession(
  ctx: MemberContext,
  known: Known,
  reach: Reach,
  id: string,
  path: string,
  isHeld: boolean,
  errors: FieldError[],
): NamedRow[] {
  const row = known.things.get(id);
  const mine =
    reach === "everywhere" ||
    reach.sessions.has(id) ||
    (row?.groupId != null && reach.groups.has(row.groupId));
  const refuse = (code: string, message: string): [] => {
    errors.push({ path, code, message });
    return [];
  };
  if (row?.kind !== "session" || !mine) return refuse("not_found", nothing.session);
  if (isHeld) return [row];
  if ((row.startsAt ?? 0) <= ctx.now()) return refuse("session_over", "This ‹session› has begun already.");
  if (!row.published) return refuse("draft", "The ‹course› of this ‹session› is a draft. Publish it first.");
  if (row.seatsLeft !== null && row.seatsLeft < 1) {
    return refuse("session_full", "Every seat of this ‹session› is taken.");
  }
  return [row];
}

/** The end of the wanted day in the workspace's zone, and the warnings that are still to come (F38). */
function accessEndOf(ctx: MemberContext, wanted: string | null, errors: FieldError[]): AccessEnd {
  if (wanted === null) return noAccessEnd;
  const { timeZone } = ctx.workspace;
  const accessEndsOn = accessDayOf(wanted, timeZone);
  const accessEndsAt = endOfAccess(accessEndsOn, timeZone);
  if (accessEndsAt <= ctx.now()) {
    errors.push({
      path: "accessEndsOn",
      code: "day_over",
      message: "This day is over. Choose today or a later day.",
    });
  }
  return { accessEndsOn, accessEndsAt, accessWarned: warningPassed(accessEndsAt, ctx.now()) };
}

/** Who invites into a part says into which. */
export function choosePart(reach: Exclude<Reach, "everywhere">, policies: Policies): FieldError {
  const byGroup = reach.units.size === 0 || !policies["units.enabled"];
  return {
    path: byGroup ? "groupIds" : "unitId",
    code: "part_required",
    message: byGroup
      ? "Choose ‹a group› of yours: you invite into your part only."
      : "Choose ‹a unit› or ‹group› of yours: you invite into your part only.",
  };
}
