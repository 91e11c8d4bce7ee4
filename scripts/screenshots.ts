import { mkdirSync, readFileSync } from "node:fs";
import { type Browser, chromium, type Page } from "@playwright/test";
import { findChromium } from "../tests/support/chromium.ts";

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
} finally {
  await browser.close();
}

async function pictureTheManageArea(browser: Browser): Promise<void> {
  const admin = demo.signIns.find(({ role, workspace }) => role === "admin" && workspace.endsWith("skills"));
  if (!admin) throw new Error("The demo has no admin of the second workspace.");
  const page = await openPage(browser, { width: 1280, height: 800 });
  await page.goto(`${demo.origin}/w/${admin.workspace}/sign-in`);
  await page.getByLabel("Email address").fill(admin.email);
  await page.getByLabel("Password").first().fill(admin.password);
  await page.keyboard.press("Enter");
  await page.waitForURL(/people/);
  await take(page, "people");
  await page.goto(`${demo.origin}/w/${admin.workspace}/people/invite`);
  await page.getByLabel("Email address").fill(guest);
  await page.getByLabel("First name").fill("Rosa");
  await page.waitForTimeout(1_500);
  await take(page, "invite");
  await page.getByRole("button", { name: "Send invitation" }).click();
  await page.waitForURL(/people$/);
  await page.goto(`${demo.origin}/w/${admin.workspace}/people?status=bounced`);
  await page.getByRole("row").nth(1).getByRole("link").first().click();
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
  await page.screenshot({ path: `${folder}/${name}.png` });
}
