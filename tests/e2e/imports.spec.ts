import type { Locator, Page } from "@playwright/test";
import { spoiledCsv } from "../support/spoiled-csv.ts";
import { workbookBase64 } from "../support/workbook.ts";
import { expect, test } from "./support/test.ts";

const skills = "northwind-skills";

/** Presses Tab until this has the focus, as somebody without a mouse does. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let presses = 0; presses < 400; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not lead to ${target}`);
}

async function upload(page: Page, name: string, text: string): Promise<void> {
  await page.goto(`/w/${skills}/imports/new`);
  await page.waitForLoadState("networkidle");
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    tabTo(page, page.getByLabel("Drop a file here, or choose one")).then(() => page.keyboard.press("Enter")),
  ]);
  await chooser.setFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
  await tabTo(page, page.getByRole("button", { name: "Upload the file" }));
  await page.keyboard.press("Enter");
}

/** What a wrong cell should have said, by the name of its column. */
const meant: Record<string, (line: string) => string> = {
  "Email address": (line) => `mended${line}@example.org`,
  "First name": () => "Ana",
  "Last name": () => "Ruiz",
  Message: () => "Welcome!",
  Unit: () => "Engineering",
  Group: () => "Onboarding",
  Role: () => "learner",
};

test("a file of a thousand people with forty faults is mended, sent and taken back by keyboard alone", async ({
  page,
  signIn,
  axe,
}) => {
  test.setTimeout(240_000);
  const { text } = spoiledCsv({ unit: "Engineering", group: "Onboarding" });
  await signIn(page, "admin", skills);
  await upload(page, "people.csv", text);
  await page.waitForURL(/\/review$/);
  await expect(page.getByText("people.csv: 1,000 rows.")).toBeVisible();
  await axe(page);
  await page.emulateMedia({ colorScheme: "light" });

  const errors = page.locator('[data-groups="error"]');
  const tab = page.getByRole("link", { name: /^Errors/ });
  const left = async () => Number((await tab.textContent())?.replace(/\D/g, ""));
  // First what one repair mends for many rows; each press takes a group away and leaves the focus at the next.
  for (;;) {
    const before = await left();
    const suggestions = errors.getByRole("button", { name: /^Use / }).first();
    const replaced = errors.getByRole("button", { name: /^Replace in / }).first();
    if (await suggestions.isVisible()) await tabTo(page, suggestions);
    else if (await replaced.isVisible()) {
      const choice = errors.getByLabel(/^Put instead, for/).first();
      await tabTo(page, choice);
      if ((await choice.inputValue()) === "") {
        const label = (await choice.getAttribute("aria-label")) ?? "";
        await page.keyboard.type(
          /role/.test(label) ? "Learner" : /unit/.test(label) ? "Engineering" : "Onboarding",
        );
      }
      await tabTo(page, replaced);
    } else break;
    await page.keyboard.press("Enter");
    await expect.poll(left).toBeLessThan(before);
    await expect(errors).toBeFocused();
  }

  // Then the cells that nobody can guess, where they stand.
  const wrong = page.locator('#rows input[aria-invalid="true"]').first();
  while (await wrong.isVisible()) {
    const before = await left();
    const cell = page.getByLabel((await wrong.getAttribute("aria-label")) ?? "", { exact: true });
    await tabTo(page, cell);
    const [column = "", line = ""] = ((await cell.getAttribute("aria-label")) ?? "").split(", line ");
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.type(meant[column]?.(line) ?? "");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("status").filter({ hasText: `Line ${line}: Ready` })).toHaveCount(1);
    await expect.poll(left).toBeLessThan(before);
    await expect(page.locator("#rows input:focus")).toHaveCount(1);
  }
  const surplus = page.getByRole("button", { name: /^Save line/ });
  await tabTo(page, surplus);
  await page.keyboard.press("Enter");
  await expect.poll(left).toBe(0);

  await tabTo(page, page.getByRole("link", { name: /^Go on with 99\d people$/ }).last());
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/confirm$/);
  await axe(page);
  await tabTo(page, page.getByRole("button", { name: /^Send 99\d invitations$/ }));
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/(progress|result)$/);
  await page.waitForURL(/\/result$/, { timeout: 90_000 });
  await expect(page.getByText(/^99\d people are invited$/)).toBeVisible();
  await axe(page);

  await tabTo(page, page.getByRole("link", { name: "Take this import back …" }));
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByRole("button", { name: "Take it back" }));
  await page.keyboard.press("Enter");
  await expect(page.getByText(/^99\d invitations were taken back$/)).toBeVisible({ timeout: 60_000 });
});

