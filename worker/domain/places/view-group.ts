import * as z from "zod";
import { coursesOfPlace } from "../../../db/queries/courses.ts";
import { groupPeople } from "../../../db/queries/group-people.ts";
import { groupById, groupsAbove, groupsRightBelow } from "../../../db/queries/groups.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { parseRoles, type RoleView } from "../invitations/invitation-view.ts";
import { isRemindable } from "../invitations/reminders.ts";
import { memberUseCase, within } from "../use-case.ts";
import {
  type GroupJob,
  type GroupView,
  groupJob,
  groupView,
  reachesGroup,
  requireGroup,
} from "./group-view.ts";
import { coursesShown, type PlaceCourse, placeCourses } from "./place-courses.ts";
import { type InheritedLanguage, inheritedLanguage } from "./place-language.ts";
import type { PlaceName } from "./tree-page.ts";

/** Subgroups that the page of a group lists; the tree shows all. */
const subgroupsShown = 200;

export interface GroupPerson {
  /** Of the membership. */
  id: string;
  name: string;
  email: string | null;
  status: "pending" | "expired" | "active" | "deactivated";
  delivery: string;
  /** The latest mail is one that can be reminded of. */
  remindable: boolean;
  invitationId: string | null;
  joinedAt: number | null;
  /** Roles that hold at this group or everywhere. */
  roles: RoleView[];
  /** In this group because of one below; `through` is that group, where it exists for the asker. */
  derived: boolean;
  through: PlaceName | null;
}

export interface GroupDetail extends GroupView {
  unitName: string | null;
  /** What its people are written in while it has no language of its own, and who says it, as far as the asker sees it. */
  inherited: InheritedLanguage;
  members: number;
  invited: number;
  /** From the top; those that exist for the asker. */
  above: (PlaceName & { visibility: "public" | "private" })[];
  subgroups: (PlaceName & { visibility: "public" | "private"; members: number; invited: number })[];
  /** A job that empties or rearranges the group. */
  job: GroupJob | null;
  people: GroupPerson[];
  nextCursor: string | null;
  /** The courses that its people take; null for who sees no courses there. */
  courses: PlaceCourse[] | null;
  /** What the asker may do with it. */
  may: { manage: boolean; members: boolean; invite: boolean; remind: boolean; cards: boolean };
}

const statusesOf = { current: ["active", "deactivated"], invited: ["pending", "expired"] } as const;

const viewGroupFields = z.strictObject({
  groupId: idField("group"),
  /** Whom to list: who has joined, or who is invited. */
  people: z.enum(["current", "invited"], "Choose current or invited.").optional(),
  limit: z.coerce.number().int().min(1).max(100, "At most 100 rows a page.").optional(),
  cursor: z
    .string("Give the cursor of the page before.")
    .regex(/^mem_[0-9a-z]{26}$/, "This is not a cursor of this list.")
    .optional(),
});

/** A group with a page of its people, newest first, whatever its size (F7 to F9). Throws NOT_FOUND. */
export const viewGroup = memberUseCase(
  within("people.view"),
  viewGroupFields,
  async (ctx, { groupId, people = "current", limit = 50, cursor }): Promise<GroupDetail> => {
    requireGroup(ctx, "people.view", groupId);
    const { db, workspace } = ctx;
    const [[group], above, below, found, courses] = await db.batch([
      groupById(db, workspace.id, groupId),
      groupsAbove(db, workspace.id, groupId),
      groupsRightBelow(db, workspace.id, groupId, subgroupsShown),
      groupPeople(db, workspace.id, groupId, {
        statuses: statusesOf[people],
        after: cursor ?? null,
        look: limit + 1,
      }),
      coursesOfPlace(db, workspace.id, { groupId }, coursesShown),
    ]);
    if (!group) throw new DomainError("NOT_FOUND");
    const exists = ({ id }: { id: string }) => reachesGroup(ctx, "people.view", id);
    const shown = found.toSorted((a, b) => (a.id < b.id ? 1 : -1)).slice(0, limit);
    const { unitName, members, invited } = group;
    return {
      ...groupView(ctx, "people.view", group),
      unitName,
      inherited: inheritedLanguage(ctx, group.spokenAbove),
      members,
      invited,
      above: above.filter(exists),
      subgroups: below.filter(exists),
      job: groupJob(group.job),
      courses: reachesGroup(ctx, "course.view", groupId)
        ? placeCourses(courses, groupId, (id) => exists({ id }))
        : null,
      people: shown.map((row): GroupPerson => {
        const overdue =
          row.shownAs === "pending" && row.linkExpiresAt !== null && row.linkExpiresAt <= ctx.now();
        const through = row.through ? (JSON.parse(row.through) as PlaceName) : null;
        return {
          id: row.id,
          name: `${row.firstName} ${row.lastName}`.trim(),
          email: row.email,
          status: overdue ? "expired" : (row.shownAs as GroupPerson["status"]),
          delivery: row.delivery,
          remindable: row.shownAs === "pending" && !overdue && isRemindable(row.delivery),
          invitationId: row.invitationId,
          joinedAt: row.joinedAt,
          roles: parseRoles(row.roles).filter(
            ({ unitId, groupId: at }) => unitId === null && (at === null || at === groupId),
          ),
          derived: row.kind === "derived",
          through: through && exists(through) ? through : null,
        };
      }),
      nextCursor: found.length > limit ? (shown.at(-1)?.id ?? null) : null,
      may: {
        manage: reachesGroup(ctx, "group.manage", groupId),
        members: reachesGroup(ctx, "group.members", groupId),
        invite: reachesGroup(ctx, "invitation.create", groupId),
        remind: reachesGroup(ctx, "invitation.manage", groupId),
        cards:
          ctx.workspace.policies["identity.allow_no_email"] &&
          reachesGroup(ctx, "member.change_names", groupId),
      },
    };
  },
);
