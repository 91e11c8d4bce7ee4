import { readFileSync } from "node:fs";
import type { Browser, BrowserContext, Locator, Page } from "@playwright/test";
import { type DocumentName, documents } from "../../acceptance/support/documents.ts";
import type { Mailbox } from "./mailbox.ts";
import { test as base, type Demo, expect } from "./test.ts";

const password = "seven green bicycles";

/** A new workspace that runs a document's preset, in the browsers of its administrator and of whoever is invited. */
export class Place {
  readonly admin: Page;
  readonly slug: string;
  readonly base: string;
  readonly #demo: Demo;
  readonly #mailbox: Mailbox;
  readonly #browser: Browser;
  readonly #contexts: BrowserContext[] = [];
  #tried: Page | null = null;

  constructor(admin: Page, slug: string, demo: Demo, mailbox: Mailbox, browser: Browser) {
    this.admin = admin;
    this.slug = slug;
    this.base = `/w/${slug}`;
    this.#demo = demo;
    this.#mailbox = mailbox;
    this.#browser = browser;
  }

  /** An address that nobody has in another workspace. */
  address(name: string): string {
    return `${name}@${this.slug}.example.com`;
  }

  /** The row of somebody, in the list that the administrator has open. */
  row(who: string): Locator {
    return this.admin.getByRole("row").filter({ hasText: who });
  }

  /** Chooses from the menu at the end of somebody's row. */
  async fromMenu(who: string, words: string): Promise<void> {
    const row = this.row(who);
    await row.getByRole("button", { name: /^More for / }).click();
    const [link, button] = (["link", "button"] as const).map((role) =>
      row.getByRole(role, { name: words, exact: true }),
    );
    await (link as Locator).or(button as Locator).click();
  }

  /** Opens a page from the menu of the manage area, by its word. */
  async open(words: string): Promise<void> {
    const main = this.admin.getByRole("navigation", { name: "Main" });
    const link = main.getByRole("link", { name: words, exact: true });
    await link.click();
    await expect(link).toHaveAttribute("aria-current", "page");
  }

