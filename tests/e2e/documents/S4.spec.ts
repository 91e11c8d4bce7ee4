import { expect, joins, test } from "../support/journey.ts";

test.use({ document: "S4" });

test("in the browser: Invitations, Send invitations, the address, a role, a Department and a User group, Send invitation; a password leads right in", async ({
  page,
  at,
}) => {
  const email = at.address("ana");
  await at.makeUnit("Finance", "department");
  await at.makeGroup("Evening", "user group");
  await at.open("Invitations");
  await page.getByRole("link", { name: "Send invitations" }).click();
  const form = page.getByRole("dialog", { name: "Send invitations" });
  await form.getByLabel("Email address").fill(email);
  await form.getByRole("radio", { name: "Learner" }).check();
  await at.pick("Department", "Finance");
  await at.pick("User groups", "Evening");
  await form.getByRole("button", { name: "Send invitation", exact: true }).click();
  await expect(at.row(email)).toContainText("Pending");

  const newcomer = await at.opensMail(email, "invitation", "Set your password");
  await joins(newcomer, { first: "Ana", last: "Ruiz" });
  await expect(newcomer.getByRole("heading", { level: 1, name: "Hello, Ana" })).toBeVisible();
  await at.open("Users");
  await expect(at.row(email)).toContainText("Active");
});

test("in the browser: Import from CSV, the template filled in, the preview of its faults, the invitations sent", async ({
  page,
  at,
}) => {
  const [ben, cai] = [at.address("ben"), at.address("cai")];
  await at.makeUnit("Sales", "department");
  await at.makeGroup("Morning", "user group");
  await at.open("Invitations");
  await page.getByRole("link", { name: "Import from CSV" }).click();
  const header = await at.template();
  expect(header).toBe("email,first_name,last_name,role,department,group");
  await at.upload("people.csv", [header, `${ben},,,,Sales,Morning`, `${cai},,,teacher,sales,`]);
  await expect(page.getByText("Unknown department").first()).toBeVisible();
  await expect(page.getByText("Unknown role").first()).toBeVisible();
  await page.getByRole("link", { name: "Go on with 1 person" }).first().click();
  await page.getByRole("button", { name: "Send 1 invitation" }).click();
  await expect(page.getByText("1 person is invited")).toBeVisible();
  await at.mails(ben, 1);
  await at.open("Invitations");
  await expect(at.row(ben)).toContainText("Learner");
  await expect(at.row(cai)).toHaveCount(0);
});

test("in the browser: a pending invitation is sent again and canceled from the menu of its row", async ({
  page,
  at,
}) => {
  const email = at.address("dea");
  await at.open("Invitations");
  await page.getByRole("link", { name: "Send invitations" }).click();
  const form = page.getByRole("dialog", { name: "Send invitations" });
  await form.getByLabel("Email address").fill(email);
  await form.getByRole("radio", { name: "Learner" }).check();
  await form.getByRole("button", { name: "Send invitation", exact: true }).click();
  await at.mails(email, 1);
  const [link = ""] = await at.linksTo(email);
  expect(await at.leadsIn(link)).toBe(true);
  await at.fromMenu(email, "Resend");
  await expect(page.getByText(`A new mail to ${email} is on its way`)).toBeVisible();
  expect(await at.leadsIn(link)).toBe(false);
  await at.fromMenu(email, "Cancel");
  await page.getByRole("button", { name: "Cancel the invitation" }).click();
  await expect(page.getByText(`The invitation to ${email} is withdrawn`)).toBeVisible();
  await at.open("Invitations");
  await expect(at.row(email)).toHaveCount(0);
});
