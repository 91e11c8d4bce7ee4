import { expect, test } from "./support/test.ts";

test("on a phone: the invitation fits, joins and lands", async ({ page, request, demo, mailbox, axe }) => {
  const email = "karl-theodor.maria.nikolaus.johann.jacob.philipp@verwaltung.fachschule.example.com";
  const response = await request.post("/api/v1/invitations", {
    headers: { Authorization: `Bearer ${demo.apiKey}` },
    data: { email, roles: ["learner"], language: "de", message: "x".repeat(200) },
  });
  expect(response.status()).toBe(201);
  await page.goto(mailbox.linkIn(await mailbox.latest(email, "invitation")));
  const tooWide = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(await tooWide()).toBeLessThanOrEqual(0);
  await axe(page);
  await page
    .getByLabel("Vorname")
    .fill("Karl-Theodor Maria Nikolaus Johann Jacob Philipp Franz Joseph Sylvester");
  await page.getByLabel("Passwort", { exact: true }).fill("sieben grüne Fahrräder");
  await page.getByRole("button", { name: /beitreten$/ }).tap();
  await page.getByLabel("Passwort", { exact: true }).fill("sieben grüne Fahrräder");
  await axe(page);
  await page.getByRole("button", { name: "Anmelden" }).tap();
  await expect(page).toHaveURL(/\/learn$/);
  expect(await tooWide()).toBeLessThanOrEqual(0);
  await axe(page);
});
