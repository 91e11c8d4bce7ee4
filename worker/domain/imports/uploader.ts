import { type Permission, type Reach, scopesFor } from "../permissions.ts";
import type { Authority } from "../starter-authority.ts";
import type { MemberContext } from "../use-case.ts";

/** What whoever asks may do by file: a key no more than its scopes say. The queue asks `starterAuthority` instead. */
export function uploaderOf(ctx: MemberContext): Authority {
  const { caller, workspace, roles } = ctx;
  const scoped = (permission: Permission) =>
    caller.kind !== "apiKey" || caller.key.scopes.includes(permission);
  const reach = (permission: Permission): Reach | null => (scoped(permission) ? ctx.reach(permission) : null);
  return {
    customRoles: workspace.customRoles,
    may: (permission) => reach(permission) === "everywhere",
    reach,
    mayGrant: ctx.mayGrant,
    mayGrantSomewhere: ctx.mayGrantSomewhere,
    grants: ctx.grants,
    scopes: (permission) => (scoped(permission) ? scopesFor(roles, permission, workspace.policies) : []),
  };
}

/** What is left to somebody who lost the right to invite: each of their rows says so. */
export const powerless: Authority = {
  customRoles: [],
  may: () => false,
  reach: () => null,
  mayGrant: () => false,
  mayGrantSomewhere: () => false,
  grants: () => [],
  scopes: () => [],
};
