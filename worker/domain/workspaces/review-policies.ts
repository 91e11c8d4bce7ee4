import * as z from "zod";
import { policyFacts } from "../../../db/queries/workspaces.ts";
import { DomainError, type FieldError } from "../errors.ts";
import { everCarries, isSystemRole, type Permission, type SystemRole, scopeKindsOf } from "../permissions.ts";
import type { Policies, PolicyKey } from "../policies.ts";
import { type PresetName, presets } from "../presets.ts";
import { memberUseCase } from "../use-case.ts";
import { plannedPolicies, policyWishes } from "./policy-change.ts";

/** One key that becomes another, in the order of the keys. */
export interface PolicyChange {
  key: PolicyKey;
  before: unknown;
  after: unknown;
  /** `own`: the workspace says so itself; `preset`: the preset does. */
  by: "own" | "preset";
}

/**
 * What a change meets: what is under way, and what stays as it is although the rules become others. Counts end at
 * 1,001 for more than a thousand, but for open invitations.
 */
export type Consequence =
  | { kind: "open_invitations"; count: number }
  | { kind: "imports_at_work"; count: number }
  | { kind: "role_gone"; role: SystemRole; members: number; invited: number }
  | { kind: "units_off"; count: number }
  | {
      kind:
        | "units_one"
        | "rights_lost"
        | "propagation_on"
        | "propagation_off"
        | "root_on"
        | "root_off"
        | "access_ends_stay"
        | "mailbox_proved"
        | "passwords_stay"
        | "erased_sooner"
        | "deactivated_stay"
        | "one_role_for_new";
    };

export interface PolicyReview {
  preset: PresetName;
  /** Of the wanted preset, to show beside what the workspace says itself. */
  ofPreset: Policies;
  policies: Policies;
  changes: PolicyChange[];
  /** Keys of the workspace's own that differ from the wanted preset and would stay. */
  kept: { key: PolicyKey; value: unknown; preset: unknown }[];
  /** Why it cannot be, by `policies.<key>`. */
  errors: FieldError[];
  consequences: Consequence[];
  /** What the roles of the workspace can be named as among those who may invite, or manage invitations. */
  rights: Record<"roles.may_invite" | "roles.may_manage_invites", string[]>;
}

/**
 * What another preset, or other values, would change, and what that meets: open invitations, files at work, roles
 * that people hold. Says it and changes nothing; with nothing wanted it tells how things stand.
 */
export const reviewPolicies = memberUseCase(
  "workspace.manage",
  z.strictObject(policyWishes),
  async (ctx, wanted): Promise<PolicyReview> => {
    const { id } = ctx.workspace;
    const planned = plannedPolicies(
      { preset: ctx.workspace.preset, storedOverrides: JSON.stringify(ctx.workspace.policyOverrides) },
      wanted,
    );
    const { preset, policies, overrides, before } = planned;
    const ofPreset: Policies = presets[preset];
    const differs = (a: unknown, b: unknown) => JSON.stringify(a) !== JSON.stringify(b);
    const keys = Object.keys(ofPreset) as PolicyKey[];
    const isOwn = (key: PolicyKey) => key in overrides && differs(overrides[key], ofPreset[key]);
    const changes = keys
      .filter((key) => differs(before.policies[key], policies[key]))
      .map((key) => ({
        key,
        before: before.policies[key],
        after: policies[key],
        by: isOwn(key) ? ("own" as const) : ("preset" as const),
      }));
    const review = {
      preset,
      ofPreset,
      policies,
      changes,
      kept: keys
        .filter((key) => isOwn(key) && !changes.some((change) => change.key === key))
        .map((key) => ({ key, value: policies[key], preset: ofPreset[key] })),
      errors: planned.errors,
      rights: {
        "roles.may_invite": rightsOf(policies["roles.set"], "invitation.create"),
        "roles.may_manage_invites": rightsOf(policies["roles.set"], "invitation.manage"),
      },
    };
    if (changes.length === 0) return { ...review, consequences: [] };
    const gone = before.policies["roles.set"].filter((role) => !policies["roles.set"].includes(role));
    const [[facts], roles] = await ctx.db.batch([...policyFacts(ctx.db, id, JSON.stringify(gone))]);
    if (!facts) throw new DomainError("NOT_FOUND");
    return {
      ...review,
      consequences: consequencesOf(before.policies, policies, {
        ...facts,
        roles: roles.flatMap(({ role, ...counts }) => (isSystemRole(role) ? [{ role, ...counts }] : [])),
      }),
    };
  },
);

