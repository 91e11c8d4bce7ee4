import { expect, test } from "./support/test.ts";

const skills = "northwind-skills";

test("without scripts: ticked people get a label, each is told of, and it is taken back", async ({
  page,
  signIn,
}) => {
  const label = `nojs ${Date.now()}`;
  await signIn(page, "admin", skills);
  await page.goto(`/w/${skills}/people?status=active&q=castellanos`);
  await page
    .getByRole("checkbox", { name: /^Select Nina/ })
    .first()
    .check();
  await page.getByRole("button", { name: "Change people …" }).click();
  await page.getByRole("button", { name: "Add labels …" }).click();
  await expect(page.getByText("For 1 selected person.")).toBeVisible();
  await page.getByLabel("Labels").fill(label);
  await page.getByRole("button", { name: "Look at what will happen" }).click();
  await expect(page.getByText(`1 person is labelled ${label}.`)).toBeVisible();
  await page.getByRole("button", { name: "Label 1 person" }).click();
  const reload = page.getByRole("link", { name: "Load again to see how far it is" });
  const back = page.getByRole("link", { name: "Take back …" });
  await expect(async () => {
    if (await reload.isVisible()) await reload.click();
    await expect(back).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 40_000, intervals: [1_000] });
  await expect(page.getByRole("row", { name: /Nina Castellanos/ })).toContainText("Changed");
  await back.click();
  await expect(page.getByText(`1 person is no longer labelled ${label}.`)).toBeVisible();
});
