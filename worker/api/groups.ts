import { changeGroupFields } from "../domain/places/change-group.ts";
import { createGroupFields } from "../domain/places/create-group.ts";
import { listGroupsFields } from "../domain/places/list-groups.ts";
import { presentChangedGroup, presentGroup, presentGroupDetail, presentGroups } from "./present.ts";
import { type Route, route } from "./route.ts";

const tag = "Groups";
const pathId = "groupId";

/** The user stands in the path; the use case says whether it is one. */
interface OfUser {
  membershipId: string;
}

export const groupRoutes: readonly Route[] = [
  route({
    method: "GET",
    path: "/groups",
    name: "listGroups",
    tag,
    summary: "List groups",
    description:
      "Those of your part, each before what lies below it. Most workspaces fit in one page; with `q` each comes with the groups above it.",
    scope: "people.view",
    query: listGroupsFields,
    answer: "GroupPage",
    run: (act, input) => act.listGroups(input),
    present: presentGroups,
  }),
  route({
    method: "GET",
    path: "/groups/:id",
    name: "viewGroup",
    tag,
    summary: "One group with its subgroups",
    description: "Its people are listed by `GET /users?groupId=`.",
    scope: "people.view",
    pathId,
    answer: "GroupDetail",
    run: (act, input) => act.viewGroup(input),
    present: presentGroupDetail,
  }),
  route({
    method: "POST",
    path: "/groups",
    name: "createGroup",
    tag,
    summary: "Create a group",
    description:
      "Public and at the top unless said otherwise, in the unit of the group above. Siblings share no name, whatever its case and accents. A tree has at most 32 levels.",
    scope: "group.manage",
    body: createGroupFields,
    example: { name: "Autumn course", visibility: "private" },
    status: 201,
    answer: "Group",
    refusals: ["NOT_FOUND", "TREE_FULL", "EDIT_CONFLICT"],
    run: (act, input) => act.createGroup(input),
    present: presentGroup,
    location: ({ id }) => `/groups/${id}`,
  }),
  route({
    method: "PATCH",
    path: "/groups/:id",
    name: "changeGroup",
    tag,
    summary: "Change or move a group",
    description:
      "What is not named stays, and what lies below moves with it. `parentId` null: to the top. Memberships that derive from those of more than 1,000 users follow by a job.",
    scope: "group.manage",
    pathId,
    body: changeGroupFields.omit({ groupId: true }),
    example: { visibility: "public" },
    answer: "ChangedGroup",
    refusals: ["ROOT_GROUP", "BEING_DELETED", "EDIT_CONFLICT"],
    run: (act, input) => act.changeGroup(input),
    present: presentChangedGroup,
  }),
  route({
    method: "DELETE",
    path: "/groups/:id",
    name: "deleteGroup",
    tag,
    summary: "Delete a group",
    description:
      "Its users stay and keep the courses that they take; roles that held in it and its courses go. One of more than 1,000 users is emptied by a job first.",
    scope: "group.manage",
    pathId,
    answer: "ChangedGroup",
    refusals: ["NOT_EMPTY", "ROOT_GROUP", "BEING_DELETED", "EDIT_CONFLICT"],
    run: (act, input) => act.deleteGroup(input),
    present: presentChangedGroup,
  }),
  route({
    method: "PUT",
    path: "/groups/:id/members/:userId",
    name: "addGroupMember",
    tag,
    summary: "Put a user into a group",
    description:
      "A user who has joined or is invited; nobody new. Again it changes nothing. Where the workspace propagates, a learner of a public group is one of those above it too.",
    scope: "group.members",
    pathId,
    answer: "GroupMember",
    refusals: ["NOT_ACTIVE", "BEING_DELETED", "EDIT_CONFLICT"],
    run: async (act, input) => {
      const { groupId, membershipId } = input as typeof input & OfUser;
      await act.addGroupMembers({ groupId, membershipIds: [membershipId] });
      return { groupId, userId: membershipId, isMember: true };
    },
    present: (result) => result,
  }),
  route({
    method: "DELETE",
    path: "/groups/:id/members/:userId",
    name: "removeGroupMember",
    tag,
    summary: "Take a user out of a group",
    description:
      "Where the workspace propagates, a learner out of its public subgroups too, down to the first private one. Roles that they hold there go.",
    scope: "group.members",
    pathId,
    answer: "GroupMember",
    refusals: ["ROLE_ABOVE_YOURS", "EDIT_CONFLICT"],
    run: async (act, input) => {
      const { groupId, membershipId } = input as typeof input & OfUser;
      await act.removeGroupMember({ groupId, membershipId });
      return { groupId, userId: membershipId, isMember: false };
    },
    present: (result) => result,
  }),
];
