import { expect, test } from "./support/test.ts";

test("on a phone: nothing of the catalog is out of reach, by day and by night", async ({
  page,
  demo,
  axe,
}) => {
  const tooWide = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  const catalog = `/w/${demo.workspace}/catalog`;
  for (const query of ["", "?q=knitting", "?lang=de", "?topic=languages"]) {
    await page.goto(`${catalog}${query}`);
    expect([query, await tooWide()]).toEqual([query, 0]);
    await axe(page);
  }
  await page.goto(`${catalog}?q=speaking`);
  await page.getByRole("main").getByRole("listitem").first().tap();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Speaking so that people listen");
  expect(await tooWide()).toBe(0);
  await axe(page);
  await page.getByText("No date for now").tap();
  await expect(page.getByRole("radio", { name: /No date for now/ })).toBeChecked();
});
