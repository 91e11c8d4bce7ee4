import type { Page } from "@playwright/test";
import { expect, test } from "./support/test.ts";

const skills = "northwind-skills";

/** Uploads a file and waits for its rows. */
async function review(page: Page, text: string): Promise<void> {
  await page.goto(`/w/${skills}/imports/new`);
  await page.waitForLoadState("networkidle");
  await page.getByLabel("Drop a file here, or choose one").setInputFiles({
    name: "people.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(text),
  });
  await page.getByRole("button", { name: "Upload the file" }).click();
  await page.waitForURL(/\/review$/);
  await page.goto(`${page.url()}?show=all`);
  await page.waitForLoadState("networkidle");
}

test("cells are changed and changes taken back by keyboard, and Ctrl+Z belongs to whoever is typing", async ({
  page,
  signIn,
}) => {
  const stamp = Date.now();
  await signIn(page, "admin", skills);
  await review(page, `email,first_name\na-${stamp}@example.com,Ana\nb-${stamp}@example.com,Ben\n`);
  const ana = page.getByLabel("First name, line 2");
  const ben = page.getByLabel("First name, line 3");
  await ana.fill("Anna");
  await ana.press("Enter");
  await expect(page.getByRole("button", { name: "Undo: line 2 corrected" })).toBeVisible();
  await expect(ben).toBeFocused();
  await ben.fill("Benn");
  await ben.press("Enter");
  const undo = page.getByRole("button", { name: "Undo: line 3 corrected" });
  await expect(undo).toBeVisible();

  // Half a word: the browser takes back what was typed, and the change of the row stays.
  await ben.pressSequentially("y");
  await ben.press("Control+z");
  await expect(undo).toBeVisible();
  await ben.press("Escape");
  await expect(ben).toHaveValue("Benn");

  await ben.press("Control+z");
  await expect(ben).toHaveValue("Ben");
  await expect(page.getByRole("button", { name: "Undo: line 2 corrected" })).toBeVisible();
  // The rows are made anew, and the keyboard goes on where it was.
  await expect(ben).toBeFocused();
  await ben.press("Control+z");
  await expect(ana).toHaveValue("Ana");
  await expect(page.getByRole("button", { name: /^Undo:/ })).toHaveCount(0);
});

test("a text is replaced in a column after a look at what changes, wide and narrow", async ({
  page,
  signIn,
  axe,
}) => {
  const stamp = Date.now();
  await signIn(page, "admin", skills);
  await review(
    page,
    `email,first_name,role\na-${stamp}@example.com,Ana,Pupil one\nb-${stamp}@example.com,Ben,PUPIL ONE\nc-${stamp}@example.com,Cem,\n`,
  );
  await page.getByText("Find and replace in a column").click();
  await page.getByLabel("Column", { exact: true }).selectOption({ label: "role (Role)" });
  await page.getByLabel("Find", { exact: true }).fill("pupil one");
  await page.getByLabel("Replace with").fill("learner");
  await page.getByLabel("Find", { exact: true }).press("Enter");
  const go = page.getByRole("button", { name: "Replace in 2 cells" });
  await expect(go).toBeVisible();
  await axe(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await axe(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await go.click();
  await expect(page.getByText("Replaced in 2 cells")).toBeVisible();
  await expect(page.getByLabel("Role, line 3")).toHaveValue("learner");
  const undo = page.getByRole("button", {
    name: "Undo: “pupil one” replaced by “learner” in 2 cells of role",
  });
  await axe(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await undo.click();
  await expect(page.getByLabel("Role, line 3")).toHaveValue("PUPIL ONE");
  await expect(undo).toHaveCount(0);
});
