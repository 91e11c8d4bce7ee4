import { customFieldsOf } from "../../../db/queries/custom-fields.ts";
import { namesForRows } from "../../../db/queries/imports.ts";
import type { ExistingMode } from "../../../db/schema/imports.ts";
import type { Context } from "../context.ts";
import { wallClock } from "../course-sessions/wall-time.ts";
import type { CustomField } from "../custom-fields/custom-values.ts";
import { type AccessEnd, noAccessEnd } from "../invitations/decide-offer.ts";
import { endOfAccess, warningPassed } from "../members/access-end.ts";
import { mayBeSetUp } from "../members/set-up-fields.ts";
import { accessDayOf } from "../people/access-end.ts";
import type { CustomRole, Places, Reach, RoleKey, Scope } from "../permissions.ts";
import type { Policies } from "../policies.ts";
import type { Authority } from "../starter-authority.ts";
import type { ColumnKey } from "./columns.ts";
import { type NameIndex, nameIndex } from "./name-index.ts";
import { type GroupMaker, groupMaker } from "./new-groups.ts";
import { type RoleWords, roleWordsOf } from "./role-words.ts";
import { existingMode } from "./update-of-row.ts";

/** More units, groups, courses or sessions than this are named by id in a file. */
const mostNames = 10_000;

/** What a row may say in this workspace, by this uploader, under these columns. */
export interface RowRules {
  /** What each column of the file means; null: ignored. */
  mapping: readonly (ColumnKey | null)[];
  policies: Policies;
  /** Those that exist for the uploader: what lies outside of their part is not found. */
  units: NameIndex;
  groups: NameIndex;
  courses: NameIndex;
  /** What an unknown group of a file would be called, where files make groups (D27). */
  newGroup: GroupMaker;
  /** Those that are still to come. */
  sessions: NameIndex;
  sessionFacts: ReadonlyMap<string, SessionFacts>;
  /** Courses that nobody can be enrolled in. */
  drafts: ReadonlySet<string>;
  /** Unit of a group, null where it has none; path of any unit. */
  unitOfGroup: ReadonlyMap<string, string | null>;
  pathOfUnit: ReadonlyMap<string, string>;
  /** The workspace's own fields that come by file, by key. */
  fields: ReadonlyMap<string, CustomField>;
  /** Where the uploader may invite, and where a row goes that names no place: their only one. */
  reach: Reach;
  usualPlace: Places | null;
  /** True when the uploader may hand out this role there (F19). */
  mayGrant(role: RoleKey, scope: Scope, places: Places): boolean;
  mayGrantSomewhere(role: RoleKey): boolean;
  /** The roles of the workspace's own, and what it calls those of Usher. */
  customRoles: readonly CustomRole[];
  roleWords: RoleWords;
  /** Roles that need a confirmation have one for this import (D26). */
  rolesConfirmed: boolean;
  /** True: people are set up at once; false: they are invited; null: nobody has said, and both can be. */
  setsUp: boolean | null;
  /** The end of a day in the workspace's zone, and the warnings before it that have passed. */
  accessEnd(day: string): TakenEnd;
  now: number;
}

/** What is known of a session that a row may name. */
export interface SessionFacts {
  /** Of a course that nobody can be enrolled in. */
  draft: boolean;
  /** Every seat is taken. */
  full: boolean;
  /** Its title with its beginning on the clock of its zone, which tells those of one title apart. */
  label: string;
}

/** The last day of an access, as it is written down. */
export interface TakenEnd extends AccessEnd {
  accessEndsOn: string;
  accessEndsAt: number;
}

/** What a row may say, and what it may do with somebody who is here already. */
export interface JudgingRules extends RowRules {
  existing: ExistingMode;
  uploader: Authority;
  /** The customer whose other workspaces are asked for accounts, where nobody who has one is invited; else null (D18). */
  blocksWithin: string | null;
}

/** The two reads of what rows may name, for a batch; without sessions where it is known that no column names them. */
export function nameQueries(ctx: Context, workspaceId: string, mapping?: readonly (string | null)[] | null) {
  const sessions = mapping?.includes("sessions") ?? true;
  return [
    namesForRows(ctx.db, workspaceId, { limit: mostNames, now: ctx.now(), sessions }),
    customFieldsOf(ctx.db, workspaceId),
  ] as const;
}

export type NamesForRows = Awaited<ReturnType<typeof namesForRows>>;

/** The workspace's own fields that a file may fill. */
export function fieldsOfFiles(fields: readonly CustomField[]): CustomField[] {
  return fields.filter(({ inImport }) => inImport);
}