/** Each role that carries the permission: by its name where it holds everywhere, otherwise with each kind of place. */
function rightsOf(roles: readonly SystemRole[], permission: Permission): string[] {
  return roles
    .filter((role) => everCarries(role, permission))
    .flatMap((role) => {
      const kinds = scopeKindsOf(role);
      return kinds.includes("workspace") ? [role] : kinds.map((kind) => `${role}@${kind}`);
    });
}

interface Facts {
  open: number;
  imports: number;
  units: number;
  roles: readonly { role: SystemRole; members: number; invited: number }[];
}

/** Policies that an invitation meets on its way, or a row of a file: what is open was made by the old ones. */
const aboutInviting =
  /^(?:invite|resend|cancel|roles|name_source|activation|notify|units|access|reminders|mail)\b/;
const aboutFiles = /^(?:csv|invite|roles|units|groups|access|name_source|group_level)\b/;

function consequencesOf(before: Policies, after: Policies, facts: Facts): Consequence[] {
  const changed = (Object.keys(after) as PolicyKey[]).filter(
    (key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]),
  );
  const turned = (key: PolicyKey, from: unknown, to: unknown) => before[key] === from && after[key] === to;
  const fewer = (key: "roles.may_invite" | "roles.may_manage_invites") =>
    before[key].some((right) => !after[key].includes(right));
  const days = (policies: Policies) => policies["retention.never_accepted_days"] ?? Number.POSITIVE_INFINITY;
  const only = (holds: boolean, ...consequence: Consequence[]) => (holds ? consequence : []);
  return [
    ...only(facts.open > 0 && changed.some((key) => aboutInviting.test(key)), {
      kind: "open_invitations",
      count: facts.open,
    }),
    ...only(facts.imports > 0 && changed.some((key) => aboutFiles.test(key)), {
      kind: "imports_at_work",
      count: facts.imports,
    }),
    ...facts.roles
      .filter(({ members, invited }) => members + invited > 0)
      .map((role) => ({ kind: "role_gone" as const, ...role })),
    ...only(
      fewer("roles.may_invite") ||
        fewer("roles.may_manage_invites") ||
        (changed.includes("group_level.may") && after["group_level.may"] !== "invite"),
      { kind: "rights_lost" },
    ),
    ...only(turned("units.enabled", true, false) && facts.units > 0, {
      kind: "units_off",
      count: facts.units,
    }),
    ...only(turned("units.per_person", "several", "one") && facts.units > 0, { kind: "units_one" }),
    ...only(turned("groups.root", false, true), { kind: "root_on" }),
    ...only(turned("groups.root", true, false), { kind: "root_off" }),
    ...only(turned("groups.propagate_learner", false, true), { kind: "propagation_on" }),
    ...only(turned("groups.propagate_learner", true, false), { kind: "propagation_off" }),
    ...only(turned("access.expiry_enabled", true, false), { kind: "access_ends_stay" }),
    ...only(turned("activation.verify_email", "link_is_proof", "always"), { kind: "mailbox_proved" }),
    ...only(after["identity.password_min"] > before["identity.password_min"], { kind: "passwords_stay" }),
    ...only(days(after) < days(before), { kind: "erased_sooner" }),
    ...only(turned("lifecycle.deactivate", true, false), { kind: "deactivated_stay" }),
    ...only(turned("roles.multiple", true, false), { kind: "one_role_for_new" }),
  ];
}
