import { expect, test } from "./support/test.ts";

test.use({ viewport: { width: 390, height: 844 } });

const password = "seven green bicycles";

test("on a phone without scripts: a registration link with one place left takes one, and tells the next", async ({
  page,
  request,
  demo,
  mailbox,
}) => {
  const headers = { Authorization: `Bearer ${demo.apiKey}` };
  const title = "Knots for beginners";
  const course = await request.post("/api/v1/courses", { headers, data: { title, status: "published" } });
  const { id: courseId } = (await course.json()) as { id: string };
  const made = await request.post("/api/v1/registration-links", {
    headers,
    data: { name: "One place", maxUses: 1, courseIds: [courseId] },
  });
  expect(made.status()).toBe(201);
  const { url } = (await made.json()) as { url: string };
  const fits = async () =>
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);

  await page.goto(url);
  await expect(page.getByText("1 place left")).toBeVisible();
  await expect(page.getByText(title)).toBeVisible();
  await fits();
  await page.getByLabel("First name").fill("Kim");
  await page.getByLabel("Email address").fill("knots@example.com");
  await page.getByRole("button", { name: "Send me the link" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Look in your mailbox");
  await page.goto(mailbox.linkIn(await mailbox.latest("knots@example.com", "registration")));
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.locator("main form").getByRole("button").last().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sign in to Northwind Academy");
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
  await fits();

  await page.context().clearCookies();
  await page.goto(url);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("No place is left");
  await fits();
});

test("on a phone without scripts: who registered waits, is approved, and signs in by the mail", async ({
  page,
  browser,
  mailbox,
  signIn,
}) => {
  const workspace = "northwind-coaching";
  const base = `/w/${workspace}`;
  await signIn(page, "admin", workspace);
  await page.goto(`${base}/settings/policies/registering`);
  await page.locator('[name="selfreg.check"][value="moderated"]').check();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  // What it meets is said once before it is done.
  const confirm = page.getByRole("button", { name: "Save it like this" });
  if (await confirm.isVisible()) await confirm.click();
  await expect(page).toHaveURL(/\/settings\/policies$/);
  await page.goto(`${base}/registration-links/new`);
  await page.getByLabel("Name", { exact: true }).fill("Club evening");
  await page.getByRole("button", { name: "Make the link" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Club evening");
  const url = await page.getByLabel("Address", { exact: true }).inputValue();
  const code = await page.getByLabel(/^Security code/).inputValue();

  const context = await browser.newContext({
    javaScriptEnabled: false,
    viewport: { width: 390, height: 844 },
  });
  const stranger = await context.newPage();
  const email = "club-evening@example.com";
  await stranger.goto(url);
  await stranger.getByLabel("First name").fill("Cora");
  await stranger.getByLabel("Email address").fill(email);
  await stranger.getByLabel(/^Security code/).fill(code);
  await stranger.getByRole("button", { name: "Send me the link" }).click();
  await stranger.goto(mailbox.linkIn(await mailbox.latest(email, "registration")));
  await stranger.getByLabel("Password", { exact: true }).fill(password);
  await stranger.locator("main form").getByRole("button").last().click();
  await expect(stranger.getByText("A mail tells you when you are in")).toBeVisible();

  await page.goto(`${base}/registrations?status=waiting`);
  await expect(page.getByText(email)).toBeVisible();
  await page.getByRole("checkbox", { name: /Cora/ }).check();
  await page.getByRole("button", { name: "Approve those ticked" }).click();
  await expect(page.getByText("1 person is in, and told by mail")).toBeVisible();

  const mail = await mailbox.latest(email, "registration_approved");
  const there = /https?:\/\/\S+\/sign-in\S*/.exec(mail.text)?.[0] ?? "";
  await stranger.goto(there);
  await stranger.getByLabel("Email address").fill(email);
  await stranger.getByLabel("Password", { exact: true }).fill(password);
  await stranger.getByRole("button", { name: "Sign in" }).click();
  await expect(stranger.getByRole("heading", { level: 1 })).toContainText("Cora");
  await context.close();
});
