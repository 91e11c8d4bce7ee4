import { env } from "cloudflare:workers";
import fc from "fast-check";
import { expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import { misnoted } from "../../support/groups.ts";
import { createMember, createWorkspace, type House, openHouse, plantUnit } from "../../support/house.ts";

const { addGroupMembers, changeGroup, createGroup, deleteGroup, removeGroupMember } = useCases;
const runs = env.LONG ? 150 : 12;

/** What stands below what, who was put where: the rule in plain words, apart from any SQL. */
class Model {
  groups = new Map<number, { parent: number | null; isPublic: boolean }>();
  placed = new Map<number, Set<number>>();
  readonly learners: ReadonlySet<number>;
  constructor(learners: ReadonlySet<number>) {
    this.learners = learners;
  }

  chain(group: number): number[] {
    const { parent } = this.groups.get(group) ?? { parent: null };
    return parent === null ? [group] : [group, ...this.chain(parent)];
  }

  /** The groups that somebody is in, and whether they were put there. */
  groupsOf(person: number): Map<number, "direct" | "derived"> {
    const own = this.placed.get(person) ?? new Set();
    const all = new Map<number, "direct" | "derived">();
    if (this.learners.has(person)) {
      for (const group of own) {
        for (const step of this.chain(group)) {
          all.set(step, "derived");
          if (!this.groups.get(step)?.isPublic) break;
        }
      }
    }
    for (const group of own) all.set(group, "direct");
    return all;
  }

  add(person: number, group: number): void {
    this.placed.set(person, new Set([...(this.placed.get(person) ?? []), group]));
  }

  remove(person: number, group: number): boolean {
    if (!this.groupsOf(person).has(group)) return false;
    const own = this.placed.get(person) ?? new Set();
    for (const one of [...own]) {
      const chain = this.chain(one);
      const between = chain.slice(0, Math.max(0, chain.indexOf(group)));
      const open = chain.includes(group) && between.every((step) => this.groups.get(step)?.isPublic);
      if (one === group || (open && this.learners.has(person))) own.delete(one);
    }
    return true;
  }

  move(group: number, parent: number | null): boolean {
    if (parent !== null && this.chain(parent).includes(group)) return false;
    const row = this.groups.get(group);
    if (row) row.parent = parent;
    return true;
  }

  delete(group: number): boolean {
    if ([...this.groups.values()].some(({ parent }) => parent === group)) return false;
    this.groups.delete(group);
    for (const own of this.placed.values()) own.delete(group);
    return true;
  }
}

async function membershipsOf(house: House, workspaceId: string): Promise<string[]> {
  const { results } = await house.database
    .prepare("select membership_id, group_id, kind from group_members where workspace_id = ?")
    .bind(workspaceId)
    .all<{ membership_id: string; group_id: string; kind: string }>();
  return results.map(({ membership_id, group_id, kind }) => `${membership_id} ${group_id} ${kind}`).sort();
}

const people = 3;
const groups = 7;
const anyGroup = fc.nat(groups - 1);
const anyPerson = fc.nat(people - 1);
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant("add" as const), person: anyPerson, group: anyGroup }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("remove" as const), person: anyPerson, group: anyGroup }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("move" as const), group: anyGroup, to: fc.option(anyGroup) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("turn" as const), group: anyGroup }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("delete" as const), group: anyGroup }) },
);

