import type { Page } from "@playwright/test";
import { expect, test } from "./support/test.ts";

const skills = "northwind-skills";
const coaching = "northwind-coaching";
const password = "seven green bicycles";

/** A new address, so that a test can run again on the same demo. */
function address(name: string): string {
  return `${name}-${Date.now()}@example.com`;
}

/** The box of a picker, once scripts have put it in the place of the plain list. */
function pickerBox(page: Page, legend: string) {
  return page.getByRole("combobox", { name: new RegExp(`^${legend}`) }).and(page.locator("input"));
}

/** Types into a picker and takes the one that is left. */
async function pick(page: Page, legend: string, name: string) {
  await pickerBox(page, legend).fill(name);
  await page.getByRole("option", { name: new RegExp(`^${name}`) }).click();
  await expect(page.getByRole("button", { name: `Remove ${name}` })).toBeVisible();
}

/** Where a person's page is, asked by somebody who sees everybody. */
async function pageOf(page: Page, q: string): Promise<string> {
  await page.goto(`/w/${skills}/people?q=${q}`);
  return (await page.locator("[data-row-link]").first().getAttribute("href")) ?? "";
}

test("a manager invites into their unit; who joins by the mail finds the courses of the unit and of those above", async ({
  page,
  browser,
  demo,
  signIn,
  mailbox,
}) => {
  const email = address("emea");
  await signIn(page, "unit_manager", skills);
  await page.goto(`/w/${skills}/people/invite`);
  await pickerBox(page, "Unit").fill("Engineering");
  await expect(page.getByRole("listbox", { name: "Unit" }).getByRole("option")).toHaveCount(0);
  await pick(page, "Unit", "Sales EMEA");
  await page.getByRole("textbox", { name: "Email addresses" }).fill(email);
  await page.getByRole("button", { name: "Send invitation" }).click();
  await expect(page).toHaveURL(new RegExp(`/w/${skills}/people`));

  const link = mailbox.linkIn(await mailbox.latest(email, "invitation"));
  const context = await browser.newContext({ baseURL: demo.origin, locale: "en-GB" });
  const newcomer = await context.newPage();
  await newcomer.goto(link);
  await newcomer.getByLabel("First name").fill("Emma");
  await newcomer.getByLabel("Last name").fill("Ea");
  await newcomer.getByLabel("Password", { exact: true }).fill(password);
  await newcomer.getByRole("button", { name: /^Join / }).click();
  await expect(newcomer.getByRole("heading", { level: 1, name: "Hello, Emma" })).toBeVisible();
  for (const course of ["Selling by listening", "Data protection in an hour"]) {
    await expect(newcomer.getByRole("link", { name: course })).toBeVisible();
  }
  await expect(newcomer.getByRole("link", { name: "Welcome to Northwind" })).toHaveCount(0);
  await context.close();
});

test("a manager does not see the next unit's people: not in the list, not by search, not by address", async ({
  page,
  signIn,
}) => {
  await signIn(page, "admin", skills);
  const own = await pageOf(page, "Castellanos");
  const next = await pageOf(page, "Halvorsen");
  await page.context().clearCookies();
  await signIn(page, "unit_manager", skills);
  await page.goto(`/w/${skills}/people?q=Castellanos`);
  await expect(page.locator("[data-row-link]")).toHaveCount(1);
  await page.goto(`/w/${skills}/people`);
  await expect(page.locator("[data-row-link]").first()).toBeVisible();
  await expect(page.getByText("Halvorsen")).toHaveCount(0);
  await page.goto(`/w/${skills}/people?q=Halvorsen`);
  await expect(page.locator("[data-row-link]")).toHaveCount(0);
  expect((await page.goto(own))?.status()).toBe(200);
  expect((await page.goto(next))?.status()).toBe(404);
});

