import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./support/test.ts";

const skills = "northwind-skills";

/** Addresses of this run alone. */
function addresses(name: string, count: number): string[] {
  const run = Date.now();
  return Array.from({ length: count }, (_, index) => `${name}${index}.${run}@example.com`);
}

/** As a clipboard gives it. */
async function paste(box: Locator, text: string): Promise<void> {
  await box.focus();
  await box.evaluate((element, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", pasted);
    element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

const boxOf = (page: Page | Locator) => page.getByRole("textbox", { name: "Email addresses" });
const chipsOf = (page: Page | Locator) =>
  page.getByRole("list", { name: "People to invite" }).getByRole("listitem");

test("a paste of twelve ugly addresses: chips, a slip mended, nine mails, and a second act taken back", async ({
  page,
  signIn,
  mailbox,
  demo,
  axe,
}) => {
  const good = addresses("paste", 8);
  const [a, b, c, d, e, f, g, h] = good;
  const slip = `paste.${Date.now()}@gmial.com`;
  const member = demo.signIns.find(({ workspace, role }) => workspace === skills && role === "admin")?.email;
  await signIn(page, "admin", skills);
  await page.goto(`/w/${skills}/people/invite`);
  await page.waitForLoadState("networkidle");
  await paste(
    boxOf(page),
    `"Ruiz, Ana" <${a}>; Lee, Ben <${b}>;\n<${c}>\t${d}  ,,${e}\r\nmailto:${f}?subject=x ${g?.toUpperCase()}; ${h}
      ${slip}\n${a}, not-an-address; ${member}`,
  );
  await expect(chipsOf(page)).toHaveCount(11);
  await expect(chipsOf(page).first()).toContainText(`Ana Ruiz ${a}`);
  await expect(page.getByLabel("First name")).toBeHidden();
  await expect(
    page.getByText("Sends 9 mails. 1 is already a member, 1 is no address, 1 stood there twice."),
  ).toBeVisible();
  await axe(page);
  const meant = page.getByRole("button", { name: `Did you mean ${slip.replace("gmial", "gmail")}?` });
  await meant.click();
  await expect(meant).toBeHidden();
  await expect(chipsOf(page).filter({ hasText: "@gmail.com" })).toHaveCount(1);
  await page.getByLabel("Personal note").fill("Welcome to all of you");
  await page.getByRole("button", { name: "Send 9 invitations" }).click();
  await expect(page.getByText("9 invitations are on their way")).toBeVisible();
  await expect(page.getByText("2 could not be invited.")).toBeVisible();
  await expect(chipsOf(page)).toHaveCount(2);
  for (const to of [...good, slip.replace("gmial", "gmail")]) {
    expect((await mailbox.latest(to, "invitation")).text).toContain("Welcome to all of you");
  }

  const second = addresses("undone", 3);
  await page.goto(`/w/${skills}/people`);
  await page.getByRole("link", { name: "Invite a person" }).click();
  const dialog = page.getByRole("dialog", { name: "Invite a person" });
  await expect(chipsOf(dialog)).toHaveCount(2);
  await dialog.getByRole("button", { name: "Begin anew" }).click();
  await paste(boxOf(dialog), second.join("\n"));
  await dialog.getByRole("button", { name: "Send 3 invitations" }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(page.getByText("Nothing was sent: 3 invitations are withdrawn")).toBeVisible();
  await page.waitForTimeout(3_000);
  for (const to of second) expect(await mailbox.to(to)).toEqual([]);
});

test("the box by keyboard: chips at once, moving among them, editing, removing, sending", async ({
  page,
  signIn,
}) => {
  const [first, second, third, fourth] = addresses("keys", 4);
  await signIn(page, "admin", skills);
  await page.goto(`/w/${skills}/people/invite`);
  await page.waitForLoadState("networkidle");
  const box = boxOf(page);
  await box.focus();
  await page.keyboard.type(`${first},${second};${third}`);
  await page.keyboard.press("Enter");
  await page.keyboard.type(`${fourth} `);
  await expect(chipsOf(page)).toHaveCount(4);
  await expect(box).toHaveValue("");
  const chip = (address = "") => page.getByRole("button", { name: address, exact: true });
  await expect(chip(fourth)).toBeVisible();
  await page.keyboard.press("Backspace");
  await expect(chip(fourth)).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Delete");
  await expect(chipsOf(page)).toHaveCount(3);
  await expect(chip(fourth)).toBeFocused();
  await page.keyboard.press("Backspace");
  await expect(chip(second)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(box).toHaveValue(second ?? "");
  await box.fill(third ?? "");
  await page.keyboard.press("Tab");
  await expect(chipsOf(page)).toHaveText([first ?? "", third ?? ""]);
  await page.getByLabel("Personal note").focus();
  await page.keyboard.press("Control+Enter");
  await expect(page.getByText("2 invitations are on their way")).toBeVisible();
});

test("what was begun is there again after going away, until it is sent", async ({ page, signIn }) => {
  const [first, second] = addresses("draft", 2);
  await signIn(page, "admin", skills);
  const invite = `/w/${skills}/people/invite`;
  await page.goto(invite);
  await page.waitForLoadState("networkidle");
  await paste(boxOf(page), `${first}\n${second}`);
  await page.getByLabel("Personal note").fill("Half a thought");
  await page.getByLabel("Instructor").check();
  await page.goto(`/w/${skills}/audit`);
  await page.goto(invite);
  await expect(chipsOf(page)).toHaveText([first ?? "", second ?? ""]);
  await expect(page.getByLabel("Personal note")).toHaveValue("Half a thought");
  await expect(page.getByLabel("Instructor")).toBeChecked();
  await page.getByRole("button", { name: "Send 2 invitations" }).click();
  await expect(page.getByText("2 invitations are on their way")).toBeVisible();
  await page.goto(invite);
  await page.waitForLoadState("networkidle");
  await expect(page.getByLabel("Personal note")).toHaveValue("");
  await expect(chipsOf(page)).toHaveCount(0);
});
