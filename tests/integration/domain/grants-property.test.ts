import fc from "fast-check";
import { expect, test } from "vitest";
import { DomainError } from "../../../worker/domain/errors.ts";
import { useCases } from "../../../worker/domain/index.ts";
import type { RoleKey } from "../../../worker/domain/permissions.ts";
import {
  createMember,
  createWorkspace,
  openHouse,
  plantGroup,
  plantUnit,
  type TestMember,
} from "../../support/house.ts";

/** Which role hands out which, by hand from the role table of the specification. */
const mayHandOut: Partial<Record<RoleKey, RoleKey[]>> = {
  unit_manager: ["unit_manager", "learner"],
  group_admin: ["group_admin", "user_admin", "coach", "session_instructor", "learner"],
  user_admin: ["coach", "learner"],
};
const everyRole: RoleKey[] = [
  "admin",
  "unit_manager",
  "group_admin",
  "user_admin",
  "coach",
  "session_instructor",
  "instructor",
  "learner",
];

/** Units 0 > 1, and 2; groups 0 > 1 of unit 1, group 2 of unit 2, group 3 of no unit. */
const below: Record<string, string[]> = {
  u0: ["u0", "u1", "g0", "g1"],
  u1: ["u1", "g0", "g1"],
  u2: ["u2", "g2"],
  g0: ["g0", "g1"],
  g1: ["g1"],
  g2: ["g2"],
  g3: ["g3"],
};

const held = fc.oneof(
  fc.record({ role: fc.constant("unit_manager" as const), at: fc.constantFrom("u0", "u1", "u2") }),
  fc.record({
    role: fc.constantFrom("group_admin" as const, "user_admin" as const, "coach" as const),
    at: fc.constantFrom("g0", "g1", "g2", "g3"),
  }),
  fc.record({ role: fc.constant("group_admin" as const), at: fc.constantFrom("u0", "u1", "u2") }),
  fc.record({ role: fc.constantFrom("instructor" as const, "learner" as const), at: fc.constant("") }),
);
const wantedRole = fc.oneof(
  { weight: 2, arbitrary: fc.constant({ role: "learner" as const, at: "" }) },
  {
    weight: 3,
    arbitrary: fc.record({
      role: fc.constantFrom(...everyRole),
      at: fc.constantFrom("", "u0", "u1", "u2", "g0", "g1", "g2", "g3"),
    }),
  },
);
const wantedOffer = fc.record({
  roles: fc.array(wantedRole, { minLength: 1, maxLength: 2 }),
  units: fc.subarray(["u0", "u1", "u2"], { maxLength: 2 }),
  groups: fc.subarray(["g0", "g1", "g2", "g3"], { maxLength: 2 }),
});

test("property: nobody gives by an invitation what is not theirs, neither a role nor a place", async () => {
  const house = openHouse();
  const { workspace } = await createWorkspace(house, {
    overrides: {
      "roles.set": everyRole,
      "roles.may_invite": ["admin", "unit_manager@unit", "group_admin", "user_admin@group"],
      "units.per_person": "several",
    },
  });
  const { id } = workspace;
  const ids: Record<string, { id: string; path: string }> = {};
  ids.u0 = await plantUnit(house, id, "U0");
  ids.u1 = await plantUnit(house, id, "U1", ids.u0);
  ids.u2 = await plantUnit(house, id, "U2");
  ids.g0 = await plantGroup(house, id, "G0", { unitId: ids.u1.id });
  ids.g1 = await plantGroup(house, id, "G1", { parent: ids.g0, unitId: ids.u1.id });
  ids.g2 = await plantGroup(house, id, "G2", { unitId: ids.u2.id });
  ids.g3 = await plantGroup(house, id, "G3");
  const idOf = (place: string) => ids[place]?.id ?? "";
  const nameOf = (placeId: string) => Object.keys(ids).find((place) => idOf(place) === placeId) ?? "";
  const scoped = ({ role, at }: { role: RoleKey; at: string }) => ({
    role,
    ...(at.startsWith("u") ? { unitId: idOf(at) } : at ? { groupId: idOf(at) } : {}),
  });
  const members = new Map<string, TestMember>();
  const memberWith = async (roles: { role: RoleKey; at: string }[]) => {
    const key = JSON.stringify(roles);
    const known = members.get(key) ?? (await createMember(house, workspace, { roles: roles.map(scoped) }));
    members.set(key, known);
    return known;
  };
  let serial = 0;
  let accepted = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(held, { minLength: 1, maxLength: 2, selector: (one) => one.role + one.at }),
      wantedOffer,
      async (roles, offer) => {
        const who = await memberWith(roles);
        serial += 1;
        let given: { role: RoleKey; unitId: string | null; groupId: string | null }[];
        let userId: string;
        try {
          const { invitation } = await useCases.inviteUser(house.context(who.caller), {
            email: `p${serial}@example.com`,
            roles: offer.roles.map(scoped),
            unitIds: offer.units.map(idOf),
            groupIds: offer.groups.map(idOf),
          });
          given = invitation.roles;
          userId = invitation.userId;
        } catch (error) {
          expect(error).toBeInstanceOf(DomainError);
          return;
        }
        accepted += 1;
        const part = new Set(
          roles.flatMap(({ role, at }) => (mayHandOut[role] && at ? (below[at] ?? []) : [])),
        );
        const { results } = await house.database
          .prepare(
            "select unit_id as v from unit_members where membership_id = ?1 union all select group_id from group_members where membership_id = ?1",
          )
          .bind(userId)
          .all<{ v: string }>();
        const places = results.map(({ v }) => nameOf(v));
        expect(places.length).toBeGreaterThan(0);
        for (const place of places) expect([...part]).toContain(place);
        for (const one of given) {
          const at = nameOf(one.unitId ?? one.groupId ?? "");
          const grantors = roles.filter(({ role }) => mayHandOut[role]?.includes(one.role));
          expect(grantors).not.toEqual([]);
          if (at) expect(grantors.flatMap((grantor) => below[grantor.at] ?? [])).toContain(at);
          else expect(one.role).toBe("learner");
        }
      },
    ),
    { numRuns: 200 },
  );
  // It would hold as well if everything were refused.
  expect(accepted).toBeGreaterThan(5);
});
