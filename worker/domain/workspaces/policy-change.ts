import type * as z from "zod";
import type { WorkspaceSettings } from "../../../db/queries/workspaces.ts";
import { DomainError, type FieldError } from "../errors.ts";
import {
  overridesWith,
  type Policies,
  policiesOf,
  policyChangesField,
  policyResetsField,
  presetField,
  presetOf,
} from "../policies.ts";
import { contradictions } from "../policy-contradictions.ts";
import type { PresetName } from "../presets.ts";

/** What a workspace may want of its policies. */
export const policyWishes = {
  /** Another preset: every key that the workspace has not changed itself becomes the preset's. */
  preset: presetField.optional(),
  /** Takes back what the workspace changed itself, in some keys or in all, before `policies` is heeded. */
  resetPolicies: policyResetsField.optional(),
  policies: policyChangesField.optional(),
};

export type PolicyWishes = z.output<z.ZodObject<typeof policyWishes>>;

export interface PlannedPolicies {
  preset: PresetName;
  overrides: Record<string, unknown>;
  policies: Policies;
  before: { preset: PresetName; overrides: Record<string, unknown>; policies: Policies };
  /** Why they cannot be: what speaks against what is wanted, and not what spoke against it before. */
  errors: FieldError[];
}

/** What the policies become, and whether they can be that. */
export function plannedPolicies(
  seen: Pick<WorkspaceSettings, "preset" | "storedOverrides">,
  wanted: PolicyWishes,
): PlannedPolicies {
  const stored = JSON.parse(seen.storedOverrides) as Record<string, unknown>;
  const before = {
    preset: presetOf(seen.preset),
    overrides: stored,
    policies: policiesOf(seen.preset, stored),
  };
  const preset = wanted.preset ?? before.preset;
  const overrides = overridesWith(withoutKeys(stored, wanted.resetPolicies), wanted.policies ?? {});
  const policies = policiesOf(preset, overrides);
  const old = new Set(
    preset === before.preset ? contradictions(before.policies).map(({ message }) => message) : [],
  );
  const errors = contradictions(policies)
    .filter(({ message }) => !old.has(message))
    .map(({ key, message }) => ({ path: `policies.${key}`, code: "contradiction", message }));
  return { preset, overrides, policies, before, errors };
}

function withoutKeys(
  overrides: Record<string, unknown>,
  resets: PolicyWishes["resetPolicies"] = false,
): Record<string, unknown> {
  if (resets === true) return {};
  const keys: readonly string[] = resets || [];
  return Object.fromEntries(Object.entries(overrides).filter(([key]) => !keys.includes(key)));
}

/** Throws VALIDATION_FAILED on `policies.<key>` where the policies contradict each other. */
export function refuseContradictions({ errors }: PlannedPolicies): void {
  if (errors.length > 0) throw new DomainError("VALIDATION_FAILED", { errors });
}
