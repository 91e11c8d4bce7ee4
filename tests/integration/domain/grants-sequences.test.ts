import { env } from "cloudflare:workers";
import fc from "fast-check";
import { expect, test } from "vitest";
import { DomainError } from "../../../worker/domain/errors.ts";
import { useCases } from "../../../worker/domain/index.ts";
import { type RoleKey, roleKeys } from "../../../worker/domain/permissions.ts";
import {
  callerNow,
  createMember,
  createWorkspace,
  type House,
  openHouse,
  plantGroup,
  plantUnit,
  type TestMember,
} from "../../support/house.ts";

/** Which role hands out which, by hand from the role table of the specification. */
const handsOut: Partial<Record<RoleKey, RoleKey[]>> = {
  unit_manager: ["unit_manager", "learner"],
  group_admin: ["group_admin", "user_admin", "coach", "session_instructor", "learner"],
  user_admin: ["coach", "learner"],
};

/** Units u0 > u1, and u2; groups g0 > g1 of unit u1, g2 of unit u2, g3 of no unit: what lies within each. */
const within: Record<string, string[]> = {
  u0: ["u0", "u1", "g0", "g1"],
  u1: ["u1", "g0", "g1"],
  u2: ["u2", "g2"],
  g0: ["g0", "g1"],
  g1: ["g1"],
  g2: ["g2"],
  g3: ["g3"],
};
const units = ["u0", "u1", "u2"];
const groups = ["g0", "g1", "g2", "g3"];

interface Held {
  role: RoleKey;
  /** Name of a unit or group; empty: the whole workspace. */
  at: string;
}

const held: fc.Arbitrary<Held> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ role: fc.constant<RoleKey>("unit_manager"), at: fc.constantFrom(...units) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      role: fc.constantFrom<RoleKey>("group_admin", "user_admin", "coach"),
      at: fc.constantFrom(...groups),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ role: fc.constant<RoleKey>("group_admin"), at: fc.constantFrom(...units) }),
  },
  { weight: 2, arbitrary: fc.constant<Held>({ role: "learner", at: "" }) },
  { weight: 1, arbitrary: fc.constant<Held>({ role: "instructor", at: "" }) },
);
const wanted: fc.Arbitrary<Held> = fc.oneof(
  { weight: 3, arbitrary: held },
  {
    weight: 2,
    arbitrary: fc.record({
      role: fc.constantFrom(...roleKeys),
      at: fc.constantFrom("", ...units, ...groups),
    }),
  },
);

const people = 6;
const somebody = fc.nat(people - 1);
const someUnits = fc.subarray(units, { maxLength: 2 });
const someGroups = fc.subarray(groups, { maxLength: 2 });

const acts = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("invite" as const),
      near: fc.boolean(),
      who: somebody,
      roles: fc.array(wanted, { minLength: 1, maxLength: 2 }),
      units: someUnits,
      groups: someGroups,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("roles" as const),
      near: fc.boolean(),
      who: somebody,
      whom: somebody,
      roles: fc.array(wanted, { maxLength: 3 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("bulk" as const),
      near: fc.boolean(),
      who: somebody,
      whom: fc.uniqueArray(somebody, { minLength: 1, maxLength: 4 }),
      role: wanted,
      takes: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("place" as const),
      near: fc.boolean(),
      who: somebody,
      whom: somebody,
      units: fc.option(someUnits),
      add: someGroups,
      remove: fc.subarray(groups, { maxLength: 1 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom("join" as const, "leave" as const),
      near: fc.boolean(),
      who: somebody,
      whom: somebody,
      group: fc.constantFrom(...groups),
    }),
  },
);
type Act = typeof acts extends fc.Arbitrary<infer One> ? One : never;

