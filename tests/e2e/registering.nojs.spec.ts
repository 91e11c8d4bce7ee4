import type { APIRequestContext } from "@playwright/test";
import { type Demo, expect, test } from "./support/test.ts";

test.use({ viewport: { width: 390, height: 844 } });

/** A free course in the catalog of the demo. */
async function offer(request: APIRequestContext, demo: Demo, title: string): Promise<string> {
  const made = await request.post("/api/v1/courses", {
    headers: { Authorization: `Bearer ${demo.apiKey}` },
    data: { title, status: "published", visibility: "catalog" },
  });
  expect(made.status()).toBe(201);
  return ((await made.json()) as { id: string }).id;
}

test("on a phone without scripts: a course of the catalog, name and address, the mailbox, a password, the course", async ({
  page,
  request,
  demo,
  mailbox,
}) => {
  const title = "Sailing in small boats";
  const email = "sailor@example.com";
  const courseId = await offer(request, demo, title);
  const fits = async () =>
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.goto(`/w/${demo.workspace}/catalog/${courseId}`);
  await page.locator("main form").getByRole("button").first().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Start “${title}”`);
  await fits();
  await page.getByLabel("First name").fill("Sina");
  await page.getByLabel("Email address").fill(email);
  await page.getByRole("button", { name: "Send me the link" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Look in your mailbox");
  await fits();

  const mail = await mailbox.latest(email, "registration");
  expect(mail.subject).toBe(`Confirm your address and start “${title}”`);
  await page.goto(mailbox.linkIn(mail));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Start “${title}”`);
  await expect(page.getByLabel("First name")).toHaveValue("Sina");
  await fits();
  await page.getByLabel("Password", { exact: true }).fill("seven green bicycles");
  await page.getByRole("button", { name: "Start", exact: true }).click();
  // The demo sends everybody through its sign-in page, from there to where they wanted to go.
  await expect(page).toHaveURL(/\/sign-in\?joined=1/);
  await page.getByLabel("Password", { exact: true }).fill("seven green bicycles");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(new RegExp(`/learn/courses/${courseId}$`));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
  await fits();
});

test("whoever is a member already is told by mail, signs in and enrols by one press", async ({
  page,
  request,
  demo,
  mailbox,
  signIn,
}) => {
  const title = "Reading the weather";
  const courseId = await offer(request, demo, title);
  const learner = demo.signIns.find(
    ({ workspace, role }) => workspace === demo.workspace && role === "learner",
  );
  if (!learner) throw new Error("The demo has no learner.");
  await page.goto(`/w/${demo.workspace}/register?course=${courseId}`);
  await page.getByLabel("First name").fill("Somebody");
  await page.getByLabel("Email address").fill(learner.email);
  await page.getByRole("button", { name: "Send me the link" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Look in your mailbox");
  const mail = await mailbox.latest(learner.email, "registration_known");
  expect(mail.text).toContain(`/w/${demo.workspace}/sign-in?returnTo=`);
  await signIn(page, "learner");
  await page.goto(`/w/${demo.workspace}/catalog/${courseId}`);
  await page.locator("main form").getByRole("button").first().click();
  await expect(page).toHaveURL(new RegExp(`/learn/courses/${courseId}$`));
});
