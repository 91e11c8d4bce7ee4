import * as z from "zod";
import { customFieldsOf } from "../../../db/queries/custom-fields.ts";
import { rolesLostWith } from "../../../db/queries/group-people.ts";
import { changeSeenMember, memberById } from "../../../db/queries/members.ts";
import { namedByOffers } from "../../../db/queries/offers.ts";
import { groupsBeingDeleted, namedPlacesOf } from "../../../db/queries/person-places.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { auditEach } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { labelsField, offerFields } from "../invitations/offer-fields.ts";
import { wakeMail } from "../mail/queue-mail.ts";
import { touches } from "../permissions.ts";
import { standingAt } from "../places/spot.ts";
import { type MemberContext, memberUseCase, within } from "../use-case.ts";
import { type Description, descriptionOf } from "./describe-person.ts";
import {
  type MemberState,
  type ReadMember,
  readMember,
  refuseAbove,
  refuseRace,
  refuseUnproved,
  stateOf,
} from "./member-change.ts";
import { partFor, rolesSeen } from "./part.ts";
import {
  goesAnywhere,
  guardEntered,
  type KnownPlaces,
  moveOf,
  moveStatements,
  type PersonMove,
  rolesKept,
  type WantedPlaces,
} from "./person-move.ts";

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
 * Throws NOT_FOUND, VALIDATION_FAILED, ROLE_ABOVE_YOURS, ELSEWHERE_TOO, FORBIDDEN, BEING_DELETED, NOT_ACTIVE, EDIT_CONFLICT.
 */
export const placeMember = memberUseCase(
  within("member.place"),
  placeFields,
  async (ctx, { membershipId, ...input }): Promise<PlacedMember> => {
    const { db, workspace } = ctx;
    const { unitIds, addGroupIds = [], removeGroupIds = [] } = input;
    const wanted: WantedPlaces = { unitIds, addGroupIds, removeGroupIds };
    const { member, known, fields } = await readPlacing(ctx, membershipId, wanted);
    const { membership, places } = member;
    const part = partFor(ctx, "member.place");
    const reach = ctx.reach("member.place");
    if (reach === null || !touches(reach, places)) throw new DomainError("NOT_FOUND");
    refuseUnproved(member);
    const move = moveOf(ctx, member, wanted, known);
    refuseAbove(ctx, move.rolesLost, places);
    const description = descriptionOf(ctx, member, input, fields);

    const result: PlacedMember = {
      ...stateOf(member, { roles: rolesSeen(part, rolesKept(member.roles, move)) }),
      unitIds: part ? move.unitIds.filter((id) => part.units.includes(id)) : move.unitIds,
      labels: description.labels ?? membership.labels,
      customFields: description.customFields ?? membership.customFields,
    };
    if (!goesAnywhere(move) && !description.labels && !description.customFields) return result;

    const op = ctx.ids.next("event");
    const standing = standingAt(ctx, "member.place", places);
    const done = await commit(
      ctx,
      [
        changeSeenMember(db, membership, [standing], { ...description, lastOp: op }, { part, wholly: false }),
        guardChanged(db),
        guardEntered(ctx, move),
        ...moveStatements(ctx, membershipId, move, op),
        ...auditOf(ctx, member, { move, description, known, op }),
      ],
      result,
    );
    if (!done) return refuseRace(ctx, member);
    await wakeMail(ctx, workspace.id);
    return done;
  },
);

/** Reads the member, the places that are meant, and the fields, in one round trip. */
async function readPlacing(
  ctx: MemberContext,
  membershipId: string,
  { unitIds = [], addGroupIds, removeGroupIds }: WantedPlaces,
) {
  const { db } = ctx;
  const workspaceId = ctx.workspace.id;
  const [[row], theirs, wanted, fields, deleting, ...rolesAtGroups] = await db.batch([
    memberById(db, workspaceId, membershipId),
    namedPlacesOf(db, workspaceId, membershipId),
    namedByOffers(db, workspaceId, {
      units: JSON.stringify(unitIds),
      groups: JSON.stringify(addGroupIds),
      courses: "[]",
      sessions: "[]",
    }),
    customFieldsOf(db, workspaceId),
    groupsBeingDeleted(db, workspaceId, JSON.stringify([...addGroupIds, ...removeGroupIds])),
    ...removeGroupIds.map((groupId) => rolesLostWith(db, workspaceId, membershipId, groupId, true)),
  ]);
  const known: KnownPlaces = {
    theirs,
    wanted,
    rolesAtGroups: rolesAtGroups.flat(),
    deleting: deleting.length > 0,
  };
  return { member: readMember(row), known, fields };
}

interface Placed {
  move: PersonMove;
  description: Description;
  known: KnownPlaces;
  op: string;
}

/** What is written down: each group on its own, and units, labels and answers together. */
function auditOf(ctx: MemberContext, { membership }: ReadMember, { move, description, known, op }: Placed) {
  const names = new Map([...known.theirs, ...known.wanted].map(({ id, name }) => [id, name]));
  const nameOf = (id: string) => names.get(id) ?? "";
  const { unitsLeft, unitsEntered, groupsAdded, groupsRemoved } = move;
  const { labels, customFields } = description;
  const act = { workspaceId: ctx.workspace.id, actor: ctx.actor, membershipId: membership.id, op };
  const group = (action: "group.member_added" | "group.member_removed") => (id: string) => ({
    ...act,
    action,
    targetId: id,
    details: { group: nameOf(id) },
  });
  const moves = unitsLeft.length + unitsEntered.length > 0;
  return auditEach(ctx, [
    ...groupsAdded.map(group("group.member_added")),
    ...groupsRemoved.map(group("group.member_removed")),
    ...(moves || labels || customFields
      ? [
          {
            ...act,
            action: "member.placed" as const,
            details: {
              ...(moves && { unitsLeft: unitsLeft.map(nameOf), unitsEntered: unitsEntered.map(nameOf) }),
              ...(labels && { labels: { before: membership.labels, after: labels } }),
              ...(customFields && { customFields: { before: membership.customFields, after: customFields } }),
            },
          },
        ]
      : []),
  ]);
}
