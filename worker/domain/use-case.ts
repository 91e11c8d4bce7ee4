import type * as z from "zod";
import type { Actor, CallerMembership, CallerWorkspace, Context } from "./context.ts";
import { DomainError, type FieldError } from "./errors.ts";
import {
  grantsOf,
  type HeldRole,
  mayGrant,
  mayGrantSomewhere,
  notAbove,
  type Permission,
  type Places,
  type Reach,
  type RoleKey,
  reachOf,
  type Scope,
} from "./permissions.ts";

/**
 * The mouth of the domain. Every act is made by one of three constructors, which ask in this order:
 * who are you, may you, and only then what do you want. There is no fourth.
 */
export type UseCase<Input, Result> = (ctx: Context, input: Input) => Promise<Result>;

/** What a member use case gets on top of the context. */
export interface MemberContext extends Context {
  actor: Actor;
  workspace: CallerWorkspace;
  /** Null when a program asks with an API key. */
  membership: CallerMembership | null;
  /** Roles that count for this request: the member's, or those of the key's creator. */
  roles: HeldRole[];
  /** True when the asker may hand out this role at the scope, left out: in the whole workspace (F19). */
  mayGrant(role: RoleKey, scope?: Scope, places?: Places): boolean;
  /** True when there is somewhere that the asker may hand out this role. */
  mayGrantSomewhere(role: RoleKey): boolean;
  /** The same for many people at once: what may be handed out, and where. */
  grants(): { roles: readonly RoleKey[]; reach: Reach }[];
  /** True when the asker may do this in the whole workspace. */
  may(permission: Permission): boolean;
  /** Where the asker may do this; null: nowhere. What lies outside does not exist for them. */
  reach(permission: Permission): Reach | null;
}

/** The permission of an act that heeds where it holds: enough to be let in is to hold it somewhere. */
export interface Within {
  within: Permission;
  /** Whoever makes courses is let in as well, for those of their own. */
  orOwn?: true;
  /** Members who may do one of these somewhere are let in as well, for what they started themselves. */
  orStarted?: readonly Permission[];
}

/**
 * Lets in whoever holds the permission in a part of the workspace. The act itself then keeps to
 * `ctx.reach(permission)`: what lies outside is not found, neither read nor counted nor written.
 */
export function within(permission: Permission): Within {
  return { within: permission };
}

/**
 * The same, and lets in whoever makes courses: the act keeps to the permission's reach and to the courses that
 * the asker made. A key needs the permission all the same.
 */
export function withinOrOwn(permission: Permission): Within {
  return { within: permission, orOwn: true };
}

/**
 * The same for long work: whoever could have started some is let in, and the act keeps to what they started. A key
 * needs the permission all the same.
 */
export function withinOrStarted(permission: Permission, others: readonly Permission[]): Within {
  return { within: permission, orStarted: others };
}

/** An act that anybody may ask for; what it does must hold up against strangers. */
export function publicUseCase<Fields extends z.ZodType, Result>(
  fields: Fields,
  run: (ctx: Context, input: z.output<Fields>) => Promise<Result>,
): UseCase<z.input<Fields>, Result> {
  return async (ctx, input) => run(ctx, checked(fields, input));
}

/**
 * An act of a member, or of a program with a key of the workspace, who holds the permission: in the whole
 * workspace, or where `within` says so in a part of it.
 */
export function memberUseCase<Fields extends z.ZodType, Result>(
  needed: Permission | Within,
  fields: Fields,
  run: (ctx: MemberContext, input: z.output<Fields>) => Promise<Result>,
): UseCase<z.input<Fields>, Result> {
  const permission = typeof needed === "string" ? needed : needed.within;
  return async (ctx, input) => {
    const member = memberContext(ctx);
    if (ctx.caller.kind === "apiKey" && !ctx.caller.key.scopes.includes(permission)) {
      throw new DomainError("SCOPE_MISSING", { params: { scope: permission } });
    }
    const allowed =
      typeof needed === "string"
        ? member.may(permission)
        : member.reach(permission) !== null ||
          (needed.orOwn && member.reach("course.create") !== null) ||
          (member.membership && needed.orStarted?.some((other) => member.reach(other) !== null));
    if (!allowed) throw new DomainError("FORBIDDEN");
    return run(member, checked(fields, input));
  };
}

