import * as z from "zod";
import { changeInvitation } from "../../../db/queries/invitations.ts";
import { invitationOfMember, memberById } from "../../../db/queries/members.ts";
import { guardOffered, namedByOffers } from "../../../db/queries/offers.ts";
import {
  addToGroups,
  addToUnits,
  giveRoles,
  keepRoles,
  namedPlacesOf,
} from "../../../db/queries/person-places.ts";
import { guardChanged, type Statement } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError, type FieldError } from "../errors.ts";
import { idField } from "../fields.ts";
import { heldRole } from "../held-roles.ts";
import type { RoleView } from "../invitations/invitation-view.ts";
import { roleNamesOf, type WantedRole, wantedRoleField } from "../invitations/offer-fields.ts";
import { roleErrors } from "../invitations/terms.ts";
import { wakeMail } from "../mail/queue-mail.ts";
import { type CustomRole, customRoleOf, type RoleKey, roleWord, scopeKindsOf } from "../permissions.ts";
import { followGroups } from "../places/follow-groups.ts";
import type { Policies } from "../policies.ts";
import { type MemberContext, memberUseCase, within } from "../use-case.ts";
import {
  changeSeen,
  type MemberState,
  type ReadMember,
  readWholeMember,
  refuseRace,
  stateOf,
} from "./member-change.ts";

/**
 * Gives a member exactly these roles, each in the whole workspace or at a unit or group, from their next request
 * on (F19, F20, F22, S-08). A role of a part that is told by its name alone stays where they hold it. Whoever
 * gets a role at a group is in that group; at a unit in that unit, where they may be. Of somebody who has not
 * joined yet it changes the offer: the invitee sees the new terms before joining.
 *
 * Throws VALIDATION_FAILED, ROLE_ABOVE_YOURS for a role given or taken that is not the asker's to give there,
 * LAST_ADMIN, ELSEWHERE_TOO for somebody who is also outside the asker's part, NOT_FOUND, EDIT_CONFLICT.
 */
export const changeRoles = memberUseCase(
  within("member.change_roles"),
  z.strictObject({
    membershipId: idField("membership"),
    roles: z.array(wantedRoleField, "Give a list of roles.").max(20, "At most 20 roles."),
  }),
  async (ctx, input): Promise<MemberState> => {
    const { db, workspace } = ctx;
    const wanted = (kind: "unitId" | "groupId") =>
      JSON.stringify([...new Set(input.roles.flatMap((role) => role[kind] ?? []))]);
    const [[row], [invitation], named, known] = await db.batch([
      memberById(db, workspace.id, input.membershipId),
      invitationOfMember(db, workspace.id, input.membershipId),
      namedPlacesOf(db, workspace.id, input.membershipId),
      namedByOffers(db, workspace.id, {
        units: wanted("unitId"),
        groups: wanted("groupId"),
        courses: "[]",
        sessions: "[]",
      }),
    ]);
    const member = readWholeMember(ctx, "member.change_roles", row);
    const { membership } = member;
    const roles = placed(ctx, input.roles, member, new Set(known.map(({ id }) => id)));
    const above = roles.find((role) => !ctx.mayGrant(role.role, heldRole(role).scope, member.places));
    if (above) throw new DomainError("ROLE_ABOVE_YOURS", { params: { role: above.role } });
    const stays = roles.some((role) => role.role === "admin" && heldRole(role).scope.kind === "workspace");
    if (member.isLastAdmin && !stays) throw new DomainError("LAST_ADMIN");

    const fresh = roles.filter((role) => !member.roles.some((held) => keyOf(held) === keyOf(role)));
    const groupIds = [...new Set(fresh.flatMap(({ groupId }) => groupId ?? []))];
    const unitIds = [...new Set(fresh.flatMap(({ unitId }) => unitId ?? []))];
    const joins = unitsToJoin(workspace.policies, member, unitIds);
    const names = new Map([...named, ...known].map(({ id, name }) => [id, name]));
    const told = (list: readonly RoleView[]) =>
      list.map((role) => ({
        ...role,
        place: names.get(role.unitId ?? role.groupId ?? "") ?? null,
        ...nameOfCustom(role.role, workspace.customRoles),
      }));

    const result = stateOf(member, { roles });
    const op = ctx.ids.next("event");
    const json = JSON.stringify(roles);
    const act = { workspaceId: workspace.id, policies: workspace.policies, op };
    const statements: Statement[] = [
      changeSeen(ctx, member, "member.change_roles", { lastOp: op }),
      guardChanged(db),
      ...(fresh.length > 0 && (groupIds.length > 0 || unitIds.length > 0)
        ? [guardOffered(db, workspace.id, ctx.now(), { unitIds, groupIds, courseIds: [], seats: [] })]
        : []),
      // First in, then out: an administrator who stays one is one at every moment.
      giveRoles(db, workspace.id, membership.id, json),
      keepRoles(db, workspace.id, membership.id, json),
      addToUnits(db, workspace.id, membership.id, JSON.stringify(joins)),
      addToGroups(db, workspace.id, membership.id, JSON.stringify(groupIds)),
      ...followGroups(ctx, act, JSON.stringify([membership.id])),
    ];
    if (membership.status === "pending" && invitation) {
      statements.push(
        changeInvitation(db, invitation, { revision: invitation.revision + 1, lastOp: op }),
        guardChanged(db),
      );
    }
    statements.push(
      ...audit(ctx, {
        workspaceId: workspace.id,
        actor: ctx.actor,
        action: "member.roles_changed",
        membershipId: membership.id,
        op,
        details: { before: told(member.roles), after: told(roles) },
      }),
    );
    const done = await commit(ctx, statements, result);
    if (!done) return refuseRace(ctx, member);
    await wakeMail(ctx, workspace.id);
    return done;
  },
);

