import { expect, test } from "./support/test.ts";

test("a group is made in a dialog over the tree, which axe has nothing against", async ({
  page,
  demo,
  signIn,
  axe,
}) => {
  const name = `Circle ${Date.now()}`;
  await signIn(page, "admin");
  await page.goto(`/w/${demo.workspace}/groups`);
  await axe(page);
  await page.getByRole("link", { name: "New group" }).click();
  const dialog = page.getByRole("dialog", { name: "New group" });
  await expect(dialog.getByLabel("Name")).toBeFocused();
  await axe(page);
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await page.getByRole("link", { name: "New group" }).click();
  // What is wrong is said in the dialog.
  await dialog.getByRole("button", { name: "Create the group" }).click();
  await expect(dialog.getByRole("alert")).toContainText("Enter a name.");
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByRole("button", { name: "Create the group" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
  await axe(page);
});
