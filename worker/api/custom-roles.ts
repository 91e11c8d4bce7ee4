import * as z from "zod";
import { changeCustomRoleFields } from "../domain/roles/change-custom-role.ts";
import { createCustomRoleFields } from "../domain/roles/create-custom-role.ts";
import { presentCustomRole, presentCustomRoles, presentDeletedRole } from "./present.ts";
import { type Route, route } from "./route.ts";
import { roleName } from "./shapes.ts";

const tag = "Roles";
const pathId = "roleId";

export const customRoleRoutes: readonly Route[] = [
  route({
    method: "GET",
    path: "/roles",
    name: "listCustomRoles",
    tag,
    summary: "List the workspace's own roles",
    description:
      "By name. They stand beside the roles that every workspace has, which nobody changes. Wherever a role is named, one of these goes by its id.",
    scope: "workspace.view",
    answer: "CustomRoleList",
    run: (act) => act.listCustomRoles({}),
    present: presentCustomRoles,
  }),
  route({
    method: "POST",
    path: "/roles",
    name: "createCustomRole",
    tag,
    summary: "Create a role",
    description:
      "At most 20. A name is no other role's, whatever its case and accents. `workspace.manage` and `api_keys.manage` are administrators' alone. A key makes none above its ceiling.",
    scope: "workspace.manage",
    body: createCustomRoleFields,
    example: {
      name: "Course secretary",
      description: "Looks after who takes which course.",
      permissions: ["people.view", "course.view", "enrolment.manage"],
      holdsIn: ["group"],
    },
    status: 201,
    answer: "CustomRole",
    refusals: ["ROLE_ABOVE_YOURS", "EDIT_CONFLICT"],
    run: (act, input) => act.createCustomRole(input),
    present: presentCustomRole,
  }),
  route({
    method: "PATCH",
    path: "/roles/:id",
    name: "changeCustomRole",
    tag,
    summary: "Change a role",
    description: "For everybody who holds it, from their next request on.",
    scope: "workspace.manage",
    pathId,
    body: changeCustomRoleFields.omit({ roleId: true }),
    example: { permissions: ["people.view", "course.view"] },
    answer: "CustomRole",
    refusals: ["NOT_FOUND", "ROLE_ABOVE_YOURS", "EDIT_CONFLICT"],
    run: (act, input) => act.changeCustomRole(input),
    present: presentCustomRole,
  }),
  route({
    method: "DELETE",
    path: "/roles/:id",
    name: "deleteCustomRole",
    tag,
    summary: "Delete a role",
    description:
      "`to` is what its users, and those invited as it, get instead wherever they held it: a role that holds there too, or null for nothing; who has no other role then becomes a learner. Of more than 500 users a job takes it, and it holds nothing meanwhile.",
    scope: "workspace.manage",
    pathId,
    body: z.strictObject({ to: roleName.nullable().describe("What its users get instead; null: nothing.") }),
    example: { to: null },
    answer: "DeletedRole",
    refusals: ["NOT_FOUND", "ROLE_ABOVE_YOURS", "EDIT_CONFLICT"],
    run: (act, input) => act.deleteCustomRole(input),
    present: presentDeletedRole,
  }),
];
