import { readFileSync } from "node:fs";
import { expect, test } from "./support/test.ts";

const skills = "northwind-skills";

function address(name: string): string {
  return `${name}-${Date.now()}@example.com`;
}

test("inviting from the list: the dialog, the toast and taking it back", async ({ page, signIn }) => {
  const email = address("dialog");
  await signIn(page, "admin", skills);
  await page.goto(`/w/${skills}/people`);
  await page.getByRole("link", { name: "Invite a person" }).click();
  const dialog = page.getByRole("dialog", { name: "Invite a person" });
  await dialog.getByLabel("Email address").fill(email);
  await dialog.getByRole("button", { name: "Send invitation" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText(`The invitation to ${email} is on its way`)).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: email })).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText(`Nothing was sent: the invitation to ${email} is withdrawn`)).toBeVisible();
});

test("the invite page shows the mail as it is typed, and the mail arrives", async ({
  page,
  signIn,
  mailbox,
}) => {
  const email = address("page");
  await signIn(page, "admin", skills);
  await page.goto(`/w/${skills}/people/invite`);
  await page.getByLabel("Email address").fill(email);
  await page.getByLabel("Personal note").fill("Welcome on board");
  await page.getByLabel("Language of the mail").selectOption("de");
  const mail = page.frameLocator("iframe[title='Preview of the mail']");
  await expect(mail.getByText("Welcome on board").first()).toBeAttached();
  await page.getByRole("button", { name: "Send invitation" }).click();
  await expect(page).toHaveURL(new RegExp(`/w/${skills}/people$`));
  expect((await mailbox.latest(email, "invitation")).text).toContain("Welcome on board");
});

test("what is typed and picked before scripts run is there when they do", async ({ page, signIn }) => {
  await signIn(page, "admin", skills);
  let letRun = () => {};
  const mayRun = new Promise<void>((resolve) => {
    letRun = resolve;
  });
  await page.route("**/assets/*.js", async (route) => {
    await mayRun;
    await route.continue();
  });
  await page.goto(`/w/${skills}/people/invite`, { waitUntil: "commit" });
  const email = page.getByLabel("Email address");
  await email.fill("early@example.com");
  await page.locator("select[name='unitIds']").selectOption({ label: "Engineering" });
  letRun();
  await expect(page.getByRole("button", { name: "Remove Engineering" })).toBeVisible();
  await expect(email).toHaveValue("early@example.com");
  await expect(page.locator("input[type='hidden'][name='email']")).toHaveValue("early@example.com");
});

test("an address that is invited already offers to resend and to edit", async ({ page, signIn }) => {
  const email = address("twice");
  await signIn(page, "admin", skills);
  for (const leadsTo of [/\/people$/, /\/people\/invite$/]) {
    await page.goto(`/w/${skills}/people/invite`);
    await page.getByLabel("Email address").fill(email);
    await page.getByRole("button", { name: "Send invitation" }).click();
    await expect(page).toHaveURL(leadsTo);
  }
  await expect(page.getByText("This person is already invited.", { exact: true })).toBeVisible();
  await expect(page.getByLabel("Email address")).toHaveValue(email);
  await page.getByRole("link", { name: "Edit the invitation" }).click();
  await expect(page.getByRole("heading", { name: `Edit the invitation of ${email}` })).toBeVisible();
  const reminders = page.getByText(/^Reminders: /);
  const before = await reminders.textContent();
  await page.getByLabel("The link works").selectOption("30 days");
  await expect(reminders).not.toHaveText(before ?? "");
  await page.getByLabel("First name").fill("Twila");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Twila" })).toBeVisible();
  await expect(page.getByText("Invitation edited")).toBeVisible();
});

test("the list by keyboard: search, move, select, help and the switch", async ({ page, signIn }) => {
  await signIn(page, "admin", skills);
  await page.goto(`/w/${skills}/people`);
  await page.waitForLoadState("networkidle");
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  const links = page.locator("[data-row-link]");
  await expect(links.nth(1)).toBeFocused();
  await page.keyboard.press("k");
  await expect(links.nth(0)).toBeFocused();
  await page.keyboard.press("x");
  await expect(page.getByText("1 selected")).toBeVisible();
  await page.keyboard.press("?");
  const help = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await help.getByLabel("Use single keys on this device").uncheck();
  await page.keyboard.press("Escape");
  await expect(help).toBeHidden();
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox")).not.toBeFocused();
});

