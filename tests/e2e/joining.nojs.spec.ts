import { expect, test } from "./support/test.ts";

const password = "seven green bicycles";

test("without scripts: mail, password, landing, language, sessions, signing out and in", async ({
  page,
  request,
  demo,
  mailbox,
}) => {
  const email = "noscript@example.com";
  const response = await request.post("/api/v1/invitations", {
    headers: { Authorization: `Bearer ${demo.apiKey}` },
    data: { email, roles: ["learner"], language: "en" },
  });
  expect(response.status()).toBe(201);
  await page.goto(mailbox.linkIn(await mailbox.latest(email, "invitation")));
  await expect(page.getByRole("button", { name: "Show password" })).toBeHidden();

  await page.getByLabel("Language").selectOption("de");
  await page.getByRole("button", { name: "Change language" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
  await page.getByLabel("Sprache").selectOption("en");
  await page.getByRole("button", { name: "Sprache ändern" }).click();

  await page.getByLabel("First name").fill("Nora");
  await page.getByLabel("Password", { exact: true }).fill("password1234");
  await page.getByRole("button", { name: /^Join / }).click();
  await expect(page.getByText(/Choose another one/).first()).toBeVisible();
  await expect(page.getByLabel("First name")).toHaveValue("Nora");
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: /^Join / }).click();
  await expect(page.getByLabel("Email address")).toHaveValue(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Hello, Nora");

  await page.getByRole("button", { name: /your menu/ }).click();
  await page.getByRole("link", { name: "Where you are signed in" }).click();
  await expect(page.getByText("This device", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: /your menu/ }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByText("You are signed out.")).toBeVisible();

  await page.goto(`/w/${demo.workspace}/account/sessions`);
  await page.getByLabel("Email address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert").first()).toContainText("do not match");
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/account\/sessions$/);
});