test("arrow keys move between cells, Escape takes back what was typed, leaving a cell saves it", async ({
  page,
  signIn,
}) => {
  await signIn(page, "admin", skills);
  await upload(page, "cells.csv", "email,first_name\nnobody,Ana\nnobody else,Ben\n");
  await page.waitForURL(/\/review$/);
  const first = page.getByLabel("Email address, line 2");
  const second = page.getByLabel("Email address, line 3");
  await tabTo(page, first);
  await page.keyboard.press("ArrowDown");
  await expect(second).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByLabel("First name, line 3")).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowLeft");
  await expect(first).toBeFocused();
  await page.keyboard.type("x");
  await page.keyboard.press("Escape");
  await expect(first).toHaveValue("nobody");
  await page.keyboard.press("ControlOrMeta+A");
  const stamp = Date.now();
  await page.keyboard.type(`cells-${stamp}@example.com`);
  await page.keyboard.press("Enter");
  await expect(second).toBeFocused();
  await page.keyboard.type(`cells2-${stamp}@example.com`);
  await page.keyboard.press("Tab");
  // Two saves in a row: the second waits for the first.
  await expect(page.getByRole("link", { name: /^Errors/ })).toHaveText("Errors0");
  await expect(page.getByRole("link", { name: "Go on with 2 people" }).first()).toBeVisible();
});

test("pasted cells and columns that nobody knows: said once, remembered for the next file", async ({
  page,
  signIn,
  axe,
}) => {
  await signIn(page, "admin", skills);
  const stamp = Date.now();
  const paste = async (address: string) => {
    await page.goto(`/w/${skills}/imports/new`);
    await page.waitForLoadState("networkidle");
    await page.getByLabel("Cells with headings").fill(`Where${stamp}\tWho\n${address}\tAna Ruiz\n`);
    await page.getByRole("button", { name: "Use these cells" }).click();
  };
  await paste(`paste-${stamp}@example.com`);
  await page.waitForURL(/\/mapping$/);
  await axe(page);
  await page.getByLabel(`What “Where${stamp}” means`).selectOption("email");
  await page.getByLabel("What “Who” means").selectOption("name");
  await page.getByRole("button", { name: "Check the rows" }).click();
  await page.waitForURL(/\/review$/);
  await paste(`paste2-${stamp}@example.com`);
  await page.waitForURL(/\/review$/);
  await page.goto(`/w/${skills}/imports`);
  await expect(page.getByRole("link", { name: "pasted cells.tsv" }).first()).toBeVisible();
  await axe(page);
});

test("an Excel workbook is read in the browser, and its lines are the rows of the sheet", async ({
  page,
  signIn,
}) => {
  await signIn(page, "admin", skills);
  await page.goto(`/w/${skills}/imports/new`);
  await page.waitForLoadState("networkidle");
  await page.getByLabel("Drop a file here, or choose one").setInputFiles({
    name: "people.xlsx",
    mimeType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    buffer: Buffer.from(workbookBase64, "base64"),
  });
  await page.getByRole("button", { name: "Upload the file" }).click();
  await page.waitForURL(/\/review$/);
  await expect(page.getByText("people.xlsx: 2 rows.")).toBeVisible();
  await expect(page.getByLabel("Email address, line 4")).toHaveValue("nobody");
  await page.getByRole("link", { name: /^All/ }).click();
  await expect(page.getByLabel("First name, line 2")).toHaveValue("Ana, the first");
});

test("a file that cannot be read is refused on the page, with its line", async ({ page, signIn, axe }) => {
  await signIn(page, "admin", skills);
  await upload(page, "broken.csv", 'email\n"ana@example.com\n');
  await expect(page.getByRole("alert")).toContainText("Line 2: a quotation mark opens a cell");
  await expect(page.getByRole("alert")).toBeFocused();
  await axe(page);
});

test("somebody who is here already is shown with what the file changes, and is changed without a mail", async ({
  page,
  signIn,
  demo,
  axe,
}) => {
  const learner = demo.signIns.find(({ workspace, role }) => workspace === skills && role === "learner");
  const number = `S-${Date.now()}`;
  await signIn(page, "admin", skills);
  await upload(page, "there.csv", `email,external_id\n${learner?.email},${number}\n`);
  await page.waitForURL(/\/review$/);
  await expect(page.getByText("People who are here already are left as they are.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Go on with" })).toHaveCount(0);

  await page.getByRole("link", { name: "Choose otherwise" }).click();
  await axe(page);
  await page.getByLabel("Also take over what the file says").check();
  await page.getByRole("button", { name: "Check these rows again" }).click();
  await page.waitForURL(/show=updates/);
  await expect(page.getByRole("table", { name: "To change" })).toContainText(number);
  await axe(page);

  await page.getByRole("link", { name: "Go on with 1 person" }).first().click();
  await expect(page.getByRole("row", { name: /^Mails to send/ })).toContainText("0");
  await axe(page);
  await page.getByRole("button", { name: "Change 1 person" }).click();
  await page.waitForURL(/\/result$/);
  await expect(page.getByText("1 person was changed")).toBeVisible();
  await expect(page.getByRole("table", { name: "Who was changed" })).toContainText(number);
  await axe(page);
});
