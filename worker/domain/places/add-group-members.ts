import * as z from "zod";
import { addToGroup, peopleForGroup } from "../../../db/queries/group-people.ts";
import { groupToChange } from "../../../db/queries/groups.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { auditEach } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { wakeMail } from "../mail/queue-mail.ts";
import { touches } from "../permissions.ts";
import { type MemberContext, memberUseCase, within } from "../use-case.ts";
import { followGroups } from "./follow-groups.ts";
import { refuseWhileDeleted, requireGroup } from "./group-view.ts";
import { standingAt } from "./spot.ts";

export interface AddedMembers {
  groupId: string;
  added: number;
  /** Who was in the group by themselves already. */
  already: number;
}

/**
 * Puts people who are members or invited into a group (F20), once each; nobody new comes in by this. They are
 * learners of the groups above where the policy propagates (F8), and active ones take what the groups take.
 * Whoever administers a part adds those of their part, and learners of the workspace.
 *
 * Throws NOT_FOUND, NOT_ACTIVE, BEING_DELETED, EDIT_CONFLICT.
 */
export const addGroupMembers = memberUseCase(
  within("group.members"),
  z.strictObject({
    groupId: idField("group"),
    membershipIds: z
      .array(idField("membership"))
      .min(1, "Choose somebody.")
      .max(1_000, "At most 1,000 people."),
  }),
  async (ctx, { groupId, membershipIds }): Promise<AddedMembers> => {
    const { db, workspace } = ctx;
    requireGroup(ctx, "group.members", groupId);
    const ids = [...new Set(membershipIds)];
    const [[row], people] = await db.batch([
      groupToChange(db, workspace.id, groupId, 0),
      peopleForGroup(db, workspace.id, groupId, ids),
    ]);
    if (!row) throw new DomainError("NOT_FOUND");
    refuseWhileDeleted(row.job);
    const known = people.filter((person) => person.status !== "removed" && mayAdd(ctx, person));
    if (known.length < ids.length) throw new DomainError("NOT_FOUND");
    if (known.some(({ status }) => status === "deactivated")) throw new DomainError("NOT_ACTIVE");
    if (known.some(({ status }) => status === "unproved")) throw new DomainError("ADDRESS_UNCONFIRMED");
    const added = known.filter(({ kind }) => kind !== "direct");
    const result: AddedMembers = { groupId, added: added.length, already: known.length - added.length };
    if (added.length === 0) return result;

    const op = ctx.ids.next("event");
    const json = JSON.stringify(added.map(({ id }) => id));
    const standing = standingAt(ctx, "group.members", {
      groupIds: [groupId],
      unitIds: row.group.unitId ? [row.group.unitId] : [],
    });
    const done = await commit(
      ctx,
      [
        addToGroup(db, row.group, json, standing),
        guardChanged(db, added.length),
        ...followGroups(ctx, { workspaceId: workspace.id, policies: workspace.policies, op }, json),
        ...auditEach(
          ctx,
          added.map(({ id }) => ({
            workspaceId: workspace.id,
            actor: ctx.actor,
            action: "group.member_added" as const,
            membershipId: id,
            targetId: groupId,
            op,
            details: { group: row.group.name },
          })),
        ),
      ],
      result,
    );
    if (!done) throw new DomainError("EDIT_CONFLICT");
    await wakeMail(ctx, workspace.id);
    return done;
  },
);

type Person = Awaited<ReturnType<typeof peopleForGroup>>[number];

/** Whom the asker may know of, to add them: those of their part, and learners (F20). */
function mayAdd(ctx: MemberContext, { isLearner, unitIds, groupIds }: Person): boolean {
  if (isLearner) return true;
  const reach = ctx.reach("group.members");
  const places = { unitIds: JSON.parse(unitIds) as string[], groupIds: JSON.parse(groupIds) as string[] };
  return reach !== null && touches(reach, places);
}
