import { mkdirSync, readFileSync } from "node:fs";
import { type Browser, chromium, type Page } from "@playwright/test";
import { findChromium } from "../tests/support/chromium.ts";
import { pictureThePresets } from "./preset-pictures.ts";

/**
 * Takes the README's pictures from the demo that is running (`npm start` in another terminal):
 * `npm run screenshots`. It invites one person and joins as them.
 */
interface Demo {
  origin: string;
  mailbox: string;
  signIns: { workspace: string; role: string; email: string; password: string }[];
}

const folder = "docs/images";
const demo = JSON.parse(readFileSync(".wrangler/demo.json", "utf8")) as Demo;
const guest = `rosa.lind+${process.pid}@example.com`;

mkdirSync(folder, { recursive: true });
const { executablePath, args } = await findChromium();
const browser = await chromium.launch({ executablePath, args });
try {
  await pictureTheManageArea(browser);
  await pictureTheInvitee(browser);
  await pictureWhatIsLearnt(browser);
  const admin = await openPage(browser, { width: 1280, height: 800 });
  await signIn(admin, "admin", "academy");
  await pictureThePresets(browser, { origin: demo.origin, admin, mailTo, fileOf });
} finally {
  await browser.close();
}

async function pictureTheManageArea(browser: Browser): Promise<void> {
  const page = await openPage(browser, { width: 1280, height: 800 });
  const admin = await signIn(page, "admin");
  const base = `${demo.origin}/w/${admin.workspace}`;
  await page.goto(`${base}/people?status=active`);
  const ticks = page.getByRole("checkbox", { name: /^Select (?!everybody)/ });
  for (const row of [0, 1, 3]) await ticks.nth(row).check();
  await take(page, "people");
  await page.goto(`${base}/groups`);
  await page.getByRole("link", { name: "Onboarding", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "Onboarding" }).waitFor();
  await take(page, "group");
  await page.goto(`${base}/courses`);
  await page.getByRole("link", { name: "Selling by listening" }).click();
  await page.getByRole("link", { name: /^Learners/ }).click();
  await page.waitForURL(/tab=learners/);
  await take(page, "course");
  await page.goto(`${demo.origin}/w/${admin.workspace}/people/invite`);
  await page.getByLabel("Email address").fill(guest);
  await page.getByLabel("First name").fill("Rosa");
  await page.waitForTimeout(1_500);
  await take(page, "invite");
  await page.getByRole("button", { name: "Send invitation" }).click();
  await page.waitForURL(/people$/);
  await page.goto(`${demo.origin}/w/${admin.workspace}/people?status=bounced`);
  await page.getByRole("row").nth(2).getByRole("link").first().click();
  await page.getByRole("heading", { name: "History" }).waitFor();
  await take(page, "person");
}

async function pictureTheInvitee(browser: Browser): Promise<void> {
  const mail = await mailTo(guest);
  const phone = await openPage(browser, { width: 390, height: 844 });
  await phone.setContent(mail.html);
  await take(phone, "mail-phone");
  const link = /https?:\/\/\S+\/join\/\S+/.exec(mail.text)?.[0];
  if (!link) throw new Error("The mail holds no link.");
  await phone.goto(link);
  await take(phone, "join-phone");
}

async function pictureWhatIsLearnt(browser: Browser): Promise<void> {
  const phone = await openPage(browser, { width: 390, height: 844 });
  const learner = await signIn(phone, "learner");
  await phone.goto(`${demo.origin}/w/${learner.workspace}/learn`);
  await take(phone, "learn-phone");
}

/** Signs in as the person with this role, in the second workspace or the one named. */
async function signIn(page: Page, role: string, workspace = "skills"): Promise<Demo["signIns"][number]> {
  const person = demo.signIns.find((one) => one.role === role && one.workspace.endsWith(workspace));
  if (!person) throw new Error(`The demo has no ${role} in ${workspace}.`);
  await page.goto(`${demo.origin}/w/${person.workspace}/sign-in`);
  await page.locator('input[name="email"]').fill(person.email);
  await page.locator('input[name="password"]').fill(person.password);
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => !url.pathname.endsWith("/sign-in"));
  return person;
}

async function mailTo(address: string): Promise<{ html: string; text: string }> {
  for (let attempt = 0; attempt < 30; attempt += 1) {
    const answer = await fetch(`${demo.mailbox}/messages.json?to=${encodeURIComponent(address)}`);
    const [mail] = (await answer.json()) as { html: string; text: string }[];
    if (mail) return mail;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  throw new Error(`No mail to ${address} arrived.`);
}

function openPage(browser: Browser, viewport: { width: number; height: number }): Promise<Page> {
  return browser.newPage({ viewport, locale: "en-GB", timezoneId: "Europe/Berlin", deviceScaleFactor: 1 });
}

async function take(page: Page, name: string): Promise<void> {
  await page.waitForTimeout(600);
  await page.screenshot({ path: fileOf(name) });
}

function fileOf(name: string): string {
  return `${folder}/${name}.png`;
}