test("U opens the import, as the list of keys says", async ({ page, signIn }) => {
  await signIn(page, "admin", skills);
  await page.goto(`/w/${skills}/people`);
  await page.waitForLoadState("networkidle");
  await page.keyboard.press("?");
  const help = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  const key = help
    .getByRole("term")
    .filter({ hasText: "Import people" })
    .locator("xpath=following-sibling::dd");
  await expect(key).toHaveText("U");
  await page.keyboard.press("Escape");
  await page.keyboard.press("u");
  await expect(page).toHaveURL(/\/imports\/new$/);
});

test("letters belong to whoever is typing", async ({ page, signIn }) => {
  await signIn(page, "admin", skills);
  await page.goto(`/w/${skills}/people`);
  await page.waitForLoadState("networkidle");
  await page.keyboard.press("/");
  await page.keyboard.type("ruijkx");
  await expect(page.getByRole("searchbox")).toHaveValue("ruijkx");
  await expect(page.getByRole("dialog")).toBeHidden();
});

test("several at once: a sentence before, a result after", async ({ page, signIn }) => {
  await signIn(page, "admin", skills);
  await page.goto(`/w/${skills}/people?status=pending&delivery=delivered`);
  await page.waitForLoadState("networkidle");
  const ticks = page.getByRole("checkbox", { name: /^Select (?!everybody)/ });
  // The last of the page: nobody of another test, who was mailed a moment ago.
  await ticks.nth(-1).check();
  await ticks.nth(-2).check();
  await page.getByRole("button", { name: "Resend …" }).click();
  await expect(page.getByText(/get a new link|gets a new link/)).toBeVisible();
  await page.getByRole("button", { name: /^Resend \d+ invitation/ }).click();
  await expect(page).toHaveURL(/\/jobs\/job_/);
  await expect(page.getByText("Done", { exact: true })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText("Mail on its way").first()).toBeVisible();
});

test("the tray says on every page what runs, and when it has ended", async ({ page, signIn }) => {
  await signIn(page, "admin", skills);
  await page.goto(`/w/${skills}/people?status=pending&delivery=delivered`);
  await page.waitForLoadState("networkidle");
  const ticks = page.getByRole("checkbox", { name: /^Select (?!everybody)/ });
  await ticks.nth(-3).check();
  await page.getByRole("button", { name: "Remind …" }).click();
  await expect(page.getByText("1 person gets a reminder with the link they have")).toBeVisible();
  await page.getByRole("button", { name: "Remind 1 person" }).click();
  await expect(page).toHaveURL(/\/jobs\/job_/);
  await page.getByRole("link", { name: "Audit log" }).click();
  const tray = page.getByRole("region", { name: "Jobs and imports" });
  await tray.getByText(/^\d+ running$/).click();
  await expect(tray.getByRole("progressbar", { name: "Remind of invitations" })).toBeVisible();
  await expect(page.getByText("Finished: Remind of invitations")).toBeAttached({ timeout: 45_000 });
  await tray.getByRole("link", { name: "Remind of invitations" }).first().click();
  await expect(page.getByText("Reminder on its way").first()).toBeVisible();
});

test("the ticked rows come as a file, and the page stays as it is", async ({ page, signIn }) => {
  await signIn(page, "admin", skills);
  await page.goto(`/w/${skills}/people?status=active`);
  await page.waitForLoadState("networkidle");
  const ticks = page.getByRole("checkbox", { name: /^Select (?!everybody)/ });
  await ticks.nth(0).check();
  await ticks.nth(2).check();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export", exact: true }).click();
  const file = await (await download).path();
  expect(readFileSync(file, "utf8").trimEnd().split("\r\n")).toHaveLength(1 + 2);
  await expect(page.getByText("2 selected")).toBeVisible();
});

for (const path of ["people", "people?status=bounced", "people/invite", "audit", "settings/api-keys"]) {
  test(`axe finds nothing on ${path}`, async ({ page, signIn, axe }) => {
    await signIn(page, "admin", skills);
    await page.goto(`/w/${skills}/${path}`);
    await axe(page);
  });
}

test("axe finds nothing on the pages of a person", async ({ page, signIn, axe }) => {
  await signIn(page, "admin", skills);
  await page.goto(`/w/${skills}/people?status=bounced`);
  const person = await page.locator("[data-row-link]").first().getAttribute("href");
  for (const path of ["", "/edit", "/cancel"]) {
    await page.goto(`${person}${path}`);
    await axe(page);
  }
  await page.goto(`/w/${skills}/people?status=active&role=learner`);
  const member = await page.locator("[data-row-link]").first().getAttribute("href");
  for (const address of [`${member}/learning`, `/w/${skills}/people/where?kind=group`]) {
    await page.goto(address);
    await axe(page);
  }
});
