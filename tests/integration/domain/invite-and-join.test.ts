import { expect, test } from "vitest";
import { useCases } from "../../../worker/domain/index.ts";
import { createWorkspace, hour, openHouse, refusalOf, tokenIn } from "../../support/house.ts";

test("an invited person gets a mail, sets a password and is an active member", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  const { invitation } = await useCases.inviteUser(house.context(admin.caller), {
    email: " Ana.Ruiz@Example.com ",
    roles: ["learner"],
    message: "Welcome aboard",
  });
  expect(invitation).toMatchObject({ email: "ana.ruiz@example.com", status: "pending", delivery: "queued" });

  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  expect(house.sent.map(({ to, template }) => [to, template])).toEqual([
    ["ana.ruiz@example.com", "invitation"],
  ]);

  const token = tokenIn(house.sent[0]);
  const page = await useCases.viewInvitation(house.anonymous(), { token });
  expect(page).toMatchObject({ state: "open", viewer: "new_person" });

  const joined = await useCases.joinAsNewPerson(house.anonymous(), {
    token,
    revision: page.invitation.revision,
    firstName: "Ana",
    lastName: "Ruiz",
    password: "seven green bicycles",
  });
  expect(joined.session).not.toBeNull();
  const after = await useCases.viewInvitation(house.anonymous(), { token });
  expect(after.state).toBe("used");

  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  const notices = house.sent.slice(1).map(({ to, template }) => [template, to]);
  expect(notices.sort()).toEqual([
    ["accepted_notice", admin.email],
    ["invitation_accepted", "ana.ruiz@example.com"],
  ]);
});

test("fifty acceptances at once make one member", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  await useCases.inviteUser(house.context(admin.caller), { email: "one@example.com", roles: ["learner"] });
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  const token = tokenIn(house.sent[0]);
  const outcomes = await Promise.allSettled(
    Array.from({ length: 50 }, (_, index) =>
      useCases.joinAsNewPerson(house.anonymous(), {
        token,
        revision: 1,
        firstName: "One",
        password: `a password of try ${index}`,
      }),
    ),
  );
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const rows = await house.database
    .prepare("select count(*) as users from users where email = 'one@example.com'")
    .first<{ users: number }>();
  expect(rows?.users).toBe(1);
  const refusals = new Set(
    outcomes.flatMap((outcome) =>
      outcome.status === "rejected" ? [outcome.reason.code ?? outcome.reason.message] : [],
    ),
  );
  expect([...refusals].every((code) => ["INVITATION_USED", "ACCOUNT_EXISTS"].includes(code))).toBe(true);
});

test("a link is good until the millisecond before its end", async () => {
  const house = openHouse();
  const { workspace, admin } = await createWorkspace(house);
  await useCases.inviteUser(house.context(admin.caller), {
    email: "late@example.com",
    roles: ["learner"],
    linkTermSeconds: 3_600,
  });
  house.clock.advance(10_000);
  await useCases.deliverMail(house.system(), { workspaceId: workspace.id });
  const token = tokenIn(house.sent[0]);
  house.clock.advance(hour - 1);
  expect((await useCases.viewInvitation(house.anonymous(), { token })).state).toBe("open");
  house.clock.advance(1);
  expect((await useCases.viewInvitation(house.anonymous(), { token })).state).toBe("expired");
  expect(
    await refusalOf(
      useCases.joinAsNewPerson(house.anonymous(), {
        token,
        revision: 1,
        firstName: "Late",
        password: "seven green bicycles",
      }),
    ),
  ).toBe("INVITATION_EXPIRED");
});