const somewhere = fc.record({
  units: fc.subarray(units, { maxLength: 1 }),
  groups: fc.subarray(groups, { maxLength: 1 }),
});
const inTheNorth = fc.record({
  units: fc.constantFrom<string[]>(["u0"], ["u1"]),
  groups: fc.constantFrom<string[]>([], ["g0"], ["g1"]),
});
const others = fc.record({
  roles: fc.oneof(
    { weight: 3, arbitrary: fc.constant<Held[]>([{ role: "learner", at: "" }]) },
    { weight: 2, arbitrary: held.map((one) => [one]) },
  ),
  places: fc.oneof({ weight: 3, arbitrary: inTheNorth }, { weight: 1, arbitrary: somewhere }),
});
/** Two who hand out roles, and others of whom most are where the two are. */
const cast = fc
  .record({
    first: fc.constantFrom<Held>({ role: "unit_manager", at: "u0" }, { role: "group_admin", at: "u0" }),
    second: fc.constantFrom<Held>({ role: "group_admin", at: "g0" }, { role: "user_admin", at: "g0" }),
    others: fc.array(others, { minLength: people - 2, maxLength: people - 2 }),
  })
  .map(({ first, second, others: rest }) => [
    { roles: [first], places: { units: ["u0"], groups: [] as string[] } },
    { roles: [second], places: { units: [] as string[], groups: ["g0"] } },
    ...rest,
  ]);

function keyOf({ role, at }: Held): string {
  return `${role}@${at}`;
}

/** A workspace with the trees above and its people; ids by name and back. */
async function openScene(
  house: House,
  wantedPeople: typeof cast extends fc.Arbitrary<infer One> ? One : never,
) {
  const { workspace } = await createWorkspace(house, {
    overrides: {
      "roles.set": roleKeys,
      "roles.may_invite": roleKeys,
      "roles.may_manage_invites": roleKeys,
      "units.per_person": "several",
    },
  });
  const { id } = workspace;
  const u0 = await plantUnit(house, id, "U0");
  const u1 = await plantUnit(house, id, "U1", u0);
  const u2 = await plantUnit(house, id, "U2");
  const g0 = await plantGroup(house, id, "G0", { unitId: u1.id });
  const g1 = await plantGroup(house, id, "G1", { parent: g0, unitId: u1.id });
  const g2 = await plantGroup(house, id, "G2", { unitId: u2.id });
  const g3 = await plantGroup(house, id, "G3");
  const ids: Record<string, string> = {
    u0: u0.id,
    u1: u1.id,
    u2: u2.id,
    g0: g0.id,
    g1: g1.id,
    g2: g2.id,
    g3: g3.id,
  };
  const idOf = (name: string) => ids[name] ?? "";
  const nameOf = (placeId: string) => Object.keys(ids).find((name) => ids[name] === placeId) ?? "";
  const scoped = ({ role, at }: Held) => ({
    role,
    ...(at.startsWith("u") ? { unitId: idOf(at) } : at ? { groupId: idOf(at) } : {}),
  });
  const members: TestMember[] = [];
  for (const one of wantedPeople) {
    members.push(
      await createMember(house, workspace, {
        roles: one.roles.map(scoped),
        unitIds: one.places.units.map(idOf),
        groupIds: one.places.groups.map(idOf),
      }),
    );
  }
  return { workspace, members, idOf, nameOf, scoped };
}

type Scene = Awaited<ReturnType<typeof openScene>>;

/** What everybody holds and where everybody is, by membership; what derives from it is no grant. */
async function truth({ workspace, nameOf }: Scene) {
  const read = (sql: string) =>
    env.DB.prepare(sql).bind(workspace.id).all<{ who: string; what: string; at: string }>();
  const [roles, places] = await Promise.all([
    read(
      "select membership_id as who, role as what, scope_id as at from role_assignments where workspace_id = ?",
    ),
    read(
      `select membership_id as who, '' as what, unit_id as at from unit_members where workspace_id = ?1
        union all select membership_id, '', group_id from group_members where workspace_id = ?1 and kind <> 'derived'`,
    ),
  ]);
  const collect = (rows: { who: string; what: string; at: string }[]) => {
    const found = new Map<string, Held[]>();
    for (const { who, what, at } of rows) {
      found.set(who, [...(found.get(who) ?? []), { role: what as RoleKey, at: nameOf(at) }]);
    }
    return found;
  };
  return { roles: collect(roles.results), places: collect(places.results) };
}

