import type { APIRequestContext, Page } from "@playwright/test";
import type { Mailbox } from "./support/mailbox.ts";
import { type Demo, expect, test } from "./support/test.ts";

const password = "seven green bicycles";

/** Invites through the API and reads the link from the mailbox. */
async function invited(request: APIRequestContext, demo: Demo, mailbox: Mailbox, email: string, more = {}) {
  const response = await request.post("/api/v1/invitations", {
    headers: { Authorization: `Bearer ${demo.apiKey}` },
    data: { email, roles: ["learner"], language: "en", ...more },
  });
  expect(response.status()).toBe(201);
  return mailbox.linkIn(await mailbox.latest(email, "invitation"));
}

async function reads(page: Page, title: string | RegExp) {
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
}

/** The demo's first workspace sends everybody to sign in first (D35), with the address filled in. */
async function signsInAfterJoining(page: Page, email: string) {
  await expect(page.getByText(/^Welcome to /)).toBeVisible();
  await expect(page.getByLabel("Email address")).toHaveValue(email);
  await page.getByLabel("Password", { exact: true }).focus();
  await page.keyboard.type(password);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/learn(#.*)?$/);
}

test("a new person follows the mail, sets a password by keyboard alone, lands and signs out", async ({
  page,
  request,
  demo,
  mailbox,
  axe,
}) => {
  const link = await invited(request, demo, mailbox, "keyboard@example.com");
  const sent: string[] = [];
  page.on("request", (one) => sent.push(`${one.headers().referer ?? ""}`));
  await page.goto(link);
  await expect(page).toHaveURL(/\/join\/at\/inv_\w+$/);
  await reads(page, /^Join /);
  await axe(page);
  const token = link.split("/").at(-1) ?? "";
  expect(sent.filter((referrer) => referrer.includes(token))).toEqual([]);
  expect(await page.evaluate(() => document.referrer)).toBe("");

  // A password that is refused first: the summary has the focus and leads to the field.
  await page.getByLabel("First name").focus();
  await page.keyboard.type("Kim");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Keyboard");
  await page.keyboard.press("Tab");
  await page.keyboard.type("too short");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toBeFocused();
  await axe(page);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Password", { exact: true })).toBeFocused();
  await expect(page.getByLabel("First name")).toHaveValue("Kim");
  await page.keyboard.type(password);
  await expect(page.getByText("Long enough")).toBeVisible();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await expect(page.getByLabel("Password", { exact: true })).toHaveAttribute("type", "text");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");

  await signsInAfterJoining(page, "keyboard@example.com");
  await reads(page, "Hello, Kim");
  await axe(page);
  await page.getByRole("link", { name: "Your profile" }).first().press("Enter");
  await reads(page, "Your profile");
  await axe(page);
  await page.getByRole("link", { name: "Where you are signed in" }).press("Enter");
  await reads(page, "Where you are signed in");
  await axe(page);
  await page.getByRole("button", { name: /your menu/ }).press("Enter");
  await page.getByRole("button", { name: "Sign out" }).press("Enter");
  await expect(page.getByText("You are signed out.")).toBeVisible();

  await page.goto(link);
  await reads(page, "You have already joined");
  await page.getByRole("link", { name: "Sign in" }).press("Enter");
  await expect(page.getByLabel("Email address")).toHaveValue("keyboard@example.com");
  await axe(page);
});

test("somebody else who is signed in is asked to switch", async ({
  page,
  request,
  demo,
  mailbox,
  signIn,
  axe,
}) => {
  const link = await invited(request, demo, mailbox, "switcher@example.com");
  await signIn(page, "learner");
  await page.context().addCookies([{ name: "language", value: "en", url: demo.origin }]);
  await page.goto(link);
  await reads(page, "This invitation is for another address");
  await axe(page);
  await page.getByRole("button", { name: "Sign out and go on as switcher@example.com" }).click();
  await reads(page, /^Join /);
  await expect(page.getByLabel("Email address")).toHaveValue("switcher@example.com");
});

test("declining takes the workspace's name, and the link says so from then on", async ({
  page,
  request,
  demo,
  mailbox,
  axe,
}) => {
  const link = await invited(request, demo, mailbox, "decliner@example.com");
  await page.goto(link);
  await page.getByRole("link", { name: /Decline the invitation/ }).click();
  await axe(page);
  const field = page.getByLabel(/^Type “/);
  const name = /“(.+)”/.exec((await page.getByText(/^Type “.+” to confirm/).textContent()) ?? "")?.[1] ?? "";
  await field.fill("no");
  await page.getByLabel(/Reason/).fill("Not my course");
  await page.getByRole("button", { name: "Decline the invitation" }).click();
  await expect(page.getByLabel(/Reason/)).toHaveValue("Not my course");
  await field.fill(name);
  await page.getByRole("button", { name: "Decline the invitation" }).click();
  await reads(page, "You declined this invitation");
  await axe(page);
});

test("a forgotten password is replaced through the mailbox", async ({
  page,
  request,
  demo,
  mailbox,
  axe,
}) => {
  const link = await invited(request, demo, mailbox, "forgetful@example.com");
  await page.goto(link);
  await page.getByLabel("First name").fill("Fay");
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: /^Join / }).click();
  await signsInAfterJoining(page, "forgetful@example.com");
  await page.getByRole("button", { name: /your menu/ }).click();
  await page.getByRole("button", { name: "Sign out" }).click();

  await page.getByRole("link", { name: "Forgotten your password?" }).click();
  await page.getByLabel("Email address").fill("forgetful@example.com");
  await axe(page);
  await page.getByRole("button", { name: "Send the link" }).click();
  await reads(page, "Look in your mailbox");
  const mail = await mailbox.latest("forgetful@example.com", "password_reset");
  await page.goto(mailbox.linkIn(mail));
  await expect(page).toHaveURL(/\/reset\/at\/\w+$/);
  await axe(page);
  await page.getByLabel("New password").fill("nine purple umbrellas");
  await page.getByRole("button", { name: "Save the password" }).click();
  await expect(page.getByText("Your password is changed")).toBeVisible();
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert")).toContainText("do not match");
  await page.getByLabel("Password", { exact: true }).fill("nine purple umbrellas");
  await page.getByRole("button", { name: "Sign in" }).click();
  await reads(page, "Hello, Fay");
});

test("links that do not work lead on", async ({ page, axe }) => {
  for (const [path, title] of [
    ["/join/no-link-of-ours", "This link does not work"],
    ["/join/at/inv_unknown", "Open the mail again"],
    ["/reset/no-link-of-ours", "This link has ended"],
  ] as const) {
    await page.goto(path);
    await reads(page, title);
    await axe(page);
    await page.getByRole("link", { name: "Go to the start page" }).click();
    await reads(page, "Where do you want to go?");
  }
  await page.getByLabel("Address of your workspace").fill("nowhere at all");
  await page.getByRole("button", { name: "Go to sign in" }).click();
  await expect(page.getByText(/only letters, digits and hyphens/)).toBeVisible();
  await axe(page);
  await page.getByLabel("Address of your workspace").fill("nowhere");
  await page.getByRole("button", { name: "Go to sign in" }).click();
  await reads(page, "There is no workspace at this address");
});
