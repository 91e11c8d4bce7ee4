import type { Browser, Page } from "@playwright/test";

const presets = ["academy", "training_provider", "collaborative", "programs", "skills"] as const;
const moments = ["form", "people", "mail", "join"] as const;
type Moment = (typeof moments)[number];

interface House {
  origin: string;
  /** Signed in as somebody who administers the customer. */
  admin: Page;
  mailTo(address: string): Promise<{ html: string; text: string }>;
  /** A file of docs/images. */
  fileOf(name: string): string;
}

/**
 * The same journey in five workspaces, one for each preset: the form, the list, the mail and the page behind its
 * link, each moment a picture of five side by side.
 */
export async function pictureThePresets(browser: Browser, house: House): Promise<void> {
  const shots: Record<Moment, Uint8Array[]> = { form: [], people: [], mail: [], join: [] };
  for (const preset of presets) {
    for (const [moment, shot] of Object.entries(await journey(browser, house, preset))) {
      shots[moment as Moment].push(shot);
    }
  }
  const sheet = await browser.newPage({ viewport: { width: 1_700, height: 400 } });
  for (const moment of moments) {
    const columns = shots[moment].map(
      (shot, at) =>
        `<figure><figcaption>${presets[at]}</figcaption><img src="data:image/png;base64,${Buffer.from(shot).toString("base64")}"></figure>`,
    );
    await sheet.setContent(
      `<style>body{margin:0;padding:16px;display:grid;grid-template-columns:repeat(5,1fr);gap:16px;background:#e8e8ec;font:600 16px system-ui}
      figure{margin:0}figcaption{padding:0 0 8px}img{width:100%;border-radius:8px;display:block}</style>${columns.join("")}`,
    );
    await sheet.waitForTimeout(200);
    await sheet.screenshot({ path: house.fileOf(`presets-${moment}`), fullPage: true });
  }
}

async function journey(browser: Browser, house: House, preset: string): Promise<Record<Moment, Uint8Array>> {
  const { origin, admin } = house;
  const slug = `${preset.replaceAll("_", "-")}-${process.pid}`;
  const guest = `rosa.lind@${slug}.example.com`;
  await admin.goto(`${origin}/customer/new-workspace`);
  await admin.getByRole("textbox", { name: "Name", exact: true }).fill("Harbour School");
  await admin.getByLabel("Address", { exact: true }).fill(slug);
  await admin.locator(`input[name="preset"][value="${preset}"]`).check();
  await admin.getByRole("button", { name: "Make the workspace" }).click();
  await admin.getByText("is ready").waitFor();

  // Without scripts every choice is a plain control, whatever the preset asks for.
  const plain = await browser.newContext({
    viewport: { width: 480, height: 960 },
    javaScriptEnabled: false,
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
  });
  await plain.addCookies(await admin.context().cookies());
  const page = await plain.newPage();
  await page.goto(`${origin}/w/${slug}/people/invite`);
  await page.locator('[name="email"]').fill(guest);
  for (const [name, value] of [
    ["firstName", "Rosa"],
    ["lastName", "Lind"],
  ] as const) {
    const field = page.locator(`input[name="${name}"][required]`);
    if ((await field.count()) > 0) await field.fill(value);
  }
  await page.locator('input[name="roles"][value="learner"]').check();
  const group = page.locator('input[name="groupIds"]').first();
  if ((await group.count()) > 0) await group.check();
  const form = await page.screenshot({ fullPage: true, clip: { x: 0, y: 0, width: 480, height: 1_200 } });
  await page.locator('button[value="send"]').click();
  await page.goto(`${origin}/w/${slug}/people`);
  const people = await page.screenshot();

  const { html, text } = await house.mailTo(guest);
  const link = /https?:\/\/\S+\/join\/\S+/.exec(text)?.[0];
  if (!link) throw new Error(`The mail to ${guest} holds no link.`);
  const invitee = await browser.newPage({ viewport: { width: 480, height: 960 }, locale: "en-GB" });
  await invitee.setContent(html);
  const mail = await invitee.screenshot();
  await invitee.goto(link);
  const join = await invitee.screenshot();
  await invitee.close();
  await plain.close();
  return { form, people, mail, join };
}
