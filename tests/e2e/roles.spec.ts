import { expect, test } from "./support/test.ts";

const skills = "northwind-skills";

test("an administrator makes a role and invites somebody as it, who sees exactly what it says", async ({
  page,
  browser,
  demo,
  signIn,
  mailbox,
}) => {
  const role = `Desk ${Date.now()}`;
  const email = `desk-${Date.now()}@example.com`;
  await signIn(page, "admin", skills);
  await page.goto(`/w/${skills}/settings/roles`);
  await page.getByRole("link", { name: "New role" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill(role);
  await page.getByLabel("In one line").fill("Answers who asks for a course.");
  await page.getByRole("checkbox", { name: "In a group" }).check();
  await page.getByRole("checkbox", { name: "See people and invitations" }).check();
  await page.getByRole("checkbox", { name: "See courses and sessions" }).check();
  await page.getByRole("button", { name: "Create the role" }).click();
  await expect(page.getByRole("link", { name: role })).toBeVisible();

  await page.goto(`/w/${skills}/people/invite`);
  await page.getByRole("textbox", { name: "Email addresses" }).fill(email);
  await page.getByRole("checkbox", { name: "Learner" }).uncheck();
  await page.getByRole("checkbox", { name: role }).check();
  await page
    .getByRole("combobox", { name: /^Groups/ })
    .and(page.locator("input"))
    .fill("Onboarding");
  await page.getByRole("option", { name: "Onboarding", exact: true }).click();
  await page.getByRole("button", { name: "Send invitation" }).click();
  await expect(page).toHaveURL(new RegExp(`/w/${skills}/people`));

  const link = mailbox.linkIn(await mailbox.latest(email, "invitation"));
  const context = await browser.newContext({ baseURL: demo.origin, locale: "en-GB" });
  const newcomer = await context.newPage();
  await newcomer.goto(link);
  await expect(newcomer.getByText("Answers who asks for a course.")).toBeVisible();
  await newcomer.getByLabel("First name").fill("Dora");
  await newcomer.getByLabel("Last name").fill("Esk");
  await newcomer.getByLabel("Password", { exact: true }).fill("seven green bicycles");
  await newcomer.getByRole("button", { name: /^Join / }).click();

  await newcomer.goto(`/w/${skills}/people`);
  const nav = newcomer.getByRole("navigation", { name: "Main" });
  await expect(nav.getByRole("link", { name: "Courses" })).toBeVisible();
  for (const name of ["Imports", "Audit log", "Settings", "Roles"]) {
    await expect(nav.getByRole("link", { name })).toHaveCount(0);
  }
  await expect(newcomer.getByRole("link", { name: /^Invite/ })).toHaveCount(0);
  await expect(newcomer.getByText("Castellanos")).toBeVisible();
  await expect(newcomer.getByText("Halvorsen")).toHaveCount(0);
  expect((await newcomer.goto(`/w/${skills}/settings/roles`))?.status()).toBe(403);
  await context.close();

  await page.goto(`/w/${skills}/settings/roles`);
  await page.getByRole("link", { name: role }).click();
  await page.getByLabel("What its people get instead").selectOption({ label: "Learner" });
  await page.getByRole("button", { name: "Delete the role" }).click();
  await expect(page.getByText(`The role “${role}” is deleted`).first()).toBeVisible();
  await expect(page.getByRole("link", { name: role })).toHaveCount(0);
});
