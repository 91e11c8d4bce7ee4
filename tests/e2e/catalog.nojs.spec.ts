import { expect, test } from "./support/test.ts";

test.use({ viewport: { width: 390, height: 844 } });

test("on a phone without scripts: the catalog, a search in vain and one that finds, the course, the way in and back", async ({
  page,
  demo,
}) => {
  const fits = async () =>
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  const catalog = `/w/${demo.workspace}/catalog`;
  await page.goto(catalog);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Courses");
  await fits();

  await page.getByLabel("Search").fill("knitting in the dark");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page.getByRole("heading", { name: "Nothing fits" })).toBeVisible();
  await page.getByRole("link", { name: "Show all courses" }).click();

  await page.getByLabel("Search").fill("spéaking");
  await page.getByLabel("Topic").selectOption({ label: "At work" });
  await page.getByLabel("With a date to come").check();
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page).toHaveURL(/q=sp%C3%A9aking&topic=at\+work.*dated=1/);
  await expect(page.locator("main li")).toHaveCount(1);
  await page.getByRole("link", { name: "Speaking so that people listen" }).click();

  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Speaking so that people listen");
  await expect(page.getByText("12 places left").first()).toBeVisible();
  await fits();
  await expect(page.getByRole("main").getByRole("link", { name: "Sign in" })).toHaveAttribute(
    "href",
    /returnTo=.*catalog/,
  );
  // The second date is chosen, and goes with whoever registers.
  await page.getByRole("radio").nth(1).check();
  await page.getByRole("button", { name: "Enrol for free" }).click();
  await expect(page).toHaveURL(/\/register\?course=crs_\w+&session=cos_\w+/);
});

test("whoever signs in from a course comes back to it, and enrols by one press", async ({
  page,
  demo,
  signIn,
}) => {
  await page.goto(`/w/${demo.workspace}/catalog?q=spreadsheets`);
  await page.getByRole("link", { name: "Spreadsheets without fear" }).click();
  const course = page.url();
  // The demo's learner reads Spanish.
  await signIn(page, "learner");
  await page.goto(course);
  await page.getByRole("button", { name: "Inscribirse" }).click();
  await expect(page).toHaveURL(/\/learn\/courses\/crs_/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Spreadsheets without fear");
  await page.goto(course);
  await expect(page.getByText("Ya tienes tu inscripción.")).toBeVisible();
  await page.getByRole("link", { name: "Empezar a aprender" }).click();
  await expect(page).toHaveURL(/\/learn\/courses\/crs_/);
});
