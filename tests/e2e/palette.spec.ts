import { expect, test } from "./support/test.ts";

const skills = "northwind-skills";

test("by keyboard alone the palette finds a person, opens a page, invites an address and gives the focus back", async ({
  page,
  signIn,
  axe,
}) => {
  await signIn(page, "admin", skills);
  await page.goto(`/w/${skills}/people`);
  const search = page.getByLabel("Search names and addresses");
  await search.focus();
  await expect(page.getByRole("button", { name: "Search or go to" })).toBeVisible();
  await page.keyboard.press("Control+k");
  const dialog = page.getByRole("dialog", { name: "Search and commands" });
  const field = dialog.getByRole("combobox");
  await expect(field).toBeFocused();
  await expect(dialog.getByRole("option", { name: /Resend all expired invitations \(\d+\)/ })).toBeVisible();
  await axe(page);

  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(search).toBeFocused();

  await page.keyboard.press("Control+k");
  await page.keyboard.type("plan");
  const seats = dialog.getByRole("option", { name: "Plan and seats" });
  await expect(seats).toHaveAttribute("aria-selected", "true");
  await expect(field).toHaveAttribute("aria-activedescendant", (await seats.getAttribute("id")) ?? "");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Plan and seats", level: 1 })).toBeVisible();

  await page.keyboard.press("Control+k");
  await page.keyboard.type("units@skills");
  const person = dialog.getByRole("group", { name: "People" }).getByRole("option");
  await expect(person).toHaveCount(1);
  const name = (await person.textContent())?.replace("units@skills.northwind.example", "") ?? "";
  // What looks like an address can be invited as well: it comes first, the person after it.
  await page.keyboard.press("ArrowUp");
  await expect(person).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();

  await page.keyboard.press("Control+k");
  await page.keyboard.type("new.person@example.com");
  await expect(
    dialog.getByRole("option", { name: /Invite a person: new\.person@example\.com/ }),
  ).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Email address")).toHaveValue("new.person@example.com");
});

test("on a phone the palette opens by its button, and offers nobody what they may not do", async ({
  page,
  signIn,
  axe,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, "unit_manager", skills);
  await page.goto(`/w/${skills}/people`);
  await page.getByRole("button", { name: "Search or go to" }).click();
  const dialog = page.getByRole("dialog", { name: "Search and commands" });
  await expect(dialog.getByRole("option", { name: "Units" })).toBeVisible();
  await axe(page);
  for (const name of ["Policies", "API keys", "Plan and seats"]) {
    await expect(dialog.getByRole("option", { name })).toHaveCount(0);
  }
  // Somebody outside their part is nobody to them.
  await dialog.getByRole("combobox").fill("admin@skills");
  await expect(dialog.getByText("1 result")).toBeAttached();
  await expect(dialog.getByRole("group", { name: "People" })).toHaveCount(0);
});
