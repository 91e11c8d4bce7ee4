import type * as z from "zod";
import type { Actor, CallerMembership, CallerWorkspace, Context, SignedInPerson } from "./context.ts";
import { DomainError, type FieldError } from "./errors.ts";
import { grantsOf, mayGrant, mayGrantSomewhere, notAbove } from "./granting.ts";
import {
  type HeldRole,
  type Permission,
  type Places,
  type Reach,
  type RoleKey,
  reachOf,
  type Scope,
} from "./permissions.ts";

/**
 * The mouth of the domain. Every act is made by one of four constructors, which ask in this order:
 * who are you, may you, and only then what do you want. There is no fifth.
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
  /** Whoever may do one of these somewhere is let in as well, for what they started themselves. */
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
 * The same for long work: whoever could have started some is let in, a key by the scope with which it could have,
 * and the act keeps to what they started.
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
    const started = typeof needed === "string" ? [] : (needed.orStarted ?? []);
    const carried = [permission, ...started].filter((one) => carries(ctx, one));
    if (carried.length === 0) throw new DomainError("SCOPE_MISSING", { params: { scope: permission } });
    const allowed =
      typeof needed === "string"
        ? member.may(permission)
        : carried.some((one) => member.reach(one) !== null) ||
          (needed.orOwn && member.reach("course.create") !== null);
    if (!allowed) throw new DomainError("FORBIDDEN");
    return run(member, checked(fields, input));
  };
}

/** Throws SCOPE_MISSING for a key without the scope; members have none. */
export function demandScope(ctx: Context, scope: Permission): void {
  if (!carries(ctx, scope)) throw new DomainError("SCOPE_MISSING", { params: { scope } });
}

function carries({ caller }: Context, scope: Permission): boolean {
  return caller.kind !== "apiKey" || caller.key.scopes.includes(scope);
}

/** What a use case at the level of a customer gets on top of the context. */
export interface CustomerContext extends Context {
  person: SignedInPerson;
  customer: { id: string; name: string };
}

/**
 * An act of an administrator of a customer (F2, K18), above all workspaces and outside each of them: no role and no
 * key carries it. `customerId` names the customer, for whoever administers several; left out: their oldest.
 *
 * Throws NOT_FOUND for everybody else: that there is such a level, or such a customer, is nobody's business.
 */
export function customerUseCase<Fields extends z.ZodType, Result>(
  fields: Fields,
  run: (ctx: CustomerContext, input: z.output<Fields>) => Promise<Result>,
): UseCase<z.input<Fields> & { customerId?: string | undefined }, Result> {
  return async (ctx, { customerId, ...input }) => {
    const { caller } = ctx;
    if (caller.kind === "anonymous") throw new DomainError("NOT_SIGNED_IN");
    if (caller.kind !== "person" && caller.kind !== "member") throw new DomainError("NOT_FOUND");
    const { person } = caller;
    const customer = customerId ? person.customers.find(({ id }) => id === customerId) : person.customers[0];
    if (!customer) throw new DomainError("NOT_FOUND");
    if (person.mustChangePassword) throw new DomainError("PASSWORD_CHANGE_REQUIRED");
    if (!person.emailVerified) throw new DomainError("EMAIL_UNVERIFIED");
    return run({ ...ctx, person, customer }, checked(fields, input));
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
    refuseInactive(caller.membership);
    const { policies } = caller.workspace;
    // D37: where the policy wants the mailbox proved after joining, nothing is open before it is.
    if (policies["activation.verify_email"] === "always" && awaitsProof(caller.person)) {
      throw new DomainError("EMAIL_UNVERIFIED");
    }
    if (caller.person.mustChangePassword) throw new DomainError("PASSWORD_CHANGE_REQUIRED");
    const name = nameOf(caller.person);
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
    const below = (role: RoleKey) => notAbove(role, caller.key.maxRole, caller.workspace.customRoles);
    return {
      ...member,
      mayGrant: (role, scope, places) => below(role) && member.mayGrant(role, scope, places),
      grants: () => member.grants().map(({ roles, reach }) => ({ roles: roles.filter(below), reach })),
      mayGrantSomewhere: (role) => below(role) && member.mayGrantSomewhere(role),
    };
  }
  throw new DomainError("NOT_SIGNED_IN");
}

/**
 * Throws ADDRESS_UNCONFIRMED for somebody who was let in before they proved their address (F132), MEMBERSHIP_DEACTIVATED:
 * of neither any role counts.
 */
export function refuseInactive({ status }: Pick<CallerMembership, "status">): void {
  if (status === "unproved") throw new DomainError("ADDRESS_UNCONFIRMED");
  if (status !== "active") throw new DomainError("MEMBERSHIP_DEACTIVATED");
}

/** An address that nobody proved; who has none has none to prove. */
export function awaitsProof({ email, emailVerified }: SignedInPerson): boolean {
  return email !== "" && !emailVerified;
}

/** What the trail calls somebody: their name, or what they sign in with. */
export function nameOf({ firstName, lastName, email, loginName }: SignedInPerson): string {
  return `${firstName} ${lastName}`.trim() || email || (loginName ?? "");
}

function withRoles(
  ctx: Context,
  workspace: CallerWorkspace,
  membership: CallerMembership | null,
  roles: HeldRole[],
  actor: Actor,
): MemberContext {
  const { policies, customRoles } = workspace;
  const granter = { roles, policies, customRoles };
  return {
    ...ctx,
    actor,
    workspace,
    membership,
    roles,
    mayGrant: (role, scope = { kind: "workspace" }, places) => mayGrant(granter, role, scope, places),
    mayGrantSomewhere: (role) => mayGrantSomewhere(granter, role),
    grants: () => grantsOf(granter),
    may: (permission) => reachOf(roles, permission, policies) === "everywhere",
    reach: (permission) => reachOf(roles, permission, policies),
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
