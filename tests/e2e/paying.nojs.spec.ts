import type { APIRequestContext } from "@playwright/test";
import { type Demo, expect, test } from "./support/test.ts";

test.use({ viewport: { width: 390, height: 844 } });

/** A course with a price in the catalog of the demo. */
async function sell(request: APIRequestContext, demo: Demo, title: string): Promise<string> {
  const made = await request.post("/api/v1/courses", {
    headers: { Authorization: `Bearer ${demo.apiKey}` },
    data: { title, status: "published", visibility: "catalog", price: { amount: 4_900, currency: "EUR" } },
  });
  expect(made.status()).toBe(201);
  return ((await made.json()) as { id: string }).id;
}

test("a stranger on a phone without scripts: buys, finds the mail, chooses a password and is in the course", async ({
  page,
  request,
  demo,
  mailbox,
}) => {
  const title = "Rescue on rivers";
  const email = "river@example.com";
  const courseId = await sell(request, demo, title);
  await page.goto(`/w/${demo.workspace}/catalog/${courseId}`);
  await page.getByRole("button", { name: "Buy for €49.00" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Buy ${title}`);
  await page.getByLabel("Email address").fill(email);
  await page.getByLabel("First name").fill("Rio");
  await page.getByRole("button", { name: "Go on to pay €49.00" }).click();

  await expect(page.getByText("Test checkout: no money moves.")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
  await page.getByRole("button", { name: "Pay", exact: true }).click();
  // The page looks again by itself until the webhook was there.
  await expect(page.getByRole("heading", { name: "Thank you, look into your mailbox" })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);

  await page.goto(mailbox.linkIn(await mailbox.latest(email, "registration")));
  await page.getByLabel("Password", { exact: true }).fill("seven green bicycles");
  await page.locator("main form").getByRole("button").first().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sign in to Northwind Academy");
  await page.getByLabel("Password", { exact: true }).fill("seven green bicycles");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
  await page.goto(`/w/${demo.workspace}/learn/receipts`);
  await page.getByRole("link", { name: title }).click();
  await expect(page.getByText("€49.00")).toBeVisible();
});

test("whoever leaves the checkout is back at the course, and a transfer that never comes gives nothing", async ({
  page,
  request,
  demo,
}) => {
  const courseId = await sell(request, demo, "Knots for beginners");
  const begin = async () => {
    await page.goto(`/w/${demo.workspace}/catalog/${courseId}/checkout`);
    await page.getByLabel("Email address").fill("leaves@example.com");
    await page.getByLabel("First name").fill("Lea");
    await page.getByRole("button", { name: "Go on to pay €49.00" }).click();
  };
  await begin();
  await page.getByRole("button", { name: "Leave without paying" }).click();
  await expect(page).toHaveURL(new RegExp(`/catalog/${courseId}$`));
  await begin();
  await page.getByRole("button", { name: "Pay by a bank transfer that never arrives" }).click();
  await expect(page.getByRole("heading", { name: "The payment did not go through" })).toBeVisible();
});
