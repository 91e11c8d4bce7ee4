import { png } from "../support/pictures.ts";
import { expect, test } from "./support/test.ts";

test.use({ timezoneId: "America/Lima" });

test("a workspace from the switcher: guessed address and zone, a logo, own words, a test, the first invitation", async ({
  page,
  signIn,
  mailbox,
  axe,
}) => {
  const stamp = Date.now();
  const name = `Füße ${stamp}`;
  await signIn(page, "admin", "northwind-academy");
  await page.goto("/w/northwind-academy/people");
  await page.getByRole("button", { name: /switch workspace/i }).click();
  await page.getByRole("link", { name: "All workspaces of Northwind Learning" }).click();
  await expect(page.getByRole("heading", { name: "Northwind Learning", level: 1 })).toBeVisible();
  await axe(page);
  await page.getByRole("link", { name: "New workspace" }).click();
  await page.getByRole("textbox", { name: "Name", exact: true }).fill(name);
  await expect(page.getByLabel("Address", { exact: true })).toHaveValue(`fusse-${stamp}`);
  await expect(page.getByLabel("Time zone")).toHaveValue("America/Lima");
  await axe(page);
  await page.getByRole("button", { name: "Make the workspace" }).click();
  await expect(page.getByText(`${name} is ready`)).toBeVisible();
  await page.getByRole("link", { name: "Add your logo and colour" }).click();

  const logo = { name: "logo.png", mimeType: "image/png", buffer: Buffer.from(png(320, 96)) };
  await page.getByLabel("Picture").setInputFiles(logo);
  await page.getByRole("button", { name: "Upload logo" }).click();
  await expect(page.getByRole("img", { name: "The logo as it is now" })).toBeVisible();

  await axe(page);
  await page.getByRole("link", { name: "Words of mails" }).click();
  const subject = page.getByLabel(/^Subject/);
  await subject.fill("{first_name}, come to {workspace}");
  await expect(page.getByText(`Ana, come to ${name}`)).toBeVisible();
  await subject.fill("{nobody}");
  await expect(page.getByText("There is no variable {nobody}.")).toBeVisible();
  // The mail stays as it was before the slip, and the test is of what stands in the form.
  await expect(page.getByText(`Ana, come to ${name}`)).toBeVisible();
  await subject.fill("{first_name}, come to {workspace}");
  await page.getByLabel(/^Button/).fill("Step in");
  await page.getByRole("button", { name: "Send me a test" }).click();
  await expect(page.getByText("A test is on its way")).toBeVisible();
  const tested = await mailbox.latest("admin@academy.northwind.example", "invitation");
  expect(tested.subject).toBe(`[Test] Ingrid, come to ${name}`);
  await expect(subject).toHaveValue("{first_name}, come to {workspace}");
  await axe(page);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Mails from now on say it")).toBeVisible();

  const email = `lena-${stamp}@example.com`;
  await page.goto(`/w/fusse-${stamp}/people/invite`);
  await page.getByLabel("Email address").fill(email);
  await page.getByLabel("First name").fill("Lena");
  await page.getByRole("button", { name: "Send invitation" }).click();
  await expect(page).toHaveURL(new RegExp(`/w/fusse-${stamp}/people$`));
  await expect(page.getByText("First steps")).toBeHidden();
  const mail = await mailbox.latest(email, "invitation");
  expect(mail.subject).toBe(`Lena, come to ${name}`);
  expect(mail.text).toContain("Step in:");
  expect(mail.html).toContain(`/w/fusse-${stamp}/logo/`);
});