test("membership is the closure of the rule, whatever was added, removed, moved, closed and deleted", async () => {
  const house = openHouse();
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ parent: fc.option(anyGroup), isPublic: fc.boolean() }), {
        minLength: groups,
        maxLength: groups,
      }),
      fc.array(step, { minLength: 4, maxLength: 16 }),
      async (planted, steps) => {
        const { workspace, admin } = await createWorkspace(house, {
          overrides: { "groups.propagate_learner": true },
        });
        const ctx = house.context(admin.caller);
        const unit = await plantUnit(house, workspace.id, "Unit");
        // The last one is no learner: nothing derives for them.
        const model = new Model(new Set([0, 1]));
        const members = [
          await createMember(house, workspace),
          await createMember(house, workspace, { roles: ["learner", "instructor"] }),
          await createMember(house, workspace, { roles: ["instructor"], unitIds: [unit.id] }),
        ].map(({ membershipId }) => membershipId);
        const ids: string[] = [];
        for (const [at, { parent, isPublic }] of planted.entries()) {
          const below = parent !== null && parent < at ? parent : null;
          model.groups.set(at, { parent: below, isPublic });
          const made = await createGroup(ctx, {
            name: `Group ${at}`,
            parentId: below === null ? null : (ids[below] ?? null),
            visibility: isPublic ? "public" : "private",
          });
          ids.push(made.id);
        }
        const idOf = (group: number) => ids[group] ?? "";
        const memberOf = (person: number) => members[person] ?? "";
        for (const one of steps) {
          const groupId = idOf(one.group);
          const exists = model.groups.has(one.group);
          let expected: boolean;
          let act: () => Promise<unknown>;
          switch (one.do) {
            case "add":
              expected = exists;
              if (exists) model.add(one.person, one.group);
              act = () => addGroupMembers(ctx, { groupId, membershipIds: [memberOf(one.person)] });
              break;
            case "remove":
              expected = exists && model.remove(one.person, one.group);
              act = () => removeGroupMember(ctx, { groupId, membershipId: memberOf(one.person) });
              break;
            case "move": {
              const to = one.to;
              expected = exists && (to === null || model.groups.has(to)) && model.move(one.group, to);
              act = () => changeGroup(ctx, { groupId, parentId: to === null ? null : idOf(to) });
              break;
            }
            case "turn": {
              const row = model.groups.get(one.group);
              expected = exists;
              if (row) row.isPublic = !row.isPublic;
              act = () => changeGroup(ctx, { groupId, visibility: row?.isPublic ? "public" : "private" });
              break;
            }
            case "delete":
              expected = exists && model.delete(one.group);
              act = () => deleteGroup(ctx, { groupId });
              break;
          }
          const done = await act().then(
            () => true,
            () => false,
          );
          expect([one, done]).toEqual([one, expected]);
          const rule = members.flatMap((id, person) =>
            [...model.groupsOf(person)].map(([group, kind]) => `${id} ${idOf(group)} ${kind}`),
          );
          expect(await membershipsOf(house, workspace.id)).toEqual(rule.sort());
          expect(await misnoted(house, workspace.id)).toEqual([]);
        }
      },
    ),
    { numRuns: runs },
  );
});

test("moves that run at once leave a tree whose paths say what its parents say", async () => {
  const house = openHouse();
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(anyGroup, fc.option(anyGroup)), { minLength: 2, maxLength: 6 }),
      async (moves) => {
        const { workspace, admin } = await createWorkspace(house);
        const ctx = house.context(admin.caller);
        const ids: string[] = [];
        for (let at = 0; at < groups; at += 1) {
          ids.push((await createGroup(ctx, { name: `Group ${at}`, parentId: ids[at - 2] ?? null })).id);
        }
        await Promise.allSettled(
          moves.map(([from, to]) =>
            changeGroup(ctx, { groupId: ids[from] ?? "", parentId: to === null ? null : (ids[to] ?? "") }),
          ),
        );
        const { results } = await house.database
          .prepare('select id, parent_id, path from "groups" where workspace_id = ?')
          .bind(workspace.id)
          .all<{ id: string; parent_id: string | null; path: string }>();
        const rows = new Map(results.map((row) => [row.id, row]));
        const pathOf = (id: string | null, steps = 0): string => {
          if (steps > groups) throw new Error("A group lies below itself");
          return id === null ? "" : `${pathOf(rows.get(id)?.parent_id ?? null, steps + 1)}${id}/`;
        };
        expect(results.map(({ path }) => path)).toEqual(results.map(({ id }) => pathOf(id)));
      },
    ),
    { numRuns: runs * 2 },
  );
});
