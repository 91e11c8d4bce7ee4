import type { Page } from "@playwright/test";
import { expect, test } from "./support/test.ts";

/** 1280 by 1024 at 200 % (WCAG 1.4.4), and 320 pixels, which is 1280 at 400 % (WCAG 1.4.10). */
const sizes = [
  { width: 640, height: 512 },
  { width: 320, height: 640 },
];

const managePages = [
  "people",
  "people?status=bounced",
  "people/invite",
  "people/bulk?action=resend&all=1&status=expired",
  "groups",
  "groups/new",
  "units",
  "imports",
  "imports/new",
  "audit",
  "settings",
  "settings/look",
  "settings/sender",
  "settings/mail-texts",
  "settings/mails",
  "settings/words",
  "settings/api-keys",
  "start",
];

const ownPages = ["learn", "learn/profile", "account/sessions"];

/** What of a page cannot be reached or read at this width, in words; empty when all is well. */
async function faultsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = window.innerWidth;
    const faults: string[] = [];
    const over = document.documentElement.scrollWidth - width;
    if (over > 0) faults.push(`the page scrolls sideways by ${over} px`);
    const controls = document.querySelectorAll<HTMLElement>(
      "a[href], button, input:not([type=hidden]), select, textarea, summary, label, h1, h2",
    );
    for (const control of controls) {
      const box = control.getBoundingClientRect();
      const style = getComputedStyle(control);
      // Closed menus, words for screen readers alone, and the skip link that waits for the focus.
      const unseen = box.width <= 1 || box.height <= 1 || style.visibility === "hidden";
      if (unseen || style.clipPath !== "none") continue;
      const name = `${control.tagName.toLowerCase()} “${(control.textContent || control.getAttribute("aria-label") || control.getAttribute("name") || "").slice(0, 40)}”`;
      if (
        control.scrollWidth > control.clientWidth + 1 &&
        style.overflowX !== "visible" &&
        control.textContent
      ) {
        faults.push(`${name} does not show all its words`);
      }
      let [left, right] = [0, width];
      for (let outer = control.parentElement; outer; outer = outer.parentElement) {
        const { overflowX } = getComputedStyle(outer);
        if (overflowX === "visible") continue;
        const frame = outer.getBoundingClientRect();
        // What lies in a box that scrolls can be reached.
        if (overflowX === "auto" || overflowX === "scroll") {
          [left, right] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
          break;
        }
        [left, right] = [Math.max(left, frame.left), Math.min(right, frame.right)];
      }
      if (box.left < left - 1 || box.right > right + 1) faults.push(`${name} is cut off`);
    }
    return faults;
  });
}

async function expectToFit(page: Page, path: string): Promise<void> {
  for (const size of sizes) {
    await page.setViewportSize(size);
    await page.goto(path);
    await page.waitForLoadState("networkidle");
    expect.soft(await faultsOf(page), `${path} at ${size.width}`).toEqual([]);
  }
}

test("at 200 % and at 320 pixels the manage area fits and cuts nothing off", async ({
  page,
  demo,
  signIn,
}) => {
  test.slow();
  await signIn(page, "admin");
  for (const path of managePages) await expectToFit(page, `/w/${demo.workspace}/${path}`);
  for (const status of ["pending", "active", "expired"]) {
    await page.goto(`/w/${demo.workspace}/people?status=${status}`);
    const person = await page.getByRole("row").nth(1).getByRole("link").first().getAttribute("href");
    await expectToFit(page, person ?? "");
    if (status === "pending") {
      for (const act of ["edit", "cancel"]) await expectToFit(page, `${person}/${act}`);
    }
    if (status === "active") {
      for (const act of ["roles", "deactivate", "remove"]) await expectToFit(page, `${person}/${act}`);
    }
  }
});

test("at 200 % and at 320 pixels the pages of a learner fit and cut nothing off", async ({
  page,
  demo,
  signIn,
}) => {
  await signIn(page, "learner");
  for (const path of ownPages) await expectToFit(page, `/w/${demo.workspace}/${path}`);
});

test("at 200 % and at 320 pixels the way in fits and cuts nothing off", async ({
  page,
  request,
  demo,
  mailbox,
}) => {
  const email = "karoline.wilhelmine.von-und-zu-hohenstein@verwaltung.fachschule.example.com";
  await request.post("/api/v1/invitations", {
    headers: { Authorization: `Bearer ${demo.apiKey}` },
    data: { email, roles: ["learner"], language: "de", message: "x".repeat(300) },
  });
  const link = mailbox.linkIn(await mailbox.latest(email, "invitation"));
  for (const path of [link, `/w/${demo.workspace}/sign-in`, `/w/${demo.workspace}/forgot`, "/", "/nowhere"]) {
    await expectToFit(page, path);
  }
});
