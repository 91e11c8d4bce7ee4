import { createHash } from "node:crypto";
import type { Page, TestInfo } from "@playwright/test";
import { expect, test } from "./support/test.ts";

const skills = "northwind-skills";
const rows = 200_000;
const minute = 60_000;
const number = new Intl.NumberFormat("en-US").format;

function addressOf(run: string, at: number): string {
  return `${createHash("sha1").update(`${run}${at}`).digest("hex").slice(0, 8)}-${at}@example.com`;
}

/** A file as long as one may be; every thousandth row names a role that nobody knows. */
function longCsv(run: string): Buffer {
  const lines = ["email,first_name,last_name,role"];
  for (let at = 1; at <= rows; at += 1) {
    lines.push(`${addressOf(run, at)},Ana ${at},Ruiz,${at % 1_000 === 0 ? "wizard" : "learner"}`);
  }
  return Buffer.from(lines.join("\n"));
}

/** Goes a part of the way and says how long it took. */
async function timed(info: TestInfo, what: string, part: () => Promise<unknown>): Promise<void> {
  const start = Date.now();
  await part();
  const took = `${((Date.now() - start) / 1_000).toFixed(1)} s`;
  info.annotations.push({ type: what, description: took });
  console.log(`${number(rows)} rows, ${what}: ${took}`);
}

/** How far the page says it is. */
async function doneIn(page: Page): Promise<number> {
  const bar = page.getByRole("progressbar");
  return (await bar.count()) > 0 ? Number(await bar.getAttribute("value")) : rows;
}

test("a file of 200,000 people is uploaded, mended, confirmed and watched to its end", async ({
  page,
  signIn,
  mailbox,
}, info) => {
  test.setTimeout(60 * minute);
  const run = Date.now().toString(36);
  await signIn(page, "admin", skills);
  await page.goto(`/w/${skills}/imports/new`);
  await page.waitForLoadState("networkidle");
  await page
    .getByLabel("Drop a file here, or choose one")
    .setInputFiles({ name: "long.csv", mimeType: "text/csv", buffer: longCsv(run) });
  await timed(info, "upload and check", async () => {
    await page.getByRole("button", { name: "Upload the file" }).click();
    await page.waitForURL(/\/review$/, { timeout: 15 * minute });
  });
  await expect(page.getByText(`long.csv: ${number(rows)} rows.`)).toBeVisible();

  const goOn = page.getByRole("link", { name: `Go on with ${number(rows)} people` }).last();
  await timed(info, "one repair for many rows", async () => {
    await page.getByLabel(/^Put instead, for: .*wizard/).selectOption({ label: "Learner" });
    await page.getByRole("button", { name: `Replace in ${number(rows / 1_000)} rows` }).click();
    await expect(goOn).toBeVisible({ timeout: minute });
  });
  await goOn.click();
  await page.waitForURL(/\/confirm$/);

  await timed(info, "inviting", async () => {
    await page.getByRole("button", { name: `Send ${number(rows)} invitations` }).click();
    await page.waitForURL(/\/(progress|result)$/, { timeout: minute });
    // The page goes on by itself, and never back.
    let seen = 0;
    const look = async () => {
      const done = await doneIn(page);
      expect(done).toBeGreaterThanOrEqual(seen);
      seen = done;
      return page.url();
    };
    await expect.poll(look, { timeout: 40 * minute, intervals: [1_000] }).toMatch(/\/result$/);
  });
  await expect(page.getByText(`${number(rows)} people are invited`, { exact: true })).toBeVisible();
  await timed(info, "the first mail, after the last row", () =>
    expect.poll(async () => (await mailbox.to(addressOf(run, 1))).length, { timeout: 10 * minute }).toBe(1),
  );
});
