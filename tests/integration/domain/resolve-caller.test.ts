import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import { resolveCaller } from "../../../worker/domain/sessions/resolve-caller.ts";
import {
  countRoundTrips,
  createMember,
  createWorkspace,
  day,
  type House,
  hour,
  openHouse,
  type TestMember,
} from "../../support/house.ts";

const counted = countRoundTrips(env.DB);

async function signedIn(house: House, member: TestMember, workspaceSlug: string): Promise<string> {
  const { email, password } = member;
  const { secret } = await useCases.signIn(house.anonymous(), { workspaceSlug, email, password });
  return secret;
}

const kindOf = async (house: House, secret: string) =>
  (await resolveCaller(house.anonymous(), secret, null)).caller.kind;

test("away from any workspace an administrator's session ends after an idle hour, a learner's after a day", async () => {
  const house = openHouse({ database: counted.database });
  const { workspace, admin } = await createWorkspace(house);
  const learner = await createMember(house, workspace);
  const secrets = {
    admin: await signedIn(house, admin, workspace.slug),
    learner: await signedIn(house, learner, workspace.slug),
  };
  house.clock.advance(hour - 1);
  counted.reset();
  expect(await kindOf(house, secrets.admin)).toBe("person");
  expect(counted.calls()).toBe(1);
  house.clock.advance(1);
  expect(await kindOf(house, secrets.admin)).toBe("anonymous");
  expect(await kindOf(house, secrets.learner)).toBe("person");
  house.clock.advance(day - hour);
  expect(await kindOf(house, secrets.learner)).toBe("anonymous");
});

test("who administers one workspace is an administrator away from all, and who did so once is not", async () => {
  const house = openHouse();
  const { workspace } = await createWorkspace(house);
  const elsewhere = await createWorkspace(house);
  const learner = await createMember(house, workspace);
  const { email, userId } = learner;
  const once = await createMember(house, elsewhere.workspace, { email, userId, roles: ["admin"] });
  const secret = await signedIn(house, learner, workspace.slug);
  house.clock.advance(hour);
  expect(await kindOf(house, secret)).toBe("anonymous");
  await house.database
    .prepare("update memberships set status = 'deactivated' where id = ?")
    .bind(once.membershipId)
    .run();
  expect(await kindOf(house, secret)).toBe("person");
});
