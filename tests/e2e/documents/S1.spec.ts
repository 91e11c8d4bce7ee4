import { expect, joins, signsIn, test } from "../support/journey.ts";

test.use({ document: "S1" });

const name = { first: "Noor", last: "Haddad" };

test("in the browser: Users, Invite user, the details, roles, organisation unit, expiry date, group and courses, Send invitation; the registration to its end", async ({
  page,
  at,
  mailbox,
}) => {
  const email = at.address("noor");
  await at.makeUnit("North", "organisation unit");
  await at.makeGroup("Evening");
  await at.makeCourse("First aid");
  await at.open("Users");
  await page.getByRole("link", { name: "Invite user", exact: true }).click();
  const form = page.getByRole("dialog", { name: "Invite user" });
  await expect(form.getByText("Northwind Learning")).toBeVisible();
  await expect(form.getByText("Harbour S1")).toBeVisible();
  await expect(form.getByRole("checkbox", { name: "Learner" })).toBeChecked();
  await form.getByLabel("Email address").fill(email);
  await form.getByLabel("First name").fill(name.first);
  await form.getByLabel("Last name").fill(name.last);
  // A search for the unit and the course, and the whole list of groups.
  await at.pick("Organisation unit", "North");
  await at.pick("Courses", "First aid");
  await at.browse("Groups", "Evening");
  await form.getByLabel(/^Last day of access/).fill("2031-12-31");
  await form.getByRole("button", { name: "Send invitation" }).click();
  await expect(at.row(email)).toContainText("Invited");

  const newcomer = await at.opensMail(email, "invitation", "Accept invitation");
  await joins(newcomer);
  await signsIn(newcomer, email);
  await newcomer.goto(mailbox.linkIn(await mailbox.latest(email, "verify_address")));
  await newcomer.getByRole("button", { name: "Confirm this address" }).click();
  await newcomer.goto(`${at.base}/learn`);
  await expect(newcomer.getByRole("link", { name: "First aid" })).toBeVisible();

  await page.reload();
  await expect(at.row(email)).toContainText("Active");
  // Invited once more, they are found to be one of the workspace already.
  await page.getByRole("link", { name: "Invite user", exact: true }).click();
  await form.getByLabel("Email address").fill(email);
  await form.getByLabel("First name").fill(name.first);
  await form.getByLabel("Last name").fill(name.last);
  await form.getByRole("button", { name: "Send invitation" }).click();
  await form.getByRole("link", { name: "Open profile" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Noor Haddad" })).toBeVisible();
  for (const told of ["North", "Evening", "First aid", /31 Dec(ember)? 2031/]) {
    await expect(page.getByRole("main").getByText(told, { exact: true }).first()).toBeVisible();
  }
});

test("in the browser: an invited user's link is copied, sent again and canceled", async ({ page, at }) => {
  const email = at.address("omar");
  await at.open("Users");
  await page.getByRole("link", { name: "Invite user", exact: true }).click();
  const form = page.getByRole("dialog", { name: "Invite user" });
  await form.getByLabel("Email address").fill(email);
  await form.getByLabel("First name").fill("Omar");
  await form.getByLabel("Last name").fill("Said");
  await form.getByRole("button", { name: "Send invitation" }).click();
  await at.mails(email, 1);
  await at.fromMenu(email, "Resend");
  await expect(page.getByText(`A new mail to ${email} is on its way`)).toBeVisible();
  await page.getByRole("link", { name: "Omar Said" }).click();
  await page.getByRole("button", { name: "Show and copy the link" }).click();
  const copied = await page.getByLabel("Link for this person only").inputValue();
  expect(await at.leadsIn(copied)).toBe(true);
  await page.getByRole("link", { name: "Cancel", exact: true }).click();
  await page.getByRole("button", { name: "Cancel the invitation" }).click();
  await expect(page.getByText("The invitation to Omar Said is withdrawn")).toBeVisible();
  for (const link of [copied, ...(await at.linksTo(email))]) expect(await at.leadsIn(link)).toBe(false);
});
