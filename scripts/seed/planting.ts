import type { AuditAction } from "../../worker/domain/audit.ts";
import { permissions } from "../../worker/domain/permissions.ts";
import { nameKeyOf } from "../../worker/domain/places/place-name.ts";
import { rootGroupId } from "../../worker/domain/places/root-group.ts";
import { type PlanName, plans } from "../../worker/domain/plans.ts";
import { type PresetName, presets } from "../../worker/domain/presets.ts";
import { hour } from "./chronicle.ts";
import type { Inviter, Lives } from "./lives.ts";

export const system: Inviter = { actor: { kind: "system", id: null, name: "Usher" }, email: null };

/** Opens a workspace. Returns its id. */
export function openWorkspace(
  lives: Lives,
  workspace: {
    customerId: string;
    slug: string;
    name: string;
    preset: PresetName;
    policyOverrides: Record<string, unknown>;
    accentColor: string;
    timeZone: string;
    language: string;
    openedAt: number;
    plan?: PlanName;
  },
): string {
  if (!(workspace.preset in presets)) throw new Error(`There is no preset ${workspace.preset}.`);
  const { openedAt, plan = "open", ...values } = workspace;
  const id = lives.idAt(openedAt, "workspace");
  lives.rows.workspaces.push({
    ...values,
    id,
    status: "active",
    supportContact: "help@northwind.example",
    replyTo: "help@northwind.example",
    inviteEpoch: 0,
    plan,
    seats: plans[plan].seats,
    createdAt: openedAt,
  });
  lives.note({
    workspaceId: id,
    at: openedAt,
    actor: system.actor,
    action: "workspace.created",
    targetId: id,
    op: lives.idAt(openedAt, "event"),
    details: { name: workspace.name, slug: workspace.slug, preset: workspace.preset },
  });
  return id;
}

/** Plants a tree of units, parents first. Returns their ids by name. */
export function plantUnits(
  lives: Lives,
  workspaceId: string,
  createdAt: number,
  units: readonly { name: string; parent?: string }[],
): Map<string, string> {
  const ids = new Map<string, string>();
  const paths = new Map<string, string>();
  for (const { name, parent } of units) {
    const id = lives.idAt(createdAt, "unit");
    const path = `${parent ? paths.get(parent) : ""}${id}/`;
    ids.set(name, id);
    paths.set(name, path);
    const parentId = parent ? ids.get(parent) : null;
    const nameKey = nameKeyOf(name);
    lives.rows.units.push({ workspaceId, id, parentId: parentId ?? null, name, nameKey, path, createdAt });
    notePlace(lives, workspaceId, createdAt, "unit.created", id, { name, ...(parent ? { parent } : {}) });
  }
  return ids;
}

/**
 * Plants a tree of groups, parents first. Returns their ids by name. Where the workspace has one group that
 * holds all others, the first is that one.
 */
export function plantGroups(
  lives: Lives,
  workspaceId: string,
  createdAt: number,
  groups: readonly {
    name: string;
    visibility: "public" | "private";
    parent?: string;
    unitId?: string | undefined;
    description?: string;
  }[],
): Map<string, string> {
  const ids = new Map<string, string>();
  const paths = new Map<string, string>();
  const hasRoot = lives.policiesOf(workspaceId)["groups.root"];
  for (const { name, visibility, parent, unitId, description = "" } of groups) {
    const isRoot = hasRoot && ids.size === 0;
    const id = isRoot ? rootGroupId(workspaceId) : lives.idAt(createdAt, "group");
    const path = `${parent ? paths.get(parent) : ""}${id}/`;
    ids.set(name, id);
    paths.set(name, path);
    const parentId = parent ? (ids.get(parent) ?? null) : null;
    lives.rows.groups.push({
      workspaceId,
      id,
      parentId,
      unitId: unitId ?? null,
      name,
      nameKey: nameKeyOf(name),
      description,
      path,
      visibility,
      createdAt,
    });
    const details = { name, visibility, ...(parent ? { parent } : {}) };
    notePlace(lives, workspaceId, createdAt, "group.created", id, details);
  }
  return ids;
}

function notePlace(
  lives: Lives,
  workspaceId: string,
  at: number,
  action: AuditAction,
  targetId: string,
  details: Record<string, unknown>,
): void {
  const op = lives.idAt(at, "event");
  lives.note({ workspaceId, at, actor: system.actor, action, targetId, op, details });
}

/** Makes an API key with every scope. Returns it as an inviter. */
export function addKey(
  lives: Lives,
  workspaceId: string,
  creator: Inviter,
  name: string,
  hash: string,
  at: number,
  id = lives.idAt(at, "apiKey"),
): Inviter {
  lives.rows.apiKeys.push({
    workspaceId,
    id,
    name,
    hash,
    scopes: [...permissions],
    maxRole: "admin",
    creatorMembershipId: creator.actor.id ?? "",
    createdAt: at,
    lastUsedAt: lives.now - 3 * hour,
    revokedAt: null,
  });
  lives.note({
    workspaceId,
    at,
    actor: creator.actor,
    action: "api_key.created",
    targetId: id,
    op: lives.idAt(at, "event"),
    details: { name, scopes: [...permissions], maxRole: "admin" },
  });
  return { actor: { kind: "apiKey", id, name }, email: null };
}
