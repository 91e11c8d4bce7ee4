import type { AppLoadContext } from "@remix-run/cloudflare";
import { redirect } from "@remix-run/cloudflare";
import type { GroupDetail } from "../../worker/domain/places/view-group";
import type { GroupOptions, GroupValues } from "../components/places/group-form";
import type { GroupHead } from "../components/places/group-frame";
import { placeOptions } from "../components/places/place-tree";
import { manageOf } from "../manage-words.server";
import { posted } from "../posted";
import { type Inside, insideOf } from "./manage.guard.server";

/** Who asks, if they see groups at all. */
export function insideGroups(context: AppLoadContext, request: Request): Inside {
  const inside = insideOf(context, request);
  if (!inside.member.mayInPart.includes("people.view")) throw redirect(`${inside.base}/start`);
  return inside;
}

/** A page of the tree by what stands in the address; begins anew where that means nothing. */
export async function groupTree(context: AppLoadContext, request: Request, home: string) {
  const query = new URL(request.url).searchParams;
  const q = query.get("q")?.trim() ?? "";
  const cursor = query.get("cursor");
  const found = await context.attempt(() =>
    context.useCases.listGroups(posted({ ...(q && { q }), ...(cursor && { cursor }) })),
  );
  if (!found.ok) {
    if (found.error.code === "VALIDATION_FAILED" && query.size > 0) throw redirect(home);
    throw new Response(null, { status: found.error.status });
  }
  return { q, cursor, ...found.value };
}

/** A group, or nothing for somebody to whom it does not exist. */
export async function groupOf(
  context: AppLoadContext,
  groupId: string | undefined,
  asked: { people?: string; cursor?: string | null } = {},
): Promise<GroupDetail> {
  const { people, cursor } = asked;
  const found = await context.attempt(() =>
    context.useCases.viewGroup(
      posted({ groupId: groupId ?? "", ...(people && { people }), ...(cursor && { cursor }) }),
    ),
  );
  if (found.ok) return found.value;
  throw new Response(null, { status: found.error.status === 422 ? 404 : found.error.status });
}

export function headOf(group: GroupDetail): GroupHead {
  const { id, name, description, visibility, isRoot, unitName, members, invited, above, job, may } = group;
  return {
    id,
    name,
    description,
    visibility,
    isRoot,
    unitName,
    members,
    invited,
    above: above.map(({ id, name }) => ({ id, name })),
    subgroupCount: group.subgroups.length,
    courseCount: group.courses?.length ?? null,
    job: job && { kind: job.kind, done: job.done, total: job.total },
    may,
  };
}

/** What a group can be put below and belong to; `moving` is the one that is changed. */
export async function groupOptions(
  context: AppLoadContext,
  { workspace, member }: Inside,
  moving: Pick<GroupDetail, "id" | "isRoot" | "parentId" | "inherited"> | null,
): Promise<GroupOptions> {
  const manage = manageOf(context);
  const { policies } = workspace;
  const everywhere = member.may.includes("group.manage");
  const [{ groups, nextCursor }, { units }] = await Promise.all([
    context.useCases.listGroups({}),
    policies["units.enabled"] && !moving?.isRoot ? context.useCases.listUnits({}) : { units: [] },
  ]);
  const root = groups.find(({ isRoot }) => isRoot);
  const atTop = everywhere || (moving === null && units.length > 0);
  const stays = moving !== null && moving.parentId === null;
  const words = manage.groups;
  return {
    parents: moving?.isRoot ? null : placeOptions(groups, moving?.id ?? null),
    more: nextCursor !== null,
    usualParent: root?.id ?? "",
    noParent: root ? null : atTop ? manage.tree.top : stays ? words.stays : null,
    units: placeOptions(units),
    noUnit: moving === null ? words.unitOfParent : everywhere ? words.noUnit : null,
    propagates: policies["groups.propagate_learner"],
    visibility: !moving?.isRoot,
    inherited: moving?.inherited ?? null,
  };
}

/** What a form says of a group. */
export function groupValues(form: FormData): GroupValues {
  const text = (name: string) => String(form.get(name) ?? "");
  return {
    name: text("name"),
    description: text("description"),
    visibility: text("visibility") || "public",
    parentId: text("parentId"),
    unitId: text("unitId"),
    language: text("language"),
  };
}
