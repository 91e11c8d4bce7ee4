import { expect, test } from "./support/test.ts";

test("the pages of registration links, of the queue and of the link itself hold up to axe", async ({
  page,
  request,
  demo,
  signIn,
  axe,
}) => {
  const made = await request.post("/api/v1/registration-links", {
    headers: { Authorization: `Bearer ${demo.apiKey}` },
    data: { name: "Looked at closely", maxUses: 3 },
  });
  expect(made.status()).toBe(201);
  const { id, url } = (await made.json()) as { id: string; url: string };
  const paths = ["register/key", "registration-links", "registration-links/new", `registration-links/${id}`];
  await page.goto(url);
  await expect(page.getByText("3 places left")).toBeVisible();
  await axe(page);
  await signIn(page, "admin");
  for (const path of [...paths, "registrations?status=waiting", "registrations/refuse?all=1"]) {
    await page.goto(`/w/${demo.workspace}/${path}`);
    await axe(page);
  }
});
