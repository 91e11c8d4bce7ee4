import { expect, test } from "./support/test.ts";

const skills = "northwind-skills";

test("without scripts: upload, mend a row and a group, send, and fetch what failed", async ({
  page,
  signIn,
}) => {
  const stamp = Date.now();
  const rows = [
    "email,first_name,role",
    `plain-${stamp}@example.com,Ana,lerner`,
    `plain2-${stamp}(at)example.com,Ben,lerner`,
    "nobody,Cy,",
    "nobody at all,Di,",
  ];
  await signIn(page, "admin", skills);
  await page.goto(`/w/${skills}/people`);
  await page.getByRole("link", { name: "Import people" }).click();
  await page.getByLabel("File", { exact: true }).setInputFiles({
    name: "plain.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(`${rows.join("\n")}\n`),
  });
  await page.getByRole("button", { name: "Upload the file" }).click();
  await page.waitForURL(/\/review$/);
  await expect(page.getByLabel("Put instead, for: Unknown role: “lerner”")).toHaveValue("learner");
  await page.getByRole("button", { name: "Replace in 1 row" }).click();
  await expect(page.getByText("Checked again: 3 rows have errors")).toBeVisible();
  await page.getByRole("button", { name: `Use plain2-${stamp}@example.com` }).click();
  await page.getByRole("button", { name: "Replace in 1 row" }).click();
  await expect(page.getByText("Checked again: 2 rows have errors")).toBeVisible();
  await page.getByLabel("Email address, line 4").fill(`plain3-${stamp}@example.com`);
  await page.getByRole("button", { name: "Save line 4" }).click();
  await expect(page.getByText("Checked again: 1 row has an error")).toBeVisible();
  await page.getByRole("link", { name: "Go on with 3 people" }).first().click();
  await expect(page.getByRole("row", { name: "Will be invited 3" })).toBeVisible();
  await page.getByRole("button", { name: "Send 3 invitations" }).click();
  // The page loads itself again until the import is done.
  await page.waitForURL(/\/result$/, { timeout: 30_000 });
  await expect(page.getByText("3 people are invited")).toBeVisible();
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download failed rows" }).click();
  expect((await download).suggestedFilename()).toBe("failed-rows.csv");
  await page.getByRole("link", { name: "Show these people" }).click();
  await expect(page.getByText("Only people of one import.")).toBeVisible();
  await expect(page.getByText(`plain3-${stamp}@example.com`)).toBeVisible();
});
