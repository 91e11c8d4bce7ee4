import { expect, test } from "vitest";
import { listAuditEvents } from "../../../worker/domain/audit-trail/list-audit-events.ts";
import { useCases } from "../../../worker/domain/index.ts";
import {
  createMember,
  createWorkspace,
  type House,
  openHouse,
  refusalOf,
  type TestWorkspace,
} from "../../support/house.ts";

/** A workspace whose customer has another one, in which known@example.com and more are members. */
async function neighbour(house: House, policy: "silent" | "advise" | "block", known: string[]) {
  const other = await createWorkspace(house);
  const email = (name: string) => `${name}-${other.workspace.slug}@example.com`;
  for (const name of known) await createMember(house, other.workspace, { email: email(name) });
  const space = await createWorkspace(house, {
    customerId: other.workspace.customerId,
    overrides: { "invite.existing_elsewhere": policy },
  });
  return { other, space, email, ctx: house.context(space.admin.caller) };
}

/** Who was told of which account elsewhere, as the trail of a workspace has it. */
async function toldIn(house: House, { admin }: TestWorkspace) {
  const { events } = await listAuditEvents(house.context(admin.caller), {});
  return events
    .filter(({ action }) => action.endsWith("_elsewhere"))
    .map(({ action, actor, membershipId, targetId, details }) => ({
      action,
      actor: actor.id,
      membershipId,
      targetId,
      details,
    }));
}

test("a refusal that tells of an account elsewhere is written down, in this workspace alone and not where", async () => {
  const house = openHouse();
  const { other, space, email, ctx } = await neighbour(house, "block", ["known"]);
  const act = useCases.inviteUser(ctx, { email: email("known"), roles: ["learner"] });
  expect(await refusalOf(act)).toBe("ACCOUNT_ELSEWHERE");
  expect(await toldIn(house, space)).toEqual([
    {
      action: "invitation.refused_elsewhere",
      actor: space.admin.membershipId,
      membershipId: null,
      targetId: null,
      details: { email: email("known") },
    },
  ]);
  expect(await toldIn(house, other)).toEqual([]);
});

test("advice is written down with the invitation, and silence writes nothing", async () => {
  const house = openHouse();
  for (const [policy, actions] of [
    ["advise", ["invitation.advised_elsewhere"]],
    ["silent", []],
  ] as const) {
    const { space, email, ctx } = await neighbour(house, policy, ["known"]);
    await useCases.inviteUser(ctx, { email: email("known"), roles: ["learner"] });
    await useCases.inviteUser(ctx, { email: email("fresh"), roles: ["learner"] });
    expect((await toldIn(house, space)).map(({ action }) => action)).toEqual(actions);
  }
});

test("of many addresses each that was told of is written down, and none that was only slowed", async () => {
  const house = openHouse();
  const { space, email, ctx } = await neighbour(house, "block", ["one", "two"]);
  const emails = [email("one"), email("fresh"), email("two")];
  await useCases.inviteMany(ctx, { emails, roles: ["learner"] });
  expect((await toldIn(house, space)).map(({ details }) => details.email).sort()).toEqual(
    [email("one"), email("two")].sort(),
  );
  house.refuse.add("invite");
  const { results } = await useCases.inviteMany(ctx, { emails: [email("one")], roles: ["learner"] });
  expect(results[0]?.error?.code).toBe("RATE_LIMITED");
  expect(await toldIn(house, space)).toHaveLength(2);
});
