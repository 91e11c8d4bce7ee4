import type { Page } from "@playwright/test";
import { expect, test } from "./support/test.ts";

test.use({ viewport: { width: 390, height: 844 } });

const workspace = "northwind-skills";
const base = `/w/${workspace}`;
const password = "seven green bicycles";
const title = "Tides and charts";

const fits = async (page: Page) =>
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);

/** A workspace in which whoever registers is in at once, with a course in its catalog. Its address. */
async function openWide(page: Page): Promise<string> {
  await page.goto(`${base}/settings/policies/registering`);
  await page.locator('[name="selfreg.mode"][value="catalog"]').check();
  await page.locator('[name="selfreg.roles"][value="learner"]').check();
  await page.locator('[name="selfreg.check"][value="free"]').check();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const confirm = page.getByRole("button", { name: "Save it like this" });
  if (await confirm.isVisible()) await confirm.click();
  await expect(page).toHaveURL(/\/settings\/policies$/);
  await page.goto(`${base}/courses/new`);
  await page.locator('[name="title"]').fill(title);
  await page.locator('[name="status"][value="published"]').check();
  await page.locator('[name="visibility"][value="catalog"]').check();
  await page.locator("main form button[type=submit]").last().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
  return new URL(page.url()).pathname;
}

test("on a phone without scripts: in the course at once, then the mailbox and a password, and what was done is kept", async ({
  page,
  browser,
  mailbox,
  signIn,
}) => {
  const email = "tides@example.com";
  await signIn(page, "admin", workspace);
  const course = await openWide(page);
  const courseId = course.split("/").at(-1);

  const context = await browser.newContext({
    javaScriptEnabled: false,
    viewport: { width: 390, height: 844 },
  });
  const learner = await context.newPage();
  await learner.goto(`${base}/catalog/${courseId}`);
  await learner.locator("main form").getByRole("button").first().click();
  await expect(learner.getByText("you are in. A mail follows")).toBeVisible();
  await fits(learner);
  await learner.getByLabel("First name").fill("Tia");
  await learner.getByLabel("Last name").fill("Tide");
  await learner.getByLabel("Email address").fill(email);
  await learner.getByRole("button", { name: "Start now" }).click();
  await expect(learner).toHaveURL(new RegExp(`/learn/courses/${courseId}$`));
  await expect(learner.getByRole("heading", { level: 1 })).toHaveText(title);
  await expect(learner.getByText(`${email} is not confirmed yet`)).toBeVisible();
  await fits(learner);

  await page.goto(`${base}/people?q=tide`);
  await expect(page.getByText(`Says to be ${email}`)).toBeVisible();
  await fits(page);
  await page.goto(`${course}?tab=learners`);
  await expect(page.getByText("(address not confirmed)")).toBeVisible();
  await page.getByLabel("Progress of Tia Tide in per cent").fill("40");
  await page.getByRole("button", { name: "Set" }).first().click();

  await learner.getByRole("button", { name: "Mail it again" }).click();
  await expect(learner.getByText(`A mail to ${email} is on its way`)).toBeVisible();
  await fits(learner);
  const mail = await mailbox.latest(email, "registration");
  await learner.goto(mailbox.linkIn(mail));
  await expect(learner.getByRole("heading", { level: 1 })).toHaveText(`Start “${title}”`);
  await learner.getByLabel("Password", { exact: true }).fill(password);
  await learner.locator("main form").getByRole("button").last().click();
  await expect(learner).toHaveURL(new RegExp(`/learn/courses/${courseId}$`));
  await expect(learner.getByRole("heading", { level: 1 })).toHaveText(title);
  await expect(learner.getByRole("img", { name: `Your progress in ${title}: 40 %` })).toBeVisible();
  await expect(learner.getByText("is not confirmed yet")).toHaveCount(0);
  await context.close();
});

test("on a phone without scripts: whoever is signed in elsewhere joins by one press", async ({
  page,
  demo,
  signIn,
}) => {
  const courses = await page.request.get(`/api/v1/catalog/${workspace}`);
  const { data } = (await courses.json()) as { data: { id: string; title: string }[] };
  const course = data.find((one) => one.title === title);
  if (!course) throw new Error("the course of the test before is not there");
  await signIn(page, "learner");
  const learner = demo.signIns.find((one) => one.workspace === demo.workspace && one.role === "learner");
  await page.goto(`${base}/register?course=${course.id}`);
  await fits(page);
  // In their own language.
  await page.getByRole("button", { name: learner?.email ?? "" }).click();
  await expect(page).toHaveURL(new RegExp(`/learn/courses/${course.id}$`));
  await fits(page);
});
