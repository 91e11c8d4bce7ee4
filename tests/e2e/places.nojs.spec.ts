import { expect, test } from "./support/test.ts";

const skills = "northwind-skills";

test("without scripts: a course is found, its tabs opened, and somebody's progress set", async ({
  page,
  signIn,
}) => {
  await signIn(page, "instructor", skills);
  await page.goto(`/w/${skills}/courses`);
  await page.getByLabel("Search by title").fill("LISTENING");
  await page.getByRole("button", { name: "Search" }).click();
  await page.getByRole("link", { name: "Selling by listening" }).click();
  await page.getByRole("link", { name: /^Learners/ }).click();
  const progress = page.getByLabel("Progress of Nina Castellanos in per cent");
  await progress.fill("35");
  await progress.press("Enter");
  await expect(page.getByLabel("Progress of Nina Castellanos in per cent")).toHaveValue("35");
  await page.getByRole("link", { name: /^Sessions/ }).click();
  await expect(page.getByRole("link", { name: "Role plays for EMEA" })).toBeVisible();
});

test("without scripts: the groups of one's part, and switching between two roles and back", async ({
  page,
  signIn,
}) => {
  await signIn(page, "group_admin", skills);
  await page.goto(`/w/${skills}/groups`);
  const tree = page.getByRole("navigation", { name: "The tree of groups" });
  await expect(tree.getByRole("link")).toHaveText([
    "Onboarding",
    /^Onboarding – buddies/,
    "Onboarding – week one",
  ]);
  await page.context().clearCookies();

  await signIn(page, "instructor+learner", skills);
  await page.getByRole("button", { name: /your menu/ }).click();
  await page.getByRole("button", { name: "Learner", exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`/w/${skills}/learn$`));
  await page.getByRole("main").getByRole("button", { name: "Act in all your roles" }).click();
  await page.goto(`/w/${skills}/courses`);
  await expect(page.getByRole("link", { name: "New course" })).toBeVisible();
});