test("an instructor who is coach invites from a session into the one group", async ({
  page,
  signIn,
  mailbox,
  axe,
}) => {
  const email = address("oslo");
  await signIn(page, "coach+session_instructor", coaching);
  await page.goto(`/w/${coaching}/courses`);
  await page.getByRole("link", { name: "Coaching one another" }).click();
  await page.getByRole("link", { name: /^Sessions/ }).click();
  await page.getByRole("link", { name: "Team Oslo meets" }).click();
  await page.getByRole("link", { name: "Invite to this session" }).click();
  await axe(page);
  await page.getByLabel("Email addresses").fill(`Odd Berg <${email}>`);
  await expect(page.getByRole("combobox", { name: /^Group/ }).locator("option")).toHaveText([
    "Choose a group.",
    "Team Oslo",
    "Team Oslo – mornings",
  ]);
  await page.getByRole("combobox", { name: /^Group/ }).selectOption("Team Oslo");
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  await expect(page.getByRole("row").filter({ hasText: "Odd Berg" })).toContainText("not joined yet");
  expect((await mailbox.latest(email, "invitation")).text).toContain("Eirik Tveit");
});

test("a group administrator adds an existing learner by a search, and finds nobody who is no member", async ({
  page,
  signIn,
  axe,
}) => {
  await signIn(page, "group_admin", skills);
  await page.goto(`/w/${skills}/groups`);
  await expect(page.getByRole("link", { name: "Leadership circle" })).toHaveCount(0);
  await page.getByRole("link", { name: "Onboarding – buddies" }).click();
  await page.getByRole("link", { name: "Add people" }).first().click();
  await page.getByLabel("Name or address").fill("nobody@nowhere.example");
  await page.getByRole("button", { name: "Search", exact: true }).click();
  await expect(page).toHaveURL(/nobody/);
  await expect(page.getByRole("checkbox")).toHaveCount(0);
  await page.getByLabel("Name or address").fill("Castellanos");
  await page.getByRole("button", { name: "Search", exact: true }).click();
  await page.getByRole("checkbox", { name: "Nina Castellanos" }).check();
  await axe(page);
  await page.getByRole("button", { name: "Add to the group" }).click();
  await expect(page.getByText("1 person is added to the group")).toBeVisible();
  await page.getByRole("button", { name: "Remove Nina Castellanos from the group" }).click();
  await expect(page.getByText("Nina Castellanos is out of the group")).toBeVisible();
});

test("somebody with two roles acts in one of them, which narrows what they may do, and switches back", async ({
  page,
  signIn,
  axe,
}) => {
  await signIn(page, "instructor+learner", skills);
  await page.goto(`/w/${skills}/courses`);
  await expect(page.getByRole("link", { name: "New course" })).toBeVisible();
  await page.getByRole("button", { name: /your menu/ }).click();
  await page.getByRole("button", { name: "Learner", exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`/w/${skills}/learn$`));
  await expect(page.getByText("Acting as Learner", { exact: false }).first()).toBeVisible();
  await axe(page);
  await page.goto(`/w/${skills}/courses`);
  await expect(page.getByRole("link", { name: "New course" })).toHaveCount(0);
  await page.goto(`/w/${skills}/learn`);
  await page.getByRole("main").getByRole("button", { name: "Act in all your roles" }).click();
  await page.goto(`/w/${skills}/courses`);
  await expect(page.getByRole("link", { name: "New course" })).toBeVisible();
});

/** Pages by who looks at them, with the links that lead on from the first to those whose address is chance. */
const looked: [string, string, ...string[]][] = [
  ["admin", "units", "Sales EMEA"],
  ["admin", "groups", "Onboarding"],
  ["admin", "courses", "Welcome to Northwind"],
  ["admin", "courses", "Welcome to Northwind", "Learners"],
  ["admin", "courses", "Welcome to Northwind", "Sessions", "Lunch with the founders"],
  ["admin", "people/leaving"],
  ["learner", "learn", "Data protection in an hour"],
];

for (const [role, path, ...links] of looked) {
  const name = [path, ...links].join(", ");
  test(`axe finds nothing on ${name}, and 390 pixels are enough`, async ({ page, signIn, axe }) => {
    await signIn(page, role, skills);
    await page.goto(`/w/${skills}/${path}`);
    for (const link of links) {
      const words = new RegExp(`^${link}( \\d+|$)`);
      await page.getByRole("main").getByRole("link", { name: words }).first().click();
    }
    await page.waitForLoadState("networkidle");
    await axe(page);
    await page.setViewportSize({ width: 390, height: 844 });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(over).toBeLessThanOrEqual(0);
  });
}
