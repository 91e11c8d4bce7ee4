import { readFileSync } from "node:fs";
import AxeBuilder from "@axe-core/playwright";
import { test as base, type Cookie, expect, type Page } from "@playwright/test";
import { Mailbox } from "./mailbox.ts";

/** What `npm start` writes for scripts. */
export interface Demo {
  origin: string;
  mailbox: string;
  apiKey: string;
  workspace: string;
  signIns: { workspace: string; role: string; email: string; password: string }[];
}

interface Fixtures {
  demo: Demo;
  mailbox: Mailbox;
  /** Signs in as the demo's person with this role, in the first workspace or the one named. */
  signIn(page: Page, role: string, workspace?: string): Promise<void>;
  /** Fails on any violation that axe finds on the page as it stands, in light and in dark. */
  axe(page: Page): Promise<void>;
}

const sessions = new Map<string, Cookie[]>();

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that are used from this pattern
  demo: async ({}, use) => {
    await use(readDemo());
  },
  baseURL: async ({ demo }, use) => {
    await use(demo.origin);
  },
  mailbox: async ({ demo }, use) => {
    await use(new Mailbox(demo.mailbox));
  },
  signIn: async ({ demo }, use) => {
    await use(async (page, role, workspace = demo.workspace) => {
      const person = demo.signIns.find((one) => one.workspace === workspace && one.role === role);
      if (!person) throw new Error(`The demo has no ${role} in ${workspace}.`);
      // Ten sign-ins a minute is what one address gets, and all tests share one: a session is used again.
      const kept = sessions.get(person.email);
      if (kept) {
        await page.context().addCookies(kept);
        await page.goto(`/w/${workspace}`);
        if (!page.url().includes("/sign-in")) return;
      }
      await page.goto(`/w/${workspace}/sign-in`);
      await page.locator('input[name="email"]').fill(person.email);
      await page.locator('input[name="password"]').fill(person.password);
      await page.locator('input[name="password"]').press("Enter");
      await page.waitForURL((url) => !url.pathname.endsWith("/sign-in"));
      const cookies = await page.context().cookies();
      sessions.set(
        person.email,
        cookies.filter(({ name }) => name === "session"),
      );
    });
  },
  // biome-ignore lint/correctness/noEmptyPattern: as above
  axe: async ({}, use) => {
    await use(async (page) => {
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        const { violations } = await new AxeBuilder({ page })
          // A frame that may run no script never answers axe; what it shows are the mails, tested by themselves.
          .exclude("iframe")
          .analyze();
        const found = violations.map(({ id, help, nodes }) => ({
          rule: id,
          help,
          at: nodes.map(({ target, failureSummary }) => `${target.join(" ")}: ${failureSummary}`),
        }));
        expect(found, `axe, ${colorScheme}, ${page.url()}`).toEqual([]);
      }
    });
  },
});

export { expect };

function readDemo(): Demo {
  const file = process.env.USHER_DEMO_FILE;
  if (!file) throw new Error("The global set-up has not run: start the tests with playwright test.");
  return JSON.parse(readFileSync(file, "utf8")) as Demo;
}
