import { expect, test } from "./support/test.ts";

test("the worker is healthy", async ({ request }) => {
  const response = await request.get("/healthz");
  expect(response.status()).toBe(200);
  expect(await response.json()).toMatchObject({ ok: true });
});

test("answers under 127.0.0.1 as well as under localhost", async ({ demo, request }) => {
  const { port } = new URL(demo.origin);
  expect((await request.get(`http://127.0.0.1:${port}/healthz`)).status()).toBe(200);
});

test("the sign-in page asks for an address and a password", async ({ demo, page }) => {
  await page.goto(`/w/${demo.workspace}/sign-in`);
  await expect(page.locator('input[name="email"]')).toBeVisible();
  await expect(page.locator('input[name="password"]')).toBeVisible();
});

test("the mailbox answers", async ({ demo, page }) => {
  const response = await page.goto(demo.mailbox);
  expect(response?.status()).toBe(200);
  expect((await page.request.get(`${demo.mailbox}/messages.json`)).ok()).toBe(true);
});

test("the printed key invites, and the mail arrives", async ({ demo, mailbox, request }, { project }) => {
  const email = `smoke-${project.name}@example.com`;
  const invited = await request.post("/api/v1/invitations", {
    headers: { Authorization: `Bearer ${demo.apiKey}` },
    data: { email, roles: ["learner"] },
  });
  expect(invited.status()).toBe(201);
  const mail = await mailbox.latest(email, "invitation");
  expect(mailbox.linkIn(mail)).toContain(demo.origin);
});
