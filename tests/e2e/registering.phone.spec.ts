import { expect, test } from "./support/test.ts";

test("on a phone: the form, the mailbox page and the page behind the link can be used by everybody", async ({
  page,
  request,
  demo,
  mailbox,
  axe,
}) => {
  const made = await request.post("/api/v1/courses", {
    headers: { Authorization: `Bearer ${demo.apiKey}` },
    data: { title: "Knots and splices", status: "published", visibility: "catalog" },
  });
  const { id } = (await made.json()) as { id: string };
  const email = "splicer@example.com";
  await page.goto(`/w/${demo.workspace}/register?course=${id}`);
  await axe(page);
  await page.getByLabel("First name").fill("Sam");
  await page.getByLabel("Email address").fill(email);
  await page.getByRole("button", { name: "Send me the link" }).tap();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Look in your mailbox");
  await axe(page);
  await page.goto(mailbox.linkIn(await mailbox.latest(email, "registration")));
  await axe(page);
});
