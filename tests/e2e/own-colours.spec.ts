import type { Page } from "@playwright/test";
import { expect, test } from "./support/test.ts";

test.use({ forcedColors: "active", reducedMotion: "reduce" });

/** Controls that cannot be told from plain text, and a focus that cannot be seen, in words. */
async function faultsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const faults: string[] = [];
    const controls = document.querySelectorAll<HTMLElement>(
      "button, a[href], input:not([type=hidden]), select, textarea",
    );
    for (const control of controls) {
      const box = control.getBoundingClientRect();
      const name = `${control.tagName.toLowerCase()} “${(control.textContent || control.getAttribute("aria-label") || control.getAttribute("name") || "").slice(0, 40)}”`;
      const look = getComputedStyle(control);
      if (box.width <= 1 || look.visibility === "hidden" || look.clipPath !== "none") continue;
      const framed = look.borderTopStyle !== "none" && Number.parseFloat(look.borderTopWidth) > 0;
      const ticked = control.matches("input[type=checkbox], input[type=radio]");
      if (!control.matches("a") && !framed && !ticked) faults.push(`${name} has no frame`);
      control.focus({ focusVisible: true } as FocusOptions);
      if (document.activeElement !== control) continue;
      const focused = getComputedStyle(control);
      if (focused.outlineStyle === "none" || Number.parseFloat(focused.outlineWidth) < 1) {
        faults.push(`${name} does not show the focus`);
      }
    }
    return faults;
  });
}

/** What still moves half a second after the page stands. */
async function moving(page: Page): Promise<number> {
  await page.waitForTimeout(500);
  return page.evaluate(
    () => document.getAnimations().filter(({ playState }) => playState === "running").length,
  );
}

async function expectLegible(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.waitForLoadState("networkidle");
  expect.soft(await faultsOf(page), path).toEqual([]);
  expect.soft(await moving(page), path).toBe(0);
}

test("with the system's own colours and little motion every control has a frame and shows the focus", async ({
  page,
  request,
  demo,
  mailbox,
  signIn,
}) => {
  const email = "frieda.forced@example.com";
  await request.post("/api/v1/invitations", {
    headers: { Authorization: `Bearer ${demo.apiKey}` },
    data: { email, roles: ["learner"] },
  });
  await expectLegible(page, mailbox.linkIn(await mailbox.latest(email, "invitation")));
  await expectLegible(page, `/w/${demo.workspace}/sign-in`);
  await signIn(page, "admin");
  for (const path of ["people", "people/invite", "people?status=bounced", "audit", "settings/api-keys"]) {
    await expectLegible(page, `/w/${demo.workspace}/${path}`);
  }
  await page.goto(`/w/${demo.workspace}/people?q=frieda.forced`);
  await page.getByRole("button", { name: /^More for/ }).click();
  const menu = page.locator("[popover]:popover-open");
  await expect(menu).toHaveCSS("border-top-width", "1px");
  await page.keyboard.press("Escape");
  await page.getByRole("row").nth(1).getByRole("link").first().click();
  await expectLegible(page, page.url());
  await expect(page.getByRole("link", { name: "Users", exact: true })).toHaveCSS(
    "text-decoration-line",
    "underline",
  );
});