interface Standing {
  roles: readonly Held[];
  places: readonly Held[];
}

/**
 * The act as it may be allowed: of two that are drawn one is turned to places and people of the actor's part and
 * to roles that they hand out, or nearly everything would be refused.
 */
function aimed(act: Act, mine: readonly Held[], standing: readonly Standing[]): Act {
  if (!act.near) return act;
  const part = [...new Set(mine.flatMap(({ role, at }) => (handsOut[role] && within[at]) || []))];
  const given = [...new Set(mine.flatMap(({ role }) => handsOut[role] ?? []))];
  if (given.length === 0) return act;
  const place = (name: string) => {
    const there = part.filter((one) => one[0] === name[0]);
    return there[name.charCodeAt(1) % there.length] ?? name;
  };
  const places = (names: readonly string[]) => [...new Set(names.map(place))];
  const theirs = standing.flatMap((one, index) => {
    const inside = one.places.length > 0 && one.places.every(({ at }) => part.includes(at));
    const below = one.roles.every(({ role, at }) => given.includes(role) && (!at || part.includes(at)));
    return inside && below ? [index] : [];
  });
  const person = (index: number) => theirs[index % theirs.length] ?? index;
  const held = ({ role, at }: Held): Held => {
    const wanted = given[(roleKeys as readonly string[]).indexOf(role) % given.length] ?? role;
    const kind = wanted === "learner" ? "" : wanted === "unit_manager" ? "u" : "g";
    return { role: wanted, at: kind && place(`${kind}${at.slice(1) || "0"}`) };
  };
  switch (act.kind) {
    case "invite": {
      const inGroups = places(act.groups);
      return {
        ...act,
        roles: act.roles.map(held),
        units: [],
        groups: inGroups.length > 0 ? inGroups : places(["g0"]),
      };
    }
    case "roles":
      return { ...act, whom: person(act.whom), roles: act.roles.map(held) };
    case "bulk":
      return { ...act, whom: [...new Set(act.whom.map(person))], role: held(act.role) };
    case "place":
      return {
        ...act,
        units: act.units && places(act.units),
        add: places(act.add),
        remove: places(act.remove),
      };
    case "join":
      return { ...act, group: place(act.group) };
    default: {
      const inGroups = standing.flatMap(({ places: own }, whom) =>
        own.flatMap(({ at }) => (part.includes(at) && at.startsWith("g") ? [{ whom, group: at }] : [])),
      );
      return { ...act, ...inGroups[act.whom % inGroups.length] };
    }
  }
}

async function perform(house: House, scene: Scene, act: Act): Promise<void> {
  const { members, idOf, scoped, workspace } = scene;
  const who = members[act.who];
  if (!who) return;
  const ctx = house.context(await callerNow(house, who));
  const idOfPerson = (index: number) => members[index]?.membershipId ?? "";
  switch (act.kind) {
    case "invite":
      await useCases.inviteUser(ctx, {
        email: `p${house.clock.now}@example.com`,
        roles: act.roles.map(scoped),
        unitIds: act.units.map(idOf),
        groupIds: act.groups.map(idOf),
      });
      return;
    case "roles":
      await useCases.changeRoles(ctx, { membershipId: idOfPerson(act.whom), roles: act.roles.map(scoped) });
      return;
    case "bulk": {
      const role = scoped(act.role);
      const { jobId } = await useCases.startPeopleJob(ctx, {
        action: "change_roles",
        ids: act.whom.map(idOfPerson),
        ...(act.takes ? { removeRole: role } : { addRole: role }),
      });
      await useCases.runJob(house.system(), { workspaceId: workspace.id, jobId });
      return;
    }
    case "place":
      await useCases.placeMember(ctx, {
        membershipId: idOfPerson(act.whom),
        ...(act.units ? { unitIds: act.units.map(idOf) } : {}),
        addGroupIds: act.add.map(idOf),
        removeGroupIds: act.remove.map(idOf),
      });
      return;
    case "join":
      await useCases.addGroupMembers(ctx, {
        groupId: idOf(act.group),
        membershipIds: [idOfPerson(act.whom)],
      });
      return;
    case "leave":
      await useCases.removeGroupMember(ctx, { groupId: idOf(act.group), membershipId: idOfPerson(act.whom) });
  }
}

