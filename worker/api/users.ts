import * as z from "zod";
import { invalidField } from "../domain/errors.ts";
import { nameField, roleField } from "../domain/fields.ts";
import { listPeopleFields } from "../domain/members/list-people.ts";
import { presentUserDetail, presentUserState, presentUsers } from "./present.ts";
import { plainRoles, withRoleObjects } from "./roles.ts";
import { type Route, route } from "./route.ts";

const tag = "Users";
const pathId = "membershipId";

export const userRoutes: readonly Route[] = [
  route({
    method: "GET",
    path: "/users",
    name: "listPeople",
    tag,
    summary: "List users",
    description:
      "Members and those who are invited, newest first. A page may be short and still have a cursor: go on until it is null.",
    scope: "people.view",
    query: listPeopleFields.omit({ chips: true }),
    answer: "UserPage",
    // The numbers on the chips of the page are of no use to a program.
    run: (act, input) => act.listPeople({ ...input, chips: false }),
    present: presentUsers,
  }),
  route({
    method: "GET",
    path: "/users/:id",
    name: "viewMember",
    tag,
    summary: "One user with the timeline",
    scope: "people.view",
    pathId,
    answer: "UserDetail",
    run: (act, input) => act.viewMember(input),
    present: presentUserDetail,
  }),
  route({
    method: "PATCH",
    path: "/users/:id",
    name: "changeUser",
    tag,
    summary: "Change names or roles",
    description:
      "One or the other. Names are what this workspace calls the user, and need the scope `member.change_names`; a user who has not joined yet is renamed by editing the invitation. Roles are given exactly as named, from the user's next request on, and need `member.change_roles`.",
    scope: "member.change_names",
    pathId,
    body: withRoleObjects(
      z.strictObject({
        firstName: nameField.optional(),
        lastName: nameField.optional(),
        roles: z.array(roleField).max(8).optional(),
      }),
    ),
    example: { firstName: "Ana" },
    answer: "UserState",
    refusals: ["NOT_ACTIVE", "ROLE_ABOVE_YOURS", "LAST_ADMIN", "EDIT_CONFLICT"],
    run: (act, { roles, ...input }) => {
      if (roles === undefined) return act.changeNames(input);
      // Two acts with a right each: one of them alone could be done, and the answer would say neither.
      if (input.firstName !== undefined || input.lastName !== undefined) {
        throw invalidField("roles", "alone", "Change names and roles in two requests.");
      }
      return act.changeRoles(plainRoles({ ...input, roles }));
    },
    present: presentUserState,
  }),
  route({
    method: "POST",
    path: "/users/:id/deactivate",
    name: "deactivateMember",
    tag,
    summary: "Deactivate",
    description: "Ends the access at once and keeps every record.",
    scope: "member.deactivate",
    pathId,
    body: z.strictObject({}),
    answer: "UserState",
    refusals: ["NOT_ACTIVE", "ROLE_ABOVE_YOURS", "LAST_ADMIN", "EDIT_CONFLICT"],
    run: (act, input) => act.deactivateMember(input),
    present: presentUserState,
  }),
  route({
    method: "POST",
    path: "/users/:id/reactivate",
    name: "reactivateMember",
    tag,
    summary: "Reactivate",
    description: "Gives the access back, with the roles from before.",
    scope: "member.deactivate",
    pathId,
    body: z.strictObject({}),
    answer: "UserState",
    refusals: ["NOT_ACTIVE", "ROLE_ABOVE_YOURS", "EDIT_CONFLICT"],
    run: (act, input) => act.reactivateMember(input),
    present: presentUserState,
  }),
  route({
    method: "DELETE",
    path: "/users/:id",
    name: "removeMember",
    tag,
    summary: "Remove",
    description:
      "Takes the user out of this workspace for good. `confirmation` is their e-mail address, in the body or the query.",
    scope: "member.remove",
    pathId,
    body: z.strictObject({ confirmation: z.string().max(500) }),
    query: z.strictObject({ confirm: z.string().max(500).optional() }),
    example: { confirmation: "ana@example.com" },
    answer: "UserState",
    refusals: ["NOT_ACTIVE", "ROLE_ABOVE_YOURS", "LAST_ADMIN", "EDIT_CONFLICT"],
    run: (act, { confirm, ...input }) =>
      act.removeMember(confirm === undefined ? input : { ...input, confirmation: confirm }),
    present: presentUserState,
  }),
];
