import * as z from "zod";
import { customFieldsOf } from "../../../db/queries/custom-fields.ts";
import { dropRolesAtGroups, removeFromGroup, rolesLostWith } from "../../../db/queries/groups.ts";
import { changeSeenMember, memberById } from "../../../db/queries/members.ts";
import { guardOffered, namedByOffers } from "../../../db/queries/offers.ts";
import {
  addToGroups,
  addToUnits,
  groupsBeingDeleted,
  namedPlacesOf,
  removeFromUnits,
} from "../../../db/queries/person-places.ts";
import { closeOver } from "../../../db/queries/places.ts";
import { guardChanged, type Statement } from "../../../db/queries/statements.ts";
import { auditEach } from "../audit.ts";
import { commit } from "../commit.ts";
import { customValue } from "../custom-fields/custom-values.ts";
import { DomainError, type FieldError, invalidField } from "../errors.ts";
import { idField } from "../fields.ts";
import { labelsField, offerFields } from "../invitations/offer-fields.ts";
import { wakeMail } from "../mail/queue-mail.ts";
import { covers, type RoleKey, touches } from "../permissions.ts";
import { followGroups } from "../places/follow-groups.ts";
import { standingAt } from "../places/spot.ts";
import { type MemberContext, memberUseCase, within } from "../use-case.ts";
import {
  type MemberState,
  type ReadMember,
  readMember,
  refuseAbove,
  refuseRace,
  stateOf,
} from "./member-change.ts";
import { partFor } from "./part.ts";

/** What a member belongs to besides roles: of what the asker sees, exactly these units, and more or fewer groups. */
const placeFields = z.strictObject({
  membershipId: idField("membership"),
  unitIds: offerFields.unitIds,
  addGroupIds: offerFields.groupIds,
  removeGroupIds: offerFields.groupIds,
  labels: labelsField.optional(),
  /** By key; those left out stay, an empty one is taken away. */
  customFields: offerFields.customFields,
});

export interface PlacedMember extends MemberState {
  unitIds: readonly string[];
  labels: readonly string[];
  customFields: Readonly<Record<string, string>>;
}

/**
 * Changes the units, groups, labels and further fields of a member or of somebody invited (F20, F117). Taking
 * them out of a group does so in its public subgroups too where it propagates (F8); roles that they hold at what
 * they leave go with it. Active ones take what their new places take. In a part it heeds that part's units and
 * groups alone; labels and fields are for who has the whole person.
 *
 * Throws NOT_FOUND, VALIDATION_FAILED, ROLE_ABOVE_YOURS, FORBIDDEN, BEING_DELETED, NOT_ACTIVE, EDIT_CONFLICT.
 */