  #picker(legend: string): Locator {
    const { admin } = this;
    const box = admin.getByRole("combobox", { name: new RegExp(`^${legend}( \\(optional\\))?$`) });
    return box.and(admin.locator("input"));
  }

  /** Looks through the whole list of a picker of the form, and takes one. */
  async browse(legend: string, name: string): Promise<void> {
    const { admin } = this;
    await this.#picker(legend).locator("xpath=../..").getByRole("button", { name: "Browse" }).click();
    const list = admin.getByRole("dialog", { name: legend });
    await list.getByRole("checkbox", { name: new RegExp(`^${name}`) }).check();
    await list.getByRole("button", { name: "Choose" }).click();
    await expect(admin.getByRole("button", { name: `Remove ${name}` })).toBeVisible();
  }

  /** Searches in a picker of the form, and takes what is found. */
  async pick(legend: string, name: string): Promise<void> {
    const { admin } = this;
    await this.#picker(legend).fill(name);
    await admin.getByRole("option", { name: new RegExp(`^${name}`) }).click();
    await expect(admin.getByRole("button", { name: `Remove ${name}` })).toBeVisible();
  }

  /** Makes a unit, by whatever the preset calls it. */
  async makeUnit(name: string, word: string): Promise<void> {
    const { admin } = this;
    await admin.goto(`${this.base}/units`);
    await admin.getByLabel("Name", { exact: true }).fill(name);
    await admin.getByRole("button", { name: `Create the ${word}` }).click();
    await expect(admin.getByRole("link", { name })).toBeVisible();
  }

  /** Makes a group, by whatever the preset calls it, and answers its id. */
  async makeGroup(name: string, word = "group"): Promise<string> {
    const { admin } = this;
    await admin.goto(`${this.base}/groups/new`);
    await admin.getByLabel("Name", { exact: true }).fill(name);
    await admin.getByRole("button", { name: `Create the ${word}` }).click();
    await expect(admin.getByRole("heading", { level: 1, name })).toBeVisible();
    return new URL(admin.url()).pathname.split("/").at(-1) ?? "";
  }

  /** Makes a course that is open to whoever is given it, by whatever the preset calls it. */
  async makeCourse(name: string, word = "course"): Promise<void> {
    const { admin } = this;
    await admin.goto(`${this.base}/courses/new`);
    await admin.getByLabel("Title").fill(name);
    await admin.getByRole("radio", { name: "Published" }).check();
    await admin.getByRole("button", { name: `Create the ${word}` }).click();
    await expect(admin.getByRole("heading", { level: 1, name })).toBeVisible();
  }

  /** The line of headings of the template that the page of the import offers. */
  async template(): Promise<string> {
    const download = this.admin.waitForEvent("download");
    await this.admin.getByRole("link", { name: "Download a template" }).click();
    const [header = ""] = readFileSync(await (await download).path(), "utf8").split(/\r?\n/);
    return header.replaceAll(/[\uFEFF"]/g, "");
  }

  /** Uploads a file on the page of the import, which is open. */
  async upload(name: string, rows: readonly string[]): Promise<void> {
    const { admin } = this;
    const file = { name, mimeType: "text/csv", buffer: Buffer.from(rows.join("\n")) };
    await admin.getByLabel("Drop a file here, or choose one").setInputFiles(file);
    await admin.getByRole("button", { name: "Upload the file" }).click();
    await admin.waitForURL(/\/review/);
  }

  /** The browser of somebody whom no page knows. */
  async #stranger(): Promise<Page> {
    const context = await this.#browser.newContext({ baseURL: this.#demo.origin, locale: "en-GB" });
    this.#contexts.push(context);
    return context.newPage();
  }

  /** Opens a mail in the mailbox of somebody whom no page knows yet, and follows its button. */
  async opensMail(email: string, template: string, button: string): Promise<Page> {
    const mail = await this.#mailbox.latest(email, template);
    const page = await this.#stranger();
    await page.goto(`${this.#mailbox.origin}/messages/${mail.id}.html`);
    const link = page.getByRole("link", { name: button, exact: true });
    await page.goto((await link.getAttribute("href")) ?? "");
    return page;
  }

  /** Signs in by the temporary password of a mail, and chooses another. */
  async startsWithTemporaryPassword(page: Page, email: string, name: string): Promise<void> {
    const { text } = await this.#mailbox.latest(email, "account_password");
    const temporary = /\b[0-9a-z]{4}(?:-[0-9a-z]{4}){3}\b/.exec(text)?.[0] ?? "";
    await this.#chooses(page, name, temporary);
  }

  /** Signs in for the first time by a password that was said to them, and chooses another. */
  async signsInFirst(name: string, said: string): Promise<void> {
    const page = await this.#stranger();
    await page.goto(`${this.base}/sign-in`);
    await this.#chooses(page, name, said);
  }

  async #chooses(page: Page, name: string, first: string): Promise<void> {
    await page.getByLabel("Email address or username").fill(name);
    await page.getByLabel("Password", { exact: true }).fill(first);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByLabel("New password").fill(password);
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page).toHaveURL(/\/learn(#.*)?$/);
  }

  /** Whether a link that was mailed still leads to the form behind it. */
  async leadsIn(link: string): Promise<boolean> {
    this.#tried ??= await this.#stranger();
    await this.#tried.goto(link);
    await expect(this.#tried.getByRole("heading", { level: 1 })).toBeVisible();
    return this.#tried.getByLabel("Password", { exact: true }).isVisible();
  }

  /** The links of all mails of invitation to somebody, newest first. */
  async linksTo(email: string): Promise<string[]> {
    return (await this.#mailbox.to(email)).map((mail) => this.#mailbox.linkIn(mail));
  }

  /** The kinds of the mails to somebody, in the order of their names. */
  async kindsOf(email: string): Promise<(string | null)[]> {
    return (await this.#mailbox.to(email)).map(({ template }) => template).sort();
  }

  /** Waits until so many mails have come. */
  async mails(email: string, count: number): Promise<void> {
    await expect.poll(async () => (await this.#mailbox.to(email)).length).toBe(count);
  }

  async close(): Promise<void> {
    for (const context of this.#contexts) await context.close();
  }
}

/** Gives a name where it is asked for, chooses a password and joins. */
export async function joins(page: Page, name?: { first: string; last: string }): Promise<void> {
  if (name) {
    await page.getByLabel("First name").fill(name.first);
    await page.getByLabel("Last name").fill(name.last);
  }
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: /^Join / }).click();
}

/** Signs in on the page that has the address filled in already, as after joining. */
export async function signsIn(page: Page, email: string): Promise<void> {
  await expect(page.getByLabel("Email address")).toHaveValue(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

/**
 * A test of a click path, as its document has it: one workspace for each document, since the tests of a file run one
 * after the other. What the path does to people is proven by the document's behaviours (`tests/acceptance`), each of
 * which fails under another preset; here it is that every step of it is there to be clicked, in the preset's words.
 */
export const test = base.extend<{ at: Place; document: DocumentName }, { slugs: Map<DocumentName, string> }>({
  document: ["S0", { option: true }],
  slugs: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that are used from this pattern
    async ({}, use) => {
      await use(new Map());
    },
    { scope: "worker" },
  ],
  at: async ({ page, browser, demo, mailbox, signIn, document, slugs }, use) => {
    await signIn(page, "admin");
    let slug = slugs.get(document);
    if (!slug) {
      const preset = documents[document];
      slug = `${document.toLowerCase()}-${Date.now().toString(36)}`;
      await page.goto("/customer/new-workspace");
      await page.getByRole("textbox", { name: "Name", exact: true }).fill(`Harbour ${document}`);
      await page.getByLabel("Address", { exact: true }).fill(slug);
      await page.locator(`input[name="preset"][value="${preset}"]`).check();
      await page.getByRole("button", { name: "Make the workspace" }).click();
      await expect(page.getByText("is ready")).toBeVisible();
      slugs.set(document, slug);
    }
    await page.goto(`/w/${slug}`);
    const place = new Place(page, slug, demo, mailbox, browser);
    await use(place);
    await place.close();
  },
});

export { expect };
