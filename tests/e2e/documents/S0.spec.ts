import { expect, joins, signsIn, test } from "../support/journey.ts";

test.use({ document: "S0" });

test("in the browser: Users, Invite User, a learner's School and Group, Send Invitation; the button in the mail, a password, the login page, the portal; then from their page the role, deactivating, reactivating, removing", async ({
  page,
  at,
}) => {
  const email = at.address("ana");
  await at.makeUnit("North School", "school");
  await at.makeGroup("Year 7");
  await at.open("Users");
  await page.getByRole("link", { name: "Invite User" }).click();
  const form = page.getByRole("dialog", { name: "Invite User" });
  await form.getByLabel("Email address").fill(email);
  // Other roles are not asked for a school; a learner is.
  await form.getByRole("radio", { name: "Instructor" }).check();
  await expect(form.getByText("School", { exact: true })).toBeHidden();
  await form.getByRole("radio", { name: "Learner" }).check();
  await at.pick("School", "North School");
  await at.pick("Groups", "Year 7");
  await form.getByRole("button", { name: "Send Invitation" }).click();
  await expect(at.row(email)).toContainText("Pending");

  const newcomer = await at.opensMail(email, "invitation", "Set password and get started");
  await joins(newcomer, { first: "Ana", last: "Ruiz" });
  await signsIn(newcomer, email);
  await expect(newcomer.getByRole("heading", { level: 1, name: "Hello, Ana" })).toBeVisible();
  await page.reload();
  await page.getByRole("link", { name: "Ana Ruiz" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Ana Ruiz" })).toBeVisible();
  await expect(page.getByText("North School").first()).toBeVisible();
  await expect(page.getByText("Year 7").first()).toBeVisible();

  // Another role counts at once, and brings the switch from one to the other.
  await page.getByRole("link", { name: "Change roles" }).click();
  await page.getByRole("checkbox", { name: "Instructor" }).check();
  await page.getByRole("button", { name: "Save roles" }).click();
  await expect(page.getByText("The roles of Ana Ruiz are changed")).toBeVisible();
  await newcomer.reload();
  await newcomer.getByRole("button", { name: /your menu/ }).click();
  await newcomer.getByRole("button", { name: "Learner", exact: true }).click();
  await expect(newcomer.getByText("Acting as Learner.")).toBeVisible();
  await page.getByRole("link", { name: /^Deactivate/ }).click();
  await page.getByRole("button", { name: "Deactivate" }).click();
  await expect(page.getByText("Deactivated", { exact: true }).first()).toBeVisible();
  await newcomer.goto(`${at.base}/learn`);
  await expect(newcomer).toHaveURL(/\/sign-in/);
  await page.getByRole("link", { name: /^Reactivate/ }).click();
  await page.getByRole("button", { name: "Reactivate" }).click();
  await expect(page.getByText("Ana Ruiz can sign in here again")).toBeVisible();
  await page.getByRole("link", { name: /^Remove/ }).click();
  await page.getByLabel(`Type ${email} to confirm`).fill(email);
  await page.getByRole("button", { name: "Remove for good" }).click();
  await expect(page.getByText("Ana Ruiz is removed from this workspace")).toBeVisible();
  await expect(at.row(email)).toHaveCount(0);
});

test("in the browser: a pending user is found by the filter and sent a fresh link from the list; the link before is dead", async ({
  page,
  at,
}) => {
  const email = at.address("ben");
  await at.open("Users");
  await page.getByRole("link", { name: "Invite User" }).click();
  const form = page.getByRole("dialog", { name: "Invite User" });
  await form.getByLabel("Email address").fill(email);
  await form.getByRole("radio", { name: "Learner" }).check();
  await form.getByRole("button", { name: "Send Invitation" }).click();
  await at.mails(email, 1);
  await at.open("Users");
  await page.getByRole("link", { name: /^Pending \d/ }).click();
  await at.fromMenu(email, "Resend Invitation");
  await expect(page.getByText(`A new mail to ${email} is on its way`)).toBeVisible();
  await at.mails(email, 2);
  const [fresh = "", old = ""] = await at.linksTo(email);
  expect(await at.leadsIn(old)).toBe(false);
  expect(await at.leadsIn(fresh)).toBe(true);
});

test("in the browser: Import Users, the template filled in, the preview, a row mended, the invitations sent", async ({
  page,
  at,
}) => {
  const [zoe, yan] = [at.address("zoe"), at.address("yan")];
  await at.open("Users");
  await page.getByRole("link", { name: "Import Users" }).click();
  const header = await at.template();
  expect(header).toBe("email,first_name,last_name,role");
  await at.upload("class.csv", [header, `${zoe},Zoe,Moor,learner`, `${yan},,Moor,learner`]);
  await expect(page.getByText("First name is missing").first()).toBeVisible();
  await page
    .getByLabel(/^First name, line/)
    .first()
    .fill("Yan");
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: "Go on with 2 people" }).first().click();
  await page.getByRole("button", { name: "Send 2 invitations" }).click();
  await expect(page.getByText("2 people are invited")).toBeVisible();
  for (const email of [zoe, yan]) await at.mails(email, 1);
});
