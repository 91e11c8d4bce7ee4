import type { AppLoadContext } from "@remix-run/cloudflare";
import type { RoleChoices, RoleValues } from "../components/settings/role-form";
import { posted } from "../posted";
import { type Inside, insideOf } from "./manage.guard.server";

/** For the pages where roles are made: an administrator's. */
export function insideRoles(context: AppLoadContext, request: Request): Inside {
  const inside = insideOf(context, request);
  if (!inside.member.may.includes("workspace.manage")) throw new Response(null, { status: 403 });
  return inside;
}

/** In the order in which people read them; what a role may have at all is the domain's to say. */
const groups = [
  "people",
  "places",
  "learning",
  "records",
] as const satisfies (keyof RoleChoices["permissions"])[];

function groupOf(permission: string): (typeof groups)[number] {
  if (/^(?:people|invitation|member|registration)\./.test(permission)) return "people";
  if (/^(?:unit|group)\./.test(permission)) return "places";
  return /^(?:audit|insights)\./.test(permission) ? "records" : "learning";
}

/** What a role can be made of in this workspace. */
export function roleChoices({ workspace, customRoleParts }: AppLoadContext): RoleChoices {
  const { permissions, onlyEverywhere, scopes } = customRoleParts;
  const units = workspace?.policies["units.enabled"] ?? false;
  const offered = permissions.filter((permission) => units || permission !== "unit.manage");
  return {
    permissions: Object.fromEntries(
      groups.map((group) => [group, offered.filter((permission) => groupOf(permission) === group)]),
    ) as Record<(typeof groups)[number], string[]>,
    onlyEverywhere,
    holdsIn: scopes.filter((scope) => units || scope !== "unit"),
  };
}

/** What the form of a role holds. */
export function readRole(form: FormData): RoleValues {
  const text = (name: string) => String(form.get(name) ?? "");
  return {
    name: text("name"),
    description: text("description"),
    permissions: groups.flatMap((group) => form.getAll(group).map(String)),
    holdsIn: form.getAll("holdsIn").map(String),
  };
}

/** The same as the use cases take it. */
export function roleInput<Input>(values: RoleValues): Input {
  return posted({ ...values });
}

/** The form's name for what is wrong with the permissions. */
export const errorNames = { permissions: groups[0] };
