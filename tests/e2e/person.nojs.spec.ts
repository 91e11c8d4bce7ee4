import { expect, test } from "./support/test.ts";

const skills = "northwind-skills";

test("without scripts: somebody of the part that one sees is put into a group and taken out of it", async ({
  page,
  signIn,
}) => {
  await signIn(page, "group_admin", skills);
  await page.goto(`/w/${skills}/people`);
  await expect(page.getByText("You see the people of Onboarding.")).toBeVisible();
  await page.getByRole("searchbox", { name: "Search names and addresses" }).fill("ara.choi");
  await page.getByRole("button", { name: "Apply" }).click();
  await page.locator("[data-row-link]").first().click();
  const group = page.getByRole("link", { name: "Onboarding", exact: true });
  const tick = page.getByRole("checkbox", { name: "Onboarding", exact: true });
  const change = page.getByRole("link", { name: "Change units and groups" });
  // They belong to a unit as well: their labels and fields are not this administrator's.
  await expect(page.getByRole("link", { name: "Change labels and fields" })).toHaveCount(0);
  await change.click();
  await tick.check();
  await page.getByRole("button", { name: "Save units and groups" }).click();
  await expect(group).toBeVisible();
  await change.click();
  await tick.uncheck();
  await page.getByRole("button", { name: "Save units and groups" }).click();
  await expect(group).toHaveCount(0);
});
