import { expect, test } from "./support/test.ts";

const skills = "northwind-skills";

test("a field is made and answered on a person's page, a label given, and a role where it holds", async ({
  page,
  signIn,
  axe,
}) => {
  const name = `Locker ${Date.now()}`;
  await signIn(page, "admin", skills);
  await page.goto(`/w/${skills}/settings/fields`);
  const choices = page.getByRole("textbox", { name: "Choices" });
  await expect(choices).toBeHidden();
  await page.getByRole("textbox", { name: "Name" }).fill(name);
  await page.getByRole("combobox", { name: "Answer" }).selectOption("choice");
  await choices.fill("Ground floor\nCellar");
  // Forms of invitations that others have open meanwhile are not to know it.
  await page.getByRole("checkbox", { name: "When inviting" }).uncheck();
  await page.getByRole("button", { name: "Create the field" }).click();
  await expect(page.getByRole("link", { name })).toBeVisible();
  await page.getByRole("button", { name: `Move ${name} up` }).click();
  await expect(page.getByRole("row").last()).not.toContainText(name);

  await page.goto(`/w/${skills}/people?q=rhys.pemberton`);
  await page.locator("[data-row-link]").first().click();
  await page.getByRole("link", { name: "Change labels and fields" }).click();
  await page.getByRole("combobox", { name: /^Labels/ }).fill("returner, tall");
  await page.getByRole("combobox", { name: new RegExp(name) }).selectOption("Cellar");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const about = page.getByRole("region", { name: "Labels and fields" });
  await expect(about.getByText("tall", { exact: true })).toBeVisible();
  await expect(about.locator("dl > div").filter({ hasText: name })).toContainText("Cellar");

  await page.getByRole("link", { name: "Change roles" }).click();
  const where = page.getByRole("combobox", { name: "Groups of the role Group administrator" });
  await expect(where).toBeHidden();
  await page.getByRole("checkbox", { name: "Group administrator" }).check();
  await where.fill("week one");
  await page.getByRole("option", { name: /week one/ }).click();
  await axe(page);
  await page.getByRole("button", { name: "Save roles" }).click();
  const facts = page.locator("dl").first();
  await expect(facts).toContainText("Group administrator: Onboarding – week one");

  // As it was, for the next run.
  await page.getByRole("link", { name: "Change roles" }).click();
  await page.getByRole("checkbox", { name: "Group administrator" }).uncheck();
  await page.getByRole("button", { name: "Save roles" }).click();
  await expect(facts).not.toContainText("Group administrator");
  await page.goto(`/w/${skills}/settings/fields`);
  await page.getByRole("link", { name }).click();
  await page.getByRole("button", { name: "Ask no more" }).click();
  await expect(page.getByRole("heading", { name: "Asked no more" })).toBeVisible();
});
