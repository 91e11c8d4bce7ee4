import * as z from "zod";
import { invalidField } from "../domain/errors.ts";
import { nameField, roleField } from "../domain/fields.ts";
import { peopleJobFields } from "../domain/jobs/people-job-fields.ts";
import { listPeopleFields } from "../domain/members/list-people.ts";
import { accessEndActs } from "../domain/members/set-access-end.ts";
import { offerInput, offering } from "./offer.ts";
import {
  presentErased,
  presentPlacedUser,
  presentStartedJob,
  presentUserData,
  presentUserDetail,
  presentUserState,
  presentUsers,
} from "./present.ts";
import { plainRoles, scopedRole, withRoleObjects } from "./roles.ts";
import { type Route, route } from "./route.ts";

const tag = "Users";
const pathId = "membershipId";
// The last day of access has another name for programs (api.md).
const { accessEndsOn: _, ...bulkFields } = peopleJobFields.shape;

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
    summary: "Change names, roles or the end of access",
    description:
      "One of the three. Names are what this workspace calls the user, and need the scope `member.change_names`; a user who has not joined yet is renamed by editing the invitation. Roles are given exactly as named, from the user's next request on, and need `member.change_roles`. `accessExpiresAt` is the last day of access, extended, shortened or, with null, taken away, and `accessEndDoes` what happens then; they need `member.place`. A later day gives access back to somebody whose access has ended.",
    scope: "member.change_names",
    pathId,
    body: withRoleObjects(
      z.strictObject({
        firstName: nameField.optional(),
        lastName: nameField.optional(),
        roles: z.array(roleField).max(20).optional(),
        accessExpiresAt: z.string().nullable().optional(),
        accessEndDoes: z.enum(accessEndActs).optional(),
      }),
    ),
    example: { firstName: "Ana" },
    answer: "UserState",
    refusals: ["NOT_ACTIVE", "ELSEWHERE_TOO", "ROLE_ABOVE_YOURS", "LAST_ADMIN", "EDIT_CONFLICT"],
    run: (act, { roles, accessExpiresAt, accessEndDoes, ...input }) => {
      if (accessExpiresAt !== undefined) {
        if (roles !== undefined || input.firstName !== undefined || input.lastName !== undefined) {
          throw invalidField("accessExpiresAt", "alone", "Change the end of access in a request of its own.");
        }
        return offering(act.setAccessEnd({ ...input, accessEndsOn: accessExpiresAt, accessEndDoes }));
      }
      if (accessEndDoes !== undefined) {
        throw invalidField("accessEndDoes", "alone", "Give accessExpiresAt with it.");
      }
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
    method: "PATCH",
    path: "/users/:id/places",
    name: "placeMember",
    tag,
    summary: "Change units, groups, labels and further fields",
    description:
      "`unitIds` are exactly the units that the user is to be in, of those that the key's maker sees; groups are added and taken away. Roles that the user holds at what they leave go with it.",
    scope: "member.place",
    pathId,
    body: z.strictObject({
      unitIds: z.array(z.string()).max(20).optional(),
      addGroupIds: z.array(z.string()).max(50).optional(),
      removeGroupIds: z.array(z.string()).max(50).optional(),
      labels: z.array(z.string()).max(20).optional(),
      customFields: z
        .record(z.string(), z.union([z.string(), z.number(), z.boolean()]).nullable())
        .optional(),
    }),
    example: { labels: ["evening"] },
    answer: "PlacedUser",
    refusals: ["NOT_ACTIVE", "ELSEWHERE_TOO", "ROLE_ABOVE_YOURS", "BEING_DELETED", "EDIT_CONFLICT"],
    run: (act, input) => act.placeMember(input),
    present: presentPlacedUser,
  }),
  route({
    method: "POST",
    path: "/users/bulk",
    name: "startPeopleJob",
    tag,
    summary: "Act on many",
    description:
      "Either `filter`, or `ids`, or `ofJob` for those whom a job has done something with. `place` takes `addGroupId`, `removeGroupId` or `unitId`; `change_roles` takes `addRole` or `removeRole`; `enrol` takes `courseIds`; `set_access_end` takes `accessExpiresAt`, the last day of access, or null for access without end; `label` takes `addLabels` or `removeLabels`; `remove` takes `confirmation`, the number of users that it will remove. Each needs the scope of its act besides: `member.place` (also for labels and the last day), `member.deactivate`, `member.remove`, `member.change_roles` or `enrolment.manage`. It is worked off in the background: read the job to see how far it is.",
    scope: "people.view",
    body: z.strictObject({
      ...bulkFields,
      accessExpiresAt: z.string().nullable().optional(),
      addRole: scopedRole.optional(),
      removeRole: scopedRole.optional(),
      confirmation: z.int().optional(),
    }),
    example: { action: "deactivate", filter: { groupId: "grp_01kabc4d5e6f7g8h9jkmnpqrst" } },
    status: 202,
    answer: "StartedJob",
    refusals: ["ROLE_ABOVE_YOURS", "BEING_DELETED", "COURSE_CLOSED"],
    run: (act, input) => offering(act.startPeopleJob(offerInput(input))),
    present: presentStartedJob,
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
    refusals: ["NOT_ACTIVE", "ELSEWHERE_TOO", "ROLE_ABOVE_YOURS", "LAST_ADMIN", "EDIT_CONFLICT"],
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
    refusals: ["NOT_ACTIVE", "ELSEWHERE_TOO", "ROLE_ABOVE_YOURS", "EDIT_CONFLICT"],
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
    refusals: ["NOT_ACTIVE", "ELSEWHERE_TOO", "ROLE_ABOVE_YOURS", "LAST_ADMIN", "EDIT_CONFLICT"],
    run: (act, { confirm, ...input }) =>
      act.removeMember(confirm === undefined ? input : { ...input, confirmation: confirm }),
    present: presentUserState,
  }),
  route({
    method: "GET",
    path: "/users/:id/data",
    name: "exportPersonData",
    tag,
    summary: "Everything about one user",
    description:
      "For somebody who asks what is kept about them; also of a user who was removed. Written down in the audit trail. HEAD is refused.",
    scope: "member.remove",
    pathId,
    answer: "UserData",
    refusals: ["ELSEWHERE_TOO", "ROLE_ABOVE_YOURS", "RATE_LIMITED"],
    writes: true,
    run: (act, input) => act.exportPersonData(input),
    present: presentUserData,
  }),
  route({
    method: "POST",
    path: "/users/:id/erase",
    name: "erasePerson",
    tag,
    summary: "Erase",
    description:
      "Erases for good what this workspace knows of a deactivated or removed user. `confirmation` is their e-mail address.",
    scope: "member.remove",
    pathId,
    body: z.strictObject({ confirmation: z.string().max(500) }),
    example: { confirmation: "ana@example.com" },
    answer: "ErasedUser",
    refusals: ["NOT_ACTIVE", "ELSEWHERE_TOO", "ROLE_ABOVE_YOURS", "EDIT_CONFLICT"],
    run: (act, input) => act.erasePerson(input),
    present: presentErased,
  }),
];
