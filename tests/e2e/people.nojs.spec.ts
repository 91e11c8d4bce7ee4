import { expect, test } from "./support/test.ts";

const skills = "northwind-skills";

test("without scripts: invite, read the result, take it back", async ({ page, signIn }) => {
  const email = `nojs-${Date.now()}@example.com`;
  await signIn(page, "admin", skills);
  await page.goto(`/w/${skills}/people`);
  await page.getByRole("link", { name: "Invite a person" }).click();
  await page.getByLabel("Email address").fill(email);
  await page.getByRole("button", { name: "Preview" }).click();
  await expect(page.getByLabel("Email address")).toHaveValue(email);
  await page.getByRole("button", { name: "Send invitation" }).click();
  await expect(page.getByText(`The invitation to ${email} is on its way`)).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText(`Nothing was sent: the invitation to ${email} is withdrawn`)).toBeVisible();
});

test("without scripts: several addresses, what became of each, and taking all back", async ({
  page,
  signIn,
}) => {
  const run = Date.now();
  await signIn(page, "admin", skills);
  await page.goto(`/w/${skills}/people/invite`);
  const box = page.getByRole("textbox", { name: "Email addresses" });
  await box.fill(`Ana Ruiz <nojs.ana.${run}@example.com>; nojs.ben.${run}@example.com\nnobody`);
  await page.getByRole("button", { name: "Send invitation" }).click();
  await expect(page.getByText("2 invitations are on their way")).toBeVisible();
  const results = page.getByRole("list", { name: "What became of each address" }).getByRole("listitem");
  await expect(results).toHaveCount(3);
  await expect(results.first()).toContainText("nobody");
  await expect(box).toHaveValue("nobody");
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(page.getByText("Nothing was sent: 2 invitations are withdrawn")).toBeVisible();
});

test("without scripts: the row menu, the filter and several at once", async ({ page, signIn }) => {
  await signIn(page, "admin", skills);
  await page.goto(`/w/${skills}/people?status=pending`);
  const first = page.getByRole("row").nth(1);
  await first.getByRole("button", { name: /^More for/ }).click();
  await page.getByRole("button", { name: "Copy link" }).locator("visible=true").click();
  await expect(page.getByLabel("Link for this person only")).toHaveValue(/\/join\//);

  await page.goto(`/w/${skills}/people`);
  await page.getByLabel("Role").selectOption("instructor");
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page).toHaveURL(/role=instructor/);

  await page.goto(`/w/${skills}/people?status=pending`);
  await page
    .getByRole("checkbox", { name: /^Select / })
    .first()
    .check();
  await page.getByRole("button", { name: "Cancel invitations …" }).click();
  await expect(page.getByText(/1 invitation is withdrawn/)).toBeVisible();
});

test("without scripts: the ticked rows come as a file, and without a tick a word says so", async ({
  page,
  signIn,
}) => {
  await signIn(page, "admin", skills);
  await page.goto(`/w/${skills}/people?status=active`);
  await page.getByRole("button", { name: "Export", exact: true }).click();
  await expect(page.getByText("Select at least one person first.")).toBeVisible();
  await expect(page).toHaveURL(/people\?status=active$/);
  await page
    .getByRole("checkbox", { name: /^Select / })
    .first()
    .check();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export", exact: true }).click();
  expect((await download).suggestedFilename()).toMatch(/^people-.*\.csv$/);
});
