import { expect, test } from "./support/test.ts";

const skills = "northwind-skills";

test("by keyboard: a manager goes from ticked people to a unit that a search finds, and reads what will happen", async ({
  page,
  signIn,
  axe,
}) => {
  await signIn(page, "unit_manager", skills);
  await page.goto(`/w/${skills}/people?status=active`);
  const row = page.getByRole("checkbox", { name: /^Select / }).nth(2);
  await row.focus();
  await page.keyboard.press("Space");
  await expect(page.getByText("1 selected")).toBeVisible();
  const menu = page.getByRole("button", { name: "Change people …" });
  await menu.focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Add to a group …" })).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Move to a unit …" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Move people to a unit" })).toBeVisible();
  await axe(page);
  const box = page.getByRole("combobox", { name: "Unit" }).and(page.locator("input"));
  await box.focus();
  // What is not of the manager's part is not there.
  await page.keyboard.type("Engineering");
  await expect(page.getByRole("option")).toHaveCount(0);
  await box.fill("Sales EMEA");
  await page.getByRole("option", { name: /^Sales EMEA/ }).waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Remove Sales EMEA" })).toBeVisible();
  await page.getByRole("button", { name: "Look at what will happen" }).focus();
  await page.keyboard.press("Enter");
  await expect(
    page.getByText(/moves to Sales EMEA|There is nobody for whom this changes something/),
  ).toBeVisible();
  await axe(page);
});
