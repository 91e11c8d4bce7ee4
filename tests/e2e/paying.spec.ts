import { expect, test } from "./support/test.ts";

test("a member buys with a transfer: finishing up goes on by itself into the course, and an administrator gives the money back", async ({
  page,
  browser,
  request,
  demo,
  signIn,
  axe,
}) => {
  const title = "Wind and weather";
  const made = await request.post("/api/v1/courses", {
    headers: { Authorization: `Bearer ${demo.apiKey}` },
    data: { title, status: "published", visibility: "catalog", price: { amount: 12_000, currency: "EUR" } },
  });
  const courseId = ((await made.json()) as { id: string }).id;
  // Their language is Spanish.
  await signIn(page, "learner");
  await page.goto(`/w/${demo.workspace}/catalog/${courseId}/checkout`);
  await axe(page);
  await page.getByRole("button", { name: /^Continuar y pagar/ }).click();
  await page.getByRole("button", { name: "Pay by a bank transfer that arrives in three seconds" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Ya casi está …");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
  await expect(page).toHaveURL(new RegExp(`/learn/courses/${courseId}$`));

  const admin = await (await browser.newContext({ baseURL: demo.origin })).newPage();
  await signIn(admin, "admin");
  await admin.goto(`/w/${demo.workspace}/orders?course=${courseId}`);
  await admin.getByRole("link", { name: title }).click();
  await expect(admin.getByText("checkout.session.async_payment_succeeded")).toBeVisible();
  await axe(admin);
  await admin.getByLabel("Yes, give it back").check();
  await admin.getByRole("button", { name: "Give back €120.00" }).click();
  await expect(admin.getByText("The money is on its way back").first()).toBeVisible();
  await expect(admin.getByText("Given back").first()).toBeVisible();
  await admin.context().close();
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).not.toHaveText(title);
});
