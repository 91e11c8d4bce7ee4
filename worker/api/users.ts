import * as z from "zod";
import { invalidField } from "../domain/errors.ts";
import { nameField, roleField } from "../domain/fields.ts";
import { peopleJobFields } from "../domain/jobs/people-job-fields.ts";
import { listPeopleFields } from "../domain/members/list-people.ts";
import { accessEndActs } from "../domain/members/set-access-end.ts";
import { credentialKinds, setUpMemberFields } from "../domain/members/set-up-fields.ts";
import { offerInput, offering, withOffer } from "./offer.ts";
import {
  presentErased,
  presentPlacedUser,
  presentSetUp,
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

// A typed password is for people who say it aloud: what a program sends is kept as a digest with its answer.
const setUpBody = withOffer(
  setUpMemberFields.omit({ password: true }).extend({
    mode: z.literal("direct").optional().describe("The only one: invitations are made elsewhere."),
    credentials: z.enum(credentialKinds).exclude(["typed_password"]).optional(),
  }),
);

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
    method: "POST",
    path: "/users",
    name: "setUpMember",
    tag,
    summary: "Set up a user directly",
    description:
      "Makes somebody a member at once, without an invitation, with places and roles as in one. `credentials` are `set_password_link` (a mailed link, for a week), `temporary_password` (mailed, for 72 hours, to be changed at the first sign-in) or `none`, as far as the workspace gives them. An address that has an account already becomes a member with it: its password and names stay, and the answer is the same. Without `email`, where the workspace has people without one, `username` is needed, and a sign-in card is printed on a page; `notifyEmail` is told what happens in their place. Nothing can be taken back.",
    scope: "invitation.create",
    body: setUpBody,
    example: {
      mode: "direct",
      email: "ana@example.com",
      firstName: "Ana",
      lastName: "Lima",
      roles: ["learner"],
    },
    status: 201,
    answer: "SetUpUser",
    refusals: [
      "DIRECT_SETUP_OFF",
      "DIRECT_SETUP_ON_TRIAL",
      "ALREADY_MEMBER",
      "ALREADY_INVITED",
      "MEMBER_DEACTIVATED",
      "ACCOUNT_ELSEWHERE",
      "USERNAME_TAKEN",
      "ROLE_ABOVE_YOURS",
      "DAILY_LIMIT",
      "TRIAL_DAILY_LIMIT",
      "NO_SEAT",
      "EDIT_CONFLICT",
    ],
    run: (act, input) => {
      const { mode, ...person } = input;
      if (mode !== undefined && mode !== "direct") {
        throw invalidField("mode", "unknown_mode", "Users are set up with the mode direct, or invited.");
      }
      if ("password" in person || (person.credentials as string | undefined) === "typed_password") {
        throw invalidField("credentials", "not_offered", "Passwords are typed on the page alone.");
      }
      return offering(act.setUpMember(offerInput(person)));
    },
    present: presentSetUp,
    location: ({ id }) => `/users/${id}`,
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
    summary: "Change names, username, who is told, roles or the end of access",
    description:
      "One of the five. `notifyEmail` is who is told in the place of a user without an address, or null; nobody signs in with it, and it needs `member.change_names`. `username` is what the user signs in with beside the address, or null, and needs `member.change_names`. Names are what this workspace calls the user, and need the scope `member.change_names`; a user who has not joined yet is renamed by editing the invitation. Roles are given exactly as named, from the user's next request on, and need `member.change_roles`. `accessExpiresAt` is the last day of access, extended, shortened or, with null, taken away, and `accessEndDoes` what happens then; they need `member.place`. A later day gives access back to somebody whose access has ended.",
    scope: "member.change_names",
    pathId,
    body: withRoleObjects(
      z.strictObject({
        firstName: nameField.optional(),
        lastName: nameField.optional(),
        username: z.string().nullable().optional(),
        notifyEmail: z.string().nullable().optional(),
        roles: z.array(roleField).max(20).optional(),
        accessExpiresAt: z.string().nullable().optional(),
        accessEndDoes: z.enum(accessEndActs).optional(),
      }),
    ),
    example: { firstName: "Ana" },
    answer: "UserState",
    refusals: [
      "NOT_ACTIVE",
      "ELSEWHERE_TOO",
      "ROLE_ABOVE_YOURS",
      "USERNAME_TAKEN",
      "NO_SEAT",
      "LAST_ADMIN",
      "EDIT_CONFLICT",
    ],
    run: (act, { roles, accessExpiresAt, accessEndDoes, username, notifyEmail, ...input }) => {
      if (notifyEmail !== undefined) {
        const others = [roles, accessExpiresAt, accessEndDoes, username, input.firstName, input.lastName];
        if (others.some((value) => value !== undefined)) {
          throw invalidField("notifyEmail", "alone", "Change who is told in a request of its own.");
        }
        return act.changeNotifyEmail({ ...input, notifyEmail });
      }
      if (username !== undefined) {
        const others = [roles, accessExpiresAt, accessEndDoes, input.firstName, input.lastName];
        if (others.some((value) => value !== undefined)) {
          throw invalidField("username", "alone", "Change the username in a request of its own.");
        }
        return act.changeUsername({ ...input, username });
      }
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
    path: "/users/:id/address",
    name: "addAddress",
    tag,
    summary: "Ask somebody to prove an address",
    description:
      "Mails a link to the address. When the user, signed in, follows it, the address is theirs; everything else of theirs stays. For a user without an address; and where the policy `identity.email_change` is `admin` also to take the place of the one that a user has, whose mailbox is told: then all sessions of the user end.",
    scope: "member.change_names",
    pathId,
    body: z.strictObject({ email: z.string() }),
    example: { email: "ana@example.com" },
    answer: "UserState",
    refusals: ["NOT_ACTIVE", "ELSEWHERE_TOO", "ROLE_ABOVE_YOURS"],
    run: (act, input) => act.addAddress(input),
    present: presentUserState,
  }),
  route({
    method: "POST",
    path: "/users/bulk",
    name: "startPeopleJob",
    tag,
    summary: "Act on many",
    description:
      "Either `filter`, or `ids`, or `ofJob` for those whom a job has done something with. `place` takes `addGroupId`, `removeGroupId`, `unitId` (that unit alone; with `ofJob` besides theirs) or `removeUnitId`; `change_roles` takes `addRole` or `removeRole`; `enrol` and `withdraw` take `courseIds`; `set_access_end` takes `accessExpiresAt`, the last day of access, or null for access without end; `label` takes `addLabels` or `removeLabels`; `remove` takes `confirmation`, the number of users that it will remove. Each needs the scope of its act besides: `member.place` (also for labels and the last day), `member.deactivate`, `member.remove`, `member.change_roles` or `enrolment.manage`. It is worked off in the background: read the job to see how far it is.",
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
    refusals: ["DEACTIVATION_OFF", "ROLE_ABOVE_YOURS", "BEING_DELETED", "COURSE_CLOSED"],
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
    refusals: [
      "DEACTIVATION_OFF",
      "NOT_ACTIVE",
      "ELSEWHERE_TOO",
      "ROLE_ABOVE_YOURS",
      "LAST_ADMIN",
      "EDIT_CONFLICT",
    ],
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
    refusals: ["NOT_ACTIVE", "NO_SEAT", "ELSEWHERE_TOO", "ROLE_ABOVE_YOURS", "EDIT_CONFLICT"],
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
