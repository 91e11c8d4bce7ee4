import { expect, joins, test } from "../support/journey.ts";

test.use({ document: "S2" });

test("in the browser: a group, Set up a user, names, username, groups, roles, the credentials by mail; the temporary password opens, and another is chosen", async ({
  page,
  at,
}) => {
  const email = at.address("nora");
  await at.makeGroup("Bees");
  await at.open("Groups");
  await page.getByRole("link", { name: "Bees" }).click();
  await page.getByRole("link", { name: "Invite users" }).first().click();
  await page.getByRole("link", { name: "Set up a user" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Set up a user" })).toBeVisible();
  await page.getByLabel("First name").fill("Nora");
  await page.getByLabel("Last name").fill("Haddad");
  await page.getByLabel("Email address").fill(email);
  await page.getByLabel("Username").fill("nora.h");
  await expect(page.getByRole("button", { name: "Remove Bees" })).toBeVisible();
  await page.getByRole("checkbox", { name: "Learner" }).check();
  await page.getByRole("radio", { name: "Mail a temporary password" }).check();
  await page.getByRole("button", { name: "Set up a user" }).click();
  await expect(page.getByText("Nora Haddad is a member now")).toBeVisible();

  const newcomer = await at.opensMail(email, "account_password", "Sign in");
  await at.startsWithTemporaryPassword(newcomer, email, "nora.h");
  await at.open("Groups");
  await page.getByRole("link", { name: "Bees" }).click();
  await expect(at.row("Nora Haddad")).toContainText("Learner");
});

test("in the browser: a group, several addresses, roles, Invite; Invited users, a reminder with a message, a user removed; who joins is a current member", async ({
  page,
  at,
}) => {
  const [ana, ben] = [at.address("ana"), at.address("ben")];
  await at.makeGroup("Wasps");
  await page.getByRole("link", { name: "Invite users" }).first().click();
  await expect(page.getByRole("button", { name: "Remove Wasps" })).toBeVisible();
  await page.getByRole("textbox", { name: "Email addresses" }).fill(`${ana}; ${ben}`);
  await page.getByRole("checkbox", { name: "Learner" }).check();
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  for (const email of [ana, ben]) await at.mails(email, 1);

  await at.open("Groups");
  await page.getByRole("link", { name: "Wasps" }).click();
  await page.getByRole("link", { name: "Invited users" }).click();
  await at.row(ana).getByRole("link", { name: "Send reminder" }).click();
  await page.getByLabel("Message").fill("We begin on Monday");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(page.getByText(`A reminder to ${ana} is on its way`)).toBeVisible();
  await at.fromMenu(ben, "Remove user");
  await page.getByRole("button", { name: "Delete user" }).click();
  await expect(at.row(ana)).toBeVisible();
  await expect(at.row(ben)).toHaveCount(0);

  await at.mails(ana, 2);
  const newcomer = await at.opensMail(ana, "reminder", "Accept invitation");
  await joins(newcomer, { first: "Ana", last: "Ruiz" });
  await expect(newcomer.getByRole("heading", { level: 1, name: "Hello, Ana" })).toBeVisible();
  const [, first = ""] = await at.linksTo(ana);
  expect(await at.leadsIn(first)).toBe(false);
  await page.reload();
  await expect(at.row(ana)).toHaveCount(0);
  await page.getByRole("link", { name: /^Members/ }).click();
  await expect(at.row("Ana Ruiz")).toContainText("Learner");
});

test("in the browser: CSV import, the template filled in with a group's ID and a role's number, people set up by it", async ({
  page,
  at,
}) => {
  const zoe = at.address("zoe");
  const groupId = await at.makeGroup("Hornets");
  await at.open("Users");
  await page.getByRole("link", { name: "CSV import" }).click();
  const header = await at.template();
  expect(header).toBe("email,username,first_name,name,role,group,language");
  await at.upload("class.csv", [header, `${zoe},,Zoe,Moor,3,${groupId},en`]);
  await page.getByRole("link", { name: "Go on with 1 person" }).first().click();
  await page.getByRole("button", { name: "Set 1 up without an invitation" }).click();
  await at.mails(zoe, 1);
  await at.open("Users");
  await expect(at.row(zoe)).toContainText("Current member");
});