/** An act of the house itself: queue, cron, set-up. */
export function systemUseCase<Fields extends z.ZodType, Result>(
  fields: Fields,
  run: (ctx: Context, input: z.output<Fields>) => Promise<Result>,
): UseCase<z.input<Fields>, Result> {
  return async (ctx, input) => {
    if (ctx.caller.kind !== "system") throw new DomainError("FORBIDDEN");
    return run(ctx, checked(fields, input));
  };
}

/** Binds every use case of a directory to one context, so that a door calls `act(input)`. */
export function bind<Directory extends Record<string, UseCase<never, unknown>>>(
  directory: Directory,
  ctx: Context,
): Bound<Directory> {
  return Object.fromEntries(
    Object.entries(directory).map(([name, act]) => [name, (input: never) => act(ctx, input)]),
  ) as Bound<Directory>;
}

export type Bound<Directory> = {
  [Name in keyof Directory]: Directory[Name] extends UseCase<infer Input, infer Result>
    ? (input: Input) => Promise<Result>
    : never;
};

function memberContext(ctx: Context): MemberContext {
  const { caller } = ctx;
  const suspended = "workspace" in caller && caller.workspace.status !== "active";
  if (suspended) throw new DomainError("FORBIDDEN");
  if (caller.kind === "member") {
    if (caller.membership.status !== "active") throw new DomainError("MEMBERSHIP_DEACTIVATED");
    const { policies } = caller.workspace;
    // D37: where the policy wants the mailbox proved after joining, nothing is open before it is.
    if (policies["activation.verify_email"] === "always" && !caller.person.emailVerified) {
      throw new DomainError("EMAIL_UNVERIFIED");
    }
    const name = `${caller.person.firstName} ${caller.person.lastName}`.trim() || caller.person.email;
    return withRoles(ctx, caller.workspace, caller.membership, caller.membership.roles, {
      kind: "member",
      id: caller.membership.id,
      name,
    });
  }
  if (caller.kind === "apiKey") {
    // The scopes narrow what a key may do, its ceiling what it may hand out, its creator both (O-19).
    const member = withRoles(ctx, caller.workspace, null, caller.key.creatorRoles, {
      kind: "apiKey",
      id: caller.key.id,
      name: caller.key.name,
    });
    return {
      ...member,
      mayGrant: (role, scope, places) =>
        notAbove(role, caller.key.maxRole) && member.mayGrant(role, scope, places),
      grants: () =>
        member.grants().map(({ roles, reach }) => ({
          roles: roles.filter((role) => notAbove(role, caller.key.maxRole)),
          reach,
        })),
      mayGrantSomewhere: (role) => notAbove(role, caller.key.maxRole) && member.mayGrantSomewhere(role),
    };
  }
  throw new DomainError("NOT_SIGNED_IN");
}

function withRoles(
  ctx: Context,
  workspace: CallerWorkspace,
  membership: CallerMembership | null,
  roles: HeldRole[],
  actor: Actor,
): MemberContext {
  return {
    ...ctx,
    actor,
    workspace,
    membership,
    roles,
    mayGrant: (role, scope = { kind: "workspace" }, places) => mayGrant(roles, role, scope, places),
    mayGrantSomewhere: (role) => mayGrantSomewhere(roles, role),
    grants: () => grantsOf(roles),
    may: (permission) => reachOf(roles, permission, workspace.policies) === "everywhere",
    reach: (permission) => reachOf(roles, permission, workspace.policies),
  };
}

/** The input as the fields take it; throws VALIDATION_FAILED with every field that is not right. */
export function checked<Fields extends z.ZodType>(fields: Fields, input: unknown): z.output<Fields> {
  const result = fields.safeParse(input);
  if (result.success) return result.data;
  const errors = result.error.issues.flatMap((issue): FieldError[] => {
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({
        path: [...issue.path, key].join("."),
        code: "unknown_field",
        message: "This field is not known here. Leave it out.",
      }));
    }
    return [{ path: issue.path.join("."), code: issue.code, message: issue.message }];
  });
  throw new DomainError("VALIDATION_FAILED", { errors });
}
