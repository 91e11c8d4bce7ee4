import { createWorkspace, type House, openHouse } from "./house.ts";

/** A house with one workspace, and its administrator's context. */
export async function open(options: Parameters<typeof createWorkspace>[1] = {}) {
  const house = openHouse();
  const space = await createWorkspace(house, options);
  return { house, ...space, ctx: house.context(space.admin.caller) };
}

/** Learners of public groups are learners of those above. */
export const propagating = { overrides: { "groups.propagate_learner": true } };

/** The fields at which an act was refused, or its code. */
export async function fieldOf(act: Promise<unknown>): Promise<string> {
  try {
    await act;
  } catch (error) {
    const { code, details } = error as {
      code: string;
      details: { errors?: { path: string; code: string }[] };
    };
    return (details.errors ?? []).map(({ path, code }) => `${path} ${code}`).join() || code;
  }
  throw new Error("The act was expected to be refused and succeeded");
}

/** Groups of a person by name, with how they are in each. */
export async function groupsOf(house: House, membershipId: string) {
  const { results } = await house.database
    .prepare(
      'select g.name, m.kind from group_members m join "groups" g on g.workspace_id = m.workspace_id and g.id = m.group_id where m.membership_id = ? order by g.name',
    )
    .bind(membershipId)
    .all<{ name: string; kind: string }>();
  return results.map(({ name, kind }) => `${name} ${kind}`);
}

/** What the groups of a workspace look like: path by names. */
export async function treeOf(house: House, workspaceId: string) {
  const { results } = await house.database
    .prepare('select id, name, path from "groups" where workspace_id = ?')
    .bind(workspaceId)
    .all<{ id: string; name: string; path: string }>();
  const names = new Map(results.map(({ id, name }) => [id, name]));
  return results
    .map(({ path }) =>
      path
        .split("/")
        .slice(0, -1)
        .map((id) => names.get(id))
        .join(" > "),
    )
    .sort();
}

/** People whose row says that they stand elsewhere than the rows of their places do. */
export async function misnoted(house: House, workspaceId: string): Promise<unknown[]> {
  const { results } = await house.database
    .prepare(
      `select id, stands_at, places from (select m.id, m.stands_at, (
          select json_group_array(json_array(facet, derived)) from (
            select 'unit:' || unit_id as facet, 0 as derived from unit_members u
              where u.workspace_id = m.workspace_id and u.membership_id = m.id
            union all
            select 'group:' || group_id, kind = 'derived' from group_members g
              where g.workspace_id = m.workspace_id and g.membership_id = m.id)) as places
        from memberships m where m.workspace_id = ?)
      where case when stands_at is null then json_array_length(places) > 1 or places ->> '$[0][1]' = 1
        else (select group_concat(value order by value) from json_each(stands_at))
          is not (select group_concat(value order by value) from json_each(places)) end`,
    )
    .bind(workspaceId)
    .all();
  return results;
}