test("property: whatever is done in whatever order, nobody gives or takes a role or a place that was not theirs", async () => {
  const counted: Record<string, number> = {};
  await fc.assert(
    fc.asyncProperty(
      cast,
      fc.array(acts, { minLength: 6, maxLength: 12 }),
      async (wantedPeople, sequence) => {
        const house = openHouse();
        const scene = await openScene(house, wantedPeople);
        let before = await truth(scene);
        for (const drawn of sequence) {
          house.clock.advance(1000);
          // Every other act is one of somebody who hands out something.
          const grantors = scene.members.flatMap(({ membershipId }, index) =>
            before.roles.get(membershipId)?.some(({ role }) => handsOut[role]) ? [index] : [],
          );
          const act = drawn.near
            ? { ...drawn, who: grantors[drawn.who % grantors.length] ?? drawn.who }
            : drawn;
          const standingNow = ({ membershipId }: TestMember) => ({
            roles: before.roles.get(membershipId) ?? [],
            places: before.places.get(membershipId) ?? [],
          });
          const mine = before.roles.get(scene.members[act.who]?.membershipId ?? "") ?? [];
          /** Where these of my roles hold; the whole workspace is nobody's here. */
          const part = (of: Held[]) => new Set(of.flatMap(({ at }) => within[at] ?? []));
          const administering = part(mine.filter(({ role }) => handsOut[role]));
          try {
            await perform(house, scene, aimed(act, mine, scene.members.map(standingNow)));
          } catch (error) {
            expect(error).toBeInstanceOf(DomainError);
            expect([act.kind, await truth(scene)]).toEqual([act.kind, before]);
            continue;
          }
          const after = await truth(scene);
          for (const whom of new Set([
            ...before.roles.keys(),
            ...after.roles.keys(),
            ...after.places.keys(),
          ])) {
            const [had, has] = [before.roles.get(whom) ?? [], after.roles.get(whom) ?? []];
            const turned = [...differing(has, had), ...differing(had, has)];
            const stands = (after.places.get(whom) ?? []).map(({ at }) => at);
            for (const { role, at } of turned) {
              const there = part(mine.filter((one) => handsOut[one.role]?.includes(role)));
              const allowed = at
                ? there.has(at)
                : role === "learner" && stands.every((one) => there.has(one));
              expect([act, { mine, role, at, stands }, allowed]).toEqual([
                act,
                { mine, role, at, stands },
                true,
              ]);
            }
            const [were, are] = [before.places.get(whom) ?? [], after.places.get(whom) ?? []];
            const moved = [...differing(are, were), ...differing(were, are)].map(({ at }) => at);
            expect([act, mine, moved.filter((at) => !administering.has(at))]).toEqual([act, mine, []]);
            if (turned.length + moved.length > 0) counted[act.kind] = (counted[act.kind] ?? 0) + 1;
          }
          before = after;
        }
      },
    ),
    { numRuns: env.LONG ? 400 : 40 },
  );
  // It would hold as well if everything were refused.
  for (const kind of ["invite", "roles", "bulk", "place", "join", "leave"]) {
    expect([kind, (counted[kind] ?? 0) > 2]).toEqual([kind, true]);
  }
});

function differing(of: readonly Held[], from: readonly Held[]): Held[] {
  const known = new Set(from.map(keyOf));
  return of.filter((one) => !known.has(keyOf(one)));
}