/** Makes the rules for a chunk of rows; once a chunk, because each asks anew what the uploader may. */
export function rowRules(
  given: {
    workspaceId: string;
    customerId: string;
    policies: Policies;
    plan: string;
    mapping: readonly (string | null)[];
    options: { confirmRoles?: boolean; existing?: ExistingMode; setUp?: boolean };
    uploader: Authority;
    timeZone: string;
    now: number;
  },
  names: NamesForRows,
  fields: readonly CustomField[],
): JudgingRules {
  const { policies, uploader, now } = given;
  const { customRoles } = uploader;
  const reach = uploader.reach("invitation.create") ?? nowhere;
  const of = (kind: NamesForRows[number]["kind"]) => names.filter((one) => one.kind === kind);
  const mine = (ids: "units" | "groups") => (one: { id: string }) =>
    reach === "everywhere" || reach[ids].has(one.id);
  const courses = of("course");
  const sessions = of("session").filter((one) => isOwnSession(reach, one));
  return {
    policies,
    mapping: given.mapping as readonly (ColumnKey | null)[],
    roleWords: roleWordsOf(policies.terms, policies["roles.set"], customRoles),
    customRoles,
    rolesConfirmed: given.options.confirmRoles === true,
    existing: existingMode(policies, given.options.existing),
    uploader,
    setsUp: mayBeSetUp(given) ? (given.options.setUp ?? null) : false,
    blocksWithin: blocksWithin(policies, given.customerId),
    reach,
    usualPlace: onlyPlace(reach, uploader),
    mayGrant: uploader.mayGrant,
    mayGrantSomewhere: grantedSomewhere(uploader),
    units: nameIndex(of("unit").filter(mine("units"))),
    groups: nameIndex(of("group").filter(mine("groups"))),
    newGroup: groupMaker(policies, uploader, given.workspaceId, names),
    courses: nameIndex(courses),
    sessions: nameIndex(sessions),
    sessionFacts: new Map(sessions.map((one) => [one.id, factsOf(one)])),
    drafts: new Set(courses.flatMap(({ id, draft }) => (draft ? [id] : []))),
    unitOfGroup: new Map(of("group").map(({ id, unitId }) => [id, unitId])),
    pathOfUnit: new Map(of("unit").map(({ id, path }) => [id, path ?? ""])),
    fields: new Map(fieldsOfFiles(fields).map((field) => [field.key, field])),
    accessEnd: accessEnds(given.timeZone, now),
    now,
  };
}

/** Sessions are somebody's by what they teach, or by the group that attends. */
export function isOwnSession(reach: Reach, { id, groupId }: { id: string; groupId: string | null }): boolean {
  return reach === "everywhere" || reach.sessions.has(id) || (groupId !== null && reach.groups.has(groupId));
}

function factsOf({ name, draft, full, startsAt, timeZone }: NamesForRows[number]): SessionFacts {
  const clock = wallClock(startsAt ?? 0, timeZone ?? "UTC").replace("T", " ");
  return { draft: draft === 1, full: full === 1, label: `${name}, ${clock}` };
}

/** The customer whose other workspaces' people are not invited here (D18); null where they are. */
export function blocksWithin(policies: Policies, customerId: string): string | null {
  return policies["invite.existing_elsewhere"] === "block" ? customerId : null;
}

/** The part of somebody who may not. */
export const nowhere: Reach = { units: new Set(), groups: new Set(), sessions: new Set() };

/** The only unit or group whose people somebody may invite; null where there are several, or no bounds. */
function onlyPlace(reach: Reach, uploader: Authority): Places | null {
  if (reach === "everywhere") return null;
  const places = uploader
    .scopes("invitation.create")
    .flatMap((scope) => (scope.kind === "unit" || scope.kind === "group" ? [scope] : []));
  const [only, ...others] = [...new Map(places.map((scope) => [scope.id, scope])).values()];
  if (!only || others.length > 0) return null;
  return only.kind === "unit" ? { unitIds: [only.id], groupIds: [] } : { unitIds: [], groupIds: [only.id] };
}

function grantedSomewhere(uploader: Authority): (role: RoleKey) => boolean {
  const granted = new Set(uploader.grants().flatMap(({ roles }) => roles));
  return (role) => granted.has(role);
}

const mostDays = 1_000;

/** A file names few days, and each is worked out once. */
export function accessEnds(timeZone: string, now: number): (day: string) => TakenEnd {
  const known = new Map<string, TakenEnd>();
  return (day) => {
    const found = known.get(day);
    if (found) return found;
    const accessEndsOn = accessDayOf(day, timeZone);
    const accessEndsAt = endOfAccess(accessEndsOn, timeZone);
    const end = { accessEndsOn, accessEndsAt, accessWarned: warningPassed(accessEndsAt, now) };
    if (known.size < mostDays) known.set(day, end);
    return end;
  };
}

/** The columns of the last day of a row that was checked; null: without end. */
export function keptEnd(day: string | null, accessEnd: RowRules["accessEnd"]): AccessEnd {
  return day === null ? noAccessEnd : accessEnd(day);
}