/**
 * Each wanted role where it will hold. Throws VALIDATION_FAILED for one that there is not, one too many and one
 * that cannot hold there or nowhere, NOT_FOUND for a place that does not exist for the asker.
 */
function placed(
  ctx: MemberContext,
  wanted: readonly WantedRole[],
  { roles: held }: ReadMember,
  known: ReadonlySet<string>,
): RoleView[] {
  const errors: FieldError[] = roleErrors(ctx.workspace, roleNamesOf(wanted), "changing");
  const reach = ctx.reach("member.change_roles");
  const { customRoles } = ctx.workspace;
  const roles = wanted.flatMap(({ role, unitId, groupId, anywhere }, at): RoleView[] => {
    const kinds = scopeKindsOf(role, customRoles);
    const word = roleWord(role, customRoles);
    const path = `roles.${at}`;
    if (!anywhere) {
      const kind = unitId ? "unit" : "group";
      if (!kinds.includes(kind)) {
        errors.push({ path, code: "role_scope", message: `The role ${word} does not hold in a ${kind}.` });
        return [];
      }
      const id = unitId ?? groupId ?? "";
      const mine = reach === "everywhere" || (kind === "unit" ? reach?.units : reach?.groups)?.has(id);
      if (!mine || !known.has(id)) throw new DomainError("NOT_FOUND");
      return [{ role, unitId, groupId }];
    }
    if (kinds.includes("workspace")) return [{ role, unitId: null, groupId: null }];
    const kept = held.filter((one) => one.role === role && (one.unitId !== null || one.groupId !== null));
    if (kept.length === 0) {
      const place = kinds.includes("unit") && !kinds.includes("group") ? "unit" : "group";
      errors.push({
        path,
        code: "place_required",
        message: `Say where: the role ${word} holds in a ${place}. Give an object with role and ${place}Id.`,
      });
    }
    return kept;
  });
  if (errors.length > 0) throw new DomainError("VALIDATION_FAILED", { errors });
  return [...new Map(roles.map((role) => [keyOf(role), role])).values()];
}

/** The trail names a role of the workspace's own as it was called: it may be deleted one day. */
function nameOfCustom(role: RoleKey, customRoles: readonly CustomRole[]): { name?: string } {
  const custom = customRoleOf(role, customRoles);
  return custom ? { name: custom.name } : {};
}

function keyOf({ role, unitId, groupId }: RoleView): string {
  return `${role}@${unitId ?? groupId ?? ""}`;
}

/** Who is given a role at a unit belongs to it, unless everybody belongs to one and they have theirs. */
function unitsToJoin(policies: Policies, { places }: ReadMember, unitIds: readonly string[]): string[] {
  if (policies["units.per_person"] === "several") return [...unitIds];
  return places.unitIds.length === 0 && unitIds.length === 1 ? [...unitIds] : [];
}
