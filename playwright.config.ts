import { defineConfig } from "@playwright/test";
import { findChromium } from "./tests/support/chromium.ts";

const launchOptions = await findChromium();

const withoutScript = /\.nojs\.spec\.ts$/;
const onPhone = /\.phone\.spec\.ts$/;
const long = /\.long\.spec\.ts$/;

export default defineConfig({
  testDir: "tests/e2e",
  outputDir: "test-results",
  globalSetup: "./tests/e2e/support/global-set-up.ts",
  // The tests share one demo; each makes the people it needs, so that files may run side by side. They wait for mails
  // more than they work: three keep two cores busy.
  fullyParallel: false,
  workers: 3,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  // `npm test` asks for JSON beside the list; see scripts/test.ts.
  reporter: [["list"], ...(process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ? ([["json"]] as const) : [])],
  use: {
    browserName: "chromium",
    launchOptions,
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    screenshot: "only-on-failure",
  },
  projects: [
    {
      name: "desktop",
      testIgnore: [withoutScript, onPhone, long],
      use: { viewport: { width: 1280, height: 800 } },
    },
    {
      name: "phone",
      testMatch: [onPhone, "**/smoke.spec.ts"],
      use: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
    },
    {
      name: "without-script",
      testMatch: withoutScript,
      use: { viewport: { width: 1280, height: 800 }, javaScriptEnabled: false },
    },
    // `npm run test:long`. The last, for its mails leave long after it; left out otherwise, since a skipped test
    // counts as failed.
    ...(process.env.LONG
      ? [{ name: "long", testMatch: long, use: { viewport: { width: 1280, height: 800 } } }]
      : []),
  ],
});