export const placeMember = memberUseCase(
  within("member.place"),
  placeFields,
  async (ctx, input): Promise<PlacedMember> => {
    const { db, workspace } = ctx;
    const { id: workspaceId, policies } = workspace;
    const { membershipId, addGroupIds = [], removeGroupIds = [] } = input;
    const [[row], named, known, fields, deleting, ...lost] = await db.batch([
      memberById(db, workspaceId, membershipId),
      namedPlacesOf(db, workspaceId, membershipId),
      namedByOffers(db, workspaceId, {
        units: JSON.stringify(input.unitIds ?? []),
        groups: JSON.stringify(addGroupIds),
        courses: "[]",
        sessions: "[]",
      }),
      customFieldsOf(db, workspaceId),
      groupsBeingDeleted(db, workspaceId, JSON.stringify([...addGroupIds, ...removeGroupIds])),
      ...removeGroupIds.map((groupId) => rolesLostWith(db, workspaceId, membershipId, groupId, true)),
    ]);
    const member = readMember(row);
    const { membership, places } = member;
    const part = partFor(ctx, "member.place");
    const reach = ctx.reach("member.place");
    if (reach === null || !touches(reach, places)) throw new DomainError("NOT_FOUND");
    const propagates =
      policies["groups.propagate_learner"] && member.roles.some(({ role }) => role === "learner");

    const mine = (ids: readonly string[] | undefined, inside: readonly string[] | undefined) =>
      ids?.every((id) => !inside || inside.includes(id)) ?? true;
    const exist = new Set(known.map(({ id }) => id));
    const all =
      mine(input.unitIds, part?.units) &&
      mine(addGroupIds, part?.groups) &&
      mine(removeGroupIds, part?.groups) &&
      [...(input.unitIds ?? []), ...addGroupIds].every((id) => exist.has(id)) &&
      removeGroupIds.every((id) => named.some((place) => place.id === id && place.standing !== null));
    if (!all) throw new DomainError("NOT_FOUND");
    if (deleting.length > 0) throw new DomainError("BEING_DELETED");
    if (addGroupIds.length > 0 && membership.status === "deactivated") throw new DomainError("NOT_ACTIVE");

    const seenUnits = places.unitIds.filter((id) => part?.units.includes(id) ?? true);
    const left = input.unitIds ? seenUnits.filter((id) => !input.unitIds?.includes(id)) : [];
    const entered = (input.unitIds ?? []).filter((id) => !places.unitIds.includes(id));
    const unitIds = [...places.unitIds.filter((id) => !left.includes(id)), ...entered];
    if (unitIds.length > 1 && entered.length > 0 && policies["units.per_person"] === "one") {
      throw invalidField("unitIds", "one_unit", "A person is in one unit here. Choose one.");
    }
    const rolesLost = [
      ...member.roles.filter(({ unitId }) => unitId !== null && left.includes(unitId)),
      ...lost
        .flat()
        .flatMap(({ role, groupId }) =>
          propagates || removeGroupIds.includes(groupId)
            ? [{ role: role as RoleKey, unitId: null, groupId }]
            : [],
        ),
    ];
    refuseAbove(ctx, rolesLost, places);
    const details = personDetails(ctx, member, input, fields);

    const addsGroups = addGroupIds.filter((id) => !places.groupIds.includes(id));
    const changes = left.length + entered.length + addsGroups.length + removeGroupIds.length > 0;
    const result: PlacedMember = {
      ...stateOf(member, {
        roles: member.roles.filter(
          (held) =>
            !rolesLost.some(
              (gone) =>
                gone.role === held.role && gone.unitId === held.unitId && gone.groupId === held.groupId,
            ),
        ),
      }),
      unitIds: part ? unitIds.filter((id) => part.units.includes(id)) : unitIds,
      labels: details.labels ?? membership.labels,
      customFields: details.customFields ?? membership.customFields,
    };
    if (!changes && !details.labels && !details.customFields) return result;

    const op = ctx.ids.next("event");
    const people = JSON.stringify([membershipId]);
    const standing = standingAt(ctx, "member.place", places);
    const where = { part, wholly: false };
    const names = new Map([...named, ...known].map(({ id, name }) => [id, name]));
    const nameOf = (id: string) => names.get(id) ?? "";
    const statements: Statement[] = [
      changeSeenMember(db, membership, [standing], { ...details, lastOp: op }, where),
      guardChanged(db),
      guardOffered(db, workspaceId, ctx.now(), {
        unitIds: entered,
        groupIds: addsGroups,
        courseIds: [],
        seats: [],
      }),
      ...(left.length > 0 ? removeFromUnits(db, workspaceId, membershipId, JSON.stringify(left)) : []),
      ...(entered.length > 0 ? [addToUnits(db, workspaceId, membershipId, JSON.stringify(entered))] : []),
      ...(rolesLost.length > 0
        ? [dropRolesAtGroups(db, workspaceId, membershipId, JSON.stringify(rolesLost))]
        : []),
      ...removeGroupIds.map((id) => removeFromGroup(db, workspaceId, membershipId, id, propagates)),
      ...(addsGroups.length > 0
        ? [addToGroups(db, workspaceId, membershipId, JSON.stringify(addsGroups))]
        : []),
      ...(entered.length + addsGroups.length > 0
        ? followGroups(ctx, { workspaceId, policies, op }, people)
        : removeGroupIds.length > 0 && policies["groups.propagate_learner"]
          ? closeOver(db, workspaceId, people)
          : []),
      ...auditEach(
        ctx,
        [
          ...addsGroups.map((id) => ({ action: "group.member_added" as const, id })),
          ...removeGroupIds.map((id) => ({ action: "group.member_removed" as const, id })),
        ].map(({ action, id }) => ({
          workspaceId,
          actor: ctx.actor,
          action,
          membershipId,
          targetId: id,
          op,
          details: { group: nameOf(id) },
        })),
      ),
      ...(left.length + entered.length > 0 || details.labels || details.customFields
        ? auditEach(ctx, [
            {
              workspaceId,
              actor: ctx.actor,
              action: "member.placed" as const,
              membershipId,
              op,
              details: {
                ...(left.length + entered.length > 0 && {
                  unitsLeft: left.map(nameOf),
                  unitsEntered: entered.map(nameOf),
                }),
                ...(details.labels && { labels: { before: membership.labels, after: details.labels } }),
                ...(details.customFields && {
                  customFields: { before: membership.customFields, after: details.customFields },
                }),
              },
            },
          ])
        : []),
    ];
    const done = await commit(ctx, statements, result);
    if (!done) return refuseRace(ctx, member);
    await wakeMail(ctx, workspaceId);
    return done;
  },
);

/**
 * Labels and answers that change. Throws FORBIDDEN where the person is elsewhere too, ROLE_ABOVE_YOURS,
 * VALIDATION_FAILED for a field that there is not or an answer that it does not take.
 */
function personDetails(
  ctx: MemberContext,
  { membership, places, roles }: ReadMember,
  input: z.output<typeof placeFields>,
  fields: Awaited<ReturnType<typeof customFieldsOf>>,
): { labels?: string[]; customFields?: Record<string, string> } {
  const { labels, customFields } = input;
  if (labels === undefined && customFields === undefined) return {};
  const reach = ctx.reach("member.place");
  if (reach === null || !covers(reach, places)) throw new DomainError("FORBIDDEN");
  refuseAbove(ctx, roles, places);
  const answers = { ...membership.customFields };
  const errors: FieldError[] = [];
  for (const [key, given] of Object.entries(customFields ?? {})) {
    const path = `customFields.${key}`;
    const field = fields.find((one) => one.key === key);
    const answer = field && customValue(field, given);
    if (!answer) errors.push({ path, code: "unknown_field", message: "This workspace has no such field." });
    else if ("message" in answer) errors.push({ path, code: field.kind, message: answer.message });
    else if (answer.value === "") delete answers[key];
    else answers[key] = answer.value;
  }
  if (errors.length > 0) throw new DomainError("VALIDATION_FAILED", { errors });
  const changed = (before: unknown, after: unknown) => JSON.stringify(before) !== JSON.stringify(after);
  return {
    ...(labels && changed(membership.labels, labels) && { labels }),
    ...(customFields && changed(membership.customFields, answers) && { customFields: answers }),
  };
}
